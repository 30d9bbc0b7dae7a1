//! Names for headings and terms that are safe in URLs and file names.

use super::fold;
use std::collections::HashMap;

/// A term's name in URLs: folded, every run of other characters than letters and digits one hyphen.
///
/// Signs that tell names apart are spelt out: `C`, `C++` and `C#` are `c`, `c-plus-plus` and `c-sharp`, `.NET` is `dot-net`.
/// Text of punctuation alone gives its code points, so that a slug is never empty: `++` is `2b-2b`.
pub fn slug(text: &str) -> String {
    let folded = fold(text);
    let mut slug = String::new();
    let mut rest = match folded.strip_prefix('.') {
        Some(name) if name.starts_with(char::is_alphabetic) => {
            slug.push_str("dot-");
            name
        }
        _ => folded.as_str(),
    };
    let mut is_in_word = false;
    while let Some(c) = rest.chars().next() {
        let length = if is_in_word { sign(rest) } else { 0 };
        if c.is_alphanumeric() {
            slug.push(c);
        } else if length > 0 {
            let name = if c == '#' { "-sharp" } else { "-plus" };
            slug.extend(std::iter::repeat_n(name, length));
            slug.push('-');
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        is_in_word = c.is_alphanumeric();
        rest = &rest[c.len_utf8().max(length)..];
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        return text.trim().chars().map(|c| format!("{:x}", c as u32)).collect::<Vec<_>>().join("-");
    }
    // A file name has at most 255 bytes; leave room for an ending.
    let mut end = slug.len().min(120);
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    slug[..end].trim_end_matches('-').to_owned()
}

/// How many of the characters that follow a letter or digit are a sign of its name: `++`, or one `+` or `#` at its end.
fn sign(rest: &str) -> usize {
    let plus = rest.bytes().take_while(|byte| *byte == b'+').count();
    let is_end = |length: usize| !rest[length..].starts_with(char::is_alphanumeric);
    match plus {
        0 if rest.starts_with('#') && is_end(1) => 1,
        0 => 0,
        1 if !is_end(1) => 0,
        plus => plus,
    }
}

/// A heading's anchor as GitHub makes it: lower case, spaces to hyphens, punctuation gone, accents kept.
pub fn anchor(heading: &str) -> String {
    let mut anchor = String::new();
    for c in heading.trim().chars() {
        match c {
            ' ' | '\t' | '\n' => anchor.push('-'),
            '-' | '_' => anchor.push(c),
            c if c.is_alphanumeric() => anchor.extend(c.to_lowercase()),
            _ => {}
        }
    }
    if anchor.is_empty() { "section".to_owned() } else { anchor }
}

/// Hands out anchors of one page: a repeated one gets `-1`, `-2` and so on, as GitHub does.
#[derive(Default)]
pub struct Anchors {
    used: HashMap<String, usize>,
}

impl Anchors {
    /// The unique form of `wanted` on this page.
    pub fn unique(&mut self, wanted: &str) -> String {
        let mut candidate = wanted.to_owned();
        let mut count = self.used.get(wanted).copied().unwrap_or(0);
        while self.used.contains_key(&candidate) {
            count += 1;
            candidate = format!("{wanted}-{count}");
        }
        self.used.insert(wanted.to_owned(), count);
        self.used.entry(candidate.clone()).or_insert(0);
        candidate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Infra as  Code"), "infra-as-code");
        assert_eq!(slug("CI/CD"), "ci-cd");
        assert_eq!(slug("Réseau"), "reseau");
        assert_eq!(slug("証明書"), "証明書");
        assert_eq!(slug("++"), "2b-2b");
        assert_eq!(slug("../../etc"), "etc");
    }

    #[test]
    fn signs_that_tell_names_apart_are_spelt_out() {
        for (name, expected) in [
            ("C", "c"),
            ("C++", "c-plus-plus"),
            ("C++17", "c-plus-plus-17"),
            ("C#", "c-sharp"),
            ("F# / .NET", "f-sharp-net"),
            (".NET Core", "dot-net-core"),
            ("NET", "net"),
            ("Disney+", "disney-plus"),
            ("read+write", "read-write"),
            ("PR#12", "pr-12"),
            ("# 12", "12"),
            ("...", "2e-2e-2e"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }

    #[test]
    fn anchors_follow_github() {
        assert_eq!(anchor("What went well?"), "what-went-well");
        assert_eq!(anchor("Cause — racine"), "cause--racine");
        let mut anchors = Anchors::default();
        let given: Vec<_> = ["a", "a", "a-1", "a"].iter().map(|wanted| anchors.unique(wanted)).collect();
        assert_eq!(given, ["a", "a-1", "a-1-1", "a-2"]);
    }
}
