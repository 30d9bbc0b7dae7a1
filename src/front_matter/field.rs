//! The table of fields: what each is called, and what else people call it.

use super::foreign::is_foreign;
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
    Audiences,
    Language,
    Timezone,
}

/// A row of the table of fields.
struct Row {
    field: Field,
    name: &'static str,
    /// What else people call it. Keys are compared folded, with `-` and spaces as `_`.
    aliases: &'static [&'static str],
    /// What it is, for the reference.
    doc: &'static str,
    /// A value as somebody would write it in YAML.
    example: &'static str,
}

const fn row(
    field: Field,
    name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
    example: &'static str,
) -> Row {
    Row { field, name, aliases, doc, example }
}

const FIELDS: &[Row] = &[
    row(
        Field::Id,
        "id",
        &["uuid", "incident_id", "incident"],
        "A name that is unique in the library; without one the file's name serves.",
        "INC-0042",
    ),
    row(
        Field::Kind,
        "kind",
        &[],
        "What the page is, where Casebook would judge it otherwise: `incident`, `maintenance` (planned work) or `article`.",
        "article",
    ),
    row(
        Field::Title,
        "title",
        &[],
        "The title; else the first heading, else the file's name, else the first sentence.",
        "Checkout down after failover",
    ),
    row(
        Field::Date,
        "date",
        &["incident_date", "published", "ms.date"],
        "The day of the incident; else the day it started.",
        "2024-03-11",
    ),
    row(
        Field::Milestone(Phase::Started),
        "started",
        &["start_time", "start", "started_at", "incident_start", "impact_start", "began"],
        "When it started, with a zone; without one the page's, else the library's counts.",
        "2024-03-11T09:05:00+01:00",
    ),
    row(
        Field::Milestone(Phase::Detected),
        "detected",
        &["detected_at", "detection_time", "time_detected"],
        "When it was noticed.",
        "2024-03-11T09:12:00+01:00",
    ),
    row(
        Field::Milestone(Phase::Acknowledged),
        "acknowledged",
        &["acknowledged_at", "acked", "acked_at"],
        "When somebody took it on.",
        "2024-03-11T09:15:00+01:00",
    ),
    row(
        Field::Milestone(Phase::Mitigated),
        "mitigated",
        &["mitigated_at", "mitigation_time"],
        "When its effects ended.",
        "2024-03-11T09:50:00+01:00",
    ),
    row(
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
        "When it was over.",
        "2024-03-11T11:30:00+01:00",
    ),
    row(
        Field::Severity,
        "severity",
        &["sev", "priority", "impact_level"],
        "How bad it was, on the library's scale.",
        "sev2",
    ),
    row(
        Field::Status,
        "status",
        &[],
        "How far the postmortem has come: `draft`, `review` or `final`. A draft is not published.",
        "final",
    ),
    row(
        Field::Terms(TaxonomyKey::CATEGORIES),
        "categories",
        &["category", "type"],
        "Terms of the kind of incident.",
        "[availability]",
    ),
    row(
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
        "What was affected.",
        "[checkout, payments]",
    ),
    row(
        Field::Terms(TaxonomyKey::TEAMS),
        "teams",
        &["team", "company", "department"],
        "Who answers for it.",
        "[platform]",
    ),
    row(
        Field::Terms(TaxonomyKey::CAUSES),
        "causes",
        &["cause", "root_cause", "root_causes", "contributing_factors", "contributing_factor"],
        "What caused it, as terms; a sentence is kept with the facts that have no other place.",
        "[certificate-expiry]",
    ),
    row(
        Field::Terms(TaxonomyKey::TAGS),
        "tags",
        &["tag", "keywords", "keyword", "labels", "label"],
        "Any other terms.",
        "[friday]",
    ),
    row(
        Field::Terms(TaxonomyKey::FAILURE_MODES),
        "failure_modes",
        &["failure_mode"],
        "In which ways something failed, as terms; else read from the title, the summary and the causes.",
        "[disk-full]",
    ),
    row(
        Field::Terms(TaxonomyKey::TRIGGERS),
        "triggers",
        &["trigger_type", "trigger_kind"],
        "What kind of event set it off, as terms; else read from the same places.",
        "[failover]",
    ),
    row(Field::Trigger, "trigger", &[], "What set it off.", "Failover of orders-db"),
    row(
        Field::Detection,
        "detection",
        &["detection_method", "detected_by"],
        "How it was noticed.",
        "A customer called",
    ),
    row(
        Field::Summary,
        "summary",
        &["tldr", "abstract"],
        "What happened, in a paragraph of Markdown.",
        "No order could be placed for 45 minutes.",
    ),
    row(
        Field::Description,
        "description",
        &[],
        "What the page is about, for lists and search engines.",
        "Orders failed after a failover",
    ),
    row(
        Field::Lapses,
        "lapses",
        &["lapse"],
        "Kinds of weakness found: `technical`, `procedural`, `manual`, `process`, `communication`, `attack-vector`.",
        "[procedural]",
    ),
    row(Field::Actors, "actors", &["actor"], "Who or what was behind a security incident.", "[phishing kit]"),
    row(Field::Impact, "impact", &[], "Named quantities.", "{ orders lost: 312 }"),
    row(
        Field::Timeline,
        "timeline",
        &[],
        "What happened when: a list of `{ at, phase, text }`. Without it the text's own timeline is read.",
        "[{ at: 2024-03-11T09:05, text: Failover }]",
    ),
    row(
        Field::Actions,
        "actions",
        &["action_items", "follow_ups", "followups"],
        "What was promised: a list of texts or of `{ text, owner, kind, due, status, ref, closed }`. Without it the text's own action items are read.",
        "[{ text: Set a pool limit, owner: ada, due: 2024-06-30 }]",
    ),
    row(
        Field::Related,
        "related",
        &["see_also", "related_incidents"],
        "Ids or paths of incidents that belong together.",
        "[INC-0031]",
    ),
    row(
        Field::Recurs,
        "recurs",
        &["recurrence_of", "repeats"],
        "Ids or paths of earlier incidents that this one repeats.",
        "[INC-0017]",
    ),
    row(
        Field::Procedures,
        "procedures",
        &["procedure", "runbooks", "runbook"],
        "Ids or paths of runbooks and procedures that this incident changed.",
        "[runbooks/failover.md]",
    ),
    row(Field::Authors, "authors", &["author", "written_by"], "Who wrote it.", "[Ada Lovelace]"),
    row(Field::Reviewers, "reviewers", &["reviewer", "reviewed_by"], "Who reviewed it.", "[Grace Hopper]"),
    row(
        Field::Audience,
        "audience",
        &[],
        "For whom it is: one of the settings' `[audiences]`. Without those, a page that names one is not published.",
        "security",
    ),
    row(
        Field::Audiences,
        "audiences",
        &[],
        "Fields of this front matter that are for fewer readers than the page, each with its audience.",
        "{ actors: security }",
    ),
    row(
        Field::Language,
        "language",
        &["lang", "ms.contentlocale"],
        "The BCP 47 tag of its language, where it is not the library's.",
        "fr",
    ),
    row(
        Field::Timezone,
        "timezone",
        &["time_zone", "tz"],
        "The zone of times that name none: an IANA name or an offset.",
        "Europe/Paris",
    ),
];

