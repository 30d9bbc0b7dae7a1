//! Owners in bold: above a list, before an action, behind it. Owners in brackets behind it.

use super::meta::looks_like_name;
use crate::markdown::{Block, Inline};
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
