//! The native search: the same files, the same steps and the same numbers as in the browser
//! (`theme/assets/search.js`). Only the parts that a query needs are read and decoded.

use super::answer::{Answer, Order, SearchError, WordFate, WordState};
use super::export::Posting;
use super::index_reader::{FieldValue, IndexReader};
use super::query::{DateFilter, Problem, ProblemKind, Query, QueryWord, parse};
use super::rank::{self, Parts, strength};
use super::scan::TokenKind;
use super::spell::{completions, corrections, distance, inflections, slips};
use crate::model::Date;
use crate::text::slug;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// From how many characters on the last word may be unfinished.
const SHORTEST_OPEN: usize = 3;
/// Sorts after everything that may follow a word's beginning.
const LAST: char = '\u{10ffff}';

/// A word with the postings that stand for it.
struct TermMatch<'q> {
    word: &'q QueryWord,
    fate: WordFate,
    lists: Vec<List>,
    factor: f64,
    weight: f64,
}

/// Postings and what they count.
struct List {
    postings: Rc<Vec<Posting>>,
    weight: f64,
}

/// An index that is asked.
pub struct Searcher<'a> {
    index: IndexReader<'a>,
}

impl<'a> Searcher<'a> {
    /// Opens an index; `read` gives the text of a file by its name.
    pub fn open(read: impl Fn(&str) -> Option<String> + 'a) -> Result<Searcher<'a>, SearchError> {
        Ok(Searcher { index: IndexReader::open(read)? })
    }

    /// The fields that results can be filtered by.
    pub fn fields(&self) -> &[String] {
        self.index.manifest.fields()
    }

    /// Answers a query with its first `count` results.
    pub fn search(&self, text: &str, count: usize, order: Order) -> Result<Answer, SearchError> {
        let query = parse(text, self.index.manifest.fields());
        let mut problems = query.problems.clone();
        let allowed = self.allowed(&query, &mut problems)?;
        let matches = self.match_terms(&query)?;
        let weight: f64 = matches.iter().map(|one| one.weight).sum();
        let mut apart = Vec::new();
        let mut found = if matches.iter().any(|one| !one.lists.is_empty()) {
            self.score(&query, &matches, weight, &allowed, &mut apart)?
        } else if query.words.is_empty() && !(query.filters.is_empty() && query.dates.is_empty()) {
            let all = 0..u32::try_from(allowed.len()).unwrap_or(u32::MAX);
            all.filter(|document| allowed[*document as usize]).map(|document| (document, Parts::default())).collect()
        } else {
            Vec::new()
        };
        let score = |parts: &Parts| if weight > 0.0 { parts.score(weight) } else { 0.0 };
        match order {
            Order::Relevance => {
                found.sort_by(|(a, x), (b, y)| score(y).total_cmp(&score(x)).then(b.cmp(a)));
            }
            Order::Newest => found.sort_by_key(|(document, _)| std::cmp::Reverse(*document)),
            Order::Oldest => found.sort_by_key(|(document, _)| *document),
            Order::Longest => {
                let minutes = self.index.minutes()?;
                let of = |document: u32| minutes.get(document as usize).copied().unwrap_or(0);
                found.sort_by(|(a, _), (b, _)| of(*b).cmp(&of(*a)).then(b.cmp(a)));
            }
        }
        let total = found.len();
        let hits = found
            .into_iter()
            .take(count)
            .map(|(document, parts)| self.index.hit(document, parts, score(&parts)))
            .collect::<Result<_, _>>()?;
        let forms = matches.iter().flat_map(|one| match one.fate.shown.is_empty() {
            true if one.lists.is_empty() => Vec::new(),
            // Whatever the last word may become is marked as well.
            true if one.word.open => vec![one.word.form.clone(), format!("{}*", one.word.form)],
            true => vec![one.word.form.clone()],
            false => one.fate.shown.clone(),
        });
        let forms = forms.collect();
        // Numbers of a pasted line that are nowhere else are what differs from line to line: not worth a word.
        let told = |one: &TermMatch<'_>| {
            one.fate.state != WordState::Dropped
                || one.word.kind == TokenKind::Plain && one.word.form.chars().all(char::is_alphabetic)
                || one.word.kind == TokenKind::Whole && matches.len() < rank::LONG
        };
        let apart = apart.into_iter().map(|phrase| WordFate {
            text: format!("\"{phrase}\""),
            state: WordState::Dropped,
            shown: Vec::new(),
            weight: 0.0,
        });
        let words = matches.iter().filter(|one| told(one)).map(|one| one.fate.clone()).chain(apart).collect();
        Ok(Answer { hits, total, words, forms, weight, problems })
    }

