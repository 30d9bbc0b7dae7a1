//! Term statistics: how telling each word is.

use super::inverted::{Inverted, Wanted};
use rayon::prelude::*;
use std::cmp::Ordering;

/// The most telling terms of a page that are kept: all that a page of 400 words shares with others.
const KEPT: usize = 128;
/// BM25's saturation: the second and third time that a page says a word count for little.
const SATURATION: f32 = 0.5;

/// The index of a term in [`TermStatistics::terms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermIx(pub u32);

/// A telling term of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageTerm {
    /// Which.
    pub term: TermIx,
    /// How telling it is for the page: term frequency, saturated, times rarity.
    pub weight: f32,
    /// Whether it stands in the title.
    pub in_title: bool,
}

/// The words of a library.
#[derive(Clone, Debug, Default)]
pub struct TermStatistics {
    /// Every term that at least two pages have, sorted.
    pub terms: Vec<String>,
    /// For each term, a word as a page has it, for people to read.
    pub surface: Vec<String>,
    /// In how many pages each term occurs.
    pub frequency: Vec<u32>,
    /// For each page of the library, its most telling terms, the most telling first.
    pub pages: Vec<Vec<PageTerm>>,
}

impl TermStatistics {
    /// How rare a term is: the logarithm of how many times as many pages there are as have it (BM25's idf).
    pub fn rarity(&self, term: TermIx) -> f32 {
        rarity(self.frequency[term.0 as usize], self.pages.len())
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of pages are far below 2^24")]
fn rarity(frequency: u32, pages: usize) -> f32 {
    (1.0 + (pages as f32 - frequency as f32 + 0.5) / (frequency as f32 + 0.5)).ln()
}

/// A term that at least two pages have: its text and its documents with their weighed counts.
struct Shared {
    term: String,
    documents: Vec<(u32, u32, bool)>,
}

/// The words of every page, out of the index.
pub fn statistics(inverted: &Inverted) -> TermStatistics {
    let stops = inverted.stop_terms();
    let all = inverted.terms(Wanted::Counts, |term, occurrences| {
        let tells = term.len() > 1 && stops.binary_search(&term).is_err();
        // A term of one page alone ties it to nothing.
        (tells && occurrences.documents.len() > 1).then(|| Shared {
            term: term.to_owned(),
            documents: occurrences.documents.iter().map(|one| (one.document, one.count, one.in_title)).collect(),
        })
    });
    let shared: Vec<Shared> = all.into_iter().flatten().collect();
    let frequency: Vec<u32> = shared.iter().map(|term| number(term.documents.len())).collect();
    let surface = shared.iter().map(|shared| inverted.surface(&shared.term).to_owned()).collect();
    let mut pages: Vec<Vec<PageTerm>> = vec![Vec::new(); inverted.documents()];
    let mut terms = Vec::with_capacity(shared.len());
    for ((Shared { term, documents }, frequency), at) in shared.into_iter().zip(&frequency).zip(0..) {
        let rarity = rarity(*frequency, inverted.documents());
        for (document, count, in_title) in documents {
            let page = &mut pages[inverted.order[document as usize].0];
            page.push(PageTerm { term: TermIx(at), weight: saturated(count) * rarity, in_title });
            // What cannot be among the most telling any more goes at once: all of it would be the largest list of a build.
            if page.len() == 2 * KEPT {
                keep_most_telling(page);
            }
        }
        terms.push(term);
    }
    pages.par_iter_mut().for_each(sort_telling);
    TermStatistics { terms, surface, frequency, pages }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "counts of words are far below 2^24")]
fn saturated(count: u32) -> f32 {
    let count = count as f32;
    count * (1.0 + SATURATION) / (count + SATURATION)
}

/// The more telling first; no two terms of a page are equal.
fn by_telling(a: &PageTerm, b: &PageTerm) -> Ordering {
    b.weight.total_cmp(&a.weight).then(a.term.cmp(&b.term))
}

fn keep_most_telling(all: &mut Vec<PageTerm>) {
    if all.len() > KEPT {
        all.select_nth_unstable_by(KEPT, by_telling);
        all.truncate(KEPT);
    }
}

fn sort_telling(all: &mut Vec<PageTerm>) {
    keep_most_telling(all);
    all.sort_unstable_by(by_telling);
    all.shrink_to_fit();
}
