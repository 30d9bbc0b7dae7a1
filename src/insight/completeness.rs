//! Completeness: the parts that a postmortem should have, and those that it lacks.

use super::Completeness;
use crate::config::{CompletenessRule, Config};
use crate::library::Page;
use crate::model::{ActionItem, Phase, ReportPart, SectionKind, Status, TaxonomyKey};

/// The weight of a part. Summary, causes and actions count most: what happened, why, and what will be done.
fn weight(part: ReportPart) -> f64 {
    match part {
        ReportPart::Summary | ReportPart::Causes | ReportPart::Actions => 3.0,
        ReportPart::Timeline | ReportPart::Milestones | ReportPart::Impact | ReportPart::Owners => 2.0,
        ReportPart::DueDates
        | ReportPart::Detection
        | ReportPart::Severity
        | ReportPart::Lapses
        | ReportPart::Procedures
        | ReportPart::Review
        | ReportPart::Reviewers => 1.0,
    }
}

/// What a postmortem has, in fields or in sections of its text, of what the rules ask of it. Owners and due dates are
/// asked for only where there is an open action.
pub(super) fn completeness(page: &Page, config: &Config) -> Completeness {
    let (mut had, mut all, mut missing) = (0.0, 0.0, Vec::new());
    for part in ReportPart::ALL {
        if !config.completeness.iter().any(|rule| rule.needs.contains(part) && fits(rule, page)) {
            continue;
        }
        let Some(has) = has(page, *part) else { continue };
        all += weight(*part);
        if has {
            had += weight(*part);
        } else {
            missing.push(*part);
        }
    }
    let score = if all > 0.0 { had / all } else { 1.0 };
    Completeness { score, missing }
}

/// Whether a rule is about this postmortem.
fn fits(rule: &CompletenessRule, page: &Page) -> bool {
    let status = page.incident().status.as_ref().map(|found| found.value);
    (rule.severities.is_empty() || page.severity().is_some_and(|severity| rule.severities.contains(&severity)))
        && (rule.statuses.is_empty() || status.is_some_and(|status| rule.statuses.contains(&status)))
}

/// Whether it has this; `None` where the question does not arise.
fn has(page: &Page, part: ReportPart) -> Option<bool> {
    let incident = page.incident();
    let section = |kind: SectionKind| page.shape.sections.contains(&kind);
    let text = |field: Option<&str>| field.is_some_and(|text| !text.trim().is_empty());
    let all_open = |has: &dyn Fn(&ActionItem) -> bool| {
        let mut open = incident.actions.iter().filter(|action| action.status.is_open()).peekable();
        open.peek()?;
        Some(open.all(has))
    };
    Some(match part {
        ReportPart::Summary => page.shape.tells.summary || section(SectionKind::Summary),
        ReportPart::Milestones => {
            incident.milestones.at(Phase::Started).is_some()
                && [Phase::Mitigated, Phase::Resolved].iter().any(|phase| incident.milestones.at(*phase).is_some())
        }
        ReportPart::Severity => incident.severity.is_some() || page.shape.tells.severity,
        ReportPart::Timeline => page.shape.tells.timeline || section(SectionKind::Timeline),
        ReportPart::Causes => {
            incident.terms_of(TaxonomyKey::CAUSES).next().is_some()
                || section(SectionKind::RootCause)
                || section(SectionKind::ContributingFactors)
        }
        ReportPart::Impact => page.shape.tells.impact || section(SectionKind::Impact),
        ReportPart::Detection => {
            page.shape.tells.detection
                || incident.milestones.at(Phase::Detected).is_some()
                || section(SectionKind::Detection)
        }
        ReportPart::Actions => !incident.actions.is_empty(),
        ReportPart::Owners => all_open(&|action| text(action.owner.as_deref()))?,
        ReportPart::DueDates => all_open(&|action| action.due.is_some())?,
        ReportPart::Lapses => !incident.lapses.is_empty(),
        ReportPart::Procedures => !incident.procedures.is_empty(),
        ReportPart::Review => {
            !incident.reviewers.is_empty()
                || incident.status.as_ref().is_some_and(|status| status.value == Status::Final)
        }
        ReportPart::Reviewers => !incident.reviewers.is_empty(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{incident, learnt, library};
    use super::*;
    use crate::model::{ActionStatus, Sourced};

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
                .with(|sketch| {
                    sketch.shape.sections = vec![SectionKind::Summary, SectionKind::Timeline, SectionKind::Impact];
                    sketch.shape.incident.reviewers = vec![Sourced::external("Ada".to_owned())];
                }),
        ]);
        let of = |id: &str| learnt.insights.completeness[learnt.page(id).0].clone().unwrap();
        assert_eq!(of("bare").score, 0.0);
        assert_eq!(of("bare").missing[..3], [ReportPart::Summary, ReportPart::Causes, ReportPart::Actions]);
        assert!(!of("bare").missing.contains(&ReportPart::Owners), "it has no open action");
        assert!(!of("bare").missing.contains(&ReportPart::Timeline), "it has no severity that asks for one");
        let missing = vec![ReportPart::Owners, ReportPart::DueDates, ReportPart::Lapses];
        assert_eq!(of("full"), Completeness { score: 18.0 / 22.0, missing });
    }

    #[test]
    fn rules_depend_on_severity_and_status() {
        let settings = "[[completeness.rules]]\nseverity = [\"sev1\"]\nstatus = [\"final\"]\nneeds = [\"procedures\"]\n\
            [[completeness.rules]]\nneeds = [\"summary\"]\n";
        let config = Config::read(settings).value;
        let library = library(vec![
            incident("a", "A", "").severity(0).with(|sketch| {
                sketch.shape.incident.status = Some(Sourced::external(Status::Final));
            }),
            incident("b", "B", "").severity(0),
            incident("c", "C", "").severity(1),
        ]);
        let missing: Vec<Vec<ReportPart>> =
            library.pages.iter().map(|page| completeness(page, &config).missing).collect();
        assert_eq!(
            missing,
            [vec![ReportPart::Summary, ReportPart::Procedures], vec![ReportPart::Summary], vec![ReportPart::Summary]]
        );
    }
}
