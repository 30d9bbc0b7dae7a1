//! Writing HTML: whatever is not a tag of the writer's own is escaped, and URLs are left as holes.

use super::Html;

impl Html {
    /// Adds markup as it is.
    pub(super) fn push(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// Adds text, safe between tags and in quoted attributes.
    pub(super) fn escape(&mut self, text: &str) {
        let mut from = 0;
        for (at, byte) in text.bytes().enumerate() {
            let replacement = match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                // HTML has no place for other control characters.
                0..=8 | 11..=31 | 127 => "\u{FFFD}",
                _ => continue,
            };
            self.text.push_str(&text[from..at]);
            self.text.push_str(replacement);
            from = at + 1;
        }
        self.text.push_str(&text[from..]);
    }

    /// Adds ` name="value"`.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
        self.escape(value);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        let mut html = Html::default();
        html.escape("a<b & \"c\" 'd'\0>");
        assert_eq!(html.text, "a&lt;b &amp; &quot;c&quot; &#39;d&#39;\u{FFFD}&gt;");
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
