//! Whether a page is a postmortem, by its text alone.

use super::title::Title;
use crate::lexicon::{Lexicon, WordList};
use crate::markdown::Block;
use crate::model::SectionKind;
use crate::text::{ContentPath, fold};

/// What speaks for an incident.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::reading) struct Signs {
    /// Entries of the timeline that have a time.
    pub(in crate::reading) timed_entries: usize,
    pub(in crate::reading) actions: usize,
    /// A day in the heading, the file's name or a label.
    pub(in crate::reading) dated: bool,
    pub(in crate::reading) severity: bool,
    /// A milestone or a duration.
    pub(in crate::reading) measured: bool,
    /// How many of services, trigger, detection, impact and status stand under labels.
    pub(in crate::reading) labels: usize,
}

/// From how many events on a page is more than a template with examples.
const FILLED_IN: usize = 3;

/// Points from which on a page counts as a postmortem.
const ENOUGH: usize = 6;

/// Whether the sections and facts of a page are those of a postmortem. A guide that explains postmortems has some of
/// the sections, but no times; an index has dates, but no sections.
pub(in crate::reading) fn looks_like_incident(
    signs: Signs,
    sections: &[SectionKind],
    title: Option<&Title<'_>>,
    lexicon: &Lexicon,
) -> bool {
    let mut points = match signs.timed_entries {
        0 => 0,
        1 => 2,
        _ => 5,
    };
    points += usize::from(signs.dated) * 2 + usize::from(signs.severity) * 2 + usize::from(signs.measured) * 2;
    points += usize::from(signs.actions > 0) + signs.labels.min(3);
    points += sections.iter().map(|kind| weight(*kind)).sum::<usize>();
    // A day and the cause of something belong to one incident: guides say how causes are found, on no day.
    let has_cause =
        sections.iter().any(|kind| matches!(kind, SectionKind::RootCause | SectionKind::ContributingFactors));
    points += usize::from(signs.dated && has_cause);
    if let Some(title) = title {
        // The whole heading: what the title leaves out, such as "Incident:", says most.
        let folded = fold(&title.inline.text);
        let is_part = |c: char| c.is_alphanumeric() || c == '-';
        let named = |part: &str| lexicon.has(WordList::IncidentNames, part);
        points += usize::from(folded.split(|c: char| !is_part(c)).any(named));
    }
    // Sections alone may be those of a guide.
    let facts = signs.timed_entries > 0 || signs.dated || signs.severity || signs.measured;
    let parts = sections.iter().filter(|kind| weight(**kind) > 0).count();
    // How bad it was and how long, beside what was affected, is a report without sections.
    let is_sheet = signs.labels >= 2 || signs.labels >= 1 && signs.severity && signs.measured;
    points >= ENOUGH && (facts && (parts > 0 || is_sheet) || parts >= 4)
        || points >= ENOUGH && signs.timed_entries >= 2 && signs.dated
}

fn weight(kind: SectionKind) -> usize {
    match kind {
        SectionKind::Timeline | SectionKind::RootCause | SectionKind::ContributingFactors => 2,
        SectionKind::WentWell | SectionKind::WentWrong | SectionKind::Lucky | SectionKind::Lessons => 2,
        SectionKind::Actions
        | SectionKind::Impact
        | SectionKind::Resolution
        | SectionKind::Detection
        | SectionKind::Trigger => 1,
        SectionKind::Summary => 1,
        SectionKind::Background | SectionKind::People | SectionKind::Metrics | SectionKind::References => 0,
    }
}

/// Whether the first paragraph of a page without sections tells of something that broke. Weak: a page of which nothing
/// else is known may be counted as an incident for it.
pub(in crate::reading) fn tells_of_failure(blocks: &[Block], first_paragraph: &str, lexicon: &Lexicon) -> bool {
    let plain = blocks.len() <= 16
        && !blocks.iter().any(|block| matches!(block, Block::Heading { level: 2..=6, .. } | Block::List { .. }));
    let text = fold(first_paragraph.get(..600).unwrap_or(first_paragraph));
    plain && text.split(|c: char| !c.is_alphanumeric()).any(|word| lexicon.has(WordList::Failures, word))
}

/// Whether a page is a template to copy: its name or heading says so, or its holes are still open. `told` is the number of
/// events with a day and a time: a page that has some was filled in, whatever became of its heading.
pub(in crate::reading) fn is_template(
    path: &ContentPath,
    title: Option<&Title<'_>>,
    blocks: &[Block],
    told: usize,
    lexicon: &Lexicon,
) -> bool {
    let name = fold(path.stem());
    let named = name.split(|c: char| !c.is_alphanumeric()).any(|part| lexicon.has(WordList::TemplateNames, part));
    if named {
        return true;
    }
    let Some(title) = title else { return false };
    let folded = fold(&title.inline.text);
    let says = lexicon.start_of(WordList::TemplateStarts, &folded).is_some()
        || lexicon.words(WordList::TemplateEnds).any(|end| folded.ends_with(end))
        || lexicon.within(WordList::TemplatePhrases, &folded);
    let is_short = blocks.len() < 60 && told < FILLED_IN;
    says || (title.is_template && holes(blocks, lexicon) >= 1)
        || holes(blocks, lexicon) >= 3
        || (title.is_template && is_short)
}

/// Headings and paragraphs that still hold `{{ … }}`, `YYYY-MM-DD` or `HH:MM`.
fn holes(blocks: &[Block], lexicon: &Lexicon) -> usize {
    let hole = |text: &str| text.contains("{{") && text.contains("}}") || lexicon.within(WordList::TemplateHoles, text);
    blocks
        .iter()
        .filter(|block| match block {
            Block::Heading { inline, .. } => hole(&inline.text),
            Block::Paragraph(inline) => inline.text.len() < 300 && hole(&inline.text),
            Block::Table { rows, .. } => rows.iter().take(3).flatten().any(|cell| hole(&cell.text)),
            Block::List { items, .. } => items
                .iter()
                .take(3)
                .any(|item| matches!(item.blocks.first(), Some(Block::Paragraph(inline)) if hole(&inline.text))),
            _ => false,
        })
        .count()
}
