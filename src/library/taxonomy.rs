//! Terms: which pages are filed under which.

use super::{Page, PageIx};
use crate::config::{Config, Vocabulary};
use crate::failure::FailureMode;
use crate::model::{PageKind, Sourced, TaxonomyKey};
use crate::text::slug;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    /// Whether the vocabulary has it, or it is one of the ways to fail that the settings know.
    pub is_agreed: bool,
    /// Whether the vocabulary has given it up without a successor.
    pub is_deprecated: bool,
    /// The broader term, as an index of [`TermIndex::terms`].
    pub parent: Option<usize>,
    /// The narrower terms, as indexes of [`TermIndex::terms`], sorted.
    pub children: Vec<usize>,
    /// Its postmortems, newest first.
    pub incidents: Vec<PageIx>,
    /// Its postmortems and those of all narrower terms, newest first.
    pub incidents_below: Vec<PageIx>,
    /// Its articles, by path.
    pub articles: Vec<PageIx>,
}

/// The terms of one taxonomy, by slug: those in use, and those that the vocabulary has agreed on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermIndex {
    /// The terms, sorted by slug.
    pub terms: Vec<Term>,
    /// For each page, the indexes of its terms in `terms`, in the order in which they are written.
    pub of_page: Vec<Vec<usize>>,
    /// Slugs that are no terms any more, sorted, each with the term that they lead to: synonyms and what was
    /// deprecated.
    pub moved: Vec<(String, usize)>,
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
    keys.into_par_iter().map(|key| one(key, pages, incidents, &Agreed { key, vocabulary, config })).collect()
}

/// A way in which a term is written.
struct Word<'a> {
    spelling: &'a str,
    /// Empty where it is no term.
    slug: String,
    count: usize,
}

/// What a taxonomy's terms are to be called: the vocabulary's word, else that of a way to fail.
#[derive(Clone, Copy)]
struct Agreed<'a> {
    key: TaxonomyKey,
    vocabulary: &'a Vocabulary,
    config: &'a Config,
}

impl<'a> Agreed<'a> {
    /// The slug of what a word means.
    fn slug(&self, spelling: &str) -> String {
        let agreed = self.vocabulary.agreed(self.key, spelling).map(|term| term.slug.as_str());
        let slug_of = || self.mode(spelling).map(|mode| mode.key.as_str());
        agreed.or_else(slug_of).map_or_else(|| slug(spelling), str::to_owned)
    }

    /// The way to fail, or the trigger, of a word.
    fn mode(&self, word: &str) -> Option<&'a FailureMode> {
        let modes = &self.config.modes;
        modes.get(modes.named(word, self.key.of_failures()?)?)
    }

    /// The slug of the broader term.
    fn parent(&self, slug: &str) -> Option<String> {
        let agreed = self.vocabulary.find(self.key, slug);
        if let Some(parent) = agreed.and_then(|term| term.parent) {
            return Some(self.vocabulary.terms[parent].slug.clone());
        }
        let kind = self.config.modes.get(self.mode(slug)?.kind?)?;
        // What the vocabulary calls it, or has given up for another word, which may be this one.
        Some(self.slug(&kind.key)).filter(|parent| parent != slug)
    }
}

