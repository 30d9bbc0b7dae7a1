//! Reads the words of texts with analysers that go on from one text, and one question, to the next: what they have learnt of a
//! word is not learnt again.

use super::common::Common;
use crate::search::Analyzer;
use foldhash::quality::FixedState;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Analysers that nobody uses at the moment.
pub(super) struct WordReaders<'c> {
    common: &'c Common,
    idle: Mutex<Vec<Kept>>,
}

/// A word of a text.
pub(super) struct Word {
    /// Its identity: two words of one stem have the same.
    pub(super) identity: u64,
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
    /// Whether it says what a text is about.
    pub(super) is_telling: bool,
}

/// An analyser and what is known of its terms, by their numbers.
#[derive(Default)]
struct Kept {
    analyzer: Analyzer,
    known: Vec<Option<(u64, bool)>>,
}

/// An analyser in use; it goes back when this is dropped.
pub(super) struct WordReader<'r> {
    readers: &'r WordReaders<'r>,
    kept: Kept,
}

impl<'c> WordReaders<'c> {
    pub(super) fn new(common: &'c Common) -> WordReaders<'c> {
        WordReaders { common, idle: Mutex::default() }
    }

    /// An analyser for this thread.
    pub(super) fn reader(&self) -> WordReader<'_> {
        // What panicked while it held the lock left a list that is whole.
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        WordReader { readers: self, kept }
    }
}

impl WordReader<'_> {
    /// Calls `each` for every word of a text but stop words, in order.
    pub(super) fn read(&mut self, text: &str, language: &str, mut each: impl FnMut(Word)) {
        let Kept { analyzer, known } = &mut self.kept;
        let common = self.readers.common;
        analyzer.analyze(text, language, |token| {
            if token.is_stop_word {
                return;
            }
            let number = token.number as usize;
            if known.len() <= number {
                known.resize(number + 1, None);
            }
            let term = || (FixedState::default().hash_one(token.term), common.is_telling(token.term));
            let (identity, is_telling) =
                known.get_mut(number).map_or_else(term, |known| *known.get_or_insert_with(term));
            each(Word { identity, range: token.range, is_telling });
        });
    }
}

impl Drop for WordReader<'_> {
    fn drop(&mut self) {
        let kept = std::mem::take(&mut self.kept);
        self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(kept);
    }
}
