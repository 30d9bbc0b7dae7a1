//! Strips of one line: the phases of one incident, the incidents of one issue.

use super::svg::{Anchor, LINE, Svg, WIDTH, text_width};
use crate::model::Date;

/// How high the bar of phases is.
const BAR: f64 = 14.0;
/// Even the shortest phase can be seen.
const THINNEST: f64 = 2.0;
/// The radius of a point.
const RADIUS: f64 = 5.0;

/// A milestone of one incident.
pub(super) struct Milestone {
    /// Class of the stretch that it ends.
    pub(super) class: String,
    /// Its name.
    pub(super) name: String,
    /// Minutes after the start.
    pub(super) minutes: i64,
}

/// The stretches of an incident in proportion, from the first milestone, which is the start; empty when it took no
/// time.
pub(super) fn phases(title: &str, milestones: &[Milestone], duration: &dyn Fn(i64) -> String) -> String {
    let mut milestones: Vec<&Milestone> = milestones.iter().collect();
    milestones.sort_by_key(|milestone| milestone.minutes);
    let whole = milestones.last().map_or(0, |last| last.minutes);
    if whole <= 0 {
        return String::new();
    }
    let told = |milestone: &Milestone| match milestone.minutes {
        0 => milestone.name.clone(),
        minutes => format!("{} {}", milestone.name, duration(minutes)),
    };
    let all: Vec<String> = milestones.iter().map(|milestone| told(milestone)).collect();
    let mut svg = Svg::new("phases", false, title, &all.join(", "));
    let x = |minutes: i64| minutes as f64 / whole as f64 * WIDTH;
    let mut from = 0.0;
    for milestone in &milestones {
        if milestone.minutes > 0 {
            let to = x(milestone.minutes).max(from + THINNEST).min(WIDTH);
            svg.open_group(&told(milestone));
            svg.rect(&milestone.class, [from, 0.0, to - from, BAR]);
            svg.close_group();
            from = to;
        }
    }
    // The last and the first label come first; the others where there is room, on one of two lines.
    let mut taken: Vec<(usize, f64, f64)> = Vec::new();
    let last = milestones.len() - 1;
    for index in [last, 0].into_iter().chain(1..last) {
        let (text, at) = (&all[index], x(milestones[index].minutes));
        let width = text_width(text);
        let left = (at - width / 2.0).clamp(0.0, (WIDTH - width).max(0.0));
        let is_free = |line: usize| {
            taken.iter().all(|(other, from, to)| *other != line || left > to + 6.0 || left + width < from - 6.0)
        };
        if let Some(line) = (0..2).find(|line| is_free(*line)) {
            taken.push((line, left, left + width));
            svg.line("tick", (at.clamp(0.5, WIDTH - 0.5), BAR), (at.clamp(0.5, WIDTH - 0.5), BAR + 3.0));
            svg.text("label", (left, BAR + LINE * (line + 1) as f64), Anchor::Start, text);
        }
    }
    let lines = taken.iter().map(|(line, _, _)| line + 1).max().unwrap_or(1);
    svg.finish(BAR + LINE * lines as f64 + 5.0)
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

    fn milestones(minutes: &[(&str, i64)]) -> String {
        let milestones: Vec<Milestone> = minutes
            .iter()
            .map(|(name, minutes)| Milestone {
                class: format!("phase-{name}"),
                name: (*name).to_owned(),
                minutes: *minutes,
            })
            .collect();
        phases("Course", &milestones, &|minutes| format!("{minutes} min"))
    }

    #[test]
    fn phases_are_in_proportion() {
        insta::assert_snapshot!(milestones(&[("started", 0), ("detected", 30), ("resolved", 120)]).replace("><", ">\n<"), @r##"
        <svg viewBox="0 0 480 34" class="chart phases" role="img" aria-label="Course" font-size="12">
        <title>Course</title>
        <desc>started, detected 30 min, resolved 120 min</desc>
        <g>
        <title>detected 30 min</title>
        <rect class="phase-detected" x="0" y="0" width="120" height="14"/>
        </g>
        <g>
        <title>resolved 120 min</title>
        <rect class="phase-resolved" x="120" y="0" width="360" height="14"/>
        </g>
        <line class="tick" x1="479.5" y1="14" x2="479.5" y2="17" stroke="currentColor"/>
        <text class="label" x="368" y="29" text-anchor="start" fill="currentColor">resolved 120 min</text>
        <line class="tick" x1="0.5" y1="14" x2="0.5" y2="17" stroke="currentColor"/>
        <text class="label" x="0" y="29" text-anchor="start" fill="currentColor">started</text>
        <line class="tick" x1="120" y1="14" x2="120" y2="17" stroke="currentColor"/>
        <text class="label" x="67.5" y="29" text-anchor="start" fill="currentColor">detected 30 min</text>
        </svg>
        "##);
    }

    #[test]
    fn crowded_labels_are_left_out_but_told() {
        let drawn =
            milestones(&[("started", 0), ("detected", 1), ("acknowledged", 2), ("mitigated", 3), ("resolved", 9000)]);
        assert!(drawn.contains("<title>mitigated 3 min</title>"), "{drawn}");
        assert!(!drawn.contains(">mitigated 3 min</text>"), "{drawn}");
        assert_eq!(milestones(&[("started", 0), ("resolved", 0)]), "");
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
        <svg viewBox="0 0 480 47" class="chart occurrences" role="group" aria-label="3 times" font-size="12">
        <desc>Disk full, 2023-01-01; Disk full, 2024-07-01; Disk full, 2024-07-02</desc>
        <line class="axis" x1="5" y1="26" x2="475" y2="26" stroke="currentColor"/>
        <line class="tick" x1="5" y1="26" x2="5" y2="30" stroke="currentColor"/>
        <text class="label" x="5" y="42" text-anchor="start" fill="currentColor">2023</text>
        <line class="tick" x1="240" y1="26" x2="240" y2="30" stroke="currentColor"/>
        <text class="label" x="240" y="42" text-anchor="start" fill="currentColor">2024</text>
        <a href="2023-01-01.html" aria-label="Disk full, 2023-01-01">
        <title>Disk full, 2023-01-01</title>
        <circle class="sev-1" cx="5" cy="19" r="5"/>
        </a>
        <a href="2024-07-01.html" aria-label="Disk full, 2024-07-01">
        <title>Disk full, 2024-07-01</title>
        <circle class="sev-1" cx="356.9" cy="19" r="5"/>
        </a>
        <a href="2024-07-02.html" aria-label="Disk full, 2024-07-02">
        <title>Disk full, 2024-07-02</title>
        <circle class="sev-1" cx="357.5" cy="15" r="5"/>
        </a>
        </svg>
        "##);
        assert_eq!(occurrences("", &[]), "");
    }
}
