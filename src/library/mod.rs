//! Gather: all documents -> one [`Library`].
//!
//! What each edition shows is decided first (`edition`), so that nothing after it can leak: `languages` says which files
//! are translations of which, `inherit` what a translation leaves to its original. Then pages get their ids and places
//! (`identity`), links are resolved (`link`), actions get what trackers say of them (`tracked`), terms are grouped
//! (`taxonomy`), people get one name each (`people`) and links are reversed (`backlink`).
//!
//! Incremental: a library depends on the documents' facts and the settings, not on their bodies.

mod backlink;
mod exported;
mod from_root;
mod identity;
mod inherit;
mod languages;
mod link;
mod linked_title;
mod lookup;
mod member;
mod order;
mod pages;
mod people;
mod selection;
mod shown_assets;
mod taxonomy;
mod tracked;
mod variant;

pub use languages::Languages;
pub use link::{Link, LinkProblem, Reference, Target};
pub use linked_title::LinkedTitles;
pub use member::Hidden;
pub use pages::{PageText, Pages, Texts};
pub use people::People;
pub use selection::{Selection, select};
pub use taxonomy::{Term, TermIndex};
pub use variant::Variant;

use crate::config::{Config, Vocabulary};
use crate::diagnostic::{Checked, Diagnostic};
use crate::document::{Document, Shape};
use crate::model::{Date, Incident, PageKind, Severity, TaxonomyKey};
use crate::text::{Asset, ContentPath, Fingerprint, OutputPath};
use crate::tracker::Tickets;
use std::sync::Arc;

/// The index of a page in [`Library::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageIx(pub usize);

/// One page of the library.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where its source lies.
    path: ContentPath,
    /// What other pages may know of it, with what it leaves to its original.
    pub shape: Arc<Shape>,
    /// The original that it is a translation of; `None` where it is none.
    pub original: Option<ContentPath>,
    /// Its id, unique in the library.
    pub id: String,
    /// Where it is published, in its edition.
    pub output: OutputPath,
    /// Where it belongs in the library: its path without what tells its language.
    pub place: ContentPath,
    /// The title that some page links it by, as a slug; `None` where none does.
    linked_title: Option<String>,
    /// The index of the language whose edition it is at home in, where it stands in for a translation.
    pub stands_in: Option<usize>,
    /// The paths of its other translations.
    pub others: Vec<ContentPath>,
    /// Its links, as [`Shape::links`] has them.
    pub links: Vec<Link>,
    /// What its `related` names.
    pub related: Vec<Reference>,
    /// What its `recurs` names.
    pub recurs: Vec<Reference>,
    /// What its `procedures` names.
    pub procedures: Vec<Reference>,
    /// Its fields with what trackers say of its actions; `None` where they say nothing.
    pub tracked: Option<Box<Incident>>,
}

impl Page {
    /// Its fields; of actions, what their tracker says.
    pub fn incident(&self) -> &Incident {
        self.tracked.as_deref().unwrap_or(&self.shape.incident)
    }

    /// Where its source lies.
    pub fn path(&self) -> &ContentPath {
        &self.path
    }

    /// Every path that its links may have been written for, its own first.
    fn paths(&self) -> Vec<&ContentPath> {
        let mut paths = vec![self.path()];
        paths.extend([&self.place].into_iter().chain(&self.others).filter(|path| *path != self.path()));
        paths
    }

    /// Whether it introduces the whole library.
    pub fn introduces_library(&self) -> bool {
        self.shape.kind == PageKind::Folder && self.place.folder().is_empty()
    }

    /// Whether it is a postmortem.
    pub fn is_incident(&self) -> bool {
        self.shape.kind == PageKind::Incident
    }

    /// The day of the incident.
    pub fn day(&self) -> Option<Date> {
        self.incident().day()
    }

    /// How bad it was.
    pub fn severity(&self) -> Option<Severity> {
        self.incident().severity.as_ref().map(|found| found.value)
    }
}

