//! Files that browsers open as documents of the site's origin: does anything run in one?
//!
//! Nothing is mended: whoever is in doubt answers yes. A picture of an SVG file on a page runs nothing, but its address can be
//! opened like that of a page, and then it is one.

use crate::text::ContentPath;
use std::io::Read;
use std::path::Path;

/// The largest such file that is looked through, in bytes; a larger one counts as one that runs something.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Endings of names that servers take for HTML or XML (the registrations of IANA, `mime.types` of common servers).
const DOCUMENTS: [&str; 22] = [
    "html", "htm", "shtml", "xhtml", "xht", "xml", "svg", "svgz", "xsl", "xslt", "rdf", "rss", "atom", "mathml", "mml",
    "xul", "wsdl", "xsd", "mht", "mhtml", "kml", "hta",
];

/// What lets something run, in small letters, without white space and quotes: elements, addresses, processing instructions,
/// entities that can stand for any of these.
const RUNS: [&str; 21] = [
    "<script",
    ":script",
    "<iframe",
    "<frame",
    "<object",
    "<embed",
    "<applet",
    "<portal",
    "srcdoc=",
    "http-equiv=refresh",
    "javascript:",
    "vbscript:",
    "data:text/html",
    "data:text/xml",
    "data:image/svg",
    "data:application/x",
    "<?xml-stylesheet",
    "<!entity",
    "attributename=href",
    "attributename=xlink:href",
    "attributename=on",
];

/// Encodings in which the bytes of a tag are those of ASCII.
const ENCODINGS: [&str; 7] = ["utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"];

/// Whether a file can run something when it is opened; `None` where it is no document, or cannot be read.
pub(super) fn runs(root: &Path, path: &ContentPath) -> Option<bool> {
    path.extension().filter(|ending| DOCUMENTS.contains(&ending.as_str()))?;
    let (file, metadata) = super::open_within(root, path).ok()?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
    Some(metadata.len() > LARGEST || bytes.len() as u64 > LARGEST || has_what_runs(&bytes))
}

fn has_what_runs(bytes: &[u8]) -> bool {
    // Bytes that read otherwise in another encoding: UTF-16, ISO-2022-JP, packed ones.
    if bytes.contains(&0) || bytes.contains(&0x1b) || bytes.starts_with(&[0x1f, 0x8b]) {
        return true;
    }
    let text = String::from_utf8_lossy(bytes);
    let plain = squeezed(&text);
    let is_foreign = ["encoding=", "charset="].iter().any(|key| {
        let names = plain.match_indices(key).filter_map(|(at, _)| plain.get(at + key.len()..));
        names.into_iter().any(|name| !ENCODINGS.iter().any(|known| name.starts_with(known)))
    });
    let decoded = squeezed(&decoded(&text));
    is_foreign || [plain, decoded].iter().any(|text| RUNS.iter().any(|word| text.contains(word))) || has_handler(&text)
}

/// In small letters, without quotes, white space and control characters: browsers pass over them in the middle of a scheme.
fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '\''))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Numeric references and those names of characters that hide a scheme, written out.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let name: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '#').take(12).collect();
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => number.parse().ok(),
        });
        let named = match name.to_ascii_lowercase().as_str() {
            "colon" => Some(':'),
            "lt" => Some('<'),
            "tab" | "newline" => Some(' '),
            _ => None,
        };
        match number.and_then(char::from_u32).or(named) {
            Some(c) => {
                out.push(c);
                rest = after.get(name.len()..).unwrap_or("").trim_start_matches(';');
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a tag has an attribute such as `onload`.
fn has_handler(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.match_indices("on").any(|(at, _)| {
        let before = lower.get(..at).and_then(|before| before.chars().next_back());
        let begins = before.is_some_and(|c| c.is_whitespace() || c.is_control() || matches!(c, '/' | '"' | '\'' | ':'));
        let rest = lower.get(at + 2..).unwrap_or("");
        let name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
        begins && name.len() < rest.len() && name.trim_start().starts_with('=')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_found_in_every_disguise() {
        for text in [
            "<script>x</script>",
            "<SCRIPT\n>",
            "<h:script xmlns:h='http://www.w3.org/1999/xhtml'>",
            "<svg onload=alert(1)>",
            "<svg/onload = 'x'>",
            "<img src=x OnError\t=x>",
            "<a href='java\tscript:x'>",
            "<a href='&#106;avascript&colon;x'>",
            "<a xlink:href='&#x6A;avascript:x'>",
            "<iframe src=x>",
            "<?xml-stylesheet href='x.xsl'?>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]>",
            "<?xml version='1.0' encoding='utf-7'?>",
            "<meta charset=iso-2022-jp>",
            "<animate attributeName='href' to='x'>",
            "<meta http-equiv='Refresh' content=x>",
            "<a href='data:text/html,x'>",
            "<foreignObject><iframe/></foreignObject>",
        ] {
            assert!(has_what_runs(text.as_bytes()), "{text}");
        }
        let wide: Vec<u8> = "<script>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(has_what_runs(&wide) && has_what_runs(&[0x1f, 0x8b, 8]));
    }

    #[test]
    fn what_only_shows_something_is_let_be() {
        for text in [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><title>on = off &amp; on</title><path d=\"M0 0\"/></svg>",
            "<!doctype html><meta charset=\"utf-8\"><link rel=stylesheet href=a.css><title>Report</title><style>p { color: red }</style><p>Based on x.</p><a href=\"a.html\">a</a>",
            "<testsuite name=\"a\" time=\"1\"><testcase/></testsuite>",
            "",
        ] {
            assert!(!has_what_runs(text.as_bytes()), "{text}");
        }
    }
}
