//! The Markdown of other tools, brought to one form: hidden text is cut out, and every kind of container becomes a callout
//! (`> [!type] Title`).
//!
//! Where a mark is a mark, the Markdown events say: nothing within code is touched. What is changed is changed in the text, so that
//! what stands in a container is parsed as any other Markdown; [`Places`] leads back to where the author wrote it.

mod abbreviation;
mod confluence;
mod container;
mod definition;
mod directive;
mod edit;
mod element;
mod emoji;
mod emphasis;
mod grid;
mod ground;
mod hidden;
mod kind;
mod leftover;
mod line;
mod link_mark;
mod math;
mod shortcode;
mod span;
mod tag;
mod template;
mod text_mark;

pub use edit::Places;
pub use ground::parser;
use ground::parser_with_definitions;
pub use kind::{Look, look};
pub use leftover::leftovers;
pub use link_mark::mend_links;
pub use text_mark::spell_out;

use abbreviation::Abbreviations;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use pulldown_cmark::Event;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// How deep containers are understood. Each level costs a parse of its own; nobody writes five.
const DEEPEST: usize = 8;

/// A mark that was not understood, or that hides more than its author may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The mark, as short as it can be told.
    pub mark: String,
    /// What it is.
    pub what: &'static str,
    /// Where it is written.
    pub range: Range<usize>,
    /// What became of it.
    pub becomes: Becomes,
}

/// What becomes of a mark that is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// It is shown as it is written.
    Text,
    /// It is left out.
    Nothing,
    /// It hides what follows.
    Hiding,
}

/// A body in the one form.
#[derive(Debug)]
pub struct Lowered<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// From places in it to places in the body.
    pub places: Places,
    /// What hides text up to the end of the page.
    pub foreign: Vec<Foreign>,
    /// What it says its abbreviations mean.
    abbreviations: Abbreviations,
    /// Whether it holds joiners that its events must not.
    has_joiners: bool,
    /// Whether it has definition lists.
    has_definitions: bool,
}

/// Brings a body to the one form.
pub fn lower(text: &str) -> Lowered<'_> {
    let mut lowered = Lowered {
        text: Cow::Borrowed(text),
        places: Places::default(),
        foreign: Vec::new(),
        abbreviations: Abbreviations::new(),
        has_joiners: false,
        has_definitions: false,
    };
    if has_mark(text) {
        lowered.lower_marks();
    }
    if text.contains('$') {
        let edits = math::formulas(&lowered.text);
        lowered.apply(edits);
    }
    if !text.is_ascii() && text.contains("**") {
        let edits = emphasis::joiners(&lowered.text);
        lowered.has_joiners |= !edits.is_empty();
        lowered.apply(edits);
    }
    lowered
}

/// Whether a text has any mark of those that are changed in the text: most have none, and one pass tells.
fn has_mark(text: &str) -> bool {
    static MARKS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let all = [
            hidden::MARKS,
            confluence::MARKS,
            grid::MARKS,
            template::MARKS,
            span::MARKS,
            abbreviation::MARKS,
            container::MARKS,
            definition::MARKS,
        ];
        AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(all.concat()).ok()
    });
    // Building fails only beyond millions of patterns. Without it every text is looked at closely.
    text.starts_with("% ") || MARKS.as_ref().is_none_or(|marks| marks.is_match(text))
}

/// A short text without what its author hid; `None` where it hides nothing.
pub fn shown(text: &str) -> Option<String> {
    if !hidden::may_hide(text) {
        return None;
    }
    let edits = hidden::hidden(text, &mut Vec::new());
    (!edits.is_empty()).then(|| Places::default().apply(text, edits))
}

