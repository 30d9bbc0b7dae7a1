//! The names that people give to time zones.

use super::Zone;
use jiff::tz::{Offset, TimeZone};

/// Abbreviations that occur in postmortems, as minutes from UTC. An abbreviation says an offset, not a place:
/// `PST` in July is taken at its word. Ambiguous ones have their most frequent meaning in the field.
const ABBREVIATIONS: [(&str, i32); 43] = [
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("WET", 0),
    ("WEST", 60),
    ("BST", 60),
    ("CET", 60),
    ("MET", 60),
    ("CEST", 120),
    ("MEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("IST", 330),
    ("SGT", 480),
    ("HKT", 480),
    ("JST", 540),
    ("KST", 540),
    ("AEST", 600),
    ("AEDT", 660),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("PST", -480),
    ("PDT", -420),
    ("AKST", -540),
    ("AKDT", -480),
    ("HST", -600),
    ("BRT", -180),
    ("ART", -180),
    ("WAT", 60),
    ("CAT", 120),
    ("SAST", 120),
    ("EAT", 180),
    ("PKT", 300),
    ("ICT", 420),
    ("WIB", 420),
    ("AWST", 480),
    ("MYT", 480),
    ("PHT", 480),
    ("NZST", 720),
    ("NZDT", 780),
];

/// Abbreviations that several places use for other offsets, none of them far more often than the others. A page has to say
/// what it means by one.
const AMBIGUOUS: [&str; 10] = ["GST", "AST", "ADT", "SST", "WST", "AMT", "ECT", "LST", "FST", "SRT"];

/// Whether a word in capitals is a zone that cannot be told from another of the same name.
pub fn is_ambiguous_zone(name: &str) -> bool {
    AMBIGUOUS.contains(&name)
}

/// Names of places rather than offsets.
const PLACES: [(&str, &str); 12] = [
    ("PT", "America/Los_Angeles"),
    ("PACIFIC", "America/Los_Angeles"),
    ("PACIFIC TIME", "America/Los_Angeles"),
    ("MT", "America/Denver"),
    ("MST", "America/Denver"),
    ("CT", "America/Chicago"),
    ("CENTRAL", "America/Chicago"),
    ("ET", "America/New_York"),
    ("EASTERN", "America/New_York"),
    ("EASTERN TIME", "America/New_York"),
    ("HEURE DE PARIS", "Europe/Paris"),
    ("PARIS TIME", "Europe/Paris"),
];

/// The zone of an abbreviation, an offset (`+02:00`, `UTC+1`, `GMT-7`) or an IANA name; `None` for anything else.
pub fn parse_zone(name: &str) -> Option<Zone> {
    let name = name.trim();
    let upper = name.to_uppercase();
    if let Some((_, minutes)) = ABBREVIATIONS.iter().find(|(abbreviation, _)| *abbreviation == upper) {
        return fixed(*minutes);
    }
    if let Some((_, place)) = PLACES.iter().find(|(place, _)| *place == upper) {
        return TimeZone::get(place).ok();
    }
    let offset = upper.strip_prefix("UTC").or_else(|| upper.strip_prefix("GMT")).unwrap_or(&upper).trim();
    if let Some(minutes) = offset_minutes(offset) {
        return fixed(minutes);
    }
    name.contains('/').then(|| TimeZone::get(name).ok())?
}

fn fixed(minutes: i32) -> Option<Zone> {
    Offset::from_seconds(minutes * 60).ok().map(TimeZone::fixed)
}

/// `+2`, `+02`, `+0200`, `-07:30`, with a hyphen or a minus sign.
fn offset_minutes(text: &str) -> Option<i32> {
    let (sign, digits) = match text.chars().next()? {
        '+' => (1, &text[1..]),
        '-' => (-1, &text[1..]),
        '−' => (-1, &text['−'.len_utf8()..]),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "0"),
    };
    if hours.is_empty() || hours.len() > 2 || minutes.len() > 2 {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Date, Instant, TimeOfDay};

    #[test]
    fn zones_have_many_names() {
        let noon = |zone: &str| {
            let zone = parse_zone(zone)?;
            Instant::local(Date::constant(2018, 1, 18), TimeOfDay::constant(12, 0, 0, 0), &zone).map(Instant::rfc3339)
        };
        for (zone, utc) in [
            ("PST", "2018-01-18T20:00:00Z"),
            ("cet", "2018-01-18T11:00:00Z"),
            ("UTC+2", "2018-01-18T10:00:00Z"),
            ("GMT-0730", "2018-01-18T19:30:00Z"),
            ("+01:00", "2018-01-18T11:00:00Z"),
            ("Europe/Paris", "2018-01-18T11:00:00Z"),
            ("Pacific", "2018-01-18T20:00:00Z"),
            ("Z", "2018-01-18T12:00:00Z"),
        ] {
            assert_eq!(noon(zone).as_deref(), Some(utc), "{zone}");
        }
        for wrong in ["", "Mars", "+99", "UTC+", "CETERA"] {
            assert!(parse_zone(wrong).is_none(), "{wrong}");
        }
    }
}
