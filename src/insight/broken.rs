//! What broke, how, and by what: the things, failure modes and triggers of each incident, and what two of them share.

use super::rarity::rarity;
use super::thing::{Thing, things};
use super::thresholds::{MOST_THINGS, SYMPTOM};
use super::word_overlap::WordOverlap;
use super::word_reader::{WordReader, WordReaders};
use crate::config::Config;
use crate::document::{Part, account};
use crate::failure::{FailureModes, ModeIx};
use crate::library::{Page, PageIx, PageText, Pages};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A failure mode or trigger of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Mode {
    mode: ModeIx,
    /// How much the place counts where it is said, 0 to 1.
    weight: f64,
    /// How rare it is among incidents, 0 to 1.
    rarity: f64,
}

/// What broke, for each page.
pub(super) struct Broken {
    known: Arc<FailureModes>,
    modes: Vec<Vec<Mode>>,
    things: Vec<Vec<Thing>>,
    /// The words of the accounts, to be likened.
    pub(super) accounts: WordOverlap,
}

/// What two incidents share: of each kind how much that says, 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shared {
    /// The way to fail that says most.
    pub(super) mode: f64,
    /// The same of those that say why.
    pub(super) cause_mode: f64,
    /// The same of those modes that are telling by themselves.
    pub(super) telling_mode: f64,
    /// The thing that both titles name.
    pub(super) subject: f64,
    /// What set it off.
    pub(super) trigger: f64,
    /// The thing that says most, and the second.
    pub(super) things: [f64; 2],
    /// Whether both say how they failed, and it was never the same way.
    pub(super) modes_differ: bool,
}

