//! Markdown -> HTML with holes for URLs, plain text, headings and links; and the body as a small tree of blocks, in which
//! `reading` looks for facts. It knows no front matter, no incident and no other file.
//!
//! The events are read once (`events`); `walk` says which event goes where, `renderer` is its state, and a file for each
//! part of Markdown writes it. Raw HTML is balanced (`raw_html`) and sanitised (`sanitize`).

mod attribute;
mod autolink;
mod body;
#[cfg(test)]
mod body_tests;
mod callout;
mod context;
mod element;
mod embed;
mod event_anchor;
mod events;
mod footnote;
mod footnote_list;
mod heading;
mod highlight;
#[cfg(test)]
mod hostile_tests;
mod html;
mod html_facts;
mod inline_mark;
mod labels;
mod link;
mod mdx;
mod media;
mod open;
mod parts;
mod picture;
mod picture_source;
mod plain;
mod raw;
mod raw_heading;
mod raw_html;
mod raw_link;
mod renderer;
mod sanitize;
mod scheme;
mod side_by_side;
mod syntax;
mod table;
mod tag;
mod tree;
#[cfg(test)]
mod tree_tests;
mod walk;
mod write;

pub use body::{Rendered, RenderedInline, render, render_inline};
pub use context::{ID_PREFIX, RenderContext};
pub use events::{events, read};
pub use html::Html;
pub use mdx::without_code;
pub use parts::{Part, parts};
pub use picture::{Picture, picture_name};
pub use raw_link::{LinkKind, RawLink, RawTarget};
pub use tree::{Block, Inline, Item, blocks};

use crate::text::Span;
use serde::{Deserialize, Serialize};

/// A Markdown event and where it is written.
pub type Spanned<'a> = (pulldown_cmark::Event<'a>, std::ops::Range<usize>);

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
