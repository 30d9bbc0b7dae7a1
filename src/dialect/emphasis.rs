//! Bold beside Chinese, Japanese and Korean. CommonMark tells from spaces and punctuation whether `**` opens or closes, and these
//! scripts have no spaces: in `**停止。**それ` nothing closes. An invisible joiner beside such a mark says that a word goes on there; it
//! is taken out of the events again.

use super::edit::Edit;
use super::ground::{Ground, within};
use pulldown_cmark::{CowStr, Event, Tag};
use std::ops::Range;

/// Neither a space nor punctuation, and not seen.
pub(super) const JOINER: char = '\u{2060}';

/// The joiners that marks of a text need.
pub(super) fn joiners(text: &str) -> Vec<Edit> {
    let mut edits = candidates(text);
    if !edits.is_empty() {
        let ground = Ground::of(text);
        let is_prose = |at: usize| within(&ground.code, at).is_none() && within(&ground.html, at).is_none();
        edits.retain(|edit| is_prose(edit.range.start) && is_prose(edit.range.start.saturating_sub(1)));
    }
    edits
}

/// A joiner for each run of `**` that punctuation beside a letter keeps from being what it is.
fn candidates(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("**")).map(|found| at + found) {
        let length = text[start..].bytes().take_while(|byte| *byte == b'*').count();
        let end = start + length;
        at = end;
        let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
        let (Some(before), Some(after)) = (before, after) else { continue };
        if length > 3 || before == '\\' || !(is_cjk(before) || is_cjk(after)) {
            continue;
        }
        if is_sign(before) && is_of_word(after) {
            edits.push(Edit::new(start..start, JOINER));
        } else if is_of_word(before) && is_sign(after) {
            edits.push(Edit::new(end..end, JOINER));
        }
    }
    edits
}

/// Takes the joiners out of events.
pub(super) fn without_joiners(events: &mut [(Event<'_>, Range<usize>)]) {
    let clean = |text: &mut CowStr<'_>| {
        if text.contains(JOINER) {
            *text = text.replace(JOINER, "").into();
        }
    };
    for (event, _) in events {
        match event {
            Event::Text(text) => clean(text),
            Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
                clean(dest_url);
                clean(title);
            }
            _ => {}
        }
    }
}

/// Whether a character is of a script without spaces, or of its punctuation.
fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{303F}' | '\u{3040}'..='\u{33FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// Whether a character is punctuation or a symbol, as far as marks are concerned.
fn is_sign(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control() && c != JOINER && c != '*'
}

#[cfg(test)]
mod tests {
    use crate::dialect::{lower, parser};

    fn html(text: &str) -> String {
        let lowered = lower(text);
        let mut events: Vec<_> = parser(&lowered.text).into_offset_iter().collect();
        super::without_joiners(&mut events);
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, events.into_iter().map(|(event, _)| event));
        html
    }

    #[test]
    fn bold_ends_beside_the_punctuation_of_its_script() {
        for (text, expected) in [
            ("**停止。**それ", "<p><strong>停止。</strong>それ</p>\n"),
            ("これは**「停止」**です", "<p>これは<strong>「停止」</strong>です</p>\n"),
            ("**停止。**それは**重要**です", "<p><strong>停止。</strong>それは<strong>重要</strong>です</p>\n"),
            ("이것은 **\"정지\"**입니다", "<p>이것은 <strong>\"정지\"</strong>입니다</p>\n"),
            (
                "原因**（主因）**は`**停止。**それ`",
                "<p>原因<strong>（主因）</strong>は<code>**停止。**それ</code></p>\n",
            ),
            ("**[表](a.md)。**次", "<p><strong><a href=\"a.md\">表</a>。</strong>次</p>\n"),
            ("***強調。***です", "<p><em><strong>強調。</strong></em>です</p>\n"),
            ("a **b.**c", "<p>a **b.**c</p>\n"),
        ] {
            assert_eq!(html(text), expected, "{text}");
        }
    }
}
