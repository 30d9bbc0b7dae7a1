//! What the site says, from folder in to pages out, in memory.

use crate::support::{library, page, paths};
use serde_json::Value;

const OUTAGE: &str = "---\nid: INC-1\ntitle: Certificate expired\nstarted: 2024-01-10T10:00:00Z\nresolved: 2024-01-10T11:30:00Z\n\
    severity: P1\nservices: [edge]\ncauses: [certificate-expiry]\nteams: [platform]\ncategories: availability\nblast_radius: wide\n\
    actions:\n  - text: Renew by machine\n    owner: ada\n    due: 2024-02-01\n    status: done\n    closed: 2024-02-01\n---\n\n\
    ## Root cause\n\nNobody was told.\n";
const AGAIN: &str = "---\nid: INC-2\ntitle: Certificate expired again\nstarted: 2024-06-10T10:00:00+02:00\nresolved: 2024-06-10T11:00:00+02:00\n\
    severity: sev2\nservices: [Edge]\ncauses: [certificate-expiry]\nrecurs: [INC-1]\n---\n\nAs in [[INC-1#root-cause|January]], and in \
    [its cause](one.md#root-cause). ![graph](img/g.png)\n\n## Action items\n\n- [ ] Alert two weeks before @grace due 2024-07-01\n";

fn two() -> crate::support::Built {
    library(&[
        ("one.md", OUTAGE),
        ("two.md", AGAIN),
        ("img/g.png", "png"),
        ("runbooks/renew.md", "# Renew a certificate\n\nSteps.\n"),
    ])
}

#[test]
fn every_page_of_the_design_is_there() {
    let built = two();
    let paths = paths(&built);
    for expected in [
        "index.html",
        "one.html",
        "two.html",
        "runbooks/renew.html",
        "categories/index.html",
        "categories/availability.html",
        "services/index.html",
        "services/edge.html",
        "teams/platform.html",
        "causes/certificate-expiry.html",
        "tags/index.html",
        "severities/index.html",
        "severities/sev1.html",
        "years/index.html",
        "years/2024.html",
        "recurring/index.html",
        "actions/index.html",
        "trends.html",
        "feed.xml",
        "feed.json",
        "services/edge.xml",
        "404.html",
        "api/library.json",
        "llms.txt",
        "img/g.png",
        "articles/index.html",
        "actions/review.html",
        "actions/policies.html",
        "actions.ics",
        "completeness.html",
        "priorities.html",
    ] {
        assert!(paths.contains(&expected), "{expected} in {paths:?}");
    }
    assert!(paths.iter().any(|path| path.starts_with("recurring/") && *path != "recurring/index.html"));
    assert!(!paths.contains(&"sitemap.xml"), "a sitemap needs absolute URLs");
}

#[test]
fn links_lead_to_pages_and_sections() {
    let built = two();
    let html = page(&built, "two.html");
    assert_eq!(html.matches("href=\"one.html#s-root-cause\"").count(), 2, "{html}");
    assert!(html.contains("src=\"img/g.png\""));
    assert!(page(&built, "one.html").contains("href=\"two.html\""), "a backlink");
    assert!(page(&built, "services/edge.html").contains("href=\"../two.html\""));
}

#[test]
fn a_fix_that_did_not_hold_is_told() {
    let built = two();
    let group = &built.understood.insights().recurring;
    assert_eq!(group.len(), 1);
    assert_eq!(group[0].fixes.len(), 1);
    let html = page(&built, "two.html");
    assert!(html.contains("Renew by machine"), "the incident names the fix that it outlived");
}

