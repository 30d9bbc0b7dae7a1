//! Links as written.

use crate::text::Span;
use serde::{Deserialize, Serialize};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LinkKind {
    /// `[text](destination)`, `<destination>`, a bare URL or `<a href>`.
    Page,
    /// `![text](destination)` or `<img src>` and the like.
    Image,
    /// A recording: `![[clip.mp4]]`, `<video src>` and the like.
    Media,
    /// `[[id]]`.
    Wiki,
}

/// Where a link leads, as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RawTarget {
    /// What it is for.
    pub kind: LinkKind,
    /// The destination as written, entities decoded: `../a.md#cause`, `https://…`, an id.
    pub destination: String,
}

/// A link as written: nothing is known yet of what it leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RawLink {
    /// What it is for.
    pub kind: LinkKind,
    /// The destination as written, entities decoded: `../a.md#cause`, `https://…`, an id.
    pub destination: String,
    /// The text that a reader clicks, or an image's alternative text.
    pub text: String,
    /// Where it is written.
    pub span: Span,
    /// Whether it stands outside the body, in the summary of the front matter.
    pub in_front_matter: bool,
}

impl RawLink {
    /// Where it leads.
    pub fn target(&self) -> RawTarget {
        RawTarget { kind: self.kind, destination: self.destination.clone() }
    }
}
