//! Feeds: Atom (RFC 4287) and JSON Feed 1.1.

use super::view::Frame;
use super::xml;
use crate::library::{Page, PageIx, PageText};
use crate::model::Date;
use crate::text::{OutputPath, encode_path, fold};
use atom_syndication as atom;
use jiff::Timestamp;
use serde::Serialize;
use std::str::FromStr;

/// How many of the latest incidents a feed carries.
const LATEST: usize = 20;

/// How many terms of an incident a feed names. Each of its terms has a feed: with all of them in each, a page of many would
/// take the square of their number.
const MOST_TERMS: usize = 50;

/// A feed's content, whatever its form.
struct FeedItem {
    id: String,
    url: String,
    title: String,
    summary: String,
    /// RFC 3339.
    date: String,
    /// When the text was changed last, RFC 3339; `date` where it does not say.
    updated: String,
    authors: Vec<String>,
    language: String,
    tags: Vec<String>,
}

fn items(frame: &Frame<'_>, incidents: &[PageIx]) -> Vec<FeedItem> {
    incidents
        .iter()
        .take(LATEST)
        .map(|index| {
            let page = frame.library().page(*index);
            let place = frame.site.place(&page);
            FeedItem {
                id: identifier(frame, &page),
                url: frame.site.absolute(&place).unwrap_or_else(|| frame.url(&place)),
                title: page.title().to_owned(),
                summary: page.telling().excerpt.clone(),
                date: midnight(page.day()),
                updated: updated(&page).unwrap_or_else(|| midnight(page.day())),
                authors: page.incident().authors.iter().map(|author| author.value.clone()).collect(),
                language: page.incident().language.value.clone(),
                tags: page.incident().terms.iter().take(MOST_TERMS).map(|(_, term)| term.value.clone()).collect(),
            }
        })
        .collect()
}

/// A name that stays when the site moves: the URL where there is one for good, else a URN of the id (RFC 8141).
fn identifier(frame: &Frame<'_>, page: &Page) -> String {
    frame.site.absolute(&frame.site.place(page)).unwrap_or_else(|| format!("urn:casebook:{}", encode_path(&page.id)))
}

/// Where nothing says when.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// A day at midnight UTC: a feed needs an instant, and the site is built from nothing that changes.
fn midnight(day: Option<Date>) -> String {
    day.map_or_else(
        || NEVER.to_owned(),
        |day| format!("{:04}-{:02}-{:02}T00:00:00Z", day.year().max(0), day.month(), day.day()),
    )
}

/// What tools call the day of the last change, folded.
const UPDATED: [&str; 12] = [
    "updated",
    "lastmod",
    "lastmodified",
    "lastmodifiedat",
    "lastupdated",
    "lastupdate",
    "modified",
    "updatedat",
    "datemodified",
    "updateddate",
    "lasteditedtime",
    "dateupdated",
];

/// When a page's front matter says that its text was changed last; never before the incident.
fn updated(page: &PageText<'_>) -> Option<String> {
    let extra = &page.telling().extra;
    let text = UPDATED.iter().find_map(|name| {
        let (_, value) = extra.iter().find(|(key, _)| fold(key).replace(['_', '-', ' '], "") == *name)?;
        // Docusaurus has `last_update: { date, author }`.
        value.as_str().or_else(|| value.get("date")?.as_str())
    })?;
    let day = text.get(..10)?.parse::<Date>().ok()?;
    if page.day().is_some_and(|date| day < date) {
        return None;
    }
    // A time without a zone is not an instant; the day is enough.
    Some(text.parse::<Timestamp>().map_or_else(|_| midnight(Some(day)), |at| format!("{at:.0}")))
}

fn person(name: &str) -> atom::Person {
    atom::Person { name: name.to_owned(), ..atom::Person::default() }
}

/// The Atom feed of `incidents`, newest first, for the page at `home`.
pub(super) fn atom(frame: &Frame<'_>, title: &str, home: &OutputPath, incidents: &[PageIx]) -> Vec<u8> {
    let link = |rel: &str, kind: &str, path: &OutputPath| atom::Link {
        href: frame.site.absolute(path).unwrap_or_else(|| frame.url(path)),
        rel: rel.to_owned(),
        mime_type: Some(kind.to_owned()),
        ..atom::Link::default()
    };
    let instant = |text: &str| atom::FixedDateTime::from_str(text).unwrap_or_default();
    let items = items(frame, incidents);
    let feed = atom::Feed {
        title: atom::Text::plain(title),
        id: frame.site.absolute(home).unwrap_or_else(|| format!("urn:casebook:{}", encode_path(home.as_str()))),
        updated: instant(items.iter().map(|item| item.updated.as_str()).max().unwrap_or(NEVER)),
        // An entry without an author takes the feed's, so it has one always (RFC 4287, 4.1.1).
        authors: match frame.site.config.authors.as_slice() {
            [] => vec![person(&frame.site.config.title)],
            names => names.iter().map(|name| person(name)).collect(),
        },
        generator: Some(atom::Generator { value: "Casebook".to_owned(), ..atom::Generator::default() }),
        links: vec![link("self", "application/atom+xml", &frame.here), link("alternate", "text/html", home)],
        lang: Some(frame.site.config.language.clone()),
        entries: items
            .into_iter()
            .map(|item| atom::Entry {
                title: atom::Text::plain(item.title),
                id: item.id,
                updated: instant(&item.updated),
                authors: item.authors.iter().map(|name| person(name)).collect(),
                published: Some(instant(&item.date)),
                links: vec![atom::Link { href: item.url, rel: "alternate".to_owned(), ..atom::Link::default() }],
                summary: Some(atom::Text::plain(item.summary)),
                categories: item
                    .tags
                    .into_iter()
                    .map(|term| atom::Category { term, ..atom::Category::default() })
                    .collect(),
                ..atom::Entry::default()
            })
            .collect(),
        ..atom::Feed::default()
    };
    // Writing to memory cannot fail.
    xml::document(feed.write_to(Vec::new()).unwrap_or_default())
}

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    language: &'a str,
    items: Vec<JsonItem>,
}

#[derive(Serialize)]
struct JsonAuthor {
    name: String,
}

#[derive(Serialize)]
struct JsonItem {
    id: String,
    url: String,
    title: String,
    content_text: String,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<JsonAuthor>,
    language: String,
    tags: Vec<String>,
}

/// The JSON feed of `incidents`, newest first, for the page at `home`.
pub(super) fn json(frame: &Frame<'_>, title: &str, home: &OutputPath, incidents: &[PageIx]) -> Vec<u8> {
    let url = |path: &OutputPath| frame.site.absolute(path).unwrap_or_else(|| frame.url(path));
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title,
        home_page_url: url(home),
        feed_url: url(&frame.here),
        language: &frame.site.config.language,
        items: items(frame, incidents)
            .into_iter()
            .map(|item| JsonItem {
                id: item.id,
                url: item.url,
                title: item.title,
                content_text: item.summary,
                date_published: item.date,
                date_modified: item.updated,
                authors: item.authors.into_iter().map(|name| JsonAuthor { name }).collect(),
                language: item.language,
                tags: item.tags,
            })
            .collect(),
    };
    // Strings and lists always become JSON.
    serde_json::to_vec_pretty(&feed).unwrap_or_default()
}
