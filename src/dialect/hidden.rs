//! Text that its author hid: comments of Obsidian, MDX, Hugo, Liquid, Jinja and MyST, and HTML's where Markdown
//! takes them for text.

use super::edit::Edit;
use super::element;
use super::ground::{Ground, within};
use super::tag::{head, tag};
use super::{Becomes, Foreign};
use std::collections::HashSet;
use std::ops::Range;

/// How a kind of comment begins and ends.
struct Kind {
    open: &'static str,
    /// What ends it.
    close: &'static str,
    /// What then ends the tag that `close` stands in; "" where it is the end itself.
    tail: &'static str,
    what: &'static str,
}

const fn kind(open: &'static str, close: &'static str, tail: &'static str, what: &'static str) -> Kind {
    Kind { open, close, tail, what }
}

/// The longer marks come before those that they begin with.
const KINDS: &[Kind] = &[
    kind("%%", "%%", "", "an Obsidian comment that nothing ends"),
    kind("<!--", "-->", "", "an HTML comment that nothing ends"),
    kind("{/*", "*/}", "", "an MDX comment that nothing ends"),
    kind("{{/*", "*/", "}}", "a Hugo comment that nothing ends"),
    kind("{{- /*", "*/", "}}", "a Hugo comment that nothing ends"),
    kind("{#", "#}", "", "a Jinja comment that nothing ends"),
    kind("{%", "endcomment", "%}", "a Liquid comment that nothing ends"),
    kind("{{", "/comment", "}}", "a Hugo comment that nothing ends"),
];

/// Whether a text may hide anything that the Markdown parser would show.
pub(super) fn may_hide(text: &str) -> bool {
    text.contains("%%")
        || text.contains("{/*")
        || text.contains("{#")
        || text.contains("/*") && text.contains("{{")
        || text.contains("comment") && (text.contains("{%") || text.contains("{{"))
        || text.contains("{% #")
        || text.contains("{%- #")
        || text.contains("]: #")
        || text.contains("]: <>")
        || text.starts_with("% ")
        || text.contains("\n% ")
        || text.contains("<!--") && has_odd_comment(text)
        || element::may_be_hidden(text)
}

/// Of which a text has one, or begins with `% `, that may hide anything.
pub(super) const MARKS: &[&str] =
    &["%%", "{/*", "{#", "{{", "{%", "]: #", "]: <>", "\n% ", "<!--", " hidden", "display:", "visibility:"];

/// Whether an HTML comment begins that the Markdown parser takes for text: within a line, and open beyond its paragraph.
fn has_odd_comment(text: &str) -> bool {
    let mut from = 0;
    while let Some(start) = text[from..].find("<!--").map(|at| from + at) {
        let Some(length) = text[start..].find("-->") else { return true };
        if !begins_line(text, start) && text[start..start + length].contains('\n') {
            return true;
        }
        from = start + length;
    }
    false
}

/// What is to be cut out of a text.
pub(super) fn hidden(text: &str, foreign: &mut Vec<Foreign>) -> Vec<Edit> {
    let ground = Ground::of(text);
    let mut found = comments(text, &ground, foreign);
    found.extend(definitions(text, &ground));
    found.extend(percent_lines(text, &ground));
    found.sort_by_key(|range| range.start);
    cuts(text, found)
}

fn comments(text: &str, ground: &Ground, foreign: &mut Vec<Foreign>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut ends = Ends { text, ground, missing: HashSet::new() };
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(['%', '<', '{'])).map(|next| at + next) {
        at = start + 1;
        let rest = &text[start..];
        if rest.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic)
            && rest.starts_with('<')
            && within(&ground.code, start).is_none()
            && let Some(length) = element::hidden(rest)
        {
            found.push(start..start + length);
            at = start + length;
            continue;
        }
        let Some(kind) = KINDS.iter().find(|kind| rest.starts_with(kind.open)) else { continue };
        if let Some(code) = within(&ground.code, start) {
            at = code.end;
            continue;
        }
        if text[..start].ends_with('\\') {
            at = start + kind.open.len();
            continue;
        }
        if kind.open == "<!--"
            && let Some(html) = within(&ground.html, start)
            && let Some(length) = rest.get(..html.end - start).and_then(|html| html.find("-->"))
        {
            at = start + length + 3;
            continue;
        }
        let Some(opening) = opening(kind, rest) else { continue };
        match ends.of(kind, start + opening) {
            Some(end) if kind.open == "%%" && is_variable(text, start, end) => at = end,
            Some(end) => {
                found.push(start..end);
                at = end;
            }
            None => {
                let range = start..start + kind.open.len();
                let mark = Foreign { mark: kind.open.to_owned(), what: kind.what, range, becomes: Becomes::Hiding };
                // What hides a block and is not ended hides the rest of the page in the tool that it was written with.
                let is_block = begins_line(text, start) && (kind.open == "<!--" || ends_line(text, start + opening));
                if is_block {
                    found.push(start..text.len());
                    foreign.push(mark);
                    return found;
                }
                if kind.open == "<!--" {
                    at = text[start..].find("\n\n").map_or(text.len(), |length| start + length);
                    found.push(start..at);
                    foreign.push(mark);
                }
            }
        }
    }
    found
}

