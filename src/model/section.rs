//! The sections that postmortems have.

use super::severity::names;
use serde::{Deserialize, Serialize};

/// What a section of a postmortem is about. Which headings mean which is `document`'s business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SectionKind {
    /// What happened, in short.
    Summary,
    /// Who felt it and how much.
    Impact,
    /// Why it happened.
    RootCause,
    /// What else it took to happen.
    ContributingFactors,
    /// What set it off.
    Trigger,
    /// How it was noticed.
    Detection,
    /// What ended it.
    Resolution,
    /// What happened when.
    Timeline,
    /// What will be done.
    Actions,
    /// What was learnt.
    Lessons,
    /// What went well.
    WentWell,
    /// What went wrong.
    WentWrong,
    /// Where luck helped.
    Lucky,
    /// What one must know to follow.
    Background,
    /// Who took part.
    People,
    /// Numbers: time to detect, to repair, duration.
    Metrics,
    /// Further reading, related incidents.
    References,
}
names!(SectionKind: Summary "summary", Impact "impact", RootCause "root-cause",
    ContributingFactors "contributing-factors", Trigger "trigger", Detection "detection",
    Resolution "resolution", Timeline "timeline", Actions "actions", Lessons "lessons",
    WentWell "went-well", WentWrong "went-wrong", Lucky "lucky", Background "background",
    People "people", Metrics "metrics", References "references");

/// What a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PageKind {
    /// A postmortem.
    Incident,
    /// Work that was planned and announced: shown, listed and searched as a postmortem is, but not counted among them.
    Maintenance,
    /// A runbook, a procedure, a guide: rendered, linked and searched, but not counted.
    Article,
    /// Introduces its folder (`_index.md`, `README.md`).
    Folder,
}
