//! Which bytes of which files to replace so that terms are written as agreed.
//!
//! Only the bytes of a term change: comments, layout and line ends stay. Whatever was not rewritten into exactly the
//! terms that were meant is left alone: the new text is parsed again, and must say the same but for the terms.

mod quote;

use super::taxonomy::{Near, near, uses};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::parse;
use crate::front_matter::front_matter;
use crate::library::{Library, Page, PageText, Pages, Term};
use crate::model::{Origin, PageKind, Sourced, TaxonomyKey};
use crate::survey::Survey;
use crate::text::{ContentPath, Source, Span, slug};
use similar::TextDiff;
use std::collections::{BTreeMap, HashMap};

/// Files to rewrite, and what is left to people.
#[derive(Clone, Debug, Default)]
pub struct TermFixes {
    /// The files, sorted by path.
    pub files: Vec<FileFix>,
    /// Terms that cannot be rewritten by a program, sorted by file and place.
    pub left: Vec<Diagnostic>,
}

/// A file to rewrite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFix {
    /// Where it lies in the content folder.
    pub path: ContentPath,
    /// Its text as it was read, without a byte-order mark.
    pub old: String,
    /// Its text as it should be.
    pub new: String,
    /// What is replaced by what, by place.
    pub edits: Vec<Edit>,
}

/// A term to rewrite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Where it stands, quotes included.
    pub span: Span,
    /// What is to stand there.
    pub text: String,
}

impl FileFix {
    /// The change as a unified diff; `shown` is the path to name.
    pub fn diff(&self, shown: &str) -> String {
        TextDiff::from_lines(&self.old, &self.new).unified_diff().context_radius(1).header(shown, shown).to_string()
    }
}

/// What rewriting needs to know of every taxonomy.
struct Wanted<'a> {
    library: &'a Library,
    /// By taxonomy and slug: the term that a nearly equal one is to become.
    near: HashMap<(TaxonomyKey, &'a str), &'a Term>,
}

impl Wanted<'_> {
    /// How a term is to be written instead; `None` when it is well as it is or nobody knows better.
    fn instead(&self, key: TaxonomyKey, written: &str) -> Option<&str> {
        let wanted = match self.library.vocabulary.agreed(key, written) {
            Some(agreed) if agreed.is_deprecated => return None,
            Some(agreed) => &agreed.name,
            None => &self.near.get(&(key, slug(written).as_str()))?.name,
        };
        (wanted != written).then_some(wanted)
    }
}

