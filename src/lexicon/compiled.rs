//! The tables of all languages, ready to be asked.

use super::blaming::Blaming;
use super::file::{Kind, LanguageFile, Table, ZoneRemark};
use super::kinds::{
    ActionColumn, ActionKey, LabelKind, Month, NumberWord, PageType, TextTopic, TimelineColumn, TitleTopic, Unit,
};
use super::phrases::Phrases;
use super::word_list::WordList;
use crate::model::{ActionStatus, Phase, SectionKind, Status};
use crate::text::{Fingerprint, fold};
use aho_corasick::AhoCorasick;
use foldhash::fast::FixedState;
use std::fmt;
use std::sync::OnceLock;

/// Tables that are asked of nearly every word of a library; no order depends on them.
pub(super) type HashMap<K, V> = std::collections::HashMap<K, V, FixedState>;
type HashSet<K> = std::collections::HashSet<K, FixedState>;

/// Signs that end the first part of a heading, besides the words of [`WordList::SectionJoints`].
const HEADING_SIGNS: [&str; 8] = [" & ", "/", ",", ":", " - ", " – ", " — ", "・"];

/// The words of the trade in all languages.
pub struct Lexicon {
    /// Identity of the files that it was made of.
    identity: Fingerprint,
    pub(super) sections: HashMap<String, SectionKind>,
    /// With the place of each in the files: of several that a heading begins with the first one holds.
    pub(super) section_openings: HashMap<String, (usize, SectionKind)>,
    /// What ends the first part of a heading.
    pub(super) section_joints: Option<AhoCorasick>,
    pub(super) milestone_labels: HashMap<String, Phase>,
    pub(super) milestone_sentences: HashMap<String, Phase>,
    /// By their first word: most words begin no phrase, and this is asked of every entry of every timeline.
    pub(super) milestone_openings: HashMap<String, Vec<(String, Phase)>>,
    pub(super) statuses: HashMap<String, Status>,
    pub(super) action_statuses: HashMap<String, ActionStatus>,
    labels: HashMap<String, LabelKind>,
    durations: HashMap<String, usize>,
    action_keys: HashMap<String, ActionKey>,
    action_columns: HashMap<String, ActionColumn>,
    timeline_columns: HashMap<String, TimelineColumn>,
    units: HashMap<String, Unit>,
    numbers: Vec<(String, NumberWord)>,
    /// By their first three bytes: this is asked of nearly every word.
    months: HashMap<[u8; 3], Vec<(String, Month)>>,
    /// By their first word.
    zones: HashMap<String, Vec<(String, String)>>,
    zone_remarks: Vec<ZoneRemark>,
    /// Finds how the words begin that speak of all times.
    times: Option<AhoCorasick>,
    pub(super) page_types: HashMap<String, PageType>,
    pub(super) title_topics: Phrases<TitleTopic>,
    pub(super) text_topics: Phrases<TextTopic>,
    blaming: Vec<Blaming>,
    words: Vec<Words>,
    /// Of another cause first, then of the same.
    recurrence: Option<AhoCorasick>,
    /// Somebody notices that something is wrong.
    pub(super) noticing: Option<AhoCorasick>,
    done: Option<AhoCorasick>,
}

/// One list of words, in the order of the files.
#[derive(Debug, Default)]
struct Words {
    all: Vec<String>,
    set: HashSet<String>,
    /// The first bytes that words of the list have: most texts begin with none of them.
    beginnings: HashSet<u8>,
    /// Finds them within texts; made when it is first asked for.
    finder: OnceLock<Option<AhoCorasick>>,
}

/// The identity alone, which stands for all words: the settings are told apart by this form.
impl fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Lexicon").field(&self.identity).finish()
    }
}

