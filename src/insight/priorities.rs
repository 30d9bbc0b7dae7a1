//! Priorities: recurring issues, services and causes by what they cost lately, with the open actions that would help.
//!
//! The formula is `config::PriorityConfig`'s; the page shows it with its numbers.

use super::follow_up::days_between;
use super::thresholds::LEAST_COST;
use super::{Insights, Priorities, Priority};
use crate::config::{Config, PriorityConfig};
use crate::library::{Library, Page, PageIx};
use crate::model::{AsOf, TaxonomyKey};

/// How many of each kind are ranked.
const RANKED: usize = 15;
/// How many open actions of each are named.
const ACTIONS: usize = 4;

/// The rankings as of a day, of what `insights` knows of actions and recurring issues.
pub(super) fn priorities(library: &Library, insights: &Insights, config: &Config, as_of: AsOf) -> Priorities {
    let costs: Vec<Option<f64>> = library
        .pages
        .iter()
        .map(|page| points(page, &config.priorities, as_of).filter(|_| page.is_incident()))
        .collect();
    let mut open_of_page: Vec<Vec<usize>> = vec![Vec::new(); library.pages.len()];
    for (index, action) in insights.actions.iter().enumerate() {
        if library.page(action.page).incident().actions[action.index].status.is_open() {
            open_of_page[action.page.0].push(index);
        }
    }
    let context = Context { library, costs: &costs, open_of_page: &open_of_page };
    let terms =
        |key: TaxonomyKey| context.ranked(library.terms_of(key).terms.iter().map(|term| term.incidents.as_slice()));
    Priorities {
        issues: context.ranked(insights.recurring.iter().map(|issue| issue.members.as_slice())),
        services: terms(TaxonomyKey::SERVICES),
        causes: terms(TaxonomyKey::CAUSES),
    }
}

/// What an incident costs as of a day; `None` when it is undated, too long ago or not yet.
fn points(page: &Page, config: &PriorityConfig, as_of: AsOf) -> Option<f64> {
    let age = days_between(page.day()?, as_of.0);
    if age < 0 || age > i64::from(config.window) {
        return None;
    }
    let hours = page.incident().duration_minutes().map_or(0.0, |minutes| minutes as f64 / 60.0).min(config.most_hours);
    let fades = if config.half_life > 0.0 { 0.5_f64.powf(age as f64 / config.half_life) } else { 1.0 };
    Some(config.weight(page.severity()) * (config.per_incident + config.per_hour * hours) * fades)
}

struct Context<'a> {
    library: &'a Library,
    costs: &'a [Option<f64>],
    open_of_page: &'a [Vec<usize>],
}

impl Context<'_> {
    /// The dearest of several groups of incidents, each by its index among them.
    fn ranked<'a>(&self, groups: impl Iterator<Item = &'a [PageIx]>) -> Vec<Priority> {
        let mut sums: Vec<(usize, f64, &[PageIx])> = groups
            .enumerate()
            .map(|(index, members)| (index, members.iter().filter_map(|page| self.costs[page.0]).sum(), members))
            .filter(|(_, points, _)| *points >= LEAST_COST)
            .collect();
        // Of equals the first: the latest issue, the first term of the alphabet.
        sums.sort_by(|a, b| b.1.total_cmp(&a.1));
        sums.truncate(RANKED);
        sums.into_iter().map(|(index, points, members)| self.priority(index, points, members)).collect()
    }

    fn priority(&self, index: usize, points: f64, members: &[PageIx]) -> Priority {
        let counted: Vec<PageIx> = members.iter().filter(|page| self.costs[page.0].is_some()).copied().collect();
        let minutes = counted.iter().filter_map(|page| self.library.page(*page).incident().duration_minutes());
        let (mut sum, mut known) = (0_i64, 0);
        for minutes in minutes {
            sum = sum.saturating_add(minutes);
            known += 1;
        }
        // Indexes are in the order of urgency.
        let mut actions: Vec<usize> = members.iter().flat_map(|page| &self.open_of_page[page.0]).copied().collect();
        actions.sort_unstable();
        let open = actions.len();
        actions.truncate(ACTIONS);
        let worst = counted.iter().filter_map(|page| self.library.page(*page).severity()).min();
        Priority { index, points, incidents: counted, minutes: (sum, known), worst, actions, open }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{incident, learnt};
    use super::*;
    use crate::model::ActionStatus::Open;
    use crate::model::Phase;

    #[test]
    fn what_is_late_severe_and_long_comes_first() {
        let learnt = learnt(vec![
            incident("minor", "Minor", "").on("2025-12-31").severity(3).filed("typo", "web"),
            incident("long", "Long", "")
                .on("2025-12-31")
                .severity(3)
                .filed("disk", "store")
                .milestone(Phase::Started, 0)
                .milestone(Phase::Resolved, 120)
                .action("help", Open, None, None, None),
            incident("half", "Half", "").on("2025-07-04").severity(0).filed("pool", "orders"),
            incident("gone", "Gone", "").on("2023-12-01").severity(0).filed("fire", "site"),
        ]);
        let ranked: Vec<(String, String)> = learnt
            .insights
            .priorities
            .services
            .iter()
            .map(|priority| {
                let term = &learnt.library.terms_of(TaxonomyKey::SERVICES).terms[priority.index];
                (term.slug.clone(), format!("{:.2} {}", priority.points, priority.open))
            })
            .collect();
        // 8 × 1 × ½ after 180 days; 1 × (1 + 0.5 × 2); 1 × 1.
        let expected = [("orders", "4.00 0"), ("store", "2.00 1"), ("web", "1.00 0")];
        assert_eq!(ranked, expected.map(|(slug, told)| (slug.to_owned(), told.to_owned())));
    }
}
