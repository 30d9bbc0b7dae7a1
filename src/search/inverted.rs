//! The library's words turned round: for each term, the pages that have it. tantivy builds it.
//!
//! The pages are cut into runs that are indexed in parallel, each into one segment of its own in memory, with document
//! numbers in the order of the pages. Segments have no names that matter and no merge threads, so the result is the
//! same on any number of threads: terms are read from all segments side by side, in order.

use super::content::{Place, order, pieces};
use super::tokens::{Analyzer, FormTerm, primary};
use crate::config::Config;
use crate::library::{Library, PageIx};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::directory::RamDirectory;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::termdict::TermStreamer;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{DocSet, Index, IndexSettings, InvertedIndexReader, TERMINATED, TantivyDocument};

/// Pages that share one segment are not fewer than this: each has words to learn anew.
const SMALLEST_RUN: usize = 64;
/// Runs for each thread: enough to keep all of them busy to the end.
const RUNS_PER_THREAD: usize = 2;
/// What tantivy may use for the postings of one run before it would have to spill; runs are far smaller.
const MEMORY: usize = 2 << 30;
/// Parts into which the terms are cut when they are read in parallel.
const TERM_RANGES: usize = 24;

/// The library's words turned round.
pub struct Inverted {
    /// The page of each document number.
    pub(super) order: Vec<PageIx>,
    /// The words of each document without stop words, titles and headings weighed in.
    pub(super) lengths: Vec<u32>,
    /// Every form of a word with its terms, sorted.
    pub(super) forms: Vec<FormTerm>,
    /// For each term a word as a page has it, sorted by term.
    pub(super) surfaces: Vec<(String, String)>,
    segments: Vec<Segment>,
}

/// One run of pages in tantivy's hands.
struct Segment {
    /// The number of its first document.
    base: u32,
    /// A reader for each field.
    fields: Vec<(Place, Arc<InvertedIndexReader>)>,
}

/// The documents that have a term.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Occurrences {
    /// The documents, ascending.
    pub documents: Vec<Occurrence>,
    /// Where in each document, ascending; one list after the other.
    positions: Vec<u32>,
}

impl Occurrences {
    /// Where a document has the term, ascending; empty unless positions were asked for.
    pub(super) fn positions(&self, occurrence: &Occurrence) -> &[u32] {
        let start = occurrence.first_position as usize;
        &self.positions[start..start + occurrence.positions as usize]
    }
}

/// One document that has a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// Its number.
    pub document: u32,
    /// How often, titles and headings weighed in.
    pub count: u32,
    /// Where its positions begin, and how many there are.
    first_position: u32,
    positions: u32,
    /// Whether its title has the term.
    pub in_title: bool,
}

/// Turns a library's words round.
pub fn invert(library: &Library, config: &Config) -> Inverted {
    let order = order(library);
    let languages: BTreeSet<String> =
        library.pages.iter().map(|page| primary(&page.incident().language.value)).collect();
    let languages: Vec<String> = languages.into_iter().collect();
    // The size of a run depends on the machine; what is read from all of them does not.
    let size = order.len().div_ceil(rayon::current_num_threads() * RUNS_PER_THREAD).max(SMALLEST_RUN);
    let runs: Vec<Run> = order
        .par_chunks(size)
        .enumerate()
        .map(|(number, pages)| in_memory(index_run(number * size, pages, library, config, &languages)))
        .collect();
    let mut inverted = Inverted {
        order: Vec::new(),
        lengths: Vec::with_capacity(order.len()),
        forms: Vec::new(),
        surfaces: Vec::new(),
        segments: Vec::new(),
    };
    for run in runs {
        inverted.lengths.extend(run.lengths);
        inverted.forms.extend(run.forms);
        inverted.surfaces.extend(run.surfaces);
        inverted.segments.push(run.segment);
    }
    inverted.order = order;
    inverted.forms.par_sort_unstable();
    inverted.forms.dedup();
    // A stable sort: of several words for one term the first page's stays.
    inverted.surfaces.par_sort_by(|a, b| a.0.cmp(&b.0));
    inverted.surfaces.dedup_by(|later, first| later.0 == first.0);
    inverted
}

/// tantivy's results are about directories that say no; the one used here is a map in memory.
#[expect(clippy::expect_used, reason = "no disk is involved, and the schema is made beside its use")]
fn in_memory<T>(result: tantivy::Result<T>) -> T {
    result.expect("an index in memory can be written and read")
}

struct Run {
    segment: Segment,
    lengths: Vec<u32>,
    forms: Vec<FormTerm>,
    surfaces: Vec<(String, String)>,
}

/// The fields of a language: its texts with positions, its titles and its headings once more, for their weight.
struct Fields {
    text: Field,
    title: Field,
    heading: Field,
}

