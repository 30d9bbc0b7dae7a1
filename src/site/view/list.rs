//! Pages that are a list of links and nothing else.

use super::Frame;
use super::part::{Entry, LinkView, Meta};
use super::search;
use crate::site::route;
use serde::Serialize;
use url::Url;

/// A page that a list of links is all of (`articles.html`, `404.html`).
#[derive(Debug, Serialize)]
pub struct ListView {
    /// The head.
    pub page: Meta,
    /// The guides; none on the page for a URL that leads nowhere.
    pub articles: Vec<Entry>,
    /// Planned work, newest first; beside the guides.
    pub maintenances: Vec<Entry>,
    /// The home page.
    pub home: LinkView,
    /// Further places to browse: all incidents, recurring issues, actions, trends, guides, the reading list.
    pub lists: Vec<LinkView>,
}

/// The view of every guide.
pub fn articles(frame: &Frame<'_>) -> ListView {
    let articles = &frame.site.library.articles;
    let maintenances = frame.site.library.maintenances.iter().rev();
    let articles = articles.iter().map(|index| frame.entry_with_excerpt(*index)).collect();
    ListView {
        maintenances: maintenances.map(|index| frame.entry(*index)).collect(),
        ..list(frame, "articles", articles)
    }
}

/// The view of the page for a URL that leads nowhere.
pub fn not_found(frame: &Frame<'_>) -> ListView {
    let view = list(frame, "not_found", Vec::new());
    // A host shows it at any depth: where the settings say where the site lives, its links begin there.
    let home = frame.site.absolute(&route::home()).and_then(|home| Url::parse(&home).ok());
    let Some(root) = home.map(|home| home.path().to_owned()) else { return view };
    let from_root = |link: LinkView| LinkView { href: format!("{root}{}", link.href), ..link };
    ListView {
        page: Meta { root: root.clone(), ..view.page },
        home: from_root(view.home),
        lists: view.lists.into_iter().map(from_root).collect(),
        ..view
    }
}

fn list(frame: &Frame<'_>, key: &'static str, articles: Vec<Entry>) -> ListView {
    ListView {
        page: frame.meta(frame.words.text(key), "", key),
        articles,
        maintenances: Vec::new(),
        home: LinkView { title: frame.site.config.title.clone(), href: frame.url(&route::home()) },
        lists: search::lists(frame),
    }
}
