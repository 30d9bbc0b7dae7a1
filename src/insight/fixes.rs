//! Outcomes of fixes: which actions of a recurring issue's earlier incidents did not keep it from coming back.

use super::{ActionRef, FixOutcome};
use crate::library::{Library, PageIx};
use crate::model::{ActionItem, ActionStatus, Date};
use crate::text::fold;

/// Beginnings of kinds of actions that were not meant to keep the issue from coming back: that it did says nothing
/// against them.
const OTHER_AIMS: [&str; 9] =
    ["detect", "monitor", "alert", "mitigat", "document", "communicat", "respon", "train", "formation"];

/// Actions of members after which the issue came back, each once, by action: done before, or still
/// open, the first time that it did.
///
/// An action that is done without a date may have been done later, so nothing is claimed of it.
///
/// `actions` has the actions of each page with their indexes in [`super::Insights::actions`].
pub(super) fn outcomes(library: &Library, members: &[PageIx], actions: &[Vec<(usize, ActionRef)>]) -> Vec<FixOutcome> {
    let mut dated: Vec<(Date, PageIx)> =
        members.iter().filter_map(|page| Some((library.page(*page).day()?, *page))).collect();
    dated.sort_by_key(|(day, _)| *day);
    let mut outcomes = Vec::new();
    for (day, page) in &dated {
        let recurrences: Vec<(Date, PageIx)> = dated.iter().filter(|(later, _)| later > day).copied().collect();
        for (action, place) in &actions[page.0] {
            outcomes.extend(outcome(&library.page(*page).incident().actions[place.index], *action, &recurrences));
        }
    }
    outcomes
}

fn outcome(item: &ActionItem, action: usize, recurrences: &[(Date, PageIx)]) -> Option<FixOutcome> {
    let first_after = |day: Date| recurrences.iter().find(|(later, _)| *later > day).map(|(_, page)| *page);
    let first = recurrences.first()?;
    if item.status.is_open() {
        return Some(FixOutcome::NotMade { action, recurrence: first.1 });
    }
    let closed = item.closed?;
    if item.status == ActionStatus::Done
        && was_to_prevent(item)
        && let Some(recurrence) = first_after(closed)
    {
        return Some(FixOutcome::DidNotHold { action, recurrence });
    }
    (closed > first.0).then_some(FixOutcome::NotMade { action, recurrence: first.1 })
}

fn was_to_prevent(item: &ActionItem) -> bool {
    let kind = item.kind.as_deref().map(fold).unwrap_or_default();
    !OTHER_AIMS.iter().any(|aim| kind.starts_with(aim))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Sketch, incident, learnt, others};
    use super::*;

    /// Checks the outcome of one action of the first of two incidents, on 2024-01-01 and 2024-06-01, and of a third.
    fn check(change: impl FnOnce(Sketch) -> Sketch, expected: &[(&str, &str)]) {
        let mut sketches = others(10);
        sketches.push(change(incident("one", "Disk full", "the volume filled with logs").on("2024-01-01")));
        sketches.push(incident("two", "Disk full again", "logs filled the volume").on("2024-06-01").recurs("one"));
        sketches.push(incident("three", "Disk full", "volume, logs, as ever").on("2025-06-01").recurs("two"));
        let learnt = learnt(sketches);
        let found: Vec<(&str, &str)> = learnt.insights.recurring[0]
            .fixes
            .iter()
            .map(|fix| match fix {
                FixOutcome::DidNotHold { recurrence, .. } => ("did not hold", learnt.id(*recurrence)),
                FixOutcome::NotMade { recurrence, .. } => ("not made", learnt.id(*recurrence)),
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn done_before_it_came_back_did_not_hold() {
        check(
            |one| one.action("rotate", ActionStatus::Done, None, Some("2024-02-01"), None),
            &[("did not hold", "two")],
        );
        check(
            |one| one.action("rotate", ActionStatus::Done, None, Some("2024-07-01"), None),
            &[("did not hold", "three")],
        );
    }

    #[test]
    fn open_when_it_came_back_was_not_made() {
        check(|one| one.action("rotate", ActionStatus::Open, None, None, None), &[("not made", "two")]);
        check(
            |one| one.action("alert", ActionStatus::Done, None, Some("2024-07-01"), Some("detect")),
            &[("not made", "two")],
        );
        check(
            |one| one.action("rotate", ActionStatus::Dropped, None, Some("2024-07-01"), None),
            &[("not made", "two")],
        );
    }

    #[test]
    fn nothing_is_claimed_where_it_is_not_known() {
        check(|one| one.action("rotate", ActionStatus::Done, None, None, None), &[]);
        check(|one| one.action("rotate", ActionStatus::Dropped, None, Some("2024-02-01"), None), &[]);
        check(|one| one.action("alert", ActionStatus::Done, None, Some("2024-02-01"), Some("Detection")), &[]);
        check(|one| one.action("on the day", ActionStatus::Done, None, Some("2024-06-01"), Some("detect")), &[]);
    }
}
