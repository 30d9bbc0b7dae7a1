//! As written -> as meant. Every raw struct is taken apart without `..`, so that a new key cannot be forgotten here.

use super::raw::{
    RawActions, RawBook, RawBuild, RawCheck, RawConfig, RawFolder, RawFrontMatter, RawGroup, RawGroups, RawHtml,
    RawIncidents, RawLink, RawMarkdown, RawName, RawOutput, RawRecurring, RawSeverities, RawTaxonomy, RawTheme,
};
use super::{
    CheckConfig, Colour, Config, Correction, CorrectionKind, DEFAULTS, FolderDefaults, HOME_SECTIONS, HtmlConfig,
    NAVIGATION, Palette, Scale, ThemeConfig, nearest,
};
use crate::diagnostic::{CODES, Checked, Code, Diagnostic, Level, Subject};
use crate::model::{BUILT_IN, PageKind, SectionKind, Taxonomy, Zone};
use crate::text::{Span, fold, slug};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Tables whose keys are the library's own.
const OPEN: [&str; 11] = [
    "front_matter.aliases",
    "front_matter.defaults",
    "folders",
    "severities.aliases",
    "severities.sections",
    "taxonomies",
    "editions",
    "recurring",
    "trackers",
    "check.levels",
    "defaults",
];

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

type Colours = Option<BTreeMap<String, Spanned<String>>>;

fn resolve(raw: RawConfig, palettes: (Colours, Colours), diagnostics: &mut Vec<Diagnostic>) -> Config {
    let RawConfig {
        book,
        build,
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
        check,
    } = raw;
    let RawBook { title, authors, description, language, languages, src, timezone } = book;
    let RawBuild { build_dir, drafts } = build;
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
    Config {
        title: title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| "Postmortems".to_owned()),
        authors: authors.unwrap_or_default(),
        description: description.unwrap_or_default(),
        language: language.unwrap_or_else(|| "en".to_owned()),
        languages: super::edition::languages(&languages.unwrap_or_default(), diagnostics),
        editions: super::edition::editions(editions, diagnostics),
        src: src.unwrap_or_default(),
        timezone: timezone.and_then(|name| zone(&name, diagnostics)).unwrap_or(Zone::UTC),
        build_dir: build_dir.unwrap_or_default(),
        drafts: drafts.unwrap_or(false),
        html: HtmlConfig {
            site_url: site_url.filter(|url| !url.is_empty()).map(|url| format!("{}/", url.trim_end_matches('/'))),
            theme: theme.unwrap_or_default(),
            additional_css: additional_css.unwrap_or_default(),
            edit_url_template: edit_url_template.filter(|template| !template.is_empty()),
            mermaid: mermaid.filter(|name| !name.is_empty()),
        },
        theme: theme_config(look, palettes, diagnostics),
        aliases,
        defaults: all_defaults(defaults.unwrap_or_default(), folders, diagnostics),
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
        check: checks(check, diagnostics),
    }
}

fn theme_config(raw: RawTheme, defaults: (Colours, Colours), diagnostics: &mut Vec<Diagnostic>) -> ThemeConfig {
    let RawTheme { logo, icon, font, mono_font, footer, navigation, links, home, light, dark } = raw;
    ThemeConfig {
        logo: logo.filter(|name| !name.is_empty()),
        icon: icon.filter(|name| !name.is_empty()),
        font: font.map_or_else(String::new, |font| families(font, diagnostics)),
        mono_font: mono_font.map_or_else(String::new, |font| families(font, diagnostics)),
        footer: footer.unwrap_or_default(),
        navigation: known_names(navigation, &NAVIGATION, "part of the site", diagnostics),
        links: links.unwrap_or_default().into_iter().filter_map(|link| own_link(link, diagnostics)).collect(),
        home: known_names(home, &HOME_SECTIONS, "section of the home page", diagnostics),
        light: palette(light, defaults.0, diagnostics),
        dark: palette(dark, defaults.1, diagnostics),
    }
}

