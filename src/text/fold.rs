//! Folding text so that spellings that a reader takes for the same compare equal.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, accents off, runs of white space as one space, ends trimmed: `" Été\n 2024 "` is `"ete 2024"`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            let from = folded.len();
            folded.push_str(word);
            folded[from..].make_ascii_lowercase();
        } else {
            folded.extend(word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase));
        }
    }
    folded
}

/// The text on one line: runs of white space and control characters become one space.
pub fn one_line(text: &str) -> String {
    // Most texts are on one line already.
    let is_plain = |pair: &[u8]| matches!(pair, [b' ', next] if next.is_ascii_graphic()) || pair[0].is_ascii_graphic();
    let begins_and_ends = |bytes: &[u8]| [bytes.first(), bytes.last()].into_iter().flatten().all(u8::is_ascii_graphic);
    if begins_and_ends(text.as_bytes()) && text.as_bytes().windows(2).all(is_plain) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// At most `limit` characters, cut between words with an ellipsis where something was left out.
pub fn shorten(text: &str, limit: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
    let head = &text[..cut];
    let head = match head.rfind(char::is_whitespace) {
        Some(space) if space > cut / 2 => &head[..space],
        _ => head,
    };
    format!("{}…", head.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '-' | '–')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_one() {
        for (text, line) in [
            ("", ""),
            (" ", ""),
            ("a b", "a b"),
            (" a b", "a b"),
            ("a b ", "a b"),
            ("a  b", "a b"),
            ("a\nb", "a b"),
            ("a\u{7f}b", "a b"),
            ("a b\u{1}", "a b"),
            ("a\u{a0}b", "a b"),
            ("é à", "é à"),
        ] {
            assert_eq!(one_line(text), line, "{text:?}");
        }
    }

    #[test]
    fn folding_forgets_case_accents_and_spacing() {
        assert_eq!(fold("  Été\n 2024 "), "ete 2024");
        assert_eq!(fold("ＡＢＣ"), "abc");
    }

    #[test]
    fn shortening_cuts_between_words() {
        assert_eq!(shorten("the pool was, exhausted", 14), "the pool was…");
        assert_eq!(shorten("short", 10), "short");
    }
}
