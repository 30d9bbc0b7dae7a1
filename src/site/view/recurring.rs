//! Recurring issues.

use super::Frame;
use super::actions::action;
use super::article::TermsView;
use super::part::{ActionView, DateView, Entry, LinkView, Meta};
use crate::insight::{FixOutcome, RecurringIssue};
use crate::library::PageIx;
use crate::model::TaxonomyKey;
use crate::site::{chart, route};
use serde::Serialize;

/// What the index of recurring issues shows (`recurring.html`).
#[derive(Debug, Serialize)]
pub struct RecurringView {
    /// The head.
    pub page: Meta,
    /// The issues, the latest return first.
    pub issues: Vec<IssueRow>,
}

/// A recurring issue in a list.
#[derive(Debug, Serialize)]
pub struct IssueRow {
    /// What it is.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How often, in words.
    pub count: String,
    /// How often.
    pub times: usize,
    /// The first time.
    pub first: Option<DateView>,
    /// The last time.
    pub last: Option<DateView>,
    /// Time lost, in words with n; empty where no duration is known.
    pub cost: String,
    /// How the gaps develop, in words; empty below three incidents.
    pub rhythm: String,
    /// How many fixes did not hold.
    pub not_held: usize,
    /// How many fixes were not made in time.
    pub not_made: usize,
    /// The incidents on a line of time as SVG.
    pub strip: String,
}

/// What one recurring issue's page shows (`recurring_issue.html`).
#[derive(Debug, Serialize)]
pub struct IssueView {
    /// The head.
    pub page: Meta,
    /// The facts of the list.
    pub issue: IssueRow,
    /// The days between one incident and the next, and whether they shrink, in words with n; empty where none is known.
    pub gaps: String,
    /// The causes and services that two or more of its incidents have; each term says how many.
    pub shared: Vec<TermsView>,
    /// The incidents, newest first, each with what makes it one of the group.
    pub members: Vec<MemberView>,
    /// Actions that did not hold.
    pub not_held: Vec<FixView>,
    /// Actions that were still open.
    pub not_made: Vec<FixView>,
    /// Every other action of its incidents.
    pub other_actions: Vec<ActionView>,
}

/// A member of a group.
#[derive(Debug, Serialize)]
pub struct MemberView {
    /// The incident.
    pub entry: Entry,
    /// What ended it, in a sentence or two; empty where nobody says.
    pub mitigation: String,
    /// How long after the one before, in words; empty for the first.
    pub after: String,
    /// Why it belongs: which earlier incident, and the reason in words.
    pub evidence: Vec<EvidenceView>,
}

/// Why two incidents are one issue.
#[derive(Debug, Serialize)]
pub struct EvidenceView {
    /// The earlier incident.
    pub earlier: LinkView,
    /// The reasons in words, strongest first.
    pub reasons: Vec<String>,
}

/// A fix that the issue outlived.
#[derive(Debug, Serialize)]
pub struct FixView {
    /// The action.
    pub action: ActionView,
    /// The incident that happened all the same.
    pub again: LinkView,
    /// Its day.
    pub again_date: Option<DateView>,
}

/// The view of the index.
pub fn index(frame: &Frame<'_>) -> RecurringView {
    let title = frame.words.text("recurring").to_owned();
    RecurringView {
        page: frame.meta(&title, frame.words.text("recurring_intro"), "recurring"),
        issues: frame.insights().recurring.iter().map(|issue| row(frame, issue)).collect(),
    }
}

/// A recurring issue in a list.
pub fn row(frame: &Frame<'_>, issue: &RecurringIssue) -> IssueRow {
    let day = |index: Option<&PageIx>| index.and_then(|index| frame.site.library.page(*index).day());
    let (minutes, known) = issue.minutes;
    let held =
        |wanted: bool| issue.fixes.iter().filter(|fix| matches!(fix, FixOutcome::DidNotHold { .. }) == wanted).count();
    IssueRow {
        title: issue.title.clone(),
        href: frame.url(&route::recurring_issue(&issue.key)),
        count: frame.words.count("times", issue.members.len()),
        times: issue.members.len(),
        first: day(issue.members.first()).map(|day| frame.date(day)),
        last: day(issue.members.last()).map(|day| frame.date(day)),
        cost: if known == 0 {
            String::new()
        } else {
            let (duration, n) = (frame.words.duration(minutes), known.to_string());
            frame.words.fill("time_lost", &[("duration", &duration), ("n", &n)])
        },
        rhythm: rhythm(frame, &issue.gaps),
        not_held: held(true),
        not_made: held(false),
        strip: chart::occurrences(frame, &issue.members),
    }
}

/// Whether the gaps shrink or grow: said only where three incidents and their dates are known.
fn rhythm(frame: &Frame<'_>, gaps: &[Option<i64>]) -> String {
    let known: Option<Vec<i64>> = gaps.iter().copied().collect();
    let Some(known) = known.filter(|gaps| gaps.len() >= 2) else { return String::new() };
    let shrinks = known.windows(2).all(|pair| pair[1] * 4 < pair[0] * 3);
    let grows = known.windows(2).all(|pair| pair[1] * 3 > pair[0] * 4);
    frame
        .words
        .text(if shrinks {
            "rhythm_faster"
        } else if grows {
            "rhythm_slower"
        } else {
            "rhythm_steady"
        })
        .to_owned()
}

