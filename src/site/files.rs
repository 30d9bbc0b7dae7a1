//! The files of a site before any of them is made.

use super::Artifact;
use super::render::Task;
use crate::text::{ContentPath, OutputPath};
use std::collections::BTreeMap;

/// Every file by its place, with the index of the edition that it belongs to.
pub(super) type Files = BTreeMap<OutputPath, (usize, What)>;

/// How a file comes about.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// It is made.
    Made(Task),
    /// It was made before: a file of the search index or of the theme.
    Ready(Artifact),
    /// It is a copy of a file of the content folder.
    Copy(ContentPath),
    /// It is one of the sitemaps.
    Sitemap(usize),
}
