//! What of a text is code, what is raw HTML, and where its lines of prose begin, as the Markdown parser sees it.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_WIKILINKS);

/// CommonMark with GitHub's tables, footnotes, strikes and tasks, and wiki links.
pub fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, OPTIONS)
}

/// The same with definition lists, which [`super::definition`] has made sure of.
pub fn parser_with_definitions(text: &str) -> Parser<'_> {
    Parser::new_ext(text, OPTIONS | Options::ENABLE_DEFINITION_LIST)
}

/// The ground on which marks are looked for.
#[derive(Default)]
pub(super) struct Ground {
    /// Code, in order.
    pub code: Vec<Range<usize>>,
    /// Raw HTML, in order.
    pub html: Vec<Range<usize>>,
    /// Where a line of prose begins: of a paragraph, an item or a cell. Ascending.
    pub lines: Vec<usize>,
    /// Paragraphs.
    pub paragraphs: Vec<Range<usize>>,
    /// Fenced code with its info string.
    pub fences: Vec<(Range<usize>, String)>,
}

impl Ground {
    pub(super) fn of(text: &str) -> Ground {
        let mut ground = Ground::default();
        let mut in_code = false;
        // Whether the next piece begins a line.
        let mut at_start = true;
        for (event, range) in parser(text).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    in_code = true;
                    if let CodeBlockKind::Fenced(info) = kind {
                        ground.fences.push((range.clone(), info.to_string()));
                    }
                    ground.code.push(range);
                }
                Event::End(TagEnd::CodeBlock) => in_code = false,
                _ if in_code => {}
                Event::Code(_) => {
                    ground.code.push(range);
                    at_start = false;
                }
                Event::Start(Tag::HtmlBlock) => ground.html.push(range),
                Event::InlineHtml(_) => {
                    if std::mem::take(&mut at_start) {
                        ground.lines.push(range.start);
                    }
                    ground.html.push(range);
                }
                Event::Text(_) | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Strong | Tag::Emphasis)
                    if std::mem::take(&mut at_start) =>
                {
                    ground.lines.push(range.start);
                }
                Event::Start(Tag::Paragraph) => {
                    ground.paragraphs.push(range);
                    at_start = true;
                }
                Event::SoftBreak
                | Event::HardBreak
                | Event::Start(Tag::Item | Tag::TableCell)
                | Event::End(TagEnd::Paragraph | TagEnd::List(_) | TagEnd::BlockQuote(_)) => at_start = true,
                _ => {}
            }
        }
        ground
    }
}

/// The range of a sorted list that a place lies in.
pub(super) fn within(ranges: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let after = ranges.partition_point(|range| range.start <= at);
    ranges.get(after.checked_sub(1)?).filter(|range| range.contains(&at))
}
