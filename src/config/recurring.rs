//! `[recurring]`: corrections of the recurring issues that were found.

use crate::text::Span;
use serde::Deserialize;
use toml::Spanned;

/// `[recurring]`: what people know better, with no defaults to lie over. A slip in a key is an error, since the
/// correction would be lost.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RawRecurring {
    pub(super) name: Vec<RawName>,
    pub(super) merge: Vec<RawGroups>,
    pub(super) split: Vec<RawIncidents>,
    pub(super) silence: Vec<RawGroup>,
}

/// `[[recurring.name]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawName {
    pub(super) group: Spanned<String>,
    pub(super) title: String,
}

/// `[[recurring.merge]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGroups {
    pub(super) groups: Vec<Spanned<String>>,
}

/// `[[recurring.split]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIncidents {
    pub(super) incidents: Vec<Spanned<String>>,
}

/// `[[recurring.silence]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGroup {
    pub(super) group: Spanned<String>,
}

/// `[[recurring.…]]`: a correction of what was found to recur.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// What is to be done.
    pub kind: CorrectionKind,
    /// Which groups or incidents it is about, by the key of a group or the id of an incident, each with its place in
    /// book.toml.
    pub about: Vec<(String, Span)>,
}

/// What is to be done with a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorrectionKind {
    /// These incidents are not the issue that they were taken for, though they may be one among themselves.
    Split,
    /// All of these are one issue.
    Merge,
    /// It has a name.
    Name(String),
    /// It is no issue.
    Silence,
}

/// Corrections in the order in which they are applied.
pub(super) fn corrections(raw: RawRecurring) -> Vec<Correction> {
    let RawRecurring { name, merge, split, silence } = raw;
    let named = |name: Spanned<String>| (name.get_ref().trim().to_owned(), Span::new(name.span()));
    let of = |kind, about: Vec<Spanned<String>>| Correction { kind, about: about.into_iter().map(named).collect() };
    let splits = split.into_iter().map(|RawIncidents { incidents }| of(CorrectionKind::Split, incidents));
    let merges = merge.into_iter().map(|RawGroups { groups }| of(CorrectionKind::Merge, groups));
    let names = name.into_iter().map(|RawName { group, title }| of(CorrectionKind::Name(title), vec![group]));
    let silences = silence.into_iter().map(|RawGroup { group }| of(CorrectionKind::Silence, vec![group]));
    splits.chain(merges).chain(names).chain(silences).collect()
}
