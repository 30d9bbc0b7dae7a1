//! Front matter values -> the fields of an incident.

use super::field::{Field, draft_switch, is_date_of_edit, is_of_another_tool, is_one_of, known_names, meaning};
use super::syntax::{Key, Node, Value};
use super::value::{actions, impact, lapses, texts, timeline};
use crate::clock::{Order, parse_date_in, parse_instant_in};
use crate::config::{Config, Limits, nearest};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Claims, Date, Instant, Origin, PageKind, Phase, Sourced, Status, TaxonomyKey, Zone, parse_zone};
use crate::text::{ContentPath, Source, Span};
use std::collections::BTreeSet;

/// What front matter and settings state. What nobody states is left to the body.
#[derive(Clone, Debug, Default)]
pub struct Stated {
    /// The fields of the incident.
    pub claims: Claims,
    /// The kind of page.
    pub kind: Option<PageKind>,
    /// The zone of times that name none.
    pub timezone: Option<Zone>,
    /// The day on which the page was published, where its date is that and not the incident's.
    pub published: Option<Date>,
    /// The instant that `date` names, where it has a time.
    pub instant: Option<Instant>,
    /// Whether it says that the incident is over, and not when.
    pub is_over: bool,
    /// Whether `date` names a zone too.
    pub has_zone: bool,
    /// Whether fields were left out that are for few.
    pub hides_fields: bool,
    /// Whether `date` is the day of the last edit (docfx's `ms.date`): no sign of an incident, and what the text says counts more.
    pub date_is_of_edit: bool,
    /// Whether the date stands under `date` alone, which may say when the page was written.
    pub date_is_plain: bool,
    /// Keys that mean nothing to Casebook, in the order in which they are written.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// What the folder of a page settles for its front matter.
#[derive(Clone, Debug)]
pub struct FolderHints {
    /// The zone of times that name none.
    pub zone: Zone,
    /// Which of two numbers is the day.
    pub order: Order,
    /// Whether `date` is when it began.
    pub date_is_the_start: bool,
    /// Whether the word for how bad it was is one of the folder's own.
    pub severity_is_a_word: bool,
    /// Fields that introductions of its folders state for it, as JSON.
    pub cascade: Option<String>,
}

/// Reads the fields of `entries`, then the settings' defaults for what they leave open.
pub fn stated(
    source: &Source,
    entries: Vec<(Key, Node)>,
    config: &Config,
    hints: FolderHints,
    diagnostics: &mut Vec<Diagnostic>,
) -> Stated {
    let mut reader = FieldReader {
        path: &source.path,
        config,
        hints,
        diagnostics,
        stated: Stated::default(),
        set: BTreeSet::new(),
        is_jekyll: false,
    };
    reader.is_jekyll = entries.iter().any(|(key, _)| key.name == "layout")
        || source.path.folder().split('/').any(|folder| matches!(folder, "_posts" | "_drafts"));
    // The zone first: every time depends on it. Then a field's own name before its aliases.
    let withheld = reader.withheld(&entries);
    reader.stated.hides_fields = !withheld.is_empty();
    let mut known: Vec<(usize, Field, Key, Node)> = Vec::new();
    let mut draft: Option<(bool, Origin)> = None;
    // Beside the `ms.…` keys of Microsoft Learn, `audience` says for whom a page is written, not who may read it.
    let audience_is_readership = entries.iter().any(|(key, _)| key.name.starts_with("ms."));
    let is_an_audience = |node: &Node| node.text().is_some_and(|text| config.audiences.find(&text).is_some());
    for (key, node) in entries.into_iter().filter(|(key, _)| !is_one_of(&key.name, &withheld, config)) {
        if let Some(is_draft) = draft_switch(&key.name, &node, config) {
            if is_draft || draft.is_none() {
                draft = Some((is_draft, Origin::Stated(node.span)));
            }
            continue;
        }
        match meaning(&key.name, config) {
            Some((Field::Audience, _)) if audience_is_readership && !is_an_audience(&node) => {
                reader.stated.extra.insert(key.name, node.json());
            }
            Some((field, rank)) => known.push((rank + usize::from(field != Field::Timezone), field, key, node)),
            None => reader.unknown(key, &node),
        }
    }
    known.sort_by_key(|(rank, ..)| *rank);
    for (_, field, key, node) in known {
        reader.field(field, &key, &node, Origin::Stated(node.span));
    }
    // What an introduction states for those below it, then what the settings say.
    let cascade = reader.hints.cascade.take();
    let cascade: serde_json::Map<String, serde_json::Value> =
        cascade.and_then(|fields| serde_json::from_str(&fields).ok()).unwrap_or_default();
    for (name, value) in cascade.iter().filter(|(name, _)| !is_one_of(name, &withheld, config)) {
        let node = super::syntax::from_json(value);
        let key = Key { name: name.clone(), span: Span::default() };
        match (draft_switch(name, &node, config), meaning(name, config)) {
            (Some(is_draft), _) => {
                draft.get_or_insert((is_draft, Origin::External));
            }
            (None, Some((Field::Audience, _))) => {
                if let Some(audience) = node.text() {
                    reader.folder_audience(&audience);
                }
            }
            (None, Some((field, _))) => reader.field(field, &key, &node, Origin::External),
            (None, None) => {
                reader.stated.extra.entry(name.clone()).or_insert_with(|| node.json());
            }
        }
    }
    // What holds in the folder where a translation lies counts before what holds where it belongs.
    let here = config.defaults_for(source.path.folder()).rev().filter(|rule| !rule.folder.is_empty());
    for rule in here.chain(config.defaults_for(source.place.folder()).rev()) {
        reader.stated.kind = reader.stated.kind.or(rule.kind);
        if let Some(audience) = &rule.audience {
            reader.folder_audience(audience);
        }
        for (name, value) in rule.values.iter().filter(|(name, _)| !is_one_of(name, &withheld, config)) {
            let node = super::syntax::from_settings(value);
            let key = Key { name: name.clone(), span: Span::default() };
            if let Some(is_draft) = draft_switch(name, &node, config) {
                draft.get_or_insert((is_draft, Origin::External));
                continue;
            }
            match meaning(name, config) {
                Some((field, _)) => reader.field(field, &key, &node, Origin::External),
                None => {
                    reader.stated.extra.entry(name.clone()).or_insert_with(|| node.json());
                }
            }
        }
    }
    let Stated { claims, instant, .. } = &mut reader.stated;
    if reader.hints.date_is_the_start
        && let (Some(at), Some(date)) = (*instant, &claims.date)
    {
        claims.milestones.or_set(Phase::Started, Sourced { value: at, origin: date.origin });
    }
    if source.path.folder().split('/').any(|folder| folder == "_drafts") {
        draft = Some((true, Origin::External));
    }
    if let Some((true, origin)) = draft {
        reader.stated.claims.status = Some(Sourced { value: Status::Draft, origin });
    }
    reader.stated
}

/// Whether a list or a table has a word in it that says draft.
fn has_draft(value: &serde_json::Value, config: &Config) -> bool {
    match value {
        serde_json::Value::String(text) => config.lexicon.status(text) == Some(Status::Draft),
        serde_json::Value::Array(values) => values.iter().any(|value| has_draft(value, config)),
        serde_json::Value::Object(fields) => fields.values().any(|value| has_draft(value, config)),
        _ => false,
    }
}

/// Reads fields one after the other.
pub(super) struct FieldReader<'a> {
    pub(super) path: &'a ContentPath,
    pub(super) config: &'a Config,
    pub(super) hints: FolderHints,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
    pub(super) stated: Stated,
    /// Fields that have a value, by the debug name that is unique to each.
    pub(super) set: BTreeSet<String>,
    /// Whether the page is one of Jekyll's, whose lists of words are separated by blanks.
    pub(super) is_jekyll: bool,
}

