//! A workspace keeps its promises: after any edit each snapshot is, as far as its depth promises, that of a cold build of
//! what is used. `WORKSPACE_EDITS=1000` makes so many edits instead of some.

use super::support::text_of;
use casebook::build::{Input, Memo, Planned, plan};
use casebook::config::Config;
use casebook::diagnostic::Subject;
use casebook::insight::Insights;
use casebook::library::{Library, PageText};
use casebook::model::{AsOf, Date};
use casebook::site::{Artifact, ThemeFiles};
use casebook::text::{ContentPath, OutputPath, Source};
use casebook::workspace::{Change, Depth, Job, Reading, Snapshot, Workspace};
use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, TestRunner};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The world as the workspace is told of it.
#[derive(Clone)]
struct World {
    files: BTreeMap<String, String>,
    overlays: BTreeMap<String, String>,
    book: usize,
    vocabulary: bool,
    theme: usize,
    day: i8,
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
const WORDS: [&str; 5] = ["gateway handshake refused", "replica lag", "disk of the ledger", "retry storm", "token"];
const BOOKS: [&str; 4] = [
    "",
    "[book]\ntitle = \"Other\"\nlanguages = [\"de\"]\n",
    "[taxonomies]\nregions = {}\n\n[[policies]]\nname = \"Quick\"\nreviewed-within = \"1 working day\"\n",
    "[book]\ndrafts = true\n",
];
/// Templates of the library's own; the third does not compile, the fourth fails when a page is made.
const TEMPLATES: [&str; 4] = [
    "",
    "{% extends \"casebook/404.html\" %}{# ours #}",
    "{% extends \"casebook/404.html\" %}{% if %}",
    "{{ nothing.of.the.kind }}",
];

/// A field of the front matter or a part of the body, by what an edit may change.
#[derive(Clone, Debug)]
struct Text {
    title: usize,
    day: Option<u8>,
    parts: [usize; 9],
    is_draft: bool,
    is_broken: bool,
}

impl Text {
    fn written(&self, name: &str) -> String {
        let [cause, body, link, milestones, people, references, words, actions, impact] = self.parts;
        let (body, other) = (body % WORDS.len(), NAMES[link % NAMES.len()]);
        if name.starts_with("guide.") || name.contains("_index.") {
            return format!("# Guide to {}\n\nSee [it]({other}) about {}.\n", WORDS[self.title], WORDS[body]);
        }
        if name.contains("fr") && cause == 0 {
            return format!("---\ntitle: {}\n---\n\nLe {} encore.\n", WORDS[self.title], WORDS[body]);
        }
        let day = self.day.map(|day| format!("date: 2024-03-{day:02}\nstarted: 2024-03-{day:02}T10:00:00Z\n"));
        let day = day.unwrap_or_default();
        let pick = |all: [&'static str; 5], at: usize| all[at % 5];
        let milestones = pick(
            [
                "",
                "duration: 3h\n",
                "resolved: 2024-03-29T10:00:00Z\n",
                "detected: 2024-03-29T10:00:00Z\n",
                "duration: 1d\n",
            ],
            milestones,
        );
        let people =
            pick(["", "reviewers: [Bo]\n", "authors: [Ada]\n", "reviewers: [Cy, Bo]\n", "authors: [Bo, Cy]\n"], people);
        let references = pick(
            ["", "related: [a.md]\n", "recurs: [b.md]\n", "procedures: [guide.md]\n", "related: [c.md, in/d.md]\n"],
            references,
        );
        let words = pick(
            ["", "summary: Told anew.\n", "detection: A probe\n", "regions: [north]\n", "trigger: A deploy\n"],
            words,
        );
        let impact =
            pick(["", "severity: sev1\n", "severity: sev2\n", "impact: Orders failed\n", "language: de\n"], impact);
        let actions = pick(
            [
                "",
                "- [ ] Mend the gateway (owner: ada, due 2024-06-01)\n",
                "- [x] Mend the gateway (owner: ada, due 2024-06-01)\n",
                "- [ ] Watch the disk (owner: bo)\n- [x] Alert\n",
                "- [ ] Change the guide\n",
            ],
            actions,
        );
        format!(
            "---\ntitle: {}\n{day}causes: [{}]\nservices: [edge]\nstatus: {}\n{milestones}{people}{references}{words}{impact}{}\
             ---\n\n## Summary\n\nThe {} again, see [another](/{other}#summary) and [[{}]].\n\n## Action items\n\n{actions}",
            WORDS[self.title],
            ["certificate-expiry", "disk-full", "Disk full"][cause % 3],
            if self.is_draft { "draft" } else { "final" },
            if self.is_broken { "severity: [\n" } else { "" },
            WORDS[body],
            WORDS[link % WORDS.len()],
        )
    }
}

prop_compose! {
    fn text()(
        title in 0..WORDS.len(), day in prop::option::weighted(0.9, 1..28_u8),
        parts in (0..3_usize, 0..5_usize, 0..11_usize, 0..5_usize, 0..5_usize, 0..5_usize, 0..5_usize, 0..5_usize, 0..5_usize),
        is_draft in prop::bool::weighted(0.1), is_broken in prop::bool::weighted(0.1),
    ) -> Text {
        let (a, b, c, d, e, f, g, h, i) = parts;
        Text { title, day, parts: [a, b, c, d, e, f, g, h, i], is_draft, is_broken }
    }
}

#[derive(Clone, Debug)]
enum Edit {
    Write(usize, Text),
    /// One part of what is there is another.
    Alter(usize, usize, usize),
    Remove(usize),
    Rename(usize, usize),
    Overlay(usize, Text),
    Close(usize),
    Settings(usize),
    Vocabulary(bool),
    Theme(usize),
    NextDay,
}

fn edit() -> impl Strategy<Value = Edit> {
    let name = 0..NAMES.len();
    prop_oneof![
        4 => (name.clone(), text()).prop_map(|(name, text)| Edit::Write(name, text)),
        12 => (name.clone(), 0..10_usize, 0..11_usize).prop_map(|(name, part, to)| Edit::Alter(name, part, to)),
        2 => name.clone().prop_map(Edit::Remove),
        2 => (name.clone(), name.clone()).prop_map(|(from, to)| Edit::Rename(from, to)),
        2 => (name.clone(), text()).prop_map(|(name, text)| Edit::Overlay(name, text)),
        2 => name.prop_map(Edit::Close),
        1 => (0..BOOKS.len()).prop_map(Edit::Settings),
        1 => any::<bool>().prop_map(Edit::Vocabulary),
        1 => (0..TEMPLATES.len()).prop_map(Edit::Theme),
        1 => Just(Edit::NextDay),
    ]
}

/// A workspace, the world that it was told of, and the texts that its files were written from.
struct Bench {
    world: World,
    texts: BTreeMap<usize, Text>,
    workspace: Workspace,
    /// Work that was begun at an earlier state, as a thread would have.
    late: Option<Job>,
}

impl Bench {
    fn new(first: &[(usize, Text)]) -> Bench {
        let mut world =
            World { files: BTreeMap::new(), overlays: BTreeMap::new(), book: 0, vocabulary: false, theme: 0, day: 0 };
        let texts: BTreeMap<usize, Text> = first.iter().cloned().collect();
        world.files = texts.iter().map(|(name, text)| (NAMES[*name].to_owned(), text.written(NAMES[*name]))).collect();
        Bench { workspace: Workspace::new(reading(&world), Memo::default()), world, texts, late: None }
    }

