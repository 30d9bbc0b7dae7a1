//! The pipeline as one function: ([`Input`], [`Memo`]) -> [`Planned`]. The order of the stages, and nothing else.
//!
//! Nothing in here touches the world: the whole input is a value, and so is the output. Whoever calls it may watch the
//! stages go by ([`Stage`]) to show progress or to measure.
//!
//! A workspace goes the same way in steps ([`plan_after`]): right after a change it goes as far as [`Depth::Facts`], so that
//! the page can be seen; then as far as words, so that it can be found; then to the end. What a step does not reach is
//! taken over from the site before ([`crate::insight::remapped`]).

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
use crate::library::{Hidden, Library, Pages, Texts, Variant};
use crate::search::{IndexFile, TermStatistics, export, statistics};
use crate::site::{self, Artifact};
use crate::survey::Survey;
use crate::text::{ContentPath, without_secrets};
use gathered::{Gathered, Gathering, all_inverted, gathered, inverted, parsed};
use std::borrow::Cow;
use std::sync::Arc;

/// What was understood, before anything is rendered: all that `check` needs.
#[derive(Clone)]
pub struct Understood {
    /// The variants of the library, its own language first; never empty.
    pub variants: Vec<UnderstoodVariant>,
    /// What the folders have in common.
    pub survey: Arc<Survey>,
    /// Everything that was found, at its level, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// One variant of a library, understood.
#[derive(Clone)]
pub struct UnderstoodVariant {
    /// Its pages and how they hang together.
    pub library: Arc<Library>,
    /// What its pages say.
    pub texts: Arc<Texts>,
    /// The drafts that it leaves out.
    pub hidden: Arc<[Hidden]>,
    /// The files of the pages that are for others than its readers, sorted.
    pub withheld: Arc<[ContentPath]>,
    /// What was learnt from them.
    pub insights: Arc<Insights>,
}

impl UnderstoodVariant {
    /// Its pages with what they say.
    pub fn pages(&self) -> Pages<'_> {
        Pages::new(&self.library, &self.texts)
    }
}

impl Understood {
    /// The library's own language.
    pub fn own(&self) -> &UnderstoodVariant {
        &self.variants[0]
    }

    /// The library in its own language.
    pub fn library(&self) -> &Arc<Library> {
        &self.own().library
    }

    /// What was learnt from the library in its own language.
    pub fn insights(&self) -> &Arc<Insights> {
        &self.own().insights
    }

    /// The pages of the library's own language with what they say.
    pub fn pages(&self) -> Pages<'_> {
        self.own().pages()
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

/// How far a plan goes, and so what of it is the same as in a cold build of the same input. What it does not reach is that
/// of the site before, matched by path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// What pages say, and everything that is listed and counted from it. Of a cold build are: the pages with their documents
    /// and places; all lists, counts and charts; every file, byte for byte, that shows neither claims learnt from texts
    /// (related incidents, recurring issues, the reading list, priorities) nor a link by a title.
    ///
    /// Of the site before may be: the files of the search index, those claims, and where a link leads that names a page by
    /// its title. Findings are those of reading and gathering alone.
    Facts,
    /// The search index too. Of a cold build are, beyond [`Depth::Facts`], the files of the search index, byte for byte, and
    /// where every link leads. Of the site before may be the claims learnt from texts.
    Index,
    /// Everything: every file and every finding is that of a cold build, byte for byte.
    Full,
}

/// Learn and check, from the words of the library's own language.
fn learnt(
    input: &Input,
    gathered: &mut Gathered,
    statistics: &TermStatistics,
    watch: &mut impl FnMut(Stage),
) -> Vec<Arc<Insights>> {
    let own = &gathered.editions[0].library;
    let learnt = Arc::new(learn(gathered.editions[0].pages(), statistics, &input.config, input.as_of));
    let others = gathered.editions[1..].iter();
    let others =
        others.map(|edition| Arc::new(translated(&learnt, own, edition.pages(), &edition.config, input.as_of)));
    let insights: Vec<Arc<Insights>> = [Arc::clone(&learnt)].into_iter().chain(others).collect();
    watch(Stage::Check);
    for (edition, insights) in gathered.editions.iter().zip(&insights) {
        let found = check::check(edition.pages(), &edition.hidden, insights, &edition.config, input.as_of);
        let named = check::narrow_names(edition.pages(), &input.pages, &edition.config);
        gathered.diagnostics.extend(found.into_iter().chain(named).filter(|found| edition.tells(found)));
    }
    insights
}

