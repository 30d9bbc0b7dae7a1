//! The library as it is now, owned by one thread: a change comes in, is read, built as far as facts, and shown.

use super::background::{self, Job, Settled};
use super::last_good::LastGood;
use super::latest_slot::{LatestSlot, latest_slot};
use super::problem::{Problem, Report, problems};
use super::snapshot::Snapshot;
use super::watch::{Change, Places, Watch};
use super::{Event, ServeError, Stage};
use crate::build::{Depth, Input, Memo, Planned, plan};
use crate::cache::KeptDocuments;
use crate::check::apply_levels;
use crate::diagnostic::render::summary;
use crate::diagnostic::{Checked, Code, Diagnostic, Level, Subject};
use crate::library::Languages;
use crate::model::AsOf;
use crate::site::ThemeFiles;
use crate::source::{FileStamp, Folder, LibraryOptions, Located, Sources, content_prefix, locate};
use crate::text::{ContentPath, Source};
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

/// More files than this at once are a burst: a branch switch, a folder that is copied.
const BURST: usize = 8;
/// A burst is over when nothing was heard for so long.
const QUIET: Duration = Duration::from_millis(100);
/// How many replaced files are remembered for pages that have not heard of them yet.
const MOST_REPLACED: usize = 256;
/// It is not waited for longer than this.
const LONGEST_BURST: Duration = Duration::from_secs(2);

/// What the session is told.
pub(super) enum Message {
    /// Something changed on the disk.
    Changed(Change),
    /// The other thread is done.
    Settled(Settled),
}

/// The library as it is now.
pub(super) struct Session {
    wish: LibraryOptions,
    as_of: Box<dyn Fn() -> AsOf + Send>,
    located: Located,
    folder: Folder,
    theme: Checked<ThemeFiles>,
    good: LastGood,
    good_theme: Option<ThemeFiles>,
    memo: Memo,
    pool: rayon::ThreadPool,
    /// The present state: its number, what it is made of, what of it is held back.
    number: u64,
    /// The state whose words are shown.
    words: u64,
    input: Arc<Input>,
    held: Report,
    /// The files that are no text, and how they looked.
    others: Vec<(ContentPath, FileStamp)>,
    stage: tokio::sync::watch::Sender<Arc<Snapshot>>,
    jobs: LatestSlot<Job>,
    /// What was told before, so that it is not told again.
    told: HashSet<Diagnostic>,
}

impl Session {
    /// Opens a library and shows it as far as facts.
    pub(super) fn open(
        wish: LibraryOptions,
        as_of: Box<dyn Fn() -> AsOf + Send>,
        messages: Sender<Message>,
    ) -> Result<Session, ServeError> {
        let located = locate(&wish)?;
        let theme = located.theme();
        let nothing = Input {
            theme: theme.value.clone(),
            ..located.input(
                Checked::new(Sources::default(), Vec::new()),
                Checked::new(ThemeFiles::default(), Vec::new()),
                as_of(),
            )
        };
        let pool = background::pool(|_| {})?;
        let folder = located.folder();
        let mut documents = KeptDocuments::of(&located.root, &located.config);
        let mut memo = pool.install(|| {
            let mut memo = documents.recall(&located.config);
            // All at once: what is looked at below is looked at one by one.
            let pages = folder.sources().value.pages;
            let languages = Languages::of(pages.iter().map(|source| &source.path), &located.config);
            let sources = languages.placed(&pages);
            let (_, conventions) = memo.survey(&sources, &located.config);
            memo.parse(&sources, &located.config, &conventions);
            memo
        });
        let empty = Arc::new(plan(&nothing, &mut memo, Depth::Full, |_| {}));
        let shown = Snapshot::new(base(&located), located.content.clone(), empty, Vec::new(), Vec::new());
        let mut session = Session {
            folder,
            wish,
            as_of,
            theme,
            good: LastGood::default(),
            good_theme: None,
            memo,
            pool,
            number: 0,
            words: 0,
            input: Arc::new(nothing),
            held: Report::default(),
            others: Vec::new(),
            stage: tokio::sync::watch::Sender::new(Arc::new(shown)),
            // Replaced below, when the memo has the documents.
            jobs: latest_slot().0,
            told: HashSet::new(),
            located,
        };
        session.read();
        let planned = session.planned(&session.shown_now().planned);
        session.jobs = background::start(session.memo.clone(), messages)?;
        session.show(planned, Vec::new());
        // The threads were started a moment ago.
        let _ = session.ask();
        let known = session.memo.clone();
        std::thread::spawn(move || documents.keep(&known));
        Ok(session)
    }

