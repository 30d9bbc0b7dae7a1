//! The library's own lexicon: a file beside book.toml.

use super::read_own;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Subject};
use crate::lexicon::Lexicon;
use crate::text::{LineColumn, line_column};
use std::path::Path;
use std::sync::Arc;

/// A lexicon larger than this is none, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Reads the lexicon that the settings name into them. One that cannot be read adds no words.
pub(super) fn read_lexicon(root: &Path, config: &mut Config, diagnostics: &mut Vec<Diagnostic>) {
    let Some(name) = &config.lexicon_file else { return };
    let read = read_own(root, name, LARGEST).map_err(|why| format!("the lexicon {name} cannot be read: {why}"));
    let lexicon = read.and_then(|text| {
        Lexicon::with(&text).map_err(|error| {
            let LineColumn { line, column } = line_column(&text, error.span().map_or(0, |span| span.start));
            format!("{name}:{line}:{column}: {}", error.message())
        })
    });
    match lexicon {
        Ok(lexicon) => config.lexicon = Arc::new(lexicon),
        Err(message) => {
            let found = Diagnostic::about(Code::BadSettings, Subject::Settings, None, message);
            diagnostics.push(found.help("docs/lexicon.md says what may stand there."));
        }
    }
}