#[test]
fn what_fixed_it_is_told_wherever_somebody_looks_for_it() {
    let one = format!("{OUTAGE}\n## Resolution\n\nThe certificate was renewed by hand.\n");
    let built = library(&[("one.md", &one), ("two.md", AGAIN)]);
    let api: Value = serde_json::from_str(page(&built, "api/library.json")).unwrap();
    let told: Vec<&Value> = api["postmortems"].as_array().unwrap().iter().map(|one| &one["mitigation"]).collect();
    assert_eq!(told, [&Value::Null, &Value::from("The certificate was renewed by hand.")]);
    let own = page(&built, "one.html");
    assert!(own.contains("id=\"cb-fixed\"") && own.contains(">What fixed it</h2>"), "{own}");
    assert!(!page(&built, "two.html").contains("id=\"cb-fixed\""), "nobody says what fixed the second one");
    let issue = &built.understood.insights().recurring[0].key;
    for other in ["two.html", &format!("recurring/{issue}.html")] {
        assert!(page(&built, other).contains("</span>The certificate was renewed by hand."), "{other}");
    }
}

#[test]
fn ways_to_fail_are_browsed_and_searched_as_causes_are() {
    let built = library(&[
        (
            "a.md",
            "---\ntitle: Orders late\ndate: 2024-01-02\nseverity: sev2\n---\n\n## Root cause\n\nAfter the deployment the disk was full.\n",
        ),
        (
            "b.md",
            "---\ntitle: Pods out of memory\ndate: 2024-02-02\nseverity: sev2\nfailure-mode: Disk full\n---\n\nIt stood.\n",
        ),
        ("c.md", "---\ntitle: Pods out of memory again\ndate: 2024-03-02\nseverity: sev2\n---\n\nIt stood.\n"),
    ]);
    let own = page(&built, "a.html");
    assert!(own.contains("href=\"failure-modes/disk-full.html\">disk full</a>"), "{own}");
    assert!(own.contains("href=\"triggers/deployment.html\">") && own.contains("read from the text: Root cause"));
    // What is stated needs no such remark, and what is stated wins.
    let stated = page(&built, "b.html");
    assert!(!stated.contains("read from the text") && !stated.contains("out-of-memory.html"), "{stated}");
    let term = page(&built, "failure-modes/disk-full.html");
    assert!(term.contains("../a.html") && term.contains("../b.html") && !term.contains("../c.html"));
    // The broader one lists the incidents of both kinds.
    let broader = page(&built, "failure-modes/capacity.html");
    assert!(["../a.html", "../b.html", "../c.html"].iter().all(|href| broader.contains(href)), "{broader}");
    assert!(page(&built, "failure-modes/index.html").contains("disk-full.html"));
    let index = built.artifacts.iter().filter(|artifact| artifact.path.as_str().starts_with("search/"));
    let texts: Vec<&str> = index.map(crate::support::text_of).collect();
    assert!(
        texts.iter().any(|text| text.contains("[\"disk full\",[") && text.contains("\"disk-full\"]")),
        "it can be filtered by"
    );
}

#[test]
fn the_api_has_the_form_of_the_design() {
    let built = two();
    let api: Value = serde_json::from_str(page(&built, "api/library.json")).unwrap();
    assert_eq!(api["version"], 1);
    assert_eq!(api["as_of"], "2026-11-23");
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let sorted = |mut keys: Vec<String>| {
        keys.sort();
        keys
    };
    assert_eq!(sorted(keys(&api)), ["articles", "as_of", "maintenances", "postmortems", "recurrences", "version"]);
    let first = &api["postmortems"].as_array().unwrap()[1];
    assert_eq!(sorted(keys(first)), sorted("id path url title date started detected acknowledged mitigated resolved duration_minutes \
        severity status categories services teams causes tags failure_modes triggers lapses trigger detection impact summary mitigation authors reviewers language timeline actions related recurrences completeness missing violations"
        .split_whitespace().map(str::to_owned).collect()));
    assert_eq!(first["id"], "INC-1");
    assert_eq!(first["started"], "2024-01-10T10:00:00Z");
    assert_eq!(first["duration_minutes"], 90);
    assert_eq!(first["severity"], "sev1");
    assert_eq!(first["detected"], Value::Null);
    assert_eq!(first["timeline"], Value::Array(Vec::new()));
    assert_eq!(sorted(keys(&first["actions"][0])), ["due", "owner", "ref", "status", "text"]);
    assert_eq!(api["postmortems"][0]["started"], "2024-06-10T08:00:00Z");
    assert_eq!(sorted(keys(&api["postmortems"][0]["related"][0])), ["id", "reasons", "score"]);
    assert_eq!(sorted(keys(&api["articles"][0])), ["id", "language", "path", "title", "url"]);
    assert_eq!(
        sorted(keys(&api["recurrences"][0])),
        ["first", "fixes", "gaps_days", "key", "last", "members", "minutes", "minutes_known", "reasons", "title"]
    );
    assert_eq!(api["recurrences"][0]["members"], serde_json::json!(["INC-1", "INC-2"]));
}

