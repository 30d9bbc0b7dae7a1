//! Markdown as events: one parse, from which the HTML and the tree of blocks are both made.

use super::{Spanned, attribute, callout, inline_mark};
use crate::dialect::{self, Foreign};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// The events of a body, with ranges relative to it. Neighbouring texts are one event, and so are the lines of an
/// HTML block, so that a URL or a tag is never in pieces.
pub fn events(text: &str) -> Vec<Spanned<'_>> {
    read(text).0
}

/// The events of a body, and the marks of other tools that are shown as text or hide the rest of the page.
pub fn read(text: &str) -> (Vec<Spanned<'_>>, Vec<Foreign>) {
    let mut lowered = dialect::lower(text);
    let is_changed = !lowered.places.is_empty();
    let mut events = match std::mem::take(&mut lowered.text) {
        Cow::Borrowed(text) => parsed(lowered.parser(text), text.len()),
        Cow::Owned(text) => {
            let events = parsed(lowered.parser(&text), text.len()).into_iter();
            events.map(|(event, range)| (event.into_static(), lowered.places.original(range))).collect()
        }
    };
    lowered.finish(&mut events);
    if text.contains(")=") || text.contains("{toctree}") {
        drop_marks(&mut events);
    }
    if is_changed || text.contains("[!") {
        callout::split(&mut events);
    }
    dialect::mend_links(text, &mut events);
    dialect::spell_out(&mut events);
    attribute::take(&mut events);
    inline_mark::read(&mut events);
    let mut foreign = lowered.foreign;
    foreign.extend(dialect::leftovers(&events));
    // Of a text that is not written as it reads the place is known nearly.
    for found in &mut foreign {
        let start = text.floor_char_boundary(found.range.start);
        found.range = start..text.ceil_char_boundary(found.range.end).max(start);
    }
    foreign.sort_by_key(|found| found.range.start);
    (events, foreign)
}

fn parsed(parser: Parser<'_>, length: usize) -> Vec<Spanned<'_>> {
    let mut events: Vec<Spanned<'_>> = Vec::with_capacity(length / 24);
    let mut joined = Joined::default();
    for (event, range) in parser.into_offset_iter() {
        let piece = match event {
            Event::Text(piece) => Piece { html: false, text: piece },
            Event::Html(piece) => Piece { html: true, text: piece },
            other => {
                joined.flush(&mut events);
                events.push((other, range));
                continue;
            }
        };
        joined.add(piece, range, &mut events);
    }
    joined.flush(&mut events);
    events
}

/// Leaves out what MyST and Sphinx put into Markdown for themselves: names of places (`(label)=` as a paragraph of its own) and
/// tables of contents (a fence of `{toctree}`). They say nothing to a reader.
fn drop_marks(events: &mut Vec<Spanned<'_>>) {
    let mut at = 0;
    while at < events.len() {
        let length = match &events[at..] {
            [(Event::Start(Tag::Paragraph), _), (Event::Text(text), _), (Event::End(TagEnd::Paragraph), _), ..]
                if is_label(text) =>
            {
                3
            }
            [(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))), _), rest @ ..]
                if info.starts_with("{toctree}") =>
            {
                let end = rest.iter().position(|(event, _)| *event == Event::End(TagEnd::CodeBlock));
                end.map_or(1, |end| end + 2)
            }
            _ => 0,
        };
        events.drain(at..at + length);
        at += usize::from(length == 0);
    }
}

/// `(label)=`.
fn is_label(text: &str) -> bool {
    let name = text.trim_end().strip_prefix('(').and_then(|rest| rest.strip_suffix(")="));
    name.is_some_and(|name| !name.is_empty() && !name.contains(['(', ')', ' ']))
}

/// Text or raw HTML.
struct Piece<'a> {
    html: bool,
    text: CowStr<'a>,
}

/// Pieces of one kind that follow each other.
#[derive(Default)]
struct Joined<'a> {
    first: Option<(Piece<'a>, Range<usize>)>,
    /// First and further pieces together; empty while there is only one.
    all: String,
}

impl<'a> Joined<'a> {
    fn add(&mut self, piece: Piece<'a>, range: Range<usize>, events: &mut Vec<Spanned<'a>>) {
        match &mut self.first {
            Some((first, whole)) if first.html == piece.html => {
                if self.all.is_empty() {
                    self.all.push_str(&first.text);
                }
                self.all.push_str(&piece.text);
                whole.end = whole.end.max(range.end);
            }
            _ => {
                self.flush(events);
                self.first = Some((piece, range));
            }
        }
    }

    fn flush(&mut self, events: &mut Vec<Spanned<'a>>) {
        let Some((first, range)) = self.first.take() else { return };
        let text = if self.all.is_empty() { first.text } else { std::mem::take(&mut self.all).into() };
        events.push((if first.html { Event::Html(text) } else { Event::Text(text) }, range));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_other_generators_are_left_out() {
        let html = |text: &str| {
            let mut html = String::new();
            pulldown_cmark::html::push_html(&mut html, events(text).into_iter().map(|(event, _)| event));
            html
        };
        assert_eq!(
            html("(a-place)=\n# Title\n\n```{toctree}\n:maxdepth: 1\na\n```\n\nText.\n"),
            "<h1>Title</h1>\n<p>Text.</p>\n"
        );
        assert_eq!(html("f(x)=\n\n(a b)=\n"), "<p>f(x)=</p>\n<p>(a b)=</p>\n");
    }

    #[test]
    fn neighbouring_texts_and_html_lines_are_joined() {
        let texts: Vec<_> = events("a_b & c\\*\n\n<div>\n<b>x</b>\n")
            .into_iter()
            .filter_map(|(event, range)| match event {
                Event::Text(text) | Event::Html(text) => Some((text.to_string(), range)),
                _ => None,
            })
            .collect();
        assert_eq!(texts, [("a_b & c*".to_owned(), 0..9), ("<div>\n<b>x</b>\n".to_owned(), 11..26)]);
    }
}
