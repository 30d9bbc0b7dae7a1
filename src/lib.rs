//! Casebook turns a folder of Markdown postmortems into a library that a company learns from.

pub mod config;
pub mod diagnostic;
pub mod document;
pub mod insight;
pub mod library;
pub mod model;
pub mod search;
pub mod site;
pub mod text;
