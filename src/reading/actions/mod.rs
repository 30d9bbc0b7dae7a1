//! What was promised, from the sections that say so.
//!
//! Every item of a list, every row of a table of actions is one; a paragraph only where a sub-section has nothing else
//! and it names a ticket. `prose` reads sections without any. `item` makes an action of an item's text, with `links` and `edges`; `meta` finds owner, date and state in it, `table`
//! reads tables.

mod edges;
mod elsewhere;
mod item;
mod links;
mod mention;
mod meta;
mod owners;
mod prose;
mod table;
mod tense;

use crate::clock::Style;
use crate::lexicon::{Lexicon, WordList};
use crate::markdown::{Block, Inline, Item};
use crate::model::{ActionItem, Date, SectionKind, TimelineEntry};
use crate::reading::label;
use crate::reading::outline::{Section, heading, is_bold_line, sections};
use crate::text::{fold, one_line};
use item::Draft;

/// What actions do not say themselves.
#[derive(Clone, Copy, Debug)]
pub struct ActionContext<'a> {
    /// The day of the incident, for dates without a year.
    pub date: Option<Date>,
    /// How dates and times are written.
    pub style: Style<'a>,
    /// What happened, and who did it.
    pub timeline: &'a [TimelineEntry],
}

/// The actions of a body, in the order in which they are written.
pub fn read_actions(blocks: &[Block], context: &ActionContext<'_>) -> Vec<ActionItem> {
    let mut reader = ActionReader {
        style: context.style,
        date: context.date,
        timeline: context.timeline,
        group_owners: Vec::new(),
        bold_owners: false,
        bracketed_owners: false,
        owner: None,
        actions: Vec::new(),
    };
    let sections = sections(blocks, context.style.lexicon);
    let mut read_to = 0;
    let own = |section: &Section<'_>| section.kind == Some(SectionKind::Actions);
    for (index, section) in sections.iter().enumerate() {
        if section.at < read_to && section.level <= 7 {
            continue;
        }
        match section.kind {
            Some(SectionKind::Actions) => {
                reader.section(section.blocks);
                read_to = read_to.max(section.end);
            }
            // What was learnt is an action only where it has a box to tick; a section of actions inside is read above.
            Some(SectionKind::Lessons | SectionKind::WentWrong | SectionKind::Resolution) => {
                let next = sections[index + 1..].iter().take_while(|next| next.at < section.end).find(|next| own(next));
                let end = next.map_or(section.blocks.len(), |next| next.at.saturating_sub(section.at + 1));
                reader.boxes(&section.blocks[..end.min(section.blocks.len())]);
                read_to = read_to.max(next.map_or(section.end, |next| next.at));
            }
            _ => {}
        }
    }
    let sectioned = !reader.actions.is_empty();
    if !sectioned {
        let timelines = || sections.iter().filter(|section| section.kind == Some(SectionKind::Timeline));
        for (at, block) in blocks.iter().enumerate() {
            // A table headed "Action item" needs no heading above it, nor does what stands behind the label.
            if !timelines().any(|section| (section.at..section.end).contains(&at)) {
                reader.unheaded(block);
            }
        }
    }
    let sectioned = sectioned || !reader.actions.is_empty();
    for section in sections.iter().filter(|section| section.kind != Some(SectionKind::Actions)) {
        let end = section.blocks.iter().position(|block| matches!(block, Block::Heading { .. }));
        reader.marked(&section.blocks[..end.unwrap_or(section.blocks.len())], sectioned);
    }
    reader.actions
}

/// What stands behind a label and is shorter than this, in bytes, says no more than that there is nothing.
const SHORTEST_ACTION: usize = 12;

struct ActionReader<'a> {
    style: Style<'a>,
    date: Option<Date>,
    timeline: &'a [TimelineEntry],
    /// Names of groups that are their owners.
    group_owners: Vec<String>,
    /// Whether owners stand in bold.
    bold_owners: bool,
    /// Whether owners stand in brackets.
    bracketed_owners: bool,
    /// Who owns what the present group does not give to others.
    owner: Option<String>,
    actions: Vec<ActionItem>,
}

