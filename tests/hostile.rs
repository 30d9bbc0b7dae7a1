//! What bad input gets: a clear diagnostic or a correct page, the rest built, never a panic, never a hang.

use crate::support::{build_folder, casebook, folder, library, page, printed};
use std::fs;
use std::path::Path;

const GOOD: (&str, &[u8]) =
    ("good.md", b"---\ntitle: A good page\ndate: 2024-03-01\nseverity: sev2\n---\n\nAll is well.\n");

/// Builds a folder of one bad file and one good one; answers with what was printed and the bad file's page.
fn with_good(name: &str, bytes: &[u8], expected_exit: i32) -> (String, Option<String>) {
    let dir = folder(&[GOOD, (name, bytes)]);
    let out = dir.path().join("../").join(format!("{}-out", dir.path().file_name().unwrap().to_str().unwrap()));
    let run = build_folder(dir.path(), &out);
    let said = printed(&run);
    assert_eq!(run.status.code(), Some(expected_exit), "{name}: {said}");
    assert!(!said.contains("panicked"), "{name}: {said}");
    assert!(fs::read_to_string(out.join("good.html")).unwrap().contains("All is well."), "{name}: the rest is built");
    let made = fs::read_to_string(out.join(name.replace(".md", ".html"))).ok();
    fs::remove_dir_all(&out).unwrap();
    (said, made)
}

#[test]
fn broken_front_matter_costs_its_field_and_says_where() {
    let (said, page) = with_good("bad.md", b"---\ntitle: Queue: stuck\nseverity: sev1\ntags: [a\n---\nBody.\n", 1);
    assert!(said.contains("bad.md:2:") && said.contains("mended-front-matter"), "{said}");
    assert!(said.contains("bad-front-matter"), "{said}");
    let page = page.unwrap();
    assert!(page.contains("Queue: stuck") && page.contains("sev1") && page.contains("Body."));
}

#[test]
fn every_mistake_of_every_file_is_reported_in_one_run() {
    let text =
        "---\nserverity: sev1\nseverity: sev77\ndate: 2024-02-30\nstatus: finnal\ndate: 2024-02-28\n---\nBody.\n";
    let dir = folder(&[("a.md", text.as_bytes()), ("b.md", b"---\ntitle: x\n\nBody [x](y.md)\n")]);
    let run = casebook(&["check", dir.path().to_str().unwrap()]);
    let said = printed(&run);
    assert_eq!(run.status.code(), Some(1), "{said}");
    for expected in [
        "unknown-key",
        "did you mean `severity`",
        "unknown-severity",
        "bad-date",
        "unknown-value",
        "duplicate-key",
        "unclosed-front-matter",
        "broken-link",
    ] {
        assert!(said.to_lowercase().contains(expected), "{expected} in {said}");
    }
}

#[test]
fn encodings_are_read() {
    let (_, page) = with_good("bom.md", b"\xEF\xBB\xBF---\ntitle: Marked\n---\nText\n", 0);
    assert!(page.unwrap().contains("<title>Marked"));
    let (_, page) = with_good("crlf.md", b"---\r\ntitle: Windows\r\n---\r\n\r\n# Windows\r\n\r\nText\r\n", 0);
    assert!(page.unwrap().contains("<title>Windows"));
    let (said, page) = with_good("latin1.md", b"---\ntitle: D\xE9j\xE0 vu\n---\nText\n", 0);
    assert!(said.contains("bad-encoding"), "{said}");
    assert!(page.unwrap().contains("Déjà vu"));
    let utf16: Vec<u8> = "\u{FEFF}---\ntitle: Wide\n---\nText\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (said, page) = with_good("utf16.md", &utf16, 0);
    assert!(said.contains("bad-encoding"), "{said}");
    assert!(page.unwrap().contains("<title>Wide"));
}

