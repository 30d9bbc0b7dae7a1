//! Wording that blames people: off unless `[check.levels]` gives `blaming-words` a level.
//!
//! Precise before complete: a phrase is told only where its words can hardly mean anything else. Kubernetes has
//! operators, OCSP has responders, and "the alert should have fired" blames nobody, so persons are named narrowly and
//! verbs are those of people. What is quoted, code, or a quotation is not the author's own wording.

use crate::lexicon::{Blaming, Lexicon};
use crate::markdown::Spanned;
use crate::text::fold;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// A phrase that blames, where it is, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blame {
    /// Its place, relative to the text that the events are of.
    pub range: Range<usize>,
    /// What to write instead, in the language of the text.
    pub instead: String,
}

/// The words of a block: their folded texts in one, and where each is there and in the source. Punctuation that ends a
/// phrase is a word of its own.
#[derive(Default)]
struct Words {
    folded: String,
    places: Vec<(Range<usize>, Range<usize>)>,
}

impl Words {
    fn add(&mut self, text: &str, source: Range<usize>) {
        let start = self.folded.len();
        if text.is_ascii() {
            self.folded.extend(text.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            self.folded.push_str(&fold(text));
        }
        self.places.push((start..self.folded.len(), source));
    }

    fn text(&self, index: usize) -> Option<&str> {
        self.places.get(index).map(|(folded, _)| &self.folded[folded.clone()])
    }

    /// Where the words from `first` up to `end` are in the source.
    fn source(&self, first: usize, end: usize) -> Range<usize> {
        self.places[first].1.start..self.places[end - 1].1.end
    }
}

/// The phrases that blame, in the order of the text. `text` is what the events were made from; languages of which the
/// lexicon has no such wording are left alone.
pub fn blames(text: &str, events: &[Spanned<'_>], language: &str, lexicon: &Lexicon) -> Vec<Blame> {
    let Some(blaming) = lexicon.blaming(language) else { return Vec::new() };
    let mut found = Vec::new();
    for words in own_words(text, events) {
        let mut at = 0;
        while let Some(word) = words.text(at) {
            let candidates = blaming.beginning_with(word);
            let mut hits = candidates.filter_map(|(kind, phrase)| Some((kind, matched(&words, at, phrase, blaming)?)));
            match hits.next() {
                Some((kind, end)) => {
                    found.push(Blame { range: words.source(at, end), instead: blaming.advice(kind).to_owned() });
                    at = end;
                }
                None => at += 1,
            }
        }
    }
    found
}

/// Where a phrase that begins at a word ends; `None` when the words are not the phrase.
fn matched(words: &Words, at: usize, phrase: &[String], blaming: &Blaming) -> Option<usize> {
    let Some((first, rest)) = phrase.split_first() else { return Some(at) };
    let word = words.text(at)?;
    if first == Blaming::ANY {
        let is_word = word.starts_with(char::is_alphanumeric);
        let skipped = || matched(words, at + 1, rest, blaming).filter(|_| is_word);
        return matched(words, at, rest, blaming).or_else(skipped);
    }
    let fits =
        if first == Blaming::PERSON { blaming.is_person(word) } else { first.split('|').any(|other| other == word) };
    if fits { matched(words, at + 1, rest, blaming) } else { None }
}

/// The words of each block that are the author's own.
fn own_words(text: &str, events: &[Spanned<'_>]) -> Vec<Words> {
    let mut blocks = Vec::new();
    let mut words = Words::default();
    let (mut foreign, mut quote) = (0_usize, false);
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::BlockQuote(_)) => foreign += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::BlockQuote(_)) => foreign = foreign.saturating_sub(1),
            Event::Text(content) if foreign == 0 => cut(text, content, range, &mut quote, &mut words),
            Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) if !words.places.is_empty() => {
                words.add("`", range.clone());
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => {
                blocks.push(std::mem::take(&mut words));
                quote = false;
            }
            _ => {}
        }
    }
    blocks.push(words);
    blocks
}

