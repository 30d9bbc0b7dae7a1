//! `casebook search`.

use super::args::{Search, SearchOrder};
use super::exit::{Failure, Outcome};
use super::opened::{Opened, Overrides, as_of, wish};
use super::terminal::stdout_colour;
use crate::build::index;
use crate::cache::{KeptDocuments, KeptIndex, program};
use crate::config::Config;
use crate::diagnostic::render::harmless_lines;
use crate::document::parse;
use crate::search::{
    Answer, Hit, IndexFile, MANIFEST, Order, Passage, ProblemKind, SearchError, Searcher, WordState, passage,
};
use crate::source::{locate, read_pages, stamp};
use crate::survey::Survey;
use crate::text::{ContentPath, Fingerprint, language_tag};
use anstyle::{AnsiColor, Style};
use serde_json::json;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

/// The kept list of the documents' paths: the index itself knows only where pages are published.
const PAGES: &str = "pages.json";

/// Asks a library. The index is kept in the user's cache folder and made anew when anything changed.
pub(super) fn run(args: &Search) -> Result<Outcome, Failure> {
    let overrides = Overrides { out: None, drafts: args.drafts, is_for_others: false };
    let located = locate(&wish(args.dir.as_deref(), &args.common, &overrides))?;
    let day = as_of(&args.common)?;
    let language = edition(args, &located.config)?;
    let kept = KeptIndex::of(&located.root, language.as_deref(), located.config.audiences.chosen());
    let stamp = stamp(&located.content, &located.skip).map(|content| {
        let Config { drafts, audiences, .. } = &*located.config;
        Fingerprint::of_value(&(content, program(), &located.book.text, drafts, audiences.chosen()))
    });
    let config = located.config.clone();
    let content = located.content.clone();
    if let Some(stamp) = stamp.filter(|stamp| kept.has(*stamp)) {
        match answer(args, &|name| kept.read(stamp, name)) {
            // Whoever damages or empties the cache gets an answer all the same.
            Err(SearchError::Damaged(_) | SearchError::Version) => {}
            Ok((answer, pages)) => return print(args, &answer, &pages, &config, &content),
        }
    }
    let opened = Opened::of(located, day);
    let mut documents = KeptDocuments::of(&opened.root, &config);
    let mut memo = documents.recall(&config);
    let made = index(&opened.input, &mut memo, language.as_deref(), |_| {})
        .map_err(|known| Failure::NoSuchLanguage(language.clone().unwrap_or_default(), known.join(", ")))?;
    let mut files = made.files;
    let pages: Vec<&str> = made.pages.iter().map(ContentPath::as_str).collect();
    files.push(IndexFile { name: PAGES.to_owned(), text: json!(pages).to_string() });
    if let Some(stamp) = stamp {
        kept.keep(stamp, &files);
    }
    let by_name: HashMap<&str, &str> = files.iter().map(|file| (file.name.as_str(), file.text.as_str())).collect();
    let (answer, pages) = answer(args, &|name| by_name.get(name).map(|text| (*text).to_owned()))?;
    let outcome = print(args, &answer, &pages, &config, &content);
    documents.keep(&memo);
    outcome
}

/// The tag of the edition that is asked; `None` for that of the library's own language.
fn edition(args: &Search, config: &Config) -> Result<Option<String>, Failure> {
    let Some(wanted) = &args.language else { return Ok(None) };
    let tag = language_tag(wanted).ok_or_else(|| Failure::NotALanguage(wanted.clone()))?;
    Ok(Some(tag).filter(|tag| Some(tag) != language_tag(&config.language).as_ref()))
}

fn answer(
    args: &Search,
    read: &dyn Fn(&str) -> Option<String>,
) -> Result<(Answer, Vec<Option<ContentPath>>), SearchError> {
    let order = match args.sort {
        SearchOrder::Relevance => Order::Relevance,
        SearchOrder::Newest => Order::Newest,
        SearchOrder::Oldest => Order::Oldest,
        SearchOrder::Longest => Order::Longest,
    };
    let answer = Searcher::open(read)?.search(&args.query, args.limit, order)?;
    let paths: Vec<String> = read(PAGES)
        .and_then(|text| serde_json::from_str(&text).ok())
        .ok_or_else(|| SearchError::Damaged(MANIFEST.to_owned()))?;
    let of = |hit: &Hit| paths.get(hit.document as usize).and_then(|path| ContentPath::new(path));
    let pages = answer.hits.iter().map(of).collect();
    Ok((answer, pages))
}

/// What is shown of a hit's page besides what the index knows.
#[derive(Default)]
struct Shown {
    /// The passage that it was found by.
    passage: Passage,
    /// What ended the incident; empty where nobody says.
    mitigation: String,
}

/// What is shown of the hits: their pages are read and parsed again, which takes less than keeping a second copy of every
/// text.
fn shown(answer: &Answer, pages: &[Option<ContentPath>], config: &Config, content: &Path) -> Vec<Shown> {
    let sources = read_pages(content, pages.iter().flatten().cloned());
    let mut sources = sources.into_iter();
    let of = |page: &Option<ContentPath>| {
        page.as_ref()?;
        let source = sources.next()??;
        let document = parse(&source, config, &Survey::alone(&source, config)).value;
        let passage = passage(&document.body.text, &answer.forms)
            .unwrap_or_else(|| Passage { text: document.telling.excerpt.clone(), ..Passage::default() });
        Some(Shown { passage, mitigation: document.telling.mitigation })
    };
    pages.iter().map(of).map(Option::unwrap_or_default).collect()
}

