//! vocabulary.toml: the terms that a team agreed on.
//!
//! Names, synonyms, parents and successors refer to each other by slug, so that `Cert expired` and `cert-expired` are
//! one. What refers to nothing, or round in a circle, is reported and left out: whoever reads a [`Vocabulary`] can
//! follow parents and successors to their end.

use super::nearest;
use crate::diagnostic::{Checked, Code, Diagnostic, Subject};
use crate::model::{Taxonomy, TaxonomyKey};
use crate::text::{ContentPath, Span, slug};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// One term of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VocabularyTerm {
    /// Where it belongs.
    pub taxonomy: TaxonomyKey,
    /// The term as it is to be written.
    pub name: String,
    /// Its name in URLs.
    pub slug: String,
    /// What it means; may be empty.
    pub definition: String,
    /// Other spellings of it.
    pub synonyms: Vec<String>,
    /// The broader term, as an index of [`Vocabulary::terms`]; never a deprecated one, and never round in a circle.
    pub parent: Option<usize>,
    /// Whether it must not be used any more.
    pub is_deprecated: bool,
    /// The term to use instead of a deprecated one, as an index of [`Vocabulary::terms`]; `None` when there is none.
    pub successor: Option<usize>,
}

/// The vocabulary; empty when the library has none.
#[derive(Clone, Debug, Default, Hash)]
pub struct Vocabulary {
    /// All terms, by taxonomy and name.
    pub terms: Vec<VocabularyTerm>,
    /// Terms by the slugs of their names and synonyms.
    by_slug: BTreeMap<(TaxonomyKey, String), usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    #[serde(default)]
    definition: String,
    #[serde(default)]
    synonyms: Vec<Spanned<String>>,
    parent: Option<Spanned<String>>,
    deprecated: Option<Spanned<String>>,
}

/// What a term says of others, not yet looked up.
struct Said {
    name: Span,
    synonyms: Vec<Spanned<String>>,
    parent: Option<Spanned<String>>,
    deprecated: Option<Spanned<String>>,
}

impl Vocabulary {
    /// Reads `[taxonomy.term]` tables: definition, synonyms, parent, deprecated (its successor).
    pub fn read(path: &ContentPath, text: &str, taxonomies: &[Taxonomy]) -> Checked<Vocabulary> {
        let raw: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, RawTerm>> = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(error) => {
                let subject = Subject::Content(path.clone());
                let found = Diagnostic::about(Code::BadSettings, subject, error.span().map(Span::new), error.message());
                return Checked::new(Vocabulary::default(), vec![found]);
            }
        };
        let mut reader =
            VocabularyReader { path, vocabulary: Vocabulary::default(), said: Vec::new(), diagnostics: Vec::new() };
        // The settings' order, so that terms are sorted by key.
        for (index, taxonomy) in taxonomies.iter().enumerate() {
            let key = TaxonomyKey(u8::try_from(index).unwrap_or(u8::MAX));
            if let Some(terms) = raw.get(&Spanned::new(0..0, taxonomy.name.clone())) {
                reader.names(key, terms);
            }
        }
        for name in raw.keys().filter(|name| !taxonomies.iter().any(|known| known.name == *name.as_ref())) {
            let known: Vec<&str> = taxonomies.iter().map(|taxonomy| taxonomy.name.as_str()).collect();
            let message = format!("there is no taxonomy `{}`", name.as_ref());
            let found = Diagnostic::new(Code::BadSettings, path, Span::new(name.span()), message);
            reader.diagnostics.push(found.help(format!("Use one of {}.", known.join(", "))));
        }
        reader.synonyms();
        reader.successors();
        reader.parents();
        Checked::new(reader.vocabulary, reader.diagnostics)
    }

    /// The terms of one taxonomy.
    pub fn of(&self, taxonomy: TaxonomyKey) -> impl Iterator<Item = &VocabularyTerm> {
        let from = self.terms.partition_point(|term| term.taxonomy < taxonomy);
        self.terms[from..].iter().take_while(move |term| term.taxonomy == taxonomy)
    }

    /// The term that `word` is a spelling or a synonym of, be it deprecated.
    pub fn find(&self, taxonomy: TaxonomyKey, word: &str) -> Option<&VocabularyTerm> {
        self.by_slug.get(&(taxonomy, slug(word))).map(|index| &self.terms[*index])
    }

    /// The term to use for `word`: the one that it is a spelling or a synonym of, or what succeeded that one. A
    /// deprecated term without a successor stands for itself.
    pub fn agreed(&self, taxonomy: TaxonomyKey, word: &str) -> Option<&VocabularyTerm> {
        self.find(taxonomy, word).map(|term| self.followed(term))
    }

    /// The last successor of a term, which is the term itself where it has none.
    pub fn followed<'a>(&'a self, term: &'a VocabularyTerm) -> &'a VocabularyTerm {
        let mut term = term;
        while let Some(next) = term.successor {
            term = &self.terms[next];
        }
        term
    }
}

