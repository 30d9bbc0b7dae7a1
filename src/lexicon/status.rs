//! What people call the states of postmortems and of actions.

use super::built_in;
use crate::model::{ActionStatus, Status};
use crate::text::fold;

/// A status and the words that people use for it. An incident that is still going on has a postmortem in review:
/// only `draft` and its synonyms hide a page.
pub fn status(text: &str) -> Option<Status> {
    built_in().statuses.get(&spaced(text)).copied()
}

/// An action's status and the words that people use for it.
pub fn action_status(text: &str) -> Option<ActionStatus> {
    built_in().action_statuses.get(&spaced(text)).copied()
}

fn spaced(text: &str) -> String {
    fold(text).replace(['_', '-'], " ")
}
