//! What titles say, and what two of them both say.

use super::common::Common;
use super::likeness::common_from;
use super::ties::rarity;
use crate::document::section::section_kind;
use crate::library::{Library, Page, PageIx};
use crate::model::SectionKind;
use crate::search::Analyzer;
use std::borrow::Cow;
use std::collections::HashMap;

/// Characters of a text in which its first sentence is.
const BEGINNING: usize = 600;
/// Characters of a section that belong to the summary.
const LONGEST_SUMMARY: usize = 1200;
/// From which rarity on hardly any other has a word: of 30 texts three have it, of 10,000 eight.
const RARE: f64 = 0.85;
/// From how many words on a title that the text begins with is a sentence.
const SENTENCE: usize = 5;

/// The titles of a library's incidents. Unlike the texts' statistics they know the words that only one page has: two
/// titles that share all but one word differ in that word.
pub(super) struct Titles<'a> {
    /// For each page, what is compared.
    texts: Vec<Cow<'a, str>>,
    /// For each page, the words of its title and how telling each is, by word.
    words: Vec<Vec<TitleWord>>,
}

/// A word of a title.
#[derive(Clone, Debug)]
struct TitleWord {
    word: u32,
    /// How rare it is among titles.
    rarity: f64,
    /// Bytes of the title.
    range: std::ops::Range<usize>,
    /// Whether it is rare enough to be named as a reason.
    telling: bool,
}