/// All pages that this build shows, and how they hang together.
#[derive(Clone, Debug)]
pub struct Library {
    /// Which library of the site it is.
    pub variant: Variant,
    /// Every page, sorted by where it belongs.
    pub pages: Vec<Arc<Page>>,
    /// The postmortems, oldest first; those without a date come first of all, sorted by path.
    pub incidents: Vec<PageIx>,
    /// Planned work, oldest first, as the postmortems.
    pub maintenances: Vec<PageIx>,
    /// The articles, sorted by path.
    pub articles: Vec<PageIx>,
    /// The page that introduces the library, if there is one: the root's `_index.md`, `index.md` or `README.md`.
    pub home: Option<PageIx>,
    /// The terms of each taxonomy, in the order of [`Config::taxonomies`].
    pub terms: Vec<TermIndex>,
    /// For each page, the pages that link to it, newest first.
    pub backlinks: Vec<Vec<PageIx>>,
    /// What people are called.
    pub people: People,
    /// The other files, sorted by path.
    pub assets: Vec<Asset>,
    /// The agreed terms.
    pub vocabulary: Vocabulary,
    /// Identity of everything that it was gathered from.
    pub shapes: Fingerprint,
}

impl Library {
    /// A page by its index.
    pub fn page(&self, index: PageIx) -> &Page {
        &self.pages[index.0]
    }

    /// Every page with its index.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (PageIx, &Page)> {
        self.pages.iter().enumerate().map(|(index, page)| (PageIx(index), &**page))
    }

    /// The postmortems with their indexes, oldest first.
    pub fn incidents(&self) -> impl DoubleEndedIterator<Item = (PageIx, &Page)> {
        self.incidents.iter().map(|index| (*index, self.page(*index)))
    }

    /// The page that belongs at a place.
    pub fn page_at(&self, place: &ContentPath) -> Option<&Page> {
        self.pages.binary_search_by(|page| page.place.cmp(place)).ok().map(|at| &*self.pages[at])
    }

    /// The page of a file.
    pub fn page_of(&self, path: &ContentPath) -> Option<&Page> {
        let found = self.page_at(path).filter(|page| page.path() == path);
        found.or_else(|| self.iter().map(|(_, page)| page).find(|page| page.path() == path))
    }

    /// The file at a path, if it is published.
    pub fn asset(&self, path: &ContentPath) -> Option<&Asset> {
        let at = self.assets.binary_search_by(|asset| asset.path.cmp(path)).ok()?;
        self.assets.get(at)
    }

    /// The terms of a taxonomy.
    pub fn terms_of(&self, taxonomy: TaxonomyKey) -> &TermIndex {
        &self.terms[usize::from(taxonomy.0)]
    }
}

/// Identity of what a library is gathered from, bodies apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Of all facts: while it is the same, other pages say the same.
    pub facts: Fingerprint,
    /// Of the documents' shapes: while it is the same, pages are put together the same way and may show other words.
    pub shapes: Fingerprint,
}

impl Identity {
    /// The identity of all that the editions are gathered from. `settings` is that of the settings, `exports` that of
    /// what trackers say.
    pub fn of(
        documents: &[Arc<Document>],
        titles: &LinkedTitles,
        languages: &Languages,
        assets: &[Asset],
        vocabulary: &Vocabulary,
        settings: Fingerprint,
        exports: Option<Fingerprint>,
    ) -> Identity {
        let of = |of: &dyn Fn(&Document) -> Fingerprint| {
            let documents: Vec<_> = documents.iter().map(|document| (&document.path, of(document))).collect();
            Fingerprint::of_value(&(documents, titles, &languages.tags, assets, vocabulary, settings, exports))
        };
        Identity {
            facts: of(&|document| document.facts_fingerprint),
            shapes: of(&|document| document.shape_fingerprint),
        }
    }
}

/// Gathers what a variant may show into its library. `shapes` is the identity of all that is gathered ([`Identity`]).
pub fn gather(selection: Selection, tickets: &Tickets, shapes: Fingerprint, config: &Config) -> Checked<Library> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let Selection { variant, members, assets, vocabulary, hidden, .. } = selection;
    let (pages, assets) = identity::identify(members, assets, variant.folder(), &mut diagnostics);
    let order::Ordered { incidents, maintenances, articles } = order::ordered(&pages);
    let (links, terms) = rayon::join(
        || link::resolved(&pages, &assets, &hidden),
        || taxonomy::gather(&pages, &incidents, &vocabulary, config),
    );
    let mut pages = link::with_links(pages, links);
    tracked::track(&mut pages, tickets, &mut diagnostics);
    let people = people::gather(&pages);
    let backlinks = backlink::turned(&pages, &incidents);
    let home = pages.iter().position(Page::introduces_library).map(PageIx);
    let pages = pages.into_iter().map(Arc::new).collect();
    Checked::new(
        Library {
            variant,
            pages,
            incidents,
            maintenances,
            articles,
            home,
            terms,
            backlinks,
            people,
            assets,
            vocabulary,
            shapes,
        },
        diagnostics,
    )
}
