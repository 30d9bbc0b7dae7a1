//! What no body can do, however it is written.

use super::body::{Rendered, render, render_inline};
use super::context::RenderContext;
use super::events::events;
use super::tag::{Token, tokens};
use crate::text::{ContentPath, Span};
use proptest::prelude::*;

fn rendered(input: &str) -> Rendered {
    let path = ContentPath::new("a.md").unwrap();
    let context =
        RenderContext { path: &path, offset: 0, unsafe_html: false, remote_images: true, language: "en", events: &[] };
    let inline = render_inline(input, &context, Span::at(0), 0).value;
    assert_is_inert(&inline.html.text);
    render(&events(input), &context).value
}

/// Elements are nested in order, and tags have no attributes but those that the writer gives.
fn assert_is_inert(html: &str) {
    let mut open = Vec::new();
    for (token, range) in tokens(html) {
        match token {
            Token::Text => assert!(!html[range.clone()].contains('<'), "{}", &html[range]),
            Token::Comment => panic!("a comment in {html}"),
            Token::Close(name) => assert_eq!(open.pop(), Some(name), "{html}"),
            Token::Open(tag) => {
                for (key, value) in &tag.attributes {
                    let is_known = [
                        "align",
                        "alt",
                        "aria-hidden",
                        "aria-label",
                        "checked",
                        "class",
                        "colspan",
                        "controls",
                        "datetime",
                        "decoding",
                        "dir",
                        "disabled",
                        "height",
                        "href",
                        "id",
                        "lang",
                        "loading",
                        "loop",
                        "muted",
                        "open",
                        "preload",
                        "role",
                        "rowspan",
                        "scope",
                        "src",
                        "start",
                        "tabindex",
                        "title",
                        "type",
                        "value",
                        "width",
                    ];
                    assert!(is_known.contains(&key.as_str()), "{key} in {html}");
                    match key.as_str() {
                        "href" => assert!(value.is_empty() || value.starts_with("#s-"), "{value}"),
                        "src" => assert_eq!(value, ""),
                        "id" => assert!(value.starts_with("s-"), "{value}"),
                        _ => {}
                    }
                }
                assert!(
                    !matches!(tag.name.as_str(), "script" | "style" | "iframe" | "svg" | "object" | "form"),
                    "{html}"
                );
                if !matches!(tag.name.as_str(), "br" | "hr" | "img" | "wbr" | "col" | "input" | "source") {
                    open.push(tag.name);
                }
            }
        }
    }
    assert_eq!(open, Vec::<String>::new(), "{html}");
}

fn assert_is_sound(input: &str) {
    let page = rendered(input);
    assert_is_inert(&page.html.text);
    let mut last = 0;
    for (at, link) in &page.html.holes {
        assert!(*at >= last && page.html.text.is_char_boundary(*at) && *link < page.links.len());
        assert!(page.html.text[..*at].ends_with("=\"") && page.html.text[*at..].starts_with('"'));
        last = *at;
    }
    for link in &page.links {
        assert!(input.get(link.span.range()).is_some(), "{link:?}");
    }
}

/// What could nest, or make a parser look far ahead or back.
const UNITS: &[&str] = &[
    ">",
    "- ",
    "1. ",
    "> - ",
    "> 1. a\n",
    "[",
    "![",
    "[[",
    "*a ",
    "**a ",
    "~~a ",
    "_a __b ",
    "*",
    "_",
    "a**b",
    "a***b",
    "`",
    "`a``b",
    "[a](",
    "[a][",
    "[^a]",
    "[^a]: b\n\n",
    "[^a]: [^a]\n",
    "[a](<b",
    "&",
    "\\",
    "|",
    "a|b\n",
    "[a]: b\n",
    "(",
    "# a\n",
    "#",
    "<b>",
    "<b><p>",
    "<div>",
    "<div>\n\n",
    "<",
    "</",
    "<a ",
    "<a b=",
    "<a href=\"",
    "<!--",
    "<![CDATA[",
    "<?",
    "<!A",
    "<table>",
    "<table>a",
    "<table>\n\n",
    "<table><b>x",
    "<tr>",
    "<td>",
    "<p>",
    "</p>",
    "</br>",
    "<li>",
    "<a>",
    "<a href=b>c",
    "<a name=b>",
    "<h1>",
    "<select>",
    "<svg>",
    "<svg><b>",
    "<math>",
    "<script>",
    "<style>",
    "<title>",
    "<textarea>",
    "<template>",
    "<iframe>",
    "<font>",
    "<nobr>",
    "<form>",
    "<button>",
    "<img src=a>",
    "<x>",
    "<host>",
    "</host>",
    "<br>",
    "<hr>",
    "<span data-ttu-id=1>",
    "<span class=sxs-lookup>",
    "<dl><dt>",
    "<ruby><rt>",
    "<details><summary>",
    "<pre>",
    "<plaintext>",
    "a <b>",
    "a <b title=x>",
    "a <i title=x><p>",
    "\n<b title=x>\n\n",
    "a <table>",
    "\n<b>\n\na",
    "\n- <b>\n",
    "http://a ",
    "http://a",
    "www.a",
    "www.",
    "a@b ",
    "://",
    "\0",
    "\u{202E}",
    "\u{202E}a\u{2066}",
    "\u{FEFF}",
    "😀",
    "e\u{301}",
    "\r",
    "\r\n",
    "\t",
    "- [ ] a\n",
    "> [!NOTE]\n",
    "|a|\n|-|\n",
    "~~~\n",
    "```a\n",
    "    a\n\n    b\n",
    "***\n",
    "[a](javascript:b) ",
    "![a](b) ",
    "[[a]] ",
    "<http://a>",
];

