//! Owners in bold: above a list, before an action, behind it.

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
