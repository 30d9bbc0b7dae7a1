//! The order of pages.

use super::{Page, PageIx};
use crate::model::{PageKind, Phase};

/// Postmortems, oldest first, and articles by path. Undated postmortems come first.
pub(super) fn ordered(pages: &[Page]) -> (Vec<PageIx>, Vec<PageIx>) {
    let of_kind = |kind: PageKind| {
        let matching = pages.iter().enumerate().filter(move |(_, page)| page.shape.kind == kind);
        matching.map(|(index, _)| PageIx(index)).collect::<Vec<_>>()
    };
    let mut incidents = of_kind(PageKind::Incident);
    // Stable: pages are sorted by path already.
    incidents.sort_by_key(|index| {
        let page = &pages[index.0];
        (page.day(), page.incident().milestones.at(Phase::Started).map(|instant| instant.timestamp()))
    });
    (incidents, of_kind(PageKind::Article))
}
