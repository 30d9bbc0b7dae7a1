//! Pages written for other tools: what was hidden shows nowhere, and no mark of theirs is left.

use crate::support::{library, page, text_of};

/// How authors hide text, each with a word that must be in no byte of the site.
const HIDDEN: &[&str] = &[
    "Shown. %% CANARY %% Shown.",
    "%%\nCANARY\n\nmore CANARY\n%%",
    "a\n\n%% CANARY\n\n- CANARY\n\n```\nCANARY %\n```\n%%",
    "- item\n%% CANARY %%\n- item",
    "| a | b |\n|---|---|\n| 1 | %% CANARY %% 2 |",
    "## Impact %%CANARY%%\n\ntext",
    "> quote %%CANARY%%",
    "Text.\n[//]: # (CANARY)",
    "Text.\n[//]: # (CANARY\nCANARY)\n",
    "[//]: # \"CANARY\"\n\n[comment]: <> (CANARY)\n\ntext\n[comment]: # CANARY",
    "{/* CANARY */}\n\ntext {/* CANARY\n\nCANARY */} text",
    "{{/* CANARY */}} {{- /* CANARY */ -}}",
    "{{< comment >}}\nCANARY\n\n- CANARY\n{{< /comment >}}",
    "{% comment %}\nCANARY\n{% endcomment %} {%- comment -%}CANARY{%- endcomment -%} {% # CANARY %}",
    "{# CANARY #} {#CANARY#}",
    "text <!-- CANARY\n\nCANARY --> text",
    "text\n\n<!-- CANARY\n\n- CANARY\n",
    "text <!-- CANARY that never ends\n\nnext",
    "text\n\n% CANARY\n% CANARY\n\ntext",
    "::: {.content-hidden}\nCANARY\n:::\n\n:::comment\nCANARY\n:::",
    "<div hidden>\n\nCANARY <div>a</div> CANARY\n\n</div>\n\n<span style=\"display: none\">CANARY</span>",
    "%%\nCANARY that never ends\n\n## Actions\n\n- [ ] CANARY @ada",
    "```{comment}\nCANARY\n```",
];

