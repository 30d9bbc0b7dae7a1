//! Why two incidents belong together: how strongly, and in what words.

use super::Reason;
use super::author_claim::AuthorClaim;
use super::pair_evidence::PairEvidence;
use super::thresholds::{
    CLAIM_LINKED, CLAIM_RECURS, CLAIM_RELATED, CLAIM_RESEMBLES, SUMMARY, SUMMARY_SAME, TEXT, TITLE, TRIGGER,
    WORTH_NAMING,
};
use crate::library::PageIx;

/// What it says that an author names the other incident.
fn said_says(said: AuthorClaim) -> f64 {
    match said {
        AuthorClaim::Recurs => CLAIM_RECURS,
        AuthorClaim::Resembles => CLAIM_RESEMBLES,
        AuthorClaim::Related => CLAIM_RELATED,
        AuthorClaim::Linked => CLAIM_LINKED,
    }
}

/// The most reasons that are given.
const MOST: usize = 4;

/// How strongly everything ties two incidents together, 0 to 1. Each tie is taken as evidence by itself, so that none
/// can outweigh all others and further ones always add: `1 - (1 - a)(1 - b)…`.
pub(super) fn strength(ties: &PairEvidence<'_>, a: PageIx, b: PageIx) -> f64 {
    strength_with(ties, a, b, ties.likeness.alike(a, b))
}

/// The same with another measure of how alike the texts are.
pub(super) fn strength_with(ties: &PairEvidence<'_>, a: PageIx, b: PageIx, alike: f64) -> f64 {
    let said = ties.said(a, b).map_or(0.0, said_says);
    let trigger = ties.shared_trigger(a, b).map_or(0.0, |rarity| TRIGGER * rarity);
    let title = TITLE * ties.titles.overlap(a, b);
    let text = text_says(alike);
    1.0 - (1.0 - said) * (1.0 - trigger) * (1.0 - title) * (1.0 - text) * ties.terms_leave(a, b)
}

/// What likeness says: little likeness already says something, much not much more.
fn text_says(alike: f64) -> f64 {
    TEXT * alike.sqrt()
}

/// The reasons for which two incidents belong together, as the first writes them, strongest first.
pub(super) fn reasons(ties: &PairEvidence<'_>, a: PageIx, b: PageIx) -> Vec<Reason> {
    let mut reasons: Vec<(f64, Reason)> = Vec::new();
    if let Some(said) = ties.said(a, b) {
        let reason = match said {
            AuthorClaim::Recurs => Reason::SaidToRecur,
            AuthorClaim::Resembles => Reason::SaidToResemble,
            AuthorClaim::Related => Reason::SaidToBeRelated,
            AuthorClaim::Linked => Reason::Linked,
        };
        reasons.push((said_says(said), reason));
    }
    for key in ties.taxonomies() {
        let shared = ties.shared_terms(key, a, b);
        if !shared.is_empty() {
            let says = 1.0 - shared.iter().map(|(_, says)| 1.0 - says).product::<f64>();
            let worth = shared.iter().filter(|(_, says)| *says >= WORTH_NAMING).count().max(1);
            let slugs = shared.into_iter().take(worth).map(|(term, _)| term.slug.clone()).collect();
            reasons.push((says, Reason::SameTerms(key, slugs)));
        }
    }
    if let Some(rarity) = ties.shared_trigger(a, b)
        && let Some(trigger) = &ties.library.page(a).incident().trigger
    {
        reasons.push((TRIGGER * rarity, Reason::SameTrigger(trigger.value.clone())));
    }
    let in_titles = ties.titles.shared_words(a, b);
    let in_terms = reasons.iter().filter_map(|(_, reason)| match reason {
        Reason::SameTerms(_, slugs) => Some(slugs.iter()),
        _ => None,
    });
    let said: Vec<&String> = in_terms.flatten().chain(&in_titles).collect();
    let words = words_beyond(ties, a, b, &said);
    if !in_titles.is_empty() {
        reasons.push((TITLE * ties.titles.overlap(a, b), Reason::SameTitle(in_titles)));
    }
    if ties.summaries.overlap(a, b) >= SUMMARY_SAME {
        let mut in_summaries = ties.summaries.shared_words(a, b);
        in_summaries.truncate(MOST);
        if in_summaries.len() > 1 {
            reasons.push((SUMMARY * ties.summaries.overlap(a, b), Reason::SameSummary(in_summaries)));
        }
    }
    if !words.is_empty() {
        reasons.push((text_says(ties.likeness.alike(a, b)), Reason::SameWords(words)));
    }
    // Stable: equal ones stay in the order of the design.
    reasons.sort_by(|a, b| b.0.total_cmp(&a.0));
    let worth = reasons.iter().filter(|(says, _)| *says >= WORTH_NAMING).count().clamp(1, MOST);
    reasons.truncate(worth);
    reasons.into_iter().map(|(_, reason)| reason).collect()
}

/// Shared words that titles and terms have not said already, and that are no names: who repaired two things does not tie
/// them together.
fn words_beyond(ties: &PairEvidence<'_>, a: PageIx, b: PageIx, said: &[&String]) -> Vec<String> {
    let mut words = ties.likeness.shared_words(a, b);
    if words.is_empty() {
        return words;
    }
    let names: Vec<String> = [a, b].into_iter().flat_map(|page| names(ties, page)).collect();
    let said: Vec<String> = said.iter().map(|word| word.to_lowercase()).collect();
    let is_said = |word: &str| said.iter().any(|said| said.contains(word) || word.contains(said.as_str()));
    words.retain(|word| !is_said(word) && !names.contains(word));
    words
}

/// The parts of the names of people whom an incident names, in lower case: `@adaeze.okafor` has two.
fn names(ties: &PairEvidence<'_>, page: PageIx) -> impl Iterator<Item = String> {
    let incident = ties.library.page(page).incident();
    let named = incident.authors.iter().chain(&incident.reviewers).map(|found| found.value.as_str());
    let owners = incident.actions.iter().filter_map(|action| action.owner.as_deref());
    named.chain(owners).flat_map(|name| name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase))
}
