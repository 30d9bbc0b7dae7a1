//! Places in a text.

use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

/// A range of bytes in one source. Which source is said by whoever holds the span, so that a parsed
/// document does not change when other files come and go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A place is not content: values that say the same at different places hash alike, so that text that moved down a line
/// is still the same text ([`super::Fingerprint::of_value`]).
impl Hash for Span {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Span {
    /// The span of `range`; positions past 4 GiB are clamped, which no accepted source reaches.
    pub fn new(range: std::ops::Range<usize>) -> Span {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { start: clamp(range.start), end: clamp(range.end.max(range.start)) }
    }

    /// An empty span at `at`.
    pub fn at(at: usize) -> Span {
        Span::new(at..at)
    }

    /// The range of bytes.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same span moved by `by` bytes: from a part of a text to the whole.
    pub fn moved(self, by: usize) -> Span {
        let range = self.range();
        Span::new(range.start + by..range.end + by)
    }

    /// The text of this span, or "" where the text is shorter than the span or a boundary is off.
    pub fn text(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

/// A place as people count: both from one, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Where byte `at` of `text` is. Counted only when something is printed.
pub fn line_column(text: &str, at: usize) -> LineColumn {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    LineColumn {
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let text = "aé\nüb";
        assert_eq!(line_column(text, 0), LineColumn { line: 1, column: 1 });
        assert_eq!(line_column(text, 3), LineColumn { line: 1, column: 3 });
        assert_eq!(line_column(text, 6), LineColumn { line: 2, column: 2 });
        assert_eq!(line_column(text, 99), LineColumn { line: 2, column: 3 });
    }
}
