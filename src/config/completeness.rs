//! `[completeness]`: what a postmortem must have to be complete.

use super::Scale;
use super::policy::severities;
use super::wrong::{did_you_mean, wrong};
use crate::diagnostic::Diagnostic;
use crate::model::{ReportPart, Severity, Status};
use serde::Deserialize;
use toml::Spanned;

/// `[completeness]` as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawCompleteness {
    pub(super) rules: Option<Vec<RawRule>>,
}

impl RawCompleteness {
    /// The settings of `self`, and those of `below` where `self` has none.
    pub(super) fn over(self, below: RawCompleteness) -> RawCompleteness {
        let RawCompleteness { rules } = self;
        RawCompleteness { rules: rules.or(below.rules) }
    }
}

/// `[[completeness.rules]]` as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawRule {
    severity: Vec<Spanned<String>>,
    status: Vec<Spanned<String>>,
    needs: Vec<Spanned<String>>,
}

/// Which parts some postmortems must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletenessRule {
    /// Of which severities; empty for all.
    pub severities: Vec<Severity>,
    /// Of which statuses; empty for all.
    pub statuses: Vec<Status>,
    /// What they must have.
    pub needs: Vec<ReportPart>,
}

/// The rules, in the order in which they are written.
pub(super) fn rules(raw: RawCompleteness, scale: &Scale, diagnostics: &mut Vec<Diagnostic>) -> Vec<CompletenessRule> {
    let RawCompleteness { rules } = raw;
    rules.unwrap_or_default().into_iter().filter_map(|raw| rule(raw, scale, diagnostics)).collect()
}

fn rule(raw: RawRule, scale: &Scale, diagnostics: &mut Vec<Diagnostic>) -> Option<CompletenessRule> {
    let RawRule { severity, status, needs } = raw;
    let (for_some, some_statuses) = (!severity.is_empty(), !status.is_empty());
    let severities = severities(severity, scale, diagnostics);
    let statuses = named(status, "a status", Status::ALL, Status::from_name, Status::name, diagnostics);
    let needs =
        named(needs, "a part of a postmortem", ReportPart::ALL, ReportPart::from_name, ReportPart::name, diagnostics);
    // A rule of which only wrong names are left would hold for all.
    let holds_for_nothing = for_some && severities.is_empty() || some_statuses && statuses.is_empty();
    (!holds_for_nothing).then_some(CompletenessRule { severities, statuses, needs })
}

fn named<T: Copy>(
    words: Vec<Spanned<String>>,
    what: &str,
    all: &'static [T],
    from_name: fn(&str) -> Option<T>,
    name: fn(T) -> &'static str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<T> {
    let mut found = Vec::new();
    for word in words {
        match from_name(word.as_ref()) {
            Some(value) => found.push(value),
            None => {
                let help = did_you_mean(word.as_ref(), all.iter().map(|value| name(*value)));
                wrong(diagnostics, word.span(), format!("`{}` is not {what}", word.as_ref()), help);
            }
        }
    }
    found
}
