use super::*;
use crate::diagnostic::Code;
use crate::text::{ContentPath, Span};

const TEXT: &str = "---\ntitle: Queue\nseverity: serv1\n---\n";

fn printed(form: impl Fn(&[Diagnostic], &Texts<'_>) -> String) -> String {
    let path = ContentPath::new("a, b.md").unwrap();
    let at = TEXT.find("serv1").unwrap();
    let found = [
        Diagnostic::new(Code::UnknownSeverity, &path, Span::new(at..at + 5), "`serv1` is not on the scale\u{1b}[2J")
            .help("Did you mean `sev1`?")
            .label(Span::new(4..9), "here"),
        Diagnostic::new(Code::Inferred, &path, None, "date: 2024-01-01"),
    ];
    form(&found, &Texts { text: &|_| Some(TEXT), content_prefix: "content/".to_owned() })
}

#[test]
fn people_see_the_line_a_mark_and_a_remedy() {
    insta::assert_snapshot!(printed(|found, texts| human(found, texts, false)), @"
    error[unknown-severity]: `serv1` is not on the scale [2J
     --> content/a, b.md:3:11
      |
    2 | title: Queue
      | ----- here
    3 | severity: serv1
      |           ^^^^^
      |
      = help: Did you mean `sev1`?

    content/a, b.md: info[inferred]: date: 2024-01-01
    ");
}

#[test]
fn github_gets_escaped_commands() {
    insta::assert_snapshot!(printed(github), @"
    ::error file=content/a%2C b.md,line=3,col=11,endLine=3,title=unknown-severity::`serv1` is not on the scale [2J. Did you mean `sev1`?
    ::notice file=content/a%2C b.md,title=inferred::date: 2024-01-01. State it in front matter to make it certain.
    ");
}

#[test]
fn programs_get_json_and_sarif() {
    let list: serde_json::Value = serde_json::from_str(&printed(json)).unwrap();
    assert_eq!(list[0]["line"], 3);
    assert_eq!(list[0]["path"], "content/a, b.md");
    assert_eq!(list[1]["line"], serde_json::Value::Null);
    let log: serde_json::Value = serde_json::from_str(&printed(sarif)).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "content/a,%20b.md");
    let rule = result["ruleIndex"].as_u64().unwrap();
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][usize::try_from(rule).unwrap()]["id"], "unknown-severity");
}

#[test]
fn findings_are_counted() {
    let path = ContentPath::new("a.md").unwrap();
    let found = [Diagnostic::new(Code::BadDate, &path, None, "x"), Diagnostic::new(Code::BrokenLink, &path, None, "y")];
    assert_eq!(summary(&found), "1 error, 1 warning");
    assert_eq!(summary(&[]), "");
}

/// Findings of every kind about a text, with a label, in the form for people.
fn shown(text: &str, span: std::ops::Range<usize>, label: std::ops::Range<usize>) -> String {
    let path = ContentPath::new("a.md").unwrap();
    let found = Diagnostic::new(Code::ImpossibleOrder, &path, Span::new(span), "resolved before it began");
    let found = found.label(Span::new(label), "the other");
    human(&[found], &Texts { text: &|_| Some(text), content_prefix: String::new() }, false)
}

#[test]
fn a_label_far_away_is_told_by_its_place() {
    let text = format!("resolved: 1\n{}began: 2\n", "filler\n".repeat(500));
    let began = text.find("began").unwrap();
    for (span, label, line, other) in [(began..began + 5, 0..8, 502, 1), (0..8, began..began + 5, 1, 502)] {
        let shown = shown(&text, span, label);
        assert!(shown.contains(&format!(" --> a.md:{line}:1")), "{shown}");
        assert!(shown.contains(&format!("note: line {other}, column 1: the other")), "{shown}");
    }
    let near = shown("began: 2\nresolved: 1\n", 9..17, 0..5);
    assert!(near.contains("1 | began: 2\n  | ----- the other"), "{near}");
}

proptest::proptest! {
    #[test]
    fn every_finding_can_be_printed(
        lines in proptest::collection::vec("[a-zé🦀\\t\u{1b}\u{202e}\u{301}]{0,40}\r?\n?", 0..200),
        places in proptest::collection::vec(proptest::prelude::any::<proptest::sample::Index>(), 4),
        beyond in 0_usize..3,
    ) {
        let text = lines.concat();
        let at = |index: usize| places[index].index(text.len() + 1) + if beyond == index { 7 } else { 0 };
        let range = |a: usize, b: usize| at(a).min(at(b))..at(a).max(at(b));
        let (span, label) = (range(0, 1), range(2, 3));
        proptest::prop_assert!(shown(&text, span.clone(), label.clone()).contains("resolved before it began"));
        let path = ContentPath::new("a.md").unwrap();
        let found = [Diagnostic::new(Code::BadDate, &path, Span::new(span), &text).label(Span::new(label), &text)];
        let texts = Texts { text: &|_| Some(&text), content_prefix: String::new() };
        let log = github(&found, &texts);
        proptest::prop_assert!(log.ends_with('\n') && log.matches('\n').count() == 1);
        let acts = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || c == '\u{202e}';
        proptest::prop_assert!(!log.contains(acts));
        proptest::prop_assert!(!json(&found, &texts).is_empty() && !sarif(&found, &texts).is_empty());
    }
}
