//! The nouns of the trade: plain values that belong to no stage of the pipeline.
//!
//! Nothing here says how a value is written in a file or in JSON: `document` reads them, `site` writes them. What is
//! derived of serde is for what is kept between builds (`cache`), where only the program itself reads it.

mod action;
mod incident;
mod inherit;
mod instant;
mod milestones;
mod report_part;
mod section;
mod severity;
mod sourced;
mod taxonomy;
mod timeline;
mod within;
mod zone;

pub use action::{ActionItem, ActionStatus, TrackerRef};
pub use incident::{Claims, Incident, Narrative};
pub use instant::{AsOf, Date, Instant, Phase, TimeOfDay, Zone};
pub use milestones::{Impact, Milestones};
pub use report_part::ReportPart;
pub use section::{PageKind, SectionKind};
pub(crate) use severity::names;
pub use severity::{Lapse, Severity, Status};
pub use sourced::{Origin, Sourced};
pub use taxonomy::{BUILT_IN, Taxonomy, TaxonomyKey};
pub use timeline::{EntryTime, TimelineEntry};
pub use within::Within;
pub use zone::{is_ambiguous_zone, parse_zone};
