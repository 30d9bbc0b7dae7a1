//! Recurring issues: incidents that are one issue coming back.
//!
//! Precise before complete. A pair of incidents needs strong evidence of its own; pairs are joined into groups, the
//! strongest first, but only while most of a group's members agree with most of the other's, so that a chain of
//! pairs that each share something else does not become one issue.

use super::chronology::Chronology;
use super::correct::{Unmatched, corrected};
use super::group::{Edge, Group};
use super::issue::{Context, described};
use super::one_issue::{antecedents, beyond_chance, edge};
use super::pair_evidence::PairEvidence;
use super::reason::strength;
use super::related::Ranked;
use super::thresholds::{AGREEMENT, COHERENT, LARGEST_GROUP, MOST_PROPOSED, NEIGHBOURS};
use super::{ActionRef, RecurringIssue};
use crate::config::Config;
use crate::library::PageIx;
use rayon::prelude::*;
use std::collections::HashSet;

/// The groups, the latest return first.
pub(super) fn recurring(
    evidence: &PairEvidence<'_>,
    ranked: &[Vec<Ranked>],
    actions: &[Vec<(usize, ActionRef)>],
    config: &Config,
) -> (Vec<RecurringIssue>, Vec<Unmatched>) {
    let chronology = Chronology::new(&evidence.library);
    let mut pairs = proposed(evidence, ranked, &chronology);
    pairs.par_sort_unstable();
    pairs.dedup();
    let antecedents = antecedents(evidence, ranked, &chronology);
    let edge =
        |(a, b): &(usize, usize)| edge(evidence, chronology.incidents[*a], chronology.incidents[*b], &antecedents);
    let mut edges: Vec<Edge> = pairs.par_iter().filter_map(edge).collect();
    edges.sort_by(|a, b| b.claimed.cmp(&a.claimed).then(b.strength.total_cmp(&a.strength)));
    let groups = joined(evidence, &edges, &chronology);
    let (groups, unmatched) = corrected(&evidence.library, groups, &config.recurring, &chronology.rank);
    (described(evidence, groups, &Context { rank: &chronology.rank, actions, language: &config.language }), unmatched)
}

/// Pairs worth a closer look, as ranks: a number in proportion to the number of incidents.
fn proposed(evidence: &PairEvidence<'_>, ranked: &[Vec<Ranked>], chronology: &Chronology) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for index in &chronology.incidents {
        let alike = ranked[index.0].iter().map(|ranked| ranked.page);
        let claimed = evidence.claims_of(*index).iter().map(|(other, _)| *other);
        pairs.extend(alike.chain(claimed).filter_map(|other| chronology.pair(*index, other)));
    }
    let filed = evidence.filed().filter(|(terms, _)| beyond_chance(evidence, *terms)).map(|(_, members)| members);
    let broken = evidence.broken.shared_by(MOST_PROPOSED);
    for members in filed.chain(evidence.by_trigger()).chain(broken.iter().map(Vec::as_slice)) {
        for (at, a) in members.iter().enumerate() {
            pairs.extend(members[at + 1..].iter().take(NEIGHBOURS).filter_map(|b| chronology.pair(*a, *b)));
        }
    }
    pairs
}

/// Joins pairs to groups, the strongest first.
fn joined(evidence: &PairEvidence<'_>, edges: &[Edge], chronology: &Chronology) -> Vec<Group> {
    let evident: HashSet<(PageIx, PageIx)> = edges.iter().map(|edge| (edge.earlier, edge.later)).collect();
    let mut groups: Vec<Group> =
        chronology.incidents.iter().map(|page| Group { members: vec![*page], ..Group::default() }).collect();
    let mut group_of: Vec<usize> = chronology.rank.clone();
    for edge in edges {
        let (a, b) = (group_of[edge.earlier.0], group_of[edge.later.0]);
        if a == b || !(edge.claimed || coherent(evidence, &groups[a].members, &groups[b].members, &evident)) {
            continue;
        }
        let (into, from) = (a.min(b), a.max(b));
        let from = std::mem::take(&mut groups[from]);
        for member in &from.members {
            group_of[member.0] = into;
        }
        groups[into].members.extend(from.members);
        groups[into].edges.extend(from.edges);
        groups[into].edges.push(*edge);
    }
    groups.retain(|group| group.members.len() > 1);
    groups
}

