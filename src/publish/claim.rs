//! Which folders are ours to write into.

use super::place::exists;
use super::{Lock, Manifest, PublishError, staging};
use crate::source::OUTPUT_MARKER;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// An output folder that may be written into.
#[derive(Debug)]
pub struct Claim {
    /// The folder; no part of the path is a link.
    pub out: PathBuf,
    /// Whether it is there.
    pub exists: bool,
    /// Whether it has a manifest.
    pub is_ours: bool,
    /// Our files in it.
    pub manifest: Manifest,
}

/// Says whether the locked folder may be written into, and which files in it are ours.
pub fn claim(lock: &Lock) -> Result<Claim, PublishError> {
    let out = lock.folder().out.clone();
    if !exists(&out)? {
        return Ok(Claim { out, exists: false, is_ours: false, manifest: Manifest::default() });
    }
    let marker = out.join(OUTPUT_MARKER);
    match fs::symlink_metadata(&marker) {
        Ok(metadata) => {
            let json = if metadata.is_file() { fs::read(&marker).ok() } else { None };
            let Some(manifest) = json.and_then(|json| Manifest::from_json(&json)) else {
                return Err(PublishError::DamagedManifest(marker));
            };
            Ok(Claim { out, exists: true, is_ours: true, manifest })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => match first_entry(&out)? {
            Some(entry) => Err(PublishError::NotOurs { out, entry }),
            None => Ok(Claim { out, exists: true, is_ours: false, manifest: Manifest::default() }),
        },
        Err(error) => Err(PublishError::disk("look at", marker)(error)),
    }
}

/// The name of something in a folder, the first by name so that the message is always the same.
fn first_entry(dir: &Path) -> Result<Option<String>, PublishError> {
    let mut first: Option<OsString> = None;
    for entry in fs::read_dir(dir).map_err(PublishError::disk("read", dir))? {
        let name = entry.map_err(PublishError::disk("read", dir))?.file_name();
        // Our own staging folder, where it had to lie inside, is no reason to refuse.
        if !staging::is_staging(&name) && first.as_ref().is_none_or(|first| name < *first) {
            first = Some(name);
        }
    }
    Ok(first.map(|name| name.to_string_lossy().into_owned()))
}
