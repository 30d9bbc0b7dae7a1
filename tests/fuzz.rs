//! Mutations of texts that people and programs write, thrown at whatever reads them: nothing panics, nothing hangs, and what is
//! found lies on characters of the text. In an ordinary run each target has a moment; `scripts/fuzz` gives it longer
//! (`CASEBOOK_FUZZ_SECONDS`) and other mutations (`CASEBOOK_FUZZ_SEED`).

use crate::support::sample;
use casebook::config::Config;
use casebook::diagnostic::render::{Texts, github, human, json, sarif};
use casebook::diagnostic::{Code, Diagnostic, Subject};
use casebook::document::parse;
use casebook::search::{IndexFile, Order, Searcher};
use casebook::survey::{Conventions, Survey};
use casebook::text::{ContentPath, OutputPath, Source, Span, encode_path, secrets, without_secrets};
use casebook::tracker::{Export, Tickets};
use std::time::{Duration, Instant};

/// Chance that is the same each time (xorshift64*).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % most.max(1)
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// Pieces that mean something to somebody.
const PIECES: [&str; 62] = [
    "---\n",
    "+++\n",
    "title: ",
    "date: 2024-02-30",
    "audience: ",
    "audiences: {x: y}",
    "actions: [",
    "- [ ] ",
    "| a | b |\n| --- | --- |\n",
    "# ",
    "## Timeline\n",
    "## X {audience=few}\n",
    "::: audience few\n",
    "[x]{audience=few}",
    "]{audience=",
    ":::\n",
    "```\n",
    "~~~",
    "[a](",
    "[[",
    "]]",
    "![",
    "<b",
    "</script>",
    "&amp;",
    "\\",
    "{{ x }}",
    "{% if %}",
    "javascript:",
    "../",
    "%2e%2e/",
    "#",
    "?",
    "\"",
    "'",
    "\u{202e}",
    "\u{0}",
    "\u{feff}",
    "é",
    "日本",
    "😀",
    "\r\n",
    "\n\n",
    "    ",
    ": ",
    "*a*",
    "10:00 UTC ",
    "severity:sev1 ",
    "\n: a",
    "$a=b$",
    "$$",
    "*[a]: b\n",
    "**。**",
    "<ac:link>",
    "<ac:structured-macro ac:name=\"info\"><ac:rich-text-body>",
    "</ac:structured-macro>",
    "<ri:page ri:content-title=\"",
    "<h2>",
    "<video src=",
    "![[a.mp4]]",
    "(data:image/png;base64,iVBORw0KGgo=)",
    "cascade:\n  services: [a]\n",
];

/// A text that comes of one of the seeds by some changes.
fn mutated(seeds: &[&str], chance: &mut Chance) -> String {
    let mut text: Vec<char> = chance.of(seeds).chars().collect();
    for _ in 0..=chance.below(6) {
        let at = chance.below(text.len() + 1);
        let to = (at + chance.below(24)).min(text.len());
        match chance.below(6) {
            0 => drop(text.drain(at..to)),
            1 => drop(text.splice(at..at, chance.of(&PIECES).chars())),
            2 => drop(text.splice(at..to, chance.of(&PIECES).chars())),
            3 => {
                let piece: Vec<char> = text[at..to].repeat(1 + chance.below(9));
                drop(text.splice(at..at, piece));
            }
            4 => {
                let other: Vec<char> = chance.of(seeds).chars().collect();
                let from = chance.below(other.len() + 1);
                let end = (from + chance.below(200)).min(other.len());
                drop(text.splice(at..to, other[from..end].to_vec()));
            }
            _ => text.truncate(at.max(text.len() / 2)),
        }
    }
    text.into_iter().take(20_000).collect()
}

/// Runs a target on mutations of its seeds for its time, and says how many they were.
fn fuzz(name: &str, seeds: &[&str], target: impl Fn(&str, &mut Chance)) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let time = Duration::from_millis(number("CASEBOOK_FUZZ_SECONDS").map_or(300, |seconds| seconds * 1000));
    let mut chance = Chance(number("CASEBOOK_FUZZ_SEED").unwrap_or(7) | 1);
    let (begun, mut runs) = (Instant::now(), 0_u64);
    while begun.elapsed() < time {
        let text = mutated(seeds, &mut chance);
        let one = Instant::now();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| target(&text, &mut chance)));
        assert!(outcome.is_ok(), "{name} panics on {text:?}");
        assert!(one.elapsed() < Duration::from_secs(20), "{name} takes {:?} for {text:?}", one.elapsed());
        runs += 1;
    }
    let line = format!("fuzz: {name}: {runs} runs\n");
    use std::io::Write as _;
    let _ = std::io::stderr().write_all(line.as_bytes());
}

