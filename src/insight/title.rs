//! Words of titles and summaries, and what two of them share.

use super::common::Common;
use super::rarity::rarity;
use super::thresholds::{BEGINNING, LONGEST_SUMMARY, RARE_WORD, SENTENCE_WORDS, common_from};
use crate::lexicon::Lexicon;
use crate::library::{Library, Page, PageIx, PageText, Pages};
use crate::model::SectionKind;
use crate::search::Analyzer;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// The titles of a library's incidents. Unlike the texts' statistics they know the words that only one page has: two
/// titles that share all but one word differ in that word.
pub(super) struct Titles<'a> {
    /// For each page, what is compared.
    texts: Vec<Cow<'a, str>>,
    /// For each page, the words of its title and how telling each is, by word.
    words: Vec<Vec<TitleWord>>,
    /// For each page, the sum of its words' rarity.
    totals: Vec<f64>,
}

/// A word of a title.
#[derive(Clone, Debug)]
struct TitleWord {
    /// Its identity.
    word: u64,
    /// How rare it is among titles.
    rarity: f64,
    /// Bytes of the title.
    range: std::ops::Range<usize>,
    /// Whether it is rare enough to be named as a reason.
    telling: bool,
}

impl<'a> Titles<'a> {
    /// Reads all titles.
    pub(super) fn new(library: Pages<'a>, common: &Common) -> Titles<'a> {
        Titles::of(library, common, |page| Cow::Borrowed(if begins_the_text(page) { "" } else { page.title() }))
    }

    /// Reads titles and summaries instead: what is stated, and what stands under such headings, or before all headings.
    pub(super) fn summaries(library: Pages<'a>, common: &Common, lexicon: &Lexicon) -> Titles<'a> {
        Titles::of(library, common, |page| Cow::Owned(summary(page, lexicon)))
    }

    fn of(library: Pages<'a>, common: &Common, text: impl Fn(PageText<'a>) -> Cow<'a, str> + Sync) -> Titles<'a> {
        let of_page = |page: PageText<'a>| if page.is_incident() { text(page) } else { Cow::Borrowed("") };
        Titles::of_texts(library, common, library.par_iter().map(of_page).collect())
    }

    /// Reads any texts, one for each page.
    pub(super) fn of_texts(library: Pages<'a>, common: &Common, texts: Vec<Cow<'a, str>>) -> Titles<'a> {
        let words = words(library.library(), common, &texts);
        let totals = words.iter().map(|words| words.iter().map(|word| word.rarity).sum()).collect();
        Titles { texts, words, totals }
    }

    /// How much of what two titles say they both say, by rarity of the words: 0 to 1.
    pub(super) fn overlap(&self, a: PageIx, b: PageIx) -> f64 {
        let (mut both, mut telling) = (0.0, false);
        for word in in_both(&self.words[a.0], &self.words[b.0]) {
            both += word.rarity;
            telling |= word.telling;
        }
        let all = self.totals[a.0] + self.totals[b.0] - both;
        if telling && all > 0.0 { both / all } else { 0.0 }
    }

    /// How many words two of them share that hardly any other has.
    pub(super) fn rare_words(&self, a: PageIx, b: PageIx) -> usize {
        in_both(&self.words[a.0], &self.words[b.0]).filter(|word| word.telling && word.rarity > RARE_WORD).count()
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
    let mut at = 0;
    a.iter().filter(move |word| {
        while b.get(at).is_some_and(|other| other.word < word.word) {
            at += 1;
        }
        b.get(at).is_some_and(|other| other.word == word.word)
    })
}

fn words(library: &Library, common: &Common, texts: &[Cow<'_, str>]) -> Vec<Vec<TitleWord>> {
    let read = |analyzer: &mut Analyzer, (page, text): (&Arc<Page>, &Cow<'_, str>)| -> Vec<TitleWord> {
        let mut words = Vec::new();
        analyzer.analyze(text, &page.incident().language.value, |token| {
            if !token.is_stop_word && common.is_telling(token.term) {
                words.push(TitleWord { word: identity(token.term), rarity: 0.0, range: token.range, telling: false });
            }
        });
        words.sort_unstable_by_key(|word| (word.word, word.range.start));
        words.dedup_by_key(|word| word.word);
        words.shrink_to_fit();
        words
    };
    let mut titles: Vec<Vec<TitleWord>> =
        library.pages.par_iter().zip(texts).map_init(Analyzer::default, read).collect();
    let mut frequency: HashMap<u64, usize> = HashMap::new();
    for word in titles.iter().flatten() {
        *frequency.entry(word.word).or_default() += 1;
    }
    let (limit, incidents) = (common_from(library.incidents.len()), library.incidents.len());
    titles.par_iter_mut().flatten_iter().for_each(|word| {
        let having = frequency.get(&word.word).copied().unwrap_or(0);
        word.rarity = rarity(having, incidents);
        word.telling = having <= limit;
    });
    titles
}

/// A word as a number: whoever reads pages side by side cannot count the words that are new.
fn identity(term: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    term.hash(&mut hasher);
    hasher.finish()
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

/// Whether a page has no title of its own: what stands in for one is a sentence at the beginning of its text, which says
/// as little about the whole as any other.
pub(super) fn begins_the_text(page: PageText<'_>) -> bool {
    let Some(first) = page.body().text.iter().find(|section| !section.text.trim().is_empty()) else {
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
    title.len() >= SENTENCE_WORDS && title.iter().all(|word| beginning.contains(word))
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
        let titles = Titles::new(library.pages(), &Common::new());
        let page = |id: &str| library.iter().find(|(_, page)| page.id == id).unwrap().0;
        let overlap = titles.overlap(page("a"), page("b"));
        assert!(overlap > 0.3 && overlap < 0.7, "{overlap}");
        assert_eq!(titles.overlap(page("a"), page("a")), 1.0);
        assert_eq!(titles.overlap(page("c"), page("c")), 0.0);
        assert_eq!(titles.shared_words(page("a"), page("b")), ["Certificate", "expired"]);
    }
}
