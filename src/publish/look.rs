//! What of the new site lies in the output folder already. Nothing on the disk is believed to be what the manifest says:
//! a file is known by its looks, where they are the very same as when its content was known, or it is read.

use super::plan::{EntryKind, There, Wanted, ancestors};
use super::{Claim, Entry, PublishError};
use crate::cache::{KnownFile, KnownFiles};
use crate::site::Content;
use crate::source::FileStamp;
use crate::text::{ContentPath, Fingerprint, Fingerprinter, OutputPath};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

/// What is known before anything is looked at.
pub struct Look<'a> {
    /// The output folder.
    pub claim: &'a Claim,
    /// The folder that copies are made from.
    pub content: &'a Path,
    /// Files as they looked when their content was known.
    pub known: &'a KnownFiles,
    /// When the looking began.
    pub begun: SystemTime,
}

impl Look<'_> {
    /// What lies at an artifact's place. Its bytes are fingerprinted; a copy is only where that decides something.
    pub fn at<'p>(&self, path: &'p OutputPath, content: &Content) -> Result<Wanted<'p>, PublishError> {
        let file = self.file_there(path)?;
        let wanted = |size, fingerprint, there| Wanted { path, size, fingerprint, there, known: None, written: None };
        match content {
            Content::Bytes(bytes) => {
                let size = bytes.len() as u64;
                let fingerprint = Fingerprint::of(&[bytes]);
                match file {
                    Err(there) => Ok(wanted(size, Some(fingerprint), there)),
                    Ok(file) if file.len() != size => Ok(wanted(size, Some(fingerprint), There::Different)),
                    Ok(file) => {
                        let (on_disk, known) = self.content_of(path, &file)?;
                        let there = if on_disk == fingerprint { There::Same } else { There::Different };
                        Ok(Wanted { known, ..wanted(size, Some(fingerprint), there) })
                    }
                }
            }
            Content::CopyOf(from) => {
                let source = regular(from, self.content)?;
                let size = source.len();
                let file = match file {
                    Err(there) => return Ok(wanted(size, None, there)),
                    Ok(file) if file.len() != size => return Ok(wanted(size, None, There::Different)),
                    Ok(file) => file,
                };
                let looks = FileStamp::of(&source);
                let (on_disk, known) = self.content_of(path, &file)?;
                if let Some(known) = known.filter(|known| known.copied_from == Some(looks)) {
                    return Ok(Wanted { known: Some(known), ..wanted(size, Some(on_disk), There::Same) });
                }
                let place = self.content.join(from.as_str());
                let fingerprint = fingerprint_of(&place).map_err(PublishError::disk("read", place))?;
                let there = if on_disk == fingerprint { There::Same } else { There::Different };
                let copied_from = looks.is_settled_at(self.begun).then_some(looks);
                let known = known.map(|known| KnownFile { copied_from, ..known });
                Ok(Wanted { known, ..wanted(size, Some(fingerprint), there) })
            }
        }
    }

    /// What is in a file, and how it looks where that tells it the next time.
    fn content_of(&self, path: &OutputPath, file: &Metadata) -> Result<(Fingerprint, Option<KnownFile>), PublishError> {
        let stamp = FileStamp::of(file);
        if let Some(known) = self.known.get(path).filter(|known| known.stamp == stamp) {
            return Ok((known.fingerprint, Some(*known)));
        }
        let place = self.claim.out.join(path.as_str());
        let fingerprint = fingerprint_of(&place).map_err(PublishError::disk("read", place))?;
        let known = KnownFile { fingerprint, stamp, copied_from: None };
        Ok((fingerprint, stamp.is_settled_at(self.begun).then_some(known)))
    }

    /// The regular file at a path, or what is there instead.
    fn file_there(&self, path: &OutputPath) -> Result<Result<Metadata, There>, PublishError> {
        if !self.claim.exists {
            return Ok(Err(There::Nothing));
        }
        let place = self.claim.out.join(path.as_str());
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
}

/// Whether every file of the manifest is there as the manifest says.
pub fn all_untouched(claim: &Claim, known: &KnownFiles) -> bool {
    let files: Vec<_> = claim.manifest.files.iter().collect();
    let folders: BTreeSet<&str> = files.iter().flat_map(|(path, _)| ancestors(path.as_str())).collect();
    let real = |name: &&str| fs::symlink_metadata(claim.out.join(name)).is_ok_and(|metadata| metadata.is_dir());
    let untouched = |(path, entry): &(&OutputPath, &Entry)| {
        let place = claim.out.join(path.as_str());
        let Ok(file) = fs::symlink_metadata(&place) else { return false };
        let stamp = FileStamp::of(&file);
        let known = known.get(path).filter(|known| known.stamp == stamp).map(|known| known.fingerprint);
        let fingerprint = || known.or_else(|| fingerprint_of(&place).ok());
        file.is_file() && file.len() == entry.size && entry.fingerprint.is_some() && fingerprint() == entry.fingerprint
    };
    claim.is_ours && !claim.manifest.is_unfinished && folders.iter().all(real) && files.par_iter().all(untouched)
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
pub fn folders(claim: &Claim, places: &[&OutputPath]) -> BTreeMap<String, EntryKind> {
    let paths = places.iter().copied().chain(claim.manifest.files.keys());
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

/// The metadata of a regular file of the content folder. That was read without following a link; what became a link
/// since is not followed either.
pub fn regular(path: &ContentPath, content: &Path) -> Result<Metadata, PublishError> {
    let looks = |path: &str| fs::symlink_metadata(content.join(path));
    let place = content.join(path.as_str());
    let metadata = looks(path.as_str()).map_err(PublishError::disk("copy", place))?;
    let mut folders = ancestors(path.as_str());
    let is_real = metadata.is_file() && folders.all(|folder| looks(folder).is_ok_and(|folder| folder.is_dir()));
    if is_real { Ok(metadata) } else { Err(PublishError::NotAFile(path.clone())) }
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
