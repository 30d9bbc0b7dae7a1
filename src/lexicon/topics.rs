//! What titles and texts speak of, before a page is understood.

use super::Lexicon;
use super::kinds::{PageType, TextTopic, TitleTopic};
use crate::text::fold;

impl Lexicon {
    /// What one word says of a page that carries it as its type or lies in a folder of that name.
    pub fn page_type(&self, word: &str) -> Option<PageType> {
        if word.is_empty() || word.len() > 40 {
            return None;
        }
        let word = fold(word).replace('_', "-");
        let known = |word: &str| self.page_types.get(word).copied();
        known(&word).or_else(|| known(word.strip_suffix('s')?))
    }

    /// Tells what a title speaks of, in order.
    pub fn topics_of_title(&self, title: &str, mut found: impl FnMut(TitleTopic)) {
        let folded = fold(title).replace(['_', '’'], " ");
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        self.title_topics.each(&folded, |topic, start, end| {
            let whole = !is_letter(folded[..start].chars().next_back()) && !is_letter(folded[end..].chars().next());
            if whole || !folded[start..end].is_ascii() {
                found(topic);
            }
        });
    }

    /// Tells what a text speaks of and from where to where the phrase stands, in order.
    pub fn topics_of_text(&self, text: &str, found: impl FnMut(TextTopic, usize, usize)) {
        self.text_topics.each(text, found);
    }
}
