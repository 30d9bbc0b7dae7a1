//! The mark of an audience: how it is written, and where a text has what reads as one.

use std::ops::Range;

/// What is for an audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A section.
    Section,
    /// A fenced block, or the line that ends it.
    Block,
    /// A span within a line.
    Span,
}

/// A part of a body that is for an audience.
pub(super) struct Marked {
    /// Where the audience's name stands.
    pub(super) name: Range<usize>,
    /// The mark itself.
    pub(super) mark: Range<usize>,
    /// All that it is about.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) form: Form,
}

/// The code of a body, in order.
pub(super) struct Code(Vec<Range<usize>>);

impl Code {
    pub(super) fn new(ranges: Vec<Range<usize>>) -> Code {
        Code(ranges)
    }

    /// Whether a place is in code.
    pub(super) fn has(&self, at: usize) -> bool {
        self.end(at).is_some()
    }

    /// Where the code ends that a place is in.
    pub(super) fn end(&self, at: usize) -> Option<usize> {
        let after = self.0.partition_point(|range| range.start <= at);
        let range = self.0.get(after.checked_sub(1)?)?;
        range.contains(&at).then_some(range.end)
    }
}

/// The value of `audience` among attributes, if it is there once.
pub(super) fn named(attributes: &str) -> Option<Range<usize>> {
    let key = attributes.find("audience")?;
    if attributes.rfind("audience") != Some(key) {
        return None;
    }
    let rest = attributes.get(key + "audience".len()..)?.trim_start().strip_prefix(['=', ':'])?;
    let from = attributes.len() - rest.len();
    let value = rest.trim_start();
    let from = from + (rest.len() - value.len());
    match value.chars().next()? {
        quote @ ('"' | '\'') => {
            let end = value.get(1..)?.find(quote)?;
            Some(from + 1..from + 1 + end)
        }
        _ => {
            let end = value.find(char::is_whitespace).unwrap_or(value.len());
            (end > 0).then_some(from..from + end)
        }
    }
}

/// The places of a text in small letters that read as marks: `{… audience=`, `]{audience`, or colons and `audience` at the beginning of
/// a line.
pub(super) fn mentions(text: &str) -> Vec<Range<usize>> {
    const WORD: &str = "audience";
    let mut found = Vec::new();
    if !text.contains(WORD) {
        return found;
    }
    let bytes = text.as_bytes();
    // The brace that is open, and whether a bracket ended right before it.
    let mut brace: Option<bool> = None;
    // Whether the line began with colons, and nothing but them and braces came since.
    let mut colons: Option<usize> = Some(0);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'{' => brace = Some(at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b']')),
            b'}' => brace = None,
            // Attributes of a span may go on in the next line.
            b'\n' if brace == Some(true) && !begins_empty(bytes.get(at + 1..).unwrap_or_default()) => {}
            b'\n' => brace = None,
            b'a' if text.get(at..).is_some_and(|rest| rest.starts_with(WORD)) => {
                let after = text.get(at + WORD.len()..).unwrap_or_default();
                let is_set = after.trim_start_matches('s').trim_start_matches([' ', '\t']).starts_with(['=', ':']);
                let is_word = !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'))
                    && !matches!(at.checked_sub(1).and_then(|before| bytes.get(before)), Some(b'.' | b'#' | b'-'));
                let is_attribute = brace.is_some_and(|of_span| is_set || of_span && is_word);
                if is_attribute || colons.is_some_and(|count| count >= 3) {
                    found.push(at..at + WORD.len());
                }
            }
            _ => {}
        }
        colons = match byte {
            b'\n' => Some(0),
            b':' => colons.map(|count| count + 1),
            b' ' | b'{' | b'\t' | b'\r' => colons,
            _ => None,
        };
    }
    found
}

/// Whether the first line of a text is empty.
fn begins_empty(text: &[u8]) -> bool {
    let line = text.iter().take_while(|byte| **byte != b'\n');
    line.into_iter().all(|byte| byte.is_ascii_whitespace() || *byte == b'>')
}

/// The place of the first mark of a span in a text that has none, such as front matter.
pub(super) fn marked_words(text: &str) -> Option<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    let is_of_span = |at: &Range<usize>| {
        let open = lower.get(..at.start).and_then(|before| before.rfind('{'));
        open.is_some_and(|open| lower.get(..open).is_some_and(|before| before.ends_with(']')))
    };
    mentions(&lower).into_iter().find(is_of_span)
}
