//! A moment or a range of time as it stands in a line, with what people put around it.

use super::around::{approximately, between_day_and_time, guess_after, opening, separator, unit_follows};
use super::date::{Day, day};
use super::digits;
use super::scan::Scan;
use super::style::Style;
use super::time::clock;
use super::zone::{Minus, place_of_clock, zone_after};
use crate::lexicon::WordList;
use crate::model::{Date, TimeOfDay, Zone, is_ambiguous_zone};
use std::ops::Range;

/// When something happened, as far as the text says.
#[derive(Clone, Debug, Default)]
pub struct Stamp {
    /// The day; `None` where only a time is written.
    pub day: Option<Day>,
    /// The time of day; `None` where only a day is written.
    pub time: Option<TimeOfDay>,
    /// The zone that stands beside it.
    pub zone: Option<Zone>,
    /// The abbreviation beside it of which nobody knows which zone it means; [`Stamp::zone`] is `None` then.
    pub unknown_zone: Option<String>,
    /// Whether it is marked as a guess.
    pub approximate: bool,
    /// The end of a range.
    pub until: Option<Until>,
}

/// The end of a range.
#[derive(Clone, Debug)]
pub struct Until {
    /// Its day, where it is another than that of the beginning.
    pub day: Option<Day>,
    /// Its time of day.
    pub time: TimeOfDay,
    /// The zone that stands beside it.
    pub zone: Option<Zone>,
}

impl Stamp {
    /// The stamp that `text` begins with, and what comes after it and its separator (`:`, `-`, `–`, …).
    pub fn at_start(text: &str, style: Style<'_>) -> Option<(Stamp, usize)> {
        let (stamp, end) = read(text, style)?;
        let rest = text[end..].trim_start_matches(is_separator);
        Some((stamp, text.len() - rest.len()))
    }

    /// The stamp that `text` ends with, and where it begins.
    pub fn at_end(text: &str, style: Style<'_>) -> Option<(Stamp, usize)> {
        starts(text).find_map(|at| {
            let (stamp, end) = read(&text[at..], style)?;
            let rest = &text[at + end..];
            rest.chars().all(|c| c.is_whitespace() || matches!(c, '.' | ',' | ')' | ']')).then_some((stamp, at))
        })
    }
}

/// What stands between a time and what happened.
pub fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '|' | ',' | ';' | '→' | '>' | '.' | '：' | '·' | '•' | '=')
}

/// The first stamp in `text` that says from when until when, with its day if it needs one.
pub fn window_within(text: &str, style: Style<'_>, needs_day: bool) -> Option<Stamp> {
    let is_window =
        |stamp: &Stamp| (stamp.day.is_some() || !needs_day) && stamp.time.is_some() && stamp.until.is_some();
    starts(text).filter_map(|at| read(&text[at..], style)).map(|(stamp, _)| stamp).find(is_window)
}

/// Every date with a year in `text`, with its place.
pub fn dates_within(text: &str, style: Style<'_>) -> Vec<(Date, Range<usize>)> {
    let mut found: Vec<(Date, Range<usize>)> = Vec::new();
    for at in starts(text) {
        if found.last().is_some_and(|(_, range)| at < range.end) {
            continue;
        }
        if let Some((stamp, end)) = read(&text[at..], style)
            && let Some(date) = stamp.day.and_then(Day::full)
        {
            found.push((date, at..at + end));
        }
    }
    found
}

/// Where a stamp may begin: words and signs that are not the inside of a number, a path or a name.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, c)| {
        let fresh =
            !before.is_alphanumeric() && !matches!(before, '.' | '/' | ':' | '#' | '_' | '-' | '+' | '=' | '&' | '%');
        let starts = fresh && (c.is_alphanumeric() || matches!(c, '~' | '≈'));
        before = c;
        starts.then_some(at)
    })
}

