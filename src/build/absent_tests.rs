//! Every template of the built-in theme with every value that may be absent absent: one at a time, and all together.
//!
//! Which values those are is read from `docs/theme.md`, which a test holds to the views.

use super::{Input, Memo, plan};
use crate::config::Config;
use crate::model::{AsOf, Date};
use crate::site::ThemeFiles;
use crate::text::{ContentPath, Source};
use include_dir::{Dir, include_dir};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

static CONTENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");
static THEME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/theme");

/// A field of a view: its name, the view that its values are, and whether it may be absent.
struct Field {
    name: &'static str,
    of: Option<&'static str>,
    may_be_absent: bool,
}

/// The views by name, and the view of each template.
fn documented() -> (BTreeMap<&'static str, Vec<Field>>, BTreeMap<&'static str, &'static str>) {
    let (mut views, mut templates): (BTreeMap<_, Vec<Field>>, BTreeMap<_, _>) = Default::default();
    let mut view = "";
    for line in include_str!("../../docs/theme.md").lines() {
        if let Some(name) = line.strip_prefix("### ") {
            view = name;
        } else if let Some((name, rest)) = line.strip_prefix("| `").and_then(|row| row.split_once("` | ")) {
            let kind = rest.split(" | ").next().unwrap();
            let of = kind.split_once('[').map(|(_, of)| of.split(']').next().unwrap());
            views.entry(view).or_default().push(Field { name, of, may_be_absent: kind.ends_with(" or nothing") });
        } else if !view.is_empty() {
            let named = line.split('`').filter(|name| name.ends_with(".html"));
            named.for_each(|name| _ = templates.entry(name).or_insert(view));
        }
    }
    (views, templates)
}

fn files(dir: &'static Dir<'static>) -> Vec<(String, &'static [u8])> {
    let own = dir.files().map(|file| (file.path().to_string_lossy().into_owned(), file.contents()));
    own.chain(dir.dirs().flat_map(files)).collect()
}

/// The sample library.
fn input() -> Input {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let pages = files(&CONTENT).into_iter().filter(|(path, _)| path.ends_with(".md"));
    let mut pages: Vec<Source> =
        pages.map(|(path, bytes)| Source::new(ContentPath::new(&path).unwrap(), text(bytes))).collect();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    let built_in = files(&THEME).into_iter().map(|(path, bytes)| (path, bytes.to_vec())).collect();
    Input {
        pages,
        assets: Vec::new(),
        vocabulary: None,
        trackers: Vec::new(),
        theme: ThemeFiles { built_in, ..ThemeFiles::default() },
        config: Config::read(include_str!("../../book.toml")).value.into(),
        as_of: AsOf(Date::constant(2026, 11, 23)),
        diagnostics: Vec::new(),
    }
}

/// Takes away what is `absent` (view and field) wherever it is below a value of a view; remembers what was there.
fn without(
    value: &mut Value,
    view: &'static str,
    views: &BTreeMap<&'static str, Vec<Field>>,
    absent: &dyn Fn(&'static str, &'static str) -> bool,
    there: &mut BTreeSet<(&'static str, &'static str)>,
) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| without(value, view, views, absent, there)),
        Value::Object(fields) => {
            for Field { name, of, may_be_absent } in views.get(view).into_iter().flatten() {
                let Some(value) = fields.get_mut(*name) else { continue };
                if *may_be_absent && !value.is_null() {
                    there.insert((view, name));
                    if absent(view, name) {
                        *value = Value::Null;
                    }
                }
                if let Some(of) = of {
                    without(value, of, views, absent, there);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_built_in_template_does_without_every_value_that_may_be_absent() {
    let (views, templates) = documented();
    let planned = plan(&input(), &mut Memo::default(), |_| {});
    let theme = planned.plan.themes().next().unwrap();
    let pages = planned.plan.views();
    // The fullest page of each template shows most of what can be there; another shows what those lack.
    let mut chosen: BTreeMap<&str, Vec<(&Value, &str)>> = BTreeMap::new();
    let mut seen: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    for (template, view, language) in &pages {
        let name = templates.get(template.as_str()).unwrap_or_else(|| panic!("no view of {template}"));
        let mut there = BTreeSet::new();
        without(&mut view.clone(), name, &views, &|_, _| false, &mut there);
        let news = there.iter().filter(|(view, field)| seen.insert((template, view, field))).count();
        if news > 0 || !chosen.contains_key(template.as_str()) {
            chosen.entry(template).or_default().push((view, language));
        }
    }
    let made: Vec<(String, Vec<String>)> = chosen
        .into_par_iter()
        .map(|(template, pages)| {
            let mut failures = Vec::new();
            let name = templates[template];
            for (page, language) in pages {
                let mut there = BTreeSet::new();
                without(&mut page.clone(), name, &views, &|_, _| false, &mut there);
                let mut try_without = |what: &str, absent: &dyn Fn(&'static str, &'static str) -> bool| {
                    let mut page = page.clone();
                    without(&mut page, name, &views, absent, &mut BTreeSet::new());
                    if let Err(found) = theme.render(template, &page, language) {
                        failures.push(format!("{template} without {what}: {}", found.message));
                    }
                };
                try_without("anything", &|_, _| true);
                for (view, field) in &there {
                    try_without(&format!("{view}.{field}"), &|of, name| (of, name) == (*view, *field));
                }
            }
            (template.to_owned(), failures)
        })
        .collect();
    let all: Vec<String> = made.iter().flat_map(|(_, failures)| failures.clone()).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
    assert!(made.len() > 15 && seen.len() > 60, "{} templates, {} values", made.len(), seen.len());
}
