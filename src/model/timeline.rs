//! What happened when.

use super::{Date, Instant, Phase, Sourced, TimeOfDay};
use serde::{Deserialize, Serialize};

/// When an entry of a timeline happened, as exactly as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EntryTime {
    /// An instant.
    At(Instant),
    /// A day without a time.
    Day(Date),
    /// A time of an unknown day.
    Clock(TimeOfDay),
    /// Not known.
    Unknown,
}

impl EntryTime {
    /// The instant, where it is known.
    pub fn instant(self) -> Option<Instant> {
        match self {
            EntryTime::At(instant) => Some(instant),
            _ => None,
        }
    }

    /// The day, where it is known: of an instant, that of its own zone.
    pub fn day(self) -> Option<Date> {
        match self {
            EntryTime::At(instant) => Some(instant.date()),
            EntryTime::Day(day) => Some(day),
            EntryTime::Clock(_) | EntryTime::Unknown => None,
        }
    }
}

/// One entry of a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When it happened or began.
    pub at: EntryTime,
    /// When it ended, for a range.
    pub until: Option<Instant>,
    /// Whether the author marked the time as a guess (`~`, `approx.`, `ca.`).
    pub approximate: bool,
    /// The milestone that it is, where the text says so.
    pub phase: Option<Phase>,
    /// What happened, as plain text.
    pub text: Sourced<String>,
}
