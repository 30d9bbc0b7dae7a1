//! The answer to a query: hits, facets, and what became of each word.

use super::query::Problem;
use super::rank::Parts;
use thiserror::Error;

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

/// The answer to a query: hits, facets, and what became of each word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The first results, in order.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// What became of each word.
    pub words: Vec<WordFate>,
    /// The forms that were searched, for emphasis; `exh*` for every word that begins so.
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
