//! One walk over the Markdown events of a body. Everything that is made of them is made here, in one pass.
//!
//! The walk is a loop over a flat list, never a recursion, so that no nesting can exhaust the stack; containers deeper
//! than [`DEEPEST`](super::renderer::DEEPEST) are not written, their text is. Every tag that the walk opens it closes in order, raw HTML
//! included (`raw_html`), so the HTML is balanced whatever the input.

use super::open::OpenImage;
use super::renderer::Renderer;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

impl<'e> Renderer<'e> {
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
            Event::Text(_) if self.callouts.is_mark(at) => {}
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
            Tag::Image { link_type, dest_url, title, .. } => {
                let is_embed = matches!(link_type, LinkType::WikiLink { .. });
                self.before_content();
                let (destination, title) = (dest_url.to_string(), title.to_string());
                let (alt, range) = (String::new(), range.clone());
                self.image = Some(OpenImage { destination, title, alt, is_embed, depth: 1, range });
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

    fn open_inline(&mut self, markup: &str) {
        self.before_content();
        self.raw.enter();
        self.open(markup);
    }
}
