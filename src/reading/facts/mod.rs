//! Facts beside the timeline and the actions: title, day, severity, people, numbers, and whether a page is an incident.

mod duration;
mod incident;
mod keys;
mod label;
mod person;
mod sentence;
mod summary;
mod title;

pub(super) use incident::{Signs, is_template, looks_like_incident, tells_of_failure};
pub(super) use label::{FactContext, Facts, read_facts};
pub(super) use sentence::{date_told, fails, first_paragraph, first_sentence, sentences};
pub(super) use summary::{section_text, summary};
pub use title::date_of_name;
pub(super) use title::{Title, heading_of};
