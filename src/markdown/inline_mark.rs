//! Marks within a line that CommonMark does not know: `==marked==`, `x^2^`, `H~2~O`, the ids of Obsidian's blocks (`^id`), sizes of
//! pictures (`![x](y =300x200)`). They become the inline HTML that they stand for, which is sanitised as an author's own is.

use super::Spanned;
use memchr::memchr3_iter;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::ops::Range;

/// Longer runs are no exponents and no indexes.
const LONGEST_SCRIPT: usize = 24;

/// Reads the marks of a body.
pub(super) fn read(events: &mut Vec<Spanned<'_>>) {
    let is_marked = |(event, _): &Spanned<'_>| matches!(event, Event::Text(text) if may_be_marked(text));
    if !events.iter().any(is_marked) {
        return;
    }
    let before = std::mem::take(events);
    let mut in_code = false;
    for (at, (event, range)) in before.iter().enumerate() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            _ => {}
        }
        match event {
            Event::Text(text) if !in_code => {
                let ends = before.get(at + 1).is_none_or(|(next, _)| {
                    matches!(
                        next,
                        Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::TableCell)
                    ) || matches!(next, Event::Start(Tag::List(_)))
                });
                pieces(text, range, ends, events);
            }
            _ => events.push((event.clone(), range.clone())),
        }
    }
}

/// Whether a text may have a mark: `==`, ` =`, `^` or `~`.
fn may_be_marked(text: &str) -> bool {
    let bytes = text.as_bytes();
    let before = |at: usize| at.checked_sub(1).and_then(|before| bytes.get(before));
    memchr3_iter(b'^', b'~', b'=', bytes)
        .any(|at| bytes.get(at) != Some(&b'=') || matches!(before(at), Some(b'=' | b' ')))
}

/// Cuts a text at its marks.
fn pieces<'a>(text: &CowStr<'a>, range: &Range<usize>, ends: bool, events: &mut Vec<Spanned<'a>>) {
    let place = |part: Range<usize>| {
        if range.len() == text.len() { range.start + part.start..range.start + part.end } else { range.clone() }
    };
    let mut from = 0;
    let mut at = 0;
    let plain = |part: Range<usize>, events: &mut Vec<Spanned<'a>>| {
        if let Some(piece) = text.get(part.clone()).filter(|piece| !piece.is_empty()) {
            events.push((Event::Text(piece.to_owned().into()), place(part)));
        }
    };
    let html = |html: String, part: Range<usize>, events: &mut Vec<Spanned<'a>>| {
        events.push((Event::InlineHtml(html.into()), place(part)));
    };
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(['=', '^', '~', '!'])).map(|next| at + next) {
        let rest = &text[start..];
        at = start + 1;
        if rest.starts_with("==") {
            at = start + rest.bytes().take_while(|byte| *byte == b'=').count();
            if at == start + 2
                && let Some(end) = marked(text, start)
            {
                plain(from..start, events);
                html("<mark>".to_owned(), start..start + 2, events);
                plain(start + 2..end, events);
                html("</mark>".to_owned(), end..end + 2, events);
                (from, at) = (end + 2, end + 2);
            }
        } else if let Some(mark) = rest.chars().next().filter(|mark| matches!(mark, '^' | '~')) {
            let is_free = text[..start].chars().next_back().is_none_or(char::is_whitespace);
            if ends
                && is_free
                && let Some(id) = block_id(&rest[1..])
            {
                plain(from..start, events);
                html(format!("<a id=\"^{id}\">"), start..text.len(), events);
                html("</a>".to_owned(), start..text.len(), events);
                from = text.len();
                break;
            }
            if !is_free && let Some(length) = script(&rest[1..], mark) {
                plain(from..start, events);
                html((if mark == '^' { "<sup>" } else { "<sub>" }).to_owned(), start..start + 1, events);
                plain(start + 1..start + 1 + length, events);
                html(
                    (if mark == '^' { "</sup>" } else { "</sub>" }).to_owned(),
                    start + 1 + length..start + 2 + length,
                    events,
                );
                (from, at) = (start + 2 + length, start + 2 + length);
            }
        } else if rest.starts_with("![")
            && let Some((picture, length)) = sized_picture(rest)
        {
            plain(from..start, events);
            html(picture, start..start + length, events);
            (from, at) = (start + length, start + length);
        }
    }
    if from == 0 {
        events.push((Event::Text(text.clone()), range.clone()));
    } else {
        plain(from..text.len(), events);
    }
}

/// Where the `==` is that ends the mark at a place. Neither may stand within a word or beside a blank: `a==b`.
fn marked(text: &str, start: usize) -> Option<usize> {
    const LONGEST: usize = 1000;
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '=';
    let inner = text.get(start + 2..)?;
    let outside = text[..start].chars().next_back().is_none_or(|c| !is_word(c));
    if !outside || inner.starts_with(|c: char| c.is_whitespace() || c == '=') {
        return None;
    }
    let inner = inner.get(..inner.floor_char_boundary(LONGEST))?;
    let end = inner.find("==").filter(|end| *end > 0)?;
    let closes = !inner[..end].ends_with(char::is_whitespace) && !inner[end + 2..].starts_with(is_word);
    closes.then_some(start + 2 + end)
}

/// The name of a block, if a text is nothing else.
fn block_id(text: &str) -> Option<&str> {
    let id = text.trim_end();
    (!id.is_empty() && id.len() < 80 && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')).then_some(id)
}

/// How long what stands between two marks of a script is.
fn script(text: &str, mark: char) -> Option<usize> {
    let end = text.get(..text.floor_char_boundary(LONGEST_SCRIPT))?.find(mark)?;
    let inner = text.get(..end)?;
    let is_script = !inner.is_empty()
        && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | ',' | '.' | '(' | ')'));
    is_script.then_some(end)
}

/// `![alt](destination =WxH)` as an element, and its length.
fn sized_picture(text: &str) -> Option<(String, usize)> {
    const LONGEST: usize = 1000;
    let head = text.get(..text.floor_char_boundary(LONGEST))?;
    let (alt, rest) = head.strip_prefix("![")?.split_once("](")?;
    let (inner, _) = rest.split_once(')')?;
    let (destination, size) = inner.rsplit_once(" =")?;
    let (width, height) = size.split_once('x')?;
    let is_number = |text: &str| text.len() < 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    if alt.contains(']') || !is_number(width) || !is_number(height) || width.len() + height.len() == 0 {
        return None;
    }
    let mut html = format!("<img src=\"{}\" alt=\"{}\"", escaped(destination.trim()), escaped(alt));
    for (name, value) in [("width", width), ("height", height)] {
        if !value.is_empty() {
            html.push_str(&format!(" {name}=\"{value}\""));
        }
    }
    html.push('>');
    Some((html, 2 + alt.len() + 2 + inner.len() + 1))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
