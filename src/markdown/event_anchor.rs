//! Anchors of a timeline's events, so that each can be linked to where the body tells it.

use super::context::ID_PREFIX;
use super::renderer::Renderer;
use std::ops::Range;

impl Renderer<'_> {
    /// Opens an item, a paragraph or a row: with an id where an event begins in it.
    pub(super) fn open_event(&mut self, markup: &str, range: &Range<usize>) {
        let id = self.event_id(range);
        match (id, markup.strip_suffix('>')) {
            (Some(id), Some(open)) => {
                self.out.push(open);
                self.out.attribute("id", &id);
                self.out.push(">");
            }
            _ => self.out.push(markup),
        }
    }

    /// The events that begin in a heading are led to by the heading's own anchor.
    pub(super) fn events_in_heading(&mut self, range: Range<usize>, anchor: &str) {
        self.pass_events(range.start);
        while self.next_event().is_some_and(|at| at < range.end) {
            self.event_anchors.give(anchor);
        }
    }

    fn event_id(&mut self, range: &Range<usize>) -> Option<String> {
        if self.is_inline() || self.context.events.is_empty() {
            return None;
        }
        let range = range.start + self.context.offset..range.end + self.context.offset;
        self.pass_events(range.start);
        if !range.contains(&self.next_event()?) {
            return None;
        }
        // No heading's anchor has a dot, so that none changes because of an event.
        let anchor = self.names.unique(&format!("event.{}", self.event_anchors.given.len() + 1));
        self.event_anchors.give(&anchor);
        self.anchors.push(anchor.clone());
        Some(format!("{ID_PREFIX}{anchor}"))
    }

    fn next_event(&self) -> Option<usize> {
        self.context.events.get(self.event_anchors.given.len()).copied()
    }

    /// Several events in one paragraph share the anchor of the first.
    fn pass_events(&mut self, start: usize) {
        while self.next_event().is_some_and(|at| at < start) {
            let before = self.event_anchors.given.last().cloned().unwrap_or_default();
            self.event_anchors.give(&before);
        }
    }
}
