//! Relative paths that cannot leave their root.

use super::Fingerprint;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::Arc;

/// The longest file name that every common file system takes, in bytes.
const LONGEST_NAME: usize = 255;

/// A path inside the content folder: `/` between parts, no empty part, no `.` or `..`, never absolute.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentPath(Arc<str>);

impl ContentPath {
    /// Normalises `path` (`.` and `..` are resolved); `None` when it is empty or would leave the root.
    pub fn new(path: &str) -> Option<ContentPath> {
        normalise("", path).map(|path| ContentPath(path.into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder, without a slash at its end; "" at the root.
    pub fn folder(&self) -> &str {
        self.0.rfind('/').map_or("", |slash| &self.0[..slash])
    }

    /// The last part.
    pub fn name(&self) -> &str {
        self.0.rfind('/').map_or(&self.0, |slash| &self.0[slash + 1..])
    }

    /// The last part without its last extension.
    pub fn stem(&self) -> &str {
        match self.name().rfind('.') {
            Some(dot) if dot > 0 => &self.name()[..dot],
            _ => self.name(),
        }
    }

    /// The extension in lower case, without its dot.
    pub fn extension(&self) -> Option<String> {
        self.name().rfind('.').filter(|dot| *dot > 0).map(|dot| self.name()[dot + 1..].to_ascii_lowercase())
    }

    /// What `link` means on this page: relative to its folder, or to the root with a leading slash.
    /// `None` when it leaves the root.
    pub fn resolve(&self, link: &str) -> Option<ContentPath> {
        let base = if link.starts_with('/') { "" } else { self.folder() };
        normalise(base, link).map(|path| ContentPath(path.into()))
    }
}

impl fmt::Display for ContentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for ContentPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// What is read back cannot leave the root either.
impl<'de> Deserialize<'de> for ContentPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ContentPath, D::Error> {
        let path = String::deserialize(deserializer)?;
        ContentPath::new(&path).ok_or_else(|| D::Error::custom("a path that leaves its root"))
    }
}

impl Serialize for OutputPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// What is read back cannot leave the root either.
impl<'de> Deserialize<'de> for OutputPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OutputPath, D::Error> {
        let path = String::deserialize(deserializer)?;
        OutputPath::new(&path).ok_or_else(|| D::Error::custom("a path that leaves its root"))
    }
}

fn normalise(base: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part if part.contains(['\0', '\\']) => return None,
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// A path inside the output folder, with the same guarantees as [`ContentPath`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// Normalises `path`; `None` when it is empty or would leave the root.
    pub fn new(path: &str) -> Option<OutputPath> {
        normalise("", path).map(|path| OutputPath::from_parts(&path))
    }

    /// The page of a content file: `a/b.md` is `a/b.html`; `_index.md`, `index.md` and `README.md` are `index.html`.
    pub fn of_page(path: &ContentPath) -> OutputPath {
        let stem = path.stem();
        let stem = if is_folder_page(stem) { "index" } else { stem };
        OutputPath::in_folder(path.folder(), &format!("{stem}.html"))
    }

    /// The copy of an asset: the same path.
    pub fn of_asset(path: &ContentPath) -> OutputPath {
        OutputPath::from_parts(path.as_str())
    }

    /// A name of the theme's own in a folder of the theme's own. Both are given by code or are slugs.
    pub fn in_folder(folder: &str, name: &str) -> OutputPath {
        OutputPath::from_parts(normalise(folder, name).as_deref().unwrap_or("index.html"))
    }

    /// The same place in a folder of the site; "" is the site itself.
    #[must_use]
    pub fn in_site_folder(&self, folder: &str) -> OutputPath {
        if folder.is_empty() { self.clone() } else { OutputPath::in_folder(folder, self.as_str()) }
    }

    /// The place without the folder of the site that it lies in; `None` where it lies outside.
    pub fn within(&self, folder: &str) -> Option<OutputPath> {
        if folder.is_empty() {
            return Some(self.clone());
        }
        self.0.strip_prefix(folder)?.strip_prefix('/').map(|rest| OutputPath(rest.into()))
    }

    /// Keeps each part short enough for a file system; a part that is too long ends in its fingerprint.
    fn from_parts(path: &str) -> OutputPath {
        if path.split('/').all(|part| part.len() <= LONGEST_NAME) {
            return OutputPath(path.into());
        }
        let parts: Vec<String> = path.split('/').map(shorter).collect();
        OutputPath(parts.join("/").into())
    }

    /// The path as text, not encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many folders deep: 0 at the root.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count()
    }

