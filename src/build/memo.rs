//! What earlier builds learnt that later ones may use again. A cold build is one with an empty memo; there is no other
//! difference.
//!
//! Everything in here is kept under the fingerprint of what it was made of, so it cannot be out of date, and nothing in
//! here is ever corrected. What the latest build did not use is forgotten.

use super::surveyed::SurveyMemo;
use crate::config::Config;
use crate::diagnostic::{Checked, Diagnostic};
use crate::document::{self, Document};
use crate::model::AsOf;
use crate::search::{Inverted, Segments};
use crate::site::{Theme, ThemeFiles};
use crate::survey::{Conventions, Survey};
use crate::text::{Fingerprint, Source};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A document and what was found in it.
pub type Parsed = Arc<Checked<Arc<Document>>>;

/// What earlier builds learnt. A clone shares all of it.
#[derive(Clone, Default)]
pub struct Memo {
    /// The settings all of it holds under.
    settings: Fingerprint,
    documents: Arc<HashMap<Fingerprint, Parsed>>,
    surveyed: SurveyMemo,
    /// How many documents were parsed one by one since the latest build.
    parsed: usize,
    /// What is kept of each edition, by the folder that it lies in.
    editions: BTreeMap<String, EditionMemo>,
}

/// What is kept of an edition.
#[derive(Clone, Default)]
pub(super) struct EditionMemo {
    theme: Option<(Fingerprint, Arc<Theme>, Vec<Diagnostic>)>,
    pub(super) segments: Segments,
    pub(super) inverted: Option<(Fingerprint, Arc<Inverted>)>,
}

/// How much was made and how much was there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Documents that were parsed.
    pub parsed: usize,
    /// Documents that were there.
    pub kept: usize,
}

impl Memo {
    /// A memo of documents that were parsed under these settings.
    pub fn of(settings: Fingerprint, documents: impl Iterator<Item = (Fingerprint, Parsed)>) -> Memo {
        Memo { settings, documents: Arc::new(documents.collect()), ..Memo::default() }
    }

    /// The settings that all of it holds under.
    pub fn settings(&self) -> Fingerprint {
        self.settings
    }

    /// The documents by the fingerprint of their sources, sorted by it.
    pub fn documents(&self) -> Vec<(Fingerprint, &Parsed)> {
        let mut all: Vec<(Fingerprint, &Parsed)> = self.documents.iter().map(|(key, parsed)| (*key, parsed)).collect();
        all.sort_unstable_by_key(|(fingerprint, _)| *fingerprint);
        all
    }

    /// One source's document, kept for the build that comes.
    pub fn document(&mut self, source: &Source, config: &Config) -> Parsed {
        self.prepare(config);
        let conventions = self.surveyed.conventions(source, config);
        let key = document::key(source, &conventions);
        if let Some(known) = self.documents.get(&key) {
            return Arc::clone(known);
        }
        let Checked { value, diagnostics } = document::parse(source, config, &conventions);
        let parsed = Arc::new(Checked::new(Arc::new(value), diagnostics));
        self.parsed += 1;
        Arc::make_mut(&mut self.documents).insert(key, Arc::clone(&parsed));
        parsed
    }

    /// Everything under other settings is of no use.
    pub(super) fn prepare(&mut self, config: &Config) {
        let settings = config.fingerprint();
        if self.settings != settings {
            *self = Memo { settings, ..Memo::default() };
        }
    }

    /// What the folders of the sources have in common, and the conventions for each source.
    pub fn survey(&mut self, sources: &[Source], config: &Config) -> (Arc<Survey>, Vec<Arc<Conventions>>) {
        self.surveyed.survey(sources, config)
    }

    /// Each source's document, by the conventions for it.
    pub fn parse(
        &mut self,
        sources: &[Source],
        config: &Config,
        conventions: &[Arc<Conventions>],
    ) -> (Vec<Parsed>, Work) {
        let known = &self.documents;
        let keys: Vec<Fingerprint> =
            sources.iter().zip(conventions).map(|(source, conventions)| document::key(source, conventions)).collect();
        let parse = |((source, conventions), key): ((&Source, &Arc<Conventions>), &Fingerprint)| match known.get(key) {
            Some(parsed) => (Arc::clone(parsed), false),
            None => {
                let Checked { value, diagnostics } = document::parse(source, config, conventions);
                (Arc::new(Checked::new(Arc::new(value), diagnostics)), true)
            }
        };
        let all: Vec<(Parsed, bool)> =
            sources.par_iter().zip(conventions).zip(&keys).with_min_len(8).map(parse).collect();
        let parsed = all.iter().filter(|(_, is_new)| *is_new).count();
        let all: Vec<Parsed> = all.into_iter().map(|(parsed, _)| parsed).collect();
        // A document that was asked for by itself is there already: then only its forerunner is too many.
        if parsed > 0 || self.documents.len() != sources.len() {
            self.documents = Arc::new(keys.into_iter().zip(all.iter().cloned()).collect());
        }
        let parsed = parsed + std::mem::take(&mut self.parsed);
        (all, Work { parsed, kept: sources.len().saturating_sub(parsed) })
    }

    /// Takes over the words that a later build of the same library counted; the documents stay.
    pub fn take_words(&mut self, later: Memo) {
        if later.settings != self.settings {
            return;
        }
        for (folder, later) in later.editions {
            if let Some(mine) = self.editions.get_mut(&folder) {
                (mine.segments, mine.inverted) = (later.segments, later.inverted);
            }
        }
    }

    /// Forgets the words of the documents, which take as much room as the documents.
    pub(super) fn forget_words(&mut self) {
        for edition in self.editions.values_mut() {
            edition.segments = Segments::default();
            edition.inverted = None;
        }
    }

    /// Forgets all editions but these.
    pub(super) fn keep_editions<'a>(&mut self, folders: impl Iterator<Item = &'a str> + Clone) {
        self.editions.retain(|folder, _| folders.clone().any(|kept| kept == folder));
    }

    /// What is kept of an edition.
    pub(super) fn edition(&mut self, folder: &str) -> &mut EditionMemo {
        self.editions.entry(folder.to_owned()).or_default()
    }
}

impl EditionMemo {
    /// The theme, prepared for an edition whose assets lie `up` from it.
    pub(super) fn theme(&mut self, files: &ThemeFiles, config: &Config, up: &str, as_of: AsOf) -> Checked<Arc<Theme>> {
        let key = Fingerprint::of_value(&(files, as_of, &config.language, up));
        if self.theme.as_ref().is_none_or(|(known, _, _)| *known != key) {
            let Checked { value, diagnostics } = Theme::prepare(files, config, up, as_of);
            self.theme = Some((key, Arc::new(value), diagnostics));
        }
        let Some((_, theme, found)) = &self.theme else { unreachable!("it was just put there") };
        Checked::new(Arc::clone(theme), found.clone())
    }
}
