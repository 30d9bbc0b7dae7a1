//! What the last build of a site said: when nothing it was made of has changed, and nothing of the site either, the next
//! one says the same.

use super::{folder, sealed};
use crate::text::Fingerprint;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What such a file says it is.
const KIND: &[u8] = b"build";

/// The place where the last build of a site is remembered.
pub struct KeptSite(Option<PathBuf>);

/// How much of everything a library has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Postmortems that are shown.
    pub postmortems: usize,
    /// Articles that are shown.
    pub articles: usize,
    /// Drafts that are left out.
    pub drafts: usize,
    /// Pages that are left out because they are for others.
    pub withheld: usize,
    /// Pages that could not be made.
    pub failed: usize,
}

/// A build that went well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBuild {
    /// Identity of everything that it was made of.
    pub made_of: String,
    /// Identity of what was published.
    pub published: String,
    /// How much of everything there was.
    pub counts: Counts,
    /// How many files the site has.
    pub files: usize,
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
        serde_json::from_slice(&sealed::read(self.0.as_ref()?, &[KIND])?).ok()
    }

    /// Remembers a build in place of the one before. What cannot be written is not remembered.
    pub fn keep(&self, build: &LastBuild) {
        let Some((path, json)) = self.0.as_ref().zip(serde_json::to_vec(build).ok()) else { return };
        sealed::replace(path, &[KIND], &json);
    }
}

impl LastBuild {
    /// The form in which fingerprints are remembered.
    pub fn name_of(fingerprint: Fingerprint) -> String {
        fingerprint.to_string()
    }
}
