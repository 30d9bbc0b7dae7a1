//! A library, opened: found, its settings read, its files read.

use super::args::Common;
use super::exit::Failure;
use crate::build::Input;
use crate::config::Config;
use crate::diagnostic::render::Texts;
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::model::{AsOf, Date};
use crate::source::{BookToml, find, is_theme, read_sources, read_theme};
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
}

/// Settings of a library, without its files.
pub(super) fn settings(dir: Option<&Path>, common: &Common) -> Result<(BookToml, Config, Vec<Diagnostic>), Failure> {
    let book = find(dir, common.config.as_deref())?;
    let checked = Config::read(&book.text);
    let mut config = checked.value;
    if let Some(url) = &common.base_url {
        config.html.site_url = Some(format!("{}/", url.trim_end_matches('/')));
    }
    Ok((book, config, checked.diagnostics))
}

/// The content folder: the settings' `src`, or the library itself where it has no settings.
pub(super) fn content_folder(book: &BookToml, config: &Config) -> PathBuf {
    if book.path.is_some() { book.root.join(&config.src) } else { book.root.clone() }
}

/// A library, found: its settings are read, its files are not.
pub(super) struct Located {
    /// The library's folder.
    pub(super) root: PathBuf,
    /// The content folder.
    pub(super) content: PathBuf,
    /// What in the content folder is not content.
    pub(super) skip: Vec<PathBuf>,
    /// The settings as written.
    pub(super) book: BookToml,
    /// The settings.
    pub(super) config: Config,
    own_theme: Option<PathBuf>,
    out: PathBuf,
    diagnostics: Vec<Diagnostic>,
}

/// Finds the library in `dir` (the working folder when `None`).
pub(super) fn locate(dir: Option<&Path>, common: &Common, overrides: &Overrides<'_>) -> Result<Located, Failure> {
    let (book, mut config, diagnostics) = settings(dir, common)?;
    config.drafts |= overrides.drafts;
    let content = content_folder(&book, &config);
    let out = overrides.out.map_or_else(|| book.root.join(&config.build_dir), Path::to_owned);
    let theme_dir = book.root.join(&config.html.theme);
    let own_theme = is_theme(&theme_dir).then_some(theme_dir);
    let mut skip = vec![out.clone()];
    skip.extend(own_theme.clone());
    skip.extend(book.path.clone());
    skip.extend(config.html.additional_css.iter().map(|name| book.root.join(name)));
    Ok(Located { root: book.root.clone(), content, skip, book, config, own_theme, out, diagnostics })
}

impl Located {
    /// Reads its files.
    pub(super) fn read(self, as_of: AsOf) -> Opened {
        let Located { root, content, skip, book, config, own_theme, out, mut diagnostics } = self;
        let sources = read_sources(&content, &config.check.vocabulary, &skip).unpack(&mut diagnostics);
        let theme = read_theme(own_theme.as_deref(), &root, &config.html.additional_css).unpack(&mut diagnostics);
        let input = Input {
            pages: sources.pages,
            assets: sources.assets,
            vocabulary: sources.vocabulary,
            theme,
            config: config.into(),
            as_of,
            diagnostics,
        };
        Opened { root, content, out, input, book_toml: book.text }
    }
}

/// Opens the library in `dir` (the working folder when `None`).
pub(super) fn open(dir: Option<&Path>, common: &Common, overrides: &Overrides<'_>) -> Result<Opened, Failure> {
    let as_of = as_of(common)?;
    Ok(locate(dir, common, overrides)?.read(as_of))
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
    /// The texts that diagnostics point into.
    pub(super) fn text_of(&self, subject: &Subject) -> Option<&str> {
        match subject {
            Subject::Settings => Some(&self.book_toml),
            Subject::Content(path) => {
                let at = self.input.pages.binary_search_by(|source| source.path.cmp(path)).ok();
                let vocabulary = self.input.vocabulary.as_ref().filter(|source| source.path == *path);
                at.map(|index| &self.input.pages[index]).or(vocabulary).map(|source| &*source.text)
            }
            Subject::Theme(path) => self.input.theme.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok()),
        }
    }

    /// What the printed forms need.
    pub(super) fn texts<'a>(&self, text: &'a dyn Fn(&Subject) -> Option<&'a str>) -> Texts<'a> {
        let prefix = self.content.strip_prefix(".").unwrap_or(&self.content).to_string_lossy().replace('\\', "/");
        let content_prefix =
            if prefix.is_empty() { String::new() } else { format!("{}/", prefix.trim_end_matches('/')) };
        Texts { text, content_prefix }
    }
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
