//! What a body says of its incident: title, day, milestones, timeline, action items and other facts, read out of the tree of
//! blocks that `markdown` makes. It knows no front matter: what that states comes in as context.

mod actions;
mod blame;
mod body;
mod facts;
mod filled;
mod label;
mod outline;
mod timeline;

pub use blame::{Blame, blames};
pub use body::{BodyContext, BodyFacts, read_body};
pub use facts::date_of_name;
pub use filled::is_placeholder;
pub use timeline::DateSlip;
