//! What is claimed of the sample library and of random ones: groups against those found by reading, every reason against
//! the documents, and keys that stay when incidents arrive.

use casebook::build::{Input, Memo, Understood, understand};
use casebook::config::Config;
use casebook::insight::Reason;
use casebook::library::{PageIx, Target};
use casebook::model::{AsOf, Date};
use casebook::search::Analyzer;
use casebook::source::{built_in_theme, read_sources};
use casebook::text::{ContentPath, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

fn understood(pages: Vec<Source>) -> Understood {
    let input = Input {
        pages,
        assets: Vec::new(),
        vocabulary: None,
        trackers: Vec::new(),
        theme: built_in_theme(),
        config: Config::read(include_str!("../book.toml")).value.into(),
        as_of: AsOf(Date::constant(2026, 11, 23)),
        diagnostics: Vec::new(),
    };
    understand(&input, &mut Memo::default(), |_| {})
}

fn sample() -> Vec<Source> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    read_sources(&content, "vocabulary.toml", &[]).value.pages
}

/// xorshift64*.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap() % limit
    }
}

const WORDS: [&str; 40] = [
    "pgbouncer",
    "kubelet",
    "checkout",
    "ledger",
    "quorum",
    "replica",
    "binlog",
    "gateway",
    "handshake",
    "certificate",
    "ingress",
    "spool",
    "journal",
    "scanner",
    "depot",
    "consumer",
    "rebalance",
    "partition",
    "snapshot",
    "tombstone",
    "resolver",
    "region",
    "cutover",
    "limiter",
    "bucket",
    "webhook",
    "cron",
    "batch",
    "failover",
    "pooler",
    "backoff",
    "jitter",
    "canary",
    "rollout",
    "sidecar",
    "envoy",
    "vacuum",
    "deadlock",
    "heap",
    "compaction",
];

/// Postmortems of nine issues that share words, causes and services, with ids, links, mentions and days in order; `mixed`
/// when their words are those of all issues.
fn random_library(seed: u64, count: usize, mixed: bool) -> Vec<Source> {
    let mut random = Random(seed | 1);
    (0..count)
        .map(|index| {
            let issue = random.below(9);
            let word = |random: &mut Random| match random.below(3) {
                _ if !mixed => WORDS[issue * 4 + random.below(4)],
                0 => WORDS[(issue * 4 + random.below(4)) % WORDS.len()],
                _ => WORDS[random.below(WORDS.len())],
            };
            let title: Vec<&str> = (0..4).map(|_| word(&mut random)).collect();
            let mut text = format!(
                "---\nid: INC-{index:04}\ntitle: {} {}\ndate: {}-{:02}-{:02}\ncauses: [cause-{issue}]\nservices: \
                 [service-{}]\ntrigger: trigger {}\n---\n\n",
                title[0],
                title[1..].join(" "),
                2020 + index / 24,
                1 + index / 2 % 12,
                1 + index % 2 * 14,
                issue / 2,
                random.below(12),
            );
            for _ in 0..8 {
                let sentence: Vec<&str> = (0..9).map(|_| word(&mut random)).collect();
                let _ = writeln!(text, "The {} was {}.", sentence[..4].join(" "), sentence[4..].join(" "));
            }
            if index > 0 && random.below(4) == 0 {
                let other = random.below(index);
                let said = ["This is the same as INC-", "See also INC-", "Unlike INC-"][random.below(3)];
                let _ = writeln!(text, "\n{said}{other:04} of before.");
            }
            Source::new(ContentPath::new(&format!("incidents/inc-{index:04}.md")).unwrap(), text)
        })
        .collect()
}

/// The terms of a file, front matter and all, in the language of its page.
fn terms(text: &str, language: &str) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    Analyzer::default().analyze(text, language, |token| {
        terms.insert(token.term.to_owned());
    });
    terms
}

/// Checks a reason against both documents.
fn is_true(understood: &Understood, texts: &BTreeMap<&str, &str>, reason: &Reason, both: [PageIx; 2]) {
    let library = understood.pages();
    let page = |index: PageIx| library.page(index);
    let text = |index: PageIx| texts[page(index).path().as_str()];
    let names = |from: PageIx, to: PageIx| {
        let references =
            page(from).page().related.iter().chain(&page(from).page().recurs).filter_map(|reference| reference.page());
        let links = page(from).page().links.iter().filter_map(|link| match link.target {
            Target::Page { page, .. } => Some(page),
            _ => None,
        });
        let day = page(to).day().map_or_else(String::new, |day| day.to_string());
        let own = text(from).to_lowercase();
        references.chain(links).any(|page| page == to)
            || own.contains(&page(to).id.to_lowercase())
            || !day.is_empty() && own.contains(&day)
    };
    match reason {
        Reason::SameWords(words) | Reason::SameTitle(words) | Reason::SameSummary(words) => {
            assert!(!words.is_empty());
            for (word, index) in words.iter().flat_map(|word| both.map(|index| (word, index))) {
                let language = &page(index).incident().language.value;
                // A word is shown as one page of the library has it; its term is what the documents share.
                let own = terms(text(index), language);
                let asked: BTreeSet<String> =
                    both.iter().flat_map(|index| terms(word, &page(*index).incident().language.value)).collect();
                assert!(
                    asked.iter().any(|term| own.contains(term)),
                    "`{word}` is not in {} ({reason:?})",
                    page(index).path()
                );
            }
        }
        Reason::SameTerms(key, slugs) => {
            let index = library.terms_of(*key);
            for (slug, page) in slugs.iter().flat_map(|slug| both.map(|page| (slug, page))) {
                assert!(index.of(page).any(|term| term.slug == *slug), "{slug}");
            }
        }
        Reason::SameFailure(things, modes) => {
            let known = casebook::failure::built_in();
            for index in both {
                let own: String = text(index).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
                let has = |thing: &String| {
                    own.contains(&thing.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>())
                };
                assert!(things.iter().all(has), "{things:?} {}", page(index).path());
                let said = known.found(text(index));
                assert!(!modes.is_empty() && modes.iter().all(|mode| said.contains(mode)), "{}", page(index).path());
            }
        }
        Reason::SameTrigger(trigger) => {
            let fold = casebook::text::slug;
            for index in both {
                let own = page(index).narrative().trigger.as_ref().map(|trigger| fold(&trigger.value));
                assert_eq!(own, Some(fold(trigger)));
            }
        }
        Reason::Claimed(_) => {
            assert!(names(both[0], both[1]) || names(both[1], both[0]), "{both:?} {reason:?}");
        }
        Reason::RecurrenceCue => {
            let later = texts[page(both[1]).path().as_str()].to_lowercase();
            let cues = [
                "before",
                "second",
                "third",
                "again",
                "previous",
                "earlier",
                "same",
                "similar",
                "recurrence",
                "repeat",
            ];
            assert!(cues.iter().any(|cue| later.contains(cue)), "{both:?} {reason:?}");
        }
        Reason::Corrected => unreachable!("no library here is corrected"),
    }
}

