//! The files of all languages, held together.

use super::file::{Kind, LanguageFile, Table};
use super::{WordList, texts};
use crate::model::{ActionStatus, SectionKind, Status};
use crate::text::fold;
use std::collections::HashMap;
use std::fmt::Debug;

fn files() -> Vec<(&'static str, LanguageFile)> {
    texts().map(|(name, text)| (name, toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}")))).collect()
}

#[test]
fn every_file_can_be_read_and_english_comes_first() {
    let names: Vec<&str> = files().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names[0], "en.toml");
    assert!(names[1..].is_sorted() && names.len() >= 6, "{names:?}");
}

#[test]
fn every_language_names_what_a_postmortem_is_made_of_and_how_far_it_has_come() {
    fn hold<K: Kind + Debug + PartialEq>(file: &str, table: &Table<K>, kinds: &[K]) {
        for kind in kinds {
            let is_named = table.0.iter().any(|(known, words)| known == kind && !words.is_empty());
            assert!(is_named, "{file} has no word for {kind:?}");
        }
    }
    use SectionKind::{Actions, Detection, Impact, RootCause, Summary, Timeline};
    for (file, language) in files() {
        hold(file, &language.sections, &[Summary, Timeline, Impact, RootCause, Detection, Actions]);
        hold(file, &language.statuses, Status::ALL);
        hold(file, &language.action_statuses, ActionStatus::ALL);
    }
}

#[test]
fn no_word_means_two_things_in_one_table() {
    fn hold<K: Kind + Debug + PartialEq>(name: &str, of: impl Fn(&LanguageFile) -> &Table<K>) {
        let mut known: HashMap<String, K> = HashMap::new();
        for (file, language) in files() {
            for (kind, words) in &of(&language).0 {
                for word in words {
                    let other = known.insert(fold(word), *kind);
                    assert!(other.is_none_or(|other| other == *kind), "{file}: {name}: {word}: {kind:?}, {other:?}");
                }
            }
        }
    }
    hold("sections", |file| &file.sections);
    hold("section-openings", |file| &file.section_openings);
    hold("milestone-labels", |file| &file.milestone_labels);
    hold("milestone-sentences", |file| &file.milestone_sentences);
    hold("milestone-openings", |file| &file.milestone_openings);
    hold("statuses", |file| &file.statuses);
    hold("action-statuses", |file| &file.action_statuses);
    hold("labels", |file| &file.labels);
    hold("action-keys", |file| &file.action_keys);
    hold("timeline-columns", |file| &file.timeline_columns);
    hold("units", |file| &file.units);
    hold("numbers", |file| &file.numbers);
    hold("months", |file| &file.months);
}

#[test]
fn every_list_has_a_word() {
    for list in WordList::ALL {
        assert!(super::built_in().words(*list).next().is_some(), "{}", list.name());
    }
}
