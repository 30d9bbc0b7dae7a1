//! For GitHub Actions: annotations on the lines of a pull request (workflow commands).

use super::{Level, Texts, harmless_lines};
use crate::diagnostic::Diagnostic;
use std::fmt::Write;

/// A workflow command on a line for each finding.
pub fn github(diagnostics: &[Diagnostic], texts: &Texts<'_>) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "notice",
        };
        let _ = write!(out, "::{command} file={}", property(&texts.path(&diagnostic.subject)));
        if let Some((start, end)) = texts.place(diagnostic) {
            let _ = write!(out, ",line={},col={},endLine={}", start.line, start.column, end.line);
        }
        let message = format!("{}. {}", diagnostic.message, diagnostic.help);
        let _ = writeln!(out, ",title={}::{}", property(diagnostic.code.name()), data(&message));
    }
    out
}

/// Line breaks are written as the format says; what else a terminal acts upon is left out, as it is for people: logs are
/// read in terminals.
fn data(text: &str) -> String {
    harmless_lines(&text.replace("\r\n", "\n")).replace('%', "%25").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
