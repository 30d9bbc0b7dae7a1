//! Which folders are ours to write into.

use super::{Lock, Manifest, PublishError, staging};
use crate::source::OUTPUT_MARKER;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

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

/// The output folder that is meant, where there can be one at all.
pub fn place(content: &Path, out: &Path) -> Result<PathBuf, PublishError> {
    let out = resolve(out)?;
    if out.parent().is_none() {
        return Err(PublishError::OutIsRoot(out));
    }
    // A content folder that is not there is told by whoever reads it.
    match fs::canonicalize(content) {
        Ok(content) if content.starts_with(&out) => return Err(PublishError::OutOverContent { out, content }),
        _ => {}
    }
    exists(&out)?;
    Ok(out)
}

/// Says whether the locked folder may be written into, and which files in it are ours.
pub fn claim(lock: &Lock) -> Result<Claim, PublishError> {
    let out = lock.out.clone();
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

/// Whether there is a folder; anything else in its place is an error.
fn exists(out: &Path) -> Result<bool, PublishError> {
    match fs::symlink_metadata(out) {
        Ok(metadata) if metadata.is_symlink() => Err(PublishError::OutIsLink(out.to_owned())),
        Ok(metadata) if !metadata.is_dir() => Err(PublishError::OutIsFile(out.to_owned())),
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(PublishError::disk("look at", out)(error)),
    }
}

/// The absolute path without links but, perhaps, its last part. What is not there yet is taken as written.
fn resolve(out: &Path) -> Result<PathBuf, PublishError> {
    let absolute = std::path::absolute(out).map_err(PublishError::disk("find", out))?;
    let mut parts: Vec<OsString> = Vec::new();
    let mut base = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::Normal(name) => parts.push(name.to_owned()),
            Component::ParentDir => {
                parts.pop();
            }
            Component::CurDir => {}
            root => base.push(root),
        }
    }
    let Some(name) = parts.pop() else { return Ok(base) };
    let mut resolved = base;
    let mut missing = false;
    for part in parts {
        resolved.push(part);
        if !missing {
            match fs::canonicalize(&resolved) {
                Ok(real) => resolved = real,
                Err(error) if error.kind() == io::ErrorKind::NotFound => missing = true,
                Err(error) => return Err(PublishError::disk("find", resolved)(error)),
            }
        }
    }
    resolved.push(name);
    Ok(resolved)
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
