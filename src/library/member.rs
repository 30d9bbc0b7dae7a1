//! The pages of a variant, and those that it leaves out.

use crate::document::Shape;
use crate::text::ContentPath;
use std::sync::Arc;

/// A page that a variant shows.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// Where its source lies.
    pub path: ContentPath,
    /// What other pages may know of it, with what it leaves to its original.
    pub shape: Arc<Shape>,
    /// The original that it is a translation of; `None` where it is none.
    pub original: Option<ContentPath>,
    /// Where it belongs.
    pub place: ContentPath,
    /// The title that some page links it by; `None` where none does.
    pub linked_title: Option<String>,
    /// The index of the language whose edition it is at home in, where this one has no translation of it.
    pub stands_in: Option<usize>,
    /// The paths of the other translations, which lead to it too.
    pub others: Vec<ContentPath>,
}

/// A page that is left out. It never enters a library: `check` alone is told of it, and nothing here is a word of it.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// Where its source lies.
    pub path: ContentPath,
    /// What decides how long it may stay a draft.
    pub shape: Arc<Shape>,
}
