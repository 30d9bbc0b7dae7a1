//! Search indexes of libraries as they were last seen.

use super::folder;
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
    /// The place for the edition in a language of the library in `root`; its own language where it is `None`.
    pub fn of(root: &Path, language: Option<&str>) -> KeptIndex {
        let kind = language.map_or_else(|| "search".to_owned(), |language| format!("search-{language}"));
        KeptIndex { folder: folder(&kind, root) }
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
