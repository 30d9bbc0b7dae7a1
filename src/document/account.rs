//! What an incident's page says of what broke and why: its title, summary, impact, trigger and causes, each with how
//! much it counts. The rest of a page tells of repairs, people and plans, and ties nothing together.

use crate::failure::FailureModes;
use crate::lexicon::Lexicon;
use crate::markdown::{Heading, TextSection};
use crate::model::{Narrative, SectionKind};
use crate::text::Span;

/// How much it counts that a title says something. These five by hand.
pub const PLACE_TITLE: f64 = 1.0;
/// The same of a trigger or a cause.
pub const PLACE_CAUSE: f64 = 0.9;
/// The same of a summary.
pub const PLACE_SUMMARY: f64 = 0.8;
/// The same of the background.
pub const PLACE_BACKGROUND: f64 = 0.6;
/// The same of the impact, which tells of what follows.
pub const PLACE_IMPACT: f64 = 0.5;

/// Bytes of a section that belong to the account. By hand.
const ACCOUNT_BYTES: usize = 1600;
/// No label is longer, in bytes.
const LONGEST_LABEL: usize = 120;
/// Characters of a text in which its first sentence is. By hand.
const BEGINNING: usize = 600;
/// From how many words on a title that the text begins with is a sentence. By hand.
const SENTENCE_WORDS: usize = 5;

/// A text of an account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part<'a> {
    /// How much it counts, 0 to 1.
    pub weight: f64,
    /// What it says.
    pub text: &'a str,
    /// How many bytes of its section, or of what stands under its label, come before it.
    pub before: usize,
    /// Where it is from: the field, or the heading that it stands under; `None` before all headings.
    pub place: Option<Span>,
}

/// The account of an incident, the front matter's part first.
pub fn account<'a>(
    narrative: &'a Narrative,
    headings: &[Heading],
    sections: &'a [TextSection],
    lexicon: &Lexicon,
    modes: &FailureModes,
) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    if !begins_the_text(&narrative.title.value, sections) {
        let title = &narrative.title;
        parts.push(Part { weight: PLACE_TITLE, text: &title.value, before: 0, place: title.span() });
    }
    let fields = [(PLACE_CAUSE, &narrative.trigger), (PLACE_SUMMARY, &narrative.summary)];
    for (weight, field) in fields.into_iter().filter_map(|(weight, field)| Some((weight, field.as_ref()?))) {
        parts.push(Part { weight, text: shortened(&field.value), before: 0, place: field.span() });
    }
    // Both are in the order of the page.
    let mut headings = headings.iter();
    for (at, section) in sections.iter().enumerate() {
        let place = match section.anchor.as_str() {
            "" => None,
            anchor => headings.find(|heading| heading.anchor == anchor).map(|heading| heading.span),
        };
        let from = parts.len();
        in_section(at, section, lexicon, modes, &mut parts);
        parts.iter_mut().skip(from).for_each(|part| part.place = place);
    }
    parts
}

/// Whether a page has no title of its own: what stands in for one is a sentence at the beginning of its text, which says
/// as little about the whole as any other.
pub fn begins_the_text(title: &str, sections: &[TextSection]) -> bool {
    let Some(first) = sections.iter().find(|section| !section.text.trim().is_empty()) else {
        return false;
    };
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let title = words(title);
    if title.len() < SENTENCE_WORDS {
        return false;
    }
    let beginning: Vec<String> = words(&first.text.chars().take(BEGINNING).collect::<String>());
    title.iter().all(|word| beginning.contains(word))
}

/// What a section gives; where labels divide it as headings would (`Impact: …`), each label's lines count as their own.
fn in_section<'a>(
    at: usize,
    section: &'a TextSection,
    lexicon: &Lexicon,
    modes: &FailureModes,
    parts: &mut Vec<Part<'a>>,
) {
    let part = |weight: f64, text: &'a str, before: usize| Part { weight, text, before, place: None };
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
        let before = ACCOUNT_BYTES - left;
        left -= line.len().min(left);
        match place {
            Place::Whole(weight) => parts.push(part(weight, line, before)),
            Place::Causes => {
                let sentences = line.split_inclusive(". ").filter(|sentence| modes.is_causal(sentence));
                parts.extend(sentences.map(|sentence| part(PLACE_BACKGROUND, sentence, before)));
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
    use super::*;
    use crate::model::Sourced;

    #[test]
    fn labels_divide_a_text_as_headings_do() {
        let text =
            "Impact: nobody could pay.\nCause: the disk was full.\nResolution: we moved the logs.\nIt took long.";
        let sections = [TextSection { text: text.to_owned(), ..TextSection::default() }];
        let title = Sourced::external("Payments down".to_owned());
        let claims = crate::model::Claims::default();
        let (_, narrative) = claims.into_incident(title, Sourced::external("en".to_owned()));
        let (lexicon, modes) = (crate::lexicon::built_in(), crate::failure::built_in());
        let parts = account(&narrative, &[], &sections, lexicon, modes);
        let parts: Vec<(f64, &str)> = parts.iter().map(|part| (part.weight, part.text)).collect();
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
