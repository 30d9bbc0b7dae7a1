//! The evidence for a pair of incidents as numbers: what the score of `one_issue` adds up, and what its weights are fitted on.

use super::author_claim::AuthorClaim;
use super::pair_evidence::PairEvidence;
use super::recurrence_cue::RecurrenceCue;
use crate::config::Config;
use crate::library::{PageIx, Pages};
use crate::model::TaxonomyKey;
use crate::search::TermStatistics;

/// What the numbers of a pair are.
pub const FEATURES: [&str; 21] = [
    "mode",
    "thing",
    "second thing",
    "mode of a thing",
    "telling mode",
    "subject",
    "mode of the subject",
    "title",
    "account",
    "text",
    "text of a mode",
    "cause and service",
    "service",
    "trigger",
    "kind of trigger",
    "likened",
    "linked",
    "again",
    "other cause",
    "modes differ",
    "cause mode",
];

/// What each adds to the score of a pair. From a fit with `scripts/fit-recurring` on 64 pairs in 28 groups that people wrote down for
/// four folders (153 incidents), then changed by hand on the same folders: texts count less, texts with a shared way to fail more,
/// and what came out as nothing is left out. No folder was kept back for the result.
const WEIGHTS: [(&str, f64); 11] = [
    ("telling mode", 5.0),
    ("account", 4.5),
    ("text", 3.0),
    ("text of a mode", 2.5),
    ("cause and service", 2.0),
    ("title", 1.4),
    ("mode of the subject", 1.2),
    ("likened", 0.6),
    ("mode of a thing", 0.5),
    ("second thing", 0.5),
    ("kind of trigger", 0.5),
];

/// The score of a pair by its numbers; nothing for two that share no way to fail.
pub(super) fn score(numbers: &PairFeatures) -> f64 {
    let said = FEATURES.iter().zip(numbers);
    if said.clone().any(|(name, number)| *name == "mode" && *number <= 0.0) {
        return 0.0;
    }
    said.map(|(name, number)| number * WEIGHTS.iter().find(|(own, _)| own == name).map_or(0.0, |(_, weight)| *weight))
        .sum()
}

/// One of the numbers of a pair, by its name.
pub(super) fn named(numbers: &PairFeatures, name: &str) -> f64 {
    FEATURES.iter().zip(numbers).find(|(own, _)| **own == name).map_or(0.0, |(_, number)| *number)
}

/// The numbers of a pair, each 0 to 1.
pub type PairFeatures = [f64; FEATURES.len()];

/// The numbers of every pair of incidents, for fitting: not linear, so only for small libraries.
pub fn pair_features(
    pages: Pages<'_>,
    statistics: &TermStatistics,
    config: &Config,
) -> Vec<(PageIx, PageIx, PairFeatures)> {
    let evidence = PairEvidence::new(pages, statistics, config);
    let incidents = &pages.library().incidents;
    let pairs = incidents.iter().enumerate().flat_map(|(at, a)| incidents[at + 1..].iter().map(move |b| (*a, *b)));
    pairs.map(|(a, b)| (a, b, of_pair(&evidence, a, b))).collect()
}

/// The numbers of a pair, the earlier one first.
pub(super) fn of_pair(evidence: &PairEvidence<'_>, earlier: PageIx, later: PageIx) -> PairFeatures {
    let shared = evidence.broken.shared(earlier, later);
    let [thing, second] = shared.things;
    let claim = evidence.claim(earlier, later);
    let says = |key: TaxonomyKey| evidence.shared_terms(key, earlier, later).first().map_or(0.0, |(_, says)| *says);
    let yes = |is: bool| if is { 1.0 } else { 0.0 };
    let filed = evidence.filed_together(earlier, later).next().is_some();
    [
        shared.mode,
        thing,
        second,
        (shared.mode * thing).sqrt(),
        shared.telling_mode,
        shared.subject,
        (shared.mode * shared.subject).sqrt(),
        evidence.titles.overlap(earlier, later),
        evidence.broken.accounts.overlap(earlier, later),
        evidence.likeness.alike(earlier, later),
        (shared.mode * evidence.likeness.alike(earlier, later)).sqrt(),
        if filed { (says(TaxonomyKey::CAUSES) * 2.0).min(1.0) } else { 0.0 },
        (says(TaxonomyKey::SERVICES) / 0.3).min(1.0),
        evidence.shared_trigger(earlier, later).unwrap_or(0.0),
        (shared.mode * shared.trigger).sqrt(),
        yes(claim.is_some_and(|claim| claim >= AuthorClaim::Related)),
        yes(claim == Some(AuthorClaim::Linked)),
        yes(evidence.cue(later) == Some(RecurrenceCue::HappenedBefore)),
        yes(evidence.cue(later) == Some(RecurrenceCue::OtherCause)),
        yes(shared.modes_differ),
        shared.cause_mode,
    ]
}
