//! The file of failure modes as written. `modes.toml` says what each key is.

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

/// The whole file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ModeFile {
    /// In a library's own file: the program's modes and triggers are not asked.
    pub(super) replace: bool,
    /// In a library's own file: those of the program that are not asked.
    pub(super) without: Vec<String>,
    pub(super) denials: Denials,
    pub(super) causal: Causal,
    pub(super) trouble: Trouble,
    pub(super) planned: Planned,
    pub(super) modes: BTreeMap<String, Row>,
    pub(super) triggers: BTreeMap<String, Row>,
}

/// Words that deny.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct Denials {
    pub(super) before: Vec<String>,
    pub(super) ruled_out: Vec<String>,
}

/// Words that tell of a cause.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Causal {
    pub(super) words: Vec<String>,
}

/// Words that tell of trouble.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Trouble {
    pub(super) words: Vec<String>,
}

/// Words that tell planned work.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Planned {
    pub(super) titles: Vec<String>,
    pub(super) announces: Vec<String>,
    pub(super) trouble: Vec<String>,
}

/// One mode or trigger.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) kind: Option<Spanned<String>>,
    pub(super) telling: bool,
    pub(super) symptom: bool,
    /// By language; a name without one is for all that have none of their own.
    pub(super) name: BTreeMap<String, String>,
    /// By language.
    pub(super) phrases: BTreeMap<String, Vec<String>>,
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Row, D::Error> {
        deserializer.deserialize_map(RowVisitor)
    }
}

struct RowVisitor;

impl<'de> Visitor<'de> for RowVisitor {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of a way to fail")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        let mut row = Row::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "kind" => row.kind = Some(map.next_value()?),
                "telling" => row.telling = map.next_value()?,
                "symptom" => row.symptom = map.next_value()?,
                "name" => {
                    row.name = match map.next_value()? {
                        Name::One(name) => BTreeMap::from([("en".to_owned(), name)]),
                        Name::ByLanguage(names) => names,
                    }
                }
                language if is_language(language) => _ = row.phrases.insert(key, map.next_value()?),
                _ => return Err(A::Error::custom(format!("`{key}` is neither a key of this table nor a language"))),
            }
        }
        Ok(row)
    }
}

/// A name for all languages, or one for each.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    One(String),
    ByLanguage(BTreeMap<String, String>),
}

/// Whether a key may be the tag of a language: `en`, `pt-BR`.
fn is_language(key: &str) -> bool {
    let mut parts = key.split('-');
    parts.next().is_some_and(|first| (2..=3).contains(&first.len()) && first.bytes().all(|c| c.is_ascii_lowercase()))
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_alphanumeric()))
}

impl ModeFile {
    /// The same with what a library adds: its words come to those of the same name, unless it replaces all.
    pub(super) fn with(mut self, own: ModeFile) -> ModeFile {
        let ModeFile { replace, without, denials, causal, trouble, planned, modes, triggers } = own;
        if replace {
            (self.modes, self.triggers) = (BTreeMap::new(), BTreeMap::new());
        }
        for key in without {
            _ = self.modes.remove(&key).or_else(|| self.triggers.remove(&key));
        }
        // A kind that is there no more is nobody's.
        let known: [Vec<String>; 2] = [self.modes.keys().cloned().collect(), self.triggers.keys().cloned().collect()];
        for (rows, known) in [&mut self.modes, &mut self.triggers].into_iter().zip(known) {
            for row in rows.values_mut() {
                row.kind.take_if(|kind| !known.contains(kind.as_ref()));
            }
        }
        self.denials.before.extend(denials.before);
        self.denials.ruled_out.extend(denials.ruled_out);
        self.causal.words.extend(causal.words);
        self.trouble.words.extend(trouble.words);
        self.planned.titles.extend(planned.titles);
        self.planned.announces.extend(planned.announces);
        self.planned.trouble.extend(planned.trouble);
        for (rows, own) in [(&mut self.modes, modes), (&mut self.triggers, triggers)] {
            for (key, row) in own {
                rows.entry(key).or_default().add(row);
            }
        }
        self
    }
}

impl Row {
    fn add(&mut self, own: Row) {
        let Row { kind, telling, symptom, name, phrases } = own;
        self.kind = kind.or_else(|| self.kind.take());
        self.telling |= telling;
        self.symptom |= symptom;
        self.name.extend(name);
        for (language, more) in phrases {
            self.phrases.entry(language).or_default().extend(more);
        }
    }
}
