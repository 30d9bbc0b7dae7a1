//! Whether anybody has written a section yet: a heading over nothing, "TBD" or `_No response_` is no answer.

use super::outline::Section;
use crate::lexicon::{Lexicon, WordList};
use crate::markdown::Block;
use crate::text::fold;

/// Longer texts say something.
const LONGEST: usize = 80;

/// Whether a section has any text of its own or below it that is no placeholder.
pub(super) fn is_filled(section: &Section<'_>, lexicon: &Lexicon) -> bool {
    section.blocks.iter().any(|block| says(block, lexicon))
}

fn says(block: &Block, lexicon: &Lexicon) -> bool {
    let said = |text: &str| !is_placeholder(text, lexicon);
    match block {
        Block::Heading { .. } => false,
        Block::Paragraph(inline) => said(&inline.text) || !inline.links.is_empty(),
        Block::List { items, .. } => items.iter().flat_map(|item| &item.blocks).any(|block| says(block, lexicon)),
        // Its first row says what the others hold; a table of one row is a label and its value.
        Block::Table { head, rows, .. } => {
            let values = rows.iter().flatten();
            let of_head = head.get(1..).unwrap_or_default().iter().filter(|_| rows.is_empty());
            values.chain(of_head).any(|cell| said(&cell.text))
        }
        Block::Quote(blocks) => blocks.iter().any(|block| says(block, lexicon)),
        Block::Code(_) => true,
    }
}

/// Whether a text stands where the answer should: "TBD", "n/a", "…", a hole of a template.
pub fn is_placeholder(text: &str, lexicon: &Lexicon) -> bool {
    let text = text.trim();
    if text.len() > LONGEST {
        return false;
    }
    let is_hole = |open: &str, close: &str| text.starts_with(open) && text.ends_with(close);
    let folded = fold(text);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty() && !text.chars().any(|c| !c.is_ascii() && !matches!(c, '…' | '–' | '—' | '。' | '．'))
        || lexicon.has(WordList::Unfilled, bare)
        || is_hole("{{", "}}")
        || is_hole("<", ">") && !text.contains("://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;

    #[test]
    fn placeholders_are_told_from_answers() {
        for text in [
            "",
            "TBD",
            "_No response_",
            "N/A",
            "...",
            "…",
            "-",
            "To be completed.",
            "À compléter",
            "<cause>",
            "{{ x }}",
            "未定",
            "待补充",
            "noch offen",
        ] {
            assert!(is_placeholder(text, built_in()), "{text}");
        }
        for text in [
            "None",
            "No customer noticed.",
            "12",
            "DNS",
            "✅",
            "<https://x.example>",
            "To be completed by Ada, who has the numbers of the day",
        ] {
            assert!(!is_placeholder(text, built_in()), "{text}");
        }
    }
}
