//! The table of fields: what each is called, and what else people call it.

use super::syntax::{Node, Value};
use crate::config::Config;
use crate::model::{BUILT_IN, Phase, TaxonomyKey};
use crate::text::fold;

/// What a front matter key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Kind,
    Title,
    Date,
    Milestone(Phase),
    Severity,
    Status,
    Terms(TaxonomyKey),
    Trigger,
    Detection,
    Summary,
    Description,
    Lapses,
    Actors,
    Impact,
    Timeline,
    Actions,
    Related,
    Recurs,
    Procedures,
    Authors,
    Reviewers,
    Audience,
    Language,
    Timezone,
}

/// Field, name, aliases. Keys are compared folded, with `-` and spaces as `_`.
const FIELDS: &[(Field, &str, &[&str])] = &[
    (Field::Id, "id", &["uuid", "incident_id", "incident"]),
    (Field::Kind, "kind", &[]),
    (Field::Title, "title", &[]),
    (Field::Date, "date", &["incident_date", "published"]),
    (
        Field::Milestone(Phase::Started),
        "started",
        &["start_time", "start", "started_at", "incident_start", "impact_start", "began"],
    ),
    (Field::Milestone(Phase::Detected), "detected", &["detected_at", "detection_time", "time_detected"]),
    (Field::Milestone(Phase::Acknowledged), "acknowledged", &["acknowledged_at", "acked", "acked_at"]),
    (Field::Milestone(Phase::Mitigated), "mitigated", &["mitigated_at", "mitigation_time"]),
    (
        Field::Milestone(Phase::Resolved),
        "resolved",
        &[
            "end_time",
            "end",
            "ended",
            "ended_at",
            "resolved_at",
            "incident_end",
            "impact_end",
            "resolvedwhen",
            "resolved_when",
            "outagefinish",
        ],
    ),
    (Field::Severity, "severity", &["sev", "priority", "impact_level"]),
    (Field::Status, "status", &[]),
    (Field::Terms(TaxonomyKey::CATEGORIES), "categories", &["category", "type"]),
    (
        Field::Terms(TaxonomyKey::SERVICES),
        "services",
        &[
            "service",
            "product",
            "products",
            "component",
            "components",
            "system",
            "systems",
            "affected_services",
            "affectedservices",
            "affected",
            "affected_systems",
            "affectedsystems",
        ],
    ),
    (Field::Terms(TaxonomyKey::TEAMS), "teams", &["team", "company", "department"]),
    (
        Field::Terms(TaxonomyKey::CAUSES),
        "causes",
        &["cause", "root_cause", "root_causes", "contributing_factors", "contributing_factor"],
    ),
    (Field::Terms(TaxonomyKey::TAGS), "tags", &["tag", "keywords", "keyword", "labels", "label"]),
    (Field::Trigger, "trigger", &[]),
    (Field::Detection, "detection", &["detection_method", "detected_by"]),
    (Field::Summary, "summary", &["tldr", "abstract"]),
    (Field::Description, "description", &[]),
    (Field::Lapses, "lapses", &["lapse"]),
    (Field::Actors, "actors", &["actor"]),
    (Field::Impact, "impact", &[]),
    (Field::Timeline, "timeline", &[]),
    (Field::Actions, "actions", &["action_items", "follow_ups", "followups"]),
    (Field::Related, "related", &["see_also", "related_incidents"]),
    (Field::Recurs, "recurs", &["recurrence_of", "repeats"]),
    (Field::Procedures, "procedures", &["procedure", "runbooks", "runbook"]),
    (Field::Authors, "authors", &["author", "written_by"]),
    (Field::Reviewers, "reviewers", &["reviewer", "reviewed_by"]),
    (Field::Audience, "audience", &[]),
    (Field::Language, "language", &["lang", "ms.contentlocale"]),
    (Field::Timezone, "timezone", &["time_zone", "tz"]),
];

fn comparable(key: &str) -> String {
    fold(key).replace(['-', ' '], "_")
}

/// What `key` means under these settings, and the rank of the word used: a field's own name (0) wins over an alias.
pub(super) fn meaning(key: &str, config: &Config) -> Option<(Field, usize)> {
    let wanted = comparable(key);
    if let Some((_, name)) = config.aliases.iter().find(|(alias, _)| comparable(alias) == wanted) {
        return named(&comparable(name), config).map(|field| (field, 1));
    }
    if let Some(field) = named(&wanted, config) {
        return Some((field, 0));
    }
    FIELDS.iter().find_map(|(field, _, aliases)| {
        aliases.iter().position(|alias| *alias == wanted).map(|rank| (*field, rank + 1))
    })
}

/// Whether a key that says in other tools whether a page is published makes it a draft; `None` where it is no such
/// switch. `published` with a date is a date; any other value of `draft` but a plain no keeps the page back.
pub(super) fn draft_switch(key: &str, node: &Node, config: &Config) -> Option<bool> {
    if !matches!(meaning(key, config), None | Some((Field::Date, _))) || node.is_null() {
        return None;
    }
    let says = match &node.value {
        Value::Bool(value) => Some(*value),
        _ => match fold(&node.text().unwrap_or_default()).as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => None,
        },
    };
    match comparable(key).as_str() {
        "draft" | "hidden" | "unlisted" => Some(says != Some(false)),
        "published" | "publish" => says.map(|is_published| !is_published),
        _ => None,
    }
}

fn named(name: &str, config: &Config) -> Option<Field> {
    FIELDS.iter().find(|(_, field, _)| *field == name).map(|(field, _, _)| *field).or_else(|| {
        config
            .taxonomies()
            .skip(BUILT_IN.len())
            .find(|(_, taxonomy)| comparable(&taxonomy.name) == name)
            .map(|(key, _)| Field::Terms(key))
    })
}

/// Every name that a key may have, for "did you mean".
pub(super) fn known_names(config: &Config) -> impl Iterator<Item = &str> {
    FIELDS
        .iter()
        .flat_map(|(_, name, aliases)| std::iter::once(*name).chain(aliases.iter().copied()))
        .chain(config.taxonomies.iter().skip(BUILT_IN.len()).map(|taxonomy| taxonomy.name.as_str()))
}
