//! The reading list for newcomers: the incidents that others refer to most.

use super::thresholds::MENTION_COUNTS;
use super::{Reading, RecurringIssue, Related};
use crate::library::{Library, PageIx};
use std::collections::BTreeSet;

/// How many incidents are recommended.
const MOST: usize = 12;

/// The incidents that are referred to most. Each counts three points for every page that mentions it, and one for every
/// incident that it is related to, for every incident of the recurring issue that it belongs to, and for every procedure
/// that it changed. One that nobody mentions and that never came back is left out, and of each recurring issue only the
/// first is taken.
pub(super) fn reading(library: &Library, related: &[Vec<Related>], recurring: &[RecurringIssue]) -> Vec<Reading> {
    let mut named = vec![0_usize; library.pages.len()];
    for other in related.iter().flatten() {
        named[other.page.0] += 1;
    }
    let mut issue_of: Vec<Option<usize>> = vec![None; library.pages.len()];
    for (index, issue) in recurring.iter().enumerate() {
        for member in &issue.members {
            let size = |issue: usize| recurring[issue].members.len();
            let slot = &mut issue_of[member.0];
            if slot.is_none_or(|known| size(known) < issue.members.len()) {
                *slot = Some(index);
            }
        }
    }
    let procedures = |page: PageIx| {
        let names = library.page(page).procedures.iter().filter_map(|reference| reference.page());
        names.collect::<BTreeSet<PageIx>>().len()
    };
    let mut all: Vec<(usize, Reading)> = library
        .incidents()
        .map(|(page, _)| Reading {
            page,
            mentions: library.backlinks[page.0].len(),
            related: named[page.0],
            issue: issue_of[page.0],
            procedures: procedures(page),
        })
        .filter(|reading| reading.mentions > 0 || reading.issue.is_some())
        .map(|reading| {
            let members = reading.issue.map_or(0, |issue| recurring[issue].members.len());
            (MENTION_COUNTS * reading.mentions + reading.related + members + reading.procedures, reading)
        })
        .collect();
    // Of equals the latest.
    all.reverse();
    all.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
    let mut told = BTreeSet::new();
    all.retain(|(_, reading)| reading.issue.is_none_or(|issue| told.insert(issue)));
    all.into_iter().take(MOST).map(|(_, reading)| reading).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{incident, learnt, others};

    #[test]
    fn what_is_mentioned_comes_first_and_an_issue_once() {
        let mut sketches = others(6);
        sketches.push(incident("classic", "The classic", "").on("2024-01-01"));
        sketches.push(incident("x", "X", "").on("2024-03-01").link("classic"));
        sketches.push(incident("y", "Y", "").on("2024-04-01").link("classic").link("x"));
        sketches.push(incident("again-1", "Disk full", "").on("2024-05-01"));
        sketches.push(incident("again-2", "Disk full again", "").on("2024-06-01").recurs("again-1"));
        sketches.push(incident("alone", "Alone", "").on("2024-07-01"));
        let learnt = learnt(sketches);
        let told: Vec<(&str, usize)> =
            learnt.insights.reading.iter().map(|reading| (learnt.id(reading.page), reading.mentions)).collect();
        assert_eq!(told, [("classic", 2), ("again-1", 1), ("x", 1)]);
        assert_eq!(learnt.insights.reading[1].issue, Some(0));
    }
}
