//! `[theme]`: logo, fonts, colours, navigation, and the sections of the home page.

use super::section::section;
use super::wrong::{did_you_mean, wrong};
use super::{Colour, Palette};
use crate::diagnostic::{Code, Diagnostic, Subject};
use crate::text::Span;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

section! { /// `[theme]`
RawTheme { logo: String, icon: String, font: Spanned<String>, mono_font: Spanned<String>, footer: String,
    navigation: Vec<Spanned<String>>, links: Vec<RawLink>, home: Vec<Spanned<String>>,
    light: BTreeMap<String, Spanned<String>>, dark: BTreeMap<String, Spanned<String>> } }

/// One of `[theme] links`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawLink {
    pub(super) title: String,
    pub(super) href: Option<Spanned<String>>,
}

/// The parts of the site that the navigation can lead to, by their names in `[theme] navigation`.
pub const NAVIGATION: [&str; 6] = ["incidents", "recurring", "actions", "priorities", "trends", "articles"];

/// The sections of the home page, by their names in `[theme] home`.
pub const HOME_SECTIONS: [&str; 10] = [
    "introduction",
    "calendar",
    "latest",
    "recurring",
    "fixes",
    "overdue",
    "quarters",
    "on-this-day",
    "browse",
    "guides",
];

/// `[theme]`.
#[derive(Clone, Debug)]
pub struct ThemeConfig {
    /// The logo, relative to book.toml.
    pub logo: Option<String>,
    /// The icon of the browser's tab, relative to book.toml.
    pub icon: Option<String>,
    /// Font families of text; empty for the reader's system font.
    pub font: String,
    /// Font families of code; likewise.
    pub mono_font: String,
    /// A line at the foot of every page; may be empty.
    pub footer: String,
    /// Names out of [`NAVIGATION`], in order.
    pub navigation: Vec<String>,
    /// Further links of the navigation: title and address.
    pub links: Vec<(String, String)>,
    /// Names out of [`HOME_SECTIONS`], in order.
    pub home: Vec<String>,
    /// Colours on a light ground.
    pub light: Palette,
    /// Colours on a dark ground.
    pub dark: Palette,
}

/// Names of colours and the colours as written.
pub(super) type Colours = Option<BTreeMap<String, Spanned<String>>>;

/// The theme as meant: `defaults` are the palettes that the program starts from.
pub(super) fn theme_config(
    raw: RawTheme,
    defaults: (Colours, Colours),
    diagnostics: &mut Vec<Diagnostic>,
) -> ThemeConfig {
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
