//! A warm build is a cold one: whatever happened in between, the site is byte for byte the same, and only what changed
//! was made again.

use casebook::build::{Depth, Input, Memo, Planned, build, plan};
use casebook::config::Config;
use casebook::library::PageIx;
use casebook::model::{AsOf, Date};
use casebook::site::Artifact;
use casebook::text::{ContentPath, OutputPath, Source};
use casebook::tracker::Export;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Files by path.
type Files = BTreeMap<String, String>;

fn input(files: &Files) -> Input {
    let source = |(path, text): (&String, &String)| Source::new(ContentPath::new(path).unwrap(), text.as_str());
    let pages = files.iter().filter(|(path, _)| path.ends_with(".md")).map(source).collect();
    Input {
        pages,
        assets: Vec::new(),
        vocabulary: files.get_key_value("vocabulary.toml").map(source),
        trackers: Vec::new(),
        theme: casebook::source::built_in_theme(),
        config: Config::read(files.get("book.toml").map_or("", String::as_str)).value.into(),
        as_of: AsOf(Date::constant(2026, 11, 23)),
        diagnostics: Vec::new(),
    }
}

/// A sequence of edits as an author makes them, with a memo and the sites that were shown on the way.
struct Session {
    files: Files,
    memo: Memo,
    shown: Planned,
}

impl Session {
    fn new(files: Files) -> Session {
        let mut memo = Memo::default();
        let shown = plan(&input(&files), &mut memo, Depth::Full, |_| {});
        Session { files, memo, shown }
    }

    /// Right after a save, then with words, then everything; each from the one before.
    fn save(&mut self) {
        let input = input(&self.files);
        self.shown = plan(&input, &mut self.memo, Depth::Facts(&self.shown), |_| {});
    }

    fn settle(&mut self) {
        let input = input(&self.files);
        self.shown = plan(&input, &mut self.memo, Depth::Index(&self.shown), |_| {});
        self.shown = plan(&input, &mut self.memo, Depth::Full, |_| {});
    }

    fn page(&self, path: &str) -> String {
        let artifact = self.shown.plan.file(&OutputPath::new(path).unwrap());
        let artifact = artifact.unwrap_or_else(|| panic!("no {path}")).unwrap();
        super::support::text_of(&artifact).to_owned()
    }

    fn check_like_cold(&self) -> Result<(), TestCaseError> {
        let cold = build(&input(&self.files), &mut Memo::default(), |_| {});
        let warm = self.shown.plan.all();
        let paths = |artifacts: &[Artifact]| artifacts.iter().map(|one| one.path.to_string()).collect::<Vec<_>>();
        prop_assert_eq!(paths(&warm.value), paths(&cold.artifacts));
        for (warm, cold) in warm.value.iter().zip(&cold.artifacts) {
            prop_assert!(warm == cold, "{} differs", warm.path);
        }
        prop_assert_eq!(&self.shown.understood.diagnostics, &cold.understood.diagnostics);
        Ok(())
    }
}

const NAMES: [&str; 11] = [
    "a.md",
    "b.md",
    "c.md",
    "in/d.md",
    "in/e.md",
    "in/_index.md",
    "guide.md",
    "a.fr.md",
    "fr/in/d.md",
    "in/_index.fr.md",
    "guide.fr.md",
];
const CAUSES: [&str; 3] = ["certificate-expiry", "disk-full", "Disk full"];
const WORDS: [&str; 5] = ["gateway handshake refused", "replica lag", "disk of the ledger", "retry storm", "token"];

#[derive(Clone, Debug)]
struct Text {
    title: usize,
    day: Option<u8>,
    cause: usize,
    body: usize,
    link: usize,
    is_draft: bool,
    is_action_done: bool,
    is_broken: bool,
}

impl Text {
    fn written(&self, name: &str) -> String {
        if name.starts_with("guide.") || name.contains("_index.") {
            return format!("# Guide to {}\n\nSee [it]({}).\n", WORDS[self.title], NAMES[self.link]);
        }
        if name.contains("fr") && self.cause == 0 {
            return format!("---\ntitle: {}\n---\n\nLe {} encore.\n", WORDS[self.title], WORDS[self.body]);
        }
        let day =
            self.day.map(|day| format!("date: 2024-03-{:02}\nstarted: 2024-03-{day:02}T10:00:00Z\n", day, day = day));
        format!(
            "---\ntitle: {}\n{}causes: [{}]\nservices: [edge]\nstatus: {}\n{}---\n\n## Summary\n\nThe {} again, see \
             [another](/{}#summary).\n\n## Action items\n\n- [{}] Mend the {} (owner: ada, due 2024-06-01)\n",
            WORDS[self.title],
            day.unwrap_or_default(),
            CAUSES[self.cause],
            if self.is_draft { "draft" } else { "final" },
            if self.is_broken { "severity: [\n" } else { "" },
            WORDS[self.body],
            NAMES[self.link],
            if self.is_action_done { "x" } else { " " },
            WORDS[self.body],
        )
    }
}

