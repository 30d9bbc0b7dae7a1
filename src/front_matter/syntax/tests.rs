use super::*;
use crate::config::Config;
use proptest::prelude::*;

/// Fields as `name@place=json`, findings as `code@place`.
fn check(format: Format, matter: &str, fields: &[&str], findings: &[&str]) {
    let mut diagnostics = Vec::new();
    let path = ContentPath::new("a.md").unwrap();
    let entries = read(&path, matter, (format, 0..matter.len()), &Config::read("").value.limits, &mut diagnostics);
    let found: Vec<String> = entries
        .iter()
        .map(|(key, node)| {
            assert_eq!(key.span.text(matter).trim_matches('"'), key.name);
            format!("{}={} at {:?}", key.name, node.json(), node.span.text(matter))
        })
        .collect();
    assert_eq!(found, fields);
    let codes: Vec<String> =
        diagnostics.iter().map(|d| format!("{} at {:?}", d.code.name(), d.span.unwrap().text(matter))).collect();
    assert_eq!(codes, findings);
}

#[test]
fn yaml_values_know_their_places() {
    check(
        Format::Yaml,
        "title: \"Queue: stuck\"\nétat: été\nid: 007\nservices: [a, b]\nnested:\n  - x: 1\n",
        &[
            "title=\"Queue: stuck\" at \"\\\"Queue: stuck\\\"\"",
            "état=\"été\" at \"été\"",
            "id=7 at \"007\"",
            "services=[\"a\",\"b\"] at \"[a, b]\"",
            "nested=[{\"x\":1}] at \"- x: 1\"",
        ],
        &[],
    );
}

#[test]
fn one_mistake_costs_one_field() {
    check(
        Format::Yaml,
        "title: Queue: stuck\nseverity: sev1\ntags: [a\nid: 3\n",
        &["title=\"Queue: stuck\" at \"Queue: stuck\"", "severity=\"sev1\" at \"sev1\"", "id=3 at \"3\""],
        &["mended-front-matter at \": stuck\"", "bad-front-matter at \"\""],
    );
}

#[test]
fn repeated_keys_are_reported_and_the_first_counts() {
    check(
        Format::Yaml,
        "a: 1\nb: é\na:\n  - x\nc: 2\n",
        &["a=1 at \"1\"", "b=\"é\" at \"é\"", "c=2 at \"2\""],
        &["duplicate-key at \"a\""],
    );
}

#[test]
fn what_can_blow_up_is_refused() {
    for matter in ["a: &x 1\nb: *x\n", "a: *x\n", "a: !!str 1\n", "<<: 1\n"] {
        let mut problems = Vec::new();
        assert!(yaml::read(matter, 24, &mut problems).is_empty(), "{matter}");
        assert_eq!(problems.len(), 1, "{matter}");
    }
    for deep in ["[".repeat(30_000), "- ".repeat(30_000), "{a: ".repeat(15_000)] {
        let mut problems = Vec::new();
        yaml::read(&format!("a: {deep}"), 24, &mut problems);
        yaml::read(&deep, 24, &mut problems);
        assert!(!problems.is_empty());
    }
}

#[test]
fn toml_and_json_know_their_places_too() {
    check(
        Format::Toml,
        "title = \"a\"\ndate = 2024-03-01\n[impact]\nusers = 3\n",
        &[
            "title=\"a\" at \"\\\"a\\\"\"",
            "date=\"2024-03-01\" at \"2024-03-01\"",
            "impact={\"users\":3} at \"[impact]\"",
        ],
        &[],
    );
    check(Format::Toml, "a = 1\nb = \nc = 3\n", &["a=1 at \"1\"", "c=3 at \"3\""], &["bad-front-matter at \"\""]);
    check(
        Format::Json,
        "{\"a\": [1, {\"b\": null}], \"c\": \"d\"}",
        &["a=[1,{\"b\":null}] at \"[\"", "c=\"d\" at \"\\\"d\\\"\""],
        &[],
    );
    check(Format::Json, "{\"a\": 1,}", &[], &["bad-front-matter at \"\""]);
}

proptest! {
    #[test]
    fn no_front_matter_panics(matter in "([a-c]|: |:|\\[|\\]|\\{|\\}|- |\\n|  |\"|'|&|\\*|!|<<|#|\\||>|é|=|1|,|\\\\){0,40}") {
        for format in [Format::Yaml, Format::Toml, Format::Json] {
            let mut diagnostics = Vec::new();
            read(&ContentPath::new("a.md").unwrap(), &matter, (format, 0..matter.len()), &Config::read("").value.limits, &mut diagnostics);
            for diagnostic in diagnostics {
                let span = diagnostic.span.unwrap().range();
                prop_assert!(matter.get(span.clone()).is_some(), "{span:?}");
            }
        }
    }
}
