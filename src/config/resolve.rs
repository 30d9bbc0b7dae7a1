//! Resolution: settings as written -> settings as meant. Every raw struct is taken apart without `..`, so that a new
//! key cannot be forgotten here.

use super::check::checks;
use super::folders::all_defaults;
use super::raw::{RawActions, RawBook, RawBuild, RawConfig, RawFrontMatter, RawHtml, RawMarkdown, RawOutput};
use super::recurring::corrections;
use super::severities::{RawSeverities, required_sections};
use super::taxonomies::all_taxonomies;
use super::theme::{Colours, theme_config};
use super::unknown_keys::unknown_keys;
use super::{Config, DEFAULTS, HtmlConfig, Scale};
use crate::diagnostic::{Checked, Code, Diagnostic, Subject};
use crate::failure;
use crate::lexicon::built_in;
use crate::model::Zone;
use crate::text::{Span, fold};
use std::sync::Arc;

impl Config {
    /// The settings that `book_toml` means: "" gives the defaults. A file that is no TOML gives them too, and an error.
    pub fn read(book_toml: &str) -> Checked<Config> {
        let mut diagnostics = unknown_keys(book_toml);
        let written: RawConfig = toml::from_str(book_toml).unwrap_or_else(|error| {
            diagnostics.push(Diagnostic::about(
                Code::BadSettings,
                Subject::Settings,
                error.span().map(Span::new),
                error.message().to_owned(),
            ));
            RawConfig::default()
        });
        // The defaults are part of the program, and the tests read them.
        let defaults: RawConfig = toml::from_str(DEFAULTS).unwrap_or_default();
        let palettes = (defaults.theme.light.clone(), defaults.theme.dark.clone());
        let config = resolve(written.over(defaults), palettes, &mut diagnostics);
        Checked::new(config, diagnostics)
    }
}

fn resolve(raw: RawConfig, palettes: (Colours, Colours), diagnostics: &mut Vec<Diagnostic>) -> Config {
    let RawConfig {
        book,
        build,
        audiences,
        output,
        theme: look,
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
    } = raw;
    let RawBook { title, authors, description, language, languages, lexicon, failure_modes, src, timezone } = book;
    let RawBuild { build_dir, drafts, audience } = build;
    let RawOutput { html: RawHtml { site_url, theme, additional_css, edit_url_template, mermaid } } = output;
    let RawFrontMatter { aliases, defaults } = front_matter;
    let RawSeverities { levels, aliases: severity_aliases, sections } = severities;
    let RawMarkdown { unsafe_html, remote_images } = markdown;
    let RawActions { review_days } = actions;

    let severity_aliases: Vec<(String, String)> =
        severity_aliases.unwrap_or_default().into_iter().map(|(word, level)| (word, level.into_inner())).collect();
    let severities = Scale::new(levels.unwrap_or_default(), &severity_aliases);
    let (taxonomies, taxonomy_aliases) = all_taxonomies(taxonomies);
    let mut aliases: Vec<(String, String)> =
        aliases.unwrap_or_default().into_iter().map(|(key, field)| (fold(&key), field.into_inner())).collect();
    aliases.extend(taxonomy_aliases);
    let audiences = super::audiences::audiences(audiences, audience, diagnostics);
    Config {
        lexicon: Arc::clone(built_in()),
        lexicon_file: lexicon.filter(|name| !name.is_empty()),
        modes: Arc::clone(failure::built_in()),
        modes_file: failure_modes.filter(|name| !name.is_empty()),
        title: title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| "Postmortems".to_owned()),
        authors: authors.unwrap_or_default(),
        description: description.unwrap_or_default(),
        language: language.unwrap_or_else(|| "en".to_owned()),
        languages: super::edition::languages(&languages.unwrap_or_default(), diagnostics),
        editions: super::edition::editions(editions, diagnostics),
        src: src.unwrap_or_default(),
        timezone: timezone.and_then(|name| super::wrong::zone(&name, diagnostics)).unwrap_or(Zone::UTC),
        build_dir: build_dir.unwrap_or_default(),
        drafts: drafts.unwrap_or(false),
        html: HtmlConfig {
            site_url: site_url
                .and_then(|url| super::wrong::web_address(url, "site-url", diagnostics))
                .map(|url| format!("{}/", url.trim_end_matches('/'))),
            theme: theme.unwrap_or_default(),
            additional_css: additional_css.unwrap_or_default(),
            edit_url_template: edit_url_template
                .and_then(|url| super::wrong::web_address(url, "edit-url-template", diagnostics)),
            mermaid: mermaid.filter(|name| !name.is_empty()),
        },
        theme: theme_config(look, palettes, diagnostics),
        aliases,
        defaults: all_defaults(defaults.unwrap_or_default(), folders, &audiences, diagnostics),
        audiences,
        required_sections: required_sections(sections.unwrap_or_default(), &severities, diagnostics),
        policies: super::policy::policies(policies, &severities, diagnostics),
        completeness: super::completeness::rules(completeness, &severities, diagnostics),
        priorities: super::priorities::priorities(priorities, &severities),
        review_days: review_days.unwrap_or(0).clamp(1, 366),
        severities,
        taxonomies,
        unsafe_html: unsafe_html.unwrap_or(false),
        remote_images: remote_images.unwrap_or(false),
        recurring: corrections(recurring),
        trackers: super::tracker::trackers(trackers, diagnostics),
        limits: super::limits::limits(limits, diagnostics),
        check: checks(check, diagnostics),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_valid_and_complete() {
        assert!(toml::from_str::<RawConfig>(DEFAULTS).is_ok());
        let checked = Config::read("");
        assert!(checked.diagnostics.is_empty());
        assert_eq!(checked.value.src, "content");
        assert_eq!(checked.value.severities.len(), 5);
    }

    #[test]
    fn every_mistake_is_reported_at_its_place() {
        let text = "[book]\ntilte = \"x\"\ntimezone = \"Mars\"\n[check.levels]\nbroken-lnk = \"off\"\n";
        let found: Vec<_> = Config::read(text)
            .diagnostics
            .into_iter()
            .map(|d| (d.code.name(), d.span.map(|span| span.text(text).to_owned()), d.help))
            .collect();
        assert_eq!(found[0], ("unknown-setting", Some("tilte".into()), "Did you mean `title`?".into()));
        assert_eq!(found[1].1, Some("\"Mars\"".into()));
        assert_eq!(found[2].2, "Did you mean `broken-link`?");
    }

    #[test]
    fn folder_rules_apply_to_the_folders_below() {
        let config =
            Config::read("[front_matter.defaults]\nteams = \"a\"\n[folders.\"x/y\"]\nkind = \"article\"\n").value;
        assert_eq!(config.defaults_for("x/y/z").count(), 2);
        assert_eq!(config.defaults_for("x/yy").count(), 1);
    }
}
