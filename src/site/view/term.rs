//! Indexes of terms, and the page of each term. Severities and years are such indexes too.

use super::Frame;
use super::part::{CountedLink, Entry, FeedLink, LinkView, Meta, Paging};
use crate::insight::quartiles;
use crate::library::PageIx;
use crate::model::{Date, TaxonomyKey};
use crate::text::{OutputPath, fold};
use serde::Serialize;

/// How many incidents one page of a term lists.
pub const PER_PAGE: usize = 100;

/// What an index of terms shows (`taxonomy.html`).
#[derive(Debug, Serialize)]
pub struct TaxonomyView {
    /// The head.
    pub page: Meta,
    /// The taxonomy's field name.
    pub taxonomy: String,
    /// Its title in the reader's language.
    pub title: String,
    /// The terms, the most frequent first (years: the latest first; severities: the worst first); of very many the first ones.
    pub terms: Vec<TermRow>,
    /// Of very many, all by their first letter; else empty.
    pub letters: Vec<Letter>,
}

/// The terms that begin with a letter.
#[derive(Debug, Serialize)]
pub struct Letter {
    /// The letter in capitals; `#` for terms that begin with none.
    pub title: String,
    /// The terms, by name.
    pub terms: Vec<CountedLink>,
}

/// A term in an index.
#[derive(Debug, Serialize)]
pub struct TermRow {
    /// Its name.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many incidents.
    pub count: usize,
    /// How many of them in the year before the as-of date.
    pub recent: usize,
    /// The share of the most frequent term, in whole percent: how long a bar is.
    pub percent: usize,
    /// The latest incident.
    pub latest: Option<Entry>,
    /// What it means; may be empty.
    pub definition: String,
    /// The broader term; may be empty.
    pub parent: String,
}

/// What a term's page shows (`term.html`).
#[derive(Debug, Serialize)]
pub struct TermView {
    /// The head.
    pub page: Meta,
    /// The taxonomy's field name.
    pub taxonomy: String,
    /// The index of its taxonomy.
    pub index: LinkView,
    /// The term.
    pub title: String,
    /// Other spellings of it.
    pub spellings: Vec<String>,
    /// What it means; may be empty.
    pub definition: String,
    /// Whether the vocabulary has given it up.
    pub is_deprecated: bool,
    /// The broader term.
    pub parent: Option<LinkView>,
    /// The narrower terms, whose incidents are listed here too.
    pub children: Vec<CountedLink>,
    /// How many incidents there are, in words.
    pub count: String,
    /// Median duration in words with n; empty below five.
    pub median: String,
    /// Incidents of this page of the list, newest first.
    pub incidents: Vec<Entry>,
    /// For a year: its months with incidents, the latest first.
    pub months: Vec<CountedLink>,
    /// Where this page of the list stands; `None` when it is the only one.
    pub paging: Option<Paging>,
    /// Articles filed under the term.
    pub articles: Vec<Entry>,
    /// Terms that often stand beside it.
    pub beside: Vec<CountedLink>,
    /// The term's feed.
    pub feed: Option<FeedLink>,
}

/// A broader or narrower term.
pub struct Kin {
    /// The term.
    pub title: String,
    /// Its name in URLs.
    pub slug: String,
    /// How many incidents it and its narrower terms have.
    pub count: usize,
}

/// A term with its incidents, whatever it groups by.
pub struct Group {
    /// The taxonomy's field name.
    pub taxonomy: String,
    /// The taxonomy's title.
    pub taxonomy_title: String,
    /// The term.
    pub title: String,
    /// Its name in URLs.
    pub slug: String,
    /// Other spellings.
    pub spellings: Vec<String>,
    /// What it means.
    pub definition: String,
    /// Whether the vocabulary has given it up.
    pub is_deprecated: bool,
    /// The broader term.
    pub parent: Option<Kin>,
    /// The narrower terms.
    pub children: Vec<Kin>,
    /// Its incidents and those of all narrower terms, newest first.
    pub incidents: Vec<PageIx>,
    /// Its articles.
    pub articles: Vec<PageIx>,
    /// Whether it has a feed.
    pub has_feed: bool,
}

impl Group {
    /// How many pages its list has.
    pub fn pages(&self) -> usize {
        self.incidents.len().div_ceil(PER_PAGE).max(1)
    }
}

/// An index of more terms than this lists the most frequent ones, and all of them by letter.
const MOST_ROWS: usize = 150;

