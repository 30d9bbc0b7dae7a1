//! A library in several languages: what each edition has, and how they lead to each other.

use super::support::{Built, casebook, folder, library, page, paths, printed};

const LAG: &str = "---\ntitle: Replica lag\ndate: 2024-03-01\nstarted: 2024-03-01T10:00:00Z\nresolved: 2024-03-01T11:30:00Z\n\
    severity: sev2\nservices: [ledger]\ncauses: [retry-storm]\nstatus: final\nlegacy: 12\nactions:\n  - text: Limit retries\n    \
    owner: ada\n    due: 2024-04-01\n---\n\nThe replica lagged. See [the guide](../guide.md) and ![graph](g.png).\n";
const RETARD: &str = "---\ntitle: Retard de la réplique\n---\n\nLa réplique était en retard. Voir [le guide](../guide.fr.md) et \
    ![courbe](g.png). [English](lag.md)\n";
const DISK: &str =
    "---\ntitle: Disk full\ndate: 2024-05-01\nseverity: sev3\ncauses: [disk-full]\n---\n\nAs in [the lag](lag.md).\n";

fn bilingual(settings: &str) -> Built {
    library(&[
        ("book.toml", settings),
        ("guide.fr.md", "# Le guide\n\nVoir [le disque](in/disk.md).\n"),
        ("guide.md", "# The guide\n\nSteps.\n"),
        ("in/disk.md", DISK),
        ("in/g.png", "png"),
        ("in/lag.fr.md", RETARD),
        ("in/lag.md", LAG),
    ])
}

const HOME: &str = "[output.html]\nsite-url = \"https://example.org/pm\"\n";

#[test]
fn an_edition_is_a_whole_site_in_a_folder() {
    let built = bilingual("");
    let paths = paths(&built);
    for there in ["index.html", "feed.xml", "feed.json", "search.html", "api/library.json", "llms.txt", "in/lag.html"] {
        assert!(paths.contains(&there) && paths.contains(&format!("fr/{there}").as_str()), "{there} in {paths:?}");
    }
    assert!(paths.iter().any(|path| path.starts_with("fr/search/")));
    // What is the same in every language is there once.
    assert!(paths.contains(&"in/g.png") && !paths.contains(&"fr/in/g.png"));
    assert!(!paths.iter().any(|path| path.starts_with("fr/assets/") || path.contains(".fr.")), "{paths:?}");
    assert!(page(&built, "fr/index.html").contains("<html lang=\"fr\""));
    assert!(page(&built, "fr/feed.xml").contains("xml:lang=\"fr\""));
    assert!(page(&built, "fr/llms.txt").contains("Retard de la réplique"));
    assert!(page(&built, "fr/in/lag.html").contains("href=\"../../assets/casebook."));
}

#[test]
fn translations_are_one_incident() {
    let built = bilingual("");
    let other = &built.understood.variants[1];
    assert_eq!(built.understood.library().incidents.len(), 2);
    assert_eq!(other.library.incidents.len(), 2);
    assert_eq!((other.insights.actions.len(), built.understood.insights().actions.len()), (1, 1));
    let api: serde_json::Value = serde_json::from_str(page(&built, "fr/api/library.json")).unwrap();
    let all = api["postmortems"].as_array().unwrap();
    let lag = all.iter().find(|one| one["id"] == "lag").unwrap();
    assert_eq!(lag["title"], "Retard de la réplique");
    assert_eq!(lag["path"], "in/lag.fr.md");
    // What the translation leaves out its original says.
    assert_eq!(
        (&lag["severity"], &lag["duration_minutes"], &lag["date"]),
        (&"sev2".into(), &90.into(), &"2024-03-01".into())
    );
    assert_eq!((&lag["services"][0], &lag["actions"][0]["owner"]), (&"ledger".into(), &"ada".into()));
    assert!(page(&built, "fr/services/ledger.html").contains("Retard de la réplique"));
    assert!(page(&built, "services/ledger.html").contains("Replica lag"));
}

#[test]
fn links_stay_in_their_edition() {
    let built = bilingual("");
    let lag = page(&built, "fr/in/lag.html");
    assert!(lag.contains("<a href=\"../guide.html\">le guide</a>"), "{lag}");
    assert!(lag.contains("<img src=\"../../in/g.png\""), "{lag}");
    assert!(lag.contains("<a href=\"../../in/lag.html\">English</a>"), "a link to the original leads out: {lag}");
    assert!(page(&built, "fr/in/disk.html").contains("<a href=\"lag.html\">the lag</a>"));
    assert!(page(&built, "fr/guide.html").contains("<a href=\"in/disk.html\">le disque</a>"));
    assert!(page(&built, "in/lag.html").contains("<a href=\"../guide.html\">the guide</a>"));
}

