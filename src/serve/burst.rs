//! A burst: many files that change at once, as when a branch is switched or a folder is copied. It is one change.

use super::message::{DiskChange, Message};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// More files than this at once are a burst.
const BURST: usize = 8;
/// A burst is over when nothing was heard for so long.
const QUIET: Duration = Duration::from_millis(100);
/// It is not waited for longer than this.
const LONGEST_BURST: Duration = Duration::from_secs(2);

/// Waits for the end of a burst; a change of a few files is none. Messages of other kinds that came meanwhile follow.
pub(super) fn whole_burst(mut change: DiskChange, inbox: &Receiver<Message>) -> (DiskChange, Vec<Message>) {
    let begun = Instant::now();
    let mut others = Vec::new();
    let next = |change: &DiskChange| {
        let is_burst = change.everything || change.paths.len() > BURST;
        let wait = if is_burst && begun.elapsed() < LONGEST_BURST { QUIET } else { Duration::ZERO };
        inbox.recv_timeout(wait).ok()
    };
    while let Some(message) = next(&change) {
        match message {
            Message::Changed(more) => change.add(more),
            other => others.push(other),
        }
    }
    (change, others)
}
