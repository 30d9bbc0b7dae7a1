//! Wording that blames people, in one language.

use super::file::LanguageFile;
use super::kinds::BlameKind;
use std::collections::{HashMap, HashSet};

/// The phrases of a language that blame, ready to be looked for.
#[derive(Debug, Default)]
pub struct Blaming {
    language: String,
    /// Each phrase in its words: words with alternatives (`was|were`), [`Blaming::PERSON`], [`Blaming::ANY`].
    phrases: Vec<(BlameKind, Vec<String>)>,
    /// The phrases that begin with a word.
    by_first: HashMap<String, Vec<usize>, foldhash::fast::FixedState>,
    persons: HashSet<String>,
    advice: Vec<(BlameKind, String)>,
}

impl Blaming {
    /// Stands for a person.
    pub const PERSON: &str = "{p}";
    /// Stands for at most one word of any kind.
    pub const ANY: &str = "_?";

    /// The phrases of a file; `None` for a language that has none.
    pub(super) fn of(file: &LanguageFile) -> Option<Blaming> {
        if file.blaming.0.is_empty() {
            return None;
        }
        let mut blaming = Blaming { language: file.language.clone(), ..Blaming::default() };
        blaming.persons = file.persons.iter().cloned().collect();
        for (kind, phrases) in &file.blaming.0 {
            for phrase in phrases {
                let words: Vec<String> = phrase.split_whitespace().map(str::to_owned).collect();
                let Some(first) = words.first() else { continue };
                let index = blaming.phrases.len();
                let firsts: Vec<String> = match first.as_str() {
                    Blaming::PERSON => file.persons.clone(),
                    first => first.split('|').map(str::to_owned).collect(),
                };
                firsts.into_iter().for_each(|word| blaming.by_first.entry(word).or_default().push(index));
                blaming.phrases.push((*kind, words));
            }
        }
        let advice = file.blaming_advice.0.iter();
        blaming.advice = advice.filter_map(|(kind, texts)| Some((*kind, texts.first()?.clone()))).collect();
        Some(blaming)
    }

    /// Whether these are phrases of a language (BCP 47).
    pub(super) fn is_of(&self, language: &str) -> bool {
        language.split(['-', '_']).next().is_some_and(|primary| self.language.eq_ignore_ascii_case(primary))
    }

    /// The phrases that begin with a folded word, in the order of the file.
    pub fn beginning_with(&self, word: &str) -> impl Iterator<Item = (BlameKind, &[String])> {
        let found = self.by_first.get(word).into_iter().flatten().filter_map(|index| self.phrases.get(*index));
        found.map(|(kind, phrase)| (*kind, phrase.as_slice()))
    }

    /// Whether a folded word is a person.
    pub fn is_person(&self, word: &str) -> bool {
        self.persons.contains(word)
    }

    /// What to write instead.
    pub fn advice(&self, kind: BlameKind) -> &str {
        self.advice.iter().find(|(other, _)| *other == kind).map_or("", |(_, advice)| advice)
    }
}