#[test]
fn languages_lead_to_each_other() {
    let built = bilingual(HOME);
    let lag = page(&built, "in/lag.html");
    for link in [
        "<link rel=\"alternate\" hreflang=\"en\" href=\"https://example.org/pm/in/lag.html\">",
        "<link rel=\"alternate\" hreflang=\"fr\" href=\"https://example.org/pm/fr/in/lag.html\">",
        "<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://example.org/pm/in/lag.html\">",
    ] {
        assert!(lag.contains(link) && page(&built, "fr/in/lag.html").contains(link), "{link} in {lag}");
    }
    assert!(lag.contains("<a href=\"../fr/in/lag.html\" lang=\"fr\" hreflang=\"fr\">Français</a>"), "{lag}");
    assert!(
        page(&built, "fr/in/lag.html")
            .contains("<a href=\"../../in/lag.html\" lang=\"en\" hreflang=\"en\">English</a>")
    );
    assert!(
        page(&built, "fr/404.html").contains("<a href=\"../index.html\" lang=\"en\""),
        "home is as near as it gets"
    );
    let map = page(&built, "sitemap.xml");
    assert!(
        map.contains("<xhtml:link rel=\"alternate\" hreflang=\"fr\" href=\"https://example.org/pm/fr/in/lag.html\"/>")
    );
    assert!(map.contains("<loc>https://example.org/pm/fr/</loc>"), "{map}");
    assert!(!map.contains("fr/in/disk.html"), "no page of another one's text: {map}");
    assert!(page(&built, "fr/feed.json").contains("https://example.org/pm/fr/in/lag.html"));
    assert!(bilingual("").artifacts.iter().all(|artifact| !artifact.path.as_str().contains("sitemap")));
}

#[test]
fn an_original_stands_in_for_a_translation() {
    let built = bilingual(HOME);
    let disk = page(&built, "fr/in/disk.html");
    assert!(disk.contains("<html lang=\"fr\""), "the frame is in the edition's language");
    assert!(
        disk.contains("<div class=\"prose\" lang=\"en\" dir=\"ltr\">") && disk.contains("pas encore traduite"),
        "{disk}"
    );
    assert!(disk.contains("<link rel=\"canonical\" href=\"https://example.org/pm/in/disk.html\">"), "{disk}");
    assert!(
        !disk.contains("<link rel=\"alternate\" hreflang")
            && !page(&built, "in/disk.html").contains("<link rel=\"alternate\" hreflang")
    );
    assert!(page(&built, "fr/years/2024.html").contains("lang=\"en\">Disk full</a>"));
}

#[test]
fn a_folder_for_each_language_says_the_same() {
    let built = library(&[
        ("en/guide.md", "# The guide\n\nSteps.\n"),
        ("en/in/disk.md", DISK),
        ("en/in/g.png", "png"),
        ("en/in/lag.md", LAG),
        ("fr/guide.md", "# Le guide\n\nVoir [le disque](in/disk.md), [le retard](../en/in/lag.md).\n"),
        ("fr/in/lag.md", &RETARD.replace("guide.fr.md", "guide.md").replace("lag.md", "../../en/in/lag.md")),
    ]);
    let paths = paths(&built);
    assert!(paths.contains(&"in/lag.html") && paths.contains(&"fr/in/lag.html") && !paths.contains(&"en/in/lag.html"));
    assert!(page(&built, "in/lag.html").contains("The replica lagged"));
    let lag = page(&built, "fr/in/lag.html");
    assert!(
        lag.contains("<a href=\"../guide.html\">le guide</a>") && lag.contains("<a href=\"../../in/lag.html\">English"),
        "{lag}"
    );
    assert!(lag.contains("src=\"../../en/in/g.png\""), "a picture is found beside the original: {lag}");
    let guide = page(&built, "fr/guide.html");
    assert!(guide.contains("<a href=\"in/disk.html\">") && guide.contains("<a href=\"in/lag.html\">"), "{guide}");
    let findings: Vec<&str> = built.understood.diagnostics.iter().map(|found| found.code.name()).collect();
    assert!(!findings.contains(&"broken-link") && !findings.contains(&"broken-image"), "{findings:?}");
}