/// The stamp at the start of `text` and where it ends.
pub(super) fn read(text: &str, style: Style<'_>) -> Option<(Stamp, usize)> {
    let mut scan = Scan::new(text, style.lexicon);
    scan.spaces();
    let close = scan.take_any(&['[', '(', '（']).map(|open| if open == '[' { ']' } else { ')' });
    let (mut approximate, span_of_time) = opening(&mut scan);
    let first = moment(&mut scan, style, approximate)?;
    approximate |= first.approximate;
    let Moment { day, time, zone, .. } = first;
    let mut stamp = Stamp { day, time, zone, unknown_zone: first.unknown_zone, approximate, until: None };
    if let Some(second) = scan.attempt(|scan| {
        separator(scan, span_of_time || first.announced)?;
        approximately(scan);
        moment(scan, style, true)
    }) && let Some(time) = second.time
    {
        // "13:30 - 13:45 UTC": the zone is that of both.
        stamp.zone = stamp.zone.or_else(|| second.zone.clone());
        stamp.until = Some(Until { day: second.day, time, zone: second.zone });
    }
    stamp.approximate |= guess_after(&mut scan);
    second_clock(&mut scan, style, &mut stamp);
    stamp.approximate |= guess_after(&mut scan);
    if let Some(close) = close {
        (scan.take(close) || (close == ')' && scan.take('）'))).then_some(())?;
    }
    (!scan.peek().is_some_and(|c| c.is_ascii_alphanumeric() || c == '%')).then_some((stamp, scan.at()))
}

#[derive(Default)]
struct Moment {
    day: Option<Day>,
    time: Option<TimeOfDay>,
    zone: Option<Zone>,
    unknown_zone: Option<String>,
    approximate: bool,
    /// Whether a word before its time announces a range.
    announced: bool,
}

/// A date, a time, or both in either order.
fn moment(scan: &mut Scan<'_>, style: Style<'_>, guess: bool) -> Option<Moment> {
    if let Some(day) = day(scan, style.order) {
        let timed = scan.attempt(|scan| {
            // "2024-03-04T09:00:00-05:00" is RFC 3339, and no range.
            let joined = matches!(scan.peek(), Some('T' | 't'));
            let (approximate, announced) = between_day_and_time(scan);
            let style = Style { minus: if joined { Minus::Offset } else { style.minus }, ..style };
            let (time, zone, unknown_zone) = time_and_zone(scan, style, true)?;
            Some(Moment { day: Some(day), time: Some(time), zone, unknown_zone, approximate, announced })
        });
        let timed = timed.or_else(|| {
            day.full()?;
            let (time, zone) = scan.attempt(|scan| digits::behind_day(scan, style.minus))?;
            Some(Moment { day: Some(day), time: Some(time), zone, ..Moment::default() })
        });
        return timed.or(Some(Moment { day: Some(day), ..Moment::default() }));
    }
    let (time, zone, unknown_zone) = time_and_zone(scan, style, guess)?;
    let day = scan.attempt(|scan| {
        scan.take(',');
        scan.spaces();
        if scan.lexicon().words(WordList::TimeBeforeDay).any(|word| scan.take_text(word)) {
            scan.spaces();
        }
        let found = day(scan, style.order)?;
        // "14:02 May 5 nodes": without a year it is too easily something else.
        found.full().map(|_| found)
    });
    Some(Moment { day, time: Some(time), zone, unknown_zone, approximate: false, announced: false })
}

/// A time with its zone. `plain` says that something before it makes a mere hour or a dotted time likely.
fn time_and_zone(
    scan: &mut Scan<'_>,
    style: Style<'_>,
    plain: bool,
) -> Option<(TimeOfDay, Option<Zone>, Option<String>)> {
    if let Some((time, zone)) = scan.attempt(|scan| digits::in_zone(scan, style.minus)) {
        return Some((time, Some(zone), None));
    }
    scan.attempt(|scan| {
        let from = *scan;
        let clock = clock(scan)?;
        if clock.dotted && !plain {
            let two_digits = from.rest().find('.').is_some_and(|dot| dot == 2);
            ((two_digits || style.dotted) && !unit_follows(*scan)).then_some(())?;
        }
        (!clock.bare_hour || style.hours || plain).then_some(())?;
        let ish = scan.take_text("ish");
        let zone = if ish { None } else { zone_after(scan, style.minus) };
        let own = if zone.is_none() && !ish { scan.attempt(|scan| abbreviation(scan, style)) } else { None };
        let (zone, unknown) = match own {
            Some(Ok(zone)) => (Some(zone), None),
            Some(Err(name)) => (None, Some(name)),
            None => (zone, None),
        };
        Some((clock.time, zone, unknown))
    })
}

