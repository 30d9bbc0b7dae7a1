//! Casebook turns a folder of Markdown postmortems into a library that a company learns from.

pub mod build;
pub mod cache;
pub mod check;
pub mod clock;
pub mod command;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod front_matter;
pub mod insight;
pub mod lexicon;
pub mod library;
pub mod markdown;
pub mod model;
pub mod publish;
pub mod reading;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod survey;
pub mod text;
pub mod tracker;