#[test]
fn what_is_wrong_is_told_once_and_where_it_is() {
    let broken = |text: &str| {
        text.replace("The replica", "See [x](nowhere.md). The").replace("La réplique", "Voir [x](nulle.md). La")
    };
    let built = library(&[
        ("in/g.png", "png"),
        ("in/disk.md", DISK),
        ("in/lag.fr.md", &broken(RETARD)),
        ("in/lag.md", &broken(LAG)),
    ]);
    let told: Vec<(&str, &str)> =
        built.understood.diagnostics.iter().map(|found| (found.code.name(), found.subject.path())).collect();
    let count = |code: &str, path: &str| told.iter().filter(|found| **found == (code, path)).count();
    assert_eq!(count("action-overdue", "in/lag.md"), 1);
    assert_eq!(count("action-overdue", "in/lag.fr.md"), 0, "{told:?}");
    // The guide is missing too.
    assert_eq!((count("broken-link", "in/lag.md"), count("broken-link", "in/lag.fr.md")), (2, 2), "{told:?}");
}

#[test]
fn what_recurs_recurs_in_every_language() {
    let again = LAG.replace("2024-03-01", "2024-09-01").replace("Replica lag", "Replica lag again");
    let again = again.replace("title:", "recurs: [lag]\ntitle:");
    let built = library(&[
        ("book.toml", "[editions.fr]\ntitle = \"Pannes\"\n[check.levels]\nmissing-translation = \"info\"\n"),
        ("again.md", &again),
        ("lag.fr.md", RETARD),
        ("lag.md", LAG),
    ]);
    let (own, french) = (&built.understood.insights(), &built.understood.variants[1].insights);
    assert_eq!((own.recurring.len(), french.recurring.len()), (1, 1));
    assert_eq!(own.recurring[0].key, french.recurring[0].key);
    assert!(page(&built, "fr/recurring/lag.html").contains("Retry storm sur ledger"));
    assert!(page(&built, "fr/lag.html").contains("href=\"again.html\""));
    assert!(page(&built, "fr/index.html").contains("<title>Pannes</title>"));
    let missing = built.understood.diagnostics.iter().filter(|found| found.code.name() == "missing-translation");
    assert_eq!(missing.map(|found| found.subject.path()).collect::<Vec<_>>(), ["again.md"]);
}

#[test]
fn a_draft_of_a_translation_is_not_shown_and_hides_nothing() {
    let draft = RETARD.replace("title:", "status: draft\ntitle:");
    let built = library(&[("a.fr.md", RETARD), ("a.md", LAG), ("in/lag.fr.md", &draft), ("in/lag.md", LAG)]);
    assert!(page(&built, "fr/in/lag.html").contains("The replica lagged"));
    let built = library(&[
        ("a.fr.md", RETARD),
        ("a.md", LAG),
        ("in/lag.fr.md", RETARD),
        ("in/lag.md", &LAG.replace("final", "draft")),
    ]);
    let there = paths(&built);
    assert!(!there.contains(&"in/lag.html") && !there.contains(&"fr/in/lag.html"), "a draft in every language");
}

#[test]
fn more_than_two_languages_are_a_menu() {
    let built = bilingual("[book]\nlanguages = [\"fr\", \"pt-BR\", \"xx\"]\n");
    let lag = page(&built, "pt-BR/in/lag.html");
    assert!(lag.contains("<summary lang=\"pt-BR\">Português (BR)</summary>"), "{lag}");
    assert!(lag.contains("<a href=\"../../fr/in/lag.html\" lang=\"fr\" hreflang=\"fr\">Français</a>"), "{lag}");
    assert!(built.understood.diagnostics.iter().any(|found| found.code.name() == "bad-settings"));
}

#[test]
fn a_library_in_one_language_knows_nothing_of_all_this() {
    let built = bilingual("[book]\nlanguages = [\"en\"]\n");
    assert!(paths(&built).contains(&"in/lag.fr.html"));
    let html = page(&built, "in/lag.html");
    assert!(!html.contains("hreflang") && !html.contains("languages"), "{html}");
}

#[test]
fn the_command_line_searches_an_edition() {
    let dir = folder(&[
        ("guide.fr.md", b"# Le guide"),
        ("guide.md", b"# The guide"),
        ("lag.fr.md", RETARD.as_bytes()),
        ("lag.md", LAG.as_bytes()),
    ]);
    let root = dir.path().to_str().unwrap();
    let search = |query: &str, more: &[&str]| printed(&casebook(&[&["search", query, root, "--json"], more].concat()));
    assert!(search("réplique", &["--language", "fr"]).contains("\"url\":\"fr/lag.html\""));
    assert!(search("lagged", &[]).contains("\"url\":\"lag.html\""));
    assert!(!search("réplique", &[]).contains("lag.fr.md"));
    assert!(
        search("lag", &["--language", "de"]).contains("there is no edition of the library in `de`; there is en, fr")
    );
    assert!(search("lag", &["--language", "french"]).contains("not the tag of a language"));
}
