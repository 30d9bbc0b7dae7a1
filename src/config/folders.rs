//! `[folders."…"]` and `[front_matter.defaults]`: defaults for the front matter of pages.

use super::wrong::wrong;
use crate::diagnostic::Diagnostic;
use crate::model::PageKind;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// `[folders."…"]`: the library's own keys, with no defaults to lie over.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawFolder {
    pub(super) kind: Option<Spanned<String>>,
    pub(super) defaults: Option<toml::Table>,
}

/// Front matter that a folder's pages have unless they say otherwise.
#[derive(Clone, Debug)]
pub struct FolderDefaults {
    /// The folder in the content folder; "" for all pages.
    pub folder: String,
    /// What its pages are; `None` lets each page's text decide.
    pub kind: Option<PageKind>,
    /// Fields and their values.
    pub values: toml::Table,
}

/// The defaults of all pages first, then those of each folder.
pub(super) fn all_defaults(
    book: toml::Table,
    folders: BTreeMap<String, RawFolder>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<FolderDefaults> {
    let mut all = vec![FolderDefaults { folder: String::new(), kind: None, values: book }];
    // A BTreeMap gives a folder before the folders in it.
    for (folder, RawFolder { kind, defaults }) in folders {
        let kind = kind.and_then(|kind| match kind.as_ref().as_str() {
            "incident" | "postmortem" => Some(PageKind::Incident),
            "article" => Some(PageKind::Article),
            other => {
                wrong(
                    diagnostics,
                    kind.span(),
                    format!("`{other}` is not a kind of page"),
                    "Use \"incident\" or \"article\".".to_owned(),
                );
                None
            }
        });
        let folder = folder.trim_matches('/').to_owned();
        all.push(FolderDefaults { folder, kind, values: defaults.unwrap_or_default() });
    }
    all
}