/// A zone that the page explains, or the name of one that nobody knows.
fn abbreviation(scan: &mut Scan<'_>, style: Style<'_>) -> Option<Result<Zone, String>> {
    scan.spaces();
    let bracket = scan.take('(');
    let name = scan.letters()?;
    if bracket {
        scan.take(')').then_some(())?;
    }
    if let Some((_, zone)) = style.zones.iter().find(|(known, _)| known == name) {
        return Some(Ok(zone.clone()));
    }
    // "16:37 Denver - plugins updated": a place between a time and a dash is its clock.
    let is_dashed = || scan.rest().trim_start().starts_with(['-', '–', '—']) && scan.rest().starts_with(' ');
    if !bracket
        && is_dashed()
        && let Some(zone) = place_of_clock(name)
    {
        return Some(Ok(zone));
    }
    is_ambiguous_zone(name).then(|| Err(name.to_owned()))
}

/// The same moment on another clock: `09:45 (18:45)`, `18:45 (09:45 UTC)`, `09:45 UTC / 18:45 JST`. A clock whose zone is
/// named says more than one whose zone is not.
fn second_clock(scan: &mut Scan<'_>, style: Style<'_>, stamp: &mut Stamp) {
    if stamp.time.is_none() || stamp.until.is_some() {
        return;
    }
    let other = scan.attempt(|scan| {
        scan.spaces();
        let open = scan.take_any(&['(', '（', '[', '/'])?;
        scan.spaces();
        let other = moment(scan, style, true)?;
        scan.spaces();
        if open != '/' {
            scan.take_any(&[')', '）', ']'])?;
        }
        Some(other)
    });
    if let Some(other) = other
        && stamp.zone.is_none()
        && other.zone.is_some()
        && other.time.is_some()
    {
        stamp.day = other.day.or(stamp.day);
        stamp.time = other.time;
        stamp.zone = other.zone;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;

    fn show(text: &str, language: &str) -> Option<String> {
        let (stamp, end) = Stamp::at_start(text, Style::of(language, built_in()))?;
        let mut shown = String::new();
        if stamp.approximate {
            shown.push('~');
        }
        if let Some(day) = stamp.day {
            shown.push_str(&day.near(Some(Date::constant(2018, 2, 20)))?.to_string());
        }
        if let Some(time) = stamp.time {
            shown.push_str(&time.strftime("T%H:%M").to_string());
        }
        if stamp.zone.is_some() {
            shown.push('z');
        }
        if let Some(until) = stamp.until {
            shown.push_str("..");
            if let Some(day) = until.day {
                shown.push_str(&day.near(Some(Date::constant(2018, 2, 20)))?.to_string());
            }
            shown.push_str(&until.time.strftime("T%H:%M").to_string());
        }
        Some(format!("{shown}|{}", &text[end..]))
    }

    #[test]
    fn stamps_stand_at_the_start_of_entries() {
        for (text, stamp) in [
            ("13:11: deploy", "T13:11|deploy"),
            ("17:02 UTC - alert", "T17:02z|alert"),
            ("2018-01-18 4:19", "2018-01-18T04:19|"),
            ("Sep 27 2017 13:06", "2017-09-27T13:06|"),
            ("8:20 - 8:24", "T08:20..T08:24|"),
            ("~13:30-13:45", "~T13:30..T13:45|"),
            ("2018-07-08 ca. 18:30", "~2018-07-08T18:30|"),
            ("22:52 (maybe earlier?)", "~T22:52|"),
            ("c16.55 something", "~T16:55|something"),
            ("19.13 onwards - retries", "~T19:13|retries"),
            ("09:45:29 (18:45) detected", "T09:45|detected"),
            ("18:45 (09:45 UTC): detected", "T09:45z|detected"),
            ("04:49 PM UTC alert", "T16:49z|alert"),
            ("07:30am - First report", "T07:30|First report"),
            ("2022-06-02 10:00 - Problem starts", "2022-06-02T10:00|Problem starts"),
            ("2026-05-13 ~11:30: x", "~2026-05-13T11:30|x"),
            ("2018-01-15", "2018-01-15|"),
            ("19. April, 11:00", "2018-04-19T11:00|"),
            ("Between 10:00 and 10:45 UTC, all calls failed", "T10:00z..T10:45|all calls failed"),
            ("2024-01-02 23:50 → 2024-01-03 00:10: x", "2024-01-02T23:50..2024-01-03T00:10|x"),
            ("[14:05] text", "T14:05|text"),
            ("(14:05 CET) text", "T14:05z|text"),
            ("at 14:05, text", "T14:05|text"),
            ("17:00-18:00", "T17:00..T18:00|"),
            ("2018-03-26 10:34 launch", "2018-03-26T10:34|launch"),
            ("10:22 — 3 nodes", "T10:22|3 nodes"),
            ("1432 UTC - alert", "T14:32z|alert"),
            ("1432Z alert", "T14:32z|alert"),
            ("2025-01-14 1600", "2025-01-14T16:00|"),
            ("2025-01-14 1600 UTC: back", "2025-01-14T16:00z|back"),
            ("2025-01-14 1600 - back", "2025-01-14T16:00|back"),
            ("2025-01-14 1600 requests failed", "2025-01-14|1600 requests failed"),
            ("2025-07-26 Saturday", "2025-07-26|"),
            ("2025-07-26, Saturday 10:05 x", "2025-07-26T10:05|x"),
            ("2023-01-04 (Time TBC)", "~2023-01-04|"),
        ] {
            assert_eq!(show(text, "en").as_deref(), Some(stamp), "{text}");
        }
    }

    #[test]
    fn french_stamps_too() {
        for (text, stamp) in [
            ("9h42 : alerte", "T09:42|alerte"),
            ("vers 9h, premiers signes", "~T09:00|premiers signes"),
            ("11 h 42 à 12 h 05 : coupure", "T11:42..T12:05|coupure"),
            ("de 9h à 10h30 : coupure", "T09:00..T10:30|coupure"),
            ("14:05 – reprise", "T14:05|reprise"),
            ("Le 12 mars 2024 à 9 h 05 (heure de Paris) : début", "2024-03-12T09:05z|début"),
            ("12/03/2024 09:05", "2024-03-12T09:05|"),
            ("entre 9h05 et 9h20, erreurs", "T09:05..T09:20|erreurs"),
        ] {
            assert_eq!(show(text, "fr").as_deref(), Some(stamp), "{text}");
        }
    }

    #[test]
    fn other_beginnings_are_no_stamps() {
        for text in [
            "2X:XX (not sure)",
            "10.128.0.7 is down",
            "12 nodes",
            "1.25 million",
            "16.55 GB",
            "1500 requests",
            "1500 MT of it",
            "v1.20",
            "a 5 nodes",
            "",
            "May we",
            "On call",
        ] {
            assert_eq!(show(text, "en"), None, "{text}");
        }
    }

    #[test]
    fn stamps_stand_at_the_end_or_within() {
        let (stamp, at) = Stamp::at_end("First detected 2020-09-21 18:27", Style::of("en", built_in())).unwrap();
        assert_eq!((at, stamp.time.is_some()), (15, true));
        assert!(Stamp::at_end("2020-09-21 it broke", Style::of("en", built_in())).is_none());
        let found = dates_within("Outage of 2020-09-21 (not March 3), 4 May 2021", Style::of("en", built_in()));
        assert_eq!(found.iter().map(|(date, _)| date.to_string()).collect::<Vec<_>>(), ["2020-09-21", "2021-05-04"]);
    }

    #[test]
    fn hostile_lines_take_linear_time() {
        for text in [
            "1".repeat(1_000_000),
            "1 ".repeat(90_000),
            "12:".repeat(90_000),
            "(".repeat(90_000),
            "a".repeat(1_000_000),
        ] {
            assert!(dates_within(&text, Style::of("en", built_in())).is_empty());
            assert!(Stamp::at_end(&text, Style::of("en", built_in())).is_none());
        }
    }
}
