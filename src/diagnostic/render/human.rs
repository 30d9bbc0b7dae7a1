//! For people: the line, a mark under it, what to do.

use super::{Level, Texts};
use crate::diagnostic::{Diagnostic, Label};
use crate::text::{line_column, without_secrets};
use annotate_snippets::{AnnotationKind, Group, Level as Shown, Origin, Renderer, Snippet};
use std::ops::Range;

/// A line longer than this is no help: only its place is given.
const LONGEST_LINE: usize = 300;
/// A label more bytes away than this has its place told in words, so that an excerpt stays a glance.
const NEAR: usize = 2000;

/// Errors and warnings with the lines they are about; what is only worth knowing on a line each.
pub fn human(diagnostics: &[Diagnostic], texts: &Texts<'_>, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        if diagnostic.level == Level::Info {
            out.push_str(&one_line(diagnostic, texts));
        } else {
            out.push_str(&renderer.render(&[group(diagnostic, texts)]));
            out.push_str("\n\n");
        }
    }
    out
}

fn one_line(diagnostic: &Diagnostic, texts: &Texts<'_>) -> String {
    let path = texts.path(&diagnostic.subject);
    let place = texts.place(diagnostic).map_or_else(String::new, |(at, _)| format!(":{}:{}", at.line, at.column));
    let message = harmless(&diagnostic.message);
    format!("{}{place}: {}[{}]: {message}\n", harmless(&path), diagnostic.level.name(), diagnostic.code.name())
}

fn group<'a>(diagnostic: &Diagnostic, texts: &Texts<'_>) -> Group<'a> {
    let level = match diagnostic.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Info => Shown::INFO,
    };
    let path = harmless(&texts.path(&diagnostic.subject));
    let title = level.primary_title(harmless(&diagnostic.message)).id(diagnostic.code.name());
    let excerpt = excerpt(diagnostic, texts);
    let is_shown = excerpt.is_some();
    let mut group = match excerpt {
        Some(excerpt) => {
            let mut snippet = Snippet::source(excerpt.text)
                .line_start(excerpt.first_line)
                .path(path)
                .annotation(AnnotationKind::Primary.span(excerpt.span));
            for (span, label) in excerpt.labels {
                snippet = snippet.annotation(AnnotationKind::Context.span(span).label(harmless(label)));
            }
            title.element(snippet)
        }
        None => {
            let mut origin = Origin::path(path);
            if let Some((at, _)) = texts.place(diagnostic) {
                origin = origin.line(at.line).char_column(at.column);
            }
            title.element(origin)
        }
    };
    for label in diagnostic.labels.iter().filter(|label| !(is_shown && is_near(diagnostic, label))) {
        group = group.element(Shown::NOTE.message(elsewhere(diagnostic, label, texts)));
    }
    group.element(Shown::HELP.message(harmless(&diagnostic.help)))
}

/// A label in words.
fn elsewhere(diagnostic: &Diagnostic, label: &Label, texts: &Texts<'_>) -> String {
    let at = (texts.text)(&diagnostic.subject).map(|text| line_column(text, label.span.range().start));
    let place = at.map_or_else(String::new, |at| format!("line {}, column {}: ", at.line, at.column));
    format!("{place}{}", harmless(&label.text))
}

/// The lines that a finding is about.
struct Excerpt<'a> {
    text: String,
    first_line: usize,
    span: Range<usize>,
    labels: Vec<(Range<usize>, &'a str)>,
}

/// The line that a finding begins on, and the lines of its labels that lie near. Nothing that a span says is taken on
/// trust: labels come before the finding or after it, near or far, in any order.
fn excerpt<'a>(diagnostic: &'a Diagnostic, texts: &Texts<'_>) -> Option<Excerpt<'a>> {
    let text = (texts.text)(&diagnostic.subject)?;
    // One line of a span of many is enough.
    let span = first_line(text, diagnostic.span?.range())?;
    let near = diagnostic.labels.iter().filter(|label| is_near(diagnostic, label));
    let labels: Vec<(Range<usize>, &str)> =
        near.filter_map(|label| Some((first_line(text, label.span.range())?, label.text.as_str()))).collect();
    let (from, to) =
        labels.iter().fold((span.start, span.end), |(from, to), (range, _)| (from.min(range.start), to.max(range.end)));
    let before = text.get(..from)?;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let end = text.get(to..)?.find('\n').map_or(text.len(), |newline| to + newline);
    let lines = text.get(start..end)?;
    if lines.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let within = |range: Range<usize>| range.start - start..range.end - start;
    Some(Excerpt {
        text: harmless_lines(&without_secrets(lines)),
        first_line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        span: within(span),
        labels: labels.into_iter().map(|(range, text)| (within(range), text)).collect(),
    })
}

/// Whether a label is shown with the finding's own lines.
fn is_near(diagnostic: &Diagnostic, label: &Label) -> bool {
    let far = label.span.range();
    diagnostic.span.is_some_and(|span| {
        let span = span.range();
        far.start.abs_diff(span.start) <= NEAR && far.end.abs_diff(span.start) <= NEAR
    })
}

/// The part of a range that lies on the line where it begins; `None` where it is no part of the text.
fn first_line(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let length = text.get(range.clone())?.find('\n').unwrap_or(range.len());
    Some(range.start..range.start + length)
}

/// Without characters that move a terminal's cursor or turn its text round.
pub(super) fn harmless(text: &str) -> String {
    harmless_lines(text).replace(['\n', '\t'], " ")
}

/// The same for several lines; every character is replaced by one of the same length, so that places stay.
pub fn harmless_lines(text: &str) -> String {
    let replaced = |c: char| match c {
        '\n' | '\t' => c,
        c if c.is_ascii_control() => ' ',
        '\u{80}'..='\u{9f}' => '·',
        '\u{61c}' => '·',
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
        c => c,
    };
    text.chars().map(replaced).collect()
}
