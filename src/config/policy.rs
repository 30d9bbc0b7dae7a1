//! `[[policies]]`: what a team promises itself after an incident, and until when.

use super::Scale;
use super::wrong::{did_you_mean, wrong};
use crate::diagnostic::Diagnostic;
use crate::model::{Date, Severity, Within};
use crate::text::slug;
use serde::Deserialize;
use toml::Spanned;

/// The keys of a policy.
pub(super) const POLICY_KEYS: [&str; 9] = [
    "name",
    "severity",
    "services",
    "teams",
    "since",
    "published-within",
    "reviewed-within",
    "actions-planned-within",
    "actions-close-within",
];

/// `[[policies]]` as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct RawPolicy {
    name: Option<String>,
    severity: Vec<Spanned<String>>,
    services: Vec<String>,
    teams: Vec<String>,
    since: Option<Spanned<String>>,
    published_within: Option<Spanned<String>>,
    reviewed_within: Option<Spanned<String>>,
    actions_planned_within: Option<Spanned<String>>,
    actions_close_within: Option<Spanned<String>>,
}

/// A policy: promises for some incidents.
#[derive(Clone, Debug)]
pub struct Policy {
    /// What people call it; empty where its promises must say it.
    pub name: String,
    /// Of which severities; empty for all.
    pub severities: Vec<Severity>,
    /// Of which services, as slugs; empty for all.
    pub services: Vec<String>,
    /// Of which teams, as slugs; empty for all.
    pub teams: Vec<String>,
    /// The first day of an incident that it holds for; `None` for all.
    pub since: Option<Date>,
    /// What is promised, and for how long after the end of the incident there is time.
    pub promises: Vec<(Promise, Within)>,
}

/// What a policy promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Promise {
    /// The postmortem is no draft any more.
    Published,
    /// The postmortem has a reviewer, or is final.
    Reviewed,
    /// Every open action has an owner and a due date.
    ActionsPlanned,
    /// Every action is done or dropped.
    ActionsClosed,
}

impl Promise {
    /// The name in the API and in the words of the interface.
    pub fn name(self) -> &'static str {
        match self {
            Promise::Published => "published",
            Promise::Reviewed => "reviewed",
            Promise::ActionsPlanned => "actions-planned",
            Promise::ActionsClosed => "actions-closed",
        }
    }
}

/// The policies, in the order in which they are written.
pub(super) fn policies(raw: Vec<RawPolicy>, scale: &Scale, diagnostics: &mut Vec<Diagnostic>) -> Vec<Policy> {
    raw.into_iter().map(|raw| policy(raw, scale, diagnostics)).collect()
}

fn policy(raw: RawPolicy, scale: &Scale, diagnostics: &mut Vec<Diagnostic>) -> Policy {
    let RawPolicy {
        name,
        severity,
        services,
        teams,
        since,
        published_within,
        reviewed_within,
        actions_planned_within,
        actions_close_within,
    } = raw;
    let written = [
        (Promise::Published, published_within),
        (Promise::Reviewed, reviewed_within),
        (Promise::ActionsPlanned, actions_planned_within),
        (Promise::ActionsClosed, actions_close_within),
    ];
    let promises = written.into_iter().filter_map(|(promise, time)| {
        let time = time?;
        let within = Within::parse(time.as_ref());
        if within.is_none() {
            let message = format!("`{}` is not a time", time.as_ref());
            let help = "Write \"28 days\", \"4 weeks\" or \"5 working days\".".to_owned();
            wrong(diagnostics, time.span(), message, help);
        }
        Some((promise, within?))
    });
    let promises: Vec<(Promise, Within)> = promises.collect();
    let since = since.and_then(|since| {
        let day = since.as_ref().parse::<Date>().ok();
        if day.is_none() {
            let message = format!("`{}` is not a date", since.as_ref());
            wrong(diagnostics, since.span(), message, "Write it as \"2026-01-31\".".to_owned());
        }
        day
    });
    let for_some = !severity.is_empty();
    let severities = severities(severity, scale, diagnostics);
    // A policy of which only wrong names are left would hold for all.
    let promises = if for_some && severities.is_empty() { Vec::new() } else { promises };
    Policy {
        name: name.unwrap_or_default(),
        severities,
        services: services.iter().map(|name| slug(name)).collect(),
        teams: teams.iter().map(|name| slug(name)).collect(),
        since,
        promises,
    }
}

/// Severities of a scale; those that are not on it are told.
pub(super) fn severities(
    written: Vec<Spanned<String>>,
    scale: &Scale,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Severity> {
    let mut all = Vec::new();
    for word in written {
        match scale.parse(word.as_ref()) {
            Some(severity) => all.push(severity),
            None => {
                let message = format!("`{}` is not on the scale of severities", word.as_ref());
                let names: Vec<&str> = scale.names().collect();
                wrong(diagnostics, word.span(), message, did_you_mean(word.as_ref(), names.into_iter()));
            }
        }
    }
    all
}
