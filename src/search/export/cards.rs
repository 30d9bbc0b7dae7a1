//! Cards: what a result shows, apart from the words it is found by.

use crate::config::Config;
use crate::library::{Library, Page, PageIx, Pages};
use crate::model::{PageKind, TaxonomyKey};
use crate::search::pack::{Writer, best_k, write_ascending};
use crate::text::{one_line, shorten};
use serde_json::{Value, json};

/// Cards in one file. Ten results lie in about ten files whatever the size, so small ones are cheap; there must not be
/// thousands of them either.
pub(super) const CARDS: usize = 32;
/// Excerpts in one file.
pub(super) const EXCERPTS: usize = 128;
/// How long an excerpt is, in characters.
const EXCERPT: usize = 200;
/// How long a title is, in characters.
const TITLE: usize = 160;

/// Where a page lies in the site, relative to its root.
fn url<'a>(library: &Library, index: PageIx, page: &'a Page) -> &'a str {
    if library.home == Some(index) { "index.html" } else { page.output.as_str() }
}

/// A card: title, URL, day, severity (1 is the worst, 0 none), services, minutes (-1 unknown), kind (0 incident, 1
/// article, 2 folder, 3 planned maintenance).
fn card(library: Pages<'_>, index: PageIx) -> Value {
    let page = library.page(index);
    let services: Vec<&str> =
        library.terms_of(TaxonomyKey::SERVICES).of(index).map(|term| term.name.as_str()).collect();
    let kind = match page.shape.kind {
        PageKind::Incident => 0,
        PageKind::Article => 1,
        PageKind::Folder => 2,
        PageKind::Maintenance => 3,
    };
    json!([
        shorten(&one_line(page.title()), TITLE),
        url(&library, index, page.page()),
        page.day().map(|day| day.to_string()).unwrap_or_default(),
        page.severity().map_or(0, |severity| severity.0 + 1),
        services,
        page.incident().duration_minutes().unwrap_or(-1),
        kind,
    ])
}

pub(super) fn cards(library: Pages<'_>, order: &[PageIx]) -> Vec<String> {
    let part = |pages: &[PageIx]| Value::Array(pages.iter().map(|page| card(library, *page)).collect()).to_string();
    order.chunks(CARDS).map(part).collect()
}

pub(super) fn excerpts(library: Pages<'_>, order: &[PageIx]) -> Vec<String> {
    let excerpt = |page: &PageIx| shorten(&one_line(&library.page(*page).telling().excerpt), EXCERPT);
    let part = |pages: &[PageIx]| Value::Array(pages.iter().map(|page| excerpt(page).into()).collect()).to_string();
    order.chunks(EXCERPTS).map(part).collect()
}

/// The days of the documents as days since the first of them: where dates begin, the first day, then the days. The
/// incidents without a date come before those with one, so the days ascend.
pub(super) fn days(library: &Library, order: &[PageIx]) -> String {
    let day = |index: &PageIx| library.page(*index).day().filter(|_| library.page(*index).is_incident());
    let undated = order.iter().take_while(|page| day(page).is_none()).count();
    let days: Vec<_> = order[undated..].iter().filter_map(day).collect();
    let Some(first) = days.first() else { return json!([undated, "", ""]).to_string() };
    let since = |later: &crate::model::Date| (*later - *first).get_days();
    let mut gaps = Vec::with_capacity(days.len());
    let mut before = 0;
    for days in days.iter().map(since) {
        gaps.push(u32::try_from(days - before).unwrap_or(0));
        before = days;
    }
    let mut writer = Writer::default();
    let k = best_k(gaps.iter().copied());
    writer.bits(k, 5);
    gaps.iter().for_each(|gap| writer.rice(*gap, k));
    json!([undated, first.to_string(), writer.finish()]).to_string()
}

/// How long each document's incident lasted, in minutes and one; 0 where that is unknown.
pub(super) fn minutes(library: &Library, order: &[PageIx]) -> String {
    let minutes: Vec<u32> = order
        .iter()
        .map(|index| library.page(*index).incident().duration_minutes().unwrap_or(-1))
        .map(|minutes| u32::try_from(minutes + 1).unwrap_or(0).min(1 << 30))
        .collect();
    let mut writer = Writer::default();
    let k = best_k(minutes.iter().copied());
    writer.bits(k, 5);
    minutes.iter().for_each(|minutes| writer.rice(*minutes, k));
    json!(writer.finish()).to_string()
}