fn print(
    args: &Search,
    answer: &Answer,
    pages: &[Option<ContentPath>],
    config: &Config,
    content: &Path,
) -> Result<Outcome, Failure> {
    let shown = shown(answer, pages, config, content);
    let folder = edition(args, config)?.map_or_else(String::new, |tag| format!("{tag}/"));
    let text = if args.json { as_json(answer, pages, &shown, &folder) } else { as_text(args, answer, pages, &shown) };
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Outcome::Done)
}

const BOLD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
/// A word that was looked for, where it stands.
const HIT: Style = AnsiColor::Yellow.on_default().bold();

fn corrected(answer: &Answer) -> Vec<(&str, &[String])> {
    let corrected = answer.words.iter().filter(|word| word.state == WordState::Corrected);
    corrected.map(|word| (word.text.as_str(), word.shown.as_slice())).collect()
}

fn as_json(answer: &Answer, pages: &[Option<ContentPath>], shown: &[Shown], folder: &str) -> String {
    let result = |((hit, page), shown): ((&Hit, &Option<ContentPath>), &Shown)| {
        let passage = &shown.passage;
        json!({
            "path": page.as_ref().map(ContentPath::as_str),
            "url": format!("{folder}{}", hit.url),
            "title": hit.title,
            "date": Some(&hit.date).filter(|date| !date.is_empty()),
            "severity": Some(&hit.severity).filter(|severity| !severity.is_empty()),
            "score": hit.score,
            "snippet": passage.text,
            "mitigation": Some(&shown.mitigation).filter(|text| !text.is_empty()),
            "section": Some(&passage.section).filter(|section| !section.is_empty()),
        })
    };
    let results: Vec<_> = answer.hits.iter().zip(pages).zip(shown).map(result).collect();
    let corrected: Vec<_> =
        corrected(answer).into_iter().map(|(word, shown)| json!({ "word": word, "shown": shown })).collect();
    let mut text = json!({ "results": results, "total": answer.total, "corrected": corrected }).to_string();
    text.push('\n');
    text
}

fn as_text(args: &Search, answer: &Answer, pages: &[Option<ContentPath>], hits: &[Shown]) -> String {
    let colour = stdout_colour(&args.common);
    // Titles and passages are the authors' own: what moves a cursor or turns text round stays out of the terminal.
    let styled = |text: &str, style: Style| {
        let text = harmless_lines(text);
        if colour { format!("{style}{text}{style:#}") } else { text }
    };
    let mut out = String::new();
    // Writing to memory cannot fail.
    let mut line = |text: String| _ = writeln!(out, "{text}");
    for word in answer.words.iter().filter(|word| word.state != WordState::Known) {
        let shown = harmless_lines(&word.shown.join(", "));
        line(match word.state {
            WordState::Corrected => format!("Nothing mentions {}; showing {shown}.", styled(&word.text, BOLD)),
            _ => format!("Nothing mentions {}.", styled(&word.text, BOLD)),
        });
    }
    for problem in &answer.problems {
        let near = if problem.near.is_empty() {
            String::new()
        } else {
            format!("; did you mean {}?", problem.near.join(", "))
        };
        line(match problem.kind {
            ProblemKind::UnknownField => format!("{} is searched as words{near}", problem.text),
            ProblemKind::BadDate => format!("{}: write a date as 2025, 2025-01 or 2025-01-31", problem.text),
            ProblemKind::UnknownValue => format!("{}: there is no such value{near}", problem.text),
        });
    }
    for ((hit, page), Shown { passage, mitigation }) in answer.hits.iter().zip(pages).zip(hits) {
        let facts: Vec<&str> =
            [hit.date.as_str(), hit.severity.as_str()].into_iter().filter(|fact| !fact.is_empty()).collect();
        line(format!("\n{}  {}", styled(&hit.title, BOLD), harmless_lines(&facts.join("  "))).trim_end().to_owned());
        let section = if passage.section.is_empty() { String::new() } else { format!(" § {}", passage.section) };
        let path = page.as_ref().map_or(hit.url.as_str(), ContentPath::as_str);
        line(format!("  {}", styled(&format!("{path}{section}"), FAINT)));
        let mut shown = String::new();
        let mut from = 0;
        for mark in &passage.marks {
            shown.push_str(&harmless_lines(passage.text.get(from..mark.start).unwrap_or("")));
            shown.push_str(&styled(passage.text.get(mark.clone()).unwrap_or(""), HIT));
            from = mark.end;
        }
        shown.push_str(&harmless_lines(passage.text.get(from..).unwrap_or("")));
        if !shown.is_empty() {
            line(format!("  {shown}"));
        }
        if !mitigation.is_empty() {
            line(format!("  {} {}", styled("Fixed by:", BOLD), harmless_lines(mitigation)));
        }
        if args.explain {
            line(format!("  {}", explained(answer, hit)));
        }
    }
    if args.explain {
        for word in &answer.words {
            let shown = if word.shown.is_empty() { String::new() } else { format!(" as {}", word.shown.join(", ")) };
            line(format!("\n{}{shown}: weight {:.3}", word.text, word.weight).trim_end().to_owned());
        }
    }
    line(match (answer.total, answer.hits.len()) {
        (0, _) => "No results.".to_owned(),
        (total, shown) if shown < total => format!("\n{shown} of {total} results"),
        (1, _) => "\n1 result".to_owned(),
        (total, _) => format!("\n{total} results"),
    });
    out
}

/// A score's parts, as `search::rank` adds them up.
fn explained(answer: &Answer, hit: &Hit) -> String {
    let share = |part: f64| if answer.weight > 0.0 { 100.0 * part / answer.weight } else { 0.0 };
    format!(
        "score {:.3}: words {:.3}, {:.0} % of the query covered, {:.0} % of it in the title, phrases {:.3}",
        hit.score,
        hit.parts.words,
        share(hit.parts.covered),
        share(hit.parts.titled),
        hit.parts.phrases,
    )
}
