//! What is open of raw HTML while a body is written.

use super::Spanned;
use super::side_by_side::{SideBySide, TranslationSide};
use super::tag::{Token, tokens};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What is open of raw HTML.
#[derive(Default)]
pub(super) struct Raw {
    /// Whether any raw HTML went into the result.
    pub was_met: bool,
    /// Whether originals of a side-by-side translation were met.
    pub has_originals: bool,
    /// Where in a side-by-side translation the walk is.
    pub side: SideBySide,
    /// The open elements, outermost first.
    pub open: Vec<Open>,
    /// How many were open where each open Markdown element began: it may close only what came later.
    pub floors: Vec<usize>,
    /// The element whose content is left out.
    pub dropping: Option<String>,
    /// Inline tags, by their event, that have a partner in the same block.
    pub paired: HashSet<usize>,
}

/// Where a tag stands.
pub(super) struct TagPosition<'a> {
    /// The tag as written.
    pub source: &'a str,
    /// Where it is written.
    pub range: Range<usize>,
    /// Whether it stands in a line and has no partner there.
    pub is_alone: bool,
}

/// An element that is open.
pub(super) struct Open {
    /// Its name.
    pub name: &'static str,
    /// The part of a side-by-side translation that it is.
    pub part: Option<TranslationSide>,
    /// The index of its URL and its text so far.
    pub link: Option<(usize, String)>,
    /// Whether it is a heading of the page.
    pub is_heading: bool,
}

impl Raw {
    pub(super) fn new(events: &[Spanned<'_>]) -> Raw {
        Raw { paired: pairs(events), ..Raw::default() }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// A Markdown element begins.
    pub(super) fn enter(&mut self) {
        self.floors.push(self.open.len());
    }

    pub(super) fn has_open(&self, name: &str) -> bool {
        self.open.iter().any(|open| open.name == name)
    }

    pub(super) fn is_dropping(&self) -> bool {
        self.dropping.is_some()
    }

    /// A block ends, and with it what an element without an end tag would swallow.
    pub(super) fn end_block(&mut self) {
        self.dropping = None;
        self.side.end_block();
    }

    /// Tells open raw links what a reader sees.
    pub(super) fn say(&mut self, text: &str) {
        for (_, link) in self.open.iter_mut().filter_map(|open| open.link.as_mut()) {
            link.push_str(text);
        }
    }

    /// How many elements must stay open here.
    pub(super) fn floor(&self) -> usize {
        self.floors.last().copied().unwrap_or(0)
    }

    /// The innermost element that may be closed here.
    pub(super) fn top(&self) -> Option<&'static str> {
        self.open[self.floor().min(self.open.len())..].last().map(|open| open.name)
    }
}

/// The inline tags, by their event, that have a partner in the same block.
fn pairs(events: &[Spanned<'_>]) -> HashSet<usize> {
    let mut paired = HashSet::new();
    let mut open: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::InlineHtml(html) => match tokens(html).into_iter().next() {
                Some((Token::Open(tag), _)) => open.entry(tag.name).or_default().push(at),
                Some((Token::Close(name), _)) => {
                    if let Some(start) = open.get_mut(&name).and_then(Vec::pop) {
                        paired.extend([start, at]);
                    }
                }
                _ => {}
            },
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell)
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => open.clear(),
            _ => {}
        }
    }
    paired
}
