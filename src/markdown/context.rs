//! What rendering a body depends on beside its text.

use crate::text::ContentPath;

/// What every id made of content begins with, so that it cannot take the place of one of the theme's.
pub const ID_PREFIX: &str = "s-";

/// What rendering must know beside the events.
#[derive(Clone, Copy, Debug)]
pub struct RenderContext<'a> {
    /// The file, for diagnostics.
    pub path: &'a ContentPath,
    /// Byte offset of the body in the file.
    pub offset: usize,
    /// Whether raw HTML goes through as written.
    pub unsafe_html: bool,
    /// Whether pictures of other hosts are loaded.
    pub remote_images: bool,
    /// The page's language, for the words that the author did not write.
    pub language: &'a str,
    /// Where the events of the timeline begin, as byte offsets in the file, ascending.
    pub events: &'a [usize],
}
