//! What is for few is in no byte of what is made for many. Canaries, texts that stand nowhere else, are planted in every
//! place of a library that can hold a text; a wider build is then searched for them, byte by byte, its encoded index by
//! asking it. The fields come from the table of fields, so that a new one is planted too.

use crate::support::{casebook, command, folder, library, printed};
use casebook::front_matter::reference;
use casebook::search::{Order, Searcher, WordState};
use casebook::site::Content;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What every canary begins with: no word of any language.
const CANARY: &str = "zqcanary";

const BOOK: &str = "[audiences]\nlevels = [\"security\", \"company\", \"public\"]\n\
    [folders.closed]\naudience = \"security\"\n[folders.open]\naudience = \"public\"\n\
    [trackers.jira]\nexport = \"trackers/jira.csv\"\nprefixes = [\"OPS-\"]\n\
    [[recurring.name]]\ngroup = \"zqcanary-id\"\ntitle = \"zqcanarygroup\"\n";

/// Files that only some may see, each with canaries in its path and wherever it can hold a text.
fn narrow_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut all = String::new();
    for field in reference().filter(|field| field.name != "audience" && field.name != "status") {
        let name = field.name;
        // As it is meant, with a canary in it, and as a bare canary, which most fields do not understand.
        let example: String = field.example.replace("INC-", "zqcanary-INC-");
        let is_text = example.chars().next().is_some_and(char::is_alphabetic);
        let example = if is_text && !["kind", "language", "severity", "timezone"].contains(&name) {
            format!("{example} zqcanary{name}")
        } else {
            example
        };
        if name != "id" && name != "kind" {
            all.push_str(&format!("{name}: {example}\n"));
        }
        for (variant, value) in [("a", example.as_str()), ("b", "zqcanary value"), ("c", "[zqcanary, zqcanary-two]")] {
            files.push((
                format!("incidents/zqcanary-{variant}-{name}.md"),
                format!(
                    "---\naudience: security\ndate: 2024-02-0{}\n{name}: {value}\n---\n\n# zqcanary {name}\n",
                    name.len() % 8 + 1
                ),
            ));
        }
    }
    let body = "# 2024-03-02: zqcanary failover of orders\n\nSeverity: sev1\n\nzqcanarybody of the failover of the orders database.\n\n\
        ![zqcanaryalt](../img/zqcanary.png)\n\n<img src=\"../img/zqcanary-raw.png\">\n\n[zqcanarylink](../open/shown.md)\n\n\
        ## Timeline\n\n- 10:00 UTC zqcanarystart\n- 11:00 UTC zqcanaryend\n\n## Action items\n\n- [ ] zqcanaryaction (owner: zqcanaryowner, OPS-77)\n\n\
        ## zqcanaryheading\n\n```sh\nzqcanarycode\n```\n\n| zqcanarycell | b |\n| --- | --- |\n| c | d |\n";
    for number in 1..4 {
        files.push((
            format!("incidents/zqcanary-{number}.md"),
            format!("---\naudience: company\nid: zqcanary-id{}\n{all}x_custom: zqcanaryextra\ncover: ../img/zqcanary-cover.png\n---\n\n{body}", if number == 1 { String::new() } else { number.to_string() }),
        ));
    }
    // No audience named: the default is the narrowest. A folder's audience. Front matter that cannot be read.
    files.push(("incidents/zqcanary-default.md".to_owned(), body.to_owned()));
    files.push(("closed/zqcanary.md".to_owned(), body.to_owned()));
    files.push(("closed/deep/_index.md".to_owned(), body.to_owned()));
    files.push(("open/zqcanary-broken.md".to_owned(), format!("---\naudience: security\nx: [\n---\n\n{body}")));
    files.push(("open/zqcanary-typo.md".to_owned(), format!("---\naudience: pubic\n---\n\n{body}")));
    files.push(("open/zqcanary-narrow.md".to_owned(), format!("---\naudience: company\n---\n\n{body}")));
    files.push((
        "open/zqcanary-draft.md".to_owned(),
        "---\naudience: public\ndraft: true\n---\n\n# zqcanary draft\n".to_owned(),
    ));
    for picture in [
        "img/zqcanary-span.png",
        "img/zqcanary-field.png",
        "img/zqcanary-block.png",
        "img/zqcanary-section.png",
        "img/zqcanary.png",
        "img/zqcanary-raw.png",
        "img/zqcanary-cover.png",
        "img/zqcanary-alone.png",
    ] {
        files.push((picture.to_owned(), "zqcanary".to_owned()));
    }
    files.push(("closed/deep/zqcanary-dump.bin".to_owned(), "zqcanary".to_owned()));
    files.push(("incidents/zqcanary-note.txt".to_owned(), "zqcanary".to_owned()));
    files
}

