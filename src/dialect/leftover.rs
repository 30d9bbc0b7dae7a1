//! Marks of other tools that are left in the text of a body: each is named once for a page.

use super::tag::{head, tag};
use super::{Becomes, Foreign};
use memchr::memchr2;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeSet;
use std::ops::Range;

/// The marks in the events of a body that are shown as text, one of each name.
pub fn leftovers(events: &[(Event<'_>, Range<usize>)]) -> Vec<Foreign> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut in_code = false;
    for (at, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            // The mark of a callout is understood.
            Event::Text(text) if text.starts_with("[!") && begins_quote(events, at) => {}
            Event::Text(text) if !in_code => marks(text, range, &mut seen, &mut found),
            _ => {}
        }
    }
    found
}

/// Whether an event is the first text of a block quote.
fn begins_quote(events: &[(Event<'_>, Range<usize>)], at: usize) -> bool {
    let before = at.checked_sub(2).and_then(|start| events.get(start..at));
    matches!(before, Some([(Event::Start(Tag::BlockQuote(_)), _), (Event::Start(Tag::Paragraph), _)]))
        && events.get(at).is_some_and(
            |(event, _)| matches!(event, Event::Text(text) if text.trim_end_matches(['+', '-']).ends_with(']')),
        )
}

fn marks(text: &str, range: &Range<usize>, seen: &mut BTreeSet<String>, found: &mut Vec<Foreign>) {
    let mut add = |mark: String, what: &'static str, at: usize, length: usize| {
        if seen.insert(mark.clone()) {
            let start = (range.start + at).min(range.end);
            found.push(Foreign { mark, what, range: start..(start + length).min(range.end), becomes: Becomes::Text });
        }
    };
    if text.starts_with(":::") {
        add(head(text).trim().to_owned(), "a container that Casebook cannot read", 0, head(text).len());
    } else if text.starts_with("!!! ") || text.starts_with("??? ") {
        add(head(text).trim().to_owned(), "an admonition that Casebook cannot read", 0, head(text).len());
    } else if let Some(rest) = text.strip_prefix("[!") {
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
        if !name.is_empty() {
            let length = name.len() + 2;
            add(format!("[!{name}]"), "an extension of docfx", 0, length);
        }
    }
    if text.contains('[') {
        undefined(text, &mut add);
    }
    let mut at = 0;
    while let Some(start) = text.as_bytes().get(at..).and_then(|rest| memchr2(b'{', b'%', rest)).map(|next| at + next) {
        let rest = &text[start..];
        at = start + 1;
        if rest.starts_with("{{") {
            let Some((body, length)) = tag(rest, "}}") else { continue };
            at = start + length;
            let name = first_word(body.trim_matches(['<', '>', '%', ' ', '/']));
            match body.chars().next() {
                Some('<') => add(format!("{{{{< {name} >}}}}"), "a Hugo shortcode", start, length),
                Some('%') => add(format!("{{{{% {name} %}}}}"), "a Hugo shortcode", start, length),
                _ => add(format!("{{{{ {name} }}}}"), "a variable of a template", start, length),
            }
        } else if rest.starts_with("{%") {
            let Some((body, length)) = tag(rest, "%}") else { continue };
            at = start + length;
            add(format!("{{% {} %}}", first_word(body)), "a Liquid tag", start, length);
        } else if rest.starts_with("{: ") || rest.starts_with("{:.") || rest.starts_with("{:#") {
            let Some(end) = head(rest).find('}') else { continue };
            at = start + end + 1;
            add(rest[..=end].to_owned(), "attributes of kramdown", start, end + 1);
        } else if rest.starts_with("%%") {
            at = start + 2;
            let before = text[..start].chars().next_back();
            if before.is_none_or(char::is_whitespace) && rest.len() > 2 {
                add("%%".to_owned(), "an Obsidian comment that nothing ends", start, 2);
            }
        }
    }
}

/// References and footnotes that nothing defines: `[text][name]`, `[^name]`.
fn undefined(text: &str, add: &mut impl FnMut(String, &'static str, usize, usize)) {
    for (at, _) in text.match_indices("[^").take(50) {
        let Some(end) = head(&text[at..]).find(']') else { continue };
        let name = &text[at + 2..at + end];
        // `[^a-z]` is a pattern, and what follows one repeats it.
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        if is_name && !text[at + end + 1..].starts_with(['+', '*', '{', '?', '$', '(']) {
            add(text[at..=at + end].to_owned(), "a footnote that is defined nowhere", at, end + 1);
        }
    }
    for (at, _) in text.match_indices("][").take(50) {
        let Some(start) = text[..at].rfind(['[', ']']).filter(|start| text[*start..].starts_with('[')) else {
            continue;
        };
        let (label, rest) = (&text[start + 1..at], &text[at + 2..]);
        let Some(end) = head(rest).find(']') else { continue };
        let is_free =
            text[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ']' | ')' | '_'));
        let has_words = |text: &str| text.chars().any(char::is_alphabetic) && text.len() < 80;
        let is_number = !rest[..end].is_empty() && rest[..end].bytes().all(|byte| byte.is_ascii_digit());
        if is_free && has_words(label) && (has_words(&rest[..end]) || is_number) {
            add(
                text[start..at + 3 + end].to_owned(),
                "a reference that is defined nowhere",
                start,
                at + 3 + end - start,
            );
        }
    }
}

fn first_word(text: &str) -> &str {
    text.split([' ', '=', '(', '"']).find(|word| !word.is_empty()).unwrap_or("")
}
