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
    insta::assert_snapshot!(printed(github).replace('\u{1b}', "ESC"), @"
    ::error file=content/a%2C b.md,line=3,col=11,endLine=3,title=unknown-severity::`serv1` is not on the scaleESC[2J. Did you mean `sev1`?
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
