//! The theme, ready for use: templates compiled, words read, assets named by their content.

use super::words::{Grouping, Languages};
use super::{Artifact, ThemeFiles, route, style};
use crate::config::{Config, nearest};
use crate::diagnostic::{Checked, Code, Diagnostic, Subject};
use crate::model::BUILT_IN;
use crate::text::{Fingerprint, Span, image_size};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

/// The name under which built-in templates stay reachable: an override can `{% extends "casebook/base.html" %}`.
const BUILT_IN_PREFIX: &str = "casebook/";

/// A theme, ready for use.
pub struct Theme {
    /// The languages of the interface.
    pub languages: Languages,
    /// Style sheets, scripts and images.
    pub assets: Vec<Artifact>,
    /// The library's own templates, by their paths in the theme.
    own_templates: BTreeSet<String>,
    tera: Tera,
    /// The words of each language as a template value, made once.
    texts: BTreeMap<String, Value>,
}

/// What every template knows as `site` (`base.html`).
#[derive(Serialize)]
struct SiteContext<'a> {
    /// The library's title.
    title: &'a str,
    /// What it is; may be empty.
    description: &'a str,
    /// Who publishes it.
    authors: &'a [String],
    /// Its BCP 47 tag.
    language: &'a str,
    /// The day it was built for, `2026-11-23`.
    as_of: String,
    /// The navigation: the settings' parts in their order, then the taxonomies.
    nav: Vec<NavItem>,
    /// The settings' further links.
    links: Vec<OwnLink<'a>>,
    /// The settings' logo.
    logo: Option<Picture>,
    /// The place of the settings' icon, from the root.
    icon: Option<String>,
    /// The settings' footer; may be empty.
    footer: &'a str,
    /// The place of the settings' Mermaid file, from the root.
    mermaid: Option<String>,
    /// The places of the settings' style sheets, from the root.
    additional_css: Vec<String>,
    /// `Casebook` and its version.
    generator: &'static str,
}

/// An item of the navigation.
#[derive(Serialize)]
struct NavItem {
    /// `incidents`, `recurring`, …: `page.section` is the same on the pages of that part.
    key: &'static str,
    /// Its place, from the root.
    href: String,
    /// Whether it is an index of terms.
    is_taxonomy: bool,
    /// Its title in the library's language.
    title: String,
}

/// A link of the library's own in the navigation.
#[derive(Serialize)]
struct OwnLink<'a> {
    /// Its title.
    title: &'a str,
    /// Its address.
    href: String,
    /// Whether it leaves the site; else it is relative to the root.
    is_outside: bool,
}

/// A picture with its size, so that nothing moves when it arrives.
#[derive(Serialize)]
struct Picture {
    /// Its place, from the root.
    href: String,
    /// Pixels.
    width: Option<u32>,
    /// Pixels.
    height: Option<u32>,
}

