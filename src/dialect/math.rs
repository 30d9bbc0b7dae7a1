//! Formulas: `$x^2$`, `` $`x^2`$ `` and `$$ … $$` are shown as they are written, as code. What merely has dollars in it (`$HOME`, `$5`)
//! is none.

use super::edit::Edit;
use super::ground::{Ground, within};
use std::ops::Range;

/// Longer formulas in a line are none.
const LONGEST: usize = 400;
/// The same of those between `$$`.
const LONGEST_BLOCK: usize = 8_000;

/// The changes that make code of formulas.
pub(super) fn formulas(text: &str) -> Vec<Edit> {
    let found = candidates(text);
    if found.is_empty() {
        return Vec::new();
    }
    let ground = Ground::of(text);
    let mut edits = Vec::new();
    for Formula { range, mark } in found {
        // `$` around code stands outside of it.
        let is_written = within(&ground.code, range.start).is_none()
            && within(&ground.html, range.start).is_none()
            && within(&ground.code, range.end - 1).is_none();
        let inner = range.start + mark..range.end - mark;
        let Some(content) = text.get(inner.clone()).filter(|_| is_written) else { continue };
        let (open, close) = if mark == 2 && stands_alone(text, &range) {
            ("```math".to_owned(), "```".to_owned())
        } else {
            let trimmed = content.trim();
            let is_code = trimmed.starts_with('`') && trimmed.ends_with('`') && trimmed.len() > 2;
            let ticks = if is_code { String::new() } else { "`".repeat(longest_ticks(content) + 1) };
            (ticks.clone(), ticks)
        };
        edits.push(Edit::new(range.start..inner.start, open));
        edits.push(Edit::new(inner.end..range.end, close));
    }
    edits
}

/// What may be a formula: its place with its marks, and how long each is.
struct Formula {
    range: Range<usize>,
    mark: usize,
}

fn candidates(text: &str) -> Vec<Formula> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('$')).map(|next| at + next) {
        let mark = text[start..].bytes().take_while(|byte| *byte == b'$').count();
        at = start + mark;
        let end = match mark {
            1 => inline(text, start),
            2 => block(text, start),
            _ => None,
        };
        if let Some(end) = end {
            found.push(Formula { range: start..end, mark });
            at = end;
        }
    }
    found
}

/// The end of a formula in a line.
fn inline(text: &str, start: usize) -> Option<usize> {
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '\\' | '$' | '_' | '`')) {
        return None;
    }
    let rest = &text[start + 1..];
    if rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '{' | '(' | '$' | '?' | '!' | '@' | '#')) {
        return None;
    }
    let line = rest.get(..rest.floor_char_boundary(LONGEST))?.split('\n').next()?;
    let end = line.match_indices('$').map(|(at, _)| at).find(|at| !line[..*at].ends_with('\\'))?;
    let (content, after) = (&line[..end], &rest[end + 1..]);
    let closes = !content.ends_with(char::is_whitespace)
        && !after.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '{' | '(' | '$' | '_' | '/'));
    (closes && is_formula(content)).then_some(start + 2 + end)
}

/// The end of a formula between `$$`.
fn block(text: &str, start: usize) -> Option<usize> {
    if text[..start].ends_with(['\\', '`']) {
        return None;
    }
    let rest = &text[start + 2..];
    let near = rest.get(..rest.floor_char_boundary(LONGEST_BLOCK))?;
    let content = &near[..near.find("$$")?];
    let is_one = !content.contains("\n\n") && !content.contains("\n\r\n");
    (is_one && is_formula(content)).then_some(start + 4 + content.len())
}

/// Whether a text has what formulas are written with: a command, a power, an index, a relation; or is a letter.
fn is_formula(text: &str) -> bool {
    let text = text.trim();
    let is_name = text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_') && text.len() > 1;
    let is_letter = text.chars().count() == 1 && text.chars().all(char::is_alphabetic);
    let has_command =
        text.as_bytes().windows(2).any(|two| two[0] == b'\\' && (two[1].is_ascii_alphabetic() || two[1] == b'\\'));
    let is_code = text.starts_with('`') && text.ends_with('`') && text.len() > 2;
    !is_name && (is_letter || is_code || has_command || text.contains(['^', '=', '_', '<', '>', '≤', '≥', '≈', '+']))
}

/// Whether both marks of `$$` stand on lines of their own.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let is_edge = |c: char| matches!(c, ' ' | '\t' | '>' | '\r');
    let before = text[..range.start].rsplit('\n').next().unwrap_or("");
    let after_open = text[range.start + 2..].split('\n').next().unwrap_or("");
    let before_close = text[..range.end - 2].rsplit('\n').next().unwrap_or("");
    let after = text[range.end..].split('\n').next().unwrap_or("");
    [before, after_open, before_close, after].iter().all(|piece| piece.chars().all(is_edge))
}

fn longest_ticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::dialect::lower;

    #[test]
    fn formulas_are_code_and_dollars_are_not() {
        for (text, expected) in [
            ("so $x^2$ and $a_{1} * b_{2}$.", "so `x^2` and `a_{1} * b_{2}`."),
            ("$n$ hosts", "`n` hosts"),
            ("$`x^2`$ here", "`x^2` here"),
            ("$$\nE = mc^2\n$$\n", "```math\nE = mc^2\n```\n"),
            ("> $$\n> E = mc^2\n> $$\n", "> ```math\n> E = mc^2\n> ```\n"),
            ("a $$E = mc^2$$ b", "a `E = mc^2` b"),
        ] {
            assert_eq!(lower(text).text, expected, "{text}");
        }
        for text in [
            "it cost $5 = 4€ and $6",
            "$HOME/$USER and $PATH=$A",
            "${A}=${B} $(x)^$(y) $FOO_BAR$",
            "`$x^2$` and\n\n```\n$x^2$\n$$a=b$$\n```\n",
            "\\$x^2\\$ and $$ alone",
            "echo $A_B, then $C_D",
        ] {
            assert_eq!(lower(text).text, text, "{text}");
        }
    }
}
