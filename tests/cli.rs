//! The wiring of the binary: what each command makes, says and exits with.

use crate::support::{casebook, folder, printed};
use std::fs;
use tempfile::TempDir;

#[test]
fn a_new_library_builds_without_a_complaint() {
    let dir = TempDir::new().unwrap();
    let lib = dir.path().join("lib");
    let lib = lib.to_str().unwrap();
    let run = casebook(&["init", lib]);
    assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
    for file in ["book.toml", "content/_index.md", "template.md", ".gitignore"] {
        assert!(dir.path().join("lib").join(file).exists(), "{file}");
    }
    let run = casebook(&["new", "Queue \"stuck\": again", lib, "--severity", "P2", "--as-of", "2026-11-23"]);
    assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
    let path = dir.path().join("lib/content/incidents/2026-11-23-queue-stuck-again.md");
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains("title: \"Queue \\\"stuck\\\": again\"") && text.contains("severity: sev2"), "{text}");
    // The library was made today, so it is built as of today.
    let run = casebook(&["check", lib, "--deny", "warnings", "--as-of", "2026-11-23"]);
    let said = printed(&run);
    assert!(!said.contains("error["), "{said}");
    let run = casebook(&["build", lib, "--drafts", "--as-of", "2026-11-23"]);
    assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
    let page = dir.path().join("lib/site/incidents/2026-11-23-queue-stuck-again.html");
    assert!(fs::read_to_string(page).unwrap().contains("Queue &quot;stuck&quot;: again"));
}

#[test]
fn nothing_that_exists_is_overwritten() {
    let dir = folder(&[("template.md", b"mine")]);
    let run = casebook(&["init", dir.path().to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(2), "{}", printed(&run));
    assert!(printed(&run).contains("template.md") && !dir.path().join("book.toml").exists());
    let name = ["new", "Same title", dir.path().to_str().unwrap(), "--as-of", "2026-11-23"];
    assert_eq!(casebook(&name).status.code(), Some(0));
    assert_eq!(casebook(&name).status.code(), Some(2));
}

/// Runs `casebook search` with a cache folder of its own.
fn search(cache: &TempDir, args: &[&str]) -> std::process::Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_casebook"));
    command.arg("search").args(args).env("XDG_CACHE_HOME", cache.path()).output().unwrap()
}

/// The folders of kept indexes.
fn indexes(cache: &TempDir) -> Vec<std::path::PathBuf> {
    let all = fs::read_dir(cache.path().join("casebook")).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.is_dir()).collect()
}

