//! Where front matter begins and ends.
//!
//! `gray_matter::Matter` splits files too, but takes an unclosed fence for body in silence and loses tiny files, so
//! only its engines are used, behind this.

use crate::diagnostic::{Code, Diagnostic};
use crate::text::{ContentPath, Span};
use std::ops::Range;

/// The language of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
    /// From `{` to its `}`.
    Json,
    /// `Key: value` lines at the top, up to an empty line, without a fence: Pelican's and MultiMarkdown's metadata.
    Lines,
}

/// A file cut in two.
#[derive(Debug, PartialEq, Eq)]
pub struct Cut {
    /// The language of the front matter and where it is, without its fences; `None` when there is none.
    pub matter: Option<(Format, Range<usize>)>,
    /// Where the body begins.
    pub body: usize,
}

/// A file's front matter: its language and where it is, without its fences.
pub fn front_matter(path: &ContentPath, text: &str) -> Option<(Format, Range<usize>)> {
    cut(path, text, &mut Vec::new()).matter
}

/// Cuts a file into front matter and body. An unclosed fence ends at the first line that cannot be front matter.
pub fn cut(path: &ContentPath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Cut {
    let start = text.len() - text.trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let none = Cut { matter: None, body: 0 };
    let rest = &text[start..];
    if rest.starts_with('{') {
        return json(path, text, start, diagnostics).unwrap_or(none);
    }
    let first = rest.lines().next().unwrap_or("").trim_end();
    let format = match first {
        "---" => Format::Yaml,
        "+++" => Format::Toml,
        named if named.starts_with("---") && named.len() < 12 => match named[3..].trim() {
            "yaml" | "yml" => Format::Yaml,
            "toml" => Format::Toml,
            "json" => Format::Json,
            _ => return none,
        },
        _ => {
            return metadata_lines(rest).map_or(none, |length| Cut {
                matter: Some((Format::Lines, start..start + length)),
                body: start + length,
            });
        }
    };
    // The closing line has no name of a language.
    let first = if first.starts_with("---") { "---" } else { first };
    let from = start + rest.find('\n').map_or(rest.len(), |newline| newline + 1);
    if !opens_matter(format, &text[from..]) {
        return none;
    }
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        let content = line.trim_end();
        if content == first || (format == Format::Yaml && content == "...") {
            return Cut { matter: Some((format, from..at)), body: at + line.len() };
        }
        at += line.len();
    }
    let end = from + unclosed_length(format, &text[from..]);
    diagnostics.push(
        Diagnostic::new(Code::UnclosedFrontMatter, path, Span::new(start..start + 3), "the front matter is not closed")
            .label(Span::at(end), "it seems to end here")
            .help(format!("Write a line `{first}` after the last field.")),
    );
    Cut { matter: Some((format, from..end)), body: end }
}

/// A `---` that opens front matter is followed by a field, a comment or its own end, not by prose or a blank line.
fn opens_matter(format: Format, after: &str) -> bool {
    let mut lines = after.lines().map(str::trim_end);
    match lines.find(|line| !line.is_empty() && !line.starts_with('#')) {
        None => after.lines().any(|line| line.starts_with('#')),
        Some(line) => line == "---" || line == "+++" || looks_like_field(format, line),
    }
}

fn looks_like_field(format: Format, line: &str) -> bool {
    match format {
        Format::Json => line.starts_with(['{', '"', '}']),
        Format::Lines => false,
        Format::Toml => line.starts_with('[') || line.split_once('=').is_some_and(|(key, _)| is_key(key)),
        Format::Yaml => {
            line.starts_with('"')
                || line.starts_with('{')
                || line
                    .split_once(':')
                    .is_some_and(|(key, value)| is_key(key) && (value.is_empty() || value.starts_with([' ', '\t'])))
        }
    }
}

fn is_key(key: &str) -> bool {
    let key = key.trim();
    !key.is_empty()
        && key.len() <= 80
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '"' | '\'' | '/'))
        && key.split(' ').count() <= 4
}

/// How many bytes of unclosed front matter look like front matter: up to a blank line, a heading or prose.
fn unclosed_length(format: Format, after: &str) -> usize {
    let mut length = 0;
    for line in after.split_inclusive('\n') {
        let content = line.trim_end();
        let continues = content.starts_with([' ', '\t', '-']) || content.starts_with("# ") && length == 0;
        if content.is_empty() || !(continues || looks_like_field(format, content)) {
            break;
        }
        length += line.len();
    }
    length
}