/// A field that results can be filtered by and counted under.
pub(super) struct FieldPart {
    /// Its name in queries.
    pub name: String,
    /// For each value: what it is called, other ways to write it, its documents.
    pub values: String,
}

/// Every field with its values, the most frequent first.
pub(super) fn fields(library: &Library, order: &[PageIx], config: &Config) -> Vec<FieldPart> {
    let mut numbers = vec![0_u32; library.pages.len()];
    order.iter().zip(0..).for_each(|(page, number)| numbers[page.0] = number);
    let mut fields = Vec::new();
    let value = |(name, aliases, mut documents): (String, Vec<String>, Vec<u32>)| {
        documents.sort_unstable();
        documents.dedup();
        let mut writer = Writer::default();
        write_ascending(&mut writer, &documents);
        json!([name, aliases, writer.finish()])
    };
    let mut push = |name: &str, values: Vec<(String, Vec<String>, Vec<u32>)>| {
        let values: Vec<Value> =
            values.into_iter().filter(|(_, _, documents)| !documents.is_empty()).map(value).collect();
        if !values.is_empty() {
            fields.push(FieldPart { name: name.to_owned(), values: Value::Array(values).to_string() });
        }
    };
    let of = |test: &dyn Fn(&Page) -> bool| -> Vec<u32> {
        order.iter().zip(0..).filter(|(index, _)| test(library.page(**index))).map(|(_, number)| number).collect()
    };
    let plain = |name: &str, test: &dyn Fn(&Page) -> bool| (name.to_owned(), Vec::new(), of(test));
    let severities = config.severities.names().zip(0_u8..);
    push(
        "severity",
        severities.map(|(name, rank)| plain(name, &|page| page.severity().is_some_and(|own| own.0 == rank))).collect(),
    );
    for (key, taxonomy) in config.taxonomies() {
        let index = library.terms_of(key);
        // What was said instead of a term: synonyms and deprecated terms.
        let mut moved: Vec<Vec<&str>> = vec![Vec::new(); index.terms.len()];
        for (slug, to) in &index.moved {
            moved[*to].push(slug);
        }
        let mut values: Vec<(String, Vec<String>, Vec<u32>)> = index
            .terms
            .iter()
            .zip(moved)
            .map(|(term, moved)| {
                let pages = term.incidents_below.iter().chain(&term.articles).map(|page| numbers[page.0]).collect();
                let mut aliases = term.spellings.clone();
                aliases.push(term.slug.clone());
                aliases.extend(moved.into_iter().map(str::to_owned).filter(|slug| !term.spellings.contains(slug)));
                aliases.retain(|alias| *alias != term.name);
                (term.name.clone(), aliases, pages)
            })
            .collect();
        values.sort_by_key(|(_, _, pages)| std::cmp::Reverse(pages.len()));
        push(field_name(&taxonomy.name), values);
    }
    let statuses = crate::model::Status::ALL.iter();
    push(
        "status",
        statuses
            .map(|status| {
                plain(status.name(), &|page| page.incident().status.as_ref().is_some_and(|own| own.value == *status))
            })
            .collect(),
    );
    let lapses = crate::model::Lapse::ALL.iter();
    push(
        "lapse",
        lapses
            .map(|lapse| plain(lapse.name(), &|page| page.incident().lapses.iter().any(|own| own.value == *lapse)))
            .collect(),
    );
    let is_maintenance = |page: &Page| page.shape.kind == PageKind::Maintenance;
    let mut kinds = vec![
        plain("incident", &Page::is_incident),
        plain("article", &|page| !page.is_incident() && !is_maintenance(page)),
    ];
    if !library.maintenances.is_empty() {
        kinds.push(plain("maintenance", &is_maintenance));
    }
    push("kind", kinds);
    fields
}

/// A taxonomy's name in queries: built-in ones in the singular.
fn field_name(taxonomy: &str) -> &str {
    match taxonomy {
        "categories" => "category",
        "services" => "service",
        "teams" => "team",
        "causes" => "cause",
        "tags" => "tag",
        "failure-modes" => "failure",
        "triggers" => "trigger",
        other => other,
    }
}
