//! Holding on to the last good state: a save that cannot be understood, or a file that cannot be read any more, does not
//! take the place of what was there; nor does an empty file, which is what a full disk leaves. It is said, and shown over the page, until it is mended.

use crate::build::Memo;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Level, Subject};
use crate::library::Languages;
use crate::source::Sources;
use crate::text::{ContentPath, Source};
use std::collections::HashMap;

/// The last sources without errors, by path.
#[derive(Default)]
pub(super) struct LastGood(HashMap<ContentPath, Source>);

/// What is wrong with the files that are held back, and their texts.
#[derive(Default)]
pub(super) struct Held {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) texts: Vec<Source>,
}

impl LastGood {
    /// Puts the last good source in the place of each that has errors now, and says which errors.
    pub(super) fn instead(
        &mut self,
        sources: &mut Sources,
        found: &[Diagnostic],
        memo: &mut Memo,
        config: &Config,
    ) -> Held {
        let mut held = Held::default();
        let languages = Languages::of(sources.pages.iter().map(|source| &source.path), config);
        for source in &mut sources.pages {
            match self.0.get(&source.path) {
                Some(good) if good.fingerprint == source.fingerprint => continue,
                good => {
                    let errors = errors(&languages.source(source), memo, config);
                    match good {
                        Some(good) if !errors.is_empty() => {
                            held.diagnostics.extend(errors);
                            held.texts.push(std::mem::replace(source, good.clone()));
                        }
                        // At first there is nothing to hold on to.
                        _ if !errors.is_empty() => {}
                        _ => {
                            self.0.insert(source.path.clone(), source.clone());
                        }
                    }
                }
            }
        }
        self.unreadable(sources, found, &mut held);
        if self.0.len() > sources.pages.len() {
            let there: std::collections::HashSet<&ContentPath> =
                sources.pages.iter().map(|source| &source.path).collect();
            self.0.retain(|path, _| there.contains(path));
        }
        held
    }

    /// Files that are there and cannot be read any more.
    fn unreadable(&self, sources: &mut Sources, found: &[Diagnostic], held: &mut Held) {
        for finding in found.iter().filter(|finding| matches!(finding.code, Code::UnreadableFile | Code::TooLarge)) {
            let Subject::Content(path) = &finding.subject else { continue };
            let Some(good) = self.0.get(path) else { continue };
            if let Err(at) = sources.pages.binary_search_by(|source| source.path.cmp(path)) {
                sources.pages.insert(at, good.clone());
                held.diagnostics.push(finding.clone());
            }
        }
    }
}

/// What makes a page something else than its author meant.
fn errors(source: &Source, memo: &mut Memo, config: &Config) -> Vec<Diagnostic> {
    let parsed = memo.document(source, config);
    let is_held = |found: &&Diagnostic| found.level == Level::Error || found.code == Code::EmptyFile;
    parsed.diagnostics.iter().filter(is_held).cloned().collect()
}
