//! What in a text looks like a secret: keys and tokens by the forms that their makers give them, private keys, passwords in
//! addresses, and values of fields that are called secrets. One pass, whatever the text.

use super::Fingerprint;
use memchr::memmem;
use std::borrow::Cow;
use std::ops::Range;

/// Something that looks like a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// What it looks like, for people.
    pub kind: &'static str,
    /// Where it is.
    pub range: Range<usize>,
}

/// Beginnings of tokens, how many characters follow at least, and whose they are.
const FORMS: [(&str, usize, &str); 34] = [
    ("AKIA", 16, "an AWS access key"),
    ("ASIA", 16, "an AWS access key"),
    ("ghp_", 30, "a GitHub token"),
    ("gho_", 30, "a GitHub token"),
    ("ghu_", 30, "a GitHub token"),
    ("ghs_", 30, "a GitHub token"),
    ("ghr_", 30, "a GitHub token"),
    ("github_pat_", 22, "a GitHub token"),
    ("glpat-", 20, "a GitLab token"),
    ("glptt-", 20, "a GitLab token"),
    ("xoxb-", 10, "a Slack token"),
    ("xoxp-", 10, "a Slack token"),
    ("xoxa-", 10, "a Slack token"),
    ("xoxr-", 10, "a Slack token"),
    ("xoxs-", 10, "a Slack token"),
    ("xapp-", 10, "a Slack token"),
    ("AIza", 35, "a Google API key"),
    ("GOCSPX-", 20, "a Google client secret"),
    ("sk_live_", 16, "a Stripe key"),
    ("rk_live_", 16, "a Stripe key"),
    ("whsec_", 24, "a webhook's secret"),
    ("sk-ant-", 20, "an Anthropic key"),
    ("sk-proj-", 20, "an OpenAI key"),
    ("sk-", 40, "an OpenAI key"),
    ("npm_", 30, "an npm token"),
    ("pypi-", 40, "a PyPI token"),
    ("SG.", 40, "a SendGrid key"),
    ("dop_v1_", 40, "a DigitalOcean token"),
    ("hvs.", 24, "a Vault token"),
    ("shpat_", 24, "a Shopify token"),
    ("NRAK-", 20, "a New Relic key"),
    ("PMAK-", 24, "a Postman key"),
    ("dapi", 32, "a Databricks token"),
    ("lin_api_", 30, "a Linear key"),
];

/// No form is of fewer characters.
const SHORTEST: usize = 15;

/// What fields are called whose values are secrets.
const NAMES: [&str; 10] = [
    "password",
    "passwd",
    "pwd",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "secretaccesskey",
    "clientsecret",
    "accountkey",
];

/// What looks like a secret in a text, in order.
pub fn secrets(text: &str) -> Vec<Secret> {
    let mut found: Vec<Secret> = Vec::new();
    private_keys(text, &mut found);
    passwords_of_urls(text, &mut found);
    let bytes = text.as_bytes();
    let mut start = 0;
    // What is shorter is none, so the end of the shortest is looked at first, and most bytes never.
    while let Some(shortest) = bytes.get(start..start + SHORTEST) {
        if let Some(end) = shortest.iter().rposition(|byte| !is_of_token(*byte)) {
            start += end + 1;
            continue;
        }
        let rest = bytes.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| is_of_token(**byte)).count();
        let range = start..start + length;
        found.extend(text.get(range.clone()).and_then(|token| of_form(token, range.clone())));
        found.extend(named_secret(text, range));
        start += length;
    }
    found.sort_by_key(|secret| (secret.range.start, std::cmp::Reverse(secret.range.end)));
    found.dedup_by(|later, earlier| later.range.start < earlier.range.end);
    found
}

/// The text with all but the beginning of each secret as stars. Places stay.
pub fn without_secrets(text: &str) -> Cow<'_, str> {
    let found = secrets(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for Secret { range, .. } in found {
        let shown = text.floor_char_boundary(range.start + shown_of(&range));
        bytes
            .get_mut(shown..range.end)
            .unwrap_or_default()
            .iter_mut()
            .filter(|byte| **byte != b'\n')
            .for_each(|byte| *byte = b'*');
    }
    // Stars in place of whole characters are still UTF-8.
    Cow::Owned(String::from_utf8(bytes).unwrap_or_default())
}

