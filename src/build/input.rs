//! What a build is made of.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::library::Languages;
use crate::model::AsOf;
use crate::site::ThemeFiles;
use crate::text::{Asset, ContentPath, Source};
use crate::tracker::Export;
use std::sync::Arc;

/// Everything that a site is a function of.
#[derive(Clone)]
pub struct Input {
    /// The Markdown files, sorted by path.
    pub pages: Vec<Source>,
    /// The other files, sorted by path.
    pub assets: Vec<Asset>,
    /// vocabulary.toml.
    pub vocabulary: Option<Source>,
    /// What trackers exported.
    pub trackers: Vec<Export>,
    /// The theme.
    pub theme: ThemeFiles,
    /// The settings.
    pub config: Arc<Config>,
    /// The day.
    pub as_of: AsOf,
    /// What was found while all this was read.
    pub diagnostics: Vec<Diagnostic>,
}

impl Input {
    /// The languages of the library. Documents are parsed, and kept, as [`Languages::placed`] has their sources.
    pub fn languages(&self) -> Languages {
        Languages::of(self.pages.iter(), &self.config)
    }

    /// The source of a page.
    pub fn page(&self, path: &ContentPath) -> Option<&Source> {
        self.pages.binary_search_by(|source| source.path.cmp(path)).ok().map(|at| &self.pages[at])
    }

    /// The source of a page, or the vocabulary's.
    pub fn source(&self, path: &ContentPath) -> Option<&Source> {
        self.page(path).or(self.vocabulary.as_ref().filter(|source| source.path == *path))
    }

    /// The same library before anything was written for it.
    pub fn without_files(&self) -> Input {
        Input {
            pages: Vec::new(),
            assets: Vec::new(),
            vocabulary: None,
            trackers: Vec::new(),
            theme: self.theme.clone(),
            config: Arc::clone(&self.config),
            as_of: self.as_of,
            diagnostics: Vec::new(),
        }
    }
}

/// A stage of the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// What the files of a folder have in common.
    Survey,
    /// Each file is understood alone.
    Parse,
    /// All are put together.
    Gather,
    /// Their words are counted.
    Index,
    /// Claims are made.
    Learn,
    /// Rules are checked.
    Check,
    /// Pages are made.
    Render,
}

impl Stage {
    /// The name that people see.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Survey => "survey",
            Stage::Parse => "parse",
            Stage::Gather => "gather",
            Stage::Index => "index",
            Stage::Learn => "learn",
            Stage::Check => "check",
            Stage::Render => "render",
        }
    }
}
