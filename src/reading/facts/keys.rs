//! Which label is which fact.

use crate::lexicon::{LabelKind, Lexicon};
use crate::model::TaxonomyKey;

/// What a label may say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    Date,
    Window,
    Duration,
    Severity,
    Status,
    Terms(TaxonomyKey),
    Trigger,
    Detection,
    Summary,
    Authors,
    Reviewers,
    Zone,
}

/// The fact of a label's key.
pub(super) fn fact_of(key: &str, lexicon: &Lexicon) -> Option<Fact> {
    Some(match lexicon.label(key)? {
        LabelKind::Date => Fact::Date,
        LabelKind::Window => Fact::Window,
        LabelKind::Duration | LabelKind::TimeToResolve => Fact::Duration,
        LabelKind::Severity => Fact::Severity,
        LabelKind::Status => Fact::Status,
        LabelKind::Services => Fact::Terms(TaxonomyKey::SERVICES),
        LabelKind::Teams => Fact::Terms(TaxonomyKey::TEAMS),
        LabelKind::Categories => Fact::Terms(TaxonomyKey::CATEGORIES),
        LabelKind::Tags => Fact::Terms(TaxonomyKey::TAGS),
        LabelKind::Causes => Fact::Terms(TaxonomyKey::CAUSES),
        LabelKind::Trigger => Fact::Trigger,
        LabelKind::Detection => Fact::Detection,
        LabelKind::Summary => Fact::Summary,
        LabelKind::Authors => Fact::Authors,
        LabelKind::Reviewers => Fact::Reviewers,
        LabelKind::Zone => Fact::Zone,
    })
}