/// Adds the words of one text, found again in the source from the text's place on.
fn cut(source: &str, content: &str, range: &Range<usize>, quote: &mut bool, words: &mut Words) {
    let mut cursor = range.start;
    let mut place = |piece: &str| {
        let rest = source.get(cursor..range.end).unwrap_or("");
        let start = cursor + rest.find(piece).unwrap_or(0);
        let end = (start + piece.len()).min(range.end.max(start));
        cursor = end;
        start..end
    };
    let mut from = 0;
    for (at, c) in content.char_indices().chain([(content.len(), ' ')]) {
        if c.is_alphanumeric() {
            continue;
        }
        let piece = &content[from..at];
        if !piece.is_empty() {
            let range = place(piece);
            if !*quote {
                words.add(piece, range);
            }
        }
        from = at + c.len_utf8();
        match c {
            '"' => *quote = !*quote,
            '“' | '«' | '„' => *quote = true,
            '”' | '»' => *quote = false,
            '.' | '!' | '?' | ';' | ':' | ',' | '(' | ')' if !*quote => {
                let end = words.places.last().map_or(range.start, |(_, source)| source.end);
                words.add(c.encode_utf8(&mut [0; 4]), end..end);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;
    use crate::markdown::events;

    fn told(text: &str, language: &str) -> Vec<String> {
        blames(text, &events(text), language, built_in())
            .into_iter()
            .map(|blame| text[blame.range].to_owned())
            .collect()
    }

    #[test]
    fn wording_that_blames_is_found_where_it_stands() {
        for (text, phrase) in [
            ("The cause was **human error**.", "human error"),
            ("It was a human\nerror.", "human\nerror"),
            ("A careless change.", "careless"),
            ("He should have known better.", "He should have known"),
            ("The on-call engineer should have checked the list.", "engineer should have checked"),
            ("The developer failed to read the runbook.", "developer failed to read"),
            ("Someone forgot to renew it.", "Someone forgot"),
            ("It was the engineer's mistake.", "engineer's mistake"),
            ("The outage was caused by a junior engineer.", "caused by a junior engineer"),
            ("The intern was at fault.", "intern was at fault"),
            ("A fat-fingered command.", "fat-fingered"),
        ] {
            assert_eq!(told(text, "en"), [phrase], "{text}");
        }
        for (text, phrase) in [
            ("C'est une erreur humaine.", "erreur humaine"),
            ("L'ingénieur aurait dû vérifier la liste.", "ingénieur aurait dû vérifier"),
            ("Le technicien n'a pas respecté la procédure.", "technicien n'a pas respecté"),
            ("Un stagiaire a oublié le certificat.", "stagiaire a oublié"),
            ("Panne causée par un développeur.", "causée par un développeur"),
        ] {
            assert_eq!(told(text, "fr"), [phrase], "{text}");
        }
    }

    #[test]
    fn what_blames_nobody_is_left_alone() {
        for text in [
            "The alert should have fired.",
            "The operator failed to reconcile, and the responder failed to answer.",
            "Lazy loading and a sloppy quorum.",
            "We do not write \"human error\", nor “careless”.",
            "> It was human error, said the press.",
            "    human error in a log\n\nThe `human error` counter.",
            "Engineers failed to reach the VPN.",
            "The user error rate rose. Their fault domain was hit.",
            "The client should have known the new address.",
            "This was human. Error rates rose.",
            "Caused by a change that an engineer made.",
        ] {
            assert_eq!(told(text, "en"), Vec::<String>::new(), "{text}");
        }
        for text in ["L'erreur est affichée.", "Il aurait fallu une alarme.", "L'opérateur mobile n'a pas répondu."]
        {
            assert_eq!(told(text, "fr"), Vec::<String>::new(), "{text}");
        }
        assert_eq!(told("menschliches Versagen, human error", "de"), Vec::<String>::new());
    }
}