const PAGES: [&str; 7] = [
    "---\ntitle: Orders failed\ndate: 2024-03-11\nseverity: sev2\nservices: [orders]\nstarted: 2024-03-11T09:05:00+01:00\n\
        actions: [{ text: Set a limit, owner: ada, due: 2024-06-30 }]\nimpact: { orders lost: 312 }\n---\n\nText.\n",
    "# 2018-01-18, Certificate expired\n\nAll times in PST.\n\n## Timeline\n\n- 13:11: it began\n- **17:02 UTC** - it ended\n\n\
        ## Action items\n\n- [ ] Renew them (owner: bo, OPS-1)\n- [x] Alert\n",
    "+++\ntitle = \"A\"\ndate = 2024-01-02\n[impact]\nx = 1\n+++\n\n| When | What |\n| --- | --- |\n| 10:00 | start |\n",
    "{\"title\": \"A\", \"date\": \"2024-01-02\", \"tags\": [\"x\"]}\n\nSee [b](b.md#c), [[a]], ![p](p.png) and <https://a.example>.\n",
    "## A {audience=few}\n\nx\n\n::: audience few\ny\n:::\n\n<details><summary>z</summary>\n\n```rust\nfn main() {}\n```\n</details>\n",
    "---\nauthors: [Ada Lovelace]\n---\n\nA [word [x](y.md)]{audience=few} of Ada, @bo,\n[two\nlines]{audience=all}.\n",
    "---\nx: &a [1]\ny: *a\nstatus: draft\naudiences: {actors: few}\n---\n> quoted\n> - list\n\n[^1]: note\n\nText[^1] and `code`.\n",
];

const BOOK: &str = "[book]\ntitle = \"x\"\ntimezone = \"UTC\"\nlanguages = [\"fr\"]\n[audiences]\nlevels = [\"few\", \"all\"]\n[audiences.all]\npeople = \"roles\"\n[limits]\nterms = 2\n[folders.x]\nkind = \"article\"\n\
    audience = \"few\"\n[severities]\nlevels = [\"a\", \"b\"]\n[[policies]]\nseverity = [\"a\"]\npublished-within = \"5 working days\"\n\
    [trackers.jira]\nexport = \"j.csv\"\n[taxonomies]\nregions = { aliases = [\"region\"] }\n[check.levels]\nbroken-link = \"off\"\n";

/// Everything that was found lies in the text, and every printed form prints it.
fn printed(text: &str, found: &[Diagnostic]) {
    for span in found.iter().filter_map(|found| found.span) {
        assert!(text.get(span.range()).is_some(), "{span:?}");
    }
    let of = |_: &Subject| Some(text);
    let texts = Texts { text: &of, content_prefix: String::new() };
    for form in [
        human(found, &texts, false),
        human(found, &texts, true),
        json(found, &texts),
        sarif(found, &texts),
        github(found, &texts),
    ] {
        assert!(!form.contains('\u{0}') && !form.contains('\u{202e}'), "{form}");
    }
}

#[test]
fn pages() {
    let config = Config::read(BOOK).value;
    fuzz("pages: front matter, bodies, marks of audiences", &PAGES, |text, _| {
        let source = Source::new(ContentPath::new("x/a.md").unwrap(), text);
        let found = parse(&source, &config, &Survey::alone(&source, &config));
        printed(text, &found.diagnostics);
        parse(&source, &Config::read("").value, &Conventions::default());
    });
}

#[test]
fn libraries_and_links() {
    fuzz("libraries: links, references, whole builds", &PAGES, |text, chance| {
        let other = mutated(&PAGES, chance);
        let files = [("a.md", text), ("b.md", other.as_str()), ("fr/a.md", text), ("p.png", "x"), ("book.toml", BOOK)];
        crate::support::library(&files);
    });
}

#[test]
fn settings() {
    fuzz("book.toml", &[BOOK, casebook::config::DEFAULTS], |text, _| printed(text, &Config::read(text).diagnostics));
}

