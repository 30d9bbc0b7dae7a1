//! Writing HTML: whatever is not a tag of the writer's own is escaped, and URLs are left as holes.

use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// HTML with holes where URLs belong: links are resolved when all documents are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Html {
    /// The HTML; at each hole nothing is written yet (`href=""`).
    pub text: String,
    /// Byte offset in `text` and the index in the links of the page of the URL to put there, ascending.
    pub holes: Vec<(usize, usize)>,
}

impl Html {
    /// The HTML with its holes filled by `url`, which gets the index of a link and must escape what it writes.
    pub fn fill(&self, url: impl FnMut(usize, &mut String)) -> String {
        self.fill_sized(url, |_| None, "")
    }

    /// The same; images get the width and height that `size` gives for their links, so that their place is kept free, and what
    /// leads nowhere the title `dead`.
    pub fn fill_sized(
        &self,
        mut url: impl FnMut(usize, &mut String),
        size: impl Fn(usize) -> Option<(u32, u32)>,
        dead: &str,
    ) -> String {
        let mut filled = String::with_capacity(self.text.len() + self.holes.len() * 24);
        let mut from = 0;
        for (at, link) in &self.holes {
            filled.push_str(&self.text[from..*at]);
            let before = filled.len();
            url(*link, &mut filled);
            from = *at;
            if filled.len() == before
                && let Some(length) = attribute_length(&filled)
            {
                // What leads nowhere is text: a browser would take an empty URL for that of the page.
                filled.truncate(filled.len() - length);
                let before = &self.text[..from];
                from += usize::from(self.text[from..].starts_with('"'));
                if begins_player(before) {
                    filled.push_str(" hidden");
                } else if !begins_image(before) {
                    filled.push_str(" role=\"link\" aria-disabled=\"true\"");
                    let rest = &self.text[from..];
                    let has_title = rest[..rest.find('>').unwrap_or(rest.len())].contains(" title=");
                    if !dead.is_empty() && !has_title {
                        let mut title = Html::default();
                        title.attribute("title", dead);
                        filled.push_str(&title.text);
                    }
                }
                continue;
            }
            let rest = &self.text[from..];
            let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
            // An author's own size counts.
            let is_sized = tag.contains(" width=") || tag.contains(" height=");
            if begins_image(&self.text[..from])
                && !is_sized
                && let Some((width, height)) = size(*link)
            {
                let _ = write!(filled, "\" width=\"{width}\" height=\"{height}");
            }
        }
        filled.push_str(&self.text[from..]);
        filled
    }

    /// Whether its holes are places in its text, in order, for links that there are.
    pub fn is_sound(&self, links: usize) -> bool {
        self.holes.is_sorted_by_key(|(at, _)| at)
            && self.holes.iter().all(|(at, link)| self.text.is_char_boundary(*at) && *link < links)
    }
}

/// How long the attribute is that a text ends within, up to its opening quote.
fn attribute_length(text: &str) -> Option<usize> {
    [" href=\"", " src=\""].iter().find(|start| text.ends_with(*start)).map(|start| start.len())
}

/// Whether what follows is the URL of an image.
fn begins_image(before: &str) -> bool {
    before.ends_with("<img src=\"")
}

/// Whether what follows is the URL of a recording.
fn begins_player(before: &str) -> bool {
    ["<video src=\"", "<audio src=\"", "<source src=\""].iter().any(|start| before.ends_with(start))
}

impl Html {
    /// Adds markup as it is.
    pub(super) fn push(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// Adds text, safe between tags.
    pub(super) fn escape(&mut self, text: &str) {
        self.replace(text, |byte| match byte {
            b'"' | b'\'' => None,
            byte => special(byte),
        });
    }

    fn replace(&mut self, text: &str, replacement: impl Fn(u8) -> Option<&'static str>) {
        let mut from = 0;
        for (at, byte) in text.bytes().enumerate() {
            if let Some(replacement) = replacement(byte) {
                self.text.push_str(&text[from..at]);
                self.text.push_str(replacement);
                from = at + 1;
            }
        }
        self.text.push_str(&text[from..]);
    }

    /// Adds ` name="value"`.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
        self.replace(value, special);
        self.push("\"");
    }

    /// Adds ` name=""` with a hole for the URL of a link.
    pub(super) fn url(&mut self, name: &str, link: usize) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
        self.holes.push((self.text.len(), link));
        self.push("\"");
    }

    /// Adds other HTML with its holes.
    pub(super) fn append(&mut self, other: Html) {
        let by = self.text.len();
        self.text.push_str(&other.text);
        self.holes.extend(other.holes.into_iter().map(|(at, link)| (at + by, link)));
    }
}

/// What stands for a byte that means something in HTML.
fn special(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        // A carriage return ends no line that a line feed does not.
        b'\r' => Some(""),
        // HTML has no place for other control characters.
        0..=8 | 11..=31 | 127 => Some("\u{FFFD}"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        let mut html = Html::default();
        html.escape("a<b & \"c\" 'd'\0>");
        html.attribute("x", "\"c' <");
        assert_eq!(html.text, "a&lt;b &amp; \"c\" 'd'\u{FFFD}&gt; x=\"&quot;c&#39; &lt;\"");
    }

    #[test]
    fn images_keep_their_place_free() {
        let mut html = Html::default();
        for rest in [" alt=\"x\">", " width=\"9\">"] {
            html.push("<a");
            html.url("href", 0);
            html.push("><img");
            html.url("src", 0);
            html.push(rest);
            html.push("</a>");
        }
        assert_eq!(
            html.fill_sized(|_, url| url.push('u'), |_| Some((4, 3)), ""),
            "<a href=\"u\"><img src=\"u\" width=\"4\" height=\"3\" alt=\"x\"></a><a href=\"u\"><img src=\"u\" width=\"9\"></a>"
        );
    }

    #[test]
    fn holes_move_with_their_html() {
        let mut inner = Html::default();
        inner.push("<a");
        inner.url("href", 7);
        inner.push(">x</a>");
        let mut html = Html::default();
        html.push("<p>");
        html.append(inner);
        assert_eq!(html.fill(|link, url| url.push_str(&link.to_string())), "<p><a href=\"7\">x</a>");
    }
}