impl ActionReader<'_> {
    /// Reads a section of actions.
    fn section(&mut self, blocks: &[Block]) {
        self.bold_owners = owners::are_bold(blocks);
        self.bracketed_owners = owners::are_bracketed(blocks);
        let groups = blocks.iter().filter_map(|block| match block {
            Block::Paragraph(inline) if is_bold_line(inline) => Some(group_name(inline)),
            _ => None,
        });
        self.group_owners = owners::of_groups(&groups.collect::<Vec<_>>(), self.timeline, self.style.lexicon);
        let from = self.actions.len();
        self.groups(blocks, None);
        if self.actions.len() == from {
            self.headings(blocks);
        }
        if self.actions.len() == from {
            self.prose(blocks);
        }
        (self.bold_owners, self.bracketed_owners) = (false, false);
    }

    /// Where a section has nothing but headings with a few words below each, the headings are the actions.
    fn headings(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            let Block::Heading { inline, .. } = block else { continue };
            let below = blocks[at + 1..].iter().take_while(|block| !matches!(block, Block::Heading { .. }));
            let below: Vec<&Block> = below.collect();
            let told =
                !below.is_empty() && below.iter().all(|block| matches!(block, Block::Paragraph(_) | Block::Code(_)));
            if told && self.style.lexicon.section_kind(&inline.text).is_none() {
                let mut draft = Draft::new(inline, self.style, self.date);
                below.into_iter().for_each(|block| draft.below(block));
                self.push(draft, None);
            }
        }
    }

    /// Reads a section by its sub-sections; their headings say what kind of actions they hold.
    fn groups(&mut self, blocks: &[Block], kind: Option<&str>) {
        let mut from = 0;
        let mut kind = kind.map(str::to_owned);
        let mut foreign = false;
        for at in 0..=blocks.len() {
            let next = if at < blocks.len() { group_heading(blocks, at, self.style.lexicon) } else { None };
            if at < blocks.len() && next.is_none() {
                continue;
            }
            if !foreign {
                self.group(&blocks[from..at], kind.as_deref());
            }
            if let Some(heading) = next {
                let name = group_name(heading);
                foreign = self.style.lexicon.section_kind(&name).is_some_and(is_foreign);
                let owner = self.bold_owners && meta::looks_like_name(&name) && is_bold_line(heading)
                    || self.group_owners.contains(&name);
                self.owner = Some(name.clone()).filter(|_| owner);
                kind = Some(name).filter(|name| !owner && !is_plain_name(name, self.style.lexicon));
                from = at + 1;
            }
        }
    }

    fn group(&mut self, blocks: &[Block], kind: Option<&str>) {
        let listed = blocks.iter().any(|block| matches!(block, Block::List { .. } | Block::Table { .. }));
        let tabled = blocks.iter().any(|block| self.is_table(block));
        let mut led: Option<&Inline> = None;
        for (at, block) in blocks.iter().enumerate() {
            match block {
                // What the marks and kinds of a table mean stands above it.
                Block::List { items, .. } if tabled && items.iter().all(is_explanation) => {}
                Block::List { items, .. } if items.iter().all(|item| self.explains_a_kind(item)) => {}
                // "**Kim** Have build badges for:" and the list below it are one action.
                Block::List { items, .. } if led.is_some() => {
                    if let Some(inline) = led.take() {
                        let mut draft = Draft::new(inline, self.style, self.date);
                        items.iter().flat_map(|item| &item.blocks).for_each(|block| draft.below(block));
                        self.push(draft, kind);
                    }
                }
                Block::List { items, .. } => items.iter().for_each(|item| self.item(item, kind)),
                Block::Paragraph(inline)
                    if self.bold_owners
                        && owners::before(inline).is_some()
                        && matches!(blocks.get(at + 1), Some(Block::List { .. })) =>
                {
                    led = Some(inline);
                }
                Block::Table { head, rows, .. } => {
                    table::read(head, rows, kind, self.style, self.date, &mut self.actions)
                }
                Block::Paragraph(inline) => self.paragraph(inline, kind, listed),
                Block::Quote(blocks) => self.group(blocks, kind),
                Block::Heading { .. } | Block::Code(_) => {}
            }
        }
    }

    /// Whether an item says what a kind of the actions above it means: "**Prevention**: so that it does not happen again".
    fn explains_a_kind(&self, item: &Item) -> bool {
        let [Block::Paragraph(inline)] = item.blocks.as_slice() else { return false };
        let label = label::of_line(inline, inline.line_ranges().next().unwrap_or(0..0)).filter(|label| label.marked);
        let is_kind = |label: label::Label| {
            self.actions.iter().any(|action| action.kind.as_ref().is_some_and(|kind| fold(kind) == fold(&label.name)))
        };
        item.task.is_none() && label.is_some_and(is_kind)
    }

    fn paragraph(&mut self, inline: &Inline, kind: Option<&str>, listed: bool) {
        let owned = || self.bold_owners && (owners::behind(inline).is_some() || owners::before(inline).is_some());
        let marked = item::has_mark(&inline.text, self.style.lexicon) || owned();
        if !marked && (listed || !item::names_ticket(inline)) {
            return;
        }
        self.push(Draft::new(inline, self.style, self.date), kind);
    }

    /// One item of a list: an action, or a name for those below it.
    fn item(&mut self, item: &Item, kind: Option<&str>) {
        let [Block::Paragraph(inline), below @ ..] = item.blocks.as_slice() else {
            for block in &item.blocks {
                if let Block::List { items, .. } = block {
                    items.iter().for_each(|item| self.item(item, kind));
                }
            }
            return;
        };
        let nested: Vec<&Item> = below
            .iter()
            .flat_map(|block| match block {
                Block::List { items, .. } => items.as_slice(),
                _ => &[],
            })
            .collect();
        let boxes_below = nested.iter().any(|item| item.task.is_some());
        let names = inline.text.ends_with([':', '：']) || is_bold_line(inline);
        let has_meta = nested.iter().any(|item| meta::is_label(item, self.style.lexicon));
        if !nested.is_empty() && item.task.is_none() && !has_meta && (names || boxes_below) {
            let name = one_line(inline.text.trim_end_matches([':', '：', ' ']));
            if self.style.lexicon.section_kind(&name).is_some_and(is_foreign) {
                return;
            }
            let kind = if is_plain_name(&name, self.style.lexicon) { kind } else { kind.or(Some(name.as_str())) };
            nested.into_iter().for_each(|item| self.item(item, kind));
            return;
        }
        let mut draft = Draft::new(inline, self.style, self.date);
        draft.task(item.task);
        for block in below {
            if boxes_below && matches!(block, Block::List { .. }) {
                continue;
            }
            draft.below(block);
        }
        self.push(draft, kind);
        if boxes_below {
            nested.into_iter().for_each(|item| self.item(item, kind));
        }
    }

    fn push(&mut self, draft: Draft<'_>, kind: Option<&str>) {
        let mut draft = draft;
        if self.bold_owners
            && let Some(name) = owners::behind(draft.inline).or_else(|| owners::before(draft.inline))
        {
            draft.owned_by(name);
        }
        if self.bracketed_owners
            && draft.meta.owner.is_none()
            && let Some(name) = owners::bracketed(draft.inline)
        {
            draft.owned_by(name);
        }
        let Some(mut action) = draft.finish() else { return };
        action.owner = action.owner.or_else(|| self.owner.clone());
        action.kind = action.kind.or_else(|| kind.map(str::to_owned));
        self.actions.push(action);
    }

    /// Whether a block is a table of actions.
    fn is_table(&self, block: &Block) -> bool {
        matches!(block, Block::Table { head, .. } if table::is_of_actions(head, self.style.lexicon))
    }
}