    /// What browsers see.
    pub(super) fn shown(&self) -> Stage {
        self.stage.subscribe()
    }

    /// What is to be watched.
    pub(super) fn places(&self) -> Places {
        let Located { root, content, out, own_theme, book, config, .. } = &self.located;
        let mut files = vec![book.path.clone().unwrap_or_else(|| root.join("book.toml"))];
        files.extend(config.html.additional_css.iter().map(|name| root.join(name)));
        files.extend(config.named_files().map(|name| root.join(name)));
        files.extend(self.located.exports());
        Places {
            root: root.clone(),
            content: content.clone(),
            theme: own_theme.clone().unwrap_or_else(|| root.join(&config.html.theme)),
            out: out.clone(),
            files,
        }
    }

    /// Takes in what happened. Without the threads that settle what follows from it there is no going on.
    pub(super) fn take(
        &mut self,
        message: Message,
        inbox: &Receiver<Message>,
        watch: &mut Watch,
        tell: &mut impl FnMut(Event),
    ) -> ControlFlow<()> {
        match message {
            Message::Settled(settled) => self.settled(settled, tell),
            Message::Changed(change) => {
                let begun = Instant::now();
                let mut settled = Vec::new();
                let change = whole_burst(change, inbox, &mut settled);
                self.changed(&change, begun, watch, tell)?;
                settled.into_iter().for_each(|settled| self.settled(settled, tell));
            }
        }
        ControlFlow::Continue(())
    }

    fn changed(
        &mut self,
        change: &Change,
        begun: Instant,
        watch: &mut Watch,
        tell: &mut impl FnMut(Event),
    ) -> ControlFlow<()> {
        watch.mind(&change.paths);
        let content = self.located.content.clone();
        let canonical = std::fs::canonicalize(&content).unwrap_or_else(|_| content.clone());
        let elsewhere = |path: &&PathBuf| !path.starts_with(&canonical) && !path.starts_with(&content);
        let mut differs = false;
        if change.everything || change.paths.iter().any(|path| self.places().concerns_settings(path)) {
            differs |= self.settings_again();
        }
        if change.everything || change.paths.iter().any(|path| self.places().concerns_theme(path)) {
            let theme = self.located.theme();
            differs |= theme.value != self.theme.value || theme.diagnostics != self.theme.diagnostics;
            self.theme = theme;
        }
        let is_export = |path: &PathBuf| self.located.exports().any(|export| export.file_name() == path.file_name());
        differs |= change.paths.iter().any(is_export);
        let inside: Vec<PathBuf> = change.paths.iter().filter(|path| !elsewhere(path)).cloned().collect();
        differs |= if change.everything {
            self.folder.rescan(&Default::default())
        } else {
            !inside.is_empty() && self.folder.touch(&inside)
        };
        let day = (self.as_of)();
        if !differs && day == self.input.as_of {
            return ControlFlow::Continue(());
        }
        watch.follow(self.places());
        let before = std::mem::take(&mut self.others);
        let replaced = if before.is_empty() { Vec::new() } else { self.folder.other_files_since(&before) };
        let was_held = self.held.diagnostics.clone();
        self.read();
        let planned = self.planned(&self.shown_now().planned);
        self.show(planned, replaced);
        self.ask()?;
        if self.held.diagnostics.is_empty() && !was_held.is_empty() {
            tell(Event::Released);
        }
        if !self.held.diagnostics.is_empty() && self.held.diagnostics != was_held {
            tell(Event::Held(self.held.clone()));
        }
        tell(Event::Shown { files: change.paths.len().max(1), took: begun.elapsed() });
        ControlFlow::Continue(())
    }

    /// Reads the settings again; where they are as they were, or wrong, the old ones stay.
    fn settings_again(&mut self) -> bool {
        let Ok(located) = locate(&self.wish) else { return false };
        let same = located.book == self.located.book
            && located.own_theme == self.located.own_theme
            && located.content == self.located.content;
        if same {
            return false;
        }
        let wrong = located.diagnostics.iter().any(|found| found.level == Level::Error);
        if wrong {
            // The old settings, the new findings and the text that they point into.
            self.located.diagnostics = located.diagnostics;
            self.located.book = located.book;
        } else {
            self.folder = located.folder();
            self.theme = located.theme();
            self.located = located;
        }
        true
    }

