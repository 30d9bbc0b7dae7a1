//! Callouts: block quotes whose first line says what they are (`> [!type]± Title`).

use super::Spanned;
use super::labels::Labels;
use crate::dialect::{Look, look};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;

/// Makes of the first line of each callout a paragraph of its own: the mark, and the title behind it.
pub(super) fn split(events: &mut Vec<Spanned<'_>>) {
    if !events.windows(3).any(|events| mark_length(events).is_some()) {
        return;
    }
    let before = std::mem::take(events);
    // The paragraph whose first line is the title of a callout.
    let mut title: Option<Range<usize>> = None;
    let mut split_at = None;
    for at in 0..before.len() {
        if let Some(length) = before.get(at..).and_then(mark_length)
            && let Some((Event::Start(Tag::Paragraph), paragraph)) = before.get(at + 1)
        {
            title = Some(paragraph.clone());
            split_at = Some((at + 2, length));
        }
        let Some((event, range)) = before.get(at) else { break };
        match event {
            Event::Text(text) if split_at.is_some_and(|(mark, _)| mark == at) => {
                let length = split_at.take().map_or(0, |(_, length)| length);
                let (mark, rest) = text.split_at(length);
                let rest = rest.trim_start();
                let (mut marked, mut titled) = (range.clone(), range.clone());
                // Exactly, where the text is written as it reads.
                if range.len() == text.len() {
                    marked.end = range.start + length;
                    titled.start = range.end - rest.len();
                }
                events.push((Event::Text(mark.to_owned().into()), marked));
                if !rest.is_empty() {
                    events.push((Event::Text(rest.to_owned().into()), titled));
                }
            }
            Event::SoftBreak | Event::HardBreak if title.is_some() => {
                let Some(paragraph) = title.take() else { continue };
                events.push((Event::End(TagEnd::Paragraph), paragraph.start..range.start));
                events.push((Event::Start(Tag::Paragraph), range.end..paragraph.end));
            }
            _ => {
                if matches!(event, Event::End(TagEnd::Paragraph)) {
                    title = None;
                }
                events.push((event.clone(), range.clone()));
            }
        }
    }
}

/// How long the mark is of the callout that a list of events begins with.
fn mark_length(events: &[Spanned<'_>]) -> Option<usize> {
    match events {
        [(Event::Start(Tag::BlockQuote(_)), _), (Event::Start(Tag::Paragraph), _), (Event::Text(text), _), ..] => {
            let rest = text.strip_prefix("[!")?;
            let name = rest.find(']')?;
            let is_name = |name: &str| {
                name.starts_with(char::is_alphabetic)
                    && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
            };
            is_name(rest[..name].split('|').next().unwrap_or("")).then_some(())?;
            let end = 2 + name + 1;
            Some(end + usize::from(text[end..].starts_with(['+', '-'])))
        }
        _ => None,
    }
}

/// A callout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Callout<'e> {
    /// What its author calls it.
    pub name: &'e str,
    /// Whether it can be folded, and then whether it is open.
    pub folded: Option<bool>,
}

/// The callouts of a body.
pub(super) struct Callouts<'e> {
    /// By the event that begins the quote.
    heads: HashMap<usize, Callout<'e>>,
}

impl<'e> Callouts<'e> {
    pub(super) fn new(events: &'e [Spanned<'_>]) -> Callouts<'e> {
        let mut heads = HashMap::new();
        for (at, three) in events.windows(3).enumerate() {
            let Some(length) = mark_length(three) else { continue };
            let Some((Event::Text(text), _)) = three.get(2) else { continue };
            // What `split` made: the mark alone.
            if text.len() == length {
                let name = text[2..].split([']', '|']).next().unwrap_or("");
                let folded = match text.as_bytes().last() {
                    Some(b'-') => Some(false),
                    Some(b'+') => Some(true),
                    _ => None,
                };
                heads.insert(at, Callout { name, folded });
            }
        }
        Callouts { heads }
    }

    /// The callout that begins with an event.
    pub(super) fn at(&self, at: usize) -> Option<Callout<'e>> {
        if self.heads.is_empty() { None } else { self.heads.get(&at).copied() }
    }

    /// Whether an event is the first paragraph of a callout: its title.
    pub(super) fn is_title(&self, at: usize) -> bool {
        !self.heads.is_empty() && at > 0 && self.heads.contains_key(&(at - 1))
    }

    /// Whether an event is the mark of a callout.
    pub(super) fn is_mark(&self, at: usize) -> bool {
        !self.heads.is_empty() && at > 1 && self.heads.contains_key(&(at - 2))
    }
}

impl Callout<'_> {
    /// Whether it is one of several tabs.
    pub(super) fn is_tab(self) -> bool {
        self.name == "tab"
    }

    /// The class that says how it looks.
    pub(super) fn class(self) -> &'static str {
        match look(self.name) {
            Some(Look::Tip) => "alert-tip",
            Some(Look::Important) => "alert-important",
            Some(Look::Warning) => "alert-warning",
            Some(Look::Caution) => "alert-caution",
            Some(Look::Note) | None => "alert-note",
        }
    }

    /// What it is called where its author gave it no title.
    pub(super) fn label(self, labels: &Labels) -> String {
        let names = ["note", "tip", "important", "warning", "caution"];
        let named = names.iter().position(|name| self.name.eq_ignore_ascii_case(name));
        match named.and_then(|at| labels.alerts.get(at)) {
            Some(label) => (*label).to_owned(),
            None => {
                let name = self.name.replace(['-', '_'], " ");
                let mut chars = name.chars();
                chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
            }
        }
    }
}
