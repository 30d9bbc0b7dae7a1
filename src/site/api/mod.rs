//! `api/library.json`: the library for other programs.

mod schema;

use super::view::Frame;
use super::{Site, route};
use crate::insight::{FixOutcome, RecurringIssue};
use crate::library::{Page, PageIx, PageText, Texts};
use crate::model::{self, ActionItem, EntryTime, Incident, Instant, Narrative, Phase, Sourced, TaxonomyKey};
use crate::text::encode_path;
use schema::{Action, Article, Fix, Impact, Library, Postmortem, Recurrence, Related, TimelineEntry, Violation};

/// The whole library as JSON.
pub(super) fn library(site: &Site<'_>, texts: &Texts) -> Vec<u8> {
    let frame = Frame::of_library(site, texts, route::api());
    let library = frame.library();
    let value = Library {
        version: 1,
        as_of: site.as_of().0.to_string(),
        postmortems: library.incidents().rev().map(|(index, page)| postmortem(&frame, index, page)).collect(),
        maintenances: library
            .maintenances
            .iter()
            .rev()
            .map(|index| postmortem(&frame, *index, library.page(*index)))
            .collect(),
        articles: library.articles.iter().map(|index| article(site, library.page(*index))).collect(),
        recurrences: site.insights.recurring.iter().map(|issue| recurrence(&frame, issue)).collect(),
    };
    // Strings, numbers and lists always become JSON.
    serde_json::to_vec(&value).unwrap_or_default()
}

/// A URL relative to the root of the site.
fn url(site: &Site<'_>, page: &Page) -> String {
    encode_path(site.place(page).as_str())
}

fn postmortem<'a>(frame: &Frame<'a>, index: PageIx, told: PageText<'a>) -> Postmortem<'a> {
    let site = frame.site;
    let page = told.page();
    // Taken apart without `..`: whoever adds a field says here what programs see of it.
    let Incident {
        // The page has its own, and its terms have their agreed names.
        id: _,
        terms: _,
        // `date` is the day it is filed under, `duration_minutes` takes the stated duration in.
        date: _,
        stated_duration: _,
        severity: _,
        // `related` is what was found, and `recurrences` what comes back; both take in what is named here.
        related: _,
        recurs: _,
        procedures: _,
        actors: _,
        audience: _,
        language,
        milestones,
        status,
        lapses,
        actions,
        authors,
        reviewers,
    } = page.incident();
    let Narrative { severity_word, title, trigger, detection, summary, description: _, impact, timeline } =
        told.narrative();
    let instant = |phase| milestones.at(phase).map(Instant::rfc3339);
    let terms = |key| site.library.terms_of(key).of(index).map(|term| term.name.as_str()).collect();
    Postmortem {
        id: &page.id,
        path: page.path().as_str(),
        url: url(site, page),
        title: &title.value,
        date: page.day().map(|day| day.to_string()),
        started: instant(Phase::Started),
        detected: instant(Phase::Detected),
        acknowledged: instant(Phase::Acknowledged),
        mitigated: instant(Phase::Mitigated),
        resolved: instant(Phase::Resolved),
        duration_minutes: page.incident().duration_minutes(),
        severity: page.severity().map(|severity| site.config.severities.name(severity)).or_else(|| text(severity_word)),
        status: status.as_ref().map(|status| status.value.name()),
        categories: terms(TaxonomyKey::CATEGORIES),
        services: terms(TaxonomyKey::SERVICES),
        teams: terms(TaxonomyKey::TEAMS),
        causes: terms(TaxonomyKey::CAUSES),
        tags: terms(TaxonomyKey::TAGS),
        failure_modes: terms(TaxonomyKey::FAILURE_MODES),
        triggers: terms(TaxonomyKey::TRIGGERS),
        lapses: lapses.iter().map(|lapse| lapse.value.name()).collect(),
        trigger: text(trigger),
        detection: text(detection),
        impact: impact.iter().map(|one| Impact { name: &one.name, value: &one.value.value }).collect(),
        summary: text(summary),
        mitigation: Some(told.telling().mitigation.as_str()).filter(|text| !text.is_empty()),
        authors: names(authors),
        reviewers: names(reviewers),
        language: &language.value,
        timeline: timeline.iter().map(event).collect(),
        actions: actions.iter().map(action).collect(),
        related: site.insights.related[index.0]
            .iter()
            .map(|related| Related {
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

fn text(found: &Option<Sourced<String>>) -> Option<&str> {
    found.as_ref().map(|found| found.value.as_str())
}

fn names(found: &[Sourced<String>]) -> Vec<&str> {
    found.iter().map(|name| name.value.as_str()).collect()
}

fn event(entry: &model::TimelineEntry) -> TimelineEntry<'_> {
    TimelineEntry {
        at: match entry.at {
            EntryTime::At(instant) => Some(instant.rfc3339()),
            EntryTime::Day(day) => Some(day.to_string()),
            EntryTime::Clock(_) | EntryTime::Unknown => None,
        },
        until: entry.until.map(Instant::rfc3339),
        approximate: entry.approximate,
        phase: entry.phase.map(Phase::name),
        text: &entry.text.value,
    }
}

fn action(action: &ActionItem) -> Action<'_> {
    let reference = action.reference.as_ref();
    Action {
        text: &action.text,
        status: action.status.name(),
        owner: action.owner.as_deref(),
        due: action.due.map(|due| due.to_string()),
        r#ref: reference.map(|reference| reference.url.as_ref().unwrap_or(&reference.label).as_str()),
    }
}

fn violation<'a>(site: &Site<'a>, page: &'a Page, broken: &crate::insight::Violation) -> Violation<'a> {
    Violation {
        policy: &site.config.policies[broken.policy].name,
        promise: broken.promise.name(),
        until: broken.until.to_string(),
        days_late: broken.until.until(site.as_of().0).map_or(0, |late| late.get_days()),
        action: broken.action.map(|index| page.incident().actions[index].text.as_str()),
    }
}

fn article<'a>(site: &Site<'_>, text: PageText<'a>) -> Article<'a> {
    let page = text.page();
    Article {
        id: &page.id,
        path: page.path().as_str(),
        url: url(site, page),
        title: text.title(),
        language: &page.incident().language.value,
    }
}

fn recurrence<'a>(frame: &Frame<'a>, issue: &'a RecurringIssue) -> Recurrence<'a> {
    let library = frame.site.library;
    let day = |index: Option<&PageIx>| index.and_then(|index| library.page(*index).day()).map(|day| day.to_string());
    let mut reasons = Vec::new();
    for evidence in &issue.evidence {
        let reason = frame.words.reason(&evidence.reason, library, frame.site.config);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    Recurrence {
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

fn fix<'a>(frame: &Frame<'a>, outcome: FixOutcome) -> Fix<'a> {
    let (outcome, action, recurrence) = match outcome {
        FixOutcome::DidNotHold { action, recurrence } => ("did_not_hold", action, recurrence),
        FixOutcome::NotMade { action, recurrence } => ("not_made", action, recurrence),
    };
    let library = frame.site.library;
    let from = frame.site.insights.actions[action];
    let page = library.page(from.page);
    Fix {
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
