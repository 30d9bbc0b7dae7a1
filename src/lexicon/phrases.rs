//! Phrases that are looked for all at once.

use super::file::{Kind, LanguageFile, Table};
use crate::text::fold;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Phrases and what each speaks of; the longest that begins first is found.
#[derive(Debug)]
pub(super) struct Phrases<K> {
    finder: Option<AhoCorasick>,
    meanings: Vec<K>,
}

impl<K: Kind> Phrases<K> {
    /// The phrases of a table, as written and folded.
    pub(super) fn of(files: &[LanguageFile], table: impl Fn(&LanguageFile) -> &Table<K>) -> Phrases<K> {
        let mut phrases: Vec<String> = Vec::new();
        let mut meanings = Vec::new();
        for (meaning, words) in files.iter().flat_map(|file| &table(file).0) {
            for word in words {
                let folded = fold(word);
                if folded != *word {
                    phrases.push(folded);
                    meanings.push(*meaning);
                }
                phrases.push(word.clone());
                meanings.push(*meaning);
            }
        }
        // Building fails only beyond millions of patterns. Without the phrases nothing is said.
        // Every text of a library is run through these, so the tables are those that are fastest to ask.
        let mut builder = AhoCorasick::builder();
        builder.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest);
        let builder = builder.kind(Some(AhoCorasickKind::DFA)).build(phrases);
        Phrases { finder: builder.ok(), meanings }
    }

    /// Tells what phrases of a text speak of, and from where to where each stands, in order.
    pub(super) fn each(&self, text: &str, mut found: impl FnMut(K, usize, usize)) {
        for hit in self.finder.iter().flat_map(|finder| finder.find_iter(text)) {
            found(self.meanings[hit.pattern().as_usize()], hit.start(), hit.end());
        }
    }
}