    fn write(&mut self, name: usize, text: Text) {
        self.world.files.insert(NAMES[name].to_owned(), text.written(NAMES[name]));
        self.texts.insert(name, text);
    }

    fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Write(name, text) => self.write(*name, text.clone()),
            Edit::Alter(name, part, to) => {
                if let Some(mut text) = self.texts.get(name).cloned() {
                    match text.parts.get_mut(*part) {
                        Some(part) => *part = *to,
                        None => text.title = to % WORDS.len(),
                    }
                    self.write(*name, text);
                }
            }
            Edit::Remove(name) => {
                self.world.files.remove(NAMES[*name]);
                self.texts.remove(name);
            }
            Edit::Rename(from, to) => {
                if let (Some(text), Some(file)) = (self.texts.remove(from), self.world.files.remove(NAMES[*from])) {
                    self.world.files.insert(NAMES[*to].to_owned(), file);
                    self.texts.insert(*to, text);
                }
            }
            Edit::Overlay(name, text) => {
                let text = text.written(NAMES[*name]);
                self.world.overlays.insert(NAMES[*name].to_owned(), text.clone());
                return self.workspace.apply(Change::Edited(ContentPath::new(NAMES[*name]).unwrap(), text));
            }
            Edit::Close(name) => {
                self.world.overlays.remove(NAMES[*name]);
                return self.workspace.apply(Change::Closed(ContentPath::new(NAMES[*name]).unwrap()));
            }
            Edit::Settings(book) => self.world.book = *book,
            Edit::Vocabulary(is_there) => self.world.vocabulary = *is_there,
            Edit::Theme(theme) => self.world.theme = *theme,
            Edit::NextDay => self.world.day = (self.world.day + 1) % 5,
        }
        self.workspace.apply(Change::Read(Box::new(reading(&self.world))));
    }

