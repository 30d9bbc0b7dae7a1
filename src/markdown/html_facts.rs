//! Tables, lists and headings in raw HTML, as the events that the same would be in Markdown: exports of wikis keep them so, and facts
//! are in them.

use super::Spanned;
use super::tag::{Token, decode, tokens};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Elements nested deeper than this are left out: nobody writes facts there.
const DEEPEST: usize = 24;

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Table { rows: usize },
    Row(TagEnd),
    Cell,
    List(bool),
    Item,
    Definitions,
    Term,
    Definition,
    Paragraph,
    Heading(HeadingLevel),
    Mark(TagEnd),
}

impl Open {
    fn end(self) -> TagEnd {
        match self {
            Open::Table { .. } => TagEnd::Table,
            Open::Row(end) | Open::Mark(end) => end,
            Open::Cell => TagEnd::TableCell,
            Open::List(ordered) => TagEnd::List(ordered),
            Open::Item => TagEnd::Item,
            Open::Definitions => TagEnd::DefinitionList,
            Open::Term => TagEnd::DefinitionListTitle,
            Open::Definition => TagEnd::DefinitionListDefinition,
            Open::Paragraph => TagEnd::Paragraph,
            Open::Heading(level) => TagEnd::Heading(level),
        }
    }
}

/// Whether a block of raw HTML has anything in which facts are looked for.
pub(super) fn has_facts(html: &str) -> bool {
    let html = html.as_bytes();
    let names: [&[u8]; 10] = [b"table", b"ul", b"ol", b"dl", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6"];
    html.iter().enumerate().filter(|(_, byte)| **byte == b'<').any(|(at, _)| {
        names.iter().any(|name| {
            let after = at + 1 + name.len();
            html.get(at + 1..after).is_some_and(|found| found.eq_ignore_ascii_case(name))
                && html.get(after).is_none_or(|byte| !byte.is_ascii_alphanumeric())
        })
    })
}

/// The events of a block of raw HTML that lies at `range`.
pub(super) fn events(html: &str, range: &Range<usize>) -> Vec<Spanned<'static>> {
    let mut reader = Reader { events: Vec::new(), open: Vec::new(), place: range.clone(), is_hidden: false };
    let mut tokens = tokens(html).into_iter().peekable();
    while let Some((token, part)) = tokens.next() {
        // Confluence's dates are empty elements: the date is in an attribute.
        let is_empty = !matches!(tokens.peek(), Some((Token::Text, _)));
        if range.len() == html.len() {
            reader.place = range.start + part.start..range.start + part.end;
        }
        match token {
            Token::Text => reader.text(&html[part]),
            Token::Open(tag) if matches!(tag.name.as_str(), "script" | "style") => reader.is_hidden = true,
            Token::Close(name) if matches!(name.as_str(), "script" | "style") => reader.is_hidden = false,
            _ if reader.is_hidden => {}
            Token::Open(tag) => match tag.name.as_str() {
                "a" => {
                    let href = tag.get("href").unwrap_or("").to_owned();
                    let link = Tag::Link {
                        link_type: LinkType::Inline,
                        dest_url: href.into(),
                        title: CowStr::Borrowed(""),
                        id: CowStr::Borrowed(""),
                    };
                    reader.begin(Open::Mark(TagEnd::Link), link);
                }
                "input" if tag.get("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) => {
                    let is_done = tag.get("checked").is_some();
                    reader.push(Event::TaskListMarker(is_done));
                }
                "time" if is_empty => reader.text(tag.get("datetime").unwrap_or("")),
                name => reader.start(name),
            },
            Token::Close(name) => reader.close(&name),
            Token::Comment => {}
        }
    }
    reader.close_to(0);
    reader.events
}

struct Reader {
    events: Vec<Spanned<'static>>,
    open: Vec<Open>,
    place: Range<usize>,
    /// Within a script or a style.
    is_hidden: bool,
}

impl Reader {
    fn push(&mut self, event: Event<'static>) {
        self.events.push((event, self.place.clone()));
    }

    fn begin(&mut self, open: Open, tag: Tag<'static>) {
        if self.open.len() < DEEPEST {
            self.open.push(open);
            self.push(Event::Start(tag));
        }
    }

    fn in_cell(&self) -> bool {
        self.open.contains(&Open::Cell)
    }

    fn close_to(&mut self, height: usize) {
        while self.open.len() > height {
            if let Some(open) = self.open.pop() {
                self.push(Event::End(open.end()));
            }
        }
    }

