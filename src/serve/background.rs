//! What takes longer than a save may: words, then claims, each in a thread of its own, so that the search index does not
//! wait for claims that were begun before.

use super::latest_slot::{LatestSlot, latest_slot};
use super::session::Message;
use crate::build::{Depth, Input, Memo, Planned, plan};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// A library to be brought up to date.
pub(super) struct Job {
    /// Which state of the library it is.
    pub(super) number: u64,
    pub(super) input: Arc<Input>,
    /// What is shown of it meanwhile.
    pub(super) before: Arc<Planned>,
    /// When it was asked for.
    pub(super) begun: Instant,
}

/// A library that was brought up to date.
pub(super) struct Settled {
    pub(super) number: u64,
    pub(super) planned: Arc<Planned>,
    /// Whether claims and checks are up to date, not only words.
    pub(super) is_all: bool,
    /// Since it was asked for.
    pub(super) took: Duration,
}

/// Starts both threads and their helpers. Each takes the newest job there is and sends what it makes to the session.
pub(super) fn start(mut memo: Memo, messages: Sender<Message>) -> io::Result<LatestSlot<Job>> {
    let (giver, jobs) = latest_slot::<Job>();
    let (claims, claim_jobs) = latest_slot::<(Job, Memo)>();
    let to_workshop = messages.clone();
    let words_pool = pool(|_| step_back(5))?;
    std::thread::Builder::new().name("words".to_owned()).spawn(move || {
        while let Some(job) = jobs.take() {
            let reach = Depth::Index(&job.before);
            let planned = words_pool.install(|| plan(&job.input, &mut memo, reach, |_| {}));
            let told = to_workshop.send(Message::Settled(job.settled(planned, false)));
            // The other thread gets what is known by now; all of it is shared, nothing is copied.
            if told.is_err() || claims.give((job, memo.clone())).is_err() {
                return;
            }
        }
    })?;
    let claims_pool = pool(|_| step_back(10))?;
    std::thread::Builder::new().name("claims".to_owned()).spawn(move || {
        while let Some((job, mut memo)) = claim_jobs.take() {
            let planned = claims_pool.install(|| plan(&job.input, &mut memo, Depth::Full, |_| {}));
            if messages.send(Message::Settled(job.settled(planned, true))).is_err() {
                return;
            }
        }
    })?;
    Ok(giver)
}

impl Job {
    fn settled(&self, planned: Planned, is_all: bool) -> Settled {
        Settled { number: self.number, planned: Arc::new(planned), is_all, took: self.begun.elapsed() }
    }
}

/// Threads of one's own: what one pool has begun does not keep the other waiting.
pub(super) fn pool(start: fn(usize)) -> io::Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new().start_handler(start).build().map_err(io::Error::other)
}

/// Lets other threads go first: a save is not to wait for what was begun for the one before. On Linux a priority is a
/// thread's own (setpriority(2)); elsewhere it is the process's and stays as it is.
fn step_back(niceness: i32) {
    #[cfg(target_os = "linux")]
    {
        // A system that says no runs it as everything else.
        let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), niceness);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = niceness;
}