impl Lexicon {
    /// The words of these files; where two differ the first one holds.
    pub(super) fn new(files: &[LanguageFile], identity: Fingerprint) -> Lexicon {
        let openings = pairs(files, |file| &file.milestone_openings);
        let mut milestone_openings: HashMap<String, Vec<(String, Phase)>> = HashMap::default();
        for (phrase, phase) in openings {
            milestone_openings.entry(first_word(&phrase).to_owned()).or_default().push((phrase, phase));
        }
        let labels = pairs(files, |file| &file.labels);
        let timed = labels.iter().filter(|(_, kind)| matches!(kind, LabelKind::Duration | LabelKind::TimeToResolve));
        let durations = timed.enumerate().map(|(rank, (word, _))| (word.clone(), rank)).collect();
        let words: Vec<Words> = WordList::ALL.iter().map(|list| words(files, *list)).collect();
        let phrases = [WordList::OtherCause, WordList::HappenedBefore].map(|list| &words[list as usize].all);
        // Building fails only beyond millions of patterns. Without the phrases nothing is said.
        let mut builder = AhoCorasick::builder();
        let any_case = builder.ascii_case_insensitive(true);
        let recurrence = any_case.build(phrases.into_iter().flatten()).ok();
        let times = any_case.build(&words[WordList::TimesBeginnings as usize].all).ok();
        let joints = &words[WordList::SectionJoints as usize].all;
        let section_joints = AhoCorasick::new(HEADING_SIGNS.into_iter().chain(joints.iter().map(String::as_str))).ok();
        let finder = |list: WordList| AhoCorasick::new(&words[list as usize].all).ok();
        let (noticing, done) = (finder(WordList::Noticing), finder(WordList::DonePhrases));
        Lexicon {
            identity,
            sections: index(pairs(files, |file| &file.sections)),
            section_openings: ranked(pairs(files, |file| &file.section_openings)),
            section_joints,
            milestone_labels: index(pairs(files, |file| &file.milestone_labels)),
            milestone_sentences: index(pairs(files, |file| &file.milestone_sentences)),
            milestone_openings,
            statuses: index(pairs(files, |file| &file.statuses)),
            action_statuses: index(pairs(files, |file| &file.action_statuses)),
            labels: index(labels),
            durations,
            action_keys: index(pairs(files, |file| &file.action_keys)),
            action_columns: index(pairs(files, |file| &file.action_columns)),
            timeline_columns: index(pairs(files, |file| &file.timeline_columns)),
            units: index(pairs(files, |file| &file.units)),
            numbers: pairs(files, |file| &file.numbers),
            months: months(files),
            zones: zones(files),
            times,
            zone_remarks: files.iter().flat_map(|file| &file.zone_remarks).map(folded_remark).collect(),
            page_types: index(pairs(files, |file| &file.page_types)),
            title_topics: Phrases::of(files, |file| &file.title_topics),
            text_topics: Phrases::of(files, |file| &file.text_topics),
            blaming: files.iter().filter_map(Blaming::of).collect(),
            words,
            recurrence,
            noticing,
            done,
        }
    }

    /// Identity of the words.
    pub fn identity(&self) -> Fingerprint {
        self.identity
    }

    /// The words of a list.
    pub fn words(&self, list: WordList) -> impl Iterator<Item = &str> {
        self.words[list as usize].all.iter().map(String::as_str)
    }

    /// Whether a list has exactly this word.
    pub fn has(&self, list: WordList, word: &str) -> bool {
        self.words[list as usize].set.contains(word)
    }

