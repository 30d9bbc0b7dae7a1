//! What the tense of an action says: "Added an alert", "The limit was raised", "監視を追加した" were done.

use crate::lexicon::{ActionKey, Lexicon, WordList};
use crate::text::fold;
use std::ops::Range;

/// As much of an action as is looked at, in bytes: what comes later explains it.
const LOOKED_AT: usize = 240;
/// A participle stands this close behind its auxiliary, or at the end of the sentence.
const CLOSE: usize = 2;
/// Words of an auxiliary, at most.
const AUXILIARY: usize = 3;
/// Words of a sentence that are looked at.
const LONGEST: usize = 60;
/// Words that say who did it, at most.
const SUBJECT: usize = 4;
/// What was done with something is named in so many words behind the verb.
const OBJECT: usize = 4;
/// A sentence in the passive has no more words before its verb.
const BEFORE_PASSIVE: usize = 12;

/// Whether an action says of itself that it was done.
pub(super) fn is_done(text: &str, lexicon: &Lexicon) -> bool {
    let folded = fold(&text[..text.floor_char_boundary(LOOKED_AT)]).replace('’', "'");
    let ends = |sentence: &str| {
        let bare = sentence.trim_end_matches(['.', '!', '。', ' ', ';']);
        lexicon.words(WordList::DoneEndings).any(|end| bare.ends_with(end))
    };
    let first =
        [". ", "! ", "; ", "。"].iter().filter_map(|end| folded.find(end)).min().map_or(&*folded, |end| &folded[..end]);
    if lexicon.says_done(&folded) || text.len() <= LOOKED_AT && ends(&folded) || ends(first) {
        return true;
    }
    let words = Words::of(first);
    in_past_tense(&words, lexicon) || in_passive(&words, lexicon)
}

/// The words of a sentence, bare of signs, and where they stand.
struct Words<'a> {
    text: &'a str,
    places: Vec<Range<usize>>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Words<'a> {
        let is_sign = |c: char| !c.is_alphanumeric() && c != '\'';
        let mut places = Vec::new();
        let mut from = 0;
        for word in text.split(' ').take(LONGEST) {
            let start = from + word.len() - word.trim_start_matches(is_sign).len();
            let end = from + word.trim_end_matches(is_sign).len();
            places.push(start..end.max(start));
            from += word.len() + 1;
        }
        Words { text, places }
    }

    fn get(&self, at: usize) -> Option<&'a str> {
        self.text.get(self.places.get(at)?.clone())
    }

    /// So many words from one on, with what stands between them.
    fn run(&self, at: usize, count: usize) -> Option<&'a str> {
        self.text.get(self.places.get(at)?.start..self.places.get(at + count - 1)?.end)
    }
}

/// "Added an alert", "We have added alerts".
fn in_past_tense(words: &Words<'_>, lexicon: &Lexicon) -> bool {
    let is_verb = |at: usize| words.get(at).is_some_and(|word| lexicon.has(WordList::DoneVerbs, word));
    let is_past = |at: usize| words.get(at).is_some_and(|word| lexicon.has(WordList::PastVerbs, word));
    // "Created a ticket to add an alert": that is where the work begins.
    let of_ticket = |from: usize| {
        let mut object = (from..from + OBJECT).filter_map(|at| words.get(at));
        object.any(|word| lexicon.action_key(word) == Some(ActionKey::Ticket))
    };
    let determined = || words.get(1).is_some_and(|word| lexicon.has(WordList::Determiners, word)) && !of_ticket(1);
    if is_past(0) || is_verb(0) && determined() {
        return true;
    }
    let is_subject = |count: &usize| words.run(0, *count).is_some_and(|run| lexicon.has(WordList::DoneSubjects, run));
    let subject = (1..=SUBJECT).rev().find(is_subject);
    subject.is_some_and(|count| is_past(count) || is_verb(count) && !of_ticket(count + 1))
}

/// "The limit was raised", "Der Alarm wurde hinzugefügt".
fn in_passive(words: &Words<'_>, lexicon: &Lexicon) -> bool {
    let is_verb = |at: usize| words.get(at).is_some_and(|word| lexicon.has(WordList::DoneVerbs, word));
    let all = words.places.len();
    for at in 0..all.min(BEFORE_PASSIVE) {
        let is_auxiliary =
            |count: &usize| words.run(at, *count).is_some_and(|run| lexicon.has(WordList::DoneAuxiliaries, run));
        if let Some(count) = (1..=AUXILIARY).rev().find(is_auxiliary) {
            return (at + count..at + count + CLOSE).chain([all - 1]).any(is_verb);
        }
        if words.get(at).is_some_and(|word| lexicon.has(WordList::Subordinators, word)) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;

    #[test]
    fn what_was_done_says_so() {
        for text in [
            "Added an alert for the queue",
            "We have increased the limit",
            "The default CPU and memory requests were set to meet the maximum usage",
            "Manager needs to use our policies - this has already been done.",
            "Alerting has been added for the queue",
            "Der Alarm wurde hinzugefügt",
            "Une alerte a été ajoutée",
            "Se ha añadido una alerta",
            "監視を追加した",
            "Алерт добавлен: был настроен порог",
        ] {
            assert!(is_done(text, built_in()), "{text}");
        }
    }

    #[test]
    fn what_is_wanted_does_not() {
        for text in [
            "Add an alert",
            "Improved alerting",
            "Find out why the alert was removed",
            "Ensure backups were tested",
            "Created a ticket to add an alert",
            "Updated runbook",
            "Check whether the limit has been raised",
            "監視を追加する",
            "",
        ] {
            assert!(!is_done(text, built_in()), "{text}");
        }
    }
}
