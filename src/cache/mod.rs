//! An edge: what may be forgotten at any time. Search indexes of libraries as they were last seen.
//!
//! They lie in the user's cache folder (`$XDG_CACHE_HOME`, else `~/.cache`), never in the library. Each is kept under a
//! stamp of everything that it was made of; another stamp means another index, so a stale one is never read. A folder
//! that cannot be written costs time, not answers.

#![expect(clippy::disallowed_methods, reason = "an edge: it reads and writes the user's cache folder")]

use crate::search::IndexFile;
use crate::text::Fingerprint;
use std::fs;
use std::path::{Path, PathBuf};

/// The kept index of one library.
pub struct KeptIndex {
    folder: Option<PathBuf>,
}

/// The name of the file that is written last: without it a folder is half written.
const STAMP: &str = "stamp";

impl KeptIndex {
    /// The place for the library in `root`.
    pub fn of(root: &Path) -> KeptIndex {
        let cache = std::env::var_os("XDG_CACHE_HOME")
            .filter(|path| Path::new(path).is_absolute())
            .map(PathBuf::from)
            .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache")));
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let name = Fingerprint::of(&[root.as_os_str().as_encoded_bytes()]).short();
        KeptIndex { folder: cache.map(|cache| cache.join("casebook").join(format!("search-{name}"))) }
    }

    /// Whether the index of this stamp is there.
    pub fn has(&self, stamp: Fingerprint) -> bool {
        let kept = self.folder.as_ref().and_then(|folder| fs::read_to_string(folder.join(STAMP)).ok());
        kept.is_some_and(|kept| kept == stamp.to_string())
    }

    /// One of its files.
    pub fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.folder.as_ref()?.join(name)).ok()
    }

    /// Keeps an index in place of the one before. What cannot be written is not kept.
    pub fn keep(&self, stamp: Fingerprint, files: &[IndexFile]) {
        let Some(folder) = &self.folder else { return };
        let _ = fs::remove_dir_all(folder);
        let written = fs::create_dir_all(folder).is_ok()
            && files.iter().all(|file| fs::write(folder.join(&file.name), &file.text).is_ok());
        if written {
            let _ = fs::write(folder.join(STAMP), stamp.to_string());
        }
    }
}

/// A stamp of the program itself: another build may write another index.
pub fn program() -> Fingerprint {
    let path = std::env::current_exe().ok();
    let metadata = path.as_ref().and_then(|path| fs::metadata(path).ok());
    let seen = metadata.map(|metadata| {
        let modified = metadata.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        (metadata.len(), modified.map_or(0, |since| since.as_nanos()))
    });
    let (size, modified) = seen.unwrap_or((0, 0));
    let version = env!("CARGO_PKG_VERSION").as_bytes();
    Fingerprint::of(&[version, &size.to_le_bytes(), &modified.to_le_bytes()])
}
