//! One walk over the Markdown events of a body. Everything that is made of them is made here, in one pass.
//!
//! The walk is a loop over a flat list, never a recursion, so that no nesting can exhaust the stack; containers deeper
//! than [`DEEPEST`] are not written, their text is. Every tag that the walk opens it closes in order, raw HTML
//! included (`raw_html`), so the HTML is balanced whatever the input.

use super::body::RenderContext;
use super::event_anchor::EventAnchors;
use super::events::Spanned;
use super::footnote::Footnotes;
use super::heading::OpenHeading;
use super::highlight::Highlighter;
use super::labels::{Labels, labels};
use super::link::{OpenImage, OpenLink};
use super::plain::Plain;
use super::raw::Raw;
use super::table::OpenTable;
use super::{Heading, Html, LinkKind, RawLink, sanitize};
use crate::diagnostic::Diagnostic;
use crate::text::{Anchors, Span};
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use std::ops::Range;

/// How deep containers are nested in the HTML. Browsers stop at 512; nobody writes 20.
pub(super) const DEEPEST: usize = 100;

/// What is different about a field.
pub(super) struct Inline {
    pub span: Span,
    pub first_link: usize,
}

/// The state of the walk. The files beside this one add what belongs to headings, tables, footnotes and raw HTML.
pub(super) struct Renderer<'e> {
    pub(super) events: &'e [Spanned<'e>],
    pub(super) context: RenderContext<'e>,
    pub(super) labels: &'static Labels,
    pub(super) out: Html,
    pub(super) links: Vec<RawLink>,
    pub(super) headings: Vec<Heading>,
    pub(super) anchors: Vec<String>,
    pub(super) names: Anchors,
    pub(super) event_anchors: EventAnchors,
    pub(super) plain: Plain,
    pub(super) raw: Raw,
    pub(super) notes: Footnotes<'e>,
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
            anchors: Vec::new(),
            names: Anchors::default(),
            event_anchors: EventAnchors::default(),
            plain: Plain::new(),
            raw: Raw::new(events),
            notes: Footnotes::new(events),
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

    /// Renders a range of the events; footnotes that are defined in it are left for the end.
    pub(super) fn walk(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            match self.notes.end_of_definition(at) {
                Some(end) => at = end,
                None => self.event(at),
            }
            at += 1;
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

    fn event(&mut self, at: usize) {
        let events = self.events;
        let (event, range) = &events[at];
        if let Some((_, code)) = &mut self.code {
            match event {
                Event::Text(text) => code.push_str(text),
                Event::End(TagEnd::CodeBlock) => self.end_code(),
                _ => {}
            }
            return;
        }
        if self.image.is_some() {
            self.event_in_image(event);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, at, range),
            Event::End(tag) => self.end(*tag),
            Event::Html(html) => self.html_block(html, range),
            Event::InlineHtml(html) => self.inline_html(at, html, range),
            _ if self.raw.is_dropping() => {}
            Event::Text(text) => self.text(text, range),
            Event::Code(code) => {
                self.before_content();
                self.out.push("<code>");
                self.out.escape(code);
                self.out.push("</code>");
                self.say(code);
            }
            Event::SoftBreak => {
                self.out.push("\n");
                self.say_gap();
            }
            Event::HardBreak => {
                self.out.push("<br>\n");
                self.say_gap();
            }
            Event::Rule if self.is_inline() => {}
            Event::Rule => {
                self.before_block();
                self.out.push("<hr>\n");
            }
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::TaskListMarker(done) => self.task_marker(*done),
            // Never asked for in `events`.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text, range),
        }
    }

    fn start(&mut self, tag: &'e Tag<'e>, at: usize, range: &Range<usize>) {
        match tag {
            Tag::Emphasis => self.open_inline("<em>"),
            Tag::Strong => self.open_inline("<strong>"),
            Tag::Strikethrough => self.open_inline("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.before_content();
                self.raw.enter();
                self.start_link(*link_type, dest_url, title, range);
            }
            Tag::Image { dest_url, title, .. } => {
                self.before_content();
                let (destination, title) = (dest_url.to_string(), title.to_string());
                self.image = Some(OpenImage { destination, title, alt: String::new(), depth: 1, range: range.clone() });
            }
            Tag::HtmlBlock => self.plain.block(),
            Tag::CodeBlock(kind) => {
                self.before_block();
                let info: &str = match kind {
                    CodeBlockKind::Fenced(info) => info,
                    CodeBlockKind::Indented => "",
                };
                self.code = Some((info, String::new()));
            }
            _ => {
                self.before_block();
                self.raw.enter();
                if self.is_inline() { self.inline_break(tag) } else { self.start_block(tag, at, range) }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if tag == TagEnd::HtmlBlock {
            self.raw.end_block();
            return;
        }
        self.leave_raw();
        match tag {
            TagEnd::Emphasis => self.close("</em>"),
            TagEnd::Strong => self.close("</strong>"),
            TagEnd::Strikethrough => self.close("</del>"),
            TagEnd::Link => self.end_link(),
            _ => {
                self.raw.end_block();
                if self.is_inline() {
                    return;
                }
                self.end_block(tag);
                if self.heading.is_none() && tag != TagEnd::TableCell {
                    self.plain.block();
                }
            }
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

    fn open_inline(&mut self, markup: &str) {
        self.before_content();
        self.raw.enter();
        self.open(markup);
    }

    /// Closes a container.
    pub(super) fn close(&mut self, markup: &str) {
        if self.nesting() <= DEEPEST {
            self.out.push(markup);
        }
        self.depth -= 1;
    }
}
