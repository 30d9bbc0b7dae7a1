//! Case files that read as documentation: `cases/document/*.md`, and `cases/dialects/*.md` for the marks of other tools.
//!
//! In each file, a fence of four backticks and the word `markdown` holds a postmortem (a path after the word is the
//! file's name), and the fence of the word `text` after it what must be understood of it, a fact a line. Names after
//! `text` limit the facts that are looked at: `text timeline` leaves out all others. A case without such names states
//! everything that was found, so that what is missing from it is a promise too. `text html` is what the page shows, with
//! the destinations of links in braces.
//!
//! `UPDATE_CASES=1 cargo test cases` writes down what is understood today, to be reviewed by eye.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test reads its cases from the disk, and fails by panicking"
)]

use casebook::config::Config;
use casebook::document::{Document, parse};
use casebook::model::{ActionItem, EntryTime, Impact, Instant, Origin, PageKind, Phase, Sourced, TimelineEntry};
use casebook::survey::Survey;
use casebook::text::{ContentPath, Source, line_column};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// Every case of every file. All differences are shown, not only the first.
#[test]
fn cases_are_understood_as_they_say() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let folders = ["document", "dialects"].map(|name| fs::read_dir(folder.join(name)).unwrap());
    let mut files: Vec<PathBuf> = folders.into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let (mut count, mut differences) = (0, String::new());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let mut updated = String::new();
        for piece in pieces(&text) {
            match piece {
                Piece::Prose(lines) => updated.push_str(lines),
                Piece::Case { before, input, path, names, expected, line } => {
                    count += 1;
                    let found = understood(path, &input, &names);
                    updated.push_str(before);
                    updated.push_str(&found);
                    if found != expected && !update {
                        let name = file.file_name().unwrap().to_string_lossy();
                        let _ = write!(differences, "\n{name}, line {line}:\n{}", difference(expected, &found));
                    }
                }
            }
        }
        if update && updated != text {
            fs::write(&file, updated).unwrap();
        }
    }
    assert!(differences.is_empty(), "{differences}\nUPDATE_CASES=1 writes down what is understood.");
    assert!(count >= 60, "only {count} cases were found");
}

/// A file cut where expectations begin and end, so that the pieces together are the file.
enum Piece<'a> {
    Prose(&'a str),
    Case { before: &'a str, input: String, path: &'a str, names: Vec<&'a str>, expected: &'a str, line: usize },
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut done, mut at, mut number) = (0, 0, 0);
    let mut input: Option<(String, &str)> = None;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        at += line.len();
        number += 1;
        let Some(info) = line.strip_prefix("````") else { continue };
        let (start, first) = (at, number);
        for line in lines.by_ref() {
            number += 1;
            at += line.len();
            if line.trim_end() == "````" {
                break;
            }
        }
        let content = text[start..at].strip_suffix("````\n").expect("a fence of four backticks is closed");
        let mut words = info.split_whitespace();
        match words.next() {
            Some("markdown") => input = Some((content.to_owned(), words.next().unwrap_or("page.md"))),
            Some("text") => {
                let (input, path) = input.take().expect("an expectation follows an input");
                let before = &text[done..start];
                pieces.push(Piece::Case {
                    before,
                    input,
                    path,
                    names: words.collect(),
                    expected: content,
                    line: first,
                });
                done = start + content.len();
            }
            other => panic!("line {first}: no such fence: {other:?}"),
        }
    }
    assert!(input.is_none(), "an input has no expectation");
    pieces.push(Piece::Prose(&text[done..]));
    pieces
}

/// The facts of a page, a line each.
fn understood(path: &str, input: &str, names: &[&str]) -> String {
    let source = Source::new(ContentPath::new(path).unwrap(), input);
    let config = Config::read("").value;
    let document = parse(&source, &config, &Survey::alone(&source, &config)).value;
    let mut lines = String::new();
    if names == ["html"] {
        return shown(&document);
    }
    for (name, value) in facts(&document, input) {
        if names.is_empty() || names.contains(&name) {
            lines.push_str(format!("{name}: {value}").trim_end());
            lines.push('\n');
        }
    }
    lines
}

/// What the page shows.
fn shown(document: &Document) -> String {
    let links = &document.telling.links;
    let html = document.body.html.fill(|link, out| {
        let _ = write!(out, "{{{}}}", links[link].destination);
    });
    format!("{}\n", html.trim_end())
}

