//! The site as browsers see it at one moment: a plan whose pages are made when they are asked for.

use super::problem::Problem;
use crate::build::Planned;
use crate::diagnostic::Diagnostic;
use crate::site::{Artifact, Content};
use crate::source::Located;
use crate::text::{ContentPath, Fingerprint, OutputPath};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// The site at one moment. Pages are made when they are asked for, and once.
pub(super) struct ServedSite {
    /// Where the site's root lies: `/`, or the path of `site-url`.
    pub(super) base: String,
    /// Where files that are copied lie.
    pub(super) content: PathBuf,
    /// What the pages are made from.
    pub(super) planned: Arc<Planned>,
    /// What is wrong.
    pub(super) problems: Vec<Problem>,
    /// Files other than pages that were replaced lately, each with the number of the change, the latest last.
    pub(super) replaced: Vec<(u64, ContentPath)>,
    rendered: Mutex<HashMap<OutputPath, Arc<Rendered>>>,
}

/// A file that was made.
#[derive(Debug)]
pub(super) enum Rendered {
    /// These bytes.
    Bytes {
        /// The bytes.
        bytes: Arc<[u8]>,
        /// Identity of what a reader sees: the bytes but for the names of style sheets.
        appearance: Fingerprint,
    },
    /// A file of the content folder.
    File(ContentPath),
    /// A template failed.
    Failed(Box<Diagnostic>),
    /// The program failed.
    Panicked,
}

impl ServedSite {
    pub(super) fn new(
        located: &Located,
        planned: Arc<Planned>,
        problems: Vec<Problem>,
        replaced: Vec<(u64, ContentPath)>,
    ) -> ServedSite {
        let content = located.content.clone();
        ServedSite { base: base(located), content, planned, problems, replaced, rendered: Mutex::default() }
    }

    /// The file at a place; `None` where there is none.
    pub(super) fn file(&self, place: &OutputPath) -> Option<Arc<Rendered>> {
        self.rendered(place, || self.planned.plan.file(place))
    }

    /// The file at a place, made by `make` unless it is there.
    pub(super) fn rendered(
        &self,
        place: &OutputPath,
        make: impl FnOnce() -> Option<Result<Artifact, Diagnostic>>,
    ) -> Option<Arc<Rendered>> {
        // A panic elsewhere leaves the map as good as it was.
        let known = || self.rendered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rendered) = known().get(place) {
            return Some(Arc::clone(rendered));
        }
        // A plan is only read: a panic leaves nothing half done in it.
        let rendered = Arc::new(match catch_unwind(AssertUnwindSafe(make)) {
            Err(_) => Rendered::Panicked,
            Ok(None) => return None,
            Ok(Some(Err(diagnostic))) => Rendered::Failed(Box::new(diagnostic)),
            Ok(Some(Ok(artifact))) => match artifact.content {
                Content::CopyOf(path) => Rendered::File(path),
                Content::Bytes(bytes) => Rendered::Bytes { appearance: self.appearance(place, &bytes), bytes },
            },
        });
        known().insert(place.clone(), Arc::clone(&rendered));
        Some(rendered)
    }

    /// The number of the latest change of files other than pages.
    pub(super) fn moment(&self) -> u64 {
        self.replaced.last().map_or(0, |(moment, _)| *moment)
    }

    /// The style sheets of the theme, by their places.
    pub(super) fn style_sheets(&self) -> Vec<&str> {
        let assets =
            self.planned.plan.themes().take(1).flat_map(|theme| &theme.assets).map(|asset| asset.path.as_str());
        assets.filter(|path| path.ends_with(".css")).collect()
    }

    fn appearance(&self, place: &OutputPath, bytes: &[u8]) -> Fingerprint {
        if !place.as_str().ends_with(".html") {
            return Fingerprint::of(&[bytes]);
        }
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        for sheet in self.style_sheets() {
            text = text.replace(sheet, "");
        }
        Fingerprint::of(&[text.as_bytes()])
    }
}

/// The path of `site-url`: where the site lies on its host, with slashes around it.
fn base(located: &Located) -> String {
    let url = located.config.html.site_url.as_deref().unwrap_or("");
    let path = url.split_once("://").map_or("", |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.split(['?', '#']).next().unwrap_or("").trim_matches('/');
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}
