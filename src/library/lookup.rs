//! Finding a page by what people call it.

use super::{Page, PageIx, exported};
use crate::text::{ContentPath, fold, slug};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What a name leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    One(PageIx),
    Several(Vec<PageIx>),
    None,
}

/// Maps from every kind of name to pages and files.
pub(super) struct Lookup {
    paths: HashMap<String, PageIx>,
    folded_paths: HashMap<String, PageIx>,
    ids: HashMap<String, PageIx>,
    folded_ids: HashMap<String, Vec<PageIx>>,
    stems: HashMap<String, Vec<PageIx>>,
    /// By the number that a file's name begins with: `pm-2026-002` of `PM-2026-002-checkout-down.md`.
    numbers: HashMap<String, Vec<PageIx>>,
    titles: HashMap<String, Vec<PageIx>>,
    assets: BTreeSet<ContentPath>,
    folded_assets: HashMap<String, ContentPath>,
    /// By name alone, where one file has it.
    named_assets: HashMap<String, Option<ContentPath>>,
    /// By the names that their authors gave them beside.
    aliases: HashMap<String, Vec<PageIx>>,
    /// By the ids that Notion gives to pages.
    exported: HashMap<String, PageIx>,
    hidden: HashMap<String, ContentPath>,
    folders: HashSet<String>,
}

impl Lookup {
    pub(super) fn new(
        pages: &[Page],
        assets: impl Iterator<Item = ContentPath>,
        hidden: impl Iterator<Item = (ContentPath, Option<String>)>,
    ) -> Lookup {
        let mut lookup = Lookup {
            paths: HashMap::new(),
            folded_paths: HashMap::new(),
            ids: HashMap::new(),
            folded_ids: HashMap::new(),
            stems: HashMap::new(),
            numbers: HashMap::new(),
            titles: HashMap::new(),
            assets: assets.collect(),
            folded_assets: HashMap::new(),
            named_assets: HashMap::new(),
            aliases: HashMap::new(),
            exported: HashMap::new(),
            hidden: HashMap::new(),
            folders: HashSet::new(),
        };
        for (index, page) in pages.iter().enumerate() {
            let (index, path) = (PageIx(index), &page.place);
            lookup.paths.insert(path.as_str().to_owned(), index);
            lookup.folded_paths.entry(path.as_str().to_lowercase()).or_insert(index);
            lookup.ids.insert(page.id.clone(), index);
            lookup.folded_ids.entry(fold(&page.id)).or_default().push(index);
            lookup.stems.entry(fold(path.stem())).or_default().push(index);
            if let Some(id) = exported::id_of(page.path()) {
                lookup.exported.insert(id.to_owned(), index);
            }
            if let Some(number) = number_of(path.stem()) {
                lookup.numbers.entry(fold(number)).or_default().push(index);
            }
            for alias in &page.shape.aliases {
                lookup.aliases.entry(slug(alias)).or_default().push(index);
            }
            let name = page.shape.name.as_deref().map(slug).or_else(|| page.linked_title.clone());
            if let Some(name) = name {
                lookup.titles.entry(name).or_default().push(index);
            }
        }
        // A link may lead to any translation of a page: what is meant is the one that this edition shows.
        for (index, page) in pages.iter().enumerate() {
            for path in page.others.iter().chain([page.path()]) {
                lookup.paths.entry(path.as_str().to_owned()).or_insert(PageIx(index));
                lookup.folded_paths.entry(path.as_str().to_lowercase()).or_insert(PageIx(index));
            }
        }
        let all = pages.iter().flat_map(|page| [&page.place, page.path()]).chain(&lookup.assets);
        lookup.folders = all
            .flat_map(|path| path.as_str().match_indices('/').map(|(at, _)| path.as_str()[..at].to_owned()))
            .collect();
        for asset in &lookup.assets {
            lookup.folded_assets.insert(asset.as_str().to_lowercase(), asset.clone());
            let named = lookup.named_assets.entry(asset.name().to_lowercase());
            named.and_modify(|found| *found = None).or_insert_with(|| Some(asset.clone()));
        }
        for (path, id) in hidden {
            lookup.hidden.insert(path.as_str().to_owned(), path.clone());
            lookup.hidden.insert(fold(path.stem()), path.clone());
            if let Some(number) = number_of(path.stem()) {
                lookup.hidden.insert(fold(number), path.clone());
            }
            if let Some(id) = id {
                lookup.hidden.insert(fold(&id), path);
            }
        }
        lookup
    }

