//! Ways to group incidents by terms.

use serde::{Deserialize, Serialize};

/// The index of a taxonomy in the settings' list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TaxonomyKey(pub u8);

/// The taxonomies that every library has, in the order of their [`TaxonomyKey`]s. Severities and years are
/// indexes too, but their terms are not free text.
pub const BUILT_IN: [&str; 7] = ["categories", "services", "teams", "causes", "tags", "failure-modes", "triggers"];

impl TaxonomyKey {
    /// Broad kinds.
    pub const CATEGORIES: TaxonomyKey = TaxonomyKey(0);
    /// Parts of the system.
    pub const SERVICES: TaxonomyKey = TaxonomyKey(1);
    /// Groups of people.
    pub const TEAMS: TaxonomyKey = TaxonomyKey(2);
    /// Contributing factors.
    pub const CAUSES: TaxonomyKey = TaxonomyKey(3);
    /// Anything else.
    pub const TAGS: TaxonomyKey = TaxonomyKey(4);
    /// Ways in which something failed: stated, else read from the text.
    pub const FAILURE_MODES: TaxonomyKey = TaxonomyKey(5);
    /// Kinds of what set it off: stated, else read from the text.
    pub const TRIGGERS: TaxonomyKey = TaxonomyKey(6);

    /// Whether its terms are those of `failure::FailureModes`, which are triggers or not; `None` for other taxonomies.
    pub fn of_failures(self) -> Option<bool> {
        match self {
            TaxonomyKey::FAILURE_MODES => Some(false),
            TaxonomyKey::TRIGGERS => Some(true),
            _ => None,
        }
    }
}

/// A field of terms that gets an index and a page for each term.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Taxonomy {
    /// The field's name, also the folder of its pages: `services`.
    pub name: String,
    /// Its title on pages; `None` takes the theme's words.
    pub title: Option<String>,
    /// Whether each term has a feed.
    pub feeds: bool,
}
