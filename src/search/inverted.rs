//! The library's words inverted: for each term, the pages that have it. tantivy builds it.
//!
//! The pages are cut into segments (`segment`) that are indexed in parallel, each into one segment of its own in memory.
//! Segments have no names that matter and no merge threads, so the result is the same on any number of threads: terms
//! are read from all segments side by side, in order.

use super::content::{TextRole, order};
use super::segment::{Segment, cut, in_memory, index_run, key};
use super::tokens::FormTerm;
use crate::config::Config;
use crate::library::{PageIx, Pages};
use crate::text::Fingerprint;
use rayon::prelude::*;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, BinaryHeap, HashMap};
use std::sync::Arc;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

/// Parts into which the terms are cut when they are read in parallel.
const TERM_RANGES: usize = 24;

/// The library's words, inverted.
pub struct Inverted {
    /// The page of each document number.
    pub(super) order: Vec<PageIx>,
    /// The words of each document without stop words, titles and headings weighed in.
    pub(super) lengths: Vec<u32>,
    /// Every form of a word with its terms, sorted.
    pub(super) forms: Vec<FormTerm>,
    /// For each term a word as a page has it, sorted by term.
    pub(super) surfaces: Vec<(String, String)>,
    /// The number of each segment's first document, and the segment.
    segments: Vec<(u32, Arc<Segment>)>,
}

/// What is read of each term. Positions are most of the work, and common terms are most of the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Its documents and where in each it stands.
    Positions,
    /// Its documents.
    Counts,
    /// Its documents where there are at most so many; other terms are passed over.
    CountsUpTo(u32),
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

/// The segments of a build, for the next one: those whose pages are the same serve again.
#[derive(Clone, Default)]
pub struct Segments(HashMap<Fingerprint, Arc<Segment>>);

/// Turns a library's words round. `segments` has those of an earlier build and gets those of this one.
pub fn invert(library: Pages<'_>, config: &Config, segments: &mut Segments) -> Inverted {
    let order = order(&library);
    let known = &segments.0;
    let made: Vec<(Fingerprint, Arc<Segment>)> = cut(&library, &order)
        .into_par_iter()
        .map(|pages| {
            let key = key(library, pages);
            let made = || Arc::new(in_memory(index_run(pages, library, config)));
            (key, known.get(&key).map_or_else(made, Arc::clone))
        })
        .collect();
    let mut inverted = Inverted {
        lengths: made.iter().flat_map(|(_, segment)| segment.lengths.iter().copied()).collect(),
        forms: merged(&made, |segment| &segment.forms, Ord::cmp),
        surfaces: merged(&made, |segment| &segment.surfaces, |a, b| a.0.cmp(&b.0)),
        segments: Vec::with_capacity(made.len()),
        order,
    };
    let mut base = 0;
    for (_, segment) in &made {
        inverted.segments.push((number(base), Arc::clone(segment)));
        base += segment.lengths.len();
    }
    segments.0 = made.into_iter().collect();
    inverted
}

/// The sorted lists of all segments as one; of equals the first segment's stays.
fn merged<T: Clone + Send + Sync>(
    segments: &[(Fingerprint, Arc<Segment>)],
    list: impl Fn(&Segment) -> &Vec<T> + Sync,
    compare: impl Fn(&T, &T) -> Ordering + Sync,
) -> Vec<T> {
    let lists = segments.par_iter().map(|(_, segment)| list(segment).iter().collect());
    let all: Vec<&T> = lists.reduce(Vec::new, |a, b| merge(a, b, &compare));
    all.into_par_iter().cloned().collect()
}

