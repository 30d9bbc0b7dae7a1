//! The theme as its users meet it: the documented contexts are those of the program, and the example theme builds.

use crate::reference::{Struct, holds, structs, table};
use crate::support::{casebook, folder, printed};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
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
            let undocumented = view.fields.iter().find(|(_, _, doc)| doc.is_empty() && !wanted);
            assert!(undocumented.is_none(), "{name}: {undocumented:?} is not documented");
            let _ = writeln!(out, "### {name}\n\n{}\n\n{}", view.doc, table(view, &known));
        }
    }
    out
}

#[test]
fn every_context_of_a_template_is_documented() {
    holds("docs/theme.md", "theme", &reference());
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
