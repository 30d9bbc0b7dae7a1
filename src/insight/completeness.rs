//! What a good postmortem has and this one lacks.

use super::{Completeness, Missing};
use crate::library::Page;
use crate::model::{Phase, SectionKind, Status, TaxonomyKey};

/// What a good postmortem has, with how much it counts. What tells others what happened and what will be done about
/// it counts most.
const WEIGHTS: [(Missing, f64); 10] = [
    (Missing::Summary, 3.0),
    (Missing::Causes, 3.0),
    (Missing::Actions, 3.0),
    (Missing::Timeline, 2.0),
    (Missing::Milestones, 2.0),
    (Missing::Impact, 2.0),
    (Missing::Owners, 2.0),
    (Missing::Detection, 1.0),
    (Missing::Severity, 1.0),
    (Missing::Review, 1.0),
];

/// What a postmortem has, in fields or in sections of its text, of what a good one has. Owners count only where there
/// is an open action.
pub(super) fn completeness(page: &Page) -> Completeness {
    let (mut had, mut all, mut missing) = (0.0, 0.0, Vec::new());
    for (what, weight) in WEIGHTS {
        let Some(has) = has(page, what) else { continue };
        all += weight;
        if has {
            had += weight;
        } else {
            missing.push(what);
        }
    }
    Completeness { score: had / all, missing }
}

/// Whether it has this; `None` where the question does not arise.
fn has(page: &Page, what: Missing) -> Option<bool> {
    let incident = page.incident();
    let section = |kind: SectionKind| page.facts().sections.contains(&kind);
    let text = |field: Option<&str>| field.is_some_and(|text| !text.trim().is_empty());
    Some(match what {
        Missing::Summary => {
            text(incident.summary.as_ref().map(|found| found.value.as_str())) || section(SectionKind::Summary)
        }
        Missing::Milestones => {
            incident.milestones.at(Phase::Started).is_some()
                && [Phase::Mitigated, Phase::Resolved].iter().any(|phase| incident.milestones.at(*phase).is_some())
        }
        Missing::Severity => incident.severity.is_some(),
        Missing::Timeline => !incident.timeline.is_empty() || section(SectionKind::Timeline),
        Missing::Causes => {
            incident.terms_of(TaxonomyKey::CAUSES).next().is_some()
                || section(SectionKind::RootCause)
                || section(SectionKind::ContributingFactors)
        }
        Missing::Impact => !incident.impact.is_empty() || section(SectionKind::Impact),
        Missing::Detection => {
            text(incident.detection.as_ref().map(|found| found.value.as_str()))
                || incident.milestones.at(Phase::Detected).is_some()
                || section(SectionKind::Detection)
        }
        Missing::Actions => !incident.actions.is_empty(),
        Missing::Owners => {
            let mut open = incident.actions.iter().filter(|action| action.status.is_open()).peekable();
            open.peek()?;
            open.all(|action| text(action.owner.as_deref()))
        }
        Missing::Review => {
            !incident.reviewers.is_empty()
                || incident.status.as_ref().is_some_and(|status| status.value == Status::Final)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{incident, learnt};
    use super::*;
    use crate::model::{ActionStatus, Found};

    #[test]
    fn what_is_missing_is_named_in_order_of_weight() {
        let learnt = learnt(vec![
            incident("bare", "Bare", ""),
            incident("full", "Full", "")
                .on("2024-01-01")
                .severity(0)
                .filed("cause", "service")
                .milestone(Phase::Started, 0)
                .milestone(Phase::Detected, 5)
                .milestone(Phase::Resolved, 60)
                .action("ownerless", ActionStatus::Open, None, None, None)
                .with(|facts| {
                    facts.sections = vec![SectionKind::Summary, SectionKind::Timeline, SectionKind::Impact];
                    facts.incident.reviewers = vec![Found::outside("Ada".to_owned())];
                }),
        ]);
        let of = |id: &str| learnt.insights.completeness[learnt.page(id).0].clone().unwrap();
        assert_eq!(of("bare").score, 0.0);
        assert_eq!(of("bare").missing[..3], [Missing::Summary, Missing::Causes, Missing::Actions]);
        assert!(!of("bare").missing.contains(&Missing::Owners));
        assert_eq!(of("full"), Completeness { score: 18.0 / 20.0, missing: vec![Missing::Owners] });
    }
}
