//! What happened when, from the blocks of a timeline section.
//!
//! Timelines are tables, lists, headings with text below them, or paragraphs that begin with a time; a day may stand
//! in every entry, in headings between them, or nowhere but in the title. [`EntryReader`] keeps the day and the zone that
//! hold while it walks; `table` reads tables and `entry` puts single entries together.

mod entry;
mod find;
mod slips;
mod table;
mod updates;

pub use find::{Told, find_timeline};
pub use slips::DateSlip;

use crate::clock::{Stamp, Style, zone_remark};
use crate::lexicon::{LabelKind, Lexicon, WordList};
use crate::markdown::{Block, Inline, Item};
use crate::model::{Date, Phase, TimelineEntry, Zone};
use crate::reading::label;
use crate::text::{Span, fold};
use entry::{EntryReader, Open};
use updates::Lead;

/// What a timeline does not say itself.
#[derive(Clone, Copy, Debug)]
pub struct TimelineContext<'a> {
    /// The day of the incident, for times without one.
    pub date: Option<Date>,
    /// The zone of times that name none.
    pub zone: &'a Zone,
    /// Whether the page itself gives that zone; else a zone beside one time holds for those after it.
    pub zone_is_stated: bool,
    /// How dates and times are written.
    pub style: Style<'a>,
    /// A day that is near, for days without a year where [`TimelineContext::date`] is not known.
    pub near: Option<Date>,
}

/// The entries among `blocks`, in the order in which they are written.
pub fn read_timeline(blocks: &[Block], context: &TimelineContext<'_>) -> Vec<TimelineEntry> {
    read(blocks, context, false)
}

/// The same; among updates, which are sentences, a time begins an entry only where it stands apart.
fn read(blocks: &[Block], context: &TimelineContext<'_>, are_updates: bool) -> Vec<TimelineEntry> {
    let remark = remark(blocks, context.style.lexicon);
    let style = context.style.dotted(writes_dots(blocks));
    let inherits = remark.is_none() && !context.zone_is_stated;
    let read = |zone: Zone| {
        let mut reader = EntryReader::new(style, zone, inherits, context);
        reader.are_updates = are_updates;
        reader.walk(blocks);
        reader
    };
    let mut reader = read(remark.unwrap_or_else(|| context.zone.clone()));
    if let Some(zone) = reader.late_zone.take() {
        // "16:22", then "16:59 PST": the first one is in PST too.
        reader = read(zone);
    }
    reader.finish()
}

/// How many lines that begin as `8.41` does make a timeline that writes its times with a dot.
const DOTTED: usize = 3;

/// Whether times are written with a dot: where several lines begin so, a single digit before it is an hour too.
fn writes_dots(blocks: &[Block]) -> bool {
    fn count(blocks: &[Block]) -> usize {
        let of = |block: &Block| match block {
            Block::Paragraph(inline) => {
                inline.text.split('\n').filter(|line| begins_with_dots(line.trim_start())).count()
            }
            Block::List { items, .. } => items.iter().map(|item| count(&item.blocks)).sum(),
            Block::Quote(blocks) => count(blocks),
            _ => 0,
        };
        blocks.iter().map(of).sum()
    }
    count(blocks) >= DOTTED
}

/// `8.41 …`, `10.10 …`.
fn begins_with_dots(line: &str) -> bool {
    let hour = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(hour..).unwrap_or("").as_bytes();
    matches!(rest, [b'.', minute, second, after, ..]
        if (1..=2).contains(&hour) && minute.is_ascii_digit() && second.is_ascii_digit() && after.is_ascii_whitespace())
}

/// The zone that a remark among `blocks` gives for all times.
pub(super) fn remark(blocks: &[Block], lexicon: &Lexicon) -> Option<Zone> {
    blocks.iter().find_map(|block| match block {
        Block::Paragraph(inline) | Block::Heading { inline, .. } => zone_remark(&inline.text, lexicon),
        Block::Quote(blocks) => remark(blocks, lexicon),
        Block::List { items, .. } => items.iter().find_map(|item| match item.blocks.first() {
            Some(Block::Paragraph(inline)) if inline.text.len() < 120 => zone_remark(&inline.text, lexicon),
            _ => None,
        }),
        // "| Time (JST) | Event |" says it of all that is in the table.
        Block::Table { head, .. } => head.iter().find_map(|cell| table::zone_of_times(cell, lexicon)),
        Block::Code(_) => None,
    })
}

