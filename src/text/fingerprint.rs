//! Identity of content.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::hash::{Hash, Hasher};

/// A stable hash of content (the first 128 bits of BLAKE3): the only hash that memos and file names use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// The fingerprint of some parts; where one part ends and the next begins matters.
    pub fn of(parts: &[&[u8]]) -> Fingerprint {
        let mut hasher = Fingerprinter::default();
        for part in parts {
            hasher.part(part);
        }
        hasher.finish()
    }

    /// The fingerprint of a value by what it hashes: the same for the same value in the same build of the program.
    pub fn of_value(value: &impl Hash) -> Fingerprint {
        let mut hasher = Fingerprinter::default();
        value.hash(&mut hasher);
        Fingerprinter::finish(&hasher)
    }

    /// The first ten hexadecimal digits: enough to name a file by its content.
    pub fn short(self) -> String {
        format!("{:010x}", self.0 >> 88)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// Builds a [`Fingerprint`] part by part.
#[derive(Default)]
pub struct Fingerprinter(blake3::Hasher);

impl Fingerprinter {
    /// Adds a part, its length first, so that `ab, c` and `a, bc` differ.
    pub fn part(&mut self, bytes: &[u8]) {
        self.begin_part(bytes.len() as u64);
        self.more(bytes);
    }

    /// Begins a part of this length whose bytes come by [`Fingerprinter::more`], for what is too large to hold.
    pub fn begin_part(&mut self, length: u64) {
        self.0.update(&length.to_le_bytes());
    }

    /// Adds bytes to the part that was begun.
    pub fn more(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The fingerprint of all parts so far.
    pub fn finish(&self) -> Fingerprint {
        let mut first = [0; 16];
        first.copy_from_slice(&self.0.finalize().as_bytes()[..16]);
        Fingerprint(u128::from_be_bytes(first))
    }
}

impl Hasher for Fingerprinter {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The first 64 bits; who wants all of them calls [`Fingerprinter::finish`].
    fn finish(&self) -> u64 {
        let mut first = [0; 8];
        first.copy_from_slice(&self.0.finalize().as_bytes()[..8]);
        u64::from_be_bytes(first)
    }
}