/// Files that everybody may see; they lead to narrow ones.
const WIDE: [(&str, &str); 10] = [
    (
        "open/shown.md",
        "---\ntitle: Orders failed\ndate: 2024-03-09\nseverity: sev2\nservices: [orders]\n\
        related: [{ID}]\nrecurs: [{ID}]\nprocedures: [../closed/{NAME}.md]\n---\n\nA failover of the orders database, see \
        [the other](../incidents/{NAME}-1.md), [more](../closed/{NAME}.md#{NAME}heading) and ![a picture](../img/shown.png).\n\n\
        ## Action items\n\n- [ ] Set a limit (OPS-1)\n",
    ),
    (
        "open/parts.md",
        "---\ntitle: Parts\ndate: 2024-05-09\nactors: [zqcanary-actor]\nauthor: zqcanary-author\n\
        summary: zqcanary-sum ![x](../img/zqcanary-field.png)\nx_own: zqcanary-own\n\
        audiences: {actors: security, authors: company, x_own: security, summary: security}\n---\n\nShown words.\n\n\
        ::: audience security\nzqcanary-block ![x](../img/zqcanary-block.png)\n\n- [ ] zqcanary-act (owner: zqcanary-own)\n:::\n\n\
        ## zqcanary-head {audience=company}\n\nzqcanary-section <img src=\"../img/zqcanary-section.png\">\n\n\
        [zqcanary-ref]: https://zqcanary.example\n\n### Timeline\n\n- 10:00 UTC zqcanary-event\n\n\
        ## For all {audience=public}\n\nMore words.\n",
    ),
    (
        "open/spans.md",
        "# Queue [zqcanary-h1]{audience=security} stood\n\nDate: 2024-06-09\n\nOf [zqcanary-word ![x](../img/zqcanary-span.png)]{audience=security}, \
        words [for all]{audience=public}.\n[zqcanary-start]{audience=company} And more.\n\n\
        | a | [zqcanary-cell]{audience=security} |\n| - | - |\n| b | c |\n\n\
        ## About [zqcanary-h2\nzqcanary-lines]{audience=security} it\n\n\
        ## Timeline\n\n- 10:00 UTC It [zqcanary-span-event]{audience=security} began\n- 11:00 UTC It ended\n\n\
        ## Action items\n\n- [ ] Ask [zqcanary-span-who]{audience=security} for more (owner: bo)\n",
    ),
    ("open/field.md", "---\naudience: public\nsummary: A [zqcanary-part]{audience=security} of it\n---\n\nText.\n"),
    ("open/lost.md", "---\naudience: public\n---\n\nA [zqcanary-lost](../open/shown.md){audience=security} of it\n"),
    (
        "open/again.md",
        "---\ntitle: Orders failed again\ndate: 2024-04-09\nservices: [orders]\n---\n\nA failover of the orders database.\n",
    ),
    ("_index.md", "---\naudience: public\n---\n\n# Library\n\nWelcome.\n"),
    ("img/shown.png", "shown"),
    ("open/free.txt", "free"),
    (
        "trackers/jira.csv",
        "Issue key,Summary,Status,Assignee\nOPS-1,Set a limit,Done,ada\nOPS-77,zqcanaryticket,Open,zqcanaryassignee\n",
    ),
];