    /// What each word of the query stands for.
    fn match_terms<'q>(&self, query: &'q Query) -> Result<Vec<TermMatch<'q>>, SearchError> {
        let mut all = query.words.iter().map(|word| self.match_word(word)).collect::<Result<Vec<_>, _>>()?;
        let is_stop_word = |one: &TermMatch<'_>| self.index.manifest.is_stop_word(&one.word.form);
        if all.iter().all(|one| one.lists.is_empty() && is_stop_word(one)) {
            // A query of nothing but stop words means them.
            for one in &mut all {
                one.lists = self.lists(&one.word.form, 1.0)?;
                one.weight = heaviest(&one.lists, self.index.manifest.documents());
                one.fate.weight = one.weight;
            }
        }
        let mut whole_is_known = false;
        for found in &mut all {
            match found.word.kind {
                TokenKind::Whole => whole_is_known = !found.lists.is_empty(),
                TokenKind::Part if whole_is_known => {
                    found.factor = rank::PART;
                    found.weight *= rank::PART;
                }
                _ => {}
            }
            if rank::MANNER.contains(&found.word.form.as_str()) {
                found.weight *= rank::MANNER_COVERS;
            }
        }
        Ok(all)
    }

    fn match_word<'q>(&self, word: &'q QueryWord) -> Result<TermMatch<'q>, SearchError> {
        let documents = self.index.manifest.documents();
        let fate = WordFate { text: word.text.clone(), state: WordState::Known, shown: Vec::new(), weight: 0.0 };
        let is_stop_word = self.index.manifest.is_stop_word(&word.form);
        let lists = if is_stop_word { Vec::new() } else { self.lists(&word.form, 1.0)? };
        let mut found = TermMatch { word, fate, lists, factor: 1.0, weight: 0.0 };
        let is_word = word.form.chars().all(char::is_alphabetic);
        let length = word.form.chars().count();
        if word.open && word.kind != TokenKind::Pair && length >= SHORTEST_OPEN {
            if !found.lists.is_empty() {
                found.weight = heaviest(&found.lists, documents);
            }
            self.complete(&mut found)?;
        }
        if found.lists.is_empty() && is_stop_word {
            return Ok(found);
        }
        if found.lists.is_empty() && is_word {
            // The library has only other forms of it: "renewing" where it says "renewed".
            for other in inflections(&word.form, &self.index.vocabulary(self.index.manifest.spelling_part(&word.form))?)
            {
                found.lists.extend(self.lists(&other, 1.0)?);
                found.fate.shown.push(other);
            }
        }
        if found.lists.is_empty() && is_word && slips(&word.form) > 0 {
            for (near, slips) in self.corrections(&word.form)? {
                found.lists.extend(self.lists(&near, rank::CORRECTION[slips.min(2)])?);
                found.fate.shown.push(near);
            }
            found.fate.state = WordState::Corrected;
        }
        if found.lists.is_empty() {
            found.fate.state = WordState::Dropped;
        } else if found.weight == 0.0 {
            found.weight = heaviest(&found.lists, documents);
        }
        found.fate.weight = found.weight;
        Ok(found)
    }

    /// Adds what an unfinished word may become: all words that begin with it, where they lie in a few shards, else the
    /// most frequent ones.
    fn complete(&self, found: &mut TermMatch<'_>) -> Result<(), SearchError> {
        let form = &found.word.form;
        let (first, last) =
            (self.index.manifest.terms_part(form), self.index.manifest.terms_part(&format!("{form}{LAST}")));
        let mut longer = Vec::new();
        if last - first < rank::COMPLETION_SHARDS {
            for shard in first..=last {
                let forms = self.index.forms(shard)?;
                longer.extend(
                    forms.into_iter().filter(|known| known.len() > form.len() && known.starts_with(form.as_str())),
                );
            }
        } else {
            longer = completions(form, &self.index.vocabulary(self.index.manifest.spelling_part(form))?);
        }
        let documents = self.index.manifest.documents();
        let (mut telling, mut count) = (0.0, 0.0);
        for longer in longer {
            for list in self.lists(&longer, 1.0)? {
                #[expect(clippy::cast_precision_loss, reason = "counts of documents are far below 2^52")]
                let length = list.postings.len() as f64;
                telling += rank::weight(list.postings.len(), documents) * length;
                count += length;
                found.lists.push(list);
            }
        }
        if found.weight == 0.0 && count > 0.0 {
            found.weight = rank::COMPLETION_COVERS * (telling / count);
        }
        Ok(())
    }

    /// Most slips leave the first letter as it is, so its part of the vocabulary is asked first.
    fn corrections(&self, form: &str) -> Result<Vec<(String, usize)>, SearchError> {
        let first = self.index.manifest.spelling_part(form);
        let near = corrections(form, &self.index.vocabulary(first)?, slips(form));
        if !near.is_empty() {
            return Ok(near);
        }
        let mut rest = Vec::new();
        for part in (0..self.index.manifest.spelling_parts()).filter(|part| *part != first) {
            rest.extend(self.index.vocabulary(part)?);
        }
        Ok(corrections(form, &rest, 1))
    }

    /// The scores of all documents that have a word and are allowed. Phrases that none of them has are put `apart`.
    fn score<'q>(
        &self,
        query: &'q Query,
        matches: &[TermMatch<'_>],
        weight: f64,
        allowed: &[bool],
        apart: &mut Vec<&'q str>,
    ) -> Result<Vec<(u32, Parts)>, SearchError> {
        let documents = self.index.manifest.documents();
        let mut all = vec![Parts::default(); documents];
        let mut touched = vec![false; documents];
        // For one word: what the best of its lists says, whether it is there, whether in the title.
        let mut of_word: HashMap<u32, (f64, f64, f64)> = HashMap::new();
        for one in matches {
            of_word.clear();
            for list in &one.lists {
                let telling = list.weight * rank::weight(list.postings.len(), documents);
                for posting in list.postings.iter() {
                    let says = telling * strength(posting.impact);
                    let title = if posting.in_title { list.weight.min(1.0) } else { 0.0 };
                    let best = of_word.entry(posting.document).or_insert((0.0, 0.0, 0.0));
                    *best = (best.0.max(says), best.1.max(list.weight.min(1.0)), best.2.max(title));
                }
            }
            #[expect(clippy::iter_over_hash_type, reason = "each document is touched once for each word")]
            for (document, (says, there, title)) in &of_word {
                let parts = &mut all[*document as usize];
                touched[*document as usize] = true;
                parts.words += one.factor * says;
                parts.covered += one.weight * there;
                parts.titled += one.weight * title;
            }
        }
        let mut fits: Vec<bool> = touched.iter().zip(allowed).map(|(touched, allowed)| *touched && *allowed).collect();
        for phrase in &query.phrases {
            let places = self.phrase(&phrase.words)?;
            let has_any = places.iter().any(|document| fits[*document as usize]);
            if !has_any {
                apart.push(phrase.text.as_str());
                continue;
            }
            if matches.len() < rank::LONG {
                let mut with = vec![false; documents];
                places.iter().for_each(|document| with[*document as usize] = true);
                fits.iter_mut().zip(with).for_each(|(fits, with)| *fits &= with);
            } else {
                let adds: f64 = matches
                    .iter()
                    .filter(|one| phrase.words.iter().any(|(form, _)| *form == one.word.form))
                    .map(|one| one.weight)
                    .sum();
                places.iter().for_each(|document| all[*document as usize].phrases += rank::PHRASE * adds);
            }
        }
        let kept = (0..).zip(&all).zip(&fits).filter(|(_, fits)| **fits).map(|(found, _)| found);
        let best = kept.clone().map(|(_, parts)| parts.covered).fold(0.0, f64::max);
        let least = (rank::LEAST_COVERED * best).min(weight);
        Ok(kept.filter(|(_, parts)| parts.covered >= least).map(|(document, parts)| (document, *parts)).collect())
    }

    /// The documents that have the words of a phrase side by side, ascending.
    fn phrase(&self, phrase: &[(String, u32)]) -> Result<Vec<u32>, SearchError> {
        let mut words = Vec::new();
        for (form, offset) in phrase {
            let places = self.index.places(form)?;
            let mut at: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
            for place in places {
                let postings = self.index.postings(place)?;
                let positions = self.index.positions(place, postings.len())?;
                for (posting, positions) in postings.iter().zip(positions) {
                    at.entry(posting.document).or_default().extend(positions);
                }
            }
            words.push((*offset, at));
        }
        let Some(((first, starts), others)) = words.split_first() else { return Ok(Vec::new()) };
        let fits = |document: &u32, start: u32| {
            others.iter().all(|(offset, at)| {
                at.get(document).is_some_and(|positions| positions.contains(&(start + offset - first)))
            })
        };
        let with = starts.iter().filter(|(document, positions)| positions.iter().any(|start| fits(document, *start)));
        Ok(with.map(|(document, _)| *document).collect())
    }

    /// Which documents the filters and exclusions let through.
    fn allowed(&self, query: &Query, problems: &mut Vec<Problem>) -> Result<Vec<bool>, SearchError> {
        let documents = self.index.manifest.documents();
        let mut allowed = vec![true; documents];
        let mut by_field: BTreeMap<usize, Vec<bool>> = BTreeMap::new();
        for filter in &query.filters {
            let Some(field) = self.index.manifest.fields().iter().position(|known| *known == filter.field) else {
                continue;
            };
            let values = self.index.values(field)?;
            let chosen = chosen(&values, &filter.value);
            if chosen.is_empty() {
                let text = format!("{}:{}", filter.field, filter.value);
                problems.push(Problem { kind: ProblemKind::UnknownValue, text, near: near(&values, &filter.value) });
                continue;
            }
            let fits = by_field.entry(field).or_insert_with(|| vec![false; documents]);
            for document in chosen.iter().flat_map(|value| &value.documents) {
                if let Some(fits) = fits.get_mut(*document as usize) {
                    *fits = true;
                }
            }
        }
        for fits in by_field.values() {
            allowed.iter_mut().zip(fits).for_each(|(allowed, fits)| *allowed &= *fits);
        }
        if !query.dates.is_empty() {
            let days = self.index.days()?;
            for (document, allowed) in allowed.iter_mut().enumerate() {
                *allowed &= query.dates.iter().all(|filter| days.get(document).is_some_and(|day| within(day, filter)));
            }
        }
        for words in &query.excluded {
            let without = if words.len() > 1 {
                self.phrase(words)?
            } else {
                let mut with = Vec::new();
                for (form, _) in words {
                    for place in self.index.places(form)? {
                        with.extend(self.index.postings(place)?.iter().map(|posting| posting.document));
                    }
                }
                with
            };
            without.iter().for_each(|document| allowed[*document as usize] = false);
        }
        Ok(allowed)
    }

    fn lists(&self, form: &str, weight: f64) -> Result<Vec<List>, SearchError> {
        let places = self.index.places(form)?;
        places.into_iter().map(|place| Ok(List { postings: Rc::new(self.index.postings(place)?), weight })).collect()
    }
}

