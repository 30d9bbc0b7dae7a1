//! The API as other programs meet it: its form is that of the types, and documented.

use crate::reference::{holds, structs, table};
use crate::support::{library, page};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

#[test]
fn every_key_is_documented() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/site/api/schema.rs");
    let mut known = BTreeMap::new();
    structs(&schema, &mut known);
    let mut out = String::new();
    // From the whole file downwards, each struct where it is first met.
    let mut order = vec!["Library".to_owned()];
    let mut at = 0;
    while at < order.len() {
        let view = &known[&order[at]];
        for (field, kind, doc) in &view.fields {
            assert!(!doc.is_empty(), "{}.{field} is not documented", order[at]);
            let names = kind.split(|c: char| !c.is_alphanumeric());
            let next: Vec<String> = names.filter(|name| known.contains_key(*name)).map(str::to_owned).collect();
            order.extend(next.into_iter().filter(|name| !order.contains(name)).collect::<Vec<_>>());
        }
        let _ = writeln!(out, "## {}\n\n{}\n\n{}", order[at], view.doc, table(view, &known));
        at += 1;
    }
    assert_eq!(order.len(), known.len(), "structs that nothing leads to");
    holds("docs/api.md", "api", &out);
}

#[test]
fn a_time_is_as_exact_as_it_is_known() {
    let built = library(&[(
        "one.md",
        "---\ntitle: Disk full\nstarted: 2024-01-02\ntrigger: a log line in a loop\ndetection: a customer called\n\
        impact:\n  orders lost: 12\nauthors: [Ada, Grace]\nreviewers: Linus\n---\n\n## Timeline\n\n\
        - 2024-01-02: logs grew\n- 2024-01-02 10:00 UTC: queue grew\n- 2024-01-02 ~10:05 - 10:20 UTC: writes failed\n",
    )]);
    let api: Value = serde_json::from_str(page(&built, "api/library.json")).unwrap();
    let one = &api["postmortems"][0];
    assert_eq!((&one["date"], &one["started"]), (&json!("2024-01-02"), &Value::Null), "a day is no instant");
    let event = |at: &str, until: Value, approximate: bool, text: &str| json!({"at": at, "until": until, "approximate": approximate, "phase": null, "text": text});
    let expected = [
        event("2024-01-02", Value::Null, false, "logs grew"),
        event("2024-01-02T10:00:00Z", Value::Null, false, "queue grew"),
        event("2024-01-02T10:05:00Z", json!("2024-01-02T10:20:00Z"), true, "writes failed"),
    ];
    assert_eq!(one["timeline"], json!(expected));
    assert_eq!((&one["trigger"], &one["detection"]), (&json!("a log line in a loop"), &json!("a customer called")));
    assert_eq!(one["impact"], json!([{ "name": "orders lost", "value": "12" }]));
    assert_eq!((&one["authors"], &one["reviewers"]), (&json!(["Ada", "Grace"]), &json!(["Linus"])));
}
