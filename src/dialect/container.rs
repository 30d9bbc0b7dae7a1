//! Containers of any tool become callouts, those that only lay out vanish, those that hide go with what they hold.
//!
//! Only the outermost are changed: what stands in them is then a block quote, and its own are found there by the next parse.

use super::directive::{Container, container, unquoted};
use super::edit::Edit;
use super::ground::{Ground, within};
use super::kind::look;
use super::line::Lines;
use super::shortcode::{TagLine, tag_line};
use std::ops::Range;

/// Whether a text may have containers that are not block quotes.
pub(super) fn may_contain(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

/// Of which a text has one that has a container.
pub(super) const MARKS: &[&str] =
    &[":::", "!!! ", "??? ", "???+", "=== \"", "{{<", "{{%", "{% ", "{%-", "```{", "~~~{", "</"];

/// The changes that make callouts of the outermost containers.
pub(super) fn containers(text: &str) -> Vec<Edit> {
    let ground = Ground::of(text);
    let lines = &Lines::of(text);
    let mut edits = Vec::new();
    // What is open between marks of its own: the outermost is changed once its end is met.
    let mut open: Vec<Open> = Vec::new();
    // Up to which line all is done.
    let mut done = 0;
    // The lines that are changed.
    let mut changed: Vec<Range<usize>> = Vec::new();
    let mut starts = ground.lines.clone();
    for html in &ground.html {
        let html_lines = lines.index(html.start)..=lines.index(html.end.saturating_sub(1).max(html.start));
        starts.extend(html_lines.map(|index| lines.text_start(index).max(html.start)));
    }
    starts.sort_unstable();
    let mut last = usize::MAX;
    for start in starts {
        let index = lines.index(start);
        if std::mem::replace(&mut last, index) == index || index < done {
            continue;
        }
        let range = lines.range(index);
        let column = start.saturating_sub(range.start);
        let line = &text[start..range.end];
        match mark(line) {
            Some(Mark::Indented(container)) if open.is_empty() => {
                done = indented(lines, index, column, &container, &mut edits);
                changed.push(index..done);
            }
            Some(Mark::Open(name, container)) => {
                let has_options = line.trim_start_matches(':').starts_with('{');
                open.push(Open { name, container, index, column, has_options });
            }
            Some(Mark::Close(name)) => {
                let Some(at) = open.iter().rposition(|open| {
                    name.is_empty() == open.name.is_empty() && (name.is_empty() || open.name == name)
                }) else {
                    continue;
                };
                open.truncate(at + 1);
                if let Some(closed) = open.pop()
                    && open.is_empty()
                {
                    between(lines, &closed, index, &mut edits);
                    done = index + 1;
                    changed.push(closed.index..done);
                }
            }
            _ => {}
        }
    }
    for (range, info) in &ground.fences {
        if within(&changed, lines.index(range.start)).is_none() {
            fence(text, lines, range.start, range.end, info, &mut edits);
        }
    }
    edits
}

/// A container whose end is still to come.
struct Open {
    /// Its name where its end says it; "" for `:::`.
    name: String,
    container: Container,
    index: usize,
    column: usize,
    /// Whether options may follow its first line.
    has_options: bool,
}

/// What a line says.
enum Mark {
    /// A container begins, whose lines are indented.
    Indented(Container),
    /// A container begins that a mark ends.
    Open(String, Container),
    Close(String),
}

fn mark(line: &str) -> Option<Mark> {
    let line = line.trim_end();
    if let Some(rest) = line.strip_prefix("!!!").or_else(|| line.strip_prefix("???")) {
        let fold = match (line.starts_with('!'), rest.starts_with('+')) {
            (true, _) => "",
            (false, true) => "+",
            (false, false) => "-",
        };
        let rest = rest.trim_start_matches('+').strip_prefix(' ')?.trim_start();
        let (words, title) =
            rest.split_once('"').map_or((rest, ""), |(words, rest)| (words, rest.trim_end_matches('"')));
        let name = words.split_whitespace().next()?;
        let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        // A sentence that somebody begins with three marks.
        let is_short = words.split_whitespace().count() <= 3;
        return (is_name && is_short).then(|| Mark::Indented(Container::callout(name, fold, title)));
    }
    if let Some(rest) = line.strip_prefix("===").map(|rest| rest.trim_start_matches(['!', '+'])) {
        let title = rest.trim_start().strip_prefix('"')?.strip_suffix('"')?;
        return Some(Mark::Indented(Container::callout("tab", "", title)));
    }
    if line.starts_with(":::") {
        let rest = line.trim_start_matches(':').trim();
        return match rest {
            "" => Some(Mark::Close(String::new())),
            rest if rest.ends_with(":::") => triple(rest.trim_end_matches(':')),
            rest => colons(rest),
        };
    }
    match tag_line(line)? {
        TagLine::Open(name, container) => Some(Mark::Open(name, container)),
        TagLine::Close(name) => Some(Mark::Close(name)),
    }
}

/// `:::row:::` and `:::row-end:::`.
fn triple(body: &str) -> Option<Mark> {
    let name = body.split_whitespace().next()?;
    match name.strip_suffix("-end") {
        Some(name) => Some(Mark::Close(format!(":{name}"))),
        None if matches!(name, "row" | "column" | "moniker" | "zone") => {
            Some(Mark::Open(format!(":{name}"), Container::Plain))
        }
        None => None,
    }
}

/// What follows `:::`.
fn colons(rest: &str) -> Option<Mark> {
    let rest = rest.trim_end_matches(':').trim_end();
    let end = if rest.starts_with('{') {
        rest.find('}').map_or(rest.len(), |at| at + 1)
    } else {
        rest.find([' ', '[', '{', '\t']).unwrap_or(rest.len())
    };
    let (name, arguments) = rest.split_at(end);
    if let Some(name) = name.strip_suffix("-end") {
        return Some(Mark::Close(format!(":{name}")));
    }
    // docfx ends these by name.
    if matches!(name, "moniker" | "zone") {
        return Some(Mark::Open(format!(":{name}"), Container::Plain));
    }
    let braced = name.trim_matches(['{', '}']).trim();
    if name.starts_with('{') && braced.contains(['.', '=', ' ', '#']) {
        return Some(Mark::Open(String::new(), container("", &format!("{name} {arguments}"))));
    }
    let is_name = braced.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '!'));
    let title =
        if name.starts_with('{') && !arguments.trim().is_empty() { unquoted(arguments) } else { arguments.to_owned() };
    (is_name && !braced.is_empty()).then(|| Mark::Open(String::new(), container(braced, &title)))
}