impl<'a> EntryReader<'a> {
    fn of(context: &TimelineContext<'a>) -> EntryReader<'a> {
        EntryReader::new(context.style, context.zone.clone(), !context.zone_is_stated, context)
    }

    fn walk(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { inline, .. } => self.heading(inline),
                Block::Paragraph(inline) => self.paragraph(inline),
                Block::List { items, .. } => self.list(items),
                Block::Table { head, rows, .. } => {
                    self.close();
                    self.table(head, rows);
                }
                Block::Quote(_) if self.open.is_some() => self.append(block),
                Block::Quote(blocks) => self.walk(blocks),
                Block::Code(_) => {}
            }
        }
    }

    /// `### 2018-01-18 4:19`, `### 8:20 - 8:24`, `### 21:00 - Team alerted`, `### 2018-01-15`.
    fn heading(&mut self, inline: &Inline) {
        self.close();
        if let Some((stamp, rest)) = Stamp::at_start(&inline.text, self.style) {
            // "05-11-2022 (All times CEST)" is a day, and the zone of its times.
            let is_day = stamp.time.is_none() && zone_remark(&inline.text[rest..], self.style.lexicon).is_some();
            let title = if is_day { "" } else { &inline.text[rest..] };
            let phase = self.style.lexicon.phase_of_label(title);
            self.below_heading(stamp, title, phase, inline.line_span(0));
        } else if let Some((stamp, at)) = self.time_at_end(&inline.text) {
            let title = entry::before(&inline.text[..at], self.style.lexicon);
            let phase = self.style.lexicon.phase_of_label(title);
            self.below_heading(stamp, title, phase, inline.line_span(0));
        } else if is_unreadable_time(&inline.text) {
            let mut open = Open::unknown(inline.line_span(0));
            open.add(&inline.text, entry::SENTENCE);
            (open.below_heading, open.titled) = (true, true);
            self.open = Some(open);
        }
    }

    fn below_heading(&mut self, stamp: Stamp, title: &str, phase: Option<Phase>, span: Span) {
        let open = self.open(stamp, title, phase, span);
        (open.below_heading, open.titled) = (true, !title.is_empty());
    }

    fn time_at_end(&self, text: &str) -> Option<(Stamp, usize)> {
        Stamp::at_end(text, self.style).filter(|(stamp, at)| stamp.time.is_some() && *at > 0)
    }

    fn paragraph(&mut self, inline: &Inline) {
        let goes_on = self.open.as_ref().is_some_and(|open| open.below_heading && open.has_time());
        if goes_on && !updates::begins(inline, self.style) {
            if !inline.is_pointer() {
                self.append_text(&inline.text, entry::SENTENCE);
            }
            return;
        }
        self.lines(inline);
    }

    /// Lines that begin with a time are entries of their own; the others go on with the one before.
    fn lines(&mut self, inline: &Inline) {
        for line in inline.line_ranges() {
            let text = without_mark(inline.text[line.clone()].trim());
            if text.is_empty() {
                continue;
            }
            let lead = line.start + inline.text[line.clone()].trim_end().len() - text.len();
            if let Some((stamp, rest)) = self.stamp_of(text) {
                self.close();
                // "2015-10-21 (all times UTC)" is the day of what follows.
                let rest = if stamp.time.is_none() && zone_remark(&text[rest..], self.style.lexicon).is_some() {
                    text.len()
                } else {
                    rest
                };
                let phase = bold_phase(inline, lead + rest, self.style.lexicon)
                    .or_else(|| self.style.lexicon.phase_of_label(&text[rest..]));
                self.open(stamp, &text[rest..], phase, inline.line_span(line.start));
            } else if let Some(day) = self.day_label(inline, line.clone()) {
                self.close();
                self.enter_day(&day);
            } else if let Some(lead) = updates::lead(text, self.style) {
                self.close();
                if let Lead::At(stamp, rest) = lead {
                    self.open(stamp, &text[rest..], None, inline.line_span(line.start)).goes_on();
                }
            } else if let Some((stamp, text, phase)) = self.labelled(inline, line.clone()) {
                self.close();
                self.open(stamp, &text, phase, inline.line_span(line.start));
            } else {
                self.append_text(text, if line.start == 0 { entry::SENTENCE } else { entry::LINE });
            }
        }
    }

    /// `**Date: 2024-09-03**`: the day of what follows.
    fn day_label(&self, inline: &Inline, line: std::ops::Range<usize>) -> Option<Stamp> {
        let label = label::of_line(inline, line)?;
        let (stamp, end) = Stamp::at_start(&label.value, self.style)?;
        let is_day = stamp.day.is_some() && stamp.time.is_none() && label.value[end..].trim().is_empty();
        (is_day && self.style.lexicon.label(&label.key) == Some(LabelKind::Date)).then_some(stamp)
    }

    /// `**Detected**: 2024-01-02 03:04 by an alert`, `First detected 2020-09-21 18:27`.
    fn labelled(&self, inline: &Inline, line: std::ops::Range<usize>) -> Option<(Stamp, String, Option<Phase>)> {
        let text = inline.text[line.clone()].trim();
        if text.len() > 300 {
            return None;
        }
        if let Some(label) = label::of_line(inline, line)
            && let Some((stamp, rest)) = Stamp::at_start(&label.value, self.style)
            && (stamp.time.is_some() || label.marked)
        {
            let text = match label.value[rest..].trim() {
                "" => label.name.clone(),
                rest => format!("{}: {rest}", label.name),
            };
            return Some((stamp, text, self.style.lexicon.phase_of_label(&label.name)));
        }
        let (stamp, at) = Stamp::at_end(text, self.style).filter(|(_, at)| *at > 0)?;
        let is_sentence = self.are_updates || stamp.time.is_none();
        let text = entry::before(&text[..at], self.style.lexicon);
        // A sentence that happens to end with a time is no entry: "The fix was ready at 14:05".
        let short = text.split_whitespace().count() <= 6;
        // "Incident from 18:20 until 18:58" has both ends.
        let phase = self.style.lexicon.phase_of_label(text).or_else(|| {
            let whole = stamp.until.is_some() && self.style.lexicon.has(WordList::WholeIncident, &fold(text));
            whole.then_some(Phase::Started)
        });
        (short && !text.is_empty() && (phase.is_some() || !is_sentence)).then(|| (stamp, text.to_owned(), phase))
    }

    fn list(&mut self, items: &[Item]) {
        let timed = items.iter().filter(|item| self.is_entry(item)).count();
        let below_time = self.open.as_ref().is_some_and(|open| open.below_heading && open.has_time());
        if timed == 0 && !items.iter().any(|item| self.holds_entries(item)) || below_time && timed * 2 <= items.len() {
            if self.open.is_some() {
                items.iter().for_each(|item| self.append_item(item));
            }
            return;
        }
        self.close();
        for item in items {
            self.item(item, timed > 0);
        }
        self.close();
    }

    fn is_entry(&self, item: &Item) -> bool {
        let Some(Block::Paragraph(inline)) = item.blocks.first() else { return false };
        let first = inline.line_ranges().next().unwrap_or(0..0);
        self.stamp_of(without_mark(&inline.text[first.clone()])).is_some() || self.labelled(inline, first).is_some()
    }

    /// The stamp that begins an entry. "Since 07:30 UTC, …" and "On 5 May the …" are sentences where updates are.
    fn stamp_of(&self, text: &str) -> Option<(Stamp, usize)> {
        let (stamp, end) = Stamp::at_start(text, self.style)?;
        let stands_apart = || {
            is_bare_stamp(text) && (stamp.time.is_some() || text.get(end..).is_none_or(|rest| rest.trim().is_empty()))
        };
        (!self.are_updates || stands_apart()).then_some((stamp, end))
    }

    /// Whether a list inside the item has entries: the item is a day or a group.
    fn holds_entries(&self, item: &Item) -> bool {
        item.blocks.iter().any(|block| match block {
            Block::List { items, .. } => items.iter().any(|item| self.is_entry(item)),
            _ => false,
        })
    }

    fn item(&mut self, item: &Item, others_timed: bool) {
        let [Block::Paragraph(inline), below @ ..] = item.blocks.as_slice() else {
            self.walk(&item.blocks);
            return;
        };
        let stamped = self.is_entry(item);
        let group = self.holds_entries(item);
        if stamped {
            self.lines(inline);
        } else if !group && others_timed {
            self.close();
            let mut open = Open::unknown(inline.line_span(0));
            open.add(&inline.text, entry::SENTENCE);
            open.phase = bold_phase(inline, 0, self.style.lexicon);
            self.open = Some(open);
        }
        if group && self.open.as_ref().is_none_or(|open| !open.has_time()) {
            self.close();
            self.walk(below);
        } else {
            below.iter().for_each(|block| self.append(block));
        }
        self.close();
    }
}

