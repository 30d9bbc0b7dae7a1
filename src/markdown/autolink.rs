//! Bare URLs in text, by the rules of GitHub's "autolinks (extended)": `https://…`, `http://…`, `www.…`.
//! Bare mail addresses stay text: in a postmortem they are more often data than an invitation to write.

use std::ops::Range;

/// A bare URL found in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BareUrl {
    /// Where it stands.
    pub range: Range<usize>,
    /// Where it leads; `www.` gets its scheme.
    pub destination: String,
}

/// The bare URLs of a text, in order. Linear in the text's length: a candidate that fails costs its host alone.
pub(super) fn bare_urls(text: &str) -> Vec<BareUrl> {
    let mut urls = Vec::new();
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if at < from {
            continue;
        }
        let found = match byte {
            b':' if text[at..].starts_with("://") => scheme_before(text, from, at).map(|start| (start, at + 3)),
            b'w' if text[at..].starts_with("www.") && may_begin_www(&text[..at]) => Some((at, at + 4)),
            _ => None,
        };
        let Some((start, host)) = found else { continue };
        if has_host(&text[host..]) {
            let end = start + extent(&text[start..]);
            let url = &text[start..end];
            let destination = if byte == b'w' { format!("http://{url}") } else { url.to_owned() };
            urls.push(BareUrl { range: start..end, destination });
            from = end;
        }
    }
    urls
}

/// `https` or `http` right before the colon, beginning a word.
fn scheme_before(text: &str, from: usize, colon: usize) -> Option<usize> {
    ["https", "http"].into_iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len()).filter(|start| *start >= from)?;
        let is_it = text.get(start..colon)?.eq_ignore_ascii_case(scheme);
        let begins = text[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        (is_it && begins).then_some(start)
    })
}

fn may_begin_www(before: &str) -> bool {
    let last = before.chars().next_back();
    last.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '(' | '"' | '[' | '«' | '“'))
}

/// Whether a host stands here: letters, digits, `-`, `_`, and no empty part between dots.
fn has_host(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.')).unwrap_or(text.len());
    let host = text[..end].trim_end_matches('.');
    !host.is_empty() && host.split('.').all(|label| !label.is_empty())
}

/// How long the URL is: to white space or `<`, without what more likely belongs to the sentence.
fn extent(text: &str) -> usize {
    let end = text
        .find(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '|'))
        .unwrap_or(text.len());
    let mut url = &text[..end];
    let mut surplus = url.matches(')').count().saturating_sub(url.matches('(').count());
    while let Some(last) = url.chars().next_back() {
        match last {
            ')' if surplus > 0 => surplus -= 1,
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | ';' | ']' | '}' | '»' | '”' | '’' | '…' | '。'
            | '、' | '，' => {}
            _ => break,
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    url.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = bare_urls(text).into_iter().map(|url| text[url.range].to_owned()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn urls_end_where_the_sentence_goes_on() {
        check("see https://a.b/c.", &["https://a.b/c"]);
        check("(https://a.b/c_(d)), then http://x:80/?q=1&r=2;", &["https://a.b/c_(d)", "http://x:80/?q=1&r=2"]);
        check("https://a.b/))))", &["https://a.b/"]);
        check("\"https://a.b\" «https://c.d»", &["https://a.b", "https://c.d"]);
        check("HTTPS://A.B", &["HTTPS://A.B"]);
    }

    #[test]
    fn words_and_other_schemes_are_no_urls() {
        check("xhttps://a.b ssh://a.b javascript://x http:// https://?x www. awww.x.y", &[]);
        check("postgres://a:b@c/d then https://a.b", &["https://a.b"]);
        check("ssh://www.a.b", &[]);
    }

    #[test]
    fn www_gets_its_scheme() {
        check("www.a.b/c and www.d.e", &["www.a.b/c", "www.d.e"]);
        assert_eq!(bare_urls("www.a.b")[0].destination, "http://www.a.b");
    }

    #[test]
    fn long_lines_take_linear_time() {
        for unit in ["http://", "www.", "https://a.b)", "://", "w", "https://a.b ", "x://www.a "] {
            bare_urls(&unit.repeat(100_000));
        }
    }
}
