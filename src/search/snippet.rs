//! The passage that shows why a page was found, and its marks.

use super::scan::{TokenKind, forms};
use crate::markdown::TextSection;
use std::ops::Range;

/// How long a passage is, in bytes, give or take a word.
const LENGTH: usize = 220;
/// How much of it may come before the first mark.
const LEAD: usize = 60;

/// A passage of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The heading of its section; "" for the text before the first one.
    pub section: String,
    /// The anchor of its section.
    pub anchor: String,
    /// Its text.
    pub text: String,
    /// The bytes of `text` to emphasise, ascending.
    pub marks: Vec<Range<usize>>,
}

/// Endings by which words of one stem differ, in English, French, German and Spanish: enough to mark words, where a
/// stemmer for each language would be too much for a page.
const ENDINGS: [&str; 31] = [
    "", "a", "al", "as", "d", "e", "ed", "ee", "ees", "em", "en", "er", "ers", "es", "ied", "ies", "ing", "ion",
    "ions", "ly", "n", "o", "os", "r", "rs", "s", "t", "te", "tes", "y", "ying",
];
/// Words of one stem share at least so many characters.
const SHARED: usize = 4;

/// Whether a form is wanted; `exh*` wants every word that begins so.
fn is_wanted(wanted: &str, form: &str, kind: TokenKind) -> bool {
    match wanted.strip_suffix('*') {
        Some(begins) => form.starts_with(begins),
        None if kind == TokenKind::Whole => wanted == form,
        None => same_word(wanted, form),
    }
}

/// Whether two forms are taken for the same word.
pub(super) fn same_word(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let shared: usize = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    // An ending may begin with the last letter that both have: "retry" and "retries", "planned" and "plan".
    let long_enough = a[..shared].chars().count() >= SHARED;
    long_enough && ENDINGS.contains(&&a[shared..]) && ENDINGS.contains(&&b[shared..])
}

/// The words of a text that are among `wanted`, as byte ranges with the index of the wanted form.
fn matches(text: &str, wanted: &[String]) -> Vec<(Range<usize>, usize)> {
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    for (form, word) in forms(text) {
        let Some(at) = wanted.iter().position(|wanted| is_wanted(wanted, &form, word.kind)) else { continue };
        // A part of an identifier that is marked as a whole is marked already.
        if found.last().is_none_or(|(last, _)| word.range.start >= last.end) {
            found.push((word.range, at));
        }
    }
    found
}

/// The byte ranges of a text to emphasise: words that are taken for a wanted form, or begin like one that ends in `*`.
pub fn marks(text: &str, wanted: &[String]) -> Vec<Range<usize>> {
    matches(text, wanted).into_iter().map(|(range, _)| range).collect()
}

/// The passage with the most different words of the query; `None` when no section has any.
pub fn passage(sections: &[TextSection], wanted: &[String]) -> Option<Passage> {
    let mut best: Option<(usize, &TextSection, Range<usize>)> = None;
    for section in sections {
        let found = matches(&section.text, wanted);
        for (first, (range, _)) in found.iter().enumerate() {
            let window = found[first..].iter().take_while(|(later, _)| later.end <= range.start + LENGTH - LEAD);
            let mut different: Vec<usize> = window.map(|(_, at)| *at).collect();
            different.sort_unstable();
            different.dedup();
            if best.as_ref().is_none_or(|(count, _, _)| different.len() > *count) {
                best = Some((different.len(), section, range.clone()));
            }
        }
    }
    let (_, section, first) = best?;
    let text = cut(&section.text, first.start);
    Some(Passage {
        section: section.heading.clone(),
        anchor: section.anchor.clone(),
        marks: marks(&text, wanted),
        text,
    })
}

/// Some text around `at`, on one line, cut between words.
fn cut(text: &str, at: usize) -> String {
    let begin = text[..at]
        .char_indices()
        .rev()
        .take_while(|(before, _)| at - before <= LEAD)
        .filter(|(before, c)| c.is_whitespace() || *before == 0)
        .last()
        .map_or(at, |(before, _)| before);
    let rest = &text[begin..];
    let end = rest
        .char_indices()
        .take_while(|(end, _)| *end <= LENGTH)
        .filter(|(_, c)| c.is_whitespace())
        .last()
        .map_or(rest.len(), |(end, _)| end);
    let end = if rest.len() <= LENGTH { rest.len() } else { end };
    let shown = crate::text::one_line(&rest[..end]);
    let before = if begin > 0 { "… " } else { "" };
    let after = if begin + end < text.len() { " …" } else { "" };
    format!("{before}{shown}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_stem_are_the_same_word() {
        for (a, b, expected) in [
            ("retry", "retries", true),
            ("connected", "connecting", true),
            ("connection", "connect", true),
            ("content", "contest", false),
            ("pool", "pools", true),
            ("poo", "pool", false),
            ("expiry", "expired", true),
        ] {
            assert_eq!(same_word(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn the_passage_has_the_most_different_words() {
        let section = |heading: &str, text: &str| TextSection {
            anchor: heading.to_lowercase(),
            heading: heading.to_owned(),
            text: text.to_owned(),
        };
        let sections = [
            section("Summary", "The pool was full. Pool, pool, pool."),
            section("Cause", &format!("{} Every connection of the pool waited.", "Nothing to see here. ".repeat(20))),
        ];
        let found = passage(&sections, &["pool".to_owned(), "connections".to_owned()]).unwrap();
        assert_eq!(found.section, "Cause");
        assert!(found.text.starts_with("… ") && found.text.ends_with("waited."), "{}", found.text);
        let marked: Vec<&str> = found.marks.iter().map(|range| &found.text[range.clone()]).collect();
        assert_eq!(marked, ["connection", "pool"]);
        assert_eq!(passage(&sections, &["redis".to_owned()]), None);
        assert_eq!(marks("exhausted exits", &["exh*".to_owned()]).first(), Some(&(0..9)));
    }
}
