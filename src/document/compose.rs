//! Front matter and body -> one [`Incident`]. Front matter wins; the body fills what it leaves open.

use super::Tells;
use crate::config::Config;
use crate::front_matter::Stated;
use crate::model::{ActionItem, Incident, Narrative, PageKind, Phase, SectionKind, Sourced, TaxonomyKey};
use crate::reading::BodyFacts;
use crate::survey::{Conventions, Likely};
use crate::text::{ContentPath, fold, one_line, shorten};

/// How long the excerpt is that lists show, in characters.
const EXCERPT: usize = 320;
/// A first sentence that serves as a title is cut at this many characters.
const LONGEST_TITLE: usize = 90;

/// The fields of a page.
pub(super) fn compose(
    path: &ContentPath,
    written: &ContentPath,
    mut stated: Stated,
    body: BodyFacts,
    config: &Config,
) -> (Incident, Narrative) {
    let title = stated.claims.title.clone().or_else(|| body.claims.title.clone());
    let title = title
        .unwrap_or_else(|| name_as_title(path, written, &body, &stated))
        .map(|title| one_line(&title).replace('`', ""));
    if (stated.date_is_of_edit || body.outdates_stated) && body.claims.date.is_some() {
        stated.claims.date = None;
    }
    let is_dated = stated.claims.date.is_some();
    let mut claims = stated.claims.or(body.claims);
    // The day it started says more than a name, and what front matter says more than the body.
    let started = claims.milestones.get(Phase::Started).filter(|found| !is_dated && !found.is_inferred());
    if let Some(started) = started {
        claims.date = Some(started.clone().map(|at| at.date()));
    }
    // `@ada` and `ada` are one person, and `@` is nobody.
    for action in &mut claims.actions {
        let owner = action.owner.take().map(|owner| owner.trim_start_matches('@').trim().to_owned());
        action.owner = owner.filter(|owner| !owner.is_empty());
    }
    let language = claims.language.take().unwrap_or_else(|| Sourced::external(config.language.clone()));
    claims.into_incident(title, language)
}

/// Without a title: the file's name, or, where that says nothing, the first sentence.
fn name_as_title(path: &ContentPath, written: &ContentPath, body: &BodyFacts, stated: &Stated) -> Sourced<String> {
    let stem = path.stem();
    let folder_page = matches!(fold(stem).as_str(), "_index" | "index" | "readme");
    let name = if folder_page { path.folder().rsplit('/').next().unwrap_or("") } else { stem };
    // Azure DevOps writes `-` for a space and `%2D` for a hyphen.
    let words = match written.stem() {
        stem if !folder_page && stem.contains("%2") => capital(without_date(&decoded(&stem.replace('-', " ")))),
        _ => readable(name),
    };
    if says_something(&words) {
        return Sourced::external(words);
    }
    let sentence = body.first_sentence.clone().or_else(|| {
        let summary = stated.claims.summary.as_ref()?;
        let sentence = summary.value.split_inclusive(['.', '!', '?']).next()?;
        Some(Sourced { value: sentence.trim_end_matches('.').to_owned(), origin: summary.origin })
    });
    match sentence {
        Some(sentence) => sentence.map(|text| shorten(&text, LONGEST_TITLE)),
        None => Sourced::external(if name.is_empty() { "Postmortems".to_owned() } else { name.to_owned() }),
    }
}

/// The characters that a name stands for.
fn decoded(name: &str) -> String {
    percent_encoding::percent_decode_str(name).decode_utf8().map_or_else(|_| name.to_owned(), Into::into)
}

/// `2018-01-18-ssl_outdated` -> `Ssl outdated`.
fn readable(name: &str) -> String {
    capital(&without_date(name).replace(['-', '_'], " "))
}

fn without_date(name: &str) -> &str {
    name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' '))
}