impl Broken {
    /// Reads every account of a library.
    pub(super) fn new(library: Pages<'_>, readers: &WordReaders<'_>, config: &Config) -> Broken {
        let accounts: Vec<Vec<Part<'_>>> = library
            .par_iter()
            .map(|page| if page.is_incident() { account_of(page, config) } else { Vec::new() })
            .collect();
        let things = things(library, &accounts, readers, &config.modes);
        let modes = modes(library);
        let words = |reader: &mut WordReader<'_>, (page, parts): (&Arc<Page>, &Vec<Part<'_>>)| {
            let mut words: Vec<u64> = Vec::new();
            for Part { text, .. } in parts {
                let language = &page.incident().language.value;
                reader.read(text, language, |word| words.extend(word.is_telling.then_some(word.identity)));
            }
            words.sort_unstable();
            words.dedup();
            words.shrink_to_fit();
            words
        };
        let pages = library.library().pages.par_iter().zip(&accounts);
        let words = pages.map_init(|| readers.reader(), words).collect();
        Broken {
            known: Arc::clone(&config.modes),
            modes,
            things,
            accounts: WordOverlap::new(words, library.incidents.len()),
        }
    }

    /// What two incidents share.
    pub(super) fn shared(&self, a: PageIx, b: PageIx) -> Shared {
        let mut shared = Shared::default();
        let known = &self.known;
        let is_trigger = |mode: ModeIx| known.get(mode).is_some_and(|mode| mode.is_trigger);
        let (mut either, mut both) = ((false, false), false);
        for own in &self.modes[a.0] {
            either.0 |= !is_trigger(own.mode);
            let Some(other) = self.modes[b.0].iter().find(|other| other.mode == own.mode) else { continue };
            let counts = if known.get(own.mode).is_some_and(|mode| mode.is_symptom) { SYMPTOM } else { 1.0 };
            let says = own.rarity * own.weight.min(other.weight) * counts;
            let slot = if is_trigger(own.mode) { &mut shared.trigger } else { &mut shared.mode };
            *slot = slot.max(says);
            if known.get(own.mode).is_some_and(|mode| mode.is_telling) {
                shared.telling_mode = shared.telling_mode.max(says);
            }
            if counts >= 1.0 && !is_trigger(own.mode) {
                shared.cause_mode = shared.cause_mode.max(says);
            }
            both |= !is_trigger(own.mode);
        }
        either.1 = self.modes[b.0].iter().any(|own| !is_trigger(own.mode));
        shared.modes_differ = either.0 && either.1 && !both;
        shared.subject = self.shared_things(a, b).filter_map(|(thing, _)| self.subject(thing, b)).fold(0.0, f64::max);
        let mut things: Vec<f64> = self.shared_things(a, b).map(|(_, says)| says).collect();
        things.sort_by(|a, b| b.total_cmp(a));
        for (slot, says) in shared.things.iter_mut().zip(things) {
            *slot = says;
        }
        shared
    }

    /// All ways to fail.
    pub(super) fn known(&self) -> &FailureModes {
        &self.known
    }

    /// Whether a word, folded, names a thing of one of two incidents.
    pub(super) fn is_thing(&self, word: &str, a: PageIx, b: PageIx) -> bool {
        let name: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        [a, b].iter().any(|page| self.things[page.0].binary_search_by(|thing| thing.name.cmp(&name)).is_ok())
    }

    /// How much it says that a thing is the subject of both titles.
    fn subject(&self, thing: &Thing, other: PageIx) -> Option<f64> {
        let of_other = &self.things[other.0];
        let at = of_other.binary_search_by(|other| other.name.cmp(&thing.name)).ok()?;
        of_other.get(at)?.as_subject.and(thing.as_subject)
    }

    /// The things that two incidents share, with how much that says.
    pub(super) fn shared_things(&self, a: PageIx, b: PageIx) -> impl Iterator<Item = (&Thing, f64)> {
        let of_b = &self.things[b.0];
        self.things[a.0].iter().filter_map(move |own| {
            let at = of_b.binary_search_by(|other| other.name.cmp(&own.name)).ok()?;
            Some((own, own.rarity * own.weight.min(of_b.get(at)?.weight)))
        })
    }

    /// The modes that two incidents share, with how much that says, the most telling first; broader ones of which a kind is
    /// shared too are left out.
    pub(super) fn shared_modes(&self, a: PageIx, b: PageIx) -> Vec<(ModeIx, f64)> {
        let known = &self.known;
        let shared = |own: &Mode| {
            let other = self.modes[b.0].iter().find(|other| other.mode == own.mode)?;
            Some((own.mode, own.rarity * own.weight.min(other.weight)))
        };
        let is_failure = |mode: &Mode| known.get(mode.mode).is_some_and(|row| !row.is_trigger);
        let mut modes: Vec<(ModeIx, f64)> =
            self.modes[a.0].iter().filter(|mode| is_failure(mode)).filter_map(shared).collect();
        let broader: Vec<Option<ModeIx>> =
            modes.iter().map(|(mode, _)| known.get(*mode).and_then(|row| row.kind)).collect();
        modes.retain(|(mode, _)| !broader.contains(&Some(*mode)));
        modes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        modes
    }

    /// Incidents that tell of the same telling mode, or of the same mode of the same thing: lists of pairs worth a closer
    /// look, each in the order of the library. What many share is left out.
    pub(super) fn shared_by(&self, most: usize) -> Vec<Vec<PageIx>> {
        let known = &self.known;
        let mut by_mode: BTreeMap<(ModeIx, &str), Vec<PageIx>> = BTreeMap::new();
        for (page, modes) in self.modes.iter().enumerate() {
            let mut things: Vec<&Thing> = self.things.get(page).into_iter().flatten().collect();
            things.sort_by(|a, b| (b.rarity * b.weight).total_cmp(&(a.rarity * a.weight)).then(a.name.cmp(&b.name)));
            things.truncate(MOST_THINGS);
            for mode in modes {
                let Some(row) = known.get(mode.mode).filter(|row| !row.is_trigger) else { continue };
                if row.is_telling {
                    by_mode.entry((mode.mode, "")).or_default().push(PageIx(page));
                }
                for thing in &things {
                    by_mode.entry((mode.mode, &thing.name)).or_default().push(PageIx(page));
                }
            }
        }
        by_mode.into_values().filter(|pages| (2..=most).contains(&pages.len())).collect()
    }
}

/// What an incident's page says of what broke and why.
pub(super) fn account_of<'a>(page: PageText<'a>, config: &Config) -> Vec<Part<'a>> {
    let headings = &page.document().telling.headings;
    account(page.narrative(), headings, &page.body().text, &config.lexicon, &config.modes)
}

/// The modes of each page, as parse found them.
fn modes(library: Pages<'_>) -> Vec<Vec<Mode>> {
    let mut having: BTreeMap<ModeIx, usize> = BTreeMap::new();
    let incidents = || library.iter().filter(|(_, page)| page.is_incident());
    for failure in incidents().flat_map(|(_, page)| &page.telling().failures) {
        *having.entry(failure.mode).or_default() += 1;
    }
    let rarity = |mode: ModeIx| rarity(having.get(&mode).copied().unwrap_or(0), library.incidents.len());
    let of_page = |page: PageText<'_>| -> Vec<Mode> {
        let failures = page.telling().failures.iter().filter(|_| page.is_incident());
        failures
            .map(|failure| Mode { mode: failure.mode, weight: failure.weight(), rarity: rarity(failure.mode) })
            .collect()
    };
    library.iter().map(|(_, page)| of_page(page)).collect()
}
