//! Which of the other files may be published.
//!
//! A file that a shown page refers to is published. One that only pages left out refer to is not, nor is one that
//! nobody refers to and that lies with pages left out alone: in their folder or below it. Every other file is.

use super::edition::Edition;
use super::link::{percent_decode, split_fragment};
use crate::document::Document;
use crate::text::{Asset, ContentPath, fold};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The files that may be published, in their order: of all editions together, since they share them.
pub fn shown_assets(editions: &[Edition], assets: &[Asset]) -> Vec<Asset> {
    let mut shown = HashSet::new();
    let mut paths = HashSet::new();
    for member in editions.iter().flat_map(|edition| &edition.shown) {
        paths.insert(&member.document.path);
        let places = [&member.document.path, &member.place].into_iter().chain(&member.others);
        refer(&member.document, places, &mut shown);
    }
    let mut hidden = HashSet::new();
    // For each folder, whether a page that lies in it is shown.
    let mut folders: HashMap<&str, bool> = paths.iter().map(|path| (path.folder(), true)).collect();
    for document in editions.iter().flat_map(|edition| &edition.hidden) {
        if !paths.contains(&document.path) {
            refer(document, [&document.path].into_iter(), &mut hidden);
            folders.entry(document.path.folder()).or_insert(false);
        }
    }
    let may_be_shown = |asset: &&Asset| {
        let name = fold(asset.path.as_str());
        shown.contains(&name) || !hidden.contains(&name) && !lies_with_hidden(&asset.path, &folders)
    };
    assets.iter().filter(may_be_shown).cloned().collect()
}

/// Whether the nearest folder with pages has none that is shown. The root is everybody's.
fn lies_with_hidden(path: &ContentPath, folders: &HashMap<&str, bool>) -> bool {
    let mut folder = path.folder();
    while !folder.is_empty() {
        if let Some(is_shown) = folders.get(folder) {
            return !is_shown;
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    false
}

/// Adds every path that a document's links and unknown fields may mean, folded: links are followed in other spellings too.
fn refer<'a>(document: &Document, places: impl Iterator<Item = &'a ContentPath> + Clone, found: &mut HashSet<String>) {
    let mut written: Vec<&str> = document.facts.links.iter().map(|link| link.destination.as_str()).collect();
    document.facts.extra.values().for_each(|value| texts(value, &mut written));
    for destination in written {
        let path = split_fragment(destination).0;
        let path = percent_decode(path.split('?').next().unwrap_or(path));
        found.extend(places.clone().filter_map(|place| place.resolve(&path)).map(|path| fold(path.as_str())));
    }
}

fn texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        Value::Object(values) => values.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}
