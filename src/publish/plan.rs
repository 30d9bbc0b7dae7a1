//! What to write, keep, clear away and remove: pure, tested without a disk.

use super::stage::Written;
use super::{Entry, Manifest, PublishError};
use crate::cache::KnownFile;
use crate::source::OUTPUT_MARKER;
use crate::text::{Fingerprint, OutputPath};
use std::collections::{BTreeMap, BTreeSet};

/// What lies where a file of the new site should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum There {
    /// Nothing, or a folder on the way to it is missing.
    Nothing,
    /// A file with this very content.
    Same,
    /// A file with other content, or a link.
    Different,
    /// A folder with these files in it, at any depth.
    Folder(Vec<OutputPath>),
}

/// A file of the new site.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// Where it goes.
    pub path: &'a OutputPath,
    /// How many bytes.
    pub size: u64,
    /// Its identity; `None` for a copy that is to be made anyway, which is read only once, when it is made.
    pub fingerprint: Option<Fingerprint>,
    /// What lies there now.
    pub there: There,
    /// How a file that stays looks, where that tells its content the next time.
    pub known: Option<KnownFile>,
    /// What was written to take its place; `None` for a file that stays.
    pub written: Option<Written>,
}

impl Wanted<'_> {
    /// What the manifest says of it: of what was written what was learnt while writing, of the rest what was there.
    pub fn entry(&self) -> Entry {
        match &self.written {
            Some(written) => Entry { fingerprint: written.fingerprint, size: written.metadata.len() },
            None => Entry { fingerprint: self.fingerprint, size: self.size },
        }
    }
}

/// What a folder of the site is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// Not there.
    Missing,
    /// A folder.
    Folder,
    /// A file.
    File,
    /// A symbolic link.
    Link,
}

/// What to do, by index into the wanted files and by path; all ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// To be written.
    pub write: Vec<usize>,
    /// Files of ours that must make way for folders, and folders with nothing but files of ours for files.
    pub clear: Vec<OutputPath>,
    /// Files of ours that the new site lacks, but for those that are cleared away.
    pub remove: Vec<OutputPath>,
}

/// Compares what is wanted with what was there. `folders` has every folder of both sites.
pub fn plan(
    wanted: &[Wanted<'_>],
    old: &Manifest,
    folders: &BTreeMap<String, EntryKind>,
) -> Result<Plan, PublishError> {
    let needed = needed_folders(&wanted.iter().map(|wanted| wanted.path).collect::<Vec<_>>())?;
    let mut plan = Plan::default();
    let mut foreign = BTreeSet::new();
    let mut clear = BTreeSet::new();
    for folder in needed.keys() {
        let Some(place) = OutputPath::new(folder) else { continue };
        match folders.get(*folder) {
            Some(EntryKind::Link) => return Err(PublishError::LinkInTheWay(place)),
            Some(EntryKind::File) if old.files.contains_key(&place) => {
                clear.insert(place);
            }
            Some(EntryKind::File) => {
                foreign.insert(place);
            }
            Some(EntryKind::Folder | EntryKind::Missing) | None => {}
        }
    }
    for (index, Wanted { path, there, .. }) in wanted.iter().enumerate() {
        match there {
            There::Same => continue,
            There::Nothing => {}
            There::Different if old.files.contains_key(path) => {}
            There::Different => {
                foreign.insert((*path).clone());
            }
            There::Folder(files) => {
                foreign.extend(files.iter().filter(|file| !old.files.contains_key(file)).cloned());
                clear.insert((*path).clone());
            }
        }
        plan.write.push(index);
    }
    if !foreign.is_empty() {
        return Err(PublishError::Foreign(foreign.into_iter().collect()));
    }
    let new: BTreeSet<&OutputPath> = wanted.iter().map(|wanted| wanted.path).collect();
    let goes_anyway = |path: &OutputPath| {
        clear.contains(path)
            || ancestors(path.as_str()).any(|folder| match folders.get(folder) {
                // What lies behind a link is not ours, whatever the manifest says.
                Some(EntryKind::Link | EntryKind::File | EntryKind::Missing) => true,
                _ => OutputPath::new(folder).is_some_and(|folder| clear.contains(&folder)),
            })
    };
    plan.remove = old.files.keys().filter(|path| !new.contains(path) && !goes_anyway(path)).cloned().collect();
    plan.clear = clear.into_iter().collect();
    Ok(plan)
}

/// Every folder that the new site needs, with a file in it; an error when two files cannot both be there.
pub fn needed_folders<'a>(places: &[&'a OutputPath]) -> Result<BTreeMap<&'a str, &'a OutputPath>, PublishError> {
    let mut folders = BTreeMap::new();
    for path in places {
        for folder in ancestors(path.as_str()) {
            folders.entry(folder).or_insert(*path);
        }
    }
    let mut seen = BTreeSet::new();
    for path in places {
        let inside = folders.get(path.as_str()).copied();
        let twice = (!seen.insert(*path) || path.as_str() == OUTPUT_MARKER).then_some(*path);
        if let Some(other) = inside.or(twice) {
            return Err(PublishError::Clash((*path).clone(), other.clone()));
        }
    }
    Ok(folders)
}

