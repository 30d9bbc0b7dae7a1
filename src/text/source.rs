//! Files as values.

use super::{ContentPath, Fingerprint};
use std::sync::Arc;

/// One Markdown file, decoded. The text has no byte-order mark and its line ends are as written.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it lies in the content folder.
    pub path: ContentPath,
    /// Where it belongs: `a.md` for the translations `a.fr.md` and `fr/a.md`, and for what an export calls `a 0123….md`; for every
    /// other file its path.
    pub place: ContentPath,
    /// The language that its path says it is a translation into.
    pub language: Option<Arc<str>>,
    /// The whole text.
    pub text: Arc<str>,
    /// Identity of all that.
    pub fingerprint: Fingerprint,
}

impl Source {
    /// A source; its fingerprint is taken here.
    pub fn new(path: ContentPath, text: impl Into<Arc<str>>) -> Source {
        let text = text.into();
        let fingerprint = Fingerprint::of(&[path.as_str().as_bytes(), text.as_bytes()]);
        Source { place: path.clone(), path, language: None, text, fingerprint }
    }

    /// The same file at home in another place; as a translation into a language where its path says so.
    #[must_use]
    pub fn placed(&self, place: &ContentPath, language: Option<&str>) -> Source {
        let fingerprint = Fingerprint::of_value(&(self.fingerprint, place, language));
        Source { place: place.clone(), language: language.map(Arc::from), fingerprint, ..self.clone() }
    }
}

/// Any other file of the content folder. Its bytes stay where they are: the core only needs to know that it is there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Asset {
    /// Where it lies in the content folder.
    pub path: ContentPath,
    /// Size in bytes.
    pub size: u64,
    /// Width and height of a picture, where its format is known.
    pub pixels: Option<(u32, u32)>,
}
