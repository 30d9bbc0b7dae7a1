//! SVG as text: shapes with classes, no style attributes and no script, numbers to one decimal.

use std::fmt::Write;

/// The width of every plot in its own units: that of a phone, where a unit is some 0.9 pixels. Texts have room for the
/// size that they need there; where a plot is shown larger, the style sheet makes them smaller again.
pub(super) const WIDTH: f64 = 360.0;
/// The size of text.
const TEXT: f64 = 12.5;
/// The height of a line of text.
pub(super) const LINE: f64 = 16.0;
/// The mean width of a letter: generous, since the reader's typeface is not known.
const LETTER: f64 = 7.3;
/// How many letters a line has: a longer text is shortened.
pub(super) const LETTERS: usize = 48;

/// A drawing being made.
pub(super) struct Svg {
    head: String,
    body: String,
}

/// Where a text is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    /// A drawing of a kind (a class), with a title and a longer text for those who do not see it. One with links is a
    /// group: the children of an image are hidden from assistive technology.
    pub(super) fn new(kind: &str, has_links: bool, title: &str, description: &str) -> Svg {
        let role = if has_links { "group" } else { "img" };
        let (title, description) = (escaped(title), escaped(description));
        let mut head = format!("class=\"chart {kind}\" role=\"{role}\" aria-label=\"{title}\" font-size=\"{TEXT}\">");
        if has_links {
            // A title would pop up over every point's own.
            let _ = write!(head, "<desc>{description}</desc>");
        } else {
            let _ = write!(head, "<title>{title}</title><desc>{description}</desc>");
        }
        Svg { head, body: String::new() }
    }

    /// A drawing that fills whatever place it is given, whose lines keep their width.
    pub(super) fn stretched(kind: &str, has_links: bool, title: &str, description: &str) -> Svg {
        let mut svg = Svg::new(kind, has_links, title, description);
        svg.head.insert_str(0, "preserveAspectRatio=\"none\" ");
        svg
    }

    /// Opens a group with a text that shows when it is pointed at.
    pub(super) fn open_group(&mut self, title: &str) {
        let _ = write!(self.body, "<g><title>{}</title>", escaped(title));
    }

    /// Closes a group.
    pub(super) fn close_group(&mut self) {
        self.body.push_str("</g>");
    }

    /// Opens a link with a text that says where it leads; one that is not `in_tab_order` is for pointers alone.
    pub(super) fn open_link(&mut self, href: &str, title: &str, in_tab_order: bool) {
        let (href, title) = (escaped(href), escaped(title));
        // The title is the name of the link already; where there are hundreds, saying it twice is felt.
        let head = if in_tab_order { format!(" aria-label=\"{title}\"") } else { " tabindex=\"-1\"".to_owned() };
        let _ = write!(self.body, "<a href=\"{href}\"{head}><title>{title}</title>");
    }

    /// Closes a link.
    pub(super) fn close_link(&mut self) {
        self.body.push_str("</a>");
    }

    /// A rectangle; nothing when it has no extent.
    pub(super) fn rect(&mut self, class: &str, [x, y, width, height]: [f64; 4]) {
        if width > 0.0 && height > 0.0 {
            let [x, y, width, height] = [x, y, width, height].map(number);
            let class = escaped(class);
            let _ = write!(
                self.body,
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
            );
        }
    }

    /// A line.
    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number);
        let _ = write!(
            self.body,
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"currentColor\"/>"
        );
    }

    /// A dot.
    pub(super) fn dot(&mut self, class: &str, at: (f64, f64), radius: f64) {
        let [x, y, radius] = [at.0, at.1, radius].map(number);
        let class = escaped(class);
        let _ = write!(self.body, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
    }

    /// A text on its base line.
    pub(super) fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let [x, y] = [at.0, at.1].map(number);
        let text = escaped(text);
        let _ = write!(
            self.body,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"currentColor\">{text}</text>"
        );
    }

    /// Small squares with names, in as many lines as they need, from `top` on; returns where they end.
    pub(super) fn legend(&mut self, left: f64, top: f64, entries: &[(&str, &str)]) -> f64 {
        let (mut x, mut y) = (left, top);
        for (class, name) in entries {
            let width = 16.0 + text_width(name) + 10.0;
            if x > left && x + width > WIDTH {
                (x, y) = (left, y + LINE);
            }
            self.rect(class, [x, y + 2.0, 10.0, 10.0]);
            self.text("label", (x + 15.0, y + 11.0), Anchor::Start, name);
            x += width;
        }
        if entries.is_empty() { top } else { y + LINE }
    }

    /// The drawing at its height.
    pub(super) fn finish(self, height: f64) -> String {
        let (width, height) = (number(WIDTH), number(height));
        format!("<svg viewBox=\"0 0 {width} {height}\" {}{}</svg>", self.head, self.body)
    }
}

/// About how wide a text is.
pub(super) fn text_width(text: &str) -> f64 {
    text.chars().count() as f64 * LETTER
}

/// A number to one decimal: `12`, `0.5`, never `-0`.
pub(super) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    let text = format!("{tenths:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text for content or an attribute. Control characters that XML forbids are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && !matches!(c, '\t' | '\n') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_decimal() {
        assert_eq!([12.0, 0.46, -0.01, 3.25, 1e3].map(number), ["12", "0.5", "0", "3.3", "1000"]);
    }

    #[test]
    fn texts_cannot_leave_their_place() {
        let mut svg = Svg::new("x", true, "\"><script>", "</desc>");
        svg.open_link("a\" onclick=\"b", "<b>", true);
        svg.dot("c1", (1.0, 2.0), 3.0);
        svg.close_link();
        let drawn = svg.finish(10.0);
        assert!(!drawn.contains("<script>") && !drawn.contains("\" onclick") && !drawn.contains("<b>"), "{drawn}");
        assert_eq!(drawn.matches("</desc>").count(), 1);
    }

    #[test]
    fn a_legend_takes_the_lines_it_needs() {
        let mut svg = Svg::new("x", false, "", "");
        assert_eq!(svg.legend(0.0, 100.0, &[]), 100.0);
        assert_eq!(svg.legend(0.0, 100.0, &[("c1", "network")]), 116.0);
        let long = "a name that is rather long";
        assert_eq!(svg.legend(0.0, 100.0, &[("c1", long), ("c2", long), ("c3", long)]), 148.0);
    }
}
