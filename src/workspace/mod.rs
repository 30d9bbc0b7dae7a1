//! A library that goes on: what is saved and what editors show, what is used of it, and the site that it makes.
//!
//! A workspace is a value without threads, disk or clock. Changes are told to it ([`Change`]); it is asked how the library
//! looks ([`Workspace::snapshot`]) and answers as far as is wanted ([`Depth`]). What takes long can be done elsewhere: a
//! [`Job`] has all that is needed, and [`Workspace::adopt`] takes in what came of it, even if there were changes meanwhile.
//!
//! - `change`: what can happen to a library.
//! - `held`, `theme`: what cannot be understood does not take the place of what could.
//! - `snapshot`: a library at one moment, and the work that brings it further.
//!
//! Incremental: there is one memo; documents, words and themes are made once for all depths.

mod change;
mod held;
mod snapshot;
mod theme;

pub use crate::build::Depth;
pub use change::{Change, Reading};
pub use held::Held;
pub use snapshot::{Job, Snapshot};

use crate::build::{Input, Memo, Planned, plan, plan_after};
use crate::check::apply_levels;
use crate::model::AsOf;
use crate::text::{ContentPath, Source};
use std::collections::BTreeMap;
use std::sync::Arc;
use theme::Refused;

/// A library as it is now.
pub struct Workspace {
    reading: Reading,
    /// Texts that are not saved.
    overlays: BTreeMap<ContentPath, Source>,
    memo: Memo,
    /// The number of the present state.
    number: u64,
    /// The latest site, of which state it is, and how far.
    planned: Arc<Planned>,
    planned_number: u64,
    depth: Depth,
    /// What it is made from.
    used: Arc<Input>,
    held: Arc<Held>,
    refused_theme: Option<Refused>,
    /// The latest state whose words or claims were taken in.
    adopted: u64,
}

impl Workspace {
    /// Opens a library. `memo` has what is known of its files.
    pub fn new(reading: Reading, memo: Memo) -> Workspace {
        // A library without files is what the first state follows on.
        let used = Arc::new(reading.input.without_files());
        Workspace {
            planned: Arc::new(plan(&used, &mut memo.clone(), |_| {})),
            planned_number: 0,
            depth: Depth::Facts,
            reading,
            overlays: BTreeMap::new(),
            memo,
            number: 1,
            used,
            held: Arc::default(),
            refused_theme: None,
            adopted: 0,
        }
    }

    /// Takes in a change.
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Read(reading) => self.reading = *reading,
            Change::Edited(path, text) => {
                self.overlays.insert(path.clone(), Source::new(path, text));
            }
            Change::Closed(path) => {
                self.overlays.remove(&path);
            }
        }
        self.number += 1;
    }

    /// The day that the library is built for.
    pub fn as_of(&self) -> AsOf {
        self.reading.input.as_of
    }

    /// The documents that are known, for those who keep them.
    pub fn memo(&self) -> &Memo {
        &self.memo
    }

    /// The library as it is now, at least as far as `depth`.
    pub fn snapshot(&mut self, depth: Depth) -> Snapshot {
        if self.planned_number != self.number {
            self.renew();
        }
        if self.depth < depth {
            let mut job = self.job();
            job.advance(depth);
            self.adopt(job);
        }
        Snapshot {
            planned: Arc::clone(&self.planned),
            depth: self.depth,
            input: Arc::clone(&self.used),
            held: Arc::clone(&self.held),
            refused_theme: self.refused_theme.as_ref().map(|refused| Arc::clone(&refused.theme)),
            book: Arc::clone(&self.reading.book),
        }
    }

    /// What is needed to bring the latest snapshot further.
    pub fn job(&self) -> Job {
        Job {
            number: self.planned_number,
            input: Arc::clone(&self.used),
            planned: Arc::clone(&self.planned),
            memo: self.memo.clone(),
            depth: self.depth,
        }
    }

    /// Takes in what came of a job: as it is, or, where a later state was shown since, what can be said by it of that, which
    /// goes as far as [`Depth::Facts`]. Whether there is anything new in it.
    pub fn adopt(&mut self, job: Job) -> bool {
        // Claims about words that are out of date already: those about the present ones are on their way.
        if job.number < self.adopted {
            return false;
        }
        self.adopted = job.number;
        self.memo.take_words(job.memo);
        if job.number == self.planned_number {
            let is_further = job.depth > self.depth;
            if is_further {
                (self.depth, self.planned) = (job.depth, job.planned);
            }
            return is_further;
        }
        self.planned = Arc::new(plan_after(&job.planned, &self.used, &mut self.memo, Depth::Facts));
        true
    }

    /// Decides what is used now, and plans its site as far as facts.
    fn renew(&mut self) {
        let mut input = self.reading.input.clone();
        self.lay_over(&mut input);
        let mut held = held::hold(&self.reading, &mut input, &self.used, &mut self.memo);
        let theme_before = &self.used.theme;
        let mut refused = self.refused_theme.take().filter(|refused| *refused.theme == input.theme);
        let is_other = input.theme != *theme_before;
        if refused.is_some() {
            input.theme.clone_from(theme_before);
        }
        let mut planned = plan_after(&self.planned, &input, &mut self.memo, Depth::Facts);
        if is_other && refused.is_none() {
            let wrong = theme::broken(&planned);
            if !wrong.is_empty() && theme::broken(&self.planned).is_empty() {
                let theme = Arc::new(std::mem::replace(&mut input.theme, theme_before.clone()));
                refused = Some(Refused { theme, diagnostics: wrong });
                planned = plan_after(&self.planned, &input, &mut self.memo, Depth::Facts);
            }
        }
        held.diagnostics.extend(refused.iter().flat_map(|refused| refused.diagnostics.iter().cloned()));
        held.diagnostics = apply_levels(held.diagnostics, &input.config);
        (self.refused_theme, self.held) = (refused, Arc::new(held));
        (self.planned, self.used) = (Arc::new(planned), Arc::new(input));
        (self.planned_number, self.depth) = (self.number, Depth::Facts);
    }

    /// Puts the texts that editors show in the place of those that are saved.
    fn lay_over(&self, input: &mut Input) {
        for source in self.overlays.values() {
            match input.pages.binary_search_by(|page| page.path.cmp(&source.path)) {
                Ok(at) => input.pages[at] = source.clone(),
                Err(_) if input.vocabulary.as_ref().is_some_and(|of| of.path == source.path) => {
                    input.vocabulary = Some(source.clone());
                }
                Err(at) => input.pages.insert(at, source.clone()),
            }
        }
    }
}
