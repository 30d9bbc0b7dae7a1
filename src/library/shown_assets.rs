//! Which of the other files may be published.
//!
//! A file that a shown page refers to is published. One that only pages left out refer to is not, nor is one that
//! nobody refers to and that lies with pages left out alone: in their folder or below it. Every other file is; but where a
//! build is not for those who may read everything, only such as lie in a folder that the settings name its readers for.

use super::from_root;
use super::link::{percent_decode, split_fragment};
use super::member::{Hidden, Member};
use crate::config::Config;
use crate::document::Shape;
use crate::text::{Asset, ContentPath, Fingerprint, fold};
use std::collections::{HashMap, HashSet};

/// The files that may be published, in their order, by what the variants of a library show and leave out: of all of them
/// together, since they share the files. `withheld` are the names of files that parts left out of pages refer to.
pub(super) fn shown_assets(
    members: &[&[Member]],
    hidden: &[&[Hidden]],
    withheld: HashSet<Fingerprint>,
    assets: &[Asset],
    config: &Config,
) -> Vec<Asset> {
    let files = Files::of(assets);
    let mut shown = HashSet::new();
    let mut paths = HashSet::new();
    for member in members.iter().copied().flatten() {
        paths.insert(&member.path);
        let places = [&member.path, &member.place].into_iter().chain(&member.others);
        refer(&member.shape, places, &files, &mut shown);
    }
    let mut not_shown = HashSet::new();
    // For each folder, whether a page that lies in it is shown.
    let mut folders: HashMap<&str, bool> = paths.iter().map(|path| (path.folder(), true)).collect();
    for page in hidden.iter().copied().flatten() {
        if !paths.contains(&page.path) {
            refer(&page.shape, [&page.path].into_iter(), &files, &mut not_shown);
            folders.entry(page.path.folder()).or_insert(false);
        }
    }
    let may_be_shown = |asset: &&Asset| {
        let name = fold(asset.path.as_str());
        shown.contains(&name)
            || !not_shown.contains(&name)
                && !withheld.contains(&Fingerprint::of_value(&fold(asset.path.name())))
                && !lies_with_hidden(&asset.path, &folders)
                && is_for_readers(&asset.path, config)
    };
    assets.iter().filter(may_be_shown).cloned().collect()
}

/// Whether a file that no page shows is for the readers of this build, by the folder that it lies in: it cannot say so itself.
fn is_for_readers(path: &ContentPath, config: &Config) -> bool {
    let rules = config.defaults_for(path.folder()).rev();
    let of_folder = || rules.filter_map(|rule| rule.audience.as_deref()).next();
    !config.audiences.are_configured() || config.audiences.may_read(of_folder())
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

/// The files of a library, by path and by name.
struct Files<'a> {
    paths: HashSet<&'a ContentPath>,
    names: HashMap<String, Vec<&'a ContentPath>>,
}

impl<'a> Files<'a> {
    fn of(assets: &'a [Asset]) -> Files<'a> {
        let mut names: HashMap<String, Vec<&ContentPath>> = HashMap::new();
        for asset in assets {
            names.entry(asset.path.name().to_lowercase()).or_default().push(&asset.path);
        }
        Files { paths: assets.iter().map(|asset| &asset.path).collect(), names }
    }
}

/// Adds every path that a page's links and unknown fields may mean, folded: links are followed in other spellings too.
fn refer<'a>(
    page: &Shape,
    places: impl Iterator<Item = &'a ContentPath> + Clone,
    files: &Files<'_>,
    found: &mut HashSet<String>,
) {
    let links = page.links.iter().map(|link| link.destination.as_str());
    for destination in links.chain(page.named_files.iter().map(String::as_str)) {
        let path = split_fragment(destination).0;
        let path = percent_decode(path.split('?').next().unwrap_or(path));
        found.extend(places.clone().filter_map(|place| place.resolve(&path)).map(|path| fold(path.as_str())));
        if path.starts_with('/') {
            let rooted = places.clone().flat_map(|place| from_root::places(place, &path));
            found.extend(rooted.filter(|path| files.paths.contains(path)).map(|path| fold(path.as_str())));
        } else {
            // A file may be meant by its name alone.
            let name = path.rsplit('/').next().unwrap_or(&path).to_lowercase();
            if let Some([one]) = files.names.get(&name).map(Vec::as_slice) {
                found.insert(fold(one.as_str()));
            }
        }
    }
}