/// Whether more than half of the pairs between two groups agree: by strong evidence, or one issue by evidence of their own.
fn coherent(evidence: &PairEvidence<'_>, a: &[PageIx], b: &[PageIx], evident: &HashSet<(PageIx, PageIx)>) -> bool {
    if a.len() + b.len() > LARGEST_GROUP {
        return false;
    }
    let pairs = a.iter().flat_map(|one| b.iter().map(move |other| (*one, *other)));
    let is_evident = |one: PageIx, other: PageIx| evident.contains(&(one, other)) || evident.contains(&(other, one));
    let agrees = |one: PageIx, other: PageIx| {
        is_evident(one, other)
            || !(evidence.is_planned(one) || evidence.is_planned(other)) && strength(evidence, one, other) >= AGREEMENT
    };
    let agreeing = pairs.filter(|(one, other)| agrees(*one, *other)).count();
    agreeing as f64 > COHERENT * (a.len() * b.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::super::Reason;
    use super::super::testing::{Learnt, Sketch, incident, learnt, others};
    use crate::model::TaxonomyKey;

    /// Three expiries on one gateway among other matters, and `more`.
    fn expiries(more: Vec<Sketch>) -> Learnt {
        let mut sketches = others(20);
        let text = "the certificate of the gateway expired and clients refused the handshake";
        sketches.extend([
            incident("exp-1", "Gateway certificate expired", text).on("2023-03-01").filed("expiry", "gateway"),
            incident("exp-2", "Handshakes refused", text).on("2023-09-01").filed("expiry", "gateway"),
            incident("exp-3", "Certificate expired again", text).on("2024-03-11").filed("expiry", "gateway"),
        ]);
        sketches.extend(more);
        learnt(sketches)
    }

    #[test]
    fn the_same_cause_on_the_same_service_is_one_issue() {
        let learnt = expiries(Vec::new());
        assert_eq!(learnt.groups(), [["exp-1", "exp-2", "exp-3"]]);
        let issue = &learnt.insights.recurring[0];
        assert_eq!((issue.key.as_str(), issue.title.as_str()), ("exp-1", "Expiry on gateway"));
        assert_eq!(issue.gaps, [Some(184), Some(192)]);
        let cause = Reason::SameTerms(TaxonomyKey::CAUSES, vec!["expiry".to_owned()]);
        assert_eq!(issue.evidence.iter().filter(|evidence| evidence.reason == cause).count(), 2);
        assert_eq!(learnt.insights.recurring_of[learnt.page("exp-2").0], [0]);
    }

    #[test]
    fn a_group_keeps_its_key_when_it_returns_once_more() {
        let text = "once more the certificate of the gateway expired; the handshake failed";
        let later = expiries(vec![incident("aaa", "Again", text).on("2025-01-01").filed("expiry", "gateway")]);
        assert_eq!(later.groups(), [["exp-1", "exp-2", "exp-3", "aaa"]]);
        assert_eq!(later.insights.recurring[0].key, expiries(Vec::new()).insights.recurring[0].key);
        let undated = expiries(vec![incident("aaa", "Again", text).filed("expiry", "gateway")]);
        assert_eq!(undated.insights.recurring[0].key, "exp-1");
    }

    #[test]
    fn a_common_cause_alone_makes_no_group() {
        let mut sketches = others(20);
        for index in 0..12 {
            let service = ["api", "web", "batch"][index % 3];
            let text = format!("{} {} {}", WORDS[index], WORDS[index + 12], WORDS[index + 24]);
            sketches.push(
                incident(&format!("c-{index:02}"), WORDS[index], &text)
                    .on(&format!("2024-01-{:02}", index + 1))
                    .filed("config-change", service),
            );
        }
        let learnt = learnt(sketches);
        assert_eq!(learnt.groups(), Vec::<Vec<&str>>::new());
    }

    #[test]
    fn the_same_trigger_on_the_same_service_and_the_same_title_are_one_issue() {
        let on = |sketch: Sketch| sketch.term(TaxonomyKey::SERVICES, &["ledger"]);
        let mut sketches = others(30);
        sketches.extend([
            on(incident("t-1", "Ledger late", "month end batch locked the ledger tables").on("2024-01-31"))
                .trigger("Month-end batch"),
            on(incident("t-2", "Ledger locked", "the batch held the tables of the ledger").on("2024-02-29"))
                .trigger("month end batch"),
            incident("n-1", "Replica lag on orders", "replica fell behind orders writes, lag of binlog")
                .on("2024-01-02"),
            incident("n-2", "Replica lag on orders again", "binlog lag, replica of orders behind").on("2024-05-02"),
        ]);
        let learnt = learnt(sketches);
        let titles: Vec<&str> = learnt.insights.recurring.iter().map(|issue| issue.title.as_str()).collect();
        assert_eq!(learnt.groups(), [["n-1", "n-2"], ["t-1", "t-2"]]);
        assert_eq!(titles, ["Replica lag on orders", "Ledger late"]);
    }

    #[test]
    fn authors_are_believed_and_chains_are_not() {
        let mut sketches = others(30);
        sketches.extend([
            incident("said-1", "Queue stuck", "poison message").on("2024-01-01"),
            incident("said-2", "Orders late", "consumer crashed").on("2024-02-01").recurs("said-1"),
            // a and b share their words, b and c others; a and c share nothing.
            incident("a", "Alpha bravo", "alpha bravo charlie delta cue").on("2024-01-01"),
            incident("b", "Alpha bravo golf hotel", "alpha bravo charlie delta golf hotel india juliet")
                .on("2024-02-01"),
            incident("c", "Golf hotel", "golf hotel india juliet kilo").on("2024-03-01"),
        ]);
        let learnt = learnt(sketches);
        let groups = learnt.groups();
        assert!(groups.contains(&vec!["said-1", "said-2"]), "{groups:?}");
        assert!(!groups.iter().any(|group| group.contains(&"a") && group.contains(&"c")), "{groups:?}");
    }

    #[test]
    fn a_text_that_says_again_means_the_most_alike_of_the_earlier_ones() {
        let texts = |again: &str| {
            let mut sketches = others(20);
            let first = "the targets were detached from the balancer and every request got an error";
            sketches.push(incident("five", "Everything down", first).on("2024-06-22"));
            let second = format!("{again}: balancer lost targets after the upgrade");
            sketches.push(incident("six", "Requests refused", &second).on("2024-06-30"));
            learnt(sketches)
        };
        let learnt = texts("this was the second occurrence");
        assert_eq!(learnt.groups(), [["five", "six"]]);
        assert_eq!(learnt.insights.recurring[0].evidence[0].reason, Reason::RecurrenceCue);
        assert_eq!(texts("this was seen in the morning").groups(), Vec::<Vec<&str>>::new());
        assert_eq!(texts("the second occurrence, with another root cause").groups(), Vec::<Vec<&str>>::new());
    }

    #[test]
    fn one_incident_told_twice_did_not_come_back() {
        let text = "the certificate of the gateway expired and clients refused the handshake";
        let mut sketches = others(20);
        sketches.push(incident("x", "Certificate expired", text).on("2024-01-01").filed("expiry", "gateway"));
        sketches.push(incident("y", "Certificate expired", text).on("2024-01-01").filed("expiry", "gateway"));
        assert_eq!(learnt(sketches).groups(), Vec::<Vec<&str>>::new());
    }

    const WORDS: [&str; 36] = [
        "anchor", "basket", "candle", "drizzle", "ember", "falcon", "garnet", "harbor", "island", "jigsaw", "kettle",
        "lantern", "meadow", "needle", "orchid", "pebble", "quartz", "ribbon", "saddle", "timber", "umbra", "velvet",
        "walnut", "xenon", "yonder", "zephyr", "acorn", "bramble", "copper", "dagger", "elbow", "fennel", "glacier",
        "hazel", "ivory", "juniper",
    ];
}
