//! Search indexes of libraries as they were last seen.

use super::{folder, for_audience, sealed};
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
    /// The place for the edition in a language of the library in `root`, for an audience; its own language, and everybody,
    /// where they are `None`.
    pub fn of(root: &Path, language: Option<&str>, audience: Option<&str>) -> KeptIndex {
        let kind = language.map_or_else(|| "search".to_owned(), |language| format!("search-{language}"));
        KeptIndex { folder: folder(&for_audience(&kind, audience), root) }
    }

    /// Whether the index of this stamp is there.
    pub fn has(&self, stamp: Fingerprint) -> bool {
        self.read(stamp, STAMP).is_some()
    }

    /// One of the files of the index of this stamp; `None` where it is not as it was written.
    pub fn read(&self, stamp: Fingerprint, name: &str) -> Option<String> {
        let path = self.folder.as_ref()?.join(name);
        String::from_utf8(sealed::read(&path, &[&stamp.0.to_le_bytes(), name.as_bytes()])?).ok()
    }

    /// Keeps an index in place of the one before. What cannot be written is not kept.
    pub fn keep(&self, stamp: Fingerprint, files: &[IndexFile]) {
        let Some(folder) = &self.folder else { return };
        let _ = fs::remove_dir_all(folder);
        let write = |name: &str, text: &str| {
            let of = [&stamp.0.to_le_bytes(), name.as_bytes()];
            sealed::write(&folder.join(name), &of, text.as_bytes()).is_ok()
        };
        if files.iter().all(|file| write(&file.name, &file.text)) {
            write(STAMP, "");
        }
    }
}
