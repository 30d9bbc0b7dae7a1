//! The footnotes of a body: where each is defined, and the numbers that they have got.

use super::Spanned;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;

/// The footnotes of a body.
pub(super) struct Footnotes<'e> {
    /// Events between the start and the end of a definition, by label; the first definition counts.
    pub definitions: HashMap<&'e str, Range<usize>>,
    /// End of a definition by its start, for skipping; definitions without a second look included.
    pub ends: HashMap<usize, usize>,
    /// In the order of their numbers.
    pub notes: Vec<Note<'e>>,
    pub numbers: HashMap<&'e str, usize>,
}

pub(super) struct Note<'e> {
    pub label: &'e str,
    pub anchor: String,
    pub references: Vec<String>,
}

impl<'e> Footnotes<'e> {
    pub(super) fn new(events: &'e [Spanned<'e>]) -> Footnotes<'e> {
        let mut notes =
            Footnotes { definitions: HashMap::new(), ends: HashMap::new(), notes: Vec::new(), numbers: HashMap::new() };
        let mut open: Vec<(usize, &'e str)> = Vec::new();
        for (at, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => open.push((at, label)),
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((start, label)) = open.pop() {
                        notes.ends.insert(start, at);
                        notes.definitions.entry(label).or_insert(start + 1..at);
                    }
                }
                _ => {}
            }
        }
        notes
    }

    /// Where a definition that starts at an event ends; `None` when none starts there.
    pub(super) fn end_of_definition(&self, at: usize) -> Option<usize> {
        if self.ends.is_empty() { None } else { self.ends.get(&at).copied() }
    }
}