fn facts(document: &Document, input: &str) -> Vec<(&'static str, String)> {
    let (incident, narrative) = (&document.shape.incident, &document.telling.narrative);
    let kind = match document.shape.kind {
        PageKind::Incident => "incident",
        PageKind::Maintenance => "maintenance",
        PageKind::Article => "article",
        PageKind::Folder => "folder",
    };
    let mut all = vec![("kind", kind.to_owned()), ("title", show(input, &narrative.title, String::clone))];
    let mut one = |name, value: Option<String>| all.extend(value.map(|value| (name, value)));
    one("date", incident.date.as_ref().map(|found| show(input, found, ToString::to_string)));
    for phase in Phase::ALL {
        one(phase.name(), incident.milestones.get(phase).map(|found| show(input, found, |at| at.rfc3339())));
    }
    one(
        "duration",
        incident.stated_duration.as_ref().map(|found| show(input, found, |minutes| format!("{minutes} minutes"))),
    );
    let severity = |severity: &casebook::model::Severity| format!("sev{}", severity.0 + 1);
    one("severity", incident.severity.as_ref().map(|found| show(input, found, severity)));
    one("status", incident.status.as_ref().map(|found| show(input, found, |status| status.name().to_owned())));
    for (key, term) in &incident.terms {
        one(
            ["category", "service", "team", "cause", "tag", "failure-mode", "trigger-type"][usize::from(key.0)],
            Some(show(input, term, String::clone)),
        );
    }
    one("trigger", narrative.trigger.as_ref().map(|found| show(input, found, String::clone)));
    one("detection", narrative.detection.as_ref().map(|found| show(input, found, String::clone)));
    one("summary", narrative.summary.as_ref().map(|found| show(input, found, String::clone)));
    all.extend(incident.authors.iter().map(|found| ("author", show(input, found, String::clone))));
    let quantity = |impact: &Impact| format!("{} = {}", impact.name, show(input, &impact.value, String::clone));
    all.extend(narrative.impact.iter().map(|impact| ("impact", quantity(impact))));
    all.extend(narrative.timeline.iter().map(|entry| ("timeline", entry_line(entry))));
    all.extend(incident.actions.iter().map(|action| ("action", action_line(action))));
    all
}

fn show<T>(input: &str, found: &Sourced<T>, value: impl FnOnce(&T) -> String) -> String {
    let place = match found.origin {
        Origin::Stated(_) => "stated".to_owned(),
        Origin::Inferred(span) => format!("line {}", line_column(input, span.start as usize).line),
        Origin::External => "not in the text".to_owned(),
    };
    format!("{} ({place})", value(&found.value))
}

fn entry_line(entry: &TimelineEntry) -> String {
    let at = match entry.at {
        EntryTime::At(at) => at.rfc3339(),
        EntryTime::Day(date) => date.to_string(),
        EntryTime::Clock(time) => format!("{}, no day", time.strftime("%H:%M")),
        EntryTime::Unknown => "?".to_owned(),
    };
    let about = if entry.approximate { "~" } else { "" };
    let until = entry.until.map(Instant::rfc3339).map_or_else(String::new, |until| format!(" to {until}"));
    let phase = entry.phase.map_or("", Phase::name);
    format!("{about}{at}{until} | {phase} | {}", entry.text.value)
}

fn action_line(action: &ActionItem) -> String {
    let mut parts = vec![action.status.name().to_owned()];
    let mut add = |name: &str, value: Option<String>| parts.extend(value.map(|value| format!("{name} {value}")));
    add("owner", action.owner.clone());
    add("due", action.due.map(|date| date.to_string()));
    add("closed", action.closed.map(|date| date.to_string()));
    add("ref", action.reference.as_ref().map(|reference| reference.label.clone()));
    add("kind", action.kind.clone());
    format!("{} | {}", parts.join(", "), action.text)
}

/// Expected lines that were not found and found lines that were not expected.
fn difference(expected: &str, found: &str) -> String {
    let mut shown = String::new();
    for line in expected.lines().filter(|line| !found.lines().any(|other| other == *line)) {
        let _ = writeln!(shown, "- {line}");
    }
    for line in found.lines().filter(|line| !expected.lines().any(|other| other == *line)) {
        let _ = writeln!(shown, "+ {line}");
    }
    if shown.is_empty() {
        shown.push_str("the same lines in another order or number\n");
    }
    shown
}