prop_compose! {
    fn text()(
        title in 0..WORDS.len(), day in prop::option::weighted(0.9, 1..28_u8), cause in 0..CAUSES.len(),
        body in 0..WORDS.len(), link in 0..NAMES.len(), is_draft in prop::bool::weighted(0.1),
        is_action_done in any::<bool>(), is_broken in prop::bool::weighted(0.1),
    ) -> Text {
        Text { title, day, cause, body, link, is_draft, is_action_done, is_broken }
    }
}

#[derive(Clone, Debug)]
enum Edit {
    Write(usize, Text),
    Remove(usize),
    Rename(usize, usize),
    Settings(bool),
    Vocabulary(bool),
    Settle,
}

fn edit() -> impl Strategy<Value = Edit> {
    let name = 0..NAMES.len();
    prop_oneof![
        6 => (name.clone(), text()).prop_map(|(name, text)| Edit::Write(name, text)),
        2 => name.clone().prop_map(Edit::Remove),
        2 => (name.clone(), name).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => any::<bool>().prop_map(Edit::Settings),
        1 => any::<bool>().prop_map(Edit::Vocabulary),
        2 => Just(Edit::Settle),
    ]
}

fn apply(files: &mut Files, edit: &Edit) {
    match edit {
        Edit::Write(name, text) => {
            files.insert(NAMES[*name].to_owned(), text.written(NAMES[*name]));
        }
        Edit::Remove(name) => {
            files.remove(NAMES[*name]);
        }
        Edit::Rename(from, to) => {
            if let Some(text) = files.remove(NAMES[*from]) {
                files.insert(NAMES[*to].to_owned(), text);
            }
        }
        Edit::Settings(is_set) => {
            let text = if *is_set { "[book]\ntitle = \"Other\"\nlanguages = [\"de\"]\n" } else { "" };
            files.insert("book.toml".to_owned(), text.to_owned());
        }
        Edit::Vocabulary(is_set) => {
            let text = "[[causes]]\nname = \"Full disk\"\nsynonyms = [\"disk-full\"]\n";
            files.insert("vocabulary.toml".to_owned(), if *is_set { text.to_owned() } else { String::new() });
        }
        Edit::Settle => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn after_any_edits_the_site_is_that_of_a_cold_build(
        first in prop::collection::vec((0..NAMES.len(), text()), 1..6),
        edits in prop::collection::vec(edit(), 1..12),
    ) {
        let written = |(name, text): (usize, Text)| (NAMES[name].to_owned(), text.written(NAMES[name]));
        let mut session = Session::new(first.into_iter().map(written).collect());
        for edit in &edits {
            apply(&mut session.files, edit);
            session.save();
            if matches!(edit, Edit::Settle) {
                session.settle();
                session.check_like_cold()?;
            }
        }
        session.settle();
        session.check_like_cold()?;
    }
}

#[test]
fn an_edit_of_a_translation_is_seen_in_its_edition() {
    let mut files = some_files(30);
    files.insert("0007.fr.md".to_owned(), "---\ntitle: Affaire 7\n---\n\nLe premier paragraphe.\n".to_owned());
    let mut session = Session::new(files);
    session.files.get_mut("0007.fr.md").unwrap().push_str("\nUn autre : toutneuf.\n");
    session.save();
    assert_eq!((session.shown.work.parsed, session.shown.work.kept), (1, 30));
    assert!(session.page("fr/0007.html").contains("toutneuf"));
    assert!(!session.page("0007.html").contains("toutneuf"));
    let text = session.files["0007.md"].replace("cause-2", "cause-9");
    session.files.insert("0007.md".to_owned(), text);
    session.save();
    assert!(session.page("fr/causes/cause-9.html").contains("Affaire 7"));
    session.files.remove("0007.fr.md");
    session.save();
    assert!(session.shown.plan.file(&OutputPath::new("fr/0007.html").unwrap()).is_none());
}

#[test]
fn a_link_by_a_title_follows_it_with_the_words() {
    let mut session = Session::new(some_files(30));
    session.files.get_mut("0003.md").unwrap().push_str("\nSee [[Renamed matter]].\n");
    session.save();
    assert!(!session.page("0003.html").contains("href=\"0007.html\">Renamed matter"));
    let text = session.files["0007.md"].replace("Matter 7", "Renamed matter");
    session.files.insert("0007.md".to_owned(), text);
    session.save();
    session.settle();
    assert!(session.page("0003.html").contains("href=\"0007.html\">Renamed matter"), "{}", session.page("0003.html"));
    session.check_like_cold().unwrap();
}

#[test]
fn what_is_taken_over_from_an_original_or_a_ticket_changes_at_once() {
    let mut files = some_files(30);
    files.insert("0007.fr.md".to_owned(), "---\ntitle: Affaire 7\n---\n\nLe premier paragraphe.\n".to_owned());
    let mut session = Session::new(files);
    let text = session.files["0007.md"].replace("date: 2024", "detection: A probe\nsummary: Told anew.\ndate: 2024");
    session.files.insert("0007.md".to_owned(), text);
    session.save();
    assert!(session.page("fr/0007.html").contains("A probe"));

    let actions = "actions:\n  - text: Mend it\n    ref: OPS-1\n";
    let page = format!("---\ntitle: Before\ndate: 2024-01-01\n{actions}---\n\nText.\n");
    let book = "[trackers.jira]\nfiles = [\"tickets.json\"]\n";
    let mut input = input(&[("a.md".to_owned(), page), ("book.toml".to_owned(), book.to_owned())].into());
    let text = r#"[{"key": "OPS-1", "status": "Done", "resolutiondate": "2024-02-01"}]"#.to_owned();
    input.trackers.push(Export { tracker: "jira".to_owned(), path: "tickets.json".to_owned(), text });
    let mut memo = Memo::default();
    let shown = plan(&input, &mut memo, Depth::Full, |_| {});
    input.pages[0] = Source::new(input.pages[0].path.clone(), input.pages[0].text.replace("Before", "After"));
    let shown = plan(&input, &mut memo, Depth::Facts(&shown), |_| {});
    assert_eq!(shown.understood.pages().page(PageIx(0)).title(), "After");
}

#[test]
fn other_settings_hold_at_once_though_no_page_says_anything_else() {
    let mut files = some_files(30);
    let number = |number: usize, text: &str| text.replace("date:", &format!("regions: [north-{}]\ndate:", number % 3));
    files.iter_mut().enumerate().for_each(|(at, (_, text))| *text = number(at, text));
    let mut session = Session::new(files);
    let books = [
        "[taxonomies]\nregions = {}\nvans = {}\n",
        "[taxonomies]\nvans = {}\n\n[[policies]]\nname = \"Quick\"\nreviewed-within = \"1 working day\"\n",
        "[taxonomies]\nshops = {}\nregions = {}\n",
        "",
    ];
    for book in books {
        session.files.insert("book.toml".to_owned(), book.to_owned());
        session.save();
        // Every page can be made; what is claimed about texts may be missing yet.
        assert_eq!(session.shown.plan.all().diagnostics, []);
        assert_eq!(session.shown.plan.has(&OutputPath::new("regions/index.html").unwrap()), book.contains("regions"));
        session.settle();
        session.check_like_cold().unwrap();
    }
}

fn some_files(count: usize) -> Files {
    let page = |number: usize| {
        let text = format!(
            "---\ntitle: Matter {number}\ndate: 2024-01-01\ncauses: [cause-{}]\n---\n\nThe first paragraph says in a sentence what happened.\n\n## Details\n\nword{} of {number}.\n",
            number % 5,
            number % 7
        );
        (format!("{number:04}.md"), text)
    };
    (0..count).map(page).collect()
}

#[test]
fn an_edit_of_a_body_is_one_document_parsed_and_is_seen_before_words_are_counted() {
    let mut session = Session::new(some_files(300));
    let before = session.shown.understood.insights.clone();
    session.files.get_mut("0007.md").unwrap().push_str("\nA second paragraph: brandnew.\n");
    session.save();
    assert_eq!((session.shown.work.parsed, session.shown.work.kept), (1, 299));
    assert!(session.page("0007.html").contains("brandnew"));
    // Nothing but a body changed: what was learnt is the same value, not one like it.
    assert!(std::sync::Arc::ptr_eq(&before, &session.shown.understood.insights));
}

#[test]
fn an_edit_of_a_title_is_seen_on_every_page_that_shows_it() {
    let mut session = Session::new(some_files(300));
    let text = session.files["0007.md"].replace("Matter 7", "Renamed matter");
    session.files.insert("0007.md".to_owned(), text);
    let before = session.shown.understood.insights.clone();
    session.save();
    for page in ["0007.html", "causes/cause-2.html", "years/2024/3.html"] {
        assert!(session.page(page).contains("Renamed matter"), "{page}");
    }
    // A title decides nothing about other pages: nothing was gathered or counted again.
    assert!(std::sync::Arc::ptr_eq(&before, &session.shown.understood.insights));
    session.settle();
    session.check_like_cold().unwrap();
    session.files.remove("0008.md");
    session.save();
    assert!(session.shown.plan.file(&OutputPath::new("0008.html").unwrap()).is_none());
    assert!(!session.page("causes/cause-3.html").contains("Matter 8<"));
}
