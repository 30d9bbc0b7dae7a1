//! The paragraph that sums an incident up, as Markdown again.

use crate::lexicon::Lexicon;
use crate::markdown::{Block, Inline};
use crate::model::{SectionKind, Sourced};
use crate::reading::filled::is_placeholder;
use crate::reading::outline::Section;

/// The first paragraph of the section that sums up.
pub(in crate::reading) fn summary(sections: &[Section<'_>], lexicon: &Lexicon) -> Option<Sourced<String>> {
    let inline = opening(sections, SectionKind::Summary, lexicon)?;
    let mut text = markdown(inline);
    // "It was decided that:" leads to a list that is not part of this.
    if text.ends_with(':') {
        text.truncate(text.rfind(". ").map_or(0, |stop| stop + 1));
    }
    (!text.is_empty()).then(|| Sourced::inferred(text, inline.span))
}

/// The first paragraph of a section of this kind, as plain text.
pub(in crate::reading) fn section_text(
    sections: &[Section<'_>],
    kind: SectionKind,
    lexicon: &Lexicon,
) -> Option<Sourced<String>> {
    let inline = opening(sections, kind, lexicon)?;
    let text = crate::text::one_line(&inline.text);
    (text.split(' ').count() >= 3 && !text.ends_with(':')).then(|| Sourced::inferred(text, inline.span))
}

fn opening<'a>(sections: &[Section<'a>], kind: SectionKind, lexicon: &Lexicon) -> Option<&'a Inline> {
    let section = sections.iter().find(|section| section.kind == Some(kind))?;
    section.blocks.iter().take_while(|block| !matches!(block, Block::Heading { .. })).find_map(|block| match block {
        Block::Paragraph(inline) if !inline.text.contains("{{") && !is_placeholder(&inline.text, lexicon) => {
            Some(inline)
        }
        _ => None,
    })
}

/// Plain text with its code and links, other signs escaped where they would mean something.
fn markdown(inline: &Inline) -> String {
    let text = &inline.text;
    let mut marks: Vec<(usize, String)> = Vec::new();
    for code in &inline.code {
        // A code span that holds a backtick stays plain.
        if !text[code.clone()].contains('`') {
            marks.push((code.start, "`".to_owned()));
            marks.push((code.end, "`".to_owned()));
        }
    }
    for (range, url) in &inline.links {
        if url.bytes().all(|c| c.is_ascii_graphic() && !matches!(c, b'(' | b')' | b'<' | b'>')) && !url.is_empty() {
            marks.push((range.start, "[".to_owned()));
            marks.push((range.end, format!("]({url})")));
        }
    }
    marks.sort_by_key(|(at, _)| *at);
    let mut marks = marks.into_iter().peekable();
    let mut out = String::with_capacity(text.len() + 16);
    let mut before = ' ';
    let mut codes = inline.code.iter().peekable();
    for (at, c) in text.char_indices() {
        while let Some((_, mark)) = marks.next_if(|(place, _)| *place == at) {
            out.push_str(&mark);
        }
        let after = text[at + c.len_utf8()..].chars().next().unwrap_or(' ');
        while codes.next_if(|code| code.end <= at).is_some() {}
        let in_code = codes.peek().is_some_and(|code| code.start <= at);
        let means = match c {
            '*' | '`' | '[' | ']' | '<' | '\\' => true,
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            _ => false,
        };
        if means && !in_code {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
        before = c;
    }
    for (_, mark) in marks {
        out.push_str(&mark);
    }
    out
}
