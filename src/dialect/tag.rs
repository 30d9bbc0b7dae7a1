//! Tags of templates: how far they reach, and what stands in them.

/// The beginning of a text: as far as a tag reaches.
pub(super) fn head(text: &str) -> &str {
    const LONGEST: usize = 400;
    let line = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text);
    line.split('\n').next().unwrap_or("")
}

/// What stands between `{%` and `%}` or `{{` and `}}` on one line, without dashes, and the length of it all.
pub(super) fn tag<'t>(rest: &'t str, close: &str) -> Option<(&'t str, usize)> {
    let line = head(rest);
    let end = line.get(2..)?.find(close)? + 2;
    Some((line[2..end].trim_matches('-').trim(), end + close.len()))
}
