//! Where an output folder lies, and what may lie beside it.

use super::PublishError;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// An output folder and the place beside it.
#[derive(Debug)]
pub struct OutputFolder {
    /// The folder; no part of the path is a link, but perhaps the last.
    pub out: PathBuf,
    /// The folder around it and its name, where there can be anything beside it on the same disk.
    pub beside: Option<(PathBuf, OsString)>,
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

/// Whether there is a folder; anything else in its place is an error.
pub fn exists(out: &Path) -> Result<bool, PublishError> {
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

/// The name of something of ours beside an output folder.
pub fn hidden(name: &OsStr, what: &str) -> OsString {
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(".casebook-");
    hidden.push(what);
    hidden
}
