//! Asking the index natively: the same files, the same steps and the same numbers as in the browser
//! (`theme/assets/search.js`). Only the parts that a query needs are read and decoded.

use super::export::{Kind, MANIFEST, Manifest, Posting, read_front_coded, read_positions, read_postings, unwrapped};
use super::pack::{Reader, read_ascending};
use super::query::{DateFilter, Problem, ProblemKind, Query, QueryWord, parse};
use super::rank::{self, Parts, rarity, strength};
use super::scan::Kind as WordKind;
use super::spell::{Spelled, completions, corrections, distance, slips};
use crate::model::Date;
use crate::text::slug;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use thiserror::Error;

/// From how many characters on the last word may be unfinished.
const SHORTEST_OPEN: usize = 3;
/// Sorts after everything that may follow a word's beginning.
const LAST: char = '\u{10ffff}';

/// Why a query could not be answered.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SearchError {
    /// A file is not there, or is not what it should be.
    #[error("the search index is incomplete: {0} is missing or cut short")]
    Damaged(String),
    /// The index was written by another version.
    #[error("the search index has a format that this version does not read")]
    Version,
}

/// How results are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The best first.
    #[default]
    Relevance,
    /// The latest first.
    Newest,
    /// The earliest first.
    Oldest,
    /// The longest first.
    Longest,
}

/// What a query finds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The first results, in order.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// What became of each word.
    pub words: Vec<WordFate>,
    /// The forms that were searched, for emphasis.
    pub forms: Vec<String>,
    /// The weight of all words that the library knows: what coverage is measured against.
    pub weight: f64,
    /// What could not be understood.
    pub problems: Vec<Problem>,
}

/// A result.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The document's number in the index.
    pub document: u32,
    /// Where its page lies in the site.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its day, as `2025-01-31`, or "".
    pub date: String,
    /// Its severity's name, or "".
    pub severity: String,
    /// How well it fits; 0 where the query has no words.
    pub score: f64,
    /// What the score is made of.
    pub parts: Parts,
}

/// What became of a word of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct WordFate {
    /// As typed.
    pub text: String,
    /// What was done about it.
    pub state: WordState,
    /// What was searched instead, where that differs.
    pub shown: Vec<String>,
    /// Its weight in the ranking.
    pub weight: f64,
}

/// What was done about a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordState {
    /// The library has it, or words that begin with it.
    Known,
    /// Other words were searched that it is probably meant to be.
    Corrected,
    /// Nothing like it is there.
    Dropped,
}

/// An index that is asked. Parts are kept once they are read.
pub struct Searcher<'a> {
    read: Box<dyn Fn(&str) -> Option<String> + 'a>,
    manifest: Manifest,
    files: RefCell<HashMap<String, Rc<BTreeMap<String, Value>>>>,
}

/// A word with the postings that stand for it.
struct Sought<'q> {
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

/// A term in its shard.
#[derive(Clone, Copy)]
struct Place {
    shard: usize,
    term: usize,
}

