//! The rules of the house: which room may import which, that ARCHITECTURE.md is true, that files stay one idea.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Lowest floor first. A room may import only rooms listed before it.
const FLOORS: &[&str] = &[
    "text",
    "diagnostic",
    "model",
    "clock",
    "lexicon",
    "config",
    "tracker",
    "front_matter",
    "survey",
    "markdown",
    "reading",
    "document",
    "library",
    "search",
    "insight",
    "check",
    "site",
    "build",
    "source",
    "cache",
    "publish",
    "serve",
    "command",
];
/// Rooms that touch the world; no room of the core may import them.
const EDGES: &[&str] = &["source", "cache", "publish", "serve", "command"];
/// A file longer than this says at its top why ("Long because …").
const LONGEST: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(dir: &Path, ending: &str) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("node_modules") {
            all.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            all.push(path);
        }
    }
    all.sort();
    all
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().into_owned()
}

fn room(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next()?.as_os_str().to_string_lossy().into_owned();
    let name = first.trim_end_matches(".rs").to_owned();
    (!matches!(name.as_str(), "lib" | "main")).then_some(name)
}

/// The rooms that a file names as `crate::room`.
fn imports(path: &Path, text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + 7..];
            assert!(!rest.starts_with('{'), "{}: write one `use crate::room::…` for each room: {line}", relative(path));
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            found.insert(rest[..end].to_owned());
        }
    }
    found
}

#[test]
fn imports_run_downwards_and_the_core_knows_no_edge() {
    let floor = |room: &str| FLOORS.iter().position(|floor| *floor == room);
    let mut wrong = Vec::new();
    for path in files(&root().join("src"), ".rs") {
        let Some(room) = room(&path) else { continue };
        let Some(mine) = floor(&room) else {
            wrong.push(format!("{}: the room `{room}` has no floor", relative(&path)));
            continue;
        };
        for theirs in imports(&path, &fs::read_to_string(&path).unwrap()) {
            match floor(&theirs) {
                None => wrong.push(format!("{}: `{theirs}` has no floor", relative(&path))),
                Some(other) if other > mine => {
                    wrong.push(format!("{}: {room} imports up into {theirs}", relative(&path)))
                }
                Some(other) if other != mine && EDGES.contains(&theirs.as_str()) && !EDGES.contains(&room.as_str()) => {
                    wrong.push(format!("{}: the pure room {room} imports the edge {theirs}", relative(&path)));
                }
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_edges_are_excused_from_the_ban_on_the_world() {
    for path in files(&root().join("src"), ".rs") {
        let text = fs::read_to_string(&path).unwrap();
        let excused =
            text.contains("expect(clippy::disallowed_methods") || text.contains("allow(clippy::disallowed_methods");
        let edge = room(&path).is_some_and(|room| EDGES.contains(&room.as_str()));
        let tests = relative(&path).contains("tests");
        assert!(!excused || edge || tests, "{} is no edge", relative(&path));
    }
}

#[test]
fn architecture_names_every_room_and_only_rooms_that_exist() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let named: BTreeSet<&str> = page
        .match_indices("`src/")
        .filter_map(|(at, _)| page[at + 5..].split('`').next())
        .map(|path| path.split('/').next().unwrap_or(path))
        .filter(|name| !name.is_empty() && !name.ends_with(".rs"))
        .collect();
    let there: BTreeSet<String> = files(&root().join("src"), ".rs").iter().filter_map(|path| room(path)).collect();
    assert_eq!(named, there.iter().map(String::as_str).collect());
    assert_eq!(there.len(), FLOORS.len());
    assert!(page.lines().count() <= 130, "ARCHITECTURE.md is one page");
}

#[test]
fn a_long_file_says_why() {
    for path in files(&root().join("src"), ".rs") {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.find("#[cfg(test)]\nmod tests {").map_or(text.as_str(), |at| &text[..at]);
        let reason = text.lines().take_while(|line| line.starts_with("//!")).any(|line| line.contains("Long because"));
        assert!(code.lines().count() <= LONGEST || reason, "{} has {} lines", relative(&path), code.lines().count());
    }
}

#[test]
fn no_test_file_is_forgotten() {
    let all = fs::read_to_string(root().join("tests/all.rs")).unwrap();
    for entry in fs::read_dir(root().join("tests")).unwrap().map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".rs").filter(|stem| *stem != "all") {
            assert!(all.contains(&format!("mod {stem};")), "tests/all.rs does not run tests/{name}");
        }
    }
}

#[test]
fn scripts_put_text_into_pages_only_as_text() {
    for path in files(&root().join("theme/assets"), ".js") {
        let text = fs::read_to_string(&path).unwrap();
        for banned in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "http://",
            "https://",
        ] {
            assert!(!text.contains(banned), "{} uses {banned}", relative(&path));
        }
    }
}