#[test]
fn settings_add_taxonomies_aliases_and_defaults() {
    let built = library(&[
        (
            "book.toml",
            "[book]\ntitle = \"Lessons\"\n[taxonomies.regions]\naliases = [\"region\"]\ntitle = \"Regions\"\n\
            [front_matter.aliases]\nschwere = \"severity\"\n[folders.old.defaults]\nteams = [\"legacy\"]\n[folders.guides]\nkind = \"article\"\n",
        ),
        ("old/a.md", "---\ntitle: A\ndate: 2020-01-01\nregion: eu-west\nschwere: violett\n---\n"),
        ("old/b.md", "---\ntitle: B\ndate: 2020-01-02\nschwere: sev3\nteams: [new]\n---\n"),
        ("guides/c.md", "---\ntitle: C\ndate: 2020-01-02\n---\n"),
    ]);
    let paths = paths(&built);
    assert!(
        paths.contains(&"regions/eu-west.html")
            && paths.contains(&"teams/legacy.html")
            && paths.contains(&"teams/new.html")
    );
    assert!(page(&built, "regions/index.html").contains("Regions"));
    assert!(page(&built, "severities/sev3.html").contains("B"));
    assert_eq!(built.understood.library().incidents.len(), 2);
    assert!(
        built.understood.diagnostics.iter().any(|d| d.code.name() == "unknown-severity"),
        "`violett` is no word of the scale"
    );
}

#[test]
fn feeds_and_the_sitemap_are_valid_xml_with_absolute_urls_where_known() {
    let site = "[output.html]\nsite-url = \"https://example.org/kb\"\n";
    let built = library(&[
        ("book.toml", site),
        ("one.md", OUTAGE),
        ("a & b.md", "---\ntitle: A & <B>\ndate: 2024-01-01\n---\n"),
    ]);
    let map = page(&built, "sitemap.xml");
    assert!(map.contains("<loc>https://example.org/kb/a%20%26%20b.html</loc>"), "{map}");
    let feed = page(&built, "feed.xml");
    assert!(feed.contains("https://example.org/kb/one.html") && feed.contains("A &amp; &lt;B&gt;"), "{feed}");
    let json: Value = serde_json::from_str(page(&built, "feed.json")).unwrap();
    assert_eq!(json["items"][0]["title"], "Certificate expired");
}

#[test]
fn an_empty_library_has_its_pages() {
    let built = library(&[]);
    for path in ["index.html", "recurring/index.html", "actions/index.html", "trends.html", "years/index.html"] {
        assert!(page(&built, path).contains("</html>"), "{path}");
    }
}

