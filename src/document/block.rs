//! The body as a small tree: what `read_timeline`, `read_actions` and `read_facts` look at.
//!
//! Only what facts are written in is kept. In a side-by-side translation the originals are left out.

use crate::text::Span;

/// A run of inline text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    /// The plain text; hard and soft line breaks are `\n`, images their alternative text.
    pub text: String,
    /// Ranges of `text` that are bold.
    pub strong: Vec<std::ops::Range<usize>>,
    /// Ranges of `text` that are struck through.
    pub struck: Vec<std::ops::Range<usize>>,
    /// Ranges of `text` that are code.
    pub code: Vec<std::ops::Range<usize>>,
    /// Ranges of `text` that are links, with their destinations as written (a wiki link's is its id).
    pub links: Vec<(std::ops::Range<usize>, String)>,
    /// Where it is.
    pub span: Span,
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// `Some(true)` for `[x]`, `Some(false)` for `[ ]`.
    pub task: Option<bool>,
    /// Its content; a tight item's text is one paragraph.
    pub blocks: Vec<Block>,
    /// Where it is.
    pub span: Span,
}

/// A block of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        inline: Inline,
    },
    /// A paragraph.
    Paragraph(Inline),
    /// A list.
    List {
        /// Whether it is numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Item>,
    },
    /// A table.
    Table {
        /// The cells of the first row.
        head: Vec<Inline>,
        /// The cells of the others.
        rows: Vec<Vec<Inline>>,
        /// Where it is.
        span: Span,
    },
    /// A block quote or an alert.
    Quote(Vec<Block>),
    /// A code block.
    Code(Span),
}
