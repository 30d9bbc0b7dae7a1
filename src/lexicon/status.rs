//! What people call the states of postmortems and of actions.

use crate::model::{ActionStatus, Status};
use crate::text::fold;

/// A status and the words that people use for it. An incident that is still going on has a postmortem in review:
/// only `draft` and its synonyms hide a page.
pub fn status(text: &str) -> Option<Status> {
    Some(match fold(text).replace(['_', '-'], " ").as_str() {
        "draft" | "wip" | "brouillon" | "entwurf" | "work in progress" => Status::Draft,
        "review" | "in review" | "to review" | "pending review" | "open" | "ongoing" | "in progress"
        | "investigating" | "monitoring" | "identified" | "mitigated" | "en relecture" | "active" => Status::Review,
        "final" | "reviewed" | "published" | "complete" | "completed" | "done" | "closed" | "resolved" | "approved"
        | "finished" | "termine" | "resolu" | "postmortem" => Status::Final,
        _ => return None,
    })
}

/// An action's status and the words that people use for it.
pub fn action_status(text: &str) -> Option<ActionStatus> {
    Some(match fold(text).replace(['_', '-'], " ").as_str() {
        "open" | "todo" | "to do" | "new" | "planned" | "backlog" | "pending" | "not started" | "a faire"
        | "ouvert" | "ouverte" | "prevu" => ActionStatus::Open,
        "in progress" | "doing" | "started" | "wip" | "in review" | "ongoing" | "en cours" => ActionStatus::InProgress,
        "done" | "closed" | "complete" | "completed" | "fixed" | "resolved" | "merged" | "deployed" | "finished"
        | "yes" | "x" | "fait" | "faite" | "termine" | "terminee" => ActionStatus::Done,
        "dropped" | "wont do" | "won't do" | "wont fix" | "won't fix" | "wontfix" | "cancelled" | "canceled"
        | "rejected" | "abandoned" | "obsolete" | "abandonne" | "abandonnee" => ActionStatus::Dropped,
        _ => return None,
    })
}
