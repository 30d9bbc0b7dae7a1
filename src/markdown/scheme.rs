//! Which destinations may become a URL on a page.

/// Schemes that a link may have; every other one can run code, open a local file or start a program.
const SAFE: [&str; 11] = ["http", "https", "mailto", "tel", "sms", "ftp", "irc", "ircs", "matrix", "slack", "xmpp"];

/// The scheme of a destination that must not become a link, as a browser would see it; `None` when it is harmless.
///
/// Browsers ignore control characters and white space in and before a scheme, and case; so does this.
pub(super) fn unsafe_scheme(destination: &str) -> Option<String> {
    let scheme = scheme(destination)?;
    (!SAFE.contains(&scheme.as_str())).then_some(scheme)
}

/// The same for a wiki link, whose destination is an id: `inc:12` may well be one.
pub(super) fn unsafe_id(destination: &str) -> Option<String> {
    scheme(destination).filter(|scheme| matches!(scheme.as_str(), "javascript" | "vbscript" | "data" | "file" | "blob"))
}

/// Whether loading a destination asks another host: `https://…`, `//host/…`, which browsers also read with backslashes.
pub(super) fn is_elsewhere(destination: &str) -> bool {
    let mut start = destination.trim_start().bytes();
    let is_slash = |c: Option<u8>| matches!(c, Some(b'/' | b'\\'));
    is_slash(start.next()) && is_slash(start.next()) || scheme(destination).is_some()
}

fn scheme(destination: &str) -> Option<String> {
    let mut scheme = String::new();
    for c in destination.chars() {
        match c {
            ':' if !scheme.is_empty() => return Some(scheme),
            'a'..='z' => scheme.push(c),
            'A'..='Z' => scheme.push(c.to_ascii_lowercase()),
            '0'..='9' | '+' | '-' | '.' if !scheme.is_empty() => scheme.push(c),
            c if c.is_control() || c.is_whitespace() || is_invisible(c) => {}
            _ => return None,
        }
    }
    None
}

/// Characters that a reader does not see: soft hyphen, zero width, direction, byte-order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_that_run_code_are_recognised_in_disguise() {
        for link in ["javascript:x", "JaVaScRiPt:x", " javascript:x", "java\tscript:x", "\u{1}java\nscript\r:x"] {
            assert_eq!(unsafe_scheme(link).as_deref(), Some("javascript"), "{link:?}");
        }
        for link in
            ["data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:x", "C:\\boot.ini", "java\u{200B}script:x"]
        {
            assert!(unsafe_scheme(link).is_some(), "{link:?}");
        }
    }

    #[test]
    fn ordinary_destinations_are_harmless() {
        for link in [
            "https://x/?a:b",
            "mailto:a@b.c",
            "a.md",
            "../a:b.md",
            "#a:b",
            "?x:y",
            "",
            ":",
            "2018-01-18: a.md",
            "a%3Ab:c",
        ] {
            assert_eq!(unsafe_scheme(link), None, "{link:?}");
        }
        assert_eq!(unsafe_id("inc:12"), None);
        assert!(unsafe_id("javascript:alert(1)").is_some());
    }
}
