//! A theme whose templates are broken does not take the place of one whose templates are not.

use crate::build::Planned;
use crate::diagnostic::{Code, Diagnostic, Level};
use crate::site::ThemeFiles;
use std::sync::Arc;

/// A theme that is not used, and why.
pub(super) struct Refused {
    pub(super) theme: Arc<ThemeFiles>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What is wrong with the templates of a site: those that do not compile, else those that fail when a page is made.
pub(super) fn broken(planned: &Planned) -> Vec<Diagnostic> {
    let is_broken = |found: &&Diagnostic| found.code == Code::BadTemplate && found.level == Level::Error;
    let found: Vec<Diagnostic> = planned.understood.diagnostics.iter().filter(is_broken).cloned().collect();
    match found.is_empty() {
        true => planned.plan.failing_samples(),
        false => found,
    }
}
