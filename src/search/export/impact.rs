//! What a word says of a document, in sixteenths: BM25's share of frequency and length, and how prominent the word is
//! among the document's own words. A document is about the dozen words that it says most often; a word that a long page
//! happens to say twice says less of it.

use super::posting::MOST_IMPACT;
use crate::library::Pages;
use crate::search::content::TextRole;
use crate::search::inverted::{Inverted, Occurrence, Wanted};
use crate::search::scan::{TokenKind, scan};
use std::sync::atomic::{AtomicU32, Ordering};

/// BM25's k1: how soon more of the same word stops to count (Robertson and Zaragoza, "The Probabilistic Relevance
/// Framework: BM25 and Beyond", 2009). The customary value.
const K1: f64 = 1.2;
/// BM25's b: how much a long page's words count less. A little below the customary 0.75: long postmortems are thorough
/// rather than wordy.
const B: f64 = 0.7;
/// How many words a document is about.
const TOPICS: u32 = 12;
/// A word that more than one document in so many has is what no document is about.
const COMMON: f64 = 25.0;
/// In a small library a few documents share a topic.
const FEW: f64 = 5.0;
/// How soon a word more frequent than a topic stops to count: BM25's k1 for prominence.
const PROMINENCE: f64 = 0.5;
/// What the words of a title count together: each of a short one says more of its document.
const TITLE: f64 = 12.0;
/// How many times a word of a title counts at least and at most.
const IN_TITLE: (f64, f64) = (2.0, 6.0);
/// Counts from here on are not told apart.
const MOST_COUNTED: usize = 48;

/// What frequencies in each document are measured against.
pub(super) struct Measures {
    /// The mean length of a document.
    average: f64,
    /// How often each document says the last of the words that it is about.
    topics: Vec<u32>,
    /// How many times a word of each document's title counts.
    titles: Vec<f64>,
}

impl Measures {
    pub(super) fn new(library: Pages<'_>, inverted: &Inverted) -> Measures {
        let titles = inverted.order.iter().map(|index| title_weight(library.page(*index).title())).collect();
        Measures { average: steady_average(&inverted.lengths), topics: topics(inverted), titles }
    }

    /// What a word says of a document of `length` words that has it.
    pub(super) fn impact(&self, found: &Occurrence, length: u32) -> u8 {
        let document = found.document as usize;
        let in_title = self.titles.get(document).filter(|_| found.in_title);
        let more = in_title.map_or(0.0, |weight| weight - f64::from(TextRole::Title.weight()));
        self.of_count(document, f64::from(found.count) + more, length)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 15 by then")]
    fn of_count(&self, document: usize, count: f64, length: u32) -> u8 {
        let topic = f64::from(self.topics.get(document).copied().unwrap_or(1));
        let share = count / (count + K1 * (1.0 - B + B * f64::from(length) / self.average));
        let prominence = count / (count + PROMINENCE * topic);
        let most = f64::from(MOST_IMPACT);
        ((share * prominence).sqrt() * (most + 1.0)).floor().clamp(1.0, most) as u8
    }
}

/// How many times a word of this title counts.
fn title_weight(title: &str) -> f64 {
    let mut words = 0_u32;
    scan(title, |word| words += u32::from(word.kind != TokenKind::Part));
    (TITLE / f64::from(words.max(1))).clamp(IN_TITLE.0, IN_TITLE.1)
}

/// A number rounded to a power of 1.1: one page more must not change every impact.
fn steady(number: f64) -> f64 {
    1.1_f64.powf(number.max(1.0).log(1.1).round())
}

#[expect(clippy::cast_precision_loss, reason = "words of a library are far below 2^52")]
fn steady_average(lengths: &[u32]) -> f64 {
    let sum: u64 = lengths.iter().map(|length| u64::from(*length)).sum();
    steady(sum as f64 / lengths.len().max(1) as f64)
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of documents, and at least five"
)]
fn topics(inverted: &Inverted) -> Vec<u32> {
    let common = (steady(inverted.documents() as f64) / COMMON).max(FEW) as u32;
    let stops = inverted.stop_terms();
    // For each document how many words it says once, twice and so on.
    let counts: Vec<AtomicU32> = (0..inverted.documents() * MOST_COUNTED).map(|_| AtomicU32::new(0)).collect();
    inverted.terms(Wanted::CountsUpTo(common), |term, occurrences| {
        if term.len() > 1 && stops.binary_search(&term).is_err() {
            for one in &occurrences.documents {
                let count = (one.count as usize).clamp(1, MOST_COUNTED);
                if let Some(counted) = counts.get(one.document as usize * MOST_COUNTED + count - 1) {
                    counted.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    });
    let last = |counts: &[AtomicU32]| {
        let (mut words, mut least) = (0, 1_usize);
        for (below, counted) in counts.iter().enumerate().rev() {
            let own = counted.load(Ordering::Relaxed);
            if own > 0 {
                least = below + 1;
            }
            words += own;
            if words >= TOPICS {
                break;
            }
        }
        u32::try_from(least).unwrap_or(1)
    };
    counts.chunks(MOST_COUNTED).map(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prominent_word_says_more() {
        let measures = Measures { average: 100.0, topics: vec![2, 8], titles: Vec::new() };
        let of = |document, count| measures.of_count(document, count, 100);
        assert!(of(0, 4.0) > of(1, 4.0), "the first is about words that it says twice");
        assert!(of(0, 4.0) > of(0, 1.0));
        assert_eq!((measures.of_count(0, 1e6, 1), measures.of_count(1, 1.0, 1_000_000)), (15, 1));
    }

    #[test]
    fn words_of_short_titles_count_more() {
        assert_eq!([title_weight("Outage"), title_weight("Expired certificate of a proxy")], [6.0, 2.4]);
        assert_eq!(title_weight("The proxy of the checkout could not renew its certificate"), 2.0);
    }

    #[test]
    fn numbers_are_steady() {
        assert!(steady(1000.0) == steady(1001.0) && steady(0.0) == 1.0);
    }
}
