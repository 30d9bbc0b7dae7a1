//! Actions outside of sections of actions: tables, boxes to tick, labels, and what calls itself an action.

use super::item::{self, Draft};
use super::{ActionReader, SHORTEST_ACTION};
use crate::markdown::{Block, Inline};
use crate::model::SectionKind;
use crate::reading::label;

impl ActionReader<'_> {
    /// Takes a table of actions, and "**Review actions**: we have switched to tokens (done)".
    pub(super) fn unheaded(&mut self, block: &Block) {
        match block {
            Block::Table { .. } if self.is_table(block) => self.group(std::slice::from_ref(block), None),
            Block::Paragraph(inline) => self.labelled(inline),
            // Boxes to tick, under whatever heading: where nothing happened, they are the steps of a runbook.
            Block::List { items, .. }
                if !self.timeline.is_empty() && items.iter().filter(|item| item.task.is_some()).count() >= 2 =>
            {
                self.boxes(std::slice::from_ref(block));
            }
            Block::List { items, .. } => {
                for item in items {
                    if let Some(Block::Paragraph(inline)) = item.blocks.first() {
                        self.labelled(inline);
                    }
                }
            }
            _ => {}
        }
    }

    fn labelled(&mut self, inline: &Inline) {
        let Some(label) = label::of_line(inline, inline.line_ranges().next().unwrap_or(0..0)) else { return };
        let is_actions = self.style.lexicon.section_kind(&label.name) == Some(SectionKind::Actions);
        if label.marked
            && is_actions
            && label.value.len() >= SHORTEST_ACTION
            && let Some(from) = inline.text.find(&label.value)
        {
            let mut draft = Draft::new(inline, self.style, self.date);
            draft.removed.push(0..from);
            self.push(draft, None);
        }
    }

    /// Only lists with boxes to tick.
    pub(super) fn boxes(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::List { items, .. } => {
                    let boxes = items.iter().filter(|item| item.task.is_some()).count();
                    for item in items {
                        // A list with boxes is one of actions, and some were added without.
                        let is_action = item.task.is_some() || boxes >= 2;
                        if is_action { self.item(item, None) } else { self.boxes(&item.blocks) }
                    }
                }
                Block::Quote(blocks) => self.boxes(blocks),
                _ => {}
            }
        }
    }

    /// Paragraphs and items outside sections of actions that call themselves so. Where there is a section, "Action: …"
    /// elsewhere tells what somebody did.
    pub(super) fn marked(&mut self, blocks: &[Block], sectioned: bool) {
        let named = if sectioned { item::is_called_action } else { item::is_named_action };
        for block in blocks {
            match block {
                Block::Paragraph(inline) if named(&inline.text, self.style.lexicon) => {
                    self.push(Draft::new(inline, self.style, self.date), None);
                }
                Block::List { items, .. } => items.iter().for_each(|item| self.marked(&item.blocks, sectioned)),
                Block::Quote(blocks) => self.marked(blocks, sectioned),
                _ => {}
            }
        }
    }
}
