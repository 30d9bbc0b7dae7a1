//! What a page says it is, by its title, its types, its folder and its headings.

use super::matter::{Glance, Matter};
use crate::lexicon::{Lexicon, PageType, TitleTopic};
use crate::model::SectionKind;
use crate::text::ContentPath;

/// What a page says of itself, before it is understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    /// Nothing that could be relied on.
    #[default]
    Unsure,
    /// Something broke, and this tells of it.
    Incident,
    /// Work that was planned.
    Maintenance,
    /// A runbook, a guide, a procedure.
    Guide,
    /// To be copied and filled in.
    Template,
}

impl From<PageType> for Sign {
    fn from(page: PageType) -> Sign {
        match page {
            PageType::Incident => Sign::Incident,
            PageType::Maintenance => Sign::Maintenance,
            PageType::Guide => Sign::Guide,
            PageType::Template => Sign::Template,
        }
    }
}

/// What the text of a page speaks of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spoken {
    pub(super) announced: bool,
    pub(super) done: bool,
    pub(super) investigated: bool,
    pub(super) instructs: bool,
    /// The kinds of sections that only a postmortem has several of.
    pub(super) sections: usize,
    pub(super) has_timeline: bool,
}

impl Spoken {
    /// Whether the headings are those of a postmortem.
    pub(super) fn is_structured(&self) -> bool {
        self.sections >= 2
    }
}

/// Whether a postmortem is known by a section of this kind.
pub(super) fn is_telling(kind: SectionKind) -> bool {
    use SectionKind::{
        Actions, ContributingFactors, Detection, Impact, Lessons, Lucky, Resolution, RootCause, Timeline, Trigger,
        WentWell, WentWrong,
    };
    matches!(
        kind,
        Actions
            | ContributingFactors
            | Detection
            | Impact
            | Lessons
            | Lucky
            | Resolution
            | RootCause
            | Timeline
            | Trigger
            | WentWell
            | WentWrong
    )
}

/// What a page says it is. `title` is that of its front matter or of its first heading.
pub(super) fn sign(path: &ContentPath, glance: &Glance, title: &str, spoken: Spoken, lexicon: &Lexicon) -> Sign {
    let of_type = |word: &str| lexicon.page_type(word).map(Sign::from);
    let typed = |wanted: Sign| glance.types.iter().any(|found| Sign::from(*found) == wanted);
    let folders = || path.folder().split('/').filter_map(of_type);
    let (mut work, mut failure, mut report) = (false, false, false);
    lexicon.topics_of_title(title, |topic| match topic {
        TitleTopic::Work => work = true,
        TitleTopic::Failure => failure = true,
        TitleTopic::Report => report = true,
    });
    if typed(Sign::Template) || folders().any(|sign| sign == Sign::Template) {
        return Sign::Template;
    }
    if typed(Sign::Maintenance)
        || glance.severity.as_deref().and_then(of_type) == Some(Sign::Maintenance)
        || folders().next_back() == Some(Sign::Maintenance)
    {
        return Sign::Maintenance;
    }
    if typed(Sign::Incident) {
        return Sign::Incident;
    }
    let is_guide = typed(Sign::Guide)
        || folders().next_back() == Some(Sign::Guide)
        || title
            .split_whitespace()
            .any(|word| of_type(word.trim_matches(|c: char| !c.is_alphanumeric())) == Some(Sign::Guide));
    if is_guide || spoken.instructs && !spoken.has_timeline {
        return Sign::Guide;
    }
    let is_notice = glance.severity.as_deref().is_some_and(|word| word.eq_ignore_ascii_case("notice"));
    let in_folder = folders().next_back() == Some(Sign::Incident);
    // Elsewhere than on a status page, a title alone ("Upgrade to 2.0") does not tell a plan from a guide or a failure.
    let may_be_planned = glance.matter == Matter::Status
        || work && !failure && spoken.announced && !in_folder && glance.matter != Matter::Post;
    let planned = match (work, failure) {
        (true, false) => !spoken.investigated || spoken.announced || is_notice,
        (_, true) => spoken.announced && !spoken.investigated || is_notice || work && spoken.announced,
        (false, false) => spoken.announced || spoken.done || is_notice,
    };
    if may_be_planned && planned && !spoken.is_structured() {
        return Sign::Maintenance;
    }
    if glance.matter == Matter::Status || glance.matter == Matter::Incident {
        return Sign::Incident;
    }
    // A title alone will do where the page is dated and no post.
    let is_told = failure && glance.has_date && glance.matter == Matter::Plain;
    let is_incident = report
        || is_told
        || spoken.sections >= 3 && (spoken.has_timeline || failure || in_folder)
        || spoken.has_timeline && (failure || in_folder || spoken.is_structured())
        || in_folder && (failure || spoken.is_structured());
    if is_incident { Sign::Incident } else { Sign::Unsure }
}