impl Lowered<'_> {
    /// Reads the marks of which [`has_mark`] knows.
    fn lower_marks(&mut self) {
        if hidden::may_hide(&self.text) {
            let edits = hidden::hidden(&self.text, &mut self.foreign);
            self.apply(edits);
        }
        let mut foreign = Vec::new();
        if confluence::may_contain(&self.text) {
            let edits = confluence::elements(&self.text, &mut foreign);
            self.note(&mut foreign);
            self.apply(edits);
        }
        self.step(grid::may_contain, grid::tables);
        if template::may_contain(&self.text) {
            let edits = template::templates(&self.text, &mut foreign);
            self.note(&mut foreign);
            self.apply(edits);
        }
        self.step(span::may_contain, span::spans);
        if abbreviation::may_contain(&self.text) {
            let (abbreviations, edits) = abbreviation::abbreviations(&self.text);
            self.abbreviations = abbreviations;
            self.apply(edits);
        }
        for _ in 0..DEEPEST {
            if !container::may_contain(&self.text) {
                break;
            }
            let edits = container::containers(&self.text);
            if edits.is_empty() {
                break;
            }
            self.apply(edits);
        }
        if definition::may_contain(&self.text) {
            let edits = definition::protect(&self.text);
            self.has_definitions = true;
            self.has_joiners |= !edits.is_empty();
            self.apply(edits);
        }
    }

    /// Makes the changes of one kind of mark, where the text may have it.
    fn step(&mut self, may_contain: fn(&str) -> bool, edits: fn(&str) -> Vec<edit::Edit>) {
        if may_contain(&self.text) {
            let edits = edits(&self.text);
            self.apply(edits);
        }
    }

    /// The parser for its text.
    pub fn parser<'t>(&self, text: &'t str) -> pulldown_cmark::Parser<'t> {
        if self.has_definitions { parser_with_definitions(text) } else { parser(text) }
    }

    /// Takes out of its events what was put in only so that they come out right, and explains its abbreviations.
    pub fn finish(&self, events: &mut Vec<(Event<'_>, Range<usize>)>) {
        if self.has_joiners {
            emphasis::without_joiners(events);
        }
        if !self.abbreviations.is_empty() {
            abbreviation::explain(events, &self.abbreviations);
        }
    }

    /// Marks that were found in the text as it is by now.
    fn note(&mut self, foreign: &mut Vec<Foreign>) {
        for found in foreign.drain(..) {
            let range = self.places.original(found.range);
            self.foreign.push(Foreign { range, ..found });
        }
    }

    fn apply(&mut self, edits: Vec<edit::Edit>) {
        if !edits.is_empty() {
            let text = self.places.apply(&self.text, edits);
            self.text = Cow::Owned(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_to_what_the_author_wrote() {
        let text = "%%x%% a\n\n:::note[T]\nbody\n\n!!! tip\n    inner\n:::\nend\n";
        let lowered = lower(text);
        for word in ["body", "inner", "end"] {
            let at = lowered.text.find(word).unwrap();
            let place = lowered.places.original(at..at + word.len());
            assert_eq!(&text[place], word, "{}", lowered.text);
        }
    }

    #[test]
    fn hostile_input_takes_linear_time() {
        let units = [
            "%%",
            "%%\n",
            "{/*",
            "<!--",
            "a <!-- ",
            "{{/*",
            "{% comment %}",
            "{#",
            "{# a",
            "[//]: # (",
            "a\n[//]: # (",
            ":::note\n",
            ":::\n",
            "::: a\n:::\n",
            "!!! a\n    ",
            "!!! a\n",
            "{% hint %}\n",
            "{{< tip >}}\n",
            "```{note}\n",
            "> :::note\n",
            "- :::note\n  ",
            "=== \"a\"\n",
            "% a\n",
            "\n% a\n",
            "{{< comment >}}",
            "`%%` ",
            "<div hidden>",
            "<p hidden",
            "a <!-- `-->` ",
            "{{< ref \"a\" >}}",
            "{% post_url a %}",
            ":::image source=\"a\":::\n",
            "[a]{.b}",
            "[",
            "+---+---+\n",
            "| a | b |\n+---+---+\n",
            "--- ---\n",
            " ---------\n --- ---\n",
            "a:: b\n",
            "$",
            "$a=",
            "$$a=",
            "$$",
            "*[a]: b\n",
            "**。**あ",
            "あ**。",
            "a\n: b\n",
            "<ac:link>",
            "<ac:structured-macro ac:name=\"info\"><ac:rich-text-body>",
            "<ac:parameter><ac:image>",
            "</ac:structured-macro>",
        ];
        for unit in units {
            let text = unit.repeat(40_000);
            let started = std::hint::black_box(lower(&text));
            assert!(started.text.len() < text.len() * 12 + 100, "{unit}");
        }
    }
}
