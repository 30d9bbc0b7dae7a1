//! The theme as its users meet it: the documented contexts are those of the program, and the example theme builds.

use crate::support::{casebook, folder, printed};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A struct that templates see.
struct Struct {
    doc: String,
    fields: Vec<(String, String, String)>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The serialised structs of a source file with their documentation.
fn structs(path: &Path, all: &mut BTreeMap<String, Struct>) {
    let text = fs::read_to_string(path).unwrap();
    let (mut doc, mut name, mut is_view) = (String::new(), String::new(), false);
    for line in text.lines() {
        let trimmed = line.trim();
        if let Some(said) = trimmed.strip_prefix("/// ") {
            let _ = write!(doc, "{}{said}", if doc.is_empty() { "" } else { " " });
        } else if trimmed.starts_with("#[derive") {
            is_view = trimmed.contains("Serialize");
        } else if let Some((_, rest)) = trimmed.split_once("struct ").filter(|_| trimmed.ends_with('{')) {
            name = rest.split(['<', ' ']).next().unwrap_or("").to_owned();
            if is_view {
                all.insert(name.clone(), Struct { doc: std::mem::take(&mut doc), fields: Vec::new() });
            }
            is_view = false;
        } else if line == "}" {
            name.clear();
            doc.clear();
        } else if let Some((field, kind)) = trimmed.trim_end_matches(',').split_once(": ") {
            let field = field.trim_start_matches("pub ").trim_start_matches("pub(super) ");
            if let Some(view) = all.get_mut(&name).filter(|_| field.chars().all(|c| c.is_lowercase() || c == '_')) {
                view.fields.push((field.to_owned(), kind.to_owned(), std::mem::take(&mut doc)));
            }
        } else if !trimmed.starts_with('#') {
            doc.clear();
        }
    }
}

/// A type as a reader of templates calls it.
fn called(kind: &str, known: &BTreeMap<String, Struct>) -> String {
    let kind = kind.trim_start_matches("&'a ").trim_start_matches("&'static ");
    let inner = |prefix: &str| kind.strip_prefix(prefix)?.strip_suffix('>').map(str::to_owned);
    if let Some(inner) = inner("Vec<").or_else(|| kind.strip_prefix('[')?.strip_suffix(']').map(str::to_owned)) {
        return format!("list of {}", called(&inner, known));
    }
    if let Some(inner) = inner("Option<") {
        return format!("{} or nothing", called(&inner, known));
    }
    let kind = kind.split('<').next().unwrap_or(kind);
    let name = kind.rsplit("::").next().unwrap_or(kind).split('<').next().unwrap_or(kind);
    match name {
        "String" | "str" => "text".to_owned(),
        "bool" => "yes or no".to_owned(),
        "usize" | "u8" | "u32" | "i64" => "number".to_owned(),
        "Map" => "table".to_owned(),
        name if known.contains_key(name) => format!("[{name}](#{})", name.to_lowercase()),
        other => panic!("docs/theme.md cannot say what `{other}` is; teach tests/theme.rs"),
    }
}

/// The reference of contexts, from the views.
fn reference() -> String {
    let mut known = BTreeMap::new();
    let mut files: Vec<_> =
        fs::read_dir(root().join("src/site/view")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.extend(["src/site/theme.rs", "src/site/render.rs"].map(|path| root().join(path)));
    files.sort();
    files.iter().for_each(|path| structs(path, &mut known));
    let mut out = String::new();
    let of_template = |view: &Struct| view.doc.contains(".html`");
    for (heading, wanted) in [("Templates", true), ("Values", false)] {
        let _ = writeln!(out, "## {heading}\n");
        for (name, view) in known.iter().filter(|(_, view)| of_template(view) == wanted) {
            let _ = writeln!(out, "### {name}\n\n{}\n\n| name | what | |\n| --- | --- | --- |", view.doc);
            for (field, kind, doc) in &view.fields {
                assert!(!doc.is_empty() || wanted, "{name}.{field} is not documented");
                let _ = writeln!(out, "| `{field}` | {} | {doc} |", called(kind, &known));
            }
            out.push('\n');
        }
    }
    out
}

#[test]
fn every_context_of_a_template_is_documented() {
    let path = root().join("docs/theme.md");
    let page = fs::read_to_string(&path).unwrap();
    let mark = "<!-- From here on made by tests/theme.rs: UPDATE_DOCS=1 cargo test --test all theme:: -->\n\n";
    let (before, after) = page.split_once(mark).expect("docs/theme.md has the mark of the reference");
    let expected = reference();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, format!("{before}{mark}{}\n", expected.trim_end())).unwrap();
        return;
    }
    assert_eq!(after.trim_end(), expected.trim_end(), "run UPDATE_DOCS=1 cargo test --test all theme::");
}

#[test]
fn every_template_and_setting_of_the_theme_is_named_in_its_documentation() {
    let page = fs::read_to_string(root().join("docs/theme.md")).unwrap();
    for entry in fs::read_dir(root().join("theme/templates")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(!name.ends_with(".html") || page.contains(&format!("`{name}`")), "docs/theme.md does not name {name}");
    }
    let defaults: toml::Table = casebook::config::DEFAULTS.parse().unwrap();
    for key in defaults["theme"].as_table().unwrap().keys() {
        assert!(page.contains(&format!("`{key}`")), "docs/theme.md does not name the setting {key}");
    }
}

#[test]
fn the_example_theme_builds_without_a_complaint() {
    let out = TempDir::new().unwrap();
    let example = root().join("examples/harbour");
    let site = out.path().join("site");
    let run = casebook(&["build", example.to_str().unwrap(), "--out", site.to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
    assert!(!printed(&run).contains("warning["), "{}", printed(&run));
    let home = fs::read_to_string(site.join("index.html")).unwrap();
    for said in ["harbour-master.", "Harbour status", "Made by the pilots", "assets/logo."] {
        assert!(home.contains(said), "{said} is not on the home page:\n{home}");
    }
    // The settings leave these out.
    assert!(!home.contains("class=\"calendar\"") && !home.contains(">Trends</a></li>"), "{home}");
    let sheet = fs::read_dir(site.join("assets")).unwrap().map(|entry| entry.unwrap().path());
    let sheet = sheet
        .filter(|path| path.to_string_lossy().contains("casebook."))
        .find(|path| path.extension().is_some_and(|ending| ending == "css"));
    assert!(fs::read_to_string(sheet.unwrap()).unwrap().contains("--accent:light-dark(#0a6b5e,#6fd3c1)"));
}

#[test]
fn templates_write_numbers_as_the_language_does() {
    for (language, wanted) in [("en", "1234 12,345"), ("de", "1.234 12.345"), ("fr", "1234 12\u{202f}345")] {
        let book = format!("[book]\nlanguage = \"{language}\"\n");
        let template = b"<p>{{ 1234 | number }} {{ 12345 | number }}</p>";
        let library = folder(&[
            ("book.toml", book.as_bytes()),
            ("theme/templates/404.html", template),
            ("content/a.md", b"# A\n"),
        ]);
        let run = casebook(&["build", library.path().to_str().unwrap()]);
        assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
        let page = fs::read_to_string(library.path().join("site/404.html")).unwrap();
        assert_eq!(page, format!("<p>{wanted}</p>"));
    }
}
