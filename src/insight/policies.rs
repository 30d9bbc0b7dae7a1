//! Policies: the promises made after an incident, and which are broken as of a day.

use super::{Kept, Policies, Violation};
use crate::config::{Config, Policy, Promise};
use crate::library::{Hidden, Library, PageIx};
use crate::model::{AsOf, Date, Incident, Instant, Phase, Severity, Status, TaxonomyKey};
use crate::text::slug;

/// The state of every policy. Violations are sorted: the worst severity first, then what is late the longest.
pub(super) fn policies(library: &Library, config: &Config, as_of: AsOf) -> Policies {
    let mut kept: Vec<Kept> = config
        .policies
        .iter()
        .enumerate()
        .flat_map(|(policy, settings)| {
            settings.promises.iter().map(move |(promise, within)| Kept {
                policy,
                promise: *promise,
                within: *within,
                in_time: 0,
                late: 0,
                running: 0,
                broken: 0,
            })
        })
        .collect();
    let mut violations: Vec<(Severity, Violation)> = Vec::new();
    if kept.is_empty() {
        return Policies { kept, violations: Vec::new(), of_page: vec![Vec::new(); library.pages.len()] };
    }
    for (index, page) in library.incidents() {
        let incident = page.incident();
        let Some(from) = clock_start(incident) else { continue };
        let fits: Vec<bool> = config.policies.iter().map(|policy| fits(policy, library, index, from)).collect();
        for kept in kept.iter_mut().filter(|kept| fits[kept.policy]) {
            let Some(until) = kept.within.after(from) else { continue };
            for (action, state) in states(incident, kept.promise, until, as_of) {
                match state {
                    State::InTime => kept.in_time += 1,
                    State::Late => kept.late += 1,
                    State::Running => kept.running += 1,
                    State::Broken => {
                        kept.broken += 1;
                        let violation =
                            Violation { policy: kept.policy, promise: kept.promise, page: index, action, until };
                        violations.push((page.severity().unwrap_or(Severity(u8::MAX)), violation));
                    }
                }
            }
        }
    }
    violations.sort_by_key(|(severity, violation)| (*severity, violation.until));
    let violations: Vec<Violation> = violations.into_iter().map(|(_, violation)| violation).collect();
    let mut of_page = vec![Vec::new(); library.pages.len()];
    for (index, violation) in violations.iter().enumerate() {
        of_page[violation.page.0].push(index);
    }
    Policies { kept, violations, of_page }
}

/// Drafts that should have been published, of those that this build does not show: for `check` alone. Each with the
/// index of its policy and the last day in time.
pub fn late_drafts<'a>(hidden: &'a [Hidden], config: &Config, as_of: AsOf) -> Vec<(&'a Hidden, usize, Date)> {
    let mut late = Vec::new();
    for page in hidden {
        let incident = &page.shape.incident;
        let Some(from) = clock_start(incident) else { continue };
        for (index, policy) in config.policies.iter().enumerate() {
            let named = |key, slugs: &[String]| {
                slugs.is_empty() || incident.terms_of(key).any(|term| slugs.contains(&slug(&term.value)))
            };
            let is_about = named(TaxonomyKey::SERVICES, &policy.services) && named(TaxonomyKey::TEAMS, &policy.teams);
            let severity = incident.severity.as_ref().map(|found| found.value);
            let promised = policy.promises.iter().find(|(promise, _)| *promise == Promise::Published);
            let until = promised.and_then(|(_, within)| within.after(from)).filter(|until| *until < as_of.0);
            if let Some(until) = until
                && is_about
                && holds(policy, severity, from)
            {
                late.push((page, index, until));
            }
        }
    }
    late
}

/// The day from which time counts: the end of the incident, as far as it is known, else its day.
pub(super) fn clock_start(incident: &Incident) -> Option<Date> {
    let end = incident.milestones.at(Phase::Resolved).or(incident.milestones.at(Phase::Mitigated)).map(Instant::date);
    match (end, incident.day()) {
        // An end before the beginning is a slip.
        (Some(end), Some(day)) => Some(end.max(day)),
        (end, day) => end.or(day),
    }
}

fn holds(policy: &Policy, severity: Option<Severity>, day: Date) -> bool {
    (policy.severities.is_empty() || severity.is_some_and(|severity| policy.severities.contains(&severity)))
        && policy.since.is_none_or(|since| day >= since)
}

