//! vocabulary.toml: the terms that a team agreed on.

use crate::diagnostic::{Checked, Code, Diagnostic, Subject};
use crate::model::{Taxonomy, TaxonomyKey};
use crate::text::{ContentPath, Span, slug};
use serde::Deserialize;
use std::collections::BTreeMap;

/// One agreed term.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VocabularyTerm {
    /// Where it belongs.
    pub taxonomy: TaxonomyKey,
    /// The term as it is to be written.
    pub name: String,
    /// What it means; may be empty.
    pub definition: String,
    /// Other spellings of it.
    pub synonyms: Vec<String>,
    /// The broader term.
    pub parent: Option<String>,
    /// `Some` when it must not be used any more: its successor, which may be empty.
    pub deprecated: Option<String>,
}

/// The vocabulary; empty when the library has none.
#[derive(Clone, Debug, Default, Hash)]
pub struct Vocabulary {
    /// All terms, by taxonomy and name.
    pub terms: Vec<VocabularyTerm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    #[serde(default)]
    definition: String,
    #[serde(default)]
    synonyms: Vec<String>,
    parent: Option<String>,
    deprecated: Option<String>,
}

impl Vocabulary {
    /// Reads `[taxonomy.term]` tables: definition, synonyms, parent, deprecated (its successor).
    pub fn read(path: &ContentPath, text: &str, taxonomies: &[Taxonomy]) -> Checked<Vocabulary> {
        let subject = Subject::Content(path.clone());
        let raw: BTreeMap<toml::Spanned<String>, BTreeMap<String, RawTerm>> = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(error) => {
                let found = Diagnostic::about(Code::BadSettings, subject, error.span().map(Span::new), error.message());
                return Checked::new(Vocabulary::default(), vec![found]);
            }
        };
        let mut vocabulary = Vocabulary::default();
        let mut diagnostics = Vec::new();
        for (name, terms) in raw {
            let Some(index) = taxonomies.iter().position(|taxonomy| taxonomy.name == *name.as_ref()) else {
                let known: Vec<&str> = taxonomies.iter().map(|taxonomy| taxonomy.name.as_str()).collect();
                diagnostics.push(
                    Diagnostic::about(
                        Code::BadSettings,
                        subject.clone(),
                        Span::new(name.span()),
                        format!("there is no taxonomy `{}`", name.as_ref()),
                    )
                    .help(format!("Use one of {}.", known.join(", "))),
                );
                continue;
            };
            let taxonomy = TaxonomyKey(u8::try_from(index).unwrap_or(u8::MAX));
            vocabulary.terms.extend(terms.into_iter().map(|(name, raw)| {
                let RawTerm { definition, synonyms, parent, deprecated } = raw;
                VocabularyTerm { taxonomy, name, definition, synonyms, parent, deprecated }
            }));
        }
        Checked::new(vocabulary, diagnostics)
    }

    /// The terms of one taxonomy.
    pub fn of(&self, taxonomy: TaxonomyKey) -> impl Iterator<Item = &VocabularyTerm> {
        self.terms.iter().filter(move |term| term.taxonomy == taxonomy)
    }

    /// The agreed term that `word` is a spelling or a synonym of.
    pub fn find(&self, taxonomy: TaxonomyKey, word: &str) -> Option<&VocabularyTerm> {
        let wanted = slug(word);
        self.of(taxonomy)
            .find(|term| slug(&term.name) == wanted)
            .or_else(|| self.of(taxonomy).find(|term| term.synonyms.iter().any(|synonym| slug(synonym) == wanted)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn terms_are_found_by_spelling_and_synonym() {
        let text = "[causes.certificate-expiry]\ndefinition = \"x\"\nsynonyms = [\"cert expired\"]\n[cuases.a]\n";
        let config = Config::read("").value;
        let checked = Vocabulary::read(&ContentPath::new("vocabulary.toml").unwrap(), text, &config.taxonomies);
        let found = checked.value.find(TaxonomyKey::CAUSES, "Cert-Expired").map(|term| term.name.as_str());
        assert_eq!(found, Some("certificate-expiry"));
        assert_eq!(checked.diagnostics.len(), 1);
    }
}
