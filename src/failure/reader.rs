//! Finds phrases in texts, all of them in one pass.

use super::ModeIx;
use super::file::Denials;
use super::phrase::{PhraseTable, Word, begins_with, is_unspaced, phrase, split};
use super::word_list::WordList;
use crate::text::fold;
use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;

/// How many words before a phrase may deny it.
const DENIED_WITHIN: usize = 2;
/// How many characters may stand in a gap of a phrase without spaces.
const GAP_CHARS: usize = 12;

/// What a phrase says.
#[derive(Clone, Copy, Debug)]
struct Meaning {
    mode: ModeIx,
    /// Whether it names a thing or a doing rather than a failure.
    is_name: bool,
}

/// What was found, and whether as a failure.
type Found = BTreeMap<ModeIx, bool>;

/// All phrases, ready to be found.
#[derive(Debug)]
pub(super) struct Reader {
    phrases: PhraseTable<Meaning>,
    denying: Vec<Vec<Word>>,
    ruled_out: WordList,
    /// What makes a failure of what is but named.
    trouble: WordList,
    /// First parts of phrases in scripts without spaces.
    unspaced: Option<AhoCorasick>,
    /// For each of these, what it says and the parts that must follow.
    rest: Vec<(Meaning, Vec<String>)>,
}

impl Reader {
    pub(super) fn new<'p>(
        written: impl Iterator<Item = (ModeIx, &'p str)>,
        denials: &Denials,
        trouble: &[String],
    ) -> Reader {
        let mut phrases = PhraseTable::default();
        let (mut unspaced, mut rest) = (Vec::new(), Vec::new());
        for (mode, written) in written {
            let (written, is_name) = written.strip_prefix('~').map_or((written, false), |written| (written, true));
            let meaning = Meaning { mode, is_name };
            if written.chars().any(is_unspaced) {
                let mut parts = written.split('…').map(|part| compact(&fold(part)));
                unspaced.push(parts.next().unwrap_or_default());
                rest.push((meaning, parts.collect()));
                continue;
            }
            phrases.add(meaning, phrase(written));
        }
        let all = |written: &[String]| written.iter().map(|written| phrase(written)).collect();
        // Building fails only beyond millions of patterns. Without them nothing is found.
        let unspaced = AhoCorasick::new(&unspaced).ok();
        let (denying, ruled_out) = (all(&denials.before), WordList::new(&denials.ruled_out));
        Reader { phrases, denying, ruled_out, trouble: WordList::new(trouble), unspaced, rest }
    }

    /// What a text speaks of, sorted, and whether as a failure.
    pub(super) fn found(&self, text: &str) -> Vec<(ModeIx, bool)> {
        let mut found = Found::new();
        for sentence in text.split_inclusive(['.', '!', '?', '\n', '。']) {
            if self.may_speak(sentence) {
                self.in_sentence(&fold(sentence), &mut found);
            }
        }
        found.into_iter().collect()
    }

    /// Whether a phrase may begin in a sentence as it is written: most have none. Folding changes what is no ASCII.
    fn may_speak(&self, sentence: &str) -> bool {
        !sentence.is_ascii() || split(sentence).any(|word| self.phrases.may_begin(word))
    }

    fn in_sentence(&self, sentence: &str, found: &mut Found) {
        if sentence.chars().any(is_unspaced) {
            self.in_unspaced(&compact(sentence), found);
        }
        let words: Vec<&str> = split(sentence).collect();
        let mut here = Vec::new();
        for at in 0..words.len() {
            let (before, after) = words.split_at(at);
            let mut said = self.phrases.at_start(after).peekable();
            if said.peek().is_some() && !self.is_denied(before) {
                here.extend(said);
            }
        }
        if !here.is_empty() && !self.ruled_out.is_in(sentence) {
            self.add(here, sentence, found);
        }
    }

    fn add(&self, meanings: Vec<Meaning>, sentence: &str, found: &mut Found) {
        // What failed in the same sentence is trouble enough.
        let mut is_trouble = meanings.iter().any(|meaning| !meaning.is_name).then_some(true);
        for Meaning { mode, is_name } in meanings {
            let is_failure = !is_name || *is_trouble.get_or_insert_with(|| self.trouble.is_in(sentence));
            *found.entry(mode).or_default() |= is_failure;
        }
    }

    /// Whether one of the last words before a phrase denies it.
    fn is_denied(&self, before: &[&str]) -> bool {
        let near = before.get(before.len().saturating_sub(DENIED_WITHIN)..).unwrap_or(&[]);
        (0..near.len()).any(|at| self.denying.iter().any(|denial| begins_with(&near[at..], denial)))
    }

    fn in_unspaced(&self, sentence: &str, found: &mut Found) {
        for first in self.unspaced.iter().flat_map(|firsts| firsts.find_overlapping_iter(sentence)) {
            let Some((meaning, parts)) = self.rest.get(first.pattern().as_usize()) else { continue };
            let mut after = sentence.get(first.end()..).unwrap_or("");
            let follow = parts.iter().all(|part| {
                let within =
                    after.char_indices().nth(GAP_CHARS + part.chars().count()).map_or(after.len(), |(at, _)| at);
                let place = after.get(..within).and_then(|near| near.find(part.as_str()));
                after = place.and_then(|place| after.get(place + part.len()..)).unwrap_or("");
                place.is_some()
            });
            if follow {
                self.add(vec![*meaning], sentence, found);
            }
        }
    }
}

/// A text without white space.
fn compact(text: &str) -> String {
    text.split_whitespace().collect()
}