fn understood(gathered: &Gathered, insights: &[Arc<Insights>], diagnostics: Vec<Diagnostic>) -> Understood {
    let variant = |(edition, insights): (&Gathering, &Arc<Insights>)| UnderstoodVariant {
        library: Arc::clone(&edition.library),
        texts: Arc::clone(&edition.texts),
        hidden: Arc::clone(&edition.hidden),
        withheld: Arc::clone(&edition.withheld),
        insights: Arc::clone(insights),
    };
    let variants = gathered.editions.iter().zip(insights).map(variant).collect();
    Understood { variants, survey: Arc::clone(&gathered.survey), diagnostics }
}

/// Parse, gather, index, learn, check.
pub fn understand(input: &Input, memo: &mut Memo, mut watch: impl FnMut(Stage)) -> Understood {
    let mut gathered = gathered(input, memo, None, &mut watch);
    watch(Stage::Index);
    let inverted = inverted(memo, &gathered.editions[0]);
    watch(Stage::Learn);
    let insights = learnt(input, &mut gathered, &statistics(&inverted), &mut watch);
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
    let gathered = gathered(input, memo, None, &mut watch);
    let tags = || gathered.editions.iter().map(|edition| edition.config.language.clone());
    let is_meant = |tag: String| language.is_none_or(|wanted| wanted == tag);
    let Some(at) = tags().position(is_meant) else { return Err(tags().collect()) };
    let edition = &gathered.editions[at];
    watch(Stage::Index);
    let inverted = inverted(memo, edition);
    let pages = inverted.pages().map(|index| edition.library.page(index).path().clone()).collect();
    Ok(Indexed { files: export(edition.pages(), &inverted, &edition.config), pages })
}

/// Everything, with every file's place; no page is made yet.
pub fn plan(input: &Input, memo: &mut Memo, watch: impl FnMut(Stage)) -> Planned {
    planned(input, memo, None, |_| {}, watch)
}

/// As far as `depth`; what that does not reach is that of the site before.
pub fn plan_after(before: &Planned, input: &Input, memo: &mut Memo, depth: Depth) -> Planned {
    let step = match depth {
        Depth::Facts => Some(Step { before, wants_words: false }),
        Depth::Index => Some(Step { before, wants_words: true }),
        Depth::Full => None,
    };
    planned(input, memo, step, |_| {}, |_| {})
}

/// A plan that does not go to the end.
#[derive(Clone, Copy)]
struct Step<'a> {
    before: &'a Planned,
    /// Whether the search index is made anew.
    wants_words: bool,
}