    /// The word of a list that a text begins with.
    pub fn start_of<'a>(&'a self, list: WordList, text: &str) -> Option<&'a str> {
        self.may_begin(list, text).then(|| self.words(list).find(|word| text.starts_with(word)))?
    }

    /// What is left of a text after a word of a list that it begins with.
    pub fn after<'t>(&self, list: WordList, text: &'t str) -> Option<&'t str> {
        self.may_begin(list, text).then(|| self.words(list).find_map(|word| text.strip_prefix(word)))?
    }

    fn may_begin(&self, list: WordList, text: &str) -> bool {
        text.bytes().next().is_some_and(|first| self.words[list as usize].beginnings.contains(&first))
    }

    /// Whether a text has a word of a list within.
    pub fn within(&self, list: WordList, text: &str) -> bool {
        let words = &self.words[list as usize];
        // Building fails only beyond millions of patterns. Without them nothing is found.
        let finder = words.finder.get_or_init(|| AhoCorasick::new(&words.all).ok());
        finder.as_ref().is_some_and(|finder| finder.is_match(text))
    }

    /// The fact that a label says, by its plain name.
    pub fn label(&self, name: &str) -> Option<LabelKind> {
        self.labels.get(name).copied()
    }

    /// How much the label of a duration says about the incident: the lowest says most.
    pub fn duration_rank(&self, name: &str) -> Option<usize> {
        self.durations.get(name).copied()
    }

    /// The part of an action that a label or a column is, by its plain name.
    pub fn action_key(&self, name: &str) -> Option<ActionKey> {
        self.action_keys.get(name).copied()
    }

    /// What else a column of a table of actions is, by its plain name.
    pub fn action_column(&self, name: &str) -> Option<ActionColumn> {
        self.action_columns.get(name).copied()
    }

    /// What a column of a timeline is, by its plain name.
    pub fn timeline_column(&self, name: &str) -> Option<TimelineColumn> {
        self.timeline_columns.get(name).copied()
    }

    /// The unit of a duration.
    pub fn unit(&self, word: &str) -> Option<Unit> {
        self.units.get(word).copied()
    }

    /// The number in words that a text begins with, and what is left of it.
    pub fn number<'t>(&self, text: &'t str) -> Option<(NumberWord, &'t str)> {
        self.numbers.iter().find_map(|(word, number)| Some((*number, text.strip_prefix(word)?.strip_prefix(' ')?)))
    }

    /// The month that a folded word is, or its beginning of three to five letters.
    pub fn month(&self, word: &str) -> Option<Month> {
        if word.len() < 3 {
            return None;
        }
        let is = |name: &str| {
            name == word
                || (name.starts_with(word) && (word.len() == 3 || name.len() > word.len() + 1 && word.len() <= 5))
        };
        let key = word.as_bytes().first_chunk::<3>()?;
        self.months.get(key)?.iter().find(|(name, _)| is(name)).map(|(_, month)| *month)
    }

    /// What must follow the first word of a zone's name, and the zone.
    pub fn zone(&self, first: &str) -> Option<(&str, &str)> {
        self.zones.get(first)?.iter().find_map(|(name, zone)| {
            let rest = name.strip_prefix(first).filter(|rest| rest.is_empty() || rest.starts_with(' '))?;
            Some((rest.trim_start(), zone.as_str()))
        })
    }

    /// Whether the word between two others speaks of all times: "all times …", "time zone", but not "launch times".
    /// `is_zone` says whether a word is a zone.
    pub fn speaks_of_times(&self, before: &str, word: &str, after: &str, is_zone: impl Fn(&str) -> bool) -> bool {
        let has = |list: &[String], word: &str| list.iter().any(|other| other == word);
        self.zone_remarks.iter().any(|remark| {
            (has(&remark.words, word) || remark.beginnings.iter().any(|start| word.starts_with(start)))
                && (remark.before.is_empty() || has(&remark.before, before))
                && (remark.after.is_empty() || has(&remark.after, after) || is_zone(after))
        })
    }

    /// Whether a word of a text may speak of all times, in any case: nearly no text has one.
    pub fn may_speak_of_times(&self, text: &str) -> bool {
        self.times.as_ref().is_some_and(|times| times.is_match(text))
    }

    /// The wording that blames people in a language (BCP 47); `None` where the language has no such list.
    pub fn blaming(&self, language: &str) -> Option<&Blaming> {
        self.blaming.iter().find(|blaming| blaming.is_of(language))
    }

    /// Whether a folded text says anywhere that something was done.
    pub fn says_done(&self, folded: &str) -> bool {
        self.done.as_ref().is_some_and(|finder| finder.is_match(folded))
    }

    /// Where a text says that something like it had happened before, and whether for another cause.
    pub fn recurrences<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, bool)> + 't {
        let others = self.words[WordList::OtherCause as usize].all.len();
        let found = self.recurrence.iter().flat_map(move |phrases| phrases.find_iter(text));
        found.map(move |found| (found.start(), found.pattern().as_usize() < others))
    }
}

