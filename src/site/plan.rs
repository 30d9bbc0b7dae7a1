//! The plan of a site: every file's place, known before any page is made. A file is made when it is asked for, or all
//! at once.
//!
//! `build` asks for all and publishes them; `serve` asks for what a browser asks for. There is no other way to a page.
//!
//! Incremental: a plan holds its values by reference count. When nothing but texts changed, the same places serve
//! ([`Plan::with_texts`]).

use super::files::{Files, What};
#[cfg(test)]
use super::render::make_by;
use super::render::{Shared, Task, make, place, stand_in, tasks};
use super::{Artifact, Content, Edition, Editions, Site, Theme, route, sitemap};
use crate::config::Config;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::library::Texts;
use crate::search::IndexFile;
use crate::text::{ContentPath, OutputPath};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, OnceLock};

/// A site whose files are known and not yet made.
pub struct Plan {
    /// The library's own language first; never empty.
    editions: Vec<Edition>,
    /// What each edition's pages say. Apart from the editions: no place depends on it.
    texts: Vec<Arc<Texts>>,
    layout: Arc<Layout>,
}

/// What depends on more than texts.
struct Layout {
    /// What each edition's pages share.
    shared: Vec<Shared>,
    files: Files,
    sitemaps: OnceLock<Vec<Artifact>>,
    diagnostics: Vec<Diagnostic>,
}

impl Plan {
    /// Plans a site of these editions, the library's own language first, each with the texts of its pages. `indexes` has
    /// the search index of each ([`index_artifacts`]).
    pub fn new(editions: Vec<Edition>, texts: Vec<Arc<Texts>>, indexes: &[Arc<[Artifact]>]) -> Plan {
        let layout = Arc::new(layout(&editions, indexes));
        Plan { editions, texts, layout }
    }

    /// The same site with other texts.
    #[must_use]
    pub fn with_texts(&self, texts: Vec<Arc<Texts>>) -> Plan {
        Plan { editions: self.editions.clone(), texts, layout: Arc::clone(&self.layout) }
    }

