//! Conventions: what a page's folder settles for it.

use crate::clock::Order;
use crate::model::{Zone, parse_zone};
use crate::text::Fingerprint;

/// What a page most likely is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Likely {
    /// Its text alone must tell.
    #[default]
    Unsure,
    /// A postmortem, as most pages of its shape are.
    Incident,
    /// A postmortem: it says so itself.
    SaysIncident,
    /// Planned work.
    Maintenance,
    /// A guide, a runbook, a template.
    Guide,
    /// A post among others: the date of its front matter is the day on which it was published.
    Post,
}

/// What a page's folder, and a glance at the page, settle for it: all that understanding it depends on besides its text and
/// the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Conventions {
    /// Which of two numbers is the day; `None` leaves it to the page's language.
    pub order: Option<Order>,
    /// The name of the zone of times that name none; `None` leaves it to the settings.
    pub zone: Option<String>,
    /// What the page is.
    pub kind: Likely,
    /// Whether `date` says when the page was published and not when the incident was.
    pub date_is_of_publication: bool,
    /// Whether the page is an entry of a status page: `date` is when it began.
    pub date_is_the_start: bool,
    /// Whether the page's word for how bad it was is one of the folder's own words, which are on no scale.
    pub severity_is_a_word: bool,
    /// Whether "Status: Draft" in a body is a label that nobody here ever changes.
    pub draft_label_is_stale: bool,
    /// Fields that introductions of its folders state for it, as JSON; `None` where they state none.
    pub cascade: Option<String>,
}

impl Conventions {
    /// Identity of them all.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_value(self)
    }

    /// The zone of times that name none, where the folder settles it.
    pub fn zone(&self) -> Option<Zone> {
        self.zone.as_deref().and_then(parse_zone)
    }
}