/// Names out of a fixed list; others are reported and left out.
fn known_names(
    names: Option<Vec<Spanned<String>>>,
    known: &[&str],
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut kept = Vec::new();
    for name in names.unwrap_or_default() {
        if known.contains(&name.as_ref().as_str()) {
            kept.push(name.into_inner());
        } else {
            let help = did_you_mean(name.as_ref(), known.iter().copied());
            wrong(diagnostics, name.span(), format!("`{}` is not a {what}", name.as_ref()), help);
        }
    }
    kept
}

/// Font families go into a style sheet, so only what a list of families has may be in them.
fn families(font: Spanned<String>, diagnostics: &mut Vec<Diagnostic>) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '-' | '_' | '.' | '"' | '\'');
    let quotes = |quote: char| font.as_ref().matches(quote).count().is_multiple_of(2);
    if font.as_ref().chars().all(fits) && quotes('"') && quotes('\'') {
        return font.into_inner();
    }
    wrong(
        diagnostics,
        font.span(),
        format!("`{}` is not a list of font families", font.as_ref()),
        "Write families with commas between them, such as: Inter, \"Noto Sans\", sans-serif.".to_owned(),
    );
    String::new()
}

fn own_link(RawLink { title, href }: RawLink, diagnostics: &mut Vec<Diagnostic>) -> Option<(String, String)> {
    let href = href?;
    let scheme = href.as_ref().split_once(':').map(|(scheme, _)| scheme).filter(|scheme| !scheme.contains('/'));
    if scheme.is_some_and(|scheme| !["http", "https", "mailto"].contains(&scheme)) || title.trim().is_empty() {
        wrong(
            diagnostics,
            href.span(),
            format!("`{}` cannot be a link of the navigation", href.as_ref()),
            "Give it a title and an address with http:, https: or mailto:, or a page of the site such as runbooks/index.html."
                .to_owned(),
        );
        return None;
    }
    Some((title, href.into_inner()))
}

/// The default colours with the library's own over them. What is no colour is reported; so is text that is hard to
/// read, where one of the library's own colours makes it so.
fn palette(own: Colours, defaults: Colours, diagnostics: &mut Vec<Diagnostic>) -> Palette {
    let (own, defaults) = (own.unwrap_or_default(), defaults.unwrap_or_default());
    let mut palette =
        Palette::new(defaults.iter().filter_map(|(name, text)| Some((name.as_str(), Colour::parse(text.as_ref())?))));
    for (name, text) in &own {
        match Colour::parse(text.as_ref()) {
            Some(colour) => palette.set(name, colour),
            None => wrong(
                diagnostics,
                text.span(),
                format!("`{}` is not a colour", text.as_ref()),
                "Write colours as #rgb or #rrggbb, such as #0b5cad.".to_owned(),
            ),
        }
    }
    for (text, ground, contrast) in palette.too_faint() {
        let Some(place) = own.get(text).or_else(|| own.get(ground)) else { continue };
        let message = format!("`{text}` on `{ground}` has a contrast of {contrast:.1}, and readable text needs 4.5");
        let place = Span::new(place.span());
        diagnostics.push(Diagnostic::about(Code::LowContrast, Subject::Settings, place, message));
    }
    palette
}

/// Corrections in the order in which they are applied.
fn corrections(raw: RawRecurring) -> Vec<Correction> {
    let RawRecurring { name, merge, split, silence } = raw;
    let named = |name: Spanned<String>| (name.get_ref().trim().to_owned(), Span::new(name.span()));
    let of = |kind, about: Vec<Spanned<String>>| Correction { kind, about: about.into_iter().map(named).collect() };
    let splits = split.into_iter().map(|RawIncidents { incidents }| of(CorrectionKind::Split, incidents));
    let merges = merge.into_iter().map(|RawGroups { groups }| of(CorrectionKind::Merge, groups));
    let names = name.into_iter().map(|RawName { group, title }| of(CorrectionKind::Name(title), vec![group]));
    let silences = silence.into_iter().map(|RawGroup { group }| of(CorrectionKind::Silence, vec![group]));
    splits.chain(merges).chain(names).chain(silences).collect()
}

