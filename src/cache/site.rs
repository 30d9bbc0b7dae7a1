//! What the last build of a site said: when nothing it was made of has changed, and nothing of the site either, the next
//! one says the same.

use super::folder;
use crate::text::Fingerprint;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// The place where the last build of a site is remembered.
pub struct KeptSite(Option<PathBuf>);

/// A build that went well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBuild {
    /// Identity of everything that it was made of.
    pub made_of: String,
    /// Identity of what was published.
    pub published: String,
    /// How many postmortems, articles and files there are.
    pub counts: (usize, usize, usize),
    /// What was reported, without and with colour.
    pub report: (String, String),
    /// Whether the content has errors.
    pub has_errors: bool,
}

impl KeptSite {
    /// The place for the site in `out`.
    pub fn of(out: &Path) -> KeptSite {
        let out = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
        KeptSite(folder("build", &out))
    }

    /// The last build, if it is remembered whole.
    pub fn last(&self) -> Option<LastBuild> {
        serde_json::from_slice(&fs::read(self.0.as_ref()?).ok()?).ok()
    }

    /// Remembers a build in place of the one before. What cannot be written is not remembered.
    pub fn keep(&self, build: &LastBuild) {
        let Some((path, json)) = self.0.as_ref().zip(serde_json::to_vec(build).ok()) else { return };
        super::replace(path, &json);
    }
}

impl LastBuild {
    /// The form in which fingerprints are remembered.
    pub fn name_of(fingerprint: Fingerprint) -> String {
        fingerprint.to_string()
    }
}
