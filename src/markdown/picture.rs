//! Pictures that stand in the text itself (`data:image/png;base64,…`, as Google Docs exports them): they become files that are
//! named by what is in them.
//!
//! What a picture is, its first bytes say and not its author. SVG is none here: opened as a file of the site it could run scripts.

use crate::text::{Fingerprint, image_size};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::{Deserialize, Serialize};

/// How large a picture in a text may be, in bytes.
pub(super) const LARGEST: usize = 8 * 1024 * 1024;

/// What the destinations of such pictures begin with; the name of the file follows. No author can write one: links of unknown
/// schemes are refused.
pub(super) const SCHEME: &str = "in-text:";

const DECODER: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// A picture that a text holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The name of its file: its content's fingerprint, and its type.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Its width and height; `None` where they cannot be told.
    pub pixels: Option<(u32, u32)>,
}

/// The file of a picture that a text holds, by the destination that its link got.
pub fn picture_name(destination: &str) -> Option<&str> {
    let name = destination.strip_prefix(SCHEME)?;
    let (stem, ending) = name.split_once('.')?;
    let is_plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_plain(stem) && is_plain(ending)).then_some(name)
}

/// Why a picture is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is SVG or no picture at all.
    Kind,
    /// It cannot be decoded.
    Unreadable,
    /// It is larger than [`LARGEST`].
    Large,
}

/// What follows `data:`.
pub(super) fn data(destination: &str) -> Option<&str> {
    let destination = destination.trim_start();
    let is_data = destination.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    is_data.then(|| &destination[5..])
}

/// The picture of a `data:` URL.
pub(super) fn picture(content: &str) -> Result<Picture, Refusal> {
    let (kind, text) = content.split_once(',').ok_or(Refusal::Unreadable)?;
    let kind = kind.to_ascii_lowercase();
    if !kind.trim_start().starts_with("image/") || kind.contains("svg") {
        return Err(Refusal::Kind);
    }
    if !kind.trim_end().ends_with("base64") {
        return Err(Refusal::Unreadable);
    }
    if text.len() / 4 * 3 > LARGEST {
        return Err(Refusal::Large);
    }
    let decoded = percent_encoding::percent_decode_str(text);
    let digits: Vec<u8> = decoded.filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes = DECODER.decode(digits).map_err(|_| Refusal::Unreadable)?;
    let ending = ending(&bytes).ok_or(if bytes.is_empty() { Refusal::Unreadable } else { Refusal::Kind })?;
    let name = format!("{}.{ending}", Fingerprint::of(&[&bytes]));
    Ok(Picture { name, pixels: image_size(&bytes), bytes })
}

/// What a file of these bytes is called at its end, where it is a picture that every browser shows.
fn ending(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xFF, 0xD8, 0xFF, ..] => Some("jpg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f' | b's', ..] => Some("avif"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some("bmp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_what_its_bytes_say() {
        let found = picture("image/png;base64,iVBORw0K Ggo%3D").map(|picture| (picture.bytes.len(), picture.name));
        assert!(matches!(&found, Ok((8, name)) if name.ends_with(".png")), "{found:?}");
        for (content, why) in [
            ("image/svg+xml;base64,PHN2Zz4=", Refusal::Kind),
            ("image/png;base64,PHN2Zz4=", Refusal::Kind),
            ("text/html;base64,iVBORw0KGgo=", Refusal::Kind),
            ("image/png;base64,iVBO*", Refusal::Unreadable),
            ("image/png;base64,", Refusal::Unreadable),
            ("image/png,iVBO", Refusal::Unreadable),
            ("image/png", Refusal::Unreadable),
        ] {
            assert_eq!(picture(content).err(), Some(why), "{content}");
        }
        assert_eq!(picture(&format!("image/png;base64,{}", "A".repeat(LARGEST * 2))).err(), Some(Refusal::Large));
    }

    #[test]
    fn names_are_told_from_what_an_author_may_write() {
        assert_eq!(picture_name("in-text:0af3.png"), Some("0af3.png"));
        for destination in ["in-text:../a.png", "in-text:a/b.png", "in-text:a", "a.png", "in-text:.png"] {
            assert_eq!(picture_name(destination), None, "{destination}");
        }
    }
}