/// A translated page as translation services deliver it: every sentence twice, in nested spans.
#[test]
fn a_side_by_side_translation_shows_one_language_at_a_time() {
    let both = |id: &str, french: &str, english: &str| {
        format!(
            "<span data-ttu-id=\"{id}\">{french}</span><span class=\"sxs-lookup\"><span data-stu-id=\"{id}\">{english}</span></span>"
        )
    };
    let page_text = format!(
        "---\ntitle: Réponse\nms.contentlocale: fr-FR\n---\n# <a name=\"response\"></a>{}\n\n## <a name=\"first-steps\"></a>{}\n\n{}\n\n[ici](#first-steps)\n",
        both("a-1", "Réponse", "Response"),
        both("a-2", "Premiers pas", "First steps"),
        both("a-3", "Gardez les journaux.", "Keep the logs.")
    );
    let built = library(&[("fr/a.md", &page_text)]);
    let html = page(&built, "fr/a.html");
    assert!(html.contains("<html lang=\"fr"), "{html}");
    assert!(html.contains("<span class=\"translation\">Gardez les journaux.</span>"), "{html}");
    assert!(html.contains("<span class=\"original\" lang=\"en\"><span>Keep the logs.</span></span>"), "{html}");
    assert!(html.contains("id=\"cb-original\""), "the original is one click away");
    assert!(html.contains("href=\"#s-first-steps\"") && html.contains("id=\"s-first-steps\""), "old anchors hold");
    let telling = built.understood.pages().page(casebook::library::PageIx(0)).telling();
    let headings: Vec<&str> = telling.headings.iter().map(|heading| heading.text.as_str()).collect();
    assert_eq!(headings, ["Premiers pas"]);
    assert!(!telling.excerpt.contains("Keep"));
}

#[test]
fn names_of_signs_alone_get_pages_of_their_own_or_none() {
    let text = "---\ntitle: A\ndate: 2024-01-01\ntags: [\"++\", \"../x\", \"\\u200b\"]\nactions:\n  - { text: b, owner: \"@\" }\n  - { text: c, owner: \"@ada\" }\n---\n";
    let built = library(&[("a.md", text)]);
    let paths = paths(&built);
    for expected in ["tags/2b-2b.html", "tags/x.html", "actions/owner/ada.html"] {
        assert!(paths.contains(&expected), "{expected} in {paths:?}");
    }
    assert!(paths.iter().all(|path| !path.contains("/.") && !path.contains("..")), "{paths:?}");
}

const VOCABULARY: &str = "[causes.expiry]\ndefinition = \"Something ended.\"\n\
    [causes.certificate-expiry]\nparent = \"expiry\"\nsynonyms = [\"cert-expired\"]\n\
    [causes.token-expiry]\nparent = \"expiry\"\n[causes.ssl]\ndeprecated = \"certificate-expiry\"\n[causes.old]\ndeprecated = \"\"\n";

fn with_vocabulary() -> crate::support::Built {
    let page =
        |causes: &str, day: u8| format!("---\ntitle: On day {day}\ndate: 2024-01-0{day}\ncauses: [{causes}]\n---\n");
    library(&[
        ("vocabulary.toml", VOCABULARY),
        ("book.toml", "[output.html]\nsite-url = \"https://example.org/kb\"\n"),
        ("a.md", &page("ssl", 1)),
        ("b.md", &page("Cert Expired, token-expiry", 2)),
        ("c.md", &page("certificate-expiry", 3)),
        ("d.md", &page("expiry, old", 4)),
    ])
}

