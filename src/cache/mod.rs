//! An edge: what may be forgotten at any time. Search indexes of libraries as they were last seen, what was understood of
//! their files, what the last build of each said, and how the files of its site looked.
//!
//! They lie in the user's cache folder (`$XDG_CACHE_HOME`, else `~/.cache`), never in the library. Each is kept under a
//! stamp of everything that it was made of; another stamp means another value, so a stale one is never used. A folder
//! that cannot be written costs time, not answers. Files are the user's alone, and have checksums (`sealed`): one that is not
//! as it was written counts as none.

#![expect(clippy::disallowed_methods, reason = "an edge: it reads and writes the user's cache folder")]

mod documents;
mod files;
mod index;
mod sealed;
mod site;

pub use documents::KeptDocuments;
pub use files::{KeptFiles, KnownFile, KnownFiles};
pub use index::KeptIndex;
pub use site::{Counts, KeptSite, LastBuild};

use crate::text::Fingerprint;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What was not written for so long is of a library that is gone, or is soon made again.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// The user's cache folder for something of the library in `root`; `None` where there is no home.
fn folder(kind: &str, root: &Path) -> Option<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .filter(|path| Path::new(path).is_absolute())
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache")));
    let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let name = Fingerprint::of(&[root.as_os_str().as_encoded_bytes()]).short();
    cache.map(|cache| cache.join("casebook").join(format!("{kind}-{name}")))
}

/// The name of something that is kept apart for each audience.
fn for_audience(kind: &str, audience: Option<&str>) -> String {
    match audience {
        Some(audience) => format!("{kind}-for-{}", Fingerprint::of(&[audience.as_bytes()]).short()),
        None => kind.to_owned(),
    }
}

/// Clears a folder of caches of what nobody has written for long.
fn forget_old(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age > FORGOTTEN_AFTER) {
            let path = entry.path();
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
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