#[test]
fn templates_need_no_exception_from_a_strict_content_security_policy() {
    for path in files(&root().join("theme/templates"), ".html") {
        let text = fs::read_to_string(&path).unwrap();
        for banned in [" style=", "<style", "<script>", " onclick=", " onload=", "javascript:", "http://", "https://"] {
            assert!(!text.contains(banned), "{} has {banned}", relative(&path));
        }
        // Every value is escaped but those that the core made as HTML.
        for (at, _) in text.match_indices("| safe") {
            let value = text[..at].rsplit("{{").next().unwrap_or("").trim();
            let made = ["body", "summary", "introduction", "strip", "issue.strip", "plot.svg"];
            assert!(made.contains(&value), "{} passes `{value}` unescaped", relative(&path));
        }
    }
}

/// The names in braces of a text: `{n} of {all}` has `n` and `all`.
fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn the_theme_says_every_word_it_uses_in_every_language() {
    let folder = root().join("theme/i18n");
    let table = |path: &Path| -> toml::Table { fs::read_to_string(path).unwrap().parse().unwrap() };
    let ground = table(&folder.join("en.toml"));
    let english: BTreeSet<String> = ground.keys().cloned().collect();
    let languages = files(&folder, ".toml");
    assert!(languages.len() >= 5, "English, French, German, Spanish, Japanese: {languages:?}");
    for path in languages {
        let (name, words) = (relative(&path), table(&path));
        assert_eq!(english, words.keys().cloned().collect(), "{name}");
        for (key, english) in &ground {
            match (english, &words[key]) {
                (toml::Value::Array(english), toml::Value::Array(own)) => {
                    assert_eq!(english.len(), own.len(), "{name}: {key}");
                }
                // A singular may say "the one" without its number.
                (toml::Value::String(english), toml::Value::String(own)) => {
                    let mut lacking = placeholders(english);
                    lacking.retain(|name| !placeholders(own).contains(name));
                    assert!(lacking.is_empty(), "{name}: {key} lacks {lacking:?}");
                    let known = placeholders(&format!("{english}{}", if key.ends_with("_one") { "{n}" } else { "" }));
                    assert!(placeholders(own).is_subset(&known), "{name}: {key} has a name that nobody fills in");
                }
                other => panic!("{name}: {key} is of another kind: {other:?}"),
            }
        }
    }
    for path in files(&root().join("theme/templates"), ".html") {
        let text = fs::read_to_string(&path).unwrap();
        let not_a_name = |c: char| !c.is_alphanumeric() && c != '_';
        for (at, _) in text.match_indices("t.").filter(|(at, _)| text[..*at].ends_with(not_a_name)) {
            let key = text[at + 2..].split(not_a_name).next().unwrap_or("");
            assert!(key.is_empty() || english.contains(key), "{}: no word `{key}`", relative(&path));
        }
    }
    for path in files(&root().join("src/site"), ".rs") {
        let text = fs::read_to_string(&path).unwrap();
        for (call, endings) in
            [("words.text(\"", &[""][..]), ("words.fill(\"", &[""]), ("words.count(\"", &["_one", "_many"])]
        {
            for (at, _) in text.match_indices(call).filter(|(at, _)| !text[..*at].ends_with("format!(")) {
                let key = text[at + call.len()..].split('"').next().unwrap_or("");
                for ending in endings {
                    assert!(
                        english.contains(&format!("{key}{ending}")),
                        "{}: no word `{key}{ending}`",
                        relative(&path)
                    );
                }
            }
        }
    }
}
