//! Sections of book.toml whose settings can be laid over others.

/// A section whose settings can be laid over others.
macro_rules! section {
    ($(#[doc = $doc:literal])* $name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(rename_all = "kebab-case", default)]
        pub(super) struct $name { $(pub(super) $field: Option<$type>),* }

        impl $name {
            /// The settings of `self`, and those of `below` where `self` has none.
            pub(super) fn over(self, below: $name) -> $name {
                let $name { $($field),* } = self;
                $name { $($field: $field.or(below.$field)),* }
            }
        }
    };
}

pub(super) use section;
