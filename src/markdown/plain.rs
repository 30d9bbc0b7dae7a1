//! The plain text of a body, section by section: what search and likeness read.

use super::TextSection;

/// Collects the text as the body is walked.
pub(super) struct Plain {
    sections: Vec<TextSection>,
}

impl Plain {
    /// Nothing yet; the first section has no heading.
    pub(super) fn new() -> Plain {
        Plain { sections: vec![TextSection::default()] }
    }

    /// Whether there is no text yet.
    pub(super) fn is_empty(&self) -> bool {
        self.sections.len() == 1 && self.sections[0].text.is_empty()
    }

    /// A heading: what follows belongs to it.
    pub(super) fn section(&mut self, anchor: String, heading: String) {
        self.sections.push(TextSection { anchor, heading, text: String::new() });
    }

    /// Text of the running block.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(section) = self.sections.last_mut() {
            let text = if section.text.ends_with(' ') { text.trim_start_matches(' ') } else { text };
            section.text.push_str(text);
        }
    }

    /// The end of a block: what follows starts on a new line.
    pub(super) fn block(&mut self) {
        self.separate('\n');
    }

    /// A gap between words: a line break, the border of a cell.
    pub(super) fn gap(&mut self) {
        self.separate(' ');
    }

    fn separate(&mut self, by: char) {
        let Some(section) = self.sections.last_mut() else { return };
        let text = &mut section.text;
        if by == '\n' {
            text.truncate(text.trim_end_matches([' ', '\n']).len());
        }
        if !text.is_empty() && !text.ends_with(['\n', ' ']) {
            text.push(by);
        }
    }

    /// All sections and how many words they and their headings have.
    pub(super) fn finish(mut self) -> (Vec<TextSection>, usize) {
        let mut words = 0;
        for section in &mut self.sections {
            section.text.truncate(section.text.trim_end().len());
            words += section.text.split_whitespace().count() + section.heading.split_whitespace().count();
        }
        (self.sections, words)
    }
}
