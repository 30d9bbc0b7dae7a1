//! book.toml, resolved: no option is left open.
//!
//! [`Config::read`] takes the file's text, lays it over `defaults.toml` (which documents every key) and answers with
//! settings that need no further questions, together with what was wrong in the file.

mod audiences;
mod check;
mod completeness;
mod edition;
mod folders;
mod limits;
mod nearest;
mod palette;
mod policy;
mod priorities;
mod raw;
mod recurring;
mod resolve;
mod scale;
mod section;
mod severities;
mod taxonomies;
mod theme;
mod tracker;
mod unknown_keys;
mod vocabulary;
mod wrong;

pub use audiences::{Audiences, OWNER};
pub use check::CheckConfig;
pub use completeness::CompletenessRule;
pub use edition::EditionWords;
pub use folders::FolderDefaults;
pub use limits::Limits;
pub use nearest::nearest;
pub use palette::{Colour, Palette};
pub use policy::{Policy, Promise};
pub use priorities::PriorityConfig;
pub use recurring::{Correction, CorrectionKind};
pub use scale::Scale;
pub use theme::{HOME_SECTIONS, NAVIGATION, ThemeConfig};
pub use tracker::{TicketField, Tracker};
pub use vocabulary::{Vocabulary, VocabularyTerm};

use crate::diagnostic::{Code, Level};
use crate::failure::FailureModes;
use crate::lexicon::Lexicon;
use crate::model::{SectionKind, Severity, Taxonomy, TaxonomyKey, Zone};
use crate::text::Fingerprint;
use std::sync::Arc;

/// The defaults, written as a book.toml.
pub const DEFAULTS: &str = include_str!("defaults.toml");

/// The settings of a library.
#[derive(Clone, Debug)]
pub struct Config {
    /// The words that pages are read by: those that the program knows, and the library's own.
    pub lexicon: Arc<Lexicon>,
    /// The library's own lexicon, relative to book.toml. Its words are in [`Config::lexicon`] once it has been read.
    pub lexicon_file: Option<String>,
    /// The ways in which systems fail: those that the program knows, and the library's own.
    pub modes: Arc<FailureModes>,
    /// The library's own ways to fail, relative to book.toml. They are in [`Config::modes`] once they have been read.
    pub modes_file: Option<String>,
    /// The library's title.
    pub title: String,
    /// Who publishes it.
    pub authors: Vec<String>,
    /// What it is; may be empty.
    pub description: String,
    /// BCP 47 tag of pages that do not say otherwise.
    pub language: String,
    /// The tags of all languages that have an edition of their own, as the settings list them; none where the names of
    /// files are to tell.
    pub languages: Vec<String>,
    /// What the settings say in other languages.
    pub editions: Vec<EditionWords>,
    /// The content folder, relative to book.toml.
    pub src: String,
    /// The zone of times that name none.
    pub timezone: Zone,
    /// The output folder, relative to book.toml.
    pub build_dir: String,
    /// Whether drafts are published.
    pub drafts: bool,
    /// Who may read what, and whom this build is for.
    pub audiences: Audiences,
    /// How pages are written.
    pub html: HtmlConfig,
    /// How they look.
    pub theme: ThemeConfig,
    /// Further front matter keys: folded key to field or taxonomy.
    pub aliases: Vec<(String, String)>,
    /// Front matter for pages that do not say otherwise, the most general first.
    pub defaults: Vec<FolderDefaults>,
    /// The scale of severities.
    pub severities: Scale,
    /// Sections that a postmortem of a severity must have.
    pub required_sections: Vec<(Severity, Vec<SectionKind>)>,
    /// Every taxonomy: the built-in ones first, then the configured ones.
    pub taxonomies: Vec<Taxonomy>,
    /// Whether raw HTML passes unsanitised.
    pub unsafe_html: bool,
    /// Whether pictures of other hosts are loaded.
    pub remote_images: bool,
    /// What people know better of recurring issues, in the order in which it is applied.
    pub recurring: Vec<Correction>,
    /// Where tickets live.
    pub trackers: Vec<Tracker>,
    /// What is promised after an incident.
    pub policies: Vec<Policy>,
    /// What a postmortem must have.
    pub completeness: Vec<CompletenessRule>,
    /// What an incident costs.
    pub priorities: PriorityConfig,
    /// How many days the review of actions looks back.
    pub review_days: u32,
    /// How much of anything is read.
    pub limits: Limits,
    /// What `check` reports.
    pub check: CheckConfig,
}

/// `[output.html]`.
#[derive(Clone, Debug)]
pub struct HtmlConfig {
    /// Where the site will live, with a slash at its end; `None` keeps absolute URLs out of every page.
    pub site_url: Option<String>,
    /// The library's own theme folder, relative to book.toml.
    pub theme: String,
    /// Style sheets, relative to book.toml.
    pub additional_css: Vec<String>,
    /// Link to a page's source, with `{path}` for its path in the content folder.
    pub edit_url_template: Option<String>,
    /// The Mermaid file that draws diagrams, relative to book.toml; `None` leaves them code.
    pub mermaid: Option<String>,
}

impl Config {
    /// Identity of all settings: what is kept under it holds under these settings alone.
    pub fn fingerprint(&self) -> Fingerprint {
        // Every field is in the debug form, in order: a new setting cannot be forgotten.
        Fingerprint::of(&[format!("{self:?}").as_bytes()])
    }

    /// Identity of the settings that files are parsed under: what a command may say of drafts and of the site's place
    /// is no matter of parsing, so that `build` and `serve` share what was understood.
    pub fn fingerprint_of_parsing(&self) -> Fingerprint {
        let mut settings = self.clone();
        settings.drafts = false;
        settings.html.site_url = None;
        settings.fingerprint()
    }

    /// The taxonomy of a key.
    pub fn taxonomy(&self, key: TaxonomyKey) -> &Taxonomy {
        &self.taxonomies[key.0 as usize]
    }

    /// Every taxonomy with its key.
    pub fn taxonomies(&self) -> impl Iterator<Item = (TaxonomyKey, &Taxonomy)> {
        self.taxonomies.iter().enumerate().map(|(index, taxonomy)| {
            // There are at most 200 taxonomies; `resolve` sees to it.
            (TaxonomyKey(u8::try_from(index).unwrap_or(u8::MAX)), taxonomy)
        })
    }

    /// The files beside book.toml that the site needs, style sheets apart.
    pub fn named_files(&self) -> impl Iterator<Item = &str> {
        [&self.theme.logo, &self.theme.icon, &self.html.mermaid].into_iter().flatten().map(String::as_str)
    }

    /// Whether the settings themselves give a code a level: how a check that is off by default is switched on.
    pub fn is_switched_on(&self, code: Code) -> bool {
        self.check.levels.iter().any(|(changed, level)| *changed == code && level.is_some())
    }

    /// The level of a code under these settings; `None` when it is switched off.
    pub fn level(&self, code: Code) -> Option<Level> {
        match self.check.levels.iter().find(|(changed, _)| *changed == code) {
            Some((_, level)) => *level,
            None => Some(code.info().level),
        }
    }

    /// The rules that hold in `folder`, the most general first.
    pub fn defaults_for<'a>(&'a self, folder: &'a str) -> impl DoubleEndedIterator<Item = &'a FolderDefaults> {
        self.defaults.iter().filter(move |rule| {
            rule.folder.is_empty()
                || folder
                    .strip_prefix(rule.folder.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}
