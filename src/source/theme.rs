//! The theme: built in, and the library's own laid over it path by path.

use super::read_at_most;
use crate::diagnostic::{Checked, Code, Diagnostic, Subject};
use crate::site::ThemeFiles;
use crate::text::ContentPath;
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

/// The theme as it was when the program was built.
static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/theme");
/// Where it lies in the repository: a debug build reads it from there, so that a change shows without compiling.
const WORKSHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/theme");
/// The folders of a theme. Nothing else in a theme folder is read, wherever the settings point.
const FOLDERS: [&str; 3] = ["assets", "i18n", "templates"];
/// The largest file of a theme, in bytes: a font or a picture, not a film.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Whether a folder looks like a theme.
pub fn is_theme(dir: &Path) -> bool {
    FOLDERS.iter().any(|folder| dir.join(folder).is_dir())
}

/// The built-in theme, the library's own (`None` when it has none), and the style sheets that its settings name,
/// which lie in `root`.
pub fn read_theme(own: Option<&Path>, root: &Path, additional_css: &[String]) -> Checked<ThemeFiles> {
    let mut diagnostics = Vec::new();
    let built_in = built_in(&mut diagnostics);
    let own = own.map(|dir| read_folder(dir, &mut diagnostics)).unwrap_or_default();
    let additional_css = additional_css
        .iter()
        .filter_map(|name| Some((name.clone(), named_file(root, name, &mut diagnostics)?)))
        .collect();
    Checked::new(ThemeFiles { built_in, own, additional_css, named: Vec::new() }, diagnostics)
}

/// The other files that the settings name, which lie in `root` too.
pub fn read_named<'a>(root: &Path, names: impl Iterator<Item = &'a str>) -> Checked<Vec<(String, Vec<u8>)>> {
    let mut diagnostics = Vec::new();
    let files = names.filter_map(|name| Some((name.to_owned(), named_file(root, name, &mut diagnostics)?))).collect();
    Checked::new(files, diagnostics)
}

/// The built-in theme alone.
pub fn built_in_theme() -> ThemeFiles {
    ThemeFiles { built_in: built_in(&mut Vec::new()), ..ThemeFiles::default() }
}

fn built_in(diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Vec<u8>> {
    if cfg!(debug_assertions) && is_theme(Path::new(WORKSHOP)) {
        return read_folder(Path::new(WORKSHOP), diagnostics);
    }
    let mut files = BTreeMap::new();
    embedded(&BUILT_IN, &mut files);
    files
}

fn embedded(dir: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in dir.files() {
        files.insert(file.path().to_string_lossy().replace('\\', "/"), file.contents().to_vec());
    }
    for folder in dir.dirs() {
        embedded(folder, files);
    }
}

/// The files of a theme by path. Links are not followed: a theme is published, too.
fn read_folder(dir: &Path, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for folder in FOLDERS {
        let top = dir.join(folder);
        if fs::symlink_metadata(&top).is_err() {
            continue;
        }
        let walk = WalkDir::new(&top).follow_links(false).follow_root_links(false).sort_by_file_name();
        let seen = |entry: &walkdir::DirEntry| {
            let name = entry.file_name().to_string_lossy();
            !name.starts_with('.') && !name.ends_with('~')
        };
        for entry in walk.into_iter().filter_entry(seen) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().map_or_else(|| folder.to_owned(), |path| relative(dir, path));
                    diagnostics.push(unreadable(path, &error));
                    continue;
                }
            };
            let path = relative(dir, entry.path());
            if entry.file_type().is_symlink() {
                let message = "a symbolic link in the theme was not followed";
                let finding = Diagnostic::about(Code::LinkOutside, Subject::Theme(path), None, message);
                diagnostics.push(finding.help("Copy the files into the theme."));
            } else if entry.file_type().is_file() {
                match read_at_most(entry.path(), LARGEST) {
                    Ok(Some(bytes)) => {
                        files.insert(path, bytes);
                    }
                    Ok(None) => diagnostics.push(unreadable(path, &"the file is too large")),
                    Err(error) => diagnostics.push(unreadable(path, &error)),
                }
            }
        }
    }
    files
}

/// A file that the settings name. It must lie with the library: a path that leads out, or a link, is refused.
fn named_file(root: &Path, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
    let wrong = |why: &dyn std::fmt::Display| {
        let message = format!("the file `{name}` cannot be used: {why}");
        Diagnostic::about(Code::BadSettings, Subject::Settings, None, message)
            .help("Name a file beside book.toml or in a folder below it.")
    };
    let Some(path) = ContentPath::new(name).filter(|_| !Path::new(name).is_absolute()) else {
        diagnostics.push(wrong(&"it does not lie in the library's folder"));
        return None;
    };
    let path = root.join(path.as_str());
    let inside = fs::canonicalize(root).and_then(|root| Ok(fs::canonicalize(&path)?.starts_with(root)));
    match inside.and_then(|inside| if inside { read_at_most(&path, LARGEST) } else { Ok(None) }) {
        Ok(Some(bytes)) => return Some(bytes),
        Ok(None) => diagnostics.push(wrong(&"it is too large, or a link that leads out of the library's folder")),
        Err(error) => diagnostics.push(wrong(&error)),
    }
    None
}

fn relative(dir: &Path, path: &Path) -> String {
    path.strip_prefix(dir).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn unreadable(path: String, why: &dyn std::fmt::Display) -> Diagnostic {
    let message = format!("a file of the theme cannot be read: {why}");
    Diagnostic::about(Code::UnreadableFile, Subject::Theme(path), None, message)
        .help("Make the file readable, or remove it from the theme.")
}
