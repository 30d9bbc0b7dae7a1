//! YAML.

use super::place::{Builder, ValuePath};
use super::salvage::{Salvaged, salvage};
use super::{Key, Node, Problem, entries, placed};
use crate::diagnostic::Code;
use crate::text::Span;
use gray_matter::engine::{Engine, YAML};
use std::ops::Range;
use yaml_rust2::Event;
use yaml_rust2::parser::Parser;
use yaml_rust2::scanner::{Marker, TScalarStyle};

/// Reads YAML: as a whole where that works, else field by field, so that one mistake costs one field.
pub(super) fn read(matter: &str, deepest: usize, problems: &mut Vec<Problem>) -> Vec<(Key, Node)> {
    match whole(matter, deepest) {
        Ok((entries, mut found)) => {
            problems.append(&mut found);
            entries
        }
        Err(problem) if problem.code == Code::RefusedFrontMatter => {
            problems.push(problem);
            Vec::new()
        }
        Err(_) => field_by_field(matter, deepest, problems),
    }
}

/// Fields, and problems that cost none of them.
type Fields = (Vec<(Key, Node)>, Vec<Problem>);

fn whole(matter: &str, deepest: usize) -> Result<Fields, Problem> {
    let (place, repeated) = places(matter, deepest)?;
    let Some(place) = place else { return Ok((Vec::new(), Vec::new())) };
    if !matches!(place, ValuePath::Map { .. }) {
        let message = "front matter must be fields of the form `name: value`";
        return Err(Problem::new(Code::BadFrontMatter, place.span().range(), message));
    }
    let mut problems = Vec::new();
    let mut text = matter.to_owned();
    for key in repeated {
        // The engine stops at a repeated key: it is shown the text without it.
        let range = field_range(matter, key.span.range().start);
        let blank: String = matter[range.clone()].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        // Each character becomes one byte, so a shorter text is filled up to keep the length.
        let blank = format!("{blank:<width$}", width = range.len());
        text.replace_range(range, &blank);
        problems.push(Problem::new(
            Code::DuplicateKey,
            key.span.range(),
            format!("`{}` is given twice; the first one counts", key.name),
        ));
    }
    let pod = YAML::parse(&text).map_err(|error| {
        Problem::new(Code::BadFrontMatter, 0..matter.len().min(3), format!("this is not valid YAML: {error}"))
    })?;
    Ok((entries(placed(pod, &place)), problems))
}

