//! SVG from numbers, drawn when the site is built.
//!
//! Colours come from the style sheet: `sev-1`… and `sev-none`, `c1` to `c6` and `c-other`, `phase-detected`…,
//! `quartiles`, `median`, `open`, `opened`, `closed`, `axis`, `grid`, `tick`, `label`. Every plot is named and described for those who do not see
//! it, and the pages have its numbers in a table.

mod backlog;
mod bars;
mod dots;
mod punch_card;
mod strip;
mod svg;

use super::view::Frame;
use super::words::Words;
use crate::insight::{BacklogMonth, Minutes};
use crate::library::PageIx;
use crate::model::{Date, Instant, Phase, Severity};
use bars::{Bar, Bars};
use dots::{Dot, Dots, LaneHead};
use punch_card::PunchCard;
use strip::{Event, Occurrence, Stretch};

/// What an incident's strip shows.
pub(super) struct IncidentStrip<'a> {
    /// From where to where.
    pub(super) between: (Instant, Instant),
    /// The milestones, in order; the first is where the strip begins, if there is any.
    pub(super) milestones: &'a [(Phase, Instant)],
    /// Events: when, in words, where the page tells them.
    pub(super) events: &'a [(Instant, String, String)],
}

/// One incident in proportion; empty when it took no time.
pub(super) fn incident_strip(strip: &IncidentStrip<'_>, words: &Words) -> String {
    let (from, to) = strip.between;
    let minutes = |at: Instant| at.minutes_since(from);
    let stretches: Vec<Stretch> = strip
        .milestones
        .windows(2)
        .map(|pair| Stretch {
            class: format!("phase-{}", pair[1].0.name()),
            name: format!(
                "{}: +{}",
                words.text(&format!("phase_{}", pair[1].0.name())),
                words.duration(pair[1].1.minutes_since(pair[0].1))
            ),
            to: minutes(pair[1].1),
        })
        .collect();
    let events: Vec<Event> = strip
        .events
        .iter()
        .map(|(at, name, href)| Event { name: name.clone(), href: href.clone(), at: minutes(*at) })
        .collect();
    let all: Vec<&str> = stretches.iter().map(|stretch| stretch.name.as_str()).collect();
    strip::incident_strip(words.text("incident_strip"), &all.join(", "), minutes(to), &stretches, &events)
}

/// The incidents of a recurring issue on a line of years.
pub(super) fn occurrences(frame: &Frame<'_>, members: &[PageIx]) -> String {
    let occurrences: Vec<Occurrence> = members
        .iter()
        .filter_map(|member| {
            let page = frame.library().page(*member);
            let (day, link) = (page.day()?, frame.link(*member));
            let name = format!("{}: {}", frame.words.short_date(day), link.title);
            Some(Occurrence { class: severity_class(page.severity()), name, href: link.href, day })
        })
        .collect();
    strip::occurrences(&frame.words.count("times", members.len()), &occurrences)
}

/// Incidents by month, stacked by severity, the worst at the bottom; `names` has one name for each count.
pub(super) fn months(months: &[(Date, Vec<usize>)], names: &[String], words: &Words) -> String {
    let last = names.len().saturating_sub(1);
    let classes =
        (0..names.len()).map(|index| if index == last { "sev-none".to_owned() } else { format!("sev-{}", index + 1) });
    bars::draw(&Bars {
        kind: "months",
        title: words.text("trends_months"),
        description: words.text("trends_months_note"),
        series: classes.zip(names.iter().cloned()).collect(),
        bars: over_time(months, |date| words.month(date), words),
    })
}

/// Incidents by quarter in named series; `names` has one name for each count, the last being of those in none of the
/// others.
pub(super) fn quarters(
    (title, note): (&str, &str),
    quarters: &[(Date, Vec<usize>)],
    names: &[String],
    words: &Words,
) -> String {
    let last = names.len().saturating_sub(1);
    let classes =
        (0..names.len()).map(|index| if index == last { "c-other".to_owned() } else { format!("c{}", index + 1) });
    bars::draw(&Bars {
        kind: "quarters",
        title,
        description: note,
        series: classes.zip(names.iter().cloned()).collect(),
        bars: over_time(quarters, |date| words.quarter(date), words),
    })
}

/// A lane of durations: its name, its quartiles from five incidents on, its incidents.
pub(super) type DurationLane = (String, Option<[f64; 3]>, Vec<Minutes>);

/// Above this many incidents a plot of durations counts them in bars.
pub(super) const MOST_POINTS: usize = dots::MOST_POINTS;

/// How long incidents took on a logarithmic scale: lanes with a name and, from five incidents on, their quartiles, each
/// incident a point of the colour of its severity.
pub(super) fn durations(frame: &Frame<'_>, (title, note): (&str, &str), lanes: &[DurationLane]) -> String {
    let points = lanes.iter().enumerate().flat_map(|(lane, (_, _, points))| {
        points.iter().map(move |(page, severity, minutes)| {
            let link = frame.link(*page);
            Dot { lane, class: severity_class(*severity), minutes: *minutes, name: link.title, href: link.href }
        })
    });
    dots::draw(&Dots {
        title,
        description: note,
        points: points.collect(),
        lanes: lanes
            .iter()
            .map(|(name, quartiles, points)| LaneHead {
                // Bars of one severity have its colour; others are of several.
                class: match points.first() {
                    Some((_, first, _)) if points.iter().all(|(_, severity, _)| severity == first) => {
                        severity_class(*first)
                    }
                    _ => "c1".to_owned(),
                },
                name: name.clone(),
                quartiles: *quartiles,
            })
            .collect(),
        duration: &|minutes| frame.words.duration(minutes),
    })
}

/// Starts of incidents by weekday and hour.
pub(super) fn hours((title, note): (&str, &str), hours: &[[usize; 24]; 7], words: &Words) -> String {
    let days = [0, 1, 2, 3, 4, 5, 6].map(|day| words.weekday(day));
    punch_card::draw(&PunchCard { title, description: note, days, hours })
}

/// The backlog of actions, month by month.
pub(super) fn backlog(months: &[BacklogMonth], words: &Words) -> String {
    let plain: Vec<(Date, Vec<usize>)> = months.iter().map(|month| (month.month, Vec::new())).collect();
    let named = over_time(&plain, |date| words.month(date), words);
    let months = named.into_iter().zip(months).map(|(bar, month)| backlog::Month {
        name: bar.name,
        tick: bar.tick,
        counts: [month.opened, month.closed, month.open],
    });
    backlog::draw(&backlog::Backlog {
        title: words.text("backlog"),
        description: words.text("backlog_note"),
        names: [words.text("opened"), words.text("closed_heading"), words.text("open_at_end")],
        months: months.collect(),
    })
}

fn severity_class(severity: Option<Severity>) -> String {
    severity.map_or_else(|| "sev-none".to_owned(), |severity| format!("sev-{}", severity.0 + 1))
}

/// A bar for each period; years are marked where they begin, and the first period in full where that says more.
fn over_time(periods: &[(Date, Vec<usize>)], name: impl Fn(Date) -> String, words: &Words) -> Vec<Bar> {
    let years = periods.iter().filter(|(date, _)| date.month() == 1).count();
    periods
        .iter()
        .enumerate()
        .map(|(index, (date, counts))| {
            let tick = match (index, date.month()) {
                (0, _) if years < 2 => Some(words.month(*date)),
                (_, 1) => Some(date.year().to_string()),
                _ => None,
            };
            Bar { name: name(*date), tick, counts: counts.clone() }
        })
        .collect()
}