pub(super) fn wrong(diagnostics: &mut Vec<Diagnostic>, span: std::ops::Range<usize>, message: String, help: String) {
    diagnostics.push(Diagnostic::about(Code::BadSettings, Subject::Settings, Span::new(span), message).help(help));
}

fn zone(name: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) -> Option<Zone> {
    let zone = crate::model::parse_zone(name.as_ref());
    if zone.is_none() {
        wrong(
            diagnostics,
            name.span(),
            format!("`{}` is not a time zone", name.as_ref()),
            "Use an IANA name such as Europe/Paris or an offset such as +02:00.".to_owned(),
        );
    }
    zone
}

/// The built-in taxonomies and the configured ones, and the front matter keys that mean them.
fn all_taxonomies(configured: BTreeMap<String, RawTaxonomy>) -> (Vec<Taxonomy>, Vec<(String, String)>) {
    let mut all: Vec<Taxonomy> =
        BUILT_IN.iter().map(|name| Taxonomy { name: (*name).to_owned(), title: None, feeds: true }).collect();
    let mut aliases = Vec::new();
    for (name, raw) in configured.into_iter().take(200) {
        let RawTaxonomy { title, aliases: keys, feeds } = raw;
        let name = slug(&name);
        aliases.extend(keys.unwrap_or_default().iter().map(|key| (fold(key), name.clone())));
        match all.iter_mut().find(|taxonomy| taxonomy.name == name) {
            Some(built_in) => {
                built_in.title = title.or(built_in.title.take());
                built_in.feeds = feeds.unwrap_or(true);
            }
            None => all.push(Taxonomy { name, title, feeds: feeds.unwrap_or(true) }),
        }
    }
    (all, aliases)
}

