//! An edge: the authoring loop. Watch, build as far as is needed, show, tell the browser.
//!
//! - `watch`: what changed on the disk, by events or by looking again and again.
//! - `session`: one thread that owns the library as it is now. A change goes through [`crate::build::plan`] as far as
//!   facts, which is a matter of milliseconds, and is shown; `background`, a second thread, brings words and claims after it.
//! - `last_good`: a save that cannot be understood does not take the place of the last good one; it is shown over it.
//! - `snapshot`: the site as browsers see it at one moment: a plan whose pages are made when they are asked for.
//! - `http`, `answer`: requests, checked, and answers with types, ranges and entity tags.
//! - `reload`: each open page is told when it, or its style, or what is wrong with it has changed.
//!
//! Nothing is written to the disk, and a URL is never turned into a path: it is looked up among the site's places.

#![expect(clippy::disallowed_methods, reason = "an edge: it watches the disk and answers requests")]

mod answer;
mod background;
mod http;
mod last_good;
mod latest_slot;
mod problem;
mod reload;
mod session;
mod snapshot;
mod watch;

pub use problem::Report;
pub use watch::Watching;

use crate::model::AsOf;
use crate::source::{LibraryOptions, ReadError};
use session::Session;
use std::io;
use std::net::{IpAddr, SocketAddr};
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
    pub wish: LibraryOptions,
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
pub fn serve(options: Options, mut tell: impl FnMut(Event) + Send + 'static) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let (listener, instead_of) = runtime.block_on(listen(options.host, options.port))?;
    let address = listener.local_addr()?;
    let (messages, inbox) = channel();
    let session = Session::open(options.wish, options.as_of, messages.clone())?;
    let (watch, watching) = watch::watch(session.places(), options.poll, messages);
    let shown = session.shown();
    let url = format!("http://{}{}", authority(address), shown.borrow().base);
    tell(Event::Ready { url, watching, instead_of });
    let looking = std::thread::Builder::new().name("session".to_owned()).spawn(move || {
        let mut session = session;
        let mut watch = watch;
        while let Ok(message) = inbox.recv() {
            if session.take(message, &inbox, &mut watch, &mut tell).is_break() {
                return;
            }
        }
    })?;
    let left = abandoned(shown.clone());
    let stopped = runtime.block_on(async {
        tokio::select! {
            stopped = http::run(listener, options.host, shown) => stopped.map_err(ServeError::from),
            () = left => Err(ServeError::Abandoned),
        }
    });
    runtime.shutdown_timeout(GRACE);
    // The session may be in the middle of a build that nobody needs any more; it ends with the process.
    drop(looking);
    stopped
}

/// Waits until nobody is left who shows anything new.
async fn abandoned<T>(mut stage: tokio::sync::watch::Receiver<T>) {
    while stage.changed().await.is_ok() {}
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

/// What all threads see of the site.
type Stage = tokio::sync::watch::Receiver<Arc<snapshot::Snapshot>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_site_is_abandoned_when_nobody_can_show_another() {
        let stage = tokio::sync::watch::Sender::new("a site");
        let left = abandoned(stage.subscribe());
        stage.send_replace("another");
        drop(stage);
        tokio::time::timeout(Duration::from_secs(10), left).await.unwrap();
    }
}
