//! The things that were involved: names of services, components, hosts and products.
//!
//! Nobody lists them. A name is a word that this library's accounts write as one: with capitals in the middle of
//! sentences, with digits, hyphens or capitals inside. A service that front matter names is one too. Pieces of
//! addresses, names of people, plain words and what names a way to fail are none.

use super::rarity::rarity;
use super::word_reader::{WordReader, WordReaders};
use crate::document::{PLACE_SUMMARY, PLACE_TITLE, Part};
use crate::failure::FailureModes;
use crate::library::{PageText, Pages};
use crate::model::TaxonomyKey;
use crate::text::fold;
use foldhash::quality::FixedState;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

/// A thing of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Thing {
    /// Its name without separators, in lower case.
    pub(super) name: String,
    /// As the page first writes it.
    pub(super) written: String,
    /// How much the place counts where it is named, 0 to 1.
    pub(super) weight: f64,
    /// How rare it is among incidents, 0 to 1.
    pub(super) rarity: f64,
    /// How rare it is among titles, 0 to 1, where this page's title names it.
    pub(super) as_subject: Option<f64>,
}

/// A word is a name when at least one in so many that stand inside of sentences is written as one. By hand: engineers write the
/// names of what they run in lower case as often as not.
const NAMED_OF: usize = 3;

/// How a library writes a word.
#[derive(Clone, Copy, Debug, Default)]
struct Usage {
    as_name: usize,
    as_word: usize,
    pages: usize,
    titles: usize,
}

/// How a page writes a word. Pages have a hundred each, so each is kept small: the word itself is a number until it is known to
/// be a name.
struct Seen<'a> {
    /// The word's identity: its letters and digits, folded.
    word: u64,
    written: &'a str,
    /// In hundredths.
    weight: u8,
    as_name: u8,
    as_word: u8,
}

/// The things of each page, sorted by name.
pub(super) fn things(
    library: Pages<'_>,
    accounts: &[Vec<Part<'_>>],
    readers: &WordReaders<'_>,
    modes: &FailureModes,
) -> Vec<Vec<Thing>> {
    // Nearly all words are names nowhere: they are passed over before anything is kept of them.
    let of_page = |(page, parts): (PageText<'_>, &Vec<Part<'_>>)| {
        let mut names: HashSet<u64, FixedState> = HashSet::default();
        each_word(page, parts, |written, _, is_name| {
            if is_name {
                names.insert(identity(&bare(written)));
            }
        });
        names
    };
    let both = |mut a: HashSet<u64, FixedState>, b: HashSet<u64, FixedState>| {
        a.extend(b);
        a
    };
    let names = library.par_iter().zip(accounts).map(of_page).reduce(HashSet::default, both);
    let seen: Vec<Vec<Seen<'_>>> =
        library.par_iter().zip(accounts).map(|(page, parts)| words(page, parts, &names)).collect();
    let mut usage: HashMap<u64, Usage, FixedState> = HashMap::default();
    for seen in seen.iter().flatten() {
        let usage = usage.entry(seen.word).or_default();
        usage.as_name += usize::from(seen.as_name);
        usage.as_word += usize::from(seen.as_word);
        usage.pages += 1;
        usage.titles += usize::from(is_of_title(seen));
    }
    usage.retain(|_, usage| usage.pages > 1 && usage.as_name > 0 && usage.as_name * NAMED_OF >= usage.as_word);
    let mut named: HashMap<u64, &str, FixedState> = HashMap::default();
    for seen in seen.iter().flatten().filter(|seen| usage.contains_key(&seen.word)) {
        named.entry(seen.word).or_insert(seen.written);
    }
    let is_of_this =
        |reader: &mut WordReader<'_>, (word, written): (&u64, &&str)| is_thing(reader, written, modes).then_some(*word);
    let things: HashSet<u64, FixedState> =
        named.par_iter().map_init(|| readers.reader(), is_of_this).flatten().collect();
    usage.retain(|word, _| things.contains(word));
    let incidents = library.incidents.len();
    let of_page = |seen: Vec<Seen<'_>>| -> Vec<Thing> {
        let named = seen.iter().filter_map(|seen| Some((seen, usage.get(&seen.word)?)));
        let mut things: Vec<Thing> = named
            .map(|(seen, usage)| Thing {
                name: bare(seen.written).into_owned(),
                written: seen.written.to_owned(),
                weight: f64::from(seen.weight) / 100.0,
                rarity: rarity(usage.pages, incidents),
                as_subject: is_of_title(seen).then(|| rarity(usage.titles, incidents)),
            })
            .collect();
        things.sort_by(|a, b| a.name.cmp(&b.name));
        things
    };
    seen.into_par_iter().map(of_page).collect()
}

