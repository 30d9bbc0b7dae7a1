//! Names that exports give to files: Notion puts an id behind each (`Queue stuck 8f14e45fceea167a5a36dedd4bea2543.md`), and a wiki of
//! Azure DevOps writes `%2D` for a hyphen, since its own stand for spaces. Pages belong where they would lie without.

use crate::text::{ContentPath, Source};
use std::collections::HashMap;

/// How long an id of Notion's is.
const ID: usize = 32;

/// Where the files of exports belong. Those that would meet others there stay where they are.
pub(super) fn places<'a>(sources: impl Iterator<Item = &'a Source> + Clone) -> HashMap<ContentPath, ContentPath> {
    let moved: Vec<(&ContentPath, ContentPath)> =
        sources.clone().filter_map(|source| Some((&source.path, plain(&source.path)?))).collect();
    if moved.is_empty() {
        return HashMap::new();
    }
    let mut wanted: HashMap<String, usize> = HashMap::new();
    let stay = sources.map(|source| &source.path).filter(|path| plain(path).is_none());
    for place in stay.chain(moved.iter().map(|(_, place)| place)) {
        *wanted.entry(place.as_str().to_lowercase()).or_default() += 1;
    }
    let is_free = |place: &ContentPath| wanted.get(&place.as_str().to_lowercase()) == Some(&1);
    moved.into_iter().filter(|(_, place)| is_free(place)).map(|(path, place)| (path.clone(), place)).collect()
}

/// A path without ids and with its hyphens; `None` where it has neither.
fn plain(path: &ContentPath) -> Option<ContentPath> {
    let text = path.as_str();
    if !text.contains("%2D") && !text.contains("%2d") && text.split('/').all(|part| id(part).is_none()) {
        return None;
    }
    let part = |part: &str| {
        let plain = id(part).map_or_else(|| part.to_owned(), |(name, _, ending)| format!("{name}{ending}"));
        plain.replace("%2D", "-").replace("%2d", "-")
    };
    let parts: Vec<String> = text.split('/').map(part).collect();
    ContentPath::new(&parts.join("/")).filter(|place| place != path)
}

/// The name, the id and the ending of a file or a folder that Notion exported.
fn id(part: &str) -> Option<(&str, &str, &str)> {
    let (stem, ending) = match part.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 4 => (stem, &part[part.len() - ending.len() - 1..]),
        _ => (part, ""),
    };
    let at = stem.len().checked_sub(ID)?;
    let (name, id) = (stem.get(..at)?.strip_suffix([' ', '-'])?, stem.get(at..)?);
    let is_id = id.bytes().all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase());
    (is_id && !name.trim().is_empty()).then_some((name.trim_end(), id, ending))
}

/// The id of the page that a file is.
pub(super) fn id_of(path: &ContentPath) -> Option<&str> {
    id(path.name()).map(|(_, id, _)| id)
}

/// The id of the page that an address of Notion's leads to.
pub(super) fn id_in_address(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://")?;
    let (host, path) = rest.split_once('/')?;
    if host != "notion.so" && !host.ends_with(".notion.so") && !host.ends_with(".notion.site") {
        return None;
    }
    let name = path.split(['?', '#']).next()?.rsplit('/').next()?;
    let id = name.get(name.len().checked_sub(ID)?..)?;
    id.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_belong_where_they_would_lie_without_ids() {
        let hex = "8f14e45fceea167a5a36dedd4bea2543";
        let other = "9bf31c7ff062936a96d3c8bd1f8f2ff3";
        let paths = [
            format!("Team {hex}/Queue stuck {other}.md"),
            format!("Same {hex}.md"),
            format!("Same {other}.md"),
            "wiki/Post%2Dmortem-cache.md".to_owned(),
            format!("{hex}.md"),
            "a.md".to_owned(),
        ];
        let sources: Vec<Source> = paths.iter().map(|path| Source::new(ContentPath::new(path).unwrap(), "")).collect();
        let places = places(sources.iter());
        let mut found: Vec<&str> = places.values().map(ContentPath::as_str).collect();
        found.sort_unstable();
        assert_eq!(found, ["Team/Queue stuck.md", "wiki/Post-mortem-cache.md"]);
    }

    #[test]
    fn addresses_of_notion_have_ids() {
        let id = "8f14e45fceea167a5a36dedd4bea2543";
        for address in [
            format!("https://www.notion.so/acme/Queue-stuck-{id}?pvs=4"),
            format!("https://notion.so/{id}#x"),
            format!("https://acme.notion.site/A-{id}"),
        ] {
            assert_eq!(id_in_address(&address), Some(id), "{address}");
        }
        assert_eq!(id_in_address(&format!("https://example.org/{id}")), None);
    }
}
