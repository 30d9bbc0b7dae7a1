//! Trends: counts over time, and durations as medians and quartiles, never means.

use super::thresholds::FEWEST_FOR_QUARTILES;
use super::{Distribution, Minutes, TermDurations, Trends};
use crate::config::Config;
use crate::library::{Library, PageIx};
use crate::model::{AsOf, Date, Lapse, Phase, Severity, TaxonomyKey, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// How many years back the counts go: one absurd date must not make a plot of four centuries.
const YEARS: i16 = 10;
/// How many months without an incident are still shown before the as-of date; an archive ends with its last incident.
const QUIET_MONTHS: i32 = 12;
/// How many categories are counted by name.
const CATEGORIES: usize = 6;
/// How many services or causes are compared.
const TERMS: usize = 8;

/// Counts and distributions as of a day; incidents after it are left out of the counts over time.
pub(super) fn trends(library: &Library, config: &Config, as_of: AsOf) -> Trends {
    let range = months(library, as_of);
    Trends {
        months: by_month(library, config.severities.len(), range),
        durations: [Phase::Detected, Phase::Mitigated, Phase::Resolved]
            .into_iter()
            .map(|to| distribution(library, to))
            .filter(|distribution| !distribution.points.is_empty())
            .collect(),
        categories: categories(library, range),
        lapses: lapses(library, range),
        terms: [TaxonomyKey::SERVICES, TaxonomyKey::CAUSES].map(|key| term_durations(library, key)).into(),
        hours: hours(library, &config.timezone, as_of),
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
    let points: Vec<Minutes> = library
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

/// First quartile, median and third quartile, between two values in proportion (Hyndman and Fan 1996, type 7); `None`
/// below five values, which say more by themselves.
pub fn quartiles(mut values: Vec<i64>) -> Option<[f64; 3]> {
    if values.len() < FEWEST_FOR_QUARTILES {
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

/// A row for each quarter of `range`, from incidents with their month and the series that they count for; one number
/// more than `series` counts those of none.
fn by_quarter(
    range: (i32, i32),
    series: usize,
    incidents: impl Iterator<Item = (i32, Vec<usize>)>,
) -> Vec<(Date, Vec<usize>)> {
    let (first, last) = (range.0.div_euclid(3), range.1.div_euclid(3));
    let mut quarters: Vec<(Date, Vec<usize>)> = (first..=last)
        .filter_map(|quarter| first_day(quarter * 3))
        .map(|quarter| (quarter, vec![0; series + 1]))
        .collect();
    for (month, of) in incidents {
        let row = usize::try_from(month.div_euclid(3) - first).ok().and_then(|quarter| quarters.get_mut(quarter));
        let Some((_, counts)) = row else { continue };
        if of.is_empty() {
            counts[series] += 1;
        }
        for index in of {
            counts[index] += 1;
        }
    }
    quarters
}

/// The incidents of `range` with their months.
fn in_range(library: &Library, range: (i32, i32)) -> impl Iterator<Item = (PageIx, i32)> {
    library
        .incidents()
        .filter_map(|(page, content)| Some((page, number(content.day()?))))
        .filter(move |(_, month)| (range.0..=range.1).contains(month))
}

fn categories(library: &Library, range: Option<(i32, i32)>) -> (Vec<String>, Vec<(Date, Vec<usize>)>) {
    let Some(range) = range else { return Default::default() };
    let index = library.terms_of(TaxonomyKey::CATEGORIES);
    let mut totals: BTreeMap<usize, usize> = BTreeMap::new();
    for term in in_range(library, range).flat_map(|(page, _)| &index.of_page[page.0]) {
        *totals.entry(*term).or_default() += 1;
    }
    let top = most_frequent(totals, CATEGORIES);
    if top.is_empty() {
        return Default::default();
    }
    let incidents = in_range(library, range).map(|(page, month)| {
        let own = &index.of_page[page.0];
        (month, (0..top.len()).filter(|place| own.contains(&top[*place])).collect())
    });
    (top.iter().map(|term| index.terms[*term].slug.clone()).collect(), by_quarter(range, top.len(), incidents))
}

/// The most frequent of what was counted first; of equals the first in the alphabet.
fn most_frequent(totals: BTreeMap<usize, usize>, most: usize) -> Vec<usize> {
    let mut top: Vec<(usize, usize)> = totals.into_iter().collect();
    top.sort_by_key(|(term, count)| (std::cmp::Reverse(*count), *term));
    top.into_iter().take(most).map(|(term, _)| term).collect()
}

fn lapses(library: &Library, range: Option<(i32, i32)>) -> (Vec<Lapse>, Vec<(Date, Vec<usize>)>) {
    let Some(range) = range else { return Default::default() };
    let of = |page: PageIx| library.page(page).incident().lapses.iter().map(|found| found.value);
    let found: Vec<Lapse> = Lapse::ALL
        .iter()
        .copied()
        .filter(|lapse| in_range(library, range).any(|(page, _)| of(page).any(|own| own == *lapse)))
        .collect();
    if found.is_empty() {
        return Default::default();
    }
    let incidents = in_range(library, range).map(|(page, month)| {
        (month, (0..found.len()).filter(|place| of(page).any(|own| own == found[*place])).collect())
    });
    let quarters = by_quarter(range, found.len(), incidents);
    (found, quarters)
}

fn term_durations(library: &Library, key: TaxonomyKey) -> TermDurations {
    let index = library.terms_of(key);
    let mut points: BTreeMap<usize, Vec<Minutes>> = BTreeMap::new();
    for (page, content) in library.incidents() {
        if let Some(minutes) = content.incident().duration_minutes() {
            let own = index.of_page[page.0].iter().copied();
            let of: BTreeSet<usize> =
                own.flat_map(|term| std::iter::successors(Some(term), |term| index.terms[*term].parent)).collect();
            for term in of {
                points.entry(term).or_default().push((page, content.severity(), minutes));
            }
        }
    }
    points.retain(|_, points| points.len() >= FEWEST_FOR_QUARTILES);
    let top = most_frequent(points.iter().map(|(term, points)| (*term, points.len())).collect(), TERMS);
    TermDurations { key, terms: top.into_iter().map(|term| (term, points.remove(&term).unwrap_or_default())).collect() }
}

fn hours(library: &Library, zone: &Zone, as_of: AsOf) -> [[usize; 24]; 7] {
    let mut hours = [[0; 24]; 7];
    for (_, page) in library.incidents() {
        let Some(started) = page.incident().milestones.at(Phase::Started) else { continue };
        let at = zone.to_datetime(started.timestamp());
        if at.date() <= as_of.0 {
            let day = usize::try_from(at.weekday().to_monday_zero_offset()).unwrap_or(0);
            hours[day][usize::try_from(at.hour()).unwrap_or(0)] += 1;
        }
    }
    hours
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

    #[test]
    fn an_incident_counts_for_each_of_its_lapses() {
        use crate::model::Sourced;
        let with = |id: &str, lapses: &[Lapse]| {
            let lapses: Vec<Sourced<Lapse>> = lapses.iter().copied().map(Sourced::external).collect();
            incident(id, "I", "").on("2025-02-10").with(|sketch| sketch.shape.incident.lapses = lapses)
        };
        let (found, quarters) =
            learnt(vec![with("a", &[Lapse::Manual, Lapse::Technical]), with("b", &[Lapse::Manual]), with("c", &[])])
                .insights
                .trends
                .lapses;
        assert_eq!(found, [Lapse::Technical, Lapse::Manual]);
        assert_eq!(quarters[0].1, [1, 2, 1]);
    }

    #[test]
    fn terms_are_compared_from_five_incidents_on() {
        let sketches = (0..9).map(|index| {
            let services: &[&str] = if index < 5 { &["api", "db"] } else { &["db", "rare"] };
            incident(&format!("i{index}"), "I", "")
                .on("2025-08-10")
                .milestone(Phase::Started, 0)
                .milestone(Phase::Resolved, index + 1)
                .term(TaxonomyKey::SERVICES, services)
        });
        let learnt = learnt(sketches.collect());
        let services = &learnt.insights.trends.terms[0];
        let index = learnt.library.terms_of(services.key);
        let told: Vec<(&str, usize)> =
            services.terms.iter().map(|(term, points)| (index.terms[*term].name.as_str(), points.len())).collect();
        assert_eq!(told, [("db", 9), ("api", 5)]);
        assert!(learnt.insights.trends.terms[1].terms.is_empty());
    }

    #[test]
    fn hours_are_those_of_the_library() {
        let at_noon = incident("a", "A", "").on("2025-08-10").milestone(Phase::Started, 0);
        let library = super::super::testing::library(vec![at_noon]);
        let zone = crate::model::parse_zone("Pacific/Kiritimati").unwrap();
        // Sunday noon in UTC is two o'clock on Monday morning there.
        let hours = hours(&library, &zone, AsOf(super::super::testing::day("2025-12-31")));
        assert_eq!(hours[0][2], 1);
        assert_eq!(hours.iter().flatten().sum::<usize>(), 1);
    }
}