fn wide_files() -> Vec<(String, String)> {
    let named = |text: &str| text.replace("{ID}", "zqcanary-id").replace("{NAME}", "zqcanary");
    WIDE.iter().map(|(path, text)| ((*path).to_owned(), named(text))).collect()
}

fn written(files: &[(String, String)]) -> tempfile::TempDir {
    let inside = |path: &str| if path.starts_with("trackers/") { path.to_owned() } else { format!("content/{path}") };
    let files: Vec<(String, &String)> = files.iter().map(|(path, text)| (inside(path), text)).collect();
    let mut all: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    all.push(("book.toml", BOOK.as_bytes()));
    folder(&all)
}

/// Every file below a folder with its bytes.
fn every_byte(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => open.push(path),
                false => _ = found.insert(path.clone(), fs::read(path).unwrap()),
            }
        }
    }
    found
}

fn leaks(files: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    leaks_of(files, CANARY)
}

fn leaks_of(files: &BTreeMap<PathBuf, Vec<u8>>, canary: &str) -> Vec<String> {
    let says = |bytes: &[u8]| bytes.windows(canary.len()).any(|window| window.eq_ignore_ascii_case(canary.as_bytes()));
    let leaking = files.iter().filter(|(path, bytes)| says(bytes) || says(path.to_string_lossy().as_bytes()));
    leaking.map(|(path, _)| path.display().to_string()).collect()
}

#[test]
fn what_is_for_few_is_in_no_byte_of_what_is_for_many() {
    let all: Vec<(String, String)> = narrow_files().into_iter().chain(wide_files()).collect();
    let dir = written(&all);
    let cache = tempfile::TempDir::new().unwrap();
    let build = |audience: &[&str], out: &Path| {
        let path = dir.path().to_str().unwrap();
        let mut args = vec!["build", path, "--out", out.to_str().unwrap(), "--base-url", "https://a.example"];
        args.extend(audience);
        command(&args).env("XDG_CACHE_HOME", cache.path()).output().unwrap()
    };
    let outs = tempfile::TempDir::new().unwrap();
    let wide = outs.path().join("public");
    let run = build(&[], &wide);
    let site = every_byte(&wide);
    assert!(site.len() > 20, "{}", printed(&run));
    assert_eq!(leaks(&site), [""; 0], "of {} files", site.len());
    // What is kept between builds says nothing either, but where the links of wide pages lead, as they write it.
    let kept = every_byte(cache.path());
    assert!(!kept.is_empty());
    for canary in [
        "zqcanarybody",
        "zqcanaryowner",
        "zqcanaryextra",
        "zqcanary-default",
        "zqcanary value",
        "zqcanaryalt",
        "zqcanary-sum",
        "zqcanary-block",
        "zqcanary-sec",
        "zqcanary-actor",
        "zqcanary-word",
        "zqcanary-span-",
        "zqcanary-h1",
    ] {
        assert_eq!(leaks_of(&kept, canary), [""; 0], "{canary}");
    }
    for shown in ["open/shown.html", "open/again.html", "img/shown.png", "open/free.txt", "index.html"] {
        assert!(site.contains_key(&wide.join(shown)), "{shown}");
    }
    let page = String::from_utf8(site[&wide.join("open/shown.html")].clone()).unwrap();
    assert!(page.contains("the other, more and"), "a link to what is left out is plain text");
    let parts = String::from_utf8(site[&wide.join("open/parts.html")].clone()).unwrap();
    assert!(parts.contains("Shown words.") && parts.contains("For all") && parts.contains("More words."));
    assert!(!parts.contains("audience"), "marks are no text");

    let spans = String::from_utf8(site[&wide.join("open/spans.html")].clone()).unwrap();
    for left in ["<h1", "Queue", "<p>Of , words for all.", "And more.</p>", "About", "Ask", "began"] {
        assert!(spans.contains(left), "{left}: {spans}");
    }
    assert!(!spans.contains("audience") && !spans.contains("{.a") && !spans.contains("<pre"), "{spans}");
    for nobody in ["open/field.html", "open/lost.html"] {
        assert!(!site.contains_key(&wide.join(nobody)), "{nobody}");
    }

    // The index is encoded: it is asked.
    let read = |name: &str| fs::read_to_string(wide.join("search").join(name)).ok();
    let searcher = Searcher::open(read).unwrap();
    let words = ["zqcanary", "zqcanarybody", "zqcanarytrigger", "zqcanaryheading", "zqcanarycode", "zqcanaryowner"];
    for word in words {
        let answer = searcher.search(word, 10, Order::Relevance).unwrap();
        assert!(answer.hits.is_empty() && answer.words.iter().all(|word| word.state != WordState::Known), "{word}");
    }
    assert_eq!(searcher.search("failover", 10, Order::Relevance).unwrap().total, 2);

    // The canaries do sing where they may: the test would find a leak.
    let narrow = outs.path().join("security");
    build(&["--audience", "Security"], &narrow);
    let narrow = every_byte(&narrow);
    assert!(leaks(&narrow).len() > 100, "{}", leaks(&narrow).len());
    let planted: String = narrow.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    for word in words {
        assert!(planted.contains(word), "{word}");
    }
    // And building for many again, into the same folder, leaves nothing of it.
    build(&["--audience", "public"], &outs.path().join("security"));
    assert_eq!(leaks(&every_byte(&outs.path().join("security"))), [""; 0]);
}

