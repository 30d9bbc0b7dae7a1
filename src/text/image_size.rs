//! How large a picture is, read from its first bytes, so that a page can keep its place free.

/// Width and height in pixels; `None` where the format is not known or does not say.
pub fn image_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = png(bytes).or_else(|| gif(bytes)).or_else(|| webp(bytes)).or_else(|| jpeg(bytes)).or_else(|| svg(bytes));
    size.filter(|(width, height)| *width > 0 && *height > 0)
}

fn big(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

fn small(bytes: &[u8], at: usize, order: fn([u8; 2]) -> u16) -> Option<u32> {
    bytes.get(at..at + 2)?.try_into().ok().map(order).map(u32::from)
}

/// PNG (ISO/IEC 15948): the header chunk comes first.
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n").then_some(())?;
    Some((big(bytes, 16)?, big(bytes, 20)?))
}

/// GIF89a: the logical screen descriptor.
fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    bytes.starts_with(b"GIF8").then_some(())?;
    Some((small(bytes, 6, u16::from_le_bytes)?, small(bytes, 8, u16::from_le_bytes)?))
}

/// WebP (RFC 9649): extended, lossy or lossless.
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP").then_some(())?;
    match bytes.get(12..16)? {
        b"VP8X" => {
            let side = |at: usize| {
                Some(u32::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?, *bytes.get(at + 2)?, 0]) + 1)
            };
            Some((side(24)?, side(27)?))
        }
        b"VP8 " => {
            let side = |at: usize| small(bytes, at, u16::from_le_bytes).map(|side| side & 0x3fff);
            Some((side(26)?, side(28)?))
        }
        b"VP8L" => {
            let bits = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        _ => None,
    }
}

/// JPEG (ITU-T T.81): segments up to the first frame header.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    bytes.starts_with(&[0xff, 0xd8]).then_some(())?;
    let mut at = 2;
    loop {
        let (0xff, marker) = (*bytes.get(at)?, *bytes.get(at + 1)?) else { return None };
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            return Some((small(bytes, at + 7, u16::from_be_bytes)?, small(bytes, at + 5, u16::from_be_bytes)?));
        }
        at += 2 + usize::try_from(small(bytes, at + 2, u16::from_be_bytes)?.max(2)).ok()?;
    }
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

    #[test]
    fn sizes_are_read_from_the_first_bytes() {
        let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0, 0, 1, 0, 0, 0, 0, 64]].concat();
        assert_eq!(image_size(&png), Some((256, 64)));
        assert_eq!(image_size(b"GIF89a\x10\0\x20\0"), Some((16, 32)));
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
