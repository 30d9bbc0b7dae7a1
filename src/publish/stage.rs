//! Writing aside: everything that may fail for want of room or a source happens here, away from the site.

use super::PublishError;
use super::look::regular;
use super::plan::{Written, ancestors};
use crate::site::Content;
use crate::source::{FileStamp, open_within};
use crate::text::{ContentPath, Fingerprint, Fingerprinter};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::SystemTime;

/// Writes a file of this content. `fingerprint` is that of bytes; `begun` is when the build began to write.
pub fn write(
    what: &Content,
    fingerprint: Option<Fingerprint>,
    content: &Path,
    place: &Path,
    begun: SystemTime,
) -> Result<Written, PublishError> {
    match what {
        Content::Bytes(bytes) => {
            let written = create(place).and_then(|mut file| {
                file.write_all(bytes)?;
                file.metadata()
            });
            let metadata = written.map_err(PublishError::disk("write", place))?;
            Ok(Written { fingerprint, metadata, copied_from: None })
        }
        Content::CopyOf(from) => copy(from, content, place, begun),
    }
}

/// A new file; the folders on the way to it are made with the first file in them.
fn create(place: &Path) -> io::Result<File> {
    match File::create_new(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            place.parent().map_or(Ok(()), fs::create_dir_all)?;
            File::create_new(place)
        }
        created => created,
    }
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

/// Copies bytes and time, but not rights: a page that its author alone may read could not be served.
fn copy(from: &ContentPath, content: &Path, place: &Path, begun: SystemTime) -> Result<Written, PublishError> {
    regular(from, content)?;
    let from_place = content.join(from.as_str());
    let (mut source, metadata) = open_within(content, from).map_err(PublishError::disk("copy", &from_place))?;
    let mut target = create(place).map_err(PublishError::disk("write", place))?;
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
    let looks = FileStamp::of(&metadata);
    let metadata = target.metadata().map_err(PublishError::disk("write", place))?;
    Ok(Written { fingerprint, metadata, copied_from: looks.is_settled_at(begun).then_some(looks) })
}
