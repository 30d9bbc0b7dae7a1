//! Pairs of incidents that are one issue, and the groups that they are joined to.

use crate::library::PageIx;

/// Two incidents that are one issue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub(super) earlier: PageIx,
    pub(super) later: PageIx,
    /// How strong all evidence together is.
    pub(super) strength: f64,
    /// Whether an author claims it.
    pub(super) claimed: bool,
    /// Whether the later one says that it happened before, and the earlier one is the most alike.
    pub(super) has_cue: bool,
    /// Whether it was set in book.toml.
    pub(super) corrected: bool,
}

impl Edge {
    /// A pair that book.toml makes one issue.
    pub(super) fn corrected(earlier: PageIx, later: PageIx) -> Edge {
        Edge { earlier, later, strength: 1.0, claimed: true, has_cue: false, corrected: true }
    }
}

/// Incidents that are one issue, and the evidence.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub(super) members: Vec<PageIx>,
    pub(super) edges: Vec<Edge>,
    /// What book.toml calls it; `None` lets its incidents say.
    pub(super) title: Option<String>,
}
