//! Gather: all documents -> one [`Library`].
//!
//! What this build may show is decided first (`visible`), so that nothing after it can leak. Then pages get their ids
//! and places (`identity`), links are resolved (`link`), actions get what trackers say of them (`tracked`), terms are grouped
//! (`taxonomy`) and links turned round (`backlink`).
//!
//! Incremental: a library depends on the documents' facts and the settings, not on their bodies.

mod backlink;
mod identity;
mod link;
mod lookup;
mod order;
mod taxonomy;
mod tracked;
mod visible;

pub use link::{Link, LinkProblem, Reference, Target};
pub use taxonomy::{Term, TermIndex};

use crate::config::{Config, Vocabulary};
use crate::diagnostic::{Checked, Diagnostic};
use crate::document::{Document, Facts};
use crate::model::{Date, Incident, PageKind, Severity, TaxonomyKey};
use crate::text::{Asset, ContentPath, Fingerprint, OutputPath};
use crate::tracker::Tickets;
use std::collections::HashMap;
use std::sync::Arc;

/// The index of a page in [`Library::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageIx(pub usize);

/// One page of the library.
#[derive(Clone, Debug)]
pub struct Page {
    /// What was read.
    pub document: Arc<Document>,
    /// Its id, unique in the library.
    pub id: String,
    /// Where it is published.
    pub output: OutputPath,
    /// Its links, as [`Facts::links`] has them.
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
    /// What other pages may know of it.
    pub fn facts(&self) -> &Facts {
        &self.document.facts
    }

    /// Its fields; of actions, what their tracker says.
    pub fn incident(&self) -> &Incident {
        self.tracked.as_deref().unwrap_or(&self.document.facts.incident)
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.incident().title.value
    }

    /// Where its source lies.
    pub fn path(&self) -> &ContentPath {
        &self.document.path
    }

    /// Whether it is a postmortem.
    pub fn is_incident(&self) -> bool {
        self.facts().kind == PageKind::Incident
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
    /// Every page, sorted by path.
    pub pages: Vec<Arc<Page>>,
    /// The postmortems, oldest first; those without a date come first of all, sorted by path.
    pub incidents: Vec<PageIx>,
    /// The articles, sorted by path.
    pub articles: Vec<PageIx>,
    /// The page that introduces the library, if there is one: the root's `_index.md`, `index.md` or `README.md`.
    pub home: Option<PageIx>,
    /// The terms of each taxonomy, in the order of [`Config::taxonomies`].
    pub terms: Vec<TermIndex>,
    /// For each page, the pages that link to it, newest first.
    pub backlinks: Vec<Vec<PageIx>>,
    /// The other files, sorted by path.
    pub assets: Vec<Asset>,
    /// The agreed terms.
    pub vocabulary: Vocabulary,
    /// What this build does not show, for `check` alone: drafts.
    pub hidden: Vec<Arc<Document>>,
    /// Identity of everything it was gathered from, bodies apart.
    pub facts: Fingerprint,
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

    /// The same library with other bodies: `documents` has the same facts ([`facts_of`]).
    #[must_use]
    pub fn with_bodies(&self, documents: &[Arc<Document>]) -> Library {
        let by_path: HashMap<&ContentPath, &Arc<Document>> =
            documents.iter().map(|document| (&document.path, document)).collect();
        let mut library = self.clone();
        for page in &mut library.pages {
            match by_path.get(page.path()) {
                Some(document) if !Arc::ptr_eq(document, &page.document) => {
                    *page = Arc::new(Page { document: Arc::clone(document), ..Page::clone(page) });
                }
                _ => {}
            }
        }
        library
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

/// Identity of what a library is gathered from, bodies apart, under one set of settings.
pub fn facts_of(
    documents: &[Arc<Document>],
    assets: &[Asset],
    vocabulary: &Vocabulary,
    exports: Fingerprint,
) -> Fingerprint {
    let facts: Vec<_> = documents.iter().map(|document| (&document.path, document.facts_fingerprint)).collect();
    Fingerprint::of_value(&(facts, assets, vocabulary, exports))
}

/// Gathers documents into a library.
pub fn gather(
    documents: Vec<Arc<Document>>,
    assets: Vec<Asset>,
    vocabulary: Vocabulary,
    tickets: &Tickets,
    config: &Config,
) -> Checked<Library> {
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let facts = facts_of(&documents, &assets, &vocabulary, tickets.identity);
    let (shown, hidden) = visible::split(documents, config);
    let (pages, assets) = identity::identify(shown, assets, &mut diagnostics);
    let (incidents, articles) = order::ordered(&pages);
    let (links, terms) = rayon::join(
        || link::resolved(&pages, &assets, &hidden),
        || taxonomy::gather(&pages, &incidents, &vocabulary, config),
    );
    let mut pages = link::with_links(pages, links);
    tracked::track(&mut pages, tickets, &mut diagnostics);
    let backlinks = backlink::turned(&pages, &incidents);
    let home = pages
        .iter()
        .position(|page| page.facts().kind == PageKind::Folder && page.path().folder().is_empty())
        .map(PageIx);
    let pages = pages.into_iter().map(Arc::new).collect();
    Checked::new(
        Library { pages, incidents, articles, home, terms, backlinks, assets, vocabulary, hidden, facts },
        diagnostics,
    )
}
