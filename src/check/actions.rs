//! Actions that are overdue, or open without an owner.

use crate::diagnostic::{Code, Diagnostic};
use crate::library::Page;
use crate::model::{ActionItem, AsOf, Origin};
use crate::text::{Span, shorten};

fn span(action: &ActionItem) -> Option<Span> {
    match action.origin {
        Origin::Stated(span) | Origin::Inferred(span) => Some(span),
        Origin::External => None,
    }
}

/// Open actions without an owner.
pub(super) fn owners(page: &Page, found: &mut Vec<Diagnostic>) {
    for action in page.incident().actions.iter().filter(|action| action.status.is_open() && action.owner.is_none()) {
        let message = format!("nobody owns \"{}\"", shorten(&action.text, 60));
        found.push(Diagnostic::new(Code::ActionWithoutOwner, page.path(), span(action), message));
    }
}

/// Open actions past their due date.
pub(super) fn overdue(page: &Page, as_of: AsOf, found: &mut Vec<Diagnostic>) {
    for action in page.incident().actions.iter().filter(|action| action.is_overdue(as_of)) {
        let Some(due) = action.due else { continue };
        let days = due.until(as_of.0).map_or(0, |late| late.get_days());
        let message = format!("\"{}\" was due on {due}, {days} days ago", shorten(&action.text, 60));
        found.push(Diagnostic::new(Code::ActionOverdue, page.path(), span(action), message));
    }
}