fn fits(policy: &Policy, library: &Library, index: PageIx, day: Date) -> bool {
    let named = |key, slugs: &[String]| {
        slugs.is_empty() || library.terms_of(key).of(index).any(|term| slugs.contains(&term.slug))
    };
    holds(policy, library.page(index).severity(), day)
        && named(TaxonomyKey::SERVICES, &policy.services)
        && named(TaxonomyKey::TEAMS, &policy.teams)
}

/// How a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Kept, in time as far as is known.
    InTime,
    /// Kept, too late.
    Late,
    /// Not kept yet, and there is time.
    Running,
    /// Not kept, and there is no time left.
    Broken,
}

/// The state of a promise for an incident or for each of its actions.
fn states(incident: &Incident, promise: Promise, until: Date, as_of: AsOf) -> Vec<(Option<usize>, State)> {
    let open = if as_of.0 > until { State::Broken } else { State::Running };
    let whole = |kept: bool| vec![(None, if kept { State::InTime } else { open })];
    let status = incident.status.as_ref().map(|found| found.value);
    match promise {
        Promise::Published => whole(status != Some(Status::Draft)),
        Promise::Reviewed => whole(status == Some(Status::Final) || !incident.reviewers.is_empty()),
        Promise::ActionsPlanned => {
            let actions = incident.actions.iter().enumerate().map(|(index, action)| {
                let planned = !action.status.is_open() || action.owner.is_some() && action.due.is_some();
                (Some(index), if planned { State::InTime } else { open })
            });
            actions.collect()
        }
        Promise::ActionsClosed => {
            let actions = incident.actions.iter().enumerate().map(|(index, action)| {
                let state = match (action.status.is_open(), action.closed) {
                    (true, _) => open,
                    (false, Some(closed)) if closed > until => State::Late,
                    (false, _) => State::InTime,
                };
                (Some(index), state)
            });
            actions.collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{day, incident, library};
    use super::*;
    use crate::model::ActionStatus::{Done, Open};
    use crate::model::Sourced;

    fn told(settings: &str, as_of: &str) -> (String, String) {
        let library = library(vec![
            incident("a", "A", "")
                .on("2025-11-03")
                .severity(0)
                .filed("cause", "edge")
                .action("late", Done, None, Some("2025-12-20"), None)
                .action("never", Open, None, None, None)
                .action("soon", Done, None, Some("2025-11-10"), None),
            incident("b", "B", "").on("2025-11-10").severity(2).with(|sketch| {
                sketch.shape.incident.reviewers = vec![Sourced::external("Ada".to_owned())];
            }),
            incident("undated", "U", "").severity(0),
        ]);
        let config = Config::read(settings).value;
        let found = policies(&library, &config, AsOf(day(as_of)));
        let kept: Vec<String> = found
            .kept
            .iter()
            .map(|kept| {
                let Kept { promise, in_time, late, running, broken, .. } = kept;
                format!("{}: {in_time} {late} {running} {broken}", promise.name())
            })
            .collect();
        let broken: Vec<String> = found
            .violations
            .iter()
            .map(|violation| {
                let id = &library.page(violation.page).id;
                format!("{id} {} {:?} until {}", violation.promise.name(), violation.action, violation.until)
            })
            .collect();
        (kept.join("; "), broken.join("; "))
    }

    #[test]
    fn actions_close_in_time_late_or_not_at_all() {
        let settings = "[[policies]]\nseverity = [\"sev1\"]\nactions-close-within = \"28 days\"\n";
        let (kept, broken) = told(settings, "2025-12-31");
        assert_eq!(kept, "actions-closed: 1 1 0 1");
        assert_eq!(broken, "a actions-closed Some(1) until 2025-12-01");
        assert_eq!(told(settings, "2025-12-01").0, "actions-closed: 1 1 1 0");
    }

    #[test]
    fn reviews_count_working_days_and_policies_choose_incidents() {
        let settings = "[[policies]]\nreviewed-within = \"5 working days\"\n[[policies]]\nservices = [\"Edge\"]\n\
            since = \"2025-11-04\"\nreviewed-within = \"1 day\"\n";
        let (kept, broken) = told(settings, "2025-12-31");
        assert_eq!(kept, "reviewed: 1 0 0 1; reviewed: 0 0 0 0");
        assert_eq!(broken, "a reviewed None until 2025-11-10");
    }
}
