//! Counts over time and how long things took: medians and quartiles, never means.

use super::{Distribution, Trends};
use crate::library::{Library, PageIx};
use crate::model::{AsOf, Date, Phase, Severity, TaxonomyKey};
use std::collections::BTreeMap;

/// How many years back the counts go: one absurd date must not make a plot of four centuries.
const YEARS: i16 = 10;
/// How many months without an incident are still shown before the as-of date; an archive ends with its last incident.
const QUIET_MONTHS: i32 = 12;
/// How many categories are counted by name.
const CATEGORIES: usize = 6;
/// Below this many points quartiles say less than the points themselves.
const FEWEST: usize = 5;

/// Counts and distributions as of a day; incidents after it are left out of the counts over time.
pub(super) fn trends(library: &Library, severities: usize, as_of: AsOf) -> Trends {
    let range = months(library, as_of);
    Trends {
        months: by_month(library, severities, range),
        durations: [Phase::Detected, Phase::Mitigated, Phase::Resolved]
            .into_iter()
            .map(|to| distribution(library, to))
            .filter(|distribution| !distribution.points.is_empty())
            .collect(),
        categories: by_quarter(library, range),
    }
}

/// A month as a number that can be counted up.
fn number(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// The first day of a month.
fn first_day(month: i32) -> Option<Date> {
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    Date::new(year, i8::try_from(month.rem_euclid(12) + 1).ok()?, 1).ok()
}

/// The first and the last month shown; `None` when no incident is dated.
fn months(library: &Library, as_of: AsOf) -> Option<(i32, i32)> {
    let now = number(as_of.0);
    let of_incidents =
        || library.incidents().filter_map(|(_, page)| page.day()).filter(|day| *day <= as_of.0).map(number);
    let last = of_incidents().max()?;
    let last = if now - last <= QUIET_MONTHS { now } else { last };
    let first = of_incidents().filter(|month| *month > last - i32::from(YEARS) * 12).min()?;
    Some((first, last))
}

fn by_month(library: &Library, severities: usize, range: Option<(i32, i32)>) -> Vec<(Date, Vec<usize>)> {
    let Some((first, last)) = range else { return Vec::new() };
    let mut months: Vec<(Date, Vec<usize>)> =
        (first..=last).filter_map(first_day).map(|month| (month, vec![0; severities + 1])).collect();
    for (_, page) in library.incidents() {
        let Some(day) = page.day() else { continue };
        let row = usize::try_from(number(day) - first).ok().and_then(|month| months.get_mut(month));
        if let Some((_, counts)) = row {
            counts[page.severity().map_or(severities, |Severity(step)| usize::from(step).min(severities))] += 1;
        }
    }
    months
}

fn distribution(library: &Library, to: Phase) -> Distribution {
    let points: Vec<(PageIx, Option<Severity>, i64)> = library
        .incidents()
        .filter_map(|(index, page)| {
            let incident = page.incident();
            let stated =
                || incident.stated_duration.as_ref().map(|found| found.value).filter(|_| to == Phase::Resolved);
            let minutes = incident.milestones.minutes_to(to).or_else(stated)?;
            Some((index, page.severity(), minutes))
        })
        .collect();
    let quartiles = quartiles(points.iter().map(|(_, _, minutes)| *minutes).collect());
    Distribution { to, points, quartiles }
}

/// First quartile, median and third quartile, between two points in proportion (Hyndman and Fan 1996, type 7).
pub(super) fn quartiles(mut values: Vec<i64>) -> Option<[f64; 3]> {
    if values.len() < FEWEST {
        return None;
    }
    values.sort_unstable();
    Some([1.0, 2.0, 3.0].map(|quarter| {
        let place = (values.len() - 1) as f64 * quarter / 4.0;
        let below = place.floor();
        let (low, high) = (values[below as usize] as f64, values[place.ceil() as usize] as f64);
        low + (high - low) * (place - below)
    }))
}

fn by_quarter(library: &Library, range: Option<(i32, i32)>) -> (Vec<String>, Vec<(Date, Vec<usize>)>) {
    let Some((first, last)) = range else { return Default::default() };
    let index = library.terms_of(TaxonomyKey::CATEGORIES);
    let shown: Vec<(PageIx, i32)> = library
        .incidents()
        .filter_map(|(page, content)| Some((page, number(content.day()?))))
        .filter(|(_, month)| (first..=last).contains(month))
        .collect();
    let mut totals: BTreeMap<usize, usize> = BTreeMap::new();
    for term in shown.iter().flat_map(|(page, _)| &index.of_page[page.0]) {
        *totals.entry(*term).or_default() += 1;
    }
    let mut top: Vec<(usize, usize)> = totals.into_iter().collect();
    // The most frequent first; of equals the first in the alphabet.
    top.sort_by_key(|(term, count)| (std::cmp::Reverse(*count), *term));
    top.truncate(CATEGORIES);
    if top.is_empty() {
        return Default::default();
    }
    let first = first.div_euclid(3);
    let mut quarters: Vec<(Date, Vec<usize>)> = (first..=last.div_euclid(3))
        .filter_map(|quarter| first_day(quarter * 3))
        .map(|quarter| (quarter, vec![0; top.len() + 1]))
        .collect();
    for (page, month) in shown {
        let row = usize::try_from(month.div_euclid(3) - first).ok().and_then(|quarter| quarters.get_mut(quarter));
        let Some((_, counts)) = row else { continue };
        let mut named = false;
        for (place, (term, _)) in top.iter().enumerate() {
            if index.of_page[page.0].contains(term) {
                counts[place] += 1;
                named = true;
            }
        }
        if !named {
            counts[top.len()] += 1;
        }
    }
    (top.iter().map(|(term, _)| index.terms[*term].slug.clone()).collect(), quarters)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{incident, learnt};
    use super::*;

    #[test]
    fn months_have_no_gap_and_no_absurd_beginning() {
        let learnt = learnt(vec![
            incident("absurd", "Absurd", "").on("1628-08-10").severity(0),
            incident("a", "A", "").on("2025-08-10").severity(0),
            incident("b", "B", "").on("2025-11-10"),
            incident("future", "Future", "").on("2030-11-10"),
        ]);
        let months: Vec<String> =
            learnt.insights.trends.months.iter().map(|(month, counts)| format!("{month} {counts:?}")).collect();
        insta::assert_snapshot!(months.join("\n"), @r"
        2025-08-01 [1, 0, 0, 0, 0, 0]
        2025-09-01 [0, 0, 0, 0, 0, 0]
        2025-10-01 [0, 0, 0, 0, 0, 0]
        2025-11-01 [0, 0, 0, 0, 0, 1]
        2025-12-01 [0, 0, 0, 0, 0, 0]
        ");
    }

    #[test]
    fn an_archive_ends_with_its_last_incident() {
        let learnt = learnt(vec![incident("a", "A", "").on("2017-08-10"), incident("b", "B", "").on("2017-09-10")]);
        assert_eq!(learnt.insights.trends.months.len(), 2);
    }

    #[test]
    fn quartiles_need_five_points() {
        assert_eq!(quartiles(vec![1, 2, 3, 4]), None);
        assert_eq!(quartiles(vec![50, 10, 20, 40, 30]), Some([20.0, 30.0, 40.0]));
        assert_eq!(quartiles(vec![1, 2, 3, 4, 5, 6]), Some([2.25, 3.5, 4.75]));
    }

    #[test]
    fn durations_start_at_the_start() {
        let learnt = learnt(vec![
            incident("a", "A", "").on("2025-08-10").milestone(Phase::Started, 0).milestone(Phase::Resolved, 90),
            incident("b", "B", "").on("2025-08-11").milestone(Phase::Resolved, 90),
        ]);
        let durations = &learnt.insights.trends.durations;
        assert_eq!(durations.len(), 1);
        assert_eq!((durations[0].to, durations[0].points.len()), (Phase::Resolved, 1));
        assert_eq!(durations[0].points[0].2, 90);
    }

    #[test]
    fn rare_categories_are_counted_together() {
        let sketches = (0..9)
            .map(|index| {
                let category = ["network", "network", "storage", "a", "b", "c", "d", "e", "f"][index];
                let sketch = incident(&format!("i{index}"), "I", "").on("2025-02-10");
                sketch.term(TaxonomyKey::CATEGORIES, &[category])
            })
            .collect();
        let (slugs, quarters) = learnt(sketches).insights.trends.categories;
        assert_eq!(slugs, ["network", "a", "b", "c", "d", "e"]);
        assert_eq!(quarters[0].1, [2, 1, 1, 1, 1, 1, 2]);
        assert_eq!(quarters.len(), 4);
    }
}
