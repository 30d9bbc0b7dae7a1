//! The words of the trade: what headings, labels, phases and states are called in the languages that people write in.
//!
//! Each language is a file of `languages`; nothing else knows which there are. `file` reads one, `compiled` makes of all
//! of them what the rooms above ask.

mod compiled;
mod file;
mod kinds;
pub mod phase;
mod section;
mod status;
#[cfg(test)]
mod tests;

pub use compiled::Lexicon;
pub use kinds::{ActionColumn, ActionKey, LabelKind, Month, NumberWord, TimelineColumn, Unit, WordList};
pub use section::{plain, section_kind};
pub use status::{action_status, status};

use file::LanguageFile;
use include_dir::{Dir, include_dir};
use std::sync::LazyLock;

static LANGUAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/lexicon/languages");

/// The words that the program knows.
pub fn built_in() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
        // A test holds that every file can be read.
        let files: Vec<LanguageFile> = texts().filter_map(|(_, text)| toml::from_str(text).ok()).collect();
        Lexicon::new(&files)
    });
    &LEXICON
}

/// The files by name: English first, in which most is written and most is measured.
fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut files: Vec<(&str, &str)> = LANGUAGES
        .files()
        .filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents_utf8()?)))
        .collect();
    files.sort_unstable_by_key(|(name, _)| (*name != "en.toml", *name));
    files.into_iter()
}
