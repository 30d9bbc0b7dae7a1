//! A phrase as it is matched, and the words of a text that it is matched with.

use crate::text::fold;

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

/// The words of a folded text: letters and digits, cut where scripts without spaces begin and end.
pub(super) fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).flat_map(|word| {
        let mut rest = word;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?;
            let end = rest.find(|c: char| is_unspaced(c) != is_unspaced(first)).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            rest = after;
            Some(piece)
        })
    })
}

/// Whether a character is of a script that puts no spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
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
