//! The session: one thread that owns the library's workspace. A change of the disk comes in, is read, and is shown as far as
//! facts; the background brings words and claims after it.

use super::background::{self, Advance};
use super::burst::whole_burst;
use super::latest_slot::LatestSlot;
use super::message::{DiskChange, Finished, Message};
use super::problem::{Problem, Report, problems};
use super::reader::Reader;
use super::served_site::ServedSite;
use super::watch::{Places, Watch};
use super::{Event, ServeError, SiteChannel};
use crate::cache::KeptDocuments;
use crate::diagnostic::render::summary;
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::model::AsOf;
use crate::source::LibraryOptions;
use crate::text::ContentPath;
use crate::workspace::{Change, Depth, Job, Snapshot, Workspace};
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Instant;

/// How many replaced files are remembered for pages that have not heard of them yet.
const MOST_REPLACED: usize = 256;

/// The library as it is now.
pub(super) struct Session {
    as_of: Box<dyn Fn() -> AsOf + Send>,
    reader: Reader,
    workspace: Workspace,
    pool: rayon::ThreadPool,
    /// What is shown.
    snapshot: Snapshot,
    site: tokio::sync::watch::Sender<Arc<ServedSite>>,
    jobs: LatestSlot<(Job, Instant)>,
    /// What the author was told before, so that it is not told again.
    reported: HashSet<Diagnostic>,
    /// The places that the author was told are not watched.
    unwatched: HashSet<Option<PathBuf>>,
}

impl Session {
    /// Opens a library and shows it as far as facts. The background brings jobs further by `advance`.
    pub(super) fn open(
        options: LibraryOptions,
        as_of: Box<dyn Fn() -> AsOf + Send>,
        advance: Advance,
        messages: Sender<Message>,
    ) -> Result<Session, ServeError> {
        let mut reader = Reader::open(options)?;
        let pool = background::pool(|_| {})?;
        let mut documents = KeptDocuments::of(&reader.located().root, &reader.located().config);
        let memo = documents.recall(&reader.located().config);
        let mut workspace = Workspace::new(reader.read(as_of()), memo);
        let snapshot = pool.install(|| workspace.snapshot(Depth::Facts));
        let site = ServedSite::new(reader.located(), Arc::clone(&snapshot.planned), Vec::new(), Vec::new());
        let session = Session {
            as_of,
            reader,
            workspace,
            pool,
            snapshot,
            site: tokio::sync::watch::Sender::new(Arc::new(site)),
            jobs: background::start(advance, messages)?,
            reported: HashSet::new(),
            unwatched: HashSet::new(),
        };
        session.show(Vec::new());
        // The threads were started a moment ago.
        let _ = session.ask();
        let known = session.workspace.memo().clone();
        std::thread::spawn(move || documents.keep(&known));
        Ok(session)
    }

    /// The site that browsers see.
    pub(super) fn site(&self) -> SiteChannel {
        self.site.subscribe()
    }

    /// The places that are to be watched.
    pub(super) fn places(&self) -> Places {
        self.reader.places()
    }

    /// Takes in what happened. Without the background there is no going on.
    pub(super) fn take(
        &mut self,
        message: Message,
        inbox: &Receiver<Message>,
        watch: &mut Watch,
        tell: &mut impl FnMut(Event),
    ) -> ControlFlow<()> {
        match message {
            Message::Finished(finished) => self.finished(finished, tell),
            Message::BackgroundEnded => return ControlFlow::Break(()),
            Message::WatchRefused { place, why } => {
                watch.poll_too();
                if self.unwatched.insert(place.clone()) {
                    tell(Event::WatchRefused { place, why });
                }
            }
            Message::Changed(change) => {
                let begun = Instant::now();
                let (change, others) = whole_burst(change, inbox);
                self.changed(&change, begun, watch, tell)?;
                others.into_iter().try_for_each(|other| self.take(other, inbox, watch, tell))?;
            }
        }
        ControlFlow::Continue(())
    }

