//! Every action, the most urgent first.

use super::ActionRef;
use crate::library::Library;
use crate::model::{AsOf, Date};
use std::cmp::Reverse;

/// All actions: overdue ones first, the longest overdue at the top; then open ones by due date, those without one
/// last; then what is done or dropped, the latest first. Of equals the newest incident's first.
pub(super) fn actions(library: &Library, as_of: AsOf) -> Vec<ActionRef> {
    let mut actions: Vec<(UrgencyKey, ActionRef)> = Vec::new();
    for (page, content) in library.incidents().rev() {
        for (index, item) in content.incident().actions.iter().enumerate() {
            let overdue = item.is_overdue(as_of);
            let rank = match (overdue, item.status.is_open()) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 2,
            };
            let due = if rank == 2 { (false, None) } else { (item.due.is_none(), item.due) };
            let closed = Reverse(item.closed.filter(|_| rank == 2));
            actions.push(((rank, due, closed), ActionRef { page, index, overdue }));
        }
    }
    actions.sort_by_key(|(order, _)| *order);
    actions.into_iter().map(|(_, action)| action).collect()
}

/// For each page its actions with their indexes among all.
pub(super) fn by_page(library: &Library, actions: &[ActionRef]) -> Vec<Vec<(usize, ActionRef)>> {
    let mut by_page = vec![Vec::new(); library.pages.len()];
    for (index, action) in actions.iter().enumerate() {
        by_page[action.page.0].push((index, *action));
    }
    for of_page in &mut by_page {
        of_page.sort_by_key(|(_, action)| action.index);
    }
    by_page
}

/// Overdue, open or neither; whether the due date is missing, and the date; the day of closing, the latest first.
type UrgencyKey = (u8, (bool, Option<Date>), Reverse<Option<Date>>);

#[cfg(test)]
mod tests {
    use super::super::testing::{incident, learnt};
    use crate::model::ActionStatus::{Done, Dropped, InProgress, Open};

    #[test]
    fn overdue_comes_first_and_done_last() {
        let learnt = learnt(vec![
            incident("old", "Old", "")
                .on("2024-01-01")
                .action("done early", Done, Some("2024-02-01"), Some("2024-02-01"), None)
                .action("no date", Open, None, None, None)
                .action("overdue", Open, Some("2025-06-01"), None, None),
            incident("new", "New", "")
                .on("2025-01-01")
                .action("dropped late", Dropped, None, Some("2025-05-01"), None)
                .action("longest overdue", InProgress, Some("2025-03-01"), None, None)
                .action("today", Open, Some("2025-12-31"), None, None)
                .action("later", Open, Some("2026-03-01"), None, None),
        ]);
        let told: Vec<(&str, bool)> = learnt
            .insights
            .actions
            .iter()
            .map(|action| {
                let text = &learnt.library.page(action.page).incident().actions[action.index].text;
                (text.as_str(), action.overdue)
            })
            .collect();
        assert_eq!(
            told,
            [
                ("longest overdue", true),
                ("overdue", true),
                ("today", false),
                ("later", false),
                ("no date", false),
                ("dropped late", false),
                ("done early", false),
            ]
        );
    }
}
