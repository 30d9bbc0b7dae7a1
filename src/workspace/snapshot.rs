//! A library at one moment, and the work that brings it further.

use super::Held;
use crate::build::{Depth, Input, Memo, Planned, plan_after};
use crate::diagnostic::Subject;
use crate::site::ThemeFiles;
use crate::text::Source;
use std::sync::Arc;

/// A library at one moment: what is shown of it and what is held back. A clone shares everything.
#[derive(Clone)]
pub struct Snapshot {
    /// The site.
    pub planned: Arc<Planned>,
    /// How far it is that of the present sources.
    pub depth: Depth,
    /// What it is made from.
    pub input: Arc<Input>,
    /// What is held back.
    pub held: Arc<Held>,
    /// The theme as it is saved, where another is used.
    pub(super) refused_theme: Option<Arc<ThemeFiles>>,
    /// The text of the settings.
    pub(super) book: Arc<str>,
}

impl Snapshot {
    /// The text that findings about something point into: what is used.
    pub fn text(&self, subject: &Subject) -> Option<Arc<str>> {
        self.text_with(subject, &self.input.theme)
    }

    /// The text that findings about what is held back point into: what is saved, not what is used instead.
    pub fn held_text(&self, subject: &Subject) -> Option<Arc<str>> {
        match subject {
            Subject::Content(path) => self.held.texts.get(path).cloned().or_else(|| self.text(subject)),
            _ => self.text_with(subject, self.refused_theme.as_deref().unwrap_or(&self.input.theme)),
        }
    }

    fn text_with(&self, subject: &Subject, theme: &ThemeFiles) -> Option<Arc<str>> {
        match subject {
            Subject::Settings => Some(Arc::clone(&self.book)),
            Subject::Theme(path) => theme.get(path).map(|bytes| String::from_utf8_lossy(bytes).into()),
            Subject::Content(path) => self.input.source(path).map(|source: &Source| Arc::clone(&source.text)),
            Subject::Export(path) => {
                let export = self.input.trackers.iter().find(|export| export.path == *path);
                export.map(|export| export.text.as_str().into())
            }
        }
    }
}

/// What is needed to bring a library further than its snapshot is. It may be done in another thread, and late: a
/// workspace makes the best of it ([`super::Workspace::adopt`]). A clone shares everything.
#[derive(Clone)]
pub struct Job {
    pub(super) number: u64,
    pub(super) input: Arc<Input>,
    /// As far as it is.
    pub(super) planned: Arc<Planned>,
    /// The documents are there; words that are counted stay for the next step.
    pub(super) memo: Memo,
    pub(super) depth: Depth,
}

impl Job {
    /// Brings it as far as `depth`.
    pub fn advance(&mut self, depth: Depth) {
        self.planned = Arc::new(plan_after(&self.planned, &self.input, &mut self.memo, depth));
        self.depth = depth;
    }

    /// How far it is.
    pub fn depth(&self) -> Depth {
        self.depth
    }
}
