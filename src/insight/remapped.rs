//! Insights for the moment after an edit, before words are counted again.
//!
//! What is counted from facts (actions, policies, trends, completeness) is counted; what is learnt from texts (related incidents,
//! recurring issues) is that of the library before, matched by where its pages belong.

use super::{
    ActionRef, Evidence, FixOutcome, Insights, RecurringIssue, Related, counted, groups_of, priorities, reading,
};
use crate::config::Config;
use crate::library::{Library, PageIx};
use crate::model::AsOf;
use crate::text::ContentPath;
use std::collections::HashMap;

/// The insights of `before` as far as they can be said of `library`.
pub fn remapped(insights: &Insights, before: &Library, library: &Library, config: &Config, as_of: AsOf) -> Insights {
    let now: HashMap<&ContentPath, PageIx> = library.iter().map(|(index, page)| (&page.place, index)).collect();
    let moved: Vec<Option<PageIx>> = before.pages.iter().map(|page| now.get(&page.place).copied()).collect();
    let page = |index: PageIx| moved[index.0].filter(|index| library.page(*index).is_incident());
    let mut next = counted(library, config, as_of);
    for (index, related) in insights.related.iter().enumerate() {
        let Some(place) = page(PageIx(index)) else { continue };
        let related =
            related.iter().filter_map(|related| Some(Related { page: page(related.page)?, ..related.clone() }));
        next.related[place.0] = related.collect();
    }
    let actions: HashMap<(PageIx, usize), usize> =
        next.actions.iter().enumerate().map(|(at, action)| ((action.page, action.index), at)).collect();
    let action = |old: usize| {
        let ActionRef { page: of, index, .. } = insights.actions[old];
        actions.get(&(page(of)?, index)).copied()
    };
    let fix = |fix: &FixOutcome| {
        Some(match *fix {
            FixOutcome::DidNotHold { action: old, recurrence } => {
                FixOutcome::DidNotHold { action: action(old)?, recurrence: page(recurrence)? }
            }
            FixOutcome::NotMade { action: old, recurrence } => {
                FixOutcome::NotMade { action: action(old)?, recurrence: page(recurrence)? }
            }
        })
    };
    let evidence = |evidence: &Evidence| {
        let Evidence { earlier, later, reason } = evidence;
        Some(Evidence { earlier: page(*earlier)?, later: page(*later)?, reason: reason.clone() })
    };
    // A group that lost a member says too much of the others: it waits until it is known again.
    let issue = |issue: &RecurringIssue| {
        Some(RecurringIssue {
            members: issue.members.iter().map(|member| page(*member)).collect::<Option<_>>()?,
            evidence: issue.evidence.iter().filter_map(evidence).collect(),
            fixes: issue.fixes.iter().filter_map(fix).collect(),
            ..issue.clone()
        })
    };
    next.recurring = insights.recurring.iter().filter_map(issue).collect();
    next.recurring_of = groups_of(library, &next.recurring);
    next.reading = reading::reading(library, &next.related, &next.recurring);
    next.unmatched.clone_from(&insights.unmatched);
    next.priorities = priorities::priorities(library, &next, config, as_of);
    next
}

#[cfg(test)]
mod tests {
    use super::super::testing::{config, incident, learnt, others};
    use super::*;

    #[test]
    fn what_is_learnt_from_texts_follows_its_pages_and_what_is_counted_is_counted() {
        let text = "the certificate of the gateway expired and clients refused the handshake";
        let sketches = |more: bool| {
            let mut sketches = others(20);
            for (id, day) in [("m-1", "2023-03-01"), ("m-2", "2023-09-01")] {
                sketches.push(incident(id, "Certificate expired", text).on(day).filed("expiry", "gateway"));
            }
            if more {
                sketches.push(incident("a-0", "Another", "something else").on("2022-01-01"));
            }
            sketches
        };
        let (before, after) = (learnt(sketches(false)), learnt(sketches(true)));
        let remapped = remapped(&before.insights, &before.library, &after.library, &config(), before.insights.as_of);
        assert_eq!(remapped.related.len(), after.library.pages.len());
        let ids = |related: &[Related], learnt: &super::super::testing::Learnt| -> Vec<String> {
            related.iter().map(|related| learnt.id(related.page).to_owned()).collect()
        };
        assert_eq!(
            ids(&remapped.related[after.page("m-1").0], &after),
            ids(&before.insights.related[before.page("m-1").0], &before)
        );
        assert_eq!(remapped.recurring[0].members, [after.page("m-1"), after.page("m-2")]);
        assert_eq!(remapped.trends, after.insights.trends);
        assert_eq!(remapped.completeness, after.insights.completeness);
        assert_eq!(remapped.follow_up, after.insights.follow_up);
        assert_eq!(remapped.priorities, after.insights.priorities);
    }
}
