//! A library, found: its settings are read, its files are not.

use super::lexicon::{read_failure_modes, read_lexicon};
use super::{BookToml, Folder, ReadError, Sources, find, is_theme, read_exports, read_named, read_theme};
use crate::build::Input;
use crate::config::Config;
use crate::diagnostic::{Checked, Code, Diagnostic, Subject};
use crate::model::AsOf;
use crate::site::ThemeFiles;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Which library is meant, and what is said about it beyond its settings.
#[derive(Clone, Debug, Default)]
pub struct LibraryOptions {
    /// Its folder; the working folder when `None`.
    pub dir: Option<PathBuf>,
    /// Settings other than its book.toml.
    pub config: Option<PathBuf>,
    /// Where the site will live; the settings' when `None`.
    pub base_url: Option<String>,
    /// The output folder; the settings' when `None`.
    pub out: Option<PathBuf>,
    /// Whether drafts are shown, whatever the settings say.
    pub drafts: bool,
    /// For whom; the settings' when `None`.
    pub audience: Option<String>,
    /// Whether only the author sees what is made: who may read everything, where nothing else is said.
    pub is_for_author: bool,
}

/// A library, found.
#[derive(Clone, Debug)]
pub struct Located {
    /// The library's folder.
    pub root: PathBuf,
    /// The content folder.
    pub content: PathBuf,
    /// The output folder.
    pub out: PathBuf,
    /// What in the content folder is not content.
    pub skip: Vec<PathBuf>,
    /// The folder of its own theme; `None` when it has none.
    pub own_theme: Option<PathBuf>,
    /// The settings as written.
    pub book: BookToml,
    /// The settings.
    pub config: Arc<Config>,
    /// What was found in the settings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Settings of a library, without its files.
pub fn settings(wish: &LibraryOptions) -> Result<(BookToml, Config, Vec<Diagnostic>), ReadError> {
    let book = find(wish.dir.as_deref(), wish.config.as_deref())?;
    let Checked { value: mut config, mut diagnostics } = Config::read(&book.text);
    read_lexicon(&book.root, &mut config, &mut diagnostics);
    read_failure_modes(&book.root, &mut config, &mut diagnostics);
    if let Some(url) = &wish.base_url {
        config.html.site_url = Some(format!("{}/", url.trim_end_matches('/')));
    }
    config.drafts |= wish.drafts;
    match &wish.audience {
        Some(name) if !config.audiences.choose(name) => {
            let known: Vec<&str> = config.audiences.names().collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(ReadError::NoSuchAudience(name.clone(), known));
        }
        None if wish.is_for_author => config.audiences.choose_narrowest(),
        _ => {}
    }
    Ok((book, config, diagnostics))
}

/// The content folder: the settings' `src`, or the library itself where it has no settings.
pub fn content_folder(book: &BookToml, config: &Config) -> PathBuf {
    if book.path.is_some() { book.root.join(&config.src) } else { book.root.clone() }
}

/// Finds a library.
pub fn locate(wish: &LibraryOptions) -> Result<Located, ReadError> {
    let (book, config, mut diagnostics) = settings(wish)?;
    let root = book.root.clone();
    let content = content_folder(&book, &config);
    let out = wish.out.clone().unwrap_or_else(|| root.join(&config.build_dir));
    let build_dir = Some(config.build_dir.as_str()).filter(|_| wish.out.is_none());
    let named = [("src", Some(config.src.as_str()).filter(|_| book.path.is_some())), ("build-dir", build_dir)];
    for (key, folder) in named.into_iter().chain([("theme", Some(config.html.theme.as_str()))]) {
        diagnostics.extend(folder.and_then(|folder| outside(&root, key, folder)));
    }
    let theme = root.join(&config.html.theme);
    let own_theme = is_theme(&theme).then_some(theme);
    let mut skip = vec![out.clone()];
    skip.extend(own_theme.clone());
    skip.extend(book.path.clone());
    skip.extend(config.html.additional_css.iter().map(|name| root.join(name)));
    skip.extend(config.named_files().map(|name| root.join(name)));
    skip.extend(config.lexicon_file.iter().chain(&config.modes_file).map(|name| root.join(name)));
    skip.extend(exports(&root, &config));
    Ok(Located { root, content, out, skip, own_theme, book, config: Arc::new(config), diagnostics })
}

/// A finding about a folder of the settings that does not lie in the library: by its path, or by a link.
fn outside(root: &Path, key: &str, folder: &str) -> Option<Diagnostic> {
    let root = fs::canonicalize(root).ok()?;
    let mut place = root.clone();
    for part in Path::new(folder).components() {
        match part {
            Component::ParentDir => _ = place.pop(),
            Component::CurDir => {}
            part => place.push(part),
        }
        // What is not there yet is where its path says.
        place = fs::canonicalize(&place).unwrap_or(place);
    }
    let message = || format!("`{key} = \"{folder}\"` leads out of the library's folder");
    (!place.starts_with(&root)).then(|| Diagnostic::about(Code::OutsideLibrary, Subject::Settings, None, message()))
}

fn exports(root: &Path, config: &Config) -> impl Iterator<Item = PathBuf> {
    config.trackers.iter().filter_map(|tracker| Some(root.join(tracker.export.as_ref()?.as_str())))
}

impl Located {
    /// What trackers exported: never content, wherever it lies.
    pub fn exports(&self) -> impl Iterator<Item = PathBuf> {
        exports(&self.root, &self.config)
    }

    /// Its content folder, read.
    pub fn folder(&self) -> Folder {
        let (vocabulary, largest) = (&self.config.check.vocabulary, self.config.limits.page_bytes());
        Folder::read_limited(&self.content, vocabulary, &self.skip, largest).trusted(self.config.unsafe_html)
    }

    /// Its theme, read.
    pub fn theme(&self) -> Checked<ThemeFiles> {
        let Checked { mut value, mut diagnostics } =
            read_theme(self.own_theme.as_deref(), &self.root, &self.config.html.additional_css);
        value.named = read_named(&self.root, self.config.named_files()).unpack(&mut diagnostics);
        Checked::new(value, diagnostics)
    }

    /// All that was read as what a site is made of.
    pub fn input(&self, sources: Checked<Sources>, theme: Checked<ThemeFiles>, as_of: AsOf) -> Input {
        let mut diagnostics = self.diagnostics.clone();
        let Sources { pages, assets, vocabulary } = sources.unpack(&mut diagnostics);
        let theme = theme.unpack(&mut diagnostics);
        let trackers = read_exports(&self.root, &self.config).unpack(&mut diagnostics);
        Input { pages, assets, vocabulary, trackers, theme, config: Arc::clone(&self.config), as_of, diagnostics }
    }

    /// Reads its files.
    pub fn read(&self, as_of: AsOf) -> Input {
        self.input(self.folder().sources(), self.theme(), as_of)
    }
}

/// The name by which findings call the content folder, with a slash at its end; "" for the working folder.
pub fn content_prefix(content: &Path) -> String {
    let prefix = content.strip_prefix(".").unwrap_or(content).to_string_lossy().replace('\\', "/");
    if prefix.is_empty() { String::new() } else { format!("{}/", prefix.trim_end_matches('/')) }
}
