//! A place in a line that is read from left to right.
//!
//! Every step looks at a bounded number of bytes, so that trying to read a date at each word of a hostile line costs
//! time in proportion to its length.

use crate::lexicon::Lexicon;
use crate::text::fold;

/// The longest word that is looked up; months and zones are shorter.
const LONGEST_WORD: usize = 32;

/// A text, how far it has been read, and the words that dates and times are made of. Copying it is how to look ahead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan<'a> {
    text: &'a str,
    at: usize,
    lexicon: &'a Lexicon,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str, lexicon: &'a Lexicon) -> Scan<'a> {
        Scan { text, at: 0, lexicon }
    }

    pub(super) fn lexicon(self) -> &'a Lexicon {
        self.lexicon
    }

    /// How many bytes have been read.
    pub(super) fn at(self) -> usize {
        self.at
    }

    pub(super) fn rest(self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn is_done(self) -> bool {
        self.at == self.text.len()
    }

    pub(super) fn peek(self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character before this place.
    pub(super) fn before(self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    /// Takes `c` if it comes next.
    pub(super) fn take(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    /// Takes the next character if it is one of these.
    pub(super) fn take_any(&mut self, chars: &[char]) -> Option<char> {
        let c = self.peek().filter(|c| chars.contains(c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Takes `ascii`, in any case, if it comes next.
    pub(super) fn take_text(&mut self, ascii: &str) -> bool {
        let found = self.rest().get(..ascii.len()).is_some_and(|start| start.eq_ignore_ascii_case(ascii));
        if found {
            self.at += ascii.len();
        }
        found
    }

    /// Takes up to eight spaces (of any kind but line ends); how many there were.
    pub(super) fn spaces(&mut self) -> usize {
        let mut count = 0;
        while count < 8 && self.peek().is_some_and(|c| c != '\n' && c.is_whitespace()) {
            self.at += self.peek().map_or(0, char::len_utf8);
            count += 1;
        }
        count
    }

    /// A run of `least` to `most` ASCII digits that is not part of a longer one, and how many there are.
    pub(super) fn digits(&mut self, least: usize, most: usize) -> Option<(u32, usize)> {
        let run = self.rest().bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
        if run < least || run > most {
            return None;
        }
        let value = self.rest()[..run].parse().ok()?;
        self.at += run;
        Some((value, run))
    }

    /// A run of letters, folded; `None` when there is none or it is longer than any word that matters.
    pub(super) fn word(&mut self) -> Option<String> {
        let raw = self.letters()?;
        Some(fold(raw))
    }

    /// A run of letters as written.
    pub(super) fn letters(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let mut end = 0;
        for (count, (at, c)) in rest.char_indices().enumerate() {
            if !c.is_alphabetic() {
                break;
            }
            if count == LONGEST_WORD {
                return None;
            }
            end = at + c.len_utf8();
        }
        if end == 0 {
            return None;
        }
        self.at += end;
        Some(&rest[..end])
    }

    /// Moves on by `bytes`, which must end between characters.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = self.text.len().min(self.at + bytes);
    }

    /// Whether no letter or digit follows.
    pub(super) fn at_boundary(self) -> bool {
        !self.peek().is_some_and(char::is_alphanumeric)
    }

    /// Runs `read` on a copy and moves on only if it finds something.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Scan<'a>) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let found = read(&mut ahead)?;
        *self = ahead;
        Some(found)
    }
}
