//! One build at a time: whoever holds the lock of an output folder may look at it, write into it, and clear away what
//! builds that died have left there.
//!
//! Two locks are taken, since neither is enough alone. A file beside the folder guards a folder that is not there yet,
//! or that somebody removes meanwhile; the folder itself is locked for those who reach it by another way (a mount), or
//! may not write beside it. Both are the system's own: they end with the process, however it ends. Where the file system
//! knows no locks, the build goes on as if it were alone, and clears nothing away.

use super::{PublishError, claim, rollback, staging};
use std::ffi::OsString;
use std::fs::{self, File, Metadata, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How often a lock that another build holds is asked for again.
const EVERY: Duration = Duration::from_millis(50);

/// The right to change an output folder. It ends with this value.
#[derive(Debug)]
pub struct Lock {
    /// The output folder; no part of the path is a link, but perhaps the last.
    pub(super) out: PathBuf,
    /// The name of the output folder, where there can be anything beside it on the same disk.
    pub(super) beside: Option<(PathBuf, OsString)>,
    file: Option<(PathBuf, File)>,
    folder: Option<File>,
    /// Folders around the output folder that were made for the lock, the outermost first.
    made: Vec<PathBuf>,
}

impl Lock {
    /// Takes the lock of the output folder `out`, for a site of the pages in `content`. While another build has it,
    /// `on_wait` is told once and the lock is asked for again, for as long as `patience`; then the build is refused.
    pub fn take(content: &Path, out: &Path, patience: Duration, on_wait: impl FnOnce()) -> Result<Lock, PublishError> {
        let out = claim::place(content, out)?;
        let begun = Instant::now();
        let mut on_wait = Some(on_wait);
        loop {
            if let Some(lock) = attempt(&out)? {
                lock.clear_leftovers();
                return Ok(lock);
            }
            if begun.elapsed() >= patience {
                return Err(PublishError::Busy(out));
            }
            if let Some(tell) = on_wait.take() {
                tell();
            }
            thread::sleep(EVERY);
        }
    }

    /// What builds that were killed have left: a site half changed is put back as it was, and their folders go.
    fn clear_leftovers(&self) {
        if self.file.is_some() || self.folder.is_some() {
            for folder in staging::leftovers(self) {
                rollback::roll_back(&folder, &self.out);
                // What stays is tried again by the next build; there is nobody to tell.
                let _ = staging::remove(&folder);
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Whoever waits for the file finds that it is no longer the one of that name, and takes the new one. Where files
        // cannot be told apart, it stays.
        if let (Some((path, _)), true) = (&self.file, cfg!(unix)) {
            let _ = fs::remove_file(path);
        }
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// What came of asking for a lock.
enum Answer {
    Held(File),
    Busy,
    /// There are no locks here, or we may not take them.
    None,
}

/// Asks for both locks once; `None` when another build has one of them.
fn attempt(out: &Path) -> Result<Option<Lock>, PublishError> {
    let mut lock = Lock { out: out.to_owned(), beside: None, file: None, folder: None, made: Vec::new() };
    if let (Some(parent), Some(name)) = (out.parent(), out.file_name()) {
        if !out.is_dir() {
            lock.made = make_folders(parent)?;
        }
        let path = parent.join(hidden(name, "lock"));
        let opened = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        match ask(opened, &path) {
            Answer::Busy => return Ok(None),
            Answer::None => {}
            Answer::Held(file) => {
                let is_same_disk = !out.is_dir() || same_disk(parent, out);
                lock.file = Some((path, file));
                lock.beside = is_same_disk.then(|| (parent.to_owned(), name.to_owned()));
            }
        }
    }
    if out.is_dir() {
        match ask(File::open(out), out) {
            Answer::Busy => return Ok(None),
            Answer::None => {}
            Answer::Held(folder) => lock.folder = Some(folder),
        }
    }
    Ok(Some(lock))
}

fn ask(opened: io::Result<File>, path: &Path) -> Answer {
    let file = match opened {
        Ok(file) => file,
        // It went with a build that has just ended.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Answer::Busy,
        Err(_) => return Answer::None,
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Answer::Busy,
        Err(TryLockError::Error(_)) => return Answer::None,
    }
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(locked), Ok(there)) if same_file(&locked, &there) => Answer::Held(file),
        _ => Answer::Busy,
    }
}

/// Makes a folder and those around it; answers with those that were not there.
fn make_folders(folder: &Path) -> Result<Vec<PathBuf>, PublishError> {
    let mut made: Vec<PathBuf> = folder.ancestors().take_while(|folder| !folder.is_dir()).map(Path::to_owned).collect();
    made.reverse();
    fs::create_dir_all(folder).map_err(PublishError::disk("make the folder", folder))?;
    Ok(made)
}

/// The name of something of ours beside an output folder.
pub(super) fn hidden(name: &std::ffi::OsStr, what: &str) -> OsString {
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(".casebook-");
    hidden.push(what);
    hidden
}

#[cfg(unix)]
fn same_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn same_file(_one: &Metadata, _other: &Metadata) -> bool {
    true
}

#[cfg(unix)]
fn same_disk(parent: &Path, out: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|metadata| metadata.dev()).ok();
    device(parent) == device(out)
}

#[cfg(not(unix))]
fn same_disk(_parent: &Path, _out: &Path) -> bool {
    true
}
