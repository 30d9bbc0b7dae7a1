//! Names for headings and terms that are safe in URLs and file names.

use super::fold;
use std::collections::HashMap;

/// A term's name in URLs: folded, every run of other characters than letters and digits one hyphen.
/// Text of punctuation alone gives its code points, so that a slug is never empty: `c++` is `c`, `++` is `2b-2b`.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in fold(text).chars() {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
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
    fn anchors_follow_github() {
        assert_eq!(anchor("What went well?"), "what-went-well");
        assert_eq!(anchor("Cause — racine"), "cause--racine");
        let mut anchors = Anchors::default();
        let given: Vec<_> = ["a", "a", "a-1", "a"].iter().map(|wanted| anchors.unique(wanted)).collect();
        assert_eq!(given, ["a", "a-1", "a-1-1", "a-2"]);
    }
}
