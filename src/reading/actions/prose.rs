//! Actions that are told in prose, in a section of actions that has no list, no table and no headings.

use super::ActionReader;
use super::item::Draft;
use crate::lexicon::{Lexicon, WordList};
use crate::markdown::{Block, Inline};
use crate::reading::facts::sentences;
use crate::reading::filled::is_placeholder;
use crate::text::fold;
use std::ops::Range;

/// A paragraph that is an item of a list without marks is no longer than this, in bytes.
const ITEM: usize = 280;

impl ActionReader<'_> {
    /// Takes every sentence that promises something; where none does, short paragraphs below each other are items.
    pub(super) fn prose(&mut self, blocks: &[Block]) {
        let lexicon = self.style.lexicon;
        let own = blocks.iter().take_while(|block| !matches!(block, Block::Heading { .. }));
        let paragraphs: Vec<&Inline> = own
            .filter_map(|block| match block {
                Block::Paragraph(inline) if !is_placeholder(&inline.text, lexicon) => Some(inline),
                _ => None,
            })
            .collect();
        let promised: Vec<(&Inline, Range<usize>)> = paragraphs
            .iter()
            .flat_map(|inline| promises(&inline.text, lexicon).into_iter().map(move |range| (*inline, range)))
            .collect();
        let is_item =
            |inline: &&&Inline| inline.text.len() <= ITEM && !inline.text.trim_end().ends_with(['?', '？', ':', '：']);
        if promised.is_empty() && paragraphs.len() >= 2 && paragraphs.iter().all(|inline| inline.text.len() <= ITEM) {
            paragraphs
                .iter()
                .filter(is_item)
                .for_each(|inline| self.push(Draft::new(inline, self.style, self.date), None));
        }
        for (inline, sentence) in promised {
            let mut draft = Draft::new(inline, self.style, self.date);
            draft.removed.extend([0..sentence.start, sentence.end..inline.text.len()]);
            self.push(draft, None);
        }
    }
}

/// Where the sentences of a text stand that promise something.
fn promises(text: &str, lexicon: &Lexicon) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    for sentence in text.split('\n').flat_map(|line| sentences(line, lexicon)) {
        let Some(at) = text.get(from..).and_then(|rest| rest.find(sentence)).map(|at| from + at) else { continue };
        from = at + sentence.len();
        let folded = format!(" {} ", fold(sentence).replace('’', "'"));
        let explains = lexicon.start_of(WordList::NoPromises, folded.trim_start()).is_some();
        let promises = || {
            lexicon.words(WordList::Promises).any(|word| {
                folded.match_indices(word).any(|(place, _)| {
                    let (before, after) = (&folded[..place], &folded[place + word.len()..]);
                    !word.is_ascii() && !word.contains(char::is_alphabetic)
                        || !before.ends_with(is_part) && !after.starts_with(is_part)
                })
            })
        };
        if !explains && !sentence.ends_with(['?', '？']) && promises() {
            found.push(at..from);
        }
    }
    found
}

/// Whether a character belongs to a word; scripts without spaces have no such words.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() && c < '\u{2e80}'
}
