//! Bytes -> text, whatever wrote them.

use crate::text::Span;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes tell whether a file without a byte-order mark is UTF-16.
const SAMPLE: usize = 1024;

/// A decoded file.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte-order mark and without NUL.
    pub text: String,
    /// What was not plain UTF-8; `None` for a file as it should be.
    pub remark: Option<Remark>,
}

/// What was not plain UTF-8 in a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Remark {
    /// One sentence without a full stop.
    pub message: String,
    /// The first place in the decoded text; `None` when it is the whole file.
    pub span: Option<Span>,
}

/// Decodes UTF-8 and UTF-16, with or without a byte-order mark. Bytes that are neither are read as windows-1252, one
/// run at a time: a Latin-1 file comes out right, and so does a UTF-8 file into which a Latin-1 log line was pasted.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    let decoded = match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, rest @ ..] => from_utf8(rest.to_vec()),
        [0xFF, 0xFE, rest @ ..] => from_utf16(rest, UTF_16LE),
        [0xFE, 0xFF, rest @ ..] => from_utf16(rest, UTF_16BE),
        _ => match utf16_without_mark(&bytes) {
            Some(encoding) => from_utf16(&bytes, encoding),
            None => from_utf8(bytes),
        },
    };
    without_nul(decoded)
}

fn from_utf8(bytes: Vec<u8>) -> Decoded {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text, remark: None },
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut span = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            let at = text.len();
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
            span.get_or_insert(Span::new(at..text.len()));
        }
    }
    let message = "the file is not UTF-8; what is not was read as windows-1252 (Latin-1)".to_owned();
    Decoded { text, remark: Some(Remark { message, span }) }
}

fn from_utf16(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    let message = format!("the file is {}, not UTF-8; it was read as such", encoding.name());
    Decoded { text, remark: Some(Remark { message, span: None }) }
}

/// UTF-16 by its look: every other byte of mostly Latin text is NUL, the bytes between them are not.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let pairs = sample.len() / 2;
    let nul_at = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (high_first, low_first) = (nul_at(0), nul_at(1));
    // One letter in three may be outside Latin-1; U+0000 itself does not occur in text.
    let mostly = |count: usize| pairs >= 2 && count * 3 >= pairs * 2;
    if mostly(low_first) && high_first == 0 {
        Some(UTF_16LE)
    } else if mostly(high_first) && low_first == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// NUL has no place in text, and parsers, terminals and XML all stumble over it.
fn without_nul(decoded: Decoded) -> Decoded {
    let Some(at) = decoded.text.find('\0') else { return decoded };
    let text = decoded.text.replace('\0', "\u{FFFD}");
    let span = Some(Span::new(at..at + '\u{FFFD}'.len_utf8()));
    let message = "the file has NUL characters; they were replaced".to_owned();
    Decoded { text, remark: decoded.remark.or(Some(Remark { message, span })) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text, and whether there was something to remark.
    fn check(bytes: &[u8], text: &str, remarked: bool) {
        let decoded = decode(bytes.to_vec());
        assert_eq!(decoded.text, text);
        assert_eq!(decoded.remark.is_some(), remarked, "{:?}", decoded.remark);
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf8_stays_and_its_mark_goes() {
        check("Été ✓\r\n".as_bytes(), "Été ✓\r\n", false);
        check("\u{FEFF}---\n".as_bytes(), "---\n", false);
        check(b"", "", false);
        check(b"x", "x", false);
    }

    #[test]
    fn utf16_is_known_by_its_mark_or_its_look() {
        let text = "# Panne à Zürich\n✓";
        check(&utf16(&format!("\u{FEFF}{text}"), u16::to_le_bytes), text, true);
        check(&utf16(&format!("\u{FEFF}{text}"), u16::to_be_bytes), text, true);
        check(&utf16(text, u16::to_le_bytes), text, true);
        check(&utf16(text, u16::to_be_bytes), text, true);
    }

    #[test]
    fn latin_1_is_read_as_such_also_within_utf8() {
        check(b"caf\xe9 \x80 5", "café € 5", true);
        check(b"d\xc3\xa9j\xe0", "déjà", true);
        assert_eq!(decode(b"caf\xe9".to_vec()).remark.and_then(|remark| remark.span), Some(Span::new(3..5)));
    }

    #[test]
    fn nul_is_replaced() {
        check(b"a\0b", "a\u{FFFD}b", true);
        check(b"\0", "\u{FFFD}", true);
    }
}
