//! Ways in which systems fail, and which of them a text speaks of.
//!
//! What they are called and the phrases that say them are data: `modes.toml`, which explains itself, and what a library adds
//! (`own`). Nothing here knows an incident.

mod file;
mod own;
mod phrase;
mod reader;
mod word_list;

pub use own::ModeError;

use crate::text::{Fingerprint, fold, slug};
use file::ModeFile;
use reader::Reader;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};
use word_list::WordList;

const BUILT_IN: &str = include_str!("modes.toml");

/// The index of a failure mode or trigger in [`FailureModes::modes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ModeIx(pub u16);

/// A way to fail, or what sets a failure off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureMode {
    /// Its name in files and URLs.
    pub key: String,
    /// What it is a kind of; `None` for the broadest.
    pub kind: Option<ModeIx>,
    /// Whether it sets failures off rather than being one.
    pub is_trigger: bool,
    /// Whether two incidents that tell of it are likely to be one issue, whatever it was that failed.
    pub is_telling: bool,
    /// Whether it says what was seen rather than why.
    pub is_symptom: bool,
    /// What pages call it, by language; sorted.
    names: Vec<(String, String)>,
}

impl FailureMode {
    /// What a page in this language calls it: English where the language has no name.
    pub fn name(&self, language: &str) -> &str {
        let primary = language.split(['-', '_']).next().unwrap_or(language);
        let named = |language: &str| self.names.iter().find(|(own, _)| own == language).map(|(_, name)| name.as_str());
        named(primary).or_else(|| named("en")).unwrap_or(&self.key)
    }
}

/// All failure modes and triggers, ready to be found in texts.
pub struct FailureModes {
    /// Sorted by key, failures first.
    pub modes: Vec<FailureMode>,
    /// Identity of all words.
    identity: Fingerprint,
    /// By whether they are triggers, and the slug of their key or of one of their names.
    by_word: BTreeMap<(bool, String), ModeIx>,
    reader: Reader,
    causal: WordList,
    planned: Planned,
}

/// What tells planned work.
#[derive(Debug)]
struct Planned {
    titles: WordList,
    announces: WordList,
    trouble: WordList,
}

/// The identity alone, which stands for all words: the settings are told apart by this form.
impl fmt::Debug for FailureModes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FailureModes").field(&self.identity).finish()
    }
}

/// Those that the program knows.
pub fn built_in() -> &'static Arc<FailureModes> {
    static MODES: LazyLock<Arc<FailureModes>> = LazyLock::new(|| {
        // A test holds that the file can be read.
        Arc::new(FailureModes::of(
            toml::from_str(BUILT_IN).unwrap_or_default(),
            Fingerprint::of(&[BUILT_IN.as_bytes()]),
        ))
    });
    &MODES
}

impl FailureModes {
    fn of(file: ModeFile, identity: Fingerprint) -> FailureModes {
        let ModeFile { replace: _, without: _, denials, causal, trouble, planned, modes, triggers } = file;
        let failures = modes.into_iter().map(|(key, row)| (key, row, false));
        let rows: Vec<_> = failures.chain(triggers.into_iter().map(|(key, row)| (key, row, true))).collect();
        let index = |key: &str, is_trigger: bool| {
            let found = rows.iter().position(|(own, _, trigger)| own == key && *trigger == is_trigger)?;
            u16::try_from(found).ok().map(ModeIx)
        };
        let phrases = rows.iter().zip(0..).flat_map(|((_, row, _), at)| {
            row.phrases.values().flatten().map(move |phrase| (ModeIx(at), phrase.as_str()))
        });
        let reader = Reader::new(phrases, &denials, &[trouble.words.as_slice(), &causal.words].concat());
        let modes = rows.iter().map(|(key, row, is_trigger)| FailureMode {
            key: key.clone(),
            kind: row.kind.as_ref().and_then(|kind| index(kind.as_ref(), *is_trigger)),
            is_trigger: *is_trigger,
            is_telling: row.telling,
            is_symptom: row.symptom,
            names: row.name.clone().into_iter().collect(),
        });
        let planned = Planned {
            titles: WordList::new(&planned.titles),
            announces: WordList::new(&planned.announces),
            trouble: WordList::new(&[planned.trouble, trouble.words].concat()),
        };
        let modes: Vec<FailureMode> = modes.collect();
        let mut by_word = BTreeMap::new();
        for (mode, at) in modes.iter().zip(0..) {
            by_word.insert((mode.is_trigger, mode.key.clone()), ModeIx(at));
        }
        for (mode, at) in modes.iter().zip(0..) {
            for (_, name) in &mode.names {
                by_word.entry((mode.is_trigger, slug(name))).or_insert(ModeIx(at));
            }
        }
        FailureModes { modes, identity, by_word, reader, causal: WordList::new(&causal.words), planned }
    }

    /// A mode or trigger.
    pub fn get(&self, mode: ModeIx) -> Option<&FailureMode> {
        self.modes.get(usize::from(mode.0))
    }

