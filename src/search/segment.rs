//! Consecutive pages indexed by tantivy in memory, with document numbers in the order of the pages.
//!
//! Segments are cut where the pages say (content-defined chunking, as rsync and restic cut files): an incident more moves the
//! cuts near it and no others, so that all other segments are those of the build before.

use super::content::{TextRole, pieces};
use super::tokens::{Analyzer, FormTerm, primary};
use crate::config::Config;
use crate::library::{Library, PageIx, Pages};
use crate::text::{Fingerprint, Fingerprinter};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::directory::RamDirectory;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{Index, IndexSettings, InvertedIndexReader, TantivyDocument};

/// A segment has at least so many pages: each segment has words to learn anew.
const SMALLEST: usize = 128;
/// It has at most so many: it is made anew when one of them changes.
const LARGEST: usize = 2048;
/// One page in so many may end a segment.
const TYPICAL: u128 = 1024;
/// What tantivy may use for the postings of one segment before it would have to spill; segments are far smaller.
const MEMORY: usize = 2 << 30;

/// Consecutive pages, indexed.
pub(super) struct Segment {
    /// A reader for each field.
    pub(super) fields: Vec<(TextRole, Arc<InvertedIndexReader>)>,
    /// The words of each page without stop words, titles and headings weighed in.
    pub(super) lengths: Vec<u32>,
    /// Every form of a word with its terms, sorted.
    pub(super) forms: Vec<FormTerm>,
    /// For each term a word as a page has it, sorted by term.
    pub(super) surfaces: Vec<(String, String)>,
}

/// Cuts the pages into segments.
pub(super) fn cut<'a>(library: &Library, pages: &'a [PageIx]) -> Vec<&'a [PageIx]> {
    let ends = |index: &PageIx| Fingerprint::of_value(library.page(*index).path()).0.is_multiple_of(TYPICAL);
    let mut segments = Vec::new();
    let mut rest = pages;
    while !rest.is_empty() {
        let largest = rest.len().min(LARGEST);
        let end = (SMALLEST..largest).find(|length| ends(&rest[length - 1])).unwrap_or(largest);
        // What would be left is not worth a segment of its own.
        let end = if rest.len() - end < SMALLEST { rest.len() } else { end };
        let (segment, others) = rest.split_at(end);
        segments.push(segment);
        rest = others;
    }
    segments
}

/// Identity of all that a segment is made of.
pub(super) fn key(library: Pages<'_>, pages: &[PageIx]) -> Fingerprint {
    let mut key = Fingerprinter::default();
    for index in pages {
        let page = library.page(*index);
        key.part(&page.document().fingerprint.0.to_le_bytes());
        key.part(page.id.as_bytes());
        if let Some(inherited) = page.inherited() {
            key.part(&inherited.0.to_le_bytes());
        }
    }
    key.finish()
}

/// tantivy's results are about directories that say no; the one used here is a map in memory.
#[expect(clippy::expect_used, reason = "no disk is involved, and the schema is made beside its use")]
pub(super) fn in_memory<T>(result: tantivy::Result<T>) -> T {
    result.expect("an index in memory can be written and read")
}

/// The fields of a language: its texts with positions, its titles and its headings once more, for their weight.
struct Fields {
    text: Field,
    title: Field,
    heading: Field,
}

/// Indexes the pages of a segment.
pub(super) fn index_run(pages: &[PageIx], library: Pages<'_>, config: &Config) -> tantivy::Result<Segment> {
    let language = |index: &PageIx| primary(&library.page(*index).incident().language.value);
    let languages: BTreeSet<String> = pages.iter().map(language).collect();
    let languages: Vec<String> = languages.into_iter().collect();
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
    for language in &languages {
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
        let language = language(index);
        let Some(fields) = languages.iter().position(|other| *other == language).map(|at| &fields[at]) else {
            continue;
        };
        let mut document = TantivyDocument::new();
        pieces(page, config, |place, text| {
            document.add_text(fields.text, text);
            match place {
                TextRole::Title => document.add_text(fields.title, text),
                TextRole::Heading => document.add_text(fields.heading, text),
                TextRole::Text => {}
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
                [(TextRole::Text, fields.text), (TextRole::Title, fields.title), (TextRole::Heading, fields.heading)]
            {
                readers.push((place, segment.inverted_index(field)?));
            }
        }
    }
    let learnt = learnt(&shared);
    let surfaces = learnt.analyzer.surfaces().map(|(term, surface)| (term.to_owned(), surface.to_owned()));
    let mut surfaces: Vec<(String, String)> = surfaces.collect();
    surfaces.sort_unstable();
    Ok(Segment { fields: readers, lengths, forms: learnt.analyzer.forms(), surfaces })
}

/// What the tokenizers of one segment share.
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
