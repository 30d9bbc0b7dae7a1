//! Links to tickets and brackets with meta inside an action's text.

use super::edges::tidy;
use super::item::{Draft, MOST};
use crate::lexicon::{Lexicon, WordList};
use crate::text::fold;
use crate::tracker::reference;
use std::ops::Range;

impl Draft<'_> {
    /// Links to tickets. One that stands at the end of a sentence under a name that says nothing is taken out.
    pub(super) fn links(&mut self) {
        let inline = self.inline;
        let mut reference = None;
        for (range, url) in inline.links.iter().take(MOST) {
            let Some(found) = reference::from_tracker_url(url) else { continue };
            let bare = bracketed(&inline.text, range);
            let after = inline.text[bare.end..].trim_start();
            let ends = after.is_empty() || after.starts_with(['.', ';', '\n', '(', '[']) || bare.len() > range.len();
            let begins = bare.start == 0
                && reference::reference(inline.text[range.clone()].trim()).is_some()
                && !after.is_empty();
            if begins {
                self.removed.push(bare);
                reference = Some(found);
            } else if ends
                && is_generic(&inline.text[range.clone()], self.style.lexicon)
                && !leads_to_it(&inline.text[..bare.start], self.style.lexicon)
            {
                let last = inline.text[bare.end..].trim_matches(['.', ' ']).is_empty();
                self.removed.push(bare);
                // What an item ends with is its own ticket; others are mentioned.
                if last || reference.is_none() {
                    reference = Some(found);
                }
            } else if reference.is_none() {
                reference = Some(found);
            }
        }
        // URLs that are not links yet: autolinks are made elsewhere.
        let mut from = 0;
        for _ in 0..MOST {
            let Some((range, found)) = reference::find(&inline.text[from..]) else { break };
            let range = range.start + from..range.end + from;
            from = range.end;
            let inside =
                inline.links.iter().take(MOST).any(|(link, _)| link.start <= range.start && range.end <= link.end);
            if inside || found.url.is_none() {
                if reference.is_none() && found.url.is_none() {
                    break;
                }
                continue;
            }
            let bare = bracketed(&inline.text, &range);
            let after = inline.text[bare.end..].trim_start();
            if after.is_empty() || after.starts_with(['.', ';']) || bare.len() > range.len() {
                self.removed.push(bare);
            }
            reference.get_or_insert(found);
        }
        self.meta.reference = reference;
    }

    /// `(owner: Ana, due: 2024-05-01)`, `[DONE]`, `(OPS-12)`.
    pub(super) fn brackets(&mut self) {
        let text = &self.inline.text;
        let mut open: Option<(usize, char)> = None;
        for (at, c) in text.char_indices() {
            match (c, open) {
                ('(' | '[' | '（', _) => open = Some((at, c)),
                (')' | ']' | '）', Some((start, bracket))) => {
                    open = None;
                    let range = start..at + c.len_utf8();
                    let removed = self.removed.iter().any(|other| other.start < range.end && range.start < other.end);
                    let inner = &text[start + bracket.len_utf8()..at];
                    if !removed
                        && self.removed.len() < MOST
                        && inner.len() <= 200
                        && self.meta.pieces(inner, self.style, self.near)
                    {
                        self.removed.push(range);
                    }
                }
                _ => {}
            }
        }
    }

    /// The text without what was taken out, on one line.
    pub(super) fn kept(&mut self) -> String {
        self.removed.sort_by_key(|range| range.start);
        let mut kept = String::with_capacity(self.inline.text.len());
        let mut from = 0;
        for range in &self.removed {
            if range.start >= from {
                kept.push_str(&self.inline.text[from..range.start]);
                from = range.end;
            }
        }
        kept.push_str(&self.inline.text[from..]);
        tidy(&kept)
    }
}

/// The range with the brackets directly around it.
fn bracketed(text: &str, range: &Range<usize>) -> Range<usize> {
    let before = text[..range.start].trim_end_matches(' ');
    let after = &text[range.end..];
    let spaces = after.len() - after.trim_start_matches(' ').len();
    let closed = after[spaces..].starts_with([')', ']']);
    if before.ends_with(['(', '[']) && closed { before.len() - 1..range.end + spaces + 1 } else { range.clone() }
}

/// Whether a link's text only says that it leads to a ticket: `Issue`, `#12`, `link to issue`, `see issue here`, a URL.
fn is_generic(label: &str, lexicon: &Lexicon) -> bool {
    label.len() <= 120
        && label.split_whitespace().all(|word| {
            let folded = fold(word);
            let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
            lexicon.has(WordList::LinkWords, bare)
                || bare.bytes().all(|c| c.is_ascii_digit())
                || reference::reference(word.trim_matches(['(', ')', ',', '.'])).is_some()
        })
}

/// Whether the words before a link need it: "Related to [the issue]".
fn leads_to_it(before: &str, lexicon: &Lexicon) -> bool {
    let last = before.trim_end().rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    lexicon.has(WordList::LinkLeads, &fold(last))
}