    /// The page at exactly this path.
    pub(super) fn page_at(&self, path: &str) -> Option<PageIx> {
        self.paths.get(path).copied()
    }

    /// The page at this path but for case.
    pub(super) fn page_near(&self, path: &str) -> Option<PageIx> {
        self.folded_paths.get(&path.to_lowercase()).copied()
    }

    /// The page that an address of the tool leads to from which it was exported.
    pub(super) fn exported(&self, address: &str) -> Option<PageIx> {
        self.exported.get(exported::id_in_address(address)?).copied()
    }

    /// Whether there is such a file.
    pub(super) fn has_asset(&self, path: &ContentPath) -> bool {
        self.assets.contains(path)
    }

    /// The file at this path but for case.
    pub(super) fn asset_near(&self, path: &str) -> Option<&ContentPath> {
        self.folded_assets.get(&path.to_lowercase())
    }

    /// The one file that has this name, wherever it lies.
    pub(super) fn asset_named(&self, name: &str) -> Option<&ContentPath> {
        self.named_assets.get(&name.to_lowercase())?.as_ref()
    }

    /// Whether some file lies below this folder.
    pub(super) fn has_folder(&self, folder: &ContentPath) -> bool {
        self.folders.contains(folder.as_str())
    }

    /// Whether this build hides a page of this path or name.
    pub(super) fn is_hidden(&self, name: &str) -> bool {
        self.hidden.contains_key(name) || self.hidden.contains_key(&fold(name))
    }

    /// A page by id, path, stem, title or number, in this order; the first kind of name that fits decides. `from` are the paths
    /// of the page that names it.
    pub(super) fn named(&self, name: &str, from: &[&ContentPath]) -> Named {
        let name = name.trim();
        if let Some(index) = self.ids.get(name) {
            return Named::One(*index);
        }
        if let Some(index) = self.by_path(name, from) {
            return Named::One(index);
        }
        let bare = name.rsplit('/').next().unwrap_or(name);
        let stem = bare.strip_suffix(".md").unwrap_or(bare);
        let kinds = [
            self.folded_ids.get(&fold(name)),
            self.stems.get(&fold(stem)),
            self.titles.get(&slug(name)),
            self.aliases.get(&slug(name)),
            self.numbers.get(&fold(name)),
        ];
        match kinds.into_iter().flatten().next().map(Vec::as_slice) {
            Some([one]) => Named::One(*one),
            Some(several) => Named::Several(several.to_vec()),
            None => Named::None,
        }
    }

    fn by_path(&self, name: &str, from: &[&ContentPath]) -> Option<PageIx> {
        let candidates = from.iter().map(|from| from.resolve(name));
        [ContentPath::new(name)]
            .into_iter()
            .chain(candidates)
            .flatten()
            .find_map(|path| self.page_at(path.as_str()).or_else(|| self.page_at(&format!("{path}.md"))))
    }
}

/// The number that a file's name begins with, where more follows it: `INC-12`, `PM-2026-002`, `000703`; a date is none.
fn number_of(stem: &str) -> Option<&str> {
    let mut end = 0;
    let mut from = 0;
    let mut digits = 0;
    let mut letters = 0;
    for part in stem.split(['-', '_', ' ']) {
        if part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty() {
            (digits, end) = (digits + 1, from + part.len());
        } else if from == 0 && (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic()) {
            letters = 1;
        } else {
            break;
        }
        from += part.len() + 1;
    }
    let is_date = letters == 0 && digits >= 3;
    stem.get(..end).filter(|_| digits > 0 && !is_date && end < stem.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_with_numbers() {
        for (stem, number) in [
            ("PM-2026-002-checkout-down", Some("PM-2026-002")),
            ("inc_12_mail", Some("inc_12")),
            ("000703 Restart policy", Some("000703")),
            ("2024-03-05-checkout", None),
            ("PM-2026-002", None),
            ("checkout-down-2", None),
            ("404s everywhere", None),
        ] {
            assert_eq!(number_of(stem), number, "{stem}");
        }
    }
}
