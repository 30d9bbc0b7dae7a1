//! How alike two texts are: what their telling terms have in common, and an index that finds the alike without comparing
//! all.
//!
//! The measure is the weighted Jaccard index (Ruzicka's): of all that two texts say, by weight, how much both say. It
//! finds the other half of a text more often than the cosine does (`docs/insight.md`), since a few words that both texts
//! repeat cannot make up for all the others that only one has.
//!
//! A term in many pages is evidence for none of them. Leaving such terms out, and of long posting lists all but the
//! heaviest entries, bounds the work for a page by a constant, whatever the size of the library.

use super::common::Common;
use super::thresholds::{
    CANDIDATE_TERMS, CHANCE, CHANCE_PER_MEAN, CROWD, CROWD_POWER, FULL_OVERLAP, FULL_RARITY, FULL_TEXT_TERMS,
    LEAST_CROWD, LONGEST_LIST, MEAN_SAMPLES, common_from,
};
use crate::library::{Library, PageIx};
use crate::search::{PageTerm, TermIx, TermStatistics};

/// How many shared words are named.
const MOST_WORDS: usize = 4;

/// The texts of a library's incidents, ready to be compared.
pub(super) struct Likeness<'a> {
    statistics: &'a TermStatistics,
    /// For each term, whether it can be named as what two texts have in common.
    telling: Vec<bool>,
    /// For each term, whether it stands for parts that are terms too.
    compound: Vec<bool>,
    /// For each page, its terms that may be evidence, by term; empty for pages that are no incidents.
    vectors: Vec<Vec<PageTerm>>,
    /// For each page, the sum of its weights, and of those of words and parts alone.
    totals: Vec<(f64, f64)>,
    /// For each term, the part of its weight that counts: all of it but for words that are common in a small library.
    shares: Vec<f32>,
    /// For each page, its heaviest terms that have a list.
    heaviest: Vec<Vec<(TermIx, f32)>>,
    /// For each term, the incidents in which it weighs most.
    lists: Vec<Vec<(PageIx, f32)>>,
    /// The overlap up to which likeness is chance.
    chance: f64,
}