/// A word as it is compared: folded, but for the spaces at its ends.
fn folded(word: &str) -> String {
    let space = |there: bool| if there { " " } else { "" };
    format!("{}{}{}", space(word.starts_with(' ')), fold(word), space(word.ends_with(' ')))
}

fn folded_remark(remark: &ZoneRemark) -> ZoneRemark {
    let all = |words: &[String]| words.iter().map(|word| folded(word)).collect();
    ZoneRemark {
        words: all(&remark.words),
        beginnings: all(&remark.beginnings),
        before: all(&remark.before),
        after: all(&remark.after),
    }
}

/// All words of a table with what they mean: in the order of the meanings, then of the files.
fn pairs<K: Kind + PartialEq>(files: &[LanguageFile], table: impl Fn(&LanguageFile) -> &Table<K>) -> Vec<(String, K)> {
    let of_kind = |kind: K| {
        let rows = files.iter().flat_map(|file| &table(file).0).filter(move |(other, _)| *other == kind);
        rows.flat_map(|(_, words)| words).map(move |word| (folded(word), kind)).collect::<Vec<_>>()
    };
    K::all().iter().flat_map(|kind| of_kind(*kind)).collect()
}

/// Words with their places among all.
fn ranked<K: Copy>(pairs: Vec<(String, K)>) -> HashMap<String, (usize, K)> {
    index(pairs.into_iter().enumerate().map(|(rank, (word, meaning))| (word, (rank, meaning))).collect())
}

fn index<K: Copy>(pairs: Vec<(String, K)>) -> HashMap<String, K> {
    let mut index = HashMap::default();
    // "follow-up items" is written "follow up items" too; what is written so itself comes first.
    let hyphened = pairs.iter().filter(|(word, _)| word.contains('-'));
    let joined: Vec<(String, K)> = hyphened.map(|(word, meaning)| (word.replace('-', " "), *meaning)).collect();
    for (word, meaning) in pairs.into_iter().chain(joined) {
        index.entry(word).or_insert(meaning);
    }
    index
}

fn words(files: &[LanguageFile], list: WordList) -> Words {
    let rows = files.iter().flat_map(|file| &file.words.0).filter(|(other, _)| *other == list);
    let written = rows.flat_map(|(_, words)| words);
    let all: Vec<String> = written.map(|word| if list.is_literal() { word.clone() } else { folded(word) }).collect();
    let beginnings = all.iter().filter_map(|word| word.bytes().next()).collect();
    Words { set: all.iter().cloned().collect(), beginnings, all, finder: OnceLock::new() }
}

fn months(files: &[LanguageFile]) -> HashMap<[u8; 3], Vec<(String, Month)>> {
    let mut months: HashMap<[u8; 3], Vec<(String, Month)>> = HashMap::default();
    for (name, month) in pairs(files, |file| &file.months) {
        if let Some(key) = name.as_bytes().first_chunk::<3>() {
            months.entry(*key).or_default().push((name, month));
        }
    }
    months
}

fn zones(files: &[LanguageFile]) -> HashMap<String, Vec<(String, String)>> {
    let mut zones: HashMap<String, Vec<(String, String)>> = HashMap::default();
    for (name, zone) in files.iter().flat_map(|file| &file.zones) {
        let name = folded(name);
        let first = name.split(' ').next().unwrap_or_default().to_owned();
        zones.entry(first).or_default().push((name, zone.clone()));
    }
    zones
}

/// The letters and digits that a text begins with.
pub(super) fn first_word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())]
}
