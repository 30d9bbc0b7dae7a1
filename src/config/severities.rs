//! `[severities]`: the sections that a postmortem of a severity must have.

use super::Scale;
use super::section::section;
use super::wrong::{did_you_mean, wrong};
use crate::diagnostic::Diagnostic;
use crate::model::{SectionKind, Severity};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

section! { /// `[severities]`
RawSeverities { levels: Vec<String>, aliases: BTreeMap<String, Spanned<String>>,
    sections: BTreeMap<Spanned<String>, Vec<Spanned<String>>> } }

/// The sections by severity; what is not on the scale and what is no section is told.
pub(super) fn required_sections(
    sections: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    severities: &Scale,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Severity, Vec<SectionKind>)> {
    let mut required = Vec::new();
    for (level, names) in sections {
        let Some(severity) = severities.parse(level.as_ref()) else {
            let scale: Vec<&str> = severities.names().collect();
            wrong(
                diagnostics,
                level.span(),
                format!("`{}` is not on the scale of severities", level.as_ref()),
                format!("Use one of {}.", scale.join(", ")),
            );
            continue;
        };
        let mut kinds = Vec::new();
        for name in names {
            match SectionKind::from_name(name.as_ref()) {
                Some(kind) => kinds.push(kind),
                None => {
                    let known = SectionKind::ALL.iter().map(|kind| kind.name());
                    wrong(
                        diagnostics,
                        name.span(),
                        format!("`{}` is not a section", name.as_ref()),
                        did_you_mean(name.as_ref(), known),
                    );
                }
            }
        }
        required.push((severity, kinds));
    }
    required
}
