//! What every XML document of the site has in common.

/// A document without the characters that XML 1.0 (section 2.2) has no place for, not even as references: a single one of
/// them in a title would make the whole document no XML.
pub(super) fn document(bytes: Vec<u8>) -> Vec<u8> {
    let is_allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    match String::from_utf8(bytes) {
        Ok(text) if text.chars().all(is_allowed) => text.into_bytes(),
        Ok(text) => text.chars().filter(|c| is_allowed(*c)).collect::<String>().into_bytes(),
        // What writes a document writes UTF-8.
        Err(error) => error.into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_forbids_are_left_out() {
        let text = "<a>\u{0}\u{8}\u{b}\u{c}\u{1f}\u{fffe}b\u{ffff}\t\r\n\u{85}\u{fffd}\u{1fffe}\u{10ffff}é</a>";
        let kept = "<a>b\t\r\n\u{85}\u{fffd}\u{1fffe}\u{10ffff}é</a>";
        assert_eq!(String::from_utf8(document(text.into())).unwrap(), kept);
    }
}
