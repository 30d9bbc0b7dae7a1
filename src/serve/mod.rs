//! An edge: the authoring loop. Watch, build as far as is needed, show, tell the browser.
//!
//! - `watch`: what changed on the disk, by events or by looking again and again.
//! - `reader`: the library on the disk, kept in step with what changes there; `burst` makes one change of many.
//! - `session`: one thread that owns the library's [`crate::workspace::Workspace`]. A change is shown as far as facts, which is
//!   a matter of milliseconds; `background`, two other threads, brings words and claims after it by the workspace's jobs.
//! - `message`, `latest_slot`: how these threads talk.
//! - `served_site`: the site as browsers see it at one moment: a plan whose pages are made when they are asked for.
//! - `http`, `answer`: requests, checked, and answers with types, ranges and entity tags.
//! - `reload`: each open page is told when it, or its style, or what is wrong with it has changed.
//!
//! Nothing is written to the disk, and a URL is never turned into a path: it is looked up among the site's places.

#![expect(clippy::disallowed_methods, reason = "an edge: it watches the disk and answers requests")]

mod answer;
mod background;
mod burst;
mod http;
mod latest_slot;
mod message;
mod problem;
mod reader;
mod reload;
mod served_site;
mod session;
mod watch;

pub use problem::Report;
pub use watch::Watching;

use crate::model::AsOf;
use crate::source::{LibraryOptions, ReadError};
use crate::workspace::Job;
use background::Advance;
use session::Session;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;
use thiserror::Error;

/// The first port that is tried, and how many after it, unless one is asked for.
const PORTS: std::ops::Range<u16> = 3000..3020;
/// How long open connections may take to end after a stop.
const GRACE: Duration = Duration::from_millis(500);

/// What is served, and where.
pub struct Options {
    /// The library.
    pub library: LibraryOptions,
    /// The day it is built for, asked for at every build: a server may run past midnight.
    pub as_of: Box<dyn Fn() -> AsOf + Send>,
    /// The address to listen on.
    pub host: IpAddr,
    /// The port; a free one is looked for when `None`.
    pub port: Option<u16>,
    /// Look again and again instead of waiting for events.
    pub poll: bool,
}

/// What happens while serving.
#[derive(Debug)]
pub enum Event {
    /// The site can be read.
    Ready {
        /// Where.
        url: String,
        /// How changes are noticed.
        watching: Watching,
        /// The port that was asked for first, where it was taken.
        instead_of: Option<u16>,
    },
    /// A change can be seen.
    Shown {
        /// How many files of the library were different, at least.
        files: usize,
        /// From the moment the change was heard of.
        took: Duration,
    },
    /// Everything follows from the present files: search, related incidents, checks.
    Settled {
        /// What was found that was not found before; at first everything.
        new: Report,
        /// How much was found in all, in words; "" when nothing is wrong.
        summary: String,
        /// How long it took.
        took: Duration,
    },
    /// A save cannot be used; the last good state is shown.
    Held(Report),
    /// What was held can be used again, or is gone.
    Released,
    /// The system does not watch a place; from now on it is looked at twice a second.
    WatchRefused {
        /// The place; `None` where the system does not say which.
        place: Option<PathBuf>,
        /// What the system said.
        why: String,
    },
}

/// Why nothing can be served.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The library cannot be opened.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The port is taken or not allowed.
    #[error("cannot listen on {address}: {source}; choose another with --port")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// A thread that brings the library up to date has ended, which is a fault of the program: what it would show from
    /// now on is out of date.
    #[error("the library is no longer brought up to date, which is a fault of Casebook; start it again")]
    Abandoned,
    /// The system gives no thread or no event loop.
    #[error("cannot serve: {0}")]
    System(#[from] io::Error),
}

/// Serves a library until Ctrl-C.
pub fn serve(options: Options, tell: impl FnMut(Event) + Send + 'static) -> Result<(), ServeError> {
    serve_with(options, Job::advance, tell)
}

