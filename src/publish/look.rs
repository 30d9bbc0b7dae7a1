//! What of the new site lies in the output folder already.

use super::plan::{EntryKind, There, Wanted, ancestors};
use super::{Claim, Entry, PublishError};
use crate::site::{Artifact, Content};
use crate::source::changed;
use crate::text::{ContentPath, Fingerprint, Fingerprinter, OutputPath};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// FileStamp at every artifact's place. Bytes are fingerprinted; a copy is only where that decides something.
pub fn look<'a>(artifacts: &'a [Artifact], content: &Path, claim: &Claim) -> Result<Vec<Wanted<'a>>, PublishError> {
    let moved = real_folders(artifacts, content, claim)?;
    artifacts.par_iter().map(|artifact| look_at(artifact, content, claim, &moved)).collect()
}

/// Whether every file of the manifest is there as it was written.
pub fn all_untouched(claim: &Claim) -> bool {
    let Some(stamp) = claim.stamp else { return false };
    let files: Vec<(&OutputPath, &Entry)> = claim.manifest.files.iter().collect();
    let folders: BTreeSet<&str> = files.iter().flat_map(|(path, _)| ancestors(path.as_str())).collect();
    let real = |name: &&str| fs::symlink_metadata(claim.out.join(name)).is_ok_and(|metadata| metadata.is_dir());
    let untouched = |(path, entry): &(&OutputPath, &Entry)| {
        let place = claim.out.join(path.as_str());
        let Ok(file) = fs::symlink_metadata(&place) else { return false };
        // Clocks of file systems tick some milliseconds apart: in the tick of the manifest only the content tells.
        let same = || changed(&file) < stamp || fingerprint_of(&place).ok() == entry.fingerprint;
        file.is_file() && file.len() == entry.size && entry.fingerprint.is_some() && same()
    };
    folders.iter().all(real) && files.par_iter().all(untouched)
}

fn look_at<'a>(
    artifact: &'a Artifact,
    content: &Path,
    claim: &Claim,
    moved: &BTreeSet<&str>,
) -> Result<Wanted<'a>, PublishError> {
    let Artifact { path, content: what } = artifact;
    let file = file_there(claim, path)?;
    let old = claim.manifest.files.get(path);
    let untouched = |file: &Metadata| claim.stamp.is_some_and(|stamp| changed(file) < stamp);
    let place = || claim.out.join(path.as_str());
    let known = |file: &Metadata, old: Option<&Entry>| match old {
        Some(Entry { fingerprint: Some(fingerprint), size }) if *size == file.len() && untouched(file) => {
            Some(*fingerprint)
        }
        _ => None,
    };
    let on_disk = |file: &Metadata| match known(file, old) {
        Some(fingerprint) => Ok(fingerprint),
        None => fingerprint_of(&place()).map_err(PublishError::disk("read", place())),
    };
    let wanted = |size, fingerprint, there| Wanted { path, content: what, size, fingerprint, there };
    match what {
        Content::Bytes(bytes) => {
            let size = bytes.len() as u64;
            let fingerprint = Fingerprint::of(&[bytes]);
            let there = match file {
                Err(there) => there,
                Ok(file) if file.len() == size && on_disk(&file)? == fingerprint => There::Same,
                Ok(_) => There::Different,
            };
            Ok(wanted(size, Some(fingerprint), there))
        }
        Content::CopyOf(from) => {
            let from_place = content.join(from.as_str());
            let source = regular(from, content)?;
            let size = source.len();
            let file = match file {
                Err(there) => return Ok(wanted(size, None, there)),
                Ok(file) if file.len() != size => return Ok(wanted(size, None, There::Different)),
                Ok(file) => file,
            };
            // A copy is given the time of what it was copied from: while both are the same, so is the content, unless
            // something else of that time took its place.
            let same_time = source.modified().ok() == file.modified().ok();
            let same_place = untouched(&source) && !ancestors(from.as_str()).any(|folder| moved.contains(folder));
            if same_time
                && same_place
                && let Some(fingerprint) = known(&file, old)
            {
                return Ok(wanted(size, Some(fingerprint), There::Same));
            }
            let fingerprint = fingerprint_of(&from_place).map_err(PublishError::disk("read", from_place))?;
            let there = if on_disk(&file)? == fingerprint { There::Same } else { There::Different };
            Ok(wanted(size, Some(fingerprint), there))
        }
    }
}

