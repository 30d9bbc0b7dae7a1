//! How the files of a site looked when their content was known: as long as one looks the very same, it need not be read.

use super::{folder, sealed};
use crate::source::FileStamp;
use crate::text::{Fingerprint, OutputPath};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The version of the form below.
const VERSION: u32 = 1;
/// What such a file says it is.
const KIND: &[u8] = b"files";

/// A file whose content was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFile {
    /// What was in it.
    pub fingerprint: Fingerprint,
    /// How it looked.
    pub stamp: FileStamp,
    /// How the file looked that it is a copy of; `None` for any other file, or where that does not tell its content.
    pub copied_from: Option<FileStamp>,
}

/// Files of a site by their places.
pub type KnownFiles = BTreeMap<OutputPath, KnownFile>;

/// The place where the looks of a site's files are kept.
pub struct KeptFiles(Option<PathBuf>);

impl KeptFiles {
    /// The place for the site in `out`.
    pub fn of(out: &Path) -> KeptFiles {
        let out = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
        KeptFiles(folder("files", &out))
    }

    /// What is kept; nothing where anything is not as it was written.
    pub fn read(&self) -> KnownFiles {
        let read = || {
            let said = sealed::read(self.0.as_ref()?, &[KIND])?;
            let (version, files): (u32, Vec<(String, KnownFile)>) = postcard::from_bytes(&said).ok()?;
            let file = |(path, known): (String, KnownFile)| Some((OutputPath::new(&path)?, known));
            (version == VERSION).then(|| files.into_iter().filter_map(file).collect())
        };
        read().unwrap_or_default()
    }

    /// Keeps the looks of these files in place of those before. What cannot be written is not kept.
    pub fn keep(&self, files: &KnownFiles) {
        let files: Vec<(&str, &KnownFile)> = files.iter().map(|(path, known)| (path.as_str(), known)).collect();
        let Some((path, said)) = self.0.as_ref().zip(postcard::to_allocvec(&(VERSION, files)).ok()) else { return };
        sealed::replace(path, &[KIND], &said);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_is_kept_is_read_and_what_was_spoilt_is_nothing() {
        let dir = tempfile::TempDir::new().unwrap();
        let kept = KeptFiles(Some(dir.path().join("deep/files")));
        let stamp = FileStamp { size: 7, changed: 1_700_000_000_000_000_000, number: 5 };
        let known = KnownFile { fingerprint: Fingerprint::of(&[b"x"]), stamp, copied_from: Some(stamp) };
        let files = KnownFiles::from([(OutputPath::new("a/b.html").unwrap(), known)]);
        assert_eq!(kept.read(), KnownFiles::new());
        kept.keep(&files);
        assert_eq!(kept.read(), files);
        let path = dir.path().join("deep/files");
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut spoilt = whole.clone();
            spoilt[at] ^= 1;
            fs::write(&path, spoilt).unwrap();
            assert_eq!(kept.read(), KnownFiles::new(), "byte {at}");
        }
    }
}
