//! The words of the trade: what headings, phases and states are called in the languages that people write in.

mod index;
pub mod phase;
mod section;
mod status;

pub use index::index;
pub use section::{plain, section_kind};
pub use status::{action_status, status};
