//! Names of people: one for each person, however a postmortem, its front matter and a tracker write it.

use super::Page;
use crate::text::slug;
use std::collections::{BTreeMap, HashMap};

/// The name of everybody who is written in more than one way, by the slug that the ways have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People(HashMap<String, String>);

impl People {
    /// What somebody is called: `Ada Lovelace` for `ada.lovelace`, where the library says so anywhere. Nobody is given
    /// a name that is not written.
    pub fn name<'a>(&'a self, written: &'a str) -> &'a str {
        // Most people are written in one way.
        if self.0.is_empty() { written } else { self.0.get(&slug(written)).map_or(written, String::as_str) }
    }
}

/// Reads the names of owners, authors and reviewers. A name of several words counts before a handle, then what is
/// written most often, then the first in the alphabet.
pub(super) fn gather(pages: &[Page]) -> People {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for page in pages {
        let incident = page.incident();
        let owners = incident.actions.iter().filter_map(|action| action.owner.as_deref());
        let others = incident.authors.iter().chain(&incident.reviewers).map(|found| found.value.as_str());
        for name in owners.chain(others) {
            *counts.entry(name).or_default() += 1;
        }
    }
    let counts: BTreeMap<&str, usize> = counts.into_iter().collect();
    let mut spellings: BTreeMap<String, Vec<(&str, usize)>> = BTreeMap::new();
    for (name, count) in counts {
        spellings.entry(slug(name)).or_default().push((name, count));
    }
    let is_full = |name: &str| name.trim().contains(char::is_whitespace);
    let several = spellings.into_iter().filter(|(slug, ways)| !slug.is_empty() && ways.len() > 1);
    People(
        several
            .filter_map(|(slug, mut ways)| {
                ways.sort_by(|(a, a_count), (b, b_count)| {
                    (is_full(b), b_count).cmp(&(is_full(a), a_count)).then_with(|| a.cmp(b))
                });
                ways.first().map(|(name, _)| (slug, (*name).to_owned()))
            })
            .collect(),
    )
}
