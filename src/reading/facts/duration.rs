//! How long something took: `87 minutes`, `2h 10m`, `~1 hour 30 minutes`, `1 h 05`, `3 days`, `0:38:00`.

use crate::lexicon::{Lexicon, NumberWord, Unit, WordList};
use crate::text::fold;

/// The minutes that `text` begins with; `None` when it does not begin with a duration.
pub(crate) fn minutes(text: &str, lexicon: &Lexicon) -> Option<i64> {
    let text = fold(text.get(..80).unwrap_or(text));
    let text = text.trim_start_matches(['~', '≈', ' ', '(', '<', '>', '∼']);
    let text = lexicon.after(WordList::DurationLeads, text).unwrap_or(text).trim_start();
    clock(text).or_else(|| units(text, lexicon))
}

/// `1:30:00`, `0:38 h`: hours and minutes; a mere `1:30` is a time of day.
fn clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    let seconds = seconds.get(..2)?;
    let number = |text: &str| text.parse::<i64>().ok().filter(|_| text.len() <= 3);
    let (hours, minutes, _) = (number(hours)?, number(minutes)?, number(seconds)?);
    (minutes < 60).then_some(hours * 60 + minutes)
}

fn units(text: &str, lexicon: &Lexicon) -> Option<i64> {
    let mut rest = text;
    let mut total = 0.0;
    let mut last_unit = 0.0;
    let mut found = false;
    for _ in 0..4 {
        let Some((number, after)) = number(rest, lexicon) else { break };
        let after = after.trim_start_matches([' ', '-', '\u{a0}']);
        let word_end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let Some(unit) = unit(&after[..word_end], lexicon) else {
            // "1 h 05" leaves the minutes out.
            if last_unit == 60.0 && number < 60.0 && !after.starts_with(['.', '%', ':']) && word_end == 0 {
                total += number;
            }
            break;
        };
        total += number * unit;
        last_unit = unit;
        found = true;
        let next = after[word_end..].trim_start_matches(['.', ',', ' ', '\u{a0}']);
        rest = lexicon.after(WordList::DurationJoints, next).or_else(|| next.strip_prefix("& ")).unwrap_or(next);
    }
    // A year is longer than any incident that a minute counts in.
    (found && total < 60.0 * 24.0 * 366.0 * 10.0).then_some(total.round() as i64)
}

fn number<'t>(text: &'t str, lexicon: &Lexicon) -> Option<(f64, &'t str)> {
    if let Some((number, rest)) = lexicon.number(text) {
        let value = match number {
            NumberWord::Half => 0.5,
            NumberWord::One => 1.0,
            NumberWord::Two => 2.0,
            NumberWord::Three => 3.0,
        };
        return Some((value, rest));
    }
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(text.len());
    let digits = text[..end].trim_end_matches(['.', ',']);
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    // "1,200" is a thousand and "1,5" is one and a half.
    let digits = match digits.split_once(',') {
        Some((_, after)) if after.len() == 3 => digits.replace(',', ""),
        _ => digits.replace(',', "."),
    };
    Some((digits.parse().ok()?, &text[end..]))
}

/// The minutes of a unit, folded.
fn unit(word: &str, lexicon: &Lexicon) -> Option<f64> {
    Some(match lexicon.unit(word)? {
        Unit::Second => 1.0 / 60.0,
        Unit::Minute => 1.0,
        Unit::Hour => 60.0,
        Unit::Day => 1440.0,
        Unit::Week => 10_080.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;

    #[test]
    fn durations_have_many_forms() {
        for (text, expected) in [
            ("87 minutes", 87),
            ("2h 10m", 130),
            ("0h 38m", 38),
            ("~1 hour and 30 minutes (total)", 90),
            ("1h50m", 110),
            ("1 h 05", 65),
            ("1.5 hours", 90),
            ("1,5 heures", 90),
            ("environ 3 heures", 180),
            ("3 days", 4320),
            ("1:30:00", 90),
            ("90 s", 2),
            ("an hour", 60),
            ("30min outage", 30),
            ("45-minute outage", 45),
        ] {
            assert_eq!(minutes(text, built_in()), Some(expected), "{text}");
        }
        for text in ["", "unknown", "10:30", "2024-01-02", "5 nodes", "1200 users", "Time to recovery", "99.9%"] {
            assert_eq!(minutes(text, built_in()), None, "{text}");
        }
    }
}
