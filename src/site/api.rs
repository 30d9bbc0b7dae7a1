//! `api/library.json`: its own structs, versioned. Other programs read this: keys are always present, and a change that
//! breaks a reader needs a new version.

use super::view::Frame;
use super::{Site, route};
use crate::insight::{FixOutcome, RecurringIssue, Violation};
use crate::library::{Page, PageIx};
use crate::model::{EntryTime, Phase, Sourced, TaxonomyKey};
use serde::Serialize;

#[derive(Serialize)]
struct ApiLibrary<'a> {
    version: u32,
    as_of: String,
    postmortems: Vec<ApiPostmortem<'a>>,
    articles: Vec<ApiArticle<'a>>,
    recurrences: Vec<ApiRecurrence<'a>>,
}

#[derive(Serialize)]
struct ApiPostmortem<'a> {
    id: &'a str,
    path: &'a str,
    url: String,
    title: &'a str,
    date: Option<String>,
    started: Option<String>,
    detected: Option<String>,
    acknowledged: Option<String>,
    mitigated: Option<String>,
    resolved: Option<String>,
    duration_minutes: Option<i64>,
    severity: Option<&'a str>,
    status: Option<&'static str>,
    categories: Vec<&'a str>,
    services: Vec<&'a str>,
    teams: Vec<&'a str>,
    causes: Vec<&'a str>,
    tags: Vec<&'a str>,
    lapses: Vec<&'static str>,
    summary: Option<&'a str>,
    language: &'a str,
    timeline: Vec<ApiTimelineEntry<'a>>,
    actions: Vec<ApiAction<'a>>,
    related: Vec<ApiRelated<'a>>,
    recurrences: Vec<&'a str>,
    completeness: f64,
    missing: Vec<&'static str>,
    violations: Vec<ApiViolation<'a>>,
}

#[derive(Serialize)]
struct ApiViolation<'a> {
    policy: &'a str,
    promise: &'static str,
    until: String,
    days_late: i32,
    action: Option<&'a str>,
}

#[derive(Serialize)]
struct ApiTimelineEntry<'a> {
    at: Option<String>,
    phase: Option<&'static str>,
    text: &'a str,
}

#[derive(Serialize)]
struct ApiAction<'a> {
    text: &'a str,
    status: &'static str,
    owner: Option<&'a str>,
    due: Option<String>,
    r#ref: Option<&'a str>,
}

#[derive(Serialize)]
struct ApiRelated<'a> {
    id: &'a str,
    score: f64,
    reasons: Vec<String>,
}

#[derive(Serialize)]
struct ApiArticle<'a> {
    id: &'a str,
    path: &'a str,
    url: String,
    title: &'a str,
    language: &'a str,
}

#[derive(Serialize)]
struct ApiRecurrence<'a> {
    key: &'a str,
    title: &'a str,
    members: Vec<&'a str>,
    first: Option<String>,
    last: Option<String>,
    reasons: Vec<String>,
    /// Days between one incident and the next; null where a date is missing.
    gaps_days: &'a [Option<i64>],
    /// Minutes lost in all, and of how many incidents that is known.
    minutes: i64,
    minutes_known: usize,
    fixes: Vec<ApiFix<'a>>,
}

/// An action that the issue outlived.
#[derive(Serialize)]
struct ApiFix<'a> {
    outcome: &'static str,
    action: &'a str,
    from: &'a str,
    again: &'a str,
}

/// The whole library as JSON.
pub(super) fn library(site: &Site<'_>) -> Vec<u8> {
    let frame = Frame::of_library(site, route::api());
    let library = site.library;
    let value = ApiLibrary {
        version: 1,
        as_of: site.as_of().0.to_string(),
        postmortems: library.incidents().rev().map(|(index, page)| postmortem(&frame, index, page)).collect(),
        articles: library.articles.iter().map(|index| article(site, library.page(*index))).collect(),
        recurrences: site.insights.recurring.iter().map(|issue| recurrence(&frame, issue)).collect(),
    };
    // Strings, numbers and lists always become JSON.
    serde_json::to_vec(&value).unwrap_or_default()
}

/// A URL relative to the root of the site.
fn url(site: &Site<'_>, page: &Page) -> String {
    crate::text::encode_path(site.place(page).as_str())
}

