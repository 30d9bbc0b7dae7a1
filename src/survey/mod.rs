//! Survey: what the files of a folder say together, before any of them is understood alone.
//!
//! A folder was written by a few people in one manner. One page with `28-10-2022` settles the order of all dates; the
//! page that says "all times in CET" speaks for those that name no zone; and what most pages of a shape are, the page
//! that says nothing of itself is too. [`scan`] looks at one source for such evidence and understands nothing; [`Survey`]
//! adds the evidence of all, for each folder and those around it, and draws [`Conventions`] from it: the small value
//! that parsing a page takes beside the settings.
//!
//! Incremental: evidence depends on one source, so it is kept while that does not change, and a page depends on the
//! survey only through its own conventions.

mod cascade;
mod conventions;
mod dates;
mod decide;
mod evidence;
mod matter;
mod sign;
mod zones;

pub use conventions::{Conventions, Likely};
pub use decide::{Decision, FolderSurvey, Survey};
pub use evidence::{Evidence, FolderEvidence, PageEvidence, Shape, ShapeEvidence, scan};
pub use matter::Matter;
pub use sign::Sign;
