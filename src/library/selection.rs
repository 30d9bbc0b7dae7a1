//! The gate: what each variant of a library may show, decided once and before anything is put together, so that no writer
//! decides for itself.
//!
//! What may not be shown (drafts, pages for another audience) is left out first, with the files that only it refers to. A
//! translation that is still a draft does not hide its original. Of the translations of one page a variant shows one.

use super::inherit::inherited;
use super::languages::Languages;
use super::linked_title::LinkedTitles;
use super::member::{Hidden, Member};
use super::shown_assets::shown_assets;
use super::variant::Variant;
use crate::config::{Config, Vocabulary};
use crate::document::{Document, Shape};
use crate::text::{Asset, ContentPath, OutputPath};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a variant may show: all that [`super::gather`] gets to see. Only [`select`] makes one.
#[derive(Clone, Debug)]
pub struct Selection {
    pub(super) variant: Variant,
    pub(super) members: Vec<Member>,
    pub(super) assets: Vec<Asset>,
    pub(super) vocabulary: Vocabulary,
    /// The names by which links may mean pages that are left out.
    pub(super) hidden: Vec<Hidden>,
}

impl Selection {
    /// Which library it is.
    pub fn variant(&self) -> &Variant {
        &self.variant
    }

    /// The pages that are left out, for `check`.
    pub fn hidden(&self) -> &[Hidden] {
        &self.hidden
    }
}

/// A document with its shape as variants know it.
struct Version {
    document: Arc<Document>,
    language: usize,
    /// Its shape with what it leaves to its original.
    shape: Arc<Shape>,
    original: Option<ContentPath>,
    linked_title: Option<String>,
}

impl Version {
    fn hidden(&self) -> Hidden {
        Hidden { path: self.document.path.clone(), shape: Arc::clone(&self.shape) }
    }
}

/// What each variant of a library may show, its own language first. Files are shared by all of them.
pub fn select(
    documents: &[Arc<Document>],
    titles: &LinkedTitles,
    assets: &[Asset],
    vocabulary: &Vocabulary,
    languages: &Languages,
    config: &Config,
) -> Vec<Selection> {
    let variant = |(index, tag): (usize, &String)| Variant::for_everybody(tag, index == 0);
    let nothing = |variant| Selection {
        variant,
        members: Vec::new(),
        assets: Vec::new(),
        vocabulary: vocabulary.clone(),
        hidden: Vec::new(),
    };
    let mut selections: Vec<Selection> = languages.tags.iter().enumerate().map(variant).map(nothing).collect();
    let mut pages: BTreeMap<OutputPath, Vec<Version>> = BTreeMap::new();
    for document in documents {
        let language = languages.language(&document.path);
        let key = OutputPath::of_page(languages.place(&document.path));
        pages.entry(key).or_default().push(Version {
            document: Arc::clone(document),
            language,
            shape: Arc::clone(&document.shape),
            original: None,
            linked_title: titles.of(&document.path),
        });
    }
    for mut versions in pages.into_values() {
        inherit(&mut versions);
        // All variants are for the same audience.
        let may_show = |version: &Version| selections[0].variant.may_show(&version.shape, config.drafts);
        let (shown, hidden): (Vec<Version>, Vec<Version>) = versions.into_iter().partition(may_show);
        for (language, selection) in selections.iter_mut().enumerate() {
            // The selection's own language, else the library's, else any.
            let has = |wanted: usize| shown.iter().any(|version| version.language == wanted);
            let chosen = [language, 0].into_iter().chain(0..languages.tags.len()).find(|wanted| has(*wanted));
            match chosen {
                Some(chosen) => {
                    selection.members.extend(members(
                        &shown,
                        chosen,
                        languages,
                        (chosen != language).then_some(chosen),
                    ));
                    // Two files for one place are told apart where places are given out.
                    if chosen == 0 {
                        selection
                            .hidden
                            .extend(hidden.iter().filter(|version| version.language == 0).map(Version::hidden));
                    }
                }
                None => selection.hidden.extend(hidden.iter().map(Version::hidden)),
            }
        }
    }
    let members: Vec<&[Member]> = selections.iter().map(|selection| selection.members.as_slice()).collect();
    let hidden: Vec<&[Hidden]> = selections.iter().map(|selection| selection.hidden.as_slice()).collect();
    let shown = shown_assets(&members, &hidden, assets);
    for selection in &mut selections {
        selection.assets.clone_from(&shown);
    }
    selections
}

/// Gives every translation the facts of its original: the file in the library's own language, else in the first. A
/// translation of a draft is a draft unless it says otherwise.
fn inherit(versions: &mut [Version]) {
    let first = versions.iter().map(|version| version.language).min();
    let original = versions.iter().find(|version| Some(version.language) == first);
    let Some(original) = original.map(|version| Arc::clone(&version.document)) else { return };
    for version in versions.iter_mut().filter(|version| Some(version.language) != first) {
        version.shape = Arc::new(inherited(&version.document.shape, &original.shape));
        version.original = Some(original.path.clone());
    }
}

fn members<'a>(
    shown: &'a [Version],
    chosen: usize,
    languages: &'a Languages,
    stands_in: Option<usize>,
) -> impl Iterator<Item = Member> + 'a {
    let others: Vec<ContentPath> = shown
        .iter()
        .filter(|version| version.language != chosen)
        .map(|version| version.document.path.clone())
        .collect();
    shown.iter().filter(move |version| version.language == chosen).map(move |version| Member {
        path: version.document.path.clone(),
        shape: Arc::clone(&version.shape),
        original: version.original.clone(),
        place: languages.place(&version.document.path).clone(),
        linked_title: version.linked_title.clone(),
        stands_in,
        others: others.clone(),
    })
}
