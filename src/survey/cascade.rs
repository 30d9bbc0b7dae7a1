//! What the page that introduces a folder states for all pages below it: `cascade` in Hugo's front matter.

use crate::config::Limits;
use crate::front_matter::{self, Value};
use crate::text::{ContentPath, Source};
use serde_json::{Map, Value as Json};

/// The fields that a page states for those below it, as JSON; `None` where it states none.
pub(super) fn cascade(source: &Source) -> Option<String> {
    if !introduces(&source.place) || !source.text.contains("cascade") {
        return None;
    }
    let matter = front_matter::front_matter(&source.path, &source.text)?;
    // What is wrong with it is said where the page itself is read.
    let entries = front_matter::read(&source.path, &source.text, matter, &Limits::MOST, &mut Vec::new());
    let (_, node) = entries.into_iter().find(|(key, _)| key.name == "cascade")?;
    let parts = match node.value {
        Value::List(parts) => parts,
        _ => vec![node],
    };
    let mut fields = Map::new();
    for part in parts {
        let Json::Object(part) = part.json() else { continue };
        // A part with a target is for some pages only.
        if part.contains_key("_target") || part.contains_key("target") {
            continue;
        }
        for (name, value) in part {
            match (name.as_str(), value) {
                ("params", Json::Object(inner)) => fields.extend(inner),
                (_, value) => {
                    fields.insert(name, value);
                }
            }
        }
    }
    (!fields.is_empty()).then(|| Json::Object(fields).to_string())
}

/// What several folders state, the innermost first: a field counts where it is stated first.
pub(super) fn together<'a>(mut stated: impl Iterator<Item = &'a String>) -> Option<String> {
    let first = stated.next()?;
    let mut rest = stated.peekable();
    if rest.peek().is_none() {
        return Some(first.clone());
    }
    let read = |text: &str| serde_json::from_str::<Map<String, Json>>(text).unwrap_or_default();
    let mut all = read(first);
    for (name, value) in rest.flat_map(|text| read(text)) {
        all.entry(name).or_insert(value);
    }
    Some(Json::Object(all).to_string())
}

/// Whether a page may introduce its folder.
pub(super) fn introduces(place: &ContentPath) -> bool {
    let stem = place.stem();
    stem == "_index" || stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("readme")
}
