//! Changes to a text, and the way back from places in the changed text.

use std::ops::Range;

/// A piece of a text and what stands there from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub range: Range<usize>,
    pub with: String,
}

impl Edit {
    pub(super) fn new(range: Range<usize>, with: impl Into<String>) -> Edit {
        Edit { range, with: with.into() }
    }
}

/// From places in a changed text to places in the text as it was written: one table for each time that it was changed.
#[derive(Clone, Debug, Default)]
pub struct Places {
    rounds: Vec<Vec<Piece>>,
}

/// A piece of text that was kept.
#[derive(Clone, Copy, Debug)]
struct Piece {
    new: usize,
    old: usize,
    length: usize,
}

impl Places {
    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.rounds.is_empty()
    }

    /// Changes a text; of edits that overlap the first counts.
    pub(super) fn apply(&mut self, text: &str, mut edits: Vec<Edit>) -> String {
        edits.sort_by_key(|edit| edit.range.start);
        let mut changed = String::with_capacity(text.len() + edits.len() * 4);
        let mut pieces = Vec::with_capacity(edits.len() + 1);
        let mut from = 0;
        for Edit { range, with } in edits {
            if range.start < from {
                continue;
            }
            let Some(kept) = text.get(from..range.start) else { continue };
            pieces.push(Piece { new: changed.len(), old: from, length: kept.len() });
            changed.push_str(kept);
            changed.push_str(&with);
            from = range.end.max(range.start);
        }
        let kept = text.get(from..).unwrap_or("");
        pieces.push(Piece { new: changed.len(), old: from, length: kept.len() });
        changed.push_str(kept);
        self.rounds.push(pieces);
        changed
    }

    /// Where a piece of the changed text was written.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (range.start, range.end);
        for pieces in self.rounds.iter().rev() {
            start = back(pieces, start, false);
            end = back(pieces, end, true).max(start);
        }
        start..end
    }
}

/// The old place of a place. What was put in lies where that was whose place it took: it begins where that began, and ends where
/// that ended.
fn back(pieces: &[Piece], at: usize, is_end: bool) -> usize {
    // An end that lies on a border belongs to the piece before it.
    let after = pieces.partition_point(|piece| if is_end { piece.new < at } else { piece.new <= at });
    let Some(piece) = after.checked_sub(1).and_then(|index| pieces.get(index)) else { return 0 };
    let within = at - piece.new;
    let is_put_in = if is_end { within > piece.length } else { within >= piece.length };
    match pieces.get(after) {
        Some(next) if is_put_in && is_end => next.old,
        _ => piece.old + within.min(piece.length),
    }
}