impl FieldReader<'_> {
    fn unknown(&mut self, key: Key, node: &Node) {
        let plausible =
            key.name.chars().count() > 3 && !key.name.contains(['.', ':']) && !is_of_another_tool(&key.name);
        // A slip changes letters, not how many words there are: `review_in` is not `reviewers`.
        let words = |name: &str| name.split(['-', '_', ' ']).count();
        let near = nearest(&key.name, known_names(self.config)).filter(|near| words(near) == words(&key.name));
        if plausible && let Some(near) = near {
            self.report(
                Code::UnknownKey,
                key.span,
                format!("`{}` is not a field", key.name),
                format!("Did you mean `{near}`?"),
            );
        }
        self.stated.extra.insert(key.name, node.json());
    }

    pub(super) fn report(&mut self, code: Code, span: Span, message: String, help: String) {
        self.diagnostics.push(Diagnostic::new(code, self.path, span, message).help(help));
    }

    fn wrong_type(&mut self, key: &Key, node: &Node, wants: &str) {
        let message = format!("`{}` must be {wants}, and is {}", key.name, node.kind());
        self.report(Code::WrongType, node.span, message, format!("Write {wants}."));
    }

    fn field(&mut self, field: Field, key: &Key, node: &Node, origin: Origin) {
        if node.is_null() {
            return;
        }
        // Several aliases of one field may stand side by side (`company` and `team`): lists take them all from the
        // page, one value takes the first. Defaults fill only what the page leaves open.
        let name = format!("{field:?}");
        let list =
            matches!(field, Field::Terms(_) | Field::Authors | Field::Reviewers | Field::Actors | Field::Audience);
        if self.set.contains(&name) && !(list && origin != Origin::External) {
            if origin != Origin::External {
                self.stated.extra.insert(key.name.clone(), node.json());
            }
            return;
        }
        if self.read(field, key, node, origin) {
            self.set.insert(name);
        }
    }

    /// Reads one value; false when there is none.
    fn read(&mut self, field: Field, key: &Key, node: &Node, origin: Origin) -> bool {
        match field {
            Field::Id => self.one(key, node, origin, |stated| &mut stated.claims.id),
            Field::Title => self.one(key, node, origin, |stated| &mut stated.claims.title),
            Field::Trigger => self.one(key, node, origin, |stated| &mut stated.claims.trigger),
            Field::Detection => self.one(key, node, origin, |stated| &mut stated.claims.detection),
            Field::Summary => self.one(key, node, origin, |stated| &mut stated.claims.summary),
            Field::Description => self.one(key, node, origin, |stated| &mut stated.claims.description),
            Field::Audience => self.audience(key, node, origin),
            // They were looked at before all fields.
            Field::Audiences => true,
            Field::Language => self.one(key, node, origin, |stated| &mut stated.claims.language),
            Field::Kind => self.kind(key, node),
            Field::Date => self.date(key, node, origin),
            Field::Milestone(phase) => self.milestone(phase, key, node, origin),
            Field::Severity => self.severity(key, node, origin),
            Field::Status => self.status(key, node, origin),
            Field::Timezone => self.timezone(key, node),
            Field::Terms(taxonomy) => self.terms(taxonomy, key, node, origin),
            Field::Actors => self.many(key, node, origin, |stated| &mut stated.claims.actors),
            Field::Related => self.many(key, node, origin, |stated| &mut stated.claims.related),
            Field::Recurs => self.many(key, node, origin, |stated| &mut stated.claims.recurs),
            Field::Procedures => self.many(key, node, origin, |stated| &mut stated.claims.procedures),
            Field::Authors => self.many(key, node, origin, |stated| &mut stated.claims.authors),
            Field::Reviewers => self.many(key, node, origin, |stated| &mut stated.claims.reviewers),
            Field::Lapses => {
                let found = lapses(self.path, node, origin, self.diagnostics);
                self.stated.claims.lapses.extend(found);
                true
            }
            Field::Impact => {
                let found = impact(node, origin);
                self.stated.claims.impact.extend(found);
                true
            }
            Field::Timeline => {
                let found = timeline(
                    self.path,
                    node,
                    &self.hints.zone,
                    self.stated.claims.date.as_ref().map(|date| date.value),
                    self.diagnostics,
                    &self.config.lexicon,
                );
                self.stated.claims.timeline.extend(found);
                true
            }
            Field::Actions => {
                let found = actions(self.path, node, self.diagnostics, &self.config.lexicon);
                self.stated.claims.actions.extend(found);
                true
            }
        }
    }

    fn one(
        &mut self,
        key: &Key,
        node: &Node,
        origin: Origin,
        place: impl Fn(&mut Stated) -> &mut Option<Sourced<String>>,
    ) -> bool {
        let Some(value) = node.text().filter(|text| !text.is_empty()) else {
            self.wrong_type(key, node, "text");
            return false;
        };
        *place(&mut self.stated) = Some(Sourced { value, origin });
        true
    }

    fn many(
        &mut self,
        key: &Key,
        node: &Node,
        origin: Origin,
        place: impl Fn(&mut Stated) -> &mut Vec<Sourced<String>>,
    ) -> bool {
        let Some(found) = texts(node, origin, false) else {
            self.wrong_type(key, node, "a list of texts");
            return false;
        };
        place(&mut self.stated).extend(found);
        true
    }

    fn terms(&mut self, taxonomy: TaxonomyKey, key: &Key, node: &Node, origin: Origin) -> bool {
        // Jekyll and Obsidian separate tags by blanks; Jekyll its categories too.
        let by_blanks = match taxonomy {
            TaxonomyKey::TAGS => key.name == "tags",
            TaxonomyKey::CATEGORIES => key.name == "categories" && self.is_jekyll,
            _ => false,
        };
        let Some(found) = texts(node, origin, by_blanks) else {
            self.wrong_type(key, node, "a list of terms");
            return false;
        };
        let Limits { terms: most, term_letters, .. } = self.config.limits;
        for term in found {
            let known =
                self.stated.claims.terms.iter().any(|(other, known)| *other == taxonomy && known.value == term.value);
            if term.value.chars().count() > term_letters {
                self.stated.extra.insert(key.name.clone(), node.json());
            } else if !known && self.stated.claims.terms.len() >= most {
                let message = format!("a page has at most {most} terms; those from here on are left out");
                let help = "Keep the terms that the page is about, or raise [limits] terms.".to_owned();
                self.report(Code::TooManyTerms, term.span().unwrap_or(node.span), message, help);
                break;
            } else if !known {
                self.stated.claims.terms.push((taxonomy, term));
            }
        }
        true
    }

    fn kind(&mut self, key: &Key, node: &Node) -> bool {
        let text = node.text().unwrap_or_default();
        self.stated.kind = match crate::text::fold(&text).as_str() {
            "incident" | "postmortem" | "post-mortem" => Some(PageKind::Incident),
            "maintenance" => Some(PageKind::Maintenance),
            "article" | "runbook" | "procedure" | "guide" | "page" => Some(PageKind::Article),
            _ => {
                let message = format!("`{text}` is not a {} of page", key.name);
                self.report(
                    Code::UnknownValue,
                    node.span,
                    message,
                    "Use `incident`, `maintenance` or `article`.".to_owned(),
                );
                return false;
            }
        };
        true
    }

    fn date(&mut self, key: &Key, node: &Node, origin: Origin) -> bool {
        let Some(text) = node.text() else {
            self.wrong_type(key, node, "a date");
            return false;
        };
        let is_of_edit = is_date_of_edit(&key.name);
        // docfx knows no other order.
        let order = if is_of_edit { Order::MonthFirst } else { self.hints.order };
        match parse_date_in(&text, order, &self.config.lexicon) {
            Some(value) => {
                self.stated.date_is_of_edit = is_of_edit;
                self.stated.date_is_plain =
                    ["date", "published"].iter().any(|name| key.name.eq_ignore_ascii_case(name));
                self.stated.claims.date = Some(Sourced { value, origin });
                self.stated.has_zone = text.trim_end().ends_with(['Z', 'z']);
                self.stated.instant = parse_instant_in(&text, &self.hints.zone, self.hints.order, &self.config.lexicon);
                true
            }
            None => self.bad_date(key, node, &text, "2024-02-28"),
        }
    }

    fn milestone(&mut self, phase: Phase, key: &Key, node: &Node, origin: Origin) -> bool {
        // `resolved: true` says that it is over, and not when.
        if let Value::Bool(is_over) = node.value {
            self.stated.is_over |= is_over && phase == Phase::Resolved;
            self.stated.extra.insert(key.name.clone(), node.json());
            return false;
        }
        let Some(text) = node.text() else {
            self.wrong_type(key, node, "a date and time");
            return false;
        };
        if let Some(value) = parse_instant_in(&text, &self.hints.zone, self.hints.order, &self.config.lexicon) {
            self.stated.claims.milestones.or_set(phase, Sourced { value, origin });
            return true;
        }
        match parse_date_in(&text, self.hints.order, &self.config.lexicon) {
            // A day without a time is not an instant: it dates the incident and no more.
            Some(value) if phase == Phase::Started => {
                self.stated.claims.date.get_or_insert(Sourced { value, origin });
                true
            }
            Some(_) => true,
            None => self.bad_date(key, node, &text, "2024-02-28T14:05:00+01:00"),
        }
    }

    fn bad_date(&mut self, key: &Key, node: &Node, text: &str, example: &str) -> bool {
        let message = format!("`{}`: `{}` is not a date", key.name, crate::text::shorten(text, 40));
        self.report(Code::BadDate, node.span, message, format!("Write it as {example}."));
        false
    }

    fn severity(&mut self, key: &Key, node: &Node, origin: Origin) -> bool {
        let Some(text) = node.text() else {
            self.wrong_type(key, node, "a severity");
            return false;
        };
        let scale = &self.config.severities;
        if let Some(value) = scale.parse(&text) {
            self.stated.claims.severity = Some(Sourced { value, origin });
            return true;
        }
        if self.hints.severity_is_a_word {
            self.stated.claims.severity_word = Some(Sourced { value: text, origin });
            return true;
        }
        let help = match scale.nearest(&text) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!(
                "Use one of {}, or add the word under [severities.aliases].",
                scale.names().collect::<Vec<_>>().join(", ")
            ),
        };
        self.report(Code::UnknownSeverity, node.span, format!("`{text}` is not on the scale of severities"), help);
        false
    }

    fn status(&mut self, key: &Key, node: &Node, origin: Origin) -> bool {
        let Some(text) = node.text() else {
            self.wrong_type(key, node, "a status");
            // What cannot be read as it is written, and has a draft in it, is kept back until it can be.
            if has_draft(&node.json(), self.config) {
                self.stated.claims.status = Some(Sourced { value: Status::Draft, origin });
            }
            return false;
        };
        if let Some(value) = self.config.lexicon.status(&text) {
            self.stated.claims.status = Some(Sourced { value, origin });
            return true;
        }
        let names = Status::ALL.iter().map(|status| status.name());
        let help = match nearest(&text, names) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "Use draft, review or final.".to_owned(),
        };
        self.report(Code::UnknownValue, node.span, format!("`{text}` is not a status"), help);
        false
    }

    fn timezone(&mut self, key: &Key, node: &Node) -> bool {
        let text = node.text().unwrap_or_default();
        match parse_zone(&text) {
            Some(zone) => {
                self.hints.zone = zone.clone();
                self.stated.timezone = Some(zone);
                true
            }
            None => {
                let help = "Use an IANA name such as Europe/Paris or an offset such as +02:00.".to_owned();
                self.report(
                    Code::UnknownValue,
                    node.span,
                    format!("`{}`: `{text}` is not a time zone", key.name),
                    help,
                );
                false
            }
        }
    }
}