    fn site(&self, edition: usize) -> Site<'_> {
        Editions { all: &self.editions, here: edition, files: Some(&self.layout.files) }.site(edition)
    }

    /// Templates, words and assets of each edition.
    pub fn themes(&self) -> impl Iterator<Item = &Arc<Theme>> {
        self.editions.iter().map(|edition| &edition.theme)
    }

    /// The settings of the library's own language.
    pub fn config(&self) -> &Config {
        &self.editions[0].config
    }

    /// Every file's place, sorted.
    pub fn places(&self) -> impl Iterator<Item = &OutputPath> {
        self.layout.files.keys()
    }

    /// Whether there is a file at a place.
    pub fn has(&self, place: &OutputPath) -> bool {
        self.layout.files.contains_key(place)
    }

    /// The page of a content file, in the edition that it was written for.
    pub fn place_of(&self, path: &ContentPath) -> Option<OutputPath> {
        let page = |edition: usize| {
            let page = self.editions[edition].library.page_of(path)?;
            Some((
                page.stands_in.is_some(),
                self.site(edition).place(page).in_site_folder(self.editions[edition].folder()),
            ))
        };
        (0..self.editions.len()).filter_map(page).min_by_key(|(stands_in, _)| *stands_in).map(|(_, place)| place)
    }

    /// What fails when one page of each kind is made: together they use every template.
    pub fn failing_samples(&self) -> Vec<Diagnostic> {
        self.samples().par_iter().filter_map(|place| self.file(place)?.err()).collect()
    }

    fn samples(&self) -> Vec<OutputPath> {
        let mut seen = HashSet::new();
        let files = self.layout.files.iter();
        // Feeds and the API are made without a template, and take long.
        let pages = files.filter(|(place, _)| place.as_str().ends_with(".html"));
        let made = pages.filter_map(|(place, what)| match what {
            (edition, What::Made(task)) => Some((place, task.kind(&self.site(*edition)))),
            _ => None,
        });
        made.filter(|(_, kind)| seen.insert(*kind)).map(|(place, _)| place.clone()).collect()
    }

    /// Makes the file at a place; `None` where there is none. An error is a template's.
    pub fn file(&self, place: &OutputPath) -> Option<Result<Artifact, Diagnostic>> {
        self.layout.files.get_key_value(place).map(|(place, (edition, what))| self.made(place, *edition, what))
    }

    /// The page in place of one that fails: it says so. `None` where the theme cannot say even that.
    pub fn stand_in(&self, place: &OutputPath, found: &Diagnostic) -> Option<Artifact> {
        let (edition, _) = self.layout.files.get(place)?;
        let within = place.within(self.editions[*edition].folder())?;
        let page = stand_in(&self.site(*edition), &self.texts[*edition], within, found)?;
        Some(Artifact { path: place.clone(), ..page })
    }

    /// Whether so much fails that the theme is to be mended before anything is published: the home page, or every page of
    /// a kind by a template of the library's own. `failed` has the pages that fail.
    pub fn is_beyond_use(&self, failed: &[(OutputPath, Diagnostic)]) -> bool {
        let kind = |place: &OutputPath| match self.layout.files.get(place) {
            Some((edition, What::Made(task))) => Some(task.kind(&self.site(*edition))),
            _ => None,
        };
        let is_home = |place: &OutputPath| {
            self.editions.iter().any(|edition| *place == route::home().in_site_folder(edition.folder()))
        };
        let places: HashSet<&OutputPath> = failed.iter().map(|(place, _)| place).collect();
        let is_own = |found: &Diagnostic| self.themes().any(|theme| theme.is_own(found));
        let own: HashSet<_> = failed.iter().filter(|(_, found)| is_own(found)).map(|(place, _)| kind(place)).collect();
        let survives = |wanted: &_| {
            self.layout
                .files
                .keys()
                .any(|place| place.as_str().ends_with(".html") && !places.contains(place) && kind(place) == *wanted)
        };
        failed.iter().any(|(place, _)| is_home(place)) || !own.into_iter().all(|kind| survives(&kind))
    }

    /// Makes every file. Artifacts are sorted by path, and no two have the same.
    pub fn all(&self) -> Checked<Vec<Artifact>> {
        let files: Vec<(&OutputPath, &(usize, What))> = self.layout.files.iter().collect();
        let made: Vec<Result<Artifact, Diagnostic>> =
            files.par_iter().map(|(place, (edition, what))| self.made(place, *edition, what)).collect();
        let mut diagnostics = self.layout.diagnostics.clone();
        let mut artifacts = Vec::with_capacity(made.len());
        for result in made {
            match result {
                Ok(artifact) => artifacts.push(artifact),
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        Checked::new(artifacts, diagnostics)
    }

    /// Every page as its template sees it: the template, the view, and the language of its words.
    #[cfg(test)]
    pub(crate) fn views(&self) -> Vec<(String, serde_json::Value, String)> {
        let seen = std::cell::RefCell::new(Vec::new());
        for (edition, what) in self.layout.files.values() {
            if let What::Made(task) = what {
                let _ = make_by(
                    &self.site(*edition),
                    &self.texts[*edition],
                    &self.layout.shared[*edition],
                    task,
                    &|template, view, language| {
                        seen.borrow_mut().push((template.to_owned(), view.value(), language.to_owned()));
                        Ok(String::new())
                    },
                );
            }
        }
        seen.into_inner()
    }

    /// What was found while places were given out: two files for one place.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.layout.diagnostics
    }

    fn made(&self, place: &OutputPath, edition: usize, what: &What) -> Result<Artifact, Diagnostic> {
        let made = match what {
            What::Made(task) => make(&self.site(edition), &self.texts[edition], &self.layout.shared[edition], task)?,
            What::Ready(artifact) => artifact.clone(),
            What::Copy(from) => Artifact { path: place.clone(), content: Content::CopyOf(from.clone()) },
            What::Sitemap(number) => {
                let maps = self.layout.sitemaps.get_or_init(|| {
                    let editions = Editions { all: &self.editions, here: 0, files: Some(&self.layout.files) };
                    sitemap::sitemap(editions, &self.layout.mapped(&self.editions))
                });
                maps[*number].clone()
            }
        };
        Ok(Artifact { path: place.clone(), ..made })
    }
}

