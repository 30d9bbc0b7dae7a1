//! What of a page's text this build's readers may read: parts of it may be for few.
//!
//! A section (`## Heading {audience=security}`) reaches to the next heading that is not below it, a block
//! (`::: audience security` … `:::`) to its end, a span (`[text]{audience=security}`) is what its
//! brackets hold. What may not be read is blanked before anything else looks at the text, and so are the marks themselves: each of
//! their bytes but the ends of lines becomes a space, so that places stay what they are.
//! A mark that is not understood, or that stands where it cannot be followed, makes the page one for nobody.

use super::audience_mark::{Form, Marked, marked_words, mentions};
use super::audience_marks::Marks;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::parts;
use crate::text::{ContentPath, Span};
use std::ops::Range;

/// What there is of a body for the readers of this build.
#[derive(Default)]
pub(super) struct Readable {
    /// The body with what they may not read, and the marks, blanked; `None` where nothing is marked.
    pub(super) text: Option<String>,
    /// Whether anything but marks was blanked.
    pub(super) hides: bool,
    /// Whether marks were found that cannot be followed: then the page is for nobody.
    pub(super) is_unclear: bool,
}

/// What a page that begins at `body` says to the readers of an audience, in places as they are; what they may not read is blank.
pub fn text_for(path: &ContentPath, text: &str, body: usize, config: &Config) -> Option<String> {
    let readable = readable(path, text.get(body..)?, body, config, &mut Vec::new());
    Some(format!("{}{}", text.get(..body)?, readable.text?))
}

