//! Abbreviations of PHP Markdown Extra, kramdown and MkDocs: `*[SLO]: service level objective` says once what each `SLO` of the page
//! means.

use super::edit::Edit;
use super::ground::{Ground, parser, within};
use aho_corasick::{AhoCorasick, MatchKind};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// How many a page may have, and how long each may be.
const MOST: usize = 300;
const LONGEST: usize = 60;

/// What a page says its abbreviations mean.
pub(super) type Abbreviations = BTreeMap<String, String>;

/// Whether a text may say any.
pub(super) fn may_contain(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

/// Of which a text has one that says any.
pub(super) const MARKS: &[&str] = &["*["];

/// The abbreviations of a text, and the changes that take their lines out.
pub(super) fn abbreviations(text: &str) -> (Abbreviations, Vec<Edit>) {
    let (mut found, mut edits) = (Abbreviations::new(), Vec::new());
    // `*[a link](b)*` says none.
    if !text.lines().any(|line| definition(line).is_some()) {
        return (found, edits);
    }
    let ground = Ground::of(text);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let Some((name, meaning)) = definition(line) else { continue };
        if within(&ground.code, range.start).is_none() && found.len() < MOST {
            found.entry(name.to_owned()).or_insert_with(|| words(meaning));
            edits.push(Edit::new(range, "\n"));
        }
    }
    (found, edits)
}

/// `*[name]: meaning`.
fn definition(line: &str) -> Option<(&str, &str)> {
    let indent = line.bytes().take(4).take_while(|byte| *byte == b' ').count();
    let (name, meaning) = line.get(indent..)?.strip_prefix("*[").filter(|_| indent < 4)?.split_once("]:")?;
    let is_name = !name.trim().is_empty() && name.len() <= LONGEST && !name.contains(['[', ']', '<']);
    is_name.then(|| (name.trim(), meaning.trim()))
}

/// The words of a line of Markdown.
fn words(text: &str) -> String {
    let events = parser(text).filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => Some(text),
        _ => None,
    });
    events.collect::<Vec<_>>().concat()
}

/// Says of each abbreviation in the events of a page what it means.
pub(super) fn explain(events: &mut Vec<(Event<'_>, Range<usize>)>, all: &Abbreviations) {
    let names: Vec<&String> = all.iter().filter(|(_, meaning)| !meaning.is_empty()).map(|(name, _)| name).collect();
    let Ok(search) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&names) else { return };
    let before = std::mem::take(events);
    let mut in_code = false;
    for (event, range) in before {
        match &event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. }) => in_code = true,
            Event::End(TagEnd::CodeBlock | TagEnd::Image) => in_code = false,
            _ => {}
        }
        let Event::Text(text) = &event else {
            events.push((event, range));
            continue;
        };
        let mut from = 0;
        let place = |part: Range<usize>| {
            if range.len() == text.len() { range.start + part.start..range.start + part.end } else { range.clone() }
        };
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        for found in search.find_iter(&**text).filter(|_| !in_code) {
            let (start, end) = (found.start(), found.end());
            let is_part = text[..start].ends_with(is_word) || text[end..].starts_with(is_word);
            let Some(meaning) = names.get(found.pattern().as_usize()).and_then(|name| all.get(*name)) else { continue };
            if is_part {
                continue;
            }
            if from < start {
                events.push((Event::Text(text[from..start].to_owned().into()), place(from..start)));
            }
            let open = format!("<abbr title=\"{}\">", escaped(meaning));
            events.push((Event::InlineHtml(open.into()), place(start..start)));
            events.push((Event::Text(text[start..end].to_owned().into()), place(start..end)));
            events.push((Event::InlineHtml("</abbr>".into()), place(end..end)));
            from = end;
        }
        if from == 0 {
            events.push((event, range));
        } else if from < text.len() {
            events.push((Event::Text(text[from..].to_owned().into()), place(from..text.len())));
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_is_explained_and_its_line_is_gone() {
        let text = "The SLO broke, not SLOs.\n\n*[SLO]: service \"level\" [objective](b.md)\n*[X]:\n\n`*[SLO]: x`\n";
        let (all, edits) = abbreviations(text);
        assert_eq!((all.len(), edits.len()), (2, 2));
        let mut events: Vec<_> = crate::dialect::parser("The SLO broke, not SLOs.").into_offset_iter().collect();
        explain(&mut events, &all);
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, events.into_iter().map(|(event, _)| event));
        assert_eq!(
            html,
            "<p>The <abbr title=\"service &quot;level&quot; objective\">SLO</abbr> broke, not SLOs.</p>\n"
        );
    }
}
