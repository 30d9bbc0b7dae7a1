//! The body as a small tree: what `reading` looks at.
//!
//! Only what facts are written in is kept. In a side-by-side translation the originals are left out.

use super::callout::Callouts;
use super::html_facts;
use super::side_by_side::SideBySide;
use crate::text::Span;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// Lists and quotes nested deeper than this are flattened: nobody writes facts there, and what walks the tree may
/// recurse.
const DEEPEST: usize = 24;

/// The blocks of a body, from its events. `base` is where the body begins in its source: it is added to each place.
pub fn blocks(events: &[(Event<'_>, Range<usize>)], base: usize) -> Vec<Block> {
    let callouts = Callouts::new(events);
    let mut builder = Builder { base, ..Builder::default() };
    for (at, (event, range)) in events.iter().enumerate() {
        if callouts.is_mark(at) {
            continue;
        }
        if let Event::Html(html) = event
            && builder.is_at_html()
            && html_facts::has_facts(html)
        {
            builder.opaque = false;
            for (event, range) in html_facts::events(html, range) {
                builder.event(&event, &range);
            }
            builder.close_inline();
            builder.opaque = true;
        } else if callouts.at(at).is_some() {
            builder.callout();
        } else {
            builder.event(event, range);
        }
    }
    builder.finish()
}

/// A run of inline text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    /// The plain text; hard and soft line breaks are `\n`, images their alternative text.
    pub text: String,
    /// Ranges of `text` that are bold.
    pub strong: Vec<Range<usize>>,
    /// Ranges of `text` that are struck through.
    pub struck: Vec<Range<usize>>,
    /// Ranges of `text` that are code.
    pub code: Vec<Range<usize>>,
    /// Ranges of `text` that are links, with their destinations as written (a wiki link's is its id).
    pub links: Vec<(Range<usize>, String)>,
    /// Ranges of `text` that are the alternative text of images.
    pub images: Vec<Range<usize>>,
    /// Where its lines but the first begin: in `text`, and in the source.
    pub lines: Vec<(usize, u32)>,
    /// Where it is.
    pub span: Span,
}

impl Inline {
    /// The ranges of `text` that are its lines.
    pub fn line_ranges(&self) -> impl Iterator<Item = Range<usize>> {
        let mut from = 0;
        self.text.split('\n').map(move |line| {
            let range = from..from + line.len();
            from = range.end + 1;
            range
        })
    }

    /// Whether all there is to read is the name of an image, or the word or two of a link ("Gitter link").
    pub fn is_pointer(&self) -> bool {
        let all = |range: &Range<usize>| range.start == 0 && range.end == self.text.len();
        let short = self.text.len() < 40 && self.text.split(' ').count() <= 2;
        self.images.first().is_some_and(all) || (short && self.links.first().is_some_and(|(range, _)| all(range)))
    }

    /// The place of the line in which byte `at` of `text` stands, as exactly as it is known.
    pub fn line_span(&self, at: usize) -> Span {
        let index = self.lines.partition_point(|(start, _)| *start <= at);
        let start = index.checked_sub(1).map_or(self.span.start, |index| self.lines[index].1);
        let end = self.lines.get(index).map_or(self.span.end, |(_, start)| *start);
        Span { start, end: end.max(start) }
    }
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// `Some(true)` for `[x]`, `Some(false)` for `[ ]`.
    pub task: Option<bool>,
    /// Its content; a tight item's text is one paragraph.
    pub blocks: Vec<Block>,
    /// Where it is.
    pub span: Span,
}

/// A block of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        inline: Inline,
    },
    /// A paragraph.
    Paragraph(Inline),
    /// A list.
    List {
        /// Whether it is numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Item>,
    },
    /// A table.
    Table {
        /// The cells of the first row.
        head: Vec<Inline>,
        /// The cells of the others.
        rows: Vec<Vec<Inline>>,
        /// Where it is.
        span: Span,
    },
    /// A block quote or an alert.
    Quote(Vec<Block>),
    /// A code block.
    Code(Span),
}

/// What is being filled.
enum Frame {
    Quote(Vec<Block>),
    /// A callout: a quote, unless it holds more than text.
    Callout(Vec<Block>),
    List {
        ordered: bool,
        items: Vec<Item>,
    },
    Item(Item),
}

/// What an inline element will be when it ends.
enum Mark {
    Strong(usize),
    Struck(usize),
    Link(usize, String),
    Image(usize),
    Other,
}

#[derive(Default)]
struct Table {
    head: Vec<Inline>,
    rows: Vec<Vec<Inline>>,
    row: Vec<Inline>,
}