impl Theme {
    /// Prepares a theme for an edition of a library; its assets lie `up` from there. Templates that do not compile are reported and left out.
    pub fn prepare(files: &ThemeFiles, config: &Config, up: &str, as_of: crate::model::AsOf) -> Checked<Theme> {
        let mut diagnostics = Vec::new();
        let languages = Languages::read(files, &mut diagnostics);
        let Assets { artifacts: assets, names, sheets } = assets(files, config);
        let mut tera = Tera::new();
        let words = languages.get(&config.language);
        let names = names.into_iter().map(|(name, place)| (name, format!("{up}{place}"))).collect();
        register(&mut tera, names, words.grouping());
        add_templates(&mut tera, files, &mut diagnostics);
        let nav = |key: &'static str, path: crate::text::OutputPath| NavItem {
            key,
            href: path.as_str().to_owned(),
            is_taxonomy: false,
            title: words.text(&format!("nav_{key}")).to_owned(),
        };
        let parts = [
            nav("incidents", route::incidents(1)),
            nav("recurring", route::recurring()),
            nav("actions", route::actions()),
            nav("priorities", route::priorities()),
            nav("trends", route::trends()),
            nav("articles", route::articles()),
        ];
        let place = |name: &str| config.theme.navigation.iter().position(|wanted| wanted == name);
        let mut items: Vec<NavItem> = parts.into_iter().filter(|item| place(item.key).is_some()).collect();
        items.sort_by_key(|item| place(item.key));
        items.extend(config.taxonomies().map(|(_, taxonomy)| NavItem {
            key: "browse",
            href: route::taxonomy(&taxonomy.name).as_str().to_owned(),
            is_taxonomy: true,
            title: taxonomy_title(&words, taxonomy),
        }));
        let named = |name: &Option<String>| {
            let (name, bytes) = files.named.iter().find(|(known, _)| Some(known) == name.as_ref())?;
            Some((format!("{up}{}", asset_name(name, bytes)), image_size(bytes)))
        };
        let logo = named(&config.theme.logo).map(|(href, size)| Picture {
            href,
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
        });
        let links = config.theme.links.iter().map(|(title, href)| {
            let is_outside = href.starts_with('/') || href.starts_with("mailto:") || href.contains("://");
            let path = href.split(['?', '#']).next().unwrap_or(href);
            // An edition has its own pages, and the files of all.
            let is_page = is_outside || path.ends_with(".html") || path.ends_with('/');
            OwnLink { title, href: if is_page { href.clone() } else { format!("{up}{href}") }, is_outside }
        });
        let site = SiteContext {
            title: &config.title,
            description: &config.description,
            authors: &config.authors,
            language: &config.language,
            as_of: as_of.0.to_string(),
            nav: items,
            links: links.collect(),
            logo,
            icon: named(&config.theme.icon).map(|(href, _)| href),
            footer: &config.theme.footer,
            mermaid: named(&config.html.mermaid).map(|(href, _)| href),
            additional_css: sheets.into_iter().map(|sheet| format!("{up}{sheet}")).collect(),
            generator: concat!("Casebook ", env!("CARGO_PKG_VERSION")),
        };
        tera.global_context().insert("site", &site);
        let texts =
            languages.iter().map(|words| (words.tag.clone(), Value::from_serializable(words.texts()))).collect();
        let own_templates = files.own.keys().filter(|path| path.starts_with("templates/")).cloned().collect();
        Checked::new(Theme { languages, assets, own_templates, tera, texts }, diagnostics)
    }

    /// Whether a finding is about a template of the library's own.
    pub(super) fn is_own(&self, found: &Diagnostic) -> bool {
        matches!(&found.subject, Subject::Theme(path) if self.own_templates.contains(path))
    }

    /// Renders a template with a view and the words of a language.
    pub fn render(&self, template: &str, view: &impl Serialize, language: &str) -> Result<String, Diagnostic> {
        let words = self.languages.get(language);
        let mut context = Context::from_serialize(view).map_err(|error| complaint(template, &error))?;
        if let Some(texts) = self.texts.get(&words.tag) {
            context.insert_value("t", texts.clone());
        }
        self.tera.render(template, &context).map_err(|error| complaint(template, &error))
    }
}

/// A taxonomy's title: the settings', the theme's, or its name.
pub(super) fn taxonomy_title(words: &super::Words, taxonomy: &crate::model::Taxonomy) -> String {
    taxonomy.title.clone().unwrap_or_else(|| {
        let built_in = BUILT_IN.contains(&taxonomy.name.as_str());
        if built_in {
            words.text(&format!("taxonomy_{}", taxonomy.name.replace('-', "_"))).to_owned()
        } else {
            taxonomy.name.replace('-', " ")
        }
    })
}

/// All templates at once, so that their order does not matter; when that fails, the library's own are tried one by
/// one so that the good ones still serve.
fn add_templates(tera: &mut Tera, files: &ThemeFiles, diagnostics: &mut Vec<Diagnostic>) {
    let name = |path: &str| path.strip_prefix("templates/").map(str::to_owned);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let built_in: Vec<(String, String)> = files
        .built_in
        .iter()
        .filter_map(|(path, bytes)| Some((format!("{BUILT_IN_PREFIX}{}", name(path)?), text(bytes))))
        .collect();
    let own: Vec<(String, String)> =
        files.own.iter().filter_map(|(path, bytes)| Some((name(path)?, text(bytes)))).collect();
    // `base.html` means the library's own where it has one, else `casebook/base.html`.
    if let Err(error) = tera.set_fallback_prefixes([BUILT_IN_PREFIX]) {
        diagnostics.push(complaint("", &error));
    }
    if tera.add_raw_templates(built_in.iter().chain(&own).map(|(name, text)| (name.as_str(), text.as_str()))).is_ok() {
        return;
    }
    if let Err(error) = tera.add_raw_templates(built_in) {
        diagnostics.push(complaint("", &error));
    }
    for (name, text) in own {
        if let Err(error) = tera.add_raw_templates([(name.as_str(), text.as_str())]) {
            diagnostics.push(complaint(&name, &error));
        }
    }
}

