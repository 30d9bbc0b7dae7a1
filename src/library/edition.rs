//! What each edition of a library shows: of the translations of one page, one.
//!
//! This is the one gate: what this build may not show (drafts) is left out first, so that no writer decides for itself,
//! and a translation that is still a draft does not hide its original.

use super::inherit::inherited;
use super::languages::Languages;
use super::linked_title::LinkedTitles;
use crate::config::Config;
use crate::document::{Document, Shape};
use crate::model::Status;
use crate::text::{ContentPath, OutputPath};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What one edition is gathered from.
#[derive(Clone, Debug, Default)]
pub struct Edition {
    /// The folder of the site that it lies in; "" for the library's own language.
    pub folder: String,
    /// The documents that it shows.
    pub shown: Vec<Member>,
    /// What this build does not show.
    pub hidden: Vec<Arc<Document>>,
}

/// A document as a member of an edition.
#[derive(Clone, Debug)]
pub struct Member {
    /// Where its source lies.
    pub path: ContentPath,
    /// What other pages may know of it, with what it leaves to its original.
    pub shape: Arc<Shape>,
    /// The original that it is a translation of; `None` where it is none.
    pub original: Option<ContentPath>,
    /// Where it belongs.
    pub place: ContentPath,
    /// The title that some page links it by; `None` where none does.
    pub linked_title: Option<String>,
    /// The index of the language whose edition it is at home in, where this one has no translation of it.
    pub stands_in: Option<usize>,
    /// The paths of the other translations, which lead to it too.
    pub others: Vec<ContentPath>,
}

/// A document with its facts as editions know them.
struct Version {
    document: Arc<Document>,
    language: usize,
    /// Its shape with what it leaves to its original.
    shape: Arc<Shape>,
    original: Option<ContentPath>,
    linked_title: Option<String>,
}

impl Version {
    fn is_shown(&self, config: &Config) -> bool {
        config.drafts || self.shape.incident.status.as_ref().map(|found| found.value) != Some(Status::Draft)
    }
}

/// The editions of a library, one for each of its languages.
pub fn editions(
    documents: &[Arc<Document>],
    titles: &LinkedTitles,
    languages: &Languages,
    config: &Config,
) -> Vec<Edition> {
    let folder = |(index, tag): (usize, &String)| if index == 0 { String::new() } else { tag.clone() };
    let mut editions: Vec<Edition> =
        languages.tags.iter().enumerate().map(folder).map(|folder| Edition { folder, ..Edition::default() }).collect();
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
        let (shown, hidden): (Vec<Version>, Vec<Version>) =
            versions.into_iter().partition(|version| version.is_shown(config));
        for (language, edition) in editions.iter_mut().enumerate() {
            // The edition's own language, else the library's, else any.
            let has = |wanted: usize| shown.iter().any(|version| version.language == wanted);
            let chosen = [language, 0].into_iter().chain(0..languages.tags.len()).find(|wanted| has(*wanted));
            match chosen {
                Some(chosen) => {
                    edition.shown.extend(members(&shown, chosen, languages, (chosen != language).then_some(chosen)));
                    // Two files for one place are told apart where places are given out.
                    if chosen == 0 {
                        edition.hidden.extend(drafts_of(&hidden, 0));
                    }
                }
                None => edition.hidden.extend(hidden.iter().map(|version| Arc::clone(&version.document))),
            }
        }
    }
    editions
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

fn drafts_of(hidden: &[Version], language: usize) -> impl Iterator<Item = Arc<Document>> {
    hidden.iter().filter(move |version| version.language == language).map(|version| Arc::clone(&version.document))
}