impl<'a> Searcher<'a> {
    /// Opens an index; `read` gives the text of a file by its name.
    pub fn open(read: impl Fn(&str) -> Option<String> + 'a) -> Result<Searcher<'a>, SearchError> {
        let damaged = || SearchError::Damaged(MANIFEST.to_owned());
        let text = read(MANIFEST).ok_or_else(damaged)?;
        let parts: Value = unwrapped(&text).and_then(|json| serde_json::from_str(json).ok()).ok_or_else(damaged)?;
        let manifest = Manifest::read(&parts["index"].to_string()).ok_or(SearchError::Version)?;
        Ok(Searcher { read: Box::new(read), manifest, files: RefCell::default() })
    }

    /// The fields that results can be filtered by.
    pub fn fields(&self) -> &[String] {
        self.manifest.fields()
    }

    /// Answers a query with its first `count` results.
    pub fn search(&self, text: &str, count: usize, order: Order) -> Result<Answer, SearchError> {
        let query = parse(text, self.manifest.fields());
        let mut problems = query.problems.clone();
        let allowed = self.allowed(&query, &mut problems)?;
        let sought = self.seek(&query)?;
        let weight: f64 = sought.iter().map(|one| one.weight).sum();
        let mut found = if sought.iter().any(|one| !one.lists.is_empty()) {
            self.score(&query, &sought, weight, &allowed)?
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
                let minutes = self.minutes()?;
                let of = |document: u32| minutes.get(document as usize).copied().unwrap_or(0);
                found.sort_by(|(a, _), (b, _)| of(*b).cmp(&of(*a)).then(b.cmp(a)));
            }
        }
        let total = found.len();
        let hits = found
            .into_iter()
            .take(count)
            .map(|(document, parts)| self.hit(document, parts, score(&parts)))
            .collect::<Result<_, _>>()?;
        let forms = sought.iter().flat_map(|one| match one.fate.shown.is_empty() {
            true if one.lists.is_empty() => Vec::new(),
            true => vec![one.word.form.clone()],
            false => one.fate.shown.clone(),
        });
        let forms = forms.collect();
        // Numbers of a pasted line that are nowhere else are what differs from line to line: not worth a word.
        let told = |one: &Sought<'_>| {
            one.fate.state != WordState::Dropped
                || one.word.kind == WordKind::Plain && one.word.form.chars().all(char::is_alphabetic)
        };
        let words = sought.iter().filter(|one| told(one)).map(|one| one.fate.clone()).collect();
        Ok(Answer { hits, total, words, forms, weight, problems })
    }

    fn hit(&self, document: u32, parts: Parts, score: f64) -> Result<Hit, SearchError> {
        let size = self.manifest.cards();
        let (part, at) = (document as usize / size, document as usize % size);
        let file = self.part(Kind::Cards, part)?;
        let card = &file[&key(Kind::Cards, part)][at];
        let text = |at: usize| card[at].as_str().unwrap_or_default().to_owned();
        let rank = usize::try_from(card[3].as_u64().unwrap_or(0)).unwrap_or(0);
        let severity = rank.checked_sub(1).and_then(|rank| self.manifest.severities().get(rank));
        Ok(Hit {
            document,
            url: text(1),
            title: text(0),
            date: text(2),
            severity: severity.cloned().unwrap_or_default(),
            score,
            parts,
        })
    }

    /// What each word of the query stands for.
    fn seek<'q>(&self, query: &'q Query) -> Result<Vec<Sought<'q>>, SearchError> {
        let mut all: Vec<Sought<'q>> = Vec::new();
        let mut whole_is_known = false;
        for word in &query.words {
            let mut sought = self.seek_word(word)?;
            match word.kind {
                WordKind::Whole => whole_is_known = !sought.lists.is_empty(),
                WordKind::Part if whole_is_known => {
                    sought.factor = rank::PART;
                    sought.weight *= rank::PART;
                }
                _ => {}
            }
            all.push(sought);
        }
        Ok(all)
    }

    fn seek_word<'q>(&self, word: &'q QueryWord) -> Result<Sought<'q>, SearchError> {
        let documents = self.manifest.documents();
        let fate = WordFate { text: word.text.clone(), state: WordState::Known, shown: Vec::new(), weight: 0.0 };
        let is_stop_word = self.manifest.is_stop_word(&word.form);
        let lists = if is_stop_word { Vec::new() } else { self.lists(&word.form, 1.0)? };
        let mut sought = Sought { word, fate, lists, factor: 1.0, weight: 0.0 };
        let is_word = word.form.chars().all(char::is_alphabetic);
        let length = word.form.chars().count();
        if word.open && word.kind != WordKind::Pair && length >= SHORTEST_OPEN {
            let counts = if sought.lists.is_empty() { rank::COMPLETION } else { rank::COMPLETION_BESIDE };
            if !sought.lists.is_empty() {
                sought.weight = heaviest(&sought.lists, documents);
                sought.fate.shown.push(word.form.clone());
            }
            self.complete(&mut sought, counts)?;
        }
        if sought.lists.is_empty() && is_stop_word {
            return Ok(sought);
        }
        if sought.lists.is_empty() && is_word && slips(&word.form) > 0 {
            for (near, slips) in self.corrections(&word.form)? {
                sought.lists.extend(self.lists(&near, rank::CORRECTION[slips.min(2)])?);
                sought.fate.shown.push(near);
            }
            sought.fate.state = WordState::Corrected;
        }
        if sought.lists.is_empty() {
            sought.fate.state = WordState::Dropped;
        } else if sought.weight == 0.0 {
            sought.weight = heaviest(&sought.lists, documents);
        }
        sought.fate.weight = sought.weight;
        Ok(sought)
    }

    /// Adds what an unfinished word may become: all words that begin with it, where they lie in a few shards, else the
    /// most frequent ones.
    fn complete(&self, sought: &mut Sought<'_>, counts: f64) -> Result<(), SearchError> {
        let form = &sought.word.form;
        let (first, last) = (self.manifest.terms_part(form), self.manifest.terms_part(&format!("{form}{LAST}")));
        let mut longer = Vec::new();
        if last - first < rank::COMPLETION_SHARDS {
            for shard in first..=last {
                let forms = self.forms(shard)?;
                longer.extend(
                    forms.into_iter().filter(|known| known.len() > form.len() && known.starts_with(form.as_str())),
                );
            }
        } else {
            longer = completions(form, &self.vocabulary(self.manifest.spelling_part(form))?);
        }
        let documents = self.manifest.documents();
        let (mut telling, mut count) = (0.0, 0.0);
        for longer in longer {
            for list in self.lists(&longer, counts)? {
                #[expect(clippy::cast_precision_loss, reason = "counts of documents are far below 2^52")]
                let length = list.postings.len() as f64;
                telling += rarity(list.postings.len(), documents) * length;
                count += length;
                sought.lists.push(list);
            }
        }
        if sought.weight == 0.0 && count > 0.0 {
            sought.weight = rank::COMPLETION_COVERS * (telling / count);
        }
        Ok(())
    }

    /// Most slips leave the first letter as it is, so its part of the vocabulary is asked first.
    fn corrections(&self, form: &str) -> Result<Vec<(String, usize)>, SearchError> {
        let first = self.manifest.spelling_part(form);
        let near = corrections(form, &self.vocabulary(first)?, slips(form));
        if !near.is_empty() {
            return Ok(near);
        }
        let mut rest = Vec::new();
        for part in (0..self.manifest.spelling_parts()).filter(|part| *part != first) {
            rest.extend(self.vocabulary(part)?);
        }
        Ok(corrections(form, &rest, 1))
    }

    /// The scores of all documents that have a word and are allowed.
    fn score(
        &self,
        query: &Query,
        sought: &[Sought<'_>],
        weight: f64,
        allowed: &[bool],
    ) -> Result<Vec<(u32, Parts)>, SearchError> {
        let documents = self.manifest.documents();
        let mut all = vec![Parts::default(); documents];
        let mut touched = vec![false; documents];
        // For one word: what the best of its lists says, whether it is there, whether in the title.
        let mut of_word: HashMap<u32, (f64, f64, f64)> = HashMap::new();
        for one in sought {
            of_word.clear();
            for list in &one.lists {
                let telling = list.weight * rarity(list.postings.len(), documents);
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
            let places = self.phrase(phrase)?;
            let has_any = places.iter().any(|document| fits[*document as usize]);
            if !has_any {
                continue;
            }
            if sought.len() < rank::LONG {
                let mut with = vec![false; documents];
                places.iter().for_each(|document| with[*document as usize] = true);
                fits.iter_mut().zip(with).for_each(|(fits, with)| *fits &= with);
            } else {
                let adds: f64 = sought
                    .iter()
                    .filter(|one| phrase.iter().any(|(form, _)| *form == one.word.form))
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
            let places = self.places(form)?;
            let mut at: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
            for place in places {
                let postings = self.postings(place)?;
                let positions = self.positions(place, postings.len())?;
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
        let documents = self.manifest.documents();
        let mut allowed = vec![true; documents];
        let mut by_field: BTreeMap<usize, Vec<bool>> = BTreeMap::new();
        for filter in &query.filters {
            let Some(field) = self.manifest.fields().iter().position(|known| *known == filter.field) else { continue };
            let values = self.values(field)?;
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
            let days = self.days()?;
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
                    for place in self.places(form)? {
                        with.extend(self.postings(place)?.iter().map(|posting| posting.document));
                    }
                }
                with
            };
            without.iter().for_each(|document| allowed[*document as usize] = false);
        }
        Ok(allowed)
    }

    /// The values of a field.
    fn values(&self, field: usize) -> Result<Vec<FieldValue>, SearchError> {
        let file = self.part(Kind::Fields, field)?;
        let values = file[&key(Kind::Fields, field)].as_array().cloned().unwrap_or_default();
        let value = |value: &Value| FieldValue {
            name: value[0].as_str().unwrap_or_default().to_owned(),
            aliases: strings(&value[1]),
            documents: read_ascending(&mut Reader::new(value[2].as_str().unwrap_or_default())),
        };
        Ok(values.iter().map(value).collect())
    }

    /// The day of each document; `None` for those without one.
    fn days(&self) -> Result<Vec<Option<Date>>, SearchError> {
        let file = self.part(Kind::Days, 0)?;
        let part = &file[&key(Kind::Days, 0)];
        let documents = self.manifest.documents();
        let mut days = vec![None; usize::try_from(part[0].as_u64().unwrap_or(0)).unwrap_or(0).min(documents)];
        let mut reader = Reader::new(part[2].as_str().unwrap_or_default());
        if let Some(mut day) = part[1].as_str().and_then(|first| first.parse::<Date>().ok()) {
            let k = reader.bits(5);
            while days.len() < documents {
                let gap = i64::from(reader.rice(k));
                day = day.checked_add(jiff::Span::new().try_days(gap).unwrap_or_default()).unwrap_or(day);
                days.push(Some(day));
            }
        }
        Ok(days)
    }

    /// For each document how long it lasted, in minutes and one; 0 where that is unknown.
    fn minutes(&self) -> Result<Vec<u32>, SearchError> {
        let file = self.part(Kind::Minutes, 0)?;
        let mut reader = Reader::new(file[&key(Kind::Minutes, 0)].as_str().unwrap_or_default());
        let k = reader.bits(5);
        Ok((0..self.manifest.documents()).map(|_| reader.rice(k)).collect())
    }

    /// The words of a part of the vocabulary.
    fn vocabulary(&self, part: usize) -> Result<Vec<Spelled>, SearchError> {
        let file = self.part(Kind::Spelling, part)?;
        let body = &file[&key(Kind::Spelling, part)];
        let words = read_front_coded(body[0].as_str().unwrap_or_default());
        let frequencies = body[1].as_str().unwrap_or_default().bytes();
        let value = |c: u8| super::pack::ALPHABET.iter().position(|known| *known == c).unwrap_or(0);
        Ok(words.into_iter().zip(frequencies).map(|(word, c)| Spelled { word, frequency: value(c) }).collect())
    }

    fn lists(&self, form: &str, weight: f64) -> Result<Vec<List>, SearchError> {
        let places = self.places(form)?;
        places.into_iter().map(|place| Ok(List { postings: Rc::new(self.postings(place)?), weight })).collect()
    }

    /// The forms of a shard.
    fn forms(&self, shard: usize) -> Result<Vec<String>, SearchError> {
        let file = self.part(Kind::Terms, shard)?;
        Ok(read_front_coded(file[&key(Kind::Terms, shard)][0].as_str().unwrap_or_default()))
    }

    /// Where the terms of a form are.
    fn places(&self, form: &str) -> Result<Vec<Place>, SearchError> {
        let shard = self.manifest.terms_part(form);
        let file = self.part(Kind::Terms, shard)?;
        let body = &file[&key(Kind::Terms, shard)];
        let Some(wanted) = self.forms(shard)?.iter().position(|known| known == form) else { return Ok(Vec::new()) };
        let mut references = Reader::new(body[1].as_str().unwrap_or_default());
        let mut terms = 0;
        let mut places = Vec::new();
        for at in 0..=wanted {
            for _ in 0..references.gamma() {
                let back = references.gamma() as usize - 1;
                let term = if back == 0 { terms } else { usize::saturating_sub(terms, back) };
                terms += usize::from(back == 0);
                if at == wanted {
                    places.push(Place { shard, term });
                }
                if references.is_at_end() {
                    return Err(self.damaged(Kind::Terms, shard));
                }
            }
        }
        Ok(places)
    }

    fn postings(&self, place: Place) -> Result<Vec<Posting>, SearchError> {
        let file = self.part(Kind::Terms, place.shard)?;
        let all = file[&key(Kind::Terms, place.shard)][2].as_str().unwrap_or_default();
        let own = all.split('.').nth(place.term).ok_or_else(|| self.damaged(Kind::Terms, place.shard))?;
        Ok(read_postings(own, u32::try_from(self.manifest.documents()).unwrap_or(u32::MAX)))
    }

    fn positions(&self, place: Place, count: usize) -> Result<Vec<Vec<u32>>, SearchError> {
        let file = self.part(Kind::Positions, place.shard)?;
        let all = file[&key(Kind::Positions, place.shard)].as_str().unwrap_or_default();
        let own = all.split('.').nth(place.term).ok_or_else(|| self.damaged(Kind::Positions, place.shard))?;
        Ok(read_positions(own, count))
    }

    fn damaged(&self, kind: Kind, number: usize) -> SearchError {
        SearchError::Damaged(self.manifest.file(kind, number).unwrap_or_else(|| key(kind, number)))
    }

    /// The file that has a part.
    fn part(&self, kind: Kind, number: usize) -> Result<Rc<BTreeMap<String, Value>>, SearchError> {
        let damaged = || self.damaged(kind, number);
        let name = self.manifest.file(kind, number).ok_or_else(damaged)?;
        if let Some(file) = self.files.borrow().get(&name) {
            return Ok(Rc::clone(file));
        }
        let text = (self.read)(&name).ok_or_else(damaged)?;
        let parts: BTreeMap<String, Value> =
            unwrapped(&text).and_then(|json| serde_json::from_str(json).ok()).ok_or_else(damaged)?;
        if !parts.contains_key(&key(kind, number)) {
            return Err(damaged());
        }
        let file = Rc::new(parts);
        self.files.borrow_mut().insert(name, Rc::clone(&file));
        Ok(file)
    }
}

/// The name of a part inside its file.
fn key(kind: Kind, number: usize) -> String {
    format!("{}{number}", kind.letter())
}

/// The weight of a word that stands for several lists: that of the most telling one.
fn heaviest(lists: &[List], documents: usize) -> f64 {
    lists.iter().map(|list| list.weight * rarity(list.postings.len(), documents)).fold(0.0, f64::max)
}

/// A value of a field.
struct FieldValue {
    name: String,
    aliases: Vec<String>,
    documents: Vec<u32>,
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().map(|all| all.iter().filter_map(Value::as_str).map(str::to_owned).collect()).unwrap_or_default()
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