fn index_run(
    base: usize,
    pages: &[PageIx],
    library: &Library,
    config: &Config,
    languages: &[String],
) -> tantivy::Result<Run> {
    let shared = Arc::new(Mutex::new(Learnt::default()));
    let mut schema = Schema::builder();
    let fields: Vec<Fields> = languages
        .iter()
        .map(|language| {
            let mut field = |place: &str, record: IndexRecordOption| {
                let indexing =
                    TextFieldIndexing::default().set_tokenizer(language).set_index_option(record).set_fieldnorms(false);
                let options = TextOptions::default().set_indexing_options(indexing);
                schema.add_text_field(&format!("{place}.{language}"), options)
            };
            Fields {
                text: field("text", IndexRecordOption::WithFreqsAndPositions),
                title: field("title", IndexRecordOption::WithFreqs),
                heading: field("heading", IndexRecordOption::WithFreqs),
            }
        })
        .collect();
    let settings = IndexSettings { docstore_compression: tantivy::store::Compressor::None, ..IndexSettings::default() };
    let tokenizers = tantivy::tokenizer::TokenizerManager::new();
    for language in languages {
        tokenizers.register(language, LanguageTokenizer::new(language, &shared));
    }
    let mut writer = Index::builder()
        .schema(schema.build())
        .settings(settings)
        .tokenizers(tokenizers)
        .single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), MEMORY)?;
    let mut lengths = Vec::with_capacity(pages.len());
    for index in pages {
        let page = library.page(*index);
        let language = primary(&page.incident().language.value);
        let Some(fields) = languages.iter().position(|other| *other == language).map(|at| &fields[at]) else {
            continue;
        };
        let mut document = TantivyDocument::new();
        pieces(page, config, |place, text| {
            document.add_text(fields.text, text);
            match place {
                Place::Title => document.add_text(fields.title, text),
                Place::Heading => document.add_text(fields.heading, text),
                Place::Text => {}
            }
        });
        writer.add_document(document)?;
        lengths.push(std::mem::take(&mut learnt(&shared).emitted));
    }
    let reader = writer.finalize()?.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?;
    let searcher = reader.searcher();
    let mut readers = Vec::new();
    for segment in searcher.segment_readers() {
        for fields in &fields {
            for (place, field) in
                [(Place::Text, fields.text), (Place::Title, fields.title), (Place::Heading, fields.heading)]
            {
                readers.push((place, segment.inverted_index(field)?));
            }
        }
    }
    let learnt = learnt(&shared);
    let surfaces = learnt.analyzer.surfaces().map(|(term, surface)| (term.to_owned(), surface.to_owned())).collect();
    let segment = Segment { base: number(base), fields: readers };
    Ok(Run { segment, lengths, forms: learnt.analyzer.forms(), surfaces })
}

/// What the tokenizers of one run share.
#[derive(Default)]
struct Learnt {
    analyzer: Analyzer,
    /// Terms other than stop words given out since it was last asked.
    emitted: u32,
}

/// A panic elsewhere leaves the analyser as good as it was.
fn learnt(shared: &Mutex<Learnt>) -> std::sync::MutexGuard<'_, Learnt> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The analyser as tantivy wants it, for one language. Stop words are indexed too: phrases have them.
#[derive(Clone)]
struct LanguageTokenizer {
    language: String,
    shared: Arc<Mutex<Learnt>>,
    tokens: Vec<(usize, u32)>,
    texts: String,
}

impl LanguageTokenizer {
    fn new(language: &str, shared: &Arc<Mutex<Learnt>>) -> LanguageTokenizer {
        LanguageTokenizer {
            language: language.to_owned(),
            shared: Arc::clone(shared),
            tokens: Vec::new(),
            texts: String::new(),
        }
    }
}

impl Tokenizer for LanguageTokenizer {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        self.tokens.clear();
        self.texts.clear();
        let mut learnt = learnt(&self.shared);
        let mut telling = 0;
        learnt.analyzer.analyze(text, &self.language, |token| {
            self.texts.push_str(token.term);
            self.tokens.push((self.texts.len(), token.position));
            telling += u32::from(!token.is_stop_word);
        });
        learnt.emitted += telling;
        Terms { tokens: &self.tokens, texts: &self.texts, at: 0, begin: 0, token: Token::default() }
    }
}

