//! Where the values of front matter stand.

use super::{Key, Problem};
use crate::diagnostic::Code;
use crate::text::Span;

/// A tree of places, of the same shape as the values.
#[derive(Clone, Debug)]
pub(super) enum ValuePath {
    /// A single value.
    Scalar {
        /// Where.
        span: Span,
        /// The text there, without quotes, where the language may read more into it than text.
        written: Option<String>,
    },
    /// A list.
    List {
        /// Where it begins.
        span: Span,
        /// Its items.
        items: Vec<ValuePath>,
    },
    /// Named values.
    Map {
        /// Where it begins.
        span: Span,
        /// Keys and their values.
        entries: Vec<(Key, ValuePath)>,
    },
}

impl ValuePath {
    /// Where it is.
    pub(super) fn span(&self) -> Span {
        match self {
            ValuePath::Scalar { span, .. } | ValuePath::List { span, .. } | ValuePath::Map { span, .. } => *span,
        }
    }
}

/// Builds a tree of places from events, without recursion.
#[derive(Default)]
pub(super) struct Builder {
    open: Vec<(ValuePath, Option<Key>)>,
    root: Option<ValuePath>,
    /// How many lists and maps may be open.
    deepest: usize,
    /// Places of repeated keys, with the key.
    pub(super) repeated: Vec<Key>,
}

impl Builder {
    pub(super) fn new(deepest: usize) -> Builder {
        Builder { deepest, ..Builder::default() }
    }

    /// Opens a list or a map; an error when it is nested too deep.
    pub(super) fn open(&mut self, place: ValuePath) -> Result<(), Problem> {
        if self.open.len() >= self.deepest {
            let message = format!("the front matter is nested deeper than {} levels", self.deepest);
            let help = "Write it with fewer levels, or raise [limits] front-matter-depth.";
            return Err(Problem::new(Code::RefusedFrontMatter, place.span().range(), message).help(help));
        }
        self.open.push((place, None));
        Ok(())
    }

    /// Closes the innermost list or map.
    pub(super) fn close(&mut self) {
        if let Some((place, _)) = self.open.pop() {
            self.add(place);
        }
    }

    /// A single value, which is a key where a key is due.
    pub(super) fn scalar(&mut self, text: &str, span: Span, written: Option<String>) {
        if let Some((ValuePath::Map { entries, .. }, key @ None)) = self.open.last_mut() {
            let name = Key { name: text.to_owned(), span };
            if entries.iter().any(|(known, _)| known.name == name.name) {
                self.repeated.push(name.clone());
            }
            *key = Some(name);
            return;
        }
        self.add(ValuePath::Scalar { span, written });
    }

    fn add(&mut self, place: ValuePath) {
        match self.open.last_mut() {
            None => {
                self.root.get_or_insert(place);
            }
            Some((ValuePath::List { items, .. }, _)) => items.push(place),
            Some((ValuePath::Map { entries, .. }, key)) => match key.take() {
                Some(key) => {
                    // The first of two equal keys counts.
                    if !entries.iter().any(|(known, _)| known.name == key.name) {
                        entries.push((key, place));
                    }
                }
                // A list or a map as a key: no field is called like that.
                None => *key = Some(Key { name: String::new(), span: place.span() }),
            },
            Some((ValuePath::Scalar { .. }, _)) => {}
        }
    }

    /// The tree; `None` when there was no value.
    pub(super) fn finish(self) -> Option<ValuePath> {
        self.root
    }
}
