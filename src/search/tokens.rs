//! The tokenizer, once, for texts and for queries.
//!
//! Words are cut by [`super::scan`] and folded to their forms (lower case, accents off); a form is stemmed by the
//! page's language. Identifiers are kept whole and in parts. Chinese, Japanese and Korean give overlapping pairs of
//! characters. Queries need no stems: the index knows the stem of every form that the library has, so the browser does
//! without a stemmer for each language.

use super::scan::{TokenKind, form, scan};
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
    pub position: u32,
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
    /// For each term the first word that it was made of, as it was written, in lower case.
    surfaces: Vec<String>,
    numbers: HashMap<String, u32, RandomState>,
    /// Every form met with its terms, and whether it is a stop word there.
    forms: HashMap<String, Vec<Known>, RandomState>,
}

impl Terms {
    fn number(&mut self, term: &str, surface: &str) -> u32 {
        if let Some(number) = self.numbers.get(term) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(term.to_owned());
        self.surfaces.push(surface.to_lowercase());
        self.numbers.insert(term.to_owned(), number);
        number
    }

    fn add_form(&mut self, form: String, known: Known) {
        let terms = self.forms.entry(form).or_default();
        if !terms.contains(&known) {
            terms.push(known);
        }
    }
}

/// A form and what it means in a language of the library.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FormTerm {
    /// The form.
    pub form: String,
    /// Its term.
    pub term: String,
    /// Whether it is a word that every text of the language has.
    pub is_stop_word: bool,
}

/// What is known of a word: its term and whether it is a stop word.
#[derive(Clone, Copy, PartialEq, Eq)]
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
    /// Identifiers and pairs, which are not stemmed.
    identifiers: HashMap<String, Known, RandomState>,
}

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
        scan(text, |word| {
            let known = stems.known(&text[word.range.clone()], word.kind, terms);
            let term = &terms.texts[known.number as usize];
            let (range, position) = (word.range, word.position);
            each(Token { term, number: known.number, range, position, is_stop_word: known.stop });
        });
    }

    /// The text of a term by its number.
    pub(super) fn term(&self, number: u32) -> &str {
        &self.terms.texts[number as usize]
    }

    /// Every term with the first word that it was made of.
    pub(super) fn surfaces(&self) -> impl Iterator<Item = (&str, &str)> {
        self.terms.texts.iter().zip(&self.terms.surfaces).map(|(term, surface)| (term.as_str(), surface.as_str()))
    }

    /// Every form met so far with its terms, sorted.
    pub(super) fn forms(&self) -> Vec<FormTerm> {
        let of = |form: &String, known: &Known| FormTerm {
            form: form.clone(),
            term: self.term(known.number).to_owned(),
            is_stop_word: known.stop,
        };
        let mut all: Vec<FormTerm> = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "sorted right after")]
        for (form, terms) in &self.terms.forms {
            all.extend(terms.iter().map(|term| of(form, term)));
        }
        all.sort_unstable();
        all
    }
}

