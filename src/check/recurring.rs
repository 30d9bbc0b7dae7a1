//! Issues that come back: promises that were not kept or did not help, and corrections that match nothing.

use crate::config::{Config, CorrectionKind};
use crate::diagnostic::{Code, Diagnostic, Subject};
use crate::insight::{FixOutcome, Insights};
use crate::library::Library;
use crate::model::Origin;
use crate::text::shorten;

/// Actions that recurring issues outlived.
pub(super) fn fixes(library: &Library, insights: &Insights, found: &mut Vec<Diagnostic>) {
    for fix in insights.recurring.iter().flat_map(|issue| &issue.fixes) {
        let (code, action, recurrence, state) = match *fix {
            FixOutcome::NotMade { action, recurrence } => (Code::FixNotMade, action, recurrence, "still open"),
            FixOutcome::DidNotHold { action, recurrence } => (Code::FixDidNotHold, action, recurrence, "done"),
        };
        let from = insights.actions[action];
        let page = library.page(from.page);
        let item = &page.incident().actions[from.index];
        let span = match item.origin {
            Origin::Stated(span) | Origin::Inferred(span) => Some(span),
            Origin::External => None,
        };
        let text = shorten(&item.text, 60);
        let message = format!("\"{text}\" of {} was {state} when {} happened", page.id, library.page(recurrence).id);
        found.push(Diagnostic::new(code, page.path(), span, message));
    }
}

/// Names under `[recurring]` that match nothing.
pub(super) fn unmatched(insights: &Insights, config: &Config, found: &mut Vec<Diagnostic>) {
    for (correction, at) in &insights.unmatched {
        // What was learnt under other settings may name corrections that are gone.
        let Some(correction) = config.recurring.get(*correction) else { continue };
        let Some((name, span)) = correction.about.get(*at) else { continue };
        let expected = match correction.kind {
            CorrectionKind::Merge => "no incident",
            _ => "no recurring issue, nor an incident of one",
        };
        let message = format!("`{name}` is {expected}");
        found.push(Diagnostic::about(Code::UnmatchedCorrection, Subject::Settings, Some(*span), message));
    }
}