#[test]
fn a_library_is_searched_and_its_index_kept_until_something_changes() {
    let dir = folder(&[
        ("a.md", b"---\ntitle: Pool exhausted\ndate: 2025-02-03\nseverity: sev2\n---\n## Cause\n\nThe connection pool of checkout was too small.\n\n## Resolution\n\nIt was made twice as large, and checkout restarted.\n"),
        ("b.md", b"---\ntitle: Certificate expired\ndate: 2025-03-04\n---\nNobody renewed it.\n"),
    ]);
    let cache = TempDir::new().unwrap();
    let library = dir.path().to_str().unwrap();
    // A file that was written just now may change again unseen; only older ones are trusted.
    let age = || std::thread::sleep(std::time::Duration::from_millis(2100));
    let ask = |query: &str| -> serde_json::Value {
        let run = search(&cache, &["--json", query, library]);
        assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
        serde_json::from_slice(&run.stdout).unwrap()
    };
    age();
    for kept in [false, true] {
        let found = ask("conection pool");
        let first = &found["results"][0];
        assert_eq!(first["path"], "a.md", "kept: {kept}");
        assert_eq!((&first["url"], &first["date"]), (&"a.html".into(), &"2025-02-03".into()));
        assert_eq!((&first["severity"], &first["section"]), (&"sev2".into(), &"Cause".into()));
        assert!(first["snippet"].as_str().unwrap().contains("connection pool"), "{found}");
        assert_eq!(first["mitigation"], "It was made twice as large, and checkout restarted.");
        assert_eq!(found["total"], 1);
        assert_eq!(found["corrected"][0], serde_json::json!({ "word": "conection", "shown": ["connection"] }));
        assert_eq!(indexes(&cache).len(), 1);
    }
    fs::write(dir.path().join("b.md"), "---\ntitle: Certificate of the pool expired\n---\nconnection pool\n").unwrap();
    assert_eq!(ask("connection pool")["total"], 2, "a changed file is seen at once");
    // Whatever lies in the cache, the answer is right.
    for index in indexes(&cache) {
        for file in fs::read_dir(index).unwrap().map(Result::unwrap) {
            if file.file_name() != "stamp" {
                fs::write(file.path(), "casebookIndex({").unwrap();
            }
        }
    }
    age();
    assert_eq!(ask("connection pool")["total"], 2);
    let text = printed(&search(&cache, &["--explain", "severity:sev2 pool zebra", library]));
    for part in ["Nothing mentions zebra.", "Pool exhausted  2025-02-03  sev2", "a.md § Cause", "score ", "1 result"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let none = search(&cache, &["zebra", library]);
    assert_eq!((none.status.code(), String::from_utf8_lossy(&none.stdout).contains("No results.")), (Some(0), true));
}

#[test]
fn a_library_has_ways_to_fail_of_its_own() {
    let book: &[u8] = b"[book]\nfailure-modes = \"modes.toml\"\n";
    let incident: &[u8] =
        b"---\ntitle: Well dry\ndate: 2025-02-03\nseverity: sev2\n---\n## Root cause\n\nThe bore had silted up.\n";
    let modes: &[u8] = b"[modes.bore-silted]\nname = \"bore silted\"\nen = [\"bore \xe2\x80\xa6 silted\"]\n";
    let dir = folder(&[("book.toml", book), ("modes.toml", modes), ("content/a.md", incident)]);
    let run = casebook(&["build", dir.path().to_str().unwrap(), "--as-of", "2026-11-23"]);
    assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
    let page = fs::read_to_string(dir.path().join("site/failure-modes/bore-silted.html")).unwrap();
    assert!(page.contains("bore silted") && page.contains("../a.html"), "{page}");
    fs::write(dir.path().join("modes.toml"), "[modes.a]\nkind = \"nothing\"\n").unwrap();
    let run = casebook(&["check", dir.path().to_str().unwrap(), "--as-of", "2026-11-23"]);
    assert!(printed(&run).contains("modes.toml:2:8: nothing is called `nothing`"), "{}", printed(&run));
}

#[test]
fn codes_are_explained() {
    let run = casebook(&["check", "--explain", "broken-anchor"]);
    let said = printed(&run);
    for part in ["What it reports", "Why it matters", "Example", "Instead"] {
        assert!(said.contains(part), "{said}");
    }
    let run = casebook(&["check", "--explain", "broken-ancor"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(printed(&run).contains("did you mean `broken-anchor`"), "{}", printed(&run));
}

#[test]
fn exit_codes_tell_content_from_calls() {
    let good = folder(&[("a.md", b"---\ntitle: A\ndate: 2024-01-01\n---\n[x](y.md)\n")]);
    let good = good.path().to_str().unwrap();
    assert_eq!(casebook(&["check", good]).status.code(), Some(0), "a warning is no error");
    assert_eq!(casebook(&["check", good, "--deny", "warnings"]).status.code(), Some(1));
    assert_eq!(casebook(&["check", "/no/such/folder"]).status.code(), Some(2));
    assert_eq!(casebook(&["check", good, "--as-of", "soon"]).status.code(), Some(2));
    assert_eq!(casebook(&["frobnicate"]).status.code(), Some(2));
    let settings = folder(&[("book.toml", b"[book]\ntitle = 3\n"), ("content/a.md", b"# A\n")]);
    assert_eq!(casebook(&["build", settings.path().to_str().unwrap()]).status.code(), Some(2));
}

#[test]
fn findings_have_four_forms() {
    let dir = folder(&[("a.md", b"---\ntitle: A\ndate: 2024-01-01\nseverity: serv1\n---\n")]);
    let dir = dir.path().to_str().unwrap();
    let form = |name: &str| String::from_utf8(casebook(&["check", dir, "--format", name]).stdout).unwrap();
    assert!(form("human").contains("4 | severity: serv1"));
    assert!(form("github").contains("::error file=") && form("github").contains("line=4,col=11"));
    let json: serde_json::Value = serde_json::from_str(&form("json")).unwrap();
    let codes: Vec<&str> = json.as_array().unwrap().iter().filter_map(|found| found["code"].as_str()).collect();
    assert!(codes.contains(&"unknown-severity"), "{codes:?}");
    let sarif: serde_json::Value = serde_json::from_str(&form("sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
fn a_theme_of_ones_own_lies_over_the_built_in_one() {
    let dir = folder(&[
        ("book.toml", b"[output.html]\nadditional-css = [\"own.css\"]\n"),
        ("own.css", b"body { color: red }"),
        ("content/a.md", b"---\ntitle: A\ndate: 2024-01-01\n---\nText\n"),
        (
            "theme/templates/incident.html",
            b"{% extends \"casebook/incident.html\" %}{% block kind %}ours{% endblock kind %}",
        ),
    ]);
    let run = casebook(&["build", dir.path().to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
    let page = fs::read_to_string(dir.path().join("site/a.html")).unwrap();
    assert!(page.contains("<body class=\"ours\">") && page.contains("Text") && page.contains("assets/own."), "{page}");
}

#[test]
fn the_readme_has_the_usage_that_the_binary_has() {
    let help = printed(&casebook(&["--help"]));
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    for line in readme.lines().filter_map(|line| line.strip_prefix("casebook ")) {
        let command = line.split_whitespace().next().unwrap();
        assert!(help.contains(&format!("  {command} ")), "the binary has no command `{command}`: {help}");
    }
    for command in ["init", "new", "build", "check", "search"] {
        assert!(readme.contains(&format!("\ncasebook {command} ")), "README does not tell `{command}`");
    }
}

#[test]
fn fixing_terms_shows_the_diff_and_writes_only_when_told() {
    let text = "---\r\ntitle: A\r\ncauses: [ssl] # why\r\n---\r\n";
    let dir = folder(&[
        ("vocabulary.toml", b"[causes.certificate-expiry]\n[causes.ssl]\ndeprecated = \"certificate-expiry\"\n"),
        ("a.md", text.as_bytes()),
        ("draft.md", b"---\ntitle: B\nstatus: draft\ncauses: ssl\n---\n"),
        ("c.md", b"---\ntitle: C\ncauses: [certificate-expiry]\n---\n"),
    ]);
    let root = dir.path().to_str().unwrap();
    let read = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap();
    let run = casebook(&["check", root, "--fix-terms"]);
    let said = printed(&run);
    assert_eq!(run.status.code(), Some(1), "{said}");
    assert!(said.contains("-causes: [ssl] # why") && said.contains("+causes: [certificate-expiry] # why"), "{said}");
    assert!(said.contains("nothing was written: 2 terms in 2 files would be rewritten with --yes"), "{said}");
    assert_eq!(read("a.md"), text);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(dir.path().join("a.md"), fs::Permissions::from_mode(0o640)).unwrap();
    }
    let run = casebook(&["check", root, "--fix-terms", "--yes"]);
    assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
    assert_eq!(read("a.md"), text.replace("[ssl]", "[certificate-expiry]"));
    assert!(read("draft.md").contains("causes: certificate-expiry\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(dir.path().join("a.md")).unwrap().permissions().mode() & 0o777, 0o640);
    }
    let run = casebook(&["check", root, "--fix-terms"]);
    assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
    assert!(printed(&run).contains("no term needs to be rewritten"));
    let run = casebook(&["check", root, "--yes"]);
    assert_eq!(run.status.code(), Some(2), "--yes alone means nothing");
}

#[test]
fn terms_are_not_fixed_by_a_vocabulary_with_errors() {
    let dir = folder(&[
        ("vocabulary.toml", b"[causes.a]\ndeprecated = \"c\"\n[causes.b]\n"),
        ("a.md", b"---\ntitle: A\ncauses: [a]\n---\n"),
    ]);
    let run = casebook(&["check", dir.path().to_str().unwrap(), "--fix-terms", "--yes"]);
    assert_eq!(run.status.code(), Some(2), "{}", printed(&run));
    assert!(printed(&run).contains("vocabulary-conflict"), "{}", printed(&run));
}

#[test]
fn secrets_can_be_denied_and_are_never_printed_whole() {
    let secret = format!("{}{}", "glpat-", "Qm7Rz2Lk9Xw4Bv8Tn3Jc6H");
    let text = format!("# 2024-01-02: Leak\n\nThe log had {secret} in it. [x](missing-{secret}.md)\n");
    let dir = folder(&[("a.md", text.as_bytes())]);
    let path = dir.path().to_str().unwrap();
    for format in ["human", "json", "sarif", "github"] {
        let run = casebook(&["check", path, "--format", format]);
        assert!(printed(&run).contains("likely-secret") && !printed(&run).contains(&secret), "{}", printed(&run));
        assert_eq!(run.status.code(), Some(0));
    }
    assert_eq!(casebook(&["check", path, "--deny", "secrets"]).status.code(), Some(1));
    assert!(!printed(&casebook(&["build", path])).contains(&secret));
    let printed = printed(&casebook(&["check", path]));
    let name = printed.split("its name is ").nth(1).and_then(|rest| rest.split(')').next()).unwrap();
    let other = printed.split("its name is ").nth(2).and_then(|rest| rest.split(')').next()).unwrap();
    let settings = format!("[book]\nsrc = \".\"\n[check]\nallow-secrets = [\"{name}\", \"{other}\"]\n");
    fs::write(dir.path().join("book.toml"), settings).unwrap();
    assert_eq!(casebook(&["check", path, "--deny", "secrets"]).status.code(), Some(0));
}
