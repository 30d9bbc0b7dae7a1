//! The theme's files as a value.

use std::collections::BTreeMap;

/// A theme: the built-in files and the library's own, which lie over them path by path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ThemeFiles {
    /// The built-in files by path (`templates/base.html`).
    pub built_in: BTreeMap<String, Vec<u8>>,
    /// The library's own files by path in its theme folder.
    pub own: BTreeMap<String, Vec<u8>>,
    /// Style sheets that `additional-css` names, in its order.
    pub additional_css: Vec<(String, Vec<u8>)>,
    /// Other files that the settings name: the logo, the icon, Mermaid.
    pub named: Vec<(String, Vec<u8>)>,
}

impl ThemeFiles {
    /// The file at a path: the library's own where it has one.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.own.get(path).or_else(|| self.built_in.get(path)).map(Vec::as_slice)
    }

    /// The files of a folder (`i18n/`) by path, each once.
    pub fn in_folder<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        let mut merged: BTreeMap<&str, &[u8]> = BTreeMap::new();
        for (path, bytes) in self.built_in.iter().chain(&self.own).filter(|(path, _)| path.starts_with(folder)) {
            merged.insert(path, bytes);
        }
        merged.into_iter()
    }
}
