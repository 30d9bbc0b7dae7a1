//! Other names and old places of a page, as the front matter of other tools gives them.

use crate::text::{ContentPath, OutputPath, fold};
use serde_json::{Map, Value};

/// Keys under which they stand, with `_` for `-`.
const KEYS: [&str; 8] = ["uid", "aliases", "alias", "redirect_from", "redirects", "redirect", "permalink", "old_urls"];

/// What leads to a page beside its own name and place.
pub(super) struct Aliases {
    /// Names: Obsidian's aliases.
    pub names: Vec<String>,
    /// Paths: Hugo's aliases, Jekyll's `redirect_from` and `permalink`.
    pub places: Vec<OutputPath>,
}

/// Takes the aliases out of the keys that mean nothing else.
pub(super) fn take(extra: &mut Map<String, Value>, path: &ContentPath) -> Aliases {
    let mut aliases = Aliases { names: Vec::new(), places: Vec::new() };
    let is_alias = |key: &str| KEYS.contains(&fold(key).replace('-', "_").as_str());
    let keys: Vec<String> = extra.keys().filter(|key| is_alias(key)).cloned().collect();
    for key in keys {
        let texts: Vec<String> = match extra.get(&key) {
            Some(Value::String(text)) => vec![text.clone()],
            Some(Value::Array(values)) => values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect(),
            _ => continue,
        };
        extra.remove(&key);
        for text in texts {
            let text = text.trim();
            // docfx's name of a page.
            if fold(&key) == "uid" {
                aliases.names.push(text.to_owned());
                continue;
            }
            match place(text, &key, path) {
                Some(place) => aliases.places.push(place),
                None if !text.is_empty() && !text.contains('/') => aliases.names.push(text.to_owned()),
                None => {}
            }
        }
    }
    aliases.places.sort();
    aliases.places.dedup();
    aliases
}

/// The place that a text names, if it is one; a relative one begins at the page's folder, as in Hugo.
fn place(text: &str, key: &str, path: &ContentPath) -> Option<OutputPath> {
    // Only Obsidian's aliases may be names.
    let may_be_name = matches!(fold(key).as_str(), "alias" | "aliases" | "uid");
    let is_path = text.contains('/') && !text.contains(char::is_whitespace) || text.ends_with(".html");
    // `/:year/:title/` is a pattern, `https://…` another site.
    if text.contains([':', '?', '#', '<', '"']) || may_be_name && !is_path || text.trim_matches('/').is_empty() {
        return None;
    }
    let folder = if text.starts_with('/') { "" } else { path.folder() };
    let text = text.trim_start_matches('/');
    let name = if text.ends_with(".html") || text.ends_with(".htm") {
        text.to_owned()
    } else {
        format!("{}/index.html", text.trim_end_matches('/'))
    };
    OutputPath::new(&if folder.is_empty() { name } else { format!("{folder}/{name}") })
}

/// The name within `[[name]]` or `[[name|text]]`.
pub(super) fn linked_name(text: &str) -> Option<String> {
    let name = text.trim().strip_prefix("[[")?.strip_suffix("]]")?;
    let name = name.split('|').next()?.trim();
    (!name.is_empty() && !name.contains(['[', ']'])).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_places_are_told_apart() {
        let path = ContentPath::new("team/a.md").unwrap();
        let text = r#"{"aliases": ["/old/b.html", "The big one", "A/B test", "older"], "redirect_from": "/x/y",
            "permalink": "/:year/:title/", "redirects": ["../../../etc/passwd", "rel"], "cover": "c.png"}"#;
        let mut extra: Map<String, Value> = serde_json::from_str(text).unwrap();
        let aliases = take(&mut extra, &path);
        let places: Vec<String> = aliases.places.iter().map(|place| place.as_str().to_owned()).collect();
        assert_eq!(places, ["old/b.html", "team/rel/index.html", "x/y/index.html"]);
        assert_eq!(aliases.names, ["The big one", "older"]);
        assert_eq!(extra.keys().collect::<Vec<_>>(), ["cover"]);
        assert_eq!(linked_name("[[b/other|Other]]").as_deref(), Some("b/other"));
    }
}
