//! How a file looks without being opened: as long as it looks the same, it says the same.
//!
//! Size and time of the last change alone do not tell: archives, checkouts and editors give files the times they want,
//! and two files of one size and one time can change places.

use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::time::{Duration, SystemTime};

/// When a file or its place last changed, in nanoseconds. Only good for comparing.
pub type Stamp = i128;

/// How old a change must be before the looks of a file are trusted to tell its content: file systems count in steps of
/// up to two seconds.
const SETTLED: Duration = Duration::from_secs(2);

/// How a file looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileStamp {
    /// Its size in bytes.
    pub size: u64,
    /// When it last changed.
    pub changed: Stamp,
    /// Which file it is: a folder that takes another's place brings files that have not changed.
    pub number: u64,
}

impl FileStamp {
    /// The looks of a file with these metadata.
    pub fn of(metadata: &Metadata) -> FileStamp {
        FileStamp { size: metadata.len(), changed: changed(metadata), number: number(metadata) }
    }

    /// Whether a file that looks like this at a moment cannot be changed after it without looking different.
    pub fn is_settled_at(&self, moment: SystemTime) -> bool {
        self.changed < nanoseconds(moment - SETTLED)
    }
}

/// The time that no program can set back, where the system has one.
#[cfg(unix)]
pub fn changed(metadata: &Metadata) -> Stamp {
    use std::os::unix::fs::MetadataExt;
    i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec())
}

/// The time of the last change of content.
#[cfg(not(unix))]
pub fn changed(metadata: &Metadata) -> Stamp {
    metadata.modified().map_or(Stamp::MAX, nanoseconds)
}

#[cfg(unix)]
fn number(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}

fn nanoseconds(time: SystemTime) -> Stamp {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    i128::try_from(since).unwrap_or(Stamp::MAX)
}