#[test]
fn a_site_for_many_is_that_of_a_library_that_has_nothing_else() {
    let book = BOOK.split("[trackers").next().unwrap().to_owned();
    let site = |files: Vec<(String, String)>| {
        let mut files: Vec<(String, String)> =
            files.into_iter().filter(|(path, _)| !path.starts_with("trackers/")).collect();
        files.push(("book.toml".to_owned(), book.clone()));
        files.sort();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let content = |content: Content| match content {
            Content::Bytes(bytes) => Some(bytes.to_vec()),
            _ => None,
        };
        let artifacts = library(&files).artifacts.into_iter();
        artifacts.map(|artifact| (artifact.path.to_string(), content(artifact.content))).collect::<BTreeMap<_, _>>()
    };
    let with = site(narrow_files().into_iter().chain(wide_files()).collect());
    let without = site(wide_files());
    let names = |site: &BTreeMap<String, _>| site.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&with), names(&without));
    for (path, bytes) in &with {
        assert!(without[path] == *bytes, "{path} differs by what is left out");
    }
}

#[test]
fn a_translation_is_for_nobody_for_whom_its_original_is_not() {
    let book = "[book]\nlanguages = [\"fr\"]\n[audiences]\nlevels = [\"few\", \"all\"]\n";
    let site = library(&[
        ("book.toml", book),
        ("a.md", "---\ntitle: A\naudience: few\nactors: [zqcanary]\n---\n\nText.\n"),
        ("a.fr.md", "---\ntitle: A\naudience: all\n---\n\nTexte.\n"),
        ("b.md", "---\ntitle: B\naudience: all\n---\n\nText.\n"),
        ("b.fr.md", "---\ntitle: B zqcanary\n---\n\nTexte.\n"),
    ]);
    let paths: Vec<String> = site.artifacts.iter().map(|artifact| artifact.path.to_string()).collect();
    assert!(!paths.iter().any(|path| path.ends_with("a.html")), "{paths:?}");
    assert!(paths.contains(&"b.html".to_owned()) && paths.contains(&"fr/b.html".to_owned()), "{paths:?}");
}

