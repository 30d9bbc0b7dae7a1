//! Dated updates, as status pages write them: `[Update 2022-02-11 15:20 UTC]`, `**Update at 11:20 UTC**`, or a moment that is
//! a line of its own.

use super::{TimelineContext, read};
use crate::clock::{Stamp, Style};
use crate::lexicon::WordList;
use crate::markdown::{Block, Inline};
use crate::model::TimelineEntry;
use crate::text::fold;

/// What an update begins with.
pub(super) enum Lead {
    /// A moment, and where the text goes on.
    At(Stamp, usize),
    /// Nothing that says when: "[Initial message]".
    Undated,
}

/// Whether a line begins an update.
pub(super) fn lead(line: &str, style: Style<'_>) -> Option<Lead> {
    let open = line.starts_with(['[', '(', '【']);
    let bare = line.trim_start_matches(['[', '(', '【']);
    let start = fold(bare.get(..bare.floor_char_boundary(40))?);
    let word = style
        .lexicon
        .words(WordList::UpdateLeads)
        .filter(|word| start.starts_with(word))
        .max_by_key(|word| word.len())?;
    // Folding keeps the number of characters of such words.
    let after = bare.char_indices().nth(word.chars().count()).map_or("", |(at, _)| &bare[at..]);
    if after.starts_with(char::is_alphanumeric) {
        return None;
    }
    let mut rest = after.trim_start_matches(is_joint);
    // "Update #2 - …", "Update on 4 May …": a number and a word may stand between.
    if let Some(numbered) = rest.strip_prefix('#') {
        rest = numbered.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(is_joint);
    }
    for word in style.lexicon.words(WordList::UpdateJoints) {
        if let Some(joined) =
            rest.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word)).map(|_| &rest[word.len()..])
            && joined.starts_with(' ')
        {
            rest = joined.trim_start();
            break;
        }
    }
    if let Some((stamp, end)) = Stamp::at_start(rest, style) {
        let at = line.len() - rest.len() + end;
        let closing = line[at..].len() - line[at..].trim_start_matches([']', ')', '】', ':', ' ']).len();
        return Some(Lead::At(stamp, at + closing));
    }
    let closes = rest.trim_start_matches(is_joint).starts_with([']', ')', '】']) || rest.is_empty();
    (open && closes || rest.is_empty()).then_some(Lead::Undated)
}

fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | ',' | '：')
}

/// The updates of a page that is made of them: from the first one on.
pub(super) fn of(blocks: &[Block], context: &TimelineContext<'_>) -> Vec<TimelineEntry> {
    let is_first = |block: &Block| match block {
        Block::Paragraph(inline) | Block::Heading { inline, .. } => begins(inline, context.style),
        _ => false,
    };
    let is_dated = |block: &Block| match block {
        Block::Paragraph(inline) | Block::Heading { inline, .. } => is_moment_of_update(inline, context.style),
        _ => false,
    };
    // "[Final message]" and "[Initial message]" alone say what was told, and not when.
    let Some(first) = blocks.iter().position(is_first).filter(|first| blocks[*first..].iter().any(is_dated)) else {
        return Vec::new();
    };
    read(&blocks[first..], context, true)
}

/// Whether a paragraph holds a line that begins an update and says when it was.
fn is_moment_of_update(inline: &Inline, style: Style<'_>) -> bool {
    inline.line_ranges().any(|line| {
        let text = inline.text[line].trim();
        matches!(lead(text, style), Some(Lead::At(..))) || is_moment(text, style)
    })
}

/// Whether a paragraph begins with a line that is an update's first.
pub(super) fn begins(inline: &Inline, style: Style<'_>) -> bool {
    let line = inline.line_ranges().next().unwrap_or(0..0);
    let text = inline.text[line].trim();
    lead(text, style).is_some() || is_moment(text, style)
}

/// Whether a line is a day with a time and nothing else.
fn is_moment(line: &str, style: Style<'_>) -> bool {
    Stamp::at_start(line, style)
        .is_some_and(|(stamp, end)| stamp.day.is_some() && stamp.time.is_some() && line[end..].trim().is_empty())
}
