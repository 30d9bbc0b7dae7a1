//! Articles and the pages that introduce folders.

use super::Frame;
use super::actions::action;
use super::part::{ActionView, Entry, LinkView, Meta};
use crate::insight::{DueChange, DueReason};
use crate::library::PageIx;
use crate::model::{PageKind, TaxonomyKey};
use crate::text::Span;
use serde::Serialize;

/// How many pages a folder's page lists before it points to the years.
const MOST_LISTED: usize = 200;

/// How many changes that are due a procedure's page lists.
const MOST_DUE: usize = 50;

/// What a page that is no postmortem shows (`article.html`, `folder.html`).
#[derive(Debug, Serialize)]
pub struct ArticleView {
    /// The head.
    pub page: Meta,
    /// The body.
    pub body: String,
    /// The headings for the table of contents.
    pub contents: Vec<ContentsEntry>,
    /// The language that a side-by-side translation was made from.
    pub original_language: Option<String>,
    /// Terms it is filed under.
    pub terms: Vec<TermsView>,
    /// Incidents that changed it, newest first.
    pub changed_by: Vec<Entry>,
    /// Changes that are due: open actions of incidents, the latest incident first.
    pub due_changes: Vec<DueChangeView>,
    /// Other pages that mention it, incidents first and newest first.
    pub backlinks: Vec<Entry>,
    /// For a folder: its articles.
    pub articles: Vec<Entry>,
    /// For a folder: its postmortems, newest first.
    pub incidents: Vec<Entry>,
    /// How many more postmortems the folder has.
    pub more_incidents: usize,
    /// Front matter that has no other place.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// A change that an incident should have made.
#[derive(Debug, Serialize)]
pub struct DueChangeView {
    /// The open action, with its incident.
    pub action: ActionView,
    /// Why it is about this page, in words.
    pub reason: String,
}

/// A heading in the table of contents.
#[derive(Debug, Serialize)]
pub struct ContentsEntry {
    /// 2 to 6.
    pub level: u8,
    /// Its text.
    pub text: String,
    /// The URL of its section on this page.
    pub href: String,
}

/// The terms of one taxonomy.
#[derive(Debug, Serialize)]
pub struct TermsView {
    /// The taxonomy's field name.
    pub taxonomy: String,
    /// Its title in the reader's language.
    pub title: String,
    /// The terms.
    pub terms: Vec<LinkView>,
    /// That they were read from the text, and where, in words; empty where somebody stated them.
    pub inferred: String,
}

/// The view of an article or of a folder's introduction.
pub fn view(frame: &Frame<'_>, index: PageIx) -> ArticleView {
    let page = frame.library().page(index);
    let is_folder = page.shape.kind == PageKind::Folder;
    let siblings = |kind: PageKind| {
        let folder = page.place.folder().to_owned();
        let inside = move |path: &str| {
            folder.is_empty() || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        let all: Vec<PageIx> = match kind {
            PageKind::Incident => frame.site.library.incidents.iter().rev().copied().collect(),
            _ => frame.site.library.articles.clone(),
        };
        all.into_iter().filter(move |other| inside(frame.site.library.page(*other).place.as_str())).collect::<Vec<_>>()
    };
    let (articles, incidents) =
        if is_folder { (siblings(PageKind::Article), siblings(PageKind::Incident)) } else { (Vec::new(), Vec::new()) };
    let backlinks = &frame.site.library.backlinks[index.0];
    let changed = |from: &PageIx| {
        let mut named = frame.site.library.page(*from).procedures.iter();
        named.any(|reference| reference.page() == Some(index))
    };
    let due: Vec<&DueChange> = due(frame, index).take(MOST_DUE).collect();
    let is_shown = |from: &PageIx| changed(from) || due.iter().any(|due| due.incident == *from);
    ArticleView {
        changed_by: backlinks.iter().filter(|from| changed(from)).map(|from| frame.entry(*from)).collect(),
        due_changes: due
            .iter()
            .map(|due| DueChangeView {
                action: action(frame, due.incident, due.action),
                reason: due_reason(frame, &due.reason),
            })
            .collect(),
        page: frame.meta_of(index, "articles"),
        body: frame.html(index, &page.body().html),
        contents: contents(frame, index),
        original_language: page.body().original_language.clone(),
        terms: terms(frame, index),
        backlinks: backlinks.iter().filter(|from| !is_shown(from)).map(|from| frame.entry(*from)).collect(),
        articles: articles.into_iter().map(|index| frame.entry_with_excerpt(index)).collect(),
        more_incidents: incidents.len().saturating_sub(MOST_LISTED),
        incidents: incidents.into_iter().take(MOST_LISTED).map(|index| frame.entry_with_excerpt(index)).collect(),
        extra: page.telling().extra.clone(),
    }
}

/// The changes that are due at a procedure or after an incident.
pub fn due<'a>(frame: &Frame<'a>, index: PageIx) -> impl Iterator<Item = &'a DueChange> + use<'a> {
    let insights = frame.insights();
    insights.due_changes_of[index.0].iter().map(|due| &insights.due_changes[*due])
}

fn due_reason(frame: &Frame<'_>, reason: &DueReason) -> String {
    match reason {
        DueReason::SameWords(words) => frame.words.fill("due_same_words", &[("list", &frame.words.list(words))]),
        DueReason::ReferredTo => frame.words.text("due_referred_to").to_owned(),
    }
}

/// The table of contents: headings of the two highest levels below the title.
pub fn contents(frame: &Frame<'_>, index: PageIx) -> Vec<ContentsEntry> {
    let headings = &frame.library().page(index).telling().headings;
    // A timeline of one heading for each event would drown the rest.
    let is_time = |text: &str| {
        text.chars().all(|c| !c.is_alphabetic()) || text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(':')
    };
    let entries = headings.iter().filter(|heading| heading.level < 3 || !is_time(&heading.text));
    let top = entries.clone().map(|heading| heading.level.max(2)).min().unwrap_or(2);
    entries
        .filter(|heading| heading.level.max(2) <= top + 1)
        .map(|heading| ContentsEntry {
            level: heading.level.max(2) - top + 2,
            text: heading.text.clone(),
            href: format!("#{}", frame.anchor(&heading.anchor)),
        })
        .collect()
}

/// The terms of a page, taxonomy by taxonomy, without the empty ones.
pub fn terms(frame: &Frame<'_>, index: PageIx) -> Vec<TermsView> {
    frame
        .site
        .config
        .taxonomies()
        .map(|(key, taxonomy)| TermsView {
            taxonomy: taxonomy.name.clone(),
            title: frame.taxonomy_title(key),
            terms: frame.terms(index, key),
            inferred: key.of_failures().map_or_else(String::new, |_| inferred(frame, index, key)),
        })
        .filter(|view| !view.terms.is_empty())
        .collect()
}

/// Under which headings the terms of a page were read; empty where they are stated.
fn inferred(frame: &Frame<'_>, index: PageIx, key: TaxonomyKey) -> String {
    let page = frame.library().page(index);
    let mut terms = page.incident().terms_of(key).filter(|term| term.is_inferred()).peekable();
    if terms.peek().is_none() {
        return String::new();
    }
    let headings = &page.telling().headings;
    let heading =
        |span: Span| headings.iter().find(|heading| heading.span == span).map(|heading| heading.text.as_str());
    let mut places: Vec<&str> = Vec::new();
    for place in terms.filter_map(|term| heading(term.span()?)) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    match places.is_empty() {
        true => frame.words.text("read_from_text").to_owned(),
        false => frame.words.fill("read_from_place", &[("place", &frame.words.list(&places))]),
    }
}