    /// The URL of `to` as a link on this page: relative, percent-encoded.
    pub fn link_to(&self, to: &OutputPath) -> String {
        let here: Vec<&str> = self.0.split('/').collect();
        let there: Vec<&str> = to.0.split('/').collect();
        let shared = here[..here.len() - 1].iter().zip(&there[..there.len() - 1]).take_while(|(a, b)| a == b).count();
        let mut link = "../".repeat(here.len() - 1 - shared);
        link.push_str(&encode_path(&there[shared..].join("/")));
        // A first part with a colon would read as a scheme.
        if link.split('/').next().is_some_and(|first| first.contains(':')) { format!("./{link}") } else { link }
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a file of this stem introduces its folder.
fn is_folder_page(stem: &str) -> bool {
    stem == "_index" || stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index")
}

fn shorter(part: &str) -> String {
    if part.len() <= LONGEST_NAME {
        return part.to_owned();
    }
    let (stem, ending) = part.rsplit_once('.').unwrap_or((part, ""));
    let mut end = (LONGEST_NAME - ending.len().min(16) - 12).min(stem.len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}-{}.{ending}", &stem[..end], Fingerprint::of(&[part.as_bytes()]).short())
}

/// What stays as it is in a path of a URL: unreserved characters (RFC 3986, section 2.3) and those of a path segment
/// that no tool misreads.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b',')
    .remove(b'+');

/// Percent-encodes a path for a URL.
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn content(path: &str) -> ContentPath {
        ContentPath::new(path).unwrap()
    }

    #[test]
    fn paths_cannot_leave_their_root() {
        assert_eq!(ContentPath::new("../a.md"), None);
        assert_eq!(ContentPath::new("a/../../b"), None);
        assert_eq!(ContentPath::new("a/..\\..\\b"), None);
        assert_eq!(content("a/./b/../c.md").as_str(), "a/c.md");
        assert_eq!(content("x/y.md").resolve("../../z.md"), None);
        assert_eq!(content("x/y.md").resolve("../z.md"), Some(content("z.md")));
        assert_eq!(content("x/y.md").resolve("/z.md"), Some(content("z.md")));
    }

    #[test]
    fn pages_mirror_the_content_folder() {
        assert_eq!(OutputPath::of_page(&content("incidents/a.md")).as_str(), "incidents/a.html");
        assert_eq!(OutputPath::of_page(&content("runbooks/README.md")).as_str(), "runbooks/index.html");
        assert_eq!(OutputPath::of_page(&content("_index.md")).as_str(), "index.html");
        let long = OutputPath::of_page(&content(&format!("{}.md", "é".repeat(126))));
        assert!(long.as_str().len() <= 255 && long.as_str().ends_with(".html"));
    }

    #[test]
    fn links_are_relative_and_encoded() {
        let page = OutputPath::new("a/b/c.html").unwrap();
        let link = |to: &str| page.link_to(&OutputPath::new(to).unwrap());
        assert_eq!(link("a/b/d.html"), "d.html");
        assert_eq!(link("a/x.html"), "../x.html");
        assert_eq!(link("index.html"), "../../index.html");
        assert_eq!(link("a/b/x #1?.html"), "x%20%231%3F.html");
        assert_eq!(link("a/b/x: y.html"), "./x:%20y.html");
    }

    proptest! {
        #[test]
        fn no_input_leaves_the_root(base in "[a-z./\\\\]{0,12}", link in "[a-z./\\\\%]{0,24}") {
            if let Some(base) = ContentPath::new(&base)
                && let Some(path) = base.resolve(&link)
            {
                prop_assert!(path.as_str().split('/').all(|part| !part.is_empty() && part != ".." && part != "."));
                prop_assert!(!path.as_str().contains('\\'));
            }
        }
    }
}
