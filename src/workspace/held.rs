//! Holding on to what was good: a text that cannot be understood, or a file that cannot be read any more, does not take the
//! place of what was in use, if that was without errors; nor does an empty file, which is what a full disk leaves. It
//! is said until it is mended.

use super::Reading;
use crate::build::{Input, Memo};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Level, Subject};
use crate::library::Languages;
use crate::text::{ContentPath, Source};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is wrong with that which is held back, and the texts that it is wrong with.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// The findings, at their levels.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of the pages that are held back.
    pub(super) texts: BTreeMap<ContentPath, Arc<str>>,
}

/// Puts the files of `used` in the place of those of `input` that cannot be used.
pub(super) fn hold(reading: &Reading, input: &mut Input, used: &Input, memo: &mut Memo) -> Held {
    let mut held = Held { diagnostics: reading.refused.clone(), ..Held::default() };
    if reading.is_content_gone {
        input.pages.clone_from(&used.pages);
        input.assets.clone_from(&used.assets);
        input.vocabulary.clone_from(&used.vocabulary);
        return held;
    }
    hold_unreadable(input, used, memo, &mut held);
    hold_broken(input, used, memo, &mut held);
    held
}

fn hold_broken(input: &mut Input, used: &Input, memo: &mut Memo, held: &mut Held) {
    let (languages, config) = (input.languages(), Arc::clone(&input.config));
    let mut errors = |source: &Source| errors(source, &languages, memo, &config);
    for source in &mut input.pages {
        let Some(good) = used.page(&source.path).filter(|used| used.fingerprint != source.fingerprint) else {
            continue;
        };
        let found = errors(source);
        if !found.is_empty() && errors(good).is_empty() {
            held.diagnostics.extend(found);
            let broken = std::mem::replace(source, good.clone());
            held.texts.insert(broken.path, broken.text);
        }
    }
}

/// Files that are there and cannot be read any more.
fn hold_unreadable(input: &mut Input, used: &Input, memo: &mut Memo, held: &mut Held) {
    let is_unreadable = |found: &&Diagnostic| matches!(found.code, Code::UnreadableFile | Code::TooLarge);
    let (languages, config) = (input.languages(), Arc::clone(&input.config));
    for found in input.diagnostics.iter().filter(is_unreadable) {
        let Subject::Content(path) = &found.subject else { continue };
        let Some(good) = used.page(path).filter(|good| errors(good, &languages, memo, &config).is_empty()) else {
            continue;
        };
        if let Err(at) = input.pages.binary_search_by(|source| source.path.cmp(path)) {
            input.pages.insert(at, good.clone());
            held.diagnostics.push(found.clone());
        }
    }
}

/// What makes a page something else than its author meant.
fn errors(source: &Source, languages: &Languages, memo: &mut Memo, config: &Config) -> Vec<Diagnostic> {
    let parsed = memo.document(&languages.source(source), config);
    let is_held = |found: &&Diagnostic| found.level == Level::Error || found.code == Code::EmptyFile;
    parsed.diagnostics.iter().filter(is_held).cloned().collect()
}
