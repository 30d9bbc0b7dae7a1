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

fn two() -> casebook::build::Built {
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
    let group = &built.understood.insights.recurring;
    assert_eq!(group.len(), 1);
    assert_eq!(group[0].fixes.len(), 1);
    let html = page(&built, "two.html");
    assert!(html.contains("Renew by machine"), "the incident names the fix that it outlived");
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
    assert_eq!(sorted(keys(&api)), ["articles", "as_of", "postmortems", "recurrences", "version"]);
    let first = &api["postmortems"].as_array().unwrap()[1];
    assert_eq!(sorted(keys(first)), sorted("id path url title date started detected acknowledged mitigated resolved duration_minutes \
        severity status categories services teams causes tags lapses summary language timeline actions related recurrences completeness missing violations"
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
    assert_eq!(sorted(keys(&api["recurrences"][0])), ["first", "key", "last", "members", "reasons", "title"]);
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
        ("old/a.md", "---\ntitle: A\ndate: 2020-01-01\nregion: eu-west\nschwere: hoch\n---\n"),
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
    assert_eq!(built.understood.library.incidents.len(), 2);
    assert!(
        built.understood.diagnostics.iter().any(|d| d.code.name() == "unknown-severity"),
        "`hoch` is no word of the scale"
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
    let facts = built.understood.library.pages[0].facts();
    let headings: Vec<&str> = facts.headings.iter().map(|heading| heading.text.as_str()).collect();
    assert_eq!(headings, ["Premiers pas"]);
    assert!(!facts.excerpt.contains("Keep"));
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

const FOLLOWED: &str = "[book]\ntitle = \"Larks, & more\"\n[output.html]\nsite-url = \"https://kb.example.com\"\n\
    [trackers.jira]\nexport = \"export.csv\"\nlink = \"https://jira.example.com/{key}\"\n\
    [[policies]]\nactions-close-within = \"28 days\"\nreviewed-within = \"5 working days\"\n";

fn followed() -> casebook::build::Built {
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
