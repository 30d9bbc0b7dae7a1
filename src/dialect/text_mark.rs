//! Marks that stand for plain text: Dataview's `Key:: value`, the further boxes of Obsidian's tasks (`[/]`, `[-]`), Azure DevOps'
//! mentions (`@<Ada Lovelace>`) and the codes of emoji (`:warning:`).

use super::emoji::emoji;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use std::ops::Range;

/// Longer names are no keys and no people.
const LONGEST_NAME: usize = 60;

/// Puts in the place of each mark what it stands for.
pub fn spell_out(events: &mut Vec<(Event<'_>, Range<usize>)>) {
    let (mut in_code, mut begins_item, mut after_at) = (false, false, false);
    let mut dropped = Vec::new();
    for (at, (event, _)) in events.iter_mut().enumerate() {
        let was_after_at = std::mem::take(&mut after_at);
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Item) => begins_item = true,
            Event::Start(Tag::Paragraph) => {}
            Event::Text(text) if !in_code => {
                if let Some(spelt) = spelt(text, std::mem::take(&mut begins_item)) {
                    *text = CowStr::from(spelt);
                }
                after_at = text.ends_with('@');
            }
            // `<Ada Lovelace>` is a tag to the parser.
            Event::InlineHtml(tag) if was_after_at => {
                if let Some(name) =
                    tag.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).filter(|name| is_name(name))
                {
                    *event = Event::Text(CowStr::from(name.to_owned()));
                    dropped.push(at);
                }
            }
            _ => begins_item = false,
        }
    }
    // Neighbouring texts are one event.
    for at in dropped.into_iter().rev() {
        join(events, at);
        join(events, at.saturating_sub(1));
    }
}

/// Makes one text of two that follow each other.
fn join(events: &mut Vec<(Event<'_>, Range<usize>)>, at: usize) {
    let [(Event::Text(first), place), (Event::Text(second), end), ..] = events.get_mut(at..).unwrap_or_default() else {
        return;
    };
    *first = CowStr::from(format!("{first}{second}"));
    place.end = place.end.max(end.end);
    events.remove(at + 1);
}

fn spelt(text: &str, begins_item: bool) -> Option<String> {
    let mut spelt = None;
    if begins_item && let Some((sign, length)) = task_sign(text) {
        spelt = Some(format!("{sign}{}", &text[length..]));
    }
    for change in [fields, mentions, codes] {
        spelt = change(spelt.as_deref().unwrap_or(text)).or(spelt);
    }
    spelt
}

/// The sign for a task's box that GitHub does not know, and how long the box is.
fn task_sign(text: &str) -> Option<(&'static str, usize)> {
    let rest = text.strip_prefix('[')?;
    let mark = rest.chars().next()?;
    let is_box = rest[mark.len_utf8()..].starts_with("] ");
    let sign = match mark {
        '/' => "🚧",
        '-' | '~' => "🚫",
        '>' | '<' | '!' | '?' | '*' => "⬜",
        _ => return None,
    };
    is_box.then_some((sign, 2 + mark.len_utf8()))
}

/// `Key:: value` at the beginning of a line or of a bracket.
fn fields(text: &str) -> Option<String> {
    let mut found: Option<String> = None;
    let mut from = 0;
    for (at, _) in text.match_indices(':').filter(|(at, _)| text[*at..].starts_with("::")) {
        if at < from {
            continue;
        }
        let window = from.max(text.floor_char_boundary(at.saturating_sub(2 * LONGEST_NAME)));
        let key = text.get(window..at)?.rsplit(['\n', '[', '(']).next().unwrap_or("");
        let begins = at - key.len() == 0 || text[..at - key.len()].ends_with(['\n', '[', '(']);
        let is_key = !key.trim().is_empty()
            && key.len() <= LONGEST_NAME
            && key.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        if begins && is_key && text[at + 2..].starts_with(' ') {
            let out = found.get_or_insert_with(String::new);
            out.push_str(&text[from..at]);
            out.push(':');
            from = at + 2;
        }
    }
    found.map(|mut out| {
        out.push_str(&text[from..]);
        out
    })
}

/// `@<Ada Lovelace>` as `@Ada Lovelace`.
fn mentions(text: &str) -> Option<String> {
    let (mut found, mut from): (Option<String>, usize) = (None, 0);
    for (at, _) in text.match_indices('@').filter(|(at, _)| text[*at..].starts_with("@<")) {
        let Some(name) = near(&text[at + 2..]).split_once('>').map(|(name, _)| name).filter(|name| is_name(name))
        else {
            continue;
        };
        let out = found.get_or_insert_with(String::new);
        out.push_str(text.get(from..at)?);
        out.push('@');
        out.push_str(name);
        from = at + 3 + name.len();
    }
    found.map(|mut out| {
        out.push_str(&text[from..]);
        out
    })
}

/// The beginning of a text, in which a name would end.
fn near(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST_NAME + 1)).unwrap_or(text)
}

fn is_name(name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '\'' | '_' | '@' | '(' | ')' | ',');
    !name.is_empty() && name.len() <= LONGEST_NAME && name.chars().all(is_part)
}

/// `:warning:` as the sign that it names.
fn codes(text: &str) -> Option<String> {
    let (mut found, mut from): (Option<String>, usize) = (None, 0);
    let mut open: Option<usize> = None;
    for (at, _) in text.match_indices(':') {
        let sign = open.and_then(|start| Some((start, emoji(text.get(start + 1..at)?)?)));
        match sign {
            Some((start, sign)) => {
                let out = found.get_or_insert_with(String::new);
                out.push_str(text.get(from..start)?);
                out.push_str(sign);
                from = at + 1;
                open = None;
            }
            None => open = Some(at),
        }
    }
    found.map(|mut out| {
        out.push_str(&text[from..]);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_spelt_out() {
        for (text, expected) in [
            ("Detected:: 10:15", Some("Detected: 10:15")),
            ("Fix it [due:: 2024-09-01]", Some("Fix it [due: 2024-09-01]")),
            ("a line\nDue date:: soon", Some("a line\nDue date: soon")),
            ("std::vector and a :: b", None),
            ("Replace it @<Ida Falk> soon", Some("Replace it @Ida Falk soon")),
            (":fire: at 10:30:45 :nobody:", Some("🔥 at 10:30:45 :nobody:")),
            ("[/] Document", None),
        ] {
            assert_eq!(spelt(text, false).as_deref(), expected, "{text}");
        }
        assert_eq!(spelt("[/] Document", true).as_deref(), Some("🚧 Document"));
        assert_eq!(spelt("[-] Second", true).as_deref(), Some("🚫 Second"));
        assert_eq!(spelt("[x] a", true), None);
    }
}
