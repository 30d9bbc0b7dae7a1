//! The file of failure modes as written. `modes.toml` says what each key is.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The whole file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ModeFile {
    pub(super) denials: Denials,
    pub(super) causal: Causal,
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

/// Words that tell planned work.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Planned {
    pub(super) titles: Vec<String>,
    pub(super) announces: Vec<String>,
    pub(super) trouble: Vec<String>,
}

/// One mode or trigger.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Row {
    #[serde(default)]
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) telling: bool,
    #[serde(default)]
    pub(super) symptom: bool,
    #[serde(default)]
    pub(super) name: BTreeMap<String, String>,
    /// By language.
    #[serde(flatten)]
    pub(super) phrases: BTreeMap<String, Vec<String>>,
}
