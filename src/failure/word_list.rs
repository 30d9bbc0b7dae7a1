//! Phrases of which a text has one or none.

use super::phrase::{PhraseTable, is_unspaced, phrase, split};
use crate::text::fold;

/// Phrases that all say the same.
#[derive(Debug, Default)]
pub(super) struct WordList {
    spaced: PhraseTable<()>,
    /// Those of scripts without spaces, which are found inside of words.
    unspaced: Vec<String>,
}

impl WordList {
    pub(super) fn new(written: &[String]) -> WordList {
        let (unspaced, spaced): (Vec<&String>, Vec<&String>) =
            written.iter().partition(|phrase| phrase.chars().any(is_unspaced));
        let mut table = PhraseTable::default();
        spaced.into_iter().for_each(|written| table.add((), phrase(written)));
        WordList { spaced: table, unspaced: unspaced.into_iter().map(|written| fold(written)).collect() }
    }

    /// Whether a text, as it is written, has one of them. Folding changes what is no ASCII; of other texts most have no word that
    /// one begins with, and need not be folded.
    pub(super) fn is_in_written(&self, text: &str) -> bool {
        let may_be_in = !text.is_ascii() || split(text).any(|word| self.spaced.may_begin(word));
        may_be_in && self.is_in(&fold(text))
    }

    /// Whether a folded text has one of them.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let words: Vec<&str> = split(text).collect();
        let begins = |at: usize| words.get(at..).is_some_and(|after| self.spaced.at_start(after).next().is_some());
        (0..words.len()).any(begins) || self.unspaced.iter().any(|phrase| text.contains(phrase.as_str()))
    }
}
