//! JSON.

use super::place::{Builder, ValuePath};
use super::{Key, Node, Problem, entries, placed};
use crate::diagnostic::Code;
use crate::text::Span;
use gray_matter::engine::{Engine, JSON};

/// Reads JSON. A mistake makes all of it unreadable: JSON has no lines to leave out.
pub(super) fn read(matter: &str, deepest: usize, problems: &mut Vec<Problem>) -> Vec<(Key, Node)> {
    let place = match places(matter, deepest) {
        Ok((Some(place), repeated)) => {
            problems.extend(repeated.into_iter().map(|key| {
                let message = format!("`{}` is given twice; the last one counts", key.name);
                Problem::new(Code::DuplicateKey, key.span.range(), message)
            }));
            place
        }
        Ok((None, _)) => return Vec::new(),
        Err(problem) => {
            problems.push(problem);
            return Vec::new();
        }
    };
    match JSON::parse(matter) {
        Ok(pod) => entries(placed(pod, &place)),
        Err(_) => {
            problems.push(syntax_problem(matter));
            Vec::new()
        }
    }
}

/// Asks serde_json, the engine's parser, for the place that the engine does not give.
fn syntax_problem(matter: &str) -> Problem {
    let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(matter) else {
        return Problem::new(Code::BadFrontMatter, 0..1, "this is not valid JSON");
    };
    let line_start: usize = matter.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let mut at = (line_start + error.column().saturating_sub(1)).min(matter.len());
    while !matter.is_char_boundary(at) {
        at -= 1;
    }
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or("");
    Problem::new(Code::BadFrontMatter, at..at, format!("this is not valid JSON: {message}"))
}

/// Where keys and values stand: one scan over the tokens. Text that is no JSON gives places that nobody asks for,
/// because the engine refuses it.
fn places(matter: &str, deepest: usize) -> Result<(Option<ValuePath>, Vec<Key>), Problem> {
    let bytes = matter.as_bytes();
    let mut builder = Builder::new(deepest);
    let mut at = 0;
    while at < bytes.len() {
        let from = at;
        at += 1;
        match bytes[from] {
            b'{' => builder.open(ValuePath::Map { span: Span::new(from..at), entries: Vec::new() })?,
            b'[' => builder.open(ValuePath::List { span: Span::new(from..at), items: Vec::new() })?,
            b'}' | b']' => builder.close(),
            b'"' => {
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at = (at + 1).min(bytes.len());
                let text = matter.get(from..at).unwrap_or("");
                let name: String = serde_json::from_str(text).unwrap_or_default();
                builder.scalar(&name, Span::new(from..at), None);
            }
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => {
                while at < bytes.len() && !matches!(bytes[at], b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n') {
                    at += 1;
                }
                let written = matter.get(from..at).map(str::to_owned);
                builder.scalar("", Span::new(from..at), written);
            }
        }
    }
    let repeated = std::mem::take(&mut builder.repeated);
    Ok((builder.finish(), repeated))
}