    /// Makes an input of what was read, holding on to what was good.
    fn read(&mut self) {
        let config = Arc::clone(&self.located.config);
        let Checked { value: mut sources, diagnostics } = self.folder.sources();
        let mut held: Vec<Diagnostic> = Vec::new();
        held.extend(self.located.diagnostics.iter().filter(|found| found.level == Level::Error).cloned());
        let gone = self.number > 0 && !self.located.content.is_dir();
        let mut texts: Vec<Source> = Vec::new();
        if gone {
            held.extend(diagnostics.iter().filter(|found| found.subject == Subject::Settings).cloned());
            sources.pages.clone_from(&self.input.pages);
            sources.assets.clone_from(&self.input.assets);
            sources.vocabulary.clone_from(&self.input.vocabulary);
        } else {
            let found = self.good.instead(&mut sources, &diagnostics, &mut self.memo, &config);
            held.extend(found.diagnostics);
            texts = found.texts;
        }
        let theme = self.theme_to_use(&mut held);
        let sources = Checked::new(sources, if gone { Vec::new() } else { diagnostics });
        self.input = Arc::new(self.located.input(sources, theme, (self.as_of)()));
        self.number += 1;
        self.others = self.folder.other_files();
        let (input, theme, book) = (&self.input, &self.theme.value, &self.located.book.text);
        self.held = Report::new(apply_levels(held, &config), &self.prefix(), |subject| match subject {
            Subject::Content(path) => {
                let saved = texts.iter().find(|source| source.path == *path);
                saved.map(|source| Arc::clone(&source.text)).or_else(|| text_of(input, book, subject))
            }
            Subject::Theme(path) => theme.get(path).map(|bytes| String::from_utf8_lossy(bytes).into()),
            Subject::Export(_) => text_of(input, book, subject),
            Subject::Settings => Some(book.as_str().into()),
        });
    }

    /// The theme, unless its templates are broken and there was one that was not.
    fn theme_to_use(&mut self, held: &mut Vec<Diagnostic>) -> Checked<ThemeFiles> {
        if self.good_theme.as_ref() == Some(&self.theme.value) {
            return self.theme.clone();
        }
        let trial = Input {
            pages: Vec::new(),
            assets: Vec::new(),
            vocabulary: None,
            trackers: Vec::new(),
            theme: self.theme.value.clone(),
            config: Arc::clone(&self.located.config),
            as_of: (self.as_of)(),
            diagnostics: Vec::new(),
        };
        let mut broken = broken(plan(&trial, &mut self.memo, Depth::Full, |_| {}).understood.diagnostics);
        if broken.is_empty() {
            // What fails only when a page is made.
            let site = Arc::clone(&self.shown_now().planned);
            let trial =
                plan(&Input { pages: self.input.pages.clone(), ..trial }, &mut self.memo, Depth::Index(&site), |_| {});
            broken = trial.plan.samples().into_iter().filter_map(|place| trial.plan.file(&place)?.err()).collect();
        }
        match &self.good_theme {
            Some(good) if !broken.is_empty() => {
                held.extend(broken);
                Checked::new(good.clone(), Vec::new())
            }
            _ => {
                if broken.is_empty() {
                    self.good_theme = Some(self.theme.value.clone());
                }
                self.theme.clone()
            }
        }
    }

    fn shown_now(&self) -> Arc<Snapshot> {
        Arc::clone(&self.stage.borrow())
    }

    fn planned(&mut self, before: &Planned) -> Planned {
        let Session { pool, input, memo, .. } = self;
        pool.install(|| plan(input, memo, Depth::Facts(before), |_| {}))
    }

