//! An edge: [`Artifact`]s to the output folder, all or nothing, writing only what changed.
//!
//! 1. `claim`: may we write there at all? Only into a folder that is not there, is empty, or has our manifest in it.
//! 2. `look`: what of the new site is there already? Unchanged files are known by size, fingerprint and times.
//! 3. `plan`: what to write, keep, clear away and remove. Pure; a file that is not ours is never touched.
//! 4. `stage`: everything that is to be written is written, into a folder beside the site. A full disk ends it here.
//! 5. `swap`: renames alone, each of which can be undone; a failure puts the old site back.
//!
//! A reader who comes in the middle gets whole pages, old ones or new ones. A process that is killed in the middle
//! leaves whole pages and a manifest that claims both; the next run finishes the work.

#![expect(clippy::disallowed_methods, reason = "an edge: it writes the disk")]

mod claim;
mod error;
mod look;
mod manifest;
mod plan;
mod stage;
mod swap;

pub use error::PublishError;

use crate::site::Artifact;
use crate::text::{Fingerprint, OutputPath};
use claim::Claim;
use manifest::{Entry, Manifest};
use plan::{Plan, Wanted};
use std::collections::BTreeMap;
use std::path::Path;

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

/// Makes `out` hold exactly these artifacts, besides files in it that are not ours. Copies are made of files in
/// `content`. After an error `out` is as it was.
pub fn publish(artifacts: &[Artifact], content: &Path, out: &Path) -> Result<Published, PublishError> {
    let claim = claim::claim(content, out)?;
    let wanted = look::look(artifacts, content, &claim)?;
    let old = &claim.manifest;
    let folders = look::folders(&claim, &wanted);
    let plan = plan::plan(&wanted, old, &folders)?;
    let kept = wanted.len() - plan.write.len();
    if claim.is_ours && plan == Plan::default() && manifest(&wanted, &[], &[]) == *old {
        return Ok(Published { kept, ..Published::default() });
    }
    let staging = stage::Staging::beside(&claim.out)?;
    let writes: Vec<&Wanted<'_>> = plan.write.iter().map(|index| &wanted[*index]).collect();
    let written = stage::write(&writes, content, &staging)?;
    let new = manifest(&wanted, &writes, &written);
    if claim.exists {
        swap::swap(&claim, &staging, &plan, &writes, &new)?;
    } else {
        swap::first(&claim, &staging, &new)?;
    }
    let removed = old.files.keys().filter(|path| !new.files.contains_key(path)).count();
    Ok(Published { written: writes.len(), kept, removed, bytes: written.iter().map(|entry| entry.size).sum() })
}

/// Identity of the site in `out`, where every file of it is as it was published; `None` where anything is not, or where
/// it cannot be told.
pub fn as_published(content: &Path, out: &Path) -> Option<Fingerprint> {
    let claim = claim::claim(content, out).ok()?;
    look::all_untouched(&claim).then(|| Fingerprint::of(&[&claim.manifest.to_json()]))
}

/// What the manifest will say: of what was written what was learnt while writing, of the rest what was there.
fn manifest(wanted: &[Wanted<'_>], writes: &[&Wanted<'_>], written: &[Entry]) -> Manifest {
    let mut files: BTreeMap<OutputPath, Entry> = wanted
        .iter()
        .map(|wanted| (wanted.path.clone(), Entry { fingerprint: wanted.fingerprint, size: wanted.size }))
        .collect();
    files.extend(writes.iter().zip(written).map(|(wanted, entry)| (wanted.path.clone(), *entry)));
    Manifest { files }
}

#[cfg(test)]
mod tests;