    /// Asks for a snapshot of each depth and holds it to a cold build; late work of another state comes in between.
    fn check(&mut self, rounds: usize) -> Result<(), TestCaseError> {
        let snapshot = self.workspace.snapshot(Depth::Facts);
        self.check_used(&snapshot)?;
        let cold = plan(&snapshot.input, &mut Memo::default(), |_| {});
        check_facts(&snapshot.planned, &cold)?;
        if let Some(mut late) = self.late.take() {
            late.advance(Depth::Index);
            self.workspace.adopt(late.clone());
            check_facts(&self.workspace.snapshot(Depth::Facts).planned, &cold)?;
            late.advance(Depth::Full);
            self.workspace.adopt(late);
            check_facts(&self.workspace.snapshot(Depth::Facts).planned, &cold)?;
        }
        match rounds % 3 {
            // The next change finds a site that never went further.
            0 => self.late = Some(self.workspace.job()),
            1 => {
                let snapshot = self.workspace.snapshot(Depth::Index);
                prop_assert_eq!(snapshot.depth, Depth::Index);
                check_index(&snapshot.planned, &cold)?;
                self.late = Some(self.workspace.job());
            }
            _ => {
                check_index(&self.workspace.snapshot(Depth::Index).planned, &cold)?;
                check_full(&self.workspace.snapshot(Depth::Full).planned, &cold)?;
            }
        }
        Ok(())
    }

    /// What is used is what is saved or shown by an editor, but for what is held back, which is said.
    fn check_used(&self, snapshot: &Snapshot) -> Result<(), TestCaseError> {
        let mut texts = self.world.files.clone();
        texts.extend(self.world.overlays.clone());
        let used: BTreeSet<&str> = snapshot.input.pages.iter().map(|source| source.path.as_str()).collect();
        prop_assert_eq!(used, texts.keys().map(String::as_str).collect());
        for (path, text) in &texts {
            let subject = Subject::Content(ContentPath::new(path).unwrap());
            let saved = snapshot.held_text(&subject);
            prop_assert_eq!(saved.as_deref(), Some(text.as_str()));
            let is_held = snapshot.text(&subject) != saved;
            let is_told = snapshot.held.diagnostics.iter().any(|found| found.subject == subject);
            prop_assert_eq!(is_held, is_told, "{}", path);
        }
        let is_ours = snapshot.input.theme == theme(self.world.theme);
        let is_told = snapshot.held.diagnostics.iter().any(|found| matches!(found.subject, Subject::Theme(_)));
        prop_assert_eq!(is_ours, !is_told);
        prop_assert!(self.world.theme < 2 || is_told);
        Ok(())
    }
}

