//! For code scanning: SARIF 2.1.0 (OASIS).

use super::json::spelt_out;
use super::{Level, Texts};
use crate::diagnostic::{CODES, Diagnostic};
use serde_json::{Value, json};

/// One run with a rule for each code.
pub fn sarif(diagnostics: &[Diagnostic], texts: &Texts<'_>) -> String {
    let rules: Vec<Value> = CODES
        .iter()
        .map(|code| {
            let info = code.info();
            json!({
                "id": info.name,
                "shortDescription": { "text": info.what },
                "fullDescription": { "text": info.why },
                "help": { "text": info.instead },
                "defaultConfiguration": { "level": level(info.level) },
            })
        })
        .collect();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(diagnostic, texts)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "casebook", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    spelt_out(&format!("{log:#}\n"))
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

fn result(diagnostic: &Diagnostic, texts: &Texts<'_>) -> Value {
    let uri = crate::text::encode_path(&texts.path(&diagnostic.subject));
    let mut location = json!({ "artifactLocation": { "uri": uri } });
    if let Some((start, end)) = texts.place(diagnostic) {
        location["region"] = json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        });
    }
    json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": CODES.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.level),
        "message": { "text": format!("{}. {}", diagnostic.message, diagnostic.help) },
        "locations": [{ "physicalLocation": location }],
    })
}