fn merge<'a, T>(a: Vec<&'a T>, b: Vec<&'a T>, compare: &impl Fn(&T, &T) -> Ordering) -> Vec<&'a T> {
    let mut both = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.into_iter().peekable(), b.into_iter().peekable());
    while let (Some(first), Some(second)) = (a.peek(), b.peek()) {
        match compare(first, second) {
            Ordering::Greater => both.extend(b.next()),
            Ordering::Less => both.extend(a.next()),
            Ordering::Equal => {
                both.extend(a.next());
                b.next();
            }
        }
    }
    both.extend(a);
    both.extend(b);
    both
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
    pub(super) fn terms<T: Send>(&self, wanted: Wanted, each: impl Fn(&str, &Occurrences) -> T + Sync) -> Vec<T> {
        let bounds = self.bounds();
        let ranges: Vec<(Option<&str>, Option<&str>)> = std::iter::once(None)
            .chain(bounds.iter().map(|bound| Some(bound.as_str())))
            .zip(bounds.iter().map(|bound| Some(bound.as_str())).chain([None]))
            .collect();
        let parts: Vec<Vec<T>> =
            ranges.into_par_iter().map(|(from, to)| in_memory(self.range(from, to, wanted, &each))).collect();
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
        wanted: Wanted,
        each: &(impl Fn(&str, &Occurrences) -> T + Sync),
    ) -> tantivy::Result<Vec<T>> {
        let mut streams = Vec::new();
        for (base, segment) in &self.segments {
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
                    streams.push(Stream { base: *base, place: *place, reader, stream });
                }
            }
        }
        let mut results = Vec::new();
        let mut found = Occurrences::default();
        // The next term of each stream, the first in the alphabet on top.
        let next = |stream: &Stream<'_>, index| Reverse((stream.stream.key().to_vec(), index));
        let mut heads: BinaryHeap<_> = streams.iter().zip(0..).map(|(stream, index)| next(stream, index)).collect();
        let mut having: Vec<usize> = Vec::new();
        while let Some(Reverse((term, first))) = heads.pop() {
            having.clear();
            having.push(first);
            while heads.peek().is_some_and(|Reverse((other, _))| *other == term) {
                having.extend(heads.pop().map(|Reverse((_, index))| index));
            }
            let texts = having.iter().map(|index| &streams[*index]).filter(|stream| stream.place == TextRole::Text);
            let frequency: u32 = texts.map(|stream| stream.stream.value().doc_freq).sum();
            if !matches!(wanted, Wanted::CountsUpTo(most) if frequency > most) {
                found.documents.clear();
                found.positions.clear();
                for is_text in [true, false] {
                    for index in &having {
                        let stream = &streams[*index];
                        if (stream.place == TextRole::Text) == is_text {
                            stream.read(wanted == Wanted::Positions, &mut found)?;
                        }
                    }
                    // Languages that share a term have fields of their own; their pages stand between each other's.
                    if is_text && !found.documents.is_sorted_by_key(|occurrence| occurrence.document) {
                        found.documents.sort_unstable_by_key(|occurrence| occurrence.document);
                    }
                }
                // Terms are made of text.
                results.push(each(&String::from_utf8_lossy(&term), &found));
            }
            for index in &having {
                let stream = &mut streams[*index];
                if stream.stream.advance() {
                    heads.push(next(stream, *index));
                }
            }
        }
        Ok(results)
    }
}

/// The terms of one field of one segment, from some term on.
struct Stream<'a> {
    base: u32,
    place: TextRole,
    reader: &'a InvertedIndexReader,
    stream: TermStreamer<'a>,
}

impl Stream<'_> {
    /// Adds the documents of the present term. Texts come before titles and headings, which only raise what the texts
    /// have counted: every word of a title is a word of the text too.
    fn read(&self, positions: bool, found: &mut Occurrences) -> tantivy::Result<()> {
        let positions = positions && self.place == TextRole::Text;
        let option = if positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::WithFreqs };
        let mut postings = self.reader.read_postings_from_terminfo(self.stream.value(), option)?;
        let mut at = 0;
        let mut own = Vec::new();
        while postings.doc() != TERMINATED {
            let document = self.base + postings.doc();
            if self.place == TextRole::Text {
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
                    occurrence.in_title |= self.place == TextRole::Title;
                }
            }
            postings.advance();
        }
        Ok(())
    }
}

/// Numbers of documents and words are far below 2^32: a segment of tantivy's takes no more.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