#[test]
fn queries() {
    let read = |name: &str| sample().index.iter().find(|file| file.name == name).map(|file| file.text.clone());
    let searcher = Searcher::open(read).unwrap();
    let seeds = [
        "failover -database \"connection pool\"",
        "service:checkout severity:sev1 after:2025-01 before:2026",
        "日本 é failovr*",
    ];
    fuzz("queries", &seeds, |text, _| {
        for order in [Order::Relevance, Order::Newest] {
            searcher.search(text, 10, order).unwrap();
        }
    });
}

#[test]
fn search_files() {
    let files: Vec<IndexFile> =
        sample().index.iter().map(|file| IndexFile { name: file.name.clone(), text: file.text.clone() }).collect();
    fuzz("search files", &["failover", "database pool", "severity:sev1"], |text, chance| {
        let (victim, place, with) =
            (chance.below(files.len()), chance.next(), *b"A0_\"],{".get(chance.below(7)).unwrap());
        let read = |name: &str| {
            let (at, file) = files.iter().enumerate().find(|(_, file)| file.name == name)?;
            let mut bytes = file.text.clone().into_bytes();
            if at == victim || name.starts_with("index") && victim % 3 == 0 {
                let at = usize::try_from(place).unwrap_or(0) % bytes.len();
                bytes[at] = with;
            }
            String::from_utf8(bytes).ok()
        };
        if let Ok(searcher) = Searcher::open(read) {
            let _ = searcher.search(text, 10, Order::Relevance);
        }
    });
}

#[test]
fn tracker_exports() {
    let config = Config::read(BOOK).value;
    let seeds = [
        "Issue key,Summary,Status,Assignee,Due date\nOPS-1,Set a limit,Done,ada,2024-06-30\nOPS-2,\"a, b\",Open,,\n",
        "[{\"key\": \"OPS-1\", \"status\": \"Done\", \"fields\": {\"assignee\": {\"name\": \"ada\"}}}]",
        "{\"issues\": [{\"key\": \"OPS-1\", \"fields\": {\"status\": {\"name\": \"Open\"}, \"duedate\": \"2024-06-30\"}}]}",
    ];
    fuzz("tracker exports", &seeds, |text, _| {
        let export = Export { tracker: "jira".into(), path: "j.csv".into(), text: text.to_owned() };
        Tickets::read(&[export], &config);
    });
}

#[test]
fn paths() {
    let seeds = ["incidents/a.md", "../a", "/etc/passwd", "a/./b//c/../d.md", "C:\\x", "a%2f..%2fb", "é/日本.md"];
    fuzz("paths", &seeds, |text, _| {
        let outside = |path: &str| path.starts_with('/') || path.split('/').any(|part| part == "..");
        if let Some(path) = ContentPath::new(text) {
            assert!(!outside(path.as_str()) && !outside(OutputPath::of_page(&path).as_str()), "{path}");
            assert!(path.resolve(text).is_none_or(|path| !outside(path.as_str())));
        }
        assert!(!encode_path(text).contains(['"', '<', ' ']));
    });
}

#[test]
fn diagnostics() {
    fuzz("printed diagnostics", &PAGES, |text, chance| {
        let place = |chance: &mut Chance| {
            let (a, b) = (chance.below(text.len() + 9), chance.below(text.len() + 9));
            Span::new(a.min(b)..a.max(b))
        };
        let path = ContentPath::new("a.md").unwrap();
        let found = Diagnostic::new(Code::BrokenLink, &path, place(chance), text.to_owned()).help(text.to_owned());
        let of = |_: &Subject| Some(text);
        let texts = Texts { text: &of, content_prefix: String::new() };
        let found = [found];
        let _ = (human(&found, &texts, false), json(&found, &texts), sarif(&found, &texts), github(&found, &texts));
    });
}

#[test]
fn secrets_are_found_and_hidden() {
    let seeds = [
        "key: AKIAQM7RZ2LK9XW4BV8T at https://a:b1c2d3@c",
        "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----",
        "password = \"Qm7Rz2Lk9Xw4Bv8Tn3\"",
    ];
    fuzz("secrets", &seeds, |text, _| {
        let found = secrets(text);
        assert!(found.iter().all(|secret| text.get(secret.range.clone()).is_some()));
        assert_eq!(without_secrets(text).len(), text.len());
    });
}
