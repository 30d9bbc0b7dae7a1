//! Which milestone an entry of a timeline is, where the author plainly says so.
//!
//! A wrong claim here becomes a wrong time to resolve on the trends page, so a sentence must say nothing else: a label
//! (`**Detected**: …`), a sentence that is a set phrase ("Incident resolved."), or one that opens with a phrase that
//! cannot mean anything else ("Alert fires for …").

use super::compiled::first_word;
use super::{Lexicon, WordList};
use crate::model::Phase;
use crate::text::fold;

/// An entry that is nothing but a label is no longer than this, in bytes.
const LABEL: usize = 40;
/// As much of an entry as is looked at for somebody who notices, in bytes.
const LONGEST_NOTICE: usize = 200;
/// A denial is looked for in this many words before.
const NEAR: usize = 5;
/// From here on words stand without spaces between them.
const CJK: char = '\u{2e80}';
/// Folding takes Korean syllables apart; particles stand behind them.
const HANGUL: std::ops::RangeInclusive<char> = '\u{1100}'..='\u{11ff}';

impl Lexicon {
    /// The milestone that a label names: `Detected`, `Incident start`, `Début`.
    pub fn phase_of_label(&self, label: &str) -> Option<Phase> {
        if label.len() > 60 {
            return None;
        }
        let label = self.bare(&fold(label));
        let label = label.strip_prefix("incident ").unwrap_or(&label);
        let known = |label: &str| self.milestone_labels.get(label).copied();
        known(label).or_else(|| {
            if label.is_ascii() && !label.contains(' ') {
                return None;
            }
            // "Repaired declared", "緩和実施".
            let mut tails = self.words(WordList::MilestoneTails).filter_map(|tail| label.strip_suffix(tail));
            tails.find_map(|rest| known(rest.trim_end()).filter(|_| rest.ends_with(' ') || !rest.is_ascii()))
        })
    }

    /// Whether somebody notices, in the first sentence of an entry, that something is wrong.
    pub fn notices(&self, text: &str) -> bool {
        let text = fold(text.get(..text.floor_char_boundary(LONGEST_NOTICE)).unwrap_or_default());
        let first =
            [". ", "! ", "; ", "。"].iter().filter_map(|end| text.find(end)).min().map_or(&*text, |end| &text[..end]);
        let is_part = |c: char| c.is_alphanumeric() && c < CJK && !HANGUL.contains(&c);
        self.noticing.iter().flat_map(|finder| finder.find_overlapping_iter(first)).any(|found| {
            let (before, after) = (&first[..found.start()], &first[found.end()..]);
            let denied = || before.rsplit(' ').take(NEAR).any(|word| self.has(WordList::Denials, word));
            // "Detected errors are ignored" tells of errors; "Noticed that …" of somebody.
            let next = after.trim_start().split(' ').next().unwrap_or_default();
            let governs = || [WordList::Determiners, WordList::Subordinators].iter().any(|list| self.has(*list, next));
            !before.ends_with(is_part)
                && !after.starts_with(is_part)
                && !denied()
                && (!before.is_empty() || !first.is_ascii() || first[found.range()].contains(' ') || governs())
        })
    }

    /// The milestone that the text of an entry is.
    pub fn phase_of_text(&self, text: &str) -> Option<Phase> {
        let sentences = &self.milestone_sentences;
        // "Rollback complete": a label is all that there is.
        let mut phase = if text.len() <= LABEL { self.phase_of_label(text) } else { None };
        for (number, sentence) in text.split_inclusive(['.', '!', ';', '\n']).enumerate().take(40) {
            // Set phrases are short, and only the first sentence may go on after one.
            let sentence = &sentence[..sentence.floor_char_boundary(if number == 0 { 160 } else { 80 })];
            let plain = self.bare(&fold(sentence).replace('’', "'"));
            // "Rolled back (incident ends)".
            let bracketed = sentence.rsplit_once('(').and_then(|(_, rest)| rest.split_once(')'));
            let bracketed = bracketed.and_then(|(inner, _)| sentences.get(&self.bare(&fold(inner))).copied());
            let found = sentences
                .get(&plain)
                .copied()
                .or(bracketed)
                .or_else(|| if number == 0 { self.phase_of_opening(&plain) } else { None });
            // The end of a text says where things stand: "Service resumes. Incident ends."
            phase = phase.max(found);
        }
        phase
    }

