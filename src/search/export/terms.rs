//! Which term goes into which file: forms in alphabetical order, cut into shards; each shard has the postings of every
//! term that one of its forms belongs to, so that one word of a query needs one file.

use super::impact::Measures;
use super::posting::{Posting, write_positions, write_postings};
use super::words::{front_coded, separators};
use crate::library::Pages;
use crate::search::inverted::{Inverted, Occurrences, Wanted};
use crate::search::pack::{ALPHABET, Writer};
use crate::search::tokens::FormTerm;
use std::collections::HashMap;

/// How large a shard may grow, in characters: see `docs/search-format.md` for what other sizes cost.
const SHARD: usize = 12_000;

/// A term of the index, written.
pub(super) struct Term {
    /// The term.
    pub term: String,
    /// How many documents have it.
    pub frequency: u32,
    postings: String,
    positions: String,
}

/// Every term of the library, written, in order.
pub(super) fn terms(library: Pages<'_>, inverted: &Inverted) -> Vec<Term> {
    let documents = u32::try_from(inverted.documents()).unwrap_or(u32::MAX);
    let measures = Measures::new(library, inverted);
    inverted.terms(Wanted::Positions, |term, occurrences| {
        let postings: Vec<Posting> = occurrences
            .documents
            .iter()
            .map(|one| Posting {
                document: one.document,
                impact: measures.impact(one, inverted.lengths[one.document as usize]),
                in_title: one.in_title,
            })
            .collect();
        Term {
            term: term.to_owned(),
            frequency: u32::try_from(postings.len()).unwrap_or(u32::MAX),
            postings: write_postings(&postings, documents),
            positions: positions(occurrences),
        }
    })
}

fn positions(occurrences: &Occurrences) -> String {
    write_positions(occurrences.documents.iter().map(|one| occurrences.positions(one)))
}

/// The shards of terms.
pub(super) struct Shards {
    /// For each shard but the first, a text that sorts between the last form before it and its first form.
    pub bounds: Vec<String>,
    /// The shards: forms, their terms, postings.
    pub terms: Vec<String>,
    /// For each shard the positions of its terms.
    pub positions: Vec<String>,
    /// Words that every text of a language has, sorted.
    pub stop_words: Vec<String>,
}

/// Cuts the forms into shards.
pub(super) fn shards(forms: &[FormTerm], terms: &[Term]) -> Shards {
    let numbers: HashMap<&str, usize> = terms.iter().zip(0..).map(|(term, at)| (term.term.as_str(), at)).collect();
    let mut shards = Shards { bounds: Vec::new(), terms: Vec::new(), positions: Vec::new(), stop_words: Vec::new() };
    let mut firsts: Vec<(&str, &str)> = Vec::new();
    let mut shard = Shard::default();
    let mut last = "";
    for group in forms.chunk_by(|a, b| a.form == b.form) {
        let form = group[0].form.as_str();
        let mut own: Vec<usize> = group.iter().filter_map(|found| numbers.get(found.term.as_str()).copied()).collect();
        own.dedup();
        if group.iter().all(|found| found.is_stop_word) {
            shards.stop_words.push(form.to_owned());
        }
        let added = form.len() / 2
            + own
                .iter()
                .filter(|term| !shard.local.contains_key(*term))
                .map(|term| terms[*term].postings.len())
                .sum::<usize>();
        if shard.size > 0 && shard.size + added > SHARD {
            firsts.push((last, form));
            std::mem::take(&mut shard).finish(terms, &mut shards);
        }
        shard.size += added + 2;
        shard.add(form, &own);
        last = form;
    }
    shard.finish(terms, &mut shards);
    shards.bounds = separators(&firsts);
    shards
}

#[derive(Default)]
struct Shard<'a> {
    size: usize,
    forms: Vec<&'a str>,
    references: Writer,
    terms: Vec<usize>,
    local: HashMap<usize, usize>,
}

impl<'a> Shard<'a> {
    /// A form with its terms: how many, then how far back each is in the shard's list, a new one at 0.
    fn add(&mut self, form: &'a str, own: &[usize]) {
        self.forms.push(form);
        let gamma = |writer: &mut Writer, value: usize| writer.gamma(u32::try_from(value).unwrap_or(u32::MAX));
        gamma(&mut self.references, own.len());
        for term in own {
            match self.local.get(term) {
                Some(at) => gamma(&mut self.references, self.terms.len() - at + 1),
                None => {
                    gamma(&mut self.references, 1);
                    self.local.insert(*term, self.terms.len());
                    self.terms.push(*term);
                }
            }
        }
    }

    fn finish(self, terms: &[Term], into: &mut Shards) {
        let joined =
            |text: fn(&Term) -> &str| self.terms.iter().map(|term| text(&terms[*term])).collect::<Vec<_>>().join(".");
        let postings = joined(|term| &term.postings);
        let body = serde_json::json!([front_coded(self.forms.iter().copied()), self.references.finish(), postings]);
        into.terms.push(body.to_string());
        into.positions.push(serde_json::Value::String(joined(|term| &term.positions)).to_string());
    }
}

/// A document frequency as one character: four times its logarithm to base 2.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 63")]
pub(super) fn frequency_character(frequency: u32) -> char {
    let value = (4.0 * f64::from(frequency.max(1)).log2()).round().clamp(0.0, 63.0) as usize;
    char::from(ALPHABET[value])
}
