//! Lines of a text, and how they are put into a block quote.

use super::edit::Edit;
use std::ops::Range;

/// The lines of a text.
pub(super) struct Lines<'t> {
    text: &'t str,
    /// Where each begins.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Lines<'t> {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        starts.retain(|start| *start < text.len());
        Lines { text, starts }
    }

    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The index of the line that a place lies in.
    pub(super) fn index(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The range of a line without its end.
    pub(super) fn range(&self, index: usize) -> Range<usize> {
        let Some(&start) = self.starts.get(index) else { return self.text.len()..self.text.len() };
        let end = self.starts.get(index + 1).copied().unwrap_or(self.text.len());
        let line = self.text[start..end].trim_end_matches(['\n', '\r']);
        start..start + line.len()
    }

    /// Where the text of a line begins.
    pub(super) fn text_start(&self, index: usize) -> usize {
        let range = self.range(index);
        range.end - self.text[range].trim_start().len()
    }

    pub(super) fn get(&self, index: usize) -> &'t str {
        &self.text[self.range(index)]
    }

    /// How many of the first `column` bytes of a line are indentation and marks of quotes: where the line of a container begins
    /// that begins at this column.
    pub(super) fn inset(&self, index: usize, column: usize) -> usize {
        self.get(index).bytes().take(column).take_while(|byte| matches!(byte, b' ' | b'\t' | b'>')).count()
    }

    /// Puts a line into a quote, in place of `dropped` bytes of indentation.
    pub(super) fn quote(&self, index: usize, column: usize, dropped: usize, edits: &mut Vec<Edit>) {
        let (range, inset) = (self.range(index), self.inset(index, column));
        let at = range.start + inset;
        let is_blank = self.text[at..range.end].trim().is_empty();
        let end = (at + dropped).min(range.end);
        edits.push(Edit::new(at..end, if is_blank { ">" } else { "> " }));
    }

    /// A line that ends what stands before a line, in the containers that it stands in; `None` where it is there already.
    pub(super) fn gap(&self, index: usize, column: usize) -> Option<Edit> {
        let before = index.checked_sub(1)?;
        let (range, inset) = (self.range(index), self.inset(index, column));
        let inset_before = self.inset(before, column);
        let is_blank = self.get(before).get(inset_before..)?.trim().is_empty();
        // On the line of a list's mark the item begins.
        let is_first = inset < column && !self.get(index).get(inset..column)?.trim().is_empty();
        if is_blank || is_first {
            return None;
        }
        let prefix = self.text.get(range.start..range.start + inset)?.trim_end();
        Some(Edit::new(range.start..range.start, format!("{prefix}\n")))
    }
}
