//! How alike two texts are: cosines of their telling terms, and an index that finds the alike without comparing all.
//!
//! A term in many pages ties none of them together. Leaving such terms out, and of long posting lists all but the
//! heaviest entries, bounds the work for a page by a constant, whatever the size of the library.

use crate::library::{Library, PageIx};
use crate::search::{PageTerm, TermIx, TermStatistics};
use crate::text::fold;

/// The most entries of a term that are asked for candidates: those in which it weighs most. A page has 48 telling
/// terms, so one page costs at most 48 times this.
const LONGEST_LIST: usize = 256;
/// In a library so small that even the rarest shared word is in every tenth page, likeness means less. This is the
/// rarity (see [`TermStatistics::rarity`]) of a word that 2 of 10 pages have; from there on words count in full.
const FULL_RARITY: f32 = 1.5;
/// How many shared words are named.
const MOST_WORDS: usize = 4;
/// Words that name days or come with links; they tie nothing together.
const IDLE: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "utc",
    "gmt",
    "pst",
    "pdt",
    "est",
    "edt",
    "cst",
    "cdt",
    "cet",
    "cest",
    "bst",
    "jst",
    "http",
    "https",
    "www",
    "com",
    "org",
    "html",
    "htm",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "svg",
    "md",
];

/// The texts of a library's incidents, ready to be compared.
pub(super) struct Likeness<'a> {
    statistics: &'a TermStatistics,
    /// For each page, its terms that may tie it to others, by term; empty for pages that are no incidents.
    vectors: Vec<Vec<PageTerm>>,
    /// For each term, the incidents in which it weighs most.
    lists: Vec<Vec<(PageIx, f32)>>,
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
    pub(super) fn new(library: &Library, statistics: &'a TermStatistics) -> Likeness<'a> {
        let limit = common_from(statistics.pages.len());
        let ties: Vec<bool> = (0..statistics.terms.len())
            .map(|term| {
                statistics.frequency[term] as usize <= limit
                    && is_word(&statistics.terms[term])
                    && !IDLE.contains(&fold(&statistics.surface[term]).as_str())
            })
            .collect();
        let mut vectors: Vec<Vec<PageTerm>> = vec![Vec::new(); library.pages.len()];
        let mut lists: Vec<Vec<(PageIx, f32)>> = vec![Vec::new(); statistics.terms.len()];
        for index in library.incidents.iter().copied() {
            let Some(kept) = statistics.pages.get(index.0) else { continue };
            let mut vector: Vec<PageTerm> = kept.iter().filter(|kept| ties[kept.term.0 as usize]).copied().collect();
            for kept in &mut vector {
                kept.weight *= (statistics.rarity(kept.term) / FULL_RARITY).clamp(0.0, 1.0).sqrt();
                lists[kept.term.0 as usize].push((index, kept.weight));
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
        Likeness { statistics, vectors, lists }
    }

    /// Adds to every incident that shares a telling term with `page` what they share; returns how many additions
    /// were made, the measure of the work.
    pub(super) fn add_alike(&self, page: PageIx, scratch: &mut Scratch) -> usize {
        let mut additions = 0;
        for own in &self.vectors[page.0] {
            let list = &self.lists[own.term.0 as usize];
            additions += list.len();
            for (other, weight) in list.iter().filter(|(other, _)| *other != page) {
                scratch.add(*other, own.weight * weight);
            }
        }
        additions
    }

    /// How alike two incidents' texts are: 0 to 1.
    pub(super) fn cosine(&self, a: PageIx, b: PageIx) -> f64 {
        f64::from(self.shared(a, b).map(|(_, product)| product).sum::<f32>())
    }

    /// The words that make two texts alike, the most telling first, as they are written somewhere in the library.
    pub(super) fn shared_words(&self, a: PageIx, b: PageIx) -> Vec<String> {
        let mut shared: Vec<(TermIx, f32)> = self.shared(a, b).collect();
        shared.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut words: Vec<&str> = Vec::new();
        for (term, _) in shared {
            let word = self.statistics.surface[term.0 as usize].as_str();
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

/// From how many pages on a word or a term is too common to tie any two together: a tenth of a large library, up to
/// a third of a small one.
pub(super) fn common_from(pages: usize) -> usize {
    (pages / 10).max((pages / 3).clamp(2, 10))
}

/// Whether a term is a word or a name rather than a number, a date, a time or a quantity.
pub(super) fn is_word(term: &str) -> bool {
    let letters = term.chars().filter(|c| c.is_alphabetic()).count();
    let digits = term.chars().filter(char::is_ascii_digit).count();
    let quantity = term.starts_with(|c: char| c.is_ascii_digit()) && digits >= letters;
    letters > 0 && !quantity && (letters + digits > 2 || !term.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_quantities_are_no_words() {
        for word in ["kube-lego", "x509", "err_conn_reset", "証明", "etcd", "s3-api"] {
            assert!(is_word(word), "{word}");
        }
        for other in ["2018-01-18", "13:35", "10.0.3.7", "1h50m", "500g", "a", "20", "ms"] {
            assert!(!is_word(other), "{other}");
        }
    }

    #[test]
    fn common_is_a_share_of_the_library() {
        assert_eq!([2, 9, 25, 42, 200, 10_000].map(common_from), [2, 3, 8, 10, 20, 1000]);
    }
}
