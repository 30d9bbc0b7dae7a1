//! TOML.

use super::place::ValuePath;
use super::{Key, Node, Problem, entries, placed};
use crate::diagnostic::Code;
use crate::text::Span;
use gray_matter::engine::{Engine, TOML};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How many wrong lines are left out before the rest is given up.
const MOST_RETRIES: usize = 16;

/// Reads TOML; lines with mistakes are reported and left out.
pub(super) fn read(matter: &str, problems: &mut Vec<Problem>) -> Vec<(Key, Node)> {
    let mut text = matter.to_owned();
    for _ in 0..MOST_RETRIES {
        match DeTable::parse(&text) {
            Ok(table) => {
                let place = table_place(&table);
                return match TOML::parse(&text) {
                    Ok(pod) => entries(placed(pod, &place)),
                    Err(error) => {
                        problems.push(Problem::new(
                            Code::BadFrontMatter,
                            0..0,
                            format!("this is not valid TOML: {error}"),
                        ));
                        Vec::new()
                    }
                };
            }
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let code =
                    if error.message().contains("duplicate key") { Code::DuplicateKey } else { Code::BadFrontMatter };
                problems.push(Problem::new(code, span.clone(), format!("this is not valid TOML: {}", error.message())));
                if !blank_line(&mut text, span.start) {
                    return Vec::new();
                }
            }
        }
    }
    Vec::new()
}

/// Blanks the line at `at`; false when there is nothing left on it.
fn blank_line(text: &mut String, at: usize) -> bool {
    let at = at.min(text.len());
    let start = text.as_bytes()[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let end =
        text.as_bytes()[start..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |newline| start + newline);
    if text[start..end].trim().is_empty() {
        return false;
    }
    let blank = " ".repeat(end - start);
    text.replace_range(start..end, &blank);
    true
}

fn table_place(table: &Spanned<DeTable<'_>>) -> ValuePath {
    ValuePath::Map { span: Span::new(table.span()), entries: table_entries(table.get_ref()) }
}

fn table_entries(table: &DeTable<'_>) -> Vec<(Key, ValuePath)> {
    let mut entries: Vec<(Key, ValuePath)> = table
        .iter()
        .map(|(key, value)| (Key { name: key.get_ref().to_string(), span: Span::new(key.span()) }, value_place(value)))
        .collect();
    entries.sort_by_key(|(key, _)| key.span);
    entries
}

fn value_place(value: &Spanned<DeValue<'_>>) -> ValuePath {
    let span = Span::new(value.span());
    match value.get_ref() {
        DeValue::Array(items) => ValuePath::List { span, items: items.iter().map(value_place).collect() },
        DeValue::Table(table) => ValuePath::Map { span, entries: table_entries(table) },
        _ => ValuePath::Scalar { span, written: None },
    }
}
