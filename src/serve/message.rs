//! What the session's thread is told by the others.

use crate::workspace::Job;
use std::path::PathBuf;
use std::time::Duration;

/// A message to the session.
pub(super) enum Message {
    /// Something changed on the disk.
    Changed(DiskChange),
    /// The system does not watch a place: it must be looked at again and again.
    WatchRefused {
        /// The place; `None` where the system does not say which.
        place: Option<PathBuf>,
        /// What the system said.
        why: String,
    },
    /// Words or claims are up to date.
    Finished(Finished),
    /// A thread of the background has ended, and nothing will be up to date any more.
    BackgroundEnded,
}

/// What happened on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DiskChange {
    /// The paths that changed.
    pub(super) paths: Vec<PathBuf>,
    /// Whether anything at all may have changed: events were lost, or there are none.
    pub(super) everything: bool,
}

impl DiskChange {
    pub(super) fn everything() -> DiskChange {
        DiskChange { paths: Vec::new(), everything: true }
    }

    pub(super) fn add(&mut self, more: DiskChange) {
        self.everything |= more.everything;
        self.paths.extend(more.paths);
        self.paths.sort();
        self.paths.dedup();
    }
}

/// A job that the background has finished.
pub(super) struct Finished {
    pub(super) job: Job,
    /// How long it took since the change was shown.
    pub(super) took: Duration,
}
