//! How bad, how far along, what kind of lapse.

use serde::{Deserialize, Serialize};

/// A step on the configured scale; 0 is the worst. Its names are in `config`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Severity(pub u8);

macro_rules! names {
    ($type:ident: $($variant:ident $name:literal),*) => {
        impl $type {
            /// Every value, in order.
            pub const ALL: &'static [$type] = &[$($type::$variant),*];

            /// The name in files and in the API.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name),* }
            }

            /// The value of a name.
            pub fn from_name(name: &str) -> Option<$type> {
                $type::ALL.iter().copied().find(|value| value.name() == name)
            }
        }
    };
}
pub(crate) use names;

/// How far a postmortem has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// Being written; not published.
    Draft,
    /// Published, not yet reviewed.
    Review,
    /// Reviewed.
    Final,
}
names!(Status: Draft "draft", Review "review", Final "final");

/// What kind of weakness a review found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lapse {
    /// The technology failed.
    Technical,
    /// A procedure was missing, wrong or not followed.
    Procedural,
    /// A slip of the hand.
    Manual,
    /// The way of working let it happen.
    Process,
    /// People did not know what others knew.
    Communication,
    /// A way in that nobody had thought of.
    AttackVector,
}
names!(Lapse: Technical "technical", Procedural "procedural", Manual "manual", Process "process",
    Communication "communication", AttackVector "attack-vector");
