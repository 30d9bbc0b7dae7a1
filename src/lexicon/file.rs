//! The file of a language: its tables as written. `languages/en.toml` says what each is.

use super::kinds::{
    ActionColumn, ActionKey, BlameKind, LabelKind, Month, NumberWord, PageType, TextTopic, TimelineColumn, TitleTopic,
    Unit,
};
use super::word_list::WordList;
use crate::model::{ActionStatus, Phase, SectionKind, Status};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// All tables of a language; one that is left out is empty.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct LanguageFile {
    /// BCP 47 tag; empty where a library adds words whatever their language.
    pub(super) language: String,
    pub(super) sections: Table<SectionKind>,
    pub(super) section_openings: Table<SectionKind>,
    pub(super) milestone_labels: Table<Phase>,
    pub(super) milestone_sentences: Table<Phase>,
    pub(super) milestone_openings: Table<Phase>,
    pub(super) statuses: Table<Status>,
    pub(super) action_statuses: Table<ActionStatus>,
    pub(super) labels: Table<LabelKind>,
    pub(super) action_keys: Table<ActionKey>,
    pub(super) action_columns: Table<ActionColumn>,
    pub(super) timeline_columns: Table<TimelineColumn>,
    pub(super) units: Table<Unit>,
    pub(super) numbers: Table<NumberWord>,
    pub(super) months: Table<Month>,
    pub(super) zones: BTreeMap<String, String>,
    pub(super) zone_remarks: Vec<ZoneRemark>,
    pub(super) page_types: Table<PageType>,
    pub(super) title_topics: Table<TitleTopic>,
    pub(super) text_topics: Table<TextTopic>,
    pub(super) blaming: Table<BlameKind>,
    pub(super) blaming_advice: Table<BlameKind>,
    pub(super) persons: Vec<String>,
    pub(super) words: Table<WordList>,
}

/// A remark that gives the zone of all times.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ZoneRemark {
    pub(super) words: Vec<String>,
    pub(super) beginnings: Vec<String>,
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
}

/// Words by what they mean, in the order of the meanings.
#[derive(Clone, Debug)]
pub(super) struct Table<K>(pub(super) Vec<(K, Vec<String>)>);

impl<K> Default for Table<K> {
    fn default() -> Table<K> {
        Table(Vec::new())
    }
}

impl<'de, K: Kind> Deserialize<'de> for Table<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Table<K>, D::Error> {
        let mut written = BTreeMap::<String, Vec<String>>::deserialize(deserializer)?;
        let known = K::all().iter().filter_map(|kind| Some((*kind, written.remove(kind.key())?))).collect();
        match written.keys().next() {
            Some(unknown) => Err(D::Error::custom(format!("nothing here is called `{unknown}`"))),
            None => Ok(Table(known)),
        }
    }
}

/// What the words of a table mean.
pub(super) trait Kind: Copy + 'static {
    /// All meanings, in order.
    fn all() -> &'static [Self];
    /// The name of the meaning in files.
    fn key(self) -> &'static str;
}

macro_rules! kinds_of_tables {
    ($($type:ident),*) => {
        $(impl Kind for $type {
            fn all() -> &'static [$type] {
                $type::ALL.as_ref()
            }

            fn key(self) -> &'static str {
                self.name()
            }
        })*
    };
}
kinds_of_tables!(
    SectionKind,
    Phase,
    Status,
    ActionStatus,
    LabelKind,
    ActionKey,
    ActionColumn,
    TimelineColumn,
    Unit,
    NumberWord,
    Month,
    PageType,
    TitleTopic,
    TextTopic,
    BlameKind,
    WordList
);
