//! What is put into a page by its name (`![[…]]`), and how large pictures are to be (`![x|300](y)`).

use super::LinkKind;
use super::open::OpenImage;
use super::renderer::Renderer;

/// Width and, where it is given, height in pixels.
pub(super) type Size = (u32, Option<u32>);

impl Renderer<'_> {
    /// An embedded page, recording or document: a link to it.
    pub(super) fn embed(&mut self, image: OpenImage) {
        let text = if image.alt.is_empty() { name_of(&image.destination).to_owned() } else { image.alt };
        if self.in_link() || self.refuses(LinkKind::Wiki, &image.destination, &image.range) {
            self.out.escape(&text);
            return self.say(&text);
        }
        let index = self.register(LinkKind::Wiki, image.destination, &image.range);
        self.plain_link(index, &text);
        self.say(&text);
        self.name_link(index, text);
    }

    pub(super) fn write_size(&mut self, size: Option<Size>) {
        if let Some((width, height)) = size {
            self.out.attribute("width", &width.to_string());
            if let Some(height) = height {
                self.out.attribute("height", &height.to_string());
            }
        }
    }
}

/// Takes the size off an alternative text: `plan|300`, `plan|300x200`, `300`.
pub(super) fn take_size(alt: &mut String) -> Option<Size> {
    let (rest, size) = alt.rsplit_once('|').unwrap_or(("", alt));
    let pixels = |text: &str| text.parse::<u32>().ok().filter(|pixels| (1..10_000).contains(pixels));
    let found = match size.trim().split_once(['x', 'X']) {
        Some((width, height)) => (pixels(width)?, Some(pixels(height)?)),
        None if size.bytes().all(|byte| byte.is_ascii_digit()) => (pixels(size.trim())?, None),
        None => return None,
    };
    // A picture that is called by a number alone is not sized by it.
    if !alt.contains('|') && found.0 < 16 {
        return None;
    }
    *alt = rest.trim_end().to_owned();
    Some(found)
}

/// Whether a file is a picture, by its name.
pub(super) fn is_picture(destination: &str) -> bool {
    let ending = name_of(destination).rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" | "avif" | "bmp" | "ico" | "apng")
}

/// The name of a file, without its folder and what is asked of it.
pub(super) fn name_of(destination: &str) -> &str {
    let path = destination.split(['#', '?']).next().unwrap_or("");
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::take_size;

    #[test]
    fn sizes_are_told_from_words() {
        for (alt, rest, size) in [
            ("plan|300", "plan", Some((300, None))),
            ("plan|300x200", "plan", Some((300, Some(200)))),
            ("640", "", Some((640, None))),
            ("a|b", "a|b", None),
            ("7", "7", None),
            ("x|99999", "x|99999", None),
        ] {
            let mut text = alt.to_owned();
            assert_eq!((take_size(&mut text), text.as_str()), (size, rest), "{alt}");
        }
    }
}
