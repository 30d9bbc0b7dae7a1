//! Where the timeline of a page is: under its heading, else wherever the page plainly tells what happened when.

use super::{DateSlip, EntryReader, TimelineContext, is_bare_stamp, read_timeline, slips, updates};
use crate::clock::{Stamp, Style};
use crate::lexicon::{Lexicon, plain};
use crate::markdown::{Block, Inline, Item};
use crate::model::{EntryTime, Phase, SectionKind, TimelineEntry};
use crate::reading::outline::Section;
use std::ops::Range;
use std::slice;

/// What happened when, and what stands apart from it.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The timeline.
    pub entries: Vec<TimelineEntry>,
    /// Milestones that stand in a list of their own ("Key events"), where the timeline is another one.
    pub key_events: Vec<TimelineEntry>,
    /// Dates of both that were taken for a slip.
    pub slips: Vec<DateSlip>,
}

/// From how many entries on what is scattered over a page is a timeline.
const SCATTERED: usize = 3;
/// Nobody lists more milestones than these.
const MOST_KEY_EVENTS: usize = 8;
/// A milestone in a list of key events has no more words than this.
const KEY_EVENT_WORDS: usize = 5;

/// The timeline's sections, else a table, a list or dated updates that are plainly one.
pub fn find_timeline(blocks: &[Block], sections: &[Section<'_>], context: TimelineContext<'_>) -> Told {
    let (mut entries, mut key_events) = parted(blocks, sections, context);
    let mut slips = slips::mend(&mut entries, context.date);
    slips.extend(slips::mend(&mut key_events, context.date));
    Told { entries, key_events, slips }
}

/// What happened, and the milestones that stand in a list of their own.
fn parted(
    blocks: &[Block],
    sections: &[Section<'_>],
    context: TimelineContext<'_>,
) -> (Vec<TimelineEntry>, Vec<TimelineEntry>) {
    let mut entries = under_headings(blocks, sections, context);
    noticed(&mut entries, context.style.lexicon);
    if !entries.is_empty() && !are_key_events(&entries) {
        return (entries, Vec::new());
    }
    let mut most = updates::of(blocks, &context);
    if most.is_empty() {
        let others = [scattered(blocks, sections, &context), tables(blocks, sections, &context)];
        most = others.into_iter().rev().max_by_key(|found| timed(found)).unwrap_or_default();
        noticed(&mut most, context.style.lexicon);
    }
    if timed(&most) > timed(&entries) || timed(&most) >= SCATTERED { (most, entries) } else { (entries, Vec::new()) }
}

/// Somebody notices within so many entries; later ones tell what was found in looking into it.
const FIRST_ENTRIES: usize = 6;

/// Where no entry is plainly the detection, the first one is in which somebody notices: before anybody looked into it.
fn noticed(entries: &mut [TimelineEntry], lexicon: &Lexicon) {
    if entries.iter().any(|entry| entry.phase == Some(Phase::Detected)) {
        return;
    }
    let when = |entry: &TimelineEntry| match entry.at {
        EntryTime::At(at) => Some((at.date(), entry.at.instant())),
        EntryTime::Day(date) => Some((date, None)),
        EntryTime::Clock(_) | EntryTime::Unknown => None,
    };
    let mut dated: Vec<_> =
        entries.iter().enumerate().filter_map(|(index, entry)| Some((when(entry)?, index))).collect();
    dated.sort_unstable();
    let mut first = dated.into_iter().map(|(_, index)| index).take(FIRST_ENTRIES);
    let is_later = |index: &usize| !matches!(entries[*index].phase, None | Some(Phase::Started));
    let notices = |index: &usize| entries[*index].phase.is_none() && lexicon.notices(&entries[*index].text.value);
    let found = first.find(|index| is_later(index) || notices(index)).filter(|index| !is_later(index));
    if let Some(index) = found {
        entries[index].phase = Some(Phase::Detected);
    }
}

/// Whether these are the milestones of an incident rather than what happened.
fn are_key_events(entries: &[TimelineEntry]) -> bool {
    let short = |entry: &TimelineEntry| entry.text.value.split_whitespace().count() <= KEY_EVENT_WORDS;
    entries.len() <= MOST_KEY_EVENTS && entries.iter().all(short) && entries.iter().any(|entry| entry.phase.is_some())
}

fn timed(entries: &[TimelineEntry]) -> usize {
    entries.iter().filter(|entry| entry.at != EntryTime::Unknown).count()
}

fn under_headings(blocks: &[Block], sections: &[Section<'_>], context: TimelineContext<'_>) -> Vec<TimelineEntry> {
    let style = context.style;
    let mut entries = Vec::new();
    let mut read_to = 0;
    for section in sections.iter().filter(|section| section.kind == Some(SectionKind::Timeline)) {
        if section.at < read_to && section.level <= 7 {
            continue;
        }
        if section.level > 7 {
            entries.extend(read_timeline(section.blocks, &context));
            continue;
        }
        let end = continued(blocks, section, style);
        // "Timeline (UTC)" gives the zone of what is below.
        let named = crate::clock::zone_within(bracketed(&section.heading.text), style.lexicon);
        let zone = named.as_ref().unwrap_or(context.zone);
        entries.extend(read_timeline(
            &blocks[section.at + 1..end],
            &TimelineContext { zone, zone_is_stated: named.is_some() || context.zone_is_stated, ..context },
        ));
        read_to = end;
    }
    entries
}

/// Tables with at least two times, outside of sections that are a timeline.
fn tables(blocks: &[Block], sections: &[Section<'_>], context: &TimelineContext<'_>) -> Vec<TimelineEntry> {
    let is_fact_sheet = |rows: &[Vec<Inline>]| {
        let name = |row: &Vec<Inline>| row.first().map(|cell| plain(&cell.text));
        let lexicon = context.style.lexicon;
        let names: Vec<String> = rows.iter().filter_map(name).collect();
        let facts = names.iter().filter(|name| lexicon.label(name).is_some()).count();
        let phases = names.iter().filter(|name| lexicon.phase_of_label(name).is_some()).count();
        facts >= 1 && facts + phases >= 2
    };
    let of_timeline = |at: usize| {
        let within = |section: &&Section<'_>| section.level <= 7 && (section.at..section.end).contains(&at);
        sections.iter().filter(within).any(|section| section.kind == Some(SectionKind::Timeline))
    };
    let is_table = |block: &Block| matches!(block, Block::Table { rows, .. } if !is_fact_sheet(rows));
    let tables = blocks.iter().enumerate().filter(|(_, block)| is_table(block));
    let tables = tables.filter(|(at, _)| !of_timeline(*at)).map(|(_, block)| block).take(20);
    let read = tables.map(|table| read_timeline(slice::from_ref(table), context));
    let is_time = |entry: &TimelineEntry| entry.at.instant().is_some() || matches!(entry.at, EntryTime::Clock(_));
    read.filter(|found| found.iter().filter(|entry| is_time(entry)).count() >= 2).flatten().collect()
}

/// What stands in the brackets of a heading.
fn bracketed(heading: &str) -> &str {
    heading.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')')).map_or("", |(inner, _)| inner)
}

/// The end of a timeline: headings of its own level that are times go on with it (`## Feb 21, 13:00`).
fn continued(blocks: &[Block], section: &Section<'_>, style: Style<'_>) -> usize {
    let mut end = section.end;
    while let Some(Block::Heading { level, inline }) = blocks.get(end) {
        if *level < section.level || Stamp::at_start(&inline.text, style).is_none() {
            break;
        }
        let next = blocks[end + 1..]
            .iter()
            .position(|block| matches!(block, Block::Heading { level: next, .. } if next <= level));
        end = next.map_or(blocks.len(), |next| end + 1 + next);
    }
    end
}

/// Items of lists and paragraphs that begin with a time, wherever they stand but among actions and references.
fn scattered(blocks: &[Block], sections: &[Section<'_>], context: &TimelineContext<'_>) -> Vec<TimelineEntry> {
    use SectionKind::{Actions, Lessons, References};
    let first = sections.iter().map(|section| section.at).find(|at| matches!(blocks[*at], Block::Heading { .. }));
    let mut reader = EntryReader::of(context);
    for (at, block) in blocks.iter().enumerate() {
        let within = |section: &&Section<'_>| section.level <= 7 && (section.at..section.end).contains(&at);
        let foreign = |section: &Section<'_>| {
            matches!(section.kind, Some(Actions | Lessons | References | SectionKind::Timeline))
        };
        if sections.iter().filter(within).any(foreign) {
            continue;
        }
        match block {
            Block::Heading { inline, .. } => reader.day_of(&inline.text),
            Block::Paragraph(inline) if reader.begins_entry(inline) => reader.lines(inline),
            Block::Paragraph(inline) => reader.day_of(&inline.text),
            Block::List { items, .. } => {
                // Days alone tell what happened when only where a page begins with nothing else.
                let days = first.is_none_or(|first| at < first) && items.len() >= SCATTERED;
                let dated = items.iter().filter(|item| stamp_of(item, context.style).is_some()).count();
                let days = days && dated >= SCATTERED && dated * 4 >= items.len() * 3;
                reader.stamped_items(items, days);
            }
            _ => {}
        }
    }
    let found = reader.finish();
    if timed(&found) >= SCATTERED { found } else { Vec::new() }
}

fn stamp_of(item: &Item, style: Style<'_>) -> Option<Stamp> {
    let Some(Block::Paragraph(inline)) = item.blocks.first() else { return None };
    Stamp::at_start(&inline.text, style).map(|(stamp, _)| stamp)
}

impl EntryReader<'_> {
    /// Whether a paragraph begins with a time of a known day: "15:35 – plan pushed", but not "At 15:35 we pushed it".
    fn begins_entry(&self, inline: &Inline) -> bool {
        let is_entry = |line: Range<usize>| {
            let text = inline.text[line].trim();
            is_bare_stamp(text)
                && Stamp::at_start(text, self.style).is_some_and(|(stamp, end)| {
                    stamp.time.is_some() && (stamp.day.is_some() || self.knows_day()) && !text[end..].is_empty()
                })
        };
        let mut lines = inline.line_ranges().take(2);
        // "Timeline" may be the first line of the paragraph.
        lines.next().is_some_and(|first| {
            let is_label = first.len() < 40;
            is_entry(first) || is_label && lines.next().is_some_and(is_entry)
        })
    }

    /// Takes the day that a heading or a line alone is.
    fn day_of(&mut self, text: &str) {
        self.close();
        if text.len() <= 60
            && let Some((stamp, _)) = Stamp::at_start(text, self.style)
            && stamp.time.is_none()
        {
            self.enter_day(&stamp);
        }
    }

    /// The items that begin with a time of a known day, and those of lists within the others.
    fn stamped_items(&mut self, items: &[Item], days: bool) {
        for item in items {
            match stamp_of(item, self.style) {
                Some(stamp) if days || stamp.time.is_some() && (stamp.day.is_some() || self.knows_day()) => {
                    self.item(item, true);
                }
                _ => {
                    for block in &item.blocks {
                        if let Block::List { items, .. } = block {
                            self.stamped_items(items, false);
                        }
                    }
                }
            }
        }
    }
}
