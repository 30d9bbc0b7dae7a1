//! Finds phrases in texts, all of them in one pass.

use super::ModeIx;
use super::file::Denials;
use super::phrase::{Word, begins_with, is_unspaced, phrase, split};
use super::word_list::WordList;
use crate::text::fold;
use aho_corasick::AhoCorasick;
use std::collections::{BTreeSet, HashMap};

/// How many words before a phrase may deny it.
const DENIED_WITHIN: usize = 2;
/// How many characters may stand in a gap of a phrase without spaces.
const GAP_CHARS: usize = 12;
/// The shortest beginning of a word that a phrase may start with.
const SHORTEST_BEGINNING: usize = 2;

type Phrases<T> = HashMap<String, Vec<(T, Vec<Word>)>>;

/// Phrases by how they begin.
#[derive(Debug)]
pub(super) struct Reader {
    by_word: Phrases<ModeIx>,
    by_beginning: Phrases<ModeIx>,
    longest_beginning: usize,
    denying: Vec<Vec<Word>>,
    ruled_out: WordList,
    /// First parts of phrases in scripts without spaces.
    unspaced: Option<AhoCorasick>,
    /// For each of these, what it says and the parts that must follow.
    rest: Vec<(ModeIx, Vec<String>)>,
}

impl Reader {
    pub(super) fn new<'p>(phrases: impl Iterator<Item = (ModeIx, &'p str)>, denials: &Denials) -> Reader {
        let (mut by_word, mut by_beginning): (Phrases<ModeIx>, Phrases<ModeIx>) = Default::default();
        let (mut firsts, mut rest) = (Vec::new(), Vec::new());
        for (mode, written) in phrases {
            if written.chars().any(is_unspaced) {
                let mut parts = written.split('…').map(|part| compact(&fold(part)));
                firsts.push(parts.next().unwrap_or_default());
                rest.push((mode, parts.collect()));
                continue;
            }
            let words = phrase(written);
            let Some(first) = words.first() else { continue };
            let table = if first.is_beginning { &mut by_beginning } else { &mut by_word };
            table.entry(first.text.clone()).or_default().push((mode, words));
        }
        let longest_beginning = by_beginning.keys().map(String::len).max().unwrap_or(0);
        let all = |written: &[String]| written.iter().map(|written| phrase(written)).collect();
        // Building fails only beyond millions of patterns. Without them nothing is found.
        let unspaced = AhoCorasick::new(&firsts).ok();
        let (denying, ruled_out) = (all(&denials.before), WordList::new(&denials.ruled_out));
        Reader { by_word, by_beginning, longest_beginning, denying, ruled_out, unspaced, rest }
    }

    /// What a text speaks of, sorted.
    pub(super) fn found(&self, text: &str) -> Vec<ModeIx> {
        let mut found = BTreeSet::new();
        for sentence in text.split_inclusive(['.', '!', '?', '\n', '。']) {
            self.in_sentence(&fold(sentence), &mut found);
        }
        found.into_iter().collect()
    }

    fn in_sentence(&self, sentence: &str, found: &mut BTreeSet<ModeIx>) {
        if sentence.chars().any(is_unspaced) {
            self.in_unspaced(&compact(sentence), found);
        }
        let words: Vec<&str> = split(sentence).collect();
        let mut here = BTreeSet::new();
        for (at, word) in words.iter().enumerate() {
            let exact = self.by_word.get(*word).into_iter().flatten();
            let lengths = SHORTEST_BEGINNING..=self.longest_beginning.min(word.len());
            let beginnings = lengths.filter_map(|length| self.by_beginning.get(word.get(..length)?));
            let after = words.get(at..).unwrap_or(&[]);
            let mut said =
                exact.chain(beginnings.flatten()).filter(|(_, phrase)| begins_with(after, phrase)).peekable();
            if said.peek().is_some() && !self.is_denied(words.get(..at).unwrap_or(&[])) {
                here.extend(said.map(|(mode, _)| *mode));
            }
        }
        if !here.is_empty() && !self.ruled_out.is_in(sentence) {
            found.extend(here);
        }
    }

    /// Whether one of the last words before a phrase denies it.
    fn is_denied(&self, before: &[&str]) -> bool {
        let near = before.get(before.len().saturating_sub(DENIED_WITHIN)..).unwrap_or(&[]);
        (0..near.len()).any(|at| self.denying.iter().any(|denial| begins_with(&near[at..], denial)))
    }

    fn in_unspaced(&self, sentence: &str, found: &mut BTreeSet<ModeIx>) {
        for first in self.unspaced.iter().flat_map(|firsts| firsts.find_overlapping_iter(sentence)) {
            let Some((mode, parts)) = self.rest.get(first.pattern().as_usize()) else { continue };
            let mut after = sentence.get(first.end()..).unwrap_or("");
            let follow = parts.iter().all(|part| {
                let within =
                    after.char_indices().nth(GAP_CHARS + part.chars().count()).map_or(after.len(), |(at, _)| at);
                let place = after.get(..within).and_then(|near| near.find(part.as_str()));
                after = place.and_then(|place| after.get(place + part.len()..)).unwrap_or("");
                place.is_some()
            });
            if follow {
                found.insert(*mode);
            }
        }
    }
}

/// A text without white space.
fn compact(text: &str) -> String {
    text.split_whitespace().collect()
}
