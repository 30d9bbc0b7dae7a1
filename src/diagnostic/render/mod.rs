//! The printed forms of diagnostics: each one a file, each a function from values to text.

mod explain;
mod github;
mod human;
mod json;
mod sarif;

pub use explain::explain;
pub use github::github;
pub use human::{harmless_lines, human};
pub use json::json;
pub use sarif::sarif;

use super::{Diagnostic, Level, Subject};
use crate::text::{LineColumn, line_column};

/// What the printed forms need to know beside the findings.
pub struct Texts<'a> {
    /// The text of a subject; `None` when it cannot be shown.
    pub text: &'a dyn Fn(&Subject) -> Option<&'a str>,
    /// What stands before a content file's path, so that the printed path works where the command was run.
    pub content_prefix: String,
}

impl Texts<'_> {
    /// The path to print.
    fn path(&self, subject: &Subject) -> String {
        match subject {
            Subject::Content(path) => format!("{}{path}", self.content_prefix),
            other => other.path().to_owned(),
        }
    }

    /// Where a finding begins and ends.
    fn place(&self, diagnostic: &Diagnostic) -> Option<(LineColumn, LineColumn)> {
        let span = diagnostic.span?.range();
        let text = (self.text)(&diagnostic.subject)?;
        Some((line_column(text, span.start), line_column(text, span.end)))
    }
}

/// `3 errors, 2 warnings`; "" when there is neither.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |level: Level, one: &str| {
        let n = diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
        (n > 0).then(|| format!("{n} {one}{}", if n == 1 { "" } else { "s" }))
    };
    let counts: Vec<String> =
        [count(Level::Error, "error"), count(Level::Warning, "warning")].into_iter().flatten().collect();
    counts.join(", ")
}

#[cfg(test)]
mod tests;