#[test]
fn marks_of_other_tools_carry_nothing_active() {
    let evil = [
        "> [!note]- <img src=x onerror=alert(1)> <script>alert(1)</script>\n> text",
        ":::warning[<svg onload=alert(1)>]\ntext\n:::",
        "## Heading {#\"onclick=alert(1)}\n\n[text]{.x onclick=\"alert(1)\"}",
        "![[\"onerror=alert(1).mp4]] ![[x.png|\"onload=alert(1)]] ![[javascript:alert(1)]]",
        "![a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "![a](data:image/png;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "![a](data:image/svg+xml;utf8,<svg onload=alert(1)>) [b](data:text/html,<script>alert(1)</script>)",
        "<video src=\"javascript:alert(1)\" onplay=\"alert(1)\" autoplay poster=\"javascript:alert(1)\"><source src=\"data:text/html,x\" onerror=\"alert(1)\"></video>",
        "$x=</code><script>alert(1)</script>$ and $$\n</code><script>alert(1)</script>=\n$$",
        "Term<script>alert(1)</script>\n: <img src=x onerror=alert(1)>",
        "*[SLO]: \"><script>alert(1)</script>\n\nThe SLO",
        "<ac:link><ri:page ri:content-title=\"javascript:alert(1)\" /></ac:link><ac:image ac:alt=\"x' onerror='alert(1)\"><ri:url ri:value=\"javascript:alert(1)\" /></ac:image>",
        "<ac:structured-macro ac:name=\"expand\"><ac:parameter ac:name=\"title\"><script>alert(1)</script></ac:parameter><ac:rich-text-body><p onclick=\"alert(1)\">x</p></ac:rich-text-body></ac:structured-macro>",
        "{% include figure.html src=\"javascript:alert(1).png\" alt=\"<script>alert(1)</script>\" %}",
        "{{< figure src=\"x.png\\\" onerror=alert(1)\" alt=\"<script>\" >}}",
    ];
    let names: Vec<String> = (0..evil.len()).map(|at| format!("p{at:02}.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(evil).collect();
    let built = library(&files);
    for name in &names {
        let html = page(&built, &name.replace(".md", ".html"));
        let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        // In tags: what is escaped is text.
        for tag in main.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag)) {
            let bare: String = tag.split('"').step_by(2).collect();
            let is_active = ["onerror", "onload", "onclick", "onplay", "autoplay", "poster"]
                .iter()
                .any(|name| bare.contains(name))
                || ["script", "svg", "iframe"].iter().any(|element| bare.trim_start_matches('/').starts_with(element))
                || tag.contains("=\"javascript:")
                || tag.contains("=\"data:");
            assert!(!is_active, "<{tag}> of {name}");
        }
    }
    assert!(!built.artifacts.iter().any(|artifact| artifact.path.as_str().starts_with("pictures/")));
}

#[test]
fn tiny_files_are_pages() {
    for (name, bytes) in [("empty.md", &b""[..]), ("one.md", b"x"), ("dashes.md", b"---"), ("newline.md", b"\n")] {
        let (_, page) = with_good(name, bytes, 0);
        assert!(page.is_some(), "{name}");
    }
}

#[test]
fn a_file_of_fifty_megabytes_is_built() {
    let line = "Word after word the log goes on, and nobody reads it.\n\n".repeat(1_000_000);
    let (_, page) = with_good("large.md", line.as_bytes(), 0);
    assert!(page.unwrap().len() > 50_000_000);
}

#[test]
fn odd_names_are_published_and_linked() {
    let names = ["with space.md", "it's \"quoted\".md", "a#b.md", "100%25.md", "a?b&c.md", "🔥 fire.md", "c: d.md"];
    let long = format!("{}.md", "n".repeat(240));
    let mut files: Vec<(&str, &[u8])> = vec![GOOD];
    files.extend(names.iter().map(|name| (*name, &b"---\ntags: odd\ndate: 2024-01-01\n---\nText\n"[..])));
    files.push((&long, b"---\ntags: odd\ndate: 2024-01-01\n---\nText\n"));
    let dir = folder(&files);
    let out = tempfile::TempDir::new().unwrap();
    let out = out.path().join("site");
    let run = build_folder(dir.path(), &out);
    assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
    let list = fs::read_to_string(out.join("tags/odd.html")).unwrap();
    for encoded in [
        "with%20space.html",
        "a%23b.html",
        "100%2525.html",
        "a%3Fb%26c.html",
        "%F0%9F%94%A5%20fire.html",
        "c:%20d.html",
    ] {
        assert!(list.contains(encoded), "{encoded} in {list}");
    }
    assert!(out.join("🔥 fire.html").exists() && out.join(format!("{}.html", "n".repeat(240))).exists());
}

#[test]
fn paths_that_differ_only_in_case_are_reported() {
    let built = library(&[("Redis.md", "# One"), ("redis.md", "# Two")]);
    assert!(built.understood.diagnostics.iter().any(|d| d.code.name() == "case-collision"));
    assert!(page(&built, "Redis.html").contains("One") && page(&built, "redis.html").contains("Two"));
}

#[cfg(unix)]
#[test]
fn links_on_the_disk_are_not_followed() {
    let secret = folder(&[("secret.md", b"# A secret\n"), ("key.txt", b"secret key")]);
    let dir = folder(&[GOOD, ("sub/page.md", b"# Sub\n")]);
    let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, dir.path().join(name)).unwrap();
    link(&secret.path().join("secret.md"), "leak.md");
    link(&secret.path().join("key.txt"), "key.txt");
    link(secret.path(), "outside");
    link(dir.path(), "sub/parent");
    let out = tempfile::TempDir::new().unwrap();
    let out = out.path().join("site");
    let run = build_folder(dir.path(), &out);
    assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
    assert!(printed(&run).contains("link-outside"), "{}", printed(&run));
    for absent in ["leak.html", "key.txt", "outside", "sub/parent"] {
        assert!(!out.join(absent).exists(), "{absent}");
    }
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_an_error_and_the_rest_is_built() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder(&[GOOD, ("locked.md", b"# Locked\n")]);
    let locked = dir.path().join("locked.md");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&locked).is_ok() {
        // Root reads everything: a folder in the place of a file cannot be read by anybody.
        fs::remove_file(&locked).unwrap();
        std::os::unix::net::UnixListener::bind(&locked).unwrap();
    }
    let out = tempfile::TempDir::new().unwrap();
    let out = out.path().join("site");
    let run = build_folder(dir.path(), &out);
    let said = printed(&run);
    assert!(said.contains("locked.md"), "{said}");
    assert!(out.join("good.html").exists(), "{said}");
}

