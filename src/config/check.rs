//! `[check]`: what is reported, and at which level.

use super::section::section;
use super::wrong::{did_you_mean, wrong};
use crate::diagnostic::{CODES, Code, Diagnostic, Level};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

section! { /// `[check]`
RawCheck { draft_days: u32, vocabulary: String, allow_secrets: Vec<String>, levels: BTreeMap<Spanned<String>, Spanned<String>> } }

/// `[check]`.
#[derive(Clone, Debug)]
pub struct CheckConfig {
    /// After how many days a draft is stale; `None` for never.
    pub draft_days: Option<u32>,
    /// The vocabulary's path in the content folder.
    pub vocabulary: String,
    /// The names of findings of secrets that are none, or that nobody need keep any more.
    pub allow_secrets: Vec<String>,
    /// Levels that differ from the table's; `None` switches a code off.
    pub levels: Vec<(Code, Option<Level>)>,
}

/// As meant; what names no check or no level is told.
pub(super) fn checks(raw: RawCheck, diagnostics: &mut Vec<Diagnostic>) -> CheckConfig {
    let RawCheck { draft_days, vocabulary, allow_secrets, levels } = raw;
    let mut changed = Vec::new();
    for (name, level) in levels.unwrap_or_default() {
        let Some(code) = Code::from_name(name.as_ref()) else {
            wrong(
                diagnostics,
                name.span(),
                format!("there is no check `{}`", name.as_ref()),
                did_you_mean(name.as_ref(), CODES.iter().map(|code| code.name())),
            );
            continue;
        };
        match level.as_ref().as_str() {
            "off" => changed.push((code, None)),
            "info" => changed.push((code, Some(Level::Info))),
            "warning" => changed.push((code, Some(Level::Warning))),
            "error" => changed.push((code, Some(Level::Error))),
            other => wrong(
                diagnostics,
                level.span(),
                format!("`{other}` is not a level"),
                "Use \"off\", \"info\", \"warning\" or \"error\".".to_owned(),
            ),
        }
    }
    CheckConfig {
        draft_days: draft_days.filter(|days| *days > 0),
        vocabulary: vocabulary.unwrap_or_default(),
        allow_secrets: allow_secrets.unwrap_or_default(),
        levels: changed,
    }
}
