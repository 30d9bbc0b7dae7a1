//! The content folder as a value that is kept in step with the disk.
//!
//! [`Folder::read`] reads all of it, [`Folder::rescan`] what looks different, [`Folder::touch`] what somebody says has
//! changed. Whatever happened in between, the value is that of a folder read anew (a property in `tests.rs`).

use super::active;
use super::walk::{self, Entry};
use super::{FileStamp, LARGEST_PAGE, Sources, read_source};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::text::{Asset, ContentPath, Source, image_size};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How many bytes of a picture are read.
const PICTURE_HEAD: u64 = 64 * 1024;

/// A content folder, read.
pub struct Folder {
    root: PathBuf,
    vocabulary: Option<ContentPath>,
    skip: Vec<PathBuf>,
    files: BTreeMap<ContentPath, File>,
    /// Whether files are copied that can run something when they are opened.
    lets_run: bool,
    /// How many bytes the largest page may have.
    largest: u64,
    /// What was found while walking: links, names, what cannot be read.
    findings: Vec<Diagnostic>,
}

/// A file as it was last seen.
#[derive(Clone, PartialEq)]
struct File {
    stamp: FileStamp,
    /// Whether it can run something when it is opened; `None` for what is no document.
    runs: Option<bool>,
    /// Width and height of a picture.
    pixels: Option<(u32, u32)>,
    /// When it was read: what changed shortly before may have changed again without looking different.
    read_at: SystemTime,
    content: Content,
}

#[derive(Clone)]
enum Content {
    /// A page or the vocabulary, and what was found while it was read; `None` where it cannot be read.
    Text(Option<Source>, Vec<Diagnostic>),
    /// Any other file.
    Other,
}

impl PartialEq for Content {
    fn eq(&self, other: &Content) -> bool {
        match (self, other) {
            (Content::Text(a, found_a), Content::Text(b, found_b)) => {
                a.as_ref().map(|source| source.fingerprint) == b.as_ref().map(|source| source.fingerprint)
                    && found_a == found_b
            }
            (Content::Other, Content::Other) => true,
            _ => false,
        }
    }
}

impl Folder {
    /// Reads a content folder. `vocabulary` is the vocabulary's path in it, `skip` what else is not content: the output
    /// folder, the library's theme, its settings.
    pub fn read(root: &Path, vocabulary: &str, skip: &[PathBuf]) -> Folder {
        Folder::read_limited(root, vocabulary, skip, LARGEST_PAGE)
    }

    /// The same, without pages of more than `largest` bytes.
    pub fn read_limited(root: &Path, vocabulary: &str, skip: &[PathBuf], largest: u64) -> Folder {
        let mut folder = Folder {
            root: root.to_owned(),
            vocabulary: ContentPath::new(vocabulary),
            skip: skip.to_vec(),
            files: BTreeMap::new(),
            lets_run: false,
            largest,
            findings: Vec::new(),
        };
        folder.rescan(&BTreeSet::new());
        folder
    }

    /// The same folder, where authors are trusted: files that can run something are copied like any other.
    #[must_use]
    pub fn trusted(mut self, lets_run: bool) -> Folder {
        self.lets_run = lets_run;
        self
    }

    /// FileStamp at everything again and reads what looks different, and `touched` in any case. Whether anything is.
    pub fn rescan(&mut self, touched: &BTreeSet<ContentPath>) -> bool {
        let Checked { value: entries, diagnostics } = walk::walk(&self.root, &self.skip);
        let old = std::mem::take(&mut self.files);
        let files: Vec<(ContentPath, File)> = entries
            .into_par_iter()
            .filter_map(|entry| {
                let known = old
                    .get(&entry.path)
                    .filter(|file| file.stamp == entry.stamp && file.is_settled() && !touched.contains(&entry.path));
                let file = known.cloned().or_else(|| self.look(&entry))?;
                Some((entry.path, file))
            })
            .collect();
        self.files = files.into_iter().collect();
        let differ = !same(&self.files, &old) || self.findings != diagnostics;
        self.findings = diagnostics;
        differ
    }

