//! Zones beside times, and remarks that give the zone of all times.

use super::scan::Scan;
use crate::lexicon::Lexicon;
use crate::model::{Zone, is_ambiguous_zone, parse_zone};
use crate::text::fold;
use memchr::memmem;

/// How a minus sign after a time is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Minus {
    /// `09:00-05:00` is an offset: a single instant is expected.
    Offset,
    /// `09:00-10:00` goes from one time to another.
    Range,
}

/// The zone right after a time: `Z`, `+0000`, `-05:00`, ` UTC`, ` (CET)`, `[Europe/Paris]`, ` UTC+2`, ` heure de Paris`.
pub(super) fn zone_after(scan: &mut Scan<'_>, minus: Minus) -> Option<Zone> {
    let zone = scan.attempt(|scan| {
        let spaces = scan.spaces();
        offset(scan, minus, spaces).or_else(|| scan.attempt(named)).or_else(|| scan.attempt(bracketed))
    })?;
    // "-05:00[America/New_York]", "CET (UTC+1)": the first was enough.
    let _ = scan.attempt(|scan| {
        scan.spaces();
        bracketed(scan).map(|_| ())
    });
    Some(zone)
}

/// `+0000`, `+02:00`, `-0500`, `Z`.
fn offset(scan: &mut Scan<'_>, minus: Minus, spaces: usize) -> Option<Zone> {
    scan.attempt(|scan| {
        let from = *scan;
        if scan.take_any(&['Z', 'z']).is_some() {
            return scan.at_boundary().then(|| parse_zone("Z"))?;
        }
        let sign = scan.take_any(&['+', '-', '−'])?;
        let (_, count) = scan.digits(1, 4)?;
        let colon = count == 2 && scan.take(':') && scan.digits(2, 2).is_some();
        // "14:05 - 15:00" and "14:05-15:00" are ranges, "14:05 -3" is nothing at all.
        let plausible = match sign {
            '+' => count == 4 || count == 2 || (count == 1 && spaces == 0),
            _ => count == 4 || (colon && minus == Minus::Offset),
        };
        (plausible && scan.at_boundary()).then_some(())?;
        let text = &from.rest()[..scan.at() - from.at()];
        parse_zone(text)
    })
}

fn bracketed(scan: &mut Scan<'_>) -> Option<Zone> {
    let open = scan.take_any(&['(', '['])?;
    let rest = &scan.rest()[..scan.rest().floor_char_boundary(48)];
    let end = rest.find(if open == '(' { ')' } else { ']' })?;
    let inner = rest[..end].trim();
    let zone = whole(inner, scan.lexicon()).or_else(|| {
        whole(inner.split([',', ';', '/', '、', '，', '；', '：', ':', '—', '–']).next()?.trim(), scan.lexicon())
    })?;
    scan.skip(end + 1);
    Some(zone)
}

/// A zone that is all of `text`, if it is written as a zone is: in capitals, or as a place.
pub fn whole(text: &str, lexicon: &Lexicon) -> Option<Zone> {
    let mut scan = Scan::new(text, lexicon);
    let zone = offset(&mut scan, Minus::Offset, 0).or_else(|| named(&mut scan))?;
    scan.spaces();
    scan.is_done().then_some(zone)
}

/// ` UTC`, ` UTC+2`, ` GMT -7`, ` CET`, ` Pacific Time`, ` heure de Paris`, ` Europe/Paris`.
fn named(scan: &mut Scan<'_>) -> Option<Zone> {
    let from = *scan;
    if let Some(zone) = scan.attempt(place) {
        return Some(zone);
    }
    let letters = scan.letters()?;
    if letters.len() >= 2 && letters.bytes().all(|c| c.is_ascii_uppercase()) && letters.len() <= 5 {
        if matches!(letters, "UTC" | "GMT")
            && let Some(zone) = scan.attempt(|scan| {
                scan.spaces();
                scan.take_any(&['+', '-', '−'])?;
                let (_, count) = scan.digits(1, 4)?;
                if count <= 2 {
                    let _ = scan.attempt(|scan| scan.take(':').then(|| scan.digits(2, 2))?);
                }
                scan.at_boundary().then_some(())?;
                let text: String = from.rest()[..scan.at() - from.at()].split_whitespace().collect();
                parse_zone(&text)
            })
        {
            return Some(zone);
        }
        return scan.at_boundary().then(|| parse_zone(letters))?;
    }
    let word = fold(letters);
    let (names, zone) = scan.lexicon().zone(&word)?;
    // A mere "Central" begins many sentences: the word "time" must follow, or nothing.
    let followed = scan.attempt(|scan| {
        for name in names.split(' ').filter(|name| !name.is_empty()) {
            scan.spaces();
            (scan.word()? == name).then_some(())?;
        }
        Some(())
    });
    let alone =
        followed.is_none() && !names.contains(' ') && !scan.rest().trim_start().starts_with(char::is_alphanumeric);
    (followed.is_some() || alone).then(|| parse_zone(zone))?
}

