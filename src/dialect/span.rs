//! Spans of pandoc: `[text]{.class}` is the text, `[]{#id}` a place.

use super::edit::Edit;
use super::ground::{Ground, within};

/// The longest attributes that are looked at.
const LONGEST: usize = 300;

/// Whether a text may have spans.
pub(super) fn may_contain(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

/// Of which a text has one that has a span.
pub(super) const MARKS: &[&str] = &["]{.", "]{#", "]{custom-style"];

/// The changes that leave the texts of spans.
pub(super) fn spans(text: &str) -> Vec<Edit> {
    let ground = Ground::of(text);
    let mut edits = Vec::new();
    // Where brackets are open, in this paragraph.
    let mut open: Vec<usize> = Vec::new();
    let mut before = 0u8;
    for (at, byte) in text.bytes().enumerate() {
        let is_escaped = std::mem::replace(&mut before, byte) == b'\\';
        if byte == b'\n' && text[at + 1..].starts_with(['\n', '\r']) {
            open.clear();
        }
        if is_escaped || !matches!(byte, b'[' | b']') || within(&ground.code, at).is_some() {
            continue;
        }
        if byte == b'[' {
            open.push(at);
            continue;
        }
        let Some(start) = open.pop() else { continue };
        let rest = &text[at + 1..];
        let Some(end) =
            rest.strip_prefix('{').and_then(|rest| rest.bytes().take(LONGEST).position(|byte| byte == b'}'))
        else {
            continue;
        };
        let inner = &rest[1..=end];
        let words: Vec<&str> = inner.split_whitespace().collect();
        let is_attributes = words.first().is_some_and(|word| word.starts_with(['.', '#']) || word.contains('='));
        // A picture's own attributes are taken elsewhere.
        if !is_attributes || text[..start].ends_with('!') {
            continue;
        }
        let id = words.iter().find_map(|word| word.strip_prefix('#')).filter(|id| id.chars().all(is_of_id));
        // Blanks alone are what is left of words that are not for these readers.
        if id.is_none() && at > start + 1 && text[start + 1..at].trim().is_empty() {
            edits.push(Edit::new(start..at + 2 + end + 1, ""));
            continue;
        }
        let is_marked = words.contains(&".mark") && at > start + 1;
        let anchor = id.map(|id| format!("<a id=\"{id}\"></a>")).unwrap_or_default();
        let mark = if is_marked { "==" } else { "" };
        edits.push(Edit::new(start..start + 1, format!("{anchor}{mark}")));
        edits.push(Edit::new(at..at + 2 + end + 1, mark));
    }
    edits
}

fn is_of_id(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':')
}

#[cfg(test)]
mod tests {
    use crate::dialect::lower;

    #[test]
    fn spans_leave_their_texts() {
        for (text, expected) in [
            ("[a **b**]{.underline} c", "a **b** c"),
            ("[hot]{.mark}", "==hot=="),
            ("[]{#_Toc1 .anchor}**Summary**", "<a id=\"_Toc1\"></a>**Summary**"),
            ("[]{.mark}x", "x"),
            ("a [   ]{.a}, b", "a , b"),
            ("`[a]{.b}` [a]{b} a[0]{", "`[a]{.b}` [a]{b} a[0]{"),
        ] {
            assert_eq!(lower(text).text, expected, "{text}");
        }
    }
}
