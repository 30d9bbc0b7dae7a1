//! A library's own lexicon: a page in a language that the program does not know is read as any other.

use casebook::config::Config;
use casebook::document::{Document, parse};
use casebook::lexicon::Lexicon;
use casebook::model::{ActionStatus, PageKind, Phase, SectionKind};
use casebook::survey::Conventions;
use casebook::text::{ContentPath, Source};
use std::sync::Arc;

/// A few words of a language that nobody speaks.
const WORDS: &str = r#"
language = "xx"

[sections]
summary = ["korto"]
timeline = ["tempovico"]
actions = ["farendajxoj"]

[milestone-sentences]
started = ["paneo ekis"]
resolved = ["paneo finis"]

[labels]
severity = ["gravo"]

[action-keys]
owner = ["homo"]

[action-statuses]
done = ["preta"]

[months]
march = ["marto"]
"#;

const PAGE: &str = "# La bazo ne respondas

Gravo: sev2

## Korto

La bazo haltis.

## Tempovico

- 4 marto 2025 10:00 UTC Paneo ekis
- 11:30 Paneo finis

## Farendajxoj

| Tasko | Homo | Status |
| --- | --- | --- |
| Pligrandigi la bazon | Ana | preta |
";

fn read(config: &Config) -> Document {
    let path = ContentPath::new("panea.md").expect("a plain name is a path");
    parse(&Source::new(path, PAGE), config, &Conventions::default()).value
}

#[test]
fn a_page_in_an_invented_language_is_read() {
    let mut config = Config::read("").value;
    let without = read(&config);
    assert_ne!(without.shape.kind, PageKind::Incident, "no word of it is known");

    config.lexicon = Arc::new(Lexicon::with(WORDS).expect("the words can be read"));
    let document = read(&config);
    assert_eq!(document.shape.kind, PageKind::Incident);
    assert_eq!(document.shape.sections, [SectionKind::Summary, SectionKind::Timeline, SectionKind::Actions]);
    let incident = &document.shape.incident;
    let at = |phase: Phase| incident.milestones.get(phase).map(|at| at.value.rfc3339());
    assert_eq!(at(Phase::Started).as_deref(), Some("2025-03-04T10:00:00Z"));
    assert_eq!(at(Phase::Resolved).as_deref(), Some("2025-03-04T11:30:00Z"));
    assert!(incident.severity.is_some());
    let [action] = incident.actions.as_slice() else { panic!("one action is promised") };
    assert_eq!((action.owner.as_deref(), action.status), (Some("Ana"), ActionStatus::Done));
}

#[test]
fn settings_with_other_words_are_other_settings() {
    let built_in = Config::read("").value;
    let mut own = built_in.clone();
    own.lexicon = Arc::new(Lexicon::with(WORDS).expect("the words can be read"));
    assert_ne!(built_in.fingerprint(), own.fingerprint());
    assert!(Lexicon::with("[sections]\nsumary = []").is_err(), "a wrong name is an error");
}