fn all_defaults(
    book: toml::Table,
    folders: BTreeMap<String, RawFolder>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<FolderDefaults> {
    let mut all = vec![FolderDefaults { folder: String::new(), kind: None, values: book }];
    // A BTreeMap gives a folder before the folders in it.
    for (folder, RawFolder { kind, defaults }) in folders {
        let kind = kind.and_then(|kind| match kind.as_ref().as_str() {
            "incident" | "postmortem" => Some(PageKind::Incident),
            "article" => Some(PageKind::Article),
            other => {
                wrong(
                    diagnostics,
                    kind.span(),
                    format!("`{other}` is not a kind of page"),
                    "Use \"incident\" or \"article\".".to_owned(),
                );
                None
            }
        });
        let folder = folder.trim_matches('/').to_owned();
        all.push(FolderDefaults { folder, kind, values: defaults.unwrap_or_default() });
    }
    all
}

fn required_sections(
    sections: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    severities: &Scale,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(crate::model::Severity, Vec<SectionKind>)> {
    let mut required = Vec::new();
    for (level, names) in sections {
        let Some(severity) = severities.parse(level.as_ref()) else {
            let scale: Vec<&str> = severities.names().collect();
            wrong(
                diagnostics,
                level.span(),
                format!("`{}` is not on the scale of severities", level.as_ref()),
                format!("Use one of {}.", scale.join(", ")),
            );
            continue;
        };
        let mut kinds = Vec::new();
        for name in names {
            match SectionKind::from_name(name.as_ref()) {
                Some(kind) => kinds.push(kind),
                None => {
                    let known = SectionKind::ALL.iter().map(|kind| kind.name());
                    wrong(
                        diagnostics,
                        name.span(),
                        format!("`{}` is not a section", name.as_ref()),
                        did_you_mean(name.as_ref(), known),
                    );
                }
            }
        }
        required.push((severity, kinds));
    }
    required
}

fn checks(raw: RawCheck, diagnostics: &mut Vec<Diagnostic>) -> CheckConfig {
    let RawCheck { draft_days, vocabulary, levels } = raw;
    let mut changed = Vec::new();
    for (name, level) in levels.unwrap_or_default() {
        let Some(code) = Code::from_name(name.as_ref()) else {
            wrong(
                diagnostics,
                name.span(),
                format!("there is no check `{}`", name.as_ref()),
                did_you_mean(name.as_ref(), CODES.iter().map(|code| code.name())),
            );
            continue;
        };
        match level.as_ref().as_str() {
            "off" => changed.push((code, None)),
            "info" => changed.push((code, Some(Level::Info))),
            "warning" => changed.push((code, Some(Level::Warning))),
            "error" => changed.push((code, Some(Level::Error))),
            other => wrong(
                diagnostics,
                level.span(),
                format!("`{other}` is not a level"),
                "Use \"off\", \"info\", \"warning\" or \"error\".".to_owned(),
            ),
        }
    }
    CheckConfig {
        draft_days: draft_days.filter(|days| *days > 0),
        vocabulary: vocabulary.unwrap_or_default(),
        levels: changed,
    }
}

pub(super) fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(word, known.clone()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("Use one of {}.", known.collect::<Vec<_>>().join(", ")),
    }
}

/// Tables that have names of the library's own, with the keys that each of them has.
const OWN: [(&str, &[&str]); 3] = [
    ("trackers", &super::tracker::TRACKER_KEYS),
    ("policies", &super::policy::POLICY_KEYS),
    ("editions", &super::edition::EDITION_KEYS),
];

/// A warning for each key that a table with a name of the library's own does not have.
fn unknown_own_keys(written: &DeTable<'_>, found: &mut Vec<Diagnostic>) {
    for (table, keys) in OWN {
        let all =
            written.iter().filter(|(key, _)| key.get_ref() == table).flat_map(|(_, value)| match value.get_ref() {
                DeValue::Table(named) => named.values().collect::<Vec<_>>(),
                DeValue::Array(items) => items.iter().collect(),
                _ => Vec::new(),
            });
        for inner in all {
            let DeValue::Table(inner) = inner.get_ref() else { continue };
            for (key, _) in inner.iter().filter(|(key, _)| !keys.contains(&key.get_ref().as_ref())) {
                let name = key.get_ref().as_ref();
                found.push(unknown_key(&format!("{table}.{name}"), key.span(), name, keys));
            }
        }
    }
}

fn unknown_key(path: &str, span: std::ops::Range<usize>, name: &str, known: &[&str]) -> Diagnostic {
    let message = format!("`{path}` is not a setting of Casebook");
    Diagnostic::about(Code::UnknownSetting, Subject::Settings, Span::new(span), message)
        .help(did_you_mean(name, known.iter().copied()))
}

/// A warning for each key that `defaults.toml` does not have.
fn unknown_keys(book_toml: &str) -> Vec<Diagnostic> {
    let (Ok(written), Ok(defaults)) = (DeTable::parse(book_toml), DeTable::parse(DEFAULTS)) else { return Vec::new() };
    let mut found = Vec::new();
    compare("", written.get_ref(), defaults.get_ref(), &mut found);
    unknown_own_keys(written.get_ref(), &mut found);
    found
}

fn compare(path: &str, written: &DeTable<'_>, known: &DeTable<'_>, found: &mut Vec<Diagnostic>) {
    for (key, value) in written {
        let name = key.get_ref().as_ref();
        let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        match (known.iter().find(|(known, _)| known.get_ref() == key.get_ref()), value.get_ref()) {
            (Some((_, known)), DeValue::Table(table)) if !OPEN.contains(&inner.as_str()) => {
                if let DeValue::Table(known) = known.get_ref() {
                    compare(&inner, table, known, found);
                }
            }
            (Some(_), _) => {}
            (None, _) => {
                let names: Vec<&str> = known.iter().map(|(known, _)| known.get_ref().as_ref()).collect();
                found.push(unknown_key(&inner, key.span(), name, &names));
            }
        }
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
