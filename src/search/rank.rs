//! The formula, its numbers and where they come from (`docs/search-quality.md` has the measurements).
//!
//! A document's score is the sum of what each word of the query says of it (weight times impact), times the share of
//! the query that it covers, raised to 3/2, plus the weight of the words in its title times the sixth power of their
//! share: a title says something of a query when it has nearly all of it. A word's weight is its rarity, saturated: common
//! words say little, but of telling words the rarest is not the most meant. Every number is made of operations that
//! IEEE 754 defines to the last bit, logarithms are rounded, so the browser's script gives the same scores.

use super::export::MOST_IMPACT;

/// The rarity at which a word weighs half of what it can: that of a word which a fifth of the documents have.
const SATURATION: f64 = 1.5;
/// How much a title that has the query's words adds.
pub(super) const TITLE: f64 = 1.0;
/// What a part of an identifier counts beside the whole: it says the same thing again.
pub(super) const PART: f64 = 0.5;
/// What having some completion covers of a query, by how telling they are on average: less than a word, for many
/// documents have one.
pub(super) const COMPLETION_COVERS: f64 = 0.8;
/// In up to how many shards the completions of a word are looked for one by one.
pub(super) const COMPLETION_SHARDS: usize = 6;
/// What a correction counts by how many slips away it is.
pub(super) const CORRECTION: [f64; 3] = [1.0, 0.9, 0.8];
/// What a phrase adds for each of its words, where a long query has phrases that are wishes rather than conditions.
pub(super) const PHRASE: f64 = 1.0;
/// What words cover of a query that say how it was and not what: a page that says the same in other words ("unable", "outage") is
/// a result too.
pub(super) const MANNER_COVERS: f64 = 0.25;
/// Such words.
pub(super) const MANNER: [&str; 10] =
    ["cannot", "can't", "couldn't", "no", "not", "never", "without", "down", "off", "out"];
/// From this many words on a query is a pasted line, and its phrases are wishes.
pub(super) const LONG: usize = 9;
/// Documents that cover less than this share of what the best one covers are no results: every further word refines.
pub(super) const LEAST_COVERED: f64 = 0.5;

/// How much a term weighs that `frequency` of `documents` have, 0 to 1: its rarity (BM25's idf in 1024ths), saturated.
pub(super) fn weight(frequency: usize, documents: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of documents are far below 2^52")]
    let (frequency, documents) = (frequency as f64, documents as f64);
    let rarity = ((1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln() * 1024.0).round() / 1024.0;
    rarity / (rarity + SATURATION)
}

/// What a posting says of its document, 0 to 1.
pub(super) fn strength(impact: u8) -> f64 {
    f64::from(impact) / f64::from(MOST_IMPACT)
}

/// What one document has of a query.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parts {
    /// Weight times impact, summed over the words.
    pub words: f64,
    /// The weight of the words that it has.
    pub covered: f64,
    /// The weight of the words that its title has.
    pub titled: f64,
    /// What phrases add.
    pub phrases: f64,
}

impl Parts {
    /// The score; `all` is the weight of all the query's words that the library knows.
    pub fn score(&self, all: f64) -> f64 {
        let covered = self.covered / all;
        let coverage = covered * covered.sqrt();
        let titled = self.titled / all;
        let cube = titled * titled * titled;
        let title = TITLE * self.titled * (cube * cube);
        // Differences below this are noise of the arithmetic: equals are ordered by their day.
        ((self.words * coverage + title + self.phrases) * 1e6).round() / 1e6
    }
}