impl<'a> Titles<'a> {
    /// Reads all titles.
    pub(super) fn new(library: &'a Library, common: &Common) -> Titles<'a> {
        Titles::of(library, common, |page| Cow::Borrowed(if begins_the_text(page) { "" } else { page.title() }))
    }

    /// Reads titles and summaries instead: what is stated, and what stands under such headings, or before all headings.
    pub(super) fn summaries(library: &'a Library, common: &Common) -> Titles<'a> {
        Titles::of(library, common, |page| Cow::Owned(summary(page)))
    }

    fn of(library: &'a Library, common: &Common, text: impl Fn(&'a Page) -> Cow<'a, str>) -> Titles<'a> {
        let of_page = |page: &'a Page| if page.is_incident() { text(page) } else { Cow::Borrowed("") };
        let texts: Vec<Cow<'_, str>> = library.iter().map(|(_, page)| of_page(page)).collect();
        Titles { words: words(library, common, &texts), texts }
    }

    /// How much of what two titles say they both say, by rarity of the words: 0 to 1.
    pub(super) fn overlap(&self, a: PageIx, b: PageIx) -> f64 {
        let (a, b) = (&self.words[a.0], &self.words[b.0]);
        // Most pairs share no telling word: they are not worth the sums.
        if !in_both(a, b).any(|word| word.telling) {
            return 0.0;
        }
        let total = |words: &[TitleWord]| words.iter().map(|word| word.rarity).sum::<f64>();
        let both: f64 = in_both(a, b).map(|word| word.rarity).sum();
        let all = total(a) + total(b) - both;
        if all > 0.0 { both / all } else { 0.0 }
    }

    /// How many words two of them share that hardly any other has.
    pub(super) fn rare_words(&self, a: PageIx, b: PageIx) -> usize {
        in_both(&self.words[a.0], &self.words[b.0]).filter(|word| word.telling && word.rarity > RARE).count()
    }

    /// The telling words that two titles share, as the first writes them.
    pub(super) fn shared_words(&self, a: PageIx, b: PageIx) -> Vec<String> {
        let mut words: Vec<&TitleWord> =
            in_both(&self.words[a.0], &self.words[b.0]).filter(|word| word.telling).collect();
        words.sort_by_key(|word| (word.range.start, std::cmp::Reverse(word.range.end)));
        let mut until = 0;
        words.retain(|word| {
            let part_of_last = word.range.end <= until;
            until = until.max(word.range.end);
            !part_of_last
        });
        let title = &self.texts[a.0];
        words.into_iter().map(|word| title[word.range.clone()].to_owned()).collect()
    }
}

fn in_both<'t>(a: &'t [TitleWord], b: &'t [TitleWord]) -> impl Iterator<Item = &'t TitleWord> {
    a.iter().filter(move |word| b.binary_search_by_key(&word.word, |other| other.word).is_ok())
}

fn words(library: &Library, common: &Common, texts: &[Cow<'_, str>]) -> Vec<Vec<TitleWord>> {
    let mut analyzer = Analyzer::default();
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut frequency: Vec<usize> = Vec::new();
    let mut titles: Vec<Vec<TitleWord>> = vec![Vec::new(); library.pages.len()];
    for (index, page) in library.incidents() {
        let words = &mut titles[index.0];
        analyzer.analyze(&texts[index.0], &page.incident().language.value, |token| {
            if token.is_stop_word || !common.is_telling(token.term) {
                return;
            }
            let next = frequency.len();
            let word = *known.entry(token.term.to_owned()).or_insert(u32::try_from(next).unwrap_or(u32::MAX));
            if word as usize == next {
                frequency.push(0);
            }
            words.push(TitleWord { word, rarity: 0.0, range: token.range, telling: false });
        });
        words.sort_by_key(|word| (word.word, word.range.start));
        words.dedup_by_key(|word| word.word);
        for word in words {
            frequency[word.word as usize] += 1;
        }
    }
    let limit = common_from(library.incidents.len());
    for word in titles.iter_mut().flatten() {
        let having = frequency[word.word as usize];
        word.rarity = rarity(having, library.incidents.len());
        word.telling = having <= limit;
    }
    titles
}

/// What happened and why, in short: at most [`LONGEST_SUMMARY`] characters of each.
fn summary(page: &Page) -> String {
    let stated = page.incident().summary.as_ref().map(|summary| summary.value.as_str());
    let tells = |heading: &str| matches!(section_kind(heading), Some(SectionKind::Summary | SectionKind::RootCause));
    let sections = &page.document.body.text;
    let under_headings = sections.iter().filter(|section| tells(&section.heading)).map(|section| section.text.as_str());
    let mut texts: Vec<&str> = [page.title()].into_iter().chain(stated).chain(under_headings).collect();
    if texts.len() == 1 {
        texts.extend(sections.first().map(|section| section.text.as_str()));
    }
    let short = |text: &str| text.chars().take(LONGEST_SUMMARY).collect::<String>();
    texts.into_iter().map(short).collect::<Vec<String>>().join("\n")
}

/// Whether a page has no title of its own: what stands in for one is a sentence at the beginning of its text, which says
/// as little about the whole as any other.
fn begins_the_text(page: &Page) -> bool {
    let Some(first) = page.document.body.text.iter().find(|section| !section.text.trim().is_empty()) else {
        return false;
    };
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let beginning: Vec<String> = words(&first.text.chars().take(BEGINNING).collect::<String>());
    let title = words(page.title());
    title.len() >= SENTENCE && title.iter().all(|word| beginning.contains(word))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{incident, library, others};
    use super::*;

    #[test]
    fn titles_differ_in_the_words_that_only_one_has() {
        let mut sketches = others(20);
        sketches.push(incident("a", "Certificate expired on gateway", ""));
        sketches.push(incident("b", "2024-03-01: certificate expired on mailhub", ""));
        sketches.push(incident("c", "The outage of January", ""));
        let library = library(sketches);
        let titles = Titles::new(&library, &Common::new());
        let page = |id: &str| library.iter().find(|(_, page)| page.id == id).unwrap().0;
        let overlap = titles.overlap(page("a"), page("b"));
        assert!(overlap > 0.3 && overlap < 0.7, "{overlap}");
        assert_eq!(titles.overlap(page("a"), page("a")), 1.0);
        assert_eq!(titles.overlap(page("c"), page("c")), 0.0);
        assert_eq!(titles.shared_words(page("a"), page("b")), ["Certificate", "expired"]);
    }
}
