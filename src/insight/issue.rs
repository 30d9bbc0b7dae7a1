//! The description of a recurring issue: its name, the gaps between its incidents, its cost, its evidence.

use super::fixes::outcomes;
use super::group::Group;
use super::pair_evidence::PairEvidence;
use super::reason::reasons;
use super::thresholds::NAMING;
use super::{ActionRef, Evidence, Reason, RecurringIssue};
use crate::library::{Library, PageIx, Pages, Term};
use crate::model::TaxonomyKey;
use crate::text::{fold, slug};
use std::collections::BTreeSet;

/// How many reasons are given for one pair of members.
const REASONS: usize = 3;

/// What describing groups takes besides the evidence.
pub(super) struct Context<'a> {
    /// For each page, its place among the incidents, oldest first, those without a date last.
    pub(super) rank: &'a [usize],
    /// For each page, its actions in [`super::Insights::actions`].
    pub(super) actions: &'a [Vec<(usize, ActionRef)>],
    /// BCP 47 tag of the library's language.
    pub(super) language: &'a str,
}

/// Describes groups; the latest return first.
pub(super) fn described(evidence: &PairEvidence<'_>, groups: Vec<Group>, context: &Context<'_>) -> Vec<RecurringIssue> {
    let mut issues: Vec<RecurringIssue> =
        groups.into_iter().map(|group| described_one(evidence, group, context)).collect();
    issues.sort_by(|a, b| last_day(evidence, b).cmp(&last_day(evidence, a)).then_with(|| a.members.cmp(&b.members)));
    let mut taken: BTreeSet<String> = BTreeSet::new();
    // By the first member, so that a new group cannot take the key of an old one.
    let mut by_first: Vec<usize> = (0..issues.len()).collect();
    by_first.sort_by_key(|index| context.rank[issues[*index].members[0].0]);
    for index in by_first {
        while !taken.insert(issues[index].key.clone()) {
            issues[index].key.push_str("-2");
        }
    }
    issues
}

fn described_one(evidence: &PairEvidence<'_>, group: Group, context: &Context<'_>) -> RecurringIssue {
    let library = evidence.library;
    let Group { mut members, mut edges, title: given } = group;
    members.sort_by_key(|page| context.rank[page.0]);
    let days: Vec<_> = members.iter().map(|page| library.page(*page).day()).collect();
    let gaps = days.windows(2).map(|pair| Some(i64::from(pair[0]?.until(pair[1]?).ok()?.get_days()))).collect();
    let durations: Vec<i64> =
        members.iter().filter_map(|page| library.page(*page).incident().duration_minutes()).collect();
    edges.sort_by_key(|edge| (context.rank[edge.later.0], context.rank[edge.earlier.0]));
    let reasons = edges
        .iter()
        .flat_map(|edge| {
            let corrected = edge.corrected.then_some(Reason::Corrected);
            let cue = edge.has_cue.then_some(Reason::RecurrenceCue);
            let found =
                corrected.into_iter().chain(cue).chain(reasons(evidence, edge.earlier, edge.later)).take(REASONS);
            found.map(|reason| Evidence { earlier: edge.earlier, later: edge.later, reason })
        })
        .collect();
    RecurringIssue {
        key: slug(&library.page(members[0]).id),
        title: given.unwrap_or_else(|| title(evidence, &members, context.language)),
        evidence: reasons,
        gaps,
        minutes: (durations.iter().sum(), durations.len()),
        fixes: outcomes(&library, &members, context.actions),
        members,
    }
}

fn last_day(evidence: &PairEvidence<'_>, issue: &RecurringIssue) -> Option<crate::model::Date> {
    issue.members.iter().filter_map(|page| evidence.library.page(*page).day()).max()
}

/// The cause on the service that the members share, else the words their titles share, else the shortest title.
fn title(evidence: &PairEvidence<'_>, members: &[PageIx], language: &str) -> String {
    let Some(shortest) = shortest(evidence.library, members) else { return String::new() };
    title_of_terms(&evidence.library, members, language)
        .or_else(|| common_run(evidence, shortest, members))
        .unwrap_or_else(|| evidence.library.page(shortest).title().to_owned())
}

/// The member with the shortest title.
pub(super) fn shortest(library: Pages<'_>, members: &[PageIx]) -> Option<PageIx> {
    members.iter().copied().min_by_key(|page| library.page(*page).title().chars().count())
}

/// The cause on the service that the members share.
pub(super) fn title_of_terms(library: &Library, members: &[PageIx], language: &str) -> Option<String> {
    let shared = |key| most_shared(library, key, members);
    let (cause, service) = (shared(TaxonomyKey::CAUSES)?, shared(TaxonomyKey::SERVICES)?);
    let joint = match language.split(['-', '_']).next() {
        Some("en") => " on ",
        Some("fr") => " sur ",
        Some("de") => " bei ",
        Some("es") => " en ",
        _ => ": ",
    };
    Some(format!("{}{joint}{}", sentence(&cause.name), service.name))
}

/// The longest run of words of a title that all members' titles have; `None` when it has fewer than two telling ones.
fn common_run(evidence: &PairEvidence<'_>, shortest: PageIx, members: &[PageIx]) -> Option<String> {
    let folded = |word: &str| fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
    let title = |page: PageIx| -> Vec<&str> { evidence.library.page(page).title().split_whitespace().collect() };
    let words = title(shortest);
    let others: Vec<Vec<String>> = members.iter().map(|page| title(*page).into_iter().map(folded).collect()).collect();
    let is_common = |run: &[&str]| {
        let run: Vec<String> = run.iter().map(|word| folded(word)).collect();
        others.iter().all(|other| other.windows(run.len()).any(|part| part == run))
    };
    let runs = (2..=words.len()).rev().flat_map(|length| words.windows(length));
    let run = runs.into_iter().find(|run| is_common(run))?.join(" ");
    let telling = members.iter().find(|page| **page != shortest)?;
    let telling = evidence.titles.shared_words(shortest, *telling);
    let enough = telling.iter().filter(|word| run.contains(word.as_str())).count() >= 2;
    enough.then(|| run.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
}

/// The term that most members have, if nearly all have it; of equals the rarest.
fn most_shared<'l>(library: &'l Library, key: TaxonomyKey, members: &[PageIx]) -> Option<&'l Term> {
    let index = library.terms_of(key);
    let candidates: BTreeSet<usize> = members.iter().flat_map(|page| index.of_page[page.0].iter().copied()).collect();
    let having = |term: usize| members.iter().filter(|page| index.of_page[page.0].contains(&term)).count();
    let best = candidates.into_iter().max_by(|a, b| {
        let rarer = index.terms[*b].incidents.len().cmp(&index.terms[*a].incidents.len());
        having(*a).cmp(&having(*b)).then(rarer).then(b.cmp(a))
    })?;
    (having(best) as f64 >= NAMING * members.len() as f64).then(|| &index.terms[best])
}

/// A term as the beginning of a sentence: `certificate-expiry` is `Certificate expiry`, `dns` is `DNS`.
fn sentence(term: &str) -> String {
    let words = if term.contains(' ') { term.to_owned() } else { term.replace(['-', '_'], " ") };
    // A first word that nobody can pronounce is an abbreviation: dns, tls, ssl, tcp.
    let first = words.split(' ').next().unwrap_or("");
    if first.len() > 1 && first.chars().all(|c| c.is_ascii_lowercase() && !"aeiouy".contains(c)) {
        return format!("{}{}", first.to_uppercase(), &words[first.len()..]);
    }
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
