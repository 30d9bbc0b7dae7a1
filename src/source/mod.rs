//! An edge: the world as values. The content folder, book.toml and the theme are read here, and nowhere else.
//!
//! Whatever cannot be read becomes a diagnostic, never a gap that nobody notices, and never the end of the run. Only
//! a book.toml that is there and cannot be read is an error: nothing could be built the way that was meant.

#![expect(clippy::disallowed_methods, reason = "an edge: it reads the disk")]

mod active;
mod book_toml;
mod decode;
mod file_stamp;
mod folder;
mod lexicon;
mod library;
mod theme;
mod trackers;
mod walk;
mod within;

pub use book_toml::{BookToml, ReadError, find, read_text};
pub use decode::{Decoded, Remark, decode};
pub use file_stamp::{FileStamp, Stamp, changed};
pub use folder::Folder;
pub use library::{LibraryOptions, Located, content_folder, content_prefix, locate, settings};
pub use theme::{built_in_theme, is_theme, read_named, read_theme};
pub use trackers::read_exports;
pub use within::open_within;

use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::text::{Asset, ContentPath, Fingerprint, Source};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The largest Markdown file that is read where nobody says otherwise, in bytes: ten times the longest book, and far below what a
/// parser minds.
const LARGEST_PAGE: u64 = 64 << 20;

/// The name of the file by which a folder is known to be a site that Casebook made.
pub const OUTPUT_MARKER: &str = ".casebook-site.json";

/// The content folder, read. Every list is sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The Markdown files.
    pub pages: Vec<Source>,
    /// All other files.
    pub assets: Vec<Asset>,
    /// The vocabulary; `None` when there is none.
    pub vocabulary: Option<Source>,
}

/// Reads the content folder. `vocabulary` is the vocabulary's path in it, `skip` what else is not content: the output
/// folder, the library's theme, its settings.
pub fn read_sources(content: &Path, vocabulary: &str, skip: &[PathBuf]) -> Checked<Sources> {
    Folder::read(content, vocabulary, skip).sources()
}

/// Which files the content folder has and how they look: equal stamps mean equal content. `None` when a
/// file was changed so lately that it may change again without looking different.
pub fn stamp(content: &Path, skip: &[PathBuf]) -> Option<Fingerprint> {
    let now = SystemTime::now();
    let Checked { value: entries, diagnostics } = walk::walk(content, skip);
    // What was left out is told too.
    let is_settled = entries.iter().all(|entry| entry.stamp.is_settled_at(now));
    is_settled.then(|| Fingerprint::of_value(&(entries, diagnostics)))
}

/// Reads some of the content folder's pages again, however large they are; those that are gone are left out.
pub fn read_pages(content: &Path, paths: impl Iterator<Item = ContentPath>) -> Vec<Option<Source>> {
    paths.map(|path| read_source(content, path, u64::MAX)?.value).collect()
}

fn is_page(path: &ContentPath) -> bool {
    path.extension().is_some_and(|ending| matches!(ending.as_str(), "md" | "markdown" | "mdx"))
}

/// A file and what was found while it was read; `None` where there is none.
fn read_source(content: &Path, path: ContentPath, largest: u64) -> Option<Checked<Option<Source>>> {
    let opened = open_within(content, &path).map(|(file, metadata)| (file, metadata.len()));
    let bytes = match opened.and_then(|(file, size)| at_most(file, size, largest)) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            let message = format!("the file is larger than {} MiB and was left out", largest >> 20);
            let too_large = Diagnostic::new(Code::TooLarge, &path, None, message)
                .help("Move what is no text into a file of its own and link it, or raise [limits] page-mib.");
            return Some(Checked::new(None, vec![too_large]));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            let message = format!("the file cannot be read: {error}");
            return Some(Checked::new(None, vec![Diagnostic::new(Code::UnreadableFile, &path, None, message)]));
        }
    };
    let Decoded { text, remark } = decode(bytes);
    let diagnostics = remark
        .into_iter()
        .map(|remark| Diagnostic::new(Code::BadEncoding, &path, remark.span, remark.message))
        .collect();
    Some(Checked::new(Some(Source::new(path, text)), diagnostics))
}

/// The bytes of a file; `None` when there are more than `limit`, of which none were read.
fn read_at_most(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    // What is no file is not even opened: a pipe would wait for whoever writes into it.
    if !fs::metadata(path)?.is_file() {
        return Err(within::not_regular());
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    at_most(file, size, limit)
}

fn at_most(file: File, size: u64, limit: u64) -> io::Result<Option<Vec<u8>>> {
    if size > limit {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    // A file that grows while it is read, or that has no size of its own, stops at the limit.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

#[cfg(test)]
mod tests;

/// The text of a file of the library's folder `root`, which must not lie anywhere else; else why it cannot be had.
fn read_own(root: &Path, name: &str, largest: u64) -> Result<String, String> {
    let reason = |error: io::Error| error.to_string();
    let (root, real) = (fs::canonicalize(root).map_err(reason)?, fs::canonicalize(root.join(name)).map_err(reason)?);
    // A link may lead anywhere; only what lies in the library's folder is its.
    if !real.starts_with(root) {
        return Err("it leads out of the library's folder".to_owned());
    }
    match read_at_most(&real, largest) {
        Ok(Some(bytes)) => Ok(decode(bytes).text),
        Ok(None) => Err(format!("it is larger than {} MiB", largest >> 20)),
        Err(error) => Err(reason(error)),
    }
}
