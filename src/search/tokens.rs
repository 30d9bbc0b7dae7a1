//! The tokenizer, once, for texts and for queries.
//!
//! Unicode words, lower case, accents folded, stemmed by the page's language. Identifiers are kept whole and in parts
//! (`kube-apiserver`, `ERR_CONN_RESET`, `getUserName`, `10.0.3.7`, `/var/lib/etcd`). Chinese, Japanese and Korean give
//! overlapping pairs of characters.

use crate::text::fold;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::ops::Range;
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, StopWordFilter, TextAnalyzer, TokenStream};

/// A term at a place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// The term: folded and stemmed.
    pub term: &'a str,
    /// The term's number: the same term has the same number for as long as the analyser lives.
    pub number: u32,
    /// The bytes of the text that it stands for.
    pub range: Range<usize>,
    /// Which word of the text it is; an identifier and its parts have the same position.
    pub position: usize,
    /// Whether it is one of the words that every text of the language has.
    pub is_stop_word: bool,
}

/// Cuts texts into terms. Keeps what it has learnt about words, so use one for many texts.
#[derive(Default)]
pub struct Analyzer {
    languages: HashMap<String, Stems>,
    terms: Terms,
}

/// Every term met so far, numbered.
#[derive(Default)]
struct Terms {
    texts: Vec<String>,
    numbers: HashMap<String, u32, RandomState>,
}

impl Terms {
    fn number(&mut self, term: &str) -> u32 {
        if let Some(number) = self.numbers.get(term) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(term.to_owned());
        self.numbers.insert(term.to_owned(), number);
        number
    }
}

/// What is known of a word: its term and whether it is a stop word.
#[derive(Clone, Copy)]
struct Known {
    number: u32,
    stop: bool,
}

/// Stems are kept: a library of 13 million words has some 25,000 different ones.
struct Stems {
    stemmer: Option<TextAnalyzer>,
    /// tantivy keeps its lists to itself: a word is a stop word when this swallows it.
    stop_words: Option<TextAnalyzer>,
    words: HashMap<String, Known, RandomState>,
    identifiers: HashMap<String, Known, RandomState>,
}

/// Words longer than this are data, not words; they are cut.
const LONGEST: usize = 64;
/// How many different words are remembered before the memory starts anew.
const MOST_KNOWN: usize = 200_000;

impl Analyzer {
    /// Calls `each` for every term of `text`, in order.
    pub fn analyze(&mut self, text: &str, language: &str, mut each: impl FnMut(Token<'_>)) {
        if !self.languages.contains_key(language) {
            self.languages.insert(language.to_owned(), Stems::new(language));
        }
        let Some(stems) = self.languages.get_mut(language) else { return };
        let terms = &mut self.terms;
        let mut position = 0;
        let mut scan = Scan { text, at: 0 };
        while let Some(run) = scan.next_run() {
            let mut give = |terms: &Terms, known: Known, range: Range<usize>, position: usize| {
                let term = &terms.texts[known.number as usize];
                each(Token { term, number: known.number, range, position, is_stop_word: known.stop });
            };
            if run.cjk {
                pairs(text, run.range, |range| {
                    let number = terms.number(&text[range.clone()]);
                    give(terms, Known { number, stop: false }, range, position);
                    position += 1;
                });
                continue;
            }
            let word = &text[run.range.clone()];
            if run.identifier {
                let known = stems.identifier(word, terms);
                give(terms, known, run.range.clone(), position);
                for part in parts(word) {
                    let range = run.range.start + part.start..run.range.start + part.end;
                    let known = stems.word(&text[range.clone()], terms);
                    give(terms, known, range, position);
                }
            } else {
                let known = stems.word(word, terms);
                give(terms, known, run.range, position);
            }
            position += 1;
        }
    }
}

impl Stems {
    fn new(tag: &str) -> Stems {
        let language = match tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase().as_str() {
            "en" => Some(Language::English),
            "fr" => Some(Language::French),
            "de" => Some(Language::German),
            "es" => Some(Language::Spanish),
            "it" => Some(Language::Italian),
            "pt" => Some(Language::Portuguese),
            "nl" => Some(Language::Dutch),
            "sv" => Some(Language::Swedish),
            "da" => Some(Language::Danish),
            "ru" => Some(Language::Russian),
            _ => None,
        };
        let whole_words = || TextAnalyzer::builder(RawTokenizer::default());
        Stems {
            stemmer: language.map(|language| whole_words().filter(Stemmer::new(language)).build()),
            stop_words: language.and_then(StopWordFilter::new).map(|filter| whole_words().filter(filter).build()),
            words: HashMap::default(),
            identifiers: HashMap::default(),
        }
    }

    fn word(&mut self, word: &str, terms: &mut Terms) -> Known {
        if let Some(known) = self.words.get(word) {
            return *known;
        }
        let folded = fold(word.trim_matches(['\'', '’']));
        let lower = word.to_lowercase();
        let stop = self.stop_words.as_mut().is_some_and(|filter| !filter.token_stream(&lower).advance());
        // French and Italian glue an article to its noun: l'incident, d'abord.
        let glued = folded.split_once(['\'', '’']).filter(|(article, _)| article.len() <= 2);
        let bare = glued.map_or(folded.as_str(), |(_, noun)| noun);
        let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        let known = Known { number: terms.number(cut(&self.stem(bare))), stop };
        remember(&mut self.words, word, known);
        known
    }

    fn identifier(&mut self, word: &str, terms: &mut Terms) -> Known {
        if let Some(known) = self.identifiers.get(word) {
            return *known;
        }
        let known = Known { number: terms.number(cut(&fold(word))), stop: false };
        remember(&mut self.identifiers, word, known);
        known
    }