    fn ask(&self) -> ControlFlow<()> {
        let before = Arc::clone(&self.shown_now().planned);
        let job = Job { number: self.number, input: Arc::clone(&self.input), before, begun: Instant::now() };
        match self.jobs.give(job) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    /// The other thread's work is shown: as it is, or with what has changed meanwhile.
    fn settled(&mut self, settled: Settled, tell: &mut impl FnMut(Event)) {
        // Claims about words that are out of date already: those about the present ones are on their way.
        if settled.number < self.words {
            return;
        }
        self.words = settled.number;
        let is_newest = settled.number == self.number;
        let planned = if is_newest { settled.planned } else { Arc::new(self.planned(&settled.planned)) };
        let is_final = is_newest && settled.is_all;
        self.show_shared(planned, Vec::new(), is_final);
        if is_final {
            let all = self.shown_now().planned.understood.diagnostics.clone();
            // At first the author has not done anything yet: the warnings are told by their number.
            let least = if self.told.is_empty() { Level::Error } else { Level::Warning };
            let new = all.iter().filter(|found| found.level >= least && !self.told.contains(*found)).cloned();
            let new = self.with_texts(new.collect());
            let summary = summary(&all);
            self.told = all.into_iter().collect();
            tell(Event::Settled { new, summary, took: settled.took });
        }
    }

    fn with_texts(&self, diagnostics: Vec<Diagnostic>) -> Report {
        let (input, book) = (&self.input, &self.located.book.text);
        Report::new(diagnostics, &self.prefix(), |subject| text_of(input, book, subject))
    }

    fn prefix(&self) -> String {
        content_prefix(&self.located.content)
    }

    fn show(&mut self, planned: Planned, replaced: Vec<ContentPath>) {
        self.show_shared(Arc::new(planned), replaced, false);
    }

    fn show_shared(&mut self, planned: Arc<Planned>, replaced: Vec<ContentPath>, is_final: bool) {
        let mut all = self.page_problems(&planned, is_final);
        all.splice(0..0, problems(&self.held, |_| None));
        let located = &self.located;
        let before = self.shown_now();
        let moment = before.moment() + 1;
        let mut known = before.replaced.clone();
        known.extend(replaced.into_iter().map(|path| (moment, path)));
        known.drain(..known.len().saturating_sub(MOST_REPLACED));
        let shown = Snapshot::new(base(located), located.content.clone(), planned, all, known);
        self.stage.send_replace(Arc::new(shown));
    }

    /// Errors about content, each on the page that it is about. Until everything is checked again those that were
    /// there stay.
    fn page_problems(&self, planned: &Arc<Planned>, is_final: bool) -> Vec<Problem> {
        let here = |found: &Diagnostic| match &found.subject {
            Subject::Content(path) => planned.plan.place_of(path),
            _ => None,
        };
        let errors: Vec<Diagnostic> = planned
            .understood
            .diagnostics
            .iter()
            .filter(|found| found.level == Level::Error && here(found).is_some())
            .cloned()
            .collect();
        let mut all = problems(&self.with_texts(errors), here);
        if !is_final {
            let before = self.shown_now();
            let kept = before.problems.iter().filter(|problem| problem.page.is_some() && !all.contains(problem));
            let kept: Vec<Problem> = kept.cloned().collect();
            all.extend(kept);
        }
        all
    }
}

fn broken(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.into_iter().filter(|found| found.code == Code::BadTemplate && found.level == Level::Error).collect()
}

fn text_of(input: &Input, book: &str, subject: &Subject) -> Option<Arc<str>> {
    match subject {
        Subject::Settings => Some(book.into()),
        Subject::Theme(path) => input.theme.get(path).map(|bytes| String::from_utf8_lossy(bytes).into()),
        Subject::Content(path) => input.source(path).map(|source| Arc::clone(&source.text)),
        Subject::Export(path) => {
            let export = input.trackers.iter().find(|export| export.path == *path);
            export.map(|export| export.text.as_str().into())
        }
    }
}

/// The path of `site-url`: where the site lies on its host, with slashes around it.
fn base(located: &Located) -> String {
    let url = located.config.html.site_url.as_deref().unwrap_or("");
    let path = url.split_once("://").map_or("", |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.split(['?', '#']).next().unwrap_or("").trim_matches('/');
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}

/// Waits for the end of a burst; a change of a few files is no burst.
fn whole_burst(mut change: Change, inbox: &Receiver<Message>, settled: &mut Vec<Settled>) -> Change {
    let begun = Instant::now();
    let waits = |change: &Change| {
        let is_burst = change.everything || change.paths.len() > BURST;
        let wait = if is_burst && begun.elapsed() < LONGEST_BURST { QUIET } else { Duration::ZERO };
        inbox.recv_timeout(wait).ok()
    };
    while let Some(message) = waits(&change) {
        match message {
            Message::Changed(more) => change.add(more),
            Message::Settled(one) => settled.push(one),
        }
    }
    change
}

/// Whether a path lies in a folder, by either of the folder's names.
pub(super) fn lies_in(path: &Path, folder: &Path) -> bool {
    path.starts_with(folder) || std::fs::canonicalize(folder).is_ok_and(|folder| path.starts_with(folder))
}
