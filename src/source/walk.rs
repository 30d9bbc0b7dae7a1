//! What lies in the content folder: sorted, never out of the folder, never through a link.

use super::{FileStamp, OUTPUT_MARKER};
use crate::diagnostic::{Checked, Code, Diagnostic, Level, Subject};
use crate::text::ContentPath;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// A regular file with a name that can be published.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entry {
    /// Its path in the content folder.
    pub path: ContentPath,
    /// How it looked when it was seen.
    pub stamp: FileStamp,
}

/// Every regular file below `root` but those that are nobody's content ([`is_noise`]) and those in `skip`, sorted.
/// `root` itself may be a link: whoever names it means the folder behind it.
pub fn walk(root: &Path, skip: &[PathBuf]) -> Checked<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut diagnostics = Vec::new();
    let root = match fs::canonicalize(root) {
        Ok(root) => root,
        Err(error) => {
            let message = format!("the content folder {} cannot be read: {error}", root.display());
            let finding = Diagnostic::about(Code::UnreadableFile, Subject::Settings, None, message);
            return Checked::new(entries, vec![finding.help("Put the folder there, or name another as `src`.")]);
        }
    };
    // What is to be skipped may not exist yet; then there is nothing to skip.
    let skip: Vec<PathBuf> = skip.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
    let mut walk = WalkDir::new(&root).follow_links(false).into_iter();
    while let Some(next) = walk.next() {
        let entry = match next {
            Ok(entry) => entry,
            Err(error) if is_gone(&error) => continue,
            Err(error) => {
                let path = error.path().unwrap_or(&root);
                let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                diagnostics.push(finding(Code::UnreadableFile, &root, path, format!("cannot be read: {why}")));
                continue;
            }
        };
        if entry.depth() == 0 {
            continue;
        }
        let kind = entry.file_type();
        if is_noise(&entry) || skip.iter().any(|skipped| skipped == entry.path()) {
            if kind.is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        let Some(path) = content_path(&root, entry.path()) else {
            diagnostics.push(finding(Code::BadName, &root, entry.path(), bad_name(entry.file_name())));
            if kind.is_dir() {
                walk.skip_current_dir();
            }
            continue;
        };
        if kind.is_symlink() {
            diagnostics.push(about_link(&root, &path, entry.path()));
        } else if kind.is_file() {
            match entry.metadata() {
                Ok(metadata) => entries.push(Entry { path, stamp: FileStamp::of(&metadata) }),
                Err(error) if is_gone(&error) => {}
                Err(error) => {
                    diagnostics.push(Diagnostic::new(
                        Code::UnreadableFile,
                        &path,
                        None,
                        format!("the file cannot be read: {error}"),
                    ));
                }
            }
        } else if !kind.is_dir() {
            let message = "neither a file nor a folder, but a pipe, a socket or a device";
            diagnostics.push(
                Diagnostic::new(Code::UnreadableFile, &path, None, message).help("Move it out of the content folder."),
            );
        }
    }
    entries.sort();
    Checked::new(entries, diagnostics)
}

/// Whether something went while it was walked by: it is not there, and nothing is wrong.
fn is_gone(error: &walkdir::Error) -> bool {
    error.depth() > 0 && error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Whether something is there for tools, not for readers: hidden files, what editors leave behind, the folders of
/// package managers and compilers, and sites that Casebook made.
fn is_noise(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    if entry.file_type().is_dir() {
        return is_noisy_folder(&name, entry.path());
    }
    is_noisy_file(&name)
}

/// Whether a path below `root` can be told to be nobody's content by its names alone, or lies in what is skipped:
/// the walk would not come by it.
pub fn passes_by(root: &Path, relative: &Path, skip: &[PathBuf]) -> bool {
    let folders = relative.ancestors().skip(1).filter(|folder| *folder != Path::new(""));
    let name_of = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    is_noisy_file(&name_of(relative))
        || folders.clone().any(|folder| is_noisy_folder(&name_of(folder), &root.join(folder)))
        || skip.iter().filter_map(|path| fs::canonicalize(path).ok()).any(|path| root.join(relative).starts_with(path))
}

fn is_noisy_folder(name: &str, path: &Path) -> bool {
    // The pictures of a wiki of Azure DevOps are content.
    name.starts_with('.') && name != ".attachments" || name == "node_modules" || is_build_folder(path)
}

fn is_noisy_file(name: &str) -> bool {
    let swap = Path::new(name)
        .extension()
        .is_some_and(|ending| ["swp", "swo", "swx"].iter().any(|swap| ending.eq_ignore_ascii_case(swap)));
    name.starts_with(['.', '~'])
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
        || swap
        || name.eq_ignore_ascii_case("thumbs.db")
        || name.eq_ignore_ascii_case("desktop.ini")
}

/// `target` alone is a word like any other (a shop, even): it is a compiler's only with the compiler's tag in it.
fn is_build_folder(path: &Path) -> bool {
    let has = |name: &str| fs::symlink_metadata(path.join(name)).is_ok();
    has(OUTPUT_MARKER) || has("CACHEDIR.TAG")
}

/// The path in the content folder; `None` for a name that cannot become a URL.
fn content_path(root: &Path, path: &Path) -> Option<ContentPath> {
    let relative = path.strip_prefix(root).ok()?;
    let mut text = String::new();
    for part in relative.components() {
        let part = part.as_os_str().to_str()?;
        if part.contains('\\') || part.chars().any(char::is_control) {
            return None;
        }
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(part);
    }
    ContentPath::new(&text)
}

fn bad_name(name: &OsStr) -> String {
    let what = match name.to_str() {
        None => "bytes that are not Unicode",
        Some(name) if name.contains('\\') => "a backslash",
        Some(_) => "control characters",
    };
    format!("the name has {what}; it was left out")
}

/// A finding about a path that may not be a [`ContentPath`]: what cannot be shown becomes U+FFFD.
fn finding(code: Code, root: &Path, path: &Path, message: String) -> Diagnostic {
    let relative = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    let relative = relative.replace(|c: char| c.is_control() || c == '\\', "\u{FFFD}");
    let subject = ContentPath::new(&relative).map_or(Subject::Settings, Subject::Content);
    let message = if subject == Subject::Settings { format!("the content folder {message}") } else { message };
    Diagnostic::about(code, subject, None, message)
}

/// A link that stays inside only duplicates what is there, so it is told mildly.
fn about_link(root: &Path, path: &ContentPath, link: &Path) -> Diagnostic {
    let (level, where_to) = match fs::canonicalize(link) {
        Ok(target) if target.starts_with(root) => (Level::Info, "it leads to another place in the content folder"),
        Ok(_) => (Level::Warning, "it leads out of the content folder"),
        Err(_) => (Level::Warning, "what it leads to is not there"),
    };
    let mut finding =
        Diagnostic::new(Code::LinkOutside, path, None, format!("a symbolic link was not followed: {where_to}"));
    finding.level = level;
    if level == Level::Info {
        finding = finding.help("Link to the page itself, or copy it.");
    }
    finding
}
