//! YAML that is not quite YAML: a value that should have been in quotes is taken as it is written.

use super::{Key, Node, Value};
use crate::text::Span;

/// A field that was saved, and what to write instead.
pub(super) struct Salvaged {
    pub(super) key: Key,
    pub(super) node: Node,
    pub(super) help: String,
}

/// A field whose text is taken as it is: `name: any text` on one line, `name: [@ada, @bo]`, or a list of such texts.
pub(super) fn salvage(chunk: &str) -> Option<Salvaged> {
    let chunk = chunk.trim_end();
    let (line, below) = chunk.split_once('\n').map_or((chunk, ""), |(line, below)| (line.trim_end(), below));
    let colon = line.find(':')?;
    let (name, value) = (&line[..colon], &line[colon + 1..]);
    let is_apart = value.is_empty() || value.starts_with([' ', '\t']);
    if name.trim().is_empty() || name.starts_with([' ', '-', '#']) || !is_apart {
        return None;
    }
    let key = Key { name: name.trim().trim_matches('"').to_owned(), span: Span::new(0..name.trim_end().len()) };
    let text = value.trim();
    let start = line.len() - value.trim_start().len();
    let (node, help) = match (text, below.trim()) {
        ("", below_text) if !below_text.is_empty() => {
            let items = list(chunk, line.len() + (chunk.len() - line.len() - below.len()))?;
            (Value::List(items), "Put the items in quotes: `- \"…\"`.".to_owned())
        }
        (text, "") if !text.is_empty() => match flow_list(text, start) {
            Some(items) => (Value::List(items), format!("Put the items in quotes: `{}: [\"…\"]`.", key.name)),
            None if is_refused(text) => return None,
            None => {
                let help = match text.chars().next() {
                    // It is in quotes already, and `\` means something in these.
                    Some('"') => {
                        format!("Use single quotes, in which `\\` is itself: `{}: '…'`; or write `\\\\`.", key.name)
                    }
                    Some('\'') => {
                        format!("Write each quote within the text twice, or use double quotes: `{}: \"…\"`.", key.name)
                    }
                    _ => format!("Put the value in quotes: `{}: \"…\"`.", key.name),
                };
                (Value::Text(unquoted(text)), help)
            }
        },
        _ => return None,
    };
    let end = if below.is_empty() { line.len() } else { chunk.len() };
    let start = if below.is_empty() { start } else { chunk.len() - below.trim_start().len() };
    Some(Salvaged { key, node: Node { value: node, span: Span::new(start..end), written: None }, help })
}

/// What may have been meant as something else than text: anchors, aliases, tags, a list or a table that nothing ends.
fn is_refused(text: &str) -> bool {
    if text.starts_with(['&', '*', '!', '|', '>']) {
        return true;
    }
    let Some(open) = text.chars().next().filter(|c| matches!(c, '[' | '{')) else { return false };
    // `[draft] Queue stuck`: after the bracket the text goes on.
    let close = if open == '[' { ']' } else { '}' };
    let mut depth = 0;
    let end = text.char_indices().find_map(|(at, c)| {
        depth += i32::from(c == open) - i32::from(c == close);
        (depth == 0).then_some(at + 1)
    });
    end.is_none_or(|end| text[end..].trim().is_empty())
}

/// `[@ada, C:\x]`: a flow list of plain texts that YAML cannot begin so.
fn flow_list(text: &str, start: usize) -> Option<Vec<Node>> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    if inner.contains(['[', ']', '{', '}', '&', '*', '!']) {
        return None;
    }
    let mut at = start + 1;
    let mut items = Vec::new();
    for piece in inner.split(',') {
        let from = at + piece.len() - piece.trim_start().len();
        if !piece.trim().is_empty() {
            items.push(plain(piece.trim(), from));
        }
        at += piece.len() + 1;
    }
    Some(items)
}

/// The items of a list whose lines begin at `from`, each a text on one line.
fn list(chunk: &str, from: usize) -> Option<Vec<Node>> {
    let mut at = from;
    let mut items = Vec::new();
    for line in chunk.get(from..)?.split_inclusive('\n') {
        let text = line.trim();
        if !text.is_empty() && !text.starts_with('#') {
            let item = text.strip_prefix('-').filter(|rest| rest.starts_with([' ', '\t']))?.trim();
            // A list of tables is not saved by the line.
            if item.is_empty() || is_refused(item) || item.starts_with(['[', '{']) {
                return None;
            }
            let inset = line.len() - line.trim_start().len();
            items.push(plain(item, at + inset + (text.len() - item.len())));
        }
        at += line.len();
    }
    Some(items)
}

fn plain(text: &str, start: usize) -> Node {
    Node { value: Value::Text(unquoted(text)), span: Span::new(start..start + text.len()), written: None }
}

/// A text without the quotes around it.
fn unquoted(text: &str) -> String {
    let inner = ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    inner.unwrap_or(text).to_owned()
}
