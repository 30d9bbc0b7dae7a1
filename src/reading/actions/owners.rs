//! Owners in bold: above a list, before an action, behind it. Owners in brackets behind it. Persons after whom groups are named.

use super::meta::looks_like_name;
use crate::lexicon::{Lexicon, WordList};
use crate::markdown::{Block, Inline};
use crate::model::TimelineEntry;
use std::ops::Range;

/// Whether names stand in bold behind actions. Only then is a name in bold elsewhere an owner: "Alerting" over a list looks
/// like a name too.
pub(super) fn are_bold(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Paragraph(inline) => behind(inline).is_some(),
        Block::List { items, .. } => items.iter().any(|item| are_bold(&item.blocks)),
        _ => false,
    })
}

/// The persons after whom groups of actions are named: at least two groups are, or one of several persons, and each of them does
/// something in the timeline. "Alerting" over a list looks like a name too.
pub(super) fn of_groups(names: &[String], timeline: &[TimelineEntry], lexicon: &Lexicon) -> Vec<String> {
    // An entry begins with who did it: "Alex looks at the logs", "Paula: …". Products have capitals within.
    let acted = |name: &str| {
        let begins = |entry: &TimelineEntry| {
            let rest = entry.text.value.strip_prefix(name);
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        !name.split(' ').any(|word| word.chars().skip(1).any(char::is_uppercase)) && timeline.iter().any(begins)
    };
    let is_owner = |name: &&String| {
        let mut persons = persons(name, lexicon).peekable();
        persons.peek().is_some() && persons.all(|person| looks_like_name(person) && acted(person))
    };
    let named: Vec<String> = names.iter().filter(is_owner).cloned().collect();
    let several = named.iter().any(|name| persons(name, lexicon).count() > 1);
    if named.len() >= 2 && named.len() * 2 > names.len() || several && named.len() == names.len() {
        named
    } else {
        Vec::new()
    }
}

/// The persons of "Alex and Paula", "Ana, Bo".
fn persons<'a>(name: &'a str, lexicon: &'a Lexicon) -> impl Iterator<Item = &'a str> {
    let joint = lexicon.words(WordList::NameJoints).find(|joint| name.contains(*joint)).unwrap_or(",");
    name.split(joint).flat_map(|part| part.split([',', '&', '+', '/'])).map(str::trim).filter(|part| !part.is_empty())
}

/// Whether names stand in brackets behind actions: behind at least two, and behind half of them. A single one may be
/// anything: "Raise the limit (TTL)".
pub(super) fn are_bracketed(blocks: &[Block]) -> bool {
    let mut items = 0;
    let mut named = 0;
    for block in blocks {
        let Block::List { items: list, .. } = block else { continue };
        for item in list {
            items += 1;
            named += usize::from(
                matches!(item.blocks.first(), Some(Block::Paragraph(inline)) if bracketed(inline).is_some()),
            );
        }
    }
    named >= 2 && named * 2 >= items
}

/// "Alert before expiry (Ana) — done": the name.
pub(super) fn bracketed(inline: &Inline) -> Option<Range<usize>> {
    let text = inline.text.trim_end_matches(['.', ' ']);
    let open = text.rfind('(')?;
    let close = open + text.get(open..)?.find(')')?;
    let rest = text.get(close + 1..)?.trim_start();
    // A state of a word or two may follow.
    let ends = rest.is_empty()
        || rest.starts_with(['-', '–', '—', ':', ',', '✅', '❌']) && rest.split_whitespace().count() <= 4;
    let name = open + 1..close;
    // "(Issue)" leads to one.
    let is_link = inline.links.iter().any(|(link, _)| link.start < close && open < link.end);
    (ends && open >= 8 && !is_link && looks_like_name(text.get(name.clone())?)).then_some(name)
}

/// "Speed up the deployment **Lee**": the name.
pub(super) fn behind(inline: &Inline) -> Option<Range<usize>> {
    let strong = inline.strong.last()?;
    let rest = inline.text.get(strong.end..)?.trim();
    let before = inline.text.get(..strong.start)?;
    let stands = before.trim_end().chars().count() >= 10 && before.ends_with([' ', '(', '–', '—', '-']);
    (stands && matches!(rest, "" | "." | ")") && looks_like_name(&inline.text[strong.clone()])).then(|| strong.clone())
}

/// "**Kim** Have build badges": the name.
pub(super) fn before(inline: &Inline) -> Option<Range<usize>> {
    let strong = inline.strong.first().filter(|strong| strong.start == 0)?;
    let rest = inline.text.get(strong.end..)?.trim_start_matches([':', ' ', '-', '–', '—']);
    let goes_on = rest.starts_with(char::is_uppercase) && rest.contains(' ');
    let name = inline.text[strong.clone()].trim_end_matches([':', ' ']);
    (goes_on && looks_like_name(name)).then(|| strong.clone())
}