/// The view of an index of terms.
pub fn index(frame: &Frame<'_>, taxonomy: &str, title: &str, groups: &[Group]) -> TaxonomyView {
    let most = groups.iter().map(|group| group.incidents.len()).max().unwrap_or(0).max(1);
    let as_of = frame.insights().as_of.0;
    let is_recent = |index: &&PageIx| {
        let year_later = |day: Date| (day.year() + 1, day.month(), day.day());
        let within = |day: Date| day <= as_of && year_later(day) > (as_of.year(), as_of.month(), as_of.day());
        frame.site.library.page(**index).day().is_some_and(within)
    };
    let is_long = groups.len() > MOST_ROWS;
    let shown = if is_long { MOST_ROWS / 2 } else { groups.len() };
    let rows = groups.iter().take(shown).map(|group| TermRow {
        title: group.title.clone(),
        href: frame.url(&crate::site::route::term(taxonomy, &group.slug, 1)),
        count: group.incidents.len(),
        recent: group.incidents.iter().filter(is_recent).count(),
        percent: (group.incidents.len() * 100).div_ceil(most),
        latest: group.incidents.first().map(|index| frame.entry(*index)),
        definition: group.definition.clone(),
        parent: group.parent.as_ref().map_or_else(String::new, |parent| parent.title.clone()),
    });
    TaxonomyView {
        page: frame.meta(title, "", "browse"),
        taxonomy: taxonomy.to_owned(),
        title: title.to_owned(),
        terms: rows.collect(),
        letters: if is_long { letters(frame, taxonomy, groups) } else { Vec::new() },
    }
}

fn letters(frame: &Frame<'_>, taxonomy: &str, groups: &[Group]) -> Vec<Letter> {
    let mut by_letter: std::collections::BTreeMap<String, Vec<&Group>> = std::collections::BTreeMap::new();
    for group in groups {
        let first = fold(&group.title).chars().next().filter(|first| first.is_alphabetic());
        let letter = first.map_or_else(|| "#".to_owned(), |first| first.to_uppercase().collect());
        by_letter.entry(letter).or_default().push(group);
    }
    let letter = |(title, mut groups): (String, Vec<&Group>)| {
        groups.sort_by(|a, b| fold(&a.title).cmp(&fold(&b.title)).then_with(|| a.slug.cmp(&b.slug)));
        let link = |group: &&Group| CountedLink {
            title: group.title.clone(),
            href: frame.url(&crate::site::route::term(taxonomy, &group.slug, 1)),
            count: group.incidents.len(),
        };
        Letter { title, terms: groups.iter().map(link).collect() }
    };
    by_letter.into_iter().map(letter).collect()
}

/// The view of one page of a term's list.
pub fn view(frame: &Frame<'_>, group: &Group, number: usize) -> TermView {
    use crate::site::route;
    let from = (number - 1) * PER_PAGE;
    let shown = &group.incidents[from.min(group.incidents.len())..(from + PER_PAGE).min(group.incidents.len())];
    let pages = group.pages();
    let place = |number: usize| -> OutputPath { route::term(&group.taxonomy, &group.slug, number) };
    let paging = (pages > 1).then(|| Paging {
        number,
        of: pages,
        previous: (number > 1).then(|| frame.url(&place(number - 1))),
        next: (number < pages).then(|| frame.url(&place(number + 1))),
    });
    let count = frame.words.count("incidents", group.incidents.len());
    let said = if group.definition.is_empty() { &count } else { &group.definition };
    let mut meta = frame.meta(&group.title, &format!("{}: {}. {said}", group.taxonomy_title, group.title), "browse");
    let feed = group.has_feed.then(|| FeedLink {
        href: frame.url(&route::term_feed(&group.taxonomy, &group.slug)),
        kind: "application/atom+xml",
        title: group.title.clone(),
    });
    meta.feeds.extend(feed.clone());
    TermView {
        page: meta,
        taxonomy: group.taxonomy.to_owned(),
        index: LinkView { title: group.taxonomy_title.clone(), href: frame.url(&route::taxonomy(&group.taxonomy)) },
        title: group.title.clone(),
        spellings: group.spellings.clone(),
        definition: group.definition.clone(),
        is_deprecated: group.is_deprecated,
        parent: group.parent.as_ref().map(|parent| LinkView {
            title: parent.title.clone(),
            href: frame.url(&route::term(&group.taxonomy, &parent.slug, 1)),
        }),
        children: group
            .children
            .iter()
            .map(|child| CountedLink {
                title: child.title.clone(),
                href: frame.url(&route::term(&group.taxonomy, &child.slug, 1)),
                count: child.count,
            })
            .collect(),
        count,
        median: median(frame, &group.incidents),
        months: months(frame, group),
        incidents: rows(frame, group, from..from + shown.len()),
        paging,
        articles: if number == 1 {
            group.articles.iter().map(|index| frame.entry(*index)).collect()
        } else {
            Vec::new()
        },
        beside: if number == 1 { beside(frame, group) } else { Vec::new() },
        feed,
    }
}

