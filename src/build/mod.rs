//! The pipeline as one function: ([`Input`], [`Memo`]) -> [`Built`]. The order of the stages, and nothing else.
//!
//! Nothing in here touches the world: the whole input is a value, and so is the output. Whoever calls it may watch the
//! stages go by ([`Stage`]) to show progress or to measure.
//!
//! `serve` goes the same way in steps ([`plan`]): right after a save it goes as far as facts ([`Depth::Facts`]), so that
//! the page can be seen; then as far as words, so that it can be found; then to the end. What a step does not reach is
//! remapped over from the site before ([`crate::insight::remapped`]).

mod gathered;
mod input;
mod memo;
mod surveyed;

pub use input::{Input, Stage};
pub use memo::{Memo, Parsed, Work};

use crate::check;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, sorted};
use crate::insight::{Insights, learn, remapped, translated};
use crate::library::{Library, Pages, Texts};
use crate::search::{IndexFile, Inverted, export, statistics};
use crate::site::{self, Artifact};
use crate::text::ContentPath;
use gathered::{Gathered, Gathering, all_inverted, gathered, inverted};
use std::sync::Arc;

/// What was understood, before anything is rendered: all that `check` needs.
#[derive(Clone)]
pub struct Understood {
    /// The pages and how they hang together, in the library's own language.
    pub library: Arc<Library>,
    /// What its pages say.
    pub texts: Arc<Texts>,
    /// What was learnt from them.
    pub insights: Arc<Insights>,
    /// The editions in other languages.
    pub others: Vec<EditionUnderstood>,
    /// Everything that was found, at its level, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// An edition in another language than the library's own.
#[derive(Clone)]
pub struct EditionUnderstood {
    /// The language's tag, which is the folder that the edition lies in.
    pub language: String,
    /// Its pages and how they hang together.
    pub library: Arc<Library>,
    /// What its pages say.
    pub texts: Arc<Texts>,
    /// What was learnt from them.
    pub insights: Arc<Insights>,
}

impl Understood {
    /// The pages of the library's own language with what they say.
    pub fn pages(&self) -> Pages<'_> {
        Pages::new(&self.library, &self.texts)
    }

