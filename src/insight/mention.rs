//! Mentions of other incidents in texts, without a link: "the same failure as INC-0018", "as on 2019-01-08".
//!
//! An incident is named by its id or by its day. A day alone says nothing, so it counts only in a sentence that speaks of
//! something that came back, and only when one incident alone is of that day.

use super::thresholds::SHORTEST_ID;
use crate::lexicon::{Lexicon, WordList};
use crate::library::{Library, PageIx, Pages};
use crate::text::fold;
use rayon::prelude::*;
use std::collections::HashMap;

/// Every incident that an incident's text names, and whether the sentence likens the two.
pub(super) fn mentions(library: Pages<'_>, lexicon: &Lexicon) -> Vec<(PageIx, PageIx, bool)> {
    let names = names(&library);
    let pages: Vec<PageIx> = library.incidents.clone();
    pages.par_iter().flat_map_iter(|page| of_page(library, *page, &names, lexicon)).collect()
}

/// What incidents are called.
struct Names {
    /// By id in lower case; only ids with a digit, since others may be words.
    ids: HashMap<String, PageIx>,
    /// By day, as ISO 8601 writes it; only days of one incident.
    days: HashMap<String, PageIx>,
}

fn names(library: &Library) -> Names {
    let mut ids = HashMap::new();
    let mut days: HashMap<String, Vec<PageIx>> = HashMap::new();
    for (index, page) in library.incidents() {
        let is_day = page.id.parse::<crate::model::Date>().is_ok();
        if page.id.len() >= SHORTEST_ID && !is_day && has_both(&page.id) {
            ids.insert(page.id.to_lowercase(), index);
        }
        if let Some(day) = page.day() {
            days.entry(day.to_string()).or_default().push(index);
        }
    }
    let days = days.into_iter().filter(|(_, pages)| pages.len() == 1).map(|(day, pages)| (day, pages[0])).collect();
    Names { ids, days }
}

/// Whether a name has letters and digits.
fn has_both(name: &str) -> bool {
    name.bytes().any(|byte| byte.is_ascii_digit()) && name.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn of_page(library: Pages<'_>, page: PageIx, names: &Names, lexicon: &Lexicon) -> Vec<(PageIx, PageIx, bool)> {
    let own = library.page(page).day();
    let mut found = Vec::new();
    for section in &library.page(page).body().text {
        let text = section.text.as_str();
        for (start, word) in words(text).filter(|(_, word)| word.bytes().any(|byte| byte.is_ascii_digit())) {
            let named = names.ids.get(&word.to_lowercase()).map(|to| (*to, false));
            let dated = named.or_else(|| names.days.get(word).map(|to| (*to, true)));
            let Some((to, by_day)) = dated.filter(|(to, _)| *to != page) else { continue };
            // What happened later cannot be what this is like.
            let likens = likens(sentence(text, start), lexicon) && library.page(to).day() < own;
            if likens || !by_day {
                found.push((page, to, likens));
            }
        }
    }
    found
}

/// Words with where they begin; hyphens and underscores are parts of words.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_end = |c: char| !(c.is_alphanumeric() || c == '-' || c == '_');
    let mut at = 0;
    text.split_inclusive(is_end).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(is_end).trim_matches('-');
        (!word.is_empty()).then_some((start, word))
    })
}

/// The sentence around a byte.
pub(super) fn sentence(text: &str, at: usize) -> &str {
    let ends = [". ", "! ", "? ", "\n"];
    let start = ends.iter().filter_map(|end| text[..at].rfind(end).map(|found| found + end.len())).max().unwrap_or(0);
    let end = ends.iter().filter_map(|end| text[at..].find(end)).min().map_or(text.len(), |found| at + found);
    &text[start..end]
}

fn likens(sentence: &str, lexicon: &Lexicon) -> bool {
    let folded = fold(sentence);
    let has = || words(&folded).any(|(_, word)| lexicon.start_of(WordList::Likening, word).is_some());
    (lexicon.within(WordList::LikeningPhrases, &folded) || has()) && !parts(&folded, lexicon)
}

/// Whether a folded sentence denies a likeness.
pub(super) fn parts(sentence: &str, lexicon: &Lexicon) -> bool {
    words(sentence).any(|(_, word)| lexicon.has(WordList::Parting, word))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{incident, library};
    use super::*;

    #[test]
    fn a_text_may_name_an_incident_and_say_that_it_is_like_it() {
        let library = library(vec![
            incident("INC-0007", "First", "It broke.").on("2024-01-08"),
            incident("INC-0008", "Second", "This looks like INC-0007 of last winter. Since inc-0009 we are careful.")
                .on("2024-05-01"),
            incident(
                "INC-0009",
                "Third",
                "Unlike INC-0007, the same host was well. It occurred once previously on 2024-05-01.",
            )
            .on("2024-07-01"),
            incident("INC-0010", "Fourth", "Began on 2024-05-01 and ended. Nothing like INC-0099.").on("2024-08-01"),
        ]);
        let id = |page: PageIx| library.page(page).id.as_str();
        let told: Vec<(&str, &str, bool)> = mentions(library.pages(), crate::lexicon::built_in())
            .into_iter()
            .map(|(from, to, likens)| (id(from), id(to), likens))
            .collect();
        assert_eq!(
            told,
            [
                ("INC-0008", "INC-0007", true),
                ("INC-0008", "INC-0009", false),
                ("INC-0009", "INC-0007", false),
                ("INC-0009", "INC-0008", true),
            ]
        );
    }
}
