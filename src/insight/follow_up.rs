//! Follow-up of actions: how old the open ones are, how long they took to close, whether the backlog grows.

use super::policies::clock_start;
use super::trends::quartiles;
use super::{ActionRef, Ages, BacklogMonth, Closing, ClosingOf, FollowUp, OwnerLoad};
use crate::library::{Library, Page};
use crate::model::{ActionItem, ActionStatus, AsOf, Date, Severity, TaxonomyKey};
use crate::text::slug;
use std::collections::BTreeMap;

/// How many months back the backlog is drawn.
const MONTHS: i32 = 24;
/// The ages, in days, at which a new group of open actions begins.
pub(super) const AGES: [i64; 5] = [0, 31, 91, 181, 366];

/// The day on which an action was agreed on: its tracker's, else the end of its incident.
pub(super) fn opened(page: &Page, item: &ActionItem) -> Option<Date> {
    item.opened.or_else(|| clock_start(page.incident()))
}

/// Days from one to the other.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The follow-up of all actions as of a day.
pub(super) fn follow_up(library: &Library, actions: &[ActionRef], as_of: AsOf) -> FollowUp {
    let mut ages = Ages::default();
    let mut closing: BTreeMap<ClosingOf, Vec<i64>> = BTreeMap::new();
    let mut owners: BTreeMap<String, OwnerLoad> = BTreeMap::new();
    let mut moves: Vec<(Date, Option<Date>)> = Vec::new();
    let mut undated = 0;
    for action in actions {
        let page = library.page(action.page);
        let item = &page.incident().actions[action.index];
        let opened = opened(page, item);
        let age = opened.map(|opened| days_between(opened, as_of.0)).filter(|age| *age >= 0);
        if item.status.is_open() {
            let group = age.map_or(AGES.len(), |age| AGES.iter().rposition(|from| age >= *from).unwrap_or(0));
            ages.groups[group][usize::from(action.overdue)] += 1;
        }
        let took = match (opened, item.closed) {
            (Some(opened), Some(closed)) if item.status == ActionStatus::Done && closed <= as_of.0 => {
                // Some are done before anybody writes them down.
                Some(days_between(opened, closed).max(0))
            }
            _ => None,
        };
        if let Some(days) = took {
            closing.entry(ClosingOf::All).or_default().push(days);
            closing.entry(ClosingOf::Severity(page.severity())).or_default().push(days);
            for team in &library.terms_of(TaxonomyKey::TEAMS).of_page[action.page.0] {
                closing.entry(ClosingOf::Team(*team)).or_default().push(days);
            }
        }
        if let Some(owner) = &item.owner {
            let name = || library.people.name(owner).to_owned();
            let load = owners.entry(slug(owner)).or_insert_with(|| OwnerLoad { name: name(), ..OwnerLoad::default() });
            add(load, item, action, age);
        }
        match (opened, item.closed, item.status.is_open()) {
            (Some(opened), _, true) => moves.push((opened, None)),
            (Some(opened), Some(closed), false) => moves.push((opened.min(closed), Some(closed))),
            _ => undated += 1,
        }
    }
    let closing = closing.into_iter().filter_map(|(of, days)| {
        let n = days.len();
        quartiles(days).map(|quartiles| Closing { of, n, quartiles })
    });
    let mut owners: Vec<OwnerLoad> = owners.into_values().filter(|load| load.open > 0).collect();
    owners.sort_by(|a, b| (b.overdue, b.open, &a.name).cmp(&(a.overdue, a.open, &b.name)));
    FollowUp { ages, closing: closing.collect(), owners, months: months(&moves, as_of), undated }
}

fn add(load: &mut OwnerLoad, item: &ActionItem, action: &ActionRef, age: Option<i64>) {
    if item.status.is_open() {
        load.open += 1;
        load.overdue += usize::from(action.overdue);
        load.oldest = load.oldest.max(age);
    }
}