/// Finds the marks of a body, which begins at `offset` in its file.
pub(super) fn readable(
    path: &ContentPath,
    body: &str,
    offset: usize,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Readable {
    // Nearly no page has such a mark.
    let lower = body.to_ascii_lowercase();
    let found = mentions(&lower);
    if found.is_empty() {
        return Readable::default();
    }
    // Braces are code in MDX: there is no taking them for a span.
    let has_spans = path.extension().is_none_or(|ending| ending != "mdx");
    let marks = Marks::of(&lower, &parts(body), &found, has_spans);
    let mut readable = Readable::default();
    for at in &marks.unclear {
        let message = "this mark of an audience cannot be followed here, so this page is not published";
        let help = "Mark words (`[text]{audience=NAME}`) or a heading outside lists and quotes (`## Heading \
            {audience=NAME}`), or put the text between `::: audience NAME` and `:::`.";
        diagnostics.push(finding(Code::UnknownAudience, path, at, offset, message).help(help));
        readable.is_unclear = true;
    }
    let mut text = body.as_bytes().to_vec();
    let mut hidden: Vec<(Range<usize>, Form)> = Vec::new();
    for Marked { name, mark, range, form } in marks.all {
        let written = body.get(name.clone()).unwrap_or_default();
        let known = config.audiences.find(written);
        if known.is_none() {
            let (code, message) = match config.audiences.are_configured() {
                true => (Code::UnknownAudience, "is no audience of the settings, so this page is not published"),
                false => (Code::AudienceNotEnforced, "the settings have no [audiences], so this page is not published"),
            };
            diagnostics.push(finding(code, path, &name, offset, &format!("`{written}`: {message}")));
            readable.is_unclear = true;
        }
        blank(&mut text, mark.clone());
        if form == Form::Span {
            // The rest of a span is one of those whose brackets are taken off when the page is read.
            write(&mut text, mark.start, b"{.a");
            write(&mut text, mark.end.saturating_sub(1), b"}");
        }
        if !config.audiences.may_read(Some(known.unwrap_or_default())) {
            hidden.push((range, form));
        }
    }
    readable.hides = !hidden.is_empty();
    for (range, _) in &hidden {
        blank(&mut text, range.clone());
    }
    hidden.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    for (range, form) in hidden {
        // What is hidden in something hidden leaves nothing.
        if form == Form::Span && range.start >= end {
            leave_empty_span(&mut text, range.clone());
        }
        end = end.max(range.end);
    }
    // Spaces in place of whole characters are still UTF-8.
    readable.text = String::from_utf8(text).ok();
    readable
}

/// Whether a field holds a mark of an audience: a field is for few as a whole, or not at all.
pub(super) fn marked_field(path: &ContentPath, text: &str, body: usize, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let Some(at) = text.get(..body).and_then(marked_words) else { return false };
    let message = "a part of a field cannot be for an audience, so this page is not published";
    let help = "Name the whole field under `audiences`: `audiences: { summary: NAME }`.";
    diagnostics.push(Diagnostic::new(Code::UnknownAudience, path, Span::new(at), message).help(help));
    true
}

fn finding(code: Code, path: &ContentPath, at: &Range<usize>, offset: usize, message: &str) -> Diagnostic {
    Diagnostic::new(code, path, Span::new(at.start + offset..at.end + offset), message)
}

fn blank(text: &mut [u8], range: Range<usize>) {
    for byte in text.get_mut(range).unwrap_or_default() {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

fn write(text: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = text.get_mut(at..at + bytes.len()) {
        place.copy_from_slice(bytes);
    }
}

/// What is left of a span that may not be read: an empty one on its last line, which leaves nothing when the page is read.
/// Blanks alone at the beginning of a line would make code of what follows them.
fn leave_empty_span(text: &mut [u8], span: Range<usize>) {
    const END: &[u8] = b"]{.a}";
    let line = text.get(span.clone()).unwrap_or_default().iter().rposition(|byte| *byte == b'\n');
    let from = line.map_or(span.start, |line| span.start + line + 1);
    write(text, from, b"[");
    write(text, span.end.saturating_sub(END.len()), END);
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: &str = "[audiences]\nlevels = [\"few\", \"all\"]\n";

    /// What there is of a body for everybody: the words that are left, and whether the page is for nobody.
    fn shown(body: &str) -> (String, bool) {
        let (path, config) = (ContentPath::new("a.md").unwrap(), Config::read(LEVELS).value);
        let mut found = Vec::new();
        let readable = readable(&path, body, 0, &config, &mut found);
        assert_eq!(readable.is_unclear, !found.is_empty());
        let text = readable.text.unwrap_or_else(|| body.to_owned());
        assert_eq!(text.len(), body.len(), "places stay");
        (text.split_whitespace().collect::<Vec<_>>().join(" "), readable.is_unclear)
    }

    #[test]
    fn a_section_reaches_to_the_next_heading_that_is_not_below_it() {
        for (body, expected) in [
            ("# A\n\n## B {audience=few}\n\nx\n\n### C\n\ny\n\n## D\n\nz\n", "# A ## D z"),
            ("## B {#b audience=\"few\"} ##\n\nx\n\n# D\n\nz\n", "# D z"),
            ("B {audience=few}\n---\n\nx\n\nD\n===\n\nz\n", "D === z"),
            ("## B {audience=all}\n\nx\n", "## B x"),
            ("## B {audience=few}\n\n- a\n\n      # no heading\n\n  ## in a list\n\nx\n", ""),
            ("## B {audience=few}\n\n> # quoted\n\n```\n# code\n```\n\nx\n", ""),
        ] {
            assert_eq!(shown(body), (expected.to_owned(), false), "{body}");
        }
    }

    #[test]
    fn a_block_reaches_to_its_own_end() {
        for (body, expected) in [
            ("a\n\n::: audience few\nx\n:::\n\nb\n", "a b"),
            ("::: audience all\nx\n:::\n", "x"),
            (":::audience few\nx\n::: note\ny\n:::\nz\n:::\nb\n", "b"),
            ("::: audience few\nx\n::: note\ny\n:::\nz\n:::\nb\n", "b"),
            (":::: {.box audience=few}\nx\n::: tip\ny\n:::\n::::\nb\n", "b"),
            ("::: audience few\nx\n\nnever ended\n", ""),
            ("- one\n  ::: audience few\n  x\n  :::\n- two\n", "- one - two"),
        ] {
            assert_eq!(shown(body), (expected.to_owned(), false), "{body}");
        }
    }

    #[test]
    fn a_span_is_what_its_brackets_hold() {
        for (body, expected) in [
            ("A [word]{audience=few} of it.\n", "A [ ]{.a} of it."),
            ("A [word]{.mark Audience=\"Few\"} of it.\n", "A [ ]{.a} of it."),
            ("A [word]{audience=all} of it.\n", "A [word]{.a } of it."),
            ("[**one** `]` \\] [x](b.md) [y]]{audience=few} two\n", "[ ]{.a} two"),
            ("[all [few]{audience=few} all]{audience=all}\n", "[all [ ]{.a} all]{.a }"),
            ("[few [all]{audience=all} few]{audience=few}\n", "[ ]{.a}"),
            ("a [b\nc]{audience=few} d\n", "a [ ]{.a} d"),
            ("- [ ] do [it]{audience=few}\n- [x] [é]{audience=few} too\n", "- [ ] do [ ]{.a} - [x] [ ]{.a} too"),
            ("| a | [b]{audience=few} |\n", "| a | [ ]{.a} |"),
            ("::: audience few\n[b]{audience=all} [c]{audience=few}\n:::\n", ""),
            ("a ![x](y.png) [b]{audience=few}[c]{audience=few}\n", "a ![x](y.png) [ ]{.a}[ ]{.a}"),
            ("## About [word]{audience=few} of it\n\nx\n", "## About [ ]{.a} of it x"),
        ] {
            assert_eq!(shown(body), (expected.to_owned(), false), "{body}");
        }
    }

    #[test]
    fn nothing_is_left_of_a_span_when_the_page_is_read() {
        let (path, config) = (ContentPath::new("a.md").unwrap(), Config::read(LEVELS).value);
        for (body, expected) in [
            ("A [word]{audience=few}, of it.\n", "A , of it."),
            ("[word]{audience=few} Of it.\n", " Of it."),
            ("A [word]{audience=all}, of it.\n", "A word, of it."),
        ] {
            let readable = readable(&path, body, 0, &config, &mut Vec::new());
            assert_eq!(crate::dialect::lower(&readable.text.unwrap()).text.trim_end(), expected, "{body}");
        }
    }

    #[test]
    fn a_mark_that_is_not_understood_makes_the_page_one_for_nobody() {
        for body in [
            "> ## B {audience=few}\n>\n> x\n",
            "A [word](a.md){audience=few} of it\n",
            "A [word][ref]{audience=few}\n\n[ref]: a.md\n",
            "A word]{audience=few} of it\n",
            "A \\[word]{audience=few} of it\n",
            "A [word\n\nand]{audience=few} of it\n",
            "A [word]{audience=few of it\n",
            "A [word]{\naudience=few} of it\n",
            "A [word]{audience few} of it\n",
            "A [word] {audience=few} of it\n",
            "A [word]{audience=all audience=few} of it\n",
            "A [see [x](y[z)]{audience=few} of it\n",
            "A [see [x](y[z)]{audience=few} of it]\n",
            "A [see <a title=\"[\">x</a>]{audience=few} of it\n",
            "A ![word]{audience=few}\n",
            "A [^1]{audience=few}\n",
            "> ## A [word]{audience=few}\n",
            "> # [word]{audience=few}\n",
            "A [word]{audience=all audience = few} of it\n",
            "## B {audience=fwe}\n",
            "::: audience\nx\n:::\n",
            "::: audience few\nx\n:::\ny\n:::\n",
            "<h2>B</h2> {audience=few}\n",
            "## B {audience=}\n",
        ] {
            assert!(shown(body).1, "{body}");
        }
    }

    #[test]
    fn code_and_talk_of_audiences_mark_nothing() {
        for body in [
            "`{audience=few}`\n",
            "`[a]{audience=few}`\n",
            "[a]{.audience}\n",
            "An audience {of few}.\n",
            "```\n::: audience few\n```\n",
            "The audience: everybody.\n",
            "    ## A {audience=few}\n",
        ] {
            assert!(!shown(body).1, "{body}");
        }
    }
}
