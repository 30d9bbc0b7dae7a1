//! What an incident's page says of what broke and why: its title, summary, impact, trigger and causes, each with how
//! much it counts. The rest of a page tells of repairs, people and plans, and ties nothing together.

use super::thresholds::{ACCOUNT_BYTES, PLACE_BACKGROUND, PLACE_CAUSE, PLACE_IMPACT, PLACE_SUMMARY, PLACE_TITLE};
use super::title::begins_the_text;
use crate::failure::FailureModes;
use crate::lexicon::Lexicon;
use crate::library::PageText;
use crate::markdown::TextSection;
use crate::model::SectionKind;

/// No label is longer, in bytes.
const LONGEST_LABEL: usize = 120;

/// A text and how much it counts, 0 to 1.
pub(super) type Part<'a> = (f64, &'a str);

/// The account of an incident, the front matter's part first.
pub(super) fn account<'a>(page: PageText<'a>, lexicon: &Lexicon) -> Vec<Part<'a>> {
    let narrative = page.narrative();
    let mut parts: Vec<Part<'_>> = Vec::new();
    if !begins_the_text(page) {
        parts.push((PLACE_TITLE, page.title()));
    }
    parts.extend(narrative.trigger.as_ref().map(|trigger| (PLACE_CAUSE, trigger.value.as_str())));
    parts.extend(narrative.summary.as_ref().map(|summary| (PLACE_SUMMARY, shortened(&summary.value))));
    for (at, section) in page.body().text.iter().enumerate() {
        in_section(at, section, lexicon, &mut parts);
    }
    parts
}

/// What a section gives; where labels divide it as headings would (`Impact: …`), each label's lines count as their own.
fn in_section<'a>(at: usize, section: &'a TextSection, lexicon: &Lexicon, parts: &mut Vec<Part<'a>>) {
    let kind = lexicon.section_kind(&section.heading);
    // Before all headings, and under the first that is none of the trade's: the page's title, most often.
    let mut place = match kind {
        Some(kind) => place_of(kind),
        None if at <= 1 => Some(Place::Whole(PLACE_SUMMARY)),
        None => None,
    };
    let first = place;
    let mut left = ACCOUNT_BYTES;
    for line in section.text.lines() {
        if let Some(kind) = label_of(line, lexicon) {
            place = place_of(kind);
            left = ACCOUNT_BYTES;
        } else if has_label(line) {
            place = first;
        }
        let Some(place) = place.filter(|_| left > 0) else { continue };
        let line = line.get(..line.floor_char_boundary(left)).unwrap_or(line);
        left -= line.len().min(left);
        match place {
            Place::Whole(weight) => parts.push((weight, line)),
            Place::Causes => {
                let sentences =
                    line.split_inclusive(". ").filter(|sentence| FailureModes::built_in().is_causal(sentence));
                parts.extend(sentences.map(|sentence| (PLACE_BACKGROUND, sentence)));
            }
        }
    }
}

/// What of a section belongs to the account.
#[derive(Clone, Copy)]
enum Place {
    Whole(f64),
    /// The sentences that tell of a cause: many teams tell it where they tell of the repair.
    Causes,
}

/// As much of a line as a label may be of.
fn beginning(line: &str) -> &str {
    line.get(..line.floor_char_boundary(LONGEST_LABEL)).unwrap_or(line)
}

/// The kind of section whose name a line begins with, before a colon.
fn label_of(line: &str, lexicon: &Lexicon) -> Option<SectionKind> {
    let has_at_most = |text: &str, words: usize| text.split_whitespace().nth(words).is_none();
    let beginning = beginning(line);
    let label = beginning.split_once([':', '：']).map(|(label, _)| label).filter(|label| has_at_most(label, 4));
    let alone = || (beginning.len() == line.len() && has_at_most(line, 3)).then_some(line);
    let label = label.or_else(alone)?;
    lexicon.section_kind(label.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether a line begins with a label that is no time: what it says belongs to no label before it.
fn has_label(line: &str) -> bool {
    let label = beginning(line.trim_start()).split_once([':', '：']).map(|(label, _)| label);
    label.is_some_and(|label| {
        label.split_whitespace().nth(3).is_none()
            && label.starts_with(char::is_uppercase)
            && !label.chars().any(|c| c.is_ascii_digit())
    })
}

fn place_of(kind: SectionKind) -> Option<Place> {
    let whole = |weight| Some(Place::Whole(weight));
    match kind {
        SectionKind::Summary | SectionKind::Detection => whole(PLACE_SUMMARY),
        SectionKind::RootCause | SectionKind::ContributingFactors | SectionKind::Trigger => whole(PLACE_CAUSE),
        SectionKind::Background => whole(PLACE_BACKGROUND),
        SectionKind::Impact => whole(PLACE_IMPACT),
        SectionKind::Resolution => Some(Place::Causes),
        _ => None,
    }
}

fn shortened(text: &str) -> &str {
    text.get(..text.floor_char_boundary(ACCOUNT_BYTES)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{incident, library};
    use super::*;

    #[test]
    fn labels_divide_a_text_as_headings_do() {
        let text =
            "Impact: nobody could pay.\nCause: the disk was full.\nResolution: we moved the logs.\nIt took long.";
        let library = library(vec![incident("inc-1", "Payments down", text)]);
        let parts = library
            .pages()
            .iter()
            .next()
            .map(|(_, page)| account(page, crate::lexicon::built_in()))
            .unwrap_or_default();
        assert_eq!(
            parts,
            [
                (PLACE_TITLE, "Payments down"),
                (PLACE_IMPACT, "Impact: nobody could pay."),
                (PLACE_CAUSE, "Cause: the disk was full."),
            ]
        );
    }
}