/// How terms that are nearly the same are brought together: into the agreed one, else into the one that is used more.
/// Where two are used alike, people choose.
fn near_terms<'a>(library: &'a Library, config: &Config) -> HashMap<(TaxonomyKey, &'a str), &'a Term> {
    let worth = |term: &'a Term| (term.is_agreed, uses(term));
    let mut best: BTreeMap<(TaxonomyKey, &str), &Term> = BTreeMap::new();
    for Near { key, given_up, kept } in near(library, config) {
        if kept.is_deprecated || worth(kept) <= worth(given_up) {
            continue;
        }
        let slot = best.entry((key, given_up.slug.as_str())).or_insert(kept);
        if worth(kept) > worth(slot) {
            *slot = kept;
        }
    }
    // A term that is given up for one that is given up too goes all the way; each step leads to a worthier one.
    best.iter()
        .map(|(from, to)| {
            let mut to = *to;
            while let Some(next) = best.get(&(from.0, to.slug.as_str())) {
                to = next;
            }
            (*from, to)
        })
        .collect()
}

/// What to rewrite in the front matter of `sources`, the texts that `library` was made of.
pub fn fix_terms(library: Pages<'_>, sources: &[Source], config: &Config) -> TermFixes {
    let texts: HashMap<&ContentPath, &Source> = sources.iter().map(|source| (&source.path, source)).collect();
    let wanted = Wanted { library: library.library(), near: near_terms(library.library(), config) };
    let mut fixes = TermFixes::default();
    let pages = library.iter().map(|(_, page)| page);
    // A page that stands in for a translation is rewritten in the edition where it is at home.
    for page in pages.filter(|page| page.shape.kind != PageKind::Folder && page.stands_in.is_none()) {
        if let Some(source) = texts.get(page.path()) {
            fix_page(page, source, &wanted, config, &mut fixes);
        }
    }
    fixes
}

fn fix_page(page: PageText<'_>, source: &Source, wanted: &Wanted<'_>, config: &Config, fixes: &mut TermFixes) {
    let text = &*source.text;
    let language = front_matter(&source.path, text).map(|(language, _)| language);
    let mut edits: Vec<Edit> = Vec::new();
    // What the page's terms are to be, and which of them were rewritten.
    let mut meant: Vec<(TaxonomyKey, String)> = Vec::new();
    let mut rewritten: Vec<(&Sourced<String>, &str)> = Vec::new();
    // A translation's own terms: those of its original are rewritten there.
    let written = &page.document().shape.incident;
    for (key, term) in &written.terms {
        let mut value = term.value.clone();
        if let Some(instead) = wanted.instead(*key, &term.value) {
            let is_there = written.terms_of(*key).any(|other| other.value == instead)
                || meant.iter().any(|(other, meant)| other == key && meant == instead);
            let edit = match (term.origin, language) {
                _ if is_there => Err(format!("`{instead}` is there already: remove `{}`", term.value)),
                (Origin::Stated(span), Some(language)) => quote::rewrite(text, span, language, &term.value, instead)
                    .ok_or_else(|| {
                        format!(
                            "`{}` is to become `{instead}`, and is written in a way that only people can change",
                            term.value
                        )
                    }),
                (Origin::Inferred(_), _) => {
                    Err(format!("`{}` is to become `{instead}`, and stands in the text", term.value))
                }
                _ => Err(format!("`{}` is to become `{instead}`, and comes from book.toml", term.value)),
            };
            match edit {
                Ok(edit) => {
                    edits.push(edit);
                    rewritten.push((term, instead));
                    value = instead.to_owned();
                }
                Err(why) => fixes.left.push(left(&page, term, why)),
            }
        }
        meant.push((*key, value));
    }
    if edits.is_empty() {
        return;
    }
    edits.sort_by_key(|edit| edit.span);
    match applied(text, &edits).filter(|new| says(new, source, &meant, config)) {
        Some(new) => fixes.files.push(FileFix { path: source.path.clone(), old: text.to_owned(), new, edits }),
        None => fixes.left.extend(rewritten.into_iter().map(|(term, instead)| {
            left(
                &page,
                term,
                format!(
                    "`{}` is to become `{instead}`, and is written in a way that only people can change",
                    term.value
                ),
            )
        })),
    }
}

fn left(page: &Page, term: &Sourced<String>, why: String) -> Diagnostic {
    Diagnostic::new(Code::NearTerm, page.path(), term.span(), why).help("Change it by hand.")
}

/// The text with every edit made; `None` when two of them overlap.
fn applied(text: &str, edits: &[Edit]) -> Option<String> {
    let mut new = String::with_capacity(text.len() + 64);
    let mut from = 0;
    for edit in edits {
        new.push_str(text.get(from..edit.span.range().start)?);
        new.push_str(&edit.text);
        from = edit.span.range().end;
    }
    new.push_str(text.get(from..)?);
    Some(new)
}

/// Whether a text has the terms that are meant, and otherwise says what it said before.
fn says(new: &str, source: &Source, meant: &[(TaxonomyKey, String)], config: &Config) -> bool {
    // Both are read alone: what their folder settles is the same for both.
    let alone = Survey::alone(source, config);
    let before = parse(source, config, &alone);
    let after = parse(&Source::new(source.path.clone(), new), config, &alone);
    let (was, now) = (&before.value, &after.value);
    let terms = now.shape.incident.terms.iter().map(|(key, term)| (*key, &term.value));
    terms.eq(meant.iter().map(|(key, term)| (*key, term)))
        && now.shape.kind == was.shape.kind
        && now.telling.extra == was.telling.extra
        && now.telling.narrative.title.value == was.telling.narrative.title.value
        && now.shape.incident.day() == was.shape.incident.day()
        && now.shape.incident.actions.len() == was.shape.incident.actions.len()
        && now.body.html == was.body.html
        && after.diagnostics.len() == before.diagnostics.len()
}

#[cfg(test)]
mod tests;
