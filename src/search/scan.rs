//! Words in text: where each begins and ends, and what kind of word it is. No language is needed for that.
//!
//! The browser's script cuts queries in the same way (`scan` in `theme/assets/search.js`); a test holds them together.

use crate::text::fold;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word at a place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Its bytes.
    pub range: Range<usize>,
    /// Which word of the text it is; an identifier and its parts have the same position.
    pub position: u32,
    /// What it is.
    pub kind: TokenKind,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A word of a language.
    Plain,
    /// An identifier as a whole: `kube-apiserver`, `10.0.3.7`.
    Whole,
    /// A part of the identifier before it.
    Part,
    /// Two characters of a script that has no spaces between words, or a single one that stands alone.
    Pair,
}

/// Words longer than this many characters are data, not words; they are cut.
const LONGEST: usize = 64;

/// Calls `each` for every word of `text`, in order.
pub(super) fn scan(text: &str, mut each: impl FnMut(Word)) {
    let mut scan = Scan { text, at: 0 };
    let mut position = 0;
    while let Some(run) = scan.next_run() {
        if run.cjk {
            pairs(text, run.range, |range| {
                each(Word { range, position, kind: TokenKind::Pair });
                position += 1;
            });
            continue;
        }
        let kind = if run.identifier { TokenKind::Whole } else { TokenKind::Plain };
        let (start, parts) =
            (run.range.start, if run.identifier { parts(&text[run.range.clone()]) } else { Vec::new() });
        each(Word { range: run.range, position, kind });
        for part in parts {
            each(Word { range: start + part.start..start + part.end, position, kind: TokenKind::Part });
        }
        position += 1;
    }
}

/// A word as the vocabulary has it: folded, without the article that French and Italian glue to a noun and without an
/// English `'s`.
pub(super) fn form(word: &str, kind: TokenKind) -> String {
    match kind {
        // What looks like an accent makes another syllable there: が is not か.
        TokenKind::Pair => return word.nfkc().flat_map(char::to_lowercase).collect(),
        TokenKind::Whole => return cut(&fold(word)).to_owned(),
        TokenKind::Plain | TokenKind::Part => {}
    }
    let folded = fold(word.trim_matches(['\'', '’']));
    let glued = folded.split_once(['\'', '’']).filter(|(article, _)| article.chars().count() <= 2);
    let bare = glued.map_or(folded.as_str(), |(_, noun)| noun);
    cut(bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare)).to_owned()
}

/// The forms of a text's words with their positions, for queries and snippets.
pub(super) fn forms(text: &str) -> Vec<(String, Word)> {
    let mut all = Vec::new();
    scan(text, |word| all.push((form(&text[word.range.clone()], word.kind), word)));
    all
}

/// A run of characters that is a word, an identifier, or text without spaces between words.
struct CharRun {
    range: Range<usize>,
    identifier: bool,
    cjk: bool,
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl Scan<'_> {
    fn next_run(&mut self) -> Option<CharRun> {
        let rest = &self.text[self.at..];
        let begin = self.at + rest.find(|c: char| c.is_alphanumeric())?;
        // Most words are plain: letters of ASCII up to a space or a mark that joins nothing.
        let bytes = &self.text.as_bytes()[begin..];
        let plain = bytes.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(bytes.len());
        let space = |at: usize| bytes.get(at).is_none_or(|byte| matches!(byte, b' ' | b'\n'));
        let ends = match bytes.get(plain) {
            Some(b',' | b')' | b'"' | b';') => true,
            Some(b'.' | b':') => space(plain + 1),
            _ => space(plain),
        };
        if ends && plain > 0 && bytes[1..plain].iter().all(u8::is_ascii_lowercase) {
            self.at = begin + plain;
            return Some(CharRun { range: begin..self.at, identifier: false, cjk: false });
        }
        let first = self.text[begin..].chars().next()?;
        let cjk = is_cjk(first);
        let mut end = begin;
        let mut identifier = false;
        let mut chars = self.text[begin..].char_indices().peekable();
        let mut previous = ' ';
        while let Some((offset, c)) = chars.next() {
            if c.is_alphanumeric() && is_cjk(c) == cjk {
                identifier |= !cjk
                    && (previous.is_lowercase() && c.is_uppercase()
                        || previous.is_alphabetic() && c.is_ascii_digit()
                        || previous.is_ascii_digit() && c.is_alphabetic());
                end = begin + offset + c.len_utf8();
            } else if !cjk && is_combining_mark(c) {
                end = begin + offset + c.len_utf8();
                continue;
            } else if !cjk
                && is_joint(c)
                && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric() && !is_cjk(*next))
            {
                identifier |= !matches!(c, '\'' | '’');
            } else {
                break;
            }
            previous = c;
        }
        if let Some(length) = sign(&self.text[begin..end], &self.text[end..]) {
            end += length;
            identifier = true;
        }
        self.at = end;
        Some(CharRun { range: begin..end, identifier, cjk })
    }
}

/// How long the sign is that belongs to a word before it: of `C++`, `libstdc++`, `C#`, `F#`. Behind longer words `#` is none.
fn sign(word: &str, rest: &str) -> Option<usize> {
    let length = match rest.as_bytes() {
        [b'+', b'+', ..] => 2,
        [b'#', ..] if word.len() <= 2 => 1,
        _ => return None,
    };
    let is_end = !rest[length..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '+' | '#'));
    (is_end && word.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some(length)
}

/// What holds an identifier together when letters or digits follow.
fn is_joint(c: char) -> bool {
    matches!(c, '_' | '-' | '.' | ':' | '/' | '@' | '\'' | '’')
}

fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x2FA1F)
}

/// The parts of an identifier: between joints, at a change from lower to upper case, between letters and digits. A piece
/// between joints that has parts of its own comes before them: `NullPointerException` of `java.lang.NullPointerException`.
fn parts(word: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    // The piece between joints, and which part is its first.
    let (mut piece, mut first) = (0, 0);
    let mut start = None;
    let mut previous = ' ';
    for (at, c) in word.char_indices().chain([(word.len(), ' ')]) {
        let joint = !c.is_alphanumeric();
        if joint || previous.is_lowercase() && c.is_uppercase() {
            parts.extend(start.take().map(|from| from..at));
        }
        if joint {
            if parts.len() > first + 1 && (piece, at) != (0, word.len()) {
                parts.insert(first, piece..at);
            }
            (piece, first) = (at + c.len_utf8(), parts.len());
        } else if start.is_none() {
            start = Some(at);
        }
        previous = c;
    }
    // `libstdc++` is asked for as `libstdc` too, `C++` not as `C`.
    let is_signed = word.ends_with('+') && parts.first().is_some_and(|part| part.len() > 2);
    if parts.len() > 1 || is_signed { parts } else { Vec::new() }
}

fn pairs(text: &str, range: Range<usize>, mut each: impl FnMut(Range<usize>)) {
    let starts: Vec<usize> =
        text[range.clone()].char_indices().map(|(at, _)| range.start + at).chain([range.end]).collect();
    if starts.len() == 2 {
        each(range);
    } else {
        starts.windows(3).for_each(|pair| each(pair[0]..pair[2]));
    }
}

fn cut(term: &str) -> &str {
    match term.char_indices().nth(LONGEST) {
        Some((end, _)) => &term[..end],
        None => term,
    }
}
