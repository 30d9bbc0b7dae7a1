//! The parts of a body that matter before it is read: where its sections begin, and what is code.

use super::events::events;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// A part of a body, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A heading outside lists, quotes and tables, with its level.
    Heading(usize, Range<usize>),
    /// Code, in a block or in a line.
    Code(Range<usize>),
}

/// The parts of a body, in order.
pub fn parts(text: &str) -> Vec<Part> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                depth += 1;
                found.push(Part::Heading(level as usize, range));
            }
            Event::Start(tag) => {
                depth += 1;
                if matches!(tag, Tag::CodeBlock(_)) {
                    found.push(Part::Code(range));
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Code(_) => found.push(Part::Code(range)),
            _ => {}
        }
    }
    found
}