    fn changed(
        &mut self,
        change: &DiskChange,
        begun: Instant,
        watch: &mut Watch,
        tell: &mut impl FnMut(Event),
    ) -> ControlFlow<()> {
        watch.mind(&change.paths);
        let day = (self.as_of)();
        if !self.reader.look_again(change) && day == self.snapshot.input.as_of {
            return ControlFlow::Continue(());
        }
        watch.follow(self.places());
        let replaced = self.reader.replaced();
        let was_held = Arc::clone(&self.snapshot.held);
        self.workspace.apply(Change::Read(Box::new(self.reader.read(day))));
        self.take_snapshot();
        self.show(replaced);
        self.ask()?;
        let held = &self.snapshot.held.diagnostics;
        if held.is_empty() && !was_held.diagnostics.is_empty() {
            tell(Event::Released);
        }
        if !held.is_empty() && *held != was_held.diagnostics {
            tell(Event::Held(self.held_report()));
        }
        tell(Event::Shown { files: change.paths.len().max(1), took: begun.elapsed() });
        ControlFlow::Continue(())
    }

    /// Takes in what the background made: as it is, or with what has changed meanwhile.
    fn finished(&mut self, finished: Finished, tell: &mut impl FnMut(Event)) {
        let Session { pool, workspace, .. } = self;
        if !pool.install(|| workspace.adopt(finished.job)) {
            return;
        }
        self.take_snapshot();
        self.show(Vec::new());
        if self.snapshot.depth == Depth::Full {
            let all = self.snapshot.planned.understood.diagnostics.clone();
            // At first the author has not done anything yet: the warnings are told by their number.
            let least = if self.reported.is_empty() { Level::Error } else { Level::Warning };
            let new = all.iter().filter(|found| found.level >= least && !self.reported.contains(*found)).cloned();
            let new = self.report(new.collect());
            let summary = summary(&all);
            self.reported = all.into_iter().collect();
            tell(Event::Settled { new, summary, took: finished.took });
        }
    }

    fn take_snapshot(&mut self) {
        let Session { pool, workspace, .. } = self;
        self.snapshot = pool.install(|| workspace.snapshot(Depth::Facts));
    }

    /// Asks the background for words and claims. An error says that it has ended.
    fn ask(&self) -> ControlFlow<()> {
        match self.jobs.give((self.workspace.job(), Instant::now())) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    fn report(&self, diagnostics: Vec<Diagnostic>) -> Report {
        Report::new(diagnostics, &self.reader.prefix(), |subject| self.snapshot.text(subject))
    }

    fn held_report(&self) -> Report {
        let held = self.snapshot.held.diagnostics.clone();
        Report::new(held, &self.reader.prefix(), |subject| self.snapshot.held_text(subject))
    }

    /// Shows the snapshot; `replaced` are files other than pages that are not as they were.
    fn show(&self, replaced: Vec<ContentPath>) {
        let mut all = problems(&self.held_report(), |_| None);
        all.extend(self.page_problems());
        let before = Arc::clone(&self.site.borrow());
        let moment = before.moment() + 1;
        let mut known = before.replaced.clone();
        known.extend(replaced.into_iter().map(|path| (moment, path)));
        known.drain(..known.len().saturating_sub(MOST_REPLACED));
        let site = ServedSite::new(self.reader.located(), Arc::clone(&self.snapshot.planned), all, known);
        self.site.send_replace(Arc::new(site));
    }

    /// Errors about content, each on the page that it is about. Until everything is checked again those that were
    /// there stay.
    fn page_problems(&self) -> Vec<Problem> {
        let planned = &self.snapshot.planned;
        let here = |found: &Diagnostic| match &found.subject {
            Subject::Content(path) => planned.plan.place_of(path),
            _ => None,
        };
        let found = planned.understood.diagnostics.iter();
        let errors = found.filter(|found| found.level == Level::Error && here(found).is_some());
        let mut all = problems(&self.report(errors.cloned().collect()), here);
        if self.snapshot.depth < Depth::Full {
            let before = self.site.borrow();
            let kept = before.problems.iter().filter(|problem| problem.page.is_some() && !all.contains(problem));
            let kept: Vec<Problem> = kept.cloned().collect();
            all.extend(kept);
        }
        all
    }
}
