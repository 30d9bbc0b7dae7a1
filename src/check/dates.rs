//! Dates that are unlikely.

use crate::diagnostic::{Code, Diagnostic};
use crate::library::Page;
use crate::model::{AsOf, Phase};
use jiff::ToSpan;

/// No computer had an outage before this year.
const FIRST_YEAR: i16 = 1950;

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
