//! Tickets, issues and pull requests: URLs and the names people give them.

use crate::model::TrackerRef;
use crate::text::shorten;
use std::ops::Range;

/// What stands before the number in names that look like tickets and are none.
const NO_PROJECTS: [&str; 34] = [
    "UTF", "SHA", "ISO", "RFC", "CVE", "CWE", "SEV", "AES", "MD", "TLS", "SSL", "HTTP", "IPV", "GPT", "ADR", "PM",
    "INC", "RS", "ES", "HS", "UTC", "GMT", "US", "EU", "EC", "COVID", "ASN", "AS", "X", "P", "S", "V", "Q", "H",
];

/// The reference that a URL is. One that no tracker is known for keeps its host as its name.
pub fn from_url(url: &str) -> TrackerRef {
    let label = label_of(url).unwrap_or_else(|| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        shorten(rest.split(['?', '#']).next().unwrap_or(rest).trim_end_matches('/'), 60)
    });
    TrackerRef { label, url: Some(url.to_owned()) }
}

/// The reference that a URL is, if it leads to a ticket, an issue or a pull request.
pub fn from_tracker_url(url: &str) -> Option<TrackerRef> {
    label_of(url).map(|label| TrackerRef { label, url: Some(url.to_owned()) })
}

/// `https://github.com/a/b/issues/12` -> `a/b#12`, `https://x.atlassian.net/browse/OPS-1` -> `OPS-1`.
fn label_of(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    if rest.len() > 1000 {
        return None;
    }
    let (host, path) = rest.split_once('/')?;
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let path = path.split(['?', '#']).next().unwrap_or("");
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let number = |part: &&str| part.len() <= 9 && part.bytes().all(|c| c.is_ascii_digit());
    for (at, part) in parts.iter().enumerate() {
        let next = parts.get(at + 1);
        let project = || parts[..at].iter().filter(|part| **part != "-").copied().collect::<Vec<_>>().join("/");
        match (*part, next) {
            ("issues" | "issue" | "pull" | "pulls" | "discussions" | "pull-requests" | "work_items", Some(next))
                if number(next) && at >= 2 =>
            {
                return Some(format!("{}#{next}", project()));
            }
            ("merge_requests", Some(next)) if number(next) => return Some(format!("{}!{next}", project())),
            ("browse" | "issue" | "issues" | "ticket" | "story", Some(next)) if key(next).is_some() => {
                return Some((*next).to_owned());
            }
            ("edit", Some(next)) if number(next) && at > 0 && parts[at - 1] == "_workitems" => {
                return Some(format!("#{next}"));
            }
            ("+bug", Some(next)) if number(next) => return Some(format!("#{next}")),
            _ => {}
        }
    }
    if path.ends_with("show_bug.cgi") {
        let id = query.split('&').find_map(|pair| pair.strip_prefix("id="))?;
        return number(&id).then(|| format!("#{id}"));
    }
    if let [task] = parts.as_slice()
        && host.starts_with("phabricator.")
        && task.strip_prefix('T').is_some_and(|id| number(&id))
    {
        return Some((*task).to_owned());
    }
    (host == "trello.com" && parts.first() == Some(&"c")).then(|| "Trello".to_owned())
}

/// The whole of `word` as a ticket's key: `OPS-123`.
fn key(word: &str) -> Option<&str> {
    let (project, number) = word.split_once('-')?;
    let letters = project.as_bytes();
    let plausible = (2..=10).contains(&letters.len())
        && letters[0].is_ascii_uppercase()
        && letters.iter().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && (1..=7).contains(&number.len())
        && number.bytes().all(|c| c.is_ascii_digit());
    (plausible && !NO_PROJECTS.contains(&project)).then_some(word)
}

/// The first reference in `text`: a URL of a tracker, `owner/repo#12`, `OPS-123` or `#123`, and where it stands.
pub fn find(text: &str) -> Option<(Range<usize>, TrackerRef)> {
    let mut from = 0;
    for piece in text.split([' ', '\n', '\t', '(', ')', '[', ']', ',', ';', '"', '\u{a0}', '<', '>']) {
        let start = from;
        from += piece.len() + text[start + piece.len()..].chars().next().map_or(0, char::len_utf8);
        let word = piece.trim_end_matches(['.', ':', '!', '?', '*', '\'', '`']);
        let lead = word.len() - word.trim_start_matches(['*', '\'', '`']).len();
        let word = &word[lead..];
        if word.len() < 2 || word.len() > 1000 {
            continue;
        }
        if let Some(reference) = reference(word) {
            return Some((start + lead..start + lead + word.len(), reference));
        }
    }
    None
}

/// The reference that a single word is.
pub fn reference(word: &str) -> Option<TrackerRef> {
    if word.starts_with("http://") || word.starts_with("https://") {
        return from_tracker_url(word);
    }
    let named = || Some(TrackerRef { label: word.to_owned(), url: None });
    if let Some((before, number)) = word.split_once(['#', '!']) {
        let digits = (1..=7).contains(&number.len()) && number.bytes().all(|c| c.is_ascii_digit());
        // "#1" is more often a rank than an issue.
        let plausible = match before.split('/').collect::<Vec<_>>().as_slice() {
            [""] => number.len() >= 2 && word.starts_with('#'),
            [one] => word.contains('#') && is_name(one),
            parts => parts.iter().all(|part| is_name(part)),
        };
        return if digits && plausible { named() } else { None };
    }
    key(word).and_then(|_| named())
}

/// Part of a repository's name.
fn is_name(part: &str) -> bool {
    !part.is_empty()
        && part.len() <= 100
        && part.bytes().any(|c| c.is_ascii_alphabetic())
        && part.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_called_as_people_call_them() {
        for (url, label) in [
            ("https://github.com/jupyterhub/binderhub/issues/188", "jupyterhub/binderhub#188"),
            (
                "https://github.com/jupyterhub/mybinder.org-deploy/pull/89#issuecomment-1",
                "jupyterhub/mybinder.org-deploy#89",
            ),
            ("https://gitlab.com/gitlab-com/gl-infra/production/-/issues/4669", "gitlab-com/gl-infra/production#4669"),
            ("https://gitlab.com/a/b/-/merge_requests/7", "a/b!7"),
            ("https://example.atlassian.net/browse/OPS-123?focus=1", "OPS-123"),
            ("https://linear.app/acme/issue/ENG-77/rotate-keys", "ENG-77"),
            ("https://bugzilla.example.org/show_bug.cgi?id=42", "#42"),
            ("https://example.org/wiki/Runbook?x=1", "example.org/wiki/Runbook"),
        ] {
            assert_eq!(from_url(url).label, label);
        }
        for url in [
            "https://github.com/jupyterhub/binderhub",
            "https://example.org/issues",
            "https://matrix.to/#/!F:x",
            "https://",
        ] {
            assert_eq!(from_tracker_url(url), None, "{url}");
        }
    }

    #[test]
    fn names_of_tickets_stand_in_text() {
        for (text, label) in [
            ("Add an alert (OPS-123).", "OPS-123"),
            ("#2127", "#2127"),
            ("done in a/b#12, finally", "a/b#12"),
            ("see **PLAT-9**", "PLAT-9"),
            ("à faire : https://github.com/a/b/issues/3.", "a/b#3"),
        ] {
            let (range, found) = find(text).unwrap();
            assert_eq!(found.label, label, "{text}");
            assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
        }
        for text in
            ["UTF-8 and SHA-256", "the #1 priority", "SEV-1", "CVE-2024-1234", "in us-east-1", "C# 12", "x#y", ""]
        {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
