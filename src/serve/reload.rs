//! The channel by which an open page hears of changes (server-sent events, HTML standard §9.2).
//!
//! A page says which one it is and how it looked. It is told to reload when it looks different now, to take other style
//! sheets when only these are different, and what is wrong. Names and findings go over the channel, no content.

use super::SiteChannel;
use super::problem::Problem;
use super::served_site::{Rendered, ServedSite};
use crate::text::{OutputPath, encode_path};
use axum::body::Body;
use axum::http::Response;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use serde_json::json;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::mpsc::Sender;
use tokio_stream::wrappers::ReceiverStream;

/// What a page runs; see `reload.js`.
pub(super) const SCRIPT: &str = include_str!("reload.js");

/// What a page is told, last of all what it was told before, so that it is not told twice.
struct Listener {
    page: OutputPath,
    appearance: String,
    /// The latest change of other files that it was made after.
    moment: u64,
    styles: Option<Vec<String>>,
    problems: Option<Vec<Problem>>,
}

/// The events of one page; `query` is `page=…&appearance=…&moment=…`.
pub(super) fn events(site: SiteChannel, query: &str) -> Response<Body> {
    let value = |wanted: &str| {
        let pair = query.split('&').find_map(|pair| pair.strip_prefix(wanted)?.strip_prefix('='));
        percent_encoding::percent_decode_str(pair.unwrap_or("")).decode_utf8_lossy().into_owned()
    };
    let (sender, receiver) = tokio::sync::mpsc::channel(16);
    let page = OutputPath::new(&value("page")).unwrap_or_else(crate::site::route::not_found);
    let moment = value("moment").parse().unwrap_or(0);
    let listener = Listener { page, appearance: value("appearance"), moment, styles: None, problems: None };
    tokio::spawn(listen(listener, site, sender));
    Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::default()).into_response()
}

async fn listen(mut listener: Listener, mut site: SiteChannel, sender: Sender<Result<Event, Infallible>>) {
    loop {
        let served = Arc::clone(&site.borrow_and_update());
        let (updated, events) = match tokio::task::spawn_blocking(move || listener.look(&served)).await {
            Ok(looked) => looked,
            Err(_) => return,
        };
        listener = updated;
        for event in events {
            if sender.send(Ok(event)).await.is_err() {
                return;
            }
        }
        tokio::select! {
            changed = site.changed() => if changed.is_err() { return },
            () = sender.closed() => return,
        }
    }
}

impl Listener {
    /// What there is to tell at this moment.
    fn look(mut self, site: &ServedSite) -> (Listener, Vec<Event>) {
        let mut events = Vec::new();
        if self.moment > site.moment() {
            // The page is another server's, which counted otherwise.
            self.moment = 0;
        }
        // Where there is no page, there is the one that says so.
        let rendered = site.file(&self.page).or_else(|| site.file(&crate::site::route::not_found()));
        let (appearance, is_touched) = match rendered.as_deref() {
            Some(Rendered::Bytes { appearance, bytes, .. }) => {
                (appearance.to_string(), self.shows_replaced(site, bytes))
            }
            Some(Rendered::Failed(_) | Rendered::Panicked) => ("failed".to_owned(), false),
            // Nothing that has the script: the browser shall see that.
            Some(Rendered::File(_)) | None => ("gone".to_owned(), false),
        };
        let styles: Vec<String> = site.style_sheets().into_iter().map(str::to_owned).collect();
        if appearance != self.appearance || is_touched {
            events.push(Event::default().event("reload").data("{}"));
            self.appearance = appearance;
            self.moment = site.moment();
        } else if self.styles.as_ref().is_some_and(|known| *known != styles) || self.styles.is_none() {
            events.push(Event::default().event("styles").data(json!(styles).to_string()));
        }
        self.styles = Some(styles);
        let mine = |problem: &&Problem| problem.page.as_ref().is_none_or(|page| *page == self.page);
        let problems: Vec<Problem> = site.problems.iter().filter(mine).cloned().collect();
        if self.problems.as_ref() != Some(&problems) {
            events.push(Event::default().event("problems").data(json!(problems).to_string()));
            self.problems = Some(problems);
        }
        (self, events)
    }

    /// Whether a page shows a file that was replaced after it was made.
    fn shows_replaced(&self, site: &ServedSite, page: &[u8]) -> bool {
        let mut replaced = site.replaced.iter().rev().take_while(|(moment, _)| *moment > self.moment).peekable();
        if replaced.peek().is_none() {
            return false;
        }
        let page = String::from_utf8_lossy(page);
        replaced.any(|(_, path)| page.contains(&encode_path(path.name())))
    }
}