/// The folders that a path lies in, from the innermost outwards.
pub fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(slash, _)| &path[..slash])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> OutputPath {
        OutputPath::new(path).unwrap()
    }

    /// Plans a site of these files, where these were ours and these folders are something else than folders.
    fn check(wanted: &[(&str, There)], ours: &[&str], folders: &[(&str, EntryKind)]) -> Result<Plan, String> {
        let paths: Vec<OutputPath> = wanted.iter().map(|(name, _)| path(name)).collect();
        let wanted: Vec<Wanted<'_>> = paths
            .iter()
            .zip(wanted)
            .map(|(path, (_, there))| Wanted {
                path,
                size: 0,
                fingerprint: None,
                there: there.clone(),
                known: None,
                written: None,
            })
            .collect();
        let entry = Entry { fingerprint: None, size: 0 };
        let old = Manifest { files: ours.iter().map(|name| (path(name), entry)).collect(), is_unfinished: false };
        let folders = folders.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
        plan(&wanted, &old, &folders).map_err(|error| error.to_string())
    }

    fn paths(names: &[&str]) -> Vec<OutputPath> {
        names.iter().map(|name| path(name)).collect()
    }

    #[test]
    fn only_what_differs_is_written_and_only_what_was_ours_removed() {
        let wanted = [("a", There::Same), ("b", There::Different), ("x/c", There::Nothing)];
        let plan = check(&wanted, &["a", "b", "y/old"], &[]).unwrap();
        assert_eq!(plan, Plan { write: vec![1, 2], clear: vec![], remove: paths(&["y/old"]) });
    }

    #[test]
    fn files_of_others_are_named_all_at_once() {
        let wanted =
            [("a", There::Different), ("b", There::Folder(paths(&["b/mine", "b/ours"]))), ("c/d", There::Nothing)];
        let error = check(&wanted, &["b/ours"], &[("c", EntryKind::File)]).unwrap_err();
        assert!(error.ends_with("`a`, `b/mine`, `c`"), "{error}");
    }

    #[test]
    fn a_file_of_others_with_the_same_content_is_as_good_as_ours() {
        assert_eq!(check(&[("a", There::Same)], &[], &[]).unwrap(), Plan::default());
    }

    #[test]
    fn files_and_folders_change_places() {
        let wanted = [("a", There::Folder(paths(&["a/x", "a/y/z"]))), ("b/c", There::Nothing)];
        let plan = check(&wanted, &["a/x", "a/y/z", "b"], &[("b", EntryKind::File)]).unwrap();
        assert_eq!(plan, Plan { write: vec![0, 1], clear: paths(&["a", "b"]), remove: vec![] });
    }

    #[test]
    fn links_are_neither_written_nor_removed_through() {
        let error = check(&[("x/a", There::Nothing)], &[], &[("x", EntryKind::Link)]).unwrap_err();
        assert!(error.starts_with("`x` in the output folder is a symbolic link"), "{error}");
        let plan = check(&[("a", There::Same)], &["a", "x/y/b"], &[("x", EntryKind::Link), ("x/y", EntryKind::Folder)])
            .unwrap();
        assert_eq!(plan, Plan::default());
    }

    #[test]
    fn a_site_that_no_disk_can_hold_is_refused() {
        for pair in [["a", "a"], ["a", "a/b"], ["a/b/c", "a/b"]] {
            let wanted = pair.map(|name| (name, There::Nothing));
            assert!(check(&wanted, &[], &[]).unwrap_err().ends_with("cannot both be published"));
        }
        assert!(check(&[(OUTPUT_MARKER, There::Nothing)], &[], &[]).is_err());
    }
}
