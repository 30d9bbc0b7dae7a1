//! What lives where, known before any page is made: each file is made when it is asked for, or all of them at once.
//!
//! `build` asks for all and publishes them; `serve` asks for what a browser asks for. There is no other way to a page.
//!
//! Incremental: a plan holds its values by reference count. When nothing but bodies changed, the same places serve
//! ([`Plan::with_bodies`]).

use super::render::{Shared, Task, make, place, tasks};
use super::{Artifact, Content, Site, Theme, route, sitemap};
use crate::config::Config;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::insight::Insights;
use crate::library::Library;
use crate::search::IndexFile;
use crate::text::{ContentPath, OutputPath};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, OnceLock};

/// A site whose files are known and not yet made.
pub struct Plan {
    library: Arc<Library>,
    insights: Arc<Insights>,
    config: Arc<Config>,
    theme: Arc<Theme>,
    layout: Arc<Layout>,
}

/// What depends on more than bodies.
struct Layout {
    shared: Shared,
    files: BTreeMap<OutputPath, What>,
    sitemaps: OnceLock<Vec<Artifact>>,
    diagnostics: Vec<Diagnostic>,
}

/// How a file comes about.
#[derive(Clone, Debug)]
enum What {
    /// It is made.
    Made(Task),
    /// It was made before: a file of the search index or of the theme.
    Ready(Artifact),
    /// It is a copy of a file of the content folder.
    Copy(ContentPath),
    /// It is one of the sitemaps.
    Sitemap(usize),
}

impl Plan {
    /// Plans a site. `index` is the search index ([`index_artifacts`]).
    pub fn new(
        library: Arc<Library>,
        insights: Arc<Insights>,
        config: Arc<Config>,
        theme: Arc<Theme>,
        index: &[Artifact],
    ) -> Plan {
        let layout =
            Arc::new(layout(&Site { library: &library, insights: &insights, config: &config, theme: &theme }, index));
        Plan { library, insights, config, theme, layout }
    }

    /// The same site with other bodies: nothing in this library differs from the one before but what only the pages
    /// themselves show.
    #[must_use]
    pub fn with_bodies(&self, library: Arc<Library>) -> Plan {
        Plan {
            library,
            insights: Arc::clone(&self.insights),
            config: Arc::clone(&self.config),
            theme: Arc::clone(&self.theme),
            layout: Arc::clone(&self.layout),
        }
    }

    fn site(&self) -> Site<'_> {
        Site { library: &self.library, insights: &self.insights, config: &self.config, theme: &self.theme }
    }

    /// The pages and how they hang together.
    pub fn library(&self) -> &Arc<Library> {
        &self.library
    }

    /// What was learnt.
    pub fn insights(&self) -> &Arc<Insights> {
        &self.insights
    }

    /// Templates, words, assets.
    pub fn theme(&self) -> &Arc<Theme> {
        &self.theme
    }

    /// Every file's place, sorted.
    pub fn places(&self) -> impl Iterator<Item = &OutputPath> {
        self.layout.files.keys()
    }

    /// Whether there is a file at a place.
    pub fn has(&self, place: &OutputPath) -> bool {
        self.layout.files.contains_key(place)
    }

    /// The page of a content file.
    pub fn place_of(&self, path: &ContentPath) -> Option<OutputPath> {
        let at = self.library.pages.binary_search_by(|page| page.path().cmp(path)).ok()?;
        Some(self.site().place(&self.library.pages[at]))
    }

    /// One place of each kind: together they use every template.
    pub fn samples(&self) -> Vec<OutputPath> {
        let mut seen = HashSet::new();
        let files = self.layout.files.iter();
        let made = files.filter_map(|(place, what)| match what {
            What::Made(task) => Some((place, task.kind(&self.site()))),
            _ => None,
        });
        made.filter(|(_, kind)| seen.insert(*kind)).map(|(place, _)| place.clone()).collect()
    }

    /// Makes the file at a place; `None` where there is none. An error is a template's.
    pub fn file(&self, place: &OutputPath) -> Option<Result<Artifact, Diagnostic>> {
        self.layout.files.get_key_value(place).map(|(place, what)| self.made(place, what))
    }

    /// Makes every file. Artifacts are sorted by path, and no two have the same.
    pub fn all(&self) -> Checked<Vec<Artifact>> {
        let files: Vec<(&OutputPath, &What)> = self.layout.files.iter().collect();
        let made: Vec<Result<Artifact, Diagnostic>> =
            files.par_iter().map(|(place, what)| self.made(place, what)).collect();
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

    /// What was found while places were given out: two files for one place.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.layout.diagnostics
    }

    fn made(&self, place: &OutputPath, what: &What) -> Result<Artifact, Diagnostic> {
        match what {
            What::Made(task) => make(&self.site(), &self.layout.shared, task),
            What::Ready(artifact) => Ok(artifact.clone()),
            What::Copy(from) => Ok(Artifact { path: place.clone(), content: Content::CopyOf(from.clone()) }),
            What::Sitemap(number) => {
                let maps = self.layout.sitemaps.get_or_init(|| sitemap::sitemap(&self.site(), &self.layout.mapped()));
                Ok(maps[*number].clone())
            }
        }
    }
}