/// Where the text of a comment begins behind its start; `None` where the mark is none.
fn opening(kind: &Kind, rest: &str) -> Option<usize> {
    match kind.open {
        "{#" => {
            // `{#id}` is the name of a heading.
            let next = rest[2..].chars().next()?;
            let is_comment = next.is_whitespace()
                || next == '-'
                || head(rest).find('}').is_some_and(|close| close > 2 && rest[..close].ends_with('#'));
            is_comment.then_some(2)
        }
        "{%" => {
            let (body, length) = tag(rest, "%}")?;
            if body.starts_with('#') {
                return Some(0);
            }
            (body.split_whitespace().next()? == "comment").then_some(length)
        }
        "{{" => {
            let (body, length) = tag(rest, "}}")?;
            (body.trim_matches(['<', '>', '%', ' ', '-']) == "comment").then_some(length)
        }
        open => Some(open.len()),
    }
}

/// Looks for the ends of comments.
struct Ends<'a> {
    text: &'a str,
    ground: &'a Ground,
    /// Ends that are not there from some place on, outside code or at all: they need not be looked for again.
    missing: HashSet<(&'static str, bool)>,
}

impl Ends<'_> {
    /// Where a comment ends: at its first end outside code, else at the first of all.
    fn of(&mut self, kind: &Kind, from: usize) -> Option<usize> {
        if self.text.get(from..)?.starts_with("{%") && kind.open == "{%" {
            return tag(&self.text[from..], "%}").map(|(_, length)| from + length);
        }
        let end = self.first(kind.close, from, true).or_else(|| self.first(kind.close, from, false))?;
        match kind.tail {
            "" => Some(end),
            tail => head(&self.text[end..]).find(tail).map(|length| end + length + tail.len()).or(Some(end)),
        }
    }

    fn first(&mut self, close: &'static str, from: usize, outside: bool) -> Option<usize> {
        if self.missing.contains(&(close, outside)) {
            return None;
        }
        let mut at = from;
        loop {
            let Some(found) = self.text.get(at..).and_then(|rest| rest.find(close)).map(|length| at + length) else {
                self.missing.insert((close, outside));
                return None;
            };
            match within(&self.ground.code, found).filter(|_| outside) {
                Some(code) => at = code.end.max(found + 1),
                None => return Some(found + close.len()),
            }
        }
    }
}

/// Whether only blanks stand before a place in its line.
fn begins_line(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with('\n')
}

/// Whether only blanks follow a place in its line.
fn ends_line(text: &str, at: usize) -> bool {
    let after = text[at..].trim_start_matches([' ', '\t', '\r']);
    after.is_empty() || after.starts_with('\n')
}

/// `for %%f in (*.log) do type %%f`: the variables of a batch file.
fn is_variable(text: &str, start: usize, end: usize) -> bool {
    let name = |at: usize| {
        let mut chars = text.get(at..)?.chars();
        let name = chars.next().filter(char::is_ascii_alphabetic)?;
        chars.next().is_none_or(|next| !next.is_alphanumeric()).then_some(name)
    };
    name(start + 2).is_some_and(|first| name(end) == Some(first))
}

/// `[//]: # (…)` and `[comment]: <> (…)` where the Markdown parser shows them: behind a line of text, or without its brackets.
fn definitions(text: &str, ground: &Ground) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open_until = 0;
    for &start in &ground.lines {
        if start < open_until {
            continue;
        }
        let line = text[start..].split('\n').next().unwrap_or("");
        let Some((label, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once("]:")) else { continue };
        let rest = rest.trim_start();
        let Some(told) = rest.strip_prefix('#').or_else(|| rest.strip_prefix("<>")) else { continue };
        if label.contains(['[', ']', '^']) || !told.is_empty() && !told.starts_with([' ', '\t']) {
            continue;
        }
        let told = told.trim();
        let close = match told.chars().next() {
            Some('(') => ')',
            Some(quote @ ('"' | '\'')) => quote,
            _ => '\n',
        };
        let mut end = start + line.len();
        if close != '\n' && (told.len() == 1 || !told.ends_with(close)) {
            let block = text[end..].find("\n\n").map_or(text.len(), |length| end + length);
            let closing = text[end..block].find(&format!("{close}\n")).map(|length| end + length + 1);
            end = closing.unwrap_or(block);
        }
        open_until = end;
        found.push(start..end);
    }
    found
}

/// `% …`: a MyST comment is a block of lines that all begin so. At the top of a file it may be pandoc's title.
fn percent_lines(text: &str, ground: &Ground) -> Vec<Range<usize>> {
    let is_comment = |range: &&Range<usize>| {
        let block = text.get((*range).clone()).unwrap_or("");
        block.starts_with("% ") && block.lines().all(|line| line.trim_start().starts_with('%'))
    };
    let first = text.len() - text.trim_start().len();
    ground.paragraphs.iter().filter(is_comment).filter(|range| range.start != first).cloned().collect()
}

/// The edits that cut ranges out; a line on which nothing else stands goes with its end.
fn cuts(text: &str, found: Vec<Range<usize>>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for mut range in found {
        if begins_line(text, range.start) && ends_line(text, range.end) {
            range.start = text[..range.start].trim_end_matches([' ', '\t']).len();
            let rest = &text[range.end..];
            range.end = text.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
            range.end += usize::from(text[range.end..].starts_with('\n'));
        }
        if edits.last().is_none_or(|edit| edit.range.end <= range.start) {
            edits.push(Edit::new(range, ""));
        }
    }
    edits
}