fn capital(words: &str) -> String {
    let mut chars = words.trim().chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A UUID, a number or a hash says nothing.
fn says_something(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let hex = words.split_whitespace().all(|word| word.chars().all(|c| c.is_ascii_hexdigit()));
    letters >= 3 && !(hex && words.chars().any(|c| c.is_ascii_digit()))
}

/// What a page is: as stated, by its file's name, as its folder has it, or by the signs of an incident.
pub(super) fn kind(path: &ContentPath, stated: &Stated, body: &BodyFacts, conventions: &Conventions) -> PageKind {
    let stem = fold(path.stem());
    if stem == "_index" {
        return PageKind::Folder;
    }
    if let Some(kind) = stated.kind {
        return kind;
    }
    let states_day = stated.claims.date.is_some() && !stated.date_is_of_edit;
    let is_dated = states_day || stated.published.is_some() || body.claims.date.is_some();
    if matches!(stem.as_str(), "index" | "readme") {
        // A page in a folder of its own, beside its pictures.
        let tells = is_dated && (body.looks_like_incident || conventions.kind == Likely::SaysIncident);
        let is_bundle = tells && !path.folder().is_empty() && !body.is_template;
        return if is_bundle { PageKind::Incident } else { PageKind::Folder };
    }
    let told = states_facts(stated, conventions);
    match conventions.kind {
        _ if body.is_template && !body.looks_like_incident => PageKind::Article,
        Likely::SaysIncident if told || is_dated || body.looks_like_incident => PageKind::Incident,
        Likely::Maintenance => PageKind::Maintenance,
        Likely::Guide if !told => PageKind::Article,
        Likely::Post if !told => PageKind::Article,
        Likely::Incident if is_dated => PageKind::Incident,
        _ if told || states_day || body.looks_like_incident => PageKind::Incident,
        // Of some only the company is named, and the text is a few sentences.
        _ if body.tells_of_failure && !stated.claims.terms.is_empty() => PageKind::Incident,
        _ => PageKind::Article,
    }
}

/// Whether front matter states what only an incident has.
fn states_facts(stated: &Stated, conventions: &Conventions) -> bool {
    let claims = &stated.claims;
    // Guides and posts have categories too.
    let is_filed = matches!(conventions.kind, Likely::Guide | Likely::Post);
    let is_of_incidents = |key: &TaxonomyKey| {
        *key == TaxonomyKey::CAUSES
            || *key == TaxonomyKey::FAILURE_MODES
            || *key == TaxonomyKey::CATEGORIES && !is_filed
    };
    !claims.milestones.is_empty()
        || claims.severity.is_some()
        || !claims.timeline.is_empty()
        || !claims.actions.is_empty()
        || !claims.recurs.is_empty()
        || !claims.actors.is_empty()
        || claims.trigger.is_some()
        // An entry of a collection has an id and says whom it befell, even where nothing else is known.
        || claims.id.is_some() && !claims.terms.is_empty()
        || claims.terms.iter().any(|(key, _)| is_of_incidents(key))
}

/// A sentence or two for lists.
pub(super) fn excerpt(narrative: &Narrative, summary_text: &str, first_paragraph: &str) -> String {
    let text = match &narrative.description {
        _ if !summary_text.trim().is_empty() => summary_text,
        Some(description) => &description.value,
        None => first_paragraph,
    };
    shorten(&one_line(text), EXCERPT)
}

/// The kinds of sections that a postmortem has, whether as headings or as fields.
pub fn sections(tells: Tells, actions: &[ActionItem], body: &[SectionKind]) -> Vec<SectionKind> {
    let mut all = body.to_vec();
    // A severity is no section.
    let Tells { trigger, detection, summary, impact, timeline, severity: _ } = tells;
    let fields = [
        (SectionKind::Summary, summary),
        (SectionKind::Timeline, timeline),
        (SectionKind::Actions, !actions.is_empty()),
        (SectionKind::Impact, impact),
        (SectionKind::Trigger, trigger),
        (SectionKind::Detection, detection),
    ];
    all.extend(fields.into_iter().filter(|(_, there)| *there).map(|(kind, _)| kind));
    all.sort_unstable();
    all.dedup();
    all
}