fn number(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// Opened, closed and still open at the end of each month, without a gap, up to the month of the as-of date.
fn months(moves: &[(Date, Option<Date>)], as_of: AsOf) -> Vec<BacklogMonth> {
    let last = number(as_of.0);
    let past = || moves.iter().filter(|(opened, _)| *opened <= as_of.0);
    let Some(first) = past().map(|(opened, _)| number(*opened)).min() else { return Vec::new() };
    let first = first.max(last - MONTHS + 1);
    let mut months: Vec<BacklogMonth> = (first..=last)
        .filter_map(|month| {
            let year = i16::try_from(month.div_euclid(12)).ok()?;
            let month = Date::new(year, i8::try_from(month.rem_euclid(12) + 1).ok()?, 1).ok()?;
            Some(BacklogMonth { month, opened: 0, closed: 0, open: 0 })
        })
        .collect();
    let mut before = 0_i64;
    for (opened, closed) in past() {
        let closed = closed.filter(|closed| *closed <= as_of.0);
        match usize::try_from(number(*opened) - first) {
            Ok(month) => months[month].opened += 1,
            Err(_) => before += 1,
        }
        match closed.map(|closed| usize::try_from(number(closed) - first)) {
            Some(Ok(month)) => months[month].closed += 1,
            Some(Err(_)) => before -= 1,
            None => {}
        }
    }
    for month in &mut months {
        before += month.opened as i64 - month.closed as i64;
        month.open = usize::try_from(before).unwrap_or(0);
    }
    months
}

/// What a severity or none is called in an order: the worst first, those without one last.
impl PartialOrd for ClosingOf {
    fn partial_cmp(&self, other: &ClosingOf) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ClosingOf {
    fn cmp(&self, other: &ClosingOf) -> std::cmp::Ordering {
        let rank = |of: &ClosingOf| match of {
            ClosingOf::All => (0, 0),
            ClosingOf::Severity(severity) => (1, severity.map_or(usize::MAX, |Severity(step)| usize::from(step))),
            ClosingOf::Team(team) => (2, *team),
        };
        rank(self).cmp(&rank(other))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{incident, learnt};
    use super::*;
    use crate::model::ActionStatus::{Done, Open};

    #[test]
    fn ages_times_to_close_and_the_backlog_are_counted() {
        let learnt = learnt(vec![
            incident("a", "A", "")
                .on("2025-10-01")
                .severity(0)
                .action("1", Done, None, Some("2025-10-11"), None)
                .action("2", Done, None, Some("2025-10-21"), None)
                .action("3", Done, None, Some("2025-10-31"), None)
                .action("4", Done, None, Some("2025-11-10"), None)
                .action("5", Done, None, Some("2025-11-20"), None)
                .action("no date", Done, None, None, None),
            incident("b", "B", "").on("2025-12-01").action("young", Open, Some("2025-12-15"), None, None).action(
                "young too",
                Open,
                None,
                None,
                None,
            ),
            incident("c", "C", "").on("2023-12-01").action("old", Open, None, None, None),
        ]);
        let follow_up = &learnt.insights.follow_up;
        assert_eq!(follow_up.ages.groups, [[1, 1], [0, 0], [0, 0], [0, 0], [1, 0], [0, 0]]);
        let all = &follow_up.closing[0];
        assert_eq!((all.of, all.n, all.quartiles), (ClosingOf::All, 5, [20.0, 30.0, 40.0]));
        assert_eq!(follow_up.closing.len(), 2, "all, and severity 0; no group of fewer than five");
        assert_eq!(follow_up.undated, 1);
        let last: Vec<(usize, usize, usize)> =
            follow_up.months.iter().rev().take(4).map(|month| (month.opened, month.closed, month.open)).collect();
        assert_eq!(last, [(2, 0, 3), (0, 2, 1), (5, 3, 3), (0, 0, 1)]);
        assert_eq!(follow_up.months.len(), 24);
    }
}