    /// The pages of every edition with what they say, the library's own language first.
    pub fn all_pages(&self) -> impl Iterator<Item = Pages<'_>> {
        let others = self.others.iter().map(|other| Pages::new(&other.library, &other.texts));
        std::iter::once(self.pages()).chain(others)
    }

    /// The pages of every edition and what was learnt from them, by the folder that it lies in.
    fn editions(&self) -> impl Iterator<Item = (&str, &Arc<Library>, &Arc<Insights>)> {
        let others = self.others.iter().map(|other| (other.language.as_str(), &other.library, &other.insights));
        [("", &self.library, &self.insights)].into_iter().chain(others)
    }
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
    /// The files of each edition's search index.
    indexes: Vec<Arc<[Artifact]>>,
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
pub enum Depth<'a> {
    /// Documents and how they hang together. Where an edit has left that as it was (a paragraph, a title), pages show what
    /// they say now and all else is that of the site before: milliseconds.
    Facts(&'a Planned),
    /// The search index too.
    Index(&'a Planned),
    /// Everything.
    Full,
}

/// Learn and check, from the words of the library's own language inverted.
fn learnt(
    input: &Input,
    gathered: &mut Gathered,
    inverted: &Inverted,
    watch: &mut impl FnMut(Stage),
) -> Vec<Arc<Insights>> {
    watch(Stage::Learn);
    let own = &gathered.editions[0].library;
    let learnt = Arc::new(learn(gathered.editions[0].pages(), &statistics(inverted), &input.config, input.as_of));
    let others = gathered.editions[1..].iter();
    let others =
        others.map(|edition| Arc::new(translated(&learnt, own, edition.pages(), &edition.config, input.as_of)));
    let insights: Vec<Arc<Insights>> = [Arc::clone(&learnt)].into_iter().chain(others).collect();
    watch(Stage::Check);
    for (edition, insights) in gathered.editions.iter().zip(&insights) {
        let found = check::check(edition.pages(), insights, &edition.config, input.as_of);
        gathered.diagnostics.extend(found.into_iter().filter(|found| edition.tells(found)));
    }
    insights
}

fn understood(gathered: &Gathered, insights: &[Arc<Insights>], diagnostics: Vec<Diagnostic>) -> Understood {
    let edition = |(edition, insights): (&Gathering, &Arc<Insights>)| EditionUnderstood {
        language: edition.folder.clone(),
        library: Arc::clone(&edition.library),
        texts: Arc::clone(&edition.texts),
        insights: Arc::clone(insights),
    };
    let mut editions = gathered.editions.iter().zip(insights).map(edition);
    let Some(own) = editions.next() else { unreachable!("a library has its own language") };
    Understood {
        library: own.library,
        texts: own.texts,
        insights: own.insights,
        others: editions.collect(),
        diagnostics,
    }
}

/// Parse, gather, index, learn, check.
pub fn understand(input: &Input, memo: &mut Memo, mut watch: impl FnMut(Stage)) -> Understood {
    let mut gathered = gathered(input, memo, Depth::Full, &mut watch);
    watch(Stage::Index);
    let inverted = inverted(memo, &gathered.editions[0]);
    let insights = learnt(input, &mut gathered, &inverted, &mut watch);
    let diagnostics = finished(std::mem::take(&mut gathered.diagnostics), &input.config);
    understood(&gathered, &insights, diagnostics)
}

/// The search index of one edition alone: parse, gather, index. `language` is the tag of the edition, the library's own
/// where it is `None`; an error lists the tags that there are.
pub fn index(
    input: &Input,
    memo: &mut Memo,
    language: Option<&str>,
    mut watch: impl FnMut(Stage),
) -> Result<Indexed, Vec<String>> {
    let gathered = gathered(input, memo, Depth::Full, &mut watch);
    let tags = || gathered.editions.iter().map(|edition| edition.config.language.clone());
    let is_meant = |tag: String| language.is_none_or(|wanted| wanted == tag);
    let Some(at) = tags().position(is_meant) else { return Err(tags().collect()) };
    let edition = &gathered.editions[at];
    watch(Stage::Index);
    let inverted = inverted(memo, edition);
    let pages = inverted.pages().map(|index| edition.library.page(index).path().clone()).collect();
    Ok(Indexed { files: export(edition.pages(), &inverted, &edition.config), pages })
}

/// As far as is wanted; no page is made yet.
pub fn plan(input: &Input, memo: &mut Memo, reach: Depth<'_>, mut watch: impl FnMut(Stage)) -> Planned {
    let (before, wants_words) = match reach {
        Depth::Facts(before) => (Some(before), false),
        Depth::Index(before) => (Some(before), true),
        Depth::Full => (None, true),
    };
    let mut gathered = gathered(input, memo, reach, &mut watch);
    let work = gathered.work;
    let inverted = if wants_words { all_inverted(memo, &gathered, &mut watch) } else { Vec::new() };
    let indexes: Vec<Arc<[Artifact]>> = match before {
        Some(before) if !wants_words => gathered.editions.iter().map(|edition| before.index(edition)).collect(),
        _ => {
            let editions = gathered.editions.iter().zip(&inverted);
            let export = |edition: &Gathering, inverted| export(edition.pages(), inverted, &edition.config);
            editions.map(|(edition, inverted)| site::index_artifacts(export(edition, inverted)).into()).collect()
        }
    };
    let insights = match before {
        None => learnt(input, &mut gathered, &inverted[0], &mut watch),
        Some(before) => before.insights(&gathered, input),
    };
    watch(Stage::Render);
    let mut diagnostics = std::mem::take(&mut gathered.diagnostics);
    let mut editions = Vec::with_capacity(gathered.editions.len());
    for (Gathering { folder, config, library, .. }, insights) in gathered.editions.iter().zip(&insights) {
        let up = if folder.is_empty() { "" } else { "../" };
        let theme = memo.edition(folder).theme(&input.theme, config, up, input.as_of).unpack(&mut diagnostics);
        let (folder, config) = (folder.clone(), Arc::clone(config));
        let (library, insights) = (Arc::clone(library), Arc::clone(insights));
        editions.push(site::Edition { folder, library, insights, config, theme });
    }
    let texts = gathered.editions.iter().map(|edition| Arc::clone(&edition.texts)).collect();
    let plan = match reach {
        Depth::Facts(before) if before.differs_in_texts(&editions) => before.plan.with_texts(texts),
        _ => site::Plan::new(editions, texts, &indexes),
    };
    diagnostics.extend(plan.diagnostics().iter().cloned());
    let understood = understood(&gathered, &insights, finished(diagnostics, &input.config));
    Planned { understood, plan, indexes, work }
}

impl Planned {
    fn edition(&self, folder: &str) -> Option<(usize, &Arc<Library>, &Arc<Insights>)> {
        let mut editions = self.understood.editions().enumerate();
        let (at, (_, library, insights)) = editions.find(|(_, (of, ..))| *of == folder)?;
        Some((at, library, insights))
    }

    /// The search index of an edition; empty where it is new.
    fn index(&self, edition: &Gathering) -> Arc<[Artifact]> {
        let at = self.edition(&edition.folder).map(|(at, ..)| at);
        at.map_or_else(Arc::default, |at| Arc::clone(&self.indexes[at]))
    }

    /// What was learnt of each edition as far as it can still be said.
    fn insights(&self, gathered: &Gathered, input: &Input) -> Vec<Arc<Insights>> {
        let own = &gathered.editions[0].library;
        let Understood { library: before, insights: learnt, .. } = &self.understood;
        let is_same = before.shapes == own.shapes && learnt.as_of == input.as_of;
        let learnt = match is_same {
            true => Arc::clone(learnt),
            false if self.plan.config().taxonomies == input.config.taxonomies => {
                Arc::new(remapped(learnt, before, own, &input.config, input.as_of))
            }
            // Reasons name taxonomies by their place among them: what was said of others waits until it is known again.
            false => {
                let unsaid = Insights { related: Vec::new(), recurring: Vec::new(), ..Insights::clone(learnt) };
                Arc::new(remapped(&unsaid, before, own, &input.config, input.as_of))
            }
        };
        let other = |edition: &Gathering| match self.edition(&edition.folder).filter(|_| is_same) {
            Some((_, _, insights)) => Arc::clone(insights),
            None => Arc::new(translated(&learnt, own, edition.pages(), &edition.config, input.as_of)),
        };
        let others = gathered.editions[1..].iter().map(other);
        [Arc::clone(&learnt)].into_iter().chain(others).collect()
    }

    /// Whether editions are the ones that were planned but for their texts.
    fn differs_in_texts(&self, editions: &[site::Edition]) -> bool {
        let was: Vec<_> = self.understood.editions().zip(self.plan.themes()).collect();
        was.len() == editions.len()
            && was.iter().zip(editions).all(|(((folder, _, insights), theme), edition)| {
                *folder == edition.folder
                    && Arc::ptr_eq(insights, &edition.insights)
                    && Arc::ptr_eq(theme, &edition.theme)
            })
    }
}

/// The whole pipeline. The memo keeps the documents and forgets their words: nothing needs them any more.
pub fn build(input: &Input, memo: &mut Memo, watch: impl FnMut(Stage)) -> Built {
    let Planned { mut understood, plan, work, .. } = plan(input, memo, Depth::Full, watch);
    memo.forget_words();
    let artifacts = plan.all().unpack(&mut understood.diagnostics);
    understood.diagnostics = finished(understood.diagnostics, &input.config);
    Built { understood, artifacts, work }
}

fn finished(diagnostics: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    sorted(check::apply_levels(diagnostics, config))
}
