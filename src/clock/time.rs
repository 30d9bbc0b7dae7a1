//! Times of day as people write them.

use super::scan::Scan;
use crate::lexicon::WordList;
use crate::model::TimeOfDay;

/// A time of day and how it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) time: TimeOfDay,
    /// Whether it was `16.55`, which may also be a number.
    pub(super) dotted: bool,
    /// Whether it was a mere hour (`9h`), which may also be a duration.
    pub(super) bare_hour: bool,
}

/// A time of day at this place: `13:06`, `13:06:05.250`, `1:06 PM`, `1 pm`, `13h06`, `13 h`, `16.55`, `13時06分`, `noon`.
pub(super) fn clock(scan: &mut Scan<'_>) -> Option<Clock> {
    scan.attempt(|scan| numeric(scan).or_else(|| scan.attempt(word)))
}

fn word(scan: &mut Scan<'_>) -> Option<Clock> {
    let (word, lexicon) = (scan.word()?, scan.lexicon());
    let hour = match () {
        () if lexicon.has(WordList::Noon, &word) => 12,
        () if lexicon.has(WordList::Midnight, &word) => 0,
        () => return None,
    };
    Some(Clock { time: TimeOfDay::new(hour, 0, 0, 0).ok()?, dotted: false, bare_hour: false })
}

fn numeric(scan: &mut Scan<'_>) -> Option<Clock> {
    scan.attempt(|scan| {
        let (hour, _) = scan.digits(1, 2)?;
        let mut dotted = false;
        let mut bare_hour = false;
        let minute;
        let (mut second, mut nanosecond) = (0, 0);
        if scan.take(':') {
            minute = scan.digits(2, 2)?.0;
            if let Some(found) = scan.attempt(|scan| scan.take(':').then(|| scan.digits(2, 2))?) {
                second = found.0;
                nanosecond = scan.attempt(fraction).unwrap_or(0);
            }
        } else if let Some(found) = scan.attempt(|scan| scan.take('.').then(|| scan.digits(2, 2))?) {
            minute = found.0;
            dotted = true;
            // 16.55.07, but not the beginning of 10.10.10.10 or 1.25 %.
            if let Some(found) = scan.attempt(|scan| scan.take('.').then(|| scan.digits(2, 2))?) {
                second = found.0;
            }
            let mut ahead = *scan;
            if ahead.take('.') && ahead.peek().is_some_and(|c| c.is_ascii_digit()) || scan.peek() == Some('%') {
                return None;
            }
        } else if scan.attempt(hour_sign).is_some() {
            minute = scan
                .attempt(|scan| {
                    scan.spaces();
                    let (minute, _) = scan.digits(1, 2)?;
                    scan.spaces();
                    scan.take_any(&['分', '분']).map(|_| minute)
                })
                .unwrap_or(0);
        } else if scan.attempt(oclock).is_some() {
            // "9 Uhr", "9 Uhr 05".
            let found = scan.attempt(|scan| {
                (scan.spaces() > 0).then_some(())?;
                let (minute, count) = scan.digits(2, 2)?;
                (count == 2 && scan.at_boundary()).then_some(minute)
            });
            return finish(*scan, hour, found.unwrap_or(0), 0, 0, false, found.is_none());
        } else if let Some(found) = scan.attempt(french) {
            (minute, bare_hour) = found;
        } else {
            let hour = hour_of_half_day(hour, scan.attempt(half_day)?)?;
            return finish(*scan, hour, 0, 0, 0, false, false);
        }
        let hour = match scan.attempt(half_day) {
            Some(half) => hour_of_half_day(hour, half)?,
            None => hour,
        };
        dotted &= scan.attempt(after_time).is_none();
        // A leap second is shown as the second before it.
        finish(*scan, hour, minute, second.min(59), nanosecond, dotted, bare_hour)
    })
}

fn finish(
    scan: Scan<'_>,
    hour: u32,
    minute: u32,
    second: u32,
    nanosecond: u32,
    dotted: bool,
    bare_hour: bool,
) -> Option<Clock> {
    let mut rest = scan.rest().chars();
    match rest.next() {
        // Z and T go on with the zone.
        Some('Z' | 'z') => (!rest.next().is_some_and(char::is_alphanumeric)).then_some(())?,
        Some(c) if c.is_alphanumeric() && c.is_ascii() => {
            // "17:00ish", "14:05UTC".
            let zone = scan.rest().chars().take_while(char::is_ascii_uppercase).count() >= 2;
            (zone || scan.rest().starts_with("ish")).then_some(())?;
        }
        Some(':') => (!rest.next().is_some_and(|c| c.is_ascii_digit())).then_some(())?,
        _ => {}
    }
    let part = |number: u32| i8::try_from(number).ok();
    let time = TimeOfDay::new(part(hour)?, part(minute)?, part(second)?, i32::try_from(nanosecond).ok()?).ok()?;
    Some(Clock { time, dotted, bare_hour })
}

