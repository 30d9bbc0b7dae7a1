//! Strips: one incident, or the incidents of one issue, drawn on one line.

use super::svg::{Anchor, LINE, Svg, WIDTH, text_width};
use crate::model::Date;

/// How high the bar of stretches is.
const BAR: f64 = 14.0;
/// How far the marks of events stand out above it.
const MARK: f64 = 9.0;
/// Even the shortest stretch can be seen,
const THINNEST: f64 = 1.5;
/// and each can be told from the next without its colour.
const GAP: f64 = 0.6;
/// How wide the place is where a mark can be clicked.
const REACH: f64 = 4.5;
/// The radius of a point.
const RADIUS: f64 = 4.5;

/// A stretch of one incident, from one milestone to the next.
pub(super) struct Stretch {
    /// Class of its bar.
    pub(super) class: String,
    /// What it is and how long it took.
    pub(super) name: String,
    /// When it ends, in minutes after the strip's beginning.
    pub(super) to: i64,
}

/// An event of the timeline.
pub(super) struct Event {
    /// When it was and what happened.
    pub(super) name: String,
    /// Where the page tells it.
    pub(super) href: String,
    /// Minutes after the strip's beginning.
    pub(super) at: i64,
}

/// One incident in proportion: its stretches as a bar, its events as marks above it. There are no words
/// in it, so that it may be stretched to any width; the page has them beneath. Empty when it took no time.
pub(super) fn incident_strip(
    title: &str,
    description: &str,
    whole: i64,
    stretches: &[Stretch],
    events: &[Event],
) -> String {
    if whole <= 0 {
        return String::new();
    }
    let mut svg = Svg::stretched("incident-strip", !events.is_empty(), title, description);
    let x = |minutes: i64| minutes as f64 / whole as f64 * WIDTH;
    let top = if events.is_empty() { 0.0 } else { MARK };
    let mut from = 0.0;
    for stretch in stretches {
        let to = x(stretch.to).max(from + THINNEST).min(WIDTH);
        svg.open_group(&stretch.name);
        svg.rect(&stretch.class, [from, top, (to - from - GAP).max(THINNEST - GAP), BAR]);
        svg.close_group();
        from = to;
    }
    if stretches.is_empty() {
        svg.rect("phase-none", [0.0, top + BAR / 2.0 - 1.0, WIDTH, 2.0]);
    }
    for event in events {
        let at = x(event.at).clamp(1.0, WIDTH - 1.0);
        // The list of events below is for keyboards; these are for pointers.
        svg.open_link(&event.href, &event.name, false);
        svg.rect("reach", [at - REACH / 2.0, 0.0, REACH, top + BAR]);
        svg.line("event", (at, 2.0), (at, top + BAR));
        svg.close_link();
    }
    svg.finish(top + BAR)
}

/// An incident on a line of time.
pub(super) struct Occurrence {
    /// Class of its point.
    pub(super) class: String,
    /// What shows when it is pointed at.
    pub(super) name: String,
    /// Where it leads.
    pub(super) href: String,
    /// Its day.
    pub(super) day: Date,
}

