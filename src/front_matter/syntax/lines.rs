//! Metadata lines: `Key: value`, each value as it is written.

use super::{Key, Node, Value};
use crate::text::Span;

/// Reads metadata lines. An indented line goes on with the value before it; a key that stands twice has its first value.
pub(super) fn read(matter: &str) -> Vec<(Key, Node)> {
    let mut entries: Vec<(Key, Node)> = Vec::new();
    let mut at = 0;
    for line in matter.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.starts_with([' ', '\t']) {
            if let Some((_, Node { value: Value::Text(text), .. })) = entries.last_mut() {
                text.push(' ');
                text.push_str(line.trim());
            }
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let key = Key { name: name.trim().to_owned(), span: Span::new(start..start + name.len()) };
        if entries.iter().any(|(known, _)| known.name.eq_ignore_ascii_case(&key.name)) {
            continue;
        }
        let from = start + name.len() + 1 + (value.len() - value.trim_start().len()).min(value.len());
        let value = value.trim();
        let span = Span::new(from..from + value.len());
        entries.push((key, Node { value: Value::Text(value.to_owned()), span, written: None }));
    }
    entries
}
