//! The searched parts of a page, and the weight of each.

use crate::config::Config;
use crate::library::{Library, PageIx, PageText};
use crate::model::{Narrative, Origin, Sourced, TaxonomyKey};

/// How much a word counts by where it stands: one text in which titles and headings weigh more, rather than scores of
/// separate fields added up, which rank far worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextRole {
    /// The title: three times.
    Title,
    /// Headings, terms, ids: twice.
    Heading,
    /// Everything else: once.
    Text,
}

impl TextRole {
    /// How many times a word counts.
    pub(super) fn weight(self) -> u32 {
        match self {
            TextRole::Title => 3,
            TextRole::Heading => 2,
            TextRole::Text => 1,
        }
    }
}

/// The pages in the order in which the index numbers them: articles by path, then incidents, oldest first, so that a
/// new incident comes last and a higher number is a later incident.
pub(super) fn order(library: &Library) -> Vec<PageIx> {
    let articles = library.iter().filter(|(_, page)| !page.is_incident()).map(|(index, _)| index);
    articles.chain(library.incidents.iter().copied()).collect()
}

/// Calls `each` for every piece of text of a page.
pub(super) fn pieces(page: PageText<'_>, config: &Config, mut each: impl FnMut(TextRole, &str)) {
    let incident = page.incident();
    // Taken apart without `..`: whoever adds words says here whether they are found.
    let Narrative { title: _, severity_word, trigger, detection, summary, description, impact, timeline } =
        page.narrative();
    each(TextRole::Title, page.title());
    if incident.id.is_some() || page.is_incident() {
        each(TextRole::Heading, &page.id);
    }
    // A way to fail that was read out of the text is called there as its author called it.
    let is_own = |key: TaxonomyKey, term: &Sourced<String>| key.of_failures().is_none() || !term.is_inferred();
    for (_, term) in incident.terms.iter().filter(|(key, term)| is_own(*key, term)) {
        each(TextRole::Heading, &term.value);
    }
    if let Some(severity) = page.severity() {
        each(TextRole::Heading, config.severities.name(severity));
    }
    // What was read out of the body is in it already.
    let stated = [severity_word, summary, description, trigger, detection];
    for found in stated.into_iter().flatten().filter(|found| !found.is_inferred()) {
        each(TextRole::Text, &found.value);
    }
    for actor in incident.actors.iter().filter(|actor| !actor.is_inferred()) {
        each(TextRole::Text, &actor.value);
    }
    for quantity in impact.iter().filter(|quantity| !quantity.value.is_inferred()) {
        each(TextRole::Text, &quantity.name);
        each(TextRole::Text, &quantity.value.value);
    }
    for section in &page.body().text {
        // "Lessons learned" is the form, not the matter.
        let place =
            if config.lexicon.section_kind(&section.heading).is_none() { TextRole::Heading } else { TextRole::Text };
        each(place, &section.heading);
        each(TextRole::Text, &section.text);
    }
    for entry in timeline.iter().filter(|entry| !entry.text.is_inferred()) {
        each(TextRole::Text, &entry.text.value);
    }
    for action in incident.actions.iter().filter(|action| !matches!(action.origin, Origin::Inferred(_))) {
        each(TextRole::Text, &action.text);
    }
}
