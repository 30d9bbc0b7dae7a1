//! Putting back a site that a killed build left half changed: the old files lie in the staging folder of that build.

use super::Manifest;
use super::plan::ancestors;
use crate::source::OUTPUT_MARKER;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// Puts the site in `out` back as it was before the build whose staging folder this is began to change it. Where that
/// build changed nothing, or all, there is nothing to do; where the site cannot be put back, its manifest stays
/// unfinished, and the build that comes writes what is missing.
pub fn roll_back(staging: &Path, out: &Path) {
    let manifest = |folder: &Path| Manifest::from_json(&fs::read(folder.join(OUTPUT_MARKER)).ok()?);
    let old = staging.join("old");
    if let (Some(before), Some(now)) = (manifest(&old), manifest(out))
        && now.is_unfinished
    {
        let _ = put_back(&before, &now, &old, out);
    }
}

/// New files go, then old ones come back, each in one step; the old manifest comes last.
fn put_back(before: &Manifest, now: &Manifest, old: &Path, out: &Path) -> io::Result<()> {
    let folders: BTreeSet<&str> = now.files.keys().flat_map(|path| ancestors(path.as_str())).collect();
    let is_link = |name: &&str| fs::symlink_metadata(out.join(name)).is_ok_and(|there| there.is_symlink());
    if folders.iter().any(is_link) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let new = || now.files.keys().filter(|path| !before.files.contains_key(path)).map(|path| path.as_str());
    for path in new() {
        match fs::remove_file(out.join(path)) {
            // A folder in its place has files of the old site.
            Err(error) if fs::symlink_metadata(out.join(path)).is_ok_and(|there| !there.is_dir()) => return Err(error),
            _ => {}
        }
    }
    for folder in new().flat_map(ancestors).collect::<BTreeSet<_>>().into_iter().rev() {
        // One with anything in it stays.
        let _ = fs::remove_dir(out.join(folder));
    }
    for path in before.files.keys() {
        let (from, to) = (old.join(path.as_str()), out.join(path.as_str()));
        if fs::symlink_metadata(&from).is_ok() {
            to.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::rename(from, to)?;
        }
    }
    fs::rename(old.join(OUTPUT_MARKER), out.join(OUTPUT_MARKER))
}
