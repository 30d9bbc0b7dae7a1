//! The background: what takes longer than a save may. Words, then claims, each in a thread of its own, so that the search
//! index does not wait for claims that were begun before.

use super::latest_slot::{LatestSlot, latest_slot};
use super::message::{Finished, Message};
use crate::workspace::{Depth, Job};
use std::io;
use std::sync::mpsc::Sender;
use std::time::Instant;

/// How a job is brought further: [`Job::advance`], but in tests.
pub(super) type Advance = fn(&mut Job, Depth);

/// A job and when it was asked for.
type Timed = (Job, Instant);

/// Starts both threads and their helpers. Each takes the newest job there is and sends the session what it makes.
pub(super) fn start(advance: Advance, messages: Sender<Message>) -> io::Result<LatestSlot<Timed>> {
    let (giver, jobs) = latest_slot::<Timed>();
    let (claims, claim_jobs) = latest_slot::<Timed>();
    let words_pool = pool(|_| step_back(5))?;
    let claims_pool = pool(|_| step_back(10))?;
    let alarm = Alarm(messages.clone());
    std::thread::Builder::new().name("words".to_owned()).spawn(move || {
        while let Some((mut job, begun)) = jobs.take() {
            words_pool.install(|| advance(&mut job, Depth::Index));
            // The other thread gets what is known by now; all of it is shared, nothing is copied.
            if alarm.send(&job, begun).is_break() || claims.give((job, begun)).is_err() {
                return;
            }
        }
    })?;
    let alarm = Alarm(messages);
    std::thread::Builder::new().name("claims".to_owned()).spawn(move || {
        while let Some((mut job, begun)) = claim_jobs.take() {
            claims_pool.install(|| advance(&mut job, Depth::Full));
            if alarm.send(&job, begun).is_break() {
                return;
            }
        }
    })?;
    Ok(giver)
}

/// The line to the session, which tells it when the thread ends, however it ends.
struct Alarm(Sender<Message>);

impl Alarm {
    fn send(&self, job: &Job, begun: Instant) -> std::ops::ControlFlow<()> {
        let finished = Finished { job: job.clone(), took: begun.elapsed() };
        match self.0.send(Message::Finished(finished)) {
            Ok(()) => std::ops::ControlFlow::Continue(()),
            Err(_) => std::ops::ControlFlow::Break(()),
        }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        // The session may have ended first.
        let _ = self.0.send(Message::BackgroundEnded);
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