    /// Identity of all words.
    pub fn identity(&self) -> Fingerprint {
        self.identity
    }

    /// The failure mode, or the trigger, that a word is the key or a name of.
    pub fn named(&self, word: &str, is_trigger: bool) -> Option<ModeIx> {
        self.by_word.get(&(is_trigger, slug(word))).copied()
    }

    /// Whether one of these is a kind of a mode, directly or not.
    pub fn is_broader(&self, mode: ModeIx, of: &[ModeIx]) -> bool {
        let kind = |mode: ModeIx| self.get(mode).and_then(|row| row.kind);
        of.iter().any(|narrower| {
            std::iter::successors(kind(*narrower), |kind_of| kind(*kind_of)).any(|broader| broader == mode)
        })
    }

    /// What a text speaks of, sorted: a phrase that is denied does not count.
    pub fn found(&self, text: &str) -> Vec<ModeIx> {
        self.told(text).into_iter().map(|(mode, _)| mode).collect()
    }

    /// The same, and of each whether that is how something failed: not where a thing alone is named that may fail so.
    pub fn told(&self, text: &str) -> Vec<(ModeIx, bool)> {
        self.reader.found(text)
    }

    /// Whether a sentence tells of a cause.
    pub fn is_causal(&self, sentence: &str) -> bool {
        self.causal.is_in_written(sentence)
    }

    /// Whether a title is that of planned work: maintenance, an upgrade, a move.
    pub fn is_planned_work(&self, title: &str) -> bool {
        let title = fold(title);
        self.planned.titles.is_in(&title) && !self.planned.trouble.is_in(&title)
    }

    /// Whether a text under a title announces planned work.
    pub fn announces_work(&self, title: &str, text: &str) -> bool {
        self.planned.announces.is_in_written(text) && !self.planned.trouble.is_in_written(title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&'static str> {
        let modes = built_in();
        let found = modes.found(text).into_iter().filter_map(|mode| modes.get(mode));
        found.filter(|mode| !mode.is_trigger).map(|mode| mode.key.as_str()).collect()
    }

    #[test]
    fn the_file_can_be_read_and_names_every_mode() {
        let file: Result<ModeFile, _> = toml::from_str(BUILT_IN);
        assert!(file.is_ok(), "{file:?}");
        let modes = built_in();
        assert!(modes.modes.iter().filter(|mode| !mode.is_trigger).count() >= 60);
        for mode in &modes.modes {
            for language in ["en", "fr", "de", "es", "ja", "zh"] {
                assert!(mode.names.iter().any(|(own, name)| own == language && !name.is_empty()), "{mode:?}");
            }
        }
        let file = file.unwrap();
        let kinds = file.modes.values().chain(file.triggers.values()).filter(|row| row.kind.is_some()).count();
        assert_eq!(modes.modes.iter().filter(|mode| mode.kind.is_some()).count(), kinds);
    }

    #[test]
    fn one_mode_is_said_in_many_ways_and_languages() {
        for text in [
            "The disk of the host was full.",
            "write error: No space left on device",
            "Le disque du serveur était plein.",
            "Die Platte lief voll.",
            "El disco se quedó sin espacio en disco.",
            "ディスク容量を使い切った",
            "磁盘空间已经用完",
        ] {
            assert!(found(text).contains(&"disk-full"), "{text}: {:?}", found(text));
        }
        assert!(found("Pods were OOMKilled").contains(&"out-of-memory"));
        assert!(found("OOMが発生した").contains(&"out-of-memory"));
        assert!(found("The TLS certificate of the gateway had expired.").contains(&"certificate-expired"));
    }

    #[test]
    fn planned_work_is_told_from_what_befell_it() {
        let modes = built_in();
        for title in
            ["Maintenance of the mail relay", "Cluster upgrade to 1.31", "Wartung am Speicher", "計画停止のお知らせ"]
        {
            assert!(modes.is_planned_work(title), "{title}");
        }
        for title in
            ["Outage during maintenance", "Mail relay down after upgrade to 3", "メンテナンス後の障害", "Disk full"]
        {
            assert!(!modes.is_planned_work(title), "{title}");
        }
        assert!(modes.announces_work("Mail relay", "On Sunday we will be performing a move to new disks."));
        assert!(!modes.announces_work("Mail relay failed", "It failed in the maintenance window."));
    }

    #[test]
    fn a_thing_is_no_failure_where_it_is_but_named() {
        let modes = built_in();
        let told = |text: &str| modes.told(text).iter().any(|(_, is_failure)| *is_failure);
        assert!(!told("We put a load balancer before it."));
        assert!(told("The load balancer was unreachable."));
        assert!(told("The disk was full."));
    }

    #[test]
    fn what_is_denied_is_not_said() {
        assert_eq!(found("This was not a memory leak."), [""; 0]);
        assert_eq!(found("Disk space was ruled out as the cause."), [""; 0]);
        assert!(found("We ruled out a bug. The disk was full.").contains(&"disk-full"));
    }
}
