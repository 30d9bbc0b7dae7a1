//! The review of actions for the weekly meeting.

use super::Frame;
use super::actions::action;
use super::part::{ActionView, DateView, Entry, LinkView, Meta, ViolationView};
use super::policies::violation;
use crate::insight::ActionRef;
use crate::model::{ActionItem, Date};
use crate::site::route;
use jiff::ToSpan;
use serde::Serialize;

/// How many of a kind the page shows.
const SHOWN: usize = 100;

/// What the weekly review shows (`review.html`).
#[derive(Debug, Serialize)]
pub struct ReviewView {
    /// The head.
    pub page: Meta,
    /// How many days it looks back, in words.
    pub days: String,
    /// The first day.
    pub from: DateView,
    /// The last day: the as-of date.
    pub to: DateView,
    /// Incidents of these days, newest first.
    pub incidents: Vec<Entry>,
    /// Actions by what happened to them.
    pub groups: Vec<ReviewGroup>,
    /// Promises that were broken in these days.
    pub violations: Vec<ViolationView>,
    /// The other pages about follow-up.
    pub more: Vec<LinkView>,
}

/// Actions that something happened to.
#[derive(Debug, Serialize)]
pub struct ReviewGroup {
    /// Its name in URLs.
    pub id: &'static str,
    /// What happened.
    pub title: String,
    /// What is said where nothing happened.
    pub empty: String,
    /// How many.
    pub count: usize,
    /// The actions; the first ones.
    pub actions: Vec<ActionView>,
    /// How many more there are than shown, in words; empty for none.
    pub hidden: String,
}

/// The view of the review.
pub fn view(frame: &Frame<'_>) -> ReviewView {
    let insights = frame.insights();
    let to = insights.as_of.0;
    let days = frame.site.config.review_days;
    let shifted = |by: i64| to.checked_add(by.days()).unwrap_or(to);
    let from = shifted(1 - i64::from(days));
    let within = |day: Option<Date>| day.is_some_and(|day| (from..=to).contains(&day));
    let soon = shifted(i64::from(days));
    // Due yesterday is overdue today.
    let lapsed = (shifted(-i64::from(days)), shifted(-1));
    let title = frame.words.text("review").to_owned();
    let library = frame.library();
    let incidents = library.incidents().rev().filter(|(_, page)| within(page.day()));
    let in_these_days = |until: Date| (lapsed.0..=lapsed.1).contains(&until);
    let broken = insights.policies.violations.iter().filter(|broken| in_these_days(broken.until));
    ReviewView {
        page: frame.meta(&title, frame.words.text("review_intro"), "actions"),
        days: frame.words.count("days", usize::try_from(days).unwrap_or(0)),
        from: frame.date(from),
        to: frame.date(to),
        incidents: incidents.map(|(index, _)| frame.entry_with_excerpt(index)).take(SHOWN).collect(),
        groups: vec![
            group(frame, "overdue", &|_, item| item.status.is_open() && item.due.is_some_and(in_these_days)),
            group(frame, "closed", &|_, item| !item.status.is_open() && within(item.closed)),
            group(frame, "opened", &|from, _| within(insights.opened(frame.site.library, from.page, from.index))),
            group(frame, "soon", &|_, item| {
                item.status.is_open() && item.due.is_some_and(|due| (to..=soon).contains(&due))
            }),
        ],
        violations: broken.take(SHOWN).map(|broken| violation(frame, broken)).collect(),
        more: super::follow_up::more(frame, route::review()),
    }
}

fn group(frame: &Frame<'_>, id: &'static str, wanted: &dyn Fn(&ActionRef, &ActionItem) -> bool) -> ReviewGroup {
    let matching: Vec<&ActionRef> = frame
        .insights()
        .actions
        .iter()
        .filter(|from| wanted(from, &frame.site.library.page(from.page).incident().actions[from.index]))
        .collect();
    ReviewGroup {
        id,
        title: frame.words.text(&format!("review_{id}")).to_owned(),
        empty: frame.words.text(&format!("review_no_{id}")).to_owned(),
        count: matching.len(),
        hidden: match matching.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => frame.words.fill("and_more", &[("n", &frame.words.number(more))]),
        },
        actions: matching.into_iter().take(SHOWN).map(|from| action(frame, from.page, from.index)).collect(),
    }
}
