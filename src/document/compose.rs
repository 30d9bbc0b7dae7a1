//! Front matter and body -> one [`Incident`]. Front matter wins; the body fills what it leaves open.

use super::fields::Stated;
use super::read_body::BodyFacts;
use crate::config::Config;
use crate::model::{Incident, PageKind, Phase, SectionKind, Sourced};
use crate::text::{ContentPath, fold, one_line, shorten};

/// How long the excerpt is that lists show, in characters.
const EXCERPT: usize = 320;
/// A first sentence that serves as a title is cut at this many characters.
const LONGEST_TITLE: usize = 90;

/// The fields of a page.
pub(super) fn compose(path: &ContentPath, stated: Stated, body: BodyFacts, config: &Config) -> Incident {
    let title =
        stated.title.clone().or_else(|| body.title.clone()).unwrap_or_else(|| name_as_title(path, &body, &stated));
    let language = stated.language.unwrap_or_else(|| Sourced::external(config.language.clone()));
    let mut incident = Incident::new(title.map(|title| one_line(&title).replace('`', "")), language);
    incident.id = stated.id;
    incident.date = stated.date;
    for (phase, at) in stated.milestones {
        if incident.milestones.get(phase).is_none() {
            incident.milestones.set(phase, at);
        }
    }
    for (phase, at) in body.milestones {
        if incident.milestones.get(phase).is_none() {
            incident.milestones.set(phase, at);
        }
    }
    // The day it started says more than a name, and what front matter says more than the body.
    if incident.date.is_none() {
        let started = incident.milestones.get(Phase::Started).filter(|found| !found.is_inferred());
        incident.date = started.map(|found| found.clone().map(|at| at.date())).or(body.date);
    }
    incident.stated_duration = body.stated_duration;
    incident.severity = stated.severity.or(body.severity);
    incident.status = stated.status.or(body.status);
    incident.terms = stated.terms;
    for (taxonomy, term) in body.terms {
        // A taxonomy that front matter fills is not added to.
        if !incident.terms.iter().any(|(key, known)| *key == taxonomy && !known.is_inferred()) {
            incident.terms.push((taxonomy, term));
        }
    }
    incident.trigger = stated.trigger.or(body.trigger);
    incident.detection = stated.detection.or(body.detection);
    incident.summary = stated.summary.or(body.summary);
    incident.description = stated.description;
    incident.lapses = stated.lapses;
    incident.actors = stated.actors;
    incident.impact = if stated.impact.is_empty() { body.impact } else { stated.impact };
    incident.timeline = if stated.timeline.is_empty() { body.timeline } else { stated.timeline };
    incident.actions = if stated.actions.is_empty() { body.actions } else { stated.actions };
    // `@ada` and `ada` are one person, and `@` is nobody.
    for action in &mut incident.actions {
        let owner = action.owner.take().map(|owner| owner.trim_start_matches('@').trim().to_owned());
        action.owner = owner.filter(|owner| !owner.is_empty());
    }
    incident.related = stated.related;
    incident.recurs = stated.recurs;
    incident.procedures = stated.procedures;
    incident.authors = if stated.authors.is_empty() { body.people } else { stated.authors };
    incident.reviewers = if stated.reviewers.is_empty() { body.reviewers } else { stated.reviewers };
    incident.audience = stated.audience;
    incident
}

/// Without a title: the file's name, or, where that says nothing, the first sentence.
fn name_as_title(path: &ContentPath, body: &BodyFacts, stated: &Stated) -> Sourced<String> {
    let stem = path.stem();
    let folder_page = matches!(fold(stem).as_str(), "_index" | "index" | "readme");
    let name = if folder_page { path.folder().rsplit('/').next().unwrap_or("") } else { stem };
    let words = readable(name);
    if says_something(&words) {
        return Sourced::external(words);
    }
    let sentence = body.first_sentence.clone().or_else(|| {
        let summary = stated.summary.as_ref()?;
        let sentence = summary.value.split_inclusive(['.', '!', '?']).next()?;
        Some(Sourced { value: sentence.trim_end_matches('.').to_owned(), origin: summary.origin })
    });
    match sentence {
        Some(sentence) => sentence.map(|text| shorten(&text, LONGEST_TITLE)),
        None => Sourced::external(if name.is_empty() { "Postmortems".to_owned() } else { name.to_owned() }),
    }
}

/// `2018-01-18-ssl_outdated` -> `Ssl outdated`.
fn readable(name: &str) -> String {
    let without_date = name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' '));
    let words = without_date.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A UUID, a number or a hash says nothing.
fn says_something(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let hex = words.split_whitespace().all(|word| word.chars().all(|c| c.is_ascii_hexdigit()));
    letters >= 3 && !(hex && words.chars().any(|c| c.is_ascii_digit()))
}

/// What a page is: as stated, by its file's name, or by the signs of an incident.
pub(super) fn kind(path: &ContentPath, stated: &Stated, body: &BodyFacts) -> PageKind {
    let stem = fold(path.stem());
    if matches!(stem.as_str(), "_index" | "index" | "readme") {
        return PageKind::Folder;
    }
    if let Some(kind) = stated.kind {
        return kind;
    }
    let signs = stated.date.is_some()
        || !stated.milestones.is_empty()
        || stated.severity.is_some()
        || !stated.timeline.is_empty()
        || !stated.actions.is_empty()
        || !stated.recurs.is_empty()
        || !stated.actors.is_empty()
        || stated.trigger.is_some()
        // An entry of a collection has an id and says whom it befell, even where nothing else is known.
        || stated.id.is_some() && !stated.terms.is_empty()
        || stated.terms.iter().any(|(key, _)| matches!(*key, crate::model::TaxonomyKey::CATEGORIES | crate::model::TaxonomyKey::CAUSES))
        // Of some only the company is named, and the text is a few sentences.
        || (body.tells_of_failure && !stated.terms.is_empty());
    if signs && !body.is_template || body.looks_like_incident { PageKind::Incident } else { PageKind::Article }
}

/// A sentence or two for lists.
pub(super) fn excerpt(incident: &Incident, summary_text: &str, first_paragraph: &str) -> String {
    let text = match &incident.description {
        _ if !summary_text.trim().is_empty() => summary_text,
        Some(description) => &description.value,
        None => first_paragraph,
    };
    shorten(&one_line(text), EXCERPT)
}

/// The kinds of sections that a postmortem has, whether as headings or as fields.
pub fn sections(incident: &Incident, body: &[SectionKind]) -> Vec<SectionKind> {
    let mut all = body.to_vec();
    let fields = [
        (SectionKind::Summary, incident.summary.is_some()),
        (SectionKind::Timeline, !incident.timeline.is_empty()),
        (SectionKind::Actions, !incident.actions.is_empty()),
        (SectionKind::Impact, !incident.impact.is_empty()),
        (SectionKind::Trigger, incident.trigger.is_some()),
        (SectionKind::Detection, incident.detection.is_some()),
    ];
    all.extend(fields.into_iter().filter(|(_, there)| *there).map(|(kind, _)| kind));
    all.sort_unstable();
    all.dedup();
    all
}
