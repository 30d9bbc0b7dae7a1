//! Into place: renames alone, each of which can be undone.

use super::plan::{Plan, There, Wanted, ancestors};
use super::stage::make_folders;
use super::staging::Staging;
use super::{Claim, Entry, Manifest, PublishError};
use crate::source::OUTPUT_MARKER;
use crate::text::OutputPath;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A step that was taken, as what takes it back.
enum Undo {
    /// Put the old file or folder back over whatever is there now.
    PutBack { old: PathBuf, place: PathBuf },
    /// Remove a file that was not there.
    RemoveFile(PathBuf),
    /// Remove a folder that was not there.
    RemoveFolder(PathBuf),
}

/// A first site: the staging folder becomes the output folder in one step.
pub fn first(claim: &Claim, staging: &Staging<'_>, new: &Manifest) -> Result<(), PublishError> {
    let files = staging.new_files()?;
    let marker = files.join(OUTPUT_MARKER);
    fs::write(&marker, new.to_json()).map_err(PublishError::disk("write", marker))?;
    fs::rename(&files, &claim.out).map_err(PublishError::disk("make the folder", &claim.out))
}

/// Changes the site in place: what is in the way goes aside, files that were not there come, so that no page leads to
/// one that is not there yet, new files are renamed over old ones, files that the new site lacks go aside, the manifest
/// comes last. When a step fails, all before it are undone.
pub fn swap(
    claim: &Claim,
    staging: &Staging<'_>,
    plan: &Plan,
    writes: &[&Wanted<'_>],
    new: &Manifest,
) -> Result<(), PublishError> {
    let swap = Swap { out: &claim.out, new: staging.new_files()?, old: staging.old_files()? };
    let changed = writes.iter().filter(|wanted| wanted.there == There::Different).map(|wanted| wanted.path);
    make_folders(&swap.old, changed.chain(&plan.remove).chain(&plan.clear).map(OutputPath::as_str))?;
    let mut undo = Vec::new();
    let done = swap.run(claim, plan, writes, new, &mut undo);
    match done {
        Ok(()) => prune(&claim.out, plan),
        Err(_) => take_back(undo),
    }
    done
}

struct Swap<'a> {
    out: &'a Path,
    new: PathBuf,
    old: PathBuf,
}

