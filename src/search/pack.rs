//! Numbers as text: bits, six to a character, so that the export is made of scripts that any page may load.
//!
//! Gaps between ascending numbers are Rice-coded (R. F. Rice, "Some practical universal noiseless coding techniques",
//! JPL 79-22, 1979): the quotient by 2^k in unary, then k bits. For documents spread at random this comes within a few
//! per cent of the least possible, and a server's gzip brings six bits in a character back to six bits.
//! `docs/search-format.md` specifies it; `theme/assets/search.js` reads it.

/// The characters, in order of their values: base64url (RFC 4648, section 5).
pub(super) const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A unary part that would be longer than this is written out in binary: no number takes more than 76 bits.
const LONGEST_UNARY: u32 = 40;

/// Writes bits, the highest first.
#[derive(Default)]
pub(super) struct Writer {
    text: String,
    bits: u32,
    filled: u32,
}

impl Writer {
    /// The lowest `count` bits of `value`.
    pub(super) fn bits(&mut self, value: u32, count: u32) {
        for at in (0..count).rev() {
            self.bits = self.bits << 1 | (value >> at & 1);
            self.filled += 1;
            if self.filled == 6 {
                self.text.push(char::from(ALPHABET[self.bits as usize]));
                (self.bits, self.filled) = (0, 0);
            }
        }
    }

    fn ones(&mut self, count: u32) {
        for _ in 0..count {
            self.bits(1, 1);
        }
    }

    /// A number of any size, Rice-coded.
    pub(super) fn rice(&mut self, value: u32, k: u32) {
        let quotient = value >> k;
        if quotient >= LONGEST_UNARY {
            self.ones(LONGEST_UNARY);
            self.bits(value, 32);
            return;
        }
        self.ones(quotient);
        self.bits(0, 1);
        self.bits(value, k);
    }

    /// A number from 1 on, small ones shortest (Elias gamma).
    pub(super) fn gamma(&mut self, value: u32) {
        let length = value.max(1).ilog2();
        self.ones(length);
        self.bits(0, 1);
        self.bits(value, length);
    }

    /// The text, filled up with zeros to a whole character.
    pub(super) fn finish(mut self) -> String {
        while self.filled > 0 {
            self.bits(0, 1);
        }
        self.text
    }
}

/// Reads what [`Writer`] wrote. Past the end there are zeros: a file cut short gives wrong numbers, never a panic.
pub(super) struct PackReader<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> PackReader<'a> {
    pub(super) fn new(text: &'a str) -> PackReader<'a> {
        PackReader { text: text.as_bytes(), at: 0 }
    }

    /// Whether everything was read; what remains of the last character is filling.
    pub(super) fn is_at_end(&self) -> bool {
        self.at > self.text.len() * 6
    }

    fn bit(&mut self) -> u32 {
        let value = self.text.get(self.at / 6).map_or(0, |c| value_of(*c));
        let bit = value >> (5 - self.at % 6) & 1;
        self.at += 1;
        bit
    }

    pub(super) fn bits(&mut self, count: u32) -> u32 {
        (0..count).fold(0, |value, _| value << 1 | self.bit())
    }

    fn ones(&mut self, most: u32) -> u32 {
        let mut count = 0;
        while count < most && self.bit() == 1 {
            count += 1;
        }
        count
    }

    pub(super) fn rice(&mut self, k: u32) -> u32 {
        match self.ones(LONGEST_UNARY) {
            LONGEST_UNARY => self.bits(32),
            quotient => quotient << k | self.bits(k),
        }
    }

    pub(super) fn gamma(&mut self) -> u32 {
        let length = self.ones(31);
        1 << length | self.bits(length)
    }
}

fn value_of(c: u8) -> u32 {
    match c {
        b'A'..=b'Z' => u32::from(c - b'A'),
        b'a'..=b'z' => u32::from(c - b'a') + 26,
        b'0'..=b'9' => u32::from(c - b'0') + 52,
        b'-' => 62,
        b'_' => 63,
        _ => 0,
    }
}

/// The k that makes a list of numbers shortest, looked for around the one that suits their mean.
pub(super) fn best_k(values: impl Iterator<Item = u32> + Clone) -> u32 {
    let size = |k: u32| values.clone().map(|value| u64::from((value >> k).min(72) + 1 + k)).sum::<u64>();
    let (sum, count) = values.clone().fold((0_u64, 0_u64), |(sum, count), value| (sum + u64::from(value), count + 1));
    let mean = sum * 69 / (100 * count.max(1));
    let around = if mean == 0 { 0 } else { mean.ilog2() };
    (around.saturating_sub(1)..=around + 1).min_by_key(|k| size(*k)).unwrap_or(0)
}

/// An ascending list: its length, its k, its gaps.
pub(super) fn write_ascending(writer: &mut Writer, numbers: &[u32]) {
    writer.gamma(u32::try_from(numbers.len() + 1).unwrap_or(u32::MAX));
    if numbers.is_empty() {
        return;
    }
    let k = best_k(gaps(numbers));
    writer.bits(k, 5);
    gaps(numbers).for_each(|gap| writer.rice(gap, k));
}

/// A list that [`write_ascending`] wrote.
pub(super) fn read_ascending(reader: &mut PackReader<'_>) -> Vec<u32> {
    let length = reader.gamma() - 1;
    if length == 0 {
        return Vec::new();
    }
    let k = reader.bits(5);
    let mut next = 0_u32;
    let mut numbers = Vec::new();
    for _ in 0..length {
        if reader.is_at_end() {
            break;
        }
        let number = next.wrapping_add(reader.rice(k));
        numbers.push(number);
        next = number.wrapping_add(1);
    }
    numbers
}

/// Each number less the one before it and one; the first as it is.
pub(super) fn gaps(numbers: &[u32]) -> impl Iterator<Item = u32> + Clone {
    let before = std::iter::once(None).chain(numbers.iter().map(|number| Some(*number)));
    numbers.iter().zip(before).map(|(number, before)| before.map_or(*number, |before| number - before - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_can_be_read(values in prop::collection::vec((any::<u32>(), 0_u32..20), 0..50)) {
            let mut writer = Writer::default();
            for (value, k) in &values {
                writer.rice(*value, *k);
                writer.gamma((*value).max(1) & 0x7fff_ffff | 1);
                writer.bits(*value & 31, 5);
            }
            let text = writer.finish();
            let mut reader = PackReader::new(&text);
            for (value, k) in &values {
                prop_assert_eq!(reader.rice(*k), *value);
                prop_assert_eq!(reader.gamma(), (*value).max(1) & 0x7fff_ffff | 1);
                prop_assert_eq!(reader.bits(5), *value & 31);
            }
        }

        #[test]
        fn ascending_lists_survive(mut numbers in prop::collection::vec(0_u32..100_000, 0..200)) {
            numbers.sort_unstable();
            numbers.dedup();
            let mut writer = Writer::default();
            write_ascending(&mut writer, &numbers);
            let text = writer.finish();
            prop_assert_eq!(read_ascending(&mut PackReader::new(&text)), numbers);
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "[ -~]{0,40}") {
            read_ascending(&mut PackReader::new(&text));
        }
    }
}
