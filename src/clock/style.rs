//! How to read what can be read in two ways.

use super::date::Order;
use super::zone::Minus;
use crate::lexicon::Lexicon;
use crate::model::Zone;

/// How to read what can be read in two ways.
#[derive(Clone, Copy, Debug)]
pub struct Style<'l> {
    /// The words that dates and times are made of, and those around them.
    pub lexicon: &'l Lexicon,
    /// Abbreviations of zones that the page itself explains.
    pub zones: &'l [(String, Zone)],
    /// Which of two numbers is the day.
    pub order: Order,
    /// Whether `8.41` is a time: the text writes its times with a dot.
    pub dotted: bool,
    /// Whether `9h` is nine o'clock rather than nine hours.
    pub hours: bool,
    pub(super) minus: Minus,
}

impl<'l> Style<'l> {
    /// The style of a language (BCP 47).
    pub fn of(language: &str, lexicon: &'l Lexicon) -> Style<'l> {
        let hours = language.starts_with("fr");
        Style { lexicon, zones: &[], order: Order::of(language), dotted: false, hours, minus: Minus::Range }
    }

    /// The same style with the abbreviations of zones that a page explains.
    #[must_use]
    pub fn explained(self, zones: &'l [(String, Zone)]) -> Style<'l> {
        Style { zones, ..self }
    }

    /// The same style for a text that writes its times with a dot, or does not.
    #[must_use]
    pub fn dotted(self, dotted: bool) -> Style<'l> {
        Style { dotted, ..self }
    }

    /// The same style with the order that the dates of a folder prove, if they do.
    #[must_use]
    pub fn ordered(self, order: Option<Order>) -> Style<'l> {
        Style { order: order.unwrap_or(self.order), ..self }
    }
}