/// How long the metadata lines are that a text begins with; `None` where it begins with something else. A title and one
/// more field must be among them: labels at the head of a body have none.
fn metadata_lines(text: &str) -> Option<usize> {
    let (mut length, mut keys, mut has_title) = (0, 0, false);
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        length += line.len();
        if line.starts_with([' ', '\t']) && keys > 0 {
            continue;
        }
        let (key, value) = line.split_once(':')?;
        let is_name = key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key.len() <= 32
            && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        (is_name && value.starts_with([' ', '\t', '\n', '\r'])).then_some(())?;
        has_title |= key.eq_ignore_ascii_case("title");
        keys += 1;
    }
    (has_title && keys >= 2).then_some(length)
}

fn json(path: &ContentPath, text: &str, start: usize, diagnostics: &mut Vec<Diagnostic>) -> Option<Cut> {
    let rest = &text[start..];
    let inner = rest[1..].trim_start();
    // `{{< … >}}` and `{% … %}` are other tools' syntax in a body.
    if !(inner.starts_with('"') || inner.starts_with('}')) {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde::de::IgnoredAny>();
    if let Some(Ok(_)) = values.next() {
        let end = start + values.byte_offset();
        let line_end = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
        let body = if text[end..line_end].trim().is_empty() { line_end } else { end };
        return Some(Cut { matter: Some((Format::Json, start..end)), body });
    }
    // Broken: it ends at a line that is only a brace, so that the engine can say where the mistake is.
    let mut at = start;
    for line in rest.split_inclusive('\n') {
        at += line.len();
        if line.trim() == "}" {
            return Some(Cut { matter: Some((Format::Json, start..at)), body: at });
        }
    }
    let end = start + rest.find("\n\n").map_or(rest.len(), |blank| blank + 1);
    diagnostics.push(
        Diagnostic::new(Code::UnclosedFrontMatter, path, Span::new(start..start + 1), "the front matter is not closed")
            .help("Write a line `}` after the last field."),
    );
    Some(Cut { matter: Some((Format::Json, start..end)), body: end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Format, front matter, body and codes of a file.
    fn check(text: &str, expected: (Option<Format>, &str, &str, usize)) {
        let mut diagnostics = Vec::new();
        let cut = cut(&ContentPath::new("a.md").unwrap(), text, &mut diagnostics);
        let (format, matter) = match &cut.matter {
            Some((format, range)) => (Some(*format), &text[range.clone()]),
            None => (None, ""),
        };
        assert_eq!((format, matter, &text[cut.body..], diagnostics.len()), expected, "{text:?}");
    }

    #[test]
    fn fences_are_found() {
        check("---\ntitle: a\n---\nbody", (Some(Format::Yaml), "title: a\n", "body", 0));
        check("---\r\ntitle: a\r\n---\r\nbody", (Some(Format::Yaml), "title: a\r\n", "body", 0));
        check("\n---\ntitle: a\n...\nbody", (Some(Format::Yaml), "title: a\n", "body", 0));
        check("+++\ntitle = 'a'\n+++\nbody", (Some(Format::Toml), "title = 'a'\n", "body", 0));
        check("{\"a\": {\"b\": 1}}\nbody", (Some(Format::Json), "{\"a\": {\"b\": 1}}", "body", 0));
        check("---\n---\nbody", (Some(Format::Yaml), "", "body", 0));
    }

    #[test]
    fn what_only_looks_like_a_fence_is_body() {
        for text in ["", "-", "---", "---\n", "text\n---\n", "---\n\nA rule, then prose.\n", "{% raw %}", "{{< x >}}"] {
            check(text, (None, "", text, 0));
        }
    }

    #[test]
    fn an_unclosed_fence_keeps_its_fields_and_its_body() {
        check("---\ntitle: a\nsev: 1\n\n# Body\n", (Some(Format::Yaml), "title: a\nsev: 1\n", "\n# Body\n", 1));
        check("{\"a\": 1,\n\nbody", (Some(Format::Json), "{\"a\": 1,\n", "\nbody", 1));
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "(---|\\+\\+\\+|\\{|[a-z]: |\"a\"|\\n|\\r|é| |\\}){0,24}") {
            let mut diagnostics = Vec::new();
            let cut = cut(&ContentPath::new("a.md").unwrap(), &text, &mut diagnostics);
            prop_assert!(text.is_char_boundary(cut.body));
            if let Some((_, matter)) = cut.matter {
                prop_assert!(matter.end <= cut.body && text.is_char_boundary(matter.start) && text.is_char_boundary(matter.end));
            }
        }
    }
}
