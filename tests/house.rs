//! The rules of the house: which room may import which, that ARCHITECTURE.md is true, that files stay one idea.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Lowest floor first. A room may import only rooms listed before it.
const FLOORS: &[&str] = &[
    "text",
    "diagnostic",
    "model",
    "lexicon",
    "failure",
    "clock",
    "config",
    "tracker",
    "front_matter",
    "survey",
    "dialect",
    "markdown",
    "reading",
    "document",
    "library",
    "search",
    "insight",
    "check",
    "site",
    "build",
    "workspace",
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
/// Half of all files are no longer than the first, nine in ten no longer than the second.
const LENGTHS: [usize; 2] = [110, 280];
/// Rooms whose files still import each other in circles. A room that has none any more is taken off the list.
const CIRCULAR: &[&str] = &[];

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
    assert!(page.lines().count() <= 140, "ARCHITECTURE.md is one page");
}

/// A file's text up to its unit tests.
fn code(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod tests {").map_or(text, |at| &text[..at])
}

#[test]
fn files_stay_one_idea() {
    let mut lengths = Vec::new();
    for path in files(&root().join("src"), ".rs") {
        let text = fs::read_to_string(&path).unwrap();
        let reason = text.lines().take_while(|line| line.starts_with("//!")).any(|line| line.contains("Long because"));
        let length = code(&text).lines().count();
        assert!(length <= LONGEST || reason, "{} has {length} lines", relative(&path));
        if !path.ends_with("tests.rs") {
            lengths.push(length);
        }
    }
    lengths.sort_unstable();
    let found = [lengths[lengths.len() / 2], lengths[lengths.len() * 9 / 10]];
    assert!(found[0] <= LENGTHS[0] && found[1] <= LENGTHS[1], "median and ninetieth percentile: {found:?}");
}

/// A file by its modules: `site`, `view`, `home`.
type Module = Vec<String>;

/// The paths that a tree of a `use` names: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths_of(tree: &str) -> Vec<String> {
    let Some((before, inner)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap_or(tree).trim().to_owned()];
    };
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for c in inner.trim_end().trim_end_matches('}').chars() {
        match c {
            ',' if depth == 0 => parts.push(String::new()),
            _ => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                parts.last_mut().unwrap().push(c);
            }
        }
    }
    let parts = parts.iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| paths_of(&format!("{}{}", before.trim(), part.trim()))).collect()
}

/// The file that a path leads to from a module, and what is named in it; `None` outside the program.
fn target(modules: &BTreeMap<Module, String>, from: &[String], path: &str) -> Option<(Module, Vec<String>)> {
    let mut rest: Vec<String> = path.split("::").map(|part| part.trim().to_owned()).collect();
    let mut at = from.to_vec();
    match rest[0].as_str() {
        "crate" => at.clear(),
        "self" | "super" => {}
        first if modules.contains_key(&[from, &[first.to_owned()]].concat()) => rest.insert(0, "self".to_owned()),
        _ => return None,
    }
    while rest.first().is_some_and(|part| part == "super") {
        at.pop();
        rest.remove(0);
    }
    if rest.first().is_some_and(|part| part == "self" || part == "crate") {
        rest.remove(0);
    }
    while let Some(part) = rest.first().filter(|part| modules.contains_key(&[&at[..], &[(*part).clone()]].concat())) {
        at.push(part.clone());
        rest.remove(0);
    }
    (!at.is_empty()).then_some((at, rest))
}

/// Every file with the other files of its room that it takes something from. What `mod.rs` only passes on is taken from
/// where it is; what it defines itself is the folder's own, and free for the files in it.
fn arrows() -> BTreeMap<Module, BTreeSet<Module>> {
    let source = root().join("src");
    let mut modules: BTreeMap<Module, String> = BTreeMap::new();
    for path in files(&source, ".rs").into_iter().filter(|path| room(path).is_some() && !path.ends_with("tests.rs")) {
        let inside = path.strip_prefix(&source).unwrap().with_extension("");
        let mut module: Module = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        module.retain(|part| part != "mod");
        let text = fs::read_to_string(&path).unwrap();
        let lines = code(&text).lines().filter(|line| !line.trim_start().starts_with("//"));
        modules.insert(module, lines.collect::<Vec<_>>().join("\n"));
    }
    let mut passed_on: BTreeMap<(Module, String), (Module, Vec<String>)> = BTreeMap::new();
    let mut taken: Vec<(Module, (Module, Vec<String>))> = Vec::new();
    for (module, text) in &modules {
        for statement in text.split(';') {
            let (before, tree) = statement.rsplit_once("use ").unwrap_or((statement, ""));
            let line = before.rsplit('\n').next().unwrap_or("").trim();
            let is_use = !tree.is_empty() && (line.is_empty() || line.starts_with("pub"));
            if is_use {
                for found in paths_of(tree).iter().filter_map(|path| target(&modules, module, path)) {
                    let name = found.1.last().or(found.0.last()).cloned().unwrap_or_default();
                    match line.is_empty() {
                        true => taken.push((module.clone(), found)),
                        false => drop(passed_on.insert((module.clone(), name), found)),
                    }
                }
            }
            // Paths that are written out: `super::part::DateView`, `chart::backlog`.
            let rest = if is_use { before } else { statement };
            let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
            let paths = rest.split(|c| !is_path(c)).filter(|path| path.contains("::"));
            taken.extend(paths.filter_map(|path| Some((module.clone(), target(&modules, module, path)?))));
        }
    }
    let mut arrows: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
    for (from, (mut to, mut rest)) in taken {
        while let Some((next, further)) = rest.first().and_then(|name| passed_on.get(&(to.clone(), name.clone()))) {
            (to, rest) = (next.clone(), further.clone());
        }
        if to[0] == from[0] && !from.starts_with(&to) {
            arrows.entry(from).or_default().insert(to);
        }
    }
    arrows
}

#[test]
fn no_circle_among_the_files_of_a_room() {
    let arrows = arrows();
    assert!(arrows.len() > 150, "the files of the rooms are read: {}", arrows.len());
    let reach = |from: &Module| {
        let (mut met, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(to) = open.pop() {
            open.extend(arrows.get(to).into_iter().flatten().filter(|next| met.insert((*next).clone())));
        }
        met
    };
    let circular = arrows.keys().filter(|file| reach(file).contains(*file));
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut wrong = Vec::new();
    for file in circular {
        match CIRCULAR.iter().find(|room| **room == file[0]) {
            Some(room) => drop(known.insert(room)),
            None => wrong.push(file.join("::")),
        }
    }
    assert!(wrong.is_empty(), "these files import each other in a circle: {}", wrong.join(", "));
    assert_eq!(known, CIRCULAR.iter().copied().collect(), "rooms that have circles");
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
        // The page for URLs that lead nowhere has a style and a script of its own, which docs/hosting.md names.
        let is_missing = path.ends_with("404.html");
        for banned in [" style=", "<style", "<script>", " onclick=", " onload=", "javascript:", "http://", "https://"] {
            assert!(
                is_missing && banned.starts_with("<s") || !text.contains(banned),
                "{} has {banned}",
                relative(&path)
            );
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
