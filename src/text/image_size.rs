//! How large a picture is, read from its first bytes, so that a page can keep its place free.

/// Width and height in pixels; `None` where the format is not known or does not say.
pub fn image_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let side = |side: usize| u32::try_from(side).ok();
    let pixels = imagesize::blob_size(bytes).ok().and_then(|size| Some((side(size.width)?, side(size.height)?)));
    pixels.or_else(|| svg(bytes)).filter(|(width, height)| *width > 0 && *height > 0)
}

/// SVG: width and height where both are numbers, else the view box.
fn svg(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?).into_owned();
    let tag = &text[text.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let attribute = |name: &str| {
        let (_, after) = tag.split_once(&format!(" {name}="))?;
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        after[1..].split(quote).next()
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast saturates")]
    let whole = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok().map(|side| side.round() as u32);
    if let (Some(width), Some(height)) = (attribute("width").and_then(whole), attribute("height").and_then(whole)) {
        return Some((width, height));
    }
    let sides: Vec<u32> = attribute("viewBox")?.split([' ', ',']).filter_map(whole).collect();
    let [_, _, width, height] = sides.as_slice() else { return None };
    Some((*width, *height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_that_only_begin_like_a_picture_are_no_trouble(kind in 0_usize..4, rest in prop::collection::vec(any::<u8>(), 0..64)) {
            let magic = [&b"\x89PNG\r\n\x1a\n"[..], b"GIF89a", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8"][kind];
            let _ = image_size(&[magic, &rest].concat());
        }
    }

    #[test]
    fn sizes_are_read_from_the_first_bytes() {
        let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0, 0, 1, 0, 0, 0, 0, 64]].concat();
        assert_eq!(image_size(&png), Some((256, 64)));
        assert_eq!(image_size(b"GIF89a\x10\0\x20\0\0\0\0"), Some((16, 32)));
        let jpeg = [&[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc2, 0, 17, 8][..], &[0, 90, 1, 44]].concat();
        assert_eq!(image_size(&jpeg), Some((300, 90)));
        let webp = [b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0".as_slice(), &[99, 0, 0, 49, 0, 0]].concat();
        assert_eq!(image_size(&webp), Some((100, 50)));
        assert_eq!(image_size(b"<svg width=\"20px\" height='10.4'>"), Some((20, 10)));
        assert_eq!(image_size(b"<?xml?><svg viewBox=\"0 0 480 120\" width=\"100%\">"), Some((480, 120)));
        for unknown in [&b""[..], b"<svg>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8L"] {
            assert_eq!(image_size(unknown), None);
        }
    }
}
