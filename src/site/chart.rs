//! SVG from numbers, drawn when the site is built.
//!
//! Colours come from the style sheet: `sev-1`… and `sev-none`, `c1` to `c6` and `c-other`, `phase-detected`…,
//! `quartiles`, `median`, `axis`, `grid`, `tick`, `label`. Every plot is named and described for those who do not see
//! it, and the pages have its numbers in a table.

mod bars;
mod dots;
mod strip;
mod svg;

use super::view::Frame;
use super::words::Words;
use crate::insight::Distribution;
use crate::library::PageIx;
use crate::model::{Date, Instant, Phase, Severity};
use bars::{Bar, Bars};
use dots::{Dot, Dots};
use strip::{Event, Occurrence, Stretch};

/// What an incident's strip shows.
pub(super) struct Course<'a> {
    /// From where to where.
    pub(super) between: (Instant, Instant),
    /// The milestones, in order; the first is where the strip begins, if there is any.
    pub(super) milestones: &'a [(Phase, Instant)],
    /// Events: when, in words, where the page tells them.
    pub(super) events: &'a [(Instant, String, String)],
}

/// The course of one incident in proportion; empty when it took no time.
pub(super) fn course(course: &Course<'_>, words: &Words) -> String {
    let (from, to) = course.between;
    let minutes = |at: Instant| at.minutes_since(from);
    let stretches: Vec<Stretch> = course
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
    let events: Vec<Event> = course
        .events
        .iter()
        .map(|(at, name, href)| Event { name: name.clone(), href: href.clone(), at: minutes(*at) })
        .collect();
    let all: Vec<&str> = stretches.iter().map(|stretch| stretch.name.as_str()).collect();
    strip::course(words.text("course"), &all.join(", "), minutes(to), &stretches, &events)
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

/// Incidents by quarter and category; `names` has one name for each count, or one less where the last counts all
/// others.
pub(super) fn categories(quarters: &[(Date, Vec<usize>)], names: &[String], words: &Words) -> String {
    let named = names.iter().enumerate().map(|(index, name)| (format!("c{}", index + 1), name.clone()));
    let other = ("c-other".to_owned(), words.text("other").to_owned());
    let quarter = |date: Date| {
        let number = ((date.month() - 1) / 3 + 1).to_string();
        words.fill("quarter_format", &[("quarter", &number), ("year", &date.year().to_string())])
    };
    bars::draw(&Bars {
        kind: "categories",
        title: words.text("trends_categories"),
        description: words.text("trends_categories_note"),
        series: named.chain([other]).collect(),
        bars: over_time(quarters, quarter, words),
    })
}

/// How long it took from the start to a phase, every incident a point on a logarithmic scale.
pub(super) fn durations(frame: &Frame<'_>, distribution: &Distribution) -> String {
    let words = &frame.words;
    let scale = &frame.site.config.severities;
    let named = scale.names().enumerate().map(|(index, name)| (format!("sev-{}", index + 1), name.to_owned()));
    let lanes: Vec<(String, String)> =
        named.chain([("sev-none".to_owned(), words.text("unknown").to_owned())]).collect();
    let points = distribution.points.iter().map(|(page, severity, minutes)| {
        let link = frame.link(*page);
        let lane = severity.map_or(scale.len(), |severity| usize::from(severity.0).min(scale.len()));
        Dot { lane, minutes: *minutes, name: link.title, href: link.href }
    });
    let n = distribution.points.len().to_string();
    dots::draw(&Dots {
        title: words.text(&format!("trends_to_{}", distribution.to.name())),
        description: &words.fill("trends_few", &[("n", &n)]),
        lanes,
        points: points.collect(),
        quartiles: distribution.quartiles,
        duration: &|minutes| words.duration(minutes),
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
