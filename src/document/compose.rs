//! Front matter and body -> one [`Incident`]. Front matter wins; the body fills what it leaves open.

use super::Tells;
use crate::config::Config;
use crate::front_matter::Stated;
use crate::model::{ActionItem, Incident, Narrative, PageKind, Phase, SectionKind, Sourced};
use crate::reading::BodyFacts;
use crate::text::{ContentPath, fold, one_line, shorten};

/// How long the excerpt is that lists show, in characters.
const EXCERPT: usize = 320;
/// A first sentence that serves as a title is cut at this many characters.
const LONGEST_TITLE: usize = 90;

/// The fields of a page.
pub(super) fn compose(path: &ContentPath, stated: Stated, body: BodyFacts, config: &Config) -> (Incident, Narrative) {
    let title = stated.claims.title.clone().or_else(|| body.claims.title.clone());
    let title =
        title.unwrap_or_else(|| name_as_title(path, &body, &stated)).map(|title| one_line(&title).replace('`', ""));
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
fn name_as_title(path: &ContentPath, body: &BodyFacts, stated: &Stated) -> Sourced<String> {
    let stem = path.stem();
    let folder_page = matches!(fold(stem).as_str(), "_index" | "index" | "readme");
    let name = if folder_page { path.folder().rsplit('/').next().unwrap_or("") } else { stem };
    let words = readable(name);
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
    let signs = stated.claims.date.is_some()
        || !stated.claims.milestones.is_empty()
        || stated.claims.severity.is_some()
        || !stated.claims.timeline.is_empty()
        || !stated.claims.actions.is_empty()
        || !stated.claims.recurs.is_empty()
        || !stated.claims.actors.is_empty()
        || stated.claims.trigger.is_some()
        // An entry of a collection has an id and says whom it befell, even where nothing else is known.
        || stated.claims.id.is_some() && !stated.claims.terms.is_empty()
        || stated.claims.terms.iter().any(|(key, _)| matches!(*key, crate::model::TaxonomyKey::CATEGORIES | crate::model::TaxonomyKey::CAUSES))
        // Of some only the company is named, and the text is a few sentences.
        || (body.tells_of_failure && !stated.claims.terms.is_empty());
    if signs && !body.is_template || body.looks_like_incident { PageKind::Incident } else { PageKind::Article }
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
    let Tells { trigger, detection, summary, impact, timeline } = tells;
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
