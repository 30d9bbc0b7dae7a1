//! What can happen to a library.

use crate::build::Input;
use crate::diagnostic::Diagnostic;
use crate::text::ContentPath;
use std::sync::Arc;

/// The library as it was read from where it is saved.
pub struct Reading {
    /// Its files, theme and settings, and the day.
    pub input: Input,
    /// The text of the settings, for findings in it.
    pub book: Arc<str>,
    /// What is wrong with the library as a whole, so that something older is used: settings that cannot be understood
    /// (`input` has the last good ones), a content folder that is gone.
    pub refused: Vec<Diagnostic>,
    /// Whether the content folder is gone: then the files stay as they were.
    pub is_content_gone: bool,
}

impl Reading {
    /// A library of which everything could be read.
    pub fn new(input: Input, book: &str) -> Reading {
        Reading { input, book: book.into(), refused: Vec::new(), is_content_gone: false }
    }
}

/// What is different.
pub enum Change {
    /// The library was read again.
    Read(Box<Reading>),
    /// An editor shows another text of a file than is saved; it holds in place of that, whether the file is there or not.
    Edited(ContentPath, String),
    /// The editor does not show the file any more: what is saved holds.
    Closed(ContentPath),
}
