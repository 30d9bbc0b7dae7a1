//! Terms that drift: unknown to the vocabulary, deprecated by it, or nearly the same as others.

use super::near::near_pairs;
use crate::config::{Config, nearest};
use crate::diagnostic::{Code, Diagnostic};
use crate::library::{Library, Page, PageIx, Pages, Term};
use crate::model::{Sourced, TaxonomyKey};
use crate::text::{Span, slug};

/// Terms of a page that the vocabulary does not have, or has no more. A taxonomy without agreed terms is free.
pub(super) fn agreed(library: &Library, page: &Page, config: &Config, found: &mut Vec<Diagnostic>) {
    let vocabulary = &library.vocabulary;
    for (key, taxonomy) in config.taxonomies() {
        if vocabulary.of(key).next().is_none() {
            continue;
        }
        // What was read from the text is called as the settings call it.
        let is_written = |term: &&Sourced<String>| key.of_failures().is_none() || !term.is_inferred();
        let is_mode = |word: &str| key.of_failures().is_some_and(|trigger| config.modes.named(word, trigger).is_some());
        for term in page.incident().terms_of(key).filter(is_written) {
            if vocabulary.find(key, &term.value).is_none() && is_mode(&term.value) {
                continue;
            }
            let Some(known) = vocabulary.find(key, &term.value) else {
                found.push(unknown(page, key, &taxonomy.name, term, library));
                continue;
            };
            let agreed = vocabulary.followed(known);
            if known.is_deprecated {
                let message = format!("`{}` is deprecated in {}", term.value, taxonomy.name);
                let help = if agreed.is_deprecated {
                    "It has no successor: leave it out.".to_owned()
                } else {
                    format!("Use `{}`; `casebook check --fix-terms` does.", agreed.name)
                };
                found.push(Diagnostic::new(Code::DeprecatedTerm, page.path(), term.span(), message).help(help));
            } else if known.slug != slug(&term.value) {
                let message = format!("`{}` is another word for `{}`", term.value, agreed.name);
                let help = format!("Use `{}`; it is filed there already.", agreed.name);
                found.push(Diagnostic::new(Code::NearTerm, page.path(), term.span(), message).help(help));
            }
        }
    }
}

fn unknown(page: &Page, key: TaxonomyKey, taxonomy: &str, term: &Sourced<String>, library: &Library) -> Diagnostic {
    let message = format!("`{}` is not in the vocabulary of {taxonomy}", term.value);
    let diagnostic = Diagnostic::new(Code::UnknownTerm, page.path(), term.span(), message);
    let agreed = library.vocabulary.of(key).filter(|term| !term.is_deprecated).map(|term| term.name.as_str());
    match nearest(&term.value, agreed) {
        Some(near) => diagnostic.help(format!("Did you mean `{near}`?")),
        None => diagnostic
            .help(format!("Use an agreed term, or add it: [{taxonomy}.{}] in vocabulary.toml.", slug(&term.value))),
    }
}

/// Two terms of a taxonomy that are nearly the same.
pub(super) struct Near<'a> {
    /// The taxonomy.
    pub(super) key: TaxonomyKey,
    /// The term to give up: the one that is not agreed, else the rarer one.
    pub(super) given_up: &'a Term,
    /// The term to keep.
    pub(super) kept: &'a Term,
}

/// On how many pages a term stands.
pub(super) fn uses(term: &Term) -> usize {
    term.incidents.len() + term.articles.len()
}

/// Terms that are nearly the same. Two that are both agreed are different on purpose.
pub(super) fn near<'a>(library: &'a Library, config: &Config) -> Vec<Near<'a>> {
    let mut all = Vec::new();
    for (key, _) in config.taxonomies() {
        let terms = &library.terms_of(key).terms;
        let slugs: Vec<&str> = terms.iter().map(|term| term.slug.as_str()).collect();
        for (first, second) in near_pairs(&slugs) {
            let (first, second) = (&terms[first], &terms[second]);
            let known = |term: &Term| term.is_agreed || term.is_deprecated;
            if known(first) && known(second) {
                continue;
            }
            let (given_up, kept) = if (known(first), uses(first)) <= (known(second), uses(second)) {
                (first, second)
            } else {
                (second, first)
            };
            all.push(Near { key, given_up, kept });
        }
    }
    all
}

