//! How good and how fast `learn` is: `cargo bench --bench insight -- twins DIR…`, `… recurring DIR GROUPS.toml`,
//! `… groups DIR`, `… time DIR…`.
//!
//! - **twins**: each Markdown file of a folder, without its front matter, is split into two documents of alternating
//!   sentences. All halves together are the library, and nothing is known of any but its text. The related incidents of
//!   each first half, as its page shows them, are searched for the second half: it is the *first* of them, or among the
//!   first *five*. Files of fewer than two sentences have no halves.
//! - **recurring**: precision and recall of the pairs within recurring groups, against groups that were written down by
//!   hand from reading (`benches/recurring`). **groups** prints what is found in a folder, to be read; with `--bare`
//!   without front matter.
//! - **time**: seconds that the stages up to `learn` take for a folder.
//!
//! No collection of real postmortems comes with the project: a folder is an argument, and one that has no postmortems is
//! an error. Numbers and the day they were measured: `docs/insight.md`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a benchmark reads and prints"
)]

use casebook::build::{Input, Memo, Stage, Understood, understand};
use casebook::config::Config;
use casebook::library::PageIx;
use casebook::model::{AsOf, Date};
use casebook::text::{ContentPath, Source};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// Files of so many sentences are looked at by themselves too: a half of one sentence often shares no word with the
/// other. Of plain TF-IDF cosines (`sublinear`, no stop words, no stemming) 85 % and 97 % find the twin first and among
/// five where there are four sentences, 87 % and 99 % where there are six.
const LONGER: [usize; 2] = [4, 6];
/// How many related incidents a reader is sure to look at.
const FIRST: usize = 5;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done =
        match args.as_slice() {
            ["twins", dirs @ ..] if !dirs.is_empty() => dirs.iter().try_for_each(|dir| twins(Path::new(dir))),
            ["recurring", dir, groups] => recurring(Path::new(dir), Path::new(groups)),
            ["pairs", dir] => pair_numbers(Path::new(dir)),
            ["groups", dir] => groups(Path::new(dir), false),
            ["groups", "--bare", dir] => groups(Path::new(dir), true),
            ["time", dirs @ ..] if !dirs.is_empty() => dirs.iter().try_for_each(|dir| time(Path::new(dir))),
            _ => Err("say what to measure: twins DIR…, recurring DIR GROUPS.toml, groups [--bare] DIR, or time DIR…"
                .to_owned()),
        };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The Markdown files of a folder, as the program reads them.
fn read(dir: &Path) -> Result<Vec<Source>, String> {
    let pages = casebook::source::read_sources(dir, "vocabulary.toml", &[]).value.pages;
    if pages.is_empty() { Err(format!("{}: no Markdown files there", dir.display())) } else { Ok(pages) }
}

/// What is understood of these pages with these settings.
fn learn(pages: Vec<Source>, settings: &str, watch: impl FnMut(Stage)) -> Understood {
    let input = Input {
        pages,
        assets: Vec::new(),
        vocabulary: None,
        trackers: Vec::new(),
        theme: casebook::source::built_in_theme(),
        config: Config::read(settings).value.into(),
        as_of: AsOf(Date::constant(2026, 11, 23)),
        diagnostics: Vec::new(),
    };
    understand(&input, &mut Memo::default(), watch)
}

/// A text without what stands between fences at its beginning.
fn body(text: &str) -> &str {
    for fence in ["---\n", "+++\n"] {
        if let Some((_, rest)) = text.strip_prefix(fence).and_then(|inner| inner.split_once(&format!("\n{fence}"))) {
            return rest;
        }
    }
    text
}

/// A text cut after each sentence and each paragraph.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    for paragraph in text.split("\n\n") {
        let mut from = 0;
        for (at, sign) in paragraph.match_indices(['.', '!', '?']) {
            let end = at + sign.len();
            if paragraph[end..].starts_with(char::is_whitespace) {
                sentences.push(paragraph[from..end].trim());
                from = end;
            }
        }
        sentences.push(paragraph[from..].trim());
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Splits every file and looks for the halves.
fn twins(dir: &Path) -> Result<(), String> {
    let mut halves = Vec::new();
    for source in read(dir)? {
        let sentences = sentences(body(&source.text));
        if sentences.len() < 2 {
            continue;
        }
        for half in 0..2 {
            let text: Vec<&str> = sentences.iter().skip(half).step_by(2).copied().collect();
            // Nothing but their texts is alike: the name, which is indexed too, is the place times an odd number.
            let name = u32::try_from(halves.len() + 1).unwrap_or(0).wrapping_mul(0x9E37_79B1);
            let path = ContentPath::new(&format!("twins/{name:08x}.md")).ok_or("a plain name")?;
            halves.push((Source::new(path, text.join("\n\n")), sentences.len()));
        }
    }
    let lengths: Vec<usize> = halves.iter().map(|(_, sentences)| *sentences).collect();
    let names = halves.iter().map(|(source, _)| source.path.stem().to_owned());
    let places: BTreeMap<String, usize> = names.zip(0..).collect();
    let settings = "[folders.twins]\nkind = \"incident\"\n";
    let understood = learn(halves.into_iter().map(|(source, _)| source).collect(), settings, |_| {});
    let library = &understood.library();
    let place = |page: PageIx| places.get(library.page(page).path().stem()).copied();
    // Halves, twin first, twin among the first five; of first and second halves of all files and of longer ones.
    let mut found = [[0_usize; 3]; 6];
    for (index, _) in library.incidents() {
        let own = place(index).ok_or("a half")?;
        let related = &understood.insights().related[index.0];
        let at = related.iter().position(|related| place(related.page) == Some(own ^ 1));
        let longer = (2..).step_by(2).zip(LONGER).filter(|(_, least)| lengths[own] >= *least).map(|(row, _)| row);
        for row in std::iter::once(0).chain(longer).map(|row| row + own % 2) {
            found[row][0] += 1;
            found[row][1] += usize::from(at == Some(0));
            found[row][2] += usize::from(at.is_some_and(|at| at < FIRST));
        }
        if own % 2 == 0 && at != Some(0) {
            println!("  missed: {} ({} sentences), found at {at:?} of {}", own / 2, lengths[own], related.len());
        }
    }
    let names =
        std::iter::once("all".to_owned()).chain(LONGER.iter().map(|least| format!("{least} sentences or more")));
    let rows = names.flat_map(|name| ["first", "second"].map(|half| format!("{name}, {half} halves")));
    for (name, [of, first, five]) in rows.zip(found) {
        let share = |count: usize| 100.0 * count as f64 / of.max(1) as f64;
        println!(
            "{}: {name}: {of}, twin first {first} ({:.1} %), among the first {FIRST} {five} ({:.1} %)",
            dir.display(),
            share(first),
            share(five)
        );
    }
    Ok(())
}