fn serve_with(
    options: Options,
    advance: Advance,
    mut tell: impl FnMut(Event) + Send + 'static,
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (listener, instead_of) = runtime.block_on(listen(options.host, options.port))?;
    let address = listener.local_addr()?;
    let (messages, inbox) = channel();
    let session = Session::open(options.library, options.as_of, advance, messages.clone())?;
    let (watch, watching) = watch::watch(session.places(), options.poll, messages);
    let site = session.site();
    let url = format!("http://{}{}", authority(address), site.borrow().base);
    tell(Event::Ready { url, watching, instead_of });
    let thread = std::thread::Builder::new().name("session".to_owned()).spawn(move || {
        let mut session = session;
        let mut watch = watch;
        while let Ok(message) = inbox.recv() {
            if session.take(message, &inbox, &mut watch, &mut tell).is_break() {
                return;
            }
        }
    })?;
    let abandoned = abandoned(site.clone());
    let stopped = runtime.block_on(async {
        tokio::select! {
            stopped = http::run(listener, options.host, site) => stopped.map_err(ServeError::from),
            () = abandoned => Err(ServeError::Abandoned),
        }
    });
    runtime.shutdown_timeout(GRACE);
    // The session may be in the middle of a build that nobody needs any more; it ends with the process.
    drop(thread);
    stopped
}

/// Waits until the session has ended, with whom all that is new comes.
async fn abandoned(mut site: SiteChannel) {
    while site.changed().await.is_ok() {}
}

/// A listener on the port that is asked for, else on the first free one; and the one that was taken.
async fn listen(host: IpAddr, port: Option<u16>) -> Result<(tokio::net::TcpListener, Option<u16>), ServeError> {
    let ports = port.map_or(PORTS, |port| port..port.saturating_add(1));
    let first = ports.start;
    let mut refused = None;
    // 65535 has no successor to end the range with.
    for port in ports.chain((port == Some(u16::MAX)).then_some(u16::MAX)) {
        let address = SocketAddr::new(host, port);
        match tokio::net::TcpListener::bind(address).await {
            Ok(listener) => return Ok((listener, (port != first).then_some(first))),
            Err(source) => refused = refused.or(Some(ServeError::Listen { address, source })),
        }
    }
    Err(refused.unwrap_or_else(|| io::Error::other("there is no port to listen on").into()))
}

/// The address as a URL has it; one that means "any" is reached as the loopback.
fn authority(address: SocketAddr) -> String {
    match address.ip() {
        ip if ip.is_loopback() || ip.is_unspecified() => format!("localhost:{}", address.port()),
        IpAddr::V6(ip) => format!("[{ip}]:{}", address.port()),
        ip @ IpAddr::V4(_) => format!("{ip}:{}", address.port()),
    }
}

/// The site that browsers see, and the news that there is another.
type SiteChannel = tokio::sync::watch::Receiver<Arc<served_site::ServedSite>>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;
    use crate::workspace::Depth;

    /// Serves a small library whose background fails, and says how that ends.
    fn served_with(advance: Advance) -> ServeError {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.md"), "# A page\n\nText.\n").unwrap();
        let options = Options {
            library: LibraryOptions { dir: Some(folder.path().to_owned()), ..LibraryOptions::default() },
            as_of: Box::new(|| AsOf(Date::constant(2026, 11, 23))),
            host: IpAddr::from([127, 0, 0, 1]),
            port: Some(0),
            poll: false,
        };
        serve_with(options, advance, |_| {}).unwrap_err()
    }

    #[test]
    fn a_thread_that_dies_ends_it_though_nobody_saves_anything() {
        let words: Advance = |_, _| std::panic::resume_unwind(Box::new(()));
        let claims: Advance = |job, depth| match depth {
            Depth::Full => std::panic::resume_unwind(Box::new(())),
            _ => job.advance(depth),
        };
        for advance in [words, claims] {
            assert!(matches!(served_with(advance), ServeError::Abandoned));
        }
    }
}