/// `Europe/Paris`, `America/New_York`, and `UC/Pacific` for what it was meant to be.
fn place(scan: &mut Scan<'_>) -> Option<Zone> {
    let rest = &scan.rest()[..scan.rest().floor_char_boundary(40)];
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '_'))).unwrap_or(rest.len());
    let name = &rest[..end];
    let slash = name.find('/')?;
    let zone = parse_zone(name).or_else(|| match &name[slash + 1..] {
        "Pacific" | "Eastern" | "Central" | "Mountain" => parse_zone(&format!("US/{}", &name[slash + 1..])),
        _ => None,
    })?;
    scan.skip(end);
    Some(zone)
}

/// The zone that a remark gives for all times: "All times in PST", "(times are UTC)", "Toutes les heures sont en heure
/// de Paris", "Timezone: CET". `None` for any other text.
pub fn zone_remark(text: &str, lexicon: &Lexicon) -> Option<Zone> {
    zone_remark_written(text, lexicon).map(|(_, zone)| zone)
}

/// The same with the zone's name, by which [`parse_zone`] knows it.
pub fn zone_remark_written(text: &str, lexicon: &Lexicon) -> Option<(String, Zone)> {
    if !lexicon.may_speak_of_times(text) {
        return None;
    }
    text.split(['\n', '.', ';'])
        .filter(|sentence| sentence.len() < 400 && lexicon.may_speak_of_times(sentence))
        .find_map(|sentence| {
            let words: Vec<String> = sentence.split_whitespace().take(60).map(plain_word).collect();
            let at = (0..words.len()).find(|at| speaks_of_times(&words, *at, lexicon))?;
            let tail = sentence.split_whitespace().skip(at + 1).collect::<Vec<_>>().join(" ");
            let before = sentence.split_whitespace().nth(at.wrapping_sub(1)).unwrap_or("");
            written_within(&tail, lexicon).or_else(|| words[at].contains("zone").then(|| city(before))?)
        })
}

fn plain_word(word: &str) -> String {
    fold(word.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// "all times …", "times are …", "times (…)", "time zone", but not "launch times" or "three times".
fn speaks_of_times(words: &[String], at: usize, lexicon: &Lexicon) -> bool {
    let before = at.checked_sub(1).map_or("", |before| words[before].as_str());
    let after = words.get(at + 1).map_or("", String::as_str);
    lexicon.speaks_of_times(before, &words[at], after, |word| whole(&word.to_uppercase(), lexicon).is_some())
}

/// The abbreviations right after times of a text that several zones share, and where each stands.
pub fn ambiguous(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('T').filter_map(|(at, _)| {
        let end = at + 1;
        let start = at.checked_sub(2)?;
        let name = text.get(start..end)?;
        let fresh = text.get(..start)?.trim_end_matches([' ', '(']);
        let timed = fresh.len() < start && fresh.ends_with(|c: char| c.is_ascii_digit());
        let ends = !text.get(end..)?.starts_with(char::is_alphanumeric);
        (timed && ends && is_ambiguous_zone(name)).then_some((start, name))
    })
}

/// The abbreviations that a text explains: "GST is Gulf Standard Time, UTC+04", "AST = UTC-4".
pub fn explained(text: &str, lexicon: &Lexicon) -> Vec<(String, Zone)> {
    let mut found: Vec<(String, Zone)> = Vec::new();
    for (at, sign) in ["UTC", "GMT"]
        .iter()
        .flat_map(|name| memmem::find_iter(text.as_bytes(), name).map(move |at| (at, name)))
        .take(40)
    {
        let Some(offset) =
            whole(zone_at(&text[at..]), lexicon).filter(|_| text[at + sign.len()..].starts_with(['+', '-', '−']))
        else {
            continue;
        };
        // The nearest abbreviation before it in the same sentence.
        let before = &text[text.floor_char_boundary(at.saturating_sub(60))..at];
        let sentence = before.rsplit(['.', '\n', ';']).next().unwrap_or("");
        let words = sentence.split(|c: char| !c.is_alphanumeric());
        let name =
            words.rev().find(|word| (2..=5).contains(&word.len()) && word.bytes().all(|c| c.is_ascii_uppercase()));
        if let Some(name) = name.filter(|name| parse_zone(name).is_none())
            && !found.iter().any(|(known, _)| known == name)
        {
            found.push((name.to_owned(), offset));
        }
    }
    found
}

/// What a text begins with up to the end of a zone with an offset: `UTC+04:00`.
fn zone_at(text: &str) -> &str {
    let end =
        text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '−' | ':'))).unwrap_or(text.len());
    text[..end].trim_end_matches([':', '-'])
}

/// The zone named in `text`: an offset says more than a name, a name in capitals more than a word.
pub fn zone_within(text: &str, lexicon: &Lexicon) -> Option<Zone> {
    written_within(text, lexicon).map(|(_, zone)| zone)
}

