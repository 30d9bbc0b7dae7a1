//! For people: the line, a mark under it, what to do.

use super::{Level, Texts};
use crate::diagnostic::Diagnostic;
use annotate_snippets::{AnnotationKind, Group, Level as Shown, Origin, Renderer, Snippet};
use std::ops::Range;

/// A line longer than this is no help: only its place is given.
const LONGEST_LINE: usize = 300;

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
    let group = match excerpt(diagnostic, texts) {
        Some(excerpt) => {
            let mut snippet = Snippet::source(excerpt.text)
                .line_start(excerpt.first_line)
                .path(path)
                .annotation(AnnotationKind::Primary.span(excerpt.span));
            for (span, label) in excerpt.labels {
                snippet = snippet.annotation(AnnotationKind::Context.span(span).label(harmless(&label)));
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
    group.element(Shown::HELP.message(harmless(&diagnostic.help)))
}

/// The lines that a finding is about.
struct Excerpt {
    text: String,
    first_line: usize,
    span: Range<usize>,
    labels: Vec<(Range<usize>, String)>,
}

fn excerpt(diagnostic: &Diagnostic, texts: &Texts<'_>) -> Option<Excerpt> {
    let text = (texts.text)(&diagnostic.subject)?;
    let span = diagnostic.span?.range();
    text.get(span.clone())?;
    let labelled =
        diagnostic.labels.iter().map(|label| label.span.range()).filter(|range| text.get(range.clone()).is_some());
    let (from, to) =
        labelled.fold((span.start, span.end), |(from, to), range| (from.min(range.start), to.max(range.end)));
    let start = text[..from].rfind('\n').map_or(0, |newline| newline + 1);
    // A finding about a long passage shows where it begins.
    let shown = to.min(start + 2000);
    let shown = (0..=shown).rev().find(|at| text.is_char_boundary(*at))?;
    let end = text[shown..].find('\n').map_or(text.len(), |newline| shown + newline);
    let lines = text.get(start..end)?;
    if lines.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    // One line of a span of many is enough.
    let mark_end =
        text[span.start..span.end.min(end)].find('\n').map_or(span.end.min(end), |newline| span.start + newline);
    let within = |range: Range<usize>| range.start.saturating_sub(start)..range.end.min(end).saturating_sub(start);
    let labels = diagnostic
        .labels
        .iter()
        .filter(|label| text.get(label.span.range()).is_some() && label.span.range().end <= end)
        .map(|label| (within(label.span.range()), label.text.clone()));
    Some(Excerpt {
        text: harmless_lines(lines),
        first_line: text[..start].bytes().filter(|byte| *byte == b'\n').count() + 1,
        span: within(span.start..mark_end.max(span.start)),
        labels: labels.collect(),
    })
}

/// Without characters that move a terminal's cursor or turn its text round.
fn harmless(text: &str) -> String {
    harmless_lines(text).replace(['\n', '\t'], " ")
}

/// The same for several lines; every character is replaced by one of the same length, so that places stay.
pub fn harmless_lines(text: &str) -> String {
    let replaced = |c: char| match c {
        '\n' | '\t' => c,
        c if c.is_ascii_control() => ' ',
        '\u{80}'..='\u{9f}' => '·',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
        c => c,
    };
    text.chars().map(replaced).collect()
}