    /// FileStamp at these paths of the disk again. Whether anything is different.
    pub fn touch(&mut self, paths: &[PathBuf]) -> bool {
        let root = fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone());
        let mut touched = BTreeSet::new();
        let mut only_content = true;
        for path in paths {
            let Ok(relative) = path.strip_prefix(&root).or_else(|_| path.strip_prefix(&self.root)) else { continue };
            if walk::passes_by(&root, relative, &self.skip) {
                continue;
            }
            match ContentPath::new(&relative.to_string_lossy()) {
                Some(path) if self.files.contains_key(&path) && self.is_file(&path) => {
                    touched.insert(path);
                }
                // Something came or went, or is no file: the walk knows what that means.
                path => {
                    only_content = false;
                    touched.extend(path);
                }
            }
        }
        if !only_content {
            return self.rescan(&touched);
        }
        let looked: Vec<(ContentPath, File)> = touched
            .into_par_iter()
            .filter_map(|path| {
                let metadata =
                    fs::symlink_metadata(self.root.join(path.as_str())).ok().filter(fs::Metadata::is_file)?;
                let entry = Entry { path, stamp: FileStamp::of(&metadata) };
                let file = self.look(&entry)?;
                Some((entry.path, file))
            })
            .collect();
        let mut differ = false;
        for (path, file) in looked {
            let old = self.files.insert(path.clone(), file);
            differ |= old.is_none_or(|old| !old.shows_the_same(&self.files[&path]));
        }
        differ
    }

    /// What it holds, every list sorted by path.
    pub fn sources(&self) -> Checked<Sources> {
        let mut sources = Sources::default();
        let mut diagnostics = self.findings.clone();
        for (path, file) in &self.files {
            match &file.content {
                Content::Other if file.runs == Some(true) && !self.lets_run => {
                    let message = "something in this file runs when it is opened, and it was left out";
                    diagnostics.push(Diagnostic::new(Code::ActiveFile, path, None, message));
                }
                Content::Other => {
                    sources.assets.push(Asset { path: path.clone(), size: file.stamp.size, pixels: file.pixels })
                }
                Content::Text(source, found) => {
                    diagnostics.extend(found.iter().cloned());
                    match source {
                        Some(source) if Some(path) == self.vocabulary.as_ref() => {
                            sources.vocabulary = Some(source.clone());
                        }
                        Some(source) => sources.pages.push(source.clone()),
                        None => {}
                    }
                }
            }
        }
        Checked::new(sources, diagnostics)
    }

    /// Files that are no text and look different than they did in `before`: pictures that were replaced.
    pub fn other_files_since(&self, before: &[(ContentPath, FileStamp)]) -> Vec<ContentPath> {
        let known: BTreeMap<&ContentPath, FileStamp> = before.iter().map(|(path, stamp)| (path, *stamp)).collect();
        let changed = self.other_files().into_iter().filter(|(path, stamp)| known.get(path) != Some(stamp));
        changed.map(|(path, _)| path).collect()
    }

    /// Every file that is no text, and how it looks.
    pub fn other_files(&self) -> Vec<(ContentPath, FileStamp)> {
        let others = self.files.iter().filter(|(_, file)| file.content == Content::Other);
        others.map(|(path, file)| (path.clone(), file.stamp)).collect()
    }

    fn is_file(&self, path: &ContentPath) -> bool {
        fs::symlink_metadata(self.root.join(path.as_str())).is_ok_and(|metadata| metadata.is_file())
    }

    /// A file; `None` where it went since it was seen: it is not there, and nothing is wrong.
    fn look(&self, entry: &Entry) -> Option<File> {
        let is_text = Some(&entry.path) == self.vocabulary.as_ref() || super::is_page(&entry.path);
        let read_at = SystemTime::now();
        let pixels = if is_text { None } else { picture_size(&self.root, &entry.path) };
        let runs = if is_text { None } else { active::runs(&self.root, &entry.path) };
        let content = if is_text {
            let Checked { value, diagnostics } = read_source(&self.root, entry.path.clone(), self.largest)?;
            Content::Text(value, diagnostics)
        } else {
            Content::Other
        };
        Some(File { stamp: entry.stamp, runs, pixels, read_at, content })
    }
}

impl File {
    fn is_settled(&self) -> bool {
        self.stamp.is_settled_at(self.read_at)
    }

    /// Whether both make the same site. A file that is copied counts by its looks.
    fn shows_the_same(&self, other: &File) -> bool {
        self.content == other.content && (self.content != Content::Other || self.stamp == other.stamp)
    }
}

/// Reads as much of a picture as says how large it is; `None` for any other file.
fn picture_size(root: &Path, path: &ContentPath) -> Option<(u32, u32)> {
    let ending = path.extension()?;
    if !["png", "jpg", "jpeg", "gif", "webp", "svg"].contains(&ending.as_str()) {
        return None;
    }
    let mut beginning = Vec::new();
    // A photograph may begin with a small one of itself.
    super::open_within(root, path).ok()?.0.take(PICTURE_HEAD).read_to_end(&mut beginning).ok()?;
    image_size(&beginning)
}

fn same(a: &BTreeMap<ContentPath, File>, b: &BTreeMap<ContentPath, File>) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|((path_a, file_a), (path_b, file_b))| path_a == path_b && file_a.shows_the_same(file_b))
}