/// Changes a container whose lines are indented; the first line after it.
fn indented(lines: &Lines<'_>, index: usize, column: usize, container: &Container, edits: &mut Vec<Edit>) -> usize {
    let mut body: Vec<(usize, usize)> = Vec::new();
    let mut blank = Vec::new();
    let mut at = index + 1;
    while at < lines.count() {
        let line = lines.get(at);
        let rest = line.get(lines.inset(at, column)..).unwrap_or("");
        let indent =
            if rest.starts_with('\t') { 1 } else { rest.bytes().take(4).take_while(|byte| *byte == b' ').count() };
        if rest.trim().is_empty() {
            blank.push((at, 0));
        } else if rest.starts_with('\t') || indent == 4 {
            body.append(&mut blank);
            body.push((at, indent));
        } else {
            break;
        }
        at += 1;
    }
    let end = body.last().map_or(index + 1, |(at, _)| at + 1);
    edits.extend(lines.gap(index, column));
    let range = lines.range(index);
    edits.push(Edit::new(range.start + column..range.end, container.head()));
    for (line, dropped) in body {
        lines.quote(line, column, dropped, edits);
    }
    if end < lines.count() {
        edits.extend(lines.gap(end, column));
    }
    end
}

/// Changes a container between two lines.
fn between(lines: &Lines<'_>, open: &Open, close: usize, edits: &mut Vec<Edit>) {
    let (first, last) = (lines.range(open.index), lines.range(close));
    let column = open.column;
    let start = first.start + column;
    let end = last.start + lines.inset(close, column);
    match &open.container {
        Container::Hidden => edits.push(Edit::new(start..last.end, "")),
        Container::Plain => {
            edits.extend([Edit::new(start..first.end, ""), Edit::new(end..last.end, "")]);
        }
        code @ Container::Code(_) => {
            edits.extend([Edit::new(start..first.end, code.head()), Edit::new(end..last.end, "```")]);
        }
        callout @ Container::Callout { .. } => {
            edits.extend(lines.gap(open.index, column));
            edits.push(Edit::new(start..first.end, callout.head()));
            let mut body = open.index + 1..close;
            if open.has_options {
                body.start = options(lines, body.clone(), column, edits);
            }
            for line in body {
                lines.quote(line, column, 0, edits);
            }
            edits.push(Edit::new(end..last.end, ""));
        }
    }
}

/// Takes the options of a directive (`:class: tip`) out; the first line after them.
fn options(lines: &Lines<'_>, body: Range<usize>, column: usize, edits: &mut Vec<Edit>) -> usize {
    let is_option = |at: &usize| {
        let rest = lines.get(*at).get(lines.inset(*at, column)..).unwrap_or("").trim_start();
        rest.strip_prefix(':')
            .is_some_and(|rest| rest.split_once(':').is_some_and(|(key, _)| !key.contains(' ') && !key.is_empty()))
    };
    let mut next = body.start;
    for at in body.take_while(is_option) {
        let range = lines.range(at);
        edits.push(Edit::new(range.start + lines.inset(at, column)..range.end, ">"));
        next = at + 1;
    }
    next
}

/// A fence whose info is the name of a directive in braces holds Markdown: `{note} Title`.
fn fence(text: &str, lines: &Lines<'_>, start: usize, end: usize, info: &str, edits: &mut Vec<Edit>) {
    let Some((name, title)) = info.strip_prefix('{').and_then(|rest| rest.split_once('}')) else { return };
    let is_callout = look(name).is_some()
        || matches!(
            name,
            "admonition" | "dropdown" | "details" | "tab-item" | "tab-set" | "topic" | "sidebar" | "comment"
        );
    if !is_callout {
        return;
    }
    let container = container(name, title);
    let index = lines.index(start);
    let column = start - lines.range(index).start;
    let close = lines.index(end.saturating_sub(1).max(start));
    let fence = &text[start..lines.range(index).end];
    let mark = fence.chars().next().unwrap_or('`');
    let is_closed = close > index && lines.get(close).trim_end().ends_with(mark);
    if !is_closed {
        return;
    }
    between(lines, &Open { name: String::new(), container, index, column, has_options: true }, close, edits);
}
