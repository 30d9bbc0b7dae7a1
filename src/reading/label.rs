//! Labels and their values: `**Severity**: SEV2`, `Duration: 2h 10m`, `| Status | final |`.

use crate::lexicon::plain;
use crate::markdown::{Block, Inline, Item};
use crate::text::Span;
use memchr::memchr3;
use std::ops::Range;

/// The longest name of a label, in bytes.
const LONGEST_NAME: usize = 60;

/// A label and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// What is labelled, as the tables of labels write it: folded, bare of signs.
    pub(super) key: String,
    /// The name as written.
    pub(super) name: String,
    /// The value as plain text.
    pub(super) value: String,
    /// Whether the name is in bold or a table's cell, and so plainly a label.
    pub(super) marked: bool,
    /// Where it is.
    pub(super) span: Span,
}

/// The label that a line of `inline` is.
pub(super) fn of_line(inline: &Inline, line: Range<usize>) -> Option<Label> {
    let text = inline.text.get(line.clone())?;
    let lead = text.len() - text.trim_start().len();
    let begins = line.start + lead;
    // Ranges are in the order in which they end.
    let strong = inline.strong.get(inline.strong.partition_point(|strong| strong.end <= begins));
    let strong = strong.filter(|strong| strong.start == begins && strong.end <= line.end);
    let (name, value, marked) = match strong {
        Some(strong) => {
            let name = &inline.text[strong.clone()];
            let rest = &inline.text[strong.end..line.end];
            let colon = name.trim_end().ends_with([':', '：'])
                || rest.trim_start().starts_with([':', '：', '-', '–', '—', '=']);
            // "**Severity: SEV2**"
            let within = || name.split_once([':', '：']).filter(|(_, value)| !value.trim().is_empty());
            match within() {
                Some((name, value)) if rest.trim().is_empty() && !colon => (name, value, true),
                _ if !colon => return None,
                _ => (name, rest.trim_start().trim_start_matches([':', '：', '-', '–', '—', '=']), true),
            }
        }
        None => {
            let (at, colon) = text.char_indices().take(LONGEST_NAME).find(|(_, c)| matches!(c, ':' | '：'))?;
            // "… from 9 May around 11:00 UTC" is no label.
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            if digit(text[..at].chars().next_back()) && digit(text[at + colon.len_utf8()..].chars().next()) {
                return None;
            }
            (&text[..at], &text[at + colon.len_utf8()..], false)
        }
    };
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
    label(name, value.trim(), marked, inline.line_span(line.start))
}

fn label(name: &str, value: &str, marked: bool, span: Span) -> Option<Label> {
    if name.is_empty() || name.len() > LONGEST_NAME || value.is_empty() {
        return None;
    }
    let key = plain(name);
    (!key.is_empty()).then(|| Label { key, name: name.to_owned(), value: value.to_owned(), marked, span })
}

/// The labels among `blocks`: lines of paragraphs, items of lists and tables of two columns. What is deeper inside a
/// list than one level is somebody else's.
pub(super) fn labels(blocks: &[Block]) -> Vec<Label> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(inline) => lines(inline, &mut found),
            Block::List { items, .. } => items.iter().for_each(|item| of_item(item, &mut found)),
            Block::Table { head, rows, .. } => of_table(head, rows, &mut found),
            Block::Quote(blocks) => {
                blocks.iter().for_each(|block| {
                    if let Block::Paragraph(inline) = block {
                        lines(inline, &mut found);
                    }
                });
            }
            Block::Heading { .. } | Block::Code(_) => {}
        }
    }
    found
}

/// Every line that is a label.
fn lines(inline: &Inline, found: &mut Vec<Label>) {
    for line in inline.line_ranges().take(100) {
        // "**Severity**: SEV1 | **Duration**: 2 h"
        let text = &inline.text[line.clone()];
        let mut from = line.start;
        // Most lines have none, which their bytes tell fastest.
        let bars = memchr3(b'|', "·".as_bytes()[0], "•".as_bytes()[0], text.as_bytes());
        for bar in
            bars.into_iter().flat_map(|_| text.match_indices(['|', '·', '•'])).map(|(at, _)| line.start + at).take(20)
        {
            let next = inline.text[bar..line.end].trim_start_matches(['|', '·', '•', ' ']);
            let start = line.end - next.len();
            // A bar inside a value parts nothing.
            if of_line(inline, start..line.end).is_some_and(|label| label.marked) {
                found.extend(of_line(inline, from..bar));
                from = start;
            }
        }
        found.extend(of_line(inline, from..line.end));
    }
}

/// `- Severity: SEV2`, or `- **Responders**` over a list of names.
fn of_item(item: &Item, found: &mut Vec<Label>) {
    let [Block::Paragraph(inline), below @ ..] = item.blocks.as_slice() else { return };
    let first = inline.line_ranges().next().unwrap_or(0..0);
    if let Some(label) = of_line(inline, first) {
        found.push(label);
        return;
    }
    let Some(Block::List { items, .. }) = below.first() else { return };
    let own = found.len();
    for item in items.iter().take(50) {
        if let Some(Block::Paragraph(inline)) = item.blocks.first() {
            found.extend(of_line(inline, inline.line_ranges().next().unwrap_or(0..0)));
        }
    }
    if found.len() > own {
        return;
    }
    let names: Vec<&str> = items
        .iter()
        .filter_map(|item| match item.blocks.first() {
            Some(Block::Paragraph(inline)) => Some(inline.text.as_str()),
            _ => None,
        })
        .take(50)
        .collect();
    let name = inline.text.trim_end_matches([':', '：', ' ']);
    found.extend(label(name, &names.join("; "), super::outline::is_bold_line(inline), inline.span));
}

/// Two columns are names and values; a single row under a header is one value for each column.
fn of_table(head: &[Inline], rows: &[Vec<Inline>], found: &mut Vec<Label>) {
    let mut add = |name: &Inline, value: &Inline| found.extend(label(&name.text, &value.text, true, value.span));
    if head.len() == 2 {
        add(&head[0], &head[1]);
        for row in rows {
            if let [name, value, ..] = row.as_slice() {
                add(name, value);
            }
        }
    } else if let [row] = rows {
        head.iter().zip(row).for_each(|(name, value)| add(name, value));
    }
}
