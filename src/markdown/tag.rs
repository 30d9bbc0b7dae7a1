//! Raw HTML cut into tags and text, as a browser's tokenizer would cut it.

use std::ops::Range;

/// A piece of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Text between tags, or what only looks like a tag.
    Text,
    /// A comment, a declaration, a processing instruction.
    Comment,
    /// `<name …>`.
    Open(OpenTag),
    /// `</name>`, the name in lower case.
    Close(String),
}

/// `<name …>`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OpenTag {
    /// In lower case.
    pub name: String,
    /// Names in lower case, values decoded; of two with one name the first counts, as in browsers.
    pub attributes: Vec<(String, String)>,
}

impl OpenTag {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Elements whose content is text up to their end tag.
const RAW_TEXT: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The pieces of raw HTML with their places; together they are all of it. Linear: after the first tag that never
/// ends, the rest is text.
pub(super) fn tokens(html: &str) -> Vec<(Token, Range<usize>)> {
    let mut tokens: Vec<(Token, Range<usize>)> = Vec::new();
    let mut text = 0;
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        let Some((token, end)) = markup(html, start) else {
            if never_ends(&html[start..]) {
                break;
            }
            at = start + 1;
            continue;
        };
        if text < start {
            tokens.push((Token::Text, text..start));
        }
        (text, at) = (end, end);
        if let Token::Open(tag) = &token
            && RAW_TEXT.contains(&tag.name.as_str())
        {
            at = end_of_raw_text(html, end, &tag.name);
        }
        tokens.push((token, start..end));
    }
    if text < html.len() {
        tokens.push((Token::Text, text..html.len()));
    }
    tokens
}

/// Whether what begins with `<` is markup that nothing ends, rather than a `<` in text.
fn never_ends(html: &str) -> bool {
    matches!(html.as_bytes().get(1), Some(b'/' | b'!' | b'?' | b'a'..=b'z' | b'A'..=b'Z'))
}

/// The markup at a `<` and its end; `None` when there is none or it never ends.
fn markup(html: &str, start: usize) -> Option<(Token, usize)> {
    let rest = &html[start + 1..];
    match rest.as_bytes().first()? {
        b'!' if rest.starts_with("!-->") || rest.starts_with("!--->") => {
            Some((Token::Comment, start + 2 + rest.find('>')?))
        }
        b'!' if rest.starts_with("!--") => Some((Token::Comment, start + 4 + rest[3..].find("-->")? + 3)),
        b'!' | b'?' => Some((Token::Comment, start + 2 + rest.find('>')?)),
        b'/' if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => {
            let (tag, end) = open_tag(html, start + 2)?;
            Some((Token::Close(tag.name), end))
        }
        b'/' if rest.len() > 1 => Some((Token::Comment, start + 2 + rest.find('>')?)),
        b'a'..=b'z' | b'A'..=b'Z' => open_tag(html, start + 1).map(|(tag, end)| (Token::Open(tag), end)),
        _ => None,
    }
}

/// Name and attributes from `at` on, and the end of the tag.
fn open_tag(html: &str, at: usize) -> Option<(OpenTag, usize)> {
    let mut cursor = Cursor { html, at };
    let name = cursor.take_until(|c| c.is_ascii_whitespace() || matches!(c, b'/' | b'>')).to_ascii_lowercase();
    let mut attributes: Vec<(String, String)> = Vec::new();
    loop {
        cursor.skip(|c| c.is_ascii_whitespace() || c == b'/');
        if cursor.peek()? == b'>' {
            return Some((OpenTag { name, attributes }, cursor.at + 1));
        }
        let (key, value) = cursor.attribute()?;
        // A tag with more attributes than any element has is not worth comparing.
        if attributes.len() < 32 && attributes.iter().all(|(other, _)| *other != key) {
            attributes.push((key, value));
        }
    }
}