static BUILT_IN: LazyLock<ThemeFiles> = LazyLock::new(casebook::source::built_in_theme);

fn theme(number: usize) -> ThemeFiles {
    let mut theme = BUILT_IN.clone();
    if number > 0 {
        theme.own.insert("templates/404.html".to_owned(), TEMPLATES[number].as_bytes().to_vec());
    }
    theme
}

fn reading(world: &World) -> Reading {
    let source = |(path, text): (&String, &String)| Source::new(ContentPath::new(path).unwrap(), text.as_str());
    let vocabulary = "[[causes]]\nname = \"Full disk\"\nsynonyms = [\"disk-full\"]\n";
    let vocabulary = world.vocabulary.then(|| Source::new(ContentPath::new("vocabulary.toml").unwrap(), vocabulary));
    let book = BOOKS[world.book];
    let input = Input {
        pages: world.files.iter().map(source).collect(),
        assets: Vec::new(),
        vocabulary,
        trackers: Vec::new(),
        theme: theme(world.theme),
        config: Config::read(book).value.into(),
        as_of: AsOf(Date::constant(2026, 11, 20 + world.day)),
        diagnostics: Vec::new(),
    };
    Reading::new(input, book)
}

/// The libraries and insights of all languages.
fn editions(planned: &Planned) -> Vec<(&Library, &Insights)> {
    let understood = &planned.understood;
    understood.variants.iter().map(|variant| (&*variant.library, &*variant.insights)).collect()
}

fn is_index(place: &str) -> bool {
    place.strip_prefix("fr/").or(place.strip_prefix("de/")).unwrap_or(place).starts_with("search/")
}

/// Whether claims learnt from texts are those of a cold build.
fn is_learnt_the_same(warm: &Planned, cold: &Planned) -> bool {
    editions(warm).into_iter().zip(editions(cold)).all(|((_, warm), (_, cold))| {
        (&warm.related, &warm.recurring, &warm.recurring_of, &warm.unmatched)
            == (&cold.related, &cold.recurring, &cold.recurring_of, &cold.unmatched)
            && warm.reading == cold.reading
            && warm.priorities == cold.priorities
    })
}

fn is_linked_the_same(warm: &Planned, cold: &Planned) -> bool {
    editions(warm).into_iter().zip(editions(cold)).all(|((warm, _), (cold, _))| {
        warm.backlinks == cold.backlinks
            && warm.pages.iter().zip(&cold.pages).all(|(warm, cold)| {
                warm.links == cold.links
                    && format!("{:?}", (&warm.related, &warm.recurs, &warm.procedures))
                        == format!("{:?}", (&cold.related, &cold.recurs, &cold.procedures))
            })
    })
}

/// Files that may show claims learnt from texts: a list of postmortems marks those that came back.
fn may_show_claims(place: &str) -> bool {
    let inside = place.strip_prefix("fr/").or(place.strip_prefix("de/")).unwrap_or(place);
    let never = ["404.html", "search.html", "completeness/index.html", "articles/index.html", "actions/policies.html"];
    let is_list = inside.starts_with("api/") || inside == "llms.txt";
    is_list || inside.ends_with(".html") && !never.iter().any(|name| inside.starts_with(name))
}

fn check_files(warm: &Planned, cold: &Planned, counts: impl Fn(&str) -> bool) -> Result<(), TestCaseError> {
    let places = |planned: &Planned| -> Vec<OutputPath> {
        planned.plan.places().filter(|place| counts(place.as_str())).cloned().collect()
    };
    prop_assert_eq!(places(warm), places(cold));
    for place in places(cold) {
        let (warm, cold) = (warm.plan.file(&place), cold.plan.file(&place));
        prop_assert!(warm == cold, "{} differs:\n{}", place, difference(warm, cold));
    }
    Ok(())
}