#[test]
fn nobody_is_called_by_name_where_people_are_roles() {
    let book = "[audiences]\nlevels = [\"company\", \"public\"]\ndefault = \"public\"\n[audiences.public]\npeople = \"roles\"\n\
        [output.html]\nsite-url = \"https://a.example\"\n[trackers.jira]\nexport = \"trackers/jira.csv\"\nprefixes = [\"OPS-\"]\n";
    let files = [
        (
            "a.md",
            "---\ntitle: Queue stalls after a change of Zqada\ndate: 2026-11-02\nauthors: [Zqada Zqlovelace]\nreviewers: [zqbo, zqcy.zqtwombly]\n\
             actors: [zqdan]\nsummary: Zqada changed it.\nx_own: zqada\nservices: [queue]\n---\n\n\
             Zqada called @zqeve (zqcy.zqtwombly@firm.example).\n\n## What Zqbo saw\n\n\
             ## Timeline\n\n- 10:00 UTC Zqada pushed\n- 11:00 UTC @zqfay paged zqdan\n\n\
             ## Action items\n\n- [ ] Zqgil sets a limit (owner: Zqgil, due: 2026-12-01)\n- [ ] Ask for more (owner: Zqhal, OPS-1, due: 2026-12-03)\n",
        ),
        (
            "b.md",
            "---\ntitle: Queue stalls again\ndate: 2026-11-09\nowner: Zqkim\nservices: [queue]\n---\n\nAs before.\n",
        ),
        ("trackers/jira.csv", "Issue key,Summary,Status,Assignee\nOPS-1,Set a limit,Open,zqida\n"),
    ];
    let named = |book: &str| {
        let files: Vec<(&str, &str)> = files.iter().copied().chain([("book.toml", book)]).collect();
        let mut site = BTreeMap::new();
        for artifact in library(&files).artifacts {
            if let Content::Bytes(bytes) = artifact.content {
                site.insert(PathBuf::from(artifact.path.to_string()), bytes.to_vec());
            }
        }
        let read = |name: &str| String::from_utf8(site.get(&Path::new("search").join(name))?.clone()).ok();
        let searcher = Searcher::open(read).unwrap();
        for word in ["zqada", "zqbo", "zqeve", "zqgil"] {
            let known = !searcher.search(word, 10, Order::Relevance).unwrap().hits.is_empty();
            assert_eq!(known, !book.contains("roles"), "{word}");
        }
        let feeds = site.keys().filter(|path| path.ends_with("feed.xml") || path.ends_with("llms.txt")).count();
        assert!(feeds >= 2, "{:?}", site.keys());
        leaks_of(&site, "zq")
    };
    assert_eq!(named(book), [""; 0]);
    assert!(named(&book.replace("roles", "names")).len() > 10);
}

#[test]
fn whom_a_command_is_for_is_said_or_safe() {
    let files = [
        ("book.toml", "[audiences]\nlevels = [\"few\", \"all\"]\n".as_bytes()),
        ("content/a.md", b"---\ntitle: Sparrow\naudience: few\n---\n\nText.\n"),
        ("content/b.md", b"---\ntitle: Pigeon\naudience: all\n---\n\nText.\n"),
    ];
    let dir = folder(&files);
    let path = dir.path().to_str().unwrap();
    // What the author sees is everything, what others see is what everybody may.
    assert!(printed(&casebook(&["search", "sparrow", path])).contains("1 result"));
    assert!(printed(&casebook(&["search", "sparrow", path, "--audience", "all"])).contains("No results"));
    assert!(printed(&casebook(&["check", path])).contains("2 pages"));
    let build = |args: &[&str]| printed(&casebook(&[&["build", path], args].concat()));
    let told = build(&[]);
    assert!(told.contains("1 other page ") && told.contains("1 page left out: it is for another audience"), "{told}");
    assert!(build(&["--audience", "FEW"]).contains("2 other pages"));
    let run = casebook(&["build", path, "--audience", "some"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(printed(&run).contains("`some` is not an audience of the library: its settings name few, all"));
    fs::write(dir.path().join("book.toml"), "").unwrap();
    assert!(printed(&casebook(&["check", path, "--audience", "all"])).contains("name none"));
    assert!(printed(&casebook(&["check", path])).contains("audience-not-enforced"));
}
