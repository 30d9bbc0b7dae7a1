//! One entry: when it was, and its text put together from all that stands below it.

use super::TimelineContext;
use crate::clock::{Day, Stamp, Style};
use crate::lexicon::{Lexicon, WordList};
use crate::markdown::{Block, Item};
use crate::model::{Date, EntryTime, Instant, Phase, Sourced, TimeOfDay, TimelineEntry, Zone};
use crate::text::{Span, one_line};

/// An entry whose time is this much earlier than the one before it is of the next day. A smaller step back is an entry
/// out of order, which is common; timelines that pause for longer than the rest of this day name the next one.
const NEXT_DAY_HOURS: i64 = 6;

/// Joins sentences, and the lines of one paragraph.
pub(super) const SENTENCE: &str = "; ";
pub(super) const LINE: &str = " ";

/// Walks a timeline with the day and the zone that hold.
pub(super) struct EntryReader<'a> {
    pub(super) style: Style<'a>,
    pub(super) zone: Zone,
    /// Whether a time without a zone is in the zone that the one before it named, since no remark says otherwise.
    inherits: bool,
    /// The first zone that an entry named, when one before it named none.
    pub(super) late_zone: Option<Zone>,
    unzoned: bool,
    /// Whether it reads dated updates, whose sentences may begin with a time.
    pub(super) are_updates: bool,
    day: Option<Date>,
    near: Option<Date>,
    /// The time of the entry before, on the day that holds.
    previous: Option<TimeOfDay>,
    pub(super) open: Option<Open>,
    entries: Vec<TimelineEntry>,
}

/// An entry that more text may be added to.
pub(super) struct Open {
    at: EntryTime,
    until: Option<Instant>,
    approximate: bool,
    pub(super) phase: Option<Phase>,
    text: String,
    span: Span,
    /// Whether a heading began it: all that follows up to the next heading is its text.
    pub(super) below_heading: bool,
    /// Whether its text so far is the title in its heading.
    pub(super) titled: bool,
    /// Whether it is a day without a time and so far without text: perhaps only the day of the entries that follow.
    bare_day: bool,
}

impl Open {
    /// An entry whose time cannot be read.
    pub(super) fn unknown(span: Span) -> Open {
        Open {
            at: EntryTime::Unknown,
            until: None,
            approximate: false,
            phase: None,
            text: String::new(),
            span,
            below_heading: false,
            titled: false,
            bare_day: false,
        }
    }

    /// Whether it has a time of its own; a mere day may be the heading of entries.
    pub(super) fn has_time(&self) -> bool {
        !matches!(self.at, EntryTime::Day(_))
    }

    /// Lets all that follows up to the next entry be its text.
    pub(super) fn goes_on(&mut self) {
        (self.below_heading, self.bare_day) = (true, false);
    }

    /// Adds a sentence or a paragraph; `joint` goes between it and a text that has no stop at its end.
    pub(super) fn add(&mut self, text: &str, joint: &str) {
        let text = one_line(text);
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            let ended = self.text.ends_with(['.', '!', '?', ':', ';', ',', '…', '。', '、', '：']);
            self.text.push_str(if ended { " " } else { joint });
        }
        self.text.push_str(&text);
        self.bare_day = false;
    }
}

