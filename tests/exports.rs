//! Whole folders as other tools write them (`dialects/<tool>`): no mark of theirs is left on any page, links and pictures lead
//! somewhere, and the facts are read.

#![expect(clippy::disallowed_methods, reason = "a test reads its folders from the disk")]

use crate::support::{Built, library, page, text_of};
use std::path::{Path, PathBuf};

/// Marks that no reader should see.
const MARKS: [&str; 27] = [
    "{%", "{{", "%}", "}}", ":::", "[!", "[[_", "@&lt;", "]{", "+---", "+===", "_Toc", "xref:", "#tab", "{:", "(#",
    "{.", ":white", "ac:", "ri:", "CDATA", "data:", "base64", "\\", "{#", "%2D", "**",
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
            if !name.starts_with('.') || name.starts_with(".attachments") {
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
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
    assert!(html.contains("df -h {{ not a tag }}"), "code is left alone: {html}");
    assert!(html.contains("alt=\"Load by hour\"") && html.contains("Nobody was paged."), "{html}");
    assert_eq!(told(&built), ["`{% include footer.html %}`: an include of Liquid; left out"]);
}

#[test]
fn pages_of_docfx_are_read() {
    let built = checked("docfx");
    let facts = facts(&built, "outage");
    assert_eq!(facts["date"], "2023-11-05");
    assert_eq!(facts["timeline"].as_array().unwrap().len(), 2);
    let html = page(&built, "outage.html");
    assert_eq!(html.matches("href=\"banner.html\"").count(), 4, "{html}");
    assert!(html.contains("href=\"scripts/reload.sh\"") && html.contains("Since 2.0"), "{html}");
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
    assert!(page(&built, "Cache-miss.html").contains("class=\"language-mermaid\""));
    let switch = page(&built, "Post-mortems/Blue-green-switch.html");
    assert!(switch.contains(">Blue-green switch</h1>"), "{switch}");
    assert_eq!(switch.matches("href=\"Blue-green-switch.html\"").count(), 2, "{switch}");
}

#[test]
fn pages_of_hugo_are_read() {
    let built = checked("hugo");
    let html = page(&built, "relay.html");
    assert!(html.contains("href=\"queue.html#s-cause\"") && html.contains("href=\"queue.html\""), "{html}");
    assert!(html.contains("alt=\"Load of the relay\""), "{html}");
    // What the introduction of the folder cascades.
    assert_eq!(facts(&built, "relay")["services"], serde_json::json!(["mail"]));
    assert_eq!(
        (&facts(&built, "queue")["severity"], &facts(&built, "relay")["severity"]),
        (&"sev3".into(), &"sev1".into())
    );
}

#[test]
fn workspaces_of_notion_are_read() {
    let built = checked("notion");
    let facts = facts(&built, "Payment queue stuck");
    assert_eq!(
        (&facts["date"], &facts["severity"], &facts["status"]),
        (&"2024-03-05".into(), &"sev2".into(), &"final".into())
    );
    assert_eq!(facts["services"], serde_json::json!(["payments", "ledger"]));
    assert_eq!((facts["timeline"].as_array().unwrap().len(), facts["actions"].as_array().unwrap().len()), (2, 2));
    let html = page(&built, "Incident reports/Payment queue stuck.html");
    // By its file, and by its address at Notion.
    assert_eq!(html.matches("href=\"Payment%20queue%20stuck/Lock%20order.html\"").count(), 3, "{html}");
    assert!(html.contains("alt=\"Load of the queue\"") && html.contains("<summary>Raw numbers</summary>"), "{html}");
    assert!(
        page(&built, "Incident reports/Payment queue stuck/Lock order.html")
            .contains("../Payment%20queue%20stuck.html")
    );
    let is_with_id = |path: &str| path.contains("8f14e45fceea167a5a36dedd4bea2543") && !path.ends_with(".png");
    assert!(!built.artifacts.iter().any(|artifact| is_with_id(artifact.path.as_str())));
}

#[test]
fn pages_of_confluence_are_read() {
    let built = checked("confluence");
    let facts = facts(&built, "Thumbnails");
    assert_eq!((&facts["date"], &facts["severity"]), (&"2024-05-14".into(), &"sev2".into()));
    assert_eq!(facts["services"], serde_json::json!(["thumbnailer"]));
    assert_eq!(facts["timeline"].as_array().unwrap().len(), 2);
    assert_eq!((&facts["actions"][0]["owner"], &facts["actions"][1]["status"]), (&"yusuf".into(), &"done".into()));
    let html = page(&built, "Thumbnails.html");
    for shown in [
        "href=\"Scaler.html\">the scaler's page</a>",
        "href=\"attachments/notes.txt\"",
        "src=\"attachments/backlog.png\"",
        "<summary>Numbers</summary>",
        "kubectl logs &lt;pod&gt; &amp;&amp;",
        "<time datetime=\"2024-05-14\">2024-05-14</time>",
        "type=\"checkbox\"",
        "<h2 id=\"s-timeline\">Timeline <a class=\"anchor\"",
    ] {
        assert!(html.contains(shown), "{shown} in {html}");
    }
    assert_eq!(told(&built), ["`ac:macro drawio`: a macro of Confluence; left out"]);
}

#[test]
fn documents_of_google_are_read() {
    let built = checked("google-docs");
    let facts = facts(&built, "Crane stopped");
    assert_eq!((&facts["date"], &facts["severity"]), (&"2023-06-03".into(), &"sev1".into()));
    assert_eq!((facts["timeline"].as_array().unwrap().len(), &facts["actions"][0]["owner"]), (2, &"Noor".into()));
    let html = page(&built, "Crane stopped.html");
    assert!(html.contains("100% load - see #ops (internal) and [1]. It cost ~2 hours!"), "{html}");
    let picture = built.artifacts.iter().find(|artifact| artifact.path.as_str().starts_with("pictures/")).unwrap();
    assert!(html.contains(&format!("src=\"{}\" width=\"1\" height=\"1\"", picture.path)), "{html}");
    assert!(matches!(&picture.content, casebook::site::Content::Bytes(bytes) if bytes.starts_with(b"\x89PNG")));
}

/// The marks that `check` names.
fn told(built: &Built) -> Vec<&str> {
    let found = built.understood.diagnostics.iter().filter(|found| found.code.name() == "foreign-mark");
    found.map(|found| found.message.as_str()).collect()
}

#[test]
fn issue_forms_of_github_are_read() {
    let built = checked("github-form");
    let facts = facts(&built, "issue");
    assert_eq!((&facts["date"], &facts["severity"]), (&"2024-07-02".into(), &"sev3".into()));
    let missing: Vec<&str> = facts["missing"].as_array().unwrap().iter().filter_map(|part| part.as_str()).collect();
    assert!(missing.contains(&"causes"), "{missing:?}");
}
