//! Files and their names: how parts are wrapped, which lie together, what the manifest says.

use super::{IndexFile, MANIFEST};
use crate::text::Fingerprint;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the format. A script that finds another one says so instead of guessing.
pub(in crate::search) const VERSION: u32 = 1;
/// Below this size, in characters, everything that a query without quotes needs is one file. About 50 KB over the wire:
/// less than what a few requests for parts would bring.
const SMALL: usize = 120_000;
/// What every file of the export begins with: one function takes the parts of all of them.
const OPEN: &str = "casebookIndex(";
const CLOSE: &str = ");\n";

/// The kinds of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::search) enum FileKind {
    /// Forms, their terms and postings.
    Terms,
    /// Words for corrections and completions.
    Spelling,
    /// What results show.
    Cards,
    /// The values of a field and their documents.
    Fields,
    /// Dates.
    Days,
    /// Durations.
    Minutes,
    /// Where in a document a term stands.
    Positions,
    /// A sentence or two of each document.
    Excerpts,
}

impl FileKind {
    /// Its letter in names.
    pub(in crate::search) fn letter(self) -> &'static str {
        match self {
            FileKind::Terms => "t",
            FileKind::Spelling => "v",
            FileKind::Cards => "c",
            FileKind::Fields => "f",
            FileKind::Days => "d",
            FileKind::Minutes => "m",
            FileKind::Positions => "p",
            FileKind::Excerpts => "x",
        }
    }

    /// How many parts of the kind lie in one file. Positions are read for phrases alone, so their files may be larger
    /// and fewer.
    fn together(self) -> usize {
        if self == FileKind::Positions { 8 } else { 1 }
    }

    /// The file in which a small library has it: what most queries need, or what few do.
    fn small(self) -> &'static str {
        match self {
            FileKind::Positions | FileKind::Excerpts => "b",
            _ => "a",
        }
    }
}

/// A part of the index.
pub(super) struct FilePart {
    pub kind: FileKind,
    pub number: usize,
    /// JSON.
    pub body: String,
}

/// What the manifest says beside the names of files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Contents {
    pub documents: usize,
    /// Cards in a part.
    pub cards: usize,
    /// Excerpts in a part.
    pub excerpts: usize,
    /// Where shards of terms begin, but the first.
    pub terms: Vec<String>,
    /// Where parts of the vocabulary begin, but the first.
    pub spelling: Vec<String>,
    /// The names of fields, in the order of their parts.
    pub fields: Vec<String>,
    /// The scale of severities, the worst first.
    pub severities: Vec<String>,
    /// Words that are not looked for.
    pub stop_words: Vec<String>,
}

/// The manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::search) struct Manifest {
    pub version: u32,
    /// For each letter of a kind (or of a small library's file) the contents' hashes of its files, [`HASH`]
    /// characters each.
    files: BTreeMap<String, String>,
    #[serde(flatten)]
    contents: Contents,
}

/// How many characters of a content's hash its file's name has: with the number before it, enough to tell versions of
/// one file apart.
const HASH: usize = 7;

impl Manifest {
    pub(in crate::search) fn read(json: &str) -> Option<Manifest> {
        serde_json::from_str(json).ok().filter(|manifest: &Manifest| manifest.version == VERSION)
    }

    pub(in crate::search) fn documents(&self) -> usize {
        self.contents.documents
    }

    pub(in crate::search) fn cards(&self) -> usize {
        self.contents.cards.max(1)
    }

    pub(in crate::search) fn fields(&self) -> &[String] {
        &self.contents.fields
    }

    pub(in crate::search) fn severities(&self) -> &[String] {
        &self.contents.severities
    }

    /// Whether a form is a word that is not looked for.
    pub(in crate::search) fn is_stop_word(&self, form: &str) -> bool {
        self.contents.stop_words.binary_search_by(|word| word.as_str().cmp(form)).is_ok()
    }

    /// The shard that has a form, if the library has it.
    pub(in crate::search) fn terms_part(&self, form: &str) -> usize {
        self.contents.terms.partition_point(|bound| bound.as_str() <= form)
    }

    /// The part of the vocabulary for words that begin like `form`.
    pub(in crate::search) fn spelling_part(&self, form: &str) -> usize {
        self.contents.spelling.partition_point(|bound| bound.as_str() <= form)
    }

    /// How many parts the vocabulary has.
    pub(in crate::search) fn spelling_parts(&self) -> usize {
        self.contents.spelling.len() + 1
    }

    /// The file that has a part; `None` when there is no such part.
    pub(in crate::search) fn file(&self, kind: FileKind, number: usize) -> Option<String> {
        let (letter, number) = match self.files.get(kind.small()) {
            Some(_) => (kind.small(), 0),
            None => (kind.letter(), number / kind.together()),
        };
        let hash = self.files.get(letter)?.get(number * HASH..(number + 1) * HASH)?;
        Some(format!("{letter}{number}.{hash}.js"))
    }
}

/// Puts parts into files and writes the manifest.
pub(super) fn files(contents: Contents, parts: Vec<FilePart>) -> Vec<IndexFile> {
    let often: usize = parts.iter().filter(|part| part.kind.small() == "a").map(|part| part.body.len()).sum();
    let is_small = often <= SMALL;
    let mut grouped: BTreeMap<(&str, usize), Vec<FilePart>> = BTreeMap::new();
    for part in parts {
        let place =
            if is_small { (part.kind.small(), 0) } else { (part.kind.letter(), part.number / part.kind.together()) };
        grouped.entry(place).or_default().push(part);
    }
    let mut manifest = Manifest { version: VERSION, files: BTreeMap::new(), contents };
    let mut files = Vec::with_capacity(grouped.len() + 1);
    for ((letter, number), parts) in grouped {
        let mut text = String::from(OPEN);
        for (at, part) in parts.into_iter().enumerate() {
            text.push(if at == 0 { '{' } else { ',' });
            text.push_str(&format!("\"{}{}\":{}", part.kind.letter(), part.number, part.body));
        }
        text.push('}');
        text.push_str(CLOSE);
        let hash = &Fingerprint::of(&[text.as_bytes()]).short()[..HASH];
        manifest.files.entry(letter.to_owned()).or_default().push_str(hash);
        files.push(IndexFile { name: format!("{letter}{number}.{hash}.js"), text });
    }
    // The manifest is made of strings and numbers: it can be written.
    let json = serde_json::to_string(&manifest).unwrap_or_default();
    files.push(IndexFile { name: MANIFEST.to_owned(), text: format!("{OPEN}{{\"index\":{json}}}{CLOSE}") });
    files
}

/// The JSON inside a file; `None` when it is cut short.
pub(in crate::search) fn unwrapped(text: &str) -> Option<&str> {
    text.strip_prefix(OPEN)?.strip_suffix(CLOSE)
}