/// The same with a middle and an end.
const PAIRS: &[(&str, &str, &str)] = &[
    ("*a", "", "a*"),
    ("[a", "", "](b)"),
    ("![a", "", "](b)"),
    ("[[a", "", "]]"),
    ("<b>", "a", "</b>"),
    ("<div>\n", "\na\n", "</div>\n"),
    ("<b title=a>", "\n\n<p>\n\n", "<p>x\n\n"),
    ("<b>", "</p>", "x<p>"),
    ("<table>", "", "a</table>"),
    ("<i>a", "<table>", "<b>x"),
    ("<a href=x>", "", "a</a>"),
    ("x\n\n", "<table>", "y<tr>"),
    ("x\n\n", "<table>", "\n\ny"),
    ("<p>a", "<table>", "<p>x"),
];

#[test]
fn repetition_gives_sound_html() {
    for unit in UNITS {
        assert_is_sound(&unit.repeat(3_000));
    }
    for (before, middle, after) in PAIRS {
        assert_is_sound(&format!("{}{middle}{}", before.repeat(3_000), after.repeat(3_000)));
    }
}

/// In a test's thread of 2 MiB, and in time that grows with the length: a quadratic step would take hours here.
#[test]
fn nesting_a_hundred_thousand_deep_ends() {
    let path = ContentPath::new("a.md").unwrap();
    let context =
        RenderContext { path: &path, offset: 0, unsafe_html: false, remote_images: true, language: "en", events: &[] };
    let n = 100_000;
    for unit in [
        ">",
        "- ",
        "> - ",
        "[",
        "![",
        "*a ",
        "<b>",
        "<div>",
        "<div>\n\n",
        "<table>",
        "<p>",
        "a <b title=x>",
        "<!--",
        "`",
        "> [!a]\n",
        ":::note\n",
        "%%",
        "==a ",
        "^a ",
        "a {#b}\n",
        "![a](b =1x",
        "<ul><li>",
    ] {
        render(&events(&unit.repeat(n)), &context);
    }
    for (before, middle, after) in PAIRS {
        render(&events(&format!("{}{middle}{}", before.repeat(n), after.repeat(n))), &context);
    }
}

#[test]
fn a_line_of_five_megabytes_is_read() {
    assert_is_sound(&"word ".repeat(1_000_000));
    assert_is_sound(&"x".repeat(5_000_000));
}

/// Pieces that mean something, in any order.
fn piece() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "> [!a\"<b>]- ",
        ":::note[<b>\n",
        "\n:::\n",
        "!!! a \"<i>\"\n    ",
        "```{note} <b>\n",
        "{{< hint x=\"<b>\" >}}\n",
        "%%",
        "==",
        "^a",
        "{#a\"<b>}",
        "{: #x}",
        "![[",
        " =5x5)",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "[",
        "]",
        "](",
        ")",
        "![",
        "[[",
        "]]",
        "|",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "# ",
        "## ",
        "<",
        ">",
        "\"",
        "'",
        "=",
        "&",
        ";",
        ":",
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<a href=\"",
        "<a name=x>",
        "</a>",
        "<img src=x onerror=y>",
        "<img src=\"",
        "<script>",
        "</script>",
        "<style>",
        "<svg>",
        "</svg>",
        "<math>",
        "<iframe src=x>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "<h1>",
        "</h1>",
        "<li>",
        "<ul>",
        "<details>",
        "<summary>",
        "<span data-ttu-id=1>",
        "<span class=\"sxs-lookup\">",
        "</span>",
        "<host>",
        "javascript:alert(1)",
        "data:text/html,x",
        "&#106;avascript:x",
        "java\tscript:x",
        " onclick=x",
        "style=x",
        "id=x",
        "href=x",
        "src=y",
        "https://a.b",
        "www.a.b",
        "[^1]",
        "[^1]: ",
        "[!NOTE]\n",
        "- [x] ",
        "|a|\n|-|\n",
        "\0",
        "\u{202E}",
        "é",
        "a",
        "x",
        "\\",
        "\r\n",
        "---\n",
        "hole:",
        "<select>",
        "<title>",
        "<textarea>",
        "<noscript>",
        "<template>",
        "<form>",
        "<font color=x>",
        "<video src=a.mp4 onplay=x autoplay>",
        "</video>",
        "<audio>",
        "<source src=",
        "![[a.mp4\"<b>|9]]",
        "![](data:image/png;base64,",
        "![](in-text:a.png)",
        "data:image/svg+xml;base64,PHN2Zz4=",
        "$a=<b>$",
        "$$",
        "$",
        "\n: a<b>\n",
        "\n*[a]: \"<script>\n",
        "*[x]: y\n",
        "**。**",
        "あ",
        "<ac:link><ri:page ri:content-title=\"\"><b>\" />",
        "</ac:link>",
        "<ac:structured-macro ac:name=\"info\"><ac:rich-text-body>",
        "<ac:structured-macro ac:name=\"code\"><![CDATA[<script>",
        "</ac:structured-macro>",
        "<ac:image ac:alt='\"'><ri:url ri:value=\"javascript:x\"/></ac:image>",
        "<ac:parameter ac:name=\"title\"><script>",
        "<time datetime=\"&quot;<b>\"/>",
        "{% include a content=\"<script>\" %}",
    ];
    prop_oneof![proptest::sample::select(PIECES).prop_map(str::to_owned), "\\PC{0,3}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_input_gives_active_or_unbalanced_html(pieces in proptest::collection::vec(piece(), 0..40)) {
        assert_is_sound(&pieces.concat());
    }
}
