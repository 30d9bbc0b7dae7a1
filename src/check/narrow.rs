//! Names of pages for few in pages for many.

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::text_for;
use crate::front_matter::cut;
use crate::library::{PageIx, PageText, Pages};
use crate::markdown::events;
use crate::text::{Source, Span};
use aho_corasick::{AhoCorasick, MatchKind};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;

/// Titles of fewer words are what people say anyway.
const FEWEST_WORDS: usize = 3;

/// Where pages quote the title or the id of a page that is for fewer readers than they are. All names are looked for in one pass over
/// the texts; only where one is found is the page looked at closely.
pub fn narrow_names(library: Pages<'_>, sources: &[Source], config: &Config) -> Vec<Diagnostic> {
    if !config.audiences.reads_several() {
        return Vec::new();
    }
    let names = names(library, config);
    let patterns: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    let mut search = AhoCorasick::builder();
    search.match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true);
    // Building fails only beyond gigabytes of names.
    let Ok(search) = search.build(patterns) else { return Vec::new() };
    let mut found = Vec::new();
    for (_, page) in library.iter() {
        let Ok(at) = sources.binary_search_by(|source| source.path.cmp(page.path())) else { continue };
        let Some(source) = sources.get(at).filter(|_| page.stands_in.is_none()) else { continue };
        // A name may go on in the next line.
        let text = source.text.replace(['\n', '\r'], " ");
        let hits = search.find_iter(&text).filter(|hit| is_whole(&text, hit.range())).filter_map(|hit| {
            let (_, named) = names.get(hit.pattern().as_usize())?;
            let named = library.page(*named);
            let is_narrower = config.audiences.is_narrower(audience(named), audience(page));
            is_narrower.then(|| (hit.range(), named))
        });
        let hits: Vec<(Range<usize>, PageText<'_>)> = hits.collect();
        if !hits.is_empty() {
            let told = Told::of(page, source, config);
            found.extend(hits.into_iter().filter(|(at, _)| told.has(at)).map(|(at, named)| finding(page, at, named)));
        }
    }
    found
}

fn finding(page: PageText<'_>, at: Range<usize>, named: PageText<'_>) -> Diagnostic {
    let message = format!("this names `{}`, which fewer people may read than this page", named.path());
    Diagnostic::new(Code::NarrowPageNamed, page.path(), Span::new(at), message)
}

/// The names of pages, each with the page of the widest audience that has it.
fn names(library: Pages<'_>, config: &Config) -> Vec<(String, PageIx)> {
    let mut widest: HashMap<String, PageIx> = HashMap::new();
    for (index, page) in library.iter() {
        let title = Some(page.title()).filter(|title| title.split_whitespace().count() >= FEWEST_WORDS);
        let is_told_apart = |id: &&str| id.contains(|c: char| c.is_ascii_digit()) && id.contains(char::is_alphabetic);
        let id = Some(page.id.as_str()).filter(is_told_apart);
        for name in [title, id].into_iter().flatten() {
            let known = widest.entry(name.to_ascii_lowercase()).or_insert(index);
            if config.audiences.is_narrower(audience(library.page(*known)), audience(page)) {
                *known = index;
            }
        }
    }
    let everybody = config.audiences.names().last();
    let is_for_few = |index: PageIx| config.audiences.is_narrower(audience(library.page(index)), everybody);
    let mut names: Vec<(String, PageIx)> = widest.into_iter().filter(|(_, page)| is_for_few(*page)).collect();
    names.sort();
    names
}

fn audience(page: PageText<'_>) -> Option<&str> {
    page.incident().audience.as_ref().map(|found| &*found.value)
}

/// Whether a name is no part of a longer one, nor of a path.
fn is_whole(text: &str, at: Range<usize>) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let before = text.get(..at.start).and_then(|before| before.chars().next_back());
    let mut after = text.get(at.end..).unwrap_or_default().chars();
    let (next, second) = (after.next(), after.next());
    let goes_on = matches!(next, Some('-' | '.' | '/')) && second.is_some_and(is_word);
    !(before.is_some_and(|c| is_word(c) || matches!(c, '-' | '/' | '#')) || next.is_some_and(is_word) || goes_on)
}

/// What of a page is shown as text to its readers.
struct Told {
    ranges: Vec<Range<usize>>,
    /// The page's text with what they may not read blanked; `None` where they may read all of it.
    shown: Option<String>,
}

impl Told {
    fn of(page: PageText<'_>, source: &Source, config: &Config) -> Told {
        let own = config.audiences.of_readers(audience(page)).unwrap_or_default();
        let config = Config { audiences: own, ..config.clone() };
        let body = cut(&source.path, &source.text, &mut Vec::new()).body;
        let shown = text_for(&source.path, &source.text, body, &config);
        let rest = shown.as_deref().unwrap_or(&source.text).get(body..).unwrap_or_default();
        let mut ranges = Vec::new();
        let mut in_code = false;
        for (event, at) in events(rest) {
            match event {
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::End(TagEnd::CodeBlock) => in_code = false,
                Event::Text(_) if !in_code => ranges.push(body + at.start..body + at.end),
                _ => {}
            }
        }
        let narrative = page.narrative();
        let fields = [&narrative.summary, &narrative.description, &narrative.trigger, &narrative.detection];
        let fields = fields.into_iter().flatten().chain([&narrative.title]).filter_map(|field| field.span());
        ranges.extend(fields.map(Span::range).filter(|at| at.end <= body));
        ranges.sort_by_key(|at| at.start);
        Told { ranges, shown }
    }

    fn has(&self, at: &Range<usize>) -> bool {
        let text = self.shown.as_deref().and_then(|shown| shown.get(at.clone()));
        if text.is_some_and(|text| text.trim().is_empty()) {
            return false;
        }
        let after = self.ranges.partition_point(|range| range.start <= at.start);
        after.checked_sub(1).and_then(|last| self.ranges.get(last)).is_some_and(|range| range.contains(&at.start))
    }
}
