//! Links that only look like marks of another kind, and marks around links: `[[1]](#refs)` is a link whose text is `[1]`,
//! `[!INCLUDE [a](a.md)]` of docfx a link, `[Linux](#tab/linux)` the name of a tab; places of tables of contents go.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

type Spanned<'a> = (Event<'a>, Range<usize>);

/// Reads the links of a text in whose events they stand.
pub fn mend_links(text: &str, events: &mut Vec<Spanned<'_>>) {
    if text.contains("]](") {
        wiki_links(events);
    }
    if text.contains("[!") {
        includes(events);
    }
    if text.contains("<xref:") {
        for at in 1..events.len() {
            if let Some([(Event::Start(Tag::Link { link_type: LinkType::Autolink, .. }), _), (Event::Text(label), _)]) =
                events.get_mut(at - 1..=at)
                && let Some(name) =
                    label.strip_prefix("xref:").map(|name| name.split('?').next().unwrap_or("").to_owned())
            {
                *label = CowStr::from(name);
            }
        }
    }
    if text.contains("(#tab/") {
        tabs(events);
    }
    if ["toc", "TOC", "_TOSP_"].iter().any(|mark| text.contains(mark)) {
        contents(events);
    }
}

/// `[[1]](#refs)`: CommonMark's link with brackets in its text.
fn wiki_links(events: &mut [Spanned<'_>]) {
    for at in 0..events.len() {
        let Some([(Event::End(TagEnd::Link), _), (Event::Text(after), _)]) = events.get(at..at + 2) else { continue };
        let Some(inner) = after.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(inner, _)| inner) else {
            continue;
        };
        if inner.is_empty() || inner.contains(char::is_whitespace) {
            continue;
        }
        let (destination, rest) = (inner.to_owned(), after[inner.len() + 2..].to_owned());
        let start = events[..at].iter().rposition(|(event, _)| matches!(event, Event::Start(Tag::Link { .. })));
        let Some(start) = start.filter(|start| start + 2 == at) else { continue };
        let [(Event::Start(Tag::Link { link_type, dest_url, .. }), _), (Event::Text(label), _)] =
            &mut events[start..start + 2]
        else {
            continue;
        };
        if !matches!(link_type, LinkType::WikiLink { has_pothole: false }) {
            continue;
        }
        *link_type = LinkType::Inline;
        *dest_url = CowStr::from(destination);
        *label = CowStr::from(format!("[{label}]"));
        events[at + 1].0 = Event::Text(CowStr::from(rest));
    }
}

/// `[!INCLUDE [a](a.md)]`, `[!code-csharp[a](a.cs)]`: the link alone; `[!VIDEO https://…]`: its address.
fn includes(events: &mut [Spanned<'_>]) {
    for at in 0..events.len() {
        let Some((Event::Text(text), _)) = events.get(at) else { continue };
        if let Some(start) = text.find("[!VIDEO ")
            && let Some(end) = text[start..].find(']')
        {
            let spelt = format!("{}{}{}", &text[..start], &text[start + 8..start + end], &text[start + end + 1..]);
            events[at].0 = Event::Text(CowStr::from(spelt));
            continue;
        }
        // `> [!div class="nextstepaction"]` says only how the link below it looks.
        if text.starts_with("[!div ") && text.ends_with(']') {
            events[at].0 = Event::Text(CowStr::Borrowed(""));
            continue;
        }
        let Some(start) = text.rfind("[!") else { continue };
        let name = text[start + 2..].trim_end();
        let is_name = !name.is_empty() && name.len() < 40 && name.chars().all(|c| c.is_alphanumeric() || c == '-');
        let is_link = matches!(events.get(at + 1), Some((Event::Start(Tag::Link { .. }), _)));
        if !is_name || !is_link {
            continue;
        }
        let kept = text[..start].to_owned();
        let end = events[at..]
            .iter()
            .position(|(event, _)| matches!(event, Event::End(TagEnd::Link)))
            .map(|end| at + end + 1);
        let Some((end, (Event::Text(after), _))) = end.and_then(|end| Some((end, events.get(end)?))) else { continue };
        let Some(rest) = after.strip_prefix(']').map(str::to_owned) else { continue };
        events[at].0 = Event::Text(CowStr::from(kept));
        events[end].0 = Event::Text(CowStr::from(rest));
    }
}

/// `# [Linux](#tab/linux)`: a heading.
fn tabs(events: &mut Vec<Spanned<'_>>) {
    let mut in_tab = false;
    events.retain(|(event, _)| match event {
        Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("#tab/") => {
            in_tab = true;
            false
        }
        Event::End(TagEnd::Link) => !std::mem::take(&mut in_tab),
        _ => true,
    });
}

/// Paragraphs that hold nothing but the mark of a table of contents, which the page has anyway: `[TOC]`, `[[_TOC_]]`.
fn contents(events: &mut Vec<Spanned<'_>>) {
    const MARKS: [&str; 10] = [
        "[toc]",
        "[[_toc_]]",
        "[[toc]]",
        "[[_tosp_]]",
        "${toc}",
        "[_toc_]",
        "{{toc}}",
        "{:toc}",
        "@[toc]",
        "<!--toc-->",
    ];
    let mut at = 0;
    while at < events.len() {
        if !matches!(events[at].0, Event::Start(Tag::Paragraph)) {
            at += 1;
            continue;
        }
        let Some(length) =
            events[at..].iter().take(8).position(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph)))
        else {
            at += 1;
            continue;
        };
        let mut written = String::new();
        for (event, _) in &events[at..at + length] {
            match event {
                Event::Start(Tag::Link { link_type: LinkType::WikiLink { .. }, .. }) => written.push_str("[["),
                Event::Start(Tag::Link { .. }) => written.push_str("link"),
                Event::End(TagEnd::Link) => written.push_str("]]"),
                Event::Text(text) => written.push_str(text),
                // `_TOC_` is set in italics.
                Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => written.push('_'),
                _ => {}
            }
        }
        if MARKS.contains(&written.trim().to_lowercase().as_str()) {
            events.drain(at..=at + length);
        } else {
            at += length;
        }
    }
}
