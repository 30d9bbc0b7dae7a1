//! An edge: [`Artifact`]s to the output folder, all or nothing, writing only what changed.
//!
//! 1. `lock`: one build at a time. What a build that was killed left half changed is put back (`rollback`).
//! 2. `claim`: may we write there at all? Only into a folder that is not there, is empty, or has our manifest in it.
//! 3. [`stage()`]: each file is made, compared with what is there (`look`) and, where it differs, written aside (`stage`,
//!    `staging`) before the next is made, so that no two pages of a thread are in memory. A full disk ends it here.
//! 4. `plan`: what to put, keep, clear away and remove. Pure; a file that is not ours is never touched.
//! 5. `swap`: renames alone, each of which can be undone; a failure puts the old site back.
//!
//! A reader who comes in the middle gets whole pages, old ones or new ones. A process that is killed in the middle
//! leaves whole pages and a manifest that claims both; the next build begins with putting the old site back.

#![expect(clippy::disallowed_methods, reason = "an edge: it writes the disk")]

mod claim;
mod error;
mod lock;
mod look;
mod manifest;
mod plan;
mod rollback;
mod stage;
mod staging;
mod swap;

pub use error::PublishError;
pub use lock::Lock;

use crate::cache::{KnownFile, KnownFiles};
use crate::site::Artifact;
use crate::source::{FileStamp, OUTPUT_MARKER, changed};
use crate::text::{Fingerprint, OutputPath};
use claim::Claim;
use look::Look;
use manifest::{Entry, Manifest};
use plan::{Plan, There, Wanted};
use rayon::prelude::*;
use staging::Staging;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// What publishing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that were as they should be; their bytes and times stay.
    pub kept: usize,
    /// Files of an earlier site that are gone.
    pub removed: usize,
    /// Bytes written.
    pub bytes: u64,
}

/// A site as it lies on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteOnDisk {
    /// Identity of all its files.
    pub identity: Fingerprint,
    /// Its files by how they look; those are left out whose looks would not tell a change.
    pub known: KnownFiles,
}

/// A new site, aside: nothing that a reader sees has changed yet. Without [`Staged::publish`] nothing will.
pub struct Staged<'a, E> {
    claim: Claim,
    wanted: Vec<Wanted<'a>>,
    staging: Staging<'a>,
    /// Why files could not be made; they are no part of the site.
    pub failed: Vec<E>,
}

/// Makes the file of each place, where there is one, and writes aside those that the locked output folder lacks. Copies are made of files in
/// `content`; `known` is what was known of the site before.
pub fn stage<'a, E: Send>(
    lock: &'a Lock,
    places: &[&'a OutputPath],
    content: &Path,
    known: &KnownFiles,
    make: impl Fn(&OutputPath) -> Option<Result<Artifact, E>> + Sync,
) -> Result<Staged<'a, E>, PublishError> {
    let claim = claim::claim(lock)?;
    plan::needed_folders(places)?;
    let staging = Staging::new(lock);
    let look = Look { claim: &claim, content, known, begun: SystemTime::now() };
    let one = |place: &&'a OutputPath| {
        let artifact = match make(place) {
            Some(Ok(artifact)) => artifact,
            Some(Err(error)) => return Ok(Some(Err(error))),
            None => return Ok(None),
        };
        let mut wanted = look.at(place, &artifact.content)?;
        if wanted.there != There::Same {
            let aside = staging.new_files()?.join(place.as_str());
            let fingerprint = wanted.fingerprint;
            wanted.written = Some(stage::write(&artifact.content, fingerprint, content, &aside, look.begun)?);
        }
        Ok(Some(Ok(wanted)))
    };
    let made: Vec<Option<Result<Wanted<'a>, E>>> = places.par_iter().map(one).collect::<Result<_, PublishError>>()?;
    let mut wanted = Vec::with_capacity(made.len());
    let mut failed = Vec::new();
    for made in made.into_iter().flatten() {
        match made {
            Ok(one) => wanted.push(one),
            Err(error) => failed.push(error),
        }
    }
    Ok(Staged { claim, wanted, staging, failed })
}

impl<E> Staged<'_, E> {
    /// Makes the output folder hold exactly this site, besides files in it that are not ours. After an error it is as it
    /// was.
    pub fn publish(self) -> Result<(Published, SiteOnDisk), PublishError> {
        let Staged { claim, wanted, staging, .. } = self;
        let old = &claim.manifest;
        let places: Vec<&OutputPath> = wanted.iter().map(|wanted| wanted.path).collect();
        let plan = plan::plan(&wanted, old, &look::folders(&claim, &places))?;
        let files = wanted.iter().map(|wanted| (wanted.path.clone(), wanted.entry())).collect();
        let new = Manifest { files, is_unfinished: false };
        let is_there = claim.is_ours && plan == Plan::default() && new == *old;
        let writes: Vec<&Wanted<'_>> = plan.write.iter().map(|index| &wanted[*index]).collect();
        match claim.exists {
            _ if is_there => {}
            true => swap::swap(&claim, &staging, &plan, &writes, &new)?,
            false => swap::first(&claim, &staging, &new)?,
        }
        let published = Published {
            written: writes.len(),
            kept: wanted.len() - writes.len(),
            removed: old.files.keys().filter(|path| !new.files.contains_key(path)).count(),
            bytes: writes.iter().map(|wanted| wanted.entry().size).sum(),
        };
        Ok((published, SiteOnDisk { identity: new.identity(), known: known(&claim, &wanted) }))
    }
}

/// Identity of the site in the locked folder, where every file of it is as it was published; `None` where anything is
/// not, or where it cannot be told.
pub fn as_published(lock: &Lock, known: &KnownFiles) -> Option<Fingerprint> {
    let claim = claim::claim(lock).ok()?;
    look::all_untouched(&claim, known).then(|| claim.manifest.identity())
}

/// How the files of a site look now that all are in place.
fn known(claim: &Claim, wanted: &[Wanted<'_>]) -> KnownFiles {
    // Clocks of file systems tick some milliseconds apart: a file of the manifest's tick could change again in it.
    let tick = fs::symlink_metadata(claim.out.join(OUTPUT_MARKER)).map(|manifest| changed(&manifest));
    let known = |wanted: &Wanted<'_>| {
        let Some(written) = &wanted.written else { return wanted.known };
        let there = fs::symlink_metadata(claim.out.join(wanted.path.as_str())).ok()?;
        let (stamp, aside) = (FileStamp::of(&there), FileStamp::of(&written.metadata));
        let is_ours = (stamp.number, stamp.size) == (aside.number, aside.size)
            && there.modified().ok() == written.metadata.modified().ok()
            && tick.as_ref().is_ok_and(|tick| stamp.changed < *tick);
        let known = KnownFile { fingerprint: written.fingerprint?, stamp, copied_from: written.copied_from };
        is_ours.then_some(known)
    };
    let all: Vec<Option<KnownFile>> = wanted.par_iter().map(known).collect();
    wanted.iter().zip(all).filter_map(|(wanted, known)| Some((wanted.path.clone(), known?))).collect()
}

#[cfg(test)]
mod tests;
