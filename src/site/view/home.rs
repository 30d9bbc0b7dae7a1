//! The home page.

use super::Frame;
use super::actions::action;
use super::calendar::{self, CalendarView};
use super::part::{ActionView, CountedLink, Entry, LinkView, Meta};
use super::recurring::{IssueRow, row};
use crate::insight::{FixOutcome, RecurringIssue, quartiles};
use crate::model::{Date, PageKind, Phase};
use crate::site::route;
use serde::Serialize;

/// How many of each kind the home page shows.
const LATEST: usize = 8;
const RECURRING: usize = 5;
const OVERDUE: usize = 6;
/// The lists of actions that the home page counts, with the keys of what it calls them.
const HOME_LISTS: [(&str, &str); 2] = [("overdue", "home_overdue"), ("open", "home_open")];
const TERMS: usize = 10;
const QUARTERS: i32 = 5;

/// An introduction of more words than this comes after what is new.
const LONG_INTRODUCTION: usize = 90;

/// What the home page shows (`home.html`).
#[derive(Debug, Serialize)]
pub struct HomeView {
    /// The head.
    pub page: Meta,
    /// The introduction that the library has written, as HTML; may be empty.
    pub introduction: String,
    /// The introduction's language, where it is not the page's.
    pub introduction_language: Option<String>,
    /// The sections that have something to show, as the settings order them, in bands.
    pub bands: Vec<Band>,
    /// How many incidents.
    pub incident_count: String,
    /// Where pages were read and none of them is an incident: what they were taken for. Empty otherwise.
    pub only_guides: String,
    /// Incidents by month; `None` where none has a day.
    pub calendar: Option<CalendarView>,
    /// The latest incidents, newest first.
    pub latest: Vec<Entry>,
    /// The list of all incidents.
    pub all: LinkView,
    /// Issues that came back lately.
    pub recurring: Vec<IssueRow>,
    /// How many recurring issues there are.
    pub recurring_count: usize,
    /// Their index.
    pub recurring_index: LinkView,
    /// Fixes that did not hold or were not made, in words, each with its issue.
    pub fixes: Vec<FixLine>,
    /// Overdue actions, the longest overdue first.
    pub overdue: Vec<ActionView>,
    /// The lists of actions that need attention, each with its length.
    pub action_lists: Vec<FigureView>,
    /// Their overview.
    pub actions: LinkView,
    /// Whether any incident has a severity; without one, nothing is said of the severe.
    pub has_severities: bool,
    /// The last quarters, oldest first; empty where nothing happened in them.
    pub quarters: Vec<QuarterView>,
    /// Incidents of this day in earlier years, or of some days around it.
    pub on_this_day: Vec<Entry>,
    /// Whether they are of the very day.
    pub on_the_very_day: bool,
    /// The reading list for newcomers; `None` while there is nothing on it.
    pub reading: Option<LinkView>,
    /// Browse: a few terms of each taxonomy.
    pub browse: Vec<BrowseView>,
    /// Articles by folder.
    pub guides: Vec<GuideView>,
    /// The day it was built for.
    pub as_of: super::part::DateView,
}

/// A list of actions with how long it is.
#[derive(Debug, Serialize)]
pub struct FigureView {
    /// `overdue`, `open`, `done` or `dropped`.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many actions.
    pub count: usize,
}

/// A band of the home page: one section over its whole width, or a wide and a narrow column of sections.
#[derive(Debug, Default, Serialize)]
pub struct Band {
    /// The section that has the whole width.
    pub wide: Vec<String>,
    /// The sections of the wide column.
    pub main: Vec<String>,
    /// The sections of the narrow column.
    pub side: Vec<String>,
}

/// A sentence about a fix.
#[derive(Debug, Serialize)]
pub struct FixLine {
    /// What it says.
    pub text: String,
    /// Which issue.
    pub issue: LinkView,
    /// Whether the fix was done.
    pub was_done: bool,
    /// The action.
    pub action: ActionView,
}

/// A quarter.
#[derive(Debug, Serialize)]
pub struct QuarterView {
    /// `Q3 2026`.
    pub title: String,
    /// How many incidents.
    pub count: usize,
    /// How many of the two worst severities.
    pub severe: usize,
    /// Median time to resolve with n, in words; empty below five.
    pub median: String,
    /// The share of the busiest quarter, in percent.
    pub percent: usize,
    /// Whether the quarter is not over yet at the as-of date.
    pub is_current: bool,
}

/// A taxonomy to browse by.
#[derive(Debug, Serialize)]
pub struct BrowseView {
    /// Its title.
    pub title: String,
    /// Its index.
    pub href: String,
    /// Its most frequent terms.
    pub terms: Vec<CountedLink>,
    /// How many further terms it has.
    pub more: usize,
}