fn one(key: TaxonomyKey, pages: &[Page], incidents: &[PageIx], agreed: &Agreed<'_>) -> TermIndex {
    let vocabulary = agreed.vocabulary;
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut of_page: Vec<Vec<usize>> = vec![Vec::new(); pages.len()];
    for (index, page) in pages.iter().enumerate().filter(|(_, page)| page.shape.kind != PageKind::Folder) {
        for Sourced { value: spelling, .. } in page.incident().terms_of(key) {
            let word = *known.entry(spelling).or_insert_with(|| {
                words.push(Word { spelling, slug: agreed.slug(spelling), count: 0 });
                words.len() - 1
            });
            words[word].count += 1;
            of_page[index].push(word);
        }
    }
    let mut spellings: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for Word { spelling, slug, count } in words.iter().filter(|word| !word.slug.is_empty()) {
        spellings.entry(slug.clone()).or_default().insert(spelling, *count);
    }
    for agreed in vocabulary.of(key).filter(|term| !term.is_deprecated) {
        spellings.entry(agreed.slug.clone()).or_default();
    }
    // A kind of failure is there where one of its kinds is.
    let mut narrower: Vec<String> = spellings.keys().filter(|_| key.of_failures().is_some()).cloned().collect();
    while let Some(slug) = narrower.pop() {
        if let Some(parent) = agreed.parent(&slug).filter(|parent| !spellings.contains_key(parent)) {
            spellings.insert(parent.clone(), BTreeMap::new());
            narrower.push(parent);
        }
    }
    let mut terms: Vec<Term> = spellings.into_iter().map(|(slug, counts)| term(slug, &counts, agreed)).collect();
    let position = |terms: &[Term], slug: &str| terms.binary_search_by(|term| term.slug.as_str().cmp(slug)).ok();
    for index in 0..terms.len() {
        let parent = agreed.parent(&terms[index].slug).and_then(|parent| position(&terms, &parent));
        // The vocabulary may turn round what the settings know.
        let above = |from: usize| std::iter::successors(Some(from), |term| terms[*term].parent);
        terms[index].parent = parent.filter(|parent| above(*parent).all(|term| term != index));
    }
    for index in 0..terms.len() {
        if let Some(parent) = terms[index].parent {
            terms[parent].children.push(index);
        }
    }
    let term_of: Vec<Option<usize>> = words.iter().map(|word| position(&terms, &word.slug)).collect();
    for of_page in &mut of_page {
        *of_page = of_page.iter().filter_map(|word| term_of[*word]).collect();
        let mut seen = BTreeSet::new();
        of_page.retain(|term| seen.insert(*term));
    }
    for index in incidents.iter().rev() {
        for term in &of_page[index.0] {
            terms[*term].incidents.push(*index);
            // Two narrower terms of one incident lead to the same broader one.
            let mut at = Some(*term);
            while let Some(broader) = at {
                if terms[broader].incidents_below.last() != Some(index) {
                    terms[broader].incidents_below.push(*index);
                }
                at = terms[broader].parent;
            }
        }
    }
    let is_listed = |index: &usize| matches!(pages[*index].shape.kind, PageKind::Article | PageKind::Maintenance);
    let articles = (0..pages.len()).filter(is_listed);
    for index in articles {
        for term in &of_page[index] {
            terms[*term].articles.push(PageIx(index));
        }
    }
    let moved = moved(key, &terms, vocabulary);
    TermIndex { terms, of_page, moved }
}

fn term(slug: String, counts: &BTreeMap<&str, usize>, agreed: &Agreed<'_>) -> Term {
    let mode = agreed.mode(&slug);
    let language = &agreed.config.language;
    let agreed = agreed.vocabulary.find(agreed.key, &slug);
    // The most frequent spelling; of equals the first in the alphabet.
    let frequent = counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map_or("", |(name, _)| *name);
    let name =
        agreed.map(|term| term.name.as_str()).or(mode.map(|mode| mode.name(language))).unwrap_or(frequent).to_owned();
    Term {
        spellings: counts
            .keys()
            .filter(|spelling| **spelling != name && (mode.is_none() || **spelling != slug))
            .map(|spelling| (*spelling).to_owned())
            .collect(),
        definition: agreed.map_or_else(String::new, |term| term.definition.clone()),
        is_agreed: agreed.map_or(mode.is_some(), |term| !term.is_deprecated),
        is_deprecated: agreed.is_some_and(|term| term.is_deprecated),
        name,
        slug,
        parent: None,
        children: Vec::new(),
        incidents: Vec::new(),
        incidents_below: Vec::new(),
        articles: Vec::new(),
    }
}

/// Where the pages of synonyms and deprecated terms went. A slug that is still a term of its own stays.
fn moved(key: TaxonomyKey, terms: &[Term], vocabulary: &Vocabulary) -> Vec<(String, usize)> {
    let position = |slug: &str| terms.binary_search_by(|term| term.slug.as_str().cmp(slug)).ok();
    let words = vocabulary.of(key).flat_map(|term| {
        let own = term.successor.map(|_| term.slug.clone());
        own.into_iter().chain(term.synonyms.iter().map(|synonym| slug(synonym)))
    });
    let mut moved: Vec<(String, usize)> = words
        .filter(|word| !word.is_empty() && position(word).is_none())
        .filter_map(|word| {
            let to = position(&vocabulary.agreed(key, &word)?.slug)?;
            Some((word, to))
        })
        .collect();
    moved.sort();
    moved.dedup();
    moved
}
