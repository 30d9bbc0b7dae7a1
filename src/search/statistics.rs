//! How telling each word is.

use super::tokens::Analyzer;
use crate::document::section::section_kind;
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

/// Pages that share one analyser and one dictionary are not fewer than this: each analyser must learn the words anew.
const SMALLEST_CHUNK: usize = 64;
/// Chunks for each thread: enough to keep all of them busy to the end.
const CHUNKS_PER_THREAD: usize = 3;

/// A term on a page: its number in the chunk's dictionary, its count with titles and headings weighed in, and whether
/// it stands in the title.
#[derive(Clone, Copy)]
struct Counted {
    term: u32,
    count: u32,
    in_title: bool,
}

/// Some pages, counted, with the dictionary that their terms are numbered by.
#[derive(Default)]
struct Chunk {
    terms: Vec<String>,
    /// For each term a word as it is written.
    surfaces: Vec<String>,
    pages: Vec<Vec<Counted>>,
}

/// Counts the words of every page.
pub fn statistics(library: &Library) -> TermStatistics {
    // The size of a chunk depends on the machine; what is counted does not.
    let size = library.pages.len().div_ceil(rayon::current_num_threads() * CHUNKS_PER_THREAD).max(SMALLEST_CHUNK);
    let chunks: Vec<Chunk> = library.pages.par_chunks(size).map(count).collect();
    let dictionary = Dictionary::new(&chunks);
    let pages: Vec<Vec<PageTerm>> = chunks
        .par_iter()
        .zip(&dictionary.of_chunk)
        .flat_map_iter(|(chunk, numbers)| {
            chunk.pages.iter().map(|page| telling(page, numbers, &dictionary.frequency, library.pages.len()))
        })
        .collect();
    TermStatistics { terms: dictionary.terms, surface: dictionary.surfaces, frequency: dictionary.frequency, pages }
}

/// The terms of all chunks under one numbering. A term of one page alone ties it to nothing and has no number.
struct Dictionary {
    terms: Vec<String>,
    surfaces: Vec<String>,
    frequency: Vec<u32>,
    /// For each chunk, the common number of each of its terms.
    of_chunk: Vec<Vec<Option<u32>>>,
}

impl Dictionary {
    fn new(chunks: &[Chunk]) -> Dictionary {
        let in_chunk: Vec<Vec<u32>> = chunks
            .par_iter()
            .map(|chunk| {
                let mut frequency = vec![0; chunk.terms.len()];
                for counted in chunk.pages.iter().flatten() {
                    frequency[counted.term as usize] += 1;
                }
                frequency
            })
            .collect();
        let mut all: HashMap<&str, (u32, &str)> = HashMap::new();
        for (chunk, frequency) in chunks.iter().zip(&in_chunk) {
            for ((term, surface), frequency) in chunk.terms.iter().zip(&chunk.surfaces).zip(frequency) {
                all.entry(term).or_insert((0, surface)).0 += frequency;
            }
        }
        let mut sorted: Vec<(&str, u32, &str)> = all
            .into_iter()
            .filter(|(_, (frequency, _))| *frequency > 1)
            .map(|(term, (frequency, surface))| (term, frequency, surface))
            .collect();
        sorted.par_sort_unstable();
        let numbers: HashMap<&str, u32> =
            sorted.iter().zip(0..).map(|((term, _, _), number)| (*term, number)).collect();
        let of_chunk = chunks
            .par_iter()
            .map(|chunk| chunk.terms.iter().map(|term| numbers.get(term.as_str()).copied()).collect())
            .collect();
        Dictionary {
            terms: sorted.iter().map(|(term, _, _)| (*term).to_owned()).collect(),
            surfaces: sorted.iter().map(|(_, _, surface)| (*surface).to_owned()).collect(),
            frequency: sorted.iter().map(|(_, frequency, _)| *frequency).collect(),
            of_chunk,
        }
    }
}

/// Where a term of the analyser stands: its number in the chunk's dictionary (`None` for terms that tell nothing), and
/// its place among the terms of the last page that had it, so that a page is counted without a map of its own.
#[derive(Clone, Copy)]
struct Place {
    term: Option<u32>,
    page: usize,
    at: usize,
}

fn count(pages: &[Page]) -> Chunk {
    let mut chunk = Chunk::default();
    let mut analyzer = Analyzer::default();
    let mut places: Vec<Option<Place>> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let mut counts: Vec<Counted> = Vec::new();
        let mut add = |text: &str, weight: u32, in_title: bool| {
            analyzer.analyze(text, &page.incident().language.value, |token| {
                let at = token.number as usize;
                if at >= places.len() {
                    places.resize(at + 1, None);
                }
                let place = places[at].get_or_insert_with(|| {
                    let tells = !token.is_stop_word
                        && token.term.len() > 1
                        && !token.term.bytes().all(|byte| byte.is_ascii_digit());
                    let term = tells.then(|| chunk.add(token.term, &text[token.range.clone()]));
                    Place { term, page: usize::MAX, at: 0 }
                });
                let Some(term) = place.term else { return };
                if place.page == number {
                    counts[place.at].count += weight;
                    counts[place.at].in_title |= in_title;
                } else {
                    (place.page, place.at) = (number, counts.len());
                    counts.push(Counted { term, count: weight, in_title });
                }
            });
        };
        add(page.title(), TITLE_WEIGHT, true);
        if let Some(summary) = &page.incident().summary {
            add(&summary.value, 1, false);
        }
        for section in &page.document.body.text {
            // "Lessons learned" is the form, not the matter: two pages that have it have nothing in common.
            if section_kind(&section.heading).is_none() {
                add(&section.heading, HEADING_WEIGHT, false);
            }
            add(&section.text, 1, false);
        }
        counts.shrink_to_fit();
        chunk.pages.push(counts);
    }
    chunk
}

impl Chunk {
    fn add(&mut self, term: &str, surface: &str) -> u32 {
        self.terms.push(term.to_owned());
        self.surfaces.push(surface.to_lowercase());
        u32::try_from(self.terms.len() - 1).unwrap_or(u32::MAX)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of words are far below 2^24")]
fn telling(page: &[Counted], numbers: &[Option<u32>], frequency: &[u32], pages: usize) -> Vec<PageTerm> {
    let mut all: Vec<PageTerm> = page
        .iter()
        .filter_map(|counted| {
            let term = numbers[counted.term as usize]?;
            let rarity = rarity(frequency[term as usize], pages);
            let weight = (1.0 + (counted.count as f32).ln()) * rarity;
            Some(PageTerm { term: TermIx(term), weight, in_title: counted.in_title })
        })
        .collect();
    let order = |a: &PageTerm, b: &PageTerm| b.weight.total_cmp(&a.weight).then(a.term.cmp(&b.term));
    if all.len() > KEPT {
        all.select_nth_unstable_by(KEPT, order);
        all.truncate(KEPT);
    }
    all.sort_unstable_by(order);
    all.shrink_to_fit();
    let length = all.iter().map(|term| term.weight * term.weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    for term in &mut all {
        term.weight /= length;
    }
    all
}