fn postmortem<'a>(frame: &Frame<'a>, index: PageIx, page: &'a Page) -> ApiPostmortem<'a> {
    let site = frame.site;
    let incident = page.incident();
    let instant = |phase| incident.milestones.at(phase).map(crate::model::Instant::rfc3339);
    let terms = |key| site.library.terms_of(key).of(index).map(|term| term.name.as_str()).collect();
    ApiPostmortem {
        id: &page.id,
        path: page.path().as_str(),
        url: url(site, page),
        title: page.title(),
        date: page.day().map(|day| day.to_string()),
        started: instant(Phase::Started),
        detected: instant(Phase::Detected),
        acknowledged: instant(Phase::Acknowledged),
        mitigated: instant(Phase::Mitigated),
        resolved: instant(Phase::Resolved),
        duration_minutes: incident.duration_minutes(),
        severity: page.severity().map(|severity| site.config.severities.name(severity)),
        status: incident.status.as_ref().map(|status| status.value.name()),
        categories: terms(TaxonomyKey::CATEGORIES),
        services: terms(TaxonomyKey::SERVICES),
        teams: terms(TaxonomyKey::TEAMS),
        causes: terms(TaxonomyKey::CAUSES),
        tags: terms(TaxonomyKey::TAGS),
        lapses: incident.lapses.iter().map(|lapse| lapse.value.name()).collect(),
        summary: incident.summary.as_ref().map(|summary: &Sourced<String>| summary.value.as_str()),
        language: &incident.language.value,
        timeline: incident
            .timeline
            .iter()
            .map(|entry| ApiTimelineEntry {
                at: match entry.at {
                    EntryTime::At(instant) => Some(instant.rfc3339()),
                    EntryTime::Day(_) | EntryTime::Clock(_) | EntryTime::Unknown => None,
                },
                phase: entry.phase.map(Phase::name),
                text: &entry.text.value,
            })
            .collect(),
        actions: incident
            .actions
            .iter()
            .map(|action| ApiAction {
                text: &action.text,
                status: action.status.name(),
                owner: action.owner.as_deref(),
                due: action.due.map(|due| due.to_string()),
                r#ref: action
                    .reference
                    .as_ref()
                    .map(|reference| reference.url.as_ref().unwrap_or(&reference.label).as_str()),
            })
            .collect(),
        related: site.insights.related[index.0]
            .iter()
            .map(|related| ApiRelated {
                id: &site.library.page(related.page).id,
                score: rounded(related.score),
                reasons: related
                    .reasons
                    .iter()
                    .map(|reason| frame.words.reason(reason, site.library, site.config))
                    .collect(),
            })
            .collect(),
        recurrences: site.insights.recurring_of[index.0]
            .iter()
            .map(|group| site.insights.recurring[*group].key.as_str())
            .collect(),
        completeness: site.insights.completeness[index.0]
            .as_ref()
            .map_or(0.0, |completeness| rounded(completeness.score)),
        missing: site.insights.completeness[index.0]
            .iter()
            .flat_map(|completeness| completeness.missing.iter().map(|part| part.name()))
            .collect(),
        violations: site.insights.policies.of_page[index.0]
            .iter()
            .map(|index| violation(site, page, &site.insights.policies.violations[*index]))
            .collect(),
    }
}

fn violation<'a>(site: &Site<'a>, page: &'a Page, broken: &Violation) -> ApiViolation<'a> {
    ApiViolation {
        policy: &site.config.policies[broken.policy].name,
        promise: broken.promise.name(),
        until: broken.until.to_string(),
        days_late: broken.until.until(site.as_of().0).map_or(0, |late| late.get_days()),
        action: broken.action.map(|index| page.incident().actions[index].text.as_str()),
    }
}

fn article<'a>(site: &Site<'_>, page: &'a Page) -> ApiArticle<'a> {
    ApiArticle {
        id: &page.id,
        path: page.path().as_str(),
        url: url(site, page),
        title: page.title(),
        language: &page.incident().language.value,
    }
}

fn recurrence<'a>(frame: &Frame<'a>, issue: &'a RecurringIssue) -> ApiRecurrence<'a> {
    let library = frame.site.library;
    let day = |index: Option<&PageIx>| index.and_then(|index| library.page(*index).day()).map(|day| day.to_string());
    let mut reasons = Vec::new();
    for evidence in &issue.evidence {
        let reason = frame.words.reason(&evidence.reason, library, frame.site.config);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    ApiRecurrence {
        key: &issue.key,
        title: &issue.title,
        members: issue.members.iter().map(|member| library.page(*member).id.as_str()).collect(),
        first: day(issue.members.first()),
        last: day(issue.members.last()),
        reasons,
        gaps_days: &issue.gaps,
        minutes: issue.minutes.0,
        minutes_known: issue.minutes.1,
        fixes: issue.fixes.iter().map(|outcome| fix(frame, *outcome)).collect(),
    }
}

fn fix<'a>(frame: &Frame<'a>, outcome: FixOutcome) -> ApiFix<'a> {
    let (outcome, action, recurrence) = match outcome {
        FixOutcome::DidNotHold { action, recurrence } => ("did_not_hold", action, recurrence),
        FixOutcome::NotMade { action, recurrence } => ("not_made", action, recurrence),
    };
    let library = frame.site.library;
    let from = frame.site.insights.actions[action];
    let page = library.page(from.page);
    ApiFix {
        outcome,
        action: &page.incident().actions[from.index].text,
        from: &page.id,
        again: &library.page(recurrence).id,
    }
}

/// Three decimals: more would be noise in every diff.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
