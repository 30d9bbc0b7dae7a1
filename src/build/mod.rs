//! The pipeline as one function: [`Input`] -> [`Built`]. The order of the stages, and nothing else.
//!
//! Nothing in here touches the world: the whole input is a value, and so is the output. Whoever calls it may watch the
//! stages go by ([`Stage`]) to show progress or to measure.

mod input;

pub use input::{Input, Stage};

use crate::check;
use crate::config::{Config, Vocabulary};
use crate::diagnostic::{Checked, Diagnostic, sorted};
use crate::document;
use crate::insight::{Insights, learn};
use crate::library::{Library, gather};
use crate::search::{IndexFile, Inverted, export, invert, statistics};
use crate::site::{Artifact, Site, Theme, render};
use crate::text::ContentPath;
use rayon::prelude::*;
use std::sync::Arc;

/// What was understood, before anything is rendered: all that `check` needs.
pub struct Understood {
    /// The pages and how they hang together.
    pub library: Library,
    /// What was learnt from them.
    pub insights: Insights,
    /// Everything that was found, at its level, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// The search index without a site around it.
pub struct Indexed {
    /// Its files.
    pub files: Vec<IndexFile>,
    /// The page of each document.
    pub pages: Vec<ContentPath>,
}

/// A built site.
pub struct Built {
    /// What it was built from.
    pub understood: Understood,
    /// Every file, sorted by path.
    pub artifacts: Vec<Artifact>,
}

/// Parse and gather.
fn gathered(input: &Input, watch: &mut impl FnMut(Stage)) -> Checked<Library> {
    let config = &input.config;
    let mut diagnostics = input.diagnostics.clone();
    watch(Stage::Parse);
    let parsed: Vec<Checked<document::Document>> =
        input.pages.par_iter().map(|source| document::parse(source, config)).collect();
    let documents = parsed.into_iter().map(|checked| Arc::new(checked.unpack(&mut diagnostics))).collect();
    let vocabulary = vocabulary(input, &mut diagnostics);
    watch(Stage::Gather);
    let library = gather(documents, input.assets.clone(), vocabulary, config).unpack(&mut diagnostics);
    Checked::new(library, diagnostics)
}

/// Learn and check, from the words turned round.
fn learnt(input: &Input, gathered: Checked<Library>, inverted: &Inverted, watch: &mut impl FnMut(Stage)) -> Understood {
    let config = &input.config;
    let Checked { value: library, mut diagnostics } = gathered;
    watch(Stage::Learn);
    let insights = learn(&library, &statistics(inverted), config, input.as_of);
    watch(Stage::Check);
    diagnostics.extend(check::check(&library, config, input.as_of));
    let diagnostics = finished(diagnostics, config);
    Understood { library, insights, diagnostics }
}

/// Parse, gather, index, learn, check.
pub fn understand(input: &Input, mut watch: impl FnMut(Stage)) -> Understood {
    let gathered = gathered(input, &mut watch);
    watch(Stage::Index);
    let inverted = invert(&gathered.value, &input.config);
    learnt(input, gathered, &inverted, &mut watch)
}

/// The search index alone: parse, gather, index.
pub fn index(input: &Input, mut watch: impl FnMut(Stage)) -> Indexed {
    let library = gathered(input, &mut watch).value;
    watch(Stage::Index);
    let inverted = invert(&library, &input.config);
    let pages = inverted.pages().map(|index| library.page(index).path().clone()).collect();
    Indexed { files: export(&library, &inverted, &input.config), pages }
}

/// The whole pipeline.
pub fn build(input: &Input, mut watch: impl FnMut(Stage)) -> Built {
    let gathered = gathered(input, &mut watch);
    watch(Stage::Index);
    let inverted = invert(&gathered.value, &input.config);
    let index = export(&gathered.value, &inverted, &input.config);
    let mut understood = learnt(input, gathered, &inverted, &mut watch);
    drop(inverted);
    watch(Stage::Render);
    let mut diagnostics = std::mem::take(&mut understood.diagnostics);
    let theme = Theme::prepare(&input.theme, &input.config, input.as_of).unpack(&mut diagnostics);
    let site =
        Site { library: &understood.library, insights: &understood.insights, config: &input.config, theme: &theme };
    let artifacts = render(&site, index).unpack(&mut diagnostics);
    understood.diagnostics = finished(diagnostics, &input.config);
    Built { understood, artifacts }
}

fn vocabulary(input: &Input, diagnostics: &mut Vec<Diagnostic>) -> Vocabulary {
    let Some(source) = &input.vocabulary else { return Vocabulary::default() };
    Vocabulary::read(&source.path, &source.text, &input.config.taxonomies).unpack(diagnostics)
}

fn finished(diagnostics: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    sorted(check::apply_levels(diagnostics, config))
}
