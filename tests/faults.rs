//! Faults of content, themes and disks, through the real binary: each costs what it is about, and the rest is published.

use crate::support::{build_folder, casebook, command, folder, printed};
use std::fs;
use tempfile::TempDir;

#[test]
fn incidents_without_a_date_may_recur() {
    let dir = folder(&[
        ("book.toml", b"[[recurring.merge]]\ngroups = [\"c\", \"d\"]\n"),
        ("content/a.md", b"---\ntitle: A\ndate: 2024-01-01\n---\n## Summary\n\nThe queue was full.\n"),
        ("content/b.md", b"---\ntitle: B\nseverity: sev1\nrecurs: a\n---\n## Summary\n\nAgain.\n"),
        ("content/c.md", b"---\ntitle: C\nseverity: sev1\n---\n## Summary\n\nOne.\n"),
        ("content/d.md", b"---\ntitle: D\nseverity: sev1\n---\n## Summary\n\nTwo.\n"),
    ]);
    let out = TempDir::new().unwrap();
    let run = build_folder(dir.path(), &out.path().join("site"));
    assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
    for page in ["a.html", "b.html", "recurring/a.html", "index.html"] {
        let page = fs::read_to_string(out.path().join("site").join(page)).unwrap();
        assert!(!page.contains("could not be made"), "{page}");
    }
}

#[test]
fn a_page_on_which_a_template_fails_says_so_and_the_rest_is_published() {
    let dir = folder(&[
        ("content/a.md", b"---\ntitle: A\nseverity: sev1\ndate: 2024-01-01\n---\n## Summary\n\nDated.\n"),
        ("content/b.md", b"---\ntitle: B\nseverity: sev1\n---\n## Summary\n\nUndated.\n"),
        ("book.toml", b"[book]\ntitle = \"Library\"\n"),
        (
            "theme/templates/incident.html",
            b"{% extends \"casebook/incident.html\" %}{% block kind %}{{ date.iso }}{% endblock kind %}",
        ),
    ]);
    let build = || casebook(&["build", dir.path().to_str().unwrap()]);
    // The second time nothing has changed, and the same is said.
    for run in [build(), build()] {
        let said = printed(&run);
        assert_eq!(run.status.code(), Some(1), "{said}");
        assert!(said.contains("incident.html:1:") && said.contains("; 1 page could not be made and says so"), "{said}");
    }
    let page = |name: &str| fs::read_to_string(dir.path().join("site").join(name)).unwrap();
    assert!(page("a.html").contains("Dated."));
    assert!(
        page("b.html").contains("This page could not be made") && page("b.html").contains("templates/incident.html")
    );
    assert!(page("index.html").contains("Library"));
}

/// A folder with a page and these further files, built; what was printed, and the folder of the site.
fn built(files: &[(&str, &[u8])], arguments: &[&str]) -> (TempDir, TempDir, String) {
    let dir = folder(files);
    let out = TempDir::new().unwrap();
    let site = out.path().join("site");
    let run =
        casebook(&[&["build", dir.path().to_str().unwrap(), "--out", site.to_str().unwrap()], arguments].concat());
    (dir, out, printed(&run))
}

#[test]
fn feeds_and_sitemaps_are_xml_whatever_a_title_has_in_it() {
    let page = "---\ntitle: \"a\\u0001b\u{fffe}c\u{ffff}d\\uFFFEe\"\ndate: 2024-01-01\ntags: [\"x\u{ffff}y\"]\n---\nText\u{fffe}.\n";
    let (_dir, out, said) = built(&[("a.md", page.as_bytes())], &["--base-url", "https://site.example/"]);
    for feed in ["feed.xml", "sitemap.xml", "years/2024.xml"] {
        let text = fs::read_to_string(out.path().join("site").join(feed)).unwrap_or_else(|_| panic!("{feed}: {said}"));
        let forbidden = |c: char| matches!(c, '\u{fffe}' | '\u{ffff}') || c.is_control() && !c.is_whitespace();
        assert!(!text.contains(forbidden), "{feed}: {text}");
        assert!(!text.contains("&#1;") && !text.contains("&#x"), "{feed}: {text}");
    }
}

