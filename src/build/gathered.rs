//! The first half of the way: each file is understood alone, then each language's edition is put together and its words
//! are inverted.

use super::{Input, Memo, Stage, Step, Work};
use crate::config::{Config, Vocabulary};
use crate::diagnostic::{Checked, Code, Diagnostic, Subject};
use crate::document::Document;
use crate::library::{self, Hidden, Identity, Library, LinkedTitles, Pages, Texts, gather};
use crate::search::{Inverted, invert};
use crate::survey::Survey;
use crate::text::{ContentPath, Fingerprint};
use crate::tracker::{self, Tickets};
use std::collections::HashMap;
use std::sync::Arc;

/// Parse and gather.
pub(super) struct Gathered {
    /// The library's own language first.
    pub(super) editions: Vec<Gathering>,
    pub(super) survey: Arc<Survey>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) work: Work,
}

/// An edition, gathered.
pub(super) struct Gathering {
    pub(super) config: Arc<Config>,
    pub(super) library: Arc<Library>,
    /// What its pages say.
    pub(super) texts: Arc<Texts>,
    /// The drafts that it leaves out.
    pub(super) hidden: Arc<[Hidden]>,
    /// The files of the pages that are for others than its readers, sorted.
    pub(super) withheld: Arc<[ContentPath]>,
    /// Identity of everything that its search index is made of.
    words: Fingerprint,
    /// The files whose findings are this edition's to tell, each with whether it is a translation of another; `None` for
    /// the library's own language, which tells all else.
    tells_of: Option<HashMap<ContentPath, bool>>,
}

impl Gathering {
    fn new(
        config: Arc<Config>,
        library: Arc<Library>,
        (hidden, withheld): (Arc<[Hidden]>, Arc<[ContentPath]>),
        documents: &[Arc<Document>],
        facts: Fingerprint,
    ) -> Gathering {
        let texts = Arc::new(Texts::of(&library, documents));
        let pages = Pages::new(&library, &texts);
        let bodies: Vec<Fingerprint> = pages.iter().map(|(_, page)| page.document().fingerprint).collect();
        let words = Fingerprint::of_value(&(facts, bodies));
        let own = library.pages.iter().filter(|page| page.stands_in.is_none());
        let tells_of =
            (!library.variant.is_own).then(|| own.map(|page| (page.path().clone(), page.original.is_some())).collect());
        Gathering { config, library, texts, hidden, withheld, words, tells_of }
    }

    /// Its pages and what they say.
    pub(super) fn pages(&self) -> Pages<'_> {
        Pages::new(&self.library, &self.texts)
    }

    /// Whether a finding is this edition's to tell. All that holds in every language has been told: the edition of
    /// another language tells what is wrong with the texts of its translations.
    pub(super) fn tells(&self, found: &Diagnostic) -> bool {
        let Some(tells_of) = &self.tells_of else { return true };
        let Subject::Content(path) = &found.subject else { return false };
        let Some(is_translation) = tells_of.get(path) else { return found.code == Code::MissingTranslation };
        let is_about_its_text = match found.code {
            Code::DuplicatePath | Code::CaseCollision => true,
            // The incident's, in whatever language.
            Code::ActionOverdue
            | Code::ActionWithoutOwner
            | Code::FixNotMade
            | Code::FixDidNotHold
            | Code::Incomplete
            | Code::MissingSection
            | Code::PolicyBroken
            | Code::TicketConflict => false,
            _ => found.span.is_some(),
        };
        !is_translation || is_about_its_text
    }
}

/// Survey and parse alone.
pub(super) fn parsed(input: &Input, memo: &mut Memo, watch: &mut impl FnMut(Stage)) -> Work {
    memo.prepare(&input.config);
    watch(Stage::Survey);
    let languages = input.languages();
    let sources = languages.placed(&input.pages);
    let (_, conventions) = memo.survey(&sources, &input.config);
    watch(Stage::Parse);
    memo.parse(&sources, &input.config, &conventions).1
}

