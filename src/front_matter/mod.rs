//! Front matter: where it is (`fence`), its tree of values with places (`syntax`), and the fields that it states
//! (`field`, `fields`, `value`). It knows nothing of the body.

mod audience;
mod fence;
mod field;
mod fields;
mod foreign;
mod syntax;
mod value;

pub use fence::{Format as FrontMatter, cut, front_matter};
pub use field::{FieldReference, is_of_another_tool, reference};
pub use fields::{FolderHints, Stated, stated};
pub use syntax::{Node, Value, read};
