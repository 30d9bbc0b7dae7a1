//! What the tense of an action says: "Added an alert", "The limit was raised", "監視を追加した" were done.

use crate::lexicon::{ActionKey, Lexicon, WordList};
use crate::text::fold;

/// As much of an action as is looked at, in bytes: what comes later explains it.
const LOOKED_AT: usize = 240;
/// A participle stands this close behind its auxiliary, or at the end of the sentence.
const CLOSE: usize = 2;
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
    let words: Vec<&str> =
        first.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'')).collect();
    in_past_tense(&words, lexicon) || in_passive(&words, lexicon)
}

/// "Added an alert", "We have added alerts".
fn in_past_tense(words: &[&str], lexicon: &Lexicon) -> bool {
    let is_verb = |word: &&str| lexicon.has(WordList::DoneVerbs, word);
    let is_past = |word: &&str| lexicon.has(WordList::PastVerbs, word);
    // "Created a ticket to add an alert": that is where the work begins.
    let of_ticket = |from: usize| {
        let object = words.iter().skip(from).take(OBJECT);
        object.into_iter().any(|word| lexicon.action_key(word) == Some(ActionKey::Ticket))
    };
    let determined = || words.get(1).is_some_and(|word| lexicon.has(WordList::Determiners, word)) && !of_ticket(1);
    if words.first().is_some_and(|word| is_past(word) || is_verb(word) && determined()) {
        return true;
    }
    let subject = (1..=SUBJECT.min(words.len()))
        .rev()
        .find(|count| words.get(..*count).is_some_and(|words| lexicon.has(WordList::DoneSubjects, &words.join(" "))));
    subject.is_some_and(|count| {
        words.get(count).is_some_and(|word| is_past(word) || is_verb(word) && !of_ticket(count + 1))
    })
}

/// "The limit was raised", "Der Alarm wurde hinzugefügt".
fn in_passive(words: &[&str], lexicon: &Lexicon) -> bool {
    for (at, word) in words.iter().enumerate().take(BEFORE_PASSIVE) {
        let auxiliary = (1..=3).rev().find(|count| {
            words.get(at..at + count).is_some_and(|words| lexicon.has(WordList::DoneAuxiliaries, &words.join(" ")))
        });
        let Some(count) = auxiliary else {
            if lexicon.has(WordList::Subordinators, word) {
                return false;
            }
            continue;
        };
        let rest = words.get(at + count..).unwrap_or_default();
        let near = rest.iter().take(CLOSE).chain(rest.last());
        return near.into_iter().any(|word| lexicon.has(WordList::DoneVerbs, word));
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
