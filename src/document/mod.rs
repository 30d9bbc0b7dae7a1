//! Parse: one [`crate::text::Source`] -> one [`Document`]. It cannot fail, and it knows no other file.
//!
//! `front_matter` reads the fields that are stated, `markdown` renders the body, `reading` finds what the body says of the
//! incident; this room puts the three together (`parse`, `compose`). Front matter wins over the body; every fact says
//! where it was found.
//!
//! Incremental: a document depends on its source and the settings alone, so it is kept while neither changes.

mod account;
mod alias;
mod audience_mark;
mod audience_marks;
mod audience_spans;
mod compose;
mod contradiction;
mod days;
mod failures;
mod kept;
mod mitigation;
mod parse;
mod readable;
mod revealed;
mod roles;

pub use account::{PLACE_SUMMARY, PLACE_TITLE, Part, account, begins_the_text};
pub use compose::sections;
pub use failures::{Failure, failures};
pub use parse::{key, parse};
pub use readable::text_for;

use crate::lexicon::Lexicon;
use crate::markdown::{Heading, Html, Picture, RawLink, RawTarget, TextSection};
use crate::model::{Incident, Narrative, PageKind, SectionKind, Sourced};
use crate::reading::is_placeholder;
use crate::text::{ContentPath, Fingerprint, OutputPath};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One file, understood alone: what other pages may know of it, and what only pages take from it while they are made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    /// Where it lies.
    pub path: ContentPath,
    /// The files that what is left out of it may refer to, by the identity of their folded names: it tells nothing.
    pub withheld_files: Vec<Fingerprint>,
    /// Identity of what it was made from: its source and the conventions of its folder.
    pub fingerprint: Fingerprint,
    /// What other pages may know of it.
    pub shape: Arc<Shape>,
    /// Identity of its shape, wherever in the text its facts stand: while it is the same, pages are put together the same way.
    pub shape_fingerprint: Fingerprint,
    /// What pages take from it while they are made.
    pub telling: Telling,
    /// Identity of its shape and its telling: while it is the same, other pages say the same.
    pub facts_fingerprint: Fingerprint,
    /// What only its own page and the search index show.
    pub body: Body,
}

impl Document {
    /// A document of these parts.
    pub fn new(path: ContentPath, fingerprint: Fingerprint, shape: Shape, telling: Telling, body: Body) -> Document {
        Document {
            path,
            withheld_files: Vec::new(),
            fingerprint,
            shape_fingerprint: Fingerprint::of_value(&shape),
            facts_fingerprint: Fingerprint::of_value(&(&shape, &telling)),
            shape: Arc::new(shape),
            telling,
            body,
        }
    }
}

impl Document {
    /// The same with the files that what is left out of it may refer to.
    #[must_use]
    pub fn withholding(self, files: Vec<Fingerprint>) -> Document {
        let is_nothing = files.is_empty();
        let of = |known: Fingerprint| if is_nothing { known } else { Fingerprint::of_value(&(known, &files)) };
        let (shape_fingerprint, facts_fingerprint) = (of(self.shape_fingerprint), of(self.facts_fingerprint));
        Document { withheld_files: files, shape_fingerprint, facts_fingerprint, ..self }
    }
}

/// What other pages may know of a document. Where links lead, what lists hold and in which order, and what is counted, is
/// made of this alone: while it is the same, only words have changed.
#[derive(Clone, Debug, Hash, Serialize, Deserialize)]
pub struct Shape {
    /// Postmortem, article or the introduction of a folder.
    pub kind: PageKind,
    /// The fields that other pages depend on.
    pub incident: Incident,
    /// Where its links and images lead, in order, as written.
    pub links: Vec<RawTarget>,
    /// Files that unknown keys of the front matter may name (`cover: img/a.png`), as written.
    pub named_files: Vec<String>,
    /// Other names that wiki links may use.
    pub aliases: Vec<String>,
    /// Where it lay, or lies on another site: paths that lead to it.
    pub old_places: Vec<OutputPath>,
    /// The kinds of sections that it has.
    pub sections: Vec<SectionKind>,
    /// What of the narrative is there.
    pub tells: Tells,
    /// The title of an article: it says which actions are about it. `None` for postmortems.
    pub name: Option<String>,
}

/// Which parts of a narrative are there, whatever they say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Tells {
    /// What set it off.
    pub trigger: bool,
    /// How it was noticed.
    pub detection: bool,
    /// What happened.
    pub summary: bool,
    /// What it cost.
    pub impact: bool,
    /// What happened when.
    pub timeline: bool,
    /// How bad it was, in a word of its own.
    pub severity: bool,
}