/// As far as is wanted. `when_counted` is told when nothing needs the words of the documents any more.
fn planned(
    input: &Input,
    memo: &mut Memo,
    step: Option<Step<'_>>,
    when_counted: impl FnOnce(&mut Memo),
    mut watch: impl FnMut(Stage),
) -> Planned {
    let before = step.map(|step| step.before);
    let wants_words = step.is_none_or(|step| step.wants_words);
    let mut gathered = gathered(input, memo, step, &mut watch);
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
        None => {
            watch(Stage::Learn);
            let statistics = statistics(&inverted[0]);
            drop(inverted);
            when_counted(memo);
            learnt(input, &mut gathered, &statistics, &mut watch)
        }
        Some(before) => before.insights(&gathered, input),
    };
    watch(Stage::Render);
    let mut diagnostics = std::mem::take(&mut gathered.diagnostics);
    let mut editions = Vec::with_capacity(gathered.editions.len());
    for (Gathering { config, library, .. }, insights) in gathered.editions.iter().zip(&insights) {
        let up = if library.variant.is_own { "" } else { "../" };
        let theme = memo
            .edition(library.variant.folder())
            .theme(&input.theme, config, up, input.as_of)
            .unpack(&mut diagnostics);
        let (library, insights, config) = (Arc::clone(library), Arc::clone(insights), Arc::clone(config));
        editions.push(site::Edition { library, insights, config, theme });
    }
    let texts = gathered.editions.iter().map(|edition| Arc::clone(&edition.texts)).collect();
    let plan = match before {
        Some(before) if !wants_words && before.differs_in_texts(&editions) => before.plan.with_texts(texts),
        _ => site::Plan::new(editions, texts, &indexes),
    };
    diagnostics.extend(plan.diagnostics().iter().cloned());
    let understood = understood(&gathered, &insights, finished(diagnostics, &input.config));
    Planned { understood, plan, indexes, work }
}

impl Planned {
    fn variant(&self, variant: &Variant) -> Option<(usize, &UnderstoodVariant)> {
        self.understood.variants.iter().enumerate().find(|(_, known)| known.library.variant == *variant)
    }

    /// The search index of an edition; empty where it is new.
    fn index(&self, edition: &Gathering) -> Arc<[Artifact]> {
        let at = self.variant(&edition.library.variant).map(|(at, _)| at);
        at.map_or_else(Arc::default, |at| Arc::clone(&self.indexes[at]))
    }

    /// What was learnt of each edition as far as it can still be said.
    fn insights(&self, gathered: &Gathered, input: &Input) -> Vec<Arc<Insights>> {
        let own = &gathered.editions[0].library;
        let UnderstoodVariant { library: before, insights: learnt, .. } = self.understood.own();
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
        let other = |edition: &Gathering| match self.variant(&edition.library.variant).filter(|_| is_same) {
            Some((_, known)) => Arc::clone(&known.insights),
            None => Arc::new(translated(&learnt, own, edition.pages(), &edition.config, input.as_of)),
        };
        let others = gathered.editions[1..].iter().map(other);
        [Arc::clone(&learnt)].into_iter().chain(others).collect()
    }

    /// Whether editions are the ones that were planned but for their texts.
    fn differs_in_texts(&self, editions: &[site::Edition]) -> bool {
        let was: Vec<_> = self.understood.variants.iter().zip(self.plan.themes()).collect();
        was.len() == editions.len()
            && was.iter().zip(editions).all(|((known, theme), edition)| {
                known.library.variant == edition.library.variant
                    && Arc::ptr_eq(&known.insights, &edition.insights)
                    && Arc::ptr_eq(theme, &edition.theme)
            })
    }
}

/// The whole pipeline for a process that builds once, up to the pages, which are made as they are asked for. What nothing
/// needs any more is forgotten on the way: the texts when they are parsed, the words when they are counted. The memo keeps
/// the documents.
pub fn build(input: &mut Input, memo: &mut Memo, mut watch: impl FnMut(Stage)) -> Planned {
    let work = parsed(input, memo, &mut watch);
    // Names of pages for few are looked for in the texts of those for many.
    if !input.config.audiences.reads_several() {
        input.pages.iter_mut().for_each(|source| source.text = Arc::default());
    }
    let watch = |stage| {
        if !matches!(stage, Stage::Survey | Stage::Parse) {
            watch(stage)
        }
    };
    let planned = planned(input, memo, None, Memo::forget_words, watch);
    Planned { work, ..planned }
}

/// Findings at the levels that the settings give them, sorted.
pub fn finished(mut diagnostics: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    // What a finding quotes from a page may be a secret: none is told whole.
    for found in &mut diagnostics {
        if let Cow::Owned(message) = without_secrets(&found.message) {
            found.message = message;
        }
    }
    sorted(check::apply_levels(diagnostics, config))
}

#[cfg(test)]
mod absent_tests;