fn register(tera: &mut Tera, names: BTreeMap<String, String>, grouping: Grouping) {
    let names = Arc::new(names);
    tera.register_filter("direction", |language: &str, _: Kwargs, _: &State| direction(language));
    tera.register_filter("number", move |number: u64, _: Kwargs, _: &State| grouping.written(&number.to_string()));
    tera.register_filter("asset", move |name: &str, _: Kwargs, _: &State| {
        names.get(name).cloned().ok_or_else(|| {
            let near = nearest(name, names.keys().map(String::as_str));
            let hint = near.map_or_else(String::new, |near| format!(", did you mean `{near}`?"));
            tera::Error::message(format!("the theme has no asset `{name}`{hint}"))
        })
    });
}

/// Languages that are written from right to left (BCP 47 primary subtags).
const RIGHT_TO_LEFT: &[&str] = &["ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"];

/// The value of HTML's `dir` for a language: `rtl` or `ltr`.
fn direction(language: &str) -> &'static str {
    let primary = language.split(['-', '_']).next().unwrap_or("");
    if RIGHT_TO_LEFT.iter().any(|tag| primary.eq_ignore_ascii_case(tag)) { "rtl" } else { "ltr" }
}

/// Files that pages load, named by their content.
struct Assets {
    artifacts: Vec<Artifact>,
    /// The names by which templates and style sheets ask for the theme's own.
    names: BTreeMap<String, String>,
    /// The places of the settings' style sheets, in order.
    sheets: Vec<String>,
}

/// Style sheets come last: they name the others.
fn assets(files: &ThemeFiles, config: &Config) -> Assets {
    let mut artifacts = Vec::new();
    let mut names = BTreeMap::new();
    let is_sheet = |path: &str| path.ends_with(".css");
    for last in [false, true] {
        for (path, bytes) in files.in_folder("assets/").filter(|(path, _)| is_sheet(path) == last) {
            let name = path.trim_start_matches("assets/");
            let bytes = if last { style::sheet(name, bytes, &names, &config.theme) } else { bytes.to_vec() };
            let place = asset_name(name, &bytes);
            names.insert(name.to_owned(), place.as_str().to_owned());
            artifacts.push(Artifact::new(place, bytes));
        }
    }
    let mut sheets = Vec::new();
    for (name, bytes) in &files.additional_css {
        let bytes = style::sheet(name, bytes, &names, &config.theme);
        let place = asset_name(name, &bytes);
        sheets.push(place.as_str().to_owned());
        artifacts.push(Artifact::new(place, bytes));
    }
    artifacts.extend(files.named.iter().map(|(name, bytes)| Artifact::new(asset_name(name, bytes), bytes.as_slice())));
    Assets { artifacts, names, sheets }
}

/// `casebook.css` -> `assets/casebook.1f2e3d4c5b.css`: may be cached for ever.
fn asset_name(name: &str, bytes: &[u8]) -> crate::text::OutputPath {
    let name = name.rsplit('/').next().unwrap_or(name);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    route::asset(&format!("{stem}.{}.{ending}", Fingerprint::of(&[bytes]).short()))
}

/// A template's error as a finding: which template, where, and what was missing.
fn complaint(template: &str, error: &tera::Error) -> Diagnostic {
    let theme =
        |name: &str| Subject::Theme(format!("templates/{}", name.strip_prefix(BUILT_IN_PREFIX).unwrap_or(name)));
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = Span::new(report.span().range.clone());
            Diagnostic::about(Code::BadTemplate, theme(report.filename()), span, report.message().to_owned())
        }
        _ => {
            let mut message = error.to_string();
            let mut source = std::error::Error::source(error);
            while let Some(cause) = source {
                message = format!("{message}: {cause}");
                source = cause.source();
            }
            Diagnostic::about(Code::BadTemplate, theme(template), None, crate::text::one_line(&message))
        }
    }
}
