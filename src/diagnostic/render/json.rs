//! For programs: a list of objects.

use super::Texts;
use crate::diagnostic::Diagnostic;
use serde::Serialize;

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    level: &'static str,
    path: String,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    message: &'a str,
    help: &'a str,
}

/// A JSON list; lines and columns count from one, columns in characters, and are null where there is no place.
pub fn json(diagnostics: &[Diagnostic], texts: &Texts<'_>) -> String {
    let findings: Vec<Finding<'_>> = diagnostics
        .iter()
        .map(|diagnostic| {
            let place = texts.place(diagnostic);
            Finding {
                code: diagnostic.code.name(),
                level: diagnostic.level.name(),
                path: texts.path(&diagnostic.subject),
                line: place.map(|(start, _)| start.line),
                column: place.map(|(start, _)| start.column),
                end_line: place.map(|(_, end)| end.line),
                end_column: place.map(|(_, end)| end.column),
                message: &diagnostic.message,
                help: &diagnostic.help,
            }
        })
        .collect();
    // Strings and numbers always become JSON.
    spelt_out(&serde_json::to_string_pretty(&findings).unwrap_or_default()) + "\n"
}

/// JSON in which characters that turn text round are spelt out (`\u202e`): they say the same and do nothing to a terminal.
pub(super) fn spelt_out(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{7f}'..='\u{9f}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}
