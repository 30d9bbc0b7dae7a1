//! Days and instants, by jiff.

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A day of the calendar.
pub type Date = jiff::civil::Date;
/// A time on a clock.
pub type TimeOfDay = jiff::civil::Time;
/// The zone of a place or a fixed offset.
pub type Zone = TimeZone;

/// The day as of which the library is built: what "overdue" and "last quarter" are measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AsOf(pub Date);

/// A point in time, with the offset it was written in so that it can be shown as its authors saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Numbers", into = "Numbers")]
pub struct Instant {
    at: Timestamp,
    offset: Offset,
}

/// An instant as numbers: seconds and nanoseconds since 1970, and seconds from UTC.
type Numbers = (i64, i32, i32);

impl From<Instant> for Numbers {
    fn from(Instant { at, offset }: Instant) -> Numbers {
        (at.as_second(), at.subsec_nanosecond(), offset.seconds())
    }
}

impl TryFrom<Numbers> for Instant {
    type Error = jiff::Error;

    fn try_from((seconds, nanoseconds, offset): Numbers) -> Result<Instant, jiff::Error> {
        Ok(Instant { at: Timestamp::new(seconds, nanoseconds)?, offset: Offset::from_seconds(offset)? })
    }
}

impl Instant {
    /// A point in time as seen at `offset` from UTC.
    pub fn new(at: Timestamp, offset: Offset) -> Instant {
        Instant { at, offset }
    }

    /// The instant of a local time in a zone; times that a clock change skips or repeats take jiff's
    /// "compatible" choice (RFC 5545). `None` outside the calendar.
    pub fn local(date: Date, time: TimeOfDay, zone: &Zone) -> Option<Instant> {
        let zoned = zone.to_zoned_datetime(date.to_datetime(time)).ok()?;
        Some(Instant { at: zoned.timestamp(), offset: zoned.offset() })
    }

    /// The point in time.
    pub fn timestamp(self) -> Timestamp {
        self.at
    }

    /// The offset from UTC that it was written in.
    pub fn offset(self) -> Offset {
        self.offset
    }

    /// The day where it was written.
    pub fn date(self) -> Date {
        self.offset.to_datetime(self.at).date()
    }

    /// The time on the clock where it was written.
    pub fn time(self) -> TimeOfDay {
        self.offset.to_datetime(self.at).time()
    }

    /// From `earlier` to this one; negative when it is the later one.
    pub fn since(self, earlier: Instant) -> SignedDuration {
        self.at.duration_since(earlier.at)
    }

    /// Whole minutes from `earlier` to this one.
    pub fn minutes_since(self, earlier: Instant) -> i64 {
        self.since(earlier).as_mins()
    }

    /// RFC 3339 in UTC, without fractions: `2018-01-18T12:19:00Z`.
    pub fn rfc3339(self) -> String {
        let utc = Offset::UTC.to_datetime(self.at);
        utc.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

impl PartialOrd for Instant {
    fn partial_cmp(&self, other: &Instant) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Instant {
    fn cmp(&self, other: &Instant) -> std::cmp::Ordering {
        self.at.cmp(&other.at).then(self.offset.cmp(&other.offset))
    }
}

/// The milestones of an incident, in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Phase {
    /// The trouble began.
    Started,
    /// Somebody or something noticed.
    Detected,
    /// Somebody took it on.
    Acknowledged,
    /// Customers no longer felt it.
    Mitigated,
    /// It was over.
    Resolved,
}

impl Phase {
    /// All phases in order.
    pub const ALL: [Phase; 5] =
        [Phase::Started, Phase::Detected, Phase::Acknowledged, Phase::Mitigated, Phase::Resolved];

    /// The name of the field and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Started => "started",
            Phase::Detected => "detected",
            Phase::Acknowledged => "acknowledged",
            Phase::Mitigated => "mitigated",
            Phase::Resolved => "resolved",
        }
    }

    /// The phase of a name.
    pub fn from_name(name: &str) -> Option<Phase> {
        Phase::ALL.into_iter().find(|phase| phase.name() == name)
    }
}
