//! Terms: who is filed under what.

use super::{Page, PageIx};
use crate::config::{Config, Vocabulary};
use crate::model::{PageKind, TaxonomyKey};
use crate::text::slug;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A term and who is filed under it. Spellings with the same slug are one term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its name: the vocabulary's, else its most frequent spelling.
    pub name: String,
    /// Its name in URLs, unique in its taxonomy.
    pub slug: String,
    /// Other spellings that were met, sorted.
    pub spellings: Vec<String>,
    /// What the vocabulary says it means; may be empty.
    pub definition: String,
    /// Its postmortems, newest first.
    pub incidents: Vec<PageIx>,
    /// Its articles, by path.
    pub articles: Vec<PageIx>,
}

/// The terms of one taxonomy, by slug.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermIndex {
    /// The terms, sorted by slug.
    pub terms: Vec<Term>,
    /// For each page, the indexes of its terms in `terms`, in the order in which they are written.
    pub of_page: Vec<Vec<usize>>,
}

impl TermIndex {
    /// The terms of a page.
    pub fn of(&self, page: PageIx) -> impl Iterator<Item = &Term> {
        self.of_page[page.0].iter().map(|term| &self.terms[*term])
    }

    /// The term of a slug.
    pub fn find(&self, slug: &str) -> Option<&Term> {
        self.terms.binary_search_by(|term| term.slug.as_str().cmp(slug)).ok().map(|index| &self.terms[index])
    }
}

/// Groups the pages of every taxonomy by term.
pub(super) fn gather(pages: &[Page], incidents: &[PageIx], vocabulary: &Vocabulary, config: &Config) -> Vec<TermIndex> {
    let keys: Vec<TaxonomyKey> = config.taxonomies().map(|(key, _)| key).collect();
    keys.into_par_iter().map(|key| one(key, pages, incidents, vocabulary)).collect()
}

fn one(key: TaxonomyKey, pages: &[Page], incidents: &[PageIx], vocabulary: &Vocabulary) -> TermIndex {
    let mut spellings: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let mut slugs: Vec<Vec<String>> = vec![Vec::new(); pages.len()];
    for (index, page) in pages.iter().enumerate().filter(|(_, page)| page.facts().kind != PageKind::Folder) {
        for written in page.incident().terms_of(key) {
            let term =
                vocabulary.find(key, &written.value).map_or_else(|| slug(&written.value), |term| slug(&term.name));
            if term.is_empty() {
                continue;
            }
            *spellings.entry(term.clone()).or_default().entry(written.value.clone()).or_default() += 1;
            if !slugs[index].contains(&term) {
                slugs[index].push(term);
            }
        }
    }
    let mut terms: Vec<Term> = spellings
        .into_iter()
        .map(|(slug, counts)| {
            let agreed = vocabulary.find(key, &slug);
            // The most frequent spelling; of equals the first in the alphabet.
            let frequent = counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map_or("", |(name, _)| name);
            let name = agreed.map_or(frequent, |term| term.name.as_str()).to_owned();
            let spellings = counts.keys().filter(|spelling| **spelling != name).cloned().collect();
            let definition = agreed.map_or_else(String::new, |term| term.definition.clone());
            Term { name, slug, spellings, definition, incidents: Vec::new(), articles: Vec::new() }
        })
        .collect();
    let position = |terms: &[Term], slug: &str| terms.binary_search_by(|term| term.slug.as_str().cmp(slug)).ok();
    let of_page: Vec<Vec<usize>> =
        slugs.iter().map(|slugs| slugs.iter().filter_map(|slug| position(&terms, slug)).collect()).collect();
    for index in incidents.iter().rev() {
        for term in &of_page[index.0] {
            terms[*term].incidents.push(*index);
        }
    }
    let articles = (0..pages.len()).filter(|index| pages[*index].facts().kind == PageKind::Article);
    for index in articles {
        for term in &of_page[index] {
            terms[*term].articles.push(PageIx(index));
        }
    }
    TermIndex { terms, of_page }
}
