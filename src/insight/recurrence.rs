//! Recurring issues: incidents that are one issue coming back.
//!
//! Precise before complete. A pair of incidents needs strong evidence of its own; pairs are joined into groups, the
//! strongest first, but only while most of a group's members agree with most of the other's, so that a chain of
//! pairs that each share something else does not become one issue.

use super::again::RecurrenceCue;
use super::correct::{Unmatched, corrected};
use super::issue::{Context, described};
use super::pair_evidence::{AuthorClaim, PairEvidence};
use super::reason::strength;
use super::related::Ranked;
use super::{ActionRef, RecurringIssue};
use crate::config::Config;
use crate::library::{PageIx, PageText};
use crate::model::TaxonomyKey;
use rayon::prelude::*;
use std::collections::HashSet;

/// A cause is rare when at most this share of the incidents have it (and always when three or fewer have).
const RARE_SHARE: f64 = 0.06;
/// A cause of which at least half the incidents are on one service may be this frequent (or have six incidents).
const OWN_SHARE: f64 = 0.12;
/// How many times as many incidents as chance would file under both must share a cause and a service.
const BEYOND_CHANCE: f64 = 2.0;
/// Texts that have to do with each other (see `Likeness::alike`).
const AKIN: f64 = 0.04;
/// Texts about the same thing.
const ALIKE: f64 = 0.25;
/// Texts that say the same. Among 242 reports of many companies, pairs of 0.40 to 0.65 were one issue in half of the
/// cases, which is no claim to make.
const SAME: f64 = 0.70;
/// Texts that say the same share at least so many telling words: two sentences each that name one product are short,
/// not the same.
const SAME_WORDS: usize = 4;
/// Titles that have much in common.
const TITLE_ALIKE: f64 = 0.30;
/// Titles that say the same, which takes two telling words.
const TITLE_SAME: f64 = 0.60;
/// How alike their texts must be: "connectivity issue" is a title for many an issue.
const TITLE_TEXT: f64 = 0.35;
/// Summaries that say the same, which takes some words that hardly any other has, and texts that do not speak against it.
const SUMMARY_SAME: f64 = 0.18;
const SUMMARY_WORDS: usize = 4;
/// Texts alike enough for the later one to speak of the earlier one where it says that it happened before.
const ECHO: f64 = 0.12;
/// Members of one group agree at least so strongly, directly or most of them.
const AGREEMENT: f64 = 0.40;
/// More than this share of the pairs between two groups must agree for the groups to be one.
const COHERENT: f64 = 0.5;
/// A claim about more incidents than this at once is a claim about nothing.
const LARGEST: usize = 64;
/// In lists up to this length every pair is looked at, in longer ones each with as many that follow.
const NEIGHBOURS: usize = 16;

/// Two incidents that are one issue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub(super) earlier: PageIx,
    pub(super) later: PageIx,
    strength: f64,
    said: bool,
    /// Whether the later one says that it happened before, and the earlier one is the most alike.
    pub(super) cues: bool,
    /// Whether book.toml says so.
    pub(super) corrected: bool,
}

impl Edge {
    /// What book.toml says.
    pub(super) fn corrected(earlier: PageIx, later: PageIx) -> Edge {
        Edge { earlier, later, strength: 1.0, said: true, cues: false, corrected: true }
    }
}

/// Incidents that are one issue, and what says so.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub(super) members: Vec<PageIx>,
    pub(super) edges: Vec<Edge>,
    /// What book.toml calls it; `None` lets its incidents say.
    pub(super) title: Option<String>,
}

/// The groups, the latest return first.
pub(super) fn recurring(
    ties: &PairEvidence<'_>,
    ranked: &[Vec<Ranked>],
    actions: &[Vec<(usize, ActionRef)>],
    config: &Config,
) -> (Vec<RecurringIssue>, Vec<Unmatched>) {
    let order = Order::new(ties);
    let mut pairs = proposed(ties, ranked, &order);
    pairs.par_sort_unstable();
    pairs.dedup();
    let antecedents = antecedents(ties, ranked, &order);
    let edge = |(a, b): &(usize, usize)| edge(ties, order.0[*a], order.0[*b], &antecedents);
    let mut edges: Vec<Edge> = pairs.par_iter().filter_map(edge).collect();
    edges.sort_by(|a, b| b.said.cmp(&a.said).then(b.strength.total_cmp(&a.strength)));
    let groups = joined(ties, &edges, &order);
    let (groups, unmatched) = corrected(&ties.library, groups, &config.recurring, &order.1);
    (described(ties, groups, &Context { rank: &order.1, actions, language: &config.language }), unmatched)
}

