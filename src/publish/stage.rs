//! Writing aside: everything that may fail for want of room or a source happens here, away from the site.

use super::look::regular;
use super::plan::{Wanted, ancestors};
use super::{Entry, PublishError};
use crate::site::Content;
use crate::text::{ContentPath, Fingerprinter};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The name of the folder when it cannot lie beside the site.
pub const INSIDE: &str = ".casebook-new";

/// A folder on the site's own disk for what is to come and for what was. It goes with this value.
#[derive(Debug)]
pub struct Staging {
    root: PathBuf,
}

impl Staging {
    /// A fresh folder beside the output folder (`.NAME.casebook-new`); what a crashed run left there is removed.
    /// Where the output folder is the root of a disk of its own, or nothing can be made beside it, it lies inside.
    pub fn beside(out: &Path) -> Result<Staging, PublishError> {
        let exists = out.is_dir();
        if let (Some(parent), Some(name)) = (out.parent(), out.file_name()) {
            if !exists {
                fs::create_dir_all(parent).map_err(PublishError::disk("make the folder", parent))?;
            }
            let root = parent.join(format!(".{}.casebook-new", name.to_string_lossy()));
            if !exists || same_disk(parent, out) {
                match fresh(&root) {
                    Ok(()) => return Ok(Staging { root }),
                    Err(error) if !exists => return Err(PublishError::disk("make the folder", root)(error)),
                    Err(_) => {}
                }
            }
        }
        let root = out.join(INSIDE);
        fresh(&root).map_err(PublishError::disk("make the folder", &root))?;
        Ok(Staging { root })
    }

    /// Where new files are written, by their paths in the site.
    pub fn new_files(&self) -> PathBuf {
        self.root.join("new")
    }

    /// Where what was there is put, by its path in the site.
    pub fn old_files(&self) -> PathBuf {
        self.root.join("old")
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What stays is removed by the next run; there is nobody to tell.
        let _ = remove(&self.root);
    }
}

/// Removes a folder on all cores: freeing what was on the disk is the slowest part of a build that changes every page.
fn remove(dir: &Path) -> io::Result<()> {
    let entries: Vec<fs::DirEntry> = fs::read_dir(dir)?.collect::<Result<_, _>>()?;
    entries.par_iter().try_for_each(|entry| {
        if entry.file_type()?.is_dir() { remove(&entry.path()) } else { fs::remove_file(entry.path()) }
    })?;
    fs::remove_dir(dir)
}

fn fresh(root: &Path) -> io::Result<()> {
    match fs::symlink_metadata(root) {
        Ok(there) if there.is_dir() => remove(root)?,
        Ok(_) => fs::remove_file(root)?,
        Err(_) => {}
    }
    fs::create_dir(root)?;
    fs::create_dir(root.join("new"))?;
    fs::create_dir(root.join("old"))
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

/// Writes the files into the staging folder; answers with what the manifest will say of each.
pub fn write(files: &[&Wanted<'_>], content: &Path, staging: &Staging) -> Result<Vec<Entry>, PublishError> {
    let root = staging.new_files();
    make_folders(&root, files.iter().map(|wanted| wanted.path.as_str()))?;
    files.par_iter().map(|wanted| write_one(wanted, content, &root.join(wanted.path.as_str()))).collect()
}

/// Makes the folder of each path below `root`, each once.
pub fn make_folders<'a>(root: &Path, paths: impl Iterator<Item = &'a str>) -> Result<(), PublishError> {
    // In order a folder comes before those in it, so that each needs a single call.
    let folders: BTreeSet<&str> = paths.flat_map(ancestors).collect();
    for folder in folders {
        let folder = root.join(folder);
        fs::create_dir(&folder).map_err(PublishError::disk("make the folder", &folder))?;
    }
    Ok(())
}

fn write_one(wanted: &Wanted<'_>, content: &Path, place: &Path) -> Result<Entry, PublishError> {
    match wanted.content {
        Content::Bytes(bytes) => {
            let written = File::create_new(place).and_then(|mut file| file.write_all(bytes));
            written.map_err(PublishError::disk("write", place))?;
            Ok(Entry { fingerprint: wanted.fingerprint, size: wanted.size })
        }
        Content::CopyOf(from) => copy(from, content, place),
    }
}

/// Copies bytes and time, but not rights: a page that its author alone may read could not be served.
fn copy(from: &ContentPath, content: &Path, place: &Path) -> Result<Entry, PublishError> {
    let metadata = regular(from, content)?;
    let from_place = content.join(from.as_str());
    let mut source = File::open(&from_place).map_err(PublishError::disk("copy", &from_place))?;
    let mut target = File::create_new(place).map_err(PublishError::disk("write", place))?;
    let mut hasher = Fingerprinter::default();
    hasher.begin_part(metadata.len());
    let mut buffer = vec![0; usize::try_from(metadata.len().clamp(1, 256 * 1024)).unwrap_or(1)];
    let mut size = 0;
    loop {
        let read = source.read(&mut buffer).map_err(PublishError::disk("copy", &from_place))?;
        if read == 0 {
            break;
        }
        hasher.more(&buffer[..read]);
        size += read as u64;
        target.write_all(&buffer[..read]).map_err(PublishError::disk("write", place))?;
    }
    if let Ok(modified) = metadata.modified() {
        // Without the time the next run reads the file once more; that is all.
        let _ = target.set_modified(modified);
    }
    // A file that changed while it was copied has no fingerprint, so that the next run looks at it again.
    let fingerprint = (size == metadata.len()).then(|| hasher.finish());
    Ok(Entry { fingerprint, size })
}