/// The regular file at a path, or what is there instead.
fn file_there(claim: &Claim, path: &OutputPath) -> Result<Result<Metadata, There>, PublishError> {
    if !claim.exists {
        return Ok(Err(There::Nothing));
    }
    let place = claim.out.join(path.as_str());
    match fs::symlink_metadata(&place) {
        Ok(metadata) if metadata.is_file() => Ok(Ok(metadata)),
        Ok(metadata) if metadata.is_dir() => {
            let mut files = Vec::new();
            files_below(&place, path.as_str(), &mut files).map_err(PublishError::disk("read", place))?;
            Ok(Err(There::Folder(files)))
        }
        Ok(_) => Ok(Err(There::Different)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(Err(There::Nothing))
        }
        Err(error) => Err(PublishError::disk("look at", place)(error)),
    }
}

/// Every path below a folder that is not a folder. A name that is no path of ours stands for itself as well as it can.
fn files_below(dir: &Path, path: &str, files: &mut Vec<OutputPath>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let inner = format!("{path}/{}", entry.file_name().to_string_lossy().replace('\\', "\u{FFFD}"));
        if entry.file_type()?.is_dir() {
            files_below(&entry.path(), &inner, files)?;
        } else {
            files.extend(OutputPath::new(&inner));
        }
    }
    files.sort();
    Ok(())
}

/// What every folder of the old site and the new one is on the disk.
pub fn folders(claim: &Claim, wanted: &[Wanted<'_>]) -> BTreeMap<String, EntryKind> {
    let paths = wanted.iter().map(|wanted| wanted.path).chain(claim.manifest.files.keys());
    let names: BTreeSet<&str> = paths.flat_map(|path| ancestors(path.as_str())).collect();
    let kind = |name: &str| match fs::symlink_metadata(claim.out.join(name)) {
        Ok(metadata) if metadata.is_dir() => EntryKind::Folder,
        Ok(metadata) if metadata.is_symlink() => EntryKind::Link,
        Ok(_) => EntryKind::File,
        Err(_) => EntryKind::Missing,
    };
    names
        .into_iter()
        .map(|name| (name.to_owned(), if claim.exists { kind(name) } else { EntryKind::Missing }))
        .collect()
}

/// The content folder was read without following a link; what became a link since is not followed either. Gives the
/// folders of copied files that came or in which something came or went since the site was published.
fn real_folders<'a>(
    artifacts: &'a [Artifact],
    content: &Path,
    claim: &Claim,
) -> Result<BTreeSet<&'a str>, PublishError> {
    let copies = artifacts.iter().filter_map(|artifact| match &artifact.content {
        Content::CopyOf(from) => Some(from),
        Content::Bytes(_) => None,
    });
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut moved = BTreeSet::new();
    for from in copies {
        for folder in ancestors(from.as_str()) {
            if !seen.insert(folder) {
                continue;
            }
            let there = fs::symlink_metadata(content.join(folder)).ok().filter(Metadata::is_dir);
            let Some(there) = there else { return Err(PublishError::NotAFile(from.clone())) };
            if claim.stamp.is_none_or(|stamp| changed(&there) >= stamp) {
                moved.insert(folder);
            }
        }
    }
    Ok(moved)
}

/// The metadata of a regular file of the content folder.
pub fn regular(path: &ContentPath, content: &Path) -> Result<Metadata, PublishError> {
    let place = content.join(path.as_str());
    let metadata = fs::symlink_metadata(&place).map_err(PublishError::disk("copy", place))?;
    if metadata.is_file() { Ok(metadata) } else { Err(PublishError::NotAFile(path.clone())) }
}

/// The fingerprint of a file's content: the same as that of its bytes in memory.
fn fingerprint_of(path: &Path) -> io::Result<Fingerprint> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut hasher = Fingerprinter::default();
    hasher.begin_part(size);
    let mut buffer = vec![0; usize::try_from(size.clamp(1, 256 * 1024)).unwrap_or(1)];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hasher.finish()),
            read => hasher.more(&buffer[..read]),
        }
    }
}
