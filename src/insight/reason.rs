//! The strength of the evidence for a pair of incidents, and the reasons that are shown for it.

use super::Reason;
use super::author_claim::AuthorClaim;
use super::pair_evidence::PairEvidence;
use super::thing::is_address;
use super::thresholds::{
    CLAIM_LINKED, CLAIM_RECURS, CLAIM_RELATED, CLAIM_RESEMBLES, FAILURE, NAMED_THING, SUMMARY, SUMMARY_SAME, TEXT,
    TITLE, TRIGGER, WORTH_NAMING,
};
use crate::library::PageIx;
use crate::model::TaxonomyKey;
use memchr::memmem::Finder;

/// The weight of an author's claim.
fn claim_weight(claim: AuthorClaim) -> f64 {
    match claim {
        AuthorClaim::Recurs => CLAIM_RECURS,
        AuthorClaim::Resembles => CLAIM_RESEMBLES,
        AuthorClaim::Related => CLAIM_RELATED,
        AuthorClaim::Linked => CLAIM_LINKED,
    }
}

/// The most reasons that are given.
const MOST: usize = 4;
/// The most things, and the most ways to fail, that one reason names.
const MOST_NAMED: usize = 2;

/// How strong all evidence for a pair is, 0 to 1. Each piece is taken as evidence by itself, so that none can outweigh
/// all others and further ones always add: `1 - (1 - a)(1 - b)…`.
pub(super) fn strength(evidence: &PairEvidence<'_>, a: PageIx, b: PageIx) -> f64 {
    strength_with(evidence, a, b, evidence.likeness.alike(a, b))
}

/// The same with another measure of how alike the texts are.
pub(super) fn strength_with(evidence: &PairEvidence<'_>, a: PageIx, b: PageIx, alike: f64) -> f64 {
    let claim = evidence.claim(a, b).map_or(0.0, claim_weight);
    let trigger = evidence.shared_trigger(a, b).map_or(0.0, |rarity| TRIGGER * rarity);
    let title = TITLE * evidence.titles.overlap(a, b);
    let text = text_says(alike);
    1.0 - (1.0 - claim) * (1.0 - trigger) * (1.0 - title) * (1.0 - text) * evidence.terms_leave(a, b)
}

/// The weight of likeness, which grows with its square root: a little already says something, much not much more.
fn text_says(alike: f64) -> f64 {
    TEXT * alike.sqrt()
}

/// The reasons for which two incidents belong together, as the first writes them, strongest first.
pub(super) fn reasons(evidence: &PairEvidence<'_>, a: PageIx, b: PageIx) -> Vec<Reason> {
    let mut reasons: Vec<(f64, Reason)> = Vec::new();
    if let Some(claim) = evidence.claim(a, b) {
        reasons.push((claim_weight(claim), Reason::Claimed(claim)));
    }
    for key in evidence.taxonomies() {
        let shared = evidence.shared_terms(key, a, b);
        if !shared.is_empty() {
            let says = 1.0 - shared.iter().map(|(_, says)| 1.0 - says).product::<f64>();
            let worth = shared.iter().filter(|(_, says)| *says >= WORTH_NAMING).count().max(1);
            let slugs = shared.into_iter().take(worth).map(|(term, _)| term.slug.clone()).collect();
            reasons.push((says, Reason::SameTerms(key, slugs)));
        }
    }
    if let Some(rarity) = evidence.shared_trigger(a, b)
        && let Some(trigger) = &evidence.library.page(a).narrative().trigger
    {
        reasons.push((TRIGGER * rarity, Reason::SameTrigger(trigger.value.clone())));
    }
    let failure = same_failure(evidence, a, b);
    let things: Vec<String> = match &failure {
        Some((_, Reason::SameFailure(things, _))) => things.clone(),
        _ => Vec::new(),
    };
    reasons.extend(failure);
    let mut in_titles = evidence.titles.shared_words(a, b);
    in_titles.retain(|word| is_word_of(evidence.library.page(a).title(), word));
    let in_terms = reasons.iter().filter_map(|(_, reason)| match reason {
        Reason::SameTerms(_, slugs) => Some(slugs.iter()),
        _ => None,
    });
    let named: Vec<&String> = in_terms.flatten().chain(&in_titles).chain(&things).collect();
    let words = words_beyond(evidence, a, b, &named);
    if !in_titles.is_empty() {
        reasons.push((TITLE * evidence.titles.overlap(a, b), Reason::SameTitle(in_titles)));
    }
    if evidence.summaries.overlap(a, b) >= SUMMARY_SAME {
        let mut in_summaries = evidence.summaries.shared_words(a, b);
        in_summaries.truncate(MOST);
        if in_summaries.len() > 1 {
            reasons.push((SUMMARY * evidence.summaries.overlap(a, b), Reason::SameSummary(in_summaries)));
        }
    }
    if !words.is_empty() {
        reasons.push((text_says(evidence.likeness.alike(a, b)), Reason::SameWords(words)));
    }
    // What failed, and how, is what a responder has to know first, after what authors say. Stable: equal ones stay in the order
    // of the design.
    let comes_first = |reason: &Reason| match reason {
        Reason::Claimed(_) => 0,
        Reason::SameTerms(TaxonomyKey::CAUSES, _) => 1,
        Reason::SameFailure(things, _) if !things.is_empty() => 1,
        _ => 2,
    };
    reasons.sort_by(|a, b| comes_first(&a.1).cmp(&comes_first(&b.1)).then(b.0.total_cmp(&a.0)));
    let worth = reasons.iter().filter(|(says, _)| *says >= WORTH_NAMING).count().clamp(1, MOST);
    reasons.truncate(worth);
    reasons.into_iter().map(|(_, reason)| reason).collect()
}

