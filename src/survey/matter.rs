//! A glance at front matter: which keys stand at its margin and what a few of them say. Nothing is understood here.

use crate::front_matter;
use crate::lexicon::{Lexicon, PageType};
use crate::text::{ContentPath, fold};

/// What manner of front matter a page has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Matter {
    /// None.
    #[default]
    None,
    /// A title, a date, whatever every page of a site has.
    Plain,
    /// That of a post: who wrote it and under which tags it is filed, beside its date.
    Post,
    /// An entry of a status page: until when it lasted, what it affected.
    Status,
    /// Fields that only a postmortem has.
    Incident,
}

/// What a glance at front matter shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Glance {
    pub(super) matter: Matter,
    pub(super) title: String,
    pub(super) severity: Option<String>,
    /// What the words under `type`, `tags` and the like say of the page.
    pub(super) types: Vec<PageType>,
    pub(super) has_date: bool,
    /// Where the body begins.
    pub(super) body: usize,
}

const POST: [&str; 4] = ["author", "authors", "draft", "excerpt"];
const FILED: [&str; 5] = ["tags", "categories", "category", "layout", "slug"];
const STATUS: [&str; 8] = [
    "resolvedwhen",
    "affected",
    "affectedsystems",
    "affectedservices",
    "affected_systems",
    "affected_services",
    "outagefinish",
    "informational",
];
/// What a dated page says was affected.
const AFFECTED: [&str; 6] = ["services", "service", "components", "component", "systems", "system"];
const INCIDENT: [&str; 28] = [
    "causes",
    "cause",
    "contributing_factors",
    "trigger",
    "lapses",
    "actors",
    "recurs",
    "detection",
    "actions",
    "incident",
    "severity",
    "sev",
    "started",
    "start_time",
    "started_at",
    "detected",
    "detected_at",
    "mitigated",
    "resolved",
    "end_time",
    "resolved_at",
    "incident_id",
    "incident_date",
    "root_cause",
    "root_causes",
    "impact",
    "timeline",
    "action_items",
];
const TYPES: [&str; 8] = ["type", "kind", "tags", "tag", "categories", "category", "template", "layout"];

/// Looks at the front matter of a text.
pub(super) fn glance(path: &ContentPath, text: &str, lexicon: &Lexicon) -> Glance {
    let cut = front_matter::cut(path, text, &mut Vec::new());
    let mut glance = Glance { body: cut.body, ..Glance::default() };
    let Some((_, range)) = cut.matter else { return glance };
    let mut keys: Vec<String> = Vec::new();
    let mut is_typed = false;
    for line in text[range].lines().take(400) {
        let trimmed = line.trim();
        if let Some(item) = trimmed.strip_prefix("- ") {
            if is_typed {
                glance.types.extend(lexicon.page_type(&unquoted(item)));
            }
            continue;
        }
        if line.starts_with([' ', '\t', '#']) {
            continue;
        }
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let key = fold(key.trim().trim_matches('"')).replace(['-', ' '], "_");
        let value = unquoted(value);
        is_typed = TYPES.contains(&key.as_str());
        if is_typed {
            let words = value.trim_matches(['[', ']']).split(',').map(unquoted);
            glance.types.extend(words.filter_map(|word| lexicon.page_type(&word)));
        }
        match key.as_str() {
            "title" => glance.title = value,
            "severity" | "sev" => glance.severity = Some(value).filter(|value| !value.is_empty()),
            "date" => glance.has_date = !value.is_empty(),
            _ => {}
        }
        keys.push(key);
    }
    let has = |known: &[&str]| keys.iter().any(|key| known.contains(&key.as_str()));
    let status = has(&STATUS) || keys.iter().any(|key| key == "section") && has(&["resolved", "severity"]);
    glance.matter = match () {
        () if status => Matter::Status,
        () if has(&INCIDENT) => Matter::Incident,
        () if glance.has_date && has(&POST) && has(&FILED) => Matter::Post,
        () if glance.has_date && has(&AFFECTED) => Matter::Incident,
        () => Matter::Plain,
    };
    glance
}

fn unquoted(text: &str) -> String {
    text.trim().trim_matches(['"', '\'']).trim().to_owned()
}