#[test]
fn a_picture_is_of_another_host_however_its_address_is_written() {
    let body = "# A\n\n![p](</\t/127.0.0.2/a.png>) ![p](/&#9;/127.0.0.2/b.png) <img src=\"/&#10;/127.0.0.2/c.png\"> \
        ![p](\\\\127.0.0.2\\d.png) <img src='\\/127.0.0.2/e.png'> ![p](ht&#9;tp:127.0.0.2/f.png)\n";
    let (dir, out, said) = built(&[("a.md", body.as_bytes())], &[]);
    let page = fs::read_to_string(out.path().join("site/a.html")).unwrap();
    let loaded: Vec<&str> = page.split("<img src=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(loaded.iter().all(|address| !address.contains("127.0.0.2")), "{loaded:?}");
    assert_eq!(page.matches("/127.0.0.2/").count(), 3, "each is a link: {page}");
    let found = printed(&casebook(&["check", dir.path().to_str().unwrap()]));
    assert_eq!(found.matches("[remote-image]").count(), 5, "{found}{said}");
}

#[test]
fn attached_files_that_run_something_are_published_only_where_authors_are_trusted() {
    let files: [(&str, &[u8]); 6] = [
        ("content/a.md", b"# A\n\n![Graph](graph.svg) [report](report.html)\n"),
        ("content/graph.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>"),
        ("content/evil.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script href=\"evil.js\"/></svg>"),
        ("content/report.html", b"<!doctype html><meta charset=utf-8><p>All well.</p>"),
        ("content/evil.html", b"<p onclick=x>a</p>"),
        ("book.toml", b""),
    ];
    let (_dir, out, said) = built(&files, &[]);
    let has = |out: &TempDir, name: &str| out.path().join("site").join(name).exists();
    assert!(has(&out, "graph.svg") && has(&out, "report.html"), "{said}");
    assert!(!has(&out, "evil.svg") && !has(&out, "evil.html"), "{said}");
    assert_eq!(said.matches("warning[active-file]").count(), 2, "{said}");
    let trusted = [&files[..5], &[("book.toml", &b"[markdown]\nunsafe-html = true\n"[..])]].concat();
    let (_dir, out, said) = built(&trusted, &[]);
    assert!(has(&out, "evil.svg") && has(&out, "evil.html") && !said.contains("active-file"), "{said}");
}

#[test]
fn addresses_in_the_settings_lead_to_hosts() {
    for (key, value, is_good) in [
        ("edit-url-template", "javascript:alert(1)//{path}", false),
        ("edit-url-template", "java\tscript:x", false),
        ("edit-url-template", "/edit/{path}", false),
        ("edit-url-template", "https://git.example.com/edit/{path}?a=b#c", true),
        ("site-url", "https://x/\"><script>alert(1)</script>", false),
        ("site-url", "file:///tmp/", false),
        ("site-url", "https://x.example/docs/", true),
        ("site-url", "", true),
    ] {
        let toml = format!("[output.html]\n{key} = {}\n", serde_json::json!(value));
        let (_dir, _out, said) = built(&[("book.toml", toml.as_bytes()), ("content/a.md", b"# A\n")], &[]);
        assert_eq!(!said.contains(&format!("cannot be the {key}")), is_good, "{value}: {said}");
    }
}

#[test]
fn a_folder_of_the_settings_that_leads_out_of_the_library_is_told() {
    let away = TempDir::new().unwrap();
    for (key, section, folder) in [
        ("build-dir", "build", "../site"),
        ("build-dir", "build", away.path().join("site").to_str().unwrap()),
        ("src", "book", "content/../../elsewhere"),
        ("theme", "output.html", "/etc"),
    ] {
        let dir = TempDir::new().unwrap();
        let library = dir.path().join("library");
        fs::create_dir_all(library.join("content")).unwrap();
        fs::create_dir_all(dir.path().join("elsewhere")).unwrap();
        fs::write(library.join("book.toml"), format!("[{section}]\n{key} = \"{folder}\"\n")).unwrap();
        let said = printed(&casebook(&["check", library.to_str().unwrap()]));
        assert!(said.contains(&format!("warning[outside-library]: `{key} = ")), "{said}");
    }
    let (_dir, _out, said) =
        built(&[("book.toml", b"[book]\nsrc = \"./x/../content\"\n"), ("content/a.md", b"# A\n")], &[]);
    assert!(!said.contains("outside-library"), "the person's own --out is no fault: {said}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_and_nobody_waits_for_it() {
    use std::process::Command;
    let pipe = |dir: &TempDir, name: &str| {
        assert!(Command::new("mkfifo").arg(dir.path().join(name)).status().unwrap().success())
    };
    let page: (&str, &[u8]) = ("content/a.md", b"# A\n");
    let check = |dir: &TempDir| printed(&casebook(&["check", dir.path().to_str().unwrap()]));
    let dir = folder(&[page]);
    pipe(&dir, "book.toml");
    assert!(check(&dir).contains("book.toml: it is not a regular file"), "{}", check(&dir));
    pipe(&dir, "other.toml");
    let said = printed(&casebook(&[
        "check",
        dir.path().to_str().unwrap(),
        "--config",
        dir.path().join("other.toml").to_str().unwrap(),
    ]));
    assert!(said.contains("it is not a regular file"), "{said}");
    for (settings, name) in [
        ("[theme]\nlogo = \"logo.png\"\n", "logo.png"),
        ("[theme]\nicon = \"icon.png\"\n", "icon.png"),
        ("[output.html]\nadditional-css = [\"own.css\"]\n", "own.css"),
        ("[trackers.x]\nexport = \"t.csv\"\n", "t.csv"),
        ("[check]\nvocabulary = \"v.toml\"\n", "content/v.toml"),
    ] {
        let dir = folder(&[("book.toml", settings.as_bytes()), page]);
        pipe(&dir, name);
        let said = check(&dir);
        assert!(said.contains("not a regular file") || said.contains("a pipe, a socket or a device"), "{name}: {said}");
        fs::remove_file(dir.path().join(name)).unwrap();
        std::os::unix::fs::symlink("/dev/zero", dir.path().join(name)).unwrap();
        assert!(!check(&dir).contains("panicked"), "{name}");
    }
}

#[test]
fn what_a_page_of_many_terms_takes_grows_as_their_number() {
    let bytes = |terms: usize| -> usize {
        let list: Vec<String> = (0..terms).map(|number| format!("term-{number:05}")).collect();
        let page =
            |title: &str| format!("---\ntitle: {title}\ndate: 2024-01-01\ntags: [{}]\n---\nText\n", list.join(", "));
        let built = crate::support::library(&[("a.md", &page("A")), ("b.md", &page("B"))]);
        built
            .artifacts
            .iter()
            .map(|artifact| match &artifact.content {
                casebook::site::Content::Bytes(bytes) => bytes.len(),
                casebook::site::Content::CopyOf(_) => 0,
            })
            .sum()
    };
    let (once, twice) = (bytes(300), bytes(600));
    assert!(twice < once * 5 / 2, "{once} bytes of 300 terms, {twice} of 600");
}

#[test]
fn a_status_that_cannot_be_read_and_says_draft_keeps_its_page_back() {
    for status in ["[draft]", "[Entwurf, x]", "{state: brouillon}", "\n  - draft"] {
        let page = format!("---\ntitle: A\nstatus: {status}\n---\n\nNot yet.\n");
        let (_dir, out, said) = built(&[("a.md", page.as_bytes())], &[]);
        assert!(!out.path().join("site/a.html").exists(), "{status}: {said}");
        assert!(said.contains("error["), "{status}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn a_build_killed_at_any_moment_costs_nothing_that_the_next_one_does_not_mend() {
    let dir = folder(&[]);
    let write = |round: usize| {
        for number in 0..60 {
            let day = number % 28 + 1;
            let page = format!(
                "---\ntitle: Page {number} of round {round}\ndate: 2024-03-{day:02}\ntags: [r{round}, t{}]\n---\n## Summary\n\nRound {round}.\n",
                number % 7
            );
            fs::write(dir.path().join(format!("p{number}.md")), page).unwrap();
        }
    };
    let out = TempDir::new().unwrap();
    let site = out.path().join("site");
    let arguments = ["build", dir.path().to_str().unwrap(), "--out", site.to_str().unwrap(), "--quiet"];
    write(0);
    assert!(casebook(&arguments).status.success());
    for round in 1..=12 {
        write(round);
        let mut build = command(&arguments).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(40 * u64::try_from(round).unwrap()));
        build.kill().unwrap();
        build.wait().unwrap();
        // Every other time nothing else has changed since.
        if round % 2 == 0 {
            write(round + 100);
        }
        let run = casebook(&arguments);
        assert!(run.status.success(), "{}", printed(&run));
        let clean = out.path().join(format!("clean-{round}"));
        assert!(build_folder(dir.path(), &clean).status.success());
        assert_eq!(files(&site), files(&clean), "round {round}");
        fs::remove_dir_all(&clean).unwrap();
        let left: Vec<_> = fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["site"], "round {round}");
    }
}

/// Every file below a folder with its bytes.
fn files(folder: &std::path::Path) -> std::collections::BTreeMap<std::path::PathBuf, Vec<u8>> {
    let mut all = std::collections::BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                open.push(entry);
            } else {
                all.insert(entry.strip_prefix(folder).unwrap().to_owned(), fs::read(&entry).unwrap());
            }
        }
    }
    all
}