/// The weight of a word that stands for several lists: that of the most telling one.
fn heaviest(lists: &[List], documents: usize) -> f64 {
    lists.iter().map(|list| list.weight * rank::weight(list.postings.len(), documents)).fold(0.0, f64::max)
}

/// The values that a filter names: one of that name or alias, else those that begin so.
fn chosen<'v>(values: &'v [FieldValue], wanted: &str) -> Vec<&'v FieldValue> {
    let wanted = slug(wanted);
    let names = |value: &FieldValue| {
        std::iter::once(&value.name).chain(&value.aliases).map(|name| slug(name)).collect::<Vec<_>>()
    };
    let exact: Vec<&FieldValue> = values.iter().filter(|value| names(value).contains(&wanted)).collect();
    if !exact.is_empty() {
        return exact;
    }
    values.iter().filter(|value| names(value).iter().any(|name| name.starts_with(&wanted))).collect()
}

/// Values that a filter may have meant.
fn near(values: &[FieldValue], wanted: &str) -> Vec<String> {
    let wanted = slug(wanted);
    let near = values.iter().filter(|value| distance(&slug(&value.name), &wanted, 2).is_some());
    near.map(|value| value.name.clone()).take(3).collect()
}

fn within(day: &Option<Date>, filter: &DateFilter) -> bool {
    let Some(day) = day.map(|day| day.to_string()) else { return false };
    filter.from.as_ref().is_none_or(|from| day >= *from) && filter.to.as_ref().is_none_or(|to| day < *to)
}
