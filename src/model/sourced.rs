//! Values and where they come from.

use crate::text::Span;
use serde::{Deserialize, Serialize};

/// How a value came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// Front matter says so, at this place.
    Stated(Span),
    /// Read out of the body, at this place.
    Inferred(Span),
    /// From the file's name, its folder or the settings: there is no place in the text.
    External,
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it is from.
    pub origin: Origin,
}

impl<T> Sourced<T> {
    /// Front matter says so.
    pub fn stated(value: T, span: Span) -> Sourced<T> {
        Sourced { value, origin: Origin::Stated(span) }
    }

    /// Read out of the body.
    pub fn inferred(value: T, span: Span) -> Sourced<T> {
        Sourced { value, origin: Origin::Inferred(span) }
    }

    /// From outside the text.
    pub fn external(value: T) -> Sourced<T> {
        Sourced { value, origin: Origin::External }
    }

    /// The place in the text, where there is one.
    pub fn span(&self) -> Option<Span> {
        match self.origin {
            Origin::Stated(span) | Origin::Inferred(span) => Some(span),
            Origin::External => None,
        }
    }

    /// Whether it was read out of the body.
    pub fn is_inferred(&self) -> bool {
        matches!(self.origin, Origin::Inferred(_))
    }

    /// Another value from the same place.
    pub fn map<U>(self, to: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced { value: to(self.value), origin: self.origin }
    }
}
