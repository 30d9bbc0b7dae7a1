//! Ids and places, each unique in the library.

use super::Page;
use super::member::Member;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::PageKind;
use crate::text::{Asset, ContentPath, OutputPath};
use std::collections::{BTreeMap, HashMap};

/// Gives every document its id and place, sorted by where they belong. Of two for one place the first is kept. An
/// edition's pages lie in its `folder`; assets lie where they are.
pub(super) fn identify(
    mut members: Vec<Member>,
    assets: Vec<Asset>,
    folder: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Page>, Vec<Asset>) {
    // `_index.md` is meant to introduce its folder; `README.md` may just be there.
    members.sort_by(|a, b| (rank(&a.place), &a.place, &a.path).cmp(&(rank(&b.place), &b.place, &b.path)));
    let mut places: HashMap<OutputPath, ContentPath> = HashMap::new();
    let mut pages = Vec::with_capacity(members.len());
    for Member { path, shape, original, place, linked_title, stands_in, others } in members {
        let output = OutputPath::of_page(&place);
        if let Some(first) = places.get(&output) {
            diagnostics.push(taken(&path, first, &output));
            continue;
        }
        places.insert(output.clone(), path.clone());
        pages.push(Page {
            id: String::new(),
            output,
            path,
            shape,
            original,
            place,
            linked_title,
            stands_in,
            others,
            links: Vec::new(),
            related: Vec::new(),
            recurs: Vec::new(),
            procedures: Vec::new(),
            tracked: None,
        });
    }
    pages.sort_by(|a, b| a.place.cmp(&b.place));
    name(&mut pages, diagnostics);
    let assets: Vec<Asset> = assets
        .into_iter()
        .filter(|asset| {
            let output = OutputPath::of_asset(&asset.path);
            let first = output.within(folder).and_then(|place| places.get(&place));
            diagnostics.extend(first.map(|first| taken(&asset.path, first, &output)));
            first.is_none()
        })
        .collect();
    collisions(pages.iter().map(Page::path).chain(assets.iter().map(|asset| &asset.path)), diagnostics);
    (pages, assets)
}

fn rank(path: &ContentPath) -> u8 {
    match path.stem() {
        "_index" => 0,
        "index" => 1,
        _ => 2,
    }
}

fn taken(path: &ContentPath, first: &ContentPath, output: &OutputPath) -> Diagnostic {
    let message = format!("`{path}` would be published as `{output}`, which is already the place of `{first}`");
    Diagnostic::new(Code::DuplicatePath, path, None, message)
}

/// Ids: stated ones first; without one the stem, and where that is taken, the whole path.
fn name(pages: &mut [Page], diagnostics: &mut Vec<Diagnostic>) {
    let mut owners: HashMap<String, ContentPath> = HashMap::new();
    for page in pages.iter_mut() {
        let Some(id) = page.incident().id.clone() else { continue };
        match owners.get(&id.value) {
            None => {
                owners.insert(id.value.clone(), page.path().clone());
                page.id = id.value;
            }
            Some(first) => {
                let message = format!("the id `{}` is already that of `{first}`", id.value);
                diagnostics.push(Diagnostic::new(Code::DuplicateId, page.path(), id.span(), message));
            }
        }
    }
    let mut stems: HashMap<String, usize> = HashMap::new();
    for page in pages.iter().filter(|page| page.id.is_empty()) {
        *stems.entry(page.place.stem().to_owned()).or_default() += 1;
    }
    for page in pages.iter_mut().filter(|page| page.id.is_empty()) {
        let path = page.path().clone();
        let place = page.place.clone();
        let stem = place.stem().to_owned();
        let folder_page = page.shape.kind == PageKind::Folder;
        let alone = stems.get(&stem) == Some(&1) && !owners.contains_key(&stem) && !folder_page;
        let mut id = if alone { stem } else { without_extension(&place) };
        if folder_page && !place.folder().is_empty() {
            id = place.folder().to_owned();
        }
        while owners.contains_key(&id) {
            id.push('_');
        }
        owners.insert(id.clone(), path);
        page.id = id;
    }
}

fn without_extension(path: &ContentPath) -> String {
    let folder = path.folder();
    if folder.is_empty() { path.stem().to_owned() } else { format!("{folder}/{}", path.stem()) }
}

fn collisions<'a>(paths: impl Iterator<Item = &'a ContentPath>, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, &ContentPath> = BTreeMap::new();
    for path in paths {
        let folded = path.as_str().to_lowercase();
        if let Some(first) = seen.get(&folded) {
            let message = format!("`{path}` and `{first}` differ only in case");
            diagnostics.push(Diagnostic::new(Code::CaseCollision, path, None, message));
        } else {
            seen.insert(folded, path);
        }
    }
}
