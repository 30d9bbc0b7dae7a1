//! The library's own words: a lexicon and a file of failure modes beside book.toml.

use super::read_own;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Subject};
use crate::failure::FailureModes;
use crate::lexicon::Lexicon;
use crate::text::{LineColumn, line_column};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// A file of words larger than this is none, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Reads the lexicon that the settings name into them. One that cannot be read adds no words.
pub(super) fn read_lexicon(root: &Path, config: &mut Config, diagnostics: &mut Vec<Diagnostic>) {
    let Some(name) = &config.lexicon_file else { return };
    let lexicon = words(root, name, "lexicon", |text| {
        Lexicon::with(text).map_err(|error| (error.span(), error.message().to_owned()))
    });
    match lexicon {
        Ok(lexicon) => config.lexicon = Arc::new(lexicon),
        Err(message) => diagnostics.push(wrong(message, "docs/lexicon.md")),
    }
}

/// The same for ways to fail.
pub(super) fn read_failure_modes(root: &Path, config: &mut Config, diagnostics: &mut Vec<Diagnostic>) {
    let Some(name) = &config.modes_file else { return };
    let modes = words(root, name, "file of failure modes", |text| {
        FailureModes::with(text).map_err(|error| (error.span, error.message))
    });
    match modes {
        Ok(modes) => config.modes = Arc::new(modes),
        Err(message) => diagnostics.push(wrong(message, "docs/vocabulary.md")),
    }
}

fn wrong(message: String, documented: &str) -> Diagnostic {
    let found = Diagnostic::about(Code::BadSettings, Subject::Settings, None, message);
    found.help(format!("{documented} says what may stand there."))
}

/// What a file of the library's folder says, or why it says nothing.
fn words<T>(
    root: &Path,
    name: &str,
    what: &str,
    read: impl FnOnce(&str) -> Result<T, (Option<Range<usize>>, String)>,
) -> Result<T, String> {
    let text = read_own(root, name, LARGEST).map_err(|why| format!("the {what} {name} cannot be read: {why}"))?;
    read(&text).map_err(|(span, message)| {
        let LineColumn { line, column } = line_column(&text, span.map_or(0, |span| span.start));
        format!("{name}:{line}:{column}: {message}")
    })
}
