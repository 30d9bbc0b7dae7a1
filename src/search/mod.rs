//! Index: the library's words.
//!
//! One analyser (`tokens`) cuts text into terms; [`TermStatistics`] says how telling each term is and which terms are
//! the most telling of each page.
//!
//! Incremental: depends on the bodies' text alone.

mod statistics;
mod tokens;

pub use statistics::{PageTerm, TermIx, TermStatistics, statistics};
pub use tokens::{Analyzer, Token};
