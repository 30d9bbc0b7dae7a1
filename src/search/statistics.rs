//! How telling each word is.

use super::tokens::Analyzer;
use crate::library::{Library, Page};
use rayon::prelude::*;
use std::collections::HashMap;

/// The most telling terms of a page that are kept: more of them changed no related list of the corpora.
const KEPT: usize = 48;
/// A word of the title counts as much as this many of the body.
const TITLE_WEIGHT: u32 = 4;
/// A word of a heading counts as much as this many of the body.
const HEADING_WEIGHT: u32 = 2;

/// The index of a term in [`TermStatistics::terms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermIx(pub u32);

/// A telling term of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageTerm {
    /// Which.
    pub term: TermIx,
    /// How telling it is for the page: term frequency, dampened, times rarity; the weights of a page's kept terms
    /// have length 1.
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

/// What one page says: term, count with titles and headings weighed in, whether it stands in the title, the word as
/// written.
struct Counted {
    count: u32,
    in_title: bool,
    surface: String,
}

/// Counts the words of every page.
pub fn statistics(library: &Library) -> TermStatistics {
    let counted: Vec<HashMap<String, Counted>> =
        library.pages.par_iter().map_init(Analyzer::default, |analyzer, page| count(analyzer, page)).collect();
    let mut frequencies: HashMap<&str, u32> = HashMap::new();
    for page in &counted {
        #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on order")]
        for term in page.keys() {
            *frequencies.entry(term).or_default() += 1;
        }
    }
    // A term of one page alone ties it to nothing.
    let mut terms: Vec<(&str, u32)> = frequencies.into_iter().filter(|(_, frequency)| *frequency > 1).collect();
    terms.par_sort_unstable();
    let index: HashMap<&str, u32> = terms.iter().zip(0..).map(|((term, _), index)| (*term, index)).collect();
    let frequency: Vec<u32> = terms.iter().map(|(_, frequency)| *frequency).collect();
    let pages: Vec<Vec<PageTerm>> =
        counted.par_iter().map(|page| telling(page, &index, &frequency, library.pages.len())).collect();
    let mut surface: Vec<String> = terms.iter().map(|(term, _)| (*term).to_owned()).collect();
    for (page, kept) in counted.iter().zip(&pages) {
        for term in kept {
            let place = &mut surface[term.term.0 as usize];
            if let Some(counted) = page.get(terms[term.term.0 as usize].0)
                && place.as_str() == terms[term.term.0 as usize].0
            {
                place.clone_from(&counted.surface);
            }
        }
    }
    TermStatistics { terms: terms.into_iter().map(|(term, _)| term.to_owned()).collect(), surface, frequency, pages }
}

fn count(analyzer: &mut Analyzer, page: &Page) -> HashMap<String, Counted> {
    let mut counts: HashMap<String, Counted> = HashMap::new();
    let language = page.incident().language.value.clone();
    let mut add = |analyzer: &mut Analyzer, text: &str, weight: u32, in_title: bool| {
        analyzer.analyze(text, &language, |token| {
            if token.is_stop_word || token.term.len() < 2 || token.term.bytes().all(|byte| byte.is_ascii_digit()) {
                return;
            }
            match counts.get_mut(token.term) {
                Some(counted) => {
                    counted.count += weight;
                    counted.in_title |= in_title;
                }
                None => {
                    let surface = text[token.range.clone()].to_lowercase();
                    counts.insert(token.term.to_owned(), Counted { count: weight, in_title, surface });
                }
            }
        });
    };
    add(analyzer, page.title(), TITLE_WEIGHT, true);
    if let Some(summary) = &page.incident().summary {
        add(analyzer, &summary.value, 1, false);
    }
    for section in &page.document.body.text {
        add(analyzer, &section.heading, HEADING_WEIGHT, false);
        add(analyzer, &section.text, 1, false);
    }
    counts
}

#[expect(clippy::cast_precision_loss, reason = "counts of words are far below 2^24")]
fn telling(
    page: &HashMap<String, Counted>,
    index: &HashMap<&str, u32>,
    frequency: &[u32],
    pages: usize,
) -> Vec<PageTerm> {
    let mut all: Vec<PageTerm> = page
        .iter()
        .filter_map(|(term, counted)| {
            let term = *index.get(term.as_str())?;
            let rarity = rarity(frequency[term as usize], pages);
            let weight = (1.0 + (counted.count as f32).ln()) * rarity;
            Some(PageTerm { term: TermIx(term), weight, in_title: counted.in_title })
        })
        .collect();
    all.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then(a.term.cmp(&b.term)));
    all.truncate(KEPT);
    let length = all.iter().map(|term| term.weight * term.weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    for term in &mut all {
        term.weight /= length;
    }
    all
}
