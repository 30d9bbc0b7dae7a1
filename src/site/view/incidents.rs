//! The list of all incidents.

use super::Frame;
use super::part::{CountedLink, Entry, FeedLink, Meta, Paging};
use super::term::PER_PAGE;
use crate::library::PageIx;
use crate::model::TaxonomyKey;
use crate::site::route;
use serde::Serialize;
use std::collections::BTreeMap;

/// Up to so many incidents are on one page; more are on pages of [`PER_PAGE`].
const ON_ONE_PAGE: usize = 300;

/// What the list of all incidents shows (`incidents.html`).
#[derive(Debug, Serialize)]
pub struct IncidentsView {
    /// The head.
    pub page: Meta,
    /// How many incidents there are, in words.
    pub count: String,
    /// The years with incidents, the latest first.
    pub years: Vec<CountedLink>,
    /// Incidents of this page of the list, newest first.
    pub incidents: Vec<Entry>,
    /// Where this page of the list stands; `None` when it is the only one.
    pub paging: Option<Paging>,
    /// The feed of all incidents.
    pub feed: FeedLink,
}

/// How many pages the list has.
pub fn pages(incidents: usize) -> usize {
    if incidents <= ON_ONE_PAGE { 1 } else { incidents.div_ceil(PER_PAGE) }
}

/// The view of one page of the list; `newest` has all incidents, newest first.
pub fn view(frame: &Frame<'_>, newest: &[PageIx], number: usize) -> IncidentsView {
    let of = pages(newest.len());
    let per_page = if of == 1 { ON_ONE_PAGE } else { PER_PAGE };
    let shown = newest.iter().skip((number - 1) * per_page).take(per_page);
    let entry = |index: &PageIx| Entry { services: frame.terms(*index, TaxonomyKey::SERVICES), ..frame.entry(*index) };
    let mut by_year: BTreeMap<i16, usize> = BTreeMap::new();
    for day in newest.iter().filter_map(|index| frame.site.library.page(*index).day()) {
        *by_year.entry(day.year()).or_default() += 1;
    }
    let years = by_year.into_iter().rev().map(|(year, count)| CountedLink {
        title: year.to_string(),
        href: frame.url(&route::term("years", &year.to_string(), 1)),
        count,
    });
    let title = frame.words.text("all_incidents");
    IncidentsView {
        page: frame.meta(title, "", "incidents"),
        count: frame.words.count("incidents", newest.len()),
        years: years.collect(),
        incidents: shown.map(entry).collect(),
        paging: (of > 1).then(|| Paging {
            number,
            of,
            previous: (number > 1).then(|| frame.url(&route::incidents(number - 1))),
            next: (number < of).then(|| frame.url(&route::incidents(number + 1))),
        }),
        feed: FeedLink {
            href: frame.url(&route::feed("xml")),
            kind: "application/atom+xml",
            title: frame.site.config.title.clone(),
        },
    }
}
