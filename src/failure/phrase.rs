//! A phrase as it is matched, and the words of a text that it is matched with.

use crate::text::fold;
use foldhash::fast::FixedState;
use std::collections::HashMap;

/// How many words may stand in a gap.
const GAP_WORDS: usize = 4;

/// A word of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// How it is spelt, folded; its beginning where `is_beginning`.
    pub(super) text: String,
    pub(super) is_beginning: bool,
    /// How many words may stand before it.
    gap: usize,
}

impl Word {
    fn is(&self, word: &str) -> bool {
        if self.is_beginning { word.starts_with(&self.text) } else { word == self.text }
    }
}

/// Reads a phrase of words; empty for one without any.
pub(super) fn phrase(written: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut gap = 0;
    for piece in written.split_whitespace() {
        if piece == "…" {
            gap = GAP_WORDS;
            continue;
        }
        let is_beginning = piece.ends_with('*');
        for text in split(&fold(piece)) {
            words.push(Word { text: text.to_owned(), is_beginning: false, gap });
            gap = 0;
        }
        if let Some(last) = words.last_mut() {
            last.is_beginning = is_beginning;
        }
    }
    words
}

/// Whether words begin with a phrase.
pub(super) fn begins_with(words: &[&str], phrase: &[Word]) -> bool {
    let Some((first, rest)) = phrase.split_first() else { return true };
    let within = words.iter().take(first.gap + 1).enumerate();
    within.into_iter().any(|(at, word)| first.is(word) && begins_with(words.get(at + 1..).unwrap_or(&[]), rest))
}

/// Phrases by how their first word begins.
type ByStart<const N: usize, T> = HashMap<[u8; N], Vec<(T, Vec<Word>)>, FixedState>;

/// Phrases by the first four bytes of their first word, or two or one where it is shorter: most words begin none.
#[derive(Debug)]
pub(super) struct PhraseTable<T> {
    by_four: ByStart<4, T>,
    by_two: ByStart<2, T>,
    by_one: ByStart<1, T>,
    starts: Starts,
}

/// Which three bytes phrases begin with, by a hash: nearly every word is turned away by one bit.
#[derive(Debug)]
struct Starts([u64; 64]);

impl Starts {
    fn place(start: [u8; 3]) -> (usize, u64) {
        let [a, b, c] = start.map(|byte| usize::from(byte.to_ascii_lowercase()));
        let bit = (a * 961 + b * 31 + c) % 4096;
        (bit / 64, 1 << (bit % 64))
    }

    fn add(&mut self, start: [u8; 3]) {
        let (at, bit) = Starts::place(start);
        if let Some(bits) = self.0.get_mut(at) {
            *bits |= bit;
        }
    }

    /// Whether a phrase may begin with a word; of shorter words than three bytes nothing is known.
    fn may_have(&self, word: &str) -> bool {
        word.as_bytes().first_chunk().is_none_or(|start| {
            let (at, bit) = Starts::place(*start);
            self.0.get(at).is_some_and(|bits| bits & bit != 0)
        })
    }
}

impl<T> Default for PhraseTable<T> {
    fn default() -> PhraseTable<T> {
        PhraseTable {
            by_four: HashMap::default(),
            by_two: HashMap::default(),
            by_one: HashMap::default(),
            starts: Starts([0; 64]),
        }
    }
}

impl<T: Copy> PhraseTable<T> {
    /// Adds a phrase.
    pub(super) fn add(&mut self, meaning: T, phrase: Vec<Word>) {
        let Some(word) = phrase.first() else { return };
        let first = word.text.as_bytes();
        match first {
            [a, b, c, ..] => self.starts.add([*a, *b, *c]),
            [a, b] if word.is_beginning => (0..=255).for_each(|c| self.starts.add([*a, *b, c])),
            [a] if word.is_beginning => {
                (0..=255).for_each(|b| (0..=255).for_each(|c| self.starts.add([*a, b, c])));
            }
            _ => {}
        }
        if let Some(key) = first.first_chunk() {
            self.by_four.entry(*key).or_default().push((meaning, phrase));
        } else if let Some(key) = first.first_chunk() {
            self.by_two.entry(*key).or_default().push((meaning, phrase));
        } else if let Some(key) = first.first_chunk() {
            self.by_one.entry(*key).or_default().push((meaning, phrase));
        }
    }

    /// The phrases whose first word begins as a word does, in lower case.
    fn near(&self, word: &str) -> impl Iterator<Item = &(T, Vec<Word>)> {
        let lower = |byte: u8| byte.to_ascii_lowercase();
        let word = if self.starts.may_have(word) { word } else { "" };
        let by_four = word.as_bytes().first_chunk::<4>().and_then(|key| self.by_four.get(&key.map(lower)));
        let by_two = word.as_bytes().first_chunk::<2>().and_then(|key| self.by_two.get(&key.map(lower)));
        let by_one = <[u8; 1]>::try_from(word.as_bytes()).ok().and_then(|key| self.by_one.get(&key.map(lower)));
        by_one.into_iter().chain(by_two).chain(by_four).flatten()
    }

    /// Whether a phrase may begin with a word as it is written, in ASCII.
    pub(super) fn may_begin(&self, word: &str) -> bool {
        self.near(word).filter_map(|(_, phrase)| phrase.first()).any(|first| {
            let end = if first.is_beginning { first.text.len() } else { word.len() };
            word.get(..end).is_some_and(|start| start.eq_ignore_ascii_case(&first.text))
        })
    }

    /// What the phrases mean that words begin with.
    pub(super) fn at_start<'a>(&'a self, words: &'a [&str]) -> impl Iterator<Item = T> + 'a {
        let near = words.first().map(|word| self.near(word));
        near.into_iter().flatten().filter(|(_, phrase)| begins_with(words, phrase)).map(|(meaning, _)| *meaning)
    }
}

/// The words of a folded text: letters and digits, cut where scripts without spaces begin and end.
pub(super) fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(is_of_word)?;
        let word = rest.get(start..)?;
        let is_unspaced_word = word.chars().next().is_some_and(is_unspaced);
        let ends = |c: char| !is_of_word(c) || is_unspaced(c) != is_unspaced_word;
        let (word, after) = word.split_at(word.find(ends).unwrap_or(word.len()));
        rest = after;
        Some(word)
    })
}

fn is_of_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' } else { c.is_alphanumeric() }
}

/// Whether a character is of a script that puts no spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    c >= '\u{2e80}' && matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_may_have_gaps_and_open_ends() {
        let is = |text: &str, written: &str| begins_with(&split(text).collect::<Vec<_>>(), &phrase(written));
        assert!(is("disk of the host was full", "disk … full"));
        assert!(!is("disk of the host was by no means full", "disk … full"));
        assert!(is("deploys failed", "deploy* failed"));
        assert!(!is("deploys have failed", "deploy* failed"));
        assert!(is("out-of-memory", "out of memory"));
        assert_eq!(split("oomが発生").collect::<Vec<_>>(), ["oom", "が発生"]);
    }
}