#[derive(Deserialize)]
struct Groups {
    group: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    members: Vec<String>,
}

type Pair = (String, String);

/// All pairs within groups, each in the order of the names.
fn pairs(groups: &[Vec<String>]) -> BTreeSet<Pair> {
    let mut pairs = BTreeSet::new();
    for group in groups {
        for (at, a) in group.iter().enumerate() {
            pairs.extend(group[at + 1..].iter().map(|b| (a.min(b).clone(), a.max(b).clone())));
        }
    }
    pairs
}

/// The names of the files of each group that is found.
fn found(understood: &Understood) -> Vec<Vec<String>> {
    let name = |page: &PageIx| understood.library().page(*page).path().stem().to_owned();
    understood.insights().recurring.iter().map(|issue| issue.members.iter().map(name).collect()).collect()
}

fn recurring(dir: &Path, file: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let expected: Groups = toml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let understood = learn(read(dir)?, "", |_| {});
    let known: BTreeSet<&str> = understood.library().incidents().map(|(_, page)| page.path().stem()).collect();
    let expected: Vec<Vec<String>> = expected.group.into_iter().map(|group| group.members).collect();
    if let Some(missing) = expected.iter().flatten().find(|name| !known.contains(name.as_str())) {
        return Err(format!("{}: no postmortem `{missing}` there", dir.display()));
    }
    let (expected, found) = (pairs(&expected), pairs(&found(&understood)));
    let both = expected.intersection(&found).count();
    for (a, b) in found.difference(&expected) {
        println!("  claimed, not expected: {a} and {b}");
    }
    for (a, b) in expected.difference(&found) {
        println!("  expected, not claimed: {a} and {b}");
    }
    println!(
        "{}: {} pairs expected, {} claimed, {both} of both: precision {:.2}, recall {:.2}",
        dir.display(),
        expected.len(),
        found.len(),
        both as f64 / found.len().max(1) as f64,
        both as f64 / expected.len().max(1) as f64
    );
    Ok(())
}

/// Prints the numbers of every pair, for `scripts/fit-recurring`.
fn pair_numbers(dir: &Path) -> Result<(), String> {
    let understood = learn(read(dir)?, "", |_| {});
    let pages = understood.pages();
    let config = Config::read("").value;
    let inverted = casebook::search::invert(pages, &config, &mut casebook::search::Segments::default());
    let statistics = casebook::search::statistics(&inverted);
    println!("{}", serde_json::json!(casebook::insight::FEATURES));
    for (a, b, numbers) in casebook::insight::pair_features(pages, &statistics, &config) {
        let name = |page: PageIx| pages.page(page).path().as_str().to_owned();
        println!("{}", serde_json::json!([name(a), name(b), numbers]));
    }
    Ok(())
}

/// Prints what is found.
fn groups(dir: &Path, bare: bool) -> Result<(), String> {
    let mut pages = read(dir)?;
    let mut settings = "";
    if bare {
        for page in &mut pages {
            let path = ContentPath::new(&format!("bare/{}", page.path.as_str())).ok_or("a plain name")?;
            *page = Source::new(path, body(&page.text).to_owned());
        }
        settings = "[folders.bare]\nkind = \"incident\"\n";
    }
    let understood = learn(pages, settings, |_| {});
    for issue in &understood.insights().recurring {
        println!("{} ({})", issue.title, issue.key);
        for member in &issue.members {
            let page = understood.pages().page(*member);
            println!(
                "  {} {} ({})",
                page.day().map_or_else(String::new, |day| day.to_string()),
                page.title(),
                page.path().stem()
            );
        }
        for evidence in &issue.evidence {
            println!("    {:?}", evidence.reason);
        }
    }
    println!("{} groups", understood.insights().recurring.len());
    Ok(())
}

fn time(dir: &Path) -> Result<(), String> {
    let pages = read(dir)?;
    let count = pages.len();
    let mut marks: Vec<(Stage, Instant)> = Vec::new();
    let understood = learn(pages, "", |stage| marks.push((stage, Instant::now())));
    let ends: Vec<Instant> = marks.iter().skip(1).map(|(_, at)| *at).chain([Instant::now()]).collect();
    for ((stage, from), to) in marks.into_iter().zip(ends) {
        println!("{count} files: {:<6} {:>7.3} s", stage.name(), (to - from).as_secs_f64());
    }
    println!("{count} files: {} recurring issues", understood.insights().recurring.len());
    Ok(())
}
