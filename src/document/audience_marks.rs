//! The marks of audiences in a text: where each is, for whom, and what it is about.

use super::audience_spans::spans;
use crate::markdown::Part;
use std::ops::Range;

/// What is for an audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A section.
    Section,
    /// A fenced block, or the line that ends it.
    Block,
    /// A span within a line.
    Span,
}

/// A part of a body that is for an audience.
pub(super) struct Marked {
    /// Where the audience's name stands.
    pub(super) name: Range<usize>,
    /// The mark itself.
    pub(super) mark: Range<usize>,
    /// All that it is about.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) form: Form,
}

/// All marks of a body.
#[derive(Default)]
pub(super) struct Marks {
    /// Those that are understood.
    pub(super) all: Vec<Marked>,
    /// Where a mark stands that means nothing there.
    pub(super) unclear: Vec<Range<usize>>,
}

/// The code of a body, in order.
pub(super) struct Code(Vec<Range<usize>>);

impl Code {
    /// Whether a place is in code.
    pub(super) fn has(&self, at: usize) -> bool {
        self.end(at).is_some()
    }

    /// Where the code ends that a place is in.
    pub(super) fn end(&self, at: usize) -> Option<usize> {
        let after = self.0.partition_point(|range| range.start <= at);
        let range = self.0.get(after.checked_sub(1)?)?;
        range.contains(&at).then_some(range.end)
    }
}

impl Marks {
    /// The marks of a body in small letters, of which `mentions` are the places that read as marks.
    pub(super) fn of(body: &str, parts: &[Part], mentions: &[Range<usize>], has_spans: bool) -> Marks {
        let mut marks = Marks::default();
        let (mut code, mut headings) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Part::Heading(level, range) => headings.push((*level, range.clone())),
                Part::Code(range) => code.push(range.clone()),
            }
        }
        let code = Code(code);
        marks.sections(body, &headings);
        marks.blocks(body, &code);
        let followed = |marks: &Marks| {
            let mut places: Vec<Range<usize>> = marks.all.iter().map(|marked| marked.mark.clone()).collect();
            places.sort_by_key(|place| place.start);
            Code(places)
        };
        let (mut known, mut rest) = (followed(&marks), Vec::new());
        rest.extend(mentions.iter().filter(|at| !known.has(at.start) && !code.has(at.start)).cloned());
        if has_spans && !rest.is_empty() {
            marks.all.extend(spans(body, &rest, &code));
            known = followed(&marks);
        }
        // Whatever else reads as a mark is one that was meant and is not understood.
        marks.unclear.extend(rest.into_iter().filter(|at| !known.has(at.start)));
        marks
    }

    /// Sections, each up to the next heading that is not below it.
    fn sections(&mut self, body: &str, headings: &[(usize, Range<usize>)]) {
        // Those that have not ended, the outermost first.
        let mut open: Vec<(usize, Marked)> = Vec::new();
        for (level, range) in headings {
            while let Some((_, mut ended)) = open.pop_if(|(outer, _)| *outer >= *level) {
                ended.range.end = range.start;
                self.all.push(ended);
            }
            if let Some((mark, name)) = attribute(body, range.clone()) {
                open.push((*level, Marked { name, mark, range: range.start..body.len(), form: Form::Section }));
            }
        }
        self.all.extend(open.into_iter().map(|(_, marked)| marked));
    }

    /// Fenced blocks, line by line: a line of colons alone ends the block that began last.
    fn blocks(&mut self, body: &str, code: &Code) {
        struct Open {
            colons: usize,
            /// The name and the opening line, of a block that is for an audience.
            mark: Option<(Range<usize>, Range<usize>)>,
        }
        let mut open: Vec<Open> = Vec::new();
        let mut start = 0;
        let mut has_blocks = false;
        let mut stray: Option<Range<usize>> = None;
        for line in body.split_inclusive('\n') {
            let at = start..start + line.len();
            start = at.end;
            let text = line.trim_start();
            let colons = text.len() - text.trim_start_matches(':').len();
            if colons < 3 || code.has(at.end - text.len()) {
                continue;
            }
            let rest = text.get(colons..).unwrap_or_default();
            if !rest.trim().is_empty() {
                let from = at.end - rest.len();
                let mark = block_name(rest).map(|name| (from + name.start..from + name.end, at.clone()));
                has_blocks |= mark.is_some();
                open.push(Open { colons, mark });
            } else if open.last().is_some_and(|block| block.colons <= colons) {
                if let Some((name, mark)) = open.pop().and_then(|block| block.mark) {
                    let range = mark.start..at.end;
                    self.all.push(Marked { name: name.clone(), mark, range, form: Form::Block });
                    self.all.push(Marked { name, mark: at.clone(), range: at, form: Form::Block });
                }
            } else {
                stray = Some(at);
            }
        }
        // What never ends reaches to the end of the page.
        for (name, mark) in open.into_iter().filter_map(|block| block.mark) {
            let range = mark.start..body.len();
            self.all.push(Marked { name, mark, range, form: Form::Block });
        }
        // One end too many: a block may have ended before it was meant to.
        self.unclear.extend(stray.filter(|_| has_blocks));
    }
}

