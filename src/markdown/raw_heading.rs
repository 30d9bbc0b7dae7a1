//! Headings in raw HTML: as those of Markdown they get an anchor and a line in the table of contents, and begin a section of the text.

use super::element::{Element, Fate, Shape, fate};
use super::raw::{Open, TagPosition};
use super::renderer::Renderer;
use super::tag::{OpenTag, Token};
use pulldown_cmark::HeadingLevel;
use std::collections::HashSet;
use std::ops::Range;

impl Renderer<'_> {
    /// Whether a heading in raw HTML is one of the page here, with an anchor and a line in its table of contents.
    pub(super) fn may_head(&self) -> bool {
        const AROUND: [&str; 8] = ["div", "section", "article", "header", "center", "details", "aside", "p"];
        let is_free = self.raw.open.iter().all(|open| AROUND.contains(&open.name) && open.part.is_none());
        let is_written = !self.context.unsafe_html && !self.raw.is_dropping() && self.raw.floors.is_empty();
        is_free && is_written && !self.is_inline() && self.heading.is_none()
    }

    pub(super) fn open_heading(&mut self, tag: &OpenTag, place: &TagPosition<'_>) {
        self.before_block();
        self.raw.was_met = true;
        let level = tag.name[1..].parse().ok().and_then(|level: usize| HeadingLevel::try_from(level).ok());
        self.start_heading(
            level.unwrap_or(HeadingLevel::H2),
            tag.get("id").filter(|id| !id.trim().is_empty()),
            &place.range,
        );
        self.raw.open.push(Open { name: fixed_name(&tag.name), part: None, link: None, is_heading: true });
    }
}

/// Which of the tags begin headings that end before anything else begins.
pub(super) fn headings(tokens: &[(Token, Range<usize>)]) -> HashSet<usize> {
    let (mut found, mut open) = (HashSet::new(), None);
    for (at, (token, _)) in tokens.iter().enumerate() {
        match token {
            Token::Open(tag) if is_heading(&tag.name) => open = Some((at, tag.name.as_str())),
            Token::Close(name) if open.is_some_and(|(_, opened)| opened == name) => {
                found.extend(open.take().map(|(start, _)| start));
            }
            Token::Open(tag)
                if matches!(fate(&tag.name), Fate::Kept(Element { shape: Shape::Inline | Shape::Void, .. })) => {}
            Token::Open(_) => open = None,
            _ => {}
        }
    }
    found
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The name of the element that a heading's tag is written as: what its end tag closes.
fn fixed_name(name: &str) -> &'static str {
    match fate(name) {
        Fate::Kept(element) => element.name,
        _ => "h2",
    }
}