    /// Closes the innermost that fits, and all in it.
    fn close_last(&mut self, fits: impl Fn(&Open) -> bool) {
        // What is open outside of a table is not closed from within its cells.
        let table = self.open.iter().rposition(|open| matches!(open, Open::Table { .. })).unwrap_or(0);
        if let Some(at) = self.open.iter().rposition(fits).filter(|at| *at >= table) {
            self.close_to(at);
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_hidden {
            return;
        }
        let is_table = matches!(self.open.last(), Some(Open::Table { .. } | Open::Row(_)));
        if text.trim().is_empty()
            && (self.open.is_empty() || is_table || matches!(self.open.last(), Some(Open::List(_) | Open::Definitions)))
            || is_table
        {
            return;
        }
        // A line of HTML ends where a tag says so.
        let mut line = String::with_capacity(text.len());
        for c in decode(text).chars() {
            let c = if c.is_whitespace() { ' ' } else { c };
            if c != ' ' || !line.ends_with(' ') {
                line.push(c);
            }
        }
        if self.open.is_empty() {
            self.begin(Open::Paragraph, Tag::Paragraph);
        }
        self.push(Event::Text(line.into()));
    }

    fn start(&mut self, name: &str) {
        let in_cell = self.in_cell();
        match name {
            "table" if !in_cell => {
                self.close_to(0);
                self.begin(Open::Table { rows: 0 }, Tag::Table(Vec::new()));
            }
            "tr" => self.row(),
            "td" | "th" => {
                if matches!(self.open.last(), Some(Open::Table { .. })) {
                    self.row();
                }
                self.close_last(|open| *open == Open::Cell);
                if matches!(self.open.last(), Some(Open::Row(_))) {
                    self.begin(Open::Cell, Tag::TableCell);
                }
            }
            "strong" | "b" => self.begin(Open::Mark(TagEnd::Strong), Tag::Strong),
            "del" | "s" | "strike" => self.begin(Open::Mark(TagEnd::Strikethrough), Tag::Strikethrough),
            "em" | "i" => self.begin(Open::Mark(TagEnd::Emphasis), Tag::Emphasis),
            "br" => self.push(Event::HardBreak),
            "p" | "div" | "li" | "ul" | "ol" if in_cell => self.push(Event::SoftBreak),
            "ul" | "ol" => {
                self.close_last(|open| *open == Open::Paragraph);
                let ordered = name == "ol";
                self.begin(Open::List(ordered), Tag::List(ordered.then_some(1)));
            }
            "li" => {
                let list = self.open.iter().rposition(|open| matches!(open, Open::List(_)));
                let item = self.open.iter().rposition(|open| *open == Open::Item);
                if item > list {
                    self.close_last(|open| *open == Open::Item);
                }
                if matches!(self.open.last(), Some(Open::List(_))) {
                    self.begin(Open::Item, Tag::Item);
                }
            }
            "dl" if !in_cell => {
                self.close_last(|open| *open == Open::Paragraph);
                self.begin(Open::Definitions, Tag::DefinitionList);
            }
            "dt" | "dd" if !in_cell => {
                let list = self.open.iter().rposition(|open| *open == Open::Definitions);
                let part = self.open.iter().rposition(|open| matches!(open, Open::Term | Open::Definition));
                if let Some(part) = part.filter(|part| Some(*part) > list) {
                    self.close_to(part);
                }
                match self.open.last() {
                    Some(Open::Definitions) if name == "dt" => self.begin(Open::Term, Tag::DefinitionListTitle),
                    Some(Open::Definitions) => self.begin(Open::Definition, Tag::DefinitionListDefinition),
                    _ => {}
                }
            }
            "p" | "div" if self.open.is_empty() => self.begin(Open::Paragraph, Tag::Paragraph),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !in_cell => {
                self.close_to(0);
                let level = name[1..].parse().ok().and_then(|level: usize| HeadingLevel::try_from(level).ok());
                let level = level.unwrap_or(HeadingLevel::H2);
                let heading = Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() };
                self.begin(Open::Heading(level), heading);
            }
            _ => {}
        }
    }

    fn row(&mut self) {
        let Some(at) = self.open.iter().rposition(|open| matches!(open, Open::Table { .. })) else { return };
        self.close_to(at + 1);
        if let Some(Open::Table { rows }) = self.open.get_mut(at) {
            *rows += 1;
            let is_head = *rows == 1;
            let (end, tag) =
                if is_head { (TagEnd::TableHead, Tag::TableHead) } else { (TagEnd::TableRow, Tag::TableRow) };
            self.begin(Open::Row(end), tag);
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "table" => self.close_last(|open| matches!(open, Open::Table { .. })),
            "tr" => self.close_last(|open| matches!(open, Open::Row(_))),
            "td" | "th" => self.close_last(|open| *open == Open::Cell),
            "ul" | "ol" => self.close_last(|open| matches!(open, Open::List(_))),
            "li" => self.close_last(|open| *open == Open::Item),
            "dl" => self.close_last(|open| *open == Open::Definitions),
            "dt" => self.close_last(|open| *open == Open::Term),
            "dd" => self.close_last(|open| *open == Open::Definition),
            "p" | "div" => self.close_last(|open| *open == Open::Paragraph),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.close_last(|open| matches!(open, Open::Heading(_))),
            "a" => self.close_last(|open| *open == Open::Mark(TagEnd::Link)),
            "strong" | "b" => self.close_last(|open| *open == Open::Mark(TagEnd::Strong)),
            "del" | "s" | "strike" => self.close_last(|open| *open == Open::Mark(TagEnd::Strikethrough)),
            "em" | "i" => self.close_last(|open| *open == Open::Mark(TagEnd::Emphasis)),
            _ => {}
        }
    }
}