/// The lines of the field that begins at `start`: its line and the ones indented deeper.
fn field_range(matter: &str, start: usize) -> Range<usize> {
    let line_start = matter[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let indent = start - line_start;
    let mut end = line_start;
    for (index, line) in matter[line_start..].split_inclusive('\n').enumerate() {
        let deeper = line.len() - line.trim_start_matches(' ').len();
        let belongs = index == 0
            || line.trim().is_empty()
            || deeper > indent
            || deeper == indent && line[deeper..].starts_with("- ");
        if !belongs {
            break;
        }
        end += line.len();
    }
    start..end
}

/// One field at a time: what the whole could not give because of a mistake in one of them.
fn field_by_field(matter: &str, deepest: usize, problems: &mut Vec<Problem>) -> Vec<(Key, Node)> {
    let mut all: Vec<(Key, Node)> = Vec::new();
    let mut at = 0;
    while at < matter.len() {
        let end = next_field(matter, at);
        let chunk = &matter[at..end];
        if !chunk.trim().is_empty() {
            match whole(chunk, deepest) {
                Ok((fields, found)) => {
                    problems.extend(found.into_iter().map(|problem| shifted(problem, at)));
                    for (key, node) in fields {
                        add(&mut all, super::moved_key(key, at), super::moved(node, at), problems);
                    }
                }
                Err(problem) => match saved(chunk, deepest) {
                    Some((fields, found)) => {
                        problems.push(shifted(Problem { code: Code::MendedFrontMatter, ..problem }.help(found), at));
                        for (key, node) in fields {
                            add(&mut all, super::moved_key(key, at), super::moved(node, at), problems);
                        }
                    }
                    None => problems.push(shifted(problem, at)),
                },
            }
        }
        at = end;
    }
    all
}

/// What can be saved of a field with a mistake in it, and what to write instead.
fn saved(chunk: &str, deepest: usize) -> Option<(Vec<(Key, Node)>, String)> {
    // One blank for each tab keeps every place.
    if chunk.contains('\t')
        && let Ok((fields, _)) = whole(&chunk.replace('\t', " "), deepest)
        && !fields.is_empty()
    {
        return Some((fields, "Use blanks: YAML has no tabs.".to_owned()));
    }
    let Salvaged { key, node, help } = salvage(chunk)?;
    Some((vec![(key, node)], help))
}

fn add(all: &mut Vec<(Key, Node)>, key: Key, node: Node, problems: &mut Vec<Problem>) {
    if all.iter().any(|(known, _)| known.name == key.name) {
        let message = format!("`{}` is given twice; the first one counts", key.name);
        problems.push(Problem::new(Code::DuplicateKey, key.span.range(), message));
    } else {
        all.push((key, node));
    }
}

fn shifted(problem: Problem, by: usize) -> Problem {
    Problem { span: problem.span.start + by..problem.span.end + by, ..problem }
}

/// Where the field after the one at `at` begins: the next line that starts in the first column with something else
/// than a list item.
fn next_field(matter: &str, at: usize) -> usize {
    let mut end = at;
    for (index, line) in matter[at..].split_inclusive('\n').enumerate() {
        let continues = line.starts_with([' ', '\t', '-', '\n', '\r', '}', ']', '#']);
        if index > 0 && !continues {
            break;
        }
        end += line.len();
    }
    end
}

/// Where everything stands, and which keys are repeated. The parser is asked event by event, because its own loop
/// recurses as deep as the text nests.
fn places(matter: &str, deepest: usize) -> Result<(Option<ValuePath>, Vec<Key>), Problem> {
    let bytes = ByteAt::new(matter);
    let mut parser = Parser::new_from_str(matter);
    let mut builder = Builder::new(deepest);
    loop {
        let (event, mark) = parser.next_token().map_err(|error| {
            let at = bytes.of(error.marker()).min(matter.len());
            let message = format!("this is not valid YAML: {}", error.info());
            Problem::new(Code::BadFrontMatter, at..end_of_line(matter, at), message)
        })?;
        let at = bytes.of(&mark);
        let refused = |what: &str| {
            let message = format!("front matter must not use YAML {what}");
            Err(Problem::new(Code::RefusedFrontMatter, at..end_of_line(matter, at), message))
        };
        match event {
            Event::StreamEnd => break,
            Event::Alias(_) => return refused("aliases"),
            Event::Scalar(_, _, anchor, _) | Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _)
                if anchor != 0 =>
            {
                return refused("anchors");
            }
            Event::Scalar(_, _, _, Some(_)) | Event::SequenceStart(_, Some(_)) | Event::MappingStart(_, Some(_)) => {
                return refused("tags");
            }
            Event::Scalar(ref text, _, _, _) if text == "<<" => return refused("merge keys"),
            Event::Scalar(text, style, _, _) => {
                let span = Span::new(at..scalar_end(matter, at, &text, style));
                let written = (style == TScalarStyle::Plain).then(|| text.clone());
                builder.scalar(&text, span, written);
            }
            Event::SequenceStart(..) => {
                builder.open(ValuePath::List { span: Span::new(at..end_of_line(matter, at)), items: Vec::new() })?
            }
            Event::MappingStart(..) => {
                builder.open(ValuePath::Map { span: Span::new(at..end_of_line(matter, at)), entries: Vec::new() })?
            }
            Event::SequenceEnd | Event::MappingEnd => builder.close(),
            Event::Nothing | Event::StreamStart | Event::DocumentStart | Event::DocumentEnd => {}
        }
    }
    let repeated = std::mem::take(&mut builder.repeated);
    Ok((builder.finish(), repeated))
}

fn scalar_end(matter: &str, at: usize, text: &str, style: TScalarStyle) -> usize {
    let rest = &matter[at..];
    match style {
        TScalarStyle::Plain if rest.starts_with(text) => at + text.len(),
        TScalarStyle::SingleQuoted | TScalarStyle::DoubleQuoted => {
            match quoted_length(rest, style == TScalarStyle::DoubleQuoted) {
                Some(length) if !rest[..length].contains('\n') => at + length,
                _ => end_of_line(matter, at),
            }
        }
        _ => end_of_line(matter, at),
    }
}

/// How long the quoted text at the beginning of `rest` is, quotes included: `\"` and `''` do not end it.
fn quoted_length(rest: &str, is_double: bool) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if is_double => at += 1,
            b'\'' if !is_double && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            b'"' if is_double => return Some(at + 1),
            b'\'' if !is_double => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

fn end_of_line(matter: &str, at: usize) -> usize {
    matter[at..].find(['\n', '\r']).map_or(matter.len(), |newline| at + newline)
}

/// Markers count characters; places count bytes.
struct ByteAt<'a> {
    matter: &'a str,
    /// Bytes of every character, only where the two differ.
    bytes: Option<Vec<u32>>,
}

impl<'a> ByteAt<'a> {
    fn new(matter: &'a str) -> ByteAt<'a> {
        let bytes = (!matter.is_ascii())
            .then(|| matter.char_indices().map(|(byte, _)| u32::try_from(byte).unwrap_or(u32::MAX)).collect());
        ByteAt { matter, bytes }
    }

    fn of(&self, mark: &Marker) -> usize {
        match &self.bytes {
            None => mark.index().min(self.matter.len()),
            Some(bytes) => bytes.get(mark.index()).map_or(self.matter.len(), |byte| *byte as usize),
        }
    }
}