#[test]
fn what_was_hidden_is_in_no_byte_of_the_site() {
    let names: Vec<String> = (0..HIDDEN.len()).map(|at| format!("p{at:02}.md")).collect();
    let texts: Vec<String> = HIDDEN
        .iter()
        .map(|body| format!("---\ntitle: An incident\ndate: 2024-03-02\nsummary: It was %% CANARY %% short.\ndescription: So %% CANARY %% it was.\n---\n\n{body}\n"))
        .collect();
    let files: Vec<(&str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let built = library(&files);
    for artifact in &built.artifacts {
        let text = text_of(artifact);
        let found = text.to_lowercase().find("canary").map(|at| text.get(at.saturating_sub(80)..at + 40));
        assert_eq!(found, None, "{}", artifact.path);
    }
}

#[test]
fn what_is_no_comment_stays() {
    let body = "100%% sure, and 50%% more. `%% code %%`\n\n```\n%% code %%\n{/* code */}\n```\n\nfor %%f in (*.log) do type %%f\n\n\
        `{# code #}` {#id} \\%% escaped \\%% <input type=\"hidden\"> <b title=\"what is hidden\">bold</b>\n";
    let built = library(&[("a.md", body)]);
    let html = page(&built, "a.html");
    for shown in ["%% code %%", "{/* code */}", "for %%f in (*.log) do type %%f", "{# code #}", "escaped", "bold"] {
        assert!(html.contains(shown), "{shown} in {html}");
    }
}

#[test]
fn containers_of_every_tool_are_callouts() {
    let cases = [
        ("> [!danger]- Mind the *gap*\n> text", "<summary class=\"alert-title\">Mind the <em>gap</em></summary>"),
        ("> [!faq]+\n> text", "open>\n<summary class=\"alert-title\">Faq</summary>"),
        ("> [!NOTE]\n> text", "<p class=\"alert-title\">Note</p>\n<p>text</p>"),
        ("!!! danger \"T\"\n\n    para\n\n    ```sh\n    a\n\n    b\n    ```\n\nafter", "alert-caution"),
        ("???+ note \"T\"\n    text\nafter", "<p>after</p>"),
        (":::warning[T]\ntext\n:::", "<p class=\"alert-title\">T</p>"),
        ("::: tip T\ntext\n:::", "<p class=\"alert-title\">T</p>"),
        ("::: {.callout-important title=\"T\"}\ntext\n:::", "alert-important"),
        (":::{admonition} T\n:class: warning\ntext\n:::", "<p class=\"alert-title\">T</p>"),
        ("```{warning} T\ntext **b**\n```", "<strong>b</strong>"),
        ("{{< hint danger >}}\ntext\n{{< /hint >}}", "alert-caution"),
        ("{{% alert title=\"T\" color=\"warning\" %}}\ntext\n{{% /alert %}}", "<p class=\"alert-title\">T</p>"),
        ("{% hint style=\"danger\" %}\ntext\n{% endhint %}", "alert-caution"),
        ("<Warning>\ntext\n</Warning>", "alert-warning"),
        ("<Aside type=\"caution\" title=\"T\">\n\ntext\n\n</Aside>", "<p class=\"alert-title\">T</p>"),
        ("=== \"Linux\"\n\n    text\n\n=== \"Windows\"\n\n    text", "<p class=\"tab-title\">Windows</p>"),
        ("{% tabs %}\n{% tab title=\"One\" %}\ntext\n{% endtab %}\n{% endtabs %}", "<p class=\"tab-title\">One</p>"),
        ("::::note\n:::tip[Inner]\ntext\n:::\n::::", "<p class=\"alert-title\">Inner</p>"),
        ("1. step\n\n   :::note\n   text\n   :::\n\n2. step", "</div>\n</li>"),
        ("> quote\n>\n> :::note\n> text\n> :::\n", "<p>text</p>"),
    ];
    for (body, expected) in cases {
        let built = library(&[("a.md", &format!("# Title\n\nFirst.\n\n{body}\n"))]);
        let html = page(&built, "a.html");
        let article = html.split("class=\"prose\"").nth(1).unwrap().split("</article>").next().unwrap();
        assert!(article.contains(expected), "{body}\n=>\n{article}");
        for mark in [":::", "!!!", "???", "{%", "{{", "[!", "```", "=== ", "&lt;Aside", ":class:"] {
            assert!(!article.contains(mark), "{mark} of {body}\n=>\n{article}");
        }
    }
}

#[test]
fn marks_inside_code_and_sentences_are_left_alone() {
    let body =
        "```\n:::note\n!!! tip\n> [!x]\n```\n\n!!! What a day that was, said all.\n\n    indented\n\n`{{< hint >}}`\n";
    let built = library(&[("a.md", body)]);
    let html = page(&built, "a.html");
    assert!(!html.contains("class=\"alert") && html.contains(":::note\n!!! tip"), "{html}");
    assert!(html.contains("!!! What a day") && html.contains("<pre"), "{html}");
}

#[test]
fn facts_within_a_callout_are_read() {
    let text = "# Queue stuck\n\n:::note[What happened]\n\n## Timeline\n\n- 2024-03-02 10:00 UTC: queue stops\n- 2024-03-02 10:30 UTC: queue runs\n\n\
        :::\n\n## Action items\n\n!!! todo\n    - [ ] Add an alert @ada\n";
    let built = library(&[("a.md", text)]);
    let api = text_of(built.artifacts.iter().find(|artifact| artifact.path.as_str() == "api/library.json").unwrap());
    assert!(api.contains("queue stops") && api.contains("Add an alert"), "{api}");
}

#[test]
fn what_is_not_understood_is_named_once_with_its_place() {
    let body = "# T\n\n{{< chart src=\"a.csv\" >}} {{< chart src=\"b.csv\" >}}\n\n{% include x.html %} {{ site.name }}\n\n> [!note]- T\n> x\n\n::: foo\ny\n:::\n\n[!unknown a]\n\n%%\nhidden\n";
    let built = library(&[("a.md", body)]);
    let found: Vec<String> = built
        .understood
        .diagnostics
        .iter()
        .filter(|found| found.code.name() == "foreign-mark")
        .map(|found| found.message.clone())
        .collect();
    assert_eq!(
        found,
        [
            "`{{< chart >}}`: a Hugo shortcode; shown as text",
            "`{% include x.html %}`: an include of Liquid; left out",
            "`{{ site.name }}`: a variable of a template; shown as text",
            "`[!unknown]`: an extension of docfx; shown as text",
            "`%%`: an Obsidian comment that nothing ends; what follows is hidden",
        ]
    );
}

/// What the body of a page shows.
fn body_of(files: &[(&str, &str)]) -> String {
    let built = library(files);
    let html = page(&built, "a.html");
    html.split("class=\"prose\"").nth(1).unwrap().split("</article>").next().unwrap().to_owned()
}

#[test]
fn ids_and_attributes_are_taken_and_not_shown() {
    let text = "# **Title** {#top}\n\n[a](#why) [b](#impact) [c](#k) [d](#^t1)\n\n## **Impact** *(all)* {#impact}\n\n## Root cause {: #why .x}\n\n\
        ### Kram\n{: #k}\n\nText.\n{: .note}\n\n![p](p.png){width=50%} and [l](https://e.org){:target=\"_blank\"}\n\n## Config {prod}\n\nSaid so. ^t1\n";
    let built = library(&[("a.md", text), ("p.png", "png")]);
    let html = page(&built, "a.html");
    for id in ["s-impact", "s-why", "s-k", "s-^t1"] {
        assert!(html.contains(&format!("id=\"{id}\"")), "{id} in {html}");
    }
    for shown in ["{#", "{:", "{width", "Said so. ^"] {
        assert!(!html.contains(shown), "{shown} in {html}");
    }
    assert!(html.contains("Config {prod}"), "{html}");
    let broken = built.understood.diagnostics.iter().filter(|found| found.code.name() == "broken-anchor").count();
    assert_eq!(broken, 0, "{:?}", built.understood.diagnostics);
}

#[test]
fn marks_within_a_line_become_elements() {
    let html = body_of(&[(
        "a.md",
        "# T\n\n==marked== and 标==记==号, H~2~O, 2^10^, but a==b and c==d, x^2 or y^2, ~gone~ ~~gone too~~ `==code==`\n",
    )]);
    for shown in [
        "<mark>marked</mark>",
        "<mark>记</mark>",
        "H<sub>2</sub>O",
        "2<sup>10</sup>",
        "a==b and c==d",
        "x^2 or y^2",
        "<del>gone</del>",
        "==code==",
    ] {
        assert!(html.contains(shown), "{shown} in {html}");
    }
}

#[test]
fn embeds_and_sizes_are_read() {
    let text = "# T\n\n![[plan.png|300]] ![[plan.png]] ![plan|200x100](img/plan.png) ![plan](img/plan.png =50x)\n\n![[b]] ![[b#part]] ![[call.mp4]] [[spec.pdf]]\n";
    let files = [
        ("a.md", text),
        ("b.md", "# Bee\n\n## Part\n"),
        ("img/plan.png", "png"),
        ("media/call.mp4", "mp4"),
        ("media/spec.pdf", "pdf"),
    ];
    let built = library(&files);
    assert_eq!(built.understood.diagnostics.iter().filter(|found| found.code.name().starts_with("broken")).count(), 0);
    let html = page(&built, "a.html");
    for shown in [
        "width=\"300\"",
        "width=\"200\" height=\"100\"",
        "width=\"50\"",
        "href=\"b.html\"",
        "href=\"b.html#s-part\"",
        "<video src=\"media/call.mp4\"",
        "media/spec.pdf",
    ] {
        assert!(html.contains(shown), "{shown} in {html}");
    }
    assert_eq!(html.matches("<img src=\"img/plan.png\"").count(), 4, "{html}");
}

#[test]
fn paths_from_another_root_are_found_and_missing_pictures_told() {
    let text = "# T\n\n![a](/img/a.png) ![b](/docs/pics/b.png) ![c](/c.png) ![d](/img/none.png) [gone](none.md) | [[b\\|x]]\n\n| a |\n|---|\n| [[b\\|the other]] |\n";
    let files =
        [("t/a.md", text), ("static/img/a.png", "png"), ("pics/b.png", "png"), ("t/c.png", "png"), ("b.md", "# B\n")];
    let built = library(&files);
    let html = page(&built, "t/a.html");
    for shown in ["../static/img/a.png", "../pics/b.png", "\"c.png\"", "../b.html\">the other"] {
        assert!(html.contains(shown), "{shown} in {html}");
    }
    assert!(!html.contains("href=\"\"") && !html.contains("src=\"\""), "{html}");
    assert!(
        html.contains("aria-disabled=\"true\" title=\"This leads nowhere: the page or file is not here\">gone</a>"),
        "{html}"
    );
    let images: Vec<&str> = built
        .understood
        .diagnostics
        .iter()
        .filter(|found| found.code.name() == "broken-image")
        .map(|found| found.message.as_str())
        .collect();
    assert_eq!(images, ["the image `/img/none.png` does not exist"]);
}

#[test]
fn aliases_lead_to_the_page() {
    let a = "---\ntitle: Plain\ndate: 2024-03-03\naliases: [/old/b.html, The big one]\nredirect_from: /x/y\npermalink: /2024/plain.html\n---\nx\n";
    let b = "---\ntitle: Other\naliases: [/old/b.html, /a.html]\nservices: [\"[[tile-server]]\"]\nrelated: [\"[[a]]\"]\ntags: [\"#cdn\"]\n---\nAs in [[The big one]].\n";
    let built = library(&[("a.md", a), ("b.md", b)]);
    for place in ["old/b.html", "x/y/index.html", "2024/plain.html"] {
        assert!(page(&built, place).contains("a.html"), "{place}");
    }
    assert!(page(&built, "a.html").contains("Plain"));
    assert!(page(&built, "b.html").contains("href=\"a.html\">The big one"), "{}", page(&built, "b.html"));
    let found: Vec<&str> = built
        .understood
        .diagnostics
        .iter()
        .filter(|found| matches!(found.code.name(), "duplicate-path" | "unknown-id"))
        .map(|found| found.message.as_str())
        .collect();
    assert_eq!(
        found,
        [
            "the old place `a.html` is that of `a.md` already; no redirect is made",
            "the old place `old/b.html` is that of `a.md` already; no redirect is made"
        ]
    );
    assert!(
        page(&built, "services/tile-server.html").contains("Other") && page(&built, "tags/cdn.html").contains("Other")
    );
}

#[test]
fn tables_and_lists_of_html_are_read_for_facts() {
    let text = "# Queue stuck\n\n<table><tbody>\n<tr><th><p>Incident date</p></th><td><time datetime=\"2024-05-14\"></time></td></tr>\n\
        <tr><th>Severity</th><td><p><span>SEV-2</span></p></td></tr>\n</tbody></table>\n\n## Timeline\n\n<table>\n<tr><th>Time (UTC)<th>Event\n\
        <tr><td>09:02<td>Flag turned <b>on</b>\n<tr><td>10:35<td>Flag turned off\n</table>\n\n## Action items\n\n\
        <ul class=\"task-list\">\n<li><input type=\"checkbox\"> Cap the queue (@yusuf)</li>\n<li><input type=\"checkbox\" checked> Add an alert (@ada)\n</ul>\n";
    let built = library(&[("a.md", text)]);
    let api = text_of(built.artifacts.iter().find(|artifact| artifact.path.as_str() == "api/library.json").unwrap());
    let api: serde_json::Value = serde_json::from_str(api).unwrap();
    let all = api.to_string();
    for told in
        ["2024-05-14", "sev2", "Flag turned on", "2024-05-14T10:35:00Z", "Cap the queue", "yusuf", "Add an alert"]
    {
        assert!(all.contains(told), "{told} in {all}");
    }
}

#[test]
fn a_section_that_nobody_has_written_is_missing() {
    let empty = "# Mail relay refused connections\n\nDate: 2024-07-02\nSeverity: SEV-1\n\n## Summary\n\n_No response_\n\n## Impact\n\n- N/A\n\n\
        ## Root cause\n\n<!-- why did it happen? -->\n\n## Detection\n\nTBD\n\n## Timeline\n\n- 10:00 UTC start of outage\n- 10:05 UTC fixed\n";
    let german = "# Störung der Kasse\n\nDatum: 2024-07-02\n\n## Zusammenfassung\n\nnoch offen\n\n## Ursache\n\nEin Kabel war lose.\n";
    let built =
        library(&[("a.md", empty), ("b.md", german), ("c.md", "---\ntitle: C\ndate: 2024-01-02\nsummary: TBD\n---\n")]);
    let api: serde_json::Value = serde_json::from_str(page(&built, "api/library.json")).unwrap();
    let postmortems = api["postmortems"].as_array().unwrap();
    let missing = |id: &str| -> Vec<&str> {
        let found = postmortems.iter().find(|found| found["id"] == id).unwrap();
        found["missing"].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect()
    };
    for part in ["summary", "impact", "causes", "detection"] {
        assert!(missing("a").contains(&part), "{part}");
    }
    assert!(missing("b").contains(&"summary") && !missing("b").contains(&"causes"));
    assert!(missing("c").contains(&"summary"));
}

#[test]
fn a_feed_has_an_author_and_says_when_its_pages_changed() {
    let built = library(&[
        ("a.md", "---\ntitle: A\ndate: 2024-03-02\nauthors: [Ada]\nlastmod: 2024-05-06T10:00:00Z\n---\nx\n"),
        ("b.md", "---\ntitle: B\ndate: 2024-03-01\n---\nx\n"),
    ]);
    let feed = page(&built, "feed.xml");
    assert!(feed.contains("<updated>2024-05-06T10:00:00+00:00</updated><author><name>Ada</name></author>"), "{feed}");
    let head = feed.split("<entry>").next().unwrap();
    assert!(head.contains("<author><name>") && head.contains("<updated>2024-05-06"), "{head}");
}

#[test]
fn names_that_signs_tell_apart_are_terms_of_their_own() {
    let built = library(&[
        ("a.md", "---\ntitle: A\ndate: 2024-03-02\nservices: [C, index, \"404\"]\ntags: one two\n---\n"),
        ("b.md", "---\ntitle: B\ndate: 2024-03-01\nservices: [C++, .NET]\ntags: \"one two\"\n---\n"),
        ("_posts/c.md", "---\ntitle: C\ndate: 2024-03-03\nservices: [\"C#\", NET]\ncategories: incident mail\n---\n"),
        ("d.md", "---\ntitle: D\nms.date: 10/04/2024\n---\nA guide.\n"),
    ]);
    let paths: Vec<&str> = built.artifacts.iter().map(|artifact| artifact.path.as_str()).collect();
    for path in [
        "services/c.html",
        "services/c-plus-plus.html",
        "services/c-sharp.html",
        "services/net.html",
        "services/dot-net.html",
        "services/index_.html",
        "services/404.html",
        "tags/one.html",
        "tags/two.html",
        "tags/one-two.html",
        "categories/incident.html",
        "categories/mail.html",
    ] {
        assert!(paths.contains(&path), "{path} in {paths:?}");
    }
    assert!(page(&built, "services/index.html").contains("href=\"index_.html\""));
    // The day of an edit makes no incident of a page.
    assert!(!paths.contains(&"years/2024/d.html") && built.understood.library().incidents.len() == 3);
}

#[test]
fn formulas_definitions_and_abbreviations_are_read() {
    let html = body_of(&[(
        "a.md",
        "# T\n\nThe SLO is $x^2 < y$, at $5 and $6.\n\n$$\nE = mc^2\n$$\n\nHTTP\n: A *protocol*\n:warning: no line of it\n\nTLS\n: Another\n: And more\n\n\
        *[SLO]: service level <objective>\n\n:tada: `SLO`\n",
    )]);
    for shown in [
        "The <abbr title=\"service level &lt;objective&gt;\">SLO</abbr> is <code>x^2 &lt; y</code>, at $5 and $6.",
        "E = mc^2",
        "<dt>HTTP</dt>",
        "<em>protocol</em>",
        "<dd>And more</dd>",
        "🎉 <code>SLO</code>",
    ] {
        assert!(html.contains(shown), "{shown} in {html}");
    }
    assert!(!html.contains("$$") && !html.contains("*["), "{html}");
}

#[test]
fn facts_in_definition_lists_are_read() {
    let text = "# Queue stuck\n\nDate\n: 2024-03-02\n\nSeverity\n: SEV-2\n\nServices\n: mail\n\n## Timeline\n\n- 10:00 UTC start\n";
    let html = "# Disk full\n\n<dl><dt>Date</dt><dd>2024-03-03</dd><dt>Severity</dt><dd>SEV-1</dd></dl>\n\n## Timeline\n\n- 10:00 UTC start\n";
    let built = library(&[("a.md", text), ("b.md", html)]);
    let api: serde_json::Value = serde_json::from_str(page(&built, "api/library.json")).unwrap();
    let all = api["postmortems"].as_array().unwrap();
    assert_eq!(
        all.iter().map(|found| (&found["date"], &found["severity"])).collect::<Vec<_>>(),
        [(&"2024-03-03".into(), &"sev1".into()), (&"2024-03-02".into(), &"sev2".into())]
    );
}

#[test]
fn bold_beside_scripts_without_spaces_is_bold() {
    let html =
        body_of(&[("a.md", "# T\n\n**停止。**それは**重要**です。`**停止。**それ`\n\n```\n**停止。**それ\n```\n")]);
    assert!(
        html.contains("<strong>停止。</strong>それは<strong>重要</strong>です。<code>**停止。**それ</code>"),
        "{html}"
    );
    assert!(html.contains("<code>**停止。**それ\n"), "{html}");
    assert!(!html.contains('\u{2060}'), "{html}");
}

#[test]
fn what_leads_nowhere_is_text_and_told() {
    let text = "# T\n\n[out](../../x.md) ![pic](../../x.png) [gone](gone.md) [[nobody]] [[1]](#refs) [text][undefined] and [^none]\n\n\
        ## Refs\n\n[[bee]] | a |\n\n| a | b |\n|---|---|\n| [[b\\|the bee]] | [[b#part\\|part]] |\n";
    let built = library(&[("a.md", text), ("b.md", "---\ntitle: B\naliases: [bee]\n---\n## Part\n")]);
    let html = page(&built, "a.html");
    assert!(!html.contains("href=\"\"") && !html.contains("src=\"\"") && !html.contains(".."), "{html}");
    for shown in [
        "href=\"#s-refs\">[1]</a>",
        "href=\"b.html\">bee</a>",
        "href=\"b.html\">the bee</a>",
        "href=\"b.html#s-part\">part</a>",
    ] {
        assert!(html.contains(shown), "{shown} in {html}");
    }
    assert_eq!(html.matches("role=\"link\" aria-disabled=\"true\" title=\"").count(), 4, "{html}");
    let found: Vec<&str> = built
        .understood
        .diagnostics
        .iter()
        .filter(|found| matches!(found.code.name(), "broken-link" | "broken-image" | "foreign-mark"))
        .map(|found| found.message.as_str())
        .collect();
    assert_eq!(
        found,
        [
            "`../../x.md` leads out of the content folder",
            "`../../x.png` leads out of the content folder",
            "the file `gone.md` does not exist",
            "the page `nobody` does not exist",
            "`[text][undefined]`: a reference that is defined nowhere; shown as text",
            "`[^none]`: a footnote that is defined nowhere; shown as text",
        ]
    );
}