/// A field as its reference describes it.
#[derive(Clone, Copy, Debug)]
pub struct FieldReference {
    /// The key.
    pub name: &'static str,
    /// Other keys that mean the same.
    pub aliases: &'static [&'static str],
    /// What it is.
    pub doc: &'static str,
    /// A value as somebody would write it in YAML.
    pub example: &'static str,
}

/// Every field, for the reference.
pub fn reference() -> impl Iterator<Item = FieldReference> {
    FIELDS.iter().map(|Row { field: _, name, aliases, doc, example }| FieldReference { name, aliases, doc, example })
}

/// A key as keys are compared.
pub(super) fn comparable(key: &str) -> String {
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
    FIELDS
        .iter()
        .find_map(|row| row.aliases.iter().position(|alias| *alias == wanted).map(|rank| (row.field, rank + 1)))
}

/// Whether a key is one of these, or means the same field.
pub(super) fn is_one_of(key: &str, keys: &[String], config: &Config) -> bool {
    let field = |key: &str| meaning(key, config).map(|(field, _)| field);
    let is_same =
        |other: &String| comparable(other) == comparable(key) || field(key).is_some() && field(key) == field(other);
    keys.iter().any(is_same)
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
    FIELDS.iter().find(|row| row.name == name).map(|row| row.field).or_else(|| {
        config
            .taxonomies()
            .skip(BUILT_IN.len())
            .find(|(_, taxonomy)| comparable(&taxonomy.name) == name)
            .map(|(key, _)| Field::Terms(key))
    })
}

/// Whether a key names the day of the last edit.
pub(super) fn is_date_of_edit(key: &str) -> bool {
    comparable(key) == "ms.date"
}

/// Whether another tool defines a key.
pub fn is_of_another_tool(key: &str) -> bool {
    let key = comparable(key);
    is_foreign(&key) || key.starts_with("ms.")
}

/// Every name that a key may have, for "did you mean".
pub(super) fn known_names(config: &Config) -> impl Iterator<Item = &str> {
    FIELDS
        .iter()
        .flat_map(|row| std::iter::once(row.name).chain(row.aliases.iter().copied()))
        .chain(config.taxonomies.iter().skip(BUILT_IN.len()).map(|taxonomy| taxonomy.name.as_str()))
}