/// How near the nearest of each incident are.
pub(super) struct Crowds {
    /// For each page, the mean overlap with its nearest.
    of: Vec<f64>,
    /// The median over the library.
    usual: f64,
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
        let counts: Vec<bool> =
            statistics.terms.iter().zip(&telling).map(|(term, telling)| *telling || is_number(term)).collect();
        let compound: Vec<bool> = statistics.terms.iter().map(|term| is_compound(term)).collect();
        let limit = common_from(statistics.pages.len());
        let proposes = |term: TermIx| statistics.frequency[term.0 as usize] as usize <= limit;
        let mut vectors: Vec<Vec<PageTerm>> = vec![Vec::new(); library.pages.len()];
        let mut totals = vec![(0.0, 0.0); library.pages.len()];
        let mut heaviest: Vec<Vec<(TermIx, f32)>> = vec![Vec::new(); library.pages.len()];
        let mut lists: Vec<Vec<(PageIx, f32)>> = vec![Vec::new(); statistics.terms.len()];
        for index in library.incidents.iter().copied() {
            let Some(kept) = statistics.pages.get(index.0) else { continue };
            let mut vector: Vec<PageTerm> = kept.iter().filter(|kept| counts[kept.term.0 as usize]).copied().collect();
            for kept in &vector {
                totals[index.0].0 += f64::from(kept.weight);
                totals[index.0].1 += if compound[kept.term.0 as usize] { 0.0 } else { f64::from(kept.weight) };
            }
            // Candidates are found by cosines, which can be added up term by term.
            let length = vector.iter().map(|kept| kept.weight * kept.weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            for kept in vector.iter().filter(|kept| proposes(kept.term)) {
                let weight = kept.weight / length;
                lists[kept.term.0 as usize].push((index, weight));
                if heaviest[index.0].len() < CANDIDATE_TERMS {
                    heaviest[index.0].push((kept.term, weight));
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
            list.shrink_to_fit();
        }
        let share = |term| (statistics.rarity(TermIx(term)) / FULL_RARITY).clamp(0.0, 1.0).powi(3);
        let shares = (0..).take(statistics.terms.len()).map(share).collect();
        let mut likeness =
            Likeness { statistics, telling, compound, vectors, totals, shares, heaviest, lists, chance: CHANCE };
        likeness.chance += CHANCE_PER_MEAN * likeness.mean_overlap(&library.incidents);
        likeness
    }

    /// The mean overlap of two incidents, from a few partners for each, far and near in the list.
    fn mean_overlap(&self, incidents: &[PageIx]) -> f64 {
        let count = incidents.len();
        let pairs = incidents.iter().enumerate().flat_map(|(at, page)| {
            (0..MEAN_SAMPLES).map(move |step| (*page, incidents[(at * 7 + step * step * 13 + 1) % count]))
        });
        let overlaps: Vec<f64> = pairs.filter(|(a, b)| a != b).map(|(a, b)| self.overlap(a, b)).collect();
        overlaps.iter().sum::<f64>() / overlaps.len().max(1) as f64
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
        self.beyond_chance(self.overlap(a, b))
    }

    /// How near `b` is to an incident that it overlaps so much, measured by how near `b`'s nearest are: an incident
    /// that is a little like many is nobody's neighbour. First as likeness, then as a number that orders what is called
    /// equally alike.
    pub(super) fn near(&self, overlap: f64, b: PageIx, crowds: &Crowds) -> (f64, f64) {
        let crowd = crowds.of[b.0].max(crowds.usual * LEAST_CROWD).max(f64::MIN_POSITIVE);
        let near = overlap * (crowds.usual / crowd).powf(CROWD_POWER);
        (self.beyond_chance(near), near)
    }

    /// How near the nearest of each incident are, from its overlaps with what was proposed for it.
    pub(super) fn crowds(overlaps: &[Vec<f64>]) -> Crowds {
        let crowd = |overlaps: &Vec<f64>| {
            let mut nearest = overlaps.clone();
            nearest.sort_by(|a, b| b.total_cmp(a));
            nearest.iter().take(CROWD).sum::<f64>() / CROWD as f64
        };
        let of: Vec<f64> = overlaps.iter().map(crowd).collect();
        let mut known: Vec<f64> = of.iter().copied().filter(|crowd| *crowd > 0.0).collect();
        known.sort_by(f64::total_cmp);
        Crowds { usual: known.get(known.len() / 2).copied().unwrap_or(0.0), of }
    }

    fn beyond_chance(&self, overlap: f64) -> f64 {
        ((overlap - self.chance) / (FULL_OVERLAP - self.chance)).clamp(0.0, 1.0)
    }

    /// Of all that two incidents' texts say, how much both say, by weight: 0 to 1.
    fn overlap(&self, a: PageIx, b: PageIx) -> f64 {
        let (mut both, mut counted) = (0.0, 0.0);
        for (term, weight) in self.shared(a, b) {
            both += f64::from(weight);
            counted += f64::from(weight * self.shares[term.0 as usize]);
        }
        self.share(a, b, counted, self.totals[a.0].0 + self.totals[b.0].0 - both)
    }

    /// The same by words and by the parts of identifiers, without identifiers as wholes: counting both would count one
    /// word twice. It finds more of the halves of one text; to tell whether two texts are about one thing, names
    /// that both spell out say more.
    pub(super) fn overlap_of_parts(&self, a: PageIx, b: PageIx) -> f64 {
        let (mut both, mut counted) = (0.0, 0.0);
        for (term, weight) in self.shared(a, b).filter(|(term, _)| !self.compound[term.0 as usize]) {
            both += f64::from(weight);
            counted += f64::from(weight * self.shares[term.0 as usize]);
        }
        self.share(a, b, counted, self.totals[a.0].1 + self.totals[b.0].1 - both)
    }

    fn share(&self, a: PageIx, b: PageIx, counted: f64, all: f64) -> f64 {
        let terms = self.vectors[a.0].len().min(self.vectors[b.0].len()) as f64;
        if all > 0.0 { counted / all * (terms / FULL_TEXT_TERMS).min(1.0).powi(2) } else { 0.0 }
    }

    /// The words that make two texts alike, the most telling first, as they are written somewhere in the library.
    pub(super) fn shared_words(&self, a: PageIx, b: PageIx) -> Vec<String> {
        let mut shared: Vec<(TermIx, f32)> = self.shared(a, b).filter(|(term, _)| self.can_be_named(*term)).collect();
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

    fn can_be_named(&self, term: TermIx) -> bool {
        self.telling[term.0 as usize] && !self.lists[term.0 as usize].is_empty()
    }

    /// The terms of both incidents and the lesser of their weights, by term.
    fn shared(&self, a: PageIx, b: PageIx) -> impl Iterator<Item = (TermIx, f32)> {
        let (a, b) = (&self.vectors[a.0], &self.vectors[b.0]);
        let mut at = 0;
        a.iter().filter_map(move |own| {
            while b.get(at).is_some_and(|other| other.term < own.term) {
                at += 1;
            }
            let other = b.get(at).filter(|other| other.term == own.term)?;
            Some((own.term, own.weight.min(other.weight)))
        })
    }
}

/// Whether a term is a number, a time or a version of two digits or more, and no date. Two texts that both say 13:42
/// may well speak of the same, though no reader is told so.
fn is_number(term: &str) -> bool {
    let digits = term.bytes().filter(u8::is_ascii_digit).count();
    let is_year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    digits >= 2 && !term.split('-').any(is_year)
}

/// Whether a term is an identifier that is known in parts too: `kube-lego`, `/var/lib/etcd`.
fn is_compound(term: &str) -> bool {
    term.contains(['-', '_', '.', '/', ':'])
}
