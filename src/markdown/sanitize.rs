//! Raw HTML made inert: ammonia holds the finished HTML to a list of what may be there.
//!
//! `raw_html` has already written every tag anew; this is the second lock on the door, by a real HTML parser. Holes
//! travel through it as placeholder URLs, which are the only URLs that it lets pass besides fragments of the page's own.

use super::Html;
use super::context::ID_PREFIX;
use super::element::{COMMON, attributes, kept};
use crate::text::Fingerprint;
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What placeholder URLs begin with; the text's fingerprint and the index of the link follow.
const PLACEHOLDER: &str = "hole:";

/// The classes that the writer gives; those of code blocks are told by their prefixes.
const CLASSES: [&str; 23] = [
    "align-center",
    "align-left",
    "align-right",
    "alert",
    "alert-caution",
    "alert-important",
    "alert-note",
    "alert-tip",
    "alert-title",
    "alert-warning",
    "anchor",
    "code",
    "footnote-back",
    "footnote-ref",
    "footnotes",
    "image",
    "media",
    "original",
    "tab",
    "tab-title",
    "table-wrap",
    "task",
    "translation",
];

static SANITIZER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut allowed: HashMap<&str, HashSet<&str>> =
        kept().map(|name| (name, attributes(name).iter().copied().collect())).collect();
    for (name, attribute) in [
        ("a", "href"),
        ("img", "src"),
        ("img", "loading"),
        ("img", "decoding"),
        ("video", "src"),
        ("video", "controls"),
        ("video", "preload"),
        ("audio", "src"),
        ("audio", "controls"),
        ("audio", "preload"),
        ("source", "src"),
        ("th", "scope"),
        ("input", "type"),
        ("input", "disabled"),
        ("input", "checked"),
    ] {
        allowed.entry(name).or_default().insert(attribute);
    }
    let common = ["id", "class", "role", "tabindex", "aria-label", "aria-hidden"].into_iter().chain(COMMON);
    let mut builder = Builder::empty();
    builder
        .tags(kept().chain(["input"]).collect())
        .clean_content_tags(["script", "style", "svg", "math", "iframe", "template", "textarea"].into())
        .tag_attributes(allowed)
        .generic_attributes(common.collect())
        .url_schemes(["hole"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(filter);
    builder
});

/// Attributes whose values are the writer's business.
fn filter<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let own = |rest: &str| rest.starts_with(ID_PREFIX);
    let passes = match attribute {
        "href" => value.starts_with(PLACEHOLDER) || value.strip_prefix('#').is_some_and(own),
        "src" => value.starts_with(PLACEHOLDER),
        "id" => own(value),
        "class" => value.split(' ').all(is_class),
        "type" if element == "input" => value == "checkbox",
        _ => true,
    };
    passes.then_some(Cow::Borrowed(value))
}

fn is_class(class: &str) -> bool {
    CLASSES.contains(&class) || class.starts_with("hl-") || class.starts_with("language-")
}

/// The same HTML with nothing in it that is not on the list.
pub(super) fn sanitize(html: Html) -> Html {
    // Nobody can write a text that contains its own fingerprint.
    let placeholder = format!("{PLACEHOLDER}{}-", Fingerprint::of(&[html.text.as_bytes()]));
    let links = html.holes.iter().map(|(_, link)| link + 1).max().unwrap_or(0);
    let filled = html.fill(|link, url| {
        url.push_str(&placeholder);
        url.push_str(&link.to_string());
    });
    cut_holes(&SANITIZER.clean(&filled).to_string(), &placeholder, links)
}

/// Makes holes of placeholders.
fn cut_holes(text: &str, placeholder: &str, links: usize) -> Html {
    let mut html = Html::default();
    let mut rest = text;
    while let Some(at) = rest.find(placeholder) {
        html.push(&rest[..at]);
        rest = &rest[at + placeholder.len()..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if let Some(link) = rest[..digits].parse().ok().filter(|link| *link < links) {
            html.holes.push((html.text.len(), link));
        }
        rest = &rest[digits..];
    }
    html.push(rest);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the writer never writes, as if it had a bug.
    fn check(html: &str, expected: &str) {
        let html = Html { text: html.to_owned(), holes: Vec::new() };
        assert_eq!(sanitize(html).text, expected);
    }

    #[test]
    fn nothing_active_passes_the_second_lock() {
        check("<script>x</script><b onclick=x style=y>a</b>", "<b>a</b>");
        check("<a href=\"javascript:x\">a</a><a href=\"https://x\">b</a>", "<a>a</a><a>b</a>");
        check("<img src=\"x\" onerror=\"y\"><svg><a xlink:href=\"x\">b</a></svg>", "<img>");
        check("<p id=\"x\" class=\"evil\">a</p><input type=\"text\"><form>b</form>", "<p>a</p><input>b");
        check("<a href=\"hole:forged-0\">a</a>", "<a href=\"hole:forged-0\">a</a>");
    }

    #[test]
    fn what_the_writer_gives_passes_unchanged() {
        for html in [
            "<h2 id=\"s-a\">a <a class=\"anchor\" href=\"#s-a\" aria-label=\"x\"><span aria-hidden=\"true\">#</span></a></h2>",
            "<pre class=\"code\" tabindex=\"0\"><code class=\"language-c++\"><span class=\"hl-k\">a</span></code></pre>",
            "<div class=\"alert alert-tip\" role=\"note\"><p class=\"alert-title\">a</p></div>",
            "<li class=\"task\"><input type=\"checkbox\" disabled=\"\" aria-label=\"a\" checked=\"\"> a</li>",
        ] {
            check(html, html);
        }
    }

    #[test]
    fn holes_come_through() {
        let mut html = Html::default();
        for link in [3, 1] {
            html.push("<a");
            html.url("href", link);
            html.push(">a</a>");
        }
        assert_eq!(sanitize(html.clone()), html);
    }
}
