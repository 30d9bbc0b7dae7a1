//! The state of the walk over a body, and what every part of it writes with.

use super::Spanned;
use super::callout::{Callout, Callouts};
use super::context::RenderContext;
use super::footnote_list::Footnotes;
use super::highlight::Highlighter;
use super::labels::{Labels, labels};
use super::open::{EventAnchors, OpenHeading, OpenImage, OpenLink, OpenTable};
use super::plain::Plain;
use super::raw::Raw;
use super::{Heading, Html, LinkKind, Picture, RawLink, sanitize};
use crate::diagnostic::Diagnostic;
use crate::text::{Anchors, Span};
use std::ops::Range;

/// How deep containers are nested in the HTML. Browsers stop at 512; nobody writes 20.
pub(super) const DEEPEST: usize = 100;

/// What is different about a field.
pub(super) struct Inline {
    pub span: Span,
    pub first_link: usize,
}

/// The state of the walk. `walk` says which event goes where; `heading`, `table`, `footnote`, `link`, `write`,
/// `event_anchor` and `raw_html` write what is theirs.
pub(super) struct Renderer<'e> {
    pub(super) events: &'e [Spanned<'e>],
    pub(super) context: RenderContext<'e>,
    pub(super) labels: &'static Labels,
    pub(super) out: Html,
    pub(super) links: Vec<RawLink>,
    pub(super) headings: Vec<Heading>,
    pub(super) pictures: Vec<Picture>,
    pub(super) anchors: Vec<String>,
    pub(super) names: Anchors,
    pub(super) event_anchors: EventAnchors,
    pub(super) plain: Plain,
    pub(super) raw: Raw,
    pub(super) notes: Footnotes<'e>,
    pub(super) callouts: Callouts<'e>,
    /// The block quotes that are open, and which callout each is.
    pub(super) quotes: Vec<Option<Callout<'e>>>,
    /// Whether the title of the innermost callout is being written.
    pub(super) in_callout_title: bool,
    pub(super) heading: Option<OpenHeading>,
    /// Whether the title was met.
    pub(super) titled: bool,
    /// Whether a heading of level 1 came that is not the title: it and all that follow are one level lower.
    pub(super) lowered: bool,
    pub(super) table: Option<OpenTable<'e>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) highlighter: Highlighter,
    /// Set when a field is rendered and not a body.
    pub(super) inline: Option<Inline>,
    depth: usize,
    pub(super) open_links: Vec<OpenLink>,
    pub(super) image: Option<OpenImage>,
    /// The info string and the text of the block of code that is being read.
    pub(super) code: Option<(&'e str, String)>,
}

impl<'e> Renderer<'e> {
    pub(super) fn new(events: &'e [Spanned<'e>], context: RenderContext<'e>) -> Renderer<'e> {
        Renderer {
            events,
            context,
            labels: labels(context.language),
            out: Html::default(),
            links: Vec::new(),
            headings: Vec::new(),
            pictures: Vec::new(),
            anchors: Vec::new(),
            names: Anchors::default(),
            event_anchors: EventAnchors::default(),
            plain: Plain::new(),
            raw: Raw::new(events),
            notes: Footnotes::new(events),
            callouts: Callouts::new(events),
            quotes: Vec::new(),
            in_callout_title: false,
            heading: None,
            titled: false,
            lowered: false,
            table: None,
            diagnostics: Vec::new(),
            highlighter: Highlighter::default(),
            inline: None,
            depth: 0,
            open_links: Vec::new(),
            image: None,
            code: None,
        }
    }

    /// The HTML, sanitised where raw HTML went into it.
    pub(super) fn finished_html(&mut self) -> Html {
        let html = std::mem::take(&mut self.out);
        if self.raw.was_met && !self.context.unsafe_html { sanitize::sanitize(html) } else { html }
    }

    /// Whether only inline elements may be written.
    pub(super) fn is_inline(&self) -> bool {
        self.inline.is_some()
    }

    /// Whether the walk stands outside every container.
    pub(super) fn is_top(&self) -> bool {
        self.depth == 0 && self.raw.depth() == 0
    }

    /// How deep the HTML is nested here.
    pub(super) fn nesting(&self) -> usize {
        self.depth + self.raw.depth()
    }

    /// The place of an event in the file.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        match &self.inline {
            Some(inline) => inline.span,
            None => Span::new(range.clone()).moved(self.context.offset),
        }
    }

    /// Whether a link is being written: another one must not begin in it.
    pub(super) fn in_link(&self) -> bool {
        !self.open_links.is_empty() || self.raw.has_open("a")
    }

    /// Notes a link and returns its index as holes name it.
    pub(super) fn register(&mut self, kind: LinkKind, destination: String, range: &Range<usize>) -> usize {
        let span = self.span(range);
        let (first, in_front_matter) = self.inline.as_ref().map_or((0, false), |inline| (inline.first_link, true));
        self.links.push(RawLink { kind, destination, text: String::new(), span, in_front_matter });
        first + self.links.len() - 1
    }

    /// Sets the text of a link by the index that [`Renderer::register`] gave.
    pub(super) fn name_link(&mut self, index: usize, text: String) {
        let first = self.inline.as_ref().map_or(0, |inline| inline.first_link);
        if let Some(link) = index.checked_sub(first).and_then(|at| self.links.get_mut(at)) {
            link.text = text;
        }
    }

    /// Tells links, headings and the plain text what a reader sees here.
    pub(super) fn say(&mut self, text: &str) {
        let in_original = self.raw.side.in_original();
        for link in self.open_links.iter_mut().filter(|link| link.in_original || !in_original) {
            link.text.push_str(text);
        }
        if in_original {
            return;
        }
        self.raw.say(text);
        match &mut self.heading {
            Some(heading) => heading.text.push_str(text),
            None => self.plain.text(text),
        }
    }

    /// A place where words end.
    pub(super) fn say_gap(&mut self) {
        let in_original = self.raw.side.in_original();
        for link in self.open_links.iter_mut().filter(|link| link.in_original || !in_original) {
            link.text.push(' ');
        }
        if in_original {
            return;
        }
        match &mut self.heading {
            Some(heading) => heading.text.push(' '),
            None => self.plain.gap(),
        }
    }

    /// One container deeper; whether it may be written.
    pub(super) fn deepen(&mut self) -> bool {
        self.depth += 1;
        self.nesting() <= DEEPEST
    }

    /// Opens a container.
    pub(super) fn open(&mut self, markup: &str) {
        if self.deepen() {
            self.out.push(markup);
        }
    }

    /// Closes a container.
    pub(super) fn close(&mut self, markup: &str) {
        if self.nesting() <= DEEPEST {
            self.out.push(markup);
        }
        self.depth -= 1;
    }
}
