//! Index: the library's words, and queries against them.
//!
//! One analyser (`scan`, `tokens`) cuts the text of pages (`content`) into terms; tantivy inverts them (`segment`,
//! `inverted`).
//! From that come [`TermStatistics`], which say how telling each term is and which terms are the most telling of each
//! page, and the static files of the index (`export`, [`export()`]). [`Searcher`] asks those files (`query`, `native`,
//! `index_reader`, `spell`, `rank`) as the browser's script does, and [`passage`] shows why a page was found.
//!
//! Incremental: depends on the pages' words and the settings' names alone; segments of pages that did not change are kept
//! ([`Segments`]).

mod answer;
mod content;
mod export;
mod index_reader;
mod inverted;
mod native;
mod pack;
mod query;
mod rank;
mod scan;
mod segment;
mod snippet;
mod spell;
mod statistics;
mod tokens;

pub use answer::{Answer, Hit, Order, SearchError, WordFate, WordState};
pub use export::{IndexFile, MANIFEST, export};
pub use inverted::{Inverted, Segments, invert};
pub use native::Searcher;
pub use query::{Problem, ProblemKind};
pub use rank::Parts;
pub use snippet::{Passage, marks, passage};
pub use statistics::{PageTerm, TermIx, TermStatistics, statistics};
pub use tokens::{Analyzer, Token};