/// Says of terms that are nearly the same so, at the latest use of the one to give up.
pub(super) fn near_terms(library: &Library, config: &Config, found: &mut Vec<Diagnostic>) {
    for Near { key, given_up, kept } in near(library, config) {
        // Where a term is agreed, `unknown-term` names it at every use of the other.
        let taxonomy = &config.taxonomy(key).name;
        if !kept.is_agreed
            && let Some((_, page, span)) = latest_use(library, key, given_up)
        {
            let message = format!("{taxonomy}: `{}` is nearly the same as `{}`", given_up.name, kept.name);
            let help = format!(
                "`{}` is used {}, `{}` {}: use one spelling.",
                kept.name,
                times(uses(kept)),
                given_up.name,
                times(uses(given_up))
            );
            found.push(Diagnostic::new(Code::NearTerm, page.path(), span, message).help(help));
        }
    }
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// A term's latest page and where it stands there.
fn latest_use<'a>(library: &'a Library, key: TaxonomyKey, term: &Term) -> Option<(PageIx, &'a Page, Option<Span>)> {
    let index = *term.incidents.first().or(term.articles.first())?;
    let page = library.page(index);
    let span = page.incident().terms_of(key).find(|written| slug(&written.value) == term.slug).and_then(Sourced::span);
    Some((index, page, span))
}

/// A taxonomy with fewer filed incidents than this is too young for any term to be lone.
const FEWEST_FILED: usize = 10;
/// Terms must group: where more than one in this many stands alone, the taxonomy is free text and being alone is usual.
const USUAL_SHARE: usize = 3;

/// Terms that stand on one page only, where terms are usually shared.
pub(super) fn lone_terms(library: Pages<'_>, config: &Config, found: &mut Vec<Diagnostic>) {
    for (key, taxonomy) in config.taxonomies() {
        let index = library.terms_of(key);
        let filed = library.incidents.iter().filter(|page| !index.of_page[page.0].is_empty()).count();
        let used = index.terms.iter().filter(|term| uses(term) > 0).count();
        let lone: Vec<&Term> =
            index.terms.iter().filter(|term| uses(term) == 1 && !term.is_agreed && !term.is_deprecated).collect();
        // Where there is a vocabulary, a term that it lacks is reported as unknown.
        let is_free = library.vocabulary.of(key).next().is_none();
        if !is_free || filed < FEWEST_FILED || lone.len() * USUAL_SHARE > used {
            continue;
        }
        for term in lone {
            if let Some((index, page, span)) = latest_use(&library, key, term) {
                let title = library.page(index).title();
                let message = format!("`{}` is the only page under `{}` of {}", title, term.name, taxonomy.name);
                found.push(Diagnostic::new(Code::LoneTerm, page.path(), span, message));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::{config, incident, library};

    fn lone(causes: impl Fn(usize) -> String) -> Vec<String> {
        let sketches = (0..24).map(|index| {
            incident(&format!("i{index:02}"), &format!("Incident {index}"), "")
                .on("2024-01-01")
                .term(TaxonomyKey::CAUSES, &[&causes(index)])
        });
        let mut found = Vec::new();
        lone_terms(library(sketches.collect()).pages(), &config(), &mut found);
        found.into_iter().map(|found| found.message).collect()
    }

    #[test]
    fn a_term_is_lone_only_where_terms_are_shared() {
        let shared = lone(|index| if index == 7 { "moon".to_owned() } else { format!("cause {}", index % 4) });
        assert_eq!(shared, ["`Incident 7` is the only page under `moon` of causes"]);
        assert!(lone(|index| format!("cause {index}")).is_empty(), "free words");
    }
}
