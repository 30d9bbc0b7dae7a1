//! The marks of audiences in a body: which are followed, and what each is about.

use super::audience_mark::{Code, Form, Marked, named};
use super::audience_spans::spans;
use crate::markdown::Part;
use std::ops::Range;

/// All marks of a body.
#[derive(Default)]
pub(super) struct Marks {
    /// Those that are understood.
    pub(super) all: Vec<Marked>,
    /// Where a mark stands that means nothing there.
    pub(super) unclear: Vec<Range<usize>>,
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
        let code = Code::new(code);
        marks.sections(body, &headings);
        marks.blocks(body, &code);
        let followed = |marks: &Marks| {
            let mut places: Vec<Range<usize>> = marks.all.iter().map(|marked| marked.mark.clone()).collect();
            places.sort_by_key(|place| place.start);
            Code::new(places)
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
