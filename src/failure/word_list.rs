//! Phrases of which a text has one or none.

use super::phrase::{Word, begins_with, is_unspaced, phrase, split};
use crate::text::fold;

/// Phrases that all say the same.
#[derive(Debug, Default)]
pub(super) struct WordList {
    spaced: Vec<Vec<Word>>,
    /// Those of scripts without spaces, which are found inside of words.
    unspaced: Vec<String>,
}

impl WordList {
    pub(super) fn new(written: &[String]) -> WordList {
        let (unspaced, spaced): (Vec<&String>, Vec<&String>) =
            written.iter().partition(|phrase| phrase.chars().any(is_unspaced));
        WordList {
            spaced: spaced.into_iter().map(|written| phrase(written)).collect(),
            unspaced: unspaced.into_iter().map(|written| fold(written)).collect(),
        }
    }

    /// Whether a folded text has one of them.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let words: Vec<&str> = split(text).collect();
        let begins = |at: usize| self.spaced.iter().any(|phrase| begins_with(words.get(at..).unwrap_or(&[]), phrase));
        (0..words.len()).any(begins) || self.unspaced.iter().any(|phrase| text.contains(phrase.as_str()))
    }
}
