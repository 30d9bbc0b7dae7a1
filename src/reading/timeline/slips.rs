//! Slips of the pen: a year or a month that no other entry around has, in a time that fits between its neighbours'.

use crate::model::{Date, EntryTime, Instant, Phase, TimelineEntry, Zone};
use crate::text::Span;

/// From how many entries on their days show what day another one must have.
const AGREED: usize = 3;
/// How long after its beginning an incident may end whose year is a slip, in days.
const LONG_AFTER: i32 = 120;

/// A date that was taken for another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateSlip {
    /// Where the entry is.
    pub span: Span,
    /// The date as written.
    pub written: Date,
    /// When it is taken to have been: at the same time, on the day of the entries around it.
    pub meant: Instant,
}

/// Gives entries whose date is a slip the date of those around them; what was changed. `day` is that of the incident.
pub(super) fn mend(entries: &mut [TimelineEntry], day: Option<Date>) -> Vec<DateSlip> {
    let mut slips = old_years(entries, day);
    slips.extend(last_day(entries));
    for at in 0..entries.len() {
        let Some(own) = instant(&entries[at]).filter(|_| entries[at].until.is_none()) else { continue };
        let before = entries[..at].iter().rev().find_map(instant);
        let after = entries[at + 1..].iter().find_map(instant);
        let meant = match (before, after) {
            (Some(before), Some(after)) if before.date() == after.date() => before,
            // At an end two others must agree.
            (Some(near), None) => near,
            (None, Some(near)) => near,
            _ => continue,
        };
        let at_end = before.is_none() || after.is_none();
        let agreed = entries.iter().filter_map(instant).filter(|other| other.date() == meant.date()).count();
        let fits = before.is_none_or(|before| before.time() <= own.time())
            && after.is_none_or(|after| own.time() <= after.time());
        if own.date() == meant.date() || !is_slip(own.date(), meant.date()) || !fits || at_end && agreed < 2 {
            continue;
        }
        slips.extend(move_to(&mut entries[at], own, meant.date()));
    }
    slips
}

/// In January people still write the year that has passed: what is said to have come after the start lies a year before the
/// incident's own day, and with the year that was meant not long after it.
fn old_years(entries: &mut [TimelineEntry], day: Option<Date>) -> Vec<DateSlip> {
    let mut slips = Vec::new();
    let Some(day) = day else { return slips };
    for entry in entries.iter_mut().filter(|entry| entry.phase.is_some_and(|phase| phase > Phase::Started)) {
        let Some(own) = instant(entry).filter(|own| own.date().year() + 1 == day.year()) else { continue };
        let meant = own.date().with().year(day.year()).build().ok();
        let days = meant.and_then(|meant| day.until(meant).ok()).map_or(-1, |span| span.get_days());
        if let Some(meant) = meant.filter(|_| (0..=LONG_AFTER).contains(&days)) {
            slips.extend(move_to(entry, own, meant));
        }
    }
    slips
}

/// A day that lies before all others, in the last entry of many: `07-05` after entries of `07-25`.
fn last_day(entries: &mut [TimelineEntry]) -> Option<DateSlip> {
    let [others @ .., last] = entries else { return None };
    let own = instant(last).filter(|_| last.until.is_none())?;
    let dated: Vec<Instant> = others.iter().filter_map(instant).collect();
    let (first, meant) = (dated.first()?, dated.last()?);
    let is_one_digit = |one: i8, other: i8| (one / 10 == other / 10) != (one % 10 == other % 10);
    let is_slip = own.date() < first.date()
        && own.date().year() == meant.date().year()
        && own.date().month() == meant.date().month()
        && is_one_digit(own.date().day(), meant.date().day());
    let ascend = dated.len() >= AGREED && dated.is_sorted() && first < meant && meant.time() <= own.time();
    if is_slip && ascend { move_to(last, own, meant.date()) } else { None }
}

/// Moves an entry to another day at the same time.
fn move_to(entry: &mut TimelineEntry, own: Instant, meant: Date) -> Option<DateSlip> {
    let mended = Instant::local(meant, own.time(), &Zone::fixed(own.offset()))?;
    let span = entry.text.span()?;
    entry.at = EntryTime::At(mended);
    Some(DateSlip { span, written: own.date(), meant: mended })
}

fn instant(entry: &TimelineEntry) -> Option<Instant> {
    entry.at.instant()
}

/// Whether two dates differ in the year alone or in the month alone.
fn is_slip(one: Date, other: Date) -> bool {
    one.day() == other.day() && (one.year() == other.year()) != (one.month() == other.month())
}
