//! Files of the content folder, opened without following a link.

use crate::text::ContentPath;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

/// Opens a regular file of the content folder `root`, and says how it looks. The walk that found it followed no link;
/// neither does this, should a folder on the way, or the file, have been swapped for one since.
pub fn open_within(root: &Path, path: &ContentPath) -> io::Result<(File, Metadata)> {
    let seen = regular(root, path)?;
    let file = File::open(root.join(path.as_str()))?;
    let opened = file.metadata()?;
    // Whoever swapped a folder between the two is found by what is there now.
    if !same_file(&opened, &seen) || !same_file(&opened, &regular(root, path)?) {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok((file, opened))
}

/// How a file looks; an error where it is none, or where a link is on the way.
fn regular(root: &Path, path: &ContentPath) -> io::Result<Metadata> {
    let looks = |path: &str| fs::symlink_metadata(root.join(path));
    let folders = path.as_str().match_indices('/').filter_map(|(slash, _)| path.as_str().get(..slash));
    for folder in folders {
        if !looks(folder)?.is_dir() {
            return Err(io::ErrorKind::NotFound.into());
        }
    }
    let file = looks(path.as_str())?;
    if file.is_file() { Ok(file) } else { Err(not_regular()) }
}

/// The error for what is there and is no file.
pub(super) fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file")
}

#[cfg(unix)]
fn same_file(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn same_file(one: &Metadata, other: &Metadata) -> bool {
    one.len() == other.len() && one.modified().ok() == other.modified().ok()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::Read;
    use std::os::unix::fs::symlink;

    #[test]
    fn no_link_is_followed_wherever_it_stands_on_the_way() {
        let dir = tempfile::TempDir::new().unwrap();
        let (root, outside) = (dir.path().join("content"), dir.path().join("outside"));
        for folder in [root.join("a/b"), outside.join("b")] {
            fs::create_dir_all(folder).unwrap();
        }
        fs::write(root.join("a/b/c.txt"), "inside").unwrap();
        fs::write(outside.join("b/c.txt"), "outside").unwrap();
        let path = ContentPath::new("a/b/c.txt").unwrap();
        let read = |root: &Path| {
            let mut text = String::new();
            open_within(root, &path).and_then(|(mut file, _)| file.read_to_string(&mut text)).map(|_| text)
        };
        assert_eq!(read(&root).unwrap(), "inside");
        let link = dir.path().join("link");
        symlink(&root, &link).unwrap();
        assert_eq!(read(&link).unwrap(), "inside", "the folder itself may be a link");
        for (replaced, to) in [("a/b/c.txt", "b/c.txt"), ("a/b", "b"), ("a", "")] {
            fs::rename(root.join(replaced), dir.path().join("kept")).unwrap();
            symlink(outside.join(to), root.join(replaced)).unwrap();
            assert!(read(&root).is_err(), "{replaced}");
            fs::remove_file(root.join(replaced)).unwrap();
            fs::rename(dir.path().join("kept"), root.join(replaced)).unwrap();
        }
        assert_eq!(read(&root).unwrap(), "inside");
        fs::remove_file(root.join("a/b/c.txt")).unwrap();
        fs::create_dir(root.join("a/b/c.txt")).unwrap();
        assert!(read(&root).is_err());
    }
}
