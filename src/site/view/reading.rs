//! The reading list for newcomers.

use super::Frame;
use super::part::{Entry, Meta};
use crate::insight::Reading;
use crate::library::PageIx;
use serde::Serialize;

/// How many guides are recommended.
const GUIDES: usize = 8;

/// What `reading.html` shows.
#[derive(Debug, Serialize)]
pub struct ReadingView {
    /// The head.
    pub page: Meta,
    /// The incidents to read first.
    pub incidents: Vec<ReadingEntry>,
    /// The guides that incidents refer to most.
    pub guides: Vec<ReadingEntry>,
}

/// A recommended page.
#[derive(Debug, Serialize)]
pub struct ReadingEntry {
    /// The page.
    pub entry: Entry,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// The view of the reading list.
pub fn view(frame: &Frame<'_>) -> ReadingView {
    let incidents = frame.insights().reading.iter().map(|reading| ReadingEntry {
        entry: frame.entry_with_excerpt(reading.page),
        reasons: reasons(frame, reading),
    });
    ReadingView {
        page: frame.meta(frame.words.text("reading"), frame.words.text("reading_intro"), "reading"),
        incidents: incidents.collect(),
        guides: guides(frame),
    }
}

fn reasons(frame: &Frame<'_>, reading: &Reading) -> Vec<String> {
    let words = &frame.words;
    let mut reasons = Vec::new();
    if reading.mentions > 0 {
        reasons.push(words.count("reading_mentions", reading.mentions));
    }
    if let Some(issue) = reading.issue.map(|issue| &frame.insights().recurring[issue]) {
        let n = issue.members.len().to_string();
        reasons.push(words.fill("reading_issue", &[("n", &n), ("issue", &issue.title)]));
    }
    if reading.related > 0 {
        reasons.push(words.count("reading_related", reading.related));
    }
    if reading.procedures > 0 {
        reasons.push(words.count("reading_procedures", reading.procedures));
    }
    reasons
}

/// Articles by how many incidents refer to them, those of none left out.
fn guides(frame: &Frame<'_>) -> Vec<ReadingEntry> {
    let library = frame.library();
    let referring =
        |index: PageIx| library.backlinks[index.0].iter().filter(|from| library.page(**from).is_incident()).count();
    let mut guides: Vec<(usize, PageIx)> =
        library.articles.iter().map(|index| (referring(*index), *index)).filter(|(count, _)| *count > 0).collect();
    guides.sort_by_key(|(count, index)| (std::cmp::Reverse(*count), *index));
    guides
        .into_iter()
        .take(GUIDES)
        .map(|(count, index)| ReadingEntry {
            entry: frame.entry_with_excerpt(index),
            reasons: vec![frame.words.count("reading_incidents", count)],
        })
        .collect()
}
