//! The vocabulary for corrections and unfinished words: loaded only when a query has one.

use super::terms::{Term, frequency_character};
use super::words::{front_coded, separators};
use crate::search::tokens::FormTerm;
use std::collections::HashMap;

/// A library of this many documents has so many words that those of a single document are left out: most are slips.
const LARGE: usize = 500;
/// How large a part may grow before the next first letter begins another, in characters.
const PART: usize = 6_000;
/// The lengths of words that can be corrected or completed, in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=24;

/// The vocabulary in parts; a first letter is never split.
pub(super) struct Spelling {
    /// For each part but the first, the letter that it begins with.
    pub bounds: Vec<String>,
    /// The parts: words and how frequent each is.
    pub parts: Vec<String>,
}

pub(super) fn spelling(forms: &[FormTerm], terms: &[Term], documents: usize) -> Spelling {
    let least = if documents >= LARGE { 2 } else { 1 };
    let frequencies: HashMap<&str, u32> = terms.iter().map(|term| (term.term.as_str(), term.frequency)).collect();
    let mut words: Vec<(&str, u32)> = Vec::new();
    for group in forms.chunk_by(|a, b| a.form == b.form) {
        let form = group[0].form.as_str();
        let telling = group.iter().filter(|found| !found.is_stop_word);
        let known = telling.filter_map(|found| frequencies.get(found.term.as_str()));
        let frequency = known.copied().max().unwrap_or(0);
        let is_word = LENGTHS.contains(&form.chars().count()) && form.chars().all(char::is_alphabetic);
        if is_word && frequency >= least {
            words.push((form, frequency));
        }
    }
    let first = |word: &str| word.chars().next();
    let mut spelling = Spelling { bounds: Vec::new(), parts: Vec::new() };
    let mut neighbours = Vec::new();
    let mut from = 0;
    let mut size = 0;
    for at in 0..words.len() {
        if at > 0 && size > PART && first(words[at].0) != first(words[at - 1].0) {
            spelling.parts.push(part(&words[from..at]));
            neighbours.push((words[at - 1].0, words[at].0));
            (from, size) = (at, 0);
        }
        size += words[at].0.len() / 2 + 2;
    }
    spelling.parts.push(part(&words[from..]));
    spelling.bounds = separators(&neighbours);
    spelling
}

fn part(words: &[(&str, u32)]) -> String {
    let frequencies: String = words.iter().map(|(_, frequency)| frequency_character(*frequency)).collect();
    serde_json::json!([front_coded(words.iter().map(|(word, _)| *word)), frequencies]).to_string()
}