/// A vocabulary being read.
struct VocabularyReader<'a> {
    path: &'a ContentPath,
    vocabulary: Vocabulary,
    /// What each term says of others, in the order of the terms.
    said: Vec<Said>,
    diagnostics: Vec<Diagnostic>,
}

/// Which way a reference leads.
#[derive(Clone, Copy)]
enum Way {
    Parent,
    Successor,
}

impl VocabularyReader<'_> {
    fn report(&mut self, span: Span, message: String, help: String) {
        self.diagnostics.push(Diagnostic::new(Code::VocabularyConflict, self.path, span, message).help(help));
    }

    /// Takes up the names of a taxonomy; of two that are one term the first stays.
    fn names(&mut self, taxonomy: TaxonomyKey, terms: &BTreeMap<Spanned<String>, RawTerm>) {
        for (name, raw) in terms {
            let (span, name, slug) = (Span::new(name.span()), name.as_ref().clone(), slug(name.as_ref()));
            if slug.is_empty() {
                self.report(span, "a term has no name".to_owned(), "Give it one.".to_owned());
                continue;
            }
            if let Some(first) = self.vocabulary.by_slug.get(&(taxonomy, slug.clone())) {
                let first = self.vocabulary.terms[*first].name.clone();
                let help = "Keep one of the two, and make the other a synonym if it is written in another way.";
                self.report(span, format!("`{name}` is the same term as `{first}`"), help.to_owned());
                continue;
            }
            let RawTerm { definition, synonyms, parent, deprecated } = raw;
            self.vocabulary.by_slug.insert((taxonomy, slug.clone()), self.vocabulary.terms.len());
            self.vocabulary.terms.push(VocabularyTerm {
                taxonomy,
                name,
                slug,
                definition: definition.trim().to_owned(),
                synonyms: synonyms.iter().map(|synonym| synonym.as_ref().clone()).collect(),
                parent: None,
                is_deprecated: deprecated.is_some(),
                successor: None,
            });
            self.said.push(Said {
                name: span,
                synonyms: synonyms.clone(),
                parent: parent.clone(),
                deprecated: deprecated.clone(),
            });
        }
    }

    /// A synonym belongs to one term, and is none itself.
    fn synonyms(&mut self) {
        for index in 0..self.said.len() {
            let (taxonomy, name) = {
                let term = &self.vocabulary.terms[index];
                (term.taxonomy, term.name.clone())
            };
            for synonym in std::mem::take(&mut self.said[index].synonyms) {
                let key = (taxonomy, slug(synonym.as_ref()));
                let taken = *self.vocabulary.by_slug.entry(key.clone()).or_insert(index);
                if taken == index {
                    continue;
                }
                let other = &self.vocabulary.terms[taken];
                let (other, is_term) = (other.name.clone(), other.slug == key.1);
                let message = if is_term {
                    format!("`{}` is a synonym of `{name}` and a term of its own", synonym.as_ref())
                } else {
                    format!("`{}` is a synonym of `{name}` and of `{other}`", synonym.as_ref())
                };
                let help = if is_term {
                    format!("Remove the synonym, or write `deprecated = \"{name}\"` at `{other}`.")
                } else {
                    "Leave it with one of the two.".to_owned()
                };
                self.report(Span::new(synonym.span()), message, help);
            }
        }
    }

    fn successors(&mut self) {
        for index in 0..self.said.len() {
            if let Some(name) = self.said[index].deprecated.clone().filter(|name| !name.as_ref().trim().is_empty()) {
                self.vocabulary.terms[index].successor = self.referred(index, &name, "successor");
            }
        }
        self.cut_circles(Way::Successor);
    }

    fn parents(&mut self) {
        for index in 0..self.said.len() {
            if let Some(name) = self.said[index].parent.clone() {
                let parent = self.referred(index, &name, "parent").map(|mut parent| {
                    while let Some(next) = self.vocabulary.terms[parent].successor {
                        parent = next;
                    }
                    parent
                });
                self.vocabulary.terms[index].parent = parent;
            }
        }
        self.cut_circles(Way::Parent);
    }

    /// The term that a term names as its parent or successor.
    fn referred(&mut self, from: usize, name: &Spanned<String>, role: &str) -> Option<usize> {
        let taxonomy = self.vocabulary.terms[from].taxonomy;
        let found = self.vocabulary.by_slug.get(&(taxonomy, slug(name.as_ref()))).copied();
        if found.is_none() {
            let message =
                format!("the {role} `{}` of `{}` is no term", name.as_ref(), self.vocabulary.terms[from].name);
            let near = nearest(name.as_ref(), self.vocabulary.of(taxonomy).map(|term| term.name.as_str()));
            let help = near.map_or_else(
                || "Add it as a term of its own, or name another one.".to_owned(),
                |near| format!("Did you mean `{near}`?"),
            );
            self.report(Span::new(name.span()), message, help);
        }
        found
    }

    /// References that lead round in a circle are reported once and cut where they close.
    fn cut_circles(&mut self, way: Way) {
        let next = |vocabulary: &Vocabulary, index: usize| match way {
            Way::Parent => vocabulary.terms[index].parent,
            Way::Successor => vocabulary.terms[index].successor,
        };
        // In which walk a term was met first: each term is walked over once.
        let mut met = vec![0_usize; self.vocabulary.terms.len()];
        for walk in 1..=self.vocabulary.terms.len() {
            let mut at = walk - 1;
            while met[at] == 0 {
                met[at] = walk;
                let Some(to) = next(&self.vocabulary, at) else { break };
                if met[to] == walk {
                    let circle = self.circle(to, |index| next(&self.vocabulary, index));
                    let (what, help) = match way {
                        Way::Parent => ("parents", "Remove the `parent` of one of them."),
                        Way::Successor => ("successors", "One of them must be a term that is not deprecated."),
                    };
                    let message = format!("these {what} lead round in a circle: {circle}");
                    self.report(self.said[at].name, message, help.to_owned());
                    match way {
                        Way::Parent => self.vocabulary.terms[at].parent = None,
                        Way::Successor => self.vocabulary.terms[at].successor = None,
                    }
                    break;
                }
                at = to;
            }
        }
    }

    /// `a → b → a`.
    fn circle(&self, first: usize, next: impl Fn(usize) -> Option<usize>) -> String {
        let name = |index: usize| format!("`{}`", self.vocabulary.terms[index].name);
        let mut names = vec![name(first)];
        let mut at = next(first);
        while let Some(index) = at.filter(|index| *index != first) {
            names.push(name(index));
            at = next(index);
        }
        names.push(name(first));
        names.join(" → ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn read(text: &str) -> (Vocabulary, Vec<String>) {
        let config = Config::read("").value;
        let checked = Vocabulary::read(&ContentPath::new("vocabulary.toml").unwrap(), text, &config.taxonomies);
        (checked.value, checked.diagnostics.into_iter().map(|found| found.message).collect())
    }

    fn agreed<'a>(vocabulary: &'a Vocabulary, word: &str) -> Option<&'a str> {
        vocabulary.agreed(TaxonomyKey::CAUSES, word).map(|term| term.name.as_str())
    }

    #[test]
    fn terms_are_found_by_spelling_synonym_and_successor() {
        let (vocabulary, wrong) = read(
            "[causes.certificate-expiry]\ndefinition = \"x\"\nsynonyms = [\"cert expired\"]\n\
             [causes.tls]\ndeprecated = \"ssl\"\n[causes.ssl]\ndeprecated = \"Certificate Expiry\"\n[causes.gone]\ndeprecated = \"\"\n\
             [cuases.a]\n",
        );
        assert_eq!(agreed(&vocabulary, "Cert-Expired"), Some("certificate-expiry"));
        assert_eq!(agreed(&vocabulary, "TLS"), Some("certificate-expiry"));
        assert_eq!(agreed(&vocabulary, "gone"), Some("gone"));
        assert_eq!(agreed(&vocabulary, "other"), None);
        assert_eq!(vocabulary.find(TaxonomyKey::CAUSES, "tls").map(|term| term.is_deprecated), Some(true));
        assert_eq!(wrong, ["there is no taxonomy `cuases`"]);
    }

    #[test]
    fn circles_are_told_and_cut() {
        let (vocabulary, wrong) = read(
            "[causes.a]\nparent = \"b\"\n[causes.b]\nparent = \"c\"\n[causes.c]\nparent = \"b\"\n[causes.d]\nparent = \"d\"\n\
             [services.x]\ndeprecated = \"y\"\n[services.y]\ndeprecated = \"x\"\n",
        );
        assert_eq!(
            wrong,
            [
                "these successors lead round in a circle: `x` → `y` → `x`",
                "these parents lead round in a circle: `b` → `c` → `b`",
                "these parents lead round in a circle: `d` → `d`",
            ]
        );
        let parents: Vec<Option<usize>> = vocabulary.of(TaxonomyKey::CAUSES).map(|term| term.parent).collect();
        // Services come before causes among the taxonomies.
        assert_eq!(parents, [Some(3), Some(4), None, None]);
        assert_eq!(vocabulary.agreed(TaxonomyKey::SERVICES, "x").map(|term| &*term.name), Some("y"));
    }

    #[test]
    fn a_word_means_one_term() {
        let (vocabulary, wrong) = read(
            "[causes.a]\nsynonyms = [\"b\", \"same\", \"A\"]\n[causes.b]\n[causes.B]\n[causes.c]\nsynonyms = [\"same\"]\nparent = \"bb\"\n",
        );
        assert_eq!(
            wrong,
            [
                "`b` is the same term as `B`",
                "`b` is a synonym of `a` and a term of its own",
                "`same` is a synonym of `c` and of `a`",
                "the parent `bb` of `c` is no term",
            ]
        );
        assert_eq!(agreed(&vocabulary, "same"), Some("a"));
        assert_eq!(agreed(&vocabulary, "b"), Some("B"));
    }
}
