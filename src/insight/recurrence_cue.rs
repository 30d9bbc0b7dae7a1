//! Cues of recurrence: sentences about an earlier incident that they do not name: "we had seen this issue before",
//! "like the other 503s of last week, but with another root cause".
//!
//! Where a text says what happened, why, and what was learnt, teams write that it was not the first time. Which one it was
//! like is left to the reader; here it is the most alike of the earlier ones.

use super::mention::{parts, sentence};
use super::thresholds::CUE_BYTES;
use crate::lexicon::section_kind;
use crate::library::{PageText, Pages};
use crate::model::SectionKind;
use aho_corasick::AhoCorasick;
use rayon::prelude::*;

/// Phrases of texts about something that happened before.
const HAPPENED_BEFORE: [&str; 44] = [
    "second occur",
    "third occur",
    "another occur",
    "repeat occur",
    "repeat of ",
    "repetition of ",
    "recurrence of ",
    "reoccurrence of ",
    "re-occurrence of ",
    "seen this before",
    "seen this issue before",
    "seen this problem before",
    "happened before",
    "happened previously",
    "occurred before",
    "occurred previously",
    "happened again",
    "occurred again",
    "came back after",
    "not the first time",
    "for the second time",
    "for the third time",
    "same issue as",
    "same problem as",
    "same failure as",
    "same cause as",
    "same root cause as",
    "previous postmortem",
    "previous post-mortem",
    "previous incident",
    "previous outage",
    "earlier postmortem",
    "earlier incident",
    "earlier outage",
    "similar incident",
    "similar outage",
    "déjà arrivé",
    "déjà produit",
    "déjà survenu",
    "incident précédent",
    "bereits aufgetreten",
    "erneut aufgetreten",
    "ya había ocurrido",
    "volvió a ocurrir",
];
/// Phrases of texts about something that only looked the same.
const OTHER_CAUSE: [&str; 12] = [
    "different root cause",
    "another root cause",
    "other root cause",
    "different cause",
    "another cause",
    "root cause was different",
    "cause was different",
    "autre cause",
    "cause différente",
    "andere ursache",
    "otra causa",
    "causa distinta",
];

/// A text's reference to earlier incidents that it does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RecurrenceCue {
    /// That it happened before.
    HappenedBefore,
    /// That something like it had happened, for another cause.
    OtherCause,
}

/// The cue in each page's text; `None` for pages without one, and for all that are no
/// incidents.
pub(super) fn cues(library: Pages<'_>) -> Vec<Option<RecurrenceCue>> {
    // Building fails only beyond millions of patterns. Without the phrases there are no cues.
    let Ok(phrases) =
        AhoCorasick::builder().ascii_case_insensitive(true).build(OTHER_CAUSE.iter().chain(&HAPPENED_BEFORE))
    else {
        return vec![None; library.pages.len()];
    };
    let of = |page: PageText<'_>| page.is_incident().then(|| cue(page, &phrases)).flatten();
    library.par_iter().map(of).collect()
}

fn cue(page: PageText<'_>, phrases: &AhoCorasick) -> Option<RecurrenceCue> {
    let tells = |heading: &str| {
        matches!(
            section_kind(heading),
            Some(
                SectionKind::Summary
                    | SectionKind::Background
                    | SectionKind::RootCause
                    | SectionKind::ContributingFactors
                    | SectionKind::Lessons
                    | SectionKind::WentWrong
            )
        )
    };
    let sections = &page.body().text;
    let told = sections.iter().enumerate().filter(|(at, section)| *at == 0 || tells(&section.heading));
    let stated = page.narrative().summary.as_ref().map(|summary| summary.value.as_str());
    let mut happened_before = false;
    for text in told.map(|(_, section)| section.text.as_str()).chain(stated) {
        let text = &text[..text.floor_char_boundary(CUE_BYTES)];
        for found in phrases.find_iter(text) {
            if found.pattern().as_usize() < OTHER_CAUSE.len() {
                return Some(RecurrenceCue::OtherCause);
            }
            happened_before |= !parts(&sentence(text, found.start()).to_lowercase());
        }
    }
    happened_before.then_some(RecurrenceCue::HappenedBefore)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{incident, library};
    use super::*;

    #[test]
    fn a_text_may_say_that_it_happened_before_without_saying_when() {
        let of = |text: &str| cues(library(vec![incident("inc-1", "It broke", text)]).pages()).remove(0);
        assert_eq!(of("We had seen this issue before, and knew the fix."), Some(RecurrenceCue::HappenedBefore));
        assert_eq!(of("This was the second occurrence of the detached targets."), Some(RecurrenceCue::HappenedBefore));
        assert_eq!(of("Cela s’était déjà produit en mars."), Some(RecurrenceCue::HappenedBefore));
        assert_eq!(
            of("Much like the previous incident, but for a different root cause."),
            Some(RecurrenceCue::OtherCause)
        );
        assert_eq!(of("Nothing like it had happened before; it was not a repeat of March."), None);
        assert_eq!(of("We make sure that this does not happen again."), None);
    }
}