impl Layout {
    /// The pages that sitemaps list, each with its edition and its place in it: all but those that are no place to arrive
    /// at, and those that stand in for a translation.
    fn mapped(&self, editions: &[Edition]) -> Vec<(usize, OutputPath)> {
        let no_entrance = [route::not_found(), route::search()];
        let is_entrance = |edition: usize, what: &What| match what {
            What::Made(Task::Redirect(_)) => false,
            What::Made(Task::Page(index)) => editions[edition].library.page(*index).stands_in.is_none(),
            _ => true,
        };
        let pages = self.files.iter().filter(|(path, _)| path.as_str().ends_with(".html"));
        let pages = pages.filter_map(|(path, (edition, what))| {
            let place = path.within(editions[*edition].folder())?;
            (!no_entrance.contains(&place) && is_entrance(*edition, what)).then_some((*edition, place))
        });
        pages.collect()
    }
}

/// The files of a search index in their folder.
pub fn index_artifacts(files: Vec<IndexFile>) -> Vec<Artifact> {
    files.into_iter().map(|file| Artifact::new(route::index_file(&file.name), file.text)).collect()
}

/// Gives every file its place. Of two for one place the content's own is kept, and a diagnostic reports it.
fn layout(editions: &[Edition], indexes: &[Arc<[Artifact]>]) -> Layout {
    let all = Editions { all: editions, here: 0, files: None };
    let mut layout =
        Layout { shared: Vec::new(), files: BTreeMap::new(), sitemaps: OnceLock::new(), diagnostics: Vec::new() };
    for (number, edition) in editions.iter().enumerate() {
        let site = all.site(number);
        let shared = Shared::new(&site);
        let tasks = tasks(&site, &shared);
        let places: Vec<(OutputPath, What)> =
            tasks.into_par_iter().map(|task| (place(&site, &shared, &task), What::Made(task))).collect();
        layout.shared.push(shared);
        let index = indexes.get(number).into_iter().flat_map(|index| index.iter());
        let index = index.map(|file| (file.path.clone(), What::Ready(file.clone())));
        for (place, what) in places.into_iter().chain(index) {
            layout.put(editions, place.in_site_folder(edition.folder()), number, what);
        }
        if number == 0 {
            // The theme's and the content's files lie at the root, once for all editions.
            let theme = edition.theme.assets.iter().map(|file| (file.path.clone(), What::Ready(file.clone())));
            let assets = edition.library.assets.iter();
            let copies = assets.map(|asset| (OutputPath::of_asset(&asset.path), What::Copy(asset.path.clone())));
            for (place, what) in theme.chain(copies) {
                layout.put(editions, place, number, what);
            }
        }
    }
    let mapped = layout.mapped(editions).len();
    for (number, place) in sitemap::places(&all.site(0), mapped).into_iter().enumerate() {
        layout.put(editions, place, 0, What::Sitemap(number));
    }
    layout
}

impl Layout {
    fn put(&mut self, editions: &[Edition], place: OutputPath, edition: usize, what: What) {
        let Some((of, first)) = self.files.get(&place) else {
            self.files.insert(place, (edition, what));
            return;
        };
        let own = |edition: usize, what: &What| match what {
            What::Made(Task::Page(index)) => Some(editions[edition].library.page(*index).path().clone()),
            What::Copy(path) => Some(path.clone()),
            _ => None,
        };
        let Some(path) = own(*of, first).or_else(|| own(edition, &what)) else { return };
        let message = format!("`{place}` is also the place of a page that the site makes itself; yours is kept");
        self.diagnostics.push(Diagnostic::new(Code::DuplicatePath, &path, None, message));
        if matches!(what, What::Copy(_)) {
            self.files.insert(place, (edition, what));
        }
    }
}