/// The rows of a page of the list. Lists that are not of one service name the services; a year's rows have the month's
/// id where a month begins.
fn rows(frame: &Frame<'_>, group: &Group, range: std::ops::Range<usize>) -> Vec<Entry> {
    let is_year = group.taxonomy == "years";
    let month = |at: usize| frame.site.library.page(group.incidents[at]).day().map(|day| day.month());
    range
        .map(|at| {
            let index = group.incidents[at];
            let mut entry = frame.entry(index);
            if is_year || group.taxonomy == "severities" {
                entry.services = frame.terms(index, TaxonomyKey::SERVICES);
            }
            if let Some(month) = month(at).filter(|own| is_year && (at == 0 || month(at - 1) != Some(*own))) {
                entry.anchor = month_id(month);
            }
            entry
        })
        .collect()
}

fn month_id(month: i8) -> String {
    format!("m-{month:02}")
}

fn months(frame: &Frame<'_>, group: &Group) -> Vec<CountedLink> {
    if group.taxonomy != "years" {
        return Vec::new();
    }
    let mut months: Vec<(i8, CountedLink)> = Vec::new();
    for (at, index) in group.incidents.iter().enumerate() {
        let Some(day) = frame.site.library.page(*index).day() else { continue };
        match months.last_mut().filter(|(month, _)| *month == day.month()) {
            Some((_, link)) => link.count += 1,
            None => {
                let place = frame.url(&crate::site::route::term(&group.taxonomy, &group.slug, at / PER_PAGE + 1));
                let title = frame.words.month_name(day).to_owned();
                let href = format!("{place}#{}", month_id(day.month()));
                months.push((day.month(), CountedLink { title, href, count: 1 }));
            }
        }
    }
    months.into_iter().map(|(_, link)| link).collect()
}

/// `median duration 2 h 10 min (n = 12)`: a median of fewer than five says nothing.
fn median(frame: &Frame<'_>, incidents: &[PageIx]) -> String {
    let minutes: Vec<i64> =
        incidents.iter().filter_map(|index| frame.library().page(*index).incident().duration_minutes()).collect();
    let n = minutes.len().to_string();
    quartiles(minutes).map_or_else(String::new, |[_, median, _]| {
        frame.words.fill("median_duration", &[("duration", &frame.minutes(median)), ("n", &n)])
    })
}

/// How many neighbours of a term are named.
const MOST_BESIDE: usize = 12;
/// A page with more terms of a taxonomy than this is filed under everything: which of them go together it does not say, and
/// asking each of them about all others would take the square of their number.
const MOST_TERMS: usize = 200;

fn beside(frame: &Frame<'_>, group: &Group) -> Vec<CountedLink> {
    let mut counts = std::collections::BTreeMap::new();
    for (key, taxonomy) in frame.site.config.taxonomies() {
        let index = frame.site.library.terms_of(key);
        for page in &group.incidents {
            let terms = &index.of_page[page.0];
            for term in terms.iter().filter(|_| terms.len() <= MOST_TERMS) {
                let slug = &index.terms[*term].slug;
                let is_shown = *slug == group.slug || group.children.iter().any(|child| child.slug == *slug);
                if !(taxonomy.name == group.taxonomy && is_shown) {
                    *counts.entry((key, *term)).or_insert(0_usize) += 1;
                }
            }
        }
    }
    let mut counts: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
    counts.sort_by_key(|(term, count)| (std::cmp::Reverse(*count), *term));
    counts.truncate(MOST_BESIDE);
    let mut links: Vec<CountedLink> = counts
        .iter()
        .map(|&((key, term), count)| {
            let link = frame.term(key, &frame.site.library.terms_of(key).terms[term]);
            CountedLink { title: link.title, href: link.href, count }
        })
        .collect();
    // A team and a service often have one name.
    let names: Vec<String> = links.iter().map(|link| link.title.clone()).collect();
    for at in 0..links.len() {
        let (key, _) = counts[at].0;
        if names.iter().enumerate().any(|(other, name)| other != at && *name == names[at]) {
            links[at].title = format!("{} ({})", names[at], frame.taxonomy_title(key));
        }
    }
    links
}
