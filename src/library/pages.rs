//! A library together with what its pages say. Whoever puts pages together (gather, counts, layout) has the [`Library`]
//! alone and cannot ask for a word; whoever makes them, searches them or learns from their texts has [`Pages`].

use super::inherit::inherited_telling;
use super::{Library, Page, PageIx};
use crate::document::{Body, Document, Telling};
use crate::markdown::Heading;
use crate::model::{Incident, Narrative};
use crate::text::{ContentPath, Fingerprint, anchor, slug};
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

/// What the pages of a library say, by their indexes.
#[derive(Clone, Debug, Default)]
pub struct Texts(Vec<Text>);

#[derive(Clone, Debug)]
struct Text {
    document: Arc<Document>,
    /// Its words with what it leaves to its original; `None` where it is no translation.
    inherited: Option<Arc<Telling>>,
}

impl Texts {
    /// The texts of a library's pages, which were gathered from these documents or from others of the same shapes.
    /// Documents lie sorted by path.
    pub fn of(library: &Library, documents: &[Arc<Document>]) -> Texts {
        let by_path: HashMap<&ContentPath, &Arc<Document>> =
            documents.iter().map(|document| (&document.path, document)).collect();
        let text = |page: &Arc<Page>| {
            let document = Arc::clone(by_path.get(page.path())?);
            let original = page.original.as_ref().and_then(|path| by_path.get(path));
            let inherited = original.map(|original| Arc::new(inherited_telling(&document.telling, &original.telling)));
            Some(Text { document, inherited })
        };
        let texts: Vec<Text> = library.pages.iter().filter_map(text).collect();
        debug_assert_eq!(texts.len(), library.pages.len(), "a page was gathered from a document that is gone");
        Texts(texts)
    }
}

/// A library and what its pages say.
#[derive(Clone, Copy, Debug)]
pub struct Pages<'a> {
    library: &'a Library,
    texts: &'a Texts,
}

/// A page and what it says.
#[derive(Clone, Copy, Debug)]
pub struct PageText<'a> {
    page: &'a Page,
    text: &'a Text,
}

impl<'a> Pages<'a> {
    /// A library with the texts of its pages.
    pub fn new(library: &'a Library, texts: &'a Texts) -> Pages<'a> {
        Pages { library, texts }
    }

    /// The library alone.
    pub fn library(self) -> &'a Library {
        self.library
    }

    /// A page by its index.
    pub fn page(self, index: PageIx) -> PageText<'a> {
        PageText { page: self.library.page(index), text: &self.texts.0[index.0] }
    }

    /// Every page with its index.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = (PageIx, PageText<'a>)> {
        (0..self.library.pages.len()).map(move |index| (PageIx(index), self.page(PageIx(index))))
    }

    /// Every page, in parallel.
    pub fn par_iter(self) -> impl IndexedParallelIterator<Item = PageText<'a>> {
        (0..self.library.pages.len()).into_par_iter().map(move |index| self.page(PageIx(index)))
    }

    /// The postmortems with their indexes, oldest first.
    pub fn incidents(self) -> impl DoubleEndedIterator<Item = (PageIx, PageText<'a>)> {
        self.library.incidents.iter().map(move |index| (*index, self.page(*index)))
    }
}

impl Deref for Pages<'_> {
    type Target = Library;

    fn deref(&self) -> &Library {
        self.library
    }
}

impl<'a> PageText<'a> {
    /// The page alone.
    pub fn page(self) -> &'a Page {
        self.page
    }

    /// Its fields; of actions, what their tracker says.
    pub fn incident(self) -> &'a Incident {
        self.page.incident()
    }

    /// Where its source lies.
    pub fn path(self) -> &'a ContentPath {
        self.page.path()
    }

    /// What was read of it, without what it leaves to its original.
    pub fn document(self) -> &'a Document {
        &self.text.document
    }

    /// Identity of the words that it takes from its original; `None` where it is no translation.
    pub fn inherited(self) -> Option<Fingerprint> {
        self.text.inherited.as_ref().map(|telling| Fingerprint::of_value(&(&self.page.shape, telling)))
    }

    /// Its words, with what it leaves to its original.
    pub fn telling(self) -> &'a Telling {
        self.text.inherited.as_deref().unwrap_or(&self.text.document.telling)
    }

    /// Its fields in words.
    pub fn narrative(self) -> &'a Narrative {
        &self.telling().narrative
    }

    /// Its title.
    pub fn title(self) -> &'a str {
        &self.narrative().title.value
    }

    /// The anchor that a fragment means: exactly so, as GitHub would spell it, or spelt by another tool's rule. `None` where
    /// the page has none like it.
    pub fn anchor(self, fragment: &str) -> Option<&'a str> {
        let wanted = fragment.strip_prefix("user-content-").unwrap_or(fragment);
        let (github, plain) = (anchor(wanted), slug(wanted));
        let all = || self.anchors();
        all()
            .find(|known| *known == wanted)
            .or_else(|| all().find(|known| *known == github))
            .or_else(|| all().find(|known| slug(known) == plain))
            .or_else(|| self.anchor_of_confluence(wanted))
    }

    /// Confluence's anchors are the title of the page and the heading, both without spaces: `Incidentreport-Rootcause`.
    fn anchor_of_confluence(self, wanted: &str) -> Option<&'a str> {
        let headings = &self.text.document.telling.headings;
        let is_meant = |heading: &&Heading| {
            let mut squeezed = heading.text.split_whitespace().collect::<String>();
            squeezed.insert(0, '-');
            squeezed.len() > 1 && wanted.ends_with(&squeezed)
        };
        headings.iter().find(is_meant).map(|heading| heading.anchor.as_str()).filter(|_| wanted.contains('-'))
    }

    /// Every anchor that it has, those of headings first.
    pub fn anchors(self) -> impl Iterator<Item = &'a str> {
        let telling = &self.text.document.telling;
        let headings = telling.headings.iter().map(|heading| heading.anchor.as_str());
        headings.chain(telling.anchors.iter().map(String::as_str))
    }

    /// Its text.
    pub fn body(self) -> &'a Body {
        &self.text.document.body
    }
}

impl Deref for PageText<'_> {
    type Target = Page;

    fn deref(&self) -> &Page {
        self.page
    }
}