impl Stems {
    fn new(tag: &str) -> Stems {
        let language = match primary(tag).as_str() {
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

    fn known(&mut self, word: &str, kind: TokenKind, terms: &mut Terms) -> Known {
        let stemmed = matches!(kind, TokenKind::Plain | TokenKind::Part);
        let memory = if stemmed { &self.words } else { &self.identifiers };
        if let Some(known) = memory.get(word) {
            return *known;
        }
        let form = form(word, kind);
        // tantivy's lists have accents: a word is looked up as it is written.
        let stop = stemmed && is_stop_word(&mut self.stop_words, &word.to_lowercase());
        let term = if stemmed { self.stem(&form) } else { form.clone() };
        let known = Known { number: terms.number(&term, word), stop };
        terms.add_form(form, known);
        let memory = if stemmed { &mut self.words } else { &mut self.identifiers };
        if memory.len() >= MOST_KNOWN {
            memory.clear();
        }
        memory.insert(word.to_owned(), known);
        known
    }

    fn stem(&mut self, word: &str) -> String {
        let Some(stemmer) = &mut self.stemmer else { return word.to_owned() };
        let mut stream = stemmer.token_stream(word);
        let stemmed = if stream.advance() { stream.token().text.clone() } else { String::new() };
        if stemmed.is_empty() { word.to_owned() } else { stemmed }
    }
}

fn is_stop_word(stop_words: &mut Option<TextAnalyzer>, word: &str) -> bool {
    stop_words.as_mut().is_some_and(|filter| !filter.token_stream(word).advance())
}

/// The language of a BCP 47 tag without its region: `en` of `en-GB`.
pub(super) fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase()
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
        for (language, text, expected) in [
            ("en", "Connections timed out", &["connect", "time", "out"][..]),
            ("fr", "Les incidents répétés", &["le", "incident", "repet"]),
            ("fr", "l'incident d’accès", &["incident", "acce"]),
            ("de", "Die Störungen häuften sich", &["die", "storung", "hauft", "sich"]),
            ("es", "Las conexiones fallaron", &["las", "conexion", "fall"]),
            ("en", "the checkout's pool", &["the", "checkout", "pool"]),
            ("xx", "Déjà", &["deja"]),
            ("en", "re\u{301}sume\u{301}", &["resum"]),
        ] {
            check(text, language, expected);
        }
    }

    #[test]
    fn identifiers_are_kept_whole_and_in_parts() {
        for (text, expected) in [
            ("kube-apiserver", &["kube-apiserver", "kube", "apiserv"][..]),
            ("ERR_CONN_RESET", &["err_conn_reset", "err", "conn", "reset"]),
            ("getUserName()", &["getusername", "get", "user", "name"]),
            ("10.0.3.7", &["10.0.3.7", "10", "0", "3", "7"]),
            ("/var/lib/etcd", &["var/lib/etcd", "var", "lib", "etcd"]),
            ("x509", &["x509"]),
            (
                "java.lang.NullPointerException",
                &["java.lang.nullpointerexception", "java", "lang", "nullpointerexcept", "null", "pointer", "except"],
            ),
            ("my-getUser", &["my-getuser", "my", "getus", "get", "user"]),
            ("std::io::Error", &["std", "io", "error"]),
        ] {
            check(text, "en", expected);
        }
    }

    #[test]
    fn text_without_spaces_gives_pairs() {
        check("証明書の期限", "ja", &["証明", "明書", "書の", "の期", "期限"]);
        check("x証y", "ja", &["x", "証", "y"]);
        check("서버 장애", "ko", &["서버", "장애"]);
    }

    #[test]
    fn stop_words_are_marked() {
        for (language, text, expected) in [
            ("en", "the pool was exhausted", &[true, false, true, false][..]),
            ("fr", "la panne était à nous", &[true, false, true, true, true]),
            ("de", "der Dienst war rot", &[true, false, true, false]),
            ("es", "el servicio no estaba", &[true, false, true, true]),
        ] {
            let mut stops = Vec::new();
            Analyzer::default().analyze(text, language, |token| stops.push(token.is_stop_word));
            assert_eq!(stops, expected, "{text}");
        }
    }

    #[test]
    fn a_form_has_the_terms_of_every_language_in_which_it_was_met() {
        let mut analyzer = Analyzer::default();
        analyzer.analyze("die Dienste", "de", |_| {});
        analyzer.analyze("they die", "en", |_| {});
        let forms: Vec<(String, String, bool)> =
            analyzer.forms().into_iter().map(|found| (found.form, found.term, found.is_stop_word)).collect();
        let expected =
            [("die", "die", false), ("die", "die", true), ("dienste", "dien", false), ("they", "they", true)];
        assert_eq!(forms, expected.map(|(form, term, stop)| (form.to_owned(), term.to_owned(), stop)));
    }
}
