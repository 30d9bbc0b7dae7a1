//! Milestones that contradict each other: the later one of two that stand in the wrong order was misread or miswritten, and is
//! told and left out.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Milestones, Phase};
use crate::text::ContentPath;

/// Of each pair the first bounds the second. `started` bounds all others; of the rest only the end bounds what came before,
/// since an incident may be acknowledged before its detection is noted.
const PAIRS: [(Phase, Phase); 6] = [
    (Phase::Started, Phase::Detected),
    (Phase::Started, Phase::Acknowledged),
    (Phase::Started, Phase::Mitigated),
    (Phase::Started, Phase::Resolved),
    (Phase::Detected, Phase::Resolved),
    (Phase::Mitigated, Phase::Resolved),
];

/// Leaves out milestones that lie before one that must come first. One finding says enough about a page.
pub(super) fn contradictions(path: &ContentPath, milestones: &mut Milestones) -> Option<Diagnostic> {
    let mut told = None;
    for (first, then) in PAIRS {
        let (Some(earlier), Some(later)) = (milestones.get(first), milestones.get(then)) else { continue };
        if later.value >= earlier.value {
            continue;
        }
        let minutes = earlier.value.minutes_since(later.value);
        let message = format!("`{}` lies {minutes} minutes before `{}`", then.name(), first.name());
        let mut diagnostic = Diagnostic::new(Code::ImpossibleOrder, path, later.span(), message);
        if let Some(span) = earlier.span() {
            diagnostic = diagnostic.label(span, format!("`{}` is here", first.name()));
        }
        told.get_or_insert(diagnostic);
        milestones.clear(then);
    }
    told
}
