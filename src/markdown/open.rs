//! What is open while a body is written: the heading, the table, the links, the events that wait for their anchors.

use super::Html;
use crate::text::Span;
use pulldown_cmark::Alignment;
use std::ops::Range;

/// A heading that is being written.
pub(super) struct OpenHeading {
    /// Its text without originals.
    pub text: String,
    /// Names of raw anchors in it.
    pub names: Vec<String>,
    /// The id that its author gave it.
    pub id: Option<String>,
    pub level: u8,
    /// Whether it is the title, which the page shows itself.
    pub is_title: bool,
    pub span: Span,
    /// The HTML before it: the heading's own is written aside, because its id is known only at its end.
    pub outer: Html,
}

/// A table that is being written.
pub(super) struct OpenTable<'e> {
    pub alignments: &'e [Alignment],
    pub column: usize,
    pub in_head: bool,
}

/// A link that is being written.
pub(super) struct OpenLink {
    /// Its index in `links`; `None` when it was dropped or stands inside another.
    pub index: Option<usize>,
    /// What is written at its end.
    pub end: &'static str,
    pub text: String,
    pub in_original: bool,
}

/// An image whose alternative text is being read.
pub(super) struct OpenImage {
    pub destination: String,
    pub title: String,
    pub alt: String,
    /// Whether it is written `![[…]]`.
    pub is_embed: bool,
    pub depth: usize,
    pub range: Range<usize>,
}

/// The anchors that events have got so far, in the order of the file.
#[derive(Default)]
pub(super) struct EventAnchors {
    pub given: Vec<String>,
}

impl EventAnchors {
    /// One for each event; those after the last element have none.
    pub fn finish(mut self, events: usize) -> Vec<String> {
        self.given.resize(events, String::new());
        self.given
    }

    /// Gives an anchor to the next event.
    pub fn give(&mut self, anchor: &str) {
        self.given.push(anchor.to_owned());
    }
}