/// The days between one incident and the next, oldest first.
fn gaps(frame: &Frame<'_>, gaps: &[Option<i64>]) -> String {
    let known: Vec<String> =
        gaps.iter().flatten().map(|days| frame.words.number(usize::try_from(*days).unwrap_or(0))).collect();
    let rhythm = rhythm(frame, gaps);
    let (list, n) = (frame.words.list(&known), known.len().to_string());
    match (known.len(), rhythm.is_empty()) {
        (0, _) => String::new(),
        (_, true) => frame.words.fill("gaps", &[("list", &list), ("n", &n)]),
        (_, false) => frame.words.fill("gaps_rhythm", &[("list", &list), ("n", &n), ("rhythm", &rhythm)]),
    }
}

/// The causes and services of two or more members, the most shared first.
fn shared(frame: &Frame<'_>, issue: &RecurringIssue) -> Vec<TermsView> {
    let of_taxonomy = |key: TaxonomyKey| {
        let index = frame.site.library.terms_of(key);
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for term in issue.members.iter().flat_map(|member| &index.of_page[member.0]) {
            match counts.iter_mut().find(|(known, _)| known == term) {
                Some((_, count)) => *count += 1,
                None => counts.push((*term, 1)),
            }
        }
        counts.retain(|(_, count)| *count > 1);
        counts.sort_by_key(|(term, count)| (std::cmp::Reverse(*count), *term));
        let terms = counts.into_iter().map(|(term, count)| {
            let LinkView { title, href } = frame.term(key, &index.terms[term]);
            let (count, of) = (count.to_string(), issue.members.len().to_string());
            LinkView { title: frame.words.fill("n_of", &[("name", &title), ("n", &count), ("of", &of)]), href }
        });
        let taxonomy = frame.site.config.taxonomy(key).name.clone();
        TermsView { taxonomy, title: frame.taxonomy_title(key), terms: terms.collect(), inferred: String::new() }
    };
    let both = [TaxonomyKey::CAUSES, TaxonomyKey::SERVICES].map(of_taxonomy);
    both.into_iter().filter(|shared| !shared.terms.is_empty()).collect()
}

/// The view of one issue.
pub fn view(frame: &Frame<'_>, issue: &RecurringIssue) -> IssueView {
    let insights = frame.insights();
    let fix = |action_index: usize, recurrence| {
        let from = insights.actions[action_index];
        let page = frame.library().page(recurrence);
        FixView {
            action: action(frame, from.page, from.index),
            again: frame.link(recurrence),
            again_date: page.day().map(|day| frame.date(day)),
        }
    };
    let mut not_held = Vec::new();
    let mut not_made = Vec::new();
    let mut told = Vec::new();
    for outcome in &issue.fixes {
        match *outcome {
            FixOutcome::DidNotHold { action, recurrence } => {
                told.push(action);
                not_held.push(fix(action, recurrence));
            }
            FixOutcome::NotMade { action, recurrence } => {
                told.push(action);
                not_made.push(fix(action, recurrence));
            }
        }
    }
    let other_actions = insights
        .actions
        .iter()
        .enumerate()
        .filter(|(index, from)| issue.members.contains(&from.page) && !told.contains(index))
        .map(|(_, from)| action(frame, from.page, from.index))
        .collect();
    let members = issue.members.iter().enumerate().rev().map(|(at, member)| MemberView {
        entry: frame.entry_with_excerpt(*member),
        mitigation: frame.library().page(*member).telling().mitigation.clone(),
        after: at
            .checked_sub(1)
            .and_then(|gap| issue.gaps.get(gap).copied().flatten())
            .map_or_else(String::new, |days| frame.words.count("days_later", usize::try_from(days).unwrap_or(0))),
        evidence: evidence(frame, issue, *member),
    });
    IssueView {
        page: frame.meta(&issue.title, "", "recurring"),
        gaps: gaps(frame, &issue.gaps),
        shared: shared(frame, issue),
        members: members.collect(),
        issue: row(frame, issue),
        not_held,
        not_made,
        other_actions,
    }
}

/// Why a member belongs, one line for each earlier incident.
fn evidence(frame: &Frame<'_>, issue: &RecurringIssue, member: PageIx) -> Vec<EvidenceView> {
    let mut views: Vec<(PageIx, EvidenceView)> = Vec::new();
    for evidence in issue.evidence.iter().filter(|evidence| evidence.later == member) {
        let reason = frame.words.reason(&evidence.reason, frame.site.library, frame.site.config);
        match views.iter_mut().find(|(earlier, _)| *earlier == evidence.earlier) {
            Some((_, view)) => view.reasons.push(reason),
            None => {
                let earlier = frame.link(evidence.earlier);
                views.push((evidence.earlier, EvidenceView { earlier, reasons: vec![reason] }));
            }
        }
    }
    views.into_iter().map(|(_, view)| view).collect()
}
