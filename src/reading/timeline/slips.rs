//! Slips of the pen: a year or a month that no other entry around has, in a time that fits between its neighbours'.

use crate::model::{Date, EntryTime, Instant, TimelineEntry, Zone};
use crate::text::Span;

/// A date that was taken for another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateSlip {
    /// Where the entry is.
    pub span: Span,
    /// The date as written.
    pub written: Date,
    /// The date of the entries around it.
    pub meant: Date,
}

/// Gives entries whose date is a slip the date of those around them; what was changed.
pub(super) fn mend(entries: &mut [TimelineEntry]) -> Vec<DateSlip> {
    let mut slips = Vec::new();
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
        let zone = Zone::fixed(meant.offset());
        if let Some(mended) = Instant::local(meant.date(), own.time(), &zone)
            && let Some(span) = entries[at].text.span()
        {
            slips.push(DateSlip { span, written: own.date(), meant: meant.date() });
            entries[at].at = EntryTime::At(mended);
        }
    }
    slips
}

fn instant(entry: &TimelineEntry) -> Option<Instant> {
    entry.at.instant()
}

/// Whether two dates differ in the year alone or in the month alone.
fn is_slip(one: Date, other: Date) -> bool {
    one.day() == other.day() && (one.year() == other.year()) != (one.month() == other.month())
}
