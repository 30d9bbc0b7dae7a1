//! Words of titles and summaries, and what two of them share.

use super::thresholds::LONGEST_SUMMARY;
use super::word_overlap::WordOverlap;
use super::word_reader::{WordReader, WordReaders};
use crate::document::begins_the_text;
use crate::lexicon::Lexicon;
use crate::library::{Page, PageIx, PageText, Pages};
use crate::model::SectionKind;
use rayon::prelude::*;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The titles of a library's incidents. Unlike the texts' statistics they know the words that only one page has: two
/// titles that share all but one word differ in that word.
pub(super) struct Titles<'a> {
    /// For each page, what is compared.
    texts: Vec<Cow<'a, str>>,
    words: WordOverlap,
    /// For each page, where each of its words stands in the text, and its length in bytes.
    places: Vec<Vec<(u32, u32)>>,
}

impl<'a> Titles<'a> {
    /// Reads all titles.
    pub(super) fn new(library: Pages<'a>, readers: &WordReaders<'_>) -> Titles<'a> {
        Titles::of(library, readers, |page| {
            Cow::Borrowed(if begins_the_text(page.title(), &page.body().text) { "" } else { page.title() })
        })
    }

    /// Reads titles and summaries instead: what is stated, and what stands under such headings, or before all headings.
    pub(super) fn summaries(library: Pages<'a>, readers: &WordReaders<'_>, lexicon: &Lexicon) -> Titles<'a> {
        Titles::of(library, readers, |page| Cow::Owned(summary(page, lexicon)))
    }

    fn of(
        library: Pages<'a>,
        readers: &WordReaders<'_>,
        text: impl Fn(PageText<'a>) -> Cow<'a, str> + Sync,
    ) -> Titles<'a> {
        let of_page = |page: PageText<'a>| if page.is_incident() { text(page) } else { Cow::Borrowed("") };
        let texts: Vec<Cow<'a, str>> = library.par_iter().map(of_page).collect();
        let read = |reader: &mut WordReader<'_>, (page, text): (&Arc<Page>, &Cow<'_, str>)| {
            let mut words: Vec<(u64, (u32, u32))> = Vec::new();
            reader.read(text, &page.incident().language.value, |word| {
                if word.is_telling {
                    // Texts are kilobytes.
                    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                    words.push((word.identity, (place(word.range.start), place(word.range.len()))));
                }
            });
            words.sort_unstable();
            words.dedup_by_key(|(identity, _)| *identity);
            words.into_iter().unzip()
        };
        let pages = library.library().pages.par_iter().zip(&texts);
        let (words, places) = pages.map_init(|| readers.reader(), read).unzip();
        Titles { texts, words: WordOverlap::new(words, library.incidents.len()), places }
    }

    /// How much of what two titles say they both say, by rarity of the words: 0 to 1.
    pub(super) fn overlap(&self, a: PageIx, b: PageIx) -> f64 {
        self.words.overlap(a, b)
    }

    /// How many words two of them share that hardly any other has.
    pub(super) fn rare_words(&self, a: PageIx, b: PageIx) -> usize {
        self.words.rare_words(a, b)
    }

    /// The telling words that two titles share, as the first writes them.
    pub(super) fn shared_words(&self, a: PageIx, b: PageIx) -> Vec<String> {
        let places = self.words.telling_in_both(a, b).filter_map(|word| self.places[a.0].get(word).copied());
        let mut places: Vec<Range<usize>> =
            places.map(|(start, length)| start as usize..start as usize + length as usize).collect();
        places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        let mut until = 0;
        places.retain(|place| {
            let part_of_last = place.end <= until;
            until = until.max(place.end);
            !part_of_last
        });
        places.into_iter().filter_map(|place| self.texts[a.0].get(place)).map(str::to_owned).collect()
    }
}

/// What happened and why, in short: at most [`LONGEST_SUMMARY`] characters of each.
fn summary(page: PageText<'_>, lexicon: &Lexicon) -> String {
    let stated = page.narrative().summary.as_ref().map(|summary| summary.value.as_str());
    let tells =
        |heading: &str| matches!(lexicon.section_kind(heading), Some(SectionKind::Summary | SectionKind::RootCause));
    let sections = &page.body().text;
    let under_headings = sections.iter().filter(|section| tells(&section.heading)).map(|section| section.text.as_str());
    let mut texts: Vec<&str> = [page.title()].into_iter().chain(stated).chain(under_headings).collect();
    if texts.len() == 1 {
        texts.extend(sections.first().map(|section| section.text.as_str()));
    }
    let short = |text: &str| text.chars().take(LONGEST_SUMMARY).collect::<String>();
    texts.into_iter().map(short).collect::<Vec<String>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::common::Common;
    use super::super::testing::{incident, library, others};
    use super::*;

    #[test]
    fn titles_differ_in_the_words_that_only_one_has() {
        let mut sketches = others(20);
        sketches.push(incident("a", "Certificate expired on gateway", ""));
        sketches.push(incident("b", "2024-03-01: certificate expired on mailhub", ""));
        sketches.push(incident("c", "The outage of January", ""));
        let library = library(sketches);
        let titles = Titles::new(library.pages(), &WordReaders::new(&Common::new()));
        let page = |id: &str| library.iter().find(|(_, page)| page.id == id).unwrap().0;
        let overlap = titles.overlap(page("a"), page("b"));
        assert!(overlap > 0.3 && overlap < 0.7, "{overlap}");
        assert_eq!(titles.overlap(page("a"), page("a")), 1.0);
        assert_eq!(titles.overlap(page("c"), page("c")), 0.0);
        assert_eq!(titles.shared_words(page("a"), page("b")), ["Certificate", "expired"]);
    }
}
