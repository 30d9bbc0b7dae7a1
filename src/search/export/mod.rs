//! The index as static files that a browser searches: parts of JSON, each wrapped into a script so that a page opened
//! from a disk can load it too. `docs/search-format.md` is the specification.
//!
//! The manifest has a fixed name and says which other files there are; those are named by their content and never
//! change. A small library is one file beside it.

mod cards;
mod format;
mod impact;
mod posting;
mod spelling;
mod terms;
mod words;

pub(super) use format::{FileKind, Manifest, unwrapped};
pub(super) use posting::{MOST_IMPACT, Posting, read_positions, read_postings};
pub(super) use words::read_front_coded;

use super::inverted::Inverted;
use crate::config::Config;
use crate::library::Pages;
use format::{Contents, FilePart};

/// One file of the export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFile {
    /// Its name in the index's folder.
    pub name: String,
    /// A script.
    pub text: String,
}

/// The name of the file that says which others there are.
pub const MANIFEST: &str = "index.js";

/// Writes the index of a library; the manifest comes last.
pub fn export(library: Pages<'_>, inverted: &Inverted, config: &Config) -> Vec<IndexFile> {
    let order = &inverted.order;
    let written = terms::terms(library, inverted);
    let shards = terms::shards(&inverted.forms, &written);
    let spelling = spelling::spelling(&inverted.forms, &written, inverted.documents());
    // What is written is in the files by now, and as large as they are.
    drop(written);
    let fields = cards::fields(&library, order, config);
    let numbered = |kind: FileKind, bodies: Vec<String>| {
        bodies.into_iter().enumerate().map(move |(number, body)| FilePart { kind, number, body })
    };
    let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    let mut parts: Vec<FilePart> = Vec::new();
    parts.extend(numbered(FileKind::Terms, shards.terms));
    parts.extend(numbered(FileKind::Spelling, spelling.parts));
    parts.extend(numbered(FileKind::Cards, cards::cards(library, order)));
    parts.extend(numbered(FileKind::Fields, fields.into_iter().map(|field| field.values).collect()));
    parts.extend(numbered(FileKind::Days, vec![cards::days(&library, order)]));
    parts.extend(numbered(FileKind::Minutes, vec![cards::minutes(&library, order)]));
    parts.extend(numbered(FileKind::Positions, shards.positions));
    parts.extend(numbered(FileKind::Excerpts, cards::excerpts(library, order)));
    let contents = Contents {
        documents: inverted.documents(),
        cards: cards::CARDS,
        excerpts: cards::EXCERPTS,
        terms: shards.bounds,
        spelling: spelling.bounds,
        fields: names,
        severities: config.severities.names().map(str::to_owned).collect(),
        stop_words: shards.stop_words,
    };
    format::files(contents, parts)
}
