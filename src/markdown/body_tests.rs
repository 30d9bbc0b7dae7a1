//! What bodies look like when rendered.

use super::body::{Rendered, render, render_inline};
use super::context::RenderContext;
use super::events::events;
use crate::diagnostic::Checked;
use crate::text::{ContentPath, Span};

fn context(path: &ContentPath) -> RenderContext<'_> {
    RenderContext { path, offset: 100, unsafe_html: false, remote_images: true, language: "en", events: &[] }
}

fn rendered(input: &str) -> Checked<Rendered> {
    let path = ContentPath::new("a.md").unwrap();
    render(&events(input), &context(&path))
}

/// The HTML with each hole filled by its link's destination in braces.
fn html(input: &str) -> String {
    let rendered = rendered(input).value;
    rendered.html.fill(|link, url| url.push_str(&format!("{{{}}}", rendered.links[link].destination)))
}

fn check(input: &str, expected: &str) {
    assert_eq!(html(input).trim_end(), expected, "{input}");
}

#[test]
fn ordinary_markdown() {
    check(
        "a *b* **c** ~~d~~ `e<f>`\\\ng",
        "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;f&gt;</code><br>\ng</p>",
    );
    check("> a\n> - b\n>\n>   c", "<blockquote>\n<p>a</p>\n<ul>\n<li><p>b</p>\n<p>c</p>\n</li>\n</ul>\n</blockquote>");
    check("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>");
    check(
        "- [x] a\n- [ ] b",
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"Done\" checked> a</li>\n<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"To do\"> b</li>\n</ul>",
    );
    check(
        "> [!WARNING]\n> a",
        "<div class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n<p>a</p>\n</div>",
    );
    check(
        "|a|b|\n|-|-:|\n|c|d|",
        "<div class=\"table-wrap\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\" class=\"align-right\">b</th></tr>\n</thead>\n<tbody>\n<tr><td>c</td><td class=\"align-right\">d</td></tr>\n</tbody>\n</table></div>",
    );
}

#[test]
fn urls_are_holes_and_links_are_noted_as_written() {
    check("[a *b*](../c.md#d \"e\\\"f\")", "<p><a href=\"{../c.md#d}\" title=\"e&quot;f\">a <em>b</em></a></p>");
    check(
        "<https://a.b> <c@d.e>",
        "<p><a href=\"{https://a.b}\">https://a.b</a> <a href=\"{mailto:c@d.e}\">c@d.e</a></p>",
    );
    check("[a\nb](c)", "<p><a href=\"{c}\">a\nb</a></p>");
    check("[[inc-1]] [[inc-2#cause|why]]", "<p><a href=\"{inc-1}\">inc-1</a> <a href=\"{inc-2#cause}\">why</a></p>");
    check(
        "![a *b*](c.png)",
        "<p><a class=\"image\" href=\"{c.png}\"><img src=\"{c.png}\" alt=\"a b\" loading=\"lazy\" decoding=\"async\"></a></p>",
    );
    check(
        "see https://a.b/c_d. `https://e.f`",
        "<p>see <a href=\"{https://a.b/c_d}\">https://a.b/c_d</a>. <code>https://e.f</code></p>",
    );
    let links = rendered("x [![alt](i.png) y](p.md)\n\nhttps://a.b").value.links;
    let told: Vec<_> =
        links.iter().map(|link| (link.text.as_str(), link.destination.as_str(), link.span.range())).collect();
    assert_eq!(
        told,
        [("alt y", "p.md", 102..125), ("alt", "i.png", 103..116), ("https://a.b", "https://a.b", 127..138)]
    );
}

#[test]
fn dangerous_links_are_dropped_with_a_diagnostic() {
    check("[a](javascript:alert(1)) ![b](data:x) <javascript:x>", "<p>a b javascript:x</p>");
    check("[a](<java\tscript:x>) [b](&#106;avascript:x) <a href=\"&#x6A;avascript:x\">c</a>", "<p>a b c</p>");
    assert_eq!(rendered("[a](javascript:x) ![b](data:x)").diagnostics.len(), 2);
}

#[test]
fn headings_have_anchors_and_the_first_is_the_title() {
    let anchor = |id: &str| {
        format!(
            " <a class=\"anchor\" href=\"#s-{id}\" aria-label=\"Link to this section\"><span aria-hidden=\"true\">#</span></a>"
        )
    };
    check(
        "# T\n\n## A *b*\n\n## A b",
        &format!(
            "<span id=\"s-t\"></span><h2 id=\"s-a-b\">A <em>b</em>{}</h2>\n<h2 id=\"s-a-b-1\">A b{}</h2>",
            anchor("a-b"),
            anchor("a-b-1")
        ),
    );
    check(
        "# T\n# A\n## B",
        &format!("<span id=\"s-t\"></span><h2 id=\"s-a\">A{}</h2>\n<h3 id=\"s-b\">B{}</h3>", anchor("a"), anchor("b")),
    );
    let page = rendered("x\n\n# <a name=\"one\"></a>A\n\n<a id=\"a\"></a> y").value;
    assert_eq!(
        page.headings.iter().map(|h| (h.level, h.text.as_str(), h.anchor.as_str())).collect::<Vec<_>>(),
        [(2, "A", "a")]
    );
    assert_eq!(page.anchors, ["one"]);
    check("## <a name=\"x\"></a>X", &format!("<h2 id=\"s-x\">X{}</h2>", anchor("x")));
}

