//! The fields of front matter as authors meet them: every field is documented, and every example is understood.

use crate::reference::holds;
use casebook::config::Config;
use casebook::document::parse;
use casebook::front_matter::reference;
use casebook::survey::Conventions;
use casebook::text::{ContentPath, Source};
use std::fmt::Write;

#[test]
fn every_field_is_documented() {
    let mut out = "| key | what | example | also understood as |\n| --- | --- | --- | --- |\n".to_owned();
    for field in reference() {
        assert!(!field.doc.is_empty() && !field.example.is_empty(), "{}", field.name);
        let aliases: Vec<String> = field.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        let example = format!("{}: {}", field.name, field.example);
        let _ = writeln!(out, "| `{}` | {} | `{example}` | {} |", field.name, field.doc, aliases.join(", "));
    }
    holds("docs/front-matter.md", "front_matter", &out);
}

#[test]
fn every_example_is_understood() {
    for field in reference() {
        let text = format!("---\n{}: {}\n---\n\nText.\n", field.name, field.example);
        let source = Source::new(ContentPath::new("a.md").unwrap(), text.as_str());
        let found = parse(&source, &Config::read("").value, &Conventions::default());
        let codes: Vec<&str> = found.diagnostics.iter().map(|found| found.code.name()).collect();
        let expected: &[&str] = if field.name.starts_with("audience") { &["audience-not-enforced"] } else { &[] };
        assert_eq!(codes, expected, "{text}");
        assert!(found.value.telling.extra.is_empty(), "{text}");
    }
}
