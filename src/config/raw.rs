//! book.toml as written: every setting may be missing.

use super::completeness::RawCompleteness;
use super::edition::RawEdition;
use super::policy::RawPolicy;
use super::priorities::RawPriorities;
use super::tracker::RawTracker;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A section whose settings can be laid over others.
macro_rules! section {
    ($(#[doc = $doc:literal])* $name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(rename_all = "kebab-case", default)]
        pub(super) struct $name { $(pub(super) $field: Option<$type>),* }

        impl $name {
            /// The settings of `self`, and those of `below` where `self` has none.
            pub(super) fn over(self, below: $name) -> $name {
                let $name { $($field),* } = self;
                $name { $($field: $field.or(below.$field)),* }
            }
        }
    };
}

section! { /// `[book]`
RawBook { title: String, authors: Vec<String>, description: String, language: String,
    languages: Vec<Spanned<String>>, src: String, timezone: Spanned<String> } }
section! { /// `[build]`
RawBuild { build_dir: String, drafts: bool } }
section! { /// `[output.html]`
RawHtml { site_url: String, theme: String, additional_css: Vec<String>, edit_url_template: String,
    mermaid: String } }
section! { /// `[theme]`
RawTheme { logo: String, icon: String, font: Spanned<String>, mono_font: Spanned<String>, footer: String,
    navigation: Vec<Spanned<String>>, links: Vec<RawLink>, home: Vec<Spanned<String>>,
    light: BTreeMap<String, Spanned<String>>, dark: BTreeMap<String, Spanned<String>> } }
section! { /// `[front_matter]`
RawFrontMatter { aliases: BTreeMap<String, Spanned<String>>, defaults: toml::Table } }
section! { /// `[severities]`
RawSeverities { levels: Vec<String>, aliases: BTreeMap<String, Spanned<String>>,
    sections: BTreeMap<Spanned<String>, Vec<Spanned<String>>> } }
section! { /// `[markdown]`
RawMarkdown { unsafe_html: bool, remote_images: bool } }
section! { /// `[actions]`
RawActions { review_days: u32 } }
section! { /// `[check]`
RawCheck { draft_days: u32, vocabulary: String, levels: BTreeMap<Spanned<String>, Spanned<String>> } }

/// One of `[theme] links`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawLink {
    pub(super) title: String,
    pub(super) href: Option<Spanned<String>>,
}

/// `[recurring]`: what people know better, with no defaults to lie over. A slip in a key is an error, since the
/// correction would be lost.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RawRecurring {
    pub(super) name: Vec<RawName>,
    pub(super) merge: Vec<RawGroups>,
    pub(super) split: Vec<RawIncidents>,
    pub(super) silence: Vec<RawGroup>,
}

/// `[[recurring.name]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawName {
    pub(super) group: Spanned<String>,
    pub(super) title: String,
}

/// `[[recurring.merge]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGroups {
    pub(super) groups: Vec<Spanned<String>>,
}

/// `[[recurring.split]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIncidents {
    pub(super) incidents: Vec<Spanned<String>>,
}

/// `[[recurring.silence]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGroup {
    pub(super) group: Spanned<String>,
}

/// `[folders."…"]`: the library's own keys, with no defaults to lie over.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawFolder {
    pub(super) kind: Option<Spanned<String>>,
    pub(super) defaults: Option<toml::Table>,
}

/// `[taxonomies.…]`: likewise.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawTaxonomy {
    pub(super) title: Option<String>,
    pub(super) aliases: Option<Vec<String>>,
    pub(super) feeds: Option<bool>,
}

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
    pub(super) check: RawCheck,
}

impl RawConfig {
    /// The settings of `self`, and those of `below` where `self` has none.
    pub(super) fn over(self, below: RawConfig) -> RawConfig {
        let RawConfig {
            book,
            build,
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
            check,
        } = self;
        RawConfig {
            book: book.over(below.book),
            build: build.over(below.build),
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
            check: check.over(below.check),
        }
    }
}
