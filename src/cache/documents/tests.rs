use super::*;
use crate::build::build;
use crate::document::parse;
use crate::model::AsOf;
use crate::survey::Survey;
use crate::text::{ContentPath, Source};
use proptest::prelude::*;

fn source(path: &str, text: &str) -> Source {
    Source::new(ContentPath::new(path).unwrap(), text)
}

fn understood(source: &Source, config: &Config) -> Parsed {
    let Checked { value, diagnostics } = parse(source, config, &Survey::alone(source, config));
    Arc::new(Checked::new(Arc::new(value), diagnostics))
}

fn config() -> Config {
    Config::read("[check.levels]\nblaming-words = \"warning\"\n").value
}

/// What is read back says the same, to the last place and finding.
fn check_round_trip(source: &Source, config: &Config) {
    let document = understood(source, config);
    let record = record(Fingerprint(1), document.value.fingerprint, &document).unwrap();
    let (head, bytes) = next_record(&mut record.as_slice()).unwrap().unwrap();
    assert_eq!(head.fingerprint, document.value.fingerprint);
    assert_eq!(head.checksum, checksum(Fingerprint(1), document.value.fingerprint, &bytes));
    let read = parsed(document.value.fingerprint, &bytes, config).unwrap();
    assert_eq!(format!("{read:?}"), format!("{document:?}"));
}

/// Every file of these folders of the project.
fn files(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files
}

#[test]
fn every_case_and_every_page_of_the_sample_is_kept_whole() {
    let config = config();
    let mut count = 0;
    for (name, text) in files("tests/cases/document").into_iter().chain(files("content")) {
        check_round_trip(&source(&name, &text), &config);
        for case in text.split("\n````markdown").skip(1) {
            let (info, rest) = case.split_once('\n').unwrap();
            let body = &rest[..rest.find("\n````").map_or(rest.len(), |end| end + 1)];
            let path = if info.trim().is_empty() { "case.md" } else { info.trim() };
            check_round_trip(&source(path, body), &config);
            count += 1;
        }
    }
    assert!(count >= 60, "only {count} cases were found");
}

const PIECES: [&str; 22] = [
    "---\n",
    "title: Pool exhausted\n",
    "started: 2024-03-01T10:00:00.5+05:30\n",
    "resolved: 2024-03-01 12:04\ndate: -0001-01-01\n",
    "odd: {a: [1, -2.5e-7, 0.1, 1e308, null, true], b: \"\\u0000é\"}\n",
    "big: 18446744073709551615\nsmall: -9223372036854775808\nhalf: 123456789.12345678\n",
    "severity: sev1\nstatus: final\ncauses: [dns, \"a, b\"]\n",
    "actions:\n  - text: Mend it\n    due: 2024-05-01\n    ref: OPS-1\n",
    "impact: {users: 12}\nlapses: [manual]\n",
    "+++\n",
    "rate = 0.30000000000000004\n",
    "## Timeline\n\n",
    "| 10:00 | it broke |\n|---|---|\n| ~10:05 UTC | 日本 noticed |\n",
    "- 2024-03-01 10:00 PST: **down**, Ada forgot\n",
    "## Action items\n\n- [x] Add an alert (owner: ada, [OPS-2](https://x.test/OPS-2))\n",
    "See [[other]], ![p](a.png \"t\") and <b onclick=1>raw</b>.\n\n",
    "```rust\nfn main() {}\n```\n",
    "All times in CET.\n\n",
    "[^1]: note\n\nText[^1]\n",
    "\u{0}\u{FFFD}\r\n",
    "- Time to recovery: 87 minutes\n",
    "<a name=x></a>\n\n",
];

proptest! {
    #[test]
    fn any_text_is_kept_whole(pieces in prop::collection::vec(0..PIECES.len(), 0..14), other in "\\PC{0,40}") {
        let mut text = if pieces.len() > 4 { "---\n".to_owned() } else { String::new() };
        pieces.iter().for_each(|piece| text.push_str(PIECES[*piece]));
        text.push_str(&other);
        check_round_trip(&source("in/a.md", &text), &config());
    }

    #[test]
    fn what_is_forged_is_refused_or_harmless(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let config = config();
        let page = source("a.md", FORGED);
        let key = understood(&page, &config).value.fingerprint;
        let record = record(Fingerprint(1), key, &understood(&page, &config)).unwrap();
        let mut bytes = record[Head::SIZE..].to_vec();
        changes.iter().for_each(|(at, byte)| *at.get_mut(&mut bytes) = *byte);
        if let Some(forged) = parsed(key, &bytes, &config) {
            let mut memo = Memo::of(config.fingerprint(), [(key, forged)].into_iter());
            build(&mut input(vec![page], config), &mut memo, |_| {});
        }
    }
}

const FORGED: &str = "---\ntitle: A\nsummary: See [it](b.md)\nseverity: sev1\ncauses: [dns]\n---\n## Timeline\n\n\
                      - 2024-03-01 10:00: **down**, see [this](c.md)\n- 2024-03-01 10:09: up\n\n![p](p.png)\n";

