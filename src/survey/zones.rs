//! The zones that a page names: for all its times in a remark, or beside single ones.

use crate::clock::zone_remark_written;
use crate::lexicon::Lexicon;
use crate::model::parse_zone;

/// Zones of which people write the one name in winter and the other in summer, and the place where both are right.
const PAIRS: [(&[&str], &str); 8] = [
    (&["GMT", "BST", "EUROPE/LONDON"], "Europe/London"),
    (&["CET", "CEST"], "Europe/Berlin"),
    (&["EET", "EEST"], "Europe/Helsinki"),
    (&["PST", "PDT", "PT"], "America/Los_Angeles"),
    (&["MST", "MDT", "MT"], "America/Denver"),
    (&["CST", "CDT", "CT"], "America/Chicago"),
    (&["EST", "EDT", "ET"], "America/New_York"),
    (&["AEST", "AEDT"], "Australia/Sydney"),
];

/// The zone that a line gives for all times of its page, by the name that [`parse_zone`] knows.
pub(super) fn remark(line: &str, lexicon: &Lexicon) -> Option<String> {
    zone_remark_written(line, lexicon).map(|(name, _)| name)
}

/// The names of zones right after times of a text (`14:05 UTC`, `14:05 (JST)`), each once.
pub(super) fn beside_times(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|byte| *byte == b':') {
        let colon = at + step;
        at = colon + 1;
        let digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
        if colon == 0 || !digit(colon - 1) || !digit(colon + 1) || !digit(colon + 2) {
            continue;
        }
        let mut rest = &text[colon + 3..];
        if let Some(seconds) = rest.strip_prefix(':').and_then(|rest| rest.get(2..)) {
            rest = seconds;
        }
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let rest = rest.strip_prefix(['(', '（']).unwrap_or(rest);
        let letters = rest.bytes().take(6).take_while(u8::is_ascii_uppercase).count();
        let name = &rest[..letters];
        let ends = !rest[letters..].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '/'));
        if (2..=5).contains(&letters) && ends && !found.iter().any(|known| known == name) && parse_zone(name).is_some()
        {
            found.push(name.to_owned());
        }
    }
    found
}

/// The one zone that all these names can mean; `None` where they differ.
pub(super) fn agreed<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    let mut all = names.clone();
    let first = all.next()?;
    if all.all(|name| name.eq_ignore_ascii_case(first)) {
        return Some(first.to_owned());
    }
    let pair = PAIRS
        .iter()
        .find(|(pair, _)| names.clone().all(|name| pair.iter().any(|known| known.eq_ignore_ascii_case(name))));
    pair.map(|(_, place)| (*place).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_stand_beside_times() {
        assert_eq!(
            beside_times("- 14:05 UTC x\n- 14:06:10 (JST)\n15:00 CEST, 9:30AM PST, 10:00 NOW, 1:2"),
            ["UTC", "JST", "CEST"]
        );
        assert!(beside_times("a:b http://x:80 14:05 UTC+2 10:00").is_empty());
    }

    #[test]
    fn summer_and_winter_are_one_place() {
        let agreed = |names: &[&str]| super::agreed(names.iter().copied());
        assert_eq!(agreed(&["PST", "pst"]).as_deref(), Some("PST"));
        assert_eq!(agreed(&["PDT", "PST"]).as_deref(), Some("America/Los_Angeles"));
        assert_eq!(agreed(&["CET", "PST"]), None);
        assert_eq!(agreed(&[]), None);
    }
}
