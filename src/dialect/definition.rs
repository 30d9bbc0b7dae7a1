//! Definition lists of pandoc, PHP Markdown Extra and Hugo: a term, and below it `: ` and what it means. Any other line that begins with a
//! colon (`:::`, `:warning:`) is none, and is kept from being taken for one.

use super::edit::Edit;
use super::emphasis::JOINER;
use super::ground::{Ground, within};

/// Whether a text has a line that defines something.
pub(super) fn may_contain(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

/// Of which a text has one that defines something.
pub(super) const MARKS: &[&str] = &["\n: ", "\n:\t"];

/// Puts a joiner before the colons of other lines.
pub(super) fn protect(text: &str) -> Vec<Edit> {
    let is_other = |line: &str| {
        line.trim_start_matches([' ', '>', '\t']).strip_prefix(':').is_some_and(|rest| !rest.starts_with([' ', '\t']))
    };
    if !text.lines().any(is_other) {
        return Vec::new();
    }
    let ground = Ground::of(text);
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start + line.len() - line.trim_start_matches([' ', '>', '\t']).len();
        if is_other(line) && within(&ground.code, at).is_none() && within(&ground.html, at).is_none() {
            edits.push(Edit::new(at..at, JOINER));
        }
        start += line.len();
    }
    edits
}