impl Secret {
    /// The name by which a library may allow it: it tells nothing of what it is.
    pub fn name(&self, text: &str) -> String {
        let bytes = text.as_bytes().get(self.range.clone()).unwrap_or_default();
        Fingerprint::of(&[b"secret", bytes]).short()
    }
}

/// How much of a secret is shown: so that its owner knows it, and never a quarter of it.
fn shown_of(range: &Range<usize>) -> usize {
    if range.len() >= 20 { 4 } else { 0 }
}

fn is_of_token(byte: u8) -> bool {
    OF_TOKEN[usize::from(byte)]
}

/// The bytes that may be of a token: a table, for it is asked of a library's bytes.
const OF_TOKEN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'+' | b'/');
        byte += 1;
    }
    table
};

/// The first secret of a known form in a run of a token's characters. What stands before it may touch it.
fn of_form(run: &str, range: Range<usize>) -> Option<Secret> {
    let bytes = run.as_bytes();
    let begins = |at: &usize| *at == 0 || bytes.get(at - 1).is_some_and(|before| !before.is_ascii_alphanumeric());
    (0..bytes.len()).filter(begins).find_map(|at| {
        let rest = run.get(at..)?;
        // A form has no slash in it, and what ends a sentence is not its own.
        let token = rest.split('/').next()?.trim_end_matches(['.', '-', '_']);
        let is_jwt = token.starts_with("eyJ") && token.matches('.').count() == 2 && token.contains(".eyJ");
        let kind = if is_jwt && token.len() >= 40 { "a JSON web token" } else { form(token)? };
        let start = range.start + at;
        Some(Secret { kind, range: start..start + token.len() })
    })
}

/// Whose token it is, by its form.
fn form(token: &str) -> Option<&'static str> {
    let (_, _, kind) =
        FORMS.iter().find(|(form, least, _)| token.strip_prefix(form).is_some_and(|rest| rest.len() >= *least))?;
    let is_upper = || token.len() == 20 && token.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    ((!kind.contains("AWS") || is_upper()) && !is_placeholder(token) && !is_of_words(token)).then_some(kind)
}

/// Words of an address, put together as nobody makes a token: `pypi-secret-token-revealed`.
fn is_of_words(token: &str) -> bool {
    let is_word = |part: &&str| part.len() > 2 && part.bytes().all(|b| b.is_ascii_lowercase());
    let has_capitals = token.bytes().any(|b| b.is_ascii_uppercase());
    !has_capitals && token.split(['-', '_']).filter(is_word).count() >= 4
}

/// A value that looks made by chance, after a name that says what it is: `password: …`, `API_KEY="…"`.
fn named_secret(text: &str, range: Range<usize>) -> Option<Secret> {
    let before = text.get(..range.start)?;
    let line = before.rsplit('\n').next()?;
    let name = line
        .trim_end_matches(['"', '\'', '`', ' '])
        .strip_suffix(['=', ':'])?
        .trim_end_matches(['"', '\'', '`', ' ', '*']);
    let name = name.rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).next()?;
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let value = text.get(range.clone())?;
    let is_named = NAMES.iter().any(|known| name.ends_with(known));
    (is_named && value.len() > SHORTEST && is_by_chance(value) && !is_placeholder(value))
        .then_some(Secret { kind: "a secret", range })
}

/// Letters and digits mixed as nobody would write them.
fn is_by_chance(value: &str) -> bool {
    let has = |is: fn(&u8) -> bool| value.bytes().filter(is).count() >= 2;
    let words =
        value.split(['-', '_', '.', '/']).filter(|part| part.len() > 2 && part.bytes().all(|b| b.is_ascii_lowercase()));
    has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) && words.count() < 2 && distinct(value) >= 9
}

fn distinct(value: &str) -> usize {
    let mut seen = [false; 256];
    value.bytes().filter(|byte| !std::mem::replace(&mut seen[usize::from(*byte)], true)).count()
}

/// What stands for a secret in examples.
fn is_placeholder(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    ["example", "xxxx", "redacted", "placeholder", "0000000", "1234567890", "changeme", "your-", "your_", "dummy"]
        .iter()
        .any(|word| lower.contains(word))
        || distinct(value) < 6
}