fn input(pages: Vec<Source>, config: Config) -> crate::build::Input {
    crate::build::Input {
        pages,
        assets: Vec::new(),
        vocabulary: None,
        trackers: Vec::new(),
        theme: crate::source::built_in_theme(),
        config: config.into(),
        as_of: AsOf(crate::model::Date::constant(2026, 11, 23)),
        diagnostics: Vec::new(),
    }
}

/// A kept library of three pages in a folder of its own.
struct Kept {
    _folder: tempfile::TempDir,
    documents: KeptDocuments,
    pages: Vec<Source>,
    config: Config,
    memo: Memo,
}

impl Kept {
    fn new() -> Kept {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("in/documents");
        let config = config();
        let pages = vec![source("a.md", FORGED), source("b.md", "# B\n\nText\n"), source("c.md", "# 2024-05-01, C\n")];
        let mut memo = Memo::default();
        let (_, conventions) = memo.survey(&pages, &config);
        memo.parse(&pages, &config, &conventions);
        let documents = KeptDocuments {
            path: Some(path),
            stamp: Fingerprint(7),
            audiences: Audiences::default(),
            known: HashSet::new(),
            settled: HashSet::new(),
        };
        documents.keep(&memo);
        Kept { _folder: folder, documents, pages, config, memo }
    }

    fn path(&self) -> &Path {
        self.documents.path.as_ref().unwrap()
    }

    /// A page is written anew, and what is understood of it kept.
    fn edit(&mut self, at: usize, text: &str) {
        self.pages[at] = source(self.pages[at].path.as_str(), text);
        let (_, conventions) = self.memo.survey(&self.pages, &self.config);
        self.memo.parse(&self.pages, &self.config, &conventions);
        self.documents.keep(&self.memo);
    }

    /// How many documents are there as they are in the memo, and how many others.
    fn recalled(&mut self) -> (usize, usize) {
        let memo = self.documents.recall(&self.config);
        let texts = |memo: &Memo| memo.documents().iter().map(|one| format!("{one:?}")).collect::<Vec<_>>();
        let (known, found) = (texts(&self.memo), texts(&memo));
        let same = found.iter().filter(|one| known.contains(one)).count();
        (same, found.len() - same)
    }
}

#[test]
fn a_file_is_right_or_worth_nothing() {
    let mut kept = Kept::new();
    assert_eq!(kept.recalled(), (3, 0));
    let whole = fs::read(kept.path()).unwrap();
    for at in (0..whole.len()).step_by(7).chain(whole.len() - 40..whole.len()) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1 << (at % 8);
        fs::write(kept.path(), &damaged).unwrap();
        assert_eq!(kept.recalled(), (0, 0), "byte {at}");
        fs::write(kept.path(), &whole[..at]).unwrap();
        let (same, others) = kept.recalled();
        assert!(same < 3 && others == 0, "{at} bytes");
    }
    for strange in [&b""[..], b"x", &[0; 4096], &[255; 4096]] {
        fs::write(kept.path(), strange).unwrap();
        assert_eq!(kept.recalled(), (0, 0));
    }
    fs::write(kept.path(), &whole).unwrap();
    kept.documents.stamp = Fingerprint(8);
    assert_eq!(kept.recalled(), (0, 0), "another program, or other settings");
}

#[test]
fn a_file_is_written_only_where_there_is_something_new() {
    let mut kept = Kept::new();
    assert_eq!(kept.recalled(), (3, 0));
    fs::remove_file(kept.path()).unwrap();
    kept.documents.keep(&kept.memo);
    assert!(!kept.path().exists(), "all of it was there");
    kept.edit(1, "# B\n\nOther text\n");
    assert_eq!(kept.recalled(), (3, 0));
    assert_eq!(fs::read_dir(kept.path().parent().unwrap()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn little_is_written_for_a_little_change() {
    let mut kept = Kept::new();
    kept.pages.extend((0..20).map(|number| source(&format!("p{number:02}.md"), "# P\n\nText\n")));
    kept.edit(3, "# P\n");
    assert_eq!(kept.recalled(), (23, 0));
    let first = fs::read(kept.path()).unwrap();
    for (edit, (is_first, is_second, others)) in
        [(true, true, 1), (true, true, 2), (false, false, 0), (false, true, 1)].into_iter().enumerate()
    {
        kept.edit(4 + edit, "# P\n\nOther text\n");
        assert_eq!(kept.recalled(), (23, others), "after {edit} edits more");
        let is_there = (fs::read(kept.path()).unwrap() == first, since(kept.path()).is_file());
        assert_eq!(is_there, (is_first, is_second), "after {edit} edits more");
    }
}

#[test]
fn what_commands_say_of_drafts_and_places_is_no_matter_of_parsing() {
    let mut other = config();
    other.drafts = true;
    other.html.site_url = Some("https://example.org/".to_owned());
    assert_eq!(config().fingerprint_of_parsing(), other.fingerprint_of_parsing());
    for (name, text) in files("tests/cases/document") {
        let source = source(&name, &text);
        assert_eq!(format!("{:?}", understood(&source, &other)), format!("{:?}", understood(&source, &config())));
    }
    other.unsafe_html = true;
    assert_ne!(config().fingerprint_of_parsing(), other.fingerprint_of_parsing());
}
