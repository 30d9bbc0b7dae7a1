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
    /// The files of pages that no variant may show to its readers, drafts or not, sorted.
    withheld: Vec<ContentPath>,
}

impl Selection {
    /// Which library it is.
    pub fn variant(&self) -> &Variant {
        &self.variant
    }

    /// The drafts that are left out, of those pages that are for its readers: for `check`.
    pub fn drafts(&self) -> impl Iterator<Item = &Hidden> {
        self.hidden.iter().filter(|page| self.withheld.binary_search(&page.path).is_err())
    }

    /// The files of the pages that are for others than its readers, sorted.
    pub fn withheld(&self) -> &[ContentPath] {
        &self.withheld
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
    let variant = |(index, tag): (usize, &String)| Variant::new(tag, index == 0, config);
    let nothing = |variant| Selection {
        variant,
        members: Vec::new(),
        assets: Vec::new(),
        vocabulary: vocabulary.clone(),
        hidden: Vec::new(),
        withheld: Vec::new(),
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
    let mut withheld: Vec<ContentPath> = Vec::new();
    for mut versions in pages.into_values() {
        inherit(&mut versions, config);
        // All variants are for the same audience.
        let variant = &selections[0].variant;
        let others = versions.iter().filter(|version| !variant.is_for_readers_of(&version.shape, config));
        withheld.extend(others.map(|version| version.document.path.clone()));
        let may_show = |version: &Version| variant.may_show(&version.shape, config);
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
    let withheld_files = documents.iter().flat_map(|document| document.withheld_files.iter().copied()).collect();
    let shown = shown_assets(&members, &hidden, withheld_files, assets, config);
    withheld.sort();
    for selection in &mut selections {
        selection.assets.clone_from(&shown);
        selection.withheld.clone_from(&withheld);
    }
    selections
}

/// Gives every translation the facts of its original: the file in the library's own language, else in the first. A
/// translation of a draft is a draft unless it says otherwise; it takes over what its original says, so it is for nobody
/// for whom the original is not.
fn inherit(versions: &mut [Version], config: &Config) {
    let first = versions.iter().map(|version| version.language).min();
    let original = versions.iter().find(|version| Some(version.language) == first);
    let Some(original) = original.map(|version| Arc::clone(&version.document)) else { return };
    for version in versions.iter_mut().filter(|version| Some(version.language) != first) {
        let own = &version.document.shape;
        let mut shape = inherited(own, &original.shape);
        if config.audiences.are_configured() {
            let [own, other] = [own, &original.shape].map(|shape| shape.incident.audience.as_ref());
            let is_narrower =
                config.audiences.is_narrower(other.map(|found| &*found.value), own.map(|found| &*found.value));
            shape.incident.audience = if is_narrower { other } else { own }.cloned();
        }
        version.shape = Arc::new(shape);
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
