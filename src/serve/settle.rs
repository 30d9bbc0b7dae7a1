//! What takes longer than a save may: words and claims, in a thread of its own.

use super::workshop::Message;
use crate::build::{Input, Memo, Planned, Reach, plan};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

/// A library to be brought up to date.
pub(super) struct Job {
    /// Which state of the library it is.
    pub(super) number: u64,
    pub(super) input: Arc<Input>,
    /// What is shown of it meanwhile.
    pub(super) before: Arc<Planned>,
}

/// A library that was brought up to date.
pub(super) struct Settled {
    pub(super) number: u64,
    pub(super) planned: Arc<Planned>,
    /// Whether claims and checks are up to date, not only words.
    pub(super) is_all: bool,
    pub(super) took: std::time::Duration,
}

/// Starts the thread and its helpers. It takes the newest job there is and sends what it makes to the workshop.
pub(super) fn start(mut memo: Memo, messages: Sender<Message>) -> io::Result<Sender<Job>> {
    let (sender, jobs) = channel();
    let pool = pool(step_back)?;
    std::thread::Builder::new().name("settle".to_owned()).spawn(move || {
        let mut next = None;
        while let Some(job) = next.take().or_else(|| jobs.recv().ok()) {
            let job = newest(&jobs).unwrap_or(job);
            let begun = Instant::now();
            let mut made = |reach: Reach<'_>, is_all| {
                let planned = Arc::new(pool.install(|| plan(&job.input, &mut memo, reach, |_| {})));
                let settled = Settled { number: job.number, planned, is_all, took: begun.elapsed() };
                messages.send(Message::Settled(settled)).is_ok()
            };
            if !made(Reach::Words(&job.before), false) {
                return;
            }
            // Search follows every save; claims follow when there is time.
            next = newest(&jobs);
            if next.is_none() && !made(Reach::All, true) {
                return;
            }
        }
    })?;
    Ok(sender)
}

/// Threads of one's own: what one pool has begun does not keep the other waiting.
pub(super) fn pool(start: fn(usize)) -> io::Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new().start_handler(start).build().map_err(io::Error::other)
}

/// Lets other threads go first: a save is not to wait for what was begun for the one before. On Linux a priority is a
/// thread's own (setpriority(2)); elsewhere it is the process's and stays as it is.
fn step_back(_: usize) {
    #[cfg(target_os = "linux")]
    {
        const NICENESS: i32 = 5;
        // A system that says no runs it as everything else.
        let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICENESS);
    }
}

fn newest(jobs: &Receiver<Job>) -> Option<Job> {
    jobs.try_iter().last()
}
