//! The page of one postmortem.

use super::Frame;
use super::actions::action;
use super::article::{ContentsEntry, TermsView, contents, due, terms};
use super::incident_facts::{FactView, fact_list};
use super::incident_strip::{MilestoneView, TimelineView, milestones, strip, timeline};
use super::part::{ActionView, DateView, Entry, LinkView, Meta, SeverityView, ViolationView};
use super::policies::violation;
use crate::insight::FixOutcome;
use crate::library::PageIx;
use crate::markdown::TextSection;
use crate::model::{ReportPart, SectionKind, Status};
use crate::site::route;
use crate::text::{one_line, shorten};
use serde::Serialize;
use std::collections::BTreeSet;

/// What a postmortem's page shows (`incident.html`).
#[derive(Debug, Serialize)]
pub struct IncidentView {
    /// The head.
    pub page: Meta,
    /// Its id.
    pub id: String,
    /// The day.
    pub date: Option<DateView>,
    /// How bad.
    pub severity: Option<SeverityView>,
    /// How bad in the page's own word, where that is not on the scale of the settings; empty otherwise.
    pub severity_word: String,
    /// `draft`, `review`, `final`; empty where nobody says.
    pub status: &'static str,
    /// The status in the reader's language.
    pub status_text: String,
    /// From start to end, in words.
    pub duration: Option<String>,
    /// The milestones that are known, in order.
    pub milestones: Vec<MilestoneView>,
    /// The incident drawn to scale as SVG: stretches between milestones, events; empty where too little is known.
    pub strip: String,
    /// Where the strip begins and ends, in words.
    pub strip_ends: Vec<String>,
    /// Terms it is filed under.
    pub terms: Vec<TermsView>,
    /// Single facts: trigger, detection, lapses, actors, authors, reviewers.
    pub facts: Vec<FactView>,
    /// Named quantities of the impact.
    pub impact: Vec<QuantityView>,
    /// What ended it, in a sentence or two; empty where nobody says.
    pub mitigation: String,
    /// Whom it hit and how much, in a sentence or two: how the section about the impact begins, else the quantities; empty where
    /// nobody says.
    pub impact_in_short: String,
    /// The front matter's summary as HTML; empty where the body has it.
    pub summary: String,
    /// The body.
    pub body: String,
    /// The headings for the table of contents.
    pub contents: Vec<ContentsEntry>,
    /// The timeline as it was understood.
    pub timeline: Vec<TimelineView>,
    /// Whether the body tells the timeline too, so that the list need not.
    pub timeline_in_body: bool,
    /// Its actions.
    pub actions: Vec<ActionView>,
    /// Whether the body tells the actions too.
    pub actions_in_body: bool,
    /// Related incidents with reasons.
    pub related: Vec<RelatedView>,
    /// Recurring issues it belongs to.
    pub recurring: Vec<RecurrenceView>,
    /// Pages that mention it.
    pub backlinks: Vec<Entry>,
    /// Procedures it changed.
    pub procedures: Vec<LinkView>,
    /// Procedures that its open actions are to change.
    pub due_procedures: Vec<LinkView>,
    /// The incident before.
    pub previous: Option<LinkView>,
    /// The incident after.
    pub next: Option<LinkView>,
    /// What a good postmortem has and this one lacks, in words.
    pub missing: Vec<String>,
    /// Promises about it that are broken.
    pub violations: Vec<ViolationView>,
    /// The language that a side-by-side translation was made from.
    pub original_language: Option<String>,
    /// Front matter that has no other place.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// A named quantity.
#[derive(Debug, Serialize)]
pub struct QuantityView {
    /// What was counted; may be empty.
    pub name: String,
    /// How much.
    pub value: String,
}

/// A related incident.
#[derive(Debug, Serialize)]
pub struct RelatedView {
    /// The incident.
    pub entry: Entry,
    /// Why, in words.
    pub reasons: Vec<String>,
    /// What ended it, in a sentence or two; empty where nobody says.
    pub mitigation: String,
}

/// A recurring issue as one of its members shows it.
#[derive(Debug, Serialize)]
pub struct RecurrenceView {
    /// The issue.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How often it has happened, in words.
    pub count: String,
    /// The members before this one, newest first.
    pub earlier: Vec<Entry>,
    /// The members after this one.
    pub later: Vec<Entry>,
    /// How many promises of earlier members this incident outlived, in words: those still open, those that did not hold.
    pub promises: Vec<String>,
    /// Promises of earlier members that this incident outlived, in words with the action.
    pub outlived: Vec<OutlivedView>,
}

/// An action that did not prevent this incident.
#[derive(Debug, Serialize)]
pub struct OutlivedView {
    /// Whether it was done (and did not hold) or still open.
    pub was_done: bool,
    /// In words.
    pub text: String,
    /// The action.
    pub action: ActionView,
}

/// The view of a postmortem.
pub fn view(frame: &Frame<'_>, index: PageIx) -> IncidentView {
    let library = frame.library();
    let page = library.page(index);
    let (incident, narrative) = (page.incident(), page.narrative());
    let status = incident.status.as_ref().map(|found| found.value);
    let position = library.incidents.iter().position(|other| *other == index);
    let neighbour = |by: isize| {
        let at = position?.checked_add_signed(by)?;
        library.incidents.get(at).map(|other| frame.link(*other))
    };
    let timeline = timeline(frame, index);
    let (strip, strip_ends) = strip(frame, index, &timeline);
    let actions_in_body =
        incident.actions.iter().any(|action| matches!(action.origin, crate::model::Origin::Inferred(_)));
    let timeline_in_body = narrative.timeline.iter().any(|entry| entry.text.is_inferred());
    let related = related(frame, index);
    let own = |id: &str, key: &str, is_there: bool| {
        is_there.then(|| ContentsEntry { level: 2, text: frame.words.text(key).to_owned(), href: format!("#{id}") })
    };
    let mut contents = contents(frame, index);
    contents.extend(own("cb-timeline", "timeline", !timeline.is_empty() && !timeline_in_body));
    contents.extend(own("cb-actions", "actions", !incident.actions.is_empty() && !actions_in_body));
    let own_severity = narrative.severity_word.as_ref().filter(|_| page.severity().is_none());
    let mut meta = frame.meta_of(index, "incidents");
    meta.card = card(frame, index, &meta.description);
    IncidentView {
        id: page.id.clone(),
        date: page.day().map(|day| frame.date(day)),
        severity: frame.severity(&page),
        severity_word: own_severity.map_or_else(String::new, |word| word.value.clone()),
        status: status.map_or("", Status::name),
        status_text: status
            .map_or_else(String::new, |status| frame.words.text(&format!("status_{}", status.name())).to_owned()),
        duration: incident.duration_minutes().map(|minutes| frame.words.duration(minutes)),
        milestones: milestones(frame, index),
        strip,
        strip_ends,
        terms: terms(frame, index),
        facts: fact_list(frame, index),
        impact: narrative
            .impact
            .iter()
            .map(|impact| QuantityView { name: impact.name.clone(), value: quantity(frame, &impact.value.value) })
            .collect(),
        mitigation: page.telling().mitigation.clone(),
        impact_in_short: impact_in_short(frame, index),
        summary: frame.html(index, &page.body().summary),
        body: frame.html(index, &page.body().html),
        contents,
        timeline,
        timeline_in_body,
        actions: (0..incident.actions.len()).map(|action_index| action(frame, index, action_index)).collect(),
        actions_in_body,
        related,
        recurring: recurring(frame, index),
        backlinks: library.backlinks[index.0].iter().map(|from| frame.entry(*from)).collect(),
        procedures: page
            .procedures
            .iter()
            .filter_map(|reference| reference.page())
            .map(|page| frame.link(page))
            .collect(),
        due_procedures: {
            let procedures: BTreeSet<PageIx> = due(frame, index).map(|due| due.procedure).collect();
            procedures.into_iter().map(|procedure| frame.link(procedure)).collect()
        },
        previous: neighbour(-1),
        next: neighbour(1),
        missing: missing(frame, index),
        violations: violations(frame, index),
        original_language: page.body().original_language.clone(),
        extra: page.telling().extra.clone(),
        page: meta,
    }
}

/// How long the impact is in short, in characters.
const IMPACT: usize = 180;

fn impact_in_short(frame: &Frame<'_>, index: PageIx) -> String {
    let page = frame.library().page(index);
    let lexicon = &frame.site.config.lexicon;
    let is_told = |section: &&TextSection| {
        lexicon.section_kind(&section.heading) == Some(SectionKind::Impact) && !section.text.trim().is_empty()
    };
    if let Some(section) = page.body().text.iter().find(is_told) {
        return shorten(&one_line(&section.text), IMPACT);
    }
    let named = page.narrative().impact.iter().map(|impact| {
        let value = quantity(frame, &impact.value.value);
        if impact.name.is_empty() { value } else { format!("{}{}{value}", impact.name, frame.words.text("colon")) }
    });
    shorten(&named.collect::<Vec<String>>().join(frame.words.text("list_semicolon")), IMPACT)
}

/// What a link to the page shows where people paste it: how bad, how long, what of, and the description.
fn card(frame: &Frame<'_>, index: PageIx, description: &str) -> String {
    let entry = frame.entry_with_excerpt(index);
    let severity = entry.severity.map(|severity| severity.name);
    let services = entry.services.iter().take(3).map(|service| service.title.clone());
    let facts: Vec<String> = severity.into_iter().chain(entry.duration).chain(services).collect();
    [facts.join(" · "), description.to_owned()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(". ")
}

/// A bare number as the reader's language writes it; any other quantity as its author wrote it.
fn quantity(frame: &Frame<'_>, value: &str) -> String {
    value.parse().map_or_else(|_| value.to_owned(), |n| frame.words.number(n))
}

fn related(frame: &Frame<'_>, index: PageIx) -> Vec<RelatedView> {
    frame.insights().related[index.0]
        .iter()
        .map(|related| RelatedView {
            entry: frame.entry(related.page),
            mitigation: frame.library().page(related.page).telling().mitigation.clone(),
            reasons: related
                .reasons
                .iter()
                .map(|reason| frame.words.reason(reason, frame.site.library, frame.site.config))
                .collect(),
        })
        .collect()
}

fn recurring(frame: &Frame<'_>, index: PageIx) -> Vec<RecurrenceView> {
    let insights = frame.insights();
    insights.recurring_of[index.0]
        .iter()
        .map(|group| {
            let group = &insights.recurring[*group];
            let at = group.members.iter().position(|member| *member == index).unwrap_or(0);
            let outlived = group.fixes.iter().filter_map(|fix| {
                let (action_index, recurrence, was_done) = match *fix {
                    FixOutcome::DidNotHold { action, recurrence } => (action, recurrence, true),
                    FixOutcome::NotMade { action, recurrence } => (action, recurrence, false),
                };
                let from = insights.actions[action_index];
                let key = if was_done { "fix_did_not_hold" } else { "fix_not_made" };
                (recurrence == index).then(|| OutlivedView {
                    was_done,
                    text: frame.words.text(key).to_owned(),
                    action: action(frame, from.page, from.index),
                })
            });
            let outlived: Vec<OutlivedView> = outlived.collect();
            let told = |key: &str, was_done: bool| {
                let count = outlived.iter().filter(|one| one.was_done == was_done).count();
                (count > 0).then(|| frame.words.count(key, count))
            };
            let promises = [told("earlier_open", false), told("earlier_done", true)].into_iter().flatten().collect();
            RecurrenceView {
                title: group.title.clone(),
                href: frame.url(&route::recurring_issue(&group.key)),
                count: frame.words.count("times", group.members.len()),
                earlier: group.members[..at].iter().rev().map(|member| frame.entry(*member)).collect(),
                later: group.members[at + 1..].iter().map(|member| frame.entry(*member)).collect(),
                promises,
                outlived,
            }
        })
        .collect()
}

fn violations(frame: &Frame<'_>, index: PageIx) -> Vec<ViolationView> {
    let found = &frame.insights().policies;
    found.of_page[index.0].iter().map(|index| violation(frame, &found.violations[*index])).collect()
}

/// What a postmortem lacks, in words.
pub fn missing(frame: &Frame<'_>, index: PageIx) -> Vec<String> {
    let Some(completeness) = &frame.insights().completeness[index.0] else { return Vec::new() };
    completeness.missing.iter().map(|missing| missing_text(frame, *missing)).collect()
}

/// What is missing, in words.
pub fn missing_text(frame: &Frame<'_>, part: ReportPart) -> String {
    frame.words.text(&format!("missing_{}", part.name().replace('-', "_"))).to_owned()
}