struct Cursor<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<u8> {
        self.html.as_bytes().get(self.at).copied()
    }

    /// Everything before the first byte that `stops`. Only ASCII bytes may stop it.
    fn take_until(&mut self, stops: impl Fn(u8) -> bool) -> &'a str {
        let rest = &self.html[self.at..];
        let end = rest.bytes().position(|byte| byte.is_ascii() && stops(byte)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn attribute(&mut self) -> Option<(String, String)> {
        let start = self.at;
        // An equals sign at the start is part of the name.
        self.at += usize::from(self.peek() == Some(b'='));
        self.take_until(|c| c.is_ascii_whitespace() || matches!(c, b'/' | b'>' | b'='));
        let name = self.html[start..self.at].to_ascii_lowercase();
        let after_name = self.at;
        self.skip(|c| c.is_ascii_whitespace());
        if self.peek()? != b'=' {
            self.at = after_name;
            return Some((name, String::new()));
        }
        self.at += 1;
        self.skip(|c| c.is_ascii_whitespace());
        let value = match self.peek()? {
            quote @ (b'"' | b'\'') => {
                self.at += 1;
                let value = self.take_until(|c| c == quote);
                self.peek()?;
                self.at += 1;
                value
            }
            _ => self.take_until(|c| c.is_ascii_whitespace() || c == b'>'),
        };
        Some((name, decode(value)))
    }

    fn skip(&mut self, skips: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&skips) {
            self.at += 1;
        }
    }
}

fn end_of_raw_text(html: &str, from: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    let is_end = |at: &usize| {
        let after = at + 2 + name.len();
        bytes.get(at + 2..after).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            && bytes.get(after).is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
    };
    html[from..].match_indices("</").map(|(at, _)| from + at).find(is_end).unwrap_or(html.len())
}

/// Text with its character references decoded: numeric ones and the few names that people write by hand.
pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((c, length)) => {
                decoded.push(c);
                rest = &rest[length..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

/// The character of the reference that a text begins with, and the reference's length.
fn reference(text: &str) -> Option<(char, usize)> {
    let body = &text[1..];
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |hex| (hex, 16));
        let length = digits.bytes().take(8).take_while(|byte| char::from(*byte).is_digit(radix)).count();
        let c = char::from_u32(u32::from_str_radix(&digits[..length], radix).ok()?).filter(|c| *c != '\0')?;
        let end = text.len() - digits.len() + length;
        return Some((c, end + usize::from(text[end..].starts_with(';'))));
    }
    let names = [("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("apos;", '\''), ("nbsp;", '\u{A0}')];
    names.iter().find(|(name, _)| body.starts_with(name)).map(|(name, c)| (*c, name.len() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &[&str]) {
        let found: Vec<String> = tokens(html)
            .into_iter()
            .map(|(token, range)| match token {
                Token::Text => format!("text {}", &html[range]),
                Token::Comment => "comment".to_owned(),
                Token::Close(name) => format!("close {name}"),
                Token::Open(tag) => format!("open {} {:?}", tag.name, tag.attributes),
            })
            .collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn tags_attributes_and_text_are_told_apart() {
        check("a<B>c</b >", &["text a", "open b []", "text c", "close b"]);
        check(
            "<a href='x&amp;y' title=\"<>\" b=c/d e/>",
            &[r#"open a [("href", "x&y"), ("title", "<>"), ("b", "c/d"), ("e", "")]"#],
        );
        check("<!-- <b> -->x<!-->y<?z>", &["comment", "text x", "comment", "text y", "comment"]);
        check("1 < 2 <é> <b", &["text 1 < 2 <é> <b"]);
        check("<a é=1 é2>", &[r#"open a [("é", "1"), ("é2", "")]"#]);
    }

    #[test]
    fn the_text_of_a_script_is_no_markup() {
        check(
            "<script>if (a<b) '</b>'</SCRIPT>x",
            &["open script []", "text if (a<b) '</b>'", "close script", "text x"],
        );
    }

    #[test]
    fn references_are_decoded() {
        assert_eq!(
            decode("java&#115;&#x63;ript &amp;&lt;&unknown; & &#0;&#x110000;"),
            "javascript &<&unknown; & &#0;&#x110000;"
        );
    }

    #[test]
    fn hostile_input_takes_linear_time() {
        for unit in ["<a ", "<", "</", "<!--", "<a b=\"", "<a b=", "<script>", "&#", "<b>", "<a =", "<!", "<a/"] {
            tokens(&unit.repeat(100_000));
            decode(&unit.repeat(100_000));
        }
    }
}
