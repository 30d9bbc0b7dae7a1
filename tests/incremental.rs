//! A warm build is a cold one: whatever happened in between, the site is byte for byte the same, and only what changed
//! was made again.

use casebook::build::{Input, Memo, Planned};
use casebook::config::Config;
use casebook::library::PageIx;
use casebook::model::{AsOf, Date};
use casebook::site::Artifact;
use casebook::text::{ContentPath, OutputPath, Source};
use casebook::tracker::Export;
use casebook::workspace::{Change, Depth, Reading, Workspace};
use std::collections::BTreeMap;
use std::sync::Arc;

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

/// A sequence of edits as an author makes them, in a workspace.
struct Session {
    files: Files,
    workspace: Workspace,
    shown: Arc<Planned>,
}

impl Session {
    fn new(files: Files) -> Session {
        let mut workspace = Workspace::new(Reading::new(input(&files), ""), Memo::default());
        let shown = workspace.snapshot(Depth::Full).planned;
        Session { files, workspace, shown }
    }

    /// Right after a save.
    fn save(&mut self) {
        self.workspace.apply(Change::Read(Box::new(Reading::new(input(&self.files), ""))));
        self.shown = self.workspace.snapshot(Depth::Facts).planned;
    }

    /// With words, then everything.
    fn settle(&mut self) {
        self.workspace.snapshot(Depth::Index);
        self.shown = self.workspace.snapshot(Depth::Full).planned;
    }

    fn page(&self, path: &str) -> String {
        let artifact = self.shown.plan.file(&OutputPath::new(path).unwrap());
        let artifact = artifact.unwrap_or_else(|| panic!("no {path}")).unwrap();
        super::support::text_of(&artifact).to_owned()
    }

    fn check_like_cold(&self) {
        let cold = super::support::built(input(&self.files));
        let warm = self.shown.plan.all();
        let paths = |artifacts: &[Artifact]| artifacts.iter().map(|one| one.path.to_string()).collect::<Vec<_>>();
        assert_eq!(paths(&warm.value), paths(&cold.artifacts));
        for (warm, cold) in warm.value.iter().zip(&cold.artifacts) {
            assert!(warm == cold, "{} differs", warm.path);
        }
        assert_eq!(&self.shown.understood.diagnostics, &cold.understood.diagnostics);
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
    session.check_like_cold();
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
    let mut workspace = Workspace::new(Reading::new(input.clone(), book), Memo::default());
    workspace.snapshot(Depth::Full);
    input.pages[0] = Source::new(input.pages[0].path.clone(), input.pages[0].text.replace("Before", "After"));
    workspace.apply(Change::Read(Box::new(Reading::new(input, book))));
    let shown = workspace.snapshot(Depth::Facts).planned;
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
        session.check_like_cold();
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
    let before = session.shown.understood.insights().clone();
    session.files.get_mut("0007.md").unwrap().push_str("\nA second paragraph: brandnew.\n");
    session.save();
    assert_eq!((session.shown.work.parsed, session.shown.work.kept), (1, 299));
    assert!(session.page("0007.html").contains("brandnew"));
    // Nothing but a body changed: what was learnt is the same value, not one like it.
    assert!(std::sync::Arc::ptr_eq(&before, session.shown.understood.insights()));
}

#[test]
fn an_edit_of_a_title_is_seen_on_every_page_that_shows_it() {
    let mut session = Session::new(some_files(300));
    let text = session.files["0007.md"].replace("Matter 7", "Renamed matter");
    session.files.insert("0007.md".to_owned(), text);
    let before = session.shown.understood.insights().clone();
    session.save();
    for page in ["0007.html", "causes/cause-2.html", "years/2024/3.html"] {
        assert!(session.page(page).contains("Renamed matter"), "{page}");
    }
    // A title decides nothing about other pages: nothing was gathered or counted again.
    assert!(std::sync::Arc::ptr_eq(&before, session.shown.understood.insights()));
    session.settle();
    session.check_like_cold();
    session.files.remove("0008.md");
    session.save();
    assert!(session.shown.plan.file(&OutputPath::new("0008.html").unwrap()).is_none());
    assert!(!session.page("causes/cause-3.html").contains("Matter 8<"));
}
