//! Index: the library's words, and asking for them.
//!
//! One analyser (`scan`, `tokens`) cuts the text of pages (`content`) into terms; tantivy turns them round (`run`,
//! `inverted`).
//! From that come [`TermStatistics`], which say how telling each term is and which terms are the most telling of each
//! page, and the static files of the index (`export`, [`export()`]). [`Searcher`] asks those files (`query`, `native`,
//! `shelf`, `spell`, `rank`) as the browser's script does, and [`passage`] shows why a page was found.
//!
//! Incremental: depends on the pages' words and the settings' names alone; runs of pages that did not change are kept
//! ([`Runs`]).

mod answer;
mod content;
mod export;
mod inverted;
mod native;
mod pack;
mod query;
mod rank;
mod run;
mod scan;
mod shelf;
mod snippet;
mod spell;
mod statistics;
mod tokens;

pub use answer::{Answer, Hit, Order, SearchError, WordFate, WordState};
pub use export::{IndexFile, MANIFEST, export};
pub use inverted::{Inverted, Runs, invert};
pub use native::Searcher;
pub use query::{Problem, ProblemKind};
pub use rank::Parts;
pub use snippet::{Passage, marks, passage};
pub use statistics::{PageTerm, TermIx, TermStatistics, statistics};
pub use tokens::{Analyzer, Token};
