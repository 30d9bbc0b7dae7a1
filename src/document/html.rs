//! Writing HTML: whatever is not a tag of the writer's own is escaped, and URLs are left as holes.

use super::Html;

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
            html.fill_sized(|_, url| url.push('u'), |_| Some((4, 3))),
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