    fn stem(&mut self, word: &str) -> String {
        let Some(stemmer) = &mut self.stemmer else { return word.to_owned() };
        let mut stream = stemmer.token_stream(word);
        let stemmed = if stream.advance() { stream.token().text.clone() } else { String::new() };
        if stemmed.is_empty() { word.to_owned() } else { stemmed }
    }
}

fn remember(words: &mut HashMap<String, Known, RandomState>, word: &str, known: Known) {
    if words.len() >= MOST_KNOWN {
        words.clear();
    }
    words.insert(word.to_owned(), known);
}

/// A run of characters that is a word, an identifier, or text without spaces between words.
struct Run {
    range: Range<usize>,
    identifier: bool,
    cjk: bool,
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl Scan<'_> {
    fn next_run(&mut self) -> Option<Run> {
        let rest = &self.text[self.at..];
        let begin = self.at + rest.find(|c: char| c.is_alphanumeric())?;
        // Most words are plain: letters of ASCII up to a space or a mark that joins nothing.
        let bytes = &self.text.as_bytes()[begin..];
        let plain = bytes.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(bytes.len());
        let ends = bytes.get(plain).is_none_or(|byte| matches!(byte, b' ' | b'\n' | b',' | b')' | b'"' | b';'));
        if ends && plain > 0 && bytes[1..plain].iter().all(u8::is_ascii_lowercase) {
            self.at = begin + plain;
            return Some(Run { range: begin..self.at, identifier: false, cjk: false });
        }
        let first = self.text[begin..].chars().next()?;
        let cjk = is_cjk(first);
        let mut end = begin;
        let mut identifier = false;
        let mut chars = self.text[begin..].char_indices().peekable();
        let mut previous = ' ';
        while let Some((offset, c)) = chars.next() {
            if c.is_alphanumeric() && is_cjk(c) == cjk {
                identifier |= !cjk
                    && (previous.is_lowercase() && c.is_uppercase()
                        || previous.is_alphabetic() && c.is_ascii_digit()
                        || previous.is_ascii_digit() && c.is_alphabetic());
                end = begin + offset + c.len_utf8();
            } else if !cjk
                && is_joint(c)
                && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric() && !is_cjk(*next))
            {
                identifier |= !matches!(c, '\'' | '’');
            } else {
                break;
            }
            previous = c;
        }
        self.at = end;
        Some(Run { range: begin..end, identifier, cjk })
    }
}

/// What holds an identifier together when letters or digits follow.
fn is_joint(c: char) -> bool {
    matches!(c, '_' | '-' | '.' | ':' | '/' | '@' | '\'' | '’')
}

fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x2FA1F)
}

/// The parts of an identifier: between joints, at a change from lower to upper case, between letters and digits.
fn parts(word: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = None;
    let mut previous = ' ';
    for (at, c) in word.char_indices() {
        let boundary = previous.is_lowercase() && c.is_uppercase();
        if !c.is_alphanumeric() || boundary {
            parts.extend(start.take().map(|from| from..at));
        }
        if c.is_alphanumeric() && start.is_none() {
            start = Some(at);
        }
        previous = c;
    }
    parts.extend(start.map(|from| from..word.len()));
    if parts.len() > 1 { parts } else { Vec::new() }
}

fn pairs(text: &str, range: Range<usize>, mut each: impl FnMut(Range<usize>)) {
    let starts: Vec<usize> =
        text[range.clone()].char_indices().map(|(at, _)| range.start + at).chain([range.end]).collect();
    if starts.len() == 2 {
        each(range);
    } else {
        starts.windows(3).for_each(|pair| each(pair[0]..pair[2]));
    }
}

fn cut(term: &str) -> &str {
    match term.char_indices().nth(LONGEST) {
        Some((end, _)) => &term[..end],
        None => term,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, language: &str, expected: &[&str]) {
        let mut terms = Vec::new();
        Analyzer::default().analyze(text, language, |token| terms.push(token.term.to_owned()));
        assert_eq!(terms, expected, "{text}");
    }

    #[test]
    fn words_are_folded_and_stemmed_by_language() {
        check("Connections timed out", "en", &["connect", "time", "out"]);
        check("Les incidents répétés", "fr", &["le", "incident", "repet"]);
        check("l'incident d’accès", "fr", &["incident", "acce"]);
        check("Déjà", "xx", &["deja"]);
    }

    #[test]
    fn identifiers_are_kept_whole_and_in_parts() {
        check("kube-apiserver", "en", &["kube-apiserver", "kube", "apiserv"]);
        check("ERR_CONN_RESET", "en", &["err_conn_reset", "err", "conn", "reset"]);
        check("getUserName()", "en", &["getusername", "get", "user", "name"]);
        check("10.0.3.7", "en", &["10.0.3.7", "10", "0", "3", "7"]);
        check("/var/lib/etcd", "en", &["var/lib/etcd", "var", "lib", "etcd"]);
        check("x509", "en", &["x509"]);
    }

    #[test]
    fn text_without_spaces_gives_pairs() {
        check("証明書の期限", "ja", &["証明", "明書", "書の", "の期", "期限"]);
        check("x証y", "ja", &["x", "証", "y"]);
    }

    #[test]
    fn stop_words_are_marked() {
        let mut stops = Vec::new();
        Analyzer::default().analyze("the pool was exhausted", "en", |token| stops.push(token.is_stop_word));
        assert_eq!(stops, [true, false, true, false]);
    }
}
