//! Attributes behind headings, blocks, links and pictures: `{#id .class}` of pandoc, mdBook and Hugo, `{: #id}` of kramdown.
//!
//! Of all that they may say only the id of a heading means something here; the rest is taken off.

use super::Spanned;
use pulldown_cmark::{Event, Tag, TagEnd};

/// Takes attributes off, and gives headings their ids.
pub(super) fn take(events: &mut Vec<Spanned<'_>>) {
    let has_any = |(event, _): &Spanned<'_>| matches!(event, Event::Text(text) if text.contains('{'));
    if !events.iter().any(has_any) {
        return;
    }
    let mut heading = None;
    // The heading that ended right before.
    let mut ended = None;
    let mut dropped = Vec::new();
    let mut in_code = false;
    for at in 0..events.len() {
        let before_is_inline = at.checked_sub(1).and_then(|before| events.get(before)).is_some_and(|(event, _)| {
            matches!(
                event,
                Event::End(TagEnd::Link | TagEnd::Image | TagEnd::Strong | TagEnd::Emphasis) | Event::Code(_)
            )
        });
        let begins = at.checked_sub(1).and_then(|before| events.get(before)).is_none_or(|(event, _)| {
            matches!(event, Event::SoftBreak | Event::HardBreak | Event::Start(Tag::Paragraph | Tag::Item))
        });
        let ends = events.get(at + 1).is_none_or(|(event, _)| {
            matches!(
                event,
                Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item)
            )
        });
        let Some((event, _)) = events.get_mut(at) else { break };
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Heading { .. }) => heading = Some(at),
            Event::End(TagEnd::Heading(_)) => ended = heading.take(),
            Event::Text(text) if !in_code && text.contains('{') => {
                if begins
                    && ends
                    && let Some((found, _)) =
                        attributes(text, true).filter(|(_, length)| *length == text.trim_end().len())
                {
                    // A line of its own, about the block before it.
                    *text = "".into();
                    dropped.push(at);
                    if let Some((id, start)) = found.zip(ended) {
                        name(events, start, id);
                    }
                } else if before_is_inline && let Some((_, length)) = attributes(text, false) {
                    *text = text[length..].to_owned().into();
                } else if ends
                    && let Some(start) = text.rfind('{')
                    && let Some((found, length)) = attributes(&text[start..], heading.is_none())
                    && start + length == text.trim_end().len()
                    && (heading.is_some() || text[start..].starts_with("{:"))
                {
                    *text = text[..start].trim_end().to_owned().into();
                    if let Some((id, start)) = found.zip(heading) {
                        name(events, start, id);
                    }
                }
            }
            Event::Start(Tag::Paragraph) => {}
            _ => {
                if heading.is_none() {
                    ended = None;
                }
            }
        }
    }
    drop_lines(events, &dropped);
}

/// Takes lines out that held nothing but attributes, and paragraphs that held nothing else.
fn drop_lines(events: &mut Vec<Spanned<'_>>, dropped: &[usize]) {
    let mut gone = vec![false; events.len()];
    for &at in dropped {
        let is = |at: Option<usize>, wanted: fn(&Event<'_>) -> bool| {
            at.and_then(|at| events.get(at)).is_some_and(|(event, _)| wanted(event))
        };
        let mut mark = |at: usize| gone.iter_mut().skip(at).take(1).for_each(|gone| *gone = true);
        mark(at);
        let before = at.checked_sub(1);
        let is_break = |event: &Event<'_>| matches!(event, Event::SoftBreak | Event::HardBreak);
        if is(before, |event| matches!(event, Event::Start(Tag::Paragraph)))
            && is(Some(at + 1), |event| matches!(event, Event::End(TagEnd::Paragraph)))
        {
            mark(at - 1);
            mark(at + 1);
        } else if is(before, is_break) {
            mark(at - 1);
        } else if is(Some(at + 1), is_break) {
            mark(at + 1);
        }
    }
    let mut gone = gone.into_iter();
    events.retain(|_| !gone.next().unwrap_or(false));
}

fn name(events: &mut [Spanned<'_>], heading: usize, wanted: String) {
    if let Some((Event::Start(Tag::Heading { id, .. }), _)) = events.get_mut(heading) {
        *id = Some(wanted.into());
    }
}

/// The id that attributes at the start of a text give, and how long they are; `None` where there are none. With `colon` they must be
/// kramdown's.
fn attributes(text: &str, colon: bool) -> Option<(Option<String>, usize)> {
    const LONGEST: usize = 300;
    let body = text.strip_prefix('{')?;
    let end = body.bytes().take(LONGEST).position(|byte| byte == b'}')?;
    let inner = body[..end].trim();
    let (is_kramdown, inner) = inner.strip_prefix(':').map_or((false, inner), |inner| (true, inner.trim()));
    if colon && !is_kramdown || inner.contains(['{', '<']) {
        return None;
    }
    let mut id = None;
    let mut in_quotes = false;
    for (index, word) in inner.split_whitespace().enumerate() {
        let quotes = word.matches('"').count();
        let continues = in_quotes;
        in_quotes ^= quotes % 2 == 1;
        if continues {
            continue;
        }
        match word.strip_prefix('#') {
            Some(name) if !name.is_empty() && id.is_none() => id = Some(name.to_owned()),
            _ if word.starts_with('.') && word.len() > 1 => {}
            _ if word.contains('=') && !word.starts_with('=') => {}
            _ if is_kramdown && index == 0 => {}
            _ => return None,
        }
    }
    (is_kramdown || !inner.is_empty()).then_some((id, end + 2))
}

#[cfg(test)]
mod tests {
    use super::attributes;

    #[test]
    fn attributes_are_told_from_braces() {
        assert_eq!(attributes("{#a .b c=\"d e\"} x", false), Some((Some("a".to_owned()), 15)));
        assert_eq!(attributes("{: #a}", true), Some((Some("a".to_owned()), 6)));
        assert_eq!(attributes("{:target=\"_blank\"}", false), Some((None, 18)));
        for text in ["{prod}", "{}", "{a: 1}", "{#a", "{{x}}", "{# a #}"] {
            assert_eq!(attributes(text, false), None, "{text}");
        }
    }
}