/// The tree while it grows. Nothing recurses: hostile nesting costs a counter.
#[derive(Default)]
struct Builder {
    base: usize,
    done: Vec<Block>,
    frames: Vec<Frame>,
    /// Containers open beyond the deepest level.
    beyond: usize,
    /// The level of the heading that is open.
    heading: Option<u8>,
    inline: Option<Inline>,
    marks: Vec<Mark>,
    table: Option<Table>,
    /// Inside a code block or an HTML block, whose text is not read.
    opaque: bool,
    sides: SideBySide,
    /// After the title of a definition list: what defines it goes on where it ended.
    after_title: bool,
    /// The open definition lists, and whether an item is open in each.
    definitions: Vec<bool>,
}

impl Builder {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            _ if self.opaque => {}
            Event::InlineHtml(tag) => {
                self.sides.feed(tag);
                if is_break(tag) {
                    self.push("\n", range);
                }
            }
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.push(text, range),
            Event::Code(text) => {
                let from = self.inline.as_ref().map_or(0, |inline| inline.text.len());
                self.push(text, range);
                if let Some(inline) = &mut self.inline
                    && inline.text.len() > from
                {
                    inline.code.push(from..inline.text.len());
                }
            }
            Event::SoftBreak | Event::HardBreak => self.push("\n", range),
            Event::TaskListMarker(done) => {
                if let Some(Frame::Item(item)) = self.frames.last_mut() {
                    item.task = Some(*done);
                }
            }
            Event::Html(_) | Event::FootnoteReference(_) | Event::Rule => {}
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(range.clone()).moved(self.base)
    }

    /// Adds text; a tight item's text begins its paragraph here.
    fn push(&mut self, text: &str, range: &Range<usize>) {
        if self.sides.in_original() {
            return;
        }
        let span = self.span(range);
        let inline = self.inline.get_or_insert_with(|| Inline { span, ..Inline::default() });
        let text = if inline.text.is_empty() { text.trim_start() } else { text };
        if inline.text.ends_with('\n') && inline.lines.last().is_none_or(|(at, _)| *at < inline.text.len()) {
            inline.lines.push((inline.text.len(), span.start));
        }
        inline.text.push_str(text);
        inline.span.end = inline.span.end.max(span.end);
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let at = self.inline.as_ref().map_or(0, |inline| inline.text.len());
        match tag {
            Tag::Emphasis | Tag::Superscript | Tag::Subscript => self.marks.push(Mark::Other),
            Tag::Image { .. } => self.marks.push(Mark::Image(at)),
            Tag::Strong => self.marks.push(Mark::Strong(at)),
            Tag::Strikethrough => self.marks.push(Mark::Struck(at)),
            Tag::Link { dest_url, .. } => self.marks.push(Mark::Link(at, dest_url.to_string())),
            Tag::TableHead | Tag::TableRow => {}
            Tag::Paragraph | Tag::DefinitionListDefinition if self.after_title => {}
            _ => {
                self.close_inline();
                self.start_block(tag, range);
            }
        }
    }

    /// The title of a definition list and what defines it are one line of a list: `**title**: definition`.
    fn end_title(&mut self, range: &Range<usize>) {
        let end = self.inline.as_ref().map_or(0, |inline| inline.text.len());
        if let Some(inline) = &mut self.inline
            && end > 0
        {
            inline.strong.clear();
            inline.strong.push(0..end);
            self.push(": ", &(range.end..range.end));
            self.after_title = true;
        }
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let span = self.span(range);
        match tag {
            Tag::Heading { level, .. } => {
                self.heading = Some(*level as u8);
                self.inline = Some(Inline { span, ..Inline::default() });
            }
            Tag::Paragraph | Tag::TableCell => self.inline = Some(Inline { span, ..Inline::default() }),
            Tag::CodeBlock(_) => {
                self.opaque = true;
                self.add(Block::Code(span));
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) => self.opaque = true,
            Tag::Table(_) => self.table = Some(Table::default()),
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => self.open(Frame::Quote(Vec::new())),
            Tag::List(first) => self.open(Frame::List { ordered: first.is_some(), items: Vec::new() }),
            Tag::DefinitionList => {
                self.definitions.push(false);
                self.open(Frame::List { ordered: false, items: Vec::new() });
            }
            Tag::DefinitionListTitle => {
                if self.definitions.last_mut().is_some_and(|is_open| std::mem::replace(is_open, true)) {
                    self.close_frame();
                }
                self.open(Frame::Item(Item { span, ..Item::default() }));
            }
            Tag::Item => self.open(Frame::Item(Item { span, ..Item::default() })),
            _ => {}
        }
    }

    /// Whether a block of raw HTML stands where a block of Markdown may.
    fn is_at_html(&self) -> bool {
        self.opaque && self.table.is_none() && self.heading.is_none() && !self.sides.in_original()
    }

    /// A callout begins.
    fn callout(&mut self) {
        if !self.opaque {
            self.close_inline();
            self.open(Frame::Callout(Vec::new()));
        }
    }

    fn open(&mut self, frame: Frame) {
        if self.beyond > 0 || self.frames.len() >= DEEPEST {
            self.beyond += 1;
        } else {
            self.frames.push(frame);
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Image
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link => self.end_mark(),
            TagEnd::DefinitionListTitle => self.end_title(range),
            TagEnd::DefinitionList => {
                self.close_inline();
                if self.definitions.pop() == Some(true) {
                    self.close_frame();
                }
                self.close_frame();
            }
            TagEnd::TableCell => {
                let cell = self.take_inline().unwrap_or_default();
                if let Some(table) = &mut self.table {
                    table.row.push(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    let row = std::mem::take(&mut table.row);
                    if tag == TagEnd::TableHead { table.head = row } else { table.rows.push(row) }
                }
            }
            TagEnd::Table => {
                if let Some(Table { head, rows, .. }) = self.table.take() {
                    let span = self.span(range);
                    self.add(Block::Table { head, rows, span });
                }
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.opaque = false,
            _ => {
                self.close_inline();
                if matches!(tag, TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::List(_) | TagEnd::Item) {
                    self.close_frame();
                }
            }
        }
    }

    fn end_mark(&mut self) {
        let Some(mark) = self.marks.pop() else { return };
        let Some(inline) = &mut self.inline else { return };
        let end = inline.text.len();
        match mark {
            Mark::Strong(from) if from < end => inline.strong.push(from..end),
            Mark::Struck(from) if from < end => inline.struck.push(from..end),
            Mark::Image(from) if from < end => inline.images.push(from..end),
            Mark::Link(from, destination) if from < end => inline.links.push((from..end, destination)),
            _ => {}
        }
    }

    /// The inline text that is open, without white space at its end.
    fn take_inline(&mut self) -> Option<Inline> {
        self.sides.end_block();
        self.after_title = false;
        self.marks.clear();
        let mut inline = self.inline.take()?;
        let end = inline.text.trim_end().len();
        inline.text.truncate(end);
        let clip = |range: &mut Range<usize>| {
            range.end = range.end.min(end);
            range.start < range.end
        };
        inline.lines.retain(|(at, _)| *at < end);
        inline.strong.retain_mut(clip);
        inline.struck.retain_mut(clip);
        inline.code.retain_mut(clip);
        inline.images.retain_mut(clip);
        inline.links.retain_mut(|(range, _)| clip(range));
        Some(inline)
    }

    fn close_inline(&mut self) {
        let heading = self.heading.take();
        let Some(inline) = self.take_inline() else { return };
        match heading {
            Some(level) => self.add(Block::Heading { level, inline }),
            None if inline.text.is_empty() => {}
            None => self.add(Block::Paragraph(inline)),
        }
    }

    fn close_frame(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        match self.frames.pop() {
            Some(Frame::Quote(blocks)) => self.add(Block::Quote(blocks)),
            // A timeline in a callout is a timeline.
            Some(Frame::Callout(blocks)) => {
                let is_text = |block: &Block| matches!(block, Block::Paragraph(_) | Block::Quote(_) | Block::Code(_));
                if blocks.iter().all(is_text) {
                    self.add(Block::Quote(blocks));
                } else {
                    blocks.into_iter().for_each(|block| self.add(block));
                }
            }
            Some(Frame::List { ordered, items }) => self.add(Block::List { ordered, items }),
            Some(Frame::Item(item)) => match self.frames.last_mut() {
                Some(Frame::List { items, .. }) => items.push(item),
                _ => self.done.extend(item.blocks),
            },
            None => {}
        }
    }

    fn add(&mut self, block: Block) {
        match self.frames.last_mut() {
            Some(Frame::Quote(blocks) | Frame::Callout(blocks)) => blocks.push(block),
            Some(Frame::Item(item)) => item.blocks.push(block),
            // What a list flattened away at the deepest level held belongs to an item of its own.
            Some(Frame::List { items, .. }) => items.push(Item { blocks: vec![block], ..Item::default() }),
            None => self.done.push(block),
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.close_inline();
        self.beyond = 0;
        while !self.frames.is_empty() {
            self.close_frame();
        }
        self.done
    }
}

/// `<br>`, `<br/>`, `<BR clear="all">`.
fn is_break(tag: &str) -> bool {
    let Some(rest) = tag.get(..3).filter(|name| name.eq_ignore_ascii_case("<br")).map(|_| &tag[3..]) else {
        return false;
    };
    rest.starts_with(['>', '/', ' '])
}
