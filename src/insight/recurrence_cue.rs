//! Cues of recurrence: sentences about an earlier incident that they do not name: "we had seen this issue before",
//! "like the other 503s of last week, but with another root cause".
//!
//! Where a text says what happened, why, and what was learnt, teams write that it was not the first time. Which one it was
//! like is left to the reader; here it is the most alike of the earlier ones.

use super::mention::{parts, sentence};
use super::thresholds::CUE_BYTES;
use crate::lexicon::Lexicon;
use crate::library::{PageText, Pages};
use crate::model::SectionKind;
use crate::text::fold;
use rayon::prelude::*;

/// What a text says of what came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RecurrenceCue {
    /// That it happened before.
    HappenedBefore,
    /// That something like it had happened, for another cause.
    OtherCause,
}

/// The cue in each page's text; `None` for pages without one, and for all that are no
/// incidents.
pub(super) fn cues(library: Pages<'_>, lexicon: &Lexicon) -> Vec<Option<RecurrenceCue>> {
    let of = |page: PageText<'_>| page.is_incident().then(|| cue(page, lexicon)).flatten();
    library.par_iter().map(of).collect()
}

fn cue(page: PageText<'_>, lexicon: &Lexicon) -> Option<RecurrenceCue> {
    let tells = |heading: &str| {
        matches!(
            lexicon.section_kind(heading),
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
        for (at, other_cause) in lexicon.recurrences(text) {
            if other_cause {
                return Some(RecurrenceCue::OtherCause);
            }
            happened_before |= !parts(&fold(sentence(text, at)), lexicon);
        }
    }
    happened_before.then_some(RecurrenceCue::HappenedBefore)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{incident, library};
    use super::*;
    use crate::lexicon::built_in;

    #[test]
    fn a_text_may_say_that_it_happened_before_without_saying_when() {
        let of = |text: &str| cues(library(vec![incident("inc-1", "It broke", text)]).pages(), built_in()).remove(0);
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