#[test]
fn alias_bombs_are_refused() {
    let mut bomb = String::from("---\na: &a [x, x, x, x, x, x, x, x, x]\n");
    for (name, of) in ["b", "c", "d", "e", "f", "g", "h"].iter().zip(["a", "b", "c", "d", "e", "f", "g"]) {
        bomb.push_str(&format!("{name}: &{name} [*{of}, *{of}, *{of}, *{of}, *{of}, *{of}, *{of}, *{of}, *{of}]\n"));
    }
    bomb.push_str("---\nBody.\n");
    let (said, page) = with_good("bomb.md", bomb.as_bytes(), 1);
    assert!(said.contains("refused-front-matter"), "{said}");
    assert!(page.unwrap().contains("Body."));
}

#[test]
fn markdown_nested_a_hundred_thousand_deep_is_built() {
    for piece in ["> ", "- ", "[", "*", "<b>", "<div>\n", "![", "`", "1. ", "|", "[^", "**a "] {
        let deep = piece.repeat(100_000);
        let (_, page) = with_good("deep.md", format!("# Deep\n\n{deep}x\n").as_bytes(), 0);
        assert!(page.unwrap().contains("<title>Deep"), "{piece}");
    }
}

#[test]
fn nothing_that_runs_gets_into_a_page() {
    let body = "# T\n\n<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) \
        [b](JaVa\nScript:alert(1)) <a href=\"&#106;avascript:alert(1)\">c</a>\n\n<iframe src=//evil></iframe>\n\n\
        <svg onload=alert(1)>\n\n```\"><script>alert(1)</script>\nx\n```\n";
    let front = "---\ntitle: \"<script>alert(1)</script>\"\ntags: [\"<img src=x onerror=alert(1)>\"]\nseverity: sev1\n\
        authors: [\"<b onclick=x>\"]\nurl: \"javascript:alert(1)\"\n---\n";
    let built = library(&[("a.md", &format!("{front}{body}"))]);
    for artifact in &built.artifacts {
        let text = crate::support::text_of(artifact);
        if !artifact.path.as_str().ends_with(".html") {
            continue;
        }
        let path = &artifact.path;
        assert!(!text.contains("<script>alert"), "{path}");
        assert!(!text.contains("<img src=x") && !text.contains("<img src=\"x\" onerror"), "{path}");
        assert!(!text.to_lowercase().contains("href=\"javascript:"), "{path}");
        assert!(!text.contains("<iframe") && !text.contains("<svg onload") && !text.contains("<b onclick"), "{path}");
    }
}
