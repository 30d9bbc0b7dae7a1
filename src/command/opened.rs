//! A library, opened: found, its settings read, its files read.

use super::args::Common;
use super::exit::Failure;
use crate::build::Input;
use crate::diagnostic::render::Texts;
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::model::{AsOf, Date};
use crate::source::{LibraryOptions, Located, content_prefix, locate, read_pages};
use crate::text::{ContentPath, Source};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// An opened library.
pub(super) struct Opened {
    /// The library's folder.
    pub(super) root: PathBuf,
    /// The content folder.
    pub(super) content: PathBuf,
    /// The output folder.
    pub(super) out: PathBuf,
    /// Everything that a site is a function of.
    pub(super) input: Input,
    /// The text of the settings, for diagnostics.
    pub(super) book_toml: String,
}

/// What a command may say beyond the settings.
#[derive(Default)]
pub(super) struct Overrides<'a> {
    pub(super) out: Option<&'a Path>,
    pub(super) drafts: bool,
    /// Whether what is made goes to others than the author, who may read everything.
    pub(super) is_for_others: bool,
}

/// Which library a command means.
pub(super) fn wish(dir: Option<&Path>, common: &Common, overrides: &Overrides<'_>) -> LibraryOptions {
    LibraryOptions {
        dir: dir.map(Path::to_owned),
        config: common.config.clone(),
        base_url: common.base_url.clone(),
        out: overrides.out.map(Path::to_owned),
        drafts: overrides.drafts,
        audience: common.audience.clone(),
        is_for_author: !overrides.is_for_others,
    }
}

/// Opens the library in `dir` (the working folder when `None`).
pub(super) fn open(dir: Option<&Path>, common: &Common, overrides: &Overrides<'_>) -> Result<Opened, Failure> {
    let as_of = as_of(common)?;
    Ok(Opened::of(locate(&wish(dir, common, overrides))?, as_of))
}

/// The as-of date: `--as-of`, else SOURCE_DATE_EPOCH (reproducible-builds.org), else today in UTC.
pub(super) fn as_of(common: &Common) -> Result<AsOf, Failure> {
    if let Some(text) = &common.as_of {
        return text.parse::<Date>().map(AsOf).map_err(|_| Failure::NotADate(text.clone()));
    }
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse::<i64>().ok());
    let now = epoch.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).unwrap_or_else(jiff::Timestamp::now);
    Ok(AsOf(jiff::tz::Offset::UTC.to_datetime(now).date()))
}

impl Opened {
    /// Reads a library's files.
    pub(super) fn of(located: Located, as_of: AsOf) -> Opened {
        let input = located.read(as_of);
        let Located { root, content, out, book, .. } = located;
        Opened { root, content, out, input, book_toml: book.text }
    }

    /// Refuses a folder in which there is nothing to read: it is most likely the wrong one.
    pub(super) fn refuse_empty(&self) -> Result<(), Failure> {
        let is_empty = self.input.pages.is_empty() && self.input.diagnostics.is_empty();
        if is_empty { Err(Failure::NoMarkdown(plain(&self.content).to_owned())) } else { Ok(()) }
    }

    /// Reads the texts again that these findings point into, after a build has forgotten all of them. Of a page that has
    /// changed meanwhile there is none.
    pub(super) fn recall_texts<'a>(&mut self, found: impl IntoIterator<Item = &'a Diagnostic>) {
        let pages = found.into_iter().filter_map(|found| match &found.subject {
            Subject::Content(path) => Some(path.clone()),
            _ => None,
        });
        let pages: BTreeSet<ContentPath> = pages.collect();
        let read = read_pages(&self.content, pages.into_iter());
        let is_as_built =
            |read: &Source| self.input.source(&read.path).is_some_and(|source| source.fingerprint == read.fingerprint);
        self.input.pages = read.into_iter().flatten().filter(is_as_built).collect();
    }

    /// The texts that diagnostics point into.
    pub(super) fn text_of(&self, subject: &Subject) -> Option<&str> {
        match subject {
            Subject::Settings => Some(&self.book_toml),
            Subject::Content(path) => self.input.source(path).map(|source| &*source.text),
            Subject::Export(path) => {
                self.input.trackers.iter().find(|export| export.path == *path).map(|export| export.text.as_str())
            }
            Subject::Theme(path) => self.input.theme.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok()),
        }
    }

    /// What the printed forms need.
    pub(super) fn texts<'a>(&self, text: &'a dyn Fn(&Subject) -> Option<&'a str>) -> Texts<'a> {
        Texts { text, content_prefix: content_prefix(&self.content) }
    }
}

/// A path as it was given: the working folder is not named.
pub(super) fn plain(path: &Path) -> &Path {
    path.strip_prefix("./").ok().filter(|path| !path.as_os_str().is_empty()).unwrap_or(path)
}

/// How bad the findings are, as an outcome.
pub(super) fn outcome(diagnostics: &[Diagnostic], deny_warnings: bool) -> super::Outcome {
    let settings_are_wrong =
        diagnostics.iter().any(|found| found.subject == Subject::Settings && found.level == Level::Error);
    match crate::diagnostic::worst(diagnostics) {
        _ if settings_are_wrong => super::Outcome::Refused,
        Some(Level::Error) => super::Outcome::ContentErrors,
        Some(Level::Warning) if deny_warnings => super::Outcome::ContentErrors,
        _ => super::Outcome::Done,
    }
}
