//! What of a page's text this build's readers may read: parts of it may be for few.
//!
//! A section (`## Heading {audience=security}`) reaches to the next heading that is not below it, a block
//! (`::: audience security` … `:::`) to its end. What may not be read is blanked before anything else looks at the text, and so
//! are the marks themselves: each of their bytes but the ends of lines becomes a space, so that places stay what they are.
//! A mark that is not understood, or that stands where it cannot be followed, makes the page one for nobody.

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Part, parts};
use crate::text::{ContentPath, Span};
use std::ops::Range;

/// What there is of a body for the readers of this build.
#[derive(Default)]
pub(super) struct Readable {
    /// The body with what they may not read, and the marks, blanked; `None` where nothing is marked.
    pub(super) text: Option<String>,
    /// Whether anything but marks was blanked.
    pub(super) hides: bool,
    /// Whether marks were found that cannot be followed: then the page is for nobody.
    pub(super) is_unclear: bool,
}

/// Finds the marks of a body, which begins at `offset` in its file.
pub(super) fn readable(
    path: &ContentPath,
    body: &str,
    offset: usize,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Readable {
    // Nearly no page has such a mark.
    if !body.contains("audience") || next_mark(body).is_none() {
        return Readable::default();
    }
    let marks = Marks::of(body, &parts(body));
    let mut readable = Readable::default();
    for at in &marks.unclear {
        let message = "this mark of an audience cannot be followed here, so this page is not published";
        let help = "Mark a heading outside lists and quotes (`## Heading {audience=NAME}`), or put the text between \
            `::: audience NAME` and `:::`.";
        diagnostics.push(finding(Code::UnknownAudience, path, at, offset, message).help(help));
        readable.is_unclear = true;
    }
    let mut text = body.as_bytes().to_vec();
    for Marked { name, mark, range } in marks.all {
        let written = body.get(name.clone()).unwrap_or_default();
        let known = config.audiences.find(written);
        if known.is_none() {
            let (code, message) = match config.audiences.are_configured() {
                true => (Code::UnknownAudience, "is no audience of the settings, so this page is not published"),
                false => (Code::AudienceNotEnforced, "the settings have no [audiences], so this page is not published"),
            };
            diagnostics.push(finding(code, path, &name, offset, &format!("`{written}`: {message}")));
            readable.is_unclear = true;
        }
        blank(&mut text, mark);
        if !config.audiences.may_read(Some(known.unwrap_or_default())) {
            blank(&mut text, range);
            readable.hides = true;
        }
    }
    // Spaces in place of whole characters are still UTF-8.
    readable.text = String::from_utf8(text).ok();
    readable
}

fn finding(code: Code, path: &ContentPath, at: &Range<usize>, offset: usize, message: &str) -> Diagnostic {
    Diagnostic::new(code, path, Span::new(at.start + offset..at.end + offset), message)
}

fn blank(text: &mut [u8], range: Range<usize>) {
    for byte in text.get_mut(range).unwrap_or_default() {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

/// A part of a body that is for an audience.
struct Marked {
    /// Where the audience's name stands.
    name: Range<usize>,
    /// The mark itself.
    mark: Range<usize>,
    /// All that it is about.
    range: Range<usize>,
}

/// All marks of a body.
#[derive(Default)]
struct Marks {
    all: Vec<Marked>,
    /// Where a mark stands that means nothing there.
    unclear: Vec<Range<usize>>,
}

impl Marks {
    fn of(body: &str, parts: &[Part]) -> Marks {
        let mut marks = Marks::default();
        let is_code = |at: usize| parts.iter().any(|part| matches!(part, Part::Code(range) if range.contains(&at)));
        let headings: Vec<(usize, &Range<usize>)> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Heading(level, range) => Some((*level, range)),
                Part::Code(_) => None,
            })
            .collect();
        for (index, (level, range)) in headings.iter().enumerate() {
            let Some((mark, name)) = attribute(body, (*range).clone()) else { continue };
            let later = headings.iter().skip(index + 1).find(|(other, _)| other <= level);
            let end = later.map_or(body.len(), |(_, next)| next.start);
            marks.all.push(Marked { name, mark, range: range.start..end });
        }
        marks.blocks(body, &is_code);
        // Whatever else reads as a mark is one that was meant and is not understood.
        let mut from = 0;
        while let Some(found) = body.get(from..).and_then(next_mark) {
            let at = from + found.start..from + found.end;
            let is_followed = marks.all.iter().any(|marked| marked.mark.contains(&at.start));
            if !is_followed && !is_code(at.start) {
                marks.unclear.push(at.clone());
            }
            from = at.end;
        }
        marks
    }

    /// Fenced blocks, line by line: a line of colons alone ends the block that began last.
    fn blocks(&mut self, body: &str, is_code: &dyn Fn(usize) -> bool) {
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
            if colons < 3 || is_code(at.end - text.len()) {
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
                    self.all.push(Marked { name: name.clone(), mark, range });
                    self.all.push(Marked { name, mark: at.clone(), range: at });
                }
            } else {
                stray = Some(at);
            }
        }
        // What never ends reaches to the end of the page.
        for (name, mark) in open.into_iter().filter_map(|block| block.mark) {
            let range = mark.start..body.len();
            self.all.push(Marked { name, mark, range });
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

/// The value of `audience` among attributes.
fn named(attributes: &str) -> Option<Range<usize>> {
    let key = attributes.find("audience")?;
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

/// The next place that reads as a mark: `{… audience=`, or colons and `audience` at the beginning of a line.
fn next_mark(text: &str) -> Option<Range<usize>> {
    text.match_indices("audience").find_map(|(at, word)| {
        let line = text.get(..at)?.rsplit('\n').next()?;
        let after = text.get(at + word.len()..)?;
        let is_attribute = line.rfind('{').is_some_and(|open| !line.get(open..).unwrap_or_default().contains('}'))
            && after.trim_start_matches([' ', '\t']).starts_with(['=', ':']);
        let is_block = line.trim().starts_with(":::") && line.trim().chars().all(|c| matches!(c, ':' | '{' | ' '));
        (is_attribute || is_block).then_some(at..at + word.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: &str = "[audiences]\nlevels = [\"few\", \"all\"]\n";

    /// What there is of a body for everybody: the words that are left, and whether the page is for nobody.
    fn shown(body: &str) -> (String, bool) {
        let (path, config) = (ContentPath::new("a.md").unwrap(), Config::read(LEVELS).value);
        let mut found = Vec::new();
        let readable = readable(&path, body, 0, &config, &mut found);
        assert_eq!(readable.is_unclear, !found.is_empty());
        let text = readable.text.unwrap_or_else(|| body.to_owned());
        assert_eq!(text.len(), body.len(), "places stay");
        (text.split_whitespace().collect::<Vec<_>>().join(" "), readable.is_unclear)
    }

    #[test]
    fn a_section_reaches_to_the_next_heading_that_is_not_below_it() {
        for (body, expected) in [
            ("# A\n\n## B {audience=few}\n\nx\n\n### C\n\ny\n\n## D\n\nz\n", "# A ## D z"),
            ("## B {#b audience=\"few\"} ##\n\nx\n\n# D\n\nz\n", "# D z"),
            ("B {audience=few}\n---\n\nx\n\nD\n===\n\nz\n", "D === z"),
            ("## B {audience=all}\n\nx\n", "## B x"),
            ("## B {audience=few}\n\n- a\n\n      # no heading\n\n  ## in a list\n\nx\n", ""),
            ("## B {audience=few}\n\n> # quoted\n\n```\n# code\n```\n\nx\n", ""),
        ] {
            assert_eq!(shown(body), (expected.to_owned(), false), "{body}");
        }
    }

    #[test]
    fn a_block_reaches_to_its_own_end() {
        for (body, expected) in [
            ("a\n\n::: audience few\nx\n:::\n\nb\n", "a b"),
            ("::: audience all\nx\n:::\n", "x"),
            (":::audience few\nx\n::: note\ny\n:::\nz\n:::\nb\n", "b"),
            ("::: audience few\nx\n::: note\ny\n:::\nz\n:::\nb\n", "b"),
            (":::: {.box audience=few}\nx\n::: tip\ny\n:::\n::::\nb\n", "b"),
            ("::: audience few\nx\n\nnever ended\n", ""),
            ("- one\n  ::: audience few\n  x\n  :::\n- two\n", "- one - two"),
        ] {
            assert_eq!(shown(body), (expected.to_owned(), false), "{body}");
        }
    }

    #[test]
    fn a_mark_that_is_not_understood_makes_the_page_one_for_nobody() {
        for body in [
            "> ## B {audience=few}\n>\n> x\n",
            "A [word]{audience=few} of it\n",
            "## B {audience=fwe}\n",
            "::: audience\nx\n:::\n",
            "::: audience few\nx\n:::\ny\n:::\n",
            "<h2>B</h2> {audience=few}\n",
            "## B {audience=}\n",
        ] {
            assert!(shown(body).1, "{body}");
        }
    }

    #[test]
    fn code_and_talk_of_audiences_mark_nothing() {
        for body in [
            "`{audience=few}`\n",
            "```\n::: audience few\n```\n",
            "The audience: everybody.\n",
            "    ## A {audience=few}\n",
        ] {
            assert!(!shown(body).1, "{body}");
        }
    }
}
