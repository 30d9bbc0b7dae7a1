//! Dates that are impossible, and dates that are unlikely.

use crate::diagnostic::{Code, Diagnostic};
use crate::library::Page;
use crate::model::{AsOf, Phase};
use jiff::ToSpan;

/// No computer had an outage before this year.
const FIRST_YEAR: i16 = 1950;

/// A milestone that lies before one that must come first. `started` bounds all others; of the rest only the end bounds
/// what came before, since an incident may be acknowledged before its detection is noted.
pub(super) fn order(page: &Page, found: &mut Vec<Diagnostic>) {
    let milestones = &page.incident().milestones;
    let pairs = [
        (Phase::Started, Phase::Detected),
        (Phase::Started, Phase::Acknowledged),
        (Phase::Started, Phase::Mitigated),
        (Phase::Started, Phase::Resolved),
        (Phase::Detected, Phase::Resolved),
        (Phase::Mitigated, Phase::Resolved),
    ];
    for (first, then) in pairs {
        let (Some(earlier), Some(later)) = (milestones.get(first), milestones.get(then)) else { continue };
        if later.value >= earlier.value {
            continue;
        }
        let minutes = earlier.value.minutes_since(later.value);
        let message = format!("`{}` lies {minutes} minutes before `{}`", then.name(), first.name());
        let mut diagnostic = Diagnostic::new(Code::ImpossibleOrder, page.path(), later.span(), message);
        if let Some(span) = earlier.span() {
            diagnostic = diagnostic.label(span, format!("`{}` is here", first.name()));
        }
        found.push(diagnostic);
        // One pair says enough about a milestone that is off.
        return;
    }
}

/// A date before computers or after the as-of date.
pub(super) fn likely(page: &Page, as_of: AsOf, found: &mut Vec<Diagnostic>) {
    let incident = page.incident();
    let date = incident.date.as_ref().map(|found| (found.value, found.span()));
    let started = incident.milestones.get(Phase::Started).map(|found| (found.value.date(), found.span()));
    let Some((day, span)) = date.or(started) else { return };
    // A day of grace: the author may live east of the machine that builds.
    let latest = as_of.0.checked_add(1.day()).unwrap_or(as_of.0);
    if page.is_incident() && (day.year() < FIRST_YEAR || day > latest) {
        let when = if day > latest { "in the future" } else { "before there were computers" };
        found.push(Diagnostic::new(Code::UnlikelyDate, page.path(), span, format!("{day} is {when}")));
    }
}
