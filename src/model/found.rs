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
    Outside,
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// Where it is from.
    pub origin: Origin,
}

impl<T> Found<T> {
    /// Front matter says so.
    pub fn stated(value: T, span: Span) -> Found<T> {
        Found { value, origin: Origin::Stated(span) }
    }

    /// Read out of the body.
    pub fn inferred(value: T, span: Span) -> Found<T> {
        Found { value, origin: Origin::Inferred(span) }
    }

    /// From outside the text.
    pub fn outside(value: T) -> Found<T> {
        Found { value, origin: Origin::Outside }
    }

    /// The place in the text, where there is one.
    pub fn span(&self) -> Option<Span> {
        match self.origin {
            Origin::Stated(span) | Origin::Inferred(span) => Some(span),
            Origin::Outside => None,
        }
    }

    /// Whether it was read out of the body.
    pub fn is_inferred(&self) -> bool {
        matches!(self.origin, Origin::Inferred(_))
    }

    /// Another value from the same place.
    pub fn map<U>(self, to: impl FnOnce(T) -> U) -> Found<U> {
        Found { value: to(self.value), origin: self.origin }
    }
}
