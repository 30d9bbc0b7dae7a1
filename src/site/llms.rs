//! llms.txt: the library for assistants that read text (llmstxt.org): what it is, and where each page lies.

use super::view::Frame;
use super::{Site, route};
use crate::library::{PageIx, Texts};
use crate::text::one_line;
use std::fmt::Write;

/// How many of the latest incidents are listed; the API has all.
const LATEST: usize = 500;

/// The file's text.
pub(super) fn llms(site: &Site<'_>, texts: &Texts) -> String {
    let frame = Frame::of_library(site, texts, route::root("llms.txt"));
    let library = site.library;
    let mut out = format!("# {}\n\n", plain(&site.config.title));
    if !site.config.description.is_empty() {
        let _ = writeln!(out, "> {}\n", plain(&site.config.description));
    }
    let _ = writeln!(
        out,
        "Postmortems of incidents, as of {}. All of them, with their fields, are in api/library.json.\n",
        site.as_of().0
    );
    if !library.incidents.is_empty() {
        out.push_str("## Incidents\n\n");
        library.incidents.iter().rev().take(LATEST).for_each(|index| line(&frame, *index, &mut out));
    }
    if !site.insights.recurring.is_empty() {
        out.push_str("\n## Recurring issues\n\n");
        for issue in &site.insights.recurring {
            let href = frame.url(&route::recurring_issue(&issue.key));
            let _ = writeln!(out, "- [{}]({href}): {} incidents", plain(&issue.title), issue.members.len());
        }
    }
    if !library.articles.is_empty() {
        out.push_str("\n## Guides\n\n");
        library.articles.iter().for_each(|index| line(&frame, *index, &mut out));
    }
    out
}

fn line(frame: &Frame<'_>, index: PageIx, out: &mut String) {
    let page = frame.library().page(index);
    let link = frame.link(index);
    let _ = write!(out, "- [{}]({})", plain(&link.title), link.href);
    let day = page.day().map(|day| day.to_string());
    let severity = page.severity().map(|severity| frame.site.config.severities.name(severity).to_owned());
    let excerpt = Some(plain(&page.telling().excerpt)).filter(|excerpt| !excerpt.is_empty());
    let facts: Vec<String> = [day, severity, excerpt].into_iter().flatten().collect();
    if !facts.is_empty() {
        let _ = write!(out, ": {}", facts.join(", "));
    }
    out.push('\n');
}

/// One line in which nothing reads as a link.
fn plain(text: &str) -> String {
    one_line(text).replace(['[', ']'], "")
}
