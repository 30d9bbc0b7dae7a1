//! The pipeline as one function: ([`Input`], [`Memo`]) -> [`Built`]. The order of the stages, and nothing else.
//!
//! Nothing in here touches the world: the whole input is a value, and so is the output. Whoever calls it may watch the
//! stages go by ([`Stage`]) to show progress or to measure.
//!
//! `serve` goes the same way in steps ([`plan`]): right after a save it goes as far as facts ([`Reach::Facts`]), so that
//! the page can be seen; then as far as words, so that it can be found; then to the end. What a step does not reach is
//! carried over from the site before ([`crate::insight::carried`]).

mod input;
mod memo;

pub use input::{Input, Stage};
pub use memo::{Memo, Parsed, Work};

use crate::check;
use crate::config::{Config, Vocabulary};
use crate::diagnostic::{Diagnostic, sorted};
use crate::document::Document;
use crate::insight::{Insights, carried, learn};
use crate::library::{Library, facts_of, gather};
use crate::search::{IndexFile, Inverted, export, invert, statistics};
use crate::site::{self, Artifact};
use crate::text::{ContentPath, Fingerprint};
use crate::tracker::{self, Tickets};
use std::sync::Arc;

/// What was understood, before anything is rendered: all that `check` needs.
#[derive(Clone)]
pub struct Understood {
    /// The pages and how they hang together.
    pub library: Arc<Library>,
    /// What was learnt from them.
    pub insights: Arc<Insights>,
    /// Everything that was found, at its level, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// The search index without a site around it.
pub struct Indexed {
    /// Its files.
    pub files: Vec<IndexFile>,
    /// The page of each document.
    pub pages: Vec<ContentPath>,
}

/// A site of which every file's place is known.
pub struct Planned {
    /// What it is made from.
    pub understood: Understood,
    /// Its files, each made when it is asked for.
    pub plan: site::Plan,
    /// The files of the search index.
    index: Arc<[Artifact]>,
    /// What was made and what was there.
    pub work: Work,
}

/// A built site.
pub struct Built {
    /// What it was built from.
    pub understood: Understood,
    /// Every file, sorted by path.
    pub artifacts: Vec<Artifact>,
    /// What was made and what was there.
    pub work: Work,
}

/// How far a plan goes; the rest is that of a site before.
#[derive(Clone, Copy)]
pub enum Reach<'a> {
    /// Documents and how they hang together: milliseconds.
    Facts(&'a Planned),
    /// The search index too.
    Words(&'a Planned),
    /// Everything.
    All,
}

/// Parse and gather.
struct Gathered {
    library: Arc<Library>,
    diagnostics: Vec<Diagnostic>,
    /// Identity of everything that the search index is made of.
    words: Fingerprint,
    work: Work,
}

/// Parse and gather; where the facts are those of `known`, it is only given its new bodies.
fn gathered(input: &Input, memo: &mut Memo, known: Option<&Library>, watch: &mut impl FnMut(Stage)) -> Gathered {
    let config = &input.config;
    memo.prepare(config);
    let mut diagnostics = input.diagnostics.clone();
    watch(Stage::Parse);
    let (parsed, work) = memo.parse(&input.pages, config);
    diagnostics.extend(parsed.iter().flat_map(|parsed| parsed.diagnostics.iter().cloned()));
    let documents: Vec<Arc<Document>> = parsed.iter().map(|parsed| Arc::clone(&parsed.value)).collect();
    let vocabulary = vocabulary(input, &mut diagnostics);
    watch(Stage::Gather);
    let facts = facts_of(&documents, &input.assets, &vocabulary, tracker::identity(&input.trackers));
    let bodies: Vec<Fingerprint> = documents.iter().map(|document| document.fingerprint).collect();
    let words = Fingerprint::of_value(&(facts, bodies));
    let library = match known.filter(|known| known.facts == facts) {
        Some(known) => known.with_bodies(&documents),
        None => {
            let tickets = Tickets::read(&input.trackers, config).unpack(&mut diagnostics);
            gather(documents, input.assets.clone(), vocabulary, &tickets, config).unpack(&mut diagnostics)
        }
    };
    Gathered { library: Arc::new(library), diagnostics, words, work }
}

/// The words turned round; those of the build before where nothing has changed.
fn inverted(input: &Input, memo: &mut Memo, gathered: &Gathered, watch: &mut impl FnMut(Stage)) -> Arc<Inverted> {
    watch(Stage::Index);
    match &memo.inverted {
        Some((words, inverted)) if *words == gathered.words => Arc::clone(inverted),
        _ => {
            let inverted = Arc::new(invert(&gathered.library, &input.config, &mut memo.runs));
            memo.inverted = Some((gathered.words, Arc::clone(&inverted)));
            inverted
        }
    }
}

/// Learn and check, from the words turned round.
fn learnt(input: &Input, gathered: Gathered, inverted: &Inverted, watch: &mut impl FnMut(Stage)) -> Understood {
    let config = &input.config;
    let Gathered { library, mut diagnostics, .. } = gathered;
    watch(Stage::Learn);
    let insights = Arc::new(learn(&library, &statistics(inverted), config, input.as_of));
    watch(Stage::Check);
    diagnostics.extend(check::check(&library, &insights, config, input.as_of));
    let diagnostics = finished(diagnostics, config);
    Understood { library, insights, diagnostics }
}

/// Parse, gather, index, learn, check.
pub fn understand(input: &Input, memo: &mut Memo, mut watch: impl FnMut(Stage)) -> Understood {
    let gathered = gathered(input, memo, None, &mut watch);
    let inverted = inverted(input, memo, &gathered, &mut watch);
    learnt(input, gathered, &inverted, &mut watch)
}

/// The search index alone: parse, gather, index.
pub fn index(input: &Input, memo: &mut Memo, mut watch: impl FnMut(Stage)) -> Indexed {
    let gathered = gathered(input, memo, None, &mut watch);
    let inverted = inverted(input, memo, &gathered, &mut watch);
    let library = &gathered.library;
    let pages = inverted.pages().map(|index| library.page(index).path().clone()).collect();
    Indexed { files: export(library, &inverted, &input.config), pages }
}

/// As far as is wanted; no page is made yet.
pub fn plan(input: &Input, memo: &mut Memo, reach: Reach<'_>, mut watch: impl FnMut(Stage)) -> Planned {
    let (before, wants_words) = match reach {
        Reach::Facts(before) => (Some(before), false),
        Reach::Words(before) => (Some(before), true),
        Reach::All => (None, true),
    };
    let known = before.map(|before| &*before.understood.library);
    let gathered = gathered(input, memo, known, &mut watch);
    let work = gathered.work;
    let inverted = wants_words.then(|| inverted(input, memo, &gathered, &mut watch));
    let index = match (&inverted, before) {
        (None, Some(before)) => Arc::clone(&before.index),
        (Some(inverted), _) => site::index_artifacts(export(&gathered.library, inverted, &input.config)).into(),
        (None, None) => Arc::default(),
    };
    let mut understood = match (before, &inverted) {
        (None, Some(inverted)) => learnt(input, gathered, inverted, &mut watch),
        (None, None) => unreachable!("whoever wants everything wants words"),
        (Some(before), _) => {
            let was = &before.understood;
            let same = was.library.facts == gathered.library.facts && was.insights.as_of == input.as_of;
            let insights = if same {
                Arc::clone(&was.insights)
            } else {
                Arc::new(carried(&was.insights, &was.library, &gathered.library, &input.config, input.as_of))
            };
            let diagnostics = finished(gathered.diagnostics, &input.config);
            Understood { library: gathered.library, insights, diagnostics }
        }
    };
    watch(Stage::Render);
    let mut diagnostics = std::mem::take(&mut understood.diagnostics);
    let theme = memo.theme(&input.theme, &input.config, input.as_of, &mut diagnostics);
    let plan = match reach {
        Reach::Facts(before)
            if Arc::ptr_eq(&before.understood.insights, &understood.insights)
                && Arc::ptr_eq(before.plan.theme(), &theme) =>
        {
            before.plan.with_bodies(Arc::clone(&understood.library))
        }
        _ => site::Plan::new(
            Arc::clone(&understood.library),
            Arc::clone(&understood.insights),
            Arc::clone(&input.config),
            theme,
            &index,
        ),
    };
    diagnostics.extend(plan.diagnostics().iter().cloned());
    understood.diagnostics = finished(diagnostics, &input.config);
    Planned { understood, plan, index, work }
}

/// The whole pipeline. The memo keeps the documents and forgets their words: nothing needs them any more.
pub fn build(input: &Input, memo: &mut Memo, watch: impl FnMut(Stage)) -> Built {
    let Planned { mut understood, plan, work, .. } = plan(input, memo, Reach::All, watch);
    memo.forget_words();
    let artifacts = plan.all().unpack(&mut understood.diagnostics);
    understood.diagnostics = finished(understood.diagnostics, &input.config);
    Built { understood, artifacts, work }
}

fn vocabulary(input: &Input, diagnostics: &mut Vec<Diagnostic>) -> Vocabulary {
    let Some(source) = &input.vocabulary else { return Vocabulary::default() };
    Vocabulary::read(&source.path, &source.text, &input.config.taxonomies).unpack(diagnostics)
}

fn finished(diagnostics: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    sorted(check::apply_levels(diagnostics, config))
}