impl Swap<'_> {
    fn run(
        &self,
        claim: &Claim,
        plan: &Plan,
        writes: &[&Wanted<'_>],
        new: &Manifest,
        undo: &mut Vec<Undo>,
    ) -> Result<(), PublishError> {
        // First a manifest that claims both sites, so that a run that is cut short here is taken back by the next.
        self.put_manifest(&both(&claim.manifest, writes), undo)?;
        for path in &plan.clear {
            undo.extend(self.put_aside(path)?);
        }
        self.make_folders(writes, undo)?;
        let (changed, added): (Vec<&Wanted<'_>>, Vec<&Wanted<'_>>) =
            writes.iter().partition(|wanted| wanted.there == There::Different);
        self.put_all(&added, undo)?;
        self.put_all(&changed, undo)?;
        for path in &plan.remove {
            undo.extend(self.put_aside_file(path)?);
        }
        self.put_manifest(new, undo)
    }

    fn put_manifest(&self, manifest: &Manifest, undo: &mut Vec<Undo>) -> Result<(), PublishError> {
        let from = self.new.join(OUTPUT_MARKER);
        fs::write(&from, manifest.to_json()).map_err(PublishError::disk("write", &from))?;
        undo.push(self.put_named(OUTPUT_MARKER)?);
        Ok(())
    }

    /// Puts files into place on all cores; all that were put can be taken back when one cannot.
    fn put_all(&self, writes: &[&Wanted<'_>], undo: &mut Vec<Undo>) -> Result<(), PublishError> {
        let put: Vec<Result<Undo, PublishError>> = writes.par_iter().map(|wanted| self.put(wanted.path)).collect();
        let mut failed = None;
        for put in put {
            match put {
                Ok(step) => undo.push(step),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(()), Err)
    }

    fn put(&self, path: &OutputPath) -> Result<Undo, PublishError> {
        self.put_named(path.as_str())
    }

    /// Renames a new file into place in one step, the old one kept under a second name.
    fn put_named(&self, path: &str) -> Result<Undo, PublishError> {
        let place = self.out.join(path);
        let old = self.old.join(path);
        let undo = match keep_old(&place, &old) {
            Ok(()) => Undo::PutBack { old, place: place.clone() },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Undo::RemoveFile(place.clone()),
            // The second manifest of a run: the first one's predecessor is what must be kept.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Undo::PutBack { old, place: place.clone() },
            Err(error) => return Err(PublishError::disk("replace", place)(error)),
        };
        match fs::rename(self.new.join(path), &place) {
            Ok(()) => Ok(undo),
            Err(error) => {
                take_back(vec![undo]);
                Err(PublishError::disk("replace", place)(error))
            }
        }
    }

    fn put_aside(&self, path: &OutputPath) -> Result<Option<Undo>, PublishError> {
        let place = self.out.join(path.as_str());
        let old = self.old.join(path.as_str());
        match fs::rename(&place, &old) {
            Ok(()) => Ok(Some(Undo::PutBack { old, place })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(PublishError::disk("move", place)(error)),
        }
    }

    /// Like [`Swap::put_aside`], but somebody's folder that took our file's name stays.
    fn put_aside_file(&self, path: &OutputPath) -> Result<Option<Undo>, PublishError> {
        let is_folder = fs::symlink_metadata(self.out.join(path.as_str())).is_ok_and(|there| there.is_dir());
        if is_folder { Ok(None) } else { self.put_aside(path) }
    }

    fn make_folders(&self, writes: &[&Wanted<'_>], undo: &mut Vec<Undo>) -> Result<(), PublishError> {
        let folders: BTreeSet<&str> = writes.iter().flat_map(|wanted| ancestors(wanted.path.as_str())).collect();
        for folder in folders {
            let folder = self.out.join(folder);
            match fs::create_dir(&folder) {
                Ok(()) => undo.push(Undo::RemoveFolder(folder)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(PublishError::disk("make the folder", folder)(error)),
            }
        }
        Ok(())
    }
}

/// A second name for the old file, so that the new one can take the first name in one step. Where the disk knows no
/// second names, the old file moves.
fn keep_old(place: &Path, old: &Path) -> io::Result<()> {
    match fs::hard_link(place, old) {
        Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => {
            fs::rename(place, old)
        }
        linked => linked,
    }
}

/// The newest step first. What cannot be undone is left: the error that led here is the one to tell.
fn take_back(undo: Vec<Undo>) {
    for step in undo.into_iter().rev() {
        let _ = match step {
            Undo::PutBack { old, place } => fs::rename(old, place),
            Undo::RemoveFile(place) => fs::remove_file(place),
            Undo::RemoveFolder(place) => fs::remove_dir(place),
        };
    }
}

/// A manifest of the old site and the new one, sure of nothing that is about to change.
fn both(old: &Manifest, writes: &[&Wanted<'_>]) -> Manifest {
    let mut both = Manifest { is_unfinished: true, ..old.clone() };
    both.files.extend(writes.iter().map(|wanted| (wanted.path.clone(), Entry { fingerprint: None, size: 0 })));
    both
}

/// Removes folders that lost their last file, from the innermost outwards. One with anything in it stays by itself.
fn prune(out: &Path, plan: &Plan) {
    let folders: BTreeSet<&str> = plan.remove.iter().flat_map(|path| ancestors(path.as_str())).collect();
    for folder in folders.into_iter().rev() {
        let _ = fs::remove_dir(out.join(folder));
    }
}