/// The mark at the end of a heading's first line, with the place of the name.
fn attribute(body: &str, heading: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let line = body.get(heading.clone())?.lines().next()?;
    let line = line.trim_end().trim_end_matches('#').trim_end();
    let inner = line.strip_suffix('}')?;
    let from = inner.rfind('{')?;
    let name = named(inner.get(from + 1..)?)?;
    let place = heading.start + from + 1;
    Some((heading.start + from..heading.start + line.len(), place + name.start..place + name.end))
}

/// The name in the words after the colons of a block: `audience security`, `{audience=security}`.
fn block_name(text: &str) -> Option<Range<usize>> {
    let word = text.trim_start();
    let from = text.len() - word.len();
    if let Some(rest) = word.strip_prefix("audience").filter(|rest| rest.starts_with([' ', '\t'])) {
        let name = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        let start = rest.find(name)? + from + "audience".len();
        return Some(start..start + name.len());
    }
    let inner = word.trim_end().strip_suffix('}')?;
    let open = inner.find('{')?;
    let name = named(inner.get(open + 1..)?)?;
    Some(from + open + 1 + name.start..from + open + 1 + name.end)
}

/// The value of `audience` among attributes, if it is there once.
pub(super) fn named(attributes: &str) -> Option<Range<usize>> {
    let key = attributes.find("audience")?;
    if attributes.rfind("audience") != Some(key) {
        return None;
    }
    let rest = attributes.get(key + "audience".len()..)?.trim_start().strip_prefix(['=', ':'])?;
    let from = attributes.len() - rest.len();
    let value = rest.trim_start();
    let from = from + (rest.len() - value.len());
    match value.chars().next()? {
        quote @ ('"' | '\'') => {
            let end = value.get(1..)?.find(quote)?;
            Some(from + 1..from + 1 + end)
        }
        _ => {
            let end = value.find(char::is_whitespace).unwrap_or(value.len());
            (end > 0).then_some(from..from + end)
        }
    }
}

/// The places of a text in small letters that read as marks: `{… audience=`, `]{audience`, or colons and `audience` at the beginning of
/// a line.
pub(super) fn mentions(text: &str) -> Vec<Range<usize>> {
    const WORD: &str = "audience";
    let mut found = Vec::new();
    if !text.contains(WORD) {
        return found;
    }
    let bytes = text.as_bytes();
    // The brace that is open, and whether a bracket ended right before it.
    let mut brace: Option<bool> = None;
    // Whether the line began with colons, and nothing but them and braces came since.
    let mut colons: Option<usize> = Some(0);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'{' => brace = Some(at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b']')),
            b'}' => brace = None,
            // Attributes of a span may go on in the next line.
            b'\n' if brace == Some(true) && !begins_empty(bytes.get(at + 1..).unwrap_or_default()) => {}
            b'\n' => brace = None,
            b'a' if text.get(at..).is_some_and(|rest| rest.starts_with(WORD)) => {
                let after = text.get(at + WORD.len()..).unwrap_or_default();
                let is_set = after.trim_start_matches('s').trim_start_matches([' ', '\t']).starts_with(['=', ':']);
                let is_word = !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'))
                    && !matches!(at.checked_sub(1).and_then(|before| bytes.get(before)), Some(b'.' | b'#' | b'-'));
                let is_attribute = brace.is_some_and(|of_span| is_set || of_span && is_word);
                if is_attribute || colons.is_some_and(|count| count >= 3) {
                    found.push(at..at + WORD.len());
                }
            }
            _ => {}
        }
        colons = match byte {
            b'\n' => Some(0),
            b':' => colons.map(|count| count + 1),
            b' ' | b'{' | b'\t' | b'\r' => colons,
            _ => None,
        };
    }
    found
}

/// Whether the first line of a text is empty.
fn begins_empty(text: &[u8]) -> bool {
    let line = text.iter().take_while(|byte| **byte != b'\n');
    line.into_iter().all(|byte| byte.is_ascii_whitespace() || *byte == b'>')
}

/// The place of the first mark of a span in a text that has none, such as front matter.
pub(super) fn marked_words(text: &str) -> Option<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    let is_of_span = |at: &Range<usize>| {
        let open = lower.get(..at.start).and_then(|before| before.rfind('{'));
        open.is_some_and(|open| lower.get(..open).is_some_and(|before| before.ends_with(']')))
    };
    mentions(&lower).into_iter().find(is_of_span)
}
