//! What people call the states of postmortems and of actions.

use super::Lexicon;
use crate::model::{ActionStatus, Status};
use crate::text::fold;

impl Lexicon {
    /// A status and the words that people use for it. An incident that is still going on has a postmortem in review:
    /// only `draft` and its synonyms hide a page.
    pub fn status(&self, text: &str) -> Option<Status> {
        self.statuses.get(&spaced(text)).copied()
    }

    /// An action's status and the words that people use for it.
    pub fn action_status(&self, text: &str) -> Option<ActionStatus> {
        self.action_statuses.get(&spaced(text)).copied()
    }
}

fn spaced(text: &str) -> String {
    fold(text).replace(['_', '-'], " ")
}
