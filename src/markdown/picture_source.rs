//! Where the pictures of a body are loaded from.

use super::LinkKind;
use super::picture::{LARGEST, Refusal, SCHEME, data, picture};
use super::renderer::Renderer;
use crate::diagnostic::{Code, Diagnostic};
use std::borrow::Cow;
use std::ops::Range;

impl Renderer<'_> {
    /// Where a picture is loaded from: a `data:` URL is a file of the page's own. `None` where it must not be shown; says so.
    pub(super) fn source_of<'d>(&mut self, destination: &'d str, range: &Range<usize>) -> Option<Cow<'d, str>> {
        let Some(content) = data(destination) else {
            return (!self.refuses(LinkKind::Image, destination, range)).then_some(Cow::Borrowed(destination));
        };
        let (code, message) = match picture(content) {
            Ok(picture) => {
                let destination = format!("{SCHEME}{}", picture.name);
                if self.pictures.iter().all(|known| known.name != picture.name) {
                    self.pictures.push(picture);
                }
                return Some(Cow::Owned(destination));
            }
            Err(Refusal::Kind) => (Code::UnsafeLink, "`data:` images of this type are not published".to_owned()),
            Err(Refusal::Unreadable) => (Code::BrokenImage, "the image in the text cannot be read".to_owned()),
            Err(Refusal::Large) => {
                (Code::BrokenImage, format!("the image in the text is larger than {} MiB", LARGEST / 1024 / 1024))
            }
        };
        let found = Diagnostic::new(code, self.context.path, self.span(range), message);
        self.diagnostics.push(found.help("Save the picture as a file beside the text, and show that."));
        None
    }
}
