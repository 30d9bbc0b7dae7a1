//! Which references are a tracker's, and which ticket each means.

use std::collections::BTreeSet;

/// What the references of a tracker look like.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyPattern {
    /// What they begin with; a key follows (`owner/repo#`) or is begun (`OPS-`).
    prefixes: Vec<String>,
    /// Whether keys are numbers, so that what stands before one is no part of it.
    numbers: bool,
    /// Whether anything that looks like a ticket's key is taken: nothing says more.
    any: bool,
}

impl KeyPattern {
    /// By the settings' prefixes, else by the keys of the export: `OPS-` where there is an `OPS-12`; where keys are
    /// numbers `#`, `AB#` (Azure Boards) and the repositories of the pages (`owner/repo#`).
    pub(super) fn new<'a>(
        prefixes: &[String],
        keys: impl Iterator<Item = &'a str>,
        urls: impl Iterator<Item = &'a str>,
    ) -> KeyPattern {
        let mut projects = BTreeSet::new();
        let (mut numbers, mut count) = (true, 0);
        for key in keys {
            count += 1;
            if !is_number(key) {
                numbers = false;
                if let Some((project, _)) = key.rsplit_once('-') {
                    projects.insert(format!("{project}-"));
                }
            }
        }
        let numbers = if count == 0 { prefixes.iter().any(|prefix| prefix.ends_with(['#', '!'])) } else { numbers };
        if !prefixes.is_empty() {
            return KeyPattern { prefixes: prefixes.to_vec(), numbers, any: false };
        }
        if count == 0 {
            return KeyPattern { prefixes: Vec::new(), numbers: false, any: true };
        }
        let mut prefixes: Vec<String> = projects.into_iter().collect();
        if numbers {
            prefixes = vec!["#".to_owned(), "AB#".to_owned()];
            let repositories: BTreeSet<String> = urls.filter_map(repository).collect();
            prefixes.extend(repositories);
        }
        KeyPattern { prefixes, numbers, any: false }
    }

    /// The key that a reference means; `None` when it is not this tracker's.
    pub(super) fn key_of(&self, label: &str) -> Option<String> {
        let label = plain(label);
        if self.any {
            return looks_like_a_key(label).then(|| label.to_owned());
        }
        let prefix = self.prefixes.iter().find(|prefix| label.starts_with(prefix.as_str()))?;
        let rest = &label[prefix.len()..];
        if self.numbers { is_number(rest).then(|| rest.to_owned()) } else { Some(label.to_owned()) }
    }
}

/// A key without what exports decorate it with.
pub(super) fn plain(key: &str) -> &str {
    key.trim()
}

fn is_number(text: &str) -> bool {
    (1..=12).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit())
}

fn looks_like_a_key(label: &str) -> bool {
    let number = label.rsplit(['-', '#', '!']).next().unwrap_or("");
    number.len() < label.len() && is_number(number)
}

/// `https://github.com/owner/repo/issues/12` -> `owner/repo#`.
fn repository(url: &str) -> Option<String> {
    let path = url.split_once("://")?.1.split_once('/')?.1;
    let at = ["/-/issues/", "/issues/", "/pull/"].iter().find_map(|part| path.find(part))?;
    Some(format!("{}#", &path[..at]))
}
