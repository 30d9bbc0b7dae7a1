//! Faults of content, themes and disks, through the real binary: each costs what it is about, and the rest is published.

use crate::support::{build_folder, casebook, folder, printed};
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
