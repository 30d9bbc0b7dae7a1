//! Planned work that is filed among the incidents: it never is an issue that came back.

use super::thresholds::ANNOUNCED_WITHIN;
use crate::config::Config;
use crate::library::PageText;
use crate::model::SectionKind;

/// Whether a page tells of work that was planned and announced rather than of something that failed.
pub(super) fn is_planned_work(page: PageText<'_>, config: &Config) -> bool {
    if !page.is_incident() {
        return false;
    }
    let (lexicon, modes) = (&config.lexicon, &config.modes);
    let tells_causes = || {
        let sections = page.body().text.iter();
        let mut kinds = sections.filter_map(|section| lexicon.section_kind(&section.heading));
        kinds.any(|kind| {
            matches!(kind, SectionKind::RootCause | SectionKind::ContributingFactors | SectionKind::Trigger)
        })
    };
    let summary = page.narrative().summary.as_ref().map(|summary| summary.value.as_str());
    let text = page.body().text.iter().map(|section| section.text.as_str()).find(|text| !text.trim().is_empty());
    let beginnings = summary.into_iter().chain(text);
    let announces = |text: &str| {
        modes.announces_work(page.title(), text.get(..text.floor_char_boundary(ANNOUNCED_WITHIN)).unwrap_or(text))
    };
    modes.is_planned_work(page.title()) || beginnings.into_iter().any(announces) && !tells_causes()
}