/// The terms of one text; each entry has the end of its term in `texts` and its position.
struct Terms<'a> {
    tokens: &'a [(usize, u32)],
    texts: &'a str,
    at: usize,
    begin: usize,
    token: Token,
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        let Some((end, position)) = self.tokens.get(self.at) else { return false };
        self.token.text.clear();
        self.token.text.push_str(&self.texts[self.begin..*end]);
        self.token.position = *position as usize;
        self.begin = *end;
        self.at += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl Inverted {
    /// The page of each document, in the order of their numbers.
    pub fn pages(&self) -> impl Iterator<Item = PageIx> + '_ {
        self.order.iter().copied()
    }

    /// A word that a page has for a term.
    pub(super) fn surface(&self, term: &str) -> &str {
        let found = self.surfaces.binary_search_by(|(other, _)| other.as_str().cmp(term));
        found.map_or("", |at| self.surfaces[at].1.as_str())
    }

    /// The terms that are stop words and nothing else, sorted.
    pub(super) fn stop_terms(&self) -> Vec<&str> {
        let (stops, others): (Vec<&FormTerm>, Vec<&FormTerm>) = self.forms.iter().partition(|form| form.is_stop_word);
        let others: BTreeSet<&str> = others.into_iter().map(|form| form.term.as_str()).collect();
        let stops: BTreeSet<&str> = stops.into_iter().map(|form| form.term.as_str()).collect();
        stops.difference(&others).copied().collect()
    }

    /// How many documents there are.
    pub(super) fn documents(&self) -> usize {
        self.order.len()
    }

    /// Calls `each` for every term with its documents and collects what it returns, in the order of the terms.
    /// Positions are read only where they are asked for: they are most of the work.
    pub(super) fn terms<T: Send>(&self, positions: bool, each: impl Fn(&str, &Occurrences) -> T + Sync) -> Vec<T> {
        let bounds = self.bounds();
        let ranges: Vec<(Option<&str>, Option<&str>)> = std::iter::once(None)
            .chain(bounds.iter().map(|bound| Some(bound.as_str())))
            .zip(bounds.iter().map(|bound| Some(bound.as_str())).chain([None]))
            .collect();
        let parts: Vec<Vec<T>> =
            ranges.into_par_iter().map(|(from, to)| in_memory(self.range(from, to, positions, &each))).collect();
        parts.into_iter().flatten().collect()
    }

    /// Where the terms are cut: at every so-manieth word of the library.
    fn bounds(&self) -> Vec<String> {
        let step = self.surfaces.len().div_ceil(TERM_RANGES).max(1);
        let cuts = self.surfaces.iter().step_by(step).skip(1);
        cuts.map(|(term, _)| term.clone()).filter(|term| !term.is_empty()).collect()
    }

    fn range<T>(
        &self,
        from: Option<&str>,
        to: Option<&str>,
        positions: bool,
        each: &(impl Fn(&str, &Occurrences) -> T + Sync),
    ) -> tantivy::Result<Vec<T>> {
        let mut streams = Vec::new();
        for segment in &self.segments {
            for (place, reader) in &segment.fields {
                let mut range = reader.terms().range();
                if let Some(from) = from {
                    range = range.ge(from);
                }
                if let Some(to) = to {
                    range = range.lt(to);
                }
                let mut stream = range.into_stream()?;
                if stream.advance() {
                    streams.push(Stream { base: segment.base, place: *place, reader, stream });
                }
            }
        }
        let mut results = Vec::new();
        let mut term = Vec::new();
        let mut found = Occurrences::default();
        while let Some(first) = streams.iter().map(|stream| stream.stream.key()).min() {
            term.clear();
            term.extend_from_slice(first);
            found.documents.clear();
            found.positions.clear();
            for is_text in [true, false] {
                for stream in streams.iter_mut().filter(|stream| (stream.place == Place::Text) == is_text) {
                    if stream.stream.key() == term.as_slice() {
                        stream.read(positions, &mut found)?;
                    }
                }
                // Languages that share a term have fields of their own; their pages stand between each other's.
                if is_text && !found.documents.is_sorted_by_key(|occurrence| occurrence.document) {
                    found.documents.sort_unstable_by_key(|occurrence| occurrence.document);
                }
            }
            streams.retain_mut(|stream| stream.stream.key() != term.as_slice() || stream.stream.advance());
            // Terms are made of text.
            results.push(each(&String::from_utf8_lossy(&term), &found));
        }
        Ok(results)
    }
}

/// The terms of one field of one segment, from some term on.
struct Stream<'a> {
    base: u32,
    place: Place,
    reader: &'a InvertedIndexReader,
    stream: TermStreamer<'a>,
}

impl Stream<'_> {
    /// Adds the documents of the present term. Texts come before titles and headings, which only raise what the texts
    /// have counted: every word of a title is a word of the text too.
    fn read(&mut self, positions: bool, found: &mut Occurrences) -> tantivy::Result<()> {
        let positions = positions && self.place == Place::Text;
        let option = if positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
        let mut postings = self.reader.read_postings_from_terminfo(self.stream.value(), option)?;
        let mut at = 0;
        let mut own = Vec::new();
        while postings.doc() != TERMINATED {
            let document = self.base + postings.doc();
            if self.place == Place::Text {
                let first = found.positions.len();
                if positions {
                    // A part of an identifier may be there twice, at the same place.
                    postings.positions(&mut own);
                    own.dedup();
                    found.positions.extend_from_slice(&own);
                }
                found.documents.push(Occurrence {
                    document,
                    count: postings.term_freq(),
                    first_position: number(first),
                    positions: number(found.positions.len() - first),
                    in_title: false,
                });
            } else {
                at += found.documents[at..].partition_point(|occurrence| occurrence.document < document);
                if let Some(occurrence) = found.documents.get_mut(at).filter(|there| there.document == document) {
                    occurrence.count += postings.term_freq() * (self.place.weight() - 1);
                    occurrence.in_title |= self.place == Place::Title;
                }
            }
            postings.advance();
        }
        Ok(())
    }
}

/// Numbers of documents and words are far below 2^32: a run of tantivy's takes no more.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
