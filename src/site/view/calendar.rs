//! The activity calendar: how many incidents each month had, and where to read them.

use super::Frame;
use super::term::PER_PAGE;
use crate::site::route;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many years the calendar shows.
const YEARS: usize = 8;
/// How many shades of activity there are.
const LEVELS: usize = 4;

/// Incidents by year and month.
#[derive(Debug, Serialize)]
pub struct CalendarView {
    /// Short names of the months, January first.
    pub months: Vec<String>,
    /// The latest years that had incidents, the latest first.
    pub years: Vec<CalendarYear>,
    /// How many incidents lie before the years shown.
    pub earlier: usize,
}

/// A year.
#[derive(Debug, Serialize)]
pub struct CalendarYear {
    /// The year.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many incidents.
    pub count: usize,
    /// January to December.
    pub months: Vec<CalendarMonth>,
}

/// A month.
#[derive(Debug, Serialize)]
pub struct CalendarMonth {
    /// Its incidents on the year's page; empty where there are none.
    pub href: String,
    /// How many incidents.
    pub count: usize,
    /// 0 for none, 1 to 4 by the busiest month.
    pub level: usize,
    /// How many of the two worst severities.
    pub severe: usize,
    /// What the cell says, in words: `October 2026: 3 incidents, 1 severe`.
    pub text: String,
    /// Whether it lies after the as-of date.
    pub is_future: bool,
}

#[derive(Clone, Copy, Default)]
struct Count {
    all: usize,
    severe: usize,
    /// How many incidents of the year are listed before.
    before: usize,
}

/// The view; `None` where no incident has a day.
pub fn view(frame: &Frame<'_>) -> Option<CalendarView> {
    let mut years: BTreeMap<i16, [Count; 12]> = BTreeMap::new();
    for (_, page) in frame.library().incidents() {
        let Some(day) = page.day() else { continue };
        let Some(month) = usize::try_from(day.month() - 1).ok().filter(|month| *month < 12) else { continue };
        let count = &mut years.entry(day.year()).or_default()[month];
        count.all += 1;
        count.severe += usize::from(page.severity().is_some_and(|severity| severity.0 < 2));
    }
    let earlier = years.iter().rev().skip(YEARS).flat_map(|(_, months)| months).map(|count| count.all).sum();
    let as_of = frame.insights().as_of.0;
    let shown: Vec<(i16, [Count; 12])> = years.into_iter().rev().take(YEARS).collect();
    let most = shown.iter().flat_map(|(_, months)| months).map(|count| count.all).max().filter(|most| *most > 0)?;
    // One a month is not much, even where there were never more.
    let most = most.max(LEVELS);
    let months = (1..=12).map(|month| frame.words.short_month(month).to_owned()).collect();
    let years = shown.into_iter().map(|(year, mut counts)| {
        // The year's page lists the latest first.
        let mut before = 0;
        for count in counts.iter_mut().rev() {
            count.before = before;
            before += count.all;
        }
        let slug = year.to_string();
        let months = counts.iter().zip(1_i8..).map(|(count, month)| {
            let date = crate::model::Date::new(year, month, 1).unwrap_or(as_of);
            let severe = match count.severe {
                0 => String::new(),
                n => [frame.words.text("list_comma"), &frame.words.count("severe", n)].concat(),
            };
            let place = route::term("years", &slug, count.before / PER_PAGE + 1);
            CalendarMonth {
                href: if count.all == 0 { String::new() } else { format!("{}#m-{month:02}", frame.url(&place)) },
                count: count.all,
                level: (count.all * LEVELS).div_ceil(most),
                severe: count.severe,
                text: [
                    frame.words.month(date),
                    frame.words.text("colon").to_owned(),
                    frame.words.count("incidents", count.all),
                    severe,
                ]
                .concat(),
                is_future: date > as_of,
            }
        });
        CalendarYear {
            href: frame.url(&route::term("years", &slug, 1)),
            count: before,
            months: months.collect(),
            title: slug,
        }
    });
    Some(CalendarView { months, years: years.collect(), earlier })
}
