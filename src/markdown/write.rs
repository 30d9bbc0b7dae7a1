//! Blocks of a body: what is written where each begins and ends.

use super::renderer::Renderer;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

impl<'e> Renderer<'e> {
    pub(super) fn start_block(&mut self, tag: &'e Tag<'e>, at: usize, range: &Range<usize>) {
        match tag {
            Tag::Paragraph if self.callouts.is_title(at) => self.start_callout_title(at),
            Tag::Paragraph => self.open_event("<p>", range),
            Tag::Heading { level, id, .. } => self.start_heading(*level, id.as_deref(), range),
            Tag::BlockQuote(_) => self.start_quote(at),
            Tag::List(None) => self.open("<ul>\n"),
            Tag::List(Some(1)) => self.open("<ol>\n"),
            Tag::List(Some(first)) => self.open(&format!("<ol start=\"{first}\">\n")),
            Tag::DefinitionList => self.open("<dl>\n"),
            Tag::DefinitionListTitle => self.open("<dt>"),
            Tag::DefinitionListDefinition => self.start_definition(range),
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
            TagEnd::Paragraph if self.in_callout_title => self.end_callout_title(),
            TagEnd::Paragraph => self.out.push("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => self.end_quote(),
            TagEnd::List(false) => self.close("</ul>\n"),
            TagEnd::List(true) => self.close("</ol>\n"),
            TagEnd::Item => self.close("</li>\n"),
            TagEnd::DefinitionList => self.close("</dl>\n"),
            TagEnd::DefinitionListTitle => self.close("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.close("</dd>\n"),
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => self.end_table_part(tag),
            _ => {}
        }
    }

    fn start_definition(&mut self, range: &Range<usize>) {
        if self.deepen() {
            self.open_event("<dd>", range);
        }
    }

    fn start_quote(&mut self, at: usize) {
        let callout = self.callouts.at(at);
        self.quotes.push(callout);
        match callout {
            None => self.open("<blockquote>\n"),
            Some(callout) if callout.is_tab() => self.open("<div class=\"tab\">\n"),
            Some(callout) => {
                let class = callout.class();
                self.open(&match callout.folded {
                    None => format!("<div class=\"alert {class}\" role=\"note\">\n"),
                    Some(false) => format!("<details class=\"alert {class}\">\n"),
                    Some(true) => format!("<details class=\"alert {class}\" open>\n"),
                });
            }
        }
    }

    fn end_quote(&mut self) {
        match self.quotes.pop().flatten() {
            None => self.close("</blockquote>\n"),
            Some(callout) if callout.folded.is_some() && !callout.is_tab() => self.close("</details>\n"),
            Some(_) => self.close("</div>\n"),
        }
    }

    fn start_callout_title(&mut self, at: usize) {
        let Some(callout) = self.quotes.last().copied().flatten() else { return };
        self.in_callout_title = true;
        self.out.push(match (callout.is_tab(), callout.folded) {
            (true, _) => "<p class=\"tab-title\">",
            (false, Some(_)) => "<summary class=\"alert-title\">",
            (false, None) => "<p class=\"alert-title\">",
        });
        // The mark, and nothing behind it.
        if matches!(self.events.get(at + 2), Some((Event::End(TagEnd::Paragraph), _))) {
            let label = callout.label(self.labels);
            self.out.escape(&label);
        }
    }

    fn end_callout_title(&mut self) {
        self.in_callout_title = false;
        let is_folded =
            self.quotes.last().copied().flatten().is_some_and(|callout| callout.folded.is_some() && !callout.is_tab());
        self.out.push(if is_folded { "</summary>\n" } else { "</p>\n" });
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