/// The milestone named by the bold words that begin at `at`.
fn bold_phase(inline: &Inline, at: usize, lexicon: &Lexicon) -> Option<Phase> {
    // Ranges are in the order in which they end.
    let strong = inline.strong.get(inline.strong.partition_point(|strong| strong.end <= at))?;
    if strong.start > at || at - strong.start > 24 {
        return None;
    }
    lexicon.phase_of_label(&inline.text[at..strong.end])
}

/// A line without a mark of emphasis that nobody closed: `*2020-11-14: moved`.
fn without_mark(text: &str) -> &str {
    let bare = text.trim_start().trim_start_matches(['*', '_']);
    if bare.starts_with(|c: char| c.is_ascii_digit()) { bare } else { text }
}

/// Whether a stamp begins with its number: no word leads to it that would make it part of a sentence.
fn is_bare_stamp(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '[' | '(' | '【' | '~'))
}

/// `2X:XX (not sure exact time)`, `??:??`: a time was meant.
fn is_unreadable_time(text: &str) -> bool {
    let start: String = text.chars().take(5).collect();
    let signs = start.chars().filter(|c| matches!(c, 'x' | 'X' | '?')).count();
    signs >= 2 && start.contains([':', 'h', '.']) && start.chars().all(|c| c.is_ascii_digit() || "xX?:h.".contains(c))
}