impl<'a> EntryReader<'a> {
    pub(super) fn new(style: Style<'a>, zone: Zone, inherits: bool, context: &TimelineContext<'_>) -> EntryReader<'a> {
        EntryReader {
            style,
            zone,
            inherits,
            late_zone: None,
            unzoned: false,
            are_updates: false,
            day: context.date,
            near: context.near,
            previous: None,
            open: None,
            entries: Vec::new(),
        }
    }

    /// Opens an entry; the one before must have been closed.
    pub(super) fn open(&mut self, stamp: Stamp, text: &str, phase: Option<Phase>, span: Span) -> &mut Open {
        let zone = self.zone.clone();
        self.open_in(stamp, text, phase, span, &zone)
    }

    /// Opens an entry whose times are in `zone` unless they say otherwise.
    pub(super) fn open_in(
        &mut self,
        stamp: Stamp,
        text: &str,
        phase: Option<Phase>,
        span: Span,
        zone: &Zone,
    ) -> &mut Open {
        let (at, until) = self.resolve(&stamp, zone);
        let bare_day = matches!(at, EntryTime::Day(_));
        let mut open = Open { at, until, approximate: stamp.approximate, phase, bare_day, ..Open::unknown(span) };
        open.add(text, SENTENCE);
        self.open.insert(open)
    }

    /// Lets the day of a stamp hold for what follows.
    pub(super) fn enter_day(&mut self, stamp: &Stamp) {
        self.day = stamp.day.and_then(|day| day.near(self.day.or(self.near))).or(self.day);
        self.previous = None;
    }

    /// Whether a time without a day can be placed.
    pub(super) fn knows_day(&self) -> bool {
        self.day.is_some()
    }

    /// When a stamp is, given the day that holds; the day moves on.
    fn resolve(&mut self, stamp: &Stamp, zone: &Zone) -> (EntryTime, Option<Instant>) {
        let named = stamp.day.and_then(|day| day.near(self.day.or(self.near)));
        if let Some(named) = named {
            if self.day != Some(named) {
                self.previous = None;
            }
            self.day = Some(named);
        }
        let Some(time) = stamp.time else {
            return (self.day.map_or(EntryTime::Unknown, EntryTime::Day), None);
        };
        if named.is_none()
            && let (Some(day), Some(previous)) = (self.day, self.previous)
            && minutes(previous) - minutes(time) > NEXT_DAY_HOURS * 60
        {
            self.day = day.tomorrow().ok();
        }
        self.previous = Some(time);
        let Some(day) = self.day.filter(|_| stamp.unknown_zone.is_none()) else {
            return (EntryTime::Clock(time), None);
        };
        let zone = stamp.zone.as_ref().unwrap_or(zone);
        match &stamp.zone {
            Some(named) if self.inherits => {
                if self.unzoned && self.late_zone.is_none() {
                    self.late_zone = Some(named.clone());
                }
                self.zone = named.clone();
            }
            Some(_) => {}
            None => self.unzoned = true,
        }
        let Some(at) = Instant::local(day, time, zone) else { return (EntryTime::Clock(time), None) };
        let until = stamp.until.as_ref().and_then(|until| {
            let named = until.day.and_then(|end| Day::near(end, Some(day)));
            let end_day = match named {
                None if until.time < time => day.tomorrow().ok()?,
                named => named.unwrap_or(day),
            };
            Instant::local(end_day, until.time, until.zone.as_ref().unwrap_or(zone)).filter(|end| *end >= at)
        });
        (EntryTime::At(at), until)
    }

    /// Ends the entry that is open. A day alone was only the heading of what followed.
    pub(super) fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        if open.bare_day || (open.text.is_empty() && !open.below_heading) {
            return;
        }
        let phase = open.phase.or_else(|| self.style.lexicon.phase_of_text(&open.text));
        self.entries.push(TimelineEntry {
            at: open.at,
            until: open.until,
            approximate: open.approximate,
            phase,
            text: Sourced::inferred(open.text, open.span),
        });
    }

    /// Adds to the entry that is open. The title in an entry's heading leads to what is below it.
    pub(super) fn append_text(&mut self, text: &str, joint: &str) {
        if let Some(open) = &mut self.open {
            let joint = if open.titled { ": " } else { joint };
            open.add(text, joint);
            open.titled = false;
        }
    }

    /// Adds all of a block to the entry that is open; images and lone links are for those who read the page.
    pub(super) fn append(&mut self, block: &Block) {
        match block {
            Block::Paragraph(inline) if inline.is_pointer() => {}
            Block::Paragraph(inline) | Block::Heading { inline, .. } => self.append_text(&inline.text, SENTENCE),
            Block::List { items, .. } => items.iter().for_each(|item| self.append_item(item)),
            Block::Quote(blocks) => blocks.iter().for_each(|block| self.append(block)),
            Block::Table { .. } | Block::Code(_) => {}
        }
    }

    /// Adds all of a list's item to the entry that is open.
    pub(super) fn append_item(&mut self, item: &Item) {
        item.blocks.iter().for_each(|block| self.append(block));
    }

    /// All entries; a list in which no time was found at all is no timeline.
    pub(super) fn finish(mut self) -> Vec<TimelineEntry> {
        self.close();
        let timed = self.entries.iter().any(|entry| entry.at != EntryTime::Unknown);
        if timed { self.entries } else { Vec::new() }
    }
}

fn minutes(time: TimeOfDay) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

/// What stands before a time at the end of a line, without the words that lead to it: "First detected at" ->
/// "First detected".
pub(super) fn before<'t>(text: &'t str, lexicon: &Lexicon) -> &'t str {
    let mut text = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | ',' | '(' | '[' | '@' | '|')
    });
    for word in lexicon.words(WordList::EntryEnds) {
        text = text.strip_suffix(word).unwrap_or(text);
    }
    text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | ','))
}
