//! Finding and reading book.toml.

use super::{decode, read_at_most};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The name of the settings.
const BOOK_TOML: &str = "book.toml";
/// Settings larger than this are no settings, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// A library's root and its settings as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookToml {
    /// The folder that paths in the settings are relative to.
    pub root: PathBuf,
    /// Where the settings were read; `None` when there are none and the defaults serve.
    pub path: Option<PathBuf>,
    /// Their text; "" when there are none.
    pub text: String,
}

/// Why a library cannot be opened.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The folder is not there.
    #[error("there is no folder {}", .0.display())]
    NoFolder(PathBuf),
    /// It is there, but not a folder.
    #[error("{} is not a folder; give the folder that it lies in", .0.display())]
    NotAFolder(PathBuf),
    /// The settings named with `--config` are not there, or the disk said no.
    #[error("cannot read {}: {source}", .path.display())]
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
    /// Whom a command names is no audience of the settings.
    #[error("`{0}` is not an audience of the library: its settings name {1}")]
    NoSuchAudience(String, String),
    /// The settings are too large.
    #[error("{} is larger than {} MiB: it cannot be a file of settings", .0.display(), LARGEST >> 20)]
    TooLarge(PathBuf),
}

/// Finds a library's settings: those of `--config`, else the book.toml in `dir` (the working folder when `None`),
/// else none. With `--config` and no `dir`, the library is the folder that the settings lie in.
pub fn find(dir: Option<&Path>, explicit: Option<&Path>) -> Result<BookToml, ReadError> {
    let root = match (dir, explicit.and_then(Path::parent)) {
        (Some(dir), _) => dir,
        (None, Some(beside)) if beside != Path::new("") => beside,
        (None, _) => Path::new("."),
    };
    match fs::metadata(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(ReadError::NoFolder(root.to_owned())),
        Err(source) => return Err(ReadError::Unreadable { path: root.to_owned(), source }),
        Ok(metadata) if !metadata.is_dir() => return Err(ReadError::NotAFolder(root.to_owned())),
        Ok(_) => {}
    }
    let root = root.to_owned();
    match explicit {
        Some(path) => Ok(BookToml { text: read_text(path)?, path: Some(path.to_owned()), root }),
        None => {
            let path = root.join(BOOK_TOML);
            match read_text(&path) {
                Ok(text) => Ok(BookToml { root, path: Some(path), text }),
                Err(ReadError::Unreadable { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                    Ok(BookToml { root, path: None, text: String::new() })
                }
                Err(error) => Err(error),
            }
        }
    }
}

/// The text of a small file, in whatever encoding an editor left it.
pub fn read_text(path: &Path) -> Result<String, ReadError> {
    match read_at_most(path, LARGEST) {
        Ok(Some(bytes)) => Ok(decode(bytes).text),
        Ok(None) => Err(ReadError::TooLarge(path.to_owned())),
        Err(source) => Err(ReadError::Unreadable { path: path.to_owned(), source }),
    }
}
