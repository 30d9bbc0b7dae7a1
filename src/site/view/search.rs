//! The search page: without script it is a list of links to browse by; the theme's script puts hits in their place.
//!
//! What the script needs it finds in the page: words and paths as data attributes of the form
//! (`parts/search_data.html`). The view knows no query.

use super::Frame;
use super::home::BrowseView;
use super::part::{CountedLink, LinkView, Meta};
use super::term::Group;
use crate::site::route;
use serde::Serialize;

/// How many terms of an index are named.
const TERMS: usize = 10;

/// What the search page shows (`search.html`).
#[derive(Debug, Serialize)]
pub struct SearchView {
    /// The head.
    pub page: Meta,
    /// Every index that has terms, severities and years among them, with its first terms.
    pub browse: Vec<BrowseView>,
    /// Lists that are no index of terms: all incidents, recurring issues, actions, trends, guides.
    pub lists: Vec<LinkView>,
}

/// An index of terms as the search page needs it: its name, its title, its terms.
pub type Index<'a> = (&'a str, &'a str, &'a [Group]);

/// The view of the search page.
pub fn view<'a>(frame: &Frame<'_>, indexes: impl Iterator<Item = Index<'a>>) -> SearchView {
    SearchView {
        page: frame.meta(frame.words.text("search"), frame.words.text("search_intro"), "search"),
        browse: indexes.filter_map(|index| way(frame, index)).collect(),
        lists: lists(frame),
    }
}

/// The lists that are no index of terms.
pub(super) fn lists(frame: &Frame<'_>) -> Vec<LinkView> {
    let link = |key: &str, to| LinkView { title: frame.words.text(key).to_owned(), href: frame.url(&to) };
    vec![
        link("all_incidents", route::incidents(1)),
        link("recurring", route::recurring()),
        link("actions", route::actions()),
        link("trends", route::trends()),
        link("articles", route::articles()),
        link("reading", route::reading()),
    ]
}

fn way(frame: &Frame<'_>, (name, title, groups): Index<'_>) -> Option<BrowseView> {
    let mut terms = groups.iter().filter(|group| !group.incidents.is_empty()).map(|group| CountedLink {
        title: group.title.clone(),
        href: frame.url(&route::term(name, &group.slug, 1)),
        count: group.incidents.len(),
    });
    let first: Vec<CountedLink> = terms.by_ref().take(TERMS).collect();
    (!first.is_empty()).then(|| BrowseView {
        title: title.to_owned(),
        href: frame.url(&route::taxonomy(name)),
        terms: first,
        more: terms.count(),
    })
}
