//! Artifacts: the files that a build makes.

use crate::text::{ContentPath, OutputPath};
use std::sync::Arc;

/// The content of a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Arc<[u8]>),
    /// The same bytes as this file of the content folder; they are copied when the site is published.
    CopyOf(ContentPath),
}

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Where it goes.
    pub path: OutputPath,
    /// What is in it.
    pub content: Content,
}

impl Artifact {
    /// A file of these bytes.
    pub fn new(path: OutputPath, bytes: impl Into<Vec<u8>>) -> Artifact {
        Artifact { path, content: Content::Bytes(bytes.into().into()) }
    }
}
