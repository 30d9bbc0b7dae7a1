//! One incident drawn: its milestones, its events, and the strip that draws both to scale.

use super::Frame;
use super::part::DateView;
use crate::library::PageIx;
use crate::model::{EntryTime, Instant, Phase};
use crate::site::chart;
use crate::text::shorten;
use serde::Serialize;

/// How much of an event's text a mark on the strip says, in characters.
const MARK: usize = 90;
/// More marks than this would be a smear.
const MOST_MARKS: usize = 60;

/// A milestone.
#[derive(Debug, Serialize)]
pub struct MilestoneView {
    /// `started`, `detected`, …
    pub phase: &'static str,
    /// Its name in the reader's language.
    pub title: String,
    /// RFC 3339.
    pub iso: String,
    /// The day.
    pub date: DateView,
    /// Whether the day is another one than that of the milestone before.
    pub is_new_day: bool,
    /// The time with its zone.
    pub time: String,
    /// How long after the milestone before; `None` for the first and where the order is impossible.
    pub since: Option<String>,
    /// How long after the start, where that says more.
    pub after: Option<String>,
}

/// An entry of the timeline.
#[derive(Debug, Serialize)]
pub struct TimelineView {
    /// The URL of its place on this page; empty where it has none.
    pub href: String,
    /// Its id, where the page lists it itself.
    pub id: String,
    /// RFC 3339; empty where the instant is not known.
    pub iso: String,
    /// The time as people say it; empty where it is not known.
    pub time: String,
    /// The day, where it differs from the entry before.
    pub day: Option<DateView>,
    /// Whether the time is a guess.
    pub approximate: bool,
    /// `started`, `detected`, …; empty where it is no milestone.
    pub phase: &'static str,
    /// The phase in the reader's language.
    pub phase_text: String,
    /// What happened.
    pub text: String,
}

/// The milestones that are known, in their order.
pub fn milestones(frame: &Frame<'_>, index: PageIx) -> Vec<MilestoneView> {
    let milestones = &frame.site.library.page(index).incident().milestones;
    let mut before: Option<Instant> = None;
    let mut views = Vec::new();
    for phase in Phase::ALL {
        let Some(at) = milestones.at(phase) else { continue };
        let since = before.map(|before| at.minutes_since(before)).filter(|minutes| *minutes >= 0);
        let after = milestones.minutes_to(phase).filter(|minutes| since.is_some() && since != Some(*minutes));
        views.push(MilestoneView {
            phase: phase.name(),
            title: frame.words.text(&format!("phase_{}", phase.name())).to_owned(),
            iso: at.rfc3339(),
            date: frame.date(at.date()),
            is_new_day: before.is_none_or(|before| before.date() != at.date()),
            time: frame.words.time(at),
            since: since.map(|minutes| frame.words.duration(minutes)),
            after: after.map(|minutes| frame.words.duration(minutes)),
        });
        before = Some(at);
    }
    views
}

/// The timeline as it was understood, each entry with the place where the page tells it.
pub fn timeline(frame: &Frame<'_>, index: PageIx) -> Vec<TimelineView> {
    let telling = frame.library().page(index).telling();
    let entries = &telling.narrative.timeline;
    let in_body = entries.iter().any(|entry| entry.text.is_inferred());
    let mut last_day = None;
    let mut views = Vec::with_capacity(entries.len());
    for (number, entry) in entries.iter().enumerate() {
        let (iso, mut time, day) = match entry.at {
            EntryTime::At(instant) => (instant.rfc3339(), frame.words.time(instant), Some(instant.date())),
            EntryTime::Day(date) => (String::new(), String::new(), Some(date)),
            EntryTime::Clock(time) => (String::new(), format!("{:02}:{:02}", time.hour(), time.minute()), None),
            EntryTime::Unknown => (String::new(), String::new(), None),
        };
        if let (EntryTime::At(instant), Some(until)) = (entry.at, entry.until) {
            let start = instant.time();
            time = format!("{:02}:{:02}–{}", start.hour(), start.minute(), frame.words.time(until));
        }
        let new_day = day.filter(|day| last_day != Some(*day));
        last_day = day.or(last_day);
        let (href, id) = match (in_body, telling.event_anchors.get(number)) {
            (true, Some(anchor)) if !anchor.is_empty() => (format!("#{}", frame.anchor(anchor)), String::new()),
            (true, _) => (String::new(), String::new()),
            (false, _) => (format!("#event-{}", number + 1), format!("event-{}", number + 1)),
        };
        views.push(TimelineView {
            href,
            id,
            iso,
            time,
            day: new_day.map(|day| frame.date(day)),
            approximate: entry.approximate,
            phase: entry.phase.map_or("", Phase::name),
            phase_text: entry
                .phase
                .map_or_else(String::new, |phase| frame.words.text(&format!("phase_{}", phase.name())).to_owned()),
            text: entry.text.value.clone(),
        });
    }
    views
}

/// The strip, and where it begins and ends in words. It spans the milestones, or the events where there are none.
pub fn strip(frame: &Frame<'_>, index: PageIx, timeline: &[TimelineView]) -> (String, Vec<String>) {
    let page = frame.library().page(index);
    let (incident, narrative) = (page.incident(), page.narrative());
    let known = |phase: Phase| Some((phase, incident.milestones.at(phase)?));
    let mut milestones: Vec<(Phase, Instant)> = Phase::ALL.into_iter().filter_map(known).collect();
    // What lies before the start is a slip that `check` reports.
    let first = milestones.first().map(|(_, at)| *at);
    milestones.retain(|(_, at)| first.is_some_and(|first| *at >= first));
    milestones.sort_by_key(|(_, at)| *at);
    let events = narrative.timeline.iter().zip(timeline).filter_map(|(entry, view)| match entry.at {
        EntryTime::At(at) if !view.href.is_empty() => {
            let text = shorten(&crate::text::one_line(&view.text), MARK);
            Some((at, format!("{} {text}", view.time), view.href.clone()))
        }
        _ => None,
    });
    let mut events: Vec<(Instant, String, String)> = events.collect();
    let between = match (milestones.first(), milestones.last()) {
        (Some((_, from)), Some((_, to))) if from < to => (*from, *to),
        _ => {
            milestones.clear();
            let times = || events.iter().map(|(at, _, _)| *at);
            let (Some(from), Some(to)) = (times().min(), times().max()) else { return (String::new(), Vec::new()) };
            (from, to)
        }
    };
    events.retain(|(at, _, _)| (between.0..=between.1).contains(at));
    events.truncate(MOST_MARKS);
    // A start and an end alone are one bar that says what the duration says.
    if milestones.len() < 3 && events.len() < 3 {
        return (String::new(), Vec::new());
    }
    let svg = chart::incident_strip(
        &chart::IncidentStrip { between, milestones: &milestones, events: &events },
        &frame.words,
    );
    let end = |at: Instant| format!("{}, {}", frame.words.short_date(at.date()), frame.words.time(at));
    // Milestones say themselves when they were.
    let ends = if milestones.is_empty() && !svg.is_empty() { vec![end(between.0), end(between.1)] } else { Vec::new() };
    (svg, ends)
}