/// The incidents, oldest first, those without a date last.
struct Order(Vec<PageIx>, Vec<usize>);

impl Order {
    fn new(ties: &PairEvidence<'_>) -> Order {
        let (mut dated, undated): (Vec<PageIx>, Vec<PageIx>) =
            ties.library.incidents.iter().partition(|index| ties.library.page(**index).day().is_some());
        dated.extend(undated);
        let mut rank = vec![usize::MAX; ties.library.pages.len()];
        for (place, index) in dated.iter().enumerate() {
            rank[index.0] = place;
        }
        Order(dated, rank)
    }

    /// A pair by rank, the earlier one first; `None` when both are one.
    fn pair(&self, a: PageIx, b: PageIx) -> Option<(usize, usize)> {
        let (a, b) = (self.1[a.0], self.1[b.0]);
        (a != b).then(|| (a.min(b), a.max(b)))
    }
}

/// Pairs worth a closer look, as ranks: a number in proportion to the number of incidents.
fn proposed(ties: &PairEvidence<'_>, ranked: &[Vec<Ranked>], order: &Order) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for index in &order.0 {
        let alike = ranked[index.0].iter().map(|ranked| ranked.page);
        let said = ties.said_of(*index).iter().map(|(other, _)| *other);
        pairs.extend(alike.chain(said).filter_map(|other| order.pair(*index, other)));
    }
    let filed = ties.filed().filter(|(terms, _)| beyond_chance(ties, *terms)).map(|(_, members)| members);
    for members in filed.chain(ties.by_trigger()) {
        for (at, a) in members.iter().enumerate() {
            pairs.extend(members[at + 1..].iter().take(NEIGHBOURS).filter_map(|b| order.pair(*a, *b)));
        }
    }
    pairs
}

/// Whether a cause and a service go together more often than if each were given out by chance.
fn beyond_chance(ties: &PairEvidence<'_>, terms: (usize, usize)) -> bool {
    let filed = |key: TaxonomyKey, term: usize| ties.library.terms_of(key).terms[term].incidents.len() as f64;
    let (cause, service) = (filed(TaxonomyKey::CAUSES, terms.0), filed(TaxonomyKey::SERVICES, terms.1));
    let together = ties.filed_under(terms).len() as f64;
    together * ties.library.incidents.len() as f64 >= BEYOND_CHANCE * cause * service
}

/// For each page whose text says that it happened before, the earlier incident that it must mean.
fn antecedents(ties: &PairEvidence<'_>, ranked: &[Vec<Ranked>], order: &Order) -> Vec<Option<PageIx>> {
    let of = |(page, ranked): (usize, &Vec<Ranked>)| {
        let page = PageIx(page);
        let is_earlier = |other: &PageIx| order.1[other.0] < order.1[page.0] && on_different_days(ties, *other, page);
        let is_meant = |other: &PageIx| {
            ties.likeness.alike(*other, page) >= ECHO || ties.titles.overlap(*other, page) >= TITLE_ALIKE
        };
        let nearest = || ranked.iter().map(|ranked| ranked.page).find(is_earlier).filter(is_meant);
        (ties.cue(page) == Some(RecurrenceCue::Again)).then(nearest).flatten()
    };
    ranked.iter().enumerate().map(of).collect()
}

/// The evidence that two incidents are one issue; `None` when it is not strong.
fn edge(ties: &PairEvidence<'_>, earlier: PageIx, later: PageIx, antecedents: &[Option<PageIx>]) -> Option<Edge> {
    let said = ties.said(earlier, later);
    let strength = strength(ties, earlier, later);
    let cues = antecedents[later.0] == Some(earlier);
    let edge = Edge { earlier, later, strength, said: said == Some(AuthorClaim::Recurs), cues, corrected: false };
    let strong = edge.said
        || on_different_days(ties, earlier, later)
            && !ties.disagree(TaxonomyKey::SERVICES, earlier, later)
            && !ties.disagree(TaxonomyKey::TEAMS, earlier, later)
            && (cues || one_issue(ties, earlier, later, said));
    strong.then_some(edge)
}

