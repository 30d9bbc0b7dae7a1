//! Whether two incidents are one issue: the rules of evidence for a pair.

use super::author_claim::AuthorClaim;
use super::chronology::Chronology;
use super::group::Edge;
use super::other_thing::name_different_things;
use super::pair_evidence::PairEvidence;
use super::pair_features::{PairFeatures, named, of_pair, score};
use super::reason::strength;
use super::recurrence_cue::RecurrenceCue;
use super::related::Ranked;
use super::thresholds::{
    AKIN, ALIKE, BEYOND_CHANCE, CUE_ALIKE, ISSUE_SCORE, OWN_CAUSE, OWN_CAUSE_COUNT, RARE_CAUSE, RARE_CAUSE_COUNT,
    RARE_SUBJECT, RARE_TRIGGER, SAME, SAME_WORDS, SUMMARY_ACCOUNT, SUMMARY_SAME, SUMMARY_WORDS, THIN_SCORE, THIN_TEXT,
    TITLE_ALIKE, TITLE_SAME, TITLE_TEXT, TITLE_WORDS,
};
use crate::library::{PageIx, PageText};
use crate::model::TaxonomyKey;

/// Whether a cause and a service go together more often than if each were given out by chance.
pub(super) fn beyond_chance(evidence: &PairEvidence<'_>, terms: (usize, usize)) -> bool {
    let filed = |key: TaxonomyKey, term: usize| evidence.library.terms_of(key).terms[term].incidents.len() as f64;
    let (cause, service) = (filed(TaxonomyKey::CAUSES, terms.0), filed(TaxonomyKey::SERVICES, terms.1));
    let together = evidence.filed_under(terms).len() as f64;
    together * evidence.library.incidents.len() as f64 >= BEYOND_CHANCE * cause * service
}

/// For each page whose text says that it happened before, the earlier incident that it must mean.
pub(super) fn antecedents(
    evidence: &PairEvidence<'_>,
    ranked: &[Vec<Ranked>],
    chronology: &Chronology,
) -> Vec<Option<PageIx>> {
    let of = |(page, ranked): (usize, &Vec<Ranked>)| {
        let page = PageIx(page);
        let is_earlier = |other: &PageIx| {
            chronology.rank[other.0] < chronology.rank[page.0] && on_different_days(evidence, *other, page)
        };
        let is_meant = |other: &PageIx| {
            evidence.likeness.alike(*other, page) >= CUE_ALIKE || evidence.titles.overlap(*other, page) >= TITLE_ALIKE
        };
        let nearest = || ranked.iter().map(|ranked| ranked.page).find(is_earlier).filter(is_meant);
        (evidence.cue(page) == Some(RecurrenceCue::HappenedBefore)).then(nearest).flatten()
    };
    ranked.iter().enumerate().map(of).collect()
}

/// The evidence that two incidents are one issue; `None` when it is not strong.
pub(super) fn edge(
    evidence: &PairEvidence<'_>,
    earlier: PageIx,
    later: PageIx,
    antecedents: &[Option<PageIx>],
) -> Option<Edge> {
    let claim = evidence.claim(earlier, later);
    let strength = strength(evidence, earlier, later);
    let has_cue = antecedents[later.0] == Some(earlier);
    let edge =
        Edge { earlier, later, strength, claimed: claim == Some(AuthorClaim::Recurs), has_cue, corrected: false };
    let strong = edge.claimed
        || on_different_days(evidence, earlier, later)
            && !evidence.disagree(TaxonomyKey::SERVICES, earlier, later)
            && !evidence.disagree(TaxonomyKey::TEAMS, earlier, later)
            && !evidence.is_planned(earlier)
            && !evidence.is_planned(later)
            && (has_cue || one_issue(evidence, earlier, later, claim));
    strong.then_some(edge)
}

/// Two accounts of one day are more likely one incident told twice, and two of which one is undated may be. Where both
/// timelines begin on a day, these are compared: the other one may be the day on which a report was published.
fn on_different_days(evidence: &PairEvidence<'_>, a: PageIx, b: PageIx) -> bool {
    let (a, b) = (evidence.library.page(a), evidence.library.page(b));
    let begins = |page: PageText<'_>| page.narrative().timeline.iter().find_map(|entry| entry.at.day());
    match (a.day(), b.day()) {
        (Some(day), Some(other)) if day == other => begins(a).zip(begins(b)).is_some_and(|(a, b)| a != b),
        (day, other) => day.is_some() && other.is_some(),
    }
}