fn private_keys(text: &str, found: &mut Vec<Secret>) {
    let mut from = 0;
    while let Some(at) =
        text.as_bytes().get(from..).and_then(|rest| memmem::find(rest, b"-----BEGIN ")).map(|at| at + from)
    {
        let rest = text.get(at..).unwrap_or_default();
        let head = rest.lines().next().unwrap_or_default();
        from = at + "-----BEGIN ".len();
        if head.contains("PRIVATE KEY") {
            let body = rest.get(head.len()..).unwrap_or_default();
            let end = body.find("-----END ").map_or(head.len(), |end| head.len() + end);
            if end > head.len() + 32 {
                found.push(Secret { kind: "a private key", range: at..at + end });
                from = at + end;
            }
        }
    }
}

/// `scheme://user:password@host`.
fn passwords_of_urls(text: &str, found: &mut Vec<Secret>) {
    for at in memmem::find_iter(text.as_bytes(), "://") {
        let from = at + "://".len();
        let rest = text.get(from..).unwrap_or_default();
        let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '<' | '>' | '`' | ')' | '?' | '#');
        let authority = rest.get(..rest.find(ends).unwrap_or(rest.len()).min(512)).unwrap_or_default();
        let Some((user, _)) = authority.rsplit_once('@') else { continue };
        let Some((name, password)) = user.split_once(':') else { continue };
        let stands_for =
            password.starts_with(['$', '{', '[', '*', '%']) || password.to_ascii_lowercase().starts_with("pass");
        if password.len() >= 4
            && !stands_for
            && !password.to_ascii_lowercase().trim_matches('x').is_empty()
            && !is_example(password)
        {
            let start = from + name.len() + 1;
            found.push(Secret { kind: "a password in an address", range: start..start + password.len() });
        }
    }
}

fn is_example(password: &str) -> bool {
    matches!(password.to_ascii_lowercase().as_str(), "secret" | "example" | "changeme" | "redacted" | "user" | "token")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Put together here, so that no scanner of repositories takes the test for a leak.
    fn made(prefix: &str, length: usize) -> String {
        let letters = "Qm7Rz2Lk9Xw4Bv8Tn3Jc6Hd1Gf5Ps0Ya";
        format!("{prefix}{}", letters.chars().cycle().take(length).collect::<String>())
    }

    #[test]
    fn keys_are_known_by_their_form_and_never_shown_whole() {
        for (form, least, kind) in FORMS {
            let token = if kind.contains("AWS") { made(form, least).to_ascii_uppercase() } else { made(form, least) };
            for text in [format!("The key {token} was in a log."), format!("`{token}`"), format!("KEY={token}\n")] {
                let found = secrets(&text);
                assert_eq!(found.len(), 1, "{text}");
                assert!(!without_secrets(&text).contains(&token), "{text}");
                assert_eq!(without_secrets(&text).len(), text.len());
            }
        }
    }

    #[test]
    fn private_keys_addresses_and_named_values_are_found() {
        let key = format!("-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n", made("", 64));
        let value = made("", 24);
        for text in [
            key,
            format!("postgres://app:{}@db.internal/x", made("", 8)),
            format!("password: {value}"),
            format!("\"client_secret\": \"{value}\""),
            format!("export API_KEY='{value}'"),
            format!("a JWT eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI{}.{}", made("", 12), made("", 30)),
        ] {
            assert_eq!(secrets(&text).len(), 1, "{text}");
        }
    }

    #[test]
    fn what_stands_for_a_secret_and_what_is_none_are_let_be() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE",
            "postgres://user:password@host/db and https://a:$PASS@b/",
            "https://host:8080/a@b",
            "password: correct-horse-battery-staple",
            "token: expired-after-24-hours-of-waiting",
            "commit 3f2a9c1e7b8d4f60a1b2c3d4e5f60718293a4b5c",
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
            "We rotated the token. sk-learn was not involved.",
            "https://x.example/blog/leaked-pypi-secret-token-revealed-in-binary-preventing-attack/",
        ] {
            assert_eq!(secrets(text), [], "{text}");
        }
    }

    #[test]
    fn a_character_is_hidden_whole() {
        let text = "https://a:b1c\u{1f600}2d\u{1f600}2d\u{1f600}2d3@c";
        assert_eq!(without_secrets(text).len(), text.len());
        assert!(without_secrets(text).starts_with("https://a:b1c*"));
    }

    #[test]
    fn a_long_text_of_marks_takes_one_pass() {
        for piece in ["://a:b@", "-----BEGIN PRIVATE KEY-----\n", "password=", "eyJ."] {
            assert!(secrets(&piece.repeat(20_000)).len() < 20_001);
        }
    }
}
