//! Terms that drift: unknown to the vocabulary, deprecated by it, or nearly the same as others.

use super::near::near_pairs;
use crate::config::{Config, nearest};
use crate::diagnostic::{Code, Diagnostic};
use crate::library::{Library, Page, Term};
use crate::model::{Found, TaxonomyKey};
use crate::text::slug;

/// Terms of a page that the vocabulary does not have, or has no more. A taxonomy without agreed terms is free.
pub(super) fn agreed(library: &Library, page: &Page, config: &Config, found: &mut Vec<Diagnostic>) {
    let vocabulary = &library.vocabulary;
    for (key, taxonomy) in config.taxonomies() {
        if vocabulary.of(key).next().is_none() {
            continue;
        }
        for term in page.incident().terms_of(key) {
            match vocabulary.find(key, &term.value) {
                None => found.push(unknown(page, key, &taxonomy.name, term, library)),
                Some(agreed) => {
                    if let Some(successor) = &agreed.deprecated {
                        let message = format!("`{}` is deprecated in {}", term.value, taxonomy.name);
                        let help = if successor.is_empty() {
                            "It has no successor: leave it out.".to_owned()
                        } else {
                            format!("Use `{successor}`.")
                        };
                        found.push(Diagnostic::new(Code::DeprecatedTerm, page.path(), term.span(), message).help(help));
                    } else if slug(&agreed.name) != slug(&term.value) {
                        let message = format!("`{}` is another word for `{}`", term.value, agreed.name);
                        let help = format!("Use `{}`; it is filed there already.", agreed.name);
                        found.push(Diagnostic::new(Code::NearTerm, page.path(), term.span(), message).help(help));
                    }
                }
            }
        }
    }
}

fn unknown(page: &Page, key: TaxonomyKey, taxonomy: &str, term: &Found<String>, library: &Library) -> Diagnostic {
    let message = format!("`{}` is not in the vocabulary of {taxonomy}", term.value);
    let diagnostic = Diagnostic::new(Code::UnknownTerm, page.path(), term.span(), message);
    let agreed = library.vocabulary.of(key).filter(|term| term.deprecated.is_none()).map(|term| term.name.as_str());
    match nearest(&term.value, agreed) {
        Some(near) => diagnostic.help(format!("Did you mean `{near}`?")),
        None => diagnostic
            .help(format!("Use an agreed term, or add it: [{taxonomy}.{}] in vocabulary.toml.", slug(&term.value))),
    }
}

/// Terms of a taxonomy that are nearly the same, said at the first use of the rarer one.
pub(super) fn near_terms(library: &Library, config: &Config, found: &mut Vec<Diagnostic>) {
    for (key, taxonomy) in config.taxonomies() {
        let terms = &library.terms_of(key).terms;
        let slugs: Vec<&str> = terms.iter().map(|term| term.slug.as_str()).collect();
        for (first, second) in near_pairs(&slugs) {
            let (first, second) = (&terms[first], &terms[second]);
            let both_agreed = [first, second].iter().all(|term| library.vocabulary.find(key, &term.name).is_some());
            if both_agreed {
                continue;
            }
            let uses = |term: &Term| term.incidents.len() + term.articles.len();
            let (rarer, other) = if uses(first) <= uses(second) { (first, second) } else { (second, first) };
            let Some(page) = rarer.incidents.last().or(rarer.articles.first()).map(|index| library.page(*index)) else {
                continue;
            };
            let span = page.incident().terms_of(key).find(|term| slug(&term.value) == rarer.slug).and_then(Found::span);
            let message = format!("{}: `{}` is nearly the same as `{}`", taxonomy.name, rarer.name, other.name);
            let help = format!(
                "`{}` is used {} times, `{}` {}: use one spelling.",
                other.name,
                uses(other),
                rarer.name,
                uses(rarer)
            );
            found.push(Diagnostic::new(Code::NearTerm, page.path(), span, message).help(help));
        }
    }
}
