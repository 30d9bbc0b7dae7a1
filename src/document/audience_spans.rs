//! Spans for an audience: `[text]{audience=security}`, as pandoc writes them.
//!
//! A span is believed only where all brackets of its paragraph are: each has its other, none stands in a link's destination or in a
//! tag. Where they are not, the mark is one that cannot be followed.

use super::audience_mark::{Code, Form, Marked, named};
use std::collections::HashMap;
use std::ops::Range;

/// The spans that marks at these places make.
pub(super) fn spans(body: &str, mentions: &[Range<usize>], code: &Code) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut mentions = mentions.iter().peekable();
    for paragraph in paragraphs(body) {
        let mut inner = Vec::new();
        while let Some(at) = mentions.next_if(|at| at.start < paragraph.end) {
            inner.push(at);
        }
        if inner.is_empty() {
            continue;
        }
        let Some(brackets) = brackets(body, paragraph, code) else { continue };
        found.extend(inner.into_iter().filter_map(|at| span(body, at, &brackets)));
    }
    found
}

/// The span that the mark at a place makes of brackets, by where they end.
fn span(body: &str, at: &Range<usize>, brackets: &HashMap<usize, usize>) -> Option<Marked> {
    let open = body.get(..at.start)?.rfind('{')?;
    let inner = body.get(open + 1..)?;
    let inner = inner.get(..inner.find(['}', '\n'])?)?;
    let end = open + 1 + inner.len();
    let name = named(inner)?;
    let close = open.checked_sub(1)?;
    let start = *brackets.get(&close)?;
    let before = body.get(..start)?;
    let is_alone = !before.ends_with(['!', ']', '\\']) && body.get(end..)?.starts_with('}');
    let is_note = body.get(start..)?.starts_with("[^");
    // At the end of a heading that is not followed, the mark may mean the section.
    let rest = body.get(end + 1..)?.trim_start_matches([' ', '\t']);
    let ends_heading = (rest.is_empty() || rest.starts_with(['\n', '\r']))
        && before.rsplit('\n').next()?.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '#').starts_with('#');
    if !is_alone || is_note || ends_heading {
        return None;
    }
    let name = open + 1 + name.start..open + 1 + name.end;
    Some(Marked { name, mark: open..end + 1, range: start..end + 1, form: Form::Span })
}

/// Where each bracket of a paragraph begins, by where it ends; `None` where they cannot be told.
fn brackets(body: &str, paragraph: Range<usize>, code: &Code) -> Option<HashMap<usize, usize>> {
    let text = body.get(paragraph.clone())?;
    let bytes = text.as_bytes();
    let mut pairs = HashMap::new();
    let mut open = Vec::new();
    let mut at = 0;
    // From where on no tag ends any more: a search that found nothing is not repeated.
    let mut no_tag = false;
    while let Some(byte) = bytes.get(at) {
        if let Some(end) = code.end(paragraph.start + at) {
            at = end.saturating_sub(paragraph.start).max(at + 1);
            continue;
        }
        match byte {
            b'\\' => at += 1,
            b'[' => open.push(at),
            b']' => {
                pairs.insert(paragraph.start + at, paragraph.start + open.pop()?);
                if bytes.get(at + 1) == Some(&b'(') {
                    at = destination(bytes, at + 1)?;
                }
            }
            b'<' if !no_tag && is_tag(bytes.get(at + 1)) => {
                let length = bytes.get(at..)?.iter().position(|byte| *byte == b'>');
                let tag = bytes.get(at..at + length.unwrap_or(0))?;
                if tag.iter().any(|byte| matches!(byte, b'[' | b']')) {
                    return None;
                }
                no_tag = length.is_none();
                at += tag.len();
            }
            _ => {}
        }
        at += 1;
    }
    open.is_empty().then_some(pairs)
}

fn is_tag(first: Option<&u8>) -> bool {
    first.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'))
}

/// Where the parenthesis ends that begins at a place; `None` where a bracket is in it, or it does not end.
fn destination(bytes: &[u8], from: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(at),
            b')' => depth = depth.saturating_sub(1),
            b'[' | b']' | b'\\' | b'{' => return None,
            _ => {}
        }
    }
    None
}

/// What stands between empty lines.
fn paragraphs(body: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut is_in = false;
    for line in body.split_inclusive('\n') {
        let end = start + line.len();
        let is_empty = line.bytes().all(|byte| byte.is_ascii_whitespace() || byte == b'>');
        match found.last_mut().filter(|_| is_in && !is_empty) {
            Some(last) => last.end = end,
            None if !is_empty => found.push(start..end),
            None => {}
        }
        is_in = !is_empty;
        start = end;
    }
    found
}
