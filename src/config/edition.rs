//! The editions of a library in several languages: which there are, and what the settings say in their words.

use super::wrong::wrong;
use super::{Config, HtmlConfig, ThemeConfig};
use crate::diagnostic::Diagnostic;
use crate::model::Taxonomy;
use crate::text::{language_tag, slug};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The keys of `[editions.TAG]`.
pub(super) const EDITION_KEYS: [&str; 4] = ["title", "description", "footer", "taxonomies"];

/// `[editions.TAG]` as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawEdition {
    title: Option<String>,
    description: Option<String>,
    footer: Option<String>,
    taxonomies: BTreeMap<String, String>,
}

/// What the settings say in another language; `None` where it is what they say in the library's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionWords {
    /// The language's tag.
    pub language: String,
    /// The library's title.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// The line at the foot of every page.
    pub footer: Option<String>,
    /// Names of taxonomies and their titles.
    pub taxonomies: Vec<(String, String)>,
}

/// The tags of `[book] languages`.
pub(super) fn languages(tags: &[Spanned<String>], diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    tags.iter().filter_map(|written| tag(written, diagnostics)).collect()
}

/// `[editions]`.
pub(super) fn editions(
    raw: BTreeMap<Spanned<String>, RawEdition>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<EditionWords> {
    let edition = |(language, raw): (Spanned<String>, RawEdition)| {
        let RawEdition { title, description, footer, taxonomies } = raw;
        let taxonomies = taxonomies.into_iter().map(|(name, title)| (slug(&name), title)).collect();
        Some(EditionWords { language: tag(&language, diagnostics)?, title, description, footer, taxonomies })
    };
    raw.into_iter().filter_map(edition).collect()
}

fn tag(written: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let known = language_tag(written.as_ref());
    if known.is_none() {
        let help =
            "Write a two-letter code (ISO 639-1), with a script or a region where it matters: fr, pt-BR, zh-Hant.";
        let message = format!("`{}` is not the tag of a language", written.as_ref());
        wrong(diagnostics, written.span(), message, help.to_owned());
    }
    known
}

impl Config {
    /// The settings of another language's edition, which lies in a folder named by its tag.
    #[must_use]
    pub fn edition(&self, language: &str) -> Config {
        let site_url = self.html.site_url.as_ref().map(|url| format!("{url}{language}/"));
        let mut config = Config {
            language: language.to_owned(),
            html: HtmlConfig { site_url, ..self.html.clone() },
            ..self.clone()
        };
        if let Some(words) = self.editions.iter().find(|words| words.language == language) {
            let EditionWords { language: _, title, description, footer, taxonomies } = words.clone();
            config.title = title.unwrap_or(config.title);
            config.description = description.unwrap_or(config.description);
            config.theme = ThemeConfig { footer: footer.unwrap_or(config.theme.footer.clone()), ..config.theme };
            let title = |name: &str| taxonomies.iter().find(|(known, _)| known == name).map(|(_, title)| title.clone());
            for taxonomy in &mut config.taxonomies {
                let Taxonomy { name, title: own, .. } = taxonomy;
                *own = title(name).or(own.take());
            }
        }
        config
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_tags() {
        let text = "[book]\nlanguages = [\"EN\", \"french\", \"pt_br\"]\n[editions.klingon]\ntitle = \"x\"\n";
        let checked = Config::read(text);
        assert_eq!(checked.value.languages, ["en", "pt-BR"]);
        let places = checked.diagnostics.iter().map(|found| found.span.map(|span| span.text(text)));
        assert_eq!(places.collect::<Vec<_>>(), [Some("\"french\""), Some("klingon")]);
    }

    #[test]
    fn an_edition_says_in_its_words_what_the_settings_give_it() {
        let text = "[book]\ntitle = \"Outages\"\n[output.html]\nsite-url = \"https://a.example\"\n[taxonomies.regions]\n\
            title = \"Regions\"\n[editions.fr]\ntitle = \"Pannes\"\ntaxonomies = { regions = \"Régions\" }\n";
        let checked = Config::read(text);
        assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
        let (french, german) = (checked.value.edition("fr"), checked.value.edition("de"));
        assert_eq!((french.title.as_str(), german.title.as_str()), ("Pannes", "Outages"));
        assert_eq!(french.html.site_url.as_deref(), Some("https://a.example/fr/"));
        let title = |config: &Config| config.taxonomies.last().and_then(|taxonomy| taxonomy.title.clone());
        assert_eq!((title(&french).as_deref(), title(&german).as_deref()), (Some("Régions"), Some("Regions")));
    }
}
