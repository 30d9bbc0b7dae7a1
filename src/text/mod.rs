//! Words and places in text. This room knows bytes, lines and paths; it knows nothing of postmortems.
//!
//! Its promise: a [`Span`] always lies on character boundaries of the text it was made from, and no
//! [`ContentPath`] or [`OutputPath`] can name anything outside the folder it is relative to.

mod detect;
mod fingerprint;
mod fold;
mod image_size;
mod language;
mod path;
mod secrets;
mod slug;
mod source;
mod span;

pub use detect::detect_language;
pub use fingerprint::{Fingerprint, Fingerprinter};
pub use fold::{fold, one_line, shorten};
pub use image_size::image_size;
pub use language::{language_tag, own_name, primary_language};
pub use path::{ContentPath, OutputPath, encode_path};
pub use secrets::{Secret, secrets, without_secrets};
pub use slug::{Anchors, anchor, slug};
pub use source::{Asset, Source};
pub use span::{LineColumn, Span, line_column};