    /// "Detected: the alert …", "Alert fires for checkout", "PagerDuty alert fires".
    fn phase_of_opening(&self, sentence: &str) -> Option<Phase> {
        if let Some((label, _)) = sentence.split_once([':', '–', '—'])
            && let Some(phase) = self.phase_of_label(label)
        {
            return Some(phase);
        }
        if sentence.split(' ').any(|part| self.has(WordList::Denials, part)) {
            return None;
        }
        // Up to four words may come before the phrase: "The PagerDuty alert fires".
        let starts = std::iter::once(0).chain(sentence.match_indices(' ').map(|(at, _)| at + 1)).take(5);
        let certain = |at: &usize| !sentence[..*at].split(' ').any(|word| self.has(WordList::Doubts, word));
        starts.take_while(certain).map(|at| &sentence[at..]).find_map(|rest| {
            let says =
                |phrase: &str| rest.strip_prefix(phrase).is_some_and(|after| !after.starts_with(char::is_alphanumeric));
            let phrases = self.milestone_openings.get(first_word(rest))?;
            phrases.iter().find(|(phrase, _)| says(phrase)).map(|(_, phase)| *phase)
        })
    }

    /// Without articles, signs and emoji at its ends.
    fn bare(&self, folded: &str) -> String {
        let text = folded.trim_matches(|c: char| !c.is_alphanumeric());
        let text = self.after(WordList::Articles, text).unwrap_or(text);
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;

    #[test]
    fn plain_words_name_a_milestone() {
        for (text, phase) in [
            ("Start of incident. New version is deployed.", Phase::Started),
            ("Problem starts", Phase::Started),
            ("Début de l’incident : les paiements échouent", Phase::Started),
            ("Detected: error rate at 12 %", Phase::Detected),
            ("PagerDuty alert fires for checkout", Phase::Detected),
            ("L'alerte se déclenche", Phase::Detected),
            ("Investigation starts after noticing grafana looks weird.", Phase::Acknowledged),
            ("Priya acknowledges the page", Phase::Acknowledged),
            ("The DNS issue has been resolved and mail goes out.", Phase::Resolved),
            ("Admins close the incident", Phase::Resolved),
            ("Rolled back (incident ends)", Phase::Resolved),
            ("Service is restored, user pods start running again.", Phase::Mitigated),
            ("Repository was unbanned again. Incident resolved.", Phase::Resolved),
            ("Service resumes. Incident ends.", Phase::Resolved),
            ("Retour à la normale.", Phase::Resolved),
        ] {
            assert_eq!(built_in().phase_of_text(text), Some(phase), "{text}");
        }
        assert_eq!(built_in().phase_of_label("Incident start"), Some(Phase::Started));
        assert_eq!(built_in().phase_of_label("Détection :"), Some(Phase::Detected));
        assert_eq!(built_in().phase_of_label("Repaired declared"), Some(Phase::Mitigated));
        assert_eq!(built_in().phase_of_label("復旧日時"), Some(Phase::Resolved));
        assert_eq!(built_in().phase_of_label("on"), None);
    }

    #[test]
    fn somebody_notices() {
        for text in [
            "Users report all launches are failing",
            "We notice that launches are slow.",
            "Un client signale des erreurs",
            "ユーザーがエラーを報告",
            "Die Bereitschaft bemerkt den Fehler",
        ] {
            assert!(built_in().notices(text), "{text}");
        }
        for text in [
            "Nobody had noticed",
            "No alert was raised",
            "Deploy started",
            "The report is ready. We notice it",
            "not noticed by anybody",
            "Detected errors are ignored",
        ] {
            assert!(!built_in().notices(text), "{text}");
        }
    }

    #[test]
    fn anything_less_plain_names_none() {
        for text in [
            "Users report all launches are failing",
            "No alert fires because the rule was muted",
            "We think the incident is over",
            "The alert fired last week was not this one",
            "Believing the issue to be resolved, work resumes",
            "Once the issue is resolved we mail everyone",
            "Seems the issue is fixed",
            "Detected errors were ignored",
            "Start the failover",
            "Deploy started",
            "The build is fixed on the branch",
            "",
        ] {
            assert_eq!(built_in().phase_of_text(text), None, "{text}");
        }
    }
}
