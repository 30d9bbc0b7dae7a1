//! The words of the trade: what headings, labels, phases and states are called in the languages that people write in.
//!
//! Each language is a file of `languages`; nothing else knows which there are. `file` reads one, `compiled` makes of all
//! of them, and of a library's own file, the [`Lexicon`] that the rooms above are given with the settings.

mod blaming;
mod compiled;
mod file;
mod kinds;
mod phase;
mod phrases;
mod section;
mod status;
#[cfg(test)]
mod tests;
mod topics;
mod word_list;

pub use blaming::Blaming;
pub use compiled::Lexicon;
pub use kinds::{
    ActionColumn, ActionKey, BlameKind, LabelKind, Month, NumberWord, PageType, TextTopic, TimelineColumn, TitleTopic,
    Unit,
};
pub use section::plain;
pub use word_list::WordList;

use crate::text::Fingerprint;
use file::LanguageFile;
use include_dir::{Dir, include_dir};
use std::sync::{Arc, LazyLock};

static LANGUAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/lexicon/languages");

/// The words that the program knows.
pub fn built_in() -> &'static Arc<Lexicon> {
    static LEXICON: LazyLock<Arc<Lexicon>> = LazyLock::new(|| Arc::new(Lexicon::new(built_in_files(), identity(&[]))));
    &LEXICON
}

impl Lexicon {
    /// The built-in words and those of a library's own file, written as those of `languages` are. What it says of a word
    /// goes before what the built-in files say.
    pub fn with(own: &str) -> Result<Lexicon, toml::de::Error> {
        let mut files = vec![toml::from_str::<LanguageFile>(own)?];
        files.extend_from_slice(built_in_files());
        Ok(Lexicon::new(&files, identity(&[own])))
    }
}

fn identity(own: &[&str]) -> Fingerprint {
    let texts: Vec<&[u8]> = own.iter().copied().chain(texts().map(|(_, text)| text)).map(str::as_bytes).collect();
    Fingerprint::of(&texts)
}

fn built_in_files() -> &'static [LanguageFile] {
    // A test holds that every file can be read.
    static FILES: LazyLock<Vec<LanguageFile>> =
        LazyLock::new(|| texts().filter_map(|(_, text)| toml::from_str(text).ok()).collect());
    &FILES
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