type Made = Option<Result<Artifact, casebook::diagnostic::Diagnostic>>;

fn difference(warm: Made, cold: Made) -> String {
    let (Some(Ok(warm)), Some(Ok(cold))) = (warm, cold) else { return "one was not made".to_owned() };
    let (warm, cold) = (text_of(&warm), text_of(&cold));
    let lines = warm.lines().zip(cold.lines()).filter(|(warm, cold)| warm != cold);
    lines.take(3).map(|(warm, cold)| format!("warm: {warm}\ncold: {cold}\n")).collect()
}

fn check_facts(warm: &Planned, cold: &Planned) -> Result<(), TestCaseError> {
    let pages = |planned: &Planned| -> Vec<_> {
        let of = |(_, page): (_, PageText<'_>)| {
            (page.page().place.clone(), page.page().output.clone(), page.path().clone(), page.document().fingerprint)
        };
        planned.understood.variants.iter().map(|variant| variant.pages().iter().map(of).collect::<Vec<_>>()).collect()
    };
    prop_assert_eq!(pages(warm), pages(cold));
    for ((_, learnt), (_, counted)) in editions(warm).into_iter().zip(editions(cold)) {
        prop_assert_eq!(learnt.as_of, counted.as_of);
        prop_assert_eq!(&learnt.actions, &counted.actions);
        prop_assert_eq!(&learnt.trends, &counted.trends);
        prop_assert_eq!(&learnt.on_this_day, &counted.on_this_day);
        prop_assert_eq!(&learnt.follow_up, &counted.follow_up);
        prop_assert_eq!(&learnt.policies, &counted.policies);
        prop_assert_eq!(&learnt.completeness, &counted.completeness);
    }
    let is_linked = is_linked_the_same(warm, cold);
    if is_linked {
        for ((_, warm), (_, cold)) in editions(warm).into_iter().zip(editions(cold)) {
            prop_assert_eq!(&warm.due_changes, &cold.due_changes);
        }
    }
    let is_same = is_linked && is_learnt_the_same(warm, cold);
    check_files(warm, cold, |place| !is_index(place) && (is_same || !may_show_claims(place)))
}

fn check_index(warm: &Planned, cold: &Planned) -> Result<(), TestCaseError> {
    check_facts(warm, cold)?;
    prop_assert!(is_linked_the_same(warm, cold));
    check_files(warm, cold, is_index)
}

fn check_full(warm: &Planned, cold: &Planned) -> Result<(), TestCaseError> {
    prop_assert_eq!(&warm.understood.diagnostics, &cold.understood.diagnostics);
    check_files(warm, cold, |_| true)
}

#[test]
fn after_every_edit_each_depth_is_that_of_a_cold_build_in_what_it_promises() {
    let wanted: usize = std::env::var("WORKSPACE_EDITS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let edits_in_a_row = 10;
    let cases = u32::try_from(wanted.div_ceil(edits_in_a_row)).unwrap();
    let runs = Runs { cases, failure_persistence: None, max_shrink_iters: 20, ..Runs::default() };
    let first = prop::collection::vec((0..NAMES.len(), text()), 1..8);
    let made = Cell::new(0);
    TestRunner::new(runs)
        .run(&(first, prop::collection::vec(edit(), edits_in_a_row)), |(first, edits)| {
            let mut bench = Bench::new(&first);
            bench.check(2)?;
            for (number, edit) in edits.iter().enumerate() {
                bench.apply(edit);
                bench.check(number)?;
                made.set(made.get() + 1);
            }
            Ok(())
        })
        .unwrap();
    assert!(made.get() >= wanted);
}
