//! YAML, TOML and JSON -> one tree of values with places.
//!
//! The values come from gray_matter's engines. An engine gives no places and stops at the first error, so each language
//! has a second look at the same text (`yaml`, `toml`, `json`) that says where every value stands, finds duplicate keys
//! and what must be refused, and, when the engine fails, tries again without the lines that are wrong.

mod json;
mod lines;
mod place;
mod salvage;
mod toml;
mod yaml;

use crate::config::Limits;
use crate::diagnostic::{Code, Diagnostic};
use crate::front_matter::fence::Format;
use crate::text::{ContentPath, Span};
use gray_matter::Pod;
use place::ValuePath;
use std::ops::Range;

/// A value of front matter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Named values in the order in which they are written.
    Map(Vec<(Key, Node)>),
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it is in the file.
    pub span: Span,
    /// What is written there, where the value is a number or a truth value: an id `007` must stay `007`.
    pub written: Option<String>,
}

/// A key with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub name: String,
    /// Where it is in the file.
    pub span: Span,
}

impl Node {
    /// The value as text, if it is a scalar.
    pub fn text(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) => Some(text.trim().to_owned()),
            Value::Bool(value) => Some(self.written.clone().unwrap_or_else(|| value.to_string())),
            Value::Int(value) => Some(self.written.clone().unwrap_or_else(|| value.to_string())),
            Value::Float(value) => Some(self.written.clone().unwrap_or_else(|| value.to_string())),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// What a person calls this kind of value.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Int(_) | Value::Float(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a table",
        }
    }

    /// Whether nothing is said.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null) || matches!(&self.value, Value::Text(text) if text.trim().is_empty())
    }

    /// As JSON, for templates.
    pub fn json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Int(value) => (*value).into(),
            Value::Float(value) => (*value).into(),
            Value::Text(text) => text.as_str().into(),
            Value::List(items) => items.iter().map(Node::json).collect(),
            Value::Map(entries) => entries
                .iter()
                .map(|(key, node)| (key.name.clone(), node.json()))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        }
    }
}

/// What is wrong with front matter, relative to its first byte.
struct Problem {
    code: Code,
    span: Range<usize>,
    message: String,
    help: Option<String>,
}

impl Problem {
    fn new(code: Code, span: Range<usize>, message: impl Into<String>) -> Problem {
        Problem { code, span, message: message.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }
}

/// Reads front matter that lies at `range` of `text`; what cannot be read is left out and reported.
pub fn read(
    path: &ContentPath,
    text: &str,
    (format, range): (Format, Range<usize>),
    limits: &Limits,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Key, Node)> {
    let matter = &text[range.clone()];
    let mut problems = Vec::new();
    let entries = if matter.len() > limits.front_matter_kib << 10 {
        let message = format!("the front matter is larger than {} KiB", limits.front_matter_kib);
        let help = "Move the text into the page, or raise [limits] front-matter-kib.";
        problems.push(Problem::new(Code::RefusedFrontMatter, 0..3.min(matter.len()), message).help(help));
        Vec::new()
    } else {
        match format {
            Format::Yaml => yaml::read(matter, limits.front_matter_depth, &mut problems),
            Format::Toml => toml::read(matter, &mut problems),
            Format::Json => json::read(matter, limits.front_matter_depth, &mut problems),
            Format::Lines => lines::read(matter),
        }
    };
    diagnostics.extend(problems.into_iter().map(|problem| {
        let diagnostic =
            Diagnostic::new(problem.code, path, Span::new(problem.span).moved(range.start), problem.message);
        match problem.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }));
    entries.into_iter().map(|(key, node)| (moved_key(key, range.start), moved(node, range.start))).collect()
}

fn moved_key(key: Key, by: usize) -> Key {
    Key { span: key.span.moved(by), ..key }
}

fn moved(node: Node, by: usize) -> Node {
    let value = match node.value {
        Value::List(items) => Value::List(items.into_iter().map(|item| moved(item, by)).collect()),
        Value::Map(entries) => {
            Value::Map(entries.into_iter().map(|(key, node)| (moved_key(key, by), moved(node, by))).collect())
        }
        scalar => scalar,
    };
    Node { value, span: node.span.moved(by), written: node.written }
}

/// The values of an engine at the places of the second look. A value without a place is left out; there is none
/// unless the two looks disagree on what a key is called.
fn placed(pod: Pod, place: &ValuePath) -> Node {
    let (value, written) = match (pod, place) {
        (Pod::Hash(mut hash), ValuePath::Map { entries, .. }) => {
            let placed = entries
                .iter()
                .filter_map(|(key, place)| hash.remove(&key.name).map(|pod| (key.clone(), placed(pod, place))))
                .collect();
            (Value::Map(placed), None)
        }
        (Pod::Array(items), ValuePath::List { items: places, .. }) => {
            (Value::List(items.into_iter().zip(places).map(|(pod, place)| placed(pod, place)).collect()), None)
        }
        (pod, place) => {
            let written = match place {
                ValuePath::Scalar { written, .. } => written.clone(),
                _ => None,
            };
            (scalar(pod), written)
        }
    };
    Node { value, span: place.span(), written }
}

fn scalar(pod: Pod) -> Value {
    match pod {
        Pod::Null => Value::Null,
        Pod::Boolean(value) => Value::Bool(value),
        Pod::Integer(value) => Value::Int(value),
        Pod::Float(value) => Value::Float(value),
        Pod::String(text) => Value::Text(text),
        Pod::Array(items) => Value::List(
            items.into_iter().map(|pod| Node { value: scalar(pod), span: Span::default(), written: None }).collect(),
        ),
        Pod::Hash(_) => Value::Null,
    }
}

fn entries(node: Node) -> Vec<(Key, Node)> {
    match node.value {
        Value::Map(entries) => entries,
        _ => Vec::new(),
    }
}

/// Settings' values as front matter: they have no place in the file.
pub fn from_settings(value: &::toml::Value) -> Node {
    let value = match value {
        ::toml::Value::String(text) => Value::Text(text.clone()),
        ::toml::Value::Integer(value) => Value::Int(*value),
        ::toml::Value::Float(value) => Value::Float(*value),
        ::toml::Value::Boolean(value) => Value::Bool(*value),
        ::toml::Value::Datetime(value) => Value::Text(value.to_string()),
        ::toml::Value::Array(items) => Value::List(items.iter().map(from_settings).collect()),
        ::toml::Value::Table(table) => Value::Map(
            table
                .iter()
                .map(|(name, value)| (Key { name: name.clone(), span: Span::default() }, from_settings(value)))
                .collect(),
        ),
    };
    Node { value, span: Span::default(), written: None }
}

/// What the introduction of a folder states for the pages below it.
pub fn from_json(value: &serde_json::Value) -> Node {
    let mut written = None;
    let value = match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(*value),
        serde_json::Value::Number(number) => {
            written = Some(number.to_string());
            number.as_i64().map_or_else(|| Value::Float(number.as_f64().unwrap_or_default()), Value::Int)
        }
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(from_json).collect()),
        serde_json::Value::Object(fields) => Value::Map(
            fields
                .iter()
                .map(|(name, value)| (Key { name: name.clone(), span: Span::default() }, from_json(value)))
                .collect(),
        ),
    };
    Node { value, span: Span::default(), written }
}

#[cfg(test)]
mod tests;
