//! Two titles that say the same of different things: "connection with the archive lost", "connection with the printer lost".

use super::thing::{has_marks, is_title_case};
use super::thresholds::SAME_SENTENCE;
use crate::failure::FailureModes;
use crate::text::fold;

/// Whether two titles begin or end alike and name different things where they differ. What names a way to fail is no thing.
pub(super) fn name_different_things(a: &str, b: &str, modes: &FailureModes, is_thing: impl Fn(&str) -> bool) -> bool {
    let (a, b) = (Title::new(a), Title::new(b));
    let alike = |(a, b): &(&(&str, String), &(&str, String))| a.1 == b.1;
    let begin = a.words.iter().zip(&b.words).take_while(alike).count();
    let (rest_a, rest_b) = (a.words.get(begin..).unwrap_or(&[]), b.words.get(begin..).unwrap_or(&[]));
    let end = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(alike).count();
    if begin + end < SAME_SENTENCE {
        return false;
    }
    let names = |title: &Title<'_>, other: &Title<'_>| {
        let middle = title.words.get(begin..title.words.len() - end).unwrap_or(&[]).iter().enumerate();
        let is_name = |(at, (word, folded)): &(usize, &(&str, String))| {
            let is_capital = begin + at > 0 && !title.is_title_case && word.starts_with(char::is_uppercase);
            (is_capital || has_marks(word) || is_thing(folded))
                && !other.words.iter().any(|(_, word)| word == folded)
                && modes.found(word).is_empty()
        };
        middle.filter(is_name).count() > 0
    };
    names(&a, &b) && names(&b, &a)
}

struct Title<'a> {
    /// Each as written and folded.
    words: Vec<(&'a str, String)>,
    is_title_case: bool,
}

impl<'a> Title<'a> {
    fn new(title: &'a str) -> Title<'a> {
        let words = title.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        // Days and numbers tell no two things apart.
        let is_word = |word: &&str| word.chars().any(char::is_alphabetic);
        let words = words.filter(is_word).map(|word| (word, fold(word))).collect();
        Title { words, is_title_case: is_title_case(title) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sentence_about_two_things() {
        let differ = |a: &str, b: &str| {
            name_different_things(a, b, crate::failure::built_in(), |word| word == "ledger" || word == "mailhub")
        };
        assert!(differ("API connection with Granite is down", "API connection with the Basalt store lost"));
        assert!(
            differ("Outage on ledger.example.com", "Outage on mailhub.example.com")
                || differ("Outage of the ledger", "Outage of the mailhub")
        );
        assert!(!differ("API connection with Granite is down", "API connection with Granite lost again"));
        assert!(!differ("Granite was slow today", "Granite was slow on Monday morning"));
        assert!(!differ("Disk full", "Ledger locked"));
        assert!(!differ("Problem with Granite: OOM", "Problem with Granite: timeout"));
    }
}