/// The zone of a city that a zone is named after: `London`, `New York` as `New_York`.
fn city(name: &str) -> Option<(String, Zone)> {
    const CONTINENTS: [&str; 6] = ["Europe", "America", "Asia", "Australia", "Africa", "Pacific"];
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    let is_name = name.len() > 3 && name.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    let places = CONTINENTS.iter().filter(|_| is_name).map(|continent| format!("{continent}/{name}"));
    places.into_iter().find_map(|place| parse_zone(&place).map(|zone| (place, zone)))
}

/// The zone of a city by its name in any case: `Denver`, `DENVER`.
pub(super) fn place_of_clock(name: &str) -> Option<Zone> {
    let capital = name.get(..1).filter(|first| first.bytes().all(|c| c.is_ascii_uppercase()))?;
    let titled = format!("{capital}{}", name.get(1..)?.to_ascii_lowercase());
    city(&titled).map(|(_, zone)| zone)
}

/// A zone within a text and its name.
fn written_within(text: &str, lexicon: &Lexicon) -> Option<(String, Zone)> {
    let mut offset = None;
    let mut capital = None;
    let mut word = None;
    for (at, _) in starts(text).take(24) {
        let mut scan = Scan::new(&text[at..], lexicon);
        let Some(zone) = named(&mut scan).or_else(|| self::offset(&mut scan, Minus::Offset, 0)) else { continue };
        let written = &text[at..at + scan.at()];
        let place = if written.contains(['+', '-', '−']) {
            &mut offset
        } else if written.chars().all(|c| c.is_ascii_uppercase()) {
            &mut capital
        } else {
            &mut word
        };
        place.get_or_insert((known_name(written, &zone), zone));
    }
    offset.or(capital).or(word)
}

/// What a zone that is written so is called where nothing stands around it.
fn known_name(written: &str, zone: &Zone) -> String {
    let bare: String = written.split_whitespace().collect();
    if parse_zone(&bare).is_some() {
        return bare;
    }
    zone_name(zone)
}

/// A name by which [`parse_zone`] knows a zone.
pub fn zone_name(zone: &Zone) -> String {
    zone.iana_name().map_or_else(
        || zone.to_fixed_offset().map_or_else(|_| "UTC".to_owned(), |offset| offset.to_string()),
        str::to_owned,
    )
}

/// Where words and offsets begin.
fn starts(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut before = ' ';
    text.char_indices().filter(move |(_, c)| {
        let starts =
            (c.is_alphanumeric() || matches!(c, '+' | '-' | '−')) && !before.is_alphanumeric() && before != '/';
        before = *c;
        starts
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;
    use crate::model::{Date, Instant, TimeOfDay};

    fn offset_of(zone: &Zone) -> i32 {
        let noon = TimeOfDay::constant(12, 0, 0, 0);
        Instant::local(Date::constant(2018, 7, 18), noon, zone).unwrap().offset().seconds() / 60
    }

    #[test]
    fn zones_stand_beside_times() {
        for (text, minutes, rest) in [
            (" UTC - x", 0, " - x"),
            (" PST", -480, ""),
            (" (CET)", 60, ""),
            ("Z", 0, ""),
            ("+0000", 0, ""),
            (" +02:00 x", 120, " x"),
            ("-0500", -300, ""),
            (" UTC+2: x", 120, ": x"),
            (" CEST (UTC+2) x", 120, " x"),
            (" Pacific Time", -420, ""),
            (" heure de Paris :", 120, " :"),
            (" Europe/Paris", 120, ""),
            ("[America/New_York]", -240, ""),
        ] {
            let mut scan = Scan::new(text, built_in());
            let zone = zone_after(&mut scan, Minus::Range).map(|zone| offset_of(&zone));
            assert_eq!((zone, scan.rest()), (Some(minutes), rest), "{text}");
        }
        for text in
            [" et puis", " Central database", "-10:00", " - 10:00", " -3", " we", " DB", " CETERA", " (maybe)", ""]
        {
            assert!(zone_after(&mut Scan::new(text, built_in()), Minus::Range).is_none(), "{text}");
        }
    }

    #[test]
    fn remarks_give_the_zone_of_all_times() {
        for (text, minutes) in [
            ("All times in PST", -480),
            ("All times in CET (GMT+1)", 60),
            ("All times in Central European Time (CET)", 60),
            ("All times in UTC+1 (Zurich time)", 60),
            ("All times in UC/Pacific", -420),
            ("All times in PST (UTC-7)", -420),
            ("(All times UTC, JST in brackets)", 0),
            ("Note: times are UTC.", 0),
            ("Times in UTC", 0),
            ("Time zone: CEST", 120),
            ("Toutes les heures sont en CET.", 60),
            ("Toutes les heures sont en heure de Paris.", 120),
            ("Heures en UTC", 0),
            ("Alle Zeiten in CEST", 120),
        ] {
            assert_eq!(zone_remark(text, built_in()).map(|zone| offset_of(&zone)), Some(minutes), "{text}");
        }
        for text in [
            "Response times in CET regions rose",
            "It failed three times, in UTC terms",
            "All times were bad",
            "Times New Roman",
        ] {
            assert!(zone_remark(text, built_in()).is_none(), "{text}");
        }
    }
}
