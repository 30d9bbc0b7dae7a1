//! `[taxonomies.…]`: kinds of terms beside the built-in ones.

use crate::model::{BUILT_IN, Taxonomy};
use crate::text::{fold, slug};
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[taxonomies.…]`: the library's own keys, with no defaults to lie over.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawTaxonomy {
    pub(super) title: Option<String>,
    pub(super) aliases: Option<Vec<String>>,
    pub(super) feeds: Option<bool>,
}

/// The built-in taxonomies and the configured ones, and the front matter keys that mean them.
pub(super) fn all_taxonomies(configured: BTreeMap<String, RawTaxonomy>) -> (Vec<Taxonomy>, Vec<(String, String)>) {
    let mut all: Vec<Taxonomy> =
        BUILT_IN.iter().map(|name| Taxonomy { name: (*name).to_owned(), title: None, feeds: true }).collect();
    let mut aliases = Vec::new();
    for (name, raw) in configured.into_iter().take(200) {
        let RawTaxonomy { title, aliases: keys, feeds } = raw;
        let name = slug(&name);
        aliases.extend(keys.unwrap_or_default().iter().map(|key| (fold(key), name.clone())));
        match all.iter_mut().find(|taxonomy| taxonomy.name == name) {
            Some(built_in) => {
                built_in.title = title.or(built_in.title.take());
                built_in.feeds = feeds.unwrap_or(true);
            }
            None => all.push(Taxonomy { name, title, feeds: feeds.unwrap_or(true) }),
        }
    }
    (all, aliases)
}
