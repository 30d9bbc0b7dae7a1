//! Files of the cache: nobody else may read them, and what is not as it was written counts as nothing.
//!
//! The cache holds the text of pages that may be drafts, so its files and folders are for the user alone. A file is read
//! where it is a regular one of a size that the cache would write: no link is followed, no device or pipe is waited for.

use crate::text::Fingerprint;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 30;
/// Bytes of a checksum.
const WIDTH: usize = 16;

/// The checksum of something that is kept. `of` says what it is, so that nothing can take the place of another.
pub(super) fn checksum(of: &[&[u8]], bytes: &[u8]) -> Fingerprint {
    Fingerprint::of(&[of, &[bytes]].concat())
}

/// Opens a file of the cache for reading.
pub(super) fn open(path: &Path) -> io::Result<File> {
    // Asked before it is opened: opening a pipe waits for whoever writes into it.
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let file = File::open(path)?;
    if file.metadata()?.len() > LARGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    Ok(file)
}

/// A new file of the cache in place of one that is there, and the folders around it.
pub(super) fn create(path: &Path) -> io::Result<File> {
    path.parent().map_or(Ok(()), make_folder)?;
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes bytes under their checksum.
pub(super) fn write(path: &Path, of: &[&[u8]], bytes: &[u8]) -> io::Result<()> {
    let mut file = create(path)?;
    file.write_all(&checksum(of, bytes).0.to_le_bytes())?;
    file.write_all(bytes)
}

/// The bytes that were written; `None` where anything is not as it was.
pub(super) fn read(path: &Path, of: &[&[u8]]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    let said = bytes.split_off(WIDTH.min(bytes.len()));
    (checksum(of, &said).0.to_le_bytes().as_slice() == bytes).then_some(said)
}

/// Writes a file aside and renames it. What cannot be written is not kept.
pub(super) fn replace(path: &Path, of: &[&[u8]], bytes: &[u8]) {
    let aside = path.with_extension(std::process::id().to_string());
    if write(&aside, of, bytes).and_then(|()| fs::rename(&aside, path)).is_err() {
        let _ = fs::remove_file(&aside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spoilt_or_stands_in_another_place_is_nothing() {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("deep/kept");
        replace(&path, &[b"of"], b"said");
        assert_eq!(read(&path, &[b"of"]).as_deref(), Some(&b"said"[..]));
        assert_eq!(read(&path, &[b"another"]), None);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut spoilt = whole.clone();
            spoilt[at] ^= 1;
            fs::write(&path, &spoilt).unwrap();
            assert_eq!(read(&path, &[b"of"]), None, "byte {at}");
            fs::write(&path, &whole[..at]).unwrap();
            assert_eq!(read(&path, &[b"of"]), None, "cut at {at}");
        }
        assert_eq!(read(dir.path(), &[b"of"]), None);
    }

    #[cfg(unix)]
    #[test]
    fn files_are_the_users_own_and_no_link_or_device_is_read() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("deep/kept");
        replace(&path, &[], b"said");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        let link = dir.path().join("link");
        for target in [path.as_path(), Path::new("/dev/zero")] {
            symlink(target, &link).unwrap();
            assert_eq!(read(&link, &[]), None);
            // What lies behind a link is not written over either.
            replace(&link, &[], b"new");
            assert_eq!(read(&link, &[]).as_deref(), Some(&b"new"[..]));
            fs::remove_file(&link).unwrap();
        }
        assert_eq!(read(&path, &[]).as_deref(), Some(&b"said"[..]));
    }
}
