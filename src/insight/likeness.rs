//! How alike two texts are: cosines of their telling terms, and an index that finds the alike without comparing all.
//!
//! A term in many pages ties none of them together. Leaving such terms out, and of long posting lists all but the
//! heaviest entries, bounds the work for a page by a constant, whatever the size of the library.

use super::common::Common;
use crate::library::{Library, PageIx};
use crate::search::{PageTerm, TermIx, TermStatistics};

/// How many of a page's terms are asked for candidates: its heaviest.
const ASKED: usize = 24;
/// The most entries of a term that are asked: those in which it weighs most. Four times as many entries of twice as
/// many terms found one twin more among the 404 halves of 202 public postmortems, and took 50,000 incidents twice the
/// time.
const LONGEST_LIST: usize = 64;
/// In a library so small that even the rarest shared word is in every tenth page, likeness means less. This is the
/// rarity (see [`TermStatistics::rarity`]) of a word that 2 of 10 pages have; from there on words count in full.
const FULL_RARITY: f32 = 1.5;
/// Likeness begins beyond this cosine, and this many times the mean cosine of the library's incidents: all that they
/// have in common by being from one company and in one jargon. Means seen: 0.04 in 23 reports of one service, 0.02 in
/// 242 of many companies.
const LEAST: f64 = 0.02;
const BEYOND_MEAN: f64 = 2.0;
/// The cosine of texts that say the same.
const FULL: f64 = 0.60;
/// How many shared words are named.
const MOST_WORDS: usize = 4;
/// From how many terms on a text counts in full: two texts of five words each that share two are not alike.
const FULL_TEXT: f32 = 10.0;

/// The texts of a library's incidents, ready to be compared.
pub(super) struct Likeness<'a> {
    statistics: &'a TermStatistics,
    /// For each page, its terms that may tie it to others, by term; empty for pages that are no incidents.
    vectors: Vec<Vec<PageTerm>>,
    /// For each page, its heaviest terms that have a list.
    heaviest: Vec<Vec<(TermIx, f32)>>,
    /// For each term, the incidents in which it weighs most.
    lists: Vec<Vec<(PageIx, f32)>>,
    /// The cosine up to which likeness is chance.
    chance: f64,
}

/// Room to add up in, one entry for each page; kept from one page to the next.
#[derive(Default)]
pub(super) struct Scratch {
    sums: Vec<f32>,
    met: Vec<PageIx>,
}

impl Scratch {
    /// Adds to a page's sum.
    pub(super) fn add(&mut self, page: PageIx, amount: f32) {
        if amount <= 0.0 {
            // A page is met when its sum leaves zero.
            return;
        }
        let sum = &mut self.sums[page.0];
        if *sum == 0.0 {
            self.met.push(page);
        }
        *sum += amount;
    }

    /// Makes room for `pages` pages.
    pub(super) fn fit(&mut self, pages: usize) {
        self.sums.resize(pages, 0.0);
    }

    /// The pages met with the largest sums, the largest first, at most `most`; empties the scratch.
    pub(super) fn take_best(&mut self, most: usize) -> Vec<PageIx> {
        let sums = &self.sums;
        let by_sum = |a: &PageIx, b: &PageIx| sums[b.0].total_cmp(&sums[a.0]).then(a.cmp(b));
        if self.met.len() > most {
            self.met.select_nth_unstable_by(most, by_sum);
        }
        let mut best: Vec<PageIx> = self.met[..self.met.len().min(most)].to_vec();
        best.sort_unstable_by(by_sum);
        for page in self.met.drain(..) {
            self.sums[page.0] = 0.0;
        }
        best
    }
}

