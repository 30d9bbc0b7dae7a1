//! Ways to group incidents by terms.

use serde::{Deserialize, Serialize};

/// The index of a taxonomy in the settings' list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TaxonomyKey(pub u8);

/// The taxonomies that every library has, in the order of their [`TaxonomyKey`]s. Severities and years are
/// indexes too, but their terms are not free text.
pub const BUILT_IN: [&str; 5] = ["categories", "services", "teams", "causes", "tags"];

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
