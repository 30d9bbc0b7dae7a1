//! Times of day without a colon: four digits, where what stands around them says that they are one.

use super::scan::Scan;
use super::zone::{Minus, zone_after};
use crate::model::{TimeOfDay, Zone};

/// `1432 UTC`, `1432Z`: with its zone behind it.
pub(super) fn in_zone(scan: &mut Scan<'_>, minus: Minus) -> Option<(TimeOfDay, Zone)> {
    let time = time(scan)?;
    let name = scan.rest();
    let zone = zone_after(scan, minus)?;
    // "1500 MT", "1200 PT" are amounts of something.
    let letters = name.trim_start().chars().take_while(|c| c.is_ascii_alphabetic()).count();
    (letters >= 3 || name.starts_with(['Z', 'z'])).then_some((time, zone))
}

/// ` 1600` behind a day that names its year, where nothing behind it makes it another number.
pub(super) fn behind_day(scan: &mut Scan<'_>, minus: Minus) -> Option<(TimeOfDay, Option<Zone>)> {
    (scan.spaces() > 0 || scan.take('T')).then_some(())?;
    let time = time(scan)?;
    let zone = zone_after(scan, minus);
    let ends = scan.peek().is_none_or(|c| matches!(c, ':' | '\n' | ',' | '.' | ';' | ')' | ']' | '|' | '：'));
    let is_dashed = scan.rest().trim_start_matches(' ').starts_with(['–', '—', '-']);
    (zone.is_some() || ends || is_dashed).then_some((time, zone))
}

fn time(scan: &mut Scan<'_>) -> Option<TimeOfDay> {
    let (number, _) = scan.digits(4, 4)?;
    let part = |number: u32| i8::try_from(number).ok();
    TimeOfDay::new(part(number / 100)?, part(number % 100)?, 0, 0).ok()
}