#[test]
fn events_can_be_linked_where_the_body_tells_them() {
    let text = "- 9:00 down\n- 9:05 page\n  - told\n\n9:10 a\n9:11 b\n\n### 9:20\n\n|t|\n|-|\n|9:30|\n";
    let starts: Vec<usize> =
        ["9:00", "9:05", "9:10", "9:11", "9:20", "9:30"].iter().filter_map(|time| text.find(time)).collect();
    let places: Vec<usize> = starts.iter().map(|start| start + 100).collect();
    let path = ContentPath::new("a.md").unwrap();
    let page = render(&events(text), &RenderContext { events: &places, ..context(&path) }).value;
    assert_eq!(page.event_anchors, ["event.1", "event.2", "event.3", "event.3", "920", "event.6"]);
    assert!(page.html.text.contains("<li id=\"s-event.2\">9:05 page<ul>\n<li>told"), "{}", page.html.text);
    assert!(page.html.text.contains("<tr id=\"s-event.6\"><td>9:30"), "{}", page.html.text);
}

#[test]
fn an_image_that_says_something_opens_by_itself() {
    check(
        "![a](b.png)",
        "<p><a class=\"image\" href=\"{b.png}\"><img src=\"{b.png}\" alt=\"a\" loading=\"lazy\" decoding=\"async\"></a></p>",
    );
    check("![](b.png)", "<p><img src=\"{b.png}\" alt=\"\" loading=\"lazy\" decoding=\"async\"></p>");
}

#[test]
fn footnotes_stand_at_the_end() {
    check(
        "a[^x] b[^y] c[^x]\n\n[^y]: Y\n[^x]: X\n[^z]: Z",
        "<p>a<sup class=\"footnote-ref\"><a href=\"#s-fn-1\" id=\"s-fnref-1\">1</a></sup> b<sup class=\"footnote-ref\"><a href=\"#s-fn-2\" id=\"s-fnref-2\">2</a></sup> c<sup class=\"footnote-ref\"><a href=\"#s-fn-1\" id=\"s-fnref-1-2\">1</a></sup></p>\n<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n<li id=\"s-fn-1\"><p>X <a class=\"footnote-back\" href=\"#s-fnref-1\" aria-label=\"Back to the text\">↩</a> <a class=\"footnote-back\" href=\"#s-fnref-1-2\" aria-label=\"Back to the text\">↩</a></p>\n</li>\n<li id=\"s-fn-2\"><p>Y <a class=\"footnote-back\" href=\"#s-fnref-2\" aria-label=\"Back to the text\">↩</a></p>\n</li>\n<li id=\"s-fn-3\"><p>Z</p>\n</li>\n</ol>\n</section>",
    );
}

#[test]
fn raw_html_is_made_inert() {
    check("a <b onclick=\"x\" class=\"y\" style=\"z\">c</b><!-- d --> <script>e</script>f", "<p>a <b>c</b> f</p>");
    check("<div id=\"x\">\n\n*a*\n\n</div>", "<div id=\"s-x\">\n<p><em>a</em></p>\n</div>");
    check(
        "<img src=\"a.png\" onerror=\"x\" alt=\"&quot;b\" width=9>",
        "<img src=\"{a.png}\" alt=\"&quot;b\" width=\"9\" loading=\"lazy\" decoding=\"async\">",
    );
    check(
        "x <a href=\"b.md\">**c**</a> <svg><script>d</script></svg>e",
        "<p>x <a href=\"{b.md}\"><strong>c</strong></a> e</p>",
    );
    check("<iframe src=\"//x\"></iframe>\n\na", "<a href=\"{//x}\">//x</a>\n<p>a</p>");
    check(
        "<details><summary>a</summary>\n\n- b\n\n</details>",
        "<details><summary>a</summary>\n<ul>\n<li>b</li>\n</ul>\n</details>",
    );
    check("a<br/>b<hr>c", "<p>a<br>b</p><hr>c<p></p>");
}

#[test]
fn what_is_no_element_is_shown() {
    check(
        "ssh <host> as <User Name> to <address>, </host>",
        "<p>ssh &lt;host&gt; as &lt;User Name&gt; to &lt;address&gt;, &lt;/host&gt;</p>",
    );
    check("ping <!channel>, `<b>`, Vec<a>", "<p>ping &lt;!channel&gt;, <code>&lt;b&gt;</code>, Vec&lt;a&gt;</p>");
    check("if [[ -z \"$x\" ]] then", "<p>if [[ -z \"$x\" ]] then</p>");
    check("<DateTime>\n\na", "&lt;DateTime&gt;\n<p>a</p>");
}

