//! Containers between two tags on lines of their own: Hugo's `{{< hint >}}`, Liquid's and GitBook's `{% hint %}`, JSX's `<Note>`.

use super::directive::{Container, container, is_type};
use super::tag::{head, tag};

/// What a line with a single tag on it says.
pub(super) enum TagLine {
    /// A container of this name begins.
    Open(String, Container),
    /// The container of this name ends.
    Close(String),
}

/// Reads a line that is one tag.
pub(super) fn tag_line(line: &str) -> Option<TagLine> {
    let line = line.trim();
    if line.starts_with("{{") {
        let (body, length) = tag(line, "}}")?;
        let body = body.strip_prefix(['<', '%'])?.trim_end_matches(['>', '%']).trim();
        return if length == line.len() { read(body, "/") } else { None };
    }
    if line.starts_with("{%") {
        let (body, length) = tag(line, "%}")?;
        return if length == line.len() { read(body, "end") } else { None };
    }
    // Components have a capital; what else is written so is an element.
    let body = head(line).strip_prefix('<')?.strip_suffix('>')?;
    let name = body.trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_uppercase()) || body.ends_with('/') || body.contains('<') {
        return None;
    }
    read(body, "/")
}

fn read(body: &str, end: &str) -> Option<TagLine> {
    if let Some(name) = body.strip_prefix(end) {
        let name = name.split_whitespace().next()?.to_lowercase();
        return is_container(&name).then_some(TagLine::Close(name));
    }
    let (name, arguments) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
    let name = name.to_lowercase();
    if !is_container(&name) || arguments.ends_with('/') {
        return None;
    }
    Some(TagLine::Open(name.clone(), container(&name, arguments)))
}

/// The names that tools give to callouts and tabs. Others may be anything.
fn is_container(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "hint",
        "notice",
        "alert",
        "callout",
        "admonition",
        "aside",
        "panel",
        "message",
        "details",
        "expand",
        "accordion",
        "spoiler",
        "toggle",
        "collapse",
        "tabs",
        "tab",
        "tabitem",
        "tabpane",
        "tab-item",
        "steps",
        "columns",
        "column",
        "cardgroup",
        "accordiongroup",
        "foldout",
        "box",
        "dropdown",
    ];
    NAMES.contains(&name) || is_type(name)
}
