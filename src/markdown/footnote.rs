//! Footnotes: numbered by their first reference, written at the end, with a way back to each place.

use super::context::ID_PREFIX;
use super::footnote_list::Note;
use super::renderer::Renderer;

impl<'e> Renderer<'e> {
    pub(super) fn footnote_reference(&mut self, label: &'e str) {
        let in_title = self.heading.as_ref().is_some_and(|heading| heading.is_title);
        if self.is_inline() || in_title {
            return;
        }
        self.before_content();
        let number = self.number_note(label);
        let note = &mut self.notes.notes[number - 1];
        let reference = match note.references.len() {
            0 => format!("fnref-{number}"),
            more => format!("fnref-{number}-{}", more + 1),
        };
        let reference = self.names.unique(&reference);
        note.references.push(reference.clone());
        self.out.push("<sup class=\"footnote-ref\"><a");
        self.out.attribute("href", &format!("#{ID_PREFIX}{}", note.anchor));
        self.out.attribute("id", &format!("{ID_PREFIX}{reference}"));
        self.out.push(&format!(">{number}</a></sup>"));
        self.anchors.push(reference);
    }

    fn number_note(&mut self, label: &'e str) -> usize {
        if let Some(number) = self.notes.numbers.get(label) {
            return *number;
        }
        let number = self.notes.notes.len() + 1;
        let anchor = self.names.unique(&format!("fn-{number}"));
        self.anchors.push(anchor.clone());
        self.notes.notes.push(Note { label, anchor, references: Vec::new() });
        self.notes.numbers.insert(label, number);
        number
    }

    /// Writes all footnotes; ones that nothing refers to come last, because text must not vanish.
    pub(super) fn write_footnotes(&mut self) {
        if self.notes.definitions.is_empty() {
            return;
        }
        self.close_raw(0);
        self.plain.block();
        self.out.push("<section class=\"footnotes\"");
        self.out.attribute("aria-label", self.labels.footnotes);
        self.out.push(">\n<ol>\n");
        let mut next = 0;
        loop {
            while next < self.notes.notes.len() {
                self.write_footnote(next);
                next += 1;
            }
            let mut unused: Vec<_> = self
                .notes
                .definitions
                .iter()
                .filter(|(label, _)| !self.notes.numbers.contains_key(*label))
                .map(|(label, events)| (events.start, *label))
                .collect();
            if unused.is_empty() {
                break;
            }
            unused.sort_unstable();
            for (_, label) in unused {
                self.number_note(label);
            }
        }
        self.out.push("</ol>\n</section>\n");
    }

    fn write_footnote(&mut self, at: usize) {
        let note = &self.notes.notes[at];
        self.out.push("<li");
        self.out.attribute("id", &format!("{ID_PREFIX}{}", note.anchor));
        self.out.push(">");
        if let Some(events) = self.notes.definitions.get(note.label).cloned() {
            self.raw.enter();
            self.walk(events);
            self.leave_raw();
        }
        // The way back stands in the last paragraph, where there is one.
        let has_paragraph = self.out.text.ends_with("</p>\n");
        if has_paragraph {
            self.out.text.truncate(self.out.text.len() - "</p>\n".len());
        }
        for reference in &self.notes.notes[at].references {
            self.out.push(" <a class=\"footnote-back\"");
            self.out.attribute("href", &format!("#{ID_PREFIX}{reference}"));
            self.out.attribute("aria-label", self.labels.back);
            self.out.push(">↩</a>");
        }
        self.out.push(if has_paragraph { "</p>\n</li>\n" } else { "</li>\n" });
        self.plain.block();
    }
}
