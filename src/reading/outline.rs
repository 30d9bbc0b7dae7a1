//! The sections of a body, whatever starts them: a heading, a line in bold, a label over a list.

use crate::lexicon::Lexicon;
use crate::markdown::{Block, Inline, Item};
use crate::model::SectionKind;

/// The level of a line in bold that stands for a heading.
const LABEL: u8 = 7;
/// The level of a list's item that stands for a heading.
const ITEM: u8 = 8;

/// A line that stands for a heading without any mark is shorter than this, in bytes.
const LONELY: usize = 30;

/// A section and all that is below it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section<'a> {
    /// What it is about; `None` when its heading says nothing known.
    pub(super) kind: Option<SectionKind>,
    /// 1 to 6 for headings, more for what stands for one.
    pub(super) level: u8,
    /// Its heading.
    pub(super) heading: &'a Inline,
    /// What is below it, its sub-sections included.
    pub(super) blocks: &'a [Block],
    /// The index of its heading among the body's blocks.
    pub(super) at: usize,
    /// The index after its last block.
    pub(super) end: usize,
}

/// All sections in order. A section holds those of lower levels that follow it.
pub(super) fn sections<'a>(blocks: &'a [Block], lexicon: &Lexicon) -> Vec<Section<'a>> {
    let mut all: Vec<Section<'_>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        if let Some((level, heading)) = heading(blocks, at, lexicon) {
            while let Some(last) = open.pop_if(|last| all[*last].level >= level) {
                close(&mut all[last], blocks, at);
            }
            open.push(all.len());
            let kind = lexicon.section_kind(&heading.text);
            all.push(Section { kind, level, heading, blocks: &[], at, end: at });
        }
        if let Block::List { items, .. } = block {
            for (index, item) in items.iter().enumerate() {
                let [Block::Paragraph(label), below @ ..] = item.blocks.as_slice() else { continue };
                let below = match below {
                    // "- **Actions**:" at the end of a list, and below the list what they are.
                    [] if index + 1 == items.len() => continued(blocks, at),
                    below => below,
                };
                if !below.is_empty()
                    && (is_bold_line(label) || label.text.ends_with([':', '：']))
                    && let Some(kind) = lexicon.section_kind(&label.text)
                {
                    all.push(Section { kind: Some(kind), level: ITEM, heading: label, blocks: below, at, end: at });
                }
            }
        }
    }
    for last in open {
        close(&mut all[last], blocks, blocks.len());
    }
    all
}

/// The blocks after the one at `at`, up to a heading or a further list of labels.
fn continued(blocks: &[Block], at: usize) -> &[Block] {
    let is_label = |item: &Item| matches!(item.blocks.first(), Some(Block::Paragraph(inline)) if is_label(inline));
    let ends = |block: &Block| match block {
        Block::Heading { .. } => true,
        Block::List { items, .. } => items.first().is_some_and(is_label),
        _ => false,
    };
    let rest = blocks.get(at + 1..).unwrap_or_default();
    rest.get(..rest.iter().position(ends).unwrap_or(rest.len())).unwrap_or_default()
}

/// Whether a paragraph begins with a label in bold: `**Impact**: …`.
fn is_label(inline: &Inline) -> bool {
    let Some(strong) = inline.strong.first().filter(|strong| strong.start == 0) else { return false };
    inline.text[..strong.end].ends_with([':', '：']) || inline.text[strong.end..].trim_start().starts_with([':', '：'])
}

fn close<'a>(section: &mut Section<'a>, blocks: &'a [Block], end: usize) {
    section.end = end;
    section.blocks = &blocks[section.at + 1..end];
}

/// The heading that the block at `at` is, and its level.
pub(super) fn heading<'a>(blocks: &'a [Block], at: usize, lexicon: &Lexicon) -> Option<(u8, &'a Inline)> {
    match &blocks[at] {
        Block::Heading { level, inline } => Some((*level, inline)),
        Block::Paragraph(inline) if is_bold_line(inline) && lexicon.section_kind(&inline.text).is_some() => {
            Some((LABEL, inline))
        }
        // "Actions:", or "Actions" alone, right over a list.
        Block::Paragraph(inline)
            if inline.text.len() < if inline.text.ends_with([':', '：']) { 60 } else { LONELY }
                && !inline.text.contains('\n')
                && matches!(blocks.get(at + 1), Some(Block::List { .. } | Block::Table { .. }))
                && lexicon.section_kind(&inline.text).is_some() =>
        {
            Some((LABEL, inline))
        }
        _ => None,
    }
}

/// Whether a paragraph is one line, all of it bold but for a colon.
pub(super) fn is_bold_line(inline: &Inline) -> bool {
    let mut bare = inline.text.as_str();
    bare = bare.trim_end_matches([':', '：', ' ', '\u{a0}']);
    let [strong] = inline.strong.as_slice() else { return false };
    strong.start == 0 && strong.end >= bare.len() && !bare.is_empty() && bare.len() < 100 && !bare.contains('\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;
    use crate::markdown::blocks;
    use pulldown_cmark::{Options, Parser};

    #[test]
    fn headings_bold_lines_and_labels_start_sections() {
        let text = "# A\n\n## Timeline\n\n- x\n\n### 13:00\n\n## Other\n\n**Root cause:**\n\ny\n\nActions:\n\n- z\n\n\
                    - **Key events**\n  - w\n";
        let events: Vec<_> = Parser::new_ext(text, Options::empty()).into_offset_iter().collect();
        let blocks = blocks(&events, 0);
        let found: Vec<_> = sections(&blocks, built_in())
            .iter()
            .map(|section| {
                format!("{} {} {:?} {}", section.level, section.heading.text, section.kind, section.blocks.len())
            })
            .collect();
        assert_eq!(
            found,
            [
                "1 A None 8",
                "2 Timeline Some(Timeline) 2",
                "3 13:00 None 0",
                "2 Other None 4",
                "7 Root cause: Some(RootCause) 1",
                "7 Actions: Some(Actions) 1",
                "8 Key events Some(Timeline) 1",
            ]
        );
    }
}
