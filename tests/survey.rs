//! Case files of the survey: a folder in fences, then the conventions that it was found to have and what follows.
//!
//! A file of `tests/cases/survey` is prose. ```` ```markdown path=a.md ```` blocks (and `toml`) are the files of a library;
//! the ```` ```text ```` block after them is what `check` says of the folders, then a line for each page: its kind, its
//! day, its first and its last milestone. UPDATE_CASES=1 rewrites the expectations.

use crate::support::{Block, blocks, library};
use casebook::check::conventions;
use casebook::config::Config;
use casebook::model::{Instant, PageKind, Phase};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

fn surveyed(files: &[(String, String)]) -> String {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let settings = files.iter().find(|(path, _)| *path == "book.toml").map_or("", |(_, text)| *text);
    let built = library(&files);
    let own = built.understood.library();
    let mut shown = conventions(&built.understood.survey, own, &Config::read(settings).value).join("\n");
    shown.push('\n');
    for (_, page) in own.iter() {
        let kind = match page.shape.kind {
            PageKind::Incident => "incident",
            PageKind::Maintenance => "maintenance",
            PageKind::Article => "article",
            PageKind::Folder => "folder",
        };
        let incident = page.incident();
        let day = incident.day().map_or_else(|| "no day".to_owned(), |day| day.to_string());
        let _ = write!(shown, "{}: {kind}, {day}", page.path());
        for phase in Phase::ALL {
            if let Some(at) = incident.milestones.at(phase).map(Instant::rfc3339) {
                let _ = write!(shown, ", {} {at}", phase.name());
            }
        }
        shown.push('\n');
    }
    shown
}

#[test]
fn every_folder_is_understood_as_it_says() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/survey");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let (mut wrong, mut cases) = (String::new(), 0);
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let mut updated = text.clone();
        let mut files: Vec<(String, String)> = Vec::new();
        for Block { info, content, range } in blocks(&text).into_iter() {
            if let Some((_, name)) = info.split_once("path=") {
                files.push((name.to_owned(), content));
                continue;
            }
            cases += 1;
            let found = surveyed(&std::mem::take(&mut files));
            if found != content {
                let _ = writeln!(wrong, "{}:\n--- expected\n{content}+++ found\n{found}", path.display());
                let from = updated.len() - (text.len() - range.start);
                updated.replace_range(from..from + content.len(), &found);
            }
        }
        if update && updated != text {
            fs::write(&path, updated).unwrap();
        }
    }
    assert!(cases >= 5, "only {cases} cases were found");
    assert!(update || wrong.is_empty(), "{wrong}");
}
