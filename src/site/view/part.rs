//! Parts that several views share.

use serde::Serialize;

/// The head of every page (`page` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Meta {
    /// The page's title, without the library's.
    pub title: String,
    /// A sentence for search engines and previews; may be empty.
    pub description: String,
    /// BCP 47 tag.
    pub language: String,
    /// The language of the page's own text: another one where an edition has no translation of it.
    pub text_language: String,
    /// The translations of the page for search engines, itself and `x-default` among them; none where there is no other.
    pub alternates: Vec<AlternateView>,
    /// The languages of the site, each with a link to this page in it; none where there is one.
    pub languages: Vec<LanguageLink>,
    /// What leads from this page to the root: "" or `../` as often as needed.
    pub root: String,
    /// The absolute URL, where the settings say where the site lives.
    pub canonical: Option<String>,
    /// The part of the navigation it belongs to.
    pub section: &'static str,
    /// Feeds to announce.
    pub feeds: Vec<FeedLink>,
    /// Where the source can be edited.
    pub edit_url: Option<String>,
    /// What a link to it shows where people paste it; empty where nothing is said.
    pub card: String,
    /// Whether it is the home page.
    pub is_home: bool,
    /// Whether its text has a Mermaid diagram.
    pub has_diagrams: bool,
}

/// A translation of a page, as search engines are told of it.
#[derive(Clone, Debug, Serialize)]
pub struct AlternateView {
    /// BCP 47 tag, or `x-default`.
    pub language: String,
    /// Its URL: absolute where the settings say where the site lives.
    pub href: String,
}

/// A language of the site.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageLink {
    /// BCP 47 tag.
    pub language: String,
    /// What it calls itself.
    pub title: String,
    /// The same page in it, or its home page.
    pub href: String,
    /// Whether it is the one that is read.
    pub is_here: bool,
}

/// A feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLink {
    /// Its URL.
    pub href: String,
    /// Its media type.
    pub kind: &'static str,
    /// What it is a feed of.
    pub title: String,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// Its text.
    pub title: String,
    /// Its URL.
    pub href: String,
}

/// A link with a count.
#[derive(Clone, Debug, Serialize)]
pub struct CountedLink {
    /// Its text.
    pub title: String,
    /// Its URL.
    pub href: String,
    /// How many.
    pub count: usize,
}

/// A day.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// `2018-01-18`.
    pub iso: String,
    /// `18 January 2018`.
    pub text: String,
    /// `18 Jan 2018`.
    pub short: String,
}

/// A severity.
#[derive(Clone, Debug, Serialize)]
pub struct SeverityView {
    /// Its name on the scale.
    pub name: String,
    /// Its page.
    pub href: String,
    /// 1 is the worst.
    pub rank: u8,
}

/// A row of a list of pages.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The title.
    pub title: String,
    /// The page.
    pub href: String,
    /// The day.
    pub date: Option<DateView>,
    /// How bad.
    pub severity: Option<SeverityView>,
    /// Its services, in lists with room.
    pub services: Vec<LinkView>,
    /// How long, in words.
    pub duration: Option<String>,
    /// How long, in minutes.
    pub minutes: Option<i64>,
    /// A sentence or two in lists with room; may be empty.
    pub excerpt: String,
    /// Its language, where it is not the list's.
    pub language: Option<String>,
    /// Whether it is a postmortem.
    pub is_incident: bool,
    /// Whether it is a draft.
    pub is_draft: bool,
    /// Whether it belongs to a recurring issue.
    pub recurs: bool,
    /// The id of its row where a month begins in a long list; else empty.
    pub anchor: String,
}

/// Where a page of a long list stands among the others.
#[derive(Clone, Debug, Serialize)]
pub struct Paging {
    /// This page's number, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// An action.
#[derive(Clone, Debug, Serialize)]
pub struct ActionView {
    /// What to do.
    pub text: String,
    /// `open`, `in-progress`, `done`, `dropped`.
    pub status: &'static str,
    /// The status in the reader's language; overdue ones say so.
    pub status_text: String,
    /// Whether it is open past its due date.
    pub overdue: bool,
    /// Who.
    pub owner: Option<LinkView>,
    /// What kind.
    pub kind: Option<String>,
    /// When it is due.
    pub due: Option<DateView>,
    /// When it was closed.
    pub closed: Option<DateView>,
    /// How late it is, or how old where nothing says when it is due, in words; empty where there is nothing to say.
    pub age: String,
    /// Its ticket; `href` is empty where only a name is known.
    pub reference: Option<LinkView>,
    /// The incident it is from.
    pub incident: LinkView,
    /// The incident's day.
    pub incident_date: Option<DateView>,
}

/// A plot with the numbers that it shows; without a plot, a table.
#[derive(Clone, Debug, Serialize)]
pub struct FigureView {
    /// Its name in URLs.
    pub id: &'static str,
    /// Its title.
    pub title: String,
    /// What it says, in a sentence; may be empty.
    pub note: String,
    /// The plot as SVG; empty where there is none.
    pub svg: String,
    /// Heads of the table.
    pub head: Vec<String>,
    /// Rows of the table.
    pub rows: Vec<Vec<String>>,
}

/// A broken promise.
#[derive(Clone, Debug, Serialize)]
pub struct ViolationView {
    /// What was promised, in words.
    pub promise: String,
    /// The last day in time.
    pub until: DateView,
    /// How late it is, in words.
    pub late: String,
    /// The action; `None` when it is about the postmortem.
    pub action: Option<ActionView>,
    /// The incident.
    pub incident: LinkView,
    /// How bad.
    pub severity: Option<SeverityView>,
}

/// What one owner has to do.
#[derive(Debug, Serialize)]
pub struct OwnerRow {
    /// Who.
    pub owner: LinkView,
    /// Open actions.
    pub open: usize,
    /// Those of them that are overdue.
    pub overdue: usize,
    /// How old the oldest open one is, in words.
    pub oldest: String,
}
