//! Pages of `docs` that are made of the program: what a serialised struct and its fields are, and a page that is held to it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A serialised struct: what it is, and of each field the name, the type and what it is.
pub struct Struct {
    pub doc: String,
    pub fields: Vec<(String, String, String)>,
}

/// The serialised structs of a source file with their documentation.
pub fn structs(path: &Path, all: &mut BTreeMap<String, Struct>) {
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
            let field = field.trim_start_matches("pub ").trim_start_matches("pub(super) ").trim_start_matches("r#");
            if let Some(view) = all.get_mut(&name).filter(|_| field.chars().all(|c| c.is_lowercase() || c == '_')) {
                view.fields.push((field.to_owned(), kind.to_owned(), std::mem::take(&mut doc)));
            }
        } else if !trimmed.starts_with('#') {
            doc.clear();
        }
    }
}

/// A type as a reader of the page calls it.
pub fn called(kind: &str, known: &BTreeMap<String, Struct>) -> String {
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
        "usize" | "u8" | "u32" | "i32" | "i64" | "f64" => "number".to_owned(),
        "Map" => "table".to_owned(),
        name if known.contains_key(name) => format!("[{name}](#{})", name.to_lowercase()),
        other => panic!("no page can say what `{other}` is; teach tests/reference.rs"),
    }
}

/// The fields of a struct as a table.
pub fn table(view: &Struct, known: &BTreeMap<String, Struct>) -> String {
    let mut out = "| name | what | |\n| --- | --- | --- |\n".to_owned();
    for (field, kind, doc) in &view.fields {
        let _ = writeln!(out, "| `{field}` | {} | {doc} |", called(kind, known));
    }
    out
}

/// Holds what follows the mark of a page to what the program says; `UPDATE_DOCS=1` writes it anew.
pub fn holds(page: &str, test: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = fs::read_to_string(&path).unwrap();
    let again = format!("UPDATE_DOCS=1 cargo test --test all {test}::");
    let mark = format!("<!-- From here on made by tests/{test}.rs: {again} -->\n\n");
    let (before, after) = text.split_once(&mark).unwrap_or_else(|| panic!("{page} has no line {mark}"));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, format!("{before}{mark}{}\n", expected.trim_end())).unwrap();
        return;
    }
    assert_eq!(after.trim_end(), expected.trim_end(), "run {again}");
}
