//! The order in which incidents happened.

use crate::library::{Library, PageIx};

/// The incidents in order, and the place of each in it.
pub(super) struct Chronology {
    /// The incidents, oldest first, those without a date last.
    pub(super) incidents: Vec<PageIx>,
    /// For each page, its place among them; `usize::MAX` for a page that is no incident.
    pub(super) rank: Vec<usize>,
}

impl Chronology {
    /// Puts the incidents of a library in order.
    pub(super) fn new(library: &Library) -> Chronology {
        let (mut incidents, undated): (Vec<PageIx>, Vec<PageIx>) =
            library.incidents.iter().partition(|index| library.page(**index).day().is_some());
        incidents.extend(undated);
        let mut rank = vec![usize::MAX; library.pages.len()];
        for (place, index) in incidents.iter().enumerate() {
            rank[index.0] = place;
        }
        Chronology { incidents, rank }
    }

    /// A pair by rank, the earlier one first; `None` when both are one.
    pub(super) fn pair(&self, a: PageIx, b: PageIx) -> Option<(usize, usize)> {
        let (a, b) = (self.rank[a.0], self.rank[b.0]);
        (a != b).then(|| (a.min(b), a.max(b)))
    }
}
