//! book.toml as written: every setting may be missing.

use super::audiences::RawAudiences;
use super::check::RawCheck;
use super::completeness::RawCompleteness;
use super::edition::RawEdition;
use super::folders::RawFolder;
use super::limits::RawLimits;
use super::policy::RawPolicy;
use super::priorities::RawPriorities;
use super::recurring::RawRecurring;
use super::section::section;
use super::severities::RawSeverities;
use super::taxonomies::RawTaxonomy;
use super::theme::RawTheme;
use super::tracker::RawTracker;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

section! { /// `[book]`
RawBook { title: String, authors: Vec<String>, description: String, language: String,
    languages: Vec<Spanned<String>>, lexicon: String, failure_modes: String, src: String, timezone: Spanned<String> } }
section! { /// `[build]`
RawBuild { build_dir: String, drafts: bool, audience: Spanned<String> } }
section! { /// `[output.html]`
RawHtml { site_url: Spanned<String>, theme: String, additional_css: Vec<String>, edit_url_template: Spanned<String>,
    mermaid: String } }
section! { /// `[front_matter]`
RawFrontMatter { aliases: BTreeMap<String, Spanned<String>>, defaults: toml::Table } }
section! { /// `[markdown]`
RawMarkdown { unsafe_html: bool, remote_images: bool } }
section! { /// `[actions]`
RawActions { review_days: u32 } }

/// `[output]`: mdBook's name for where a renderer's settings lie.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawOutput {
    pub(super) html: RawHtml,
}

/// The whole file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawConfig {
    pub(super) book: RawBook,
    pub(super) build: RawBuild,
    pub(super) audiences: RawAudiences,
    pub(super) output: RawOutput,
    pub(super) theme: RawTheme,
    pub(super) front_matter: RawFrontMatter,
    pub(super) folders: BTreeMap<String, RawFolder>,
    pub(super) severities: RawSeverities,
    pub(super) taxonomies: BTreeMap<String, RawTaxonomy>,
    pub(super) editions: BTreeMap<Spanned<String>, RawEdition>,
    pub(super) markdown: RawMarkdown,
    pub(super) recurring: RawRecurring,
    pub(super) actions: RawActions,
    pub(super) trackers: BTreeMap<String, RawTracker>,
    pub(super) policies: Vec<RawPolicy>,
    pub(super) completeness: RawCompleteness,
    pub(super) priorities: RawPriorities,
    pub(super) limits: RawLimits,
    pub(super) check: RawCheck,
}

impl RawConfig {
    /// The settings of `self`, and those of `below` where `self` has none.
    pub(super) fn over(self, below: RawConfig) -> RawConfig {
        let RawConfig {
            book,
            build,
            audiences,
            output,
            theme,
            front_matter,
            folders,
            severities,
            taxonomies,
            editions,
            markdown,
            recurring,
            actions,
            trackers,
            policies,
            completeness,
            priorities,
            limits,
            check,
        } = self;
        RawConfig {
            book: book.over(below.book),
            build: build.over(below.build),
            audiences: audiences.over(below.audiences),
            output: RawOutput { html: output.html.over(below.output.html) },
            theme: theme.over(below.theme),
            front_matter: front_matter.over(below.front_matter),
            folders,
            severities: severities.over(below.severities),
            taxonomies,
            editions,
            markdown: markdown.over(below.markdown),
            recurring,
            actions: actions.over(below.actions),
            trackers,
            policies,
            completeness: completeness.over(below.completeness),
            priorities: priorities.over(below.priorities),
            limits: limits.over(below.limits),
            check: check.over(below.check),
        }
    }
}