#[test]
fn raw_elements_end_where_their_block_ends() {
    check("- <b title=x>a\n- c </b> d", "<ul>\n<li><b title=\"x\">a</b></li>\n<li>c  d</li>\n</ul>");
    check(
        "<table><tr><td>a\n\n*b*\n\n<tr>c</table>d",
        "<table><tbody><tr><td>a\n<p><em>b</em></p>\n</td></tr><tr><td>c</td></tr></tbody></table>d",
    );
    check("<div>\n\na", "<div>\n<p>a</p>\n</div>");
}

#[test]
fn unsafe_html_goes_through_but_for_urls_and_ids() {
    let path = ContentPath::new("a.md").unwrap();
    let context = RenderContext { unsafe_html: true, ..context(&path) };
    let page = render(&events("<div style=\"x\" id=\"y\"><!-- c --><a href='z.md'>z</a></div>"), &context).value;
    assert_eq!(page.html.text, "<div style=\"x\" id=\"s-y\"><a href=\"\">z</a></div>");
    assert_eq!((page.links.len(), page.anchors.as_slice()), (1, ["y".to_owned()].as_slice()));
}

#[test]
fn plain_text_is_kept_by_section() {
    let page = rendered(
        "# T\n\na\nb\n\n## C `d`\n\n|e|f|\n|-|-|\n|g|h|\n\n```\ni <j>\n```\n\n![k](l)[^1] <b>m</b>&amp;n\n\n[^1]: o",
    )
    .value;
    let told: Vec<_> = page.text.iter().map(|s| (s.anchor.as_str(), s.heading.as_str(), s.text.as_str())).collect();
    assert_eq!(told, [("", "", "a b"), ("c-d", "C d", "e f\ng h\ni <j>\nk m&n\no")]);
    assert_eq!(page.words, 13);
}

#[test]
fn originals_of_a_translation_are_told_apart() {
    let page = rendered("# <a name=\"n\"></a><span data-ttu-id=\"1\">Titre</span><span class=\"sxs-lookup\"><span data-stu-id=\"1\">Title</span></span>\n\n## <span data-ttu-id=\"2\">Été</span><span class=\"sxs-lookup\"><span data-stu-id=\"2\">Summer</span></span>\n\n<span data-ttu-id=\"3\">Un [lien](a.md)</span> <span class=\"sxs-lookup\"><span data-stu-id=\"3\">A [link](a.md)</span></span>").value;
    assert_eq!(page.original_language.as_deref(), Some("en"));
    assert_eq!(page.headings[0].text, "Été");
    assert_eq!(page.anchors, ["n", "titre"]);
    assert_eq!(page.text[1].text, "Un lien");
    assert_eq!(page.links.iter().map(|link| link.text.as_str()).collect::<Vec<_>>(), ["lien", "link"]);
    assert!(page.html.text.ends_with("<p><span class=\"translation\">Un <a href=\"\">lien</a></span> <span class=\"original\" lang=\"en\"><span>A <a href=\"\">link</a></span></span></p>\n"), "{}", page.html.text);
}

#[test]
fn fields_are_rendered_without_blocks() {
    let path = ContentPath::new("a.md").unwrap();
    let inline =
        render_inline("# a\n\n[b](c.md) <div>d</div> ![e](f)\n\n- g\n- h", &context(&path), Span::at(7), 3).value;
    assert_eq!(
        inline.html.fill(|link, url| url.push_str(&link.to_string())),
        "a<br>\n<a href=\"3\">b</a> d e<br>\ng<br>\nh"
    );
    assert_eq!((inline.links[0].in_front_matter, inline.links[0].span), (true, Span::at(7)));
    assert_eq!(inline.text, "a b d e g h");
}

#[test]
fn pictures_of_other_hosts_are_links_unless_they_are_wanted() {
    let path = ContentPath::new("a.md").unwrap();
    let context = RenderContext { remote_images: false, ..context(&path) };
    let html =
        |text: &str| render(&events(text), &context).value.html.fill(|index, out| out.push_str(&index.to_string()));
    assert_eq!(html("![Load](https://e.org/l.png)"), "<p><a href=\"0\">Load</a></p>\n");
    assert_eq!(html("![](//e.org/x/l.png?a=1)"), "<p><a href=\"0\">l.png</a></p>\n");
    assert_eq!(html("<img src='/\\e.org/l.png' alt='Load'>"), "<a href=\"0\">Load</a>");
    assert_eq!(html("[![Build](https://e.org/b.svg)](https://e.org)"), "<p><a href=\"0\">Build</a></p>\n");
    assert!(html("![Load](img/l.png)").contains("<img src=\"0\""));
}

#[test]
fn line_ends_of_any_kind_read_the_same() {
    let text = "# T\n\na\nb\n\n```sh\nc\nd\n```\n\n<div>\ne\n</div>\n";
    assert_eq!(html(&text.replace('\n', "\r\n")), html(text));
}
