//! Parse: one [`crate::text::Source`] -> one [`Document`]. It cannot fail, and it knows no other file.
//!
//! `front_matter` reads the fields that are stated, `markdown` renders the body, `reading` finds what the body says of the
//! incident; this room puts the three together (`parse`, `compose`). Front matter wins over the body; every fact says
//! where it was found.
//!
//! Incremental: a document depends on its source and the settings alone, so it is kept while neither changes.

mod compose;
mod kept;
mod parse;
mod structure;

pub use compose::sections;
pub use parse::parse;

use crate::markdown::{Heading, Html, RawLink, TextSection};
use crate::model::{Incident, PageKind, SectionKind};
use crate::text::{ContentPath, Fingerprint};
use serde::{Deserialize, Serialize};

/// One file, understood alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    /// Where it lies.
    pub path: ContentPath,
    /// Identity of its source.
    pub fingerprint: Fingerprint,
    /// Identity of its facts, wherever in the text they stand: while it is the same, other pages say the same.
    pub facts_fingerprint: Fingerprint,
    /// Identity of what in its facts decides how other pages are put together: all but what they take from it as they are
    /// made, like its title.
    pub structure: Fingerprint,
    /// What other pages may want to know of it.
    pub facts: Facts,
    /// What only its own page and the search index show.
    pub body: Body,
}

/// What other pages may want to know of a document. Links, lists and insights are made of this alone.
#[derive(Clone, Debug, Hash, Serialize, Deserialize)]
pub struct Facts {
    /// Postmortem, article or the introduction of a folder.
    pub kind: PageKind,
    /// The fields.
    pub incident: Incident,
    /// Front matter keys that mean nothing to Casebook, in the order in which they are written.
    #[serde(with = "kept::as_json")]
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// Every other anchor of the page (`<a name>`, footnotes), without the prefix that pages give to ids.
    pub anchors: Vec<String>,
    /// The anchor of each entry of a timeline that the body tells, in the timeline's order; "" where there is none.
    pub event_anchors: Vec<String>,
    /// Every link and image, in order; [`Body::html`] refers to them by index.
    pub links: Vec<RawLink>,
    /// The kinds of sections that it has.
    pub sections: Vec<SectionKind>,
    /// A sentence or two for lists: the summary, the description or the first paragraph, as plain text.
    pub excerpt: String,
}

/// The part of a document that only its own page and the search index show.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Body {
    /// Sanitised HTML in which URLs are still to be filled in.
    pub html: Html,
    /// The summary as HTML, where front matter has one.
    pub summary: Html,
    /// The plain text by section, for search and likeness. The first section has no heading.
    pub text: Vec<TextSection>,
    /// How many words it has.
    pub words: usize,
    /// The language that a side-by-side translation was made from; `None` for an ordinary page.
    pub original_language: Option<String>,
}