/// Parse and gather. Where nothing has changed that libraries are gathered from, those of the site before are only given
/// their new texts; while it is only to be seen what pages say, it is enough that their structure is the same.
pub(super) fn gathered(
    input: &Input,
    memo: &mut Memo,
    step: Option<Step<'_>>,
    watch: &mut impl FnMut(Stage),
) -> Gathered {
    let config = &input.config;
    memo.prepare(config);
    let mut diagnostics = input.diagnostics.clone();
    watch(Stage::Survey);
    let languages = input.languages();
    let sources = languages.placed(&input.pages);
    let (survey, conventions) = memo.survey(&sources, config);
    watch(Stage::Parse);
    let (parsed, work) = memo.parse(&sources, config, &conventions);
    let documents: Vec<Arc<Document>> = parsed.iter().map(|parsed| Arc::clone(&parsed.value)).collect();
    let vocabulary = vocabulary(input, &mut diagnostics);
    watch(Stage::Gather);
    let exports = (!input.trackers.is_empty()).then(|| tracker::identity(&input.trackers));
    let titles = LinkedTitles::of_all(&documents);
    let identity = Identity::of(&documents, &titles, &languages, &input.assets, &vocabulary, memo.settings(), exports);
    let folders = languages.tags.iter().enumerate().map(|(index, tag)| if index == 0 { "" } else { tag.as_str() });
    memo.keep_editions(folders);
    let configs = languages.tags.iter().enumerate().map(|(index, tag)| match index {
        0 => Arc::clone(config),
        _ => Arc::new(config.edition(tag)),
    });
    let mut editions: Vec<Gathering> = Vec::with_capacity(languages.tags.len());
    let is_known = |step: &Step<'_>| step.before.understood.library().shapes == identity.shapes;
    match step.filter(is_known).map(|step| &step.before.understood) {
        Some(known) => {
            for (known, config) in known.variants.iter().zip(configs) {
                let (library, hidden) = (Arc::clone(&known.library), Arc::clone(&known.hidden));
                let left_out = (hidden, Arc::clone(&known.withheld));
                editions.push(Gathering::new(config, library, left_out, &documents, identity.facts));
            }
        }
        None => {
            let tickets = Tickets::read(&input.trackers, config).unpack(&mut diagnostics);
            let selections = library::select(&documents, &titles, &input.assets, &vocabulary, &languages, config);
            for (selection, config) in selections.into_iter().zip(configs) {
                let left_out = (selection.drafts().cloned().collect(), selection.withheld().into());
                let Checked { value, diagnostics: found } = gather(selection, &tickets, identity.shapes, &config);
                let edition = Gathering::new(config, Arc::new(value), left_out, &documents, identity.facts);
                diagnostics.extend(found.into_iter().filter(|found| edition.tells(found)));
                editions.push(edition);
            }
        }
    }
    // Where the settings have no audiences, all of a page is told that names one: nobody reads it yet.
    let has_audiences = config.audiences.are_configured();
    let withheld = if has_audiences { &*editions[0].withheld } else { &[] };
    let told = parsed.iter().flat_map(|parsed| parsed.diagnostics.iter().filter(|found| may_tell(found, withheld)));
    diagnostics.extend(told.cloned());
    Gathered { editions, survey, diagnostics, work }
}

/// Whether a finding in a file is told by this build. Of a page that is for others nothing is said but why nobody may read it.
fn may_tell(found: &Diagnostic, withheld: &[ContentPath]) -> bool {
    let Subject::Content(path) = &found.subject else { return true };
    matches!(found.code, Code::AudienceNotEnforced | Code::UnknownAudience) || withheld.binary_search(path).is_err()
}

/// The words of an edition inverted; those of the build before where nothing has changed.
pub(super) fn inverted(memo: &mut Memo, edition: &Gathering) -> Arc<Inverted> {
    let memo = memo.edition(edition.library.variant.folder());
    match &memo.inverted {
        Some((words, inverted)) if *words == edition.words => Arc::clone(inverted),
        _ => {
            let inverted = Arc::new(invert(edition.pages(), &edition.config, &mut memo.segments));
            memo.inverted = Some((edition.words, Arc::clone(&inverted)));
            inverted
        }
    }
}

/// The words of every edition inverted.
pub(super) fn all_inverted(memo: &mut Memo, gathered: &Gathered, watch: &mut impl FnMut(Stage)) -> Vec<Arc<Inverted>> {
    watch(Stage::Index);
    gathered.editions.iter().map(|edition| inverted(memo, edition)).collect()
}

fn vocabulary(input: &Input, diagnostics: &mut Vec<Diagnostic>) -> Vocabulary {
    let Some(source) = &input.vocabulary else { return Vocabulary::default() };
    Vocabulary::read(&source.path, &source.text, &input.config.taxonomies).unpack(diagnostics)
}
