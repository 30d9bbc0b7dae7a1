//! The site in several languages: each edition is a whole site in a folder of its own, and knows its pages in the
//! others.
//!
//! A page has the same place in every edition, below the edition's folder. All links of an edition stay in it, but those
//! that lead to another language, and those to files that lie at the root once for all: the theme's and the content's.

use super::files::{Files, What};
use super::render::Task;
use super::view::part::{AlternateView, LanguageLink};
use super::{Site, Theme, route};
use crate::config::Config;
use crate::insight::Insights;
use crate::library::{Library, Page};
use crate::text::{ContentPath, OutputPath, own_name};
use std::sync::Arc;

/// One language's site.
#[derive(Clone)]
pub struct Edition {
    /// Its pages and how they hang together.
    pub library: Arc<Library>,
    /// What was learnt from them.
    pub insights: Arc<Insights>,
    /// The settings as they hold in it.
    pub config: Arc<Config>,
    /// Templates, words, assets.
    pub theme: Arc<Theme>,
}

impl Edition {
    /// Its folder, the language's tag; "" for the library's own language.
    pub fn folder(&self) -> &str {
        self.library.variant.folder()
    }
}

/// The editions as one of them sees them.
#[derive(Clone, Copy)]
pub struct Editions<'a> {
    /// All of them, the library's own language first.
    pub(super) all: &'a [Edition],
    /// The index of the one that is being made.
    pub(super) here: usize,
    /// Every file; `None` while places are still given out.
    pub(super) files: Option<&'a Files>,
}

impl<'a> Editions<'a> {
    /// The site of an edition.
    pub(super) fn site(self, of: usize) -> Site<'a> {
        let Edition { library, insights, config, theme, .. } = &self.all[of];
        Site { library, insights, config, theme, editions: Editions { here: of, ..self } }
    }

    /// The folder of the edition that is being made.
    pub(super) fn folder(self) -> &'a str {
        self.all[self.here].folder()
    }

    /// The file at a place of an edition, if the edition has made one.
    fn file(self, edition: usize, place: &OutputPath) -> Option<&'a What> {
        let (of, what) = self.files?.get(&place.in_site_folder(self.all[edition].folder()))?;
        (*of == edition).then_some(what)
    }

    /// The editions that have a page of their own at a place: not one that stands in for a translation.
    pub(super) fn versions(self, place: &'a OutputPath) -> impl Iterator<Item = usize> + 'a {
        let is_own = move |edition: &usize| match self.file(*edition, place) {
            Some(What::Made(Task::Page(index))) => self.all[*edition].library.page(*index).stands_in.is_none(),
            Some(What::Made(task)) => !matches!(task, Task::Redirect(_) | Task::NotFound),
            _ => false,
        };
        (0..self.all.len()).filter(is_own)
    }

    /// The translations of a page, itself among them; none where there is no other. Absolute URLs where it is known where
    /// the site lives, else relative to `place`.
    pub(super) fn alternates(self, place: &OutputPath) -> Vec<AlternateView> {
        let versions: Vec<usize> = if self.all.len() > 1 { self.versions(place).collect() } else { Vec::new() };
        if versions.len() < 2 || !versions.contains(&self.here) {
            return Vec::new();
        }
        let href =
            |edition: usize| self.site(edition).absolute(place).unwrap_or_else(|| self.link(place, edition, place));
        let alternate = |edition: &usize| AlternateView {
            language: self.all[*edition].config.language.clone(),
            href: href(*edition),
        };
        let mut all: Vec<AlternateView> = versions.iter().map(alternate).collect();
        // The first is the library's own language where it has the page.
        all.push(AlternateView { language: "x-default".to_owned(), href: href(versions[0]) });
        all
    }

    /// What leads from a page to the same one in each language, or to the home page of an edition that lacks it; none
    /// where there is one language.
    pub(super) fn switcher(self, place: &OutputPath) -> Vec<LanguageLink> {
        if self.all.len() < 2 {
            return Vec::new();
        }
        let link = |(index, edition): (usize, &Edition)| {
            let is_there = *place != route::not_found() && self.file(index, place).is_some();
            let home = route::home();
            LanguageLink {
                language: edition.config.language.clone(),
                title: own_name(&edition.config.language),
                href: self.link(place, index, if is_there { place } else { &home }),
                is_here: index == self.here,
            }
        };
        self.all.iter().enumerate().map(link).collect()
    }

    /// The URL of the translation of `page`, which lies at `here`, that is the file at `path`.
    pub(super) fn translation(self, here: &OutputPath, page: &Page, path: &ContentPath) -> String {
        let is_home = |edition: &Edition| {
            // Introductions may go by another name (`README.fr.md` for `_index.md`).
            let found = edition.library.page_at(&page.place).or_else(|| edition.library.page_of(path));
            found.is_some_and(|page| page.path() == path && page.stands_in.is_none())
        };
        let edition = self.all.iter().position(is_home);
        edition.map_or_else(String::new, |edition| self.link(here, edition, here))
    }

    /// The relative URL that leads from a place of this edition to one of another.
    fn link(self, from: &OutputPath, edition: usize, to: &OutputPath) -> String {
        from.in_site_folder(self.folder()).link_to(&to.in_site_folder(self.all[edition].folder()))
    }
}
