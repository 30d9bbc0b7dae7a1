//! How rare something is among incidents.

/// How rare something is that `having` of `all` incidents have: 0 when all have it, 1 when two have it. BM25's idf in
/// proportion to the idf of what two have.
pub(super) fn rarity(having: usize, all: usize) -> f64 {
    let idf = |having: f64| (1.0 + (all as f64 - having + 0.5).max(0.0) / (having + 0.5)).ln();
    if having < 2 || all < 2 { 1.0 } else { (idf(having as f64) / idf(2.0)).clamp(0.0, 1.0) }
}
