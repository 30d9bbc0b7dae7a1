//! Blocks of a body: what is written where each begins and ends.

use super::renderer::Renderer;
use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};
use std::ops::Range;

impl<'e> Renderer<'e> {
    pub(super) fn start_block(&mut self, tag: &'e Tag<'e>, at: usize, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.open_event("<p>", range),
            Tag::Heading { level, .. } => self.start_heading(*level, range),
            Tag::BlockQuote(Some(kind)) => self.start_alert(*kind),
            Tag::BlockQuote(None) => self.open("<blockquote>\n"),
            Tag::List(None) => self.open("<ul>\n"),
            Tag::List(Some(1)) => self.open("<ol>\n"),
            Tag::List(Some(first)) => self.open(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => {
                let markup = if self.is_task(at) { "<li class=\"task\">" } else { "<li>" };
                if self.deepen() {
                    self.open_event(markup, range);
                }
            }
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => self.start_table_part(tag, range),
            _ => {}
        }
    }

    pub(super) fn end_block(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(Some(_)) => self.close("</div>\n"),
            TagEnd::BlockQuote(None) => self.close("</blockquote>\n"),
            TagEnd::List(false) => self.close("</ul>\n"),
            TagEnd::List(true) => self.close("</ol>\n"),
            TagEnd::Item => self.close("</li>\n"),
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => self.end_table_part(tag),
            _ => {}
        }
    }

    fn start_alert(&mut self, kind: BlockQuoteKind) {
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", 0),
            BlockQuoteKind::Tip => ("tip", 1),
            BlockQuoteKind::Important => ("important", 2),
            BlockQuoteKind::Warning => ("warning", 3),
            BlockQuoteKind::Caution => ("caution", 4),
        };
        let title = self.labels.alerts[title];
        self.open(&format!(
            "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n"
        ));
    }

    /// In a field, blocks are told apart by line breaks.
    pub(super) fn inline_break(&mut self, tag: &Tag<'_>) {
        let is_line = !matches!(tag, Tag::List(_) | Tag::Table(_) | Tag::TableHead | Tag::TableCell);
        if is_line && !self.out.text.is_empty() && !self.out.text.ends_with("<br>\n") {
            self.out.push("<br>\n");
            self.say_gap();
        } else if matches!(tag, Tag::TableCell) {
            self.out.push(" ");
            self.say_gap();
        }
    }

    /// The check box of a task.
    pub(super) fn task_marker(&mut self, done: bool) {
        if self.is_inline() {
            self.out.push(if done { "☑ " } else { "☐ " });
            return;
        }
        self.out.push("<input type=\"checkbox\" disabled");
        self.out.attribute("aria-label", self.labels.tasks[usize::from(!done)]);
        self.out.push(if done { " checked> " } else { "> " });
    }

    /// Whether the item that starts at an event is a task.
    pub(super) fn is_task(&self, at: usize) -> bool {
        let marker = |at: usize| matches!(self.events.get(at), Some((Event::TaskListMarker(_), _)));
        let paragraph = matches!(self.events.get(at + 1), Some((Event::Start(Tag::Paragraph), _)));
        marker(at + 1) || paragraph && marker(at + 2)
    }
}