/// Two accounts of one day are more likely one incident told twice, and two of which one is undated may be. Where both
/// timelines begin on a day, these are compared: the other one may be the day on which a report was published.
fn on_different_days(ties: &PairEvidence<'_>, a: PageIx, b: PageIx) -> bool {
    let (a, b) = (ties.library.page(a), ties.library.page(b));
    let begins = |page: PageText<'_>| page.narrative().timeline.iter().find_map(|entry| entry.at.day());
    match (a.day(), b.day()) {
        (Some(day), Some(other)) if day == other => begins(a).zip(begins(b)).is_some_and(|(a, b)| a != b),
        (Some(_), Some(_)) => true,
        _ => false,
    }
}

/// Whether a cause says much about incidents of a service: few have it at all, or it is this service's own. The second
/// keeps an issue from dissolving because it comes back so often that its cause is no longer rare.
fn is_rare(ties: &PairEvidence<'_>, terms: (usize, usize)) -> bool {
    let having = ties.library.terms_of(TaxonomyKey::CAUSES).terms[terms.0].incidents.len();
    let within =
        |least: usize, share: f64| having <= least || having as f64 <= share * ties.library.incidents.len() as f64;
    let is_its_own = ties.filed_under(terms).len() * 2 >= having;
    within(3, RARE_SHARE) || is_its_own && within(6, OWN_SHARE)
}

fn one_issue(ties: &PairEvidence<'_>, a: PageIx, b: PageIx, said: Option<AuthorClaim>) -> bool {
    let alike = ties.likeness.alike(a, b);
    let title = ties.titles.overlap(a, b);
    let shared: Vec<(usize, usize)> = ties.filed_together(a, b).filter(|terms| beyond_chance(ties, *terms)).collect();
    let rare = shared.iter().any(|terms| is_rare(ties, *terms));
    let trigger = ties.shared_trigger(a, b);
    let service = ties.shares(TaxonomyKey::SERVICES, a, b);
    let same_cause = !shared.is_empty() && (rare && alike >= AKIN || alike >= ALIKE || title >= TITLE_ALIKE);
    let same_trigger = service && trigger.is_some_and(|rarity| rarity > 0.5) && (alike >= AKIN || title >= TITLE_ALIKE);
    let same_title = title >= TITLE_SAME && alike >= TITLE_TEXT && ties.titles.shared_words(a, b).len() >= 2;
    let same_text = alike >= SAME && ties.likeness.shared_words(a, b).len() >= SAME_WORDS;
    let same_summary = ties.summaries.overlap(a, b) >= SUMMARY_SAME
        && ties.summaries.rare_words(a, b) >= SUMMARY_WORDS
        && alike >= AKIN;
    let resembles = said == Some(AuthorClaim::Resembles) && (alike >= AKIN || service || title >= TITLE_ALIKE);
    let refers = said.is_some() && (alike >= ALIKE || title >= TITLE_ALIKE && alike >= AKIN);
    // Where both say what caused them, and nothing of it is the same, or the later one says that it was something else,
    // likeness is no evidence.
    let causes_differ = ties.disagree(TaxonomyKey::CAUSES, a, b) || ties.cue(b) == Some(RecurrenceCue::Otherwise);
    same_cause || same_trigger || resembles || !causes_differ && (same_title || same_summary || refers || same_text)
}

/// Joins pairs to groups, the strongest first.
fn joined(ties: &PairEvidence<'_>, edges: &[Edge], order: &Order) -> Vec<Group> {
    let evident: HashSet<(PageIx, PageIx)> = edges.iter().map(|edge| (edge.earlier, edge.later)).collect();
    let mut groups: Vec<Group> =
        order.0.iter().map(|page| Group { members: vec![*page], ..Group::default() }).collect();
    let mut group_of: Vec<usize> = order.1.clone();
    for edge in edges {
        let (a, b) = (group_of[edge.earlier.0], group_of[edge.later.0]);
        if a == b || !(edge.said || coherent(ties, &groups[a].members, &groups[b].members, &evident)) {
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

/// Whether more than half of the pairs between two groups agree: strongly tied, or one issue by evidence of their own.
fn coherent(ties: &PairEvidence<'_>, a: &[PageIx], b: &[PageIx], evident: &HashSet<(PageIx, PageIx)>) -> bool {
    if a.len() + b.len() > LARGEST {
        return false;
    }
    let pairs = a.iter().flat_map(|one| b.iter().map(move |other| (*one, *other)));
    let is_evident = |one: PageIx, other: PageIx| evident.contains(&(one, other)) || evident.contains(&(other, one));
    let agreeing =
        pairs.filter(|(one, other)| is_evident(*one, *other) || strength(ties, *one, *other) >= AGREEMENT).count();
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
        assert_eq!(learnt.insights.recurring[0].evidence[0].reason, Reason::SaidToComeAgain);
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