/// A folder of articles.
#[derive(Debug, Serialize)]
pub struct GuideView {
    /// Its title.
    pub title: String,
    /// Its page; empty where it has none.
    pub href: String,
    /// Its articles.
    pub articles: Vec<LinkView>,
}

/// The view of the home page.
pub fn view(frame: &Frame<'_>, lists: &[super::actions::ActionList]) -> HomeView {
    let library = frame.library();
    let insights = frame.insights();
    let config = frame.site.config;
    let word_link = |key: &str, to| LinkView { title: frame.words.text(key).to_owned(), href: frame.url(&to) };
    let overdue = insights.actions.iter().filter(|from| from.overdue).take(OVERDUE);
    let mut page = frame.meta(&config.title, &config.description, "home");
    page.edit_url = library.home.and_then(|home| frame.site.edit_url(&library.page(home)));
    page.has_diagrams = library.home.is_some_and(|home| frame.has_diagrams(home));
    let mut view = HomeView {
        page,
        bands: Vec::new(),
        calendar: calendar::view(frame),
        introduction_language: library.home.and_then(|home| frame.foreign_language(&library.page(home))),
        introduction: library.home.map_or_else(String::new, |home| frame.html(home, &library.page(home).body().html)),
        incident_count: frame.words.number(library.incidents.len()),
        only_guides: match (library.incidents.is_empty(), library.articles.len()) {
            (true, guides) if guides > 0 => frame.words.count("only_guides", guides),
            _ => String::new(),
        },
        latest: library.incidents.iter().rev().take(LATEST).map(|index| frame.entry_with_excerpt(*index)).collect(),
        all: word_link("all_incidents", route::incidents(1)),
        recurring: insights.recurring.iter().take(RECURRING).map(|issue| row(frame, issue)).collect(),
        recurring_count: insights.recurring.len(),
        recurring_index: word_link("recurring", route::recurring()),
        fixes: insights.recurring.iter().flat_map(|issue| fix_lines(frame, issue)).take(OVERDUE).collect(),
        overdue: overdue.map(|from| action(frame, from.page, from.index)).collect(),
        action_lists: lists
            .iter()
            .filter(|list| list.is_word)
            .filter_map(|list| Some((list, HOME_LISTS.into_iter().find(|(name, _)| *name == list.name)?)))
            .map(|(list, (_, title))| FigureView {
                key: list.name.clone(),
                title: frame.words.text(title).to_owned(),
                href: frame.url(&route::action_list(&list.name, 1)),
                count: list.actions.len(),
            })
            .collect(),
        actions: word_link("actions", route::actions()),
        has_severities: library.incidents().any(|(_, page)| page.severity().is_some()),
        quarters: quarters(frame),
        on_this_day: insights.on_this_day.incidents.iter().map(|index| frame.entry(*index)).collect(),
        on_the_very_day: insights.on_this_day.is_exact,
        reading: (!insights.reading.is_empty()).then(|| word_link("reading", route::reading())),
        browse: browse(frame),
        guides: guides(frame),
        as_of: frame.date(insights.as_of.0),
    };
    let is_long = library.home.is_some_and(|home| library.page(home).body().words > LONG_INTRODUCTION);
    let mut names = config.theme.home.clone();
    // A long introduction is a page, not a greeting.
    names.sort_by_key(|name| is_long && name == "introduction");
    view.bands = bands(&names, &view);
    view
}

/// Neighbouring sections that share the width stand side by side.
fn bands(names: &[String], view: &HomeView) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for name in names {
        let (is_there, is_wide) = match name.as_str() {
            "introduction" => (!view.introduction.is_empty(), true),
            "calendar" => (view.calendar.is_some(), true),
            "latest" => (!view.latest.is_empty() || view.guides.is_empty(), false),
            "recurring" => (!view.recurring.is_empty(), false),
            "fixes" => (!view.fixes.is_empty(), false),
            "overdue" => (!view.overdue.is_empty(), false),
            "quarters" => (!view.quarters.is_empty(), false),
            "on-this-day" => (!view.on_this_day.is_empty(), false),
            "browse" => (!view.browse.is_empty(), true),
            "guides" => (!view.guides.is_empty(), true),
            _ => (false, true),
        };
        if !is_there {
            continue;
        }
        if is_wide {
            bands.push(Band { wide: vec![name.clone()], ..Band::default() });
            continue;
        }
        if bands.last().is_none_or(|band| !band.wide.is_empty()) {
            bands.push(Band::default());
        }
        if let Some(band) = bands.last_mut() {
            let column = if ["latest", "overdue"].contains(&name.as_str()) { &mut band.main } else { &mut band.side };
            column.push(name.clone());
        }
    }
    bands
}

