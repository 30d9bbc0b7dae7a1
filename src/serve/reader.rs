//! The library on the disk, kept in step with what changes there.

use super::message::DiskChange;
use super::watch::Places;
use crate::diagnostic::{Checked, Diagnostic, Level, Subject};
use crate::model::AsOf;
use crate::site::ThemeFiles;
use crate::source::{FileStamp, Folder, LibraryOptions, Located, ReadError, Sources, content_prefix, locate};
use crate::text::ContentPath;
use crate::workspace::Reading;
use std::path::{Path, PathBuf};

/// What was read last.
pub(super) struct Reader {
    options: LibraryOptions,
    located: Located,
    folder: Folder,
    theme: Checked<ThemeFiles>,
    /// The files that are no text, and how they looked when all was read last; `None` before.
    others: Option<Vec<(ContentPath, FileStamp)>>,
}

impl Reader {
    /// Reads a library.
    pub(super) fn open(options: LibraryOptions) -> Result<Reader, ReadError> {
        let located = locate(&options)?;
        let (folder, theme) = (located.folder(), located.theme());
        Ok(Reader { options, folder, theme, others: None, located })
    }

    /// The library, with its last good settings.
    pub(super) fn located(&self) -> &Located {
        &self.located
    }

    /// What stands before the path of a content file.
    pub(super) fn prefix(&self) -> String {
        content_prefix(&self.located.content)
    }

    /// The places that are to be watched.
    pub(super) fn places(&self) -> Places {
        let Located { root, content, out, own_theme, book, config, .. } = &self.located;
        let mut settings = vec![book.path.clone().unwrap_or_else(|| root.join("book.toml"))];
        settings.extend(config.lexicon_file.iter().chain(&config.modes_file).map(|name| root.join(name)));
        let mut files: Vec<PathBuf> = config.html.additional_css.iter().map(|name| root.join(name)).collect();
        files.extend(config.named_files().map(|name| root.join(name)));
        files.extend(self.located.exports());
        Places {
            root: root.clone(),
            content: content.clone(),
            theme: own_theme.clone().unwrap_or_else(|| root.join(&config.html.theme)),
            out: out.clone(),
            settings,
            files,
        }
    }

    /// Reads again what may be different. Whether anything is.
    pub(super) fn look_again(&mut self, change: &DiskChange) -> bool {
        let content = self.located.content.clone();
        let canonical = std::fs::canonicalize(&content).unwrap_or_else(|_| content.clone());
        let is_inside = |path: &&PathBuf| path.starts_with(&canonical) || path.starts_with(&content);
        let any =
            |concerns: &dyn Fn(&Path) -> bool| change.everything || change.paths.iter().any(|path| concerns(path));
        let places = self.places();
        let mut differs = any(&|path| places.concerns_settings(path)) && self.settings_again();
        let places = self.places();
        if any(&|path| places.concerns_theme(path)) {
            let theme = self.located.theme();
            differs |= theme.value != self.theme.value || theme.diagnostics != self.theme.diagnostics;
            self.theme = theme;
        }
        let is_export = |path: &PathBuf| self.located.exports().any(|export| export.file_name() == path.file_name());
        differs |= change.paths.iter().any(is_export);
        let inside: Vec<PathBuf> = change.paths.iter().filter(is_inside).cloned().collect();
        differs |= match change.everything {
            true => self.folder.rescan(&Default::default()),
            false => !inside.is_empty() && self.folder.touch(&inside),
        };
        differs
    }

    /// The files that are no text and look different than the last time.
    pub(super) fn replaced(&self) -> Vec<ContentPath> {
        let before = self.others.iter().filter(|others| !others.is_empty());
        before.flat_map(|others| self.folder.other_files_since(others)).collect()
    }

    /// All that was read.
    pub(super) fn read(&mut self, as_of: AsOf) -> Reading {
        let is_first = self.others.replace(self.folder.other_files()).is_none();
        let is_wrong = |found: &&Diagnostic| found.level == Level::Error;
        let mut refused: Vec<Diagnostic> = self.located.diagnostics.iter().filter(is_wrong).cloned().collect();
        let mut sources = self.folder.sources();
        // At first there are no files that could stay.
        let is_content_gone = !is_first && !self.located.content.is_dir();
        if is_content_gone {
            let about_folder = |found: &Diagnostic| found.subject == Subject::Settings;
            refused.extend(sources.diagnostics.into_iter().filter(about_folder));
            sources = Checked::new(Sources::default(), Vec::new());
        }
        let input = self.located.input(sources, self.theme.clone(), as_of);
        Reading { input, book: self.located.book.text.as_str().into(), refused, is_content_gone }
    }

    /// Reads the settings again; where they are as they were, or wrong, the old ones stay.
    fn settings_again(&mut self) -> bool {
        let Ok(located) = locate(&self.options) else { return false };
        let same = located.book == self.located.book
            && located.config.lexicon.identity() == self.located.config.lexicon.identity()
            && located.config.modes.identity() == self.located.config.modes.identity()
            && located.diagnostics == self.located.diagnostics
            && located.own_theme == self.located.own_theme
            && located.content == self.located.content;
        if same {
            return false;
        }
        let wrong = located.diagnostics.iter().any(|found| found.level == Level::Error);
        if wrong {
            // The old settings, the new findings and the text that they point into.
            self.located.diagnostics = located.diagnostics;
            self.located.book = located.book;
        } else {
            self.folder = located.folder();
            self.theme = located.theme();
            self.located = located;
        }
        true
    }
}