/// The fraction of a second, in nanoseconds; digits past the ninth are dropped.
fn fraction(scan: &mut Scan<'_>) -> Option<u32> {
    scan.take_any(&['.', ','])?;
    let (value, count) = scan.digits(1, 9)?;
    Some(value * 10u32.pow(u32::try_from(9 - count).ok()?))
}

/// `時`, `时`, ` 点`, `시` after an hour; `時間` is a duration.
fn hour_sign(scan: &mut Scan<'_>) -> Option<()> {
    scan.spaces();
    scan.take_any(&['時', '时', '点', '點', '시'])?;
    (!scan.peek().is_some_and(|c| matches!(c, '間' | '间' | '간'))).then_some(())
}

/// ` Uhr`, ` uur`, ` hrs` after a time of day.
fn after_time(scan: &mut Scan<'_>) -> Option<()> {
    scan.spaces();
    let word = scan.word()?;
    scan.lexicon().has(WordList::AfterTimes, &word).then_some(())
}

/// The same after a mere hour: "3 uur" is as long as it is late.
fn oclock(scan: &mut Scan<'_>) -> Option<()> {
    let mut ahead = *scan;
    ahead.spaces();
    after_time(scan)?;
    scan.lexicon().unit(&ahead.word()?).is_none().then_some(())
}

/// `h42`, ` h 42`, `h`: the minutes, and whether there were none. `2h 10m` is a duration.
fn french(scan: &mut Scan<'_>) -> Option<(u32, bool)> {
    scan.spaces();
    (scan.take('h') || scan.take('H')).then_some(())?;
    let minute = scan.attempt(|scan| {
        scan.spaces();
        let (minute, _) = scan.digits(2, 2)?;
        Some(minute)
    });
    let mut ahead = *scan;
    ahead.spaces();
    if ahead.take('m') {
        return None;
    }
    (!scan.peek().is_some_and(char::is_alphanumeric)).then_some(())?;
    Some((minute.unwrap_or(0), minute.is_none()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

/// `am`, ` PM`, ` p.m.`.
fn half_day(scan: &mut Scan<'_>) -> Option<Half> {
    scan.spaces();
    let half = match scan.take_any(&['a', 'A', 'p', 'P'])? {
        'a' | 'A' => Half::Morning,
        _ => Half::Afternoon,
    };
    let dot = scan.take('.');
    scan.take_any(&['m', 'M'])?;
    if dot {
        scan.take('.');
    }
    scan.at_boundary().then_some(half)
}

/// `17:14pm` is what it says it is on a 24-hour clock.
fn hour_of_half_day(hour: u32, half: Half) -> Option<u32> {
    match (hour, half) {
        (12, Half::Morning) => Some(0),
        (1..=11, Half::Afternoon) => Some(hour + 12),
        (0..=23, _) => Some(hour),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;

    fn read(text: &str) -> Option<String> {
        let mut scan = Scan::new(text, built_in());
        let found = clock(&mut scan)?;
        Some(format!("{}{}|{}", found.time, if found.dotted { "." } else { "" }, scan.rest()))
    }

    #[test]
    fn times_have_many_forms() {
        for (text, time) in [
            ("13:06", "13:06:00|"),
            ("9:05:07 x", "09:05:07| x"),
            ("17:44:58.455897Z", "17:44:58.455897|Z"),
            ("1:06 PM", "13:06:00|"),
            ("07:30am - x", "07:30:00| - x"),
            ("12 AM", "00:00:00|"),
            ("12:05 p.m. x", "12:05:00| x"),
            ("4 pm", "16:00:00|"),
            ("17:14pm", "17:14:00|"),
            ("11h42", "11:42:00|"),
            ("11 h 42 :", "11:42:00| :"),
            ("9h :", "09:00:00| :"),
            ("16.55", "16:55:00.|"),
            ("13時06分", "13:06:00|"),
            ("13時 x", "13:00:00| x"),
            ("9点05分 x", "09:05:00| x"),
            ("13시 06분", "13:06:00|"),
            ("9 Uhr: x", "09:00:00|: x"),
            ("9 Uhr 05", "09:05:00|"),
            ("10:05 Uhr x", "10:05:00| x"),
            ("9.05 uur", "09:05:00|"),
            ("noon", "12:00:00|"),
            ("14:05UTC", "14:05:00|UTC"),
            ("13:11: x", "13:11:00|: x"),
        ] {
            assert_eq!(read(text).as_deref(), Some(time), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_times() {
        for text in [
            "25:00",
            "12:60",
            "3 hours",
            "2h 10m",
            "3時間",
            "2시간",
            "3 uur",
            "3 hrs",
            "10.128.0.7",
            "99.95%",
            "1:2",
            "13 amps",
            "5",
            "100:00",
            "12:30:45:10",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