impl<'a> Likeness<'a> {
    /// Prepares the texts of all incidents.
    pub(super) fn new(library: &Library, statistics: &'a TermStatistics, common: &Common) -> Likeness<'a> {
        let telling: Vec<bool> = statistics.terms.iter().map(|term| common.is_telling(term)).collect();
        let limit = common_from(statistics.pages.len());
        let proposes = |term: TermIx| statistics.frequency[term.0 as usize] as usize <= limit;
        let mut vectors: Vec<Vec<PageTerm>> = vec![Vec::new(); library.pages.len()];
        let mut heaviest: Vec<Vec<(TermIx, f32)>> = vec![Vec::new(); library.pages.len()];
        let mut lists: Vec<Vec<(PageIx, f32)>> = vec![Vec::new(); statistics.terms.len()];
        for index in library.incidents.iter().copied() {
            let Some(kept) = statistics.pages.get(index.0) else { continue };
            let mut vector: Vec<PageTerm> = kept.iter().filter(|kept| telling[kept.term.0 as usize]).copied().collect();
            let length = vector.iter().map(|kept| kept.weight * kept.weight).sum::<f32>().sqrt();
            let scale = (vector.len() as f32 / FULL_TEXT).min(1.0).sqrt() / length.max(f32::MIN_POSITIVE);
            for kept in &mut vector {
                kept.weight *= scale * (statistics.rarity(kept.term) / FULL_RARITY).clamp(0.0, 1.0).sqrt();
                if proposes(kept.term) {
                    lists[kept.term.0 as usize].push((index, kept.weight));
                    if heaviest[index.0].len() < ASKED {
                        heaviest[index.0].push((kept.term, kept.weight));
                    }
                }
            }
            vector.sort_unstable_by_key(|kept| kept.term);
            vectors[index.0] = vector;
        }
        for list in &mut lists {
            if list.len() > LONGEST_LIST {
                list.select_nth_unstable_by(LONGEST_LIST, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
                list.truncate(LONGEST_LIST);
                list.sort_unstable_by_key(|entry| entry.0);
            }
        }
        let chance = LEAST + BEYOND_MEAN * mean_cosine(&vectors, statistics.terms.len());
        Likeness { statistics, vectors, heaviest, lists, chance }
    }

    /// Adds to every incident that shares a telling term with `page` what they share; returns how many additions
    /// were made, the measure of the work.
    pub(super) fn add_alike(&self, page: PageIx, scratch: &mut Scratch) -> usize {
        let mut additions = 0;
        for (term, own) in &self.heaviest[page.0] {
            let list = &self.lists[term.0 as usize];
            additions += list.len();
            for (other, weight) in list.iter().filter(|(other, _)| *other != page) {
                scratch.add(*other, own * weight);
            }
        }
        additions
    }

    /// How alike two incidents' texts are: 0 for no more than two of this library's by chance, to 1 for the same.
    pub(super) fn alike(&self, a: PageIx, b: PageIx) -> f64 {
        ((self.cosine(a, b) - self.chance) / (FULL - self.chance)).clamp(0.0, 1.0)
    }

    /// The cosine of two incidents' telling terms: 0 to 1.
    fn cosine(&self, a: PageIx, b: PageIx) -> f64 {
        f64::from(self.shared(a, b).map(|(_, product)| product).sum::<f32>())
    }

    /// The words that make two texts alike, the most telling first, as they are written somewhere in the library.
    pub(super) fn shared_words(&self, a: PageIx, b: PageIx) -> Vec<String> {
        let mut shared: Vec<(TermIx, f32)> =
            self.shared(a, b).filter(|(term, _)| !self.lists[term.0 as usize].is_empty()).collect();
        shared.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut words: Vec<&str> = Vec::new();
        for (term, _) in shared {
            let word = self.statistics.surface[term.0 as usize].as_str();
            let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
            // Of `kube-lego`, `kube` and `lego` the whole says it all.
            if words.iter().any(|named| named.contains(word)) {
                continue;
            }
            words.retain(|named| !word.contains(named));
            words.push(word);
            if words.len() == MOST_WORDS {
                break;
            }
        }
        words.into_iter().map(str::to_owned).collect()
    }

    /// The terms of both incidents and the product of their weights, by term.
    fn shared(&self, a: PageIx, b: PageIx) -> impl Iterator<Item = (TermIx, f32)> {
        let (a, b) = (&self.vectors[a.0], &self.vectors[b.0]);
        let mut at = 0;
        a.iter().filter_map(move |own| {
            while b.get(at).is_some_and(|other| other.term < own.term) {
                at += 1;
            }
            let other = b.get(at).filter(|other| other.term == own.term)?;
            Some((own.term, own.weight * other.weight))
        })
    }
}

/// The mean over all pairs, without looking at any pair: the products of all pairs are the square of the sum less the
/// squares of each.
fn mean_cosine(vectors: &[Vec<PageTerm>], terms: usize) -> f64 {
    let mut sums = vec![0.0_f64; terms];
    let (mut count, mut squares) = (0.0, 0.0);
    for vector in vectors.iter().filter(|vector| !vector.is_empty()) {
        count += 1.0;
        for kept in vector {
            let weight = f64::from(kept.weight);
            sums[kept.term.0 as usize] += weight;
            squares += weight * weight;
        }
    }
    let all: f64 = sums.iter().map(|sum| sum * sum).sum();
    if count < 2.0 { 0.0 } else { ((all - squares) / (count * (count - 1.0))).max(0.0) }
}

/// From how many pages on a word or a term is too common to tie any two together: a tenth of a large library, up to
/// a third of a small one.
pub(super) fn common_from(pages: usize) -> usize {
    (pages / 10).max((pages / 3).clamp(2, 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_is_a_share_of_the_library() {
        assert_eq!([2, 9, 25, 42, 200, 10_000].map(common_from), [2, 3, 8, 10, 20, 1000]);
    }
}
