//! What the telling words of two texts have in common, by how rare each is among all texts.

use super::rarity::rarity;
use super::thresholds::{RARE_WORD, common_from};
use crate::library::PageIx;
use foldhash::fast::FixedState;
use rayon::prelude::*;
use std::collections::HashMap;

/// The words of one text for each page, ready to be compared.
pub(super) struct WordOverlap {
    /// For each page its words, ascending.
    words: Vec<Vec<Word>>,
    /// For each page, the sum of its words' rarity.
    totals: Vec<f64>,
    /// By how many texts have a word, how rare it is.
    rarities: Vec<f64>,
    /// How many texts at most have a word that is named as a reason.
    limit: u32,
}

/// A word of a text: a number, and how many texts have it.
#[derive(Clone, Copy)]
struct Word {
    number: u32,
    having: u32,
}

impl WordOverlap {
    /// Counts the words of all texts, each as its identity, ascending and once for each text.
    pub(super) fn new(words: Vec<Vec<u64>>, incidents: usize) -> WordOverlap {
        let mut having: HashMap<u64, u32, FixedState> = HashMap::default();
        for word in words.iter().flatten() {
            *having.entry(*word).or_default() += 1;
        }
        let mut all: Vec<u64> = having.keys().copied().collect();
        all.sort_unstable();
        let most = having.values().copied().max().unwrap_or(0);
        let rarities: Vec<f64> = (0..=most as usize).map(|having| rarity(having, incidents)).collect();
        let numbered: HashMap<u64, Word, FixedState> =
            all.iter().zip(0..).map(|(word, number)| (*word, Word { number, having: having[word] })).collect();
        let of_page =
            |words: Vec<u64>| -> Vec<Word> { words.iter().filter_map(|word| numbered.get(word).copied()).collect() };
        let words: Vec<Vec<Word>> = words.into_par_iter().map(of_page).collect();
        let mut overlap = WordOverlap {
            words,
            totals: Vec::new(),
            rarities,
            limit: u32::try_from(common_from(incidents)).unwrap_or(u32::MAX),
        };
        let total = |words: &Vec<Word>| words.iter().map(|word| overlap.rarity(*word)).sum();
        overlap.totals = overlap.words.iter().map(total).collect();
        overlap
    }

    fn rarity(&self, word: Word) -> f64 {
        self.rarities.get(word.having as usize).copied().unwrap_or(0.0)
    }

    fn is_telling(&self, word: Word) -> bool {
        word.having <= self.limit
    }

    /// How much of what two texts say they both say, by rarity of the words: 0 to 1.
    pub(super) fn overlap(&self, a: PageIx, b: PageIx) -> f64 {
        let (mut both, mut telling) = (0.0, false);
        for (_, word) in self.in_both(a, b) {
            both += self.rarity(word);
            telling |= self.is_telling(word);
        }
        let all = self.totals[a.0] + self.totals[b.0] - both;
        if telling && all > 0.0 { both / all } else { 0.0 }
    }

    /// How many words two texts share that hardly any other has.
    pub(super) fn rare_words(&self, a: PageIx, b: PageIx) -> usize {
        let is_rare = |word: Word| self.is_telling(word) && self.rarity(word) > RARE_WORD;
        self.in_both(a, b).filter(|(_, word)| is_rare(*word)).count()
    }

    /// The places, among the words of the first text, of the telling ones that two texts share.
    pub(super) fn telling_in_both(&self, a: PageIx, b: PageIx) -> impl Iterator<Item = usize> {
        self.in_both(a, b).filter(|(_, word)| self.is_telling(*word)).map(|(place, _)| place)
    }

    fn in_both(&self, a: PageIx, b: PageIx) -> impl Iterator<Item = (usize, Word)> {
        let (a, b) = (&self.words[a.0], &self.words[b.0]);
        let mut at = 0;
        a.iter().copied().enumerate().filter(move |(_, word)| {
            while b.get(at).is_some_and(|other| other.number < word.number) {
                at += 1;
            }
            b.get(at).is_some_and(|other| other.number == word.number)
        })
    }
}
