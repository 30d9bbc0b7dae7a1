//! Parse: one [`crate::text::Source`] -> one [`Document`]. It cannot fail, and it knows no other file.
//!
//! The front matter is cut off (`fence`), read into one tree of values with places (`front_matter`) and understood
//! (`fields`). The body's Markdown events are read once (`events`); from the same events come the HTML (`body`) and a
//! small tree of blocks (`block`), in which the timeline, the actions and other facts are found (`read_*`). Front
//! matter wins over the body; every fact says where it was found.
//!
//! Incremental: a document depends on its source and the settings alone, so it is kept while neither changes.

mod autolink;
pub mod block;
mod blocks;
mod body;
#[cfg(test)]
mod body_tests;
mod clock;
mod compose;
mod element;
mod event_anchor;
mod events;
mod fence;
mod field;
mod fields;
mod footnote;
mod front_matter;
mod heading;
mod highlight;
#[cfg(test)]
mod hostile_tests;
mod html;
mod kept;
mod label;
mod labels;
mod link;
mod outline;
mod parse;
mod phase;
mod plain;
mod raw;
mod raw_html;
mod raw_link;
mod read_actions;
mod read_body;
mod read_facts;
mod read_timeline;
mod sanitize;
mod scheme;
pub mod section;
mod side_by_side;
mod structure;
mod table;
mod tag;
mod tracker;
mod value;
mod walk;
mod wording;
mod words;

pub use body::ID_PREFIX;
pub use compose::sections;
pub use fence::{Format as FrontMatter, front_matter};
pub use parse::parse;
pub use raw_link::{LinkKind, RawLink};

use crate::model::{Incident, PageKind, SectionKind};
use crate::text::{ContentPath, Fingerprint, Span};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

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

/// A heading of the body.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its plain text, in the page's language.
    pub text: String,
    /// Its anchor without the prefix that pages give to ids.
    pub anchor: String,
    /// Where it is.
    pub span: Span,
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

/// HTML with holes where URLs belong: links are resolved when all documents are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Html {
    /// The HTML; at each hole nothing is written yet (`href=""`).
    pub text: String,
    /// Byte offset in `text` and the index in [`Facts::links`] of the URL to put there, ascending.
    pub holes: Vec<(usize, usize)>,
}

impl Html {
    /// The HTML with its holes filled by `url`, which gets the index of a link and must escape what it writes.
    pub fn fill(&self, url: impl FnMut(usize, &mut String)) -> String {
        self.fill_sized(url, |_| None)
    }

    /// The same; images get the width and height that `size` gives for their links, so that their place is kept free.
    pub fn fill_sized(
        &self,
        mut url: impl FnMut(usize, &mut String),
        size: impl Fn(usize) -> Option<(u32, u32)>,
    ) -> String {
        let mut filled = String::with_capacity(self.text.len() + self.holes.len() * 24);
        let mut from = 0;
        for (at, link) in &self.holes {
            filled.push_str(&self.text[from..*at]);
            url(*link, &mut filled);
            from = *at;
            let rest = &self.text[from..];
            let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
            // An author's own size counts.
            let is_sized = tag.contains(" width=") || tag.contains(" height=");
            if begins_image(&self.text[..from])
                && !is_sized
                && let Some((width, height)) = size(*link)
            {
                let _ = write!(filled, "\" width=\"{width}\" height=\"{height}");
            }
        }
        filled.push_str(&self.text[from..]);
        filled
    }
}

/// Whether what follows is the URL of an image.
fn begins_image(before: &str) -> bool {
    before.ends_with("<img src=\"")
}

/// The plain text of one section.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSection {
    /// Anchor of its heading; "" for the text before the first heading.
    pub anchor: String,
    /// The heading; "" for the text before the first one.
    pub heading: String,
    /// The text, blocks separated by newlines.
    pub text: String,
}
