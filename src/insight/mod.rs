//! Learn: the library and its words -> [`Insights`]: claims, each with its evidence.
//!
//! Reasons are typed here; `site::words` says them in the reader's language.
//!
//! Incremental: insights depend on the documents' facts, the term statistics and the as-of date.

mod actions;
mod anniversary;
mod author_claim;
mod broken;
mod chronology;
mod claim;
mod common;
mod completeness;
mod correct;
mod fixes;
mod follow_up;
mod group;
mod issue;
mod likeness;
mod mention;
mod one_issue;
mod other_thing;
mod pair_evidence;
mod pair_features;
mod planned;
mod policies;
mod priorities;
mod procedures;
mod rarity;
mod reading;
mod reason;
mod recurrence;
mod recurrence_cue;
mod related;
mod remapped;
#[cfg(test)]
pub(crate) mod testing;
mod thing;
mod thresholds;
mod title;
mod translated;
mod trends;
mod word_overlap;
mod word_reader;

pub use author_claim::AuthorClaim;
pub use claim::{
    ActionRef, Ages, BacklogMonth, Closing, ClosingOf, Completeness, Distribution, DueChange, DueReason, Evidence,
    FixOutcome, FollowUp, Insights, Kept, Minutes, OnThisDay, OwnerLoad, Policies, Priorities, Priority, Reading,
    Reason, RecurringIssue, Related, TermDurations, Trends, Violation,
};
pub use pair_features::{FEATURES, PairFeatures, pair_features};
pub use policies::late_drafts;
pub use remapped::remapped;
pub use translated::translated;
pub use trends::quartiles;

use crate::config::Config;
use crate::library::{Library, Page, PageIx, Pages};
use crate::model::{AsOf, Date};
use crate::search::TermStatistics;
use rayon::prelude::*;

/// Learns from a library as of a day. The same for any number of threads.
pub fn learn(pages: Pages<'_>, statistics: &TermStatistics, config: &Config, as_of: AsOf) -> Insights {
    let evidence = pair_evidence::PairEvidence::new(pages, statistics, config);
    let library = pages.library();
    let ranked = related::ranked(&evidence);
    let mut insights = counted(library, config, as_of);
    let actions = actions::by_page(library, &insights.actions);
    (insights.recurring, insights.unmatched) = recurrence::recurring(&evidence, &ranked, &actions, config);
    insights.recurring_of = groups_of(library, &insights.recurring);
    insights.related = related::related(&evidence, &ranked);
    insights.reading = reading::reading(library, &insights.related, &insights.recurring);
    insights.priorities = priorities::priorities(library, &insights, config, as_of);
    insights
}

/// What is counted from facts alone; nothing is related, nothing recurs, and so nothing is ranked.
fn counted(library: &Library, config: &Config, as_of: AsOf) -> Insights {
    let completeness = |page: &Page| page.is_incident().then(|| completeness::completeness(page, config));
    let completeness = || library.pages.par_iter().map(|page| completeness(page)).collect();
    let follow_up = || {
        let actions = actions::actions(library, as_of);
        (follow_up::follow_up(library, &actions, as_of), actions)
    };
    let ((due_changes, completeness), ((follow_up, actions), (trends, on_this_day))) = rayon::join(
        || (procedures::due(library), completeness()),
        || {
            let dates = || (trends::trends(library, config, as_of), anniversary::on_this_day(library, as_of));
            rayon::join(follow_up, dates)
        },
    );
    let mut due_changes_of = vec![Vec::new(); library.pages.len()];
    for (index, due) in due_changes.iter().enumerate() {
        due_changes_of[due.procedure.0].push(index);
        due_changes_of[due.incident.0].push(index);
    }
    Insights {
        as_of,
        related: vec![Vec::new(); library.pages.len()],
        recurring: Vec::new(),
        recurring_of: vec![Vec::new(); library.pages.len()],
        unmatched: Vec::new(),
        trends,
        on_this_day,
        reading: Vec::new(),
        due_changes,
        due_changes_of,
        follow_up,
        policies: policies::policies(library, config, as_of),
        priorities: Priorities::default(),
        actions,
        completeness,
    }
}

/// For each page, the indexes of its groups.
fn groups_of(library: &Library, recurring: &[RecurringIssue]) -> Vec<Vec<usize>> {
    let mut groups = vec![Vec::new(); library.pages.len()];
    for (index, issue) in recurring.iter().enumerate() {
        for member in &issue.members {
            groups[member.0].push(index);
        }
    }
    groups
}

impl Insights {
    /// How long ago an action was agreed on, in days; `None` where no day is known or it lies ahead.
    pub fn age(&self, library: &Library, page: PageIx, index: usize) -> Option<i64> {
        let page = library.page(page);
        let opened = follow_up::opened(page, &page.incident().actions[index])?;
        Some(follow_up::days_between(opened, self.as_of.0)).filter(|days| *days >= 0)
    }

    /// The day on which an action was agreed on.
    pub fn opened(&self, library: &Library, page: PageIx, index: usize) -> Option<Date> {
        let page = library.page(page);
        follow_up::opened(page, &page.incident().actions[index])
    }
}