/// The ways in which both failed, with the things that were involved; nothing without a way.
fn same_failure(evidence: &PairEvidence<'_>, a: PageIx, b: PageIx) -> Option<(f64, Reason)> {
    let modes = evidence.broken.shared_modes(a, b);
    let (_, best) = *modes.first()?;
    let mut things: Vec<_> = evidence.broken.shared_things(a, b).filter(|(_, says)| *says >= NAMED_THING).collect();
    things.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.name.cmp(&b.0.name)));
    let thing = things.first().map_or(0.0, |(_, says)| *says);
    let modes =
        modes.into_iter().filter(|(_, says)| *says * 2.0 >= best).take(MOST_NAMED).map(|(mode, _)| mode).collect();
    let things = things.into_iter().take(MOST_NAMED).map(|(thing, _)| thing.written.clone()).collect();
    Some((FAILURE * (best + thing) / 2.0, Reason::SameFailure(things, modes)))
}

/// Shared words that titles and terms do not name already, and that are no names of people: that one person repaired two
/// things is no evidence.
fn words_beyond(evidence: &PairEvidence<'_>, a: PageIx, b: PageIx, named: &[&String]) -> Vec<String> {
    let mut words = evidence.likeness.shared_words(a, b);
    if words.is_empty() {
        return words;
    }
    let names: Vec<String> = [a, b].into_iter().flat_map(|page| names(evidence, page)).collect();
    let named: Vec<String> = named.iter().map(|word| word.to_lowercase()).collect();
    let is_named = |word: &str| named.iter().any(|named| named.contains(word) || word.contains(named.as_str()));
    let is_word = |word: &str| {
        let finder = Finder::new(word);
        let has = |text: &str| finder.find(text.as_bytes()).is_some();
        [a, b].iter().all(|page| {
            let page = evidence.library.page(*page);
            let mut sections = page.body().text.iter().map(|section| section.text.as_str());
            // A word that no section has as it is written here may stand there in another form.
            let of_section = sections.find_map(|text| has(text).then(|| is_word_of(text, word)));
            of_section.unwrap_or(true) || sections.any(|text| has(text) && is_word_of(text, word))
        })
    };
    words.retain(|word| !is_named(word) && !names.contains(word) && is_word(word));
    words
}

/// Whether a word stands anywhere in a text but inside of addresses: pieces of URLs and hosts name nothing.
fn is_word_of(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, found)| {
        let from = text.get(..at).and_then(|before| before.rfind(char::is_whitespace)).map_or(0, |space| space + 1);
        let after = at + found.len();
        let until =
            text.get(after..).and_then(|rest| rest.find(char::is_whitespace)).map_or(text.len(), |space| after + space);
        let written = text.get(from..until).unwrap_or("").trim_matches(|c: char| !c.is_alphanumeric());
        !is_address(written)
    })
}

/// The parts of the names of people whom an incident names, in lower case: `@adaeze.okafor` has two.
fn names(evidence: &PairEvidence<'_>, page: PageIx) -> impl Iterator<Item = String> {
    let incident = evidence.library.page(page).incident();
    let named = incident.authors.iter().chain(&incident.reviewers).map(|found| found.value.as_str());
    let owners = incident.actions.iter().filter_map(|action| action.owner.as_deref());
    named.chain(owners).flat_map(|name| name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase))
}
