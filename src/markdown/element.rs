//! The elements of HTML, and what becomes of each when an author writes it raw.

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Kept, with the attributes that [`attributes`] names.
    Kept(Element),
    /// Its tags go, its content stays.
    Unwrapped,
    /// It goes with its content.
    Removed,
    /// No element at all: `<host>`, `<DateTime>`. It is what the author wrote, so it is shown.
    Unknown,
}

/// An element that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element {
    /// The name that is written.
    pub name: &'static str,
    /// How it stands among others.
    pub shape: Shape,
}

/// How an element stands among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// It has no content.
    Void,
    /// It stands in a line.
    Inline,
    /// It ends a paragraph.
    Block,
    /// It belongs into a table.
    TablePart,
}

const VOID: [&str; 6] = ["br", "hr", "img", "source", "wbr", "col"];
const INLINE: [&str; 36] = [
    "a", "abbr", "acronym", "audio", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "i", "ins",
    "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "summary", "sup",
    "time", "tt", "u", "var", "video",
];
const BLOCK: [&str; 26] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];
const TABLE_PARTS: [&str; 8] = ["caption", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"];
const REMOVED: [&str; 19] = [
    "applet",
    "canvas",
    "frameset",
    "iframe",
    "math",
    "noembed",
    "noframes",
    "object",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
    "plaintext",
    "listing",
    "head",
];
const UNWRAPPED: [&str; 40] = [
    "area", "base", "basefont", "bgsound", "body", "button", "datalist", "dialog", "dir", "embed", "fieldset", "form",
    "frame", "hgroup", "html", "input", "keygen", "label", "legend", "link", "main", "map", "marquee", "menu", "meta",
    "meter", "nav", "noscript", "optgroup", "option", "output", "param", "progress", "search", "slot", "nobr", "font",
    "picture", "blink", "track",
];

/// What becomes of the element of a name (in lower case).
pub(super) fn fate(name: &str) -> Fate {
    let find = |names: &[&'static str]| names.iter().find(|known| **known == name).copied();
    let kept = |shape| move |name| Fate::Kept(Element { name, shape });
    if name == "h1" {
        // A page has one heading of level 1: its title.
        return Fate::Kept(Element { name: "h2", shape: Shape::Block });
    }
    find(&INLINE)
        .map(kept(Shape::Inline))
        .or_else(|| find(&BLOCK).map(kept(Shape::Block)))
        .or_else(|| find(&VOID).map(kept(Shape::Void)))
        .or_else(|| find(&TABLE_PARTS).map(kept(Shape::TablePart)))
        .or_else(|| find(&REMOVED).map(|_| Fate::Removed))
        .or_else(|| find(&UNWRAPPED).map(|_| Fate::Unwrapped))
        .unwrap_or(Fate::Unknown)
}

/// The names of all elements that are kept.
pub(super) fn kept() -> impl Iterator<Item = &'static str> {
    INLINE.into_iter().chain(BLOCK).chain(VOID).chain(TABLE_PARTS).filter(|name| matches!(fate(name), Fate::Kept(_)))
}

/// The attributes that an element keeps as written. URLs, ids and names are made anew; classes, styles and handlers go.
pub(super) fn attributes(name: &str) -> &'static [&'static str] {
    match name {
        "details" => &["open"],
        "img" => &["alt", "width", "height", "align"],
        "video" => &["width", "height", "loop", "muted"],
        "audio" => &["loop", "muted"],
        "ol" => &["start", "reversed", "type"],
        "li" | "data" => &["value"],
        "del" | "ins" | "time" => &["datetime"],
        "td" => &["colspan", "rowspan", "align", "headers"],
        "th" => &["colspan", "rowspan", "align", "headers", "scope", "abbr"],
        "col" | "colgroup" => &["span"],
        "div" | "p" | "h2" | "h3" | "h4" | "h5" | "h6" | "tr" | "table" => &["align"],
        _ => &[],
    }
}

/// The attributes that every element keeps as written.
pub(super) const COMMON: [&str; 3] = ["title", "lang", "dir"];

/// Which open elements end where an element of this name begins, as HTML lets authors leave out end tags.
pub(super) fn ends(name: &str, shape: Shape) -> &'static [&'static str] {
    match name {
        "li" => &["li", "p"],
        "dt" | "dd" => &["dt", "dd", "p"],
        "td" | "th" => &["td", "th", "p", "caption"],
        "tr" => &["td", "th", "p", "tr", "caption", "colgroup"],
        "thead" | "tbody" | "tfoot" => &["td", "th", "p", "tr", "thead", "tbody", "tfoot", "caption", "colgroup"],
        _ if shape == Shape::Block => &["p"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_has_one_fate() {
        let mut all: Vec<_> = INLINE.into_iter().chain(BLOCK).chain(VOID).chain(TABLE_PARTS).collect();
        all.extend(REMOVED);
        all.extend(UNWRAPPED);
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert_eq!(fate("script"), Fate::Removed);
        assert_eq!(fate("form"), Fate::Unwrapped);
        assert_eq!(fate("host"), Fate::Unknown);
        assert!(kept().all(|name| !matches!(name, "script" | "svg" | "math" | "style" | "iframe" | "form" | "h1")));
    }
}