impl Layout {
    /// The pages that sitemaps list: all but those that are no place to arrive at.
    fn mapped(&self) -> Vec<OutputPath> {
        let no_entrance = [route::not_found(), route::search()];
        let leads_on = |what: &What| matches!(what, What::Made(Task::Redirect(_)));
        let pages = self
            .files
            .iter()
            .filter(|(path, what)| path.as_str().ends_with(".html") && !no_entrance.contains(path) && !leads_on(what));
        pages.map(|(path, _)| path.clone()).collect()
    }
}

/// The files of a search index in their folder.
pub fn index_artifacts(files: Vec<IndexFile>) -> Vec<Artifact> {
    files.into_iter().map(|file| Artifact::new(route::index_file(&file.name), file.text)).collect()
}

/// Gives every file its place. Of two for one place the content's own is kept, and said.
fn layout(site: &Site<'_>, index: &[Artifact]) -> Layout {
    let shared = Shared::new(site);
    let tasks = tasks(site, &shared);
    let mut layout = Layout { shared, files: BTreeMap::new(), sitemaps: OnceLock::new(), diagnostics: Vec::new() };
    let places: Vec<(OutputPath, What)> =
        tasks.into_par_iter().map(|task| (place(site, &layout.shared, &task), What::Made(task))).collect();
    let ready = index.iter().chain(&site.theme.assets).cloned();
    let copies =
        site.library.assets.iter().map(|asset| (OutputPath::of_asset(&asset.path), What::Copy(asset.path.clone())));
    let all = places.into_iter().chain(ready.map(|file| (file.path.clone(), What::Ready(file)))).chain(copies);
    for (place, what) in all {
        layout.put(site, place, what);
    }
    for (number, place) in sitemap::places(site, layout.mapped().len()).into_iter().enumerate() {
        layout.put(site, place, What::Sitemap(number));
    }
    layout
}

impl Layout {
    fn put(&mut self, site: &Site<'_>, place: OutputPath, what: What) {
        let Some(first) = self.files.get(&place) else {
            self.files.insert(place, what);
            return;
        };
        let own = |what: &What| match what {
            What::Made(Task::Page(index)) => Some(site.library.page(*index).path().clone()),
            What::Copy(path) => Some(path.clone()),
            _ => None,
        };
        let Some(path) = own(first).or_else(|| own(&what)) else { return };
        let message = format!("`{place}` is also the place of a page that the site makes itself; yours is kept");
        self.diagnostics.push(Diagnostic::new(Code::DuplicatePath, &path, None, message));
        if matches!(what, What::Copy(_)) {
            self.files.insert(place, what);
        }
    }
}
