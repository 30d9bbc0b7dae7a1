//! Which destinations may become a URL on a page.

use url::Url;

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

/// Whether loading a destination asks another host, read as browsers read it (WHATWG URL): with backslashes for slashes,
/// and tabs and line breaks anywhere. What cannot be read counts as elsewhere.
pub(super) fn is_elsewhere(destination: &str) -> bool {
    // A page of the site, wherever that lies.
    const HERE: &str = "https://site.invalid/folder/page.html";
    let leads = Url::parse(HERE).and_then(|here| here.join(destination).map(|there| there.origin() != here.origin()));
    scheme(destination).is_some() || leads.unwrap_or(true)
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
    fn other_hosts_are_known_as_browsers_know_them() {
        for there in [
            "https://x/a.png",
            "//x/a.png",
            "/\t/x/a.png",
            "\n/\r/x/a.png",
            "\\\\x\\a.png",
            "/\\x",
            "\\/x",
            " //x",
            "\u{1}//x",
            "ht\ttps://x/a.png",
            "https:x/a.png",
            "https:\\x",
            "//\t/x/a.png",
            "///x",
            "//[",
            "//x:99999/",
            "data:image/png,x",
            "\u{200B}https://x",
            "//site.invalid@x/",
            "//site.invalid:8080/",
        ] {
            assert!(is_elsewhere(there), "{there:?}");
        }
        for here in
            ["a.png", "/a.png", "../a/b.png?x=//y", "#//x", "?//x", "a//b.png", "./ /x.png", "ä b.png", "", "%2F%2Fx"]
        {
            assert!(!is_elsewhere(here), "{here:?}");
        }
    }

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
