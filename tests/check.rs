//! Case files of `check`: a library in fences, then every finding that it gets.
//!
//! A file of `tests/cases/check` is prose. ```` ```markdown path=a.md ```` blocks (and `toml`) are the files of a
//! library; the ```` ```text ```` block after them is what `check` says, one finding a line: place, level, code,
//! message, remedy. `inferred` and `incomplete` are left out unless the expectation has them. UPDATE_CASES=1 rewrites the expectations.

use crate::support::{blocks, library};
use casebook::diagnostic::{CODES, Subject};
use casebook::text::line_column;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

fn findings(files: &[(String, String)], wanted: &[&str]) -> (String, BTreeSet<&'static str>) {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let built = library(&files);
    let mut printed = String::new();
    let mut codes = BTreeSet::new();
    for found in &built.understood.diagnostics {
        let name = found.code.name();
        if !wanted.contains(&name) && ["inferred", "incomplete"].contains(&name) {
            continue;
        }
        codes.insert(found.code.name());
        let path = match &found.subject {
            Subject::Settings => "book.toml",
            other => other.path(),
        };
        let text = files.iter().find(|(name, _)| *name == path).map(|(_, text)| *text);
        let place = match (found.span, text) {
            (Some(span), Some(text)) => {
                let at = line_column(text, span.range().start);
                format!(":{}:{}", at.line, at.column)
            }
            _ => String::new(),
        };
        let _ = writeln!(
            printed,
            "{path}{place} {}[{}] {} | {}",
            found.level.name(),
            found.code.name(),
            found.message,
            found.help
        );
    }
    if printed.is_empty() {
        printed.push_str("nothing\n");
    }
    (printed, codes)
}

#[test]
fn every_case_gets_the_findings_that_it_expects() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/check");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut wrong = String::new();
    let mut seen = BTreeSet::new();
    let mut cases = 0;
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let mut updated = text.clone();
        let mut files: Vec<(String, String)> = Vec::new();
        let mut shift = 0_isize;
        for block in blocks(&text) {
            if let Some((_, name)) = block.info.split_once("path=") {
                files.push((name.to_owned(), block.content));
                continue;
            }
            cases += 1;
            let mentioned = |name: &&str| block.content.contains(&format!("[{name}]"));
            let wanted: Vec<&str> = ["inferred", "incomplete"].into_iter().filter(mentioned).collect();
            let (printed, codes) = findings(&std::mem::take(&mut files), &wanted);
            seen.extend(codes);
            if printed != block.content {
                let _ = writeln!(wrong, "{}:\n--- expected\n{}+++ found\n{printed}", path.display(), block.content);
                let from = block.range.start.checked_add_signed(shift).unwrap();
                let to = block.range.end.checked_add_signed(shift).unwrap();
                updated.replace_range(from..to, &printed);
                shift += isize::try_from(printed.len()).unwrap() - isize::try_from(block.range.len()).unwrap();
            }
        }
        if update && updated != text {
            fs::write(&path, updated).unwrap();
        }
    }
    assert!(cases > 15, "only {cases} cases were found");
    assert!(update || wrong.is_empty(), "{wrong}");
    // What only a disk or a theme of one's own can set off is tested with the real binary.
    let elsewhere = [
        "unreadable-file",
        "link-outside",
        "bad-encoding",
        "too-large",
        "bad-name",
        "bad-template",
        "outside-library",
        "active-file",
    ];
    let untold: Vec<&str> =
        CODES.iter().map(|code| code.name()).filter(|name| !seen.contains(name) && !elsewhere.contains(name)).collect();
    assert!(update || untold.is_empty(), "no case sets off {untold:?}");
}