/// Checks every reason of a library; says how many there were.
fn check_reasons(pages: &[Source]) -> usize {
    let texts: BTreeMap<&str, &str> = pages.iter().map(|page| (page.path.as_str(), &*page.text)).collect();
    let understood = understood(pages.to_vec());
    let mut checked = 0;
    for (index, related) in understood.insights().related.iter().enumerate() {
        for one in related {
            assert!(!one.reasons.is_empty());
            for reason in &*one.reasons {
                is_true(&understood, &texts, reason, [PageIx(index), one.page]);
                checked += 1;
            }
        }
    }
    for evidence in understood.insights().recurring.iter().flat_map(|issue| &issue.evidence) {
        is_true(&understood, &texts, &evidence.reason, [evidence.earlier, evidence.later]);
        checked += 1;
    }
    checked
}

#[test]
fn every_reason_is_true_of_both_documents() {
    assert!(check_reasons(&sample()) > 150);
    for seed in 1..=6 {
        assert!(check_reasons(&random_library(seed * 7919, 60, true)) > 60);
    }
}

type Groups = BTreeMap<String, BTreeSet<String>>;

/// Members by key.
fn groups(pages: Vec<Source>) -> Groups {
    let understood = understood(pages);
    let id = |page: &PageIx| understood.library().page(*page).id.clone();
    let issues = &understood.insights().recurring;
    issues.iter().map(|issue| (issue.key.clone(), issue.members.iter().map(id).collect())).collect()
}

/// Adds incidents one at a time, by day: a group of which more than half is still together keeps its key. Says how many
/// times a group was there before and after, and how many times one lost members.
fn check_keys(pages: Vec<Source>) -> (usize, usize) {
    let (mut incidents, others): (Vec<Source>, Vec<Source>) = pages
        .into_iter()
        .partition(|page| page.path.as_str().starts_with("incidents/") && page.path.stem() != "_index");
    // Names begin with the day, or count in its order.
    incidents.sort_by(|a, b| a.path.cmp(&b.path));
    let mut before = Groups::new();
    let (mut kept, mut smaller) = (0, 0);
    for count in 2..=incidents.len() {
        let after = groups(incidents[..count].iter().chain(&others).cloned().collect());
        for (key, members) in &before {
            let persists = |new: &BTreeSet<String>| members.intersection(new).count() * 2 > members.len();
            if let Some((new_key, new)) = after.iter().find(|(_, new)| persists(new)) {
                assert_eq!(key, new_key, "{members:?}, then {new:?} at {}", incidents[count - 1].path);
                kept += 1;
                smaller += usize::from(!new.is_superset(members));
            }
        }
        before = after;
    }
    (kept, smaller)
}

#[test]
fn a_group_keeps_its_key_when_incidents_arrive() {
    let (kept, smaller) = check_keys(sample());
    assert!(kept > 60 && smaller == 0, "{kept} {smaller}");
    for seed in 1..=4 {
        let (kept, _) = check_keys(random_library(seed * 104_729, 36, false));
        assert!(kept > 10, "{kept}");
    }
}

#[test]
fn the_sample_library_has_the_groups_that_a_reader_finds() {
    #[derive(serde::Deserialize)]
    struct Groups {
        group: Vec<Group>,
    }
    #[derive(serde::Deserialize)]
    struct Group {
        members: Vec<String>,
    }
    fn pairs(groups: impl Iterator<Item = Vec<String>>) -> BTreeSet<(String, String)> {
        let of_group = |group: Vec<String>| {
            let pairs = group.iter().flat_map(|a| group.iter().map(move |b| (a.clone(), b.clone())));
            pairs.filter(|(a, b)| a < b).collect::<Vec<_>>()
        };
        groups.flat_map(of_group).collect()
    }
    let by_hand: Groups = toml::from_str(include_str!("../benches/recurring/sample-library.toml")).unwrap();
    let understood = understood(sample());
    let name = |page: &PageIx| understood.library().page(*page).path().stem().to_owned();
    let expected = pairs(by_hand.group.into_iter().map(|group| group.members));
    let found = pairs(understood.insights().recurring.iter().map(|issue| issue.members.iter().map(name).collect()));
    let both = expected.intersection(&found).count();
    assert_eq!(both, found.len(), "claimed, but no reader finds it: {:?}", found.difference(&expected));
    assert!(both * 10 >= expected.len() * 8, "{both} of {}", expected.len());
}