fn is_of_title(seen: &Seen<'_>) -> bool {
    f64::from(seen.weight) >= PLACE_TITLE * 100.0
}

fn is_thing(reader: &mut WordReader<'_>, written: &str, modes: &FailureModes) -> bool {
    let mut telling = false;
    reader.read(written, "en", |word| telling |= word.is_telling);
    telling && modes.found(written).is_empty()
}

/// The letters and digits of a word, folded.
fn bare(written: &str) -> Cow<'_, str> {
    if written.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
        return Cow::Borrowed(written);
    }
    if written.is_ascii() {
        let bytes = written.chars().filter(char::is_ascii_alphanumeric);
        return Cow::Owned(bytes.map(|c| c.to_ascii_lowercase()).collect());
    }
    Cow::Owned(fold(written).chars().filter(|c| c.is_alphanumeric()).collect())
}

/// Calls `each` for every word of a page's account and the services that it names: as written, how much the place counts,
/// and whether it is written as a name.
fn each_word<'a>(page: PageText<'a>, parts: &[Part<'a>], mut each: impl FnMut(&'a str, f64, bool)) {
    if !page.is_incident() {
        return;
    }
    let incident = page.incident();
    let has_capital_nouns = incident.language.value.starts_with("de");
    for (key, term) in &incident.terms {
        if *key == TaxonomyKey::SERVICES {
            each(&term.value, PLACE_SUMMARY, true);
        }
    }
    for Part { weight, text, .. } in parts {
        // Where every word has a capital, capitals say nothing.
        let has_capitals = has_capital_nouns || *weight >= PLACE_TITLE && is_title_case(text);
        in_text(text, has_capitals, |written, is_name| each(written, *weight, is_name));
    }
}

/// The words of a page that are names somewhere, each once.
fn words<'a>(page: PageText<'a>, parts: &[Part<'a>], names: &HashSet<u64, FixedState>) -> Vec<Seen<'a>> {
    let mut seen: Vec<Seen<'a>> = Vec::new();
    let mut places: HashMap<u64, usize, FixedState> = HashMap::default();
    each_word(page, parts, |written, weight, is_name| {
        let name = bare(written);
        let word = identity(&name);
        if !names.contains(&word) || name.len() < 3 && name.is_ascii() {
            return;
        }
        let (as_name, as_word) = (u8::from(is_name), u8::from(!is_name));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a weight is between 0 and 1")]
        let weight = (weight * 100.0).round() as u8;
        // Of one word the first says how the page writes it.
        let place = *places.entry(word).or_insert(seen.len());
        match seen.get_mut(place) {
            Some(seen) => {
                seen.weight = seen.weight.max(weight);
                seen.as_name = seen.as_name.saturating_add(as_name);
                seen.as_word = seen.as_word.saturating_add(as_word);
            }
            None => seen.push(Seen { word, written, weight, as_name, as_word }),
        }
    });
    let incident = page.incident();
    let people = incident.authors.iter().chain(&incident.reviewers).map(|found| found.value.as_str());
    let people: Vec<u64> = people.flat_map(str::split_whitespace).map(|name| identity(&fold(name))).collect();
    seen.retain(|seen| !people.contains(&seen.word));
    seen.shrink_to_fit();
    seen
}

/// A word as a number.
fn identity(word: &str) -> u64 {
    FixedState::default().hash_one(word)
}

/// Every word of a text and whether it is written as a name; two names side by side are one as well. What begins a
/// sentence says nothing of how it is written.
fn in_text<'a>(text: &'a str, has_capital_nouns: bool, mut add: impl FnMut(&'a str, bool)) {
    let mut begins = true;
    let mut last: Option<usize> = None;
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let from = at;
        at += piece.len();
        let bare = piece.trim_end();
        let begun = bare.trim_start_matches(|c: char| !c.is_alphanumeric());
        let word = begun.trim_end_matches(|c: char| !c.is_alphanumeric());
        let ends = bare.ends_with(['.', ':', '!', '?', ';']);
        let starts = begins;
        if !bare.is_empty() {
            begins = ends || matches!(bare, "-" | "–" | "|" | "*");
        }
        if word.is_empty() || is_address(word) {
            last = None;
            continue;
        }
        let start = from + (bare.len() - begun.len());
        let is_capital = word.starts_with(char::is_uppercase);
        let has_marks = has_marks(word);
        if has_marks {
            add(word, true);
        } else if !(starts || has_capital_nouns && is_capital) {
            add(word, is_capital);
        } else if is_capital && !has_capital_nouns {
            // It counts for the page where others write it as a name.
            add(word, false);
        }
        if is_capital
            && !has_capital_nouns
            && let Some(pair) = last.and_then(|last| text.get(last..start + word.len()))
        {
            add(pair, true);
        }
        last = (is_capital && !ends && bare.ends_with(char::is_alphanumeric)).then_some(start);
    }
}

