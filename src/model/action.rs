//! What was promised.

use super::severity::names;
use super::{Date, Origin, Sourced};
use serde::{Deserialize, Serialize};

/// How far an action has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ActionStatus {
    /// Not begun.
    Open,
    /// Begun.
    InProgress,
    /// Finished.
    Done,
    /// Given up, on purpose.
    Dropped,
}
names!(ActionStatus: Open "open", InProgress "in-progress", Done "done", Dropped "dropped");

impl ActionStatus {
    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        matches!(self, ActionStatus::Open | ActionStatus::InProgress)
    }
}

/// A ticket, an issue, a pull request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TrackerRef {
    /// As people say it: `OPS-1234`, `#482`, `jupyterhub/binderhub#188`.
    pub label: String,
    /// Where it is; `None` when only its name is known.
    pub url: Option<String>,
}

/// One action item.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ActionItem {
    /// What to do, as plain text.
    pub text: String,
    /// How far it has come.
    pub status: ActionStatus,
    /// Who does it, as written; `None` when nobody is named.
    pub owner: Option<String>,
    /// What kind (prevent, detect, mitigate, process, …), often the sub-heading it stood under.
    pub kind: Option<String>,
    /// When it was agreed on, where its tracker says so; else the end of the incident is as good.
    pub opened: Option<Date>,
    /// When it is due.
    pub due: Option<Date>,
    /// When it was finished or dropped.
    pub closed: Option<Date>,
    /// Its ticket.
    pub reference: Option<TrackerRef>,
    /// Where it was found.
    pub origin: Origin,
}

impl ActionItem {
    /// An open action of this text and no more.
    pub fn new(text: Sourced<String>) -> ActionItem {
        ActionItem {
            text: text.value,
            status: ActionStatus::Open,
            owner: None,
            kind: None,
            opened: None,
            due: None,
            closed: None,
            reference: None,
            origin: text.origin,
        }
    }

    /// Whether it is open past its due date.
    pub fn is_overdue(&self, as_of: super::AsOf) -> bool {
        self.status.is_open() && self.due.is_some_and(|due| due < as_of.0)
    }
}
