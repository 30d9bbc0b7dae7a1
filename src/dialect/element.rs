//! Elements of raw HTML that their author hid: `<div hidden>`, `<span style="display:none">`.

use super::tag::head;

/// Elements that hold nothing.
const VOID: [&str; 6] = ["input", "img", "br", "hr", "col", "wbr"];

/// Whether a text may have any.
pub(super) fn may_be_hidden(text: &str) -> bool {
    text.contains('<') && (text.contains(" hidden") || text.contains("display:") || text.contains("visibility:"))
}

/// How long the hidden element is that a text begins with: to its end tag, or to the end of the text where there is none.
pub(super) fn hidden(text: &str) -> Option<usize> {
    let tag = head(text);
    let tag = &tag[..tag.find('>')?];
    let body = tag.strip_prefix('<')?;
    let name = body.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    if body.ends_with('/')
        || VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
        || !says_hidden(&body[name.len()..])
    {
        return None;
    }
    let mut depth = 1;
    let mut at = tag.len();
    while let Some(start) = text[at..].find('<').map(|length| at + length) {
        let rest = &text[start + 1..];
        let (closes, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        at = start + 1;
        let is_same = rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && rest[name.len()..].starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'));
        if !is_same {
            continue;
        }
        if !closes {
            depth += 1;
        } else if depth > 1 {
            depth -= 1;
        } else {
            return Some(rest.find('>').map_or(text.len(), |end| text.len() - rest.len() + end + 1));
        }
    }
    Some(text.len())
}

/// Whether attributes hide their element.
fn says_hidden(attributes: &str) -> bool {
    let attributes = attributes.to_ascii_lowercase();
    // Outside of quotes: `title="what is hidden"` hides nothing.
    let bare: String = attributes.split('"').step_by(2).collect();
    let is_named = bare.split_ascii_whitespace().any(|word| word == "hidden" || word.starts_with("hidden="));
    let style = attributes.split_once("style").map_or("", |(_, style)| style).replace(' ', "");
    is_named || style.contains("display:none") || style.contains("visibility:hidden")
}
