//! Diagnostics about wrong settings: where the mistake is, and what would be right.

use super::nearest;
use crate::diagnostic::{Code, Diagnostic, Subject};
use crate::text::Span;

/// Reports a setting that means nothing.
pub(super) fn wrong(diagnostics: &mut Vec<Diagnostic>, span: std::ops::Range<usize>, message: String, help: String) {
    diagnostics.push(Diagnostic::about(Code::BadSettings, Subject::Settings, Span::new(span), message).help(help));
}

/// The known word that is near, or all of them.
pub(super) fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(word, known.clone()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("Use one of {}.", known.collect::<Vec<_>>().join(", ")),
    }
}
