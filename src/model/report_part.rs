//! What a good postmortem has.

use super::severity::names;

/// A part that a good postmortem has. The most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReportPart {
    /// A summary.
    Summary,
    /// Causes or contributing factors.
    Causes,
    /// Actions.
    Actions,
    /// A timeline.
    Timeline,
    /// When it started and was resolved.
    Milestones,
    /// The impact.
    Impact,
    /// An owner for every open action.
    Owners,
    /// A due date for every open action.
    DueDates,
    /// How it was noticed.
    Detection,
    /// A severity.
    Severity,
    /// Kinds of lapses.
    Lapses,
    /// Procedures that were changed.
    Procedures,
    /// A reviewer, or the status `final`.
    Review,
    /// The names of reviewers.
    Reviewers,
}
names!(ReportPart: Summary "summary", Causes "causes", Actions "actions", Timeline "timeline", Milestones "milestones",
    Impact "impact", Owners "owners", DueDates "due-dates", Detection "detection", Severity "severity",
    Lapses "lapses", Procedures "procedures", Review "review", Reviewers "reviewers");
