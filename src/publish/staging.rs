//! A folder on the site's own disk for what is to come and for what was: each build has its own.

use super::PublishError;
use super::lock::{Lock, hidden};
use rayon::prelude::*;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What the name of such a folder begins with when it cannot lie beside the site.
const INSIDE: &str = ".casebook-new";

/// The folder of one build, made when the first file is written. It goes with this value.
#[derive(Debug)]
pub struct Staging<'a> {
    lock: &'a Lock,
    root: Mutex<Option<PathBuf>>,
}

impl Staging<'_> {
    /// A folder that is not there yet.
    pub fn new(lock: &Lock) -> Staging<'_> {
        Staging { lock, root: Mutex::new(None) }
    }

    /// Where new files are written, by their paths in the site.
    pub fn new_files(&self) -> Result<PathBuf, PublishError> {
        Ok(self.root()?.join("new"))
    }

    /// Where what was there is put, by its path in the site.
    pub fn old_files(&self) -> Result<PathBuf, PublishError> {
        Ok(self.root()?.join("old"))
    }

    fn root(&self) -> Result<PathBuf, PublishError> {
        let mut root = self.root.lock().unwrap_or_else(PoisonError::into_inner);
        match &*root {
            Some(root) => Ok(root.clone()),
            None => Ok(root.insert(make(self.lock)?).clone()),
        }
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        let root = self.root.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(root) = root {
            // What stays is removed by the next build; there is nobody to tell.
            let _ = remove(root);
        }
    }
}

/// A fresh folder of a name of its own beside the output folder. Where that is the root of a disk of its own, or nothing
/// can be made beside it, the folder lies inside.
fn make(lock: &Lock) -> Result<PathBuf, PublishError> {
    let name_of = |number: u32| format!("{}-{number}", std::process::id());
    let mut number = 0;
    loop {
        let root = match &lock.beside {
            Some((parent, name)) => parent.join(hidden(name, &format!("new-{}", name_of(number)))),
            None => lock.out.join(format!("{INSIDE}-{}", name_of(number))),
        };
        match fs::create_dir(&root).and_then(|()| fs::create_dir(root.join("new"))) {
            Ok(()) => {
                let old = root.join("old");
                fs::create_dir(&old).map_err(PublishError::disk("make the folder", old))?;
                return Ok(root);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(PublishError::disk("make the folder", root)(error)),
        }
    }
}

/// The folders of builds of this output that are no more: whoever holds the lock knows that none of them lives.
pub fn leftovers(lock: &Lock) -> Vec<PathBuf> {
    let (folder, start) = match &lock.beside {
        Some((parent, name)) => (parent, hidden(name, "new")),
        None => (&lock.out, INSIDE.into()),
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_folder = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    let dead = entries.filter(|entry| is_numbered(&entry.file_name(), &start) && is_folder(entry));
    dead.map(|entry| entry.path()).collect()
}

/// Whether something at the top of an output folder is such a folder.
pub fn is_staging(name: &OsStr) -> bool {
    is_numbered(name, OsStr::new(INSIDE))
}

fn is_numbered(name: &OsStr, start: &OsStr) -> bool {
    let rest = name.as_encoded_bytes().strip_prefix(start.as_encoded_bytes());
    rest.is_some_and(|rest| rest.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-'))
}

/// Removes a folder on all cores: freeing what was on the disk is the slowest part of a build that changes every page.
pub fn remove(dir: &Path) -> io::Result<()> {
    let entries: Vec<fs::DirEntry> = fs::read_dir(dir)?.collect::<Result<_, _>>()?;
    entries.par_iter().try_for_each(|entry| {
        if entry.file_type()?.is_dir() { remove(&entry.path()) } else { fs::remove_file(entry.path()) }
    })?;
    fs::remove_dir(dir)
}
