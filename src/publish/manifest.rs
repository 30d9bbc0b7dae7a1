//! The list of our files in an output folder: the mark by which the folder is ours.
//!
//! It holds nothing of this machine or this hour, so that the same site has the same manifest everywhere. Whether a file is
//! still as the manifest says is told by how it looks, which is kept elsewhere (`cache::KnownFiles`), or by reading it.

use crate::text::{Fingerprint, OutputPath};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the form below.
const VERSION: u32 = 1;

/// One of our files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is in it; `None` when a run may have been interrupted before it was put there.
    pub fingerprint: Option<Fingerprint>,
    /// Its size in bytes.
    pub size: u64,
}

/// Our files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// By path.
    pub files: BTreeMap<OutputPath, Entry>,
    /// Whether a build is changing the site, or was when it was killed: then files of two sites are listed.
    pub is_unfinished: bool,
}

#[derive(Deserialize, Serialize)]
struct Written {
    about: String,
    version: u32,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_unfinished: bool,
    /// Path, fingerprint, size.
    files: Vec<(String, String, u64)>,
}

impl Manifest {
    /// The manifest as JSON.
    pub fn to_json(&self) -> Vec<u8> {
        let files = self.files.iter().map(|(path, entry)| {
            let fingerprint = entry.fingerprint.map(|fingerprint| fingerprint.to_string()).unwrap_or_default();
            (path.as_str().to_owned(), fingerprint, entry.size)
        });
        let about = "The files of this folder that Casebook made; it changes and removes no others.".to_owned();
        let written = Written { about, version: VERSION, is_unfinished: self.is_unfinished, files: files.collect() };
        // Strings and numbers always serialise.
        serde_json::to_vec(&written).unwrap_or_default()
    }

    /// Identity of all that it says.
    pub fn identity(&self) -> Fingerprint {
        Fingerprint::of(&[&self.to_json()])
    }

    /// Reads what [`Manifest::to_json`] wrote; `None` for anything else, a path out of the folder above all.
    pub fn from_json(json: &[u8]) -> Option<Manifest> {
        let written: Written = serde_json::from_slice(json).ok()?;
        if written.version != VERSION {
            return None;
        }
        let mut files = BTreeMap::new();
        for (path, fingerprint, size) in written.files {
            let place = OutputPath::new(&path).filter(|place| place.as_str() == path)?;
            let fingerprint = match fingerprint.as_str() {
                "" => None,
                digits => Some(Fingerprint(u128::from_str_radix(digits, 16).ok()?)),
            };
            files.insert(place, Entry { fingerprint, size });
        }
        Some(Manifest { files, is_unfinished: written.is_unfinished })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let entry = |fingerprint| Entry { fingerprint, size: 7 };
        let files = [
            (OutputPath::new("a/b \"c\".html").unwrap(), entry(Some(Fingerprint::of(&[b"x"])))),
            (OutputPath::new("z").unwrap(), entry(None)),
        ];
        for is_unfinished in [false, true] {
            let manifest = Manifest { files: files.clone().into(), is_unfinished };
            assert_eq!(Manifest::from_json(&manifest.to_json()), Some(manifest));
        }
    }

    #[test]
    fn a_manifest_that_claims_what_lies_outside_is_no_manifest() {
        for path in ["../a", "/etc/passwd", "a/../../b", "a//b", ""] {
            let json = serde_json::json!({ "about": "", "version": 1, "files": [[path, "", 1]] });
            assert_eq!(Manifest::from_json(json.to_string().as_bytes()), None, "{path}");
        }
        assert_eq!(Manifest::from_json(b"{}"), None);
        assert_eq!(Manifest::from_json(b"{\"about\":\"\",\"version\":2,\"files\":[]}"), None);
    }
}
