//! All tests of the library and the binary in one program.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests read the disk, and a test that cannot go on should stop where it is"
)]

mod api;
mod audiences;
mod cache;
mod cases;
mod check;
mod cli;
mod dialects;
mod exports;
mod faults;
mod front_matter;
mod fuzz;
mod hostile;
mod house;
mod incremental;
mod insight;
mod languages;
mod lexicon;
mod media;
mod publishing;
mod reference;
mod search;
mod serve;
mod site;
mod support;
mod survey;
mod theme;
mod workspace;