pub(super) fn is_title_case(title: &str) -> bool {
    let words = || title.split_whitespace().filter(|word| word.len() > 3 && word.starts_with(char::is_alphabetic));
    words().filter(|word| word.starts_with(char::is_uppercase)).count() * 3 >= words().count() * 2
}

/// Whether a word is written as no plain word is: capitals inside, digits among letters, an underscore, a hyphen
/// between parts of which one is no plain word.
pub(super) fn has_marks(word: &str) -> bool {
    // Nearly every word is of small letters behind its first one.
    if word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase()) && word.is_ascii() {
        return false;
    }
    let has = |test: fn(char) -> bool| word.chars().any(test);
    let inner_capital = word.chars().skip(1).any(char::is_uppercase);
    let digits =
        has(|c| c.is_ascii_digit()) && has(char::is_alphabetic) && !word.starts_with(|c: char| c.is_ascii_digit());
    has(char::is_alphabetic) && (inner_capital || digits || word.contains('_'))
        || word.split('-').count() > 1
            && word.split('-').all(|part| part.len() > 2 && !part.contains(char::is_whitespace))
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && has(char::is_alphabetic)
}

/// Whether a word is an address or a path rather than a name.
pub(super) fn is_address(word: &str) -> bool {
    word.bytes().any(|byte| matches!(byte, b'/' | b'@' | b'='))
        || word.contains('.') && word.split('.').all(|part| part.chars().any(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::super::common::Common;
    use super::super::testing::{config, incident, library, others};
    use super::*;

    #[test]
    fn names_are_things_and_pieces_of_addresses_are_not() {
        let mut sketches = others(20);
        let text = "The queue behind RabbitMQ grew; see https://status.example.com/rabbit for what Granite wrote.";
        sketches.push(incident("a", "Orders late", text));
        sketches.push(incident(
            "b",
            "Granite refuses orders",
            "After that Granite waited for RabbitMQ at status.example.com.",
        ));
        let library = library(sketches);
        let pages = library.pages();
        let accounts: Vec<_> =
            pages.iter().map(|(_, page)| super::super::broken::account_of(page, &config())).collect();
        let things = things(pages, &accounts, &WordReaders::new(&Common::new()), crate::failure::built_in());
        let at = library.iter().find(|(_, page)| page.id == "a").unwrap().0;
        let names: Vec<&str> = things[at.0].iter().map(|thing| thing.name.as_str()).collect();
        assert_eq!(names, ["granite", "rabbitmq"]);
    }
}
