//! Render: everything -> [`Artifact`]s.
//!
//! `route` says what lives where, `view` what a page shows, the theme's templates how it looks. Feeds, the sitemap and
//! the API are written from the same values.
//!
//! A library in several languages has a site for each (`edition`).
//!
//! Incremental: a page depends on its view and its template; the view is the list of what it depends on.

mod api;
mod artifact;
mod calendar;
mod chart;
mod edition;
mod feed;
mod files;
mod llms;
mod plan;
mod render;
pub mod route;
mod sitemap;
mod style;
mod theme;
mod theme_files;
pub mod view;
mod words;
mod xml;

pub use artifact::{Artifact, Content};
pub use edition::{Edition, Editions};
pub use plan::{Plan, index_artifacts};
pub use theme::Theme;
pub use theme_files::ThemeFiles;
pub use words::{Languages, Words};

use crate::config::Config;
use crate::insight::Insights;
use crate::library::{Library, Page};
use crate::model::AsOf;
use crate::text::{OutputPath, encode_path};

/// Everything that pages are made of.
pub struct Site<'a> {
    /// The pages with their links and terms.
    pub library: &'a Library,
    /// What was learnt.
    pub insights: &'a Insights,
    /// The settings.
    pub config: &'a Config,
    /// Templates, words, assets.
    pub theme: &'a Theme,
    /// The site's other languages.
    pub editions: Editions<'a>,
}

impl Site<'_> {
    /// The day the site is built for.
    pub fn as_of(&self) -> AsOf {
        self.insights.as_of
    }

    /// Where a page lies. The page that introduces the library is part of the home page.
    pub fn place(&self, page: &Page) -> OutputPath {
        if page.introduces_library() { route::home() } else { page.output.clone() }
    }

    /// The absolute URL of a path, where the settings say where the site lives.
    pub fn absolute(&self, path: &OutputPath) -> Option<String> {
        let base = self.config.html.site_url.as_ref()?;
        let path = encode_path(path.as_str());
        let path = path
            .strip_suffix("index.html")
            .filter(|folder| folder.is_empty() || folder.ends_with('/'))
            .unwrap_or(&path);
        Some(format!("{base}{path}"))
    }

    /// Where a page's source can be edited.
    pub fn edit_url(&self, page: &Page) -> Option<String> {
        let template = self.config.html.edit_url_template.as_ref()?;
        Some(template.replace("{path}", &encode_path(page.path().as_str())))
    }
}