impl Tells {
    /// What of a narrative is there.
    pub fn of(narrative: &Narrative, lexicon: &Lexicon) -> Tells {
        let is_said =
            |text: &Option<Sourced<String>>| text.as_ref().is_some_and(|found| !is_placeholder(&found.value, lexicon));
        Tells {
            trigger: is_said(&narrative.trigger),
            detection: is_said(&narrative.detection),
            summary: is_said(&narrative.summary),
            impact: !narrative.impact.is_empty(),
            timeline: !narrative.timeline.is_empty(),
            severity: is_said(&narrative.severity_word),
        }
    }
}

/// What pages take from a document while they are made: its words, and where in it links may lead.
#[derive(Clone, Debug, Hash, Serialize, Deserialize)]
pub struct Telling {
    /// The fields in words.
    pub narrative: Narrative,
    /// Front matter keys that mean nothing to Casebook, in the order in which they are written.
    #[serde(with = "kept::as_json")]
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// Every other anchor of the page (`<a name>`, footnotes), without the prefix that pages give to ids.
    pub anchors: Vec<String>,
    /// The anchor of each entry of a timeline that the body tells, in the timeline's order; "" where there is none.
    pub event_anchors: Vec<String>,
    /// Every link and image, in order; [`Body::html`] refers to them by index.
    pub links: Vec<RawLink>,
    /// A sentence or two for lists: the summary, the description or the first paragraph, as plain text.
    pub excerpt: String,
    /// What ended the incident, in a sentence or two of plain text; empty where nobody says.
    pub mitigation: String,
    /// The ways to fail and the triggers that its account tells of, or its front matter states; sorted.
    pub failures: Vec<Failure>,
}

/// The part of a document that only its own page and the search index show.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Body {
    /// Sanitised HTML in which URLs are still to be filled in.
    pub html: Html,
    /// The summary as HTML, where front matter has one.
    pub summary: Html,
    /// The plain text by section, for search and likeness. The first section has no heading.
    pub text: Vec<TextSection>,
    /// The pictures that stand in the text itself.
    pub pictures: Vec<Picture>,
    /// How many words it has.
    pub words: usize,
    /// The language that a side-by-side translation was made from; `None` for an ordinary page.
    pub original_language: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::config::Config;
    use crate::text::{ContentPath, Fingerprint, Source};

    const TEXT: &str = "---\ntitle: Queue stalls\ndate: 2024-01-02\nseverity: sev2\nservices: [queue]\nsummary: It stood.\n---\n\n\
        Jobs waited, as in [another](b.md).\n\n## Action items\n\n- [ ] Alert on depth (owner: ada)\n";

    fn shape(text: &str) -> Fingerprint {
        let source = Source::new(ContentPath::new("a.md").unwrap(), text);
        parse(&source, &Config::read("").value, &Default::default()).value.shape_fingerprint
    }

    fn is_same_with(from: &str, to: &str) -> bool {
        assert!(TEXT.contains(from), "{from}");
        shape(&TEXT.replace(from, to)) == shape(TEXT)
    }

    #[test]
    fn what_a_postmortem_says_in_words_is_no_part_of_its_shape() {
        for (from, to) in [
            ("Queue stalls", "Queue of jobs stalls"),
            ("It stood.", "It stood for an hour."),
            ("Jobs waited", "All jobs waited"),
            ("[another]", "[the other one]"),
            ("## Action items", "## A word of thanks\n\nMuch.\n\n## Action items"),
        ] {
            assert!(is_same_with(from, to), "{to}");
        }
    }

    #[test]
    fn what_lists_and_counts_depend_on_is_its_shape() {
        for (from, to) in [
            ("2024-01-02", "2024-01-03"),
            ("sev2", "sev1"),
            ("[queue]", "[queue, mail]"),
            ("date:", "detection: A probe said so.\ndate:"),
            ("b.md", "c.md"),
            ("- [ ]", "- [x]"),
            ("owner: ada", "owner: bo"),
            ("date:", "authors: [Ada Lovelace]\ndate:"),
            ("severity:", "status: draft\nseverity:"),
        ] {
            assert!(!is_same_with(from, to), "{to}");
        }
        // Actions are about an article whose title says what they say.
        let article = "---\nkind: article\ntitle: Draining a queue\n---\n\nText.\n";
        assert_ne!(shape(article), shape(&article.replace("queue", "pool")));
    }
}
