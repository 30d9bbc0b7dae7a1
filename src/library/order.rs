//! The order of pages.

use super::{Page, PageIx};
use crate::model::{PageKind, Phase};

/// The pages by what they are.
pub(super) struct Ordered {
    pub(super) incidents: Vec<PageIx>,
    pub(super) maintenances: Vec<PageIx>,
    pub(super) articles: Vec<PageIx>,
}

/// Postmortems and planned work, oldest first, and articles by path. What has no date comes first.
pub(super) fn ordered(pages: &[Page]) -> Ordered {
    let of_kind = |kind: PageKind| {
        let matching = pages.iter().enumerate().filter(move |(_, page)| page.shape.kind == kind);
        matching.map(|(index, _)| PageIx(index)).collect::<Vec<_>>()
    };
    let by_day = |kind: PageKind| {
        let mut all = of_kind(kind);
        // Stable: pages are sorted by path already.
        all.sort_by_key(|index| {
            let page = &pages[index.0];
            (page.day(), page.incident().milestones.at(Phase::Started).map(|instant| instant.timestamp()))
        });
        all
    };
    Ordered {
        incidents: by_day(PageKind::Incident),
        maintenances: by_day(PageKind::Maintenance),
        articles: of_kind(PageKind::Article),
    }
}