/// Whether a cause says much about incidents of a service: few have it at all, or it is this service's own. The second
/// keeps an issue from dissolving because it comes back so often that its cause is no longer rare.
fn is_rare(evidence: &PairEvidence<'_>, terms: (usize, usize)) -> bool {
    let having = evidence.library.terms_of(TaxonomyKey::CAUSES).terms[terms.0].incidents.len();
    let within =
        |least: usize, share: f64| having <= least || having as f64 <= share * evidence.library.incidents.len() as f64;
    let is_its_own = evidence.filed_under(terms).len() * 2 >= having;
    within(RARE_CAUSE_COUNT, RARE_CAUSE) || is_its_own && within(OWN_CAUSE_COUNT, OWN_CAUSE)
}

fn one_issue(evidence: &PairEvidence<'_>, a: PageIx, b: PageIx, claim: Option<AuthorClaim>) -> bool {
    let alike = evidence.likeness.alike(a, b);
    let title = evidence.titles.overlap(a, b);
    let shared: Vec<(usize, usize)> =
        evidence.filed_together(a, b).filter(|terms| beyond_chance(evidence, *terms)).collect();
    let rare = shared.iter().any(|terms| is_rare(evidence, *terms));
    let trigger = evidence.shared_trigger(a, b);
    let service = evidence.shares(TaxonomyKey::SERVICES, a, b);
    let same_cause = !shared.is_empty() && (rare && alike >= AKIN || alike >= ALIKE || title >= TITLE_ALIKE);
    let same_trigger =
        service && trigger.is_some_and(|rarity| rarity > RARE_TRIGGER) && (alike >= AKIN || title >= TITLE_ALIKE);
    let same_title =
        title >= TITLE_SAME && alike >= TITLE_TEXT && evidence.titles.shared_words(a, b).len() >= TITLE_WORDS;
    let same_text = alike >= SAME && evidence.likeness.shared_words(a, b).len() >= SAME_WORDS;
    let same_summary = evidence.summaries.overlap(a, b) >= SUMMARY_SAME
        && (title > 0.0 || evidence.broken.accounts.overlap(a, b) >= SUMMARY_ACCOUNT)
        && evidence.summaries.rare_words(a, b) >= SUMMARY_WORDS
        && alike >= AKIN;
    let resembles = claim == Some(AuthorClaim::Resembles) && (alike >= AKIN || service || title >= TITLE_ALIKE);
    let refers = claim.is_some() && (alike >= ALIKE || title >= TITLE_ALIKE && alike >= AKIN);
    // Where both say what caused them, and nothing of it is the same, or the later one says that it was something else,
    // likeness is no evidence.
    let causes_differ =
        evidence.disagree(TaxonomyKey::CAUSES, a, b) || evidence.cue(b) == Some(RecurrenceCue::OtherCause);
    let numbers = of_pair(evidence, a, b);
    let telling = named(&numbers, "telling mode") > 0.0;
    // What tells of a habit tells it of whatever failed.
    let other_thing = !telling && !evidence.titles.shared_words(a, b).is_empty() && {
        let [first, second] = [a, b].map(|page| evidence.library.page(page).title());
        let is_thing = |word: &str| evidence.broken.is_thing(word, a, b);
        name_different_things(first, second, evidence.broken.known(), is_thing)
    };
    same_cause
        || same_trigger
        || resembles
        || refers && !causes_differ
        || !causes_differ && !other_thing && (same_title || same_summary || same_text || scores(&numbers, telling))
}

/// Whether the score is high enough for what it is made of.
fn scores(numbers: &PairFeatures, telling: bool) -> bool {
    let like_titles = named(numbers, "title") >= TITLE_ALIKE && named(numbers, "cause mode") > 0.0;
    let is_anchored = telling || named(numbers, "subject") >= RARE_SUBJECT || like_titles;
    let least = if is_anchored { ISSUE_SCORE } else { THIN_SCORE };
    score(numbers) >= least && (telling || named(numbers, "text") >= THIN_TEXT)
}
