//! Incidents of this day in earlier years.

use super::OnThisDay;
use super::thresholds::DAYS_AROUND;
use crate::library::{Library, PageIx};
use crate::model::{AsOf, Date};

/// How many incidents are remembered.
const MOST: usize = 5;

/// Incidents of the as-of date's day and month in earlier years, the latest first; where there is none, those of some
/// days around, the nearest first.
pub(super) fn on_this_day(library: &Library, as_of: AsOf) -> OnThisDay {
    let mut near: Vec<(i64, Date, PageIx)> = library
        .incidents()
        .filter_map(|(index, page)| {
            let day = page.day()?;
            let distance = distance(day, as_of.0)?;
            (distance <= DAYS_AROUND).then_some((distance, day, index))
        })
        .collect();
    near.sort_by_key(|(distance, day, index)| (*distance, std::cmp::Reverse(*day), *index));
    let is_exact = near.first().is_some_and(|(distance, ..)| *distance == 0);
    let shown = near.into_iter().filter(|(distance, ..)| !is_exact || *distance == 0);
    OnThisDay { is_exact, incidents: shown.take(MOST).map(|(_, _, index)| index).collect() }
}

/// Days between `today` and the anniversary of `day` that is nearest to it; `None` for a day that has had none yet. An
/// anniversary of 29 February falls on the 28th where there is no 29th.
fn distance(day: Date, today: Date) -> Option<i64> {
    let anniversary = |year: i16| {
        (0..=1).find_map(|back| Date::new(year, day.month(), day.day() - back).ok()).filter(|_| year > day.year())
    };
    [today.year() - 1, today.year(), today.year() + 1]
        .into_iter()
        .filter_map(anniversary)
        .filter_map(|anniversary| (today - anniversary).get_days().abs().into())
        .map(i64::from)
        .min()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{day, incident, library};
    use super::*;

    fn remembered(days: &[&str], today: &str) -> (bool, Vec<String>) {
        let sketches = days.iter().map(|day| incident(day, day, "").on(day)).collect();
        let library = library(sketches);
        let found = on_this_day(&library, AsOf(day(today)));
        (found.is_exact, found.incidents.into_iter().map(|index| library.page(index).id.clone()).collect())
    }

    #[test]
    fn the_day_itself_comes_alone_and_the_latest_first() {
        let days = ["2022-11-23", "2024-11-23", "2024-11-24", "2026-11-23", "2023-05-23"];
        let expected = ["2024-11-23", "2022-11-23"].map(str::to_owned).to_vec();
        assert_eq!(remembered(&days, "2026-11-23"), (true, expected));
    }

    #[test]
    fn where_nothing_happened_on_the_day_the_nearest_days_stand_in() {
        let days = ["2024-11-26", "2025-11-22", "2024-11-20", "2024-11-19", "2026-11-22"];
        let expected = ["2025-11-22", "2024-11-26", "2024-11-20"].map(str::to_owned).to_vec();
        assert_eq!(remembered(&days, "2026-11-23"), (false, expected));
        assert_eq!(remembered(&["2025-06-01"], "2026-11-23"), (false, Vec::new()));
    }

    #[test]
    fn the_turn_of_the_year_and_leap_days_are_days_like_others() {
        assert_eq!(remembered(&["2024-12-31"], "2026-01-02").1, ["2024-12-31"]);
        assert!(remembered(&["2024-12-31"], "2025-01-01").1.is_empty(), "yesterday is no earlier year");
        assert_eq!(remembered(&["2024-01-01"], "2025-12-31").1, ["2024-01-01"]);
        assert_eq!(remembered(&["2024-02-29"], "2026-02-28"), (true, vec!["2024-02-29".to_owned()]));
    }
}
