//! Whole folders as other tools write them (`dialects/<tool>`): no mark of theirs is left on any page, links and pictures lead
//! somewhere, and the facts are read.

#![expect(clippy::disallowed_methods, reason = "a test reads its folders from the disk")]

use crate::support::{Built, library, page, text_of};
use std::path::{Path, PathBuf};

/// Marks that no reader should see.
const MARKS: [&str; 18] = [
    "{%", "{{", "%}", "}}", ":::", "[!", "[[_", "@&lt;", "]{", "+---", "+===", "_Toc", "xref:", "#tab", "{:", "(#",
    "{.", ":white",
];

fn folder(tool: &str) -> Built {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/dialects").join(tool);
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    files.sort();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    library(&files)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The folder of a tool, built, without marks on its pages, and without dead links.
fn checked(tool: &str) -> Built {
    let built = folder(tool);
    for artifact in built.artifacts.iter().filter(|artifact| artifact.path.as_str().ends_with(".html")) {
        let html = text_of(artifact);
        let Some((_, main)) = html.split_once("<main") else { continue };
        let mut in_tag = true;
        let mut code = 0;
        let mut text = String::new();
        for (at, c) in main.char_indices() {
            match c {
                '<' => {
                    in_tag = true;
                    code += i32::from(main[at..].starts_with("<code")) - i32::from(main[at..].starts_with("</code"));
                }
                '>' => in_tag = false,
                c if !in_tag && code == 0 => text.push(c),
                _ => {}
            }
        }
        for mark in MARKS {
            let found = text.find(mark).and_then(|at| text.get(at.saturating_sub(40)..at + 20));
            assert_eq!(found, None, "`{mark}` in {tool}/{}", artifact.path);
        }
    }
    let broken: Vec<_> =
        built.understood.diagnostics.iter().filter(|found| found.code.name().starts_with("broken-")).collect();
    assert!(broken.is_empty(), "{tool}: {broken:?}");
    built
}

fn facts(built: &Built, id: &str) -> serde_json::Value {
    let api: serde_json::Value = serde_json::from_str(page(built, "api/library.json")).unwrap();
    let all = api["postmortems"].as_array().unwrap();
    all.iter().find(|found| found["id"] == id).unwrap_or_else(|| panic!("{id} in {api}")).clone()
}

#[test]
fn posts_of_jekyll_are_read() {
    let built = checked("jekyll");
    let facts = facts(&built, "2021-03-04-printer-farm");
    assert_eq!(facts["date"], "2021-03-04");
    assert_eq!(facts["tags"], serde_json::json!(["spooler", "queue"]));
    assert_eq!(facts["timeline"].as_array().unwrap().len(), 2);
    let html = page(&built, "_posts/2021-03-04-printer-farm.html");
    assert!(
        html.contains("href=\"2021-01-12-full-disk.html\"") && html.contains("src=\"../assets/load.png\""),
        "{html}"
    );
    assert!(html.contains("df -h {{ not a tag }}") || html.contains("not a tag"), "code is left alone");
}

#[test]
fn pages_of_docfx_are_read() {
    let built = checked("docfx");
    let facts = facts(&built, "outage");
    assert_eq!(facts["date"], "2023-11-05");
    assert_eq!(facts["timeline"].as_array().unwrap().len(), 2);
    let html = page(&built, "outage.html");
    assert_eq!(html.matches("href=\"banner.html\"").count(), 3, "{html}");
    assert!(html.contains("src=\"media/load.png\" alt=\"Load of the gateway\""), "{html}");
}

#[test]
fn documents_of_pandoc_are_read() {
    let built = checked("pandoc");
    let facts = facts(&built, "review");
    assert_eq!((&facts["date"], &facts["severity"]), (&"2023-06-03".into(), &"sev1".into()));
    assert_eq!(facts["services"], serde_json::json!(["lock-gates"]));
    assert_eq!(facts["timeline"].as_array().unwrap().len(), 2);
    assert_eq!(facts["actions"].as_array().unwrap().len(), 2);
    assert_eq!(facts["actions"][1]["owner"], "K. Abebe");
    assert!(page(&built, "review.html").contains("src=\"media/gate.png\""));
}

#[test]
fn a_wiki_of_azure_devops_is_read() {
    let built = checked("azure");
    let all = page(&built, "api/library.json");
    let api: serde_json::Value = serde_json::from_str(all).unwrap();
    let facts = &api["postmortems"][0];
    assert_eq!((&facts["date"], &facts["actions"][0]["owner"]), (&"2024-02-06".into(), &"Noor Aziz".into()));
    assert_eq!(facts["actions"][0]["text"], "Warm the cache");
}

#[test]
fn pages_of_hugo_are_read() {
    let built = checked("hugo");
    let html = page(&built, "relay.html");
    assert!(html.contains("href=\"queue.html#s-cause\"") && html.contains("href=\"queue.html\""), "{html}");
    assert!(html.contains("alt=\"Load of the relay\""), "{html}");
}

#[test]
fn issue_forms_of_github_are_read() {
    let built = checked("github-form");
    let facts = facts(&built, "issue");
    assert_eq!((&facts["date"], &facts["severity"]), (&"2024-07-02".into(), &"sev3".into()));
    let missing: Vec<&str> = facts["missing"].as_array().unwrap().iter().filter_map(|part| part.as_str()).collect();
    assert!(missing.contains(&"causes"), "{missing:?}");
}