/// The heading, or the line in bold, that names the actions after it.
fn group_heading<'a>(blocks: &'a [Block], at: usize, lexicon: &Lexicon) -> Option<&'a Inline> {
    if let Some((_, inline)) = heading(blocks, at, lexicon) {
        return Some(inline);
    }
    match &blocks[at] {
        Block::Paragraph(inline)
            if is_bold_line(inline) && matches!(blocks.get(at + 1), Some(Block::List { .. } | Block::Table { .. })) =>
        {
            Some(inline)
        }
        _ => None,
    }
}

/// The name of a group of actions.
fn group_name(heading: &Inline) -> String {
    one_line(heading.text.trim_end_matches([':', '：', ' ']))
}

/// Sections that stand among actions and are none.
fn is_foreign(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::WentWell
            | SectionKind::WentWrong
            | SectionKind::Lucky
            | SectionKind::Timeline
            | SectionKind::Lessons
            | SectionKind::References
            | SectionKind::People
            | SectionKind::Metrics
            | SectionKind::Summary
            | SectionKind::RootCause
    )
}

/// Whether an item says what a word means: "**Prevention**: so that it does not happen again".
fn is_explanation(item: &Item) -> bool {
    let [Block::Paragraph(inline)] = item.blocks.as_slice() else { return false };
    item.task.is_none()
        && label::of_line(inline, inline.line_ranges().next().unwrap_or(0..0)).is_some_and(|label| label.marked)
}

/// Names that say only that these are actions.
fn is_plain_name(name: &str, lexicon: &Lexicon) -> bool {
    lexicon.has(WordList::PlainActionNames, &fold(name))
}