fn fix_lines(frame: &Frame<'_>, issue: &RecurringIssue) -> Vec<FixLine> {
    let lines = issue.fixes.iter().map(|fix| {
        let (index, was_done) = match *fix {
            FixOutcome::DidNotHold { action, .. } => (action, true),
            FixOutcome::NotMade { action, .. } => (action, false),
        };
        let from = frame.insights().actions[index];
        FixLine {
            text: frame.words.text(if was_done { "fix_did_not_hold" } else { "fix_not_made" }).to_owned(),
            issue: LinkView { title: issue.title.clone(), href: frame.url(&route::recurring_issue(&issue.key)) },
            was_done,
            action: action(frame, from.page, from.index),
        }
    });
    // One line for each issue, and rather one about a fix that did not hold.
    let mut lines: Vec<FixLine> = lines.collect();
    lines.sort_by_key(|line| !line.was_done);
    lines.truncate(1);
    lines
}

fn quarter_of(date: Date) -> i32 {
    i32::from(date.year()) * 4 + i32::from(date.month() - 1) / 3
}

fn quarters(frame: &Frame<'_>) -> Vec<QuarterView> {
    let now = quarter_of(frame.insights().as_of.0);
    let mut views: Vec<QuarterView> = (now - QUARTERS + 1..=now)
        .map(|quarter| {
            let of_quarter = || {
                frame.library().incidents().filter(|(_, page)| page.day().is_some_and(|day| quarter_of(day) == quarter))
            };
            let minutes: Vec<i64> =
                of_quarter().filter_map(|(_, page)| page.incident().milestones.minutes_to(Phase::Resolved)).collect();
            let (year, number) = ((quarter / 4).to_string(), (quarter % 4 + 1).to_string());
            let n = minutes.len().to_string();
            let median = quartiles(minutes).map_or_else(String::new, |[_, median, _]| {
                frame.words.fill("median_resolve", &[("duration", &frame.minutes(median)), ("n", &n)])
            });
            QuarterView {
                title: frame.words.fill("quarter_format", &[("quarter", &number), ("year", &year)]),
                count: of_quarter().count(),
                severe: of_quarter().filter(|(_, page)| page.severity().is_some_and(|severity| severity.0 < 2)).count(),
                median,
                percent: 0,
                is_current: quarter == now,
            }
        })
        .collect();
    let most = views.iter().map(|view| view.count).max().unwrap_or(0);
    if most == 0 {
        return Vec::new();
    }
    for view in &mut views {
        view.percent = (view.count * 100).div_ceil(most);
    }
    views
}

fn browse(frame: &Frame<'_>) -> Vec<BrowseView> {
    frame
        .site
        .config
        .taxonomies()
        .filter_map(|(key, taxonomy)| {
            let index = frame.site.library.terms_of(key);
            let mut terms: Vec<_> = index.terms.iter().filter(|term| !term.incidents_below.is_empty()).collect();
            terms.sort_by_key(|term| std::cmp::Reverse(term.incidents_below.len()));
            let links = terms.iter().take(TERMS).map(|term| {
                let link = frame.term(key, term);
                CountedLink { title: link.title, href: link.href, count: term.incidents_below.len() }
            });
            (!terms.is_empty()).then(|| BrowseView {
                title: frame.taxonomy_title(key),
                href: frame.url(&route::taxonomy(&taxonomy.name)),
                terms: links.collect(),
                more: terms.len().saturating_sub(TERMS),
            })
        })
        .collect()
}

/// How many articles of a folder are named.
const ARTICLES: usize = 12;

fn guides(frame: &Frame<'_>) -> Vec<GuideView> {
    let library = frame.library();
    let mut folders: Vec<(&str, GuideView)> = Vec::new();
    for index in &library.articles {
        let folder = frame.site.library.page(*index).place.folder();
        if folders.last().is_none_or(|(last, _)| *last != folder) {
            let own = library.iter().find(|(_, page)| {
                page.shape.kind == PageKind::Folder && page.place.folder() == folder && !folder.is_empty()
            });
            let title = own.map_or_else(
                || if folder.is_empty() { frame.words.text("articles").to_owned() } else { folder.to_owned() },
                |(_, page)| page.title().to_owned(),
            );
            let href = own.map_or_else(|| frame.url(&route::articles()), |(index, _)| frame.link(index).href);
            folders.push((folder, GuideView { title, href, articles: Vec::new() }));
        }
        if let Some((_, view)) = folders.last_mut()
            && view.articles.len() < ARTICLES
        {
            view.articles.push(frame.link(*index));
        }
    }
    folders.into_iter().map(|(_, view)| view).collect()
}
