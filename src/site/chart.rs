//! SVG from numbers.

use super::view::Frame;
use super::words::Words;
use crate::insight::Distribution;
use crate::library::PageIx;
use crate::model::{Date, Phase};

pub(super) fn phases(_points: &[(Phase, i64)], _words: &Words) -> String {
    String::new()
}
pub(super) fn occurrences(_frame: &Frame<'_>, _members: &[PageIx]) -> String {
    String::new()
}
pub(super) fn months(_months: &[(Date, Vec<usize>)], _names: &[String], _words: &Words) -> String {
    String::new()
}
pub(super) fn durations(_frame: &Frame<'_>, _distribution: &Distribution) -> String {
    String::new()
}
pub(super) fn categories(_quarters: &[(Date, Vec<usize>)], _names: &[String], _words: &Words) -> String {
    String::new()
}
