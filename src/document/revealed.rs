//! What a page should not say to anybody: secrets, and, where the settings want it, addresses.

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{ContentPath, Span, secrets};
use std::net::Ipv4Addr;
use std::ops::Range;

/// Findings in the whole text of a file. None of them has a secret in it.
pub(super) fn revealed(path: &ContentPath, text: &str, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let found = secrets(text);
    let is_secret = |range: &Range<usize>| {
        found.iter().any(|secret| secret.range.start < range.end && range.start < secret.range.end)
    };
    for secret in &found {
        let name = secret.name(text);
        if !config.check.allow_secrets.contains(&name) {
            let message = format!("this looks like {} (its name is {name})", secret.kind);
            diagnostics.push(Diagnostic::new(Code::LikelySecret, path, Span::new(secret.range.clone()), message));
        }
    }
    if config.is_switched_on(Code::EmailAddress) {
        for range in
            words(text).filter(|range| is_email(text.get(range.clone()).unwrap_or_default()) && !is_secret(range))
        {
            let message = "this is an e-mail address".to_owned();
            diagnostics.push(Diagnostic::new(Code::EmailAddress, path, Span::new(range), message));
        }
    }
    if config.is_switched_on(Code::IpAddress) {
        for range in words(text).filter(|range| is_address(text.get(range.clone()).unwrap_or_default())) {
            let message = "this is an IP address".to_owned();
            diagnostics.push(Diagnostic::new(Code::IpAddress, path, Span::new(range), message));
        }
    }
}

/// The words of a text that may be addresses.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_end = |c: char| !(c.is_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+'));
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split(is_end).map(|word| word.trim_matches(['.', '-'])).filter(|word| word.len() >= 6).map(move |word| {
        let from = start(word);
        from..from + word.len()
    })
}

fn is_email(word: &str) -> bool {
    let Some((user, host)) = word.split_once('@') else { return false };
    let is_reserved = ["example.com", "example.org", "example.net"].contains(&host)
        || [".example", ".invalid", ".test", ".localhost"].iter().any(|ending| host.ends_with(ending));
    let ending = host.rsplit_once('.').map_or("", |(_, ending)| ending);
    !user.is_empty()
        && !host.contains('@')
        && ending.len() >= 2
        && ending.chars().all(char::is_alphabetic)
        && !is_reserved
}

fn is_address(word: &str) -> bool {
    let is_told = |address: Ipv4Addr| {
        !(address.is_documentation() || address.is_loopback() || address.is_unspecified() || address.is_broadcast())
    };
    word.parse::<Ipv4Addr>().is_ok_and(is_told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(settings: &str, text: &str) -> Vec<(&'static str, String)> {
        let mut diagnostics = Vec::new();
        let path = ContentPath::new("a.md").unwrap();
        revealed(&path, text, &Config::read(settings).value, &mut diagnostics);
        diagnostics.iter().map(|found| (found.code.name(), found.span.unwrap().text(text).to_owned())).collect()
    }

    #[test]
    fn addresses_are_told_where_they_are_wanted() {
        let on = "[check.levels]\nemail-address = \"warning\"\nip-address = \"warning\"\n";
        let text = "Mail ada@firm.io, bo@example.com. From 8.8.8.8 and 192.0.2.1, version 1.2.3.4.5.";
        let expected = [("email-address", "ada@firm.io".to_owned()), ("ip-address", "8.8.8.8".to_owned())];
        assert_eq!(found(on, text), expected);
        assert_eq!(found("", text), []);
    }

    #[test]
    fn a_secret_is_allowed_by_its_name() {
        let text = format!("key: {}{}", "glpat-", "Qm7Rz2Lk9Xw4Bv8Tn3Jc6H");
        let name = secrets(&text)[0].name(&text);
        assert_eq!(found("", &text).len(), 1);
        assert_eq!(found(&format!("[check]\nallow-secrets = [\"{name}\"]\n"), &text), []);
    }
}