#[test]
fn broader_terms_list_the_incidents_of_narrower_ones_once() {
    let built = with_vocabulary();
    let broad = page(&built, "causes/expiry.html");
    assert!(broad.contains("Something ended."), "{broad}");
    assert!(broad.contains("4 incidents"), "its own, and two narrower terms of one incident count once: {broad}");
    let rows: Vec<usize> = ["d", "c", "b", "a"].map(|name| broad.find(&format!("../{name}.html")).unwrap()).to_vec();
    assert!(rows.is_sorted(), "newest first");
    assert!(broad.contains(
        r#"<a class="term" href="certificate-expiry.html">certificate-expiry <span class="count">3</span></a>"#
    ));
    let narrow = page(&built, "causes/certificate-expiry.html");
    assert!(narrow.contains("3 incidents") && narrow.contains(r#"Part of <a href="expiry.html">"#), "{narrow}");
    assert!(page(&built, "causes/old.html").contains("not used any more"));
    assert!(page(&built, "causes/index.html").contains("Something ended."));
}

#[test]
fn the_page_of_a_deprecated_term_leads_to_its_successor() {
    let built = with_vocabulary();
    for old in ["causes/ssl.html", "causes/cert-expired.html"] {
        let html = page(&built, old);
        assert!(html.contains(r#"<meta http-equiv="refresh" content="0; url=certificate-expiry.html">"#), "{html}");
        assert!(
            html.contains(r#"<link rel="canonical" href="https://example.org/kb/causes/certificate-expiry.html">"#),
            "{html}"
        );
        assert!(html.contains(r#"<a href="certificate-expiry.html">certificate-expiry</a>"#), "{html}");
    }
    let map = page(&built, "sitemap.xml");
    assert!(map.contains("causes/certificate-expiry.html") && !map.contains("causes/ssl.html"), "{map}");
}

#[test]
fn terms_that_nobody_uses_yet_have_a_page_with_their_definition() {
    let built = library(&[
        ("vocabulary.toml", "[causes.dns]\ndefinition = \"A name.\"\n"),
        ("a.md", "---\ntitle: A\ndate: 2024-01-01\n---\n"),
    ]);
    let html = page(&built, "causes/dns.html");
    assert!(html.contains("A name.") && html.contains("No incident is filed here."), "{html}");
}

/// Incidents of one library, each with its hour and what front matter says of it.
fn trends_of(count: usize, front: impl Fn(usize) -> String) -> String {
    let files: Vec<(String, String)> = (0..count)
        .map(|index| {
            let (day, hour) = (index / 24 % 28 + 1, index % 24);
            let text = format!(
                "---\ntitle: Number {index}\nstarted: 2026-01-{day:02}T{hour:02}:00:00Z\nresolved: 2026-02-{day:02}T{hour:02}:{:02}:00Z\n{}---\n",
                index % 60,
                front(index)
            );
            (format!("i/{index}.md"), text)
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    page(&library(&files), "trends.html").to_owned()
}

#[test]
fn too_few_incidents_for_a_plot_are_said_to_be_so() {
    let html = trends_of(6, |index| if index < 4 { String::new() } else { "services: [api]\n".to_owned() });
    assert!(html.contains("id=\"cb-time-to-resolved\"") && html.contains("Of 6 incidents a quarter took"), "{html}");
    assert!(html.contains("None has five incidents of known duration"), "{html}");
    assert!(html.contains("Number 5</a>"), "every incident is in a table with a link");
    assert!(!trends_of(4, |_| String::new()).contains("class=\"chart "));
}

#[test]
fn medians_come_with_their_number_and_hours_with_their_zone() {
    let html = trends_of(24, |index| {
        format!("severity: {}\nservices: [api]\nlapses: [manual]\n", if index < 12 { "sev1" } else { "sev2" })
    });
    let html = html.as_str();
    let service = &html[html.find("cb-duration-by-services").unwrap()..];
    assert!(service.contains(r#"<a href="services/api.html">api</a></th><td>24</td>"#), "{service}");
    assert!(html.contains("time zone (UTC)"));
    assert!(html.contains("<h2 id=\"cb-lapses\">"));
    let plot = &html[html.find("cb-time-to-resolved").unwrap()..html.find("cb-duration-by-services").unwrap()];
    assert_eq!(plot.matches("<circle").count(), 24);
    assert_eq!(plot.matches("class=\"median\"").count(), 2, "one for each severity");
    assert!(plot.contains("<desc>"));
}

#[test]
fn the_home_page_remembers_the_day_and_leads_newcomers_to_what_others_refer_to() {
    let built = library(&[
        ("a.md", "---\nid: A\ntitle: A year ago\ndate: 2025-11-23\nprocedures: [run.md]\n---\n"),
        ("b.md", "---\nid: B\ntitle: Other\ndate: 2026-01-05\n---\nAs in [[A]].\n"),
        ("run.md", "# Runbook\n"),
    ]);
    let home = page(&built, "index.html");
    let remembered = &home[home.find("On this day in earlier years").unwrap()..];
    assert!(remembered[..remembered.find("</section>").unwrap()].contains("A year ago"), "{home}");
    assert!(home.contains(r#"New here? <a href="reading.html">"#), "{home}");
    let reading = page(&built, "reading.html");
    assert!(reading.contains("mentioned by 1 page; ") && reading.contains("changed 1 procedure"), "{reading}");
    assert!(reading.contains("1 incident refers to it"), "{reading}");
    assert!(
        page(&library(&[("b.md", "---\ntitle: B\ndate: 2026-01-05\n---\n")]), "reading.html")
            .contains("No incident refers")
    );
}

#[test]
fn a_procedure_lists_the_incidents_that_changed_it_and_those_that_should_have() {
    let built = library(&[
        ("runbooks/dns-cutover.md", "---\nkind: article\ntitle: Move a name\nservices: [dns]\n---\nSteps.\n"),
        ("a.md", "---\nid: A\ntitle: First\ndate: 2026-01-01\nprocedures: [runbooks/dns-cutover.md]\n---\n"),
        (
            "b.md",
            "---\nid: B\ntitle: Second\ndate: 2026-02-01\nservices: [dns]\n---\n\n## Action items\n\n- [ ] Count clients in the cutover runbook @ada\n",
        ),
        ("c.md", "---\nid: C\ntitle: Third\ndate: 2026-03-01\n---\nWe used [it](runbooks/dns-cutover.md).\n"),
    ]);
    let html = page(&built, "runbooks/dns-cutover.html");
    let section = |id: &str| {
        let from = html.find(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("{id} in {html}"));
        html[from..from + html[from..].find("</section>").unwrap()].to_owned()
    };
    assert!(section("cb-changed").contains("First") && !section("cb-changed").contains("Third"));
    let due = section("cb-due");
    assert!(
        due.contains("Count clients in the cutover runbook") && due.contains(r#"href="../b.html">Second"#),
        "{due}"
    );
    assert!(due.contains("both say cutover"), "{due}");
    assert!(section("cb-backlinks").contains("Third") && !section("cb-backlinks").contains("First"));
    assert!(page(&built, "a.html").contains(r#"<a href="runbooks/dns-cutover.html">Move a name</a>"#));
    assert!(page(&built, "b.html").contains("Procedures to change"));
}

const FOLLOWED: &str = "[book]\ntitle = \"Larks, & more\"\n[output.html]\nsite-url = \"https://kb.example.com\"\n\
    [trackers.jira]\nexport = \"export.csv\"\nlink = \"https://jira.example.com/{key}\"\n\
    [[policies]]\nactions-close-within = \"28 days\"\nreviewed-within = \"5 working days\"\n";

fn followed() -> crate::support::Built {
    let incident = "---\nid: INC-1\ntitle: Pools, exhausted\ndate: 2026-10-01\nseverity: sev1\nservices: [orders]\nteams: [platform]\n\
        actions:\n  - { text: \"Limit, at last\", ref: OPS-1 }\n  - { text: Alert, owner: ada, due: 2026-11-20 }\n---\n";
    library(&[
        ("book.toml", FOLLOWED),
        ("export.csv", "Key,Status,Assignee,Due,Resolved\nOPS-1,Done,Grace,2026-11-30,2026-11-18\n"),
        ("one.md", incident),
        ("two.md", "---\ntitle: Sluggish\ndate: 2026-11-20\nstatus: final\n---\n"),
    ])
}

#[test]
fn an_export_says_how_far_actions_are_and_is_not_published() {
    let built = followed();
    let html = page(&built, "one.html");
    assert!(html.contains("href=\"https://jira.example.com/OPS-1\"") && html.contains("Grace"), "{html}");
    assert!(page(&built, "actions/done.html").contains("Limit, at last"));
    assert!(!paths(&built).contains(&"export.csv"));
    let api: Value = serde_json::from_str(page(&built, "api/library.json")).unwrap();
    let of_one = &api["postmortems"][1];
    assert_eq!(of_one["actions"][0]["status"], "done");
    assert_eq!(of_one["actions"][0]["ref"], "https://jira.example.com/OPS-1");
}

#[test]
fn broken_promises_stand_on_the_pages_and_in_the_api() {
    let built = followed();
    let api: Value = serde_json::from_str(page(&built, "api/library.json")).unwrap();
    let expected = serde_json::json!([
        { "policy": "", "promise": "reviewed", "until": "2026-10-08", "days_late": 46, "action": null },
        { "policy": "", "promise": "actions-closed", "until": "2026-10-29", "days_late": 25, "action": "Alert" },
    ]);
    assert_eq!(api["postmortems"][1]["violations"], expected);
    for place in ["one.html", "actions/policies.html"] {
        assert!(page(&built, place).contains("25 days late"), "{place}");
    }
    assert!(!page(&built, "two.html").contains("days late"));
}

#[test]
fn the_review_tells_what_happened_in_the_days_before() {
    let html = page(&followed(), "actions/review.html").to_owned();
    let section =
        |id: &str| html.split(&format!("id=\"cb-{id}\"")).nth(1).and_then(|rest| rest.split("</section>").next());
    assert!(section("incidents").unwrap().contains("Sluggish"));
    assert!(section("overdue").unwrap().contains("Alert"), "due on the 20th");
    assert!(section("closed").unwrap().contains("Limit, at last"));
    assert!(section("opened").unwrap().contains("Nothing was opened."));
}

#[test]
fn what_is_missing_and_what_costs_most_have_pages() {
    let built = followed();
    assert!(page(&built, "completeness.html").contains("completeness/summary.html"));
    assert!(page(&built, "completeness/summary.html").contains("one.html"));
    assert!(page(&built, "one.html").contains("kinds of lapses"), "a sev1 must name them");
    assert!(!page(&built, "two.html").contains("kinds of lapses"));
    let priorities = page(&built, "priorities.html");
    assert!(
        priorities.contains("services/orders.html") && priorities.contains("1 open action would help"),
        "{priorities}"
    );
}

#[test]
fn the_calendar_has_open_due_dates_and_the_same_bytes_in_every_build() {
    let (first, second) = (followed(), followed());
    let calendar = page(&first, "actions.ics");
    assert_eq!(calendar, page(&second, "actions.ics"));
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 1, "what is done is in no calendar: {calendar}");
    for line in [
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
        "X-WR-CALNAME:Larks\\, & more: Actions\r\n",
        "DTSTAMP:20261123T000000Z\r\n",
        "DTSTART;VALUE=DATE:20261120\r\n",
        "DTEND;VALUE=DATE:20261121\r\n",
        "SUMMARY:Overdue: Alert (ada)\r\n",
        "URL:https://kb.example.com/one.html\r\n",
    ] {
        assert!(calendar.contains(line), "{line} in {calendar}");
    }
    assert!(calendar.lines().all(|line| line.len() <= 75), "{calendar}");
}

/// What the interface says in a language, of one small library.
struct Said {
    language: &'static str,
    date: &'static str,
    duration: &'static str,
    /// 1234.5 and 12345.
    numbers: [&'static str; 2],
    heading: &'static str,
    count: &'static str,
    issue: &'static str,
}

#[test]
fn each_language_writes_dates_numbers_and_words_in_its_own_way() {
    let languages = [
        Said {
            language: "en",
            date: "1 March 2024",
            duration: "2\u{a0}h 10\u{a0}min",
            numbers: ["1234.5", "12,345"],
            heading: "Recurring issues",
            count: "2 times",
            issue: "Certificate expiry on edge",
        },
        Said {
            language: "fr",
            date: "1 mars 2024",
            duration: "2\u{a0}h 10\u{a0}min",
            numbers: ["1234,5", "12\u{202f}345"],
            heading: "Problèmes récurrents",
            count: "2 fois",
            issue: "Certificate expiry sur edge",
        },
        Said {
            language: "de",
            date: "1. März 2024",
            duration: "2\u{a0}h 10\u{a0}min",
            numbers: ["1.234,5", "12.345"],
            heading: "Wiederkehrende Probleme",
            count: "2-mal",
            issue: "Certificate expiry bei edge",
        },
        Said {
            language: "es-MX",
            date: "1 de marzo de 2024",
            duration: "2\u{a0}h 10\u{a0}min",
            numbers: ["1234,5", "12.345"],
            heading: "Problemas recurrentes",
            count: "2 veces",
            issue: "Certificate expiry en edge",
        },
        Said {
            language: "ja",
            date: "2024年3月1日",
            duration: "2時間10分",
            numbers: ["1,234.5", "12,345"],
            heading: "再発している問題",
            count: "2回",
            issue: "Certificate expiry: edge",
        },
    ];
    for Said { language, date, duration, numbers, heading, count, issue } in languages {
        let book = format!("[book]\nlanguage = \"{language}\"\n[priorities]\nper-incident = 1234.5\nwindow = 12345\n");
        let incident = |id: u8, month: u8| {
            format!(
                "---\nid: INC-{id}\ntitle: Certificate\nstarted: 2024-0{month}-01T10:00:00Z\nresolved: 2024-0{month}-01T12:10:00Z\n\
                services: [edge]\ncauses: [certificate-expiry]\nrecurs: [INC-1]\n---\n"
            )
        };
        let built = library(&[("book.toml", &book), ("a.md", &incident(1, 3)), ("b.md", &incident(2, 4))]);
        let has = |path: &str, text: &str| {
            assert!(page(&built, path).contains(text), "{language}: no {text} in {path}: {}", page(&built, path));
        };
        has("a.html", &format!("<html lang=\"{language}\" dir=\"ltr\">"));
        has("a.html", &format!(">{date}</time>"));
        has("a.html", &format!("<strong>{duration}</strong>"));
        has("recurring/index.html", &format!("<h1>{heading}</h1>"));
        has("recurring/index.html", &format!("<strong>{count}</strong>"));
        has("recurring/index.html", issue);
        for number in numbers {
            has("priorities.html", number);
        }
    }
}

#[test]
fn a_page_in_a_language_from_right_to_left_says_so() {
    for (language, direction) in [("ar", "rtl"), ("he-IL", "rtl"), ("FA", "rtl"), ("en", "ltr")] {
        let text = format!("---\ntitle: A\ndate: 2024-01-01\nlanguage: {language}\n---\n");
        let built = library(&[("a.md", &text)]);
        let html = page(&built, "a.html");
        assert!(html.contains(&format!("dir=\"{direction}\">\n<head>")), "{language}: {}", &html[..200]);
    }
}

#[test]
fn somebody_has_one_name_wherever_it_stands() {
    let front = "---\ntitle: A\ndate: 2024-01-01\nauthors: [ada.lovelace]\nreviewers: [grace.hopper]\nactions:\n  - { text: b, owner: ada.lovelace }\n---\n";
    let built = library(&[
        ("a.md", front),
        ("b.md", "# B, 2024-02-01\n\n## Action items\n\n- [ ] Alert on it (owner: ada.lovelace, due 2024-06-01)\n"),
        ("c.md", "---\ntitle: C\ndate: 2024-03-01\nactions:\n  - { text: d, owner: Ada Lovelace }\n---\n"),
    ]);
    let (a, overview) = (page(&built, "a.html"), page(&built, "actions/index.html"));
    assert!(
        a.contains("<dd>Ada Lovelace</dd>") && a.contains(">Ada Lovelace</a>"),
        "a name of two words before a handle: {a}"
    );
    assert!(a.contains("<dd>grace.hopper</dd>"), "nobody is given a name that is not written: {a}");
    assert!(overview.contains("Ada Lovelace") && !overview.contains("ada.lovelace<"), "{overview}");
    assert!(page(&built, "actions/owner/ada-lovelace.html").contains("<h1>Ada Lovelace</h1>"));
}
