//! Casebook turns a folder of Markdown postmortems into a library that a company learns from.
//!
//! It is one function: a site depends on the sources, the settings, the theme and the as-of date, and on nothing else. Data
//! goes one way through nine stages; each takes the value that the one before it made.
//!
//! | stage | entry | from -> to |
//! | --- | --- | --- |
//! | read | [`source::locate`], [`source::Folder`] | a folder -> [`text::Source`]s, [`config::Config`], [`site::ThemeFiles`] |
//! | survey | [`survey::scan`], [`survey::Survey`] | all sources -> [`survey::Conventions`] for each: what its folder settles |
//! | parse | [`document::parse`] | one source and its conventions -> one [`document::Document`]; it knows no other file and cannot fail |
//! | gather | [`library::select`], [`library::gather`] | all documents -> [`library::Library`]: what may be shown, who is who, what leads where |
//! | index | [`search::invert`], [`search::export`] | the library's words -> [`search::Inverted`], and the files that a browser searches |
//! | learn | [`insight::learn`] | the library and [`search::statistics`] -> [`insight::Insights`], every claim with its evidence |
//! | check | [`check::check`] | the finished values -> [`diagnostic::Diagnostic`]s |
//! | render | [`site::Plan`] | all of it -> the place of every file, and each [`site::Artifact`] when it is asked for |
//! | publish | [`publish::stage`], [`publish::Staged::publish`] | files as they are made -> the output folder, whole or not at all |
//!
//! [`build::build`] is the stages from survey to render in their order, with a memo of what was made before; [`serve`] goes the
//! same way after each save, as far as there is time for ([`build::plan`]). Reading and publishing touch the disk; nothing in
//! between does.
//!
//! The rooms follow floor by floor, the lowest first. A room imports only rooms below it; ARCHITECTURE.md has their order within a
//! floor, and the question that each answers.

// The ground: texts, paths, findings.
pub mod diagnostic;
pub mod text;

// The words: what an incident is made of, what the settings mean, what a tracker says.
pub mod clock;
pub mod config;
pub mod failure;
pub mod lexicon;
pub mod model;
pub mod tracker;

// The core: the stages from survey to render, without disk, clock, network or chance.
pub mod build;
pub mod check;
pub mod dialect;
pub mod document;
pub mod front_matter;
pub mod insight;
pub mod library;
pub mod markdown;
pub mod reading;
pub mod search;
pub mod site;
pub mod survey;
pub mod workspace;

// The edges: the disk, the network, the terminal.
pub mod cache;
pub mod command;
pub mod publish;
pub mod serve;
pub mod source;
