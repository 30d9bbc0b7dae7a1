//! Headings: their levels, their anchors, and the one that is the page's title.

use super::Heading;
use super::context::ID_PREFIX;
use super::open::OpenHeading;
use super::renderer::Renderer;
use crate::text::{anchor, one_line};
use pulldown_cmark::HeadingLevel;
use std::ops::Range;

impl Renderer<'_> {
    pub(super) fn start_heading(&mut self, level: HeadingLevel, id: Option<&str>, range: &Range<usize>) {
        let id = id.map(str::to_owned);
        let is_first = !self.titled && self.plain.is_empty() && self.links.is_empty() && self.headings.is_empty();
        let is_title = level == HeadingLevel::H1 && is_first && self.is_top();
        self.titled |= is_title;
        let (level, span) = (level as u8, self.span(range));
        let outer = std::mem::take(&mut self.out);
        self.heading = Some(OpenHeading { text: String::new(), names: Vec::new(), id, level, is_title, span, outer });
    }

    pub(super) fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let content = std::mem::replace(&mut self.out, heading.outer);
        let text = one_line(&heading.text);
        // The author's own name counts.
        let anchor = self.names.unique(&heading.id.unwrap_or_else(|| anchor(&text)));
        let names: Vec<String> =
            heading.names.iter().filter(|name| **name != anchor).filter_map(|name| self.add_anchor(name)).collect();
        self.events_in_heading(heading.span.range(), &anchor);
        if heading.is_title {
            self.anchors.push(anchor.clone());
            for name in std::iter::once(&anchor).chain(&names) {
                self.write_anchor(name);
            }
            return;
        }
        // A page has one heading of level 1: its title. Further ones are sections.
        self.lowered |= heading.level == 1;
        let level = (heading.level + u8::from(self.lowered)).min(6);
        self.out.push(&format!("<h{level}"));
        self.out.attribute("id", &format!("{ID_PREFIX}{anchor}"));
        self.out.push(">");
        for name in &names {
            self.write_anchor(name);
        }
        self.out.append(content);
        self.out.push(" <a class=\"anchor\"");
        self.out.attribute("href", &format!("#{ID_PREFIX}{anchor}"));
        self.out.attribute("aria-label", self.labels.section_link);
        self.out.push(&format!("><span aria-hidden=\"true\">#</span></a></h{level}>\n"));
        self.plain.section(anchor.clone(), text.clone());
        if text.is_empty() {
            self.anchors.push(anchor);
        } else {
            self.headings.push(Heading { level, text, anchor, span: heading.span });
        }
    }

    /// Takes the name of a raw anchor; `None` when the page has it already.
    pub(super) fn add_anchor(&mut self, wanted: &str) -> Option<String> {
        let name = wanted.split_whitespace().collect::<Vec<_>>().join("-");
        if name.is_empty() || self.names.unique(&name) != name {
            return None;
        }
        self.anchors.push(name.clone());
        Some(name)
    }

    /// An empty element that a link can lead to.
    pub(super) fn write_anchor(&mut self, name: &str) {
        self.out.push("<span");
        self.out.attribute("id", &format!("{ID_PREFIX}{name}"));
        self.out.push("></span>");
    }
}