/// Incidents over whole years; empty when there is none.
pub(super) fn occurrences(title: &str, occurrences: &[Occurrence]) -> String {
    let years = || occurrences.iter().map(|occurrence| occurrence.day.year());
    let (Some(first), Some(last)) = (years().min(), years().max()) else { return String::new() };
    let whole = f64::from(last - first + 1);
    let (left, right, base) = (RADIUS, WIDTH - RADIUS, 26.0);
    let x = |years: f64| left + years / whole * (right - left);
    let all: Vec<&str> = occurrences.iter().map(|occurrence| occurrence.name.as_str()).collect();
    let mut svg = Svg::new("occurrences", true, title, &all.join("; "));
    svg.line("axis", (left, base), (right, base));
    let mut free_from = 0.0;
    for year in first..=last {
        let at = x(f64::from(year - first));
        let text = year.to_string();
        svg.line("tick", (at, base), (at, base + 4.0));
        if at >= free_from && at + text_width(&text) <= WIDTH {
            svg.text("label", (at, base + LINE + 1.0), Anchor::Start, &text);
            free_from = at + text_width(&text) + 8.0;
        }
    }
    let mut columns: Vec<f64> = Vec::new();
    for occurrence in occurrences {
        let day = f64::from(occurrence.day.day_of_year() - 1) / 366.0;
        let at = x(f64::from(occurrence.day.year() - first) + day);
        // Points on the same place would hide each other: each further one sits a little higher.
        let below = columns.iter().filter(|column| (**column - at).abs() < RADIUS).count().min(3);
        columns.push(at);
        svg.open_link(&occurrence.href, &occurrence.name, true);
        svg.dot(&occurrence.class, (at, base - RADIUS - 2.0 - below as f64 * 4.0), RADIUS);
        svg.close_link();
    }
    svg.finish(base + LINE + 6.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strip_is_in_proportion() {
        let stretch = |name: &str, to| Stretch { class: format!("phase-{name}"), name: name.to_owned(), to };
        let event = |at| Event { name: format!("after {at}"), href: format!("#e{at}"), at };
        let drawn = incident_strip(
            "Course",
            "detected after 30 min",
            120,
            &[stretch("detected", 30), stretch("resolved", 120)],
            &[event(0), event(60)],
        );
        insta::assert_snapshot!(drawn.replace("><", ">\n<"), @r##"
        <svg viewBox="0 0 360 23" preserveAspectRatio="none" class="chart incident-strip" role="group" aria-label="Course" font-size="12.5">
        <desc>detected after 30 min</desc>
        <g>
        <title>detected</title>
        <rect class="phase-detected" x="0" y="9" width="89.4" height="14"/>
        </g>
        <g>
        <title>resolved</title>
        <rect class="phase-resolved" x="90" y="9" width="269.4" height="14"/>
        </g>
        <a href="#e0" tabindex="-1">
        <title>after 0</title>
        <rect class="reach" x="-1.3" y="0" width="4.5" height="23"/>
        <line class="event" x1="1" y1="2" x2="1" y2="23" stroke="currentColor"/>
        </a>
        <a href="#e60" tabindex="-1">
        <title>after 60</title>
        <rect class="reach" x="177.8" y="0" width="4.5" height="23"/>
        <line class="event" x1="180" y1="2" x2="180" y2="23" stroke="currentColor"/>
        </a>
        </svg>
        "##);
        assert_eq!(incident_strip("", "", 0, &[], &[event(0)]), "");
    }

    #[test]
    fn the_shortest_stretch_can_be_seen() {
        let stretches = [1, 2, 9000].map(|to| Stretch { class: "a".to_owned(), name: String::new(), to });
        let drawn = incident_strip("", "", 9000, &stretches, &[]);
        assert_eq!(drawn.matches("width=\"0.9\"").count(), 2, "{drawn}");
    }

    #[test]
    fn incidents_lie_where_they_belong_in_their_years() {
        let on = |day: &str| Occurrence {
            class: "sev-1".to_owned(),
            name: format!("Disk full, {day}"),
            href: format!("{day}.html"),
            day: day.parse().unwrap(),
        };
        let drawn = occurrences("3 times", &[on("2023-01-01"), on("2024-07-01"), on("2024-07-02")]);
        insta::assert_snapshot!(drawn.replace("><", ">\n<"), @r##"
        <svg viewBox="0 0 360 48" class="chart occurrences" role="group" aria-label="3 times" font-size="12.5">
        <desc>Disk full, 2023-01-01; Disk full, 2024-07-01; Disk full, 2024-07-02</desc>
        <line class="axis" x1="4.5" y1="26" x2="355.5" y2="26" stroke="currentColor"/>
        <line class="tick" x1="4.5" y1="26" x2="4.5" y2="30" stroke="currentColor"/>
        <text class="label" x="4.5" y="43" text-anchor="start" fill="currentColor">2023</text>
        <line class="tick" x1="180" y1="26" x2="180" y2="30" stroke="currentColor"/>
        <text class="label" x="180" y="43" text-anchor="start" fill="currentColor">2024</text>
        <a href="2023-01-01.html" aria-label="Disk full, 2023-01-01">
        <title>Disk full, 2023-01-01</title>
        <circle class="sev-1" cx="4.5" cy="19.5" r="4.5"/>
        </a>
        <a href="2024-07-01.html" aria-label="Disk full, 2024-07-01">
        <title>Disk full, 2024-07-01</title>
        <circle class="sev-1" cx="267.3" cy="19.5" r="4.5"/>
        </a>
        <a href="2024-07-02.html" aria-label="Disk full, 2024-07-02">
        <title>Disk full, 2024-07-02</title>
        <circle class="sev-1" cx="267.8" cy="15.5" r="4.5"/>
        </a>
        </svg>
        "##);
        assert_eq!(occurrences("", &[]), "");
    }
}
