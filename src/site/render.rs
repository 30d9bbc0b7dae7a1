//! Every page of the site as a task; the tasks run in parallel and each knows only its view.

use super::theme::taxonomy_title;
use super::view::actions::ActionList;
use super::view::part::{Entry, LinkView, Meta};
use super::view::term::Group;
use super::view::{Frame, actions, article, home, incident, recurring, search, term, trends};
use super::{Artifact, Content, Site, api, feed, llms, route, sitemap};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::library::PageIx;
use crate::model::{PageKind, Severity};
use crate::search::IndexFile;
use crate::text::{OutputPath, slug};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// The terms of one index.
struct Index<'a> {
    name: String,
    title: String,
    groups: Vec<Group<'a>>,
}

/// One file to make.
enum Task {
    Home,
    NotFound,
    Page(PageIx),
    Taxonomy(usize),
    Term(usize, usize, usize),
    TermFeed(usize, usize),
    Recurring,
    Issue(usize),
    Actions,
    ActionList(usize, usize),
    Trends,
    Articles,
    Search,
    Feed(Format),
    Api,
    Llms,
}

#[derive(Clone, Copy)]
enum Format {
    Atom,
    Json,
}

impl Format {
    fn ending(self) -> &'static str {
        match self {
            Format::Atom => "xml",
            Format::Json => "json",
        }
    }
}

/// What is shared by tasks and made once.
struct Shared<'a> {
    site: &'a Site<'a>,
    indexes: Vec<Index<'a>>,
    lists: Vec<ActionList>,
    /// All incidents, newest first.
    newest: Vec<PageIx>,
}

/// Renders the whole site. Artifacts are sorted by path, and no two have the same.
/// `index` is the search index, which has a folder of its own.
pub fn render(site: &Site<'_>, index: Vec<IndexFile>) -> Checked<Vec<Artifact>> {
    let shared = Shared {
        site,
        indexes: indexes(site),
        lists: actions::lists(site),
        newest: site.library.incidents.iter().rev().copied().collect(),
    };
    let tasks = tasks(&shared);
    let made: Vec<Result<Artifact, Diagnostic>> = tasks.par_iter().map(|task| make(&shared, task)).collect();
    let mut diagnostics = Vec::new();
    let mut artifacts = Vec::with_capacity(made.len());
    for result in made {
        match result {
            Ok(artifact) => artifacts.push(artifact),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    artifacts.extend(index.into_iter().map(|file| Artifact::new(route::index_file(&file.name), file.text)));
    artifacts.extend(site.theme.assets.iter().cloned());
    artifacts.extend(site.library.assets.iter().map(|asset| Artifact {
        path: OutputPath::of_asset(&asset.path),
        content: Content::CopyOf(asset.path.clone()),
    }));
    let artifacts = unique(site, artifacts, &mut diagnostics);
    let mut artifacts = artifacts;
    let pages: Vec<&OutputPath> = artifacts
        .iter()
        .map(|artifact| &artifact.path)
        .filter(|path| path.as_str().ends_with(".html") && ![route::not_found(), route::search()].contains(path))
        .collect();
    let maps = sitemap::sitemap(site, &pages);
    artifacts.extend(maps);
    artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    Checked::new(artifacts, diagnostics)
}

/// Of two artifacts for one path the content's own page is kept, and said.
fn unique(site: &Site<'_>, artifacts: Vec<Artifact>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Artifact> {
    let mut pages: HashMap<OutputPath, PageIx> = HashMap::new();
    for (index, page) in site.library.iter() {
        pages.insert(site.place(page), index);
    }
    let mut kept: BTreeMap<OutputPath, Artifact> = BTreeMap::new();
    for artifact in artifacts {
        if let Some(first) = kept.get(&artifact.path) {
            let message =
                format!("`{}` is also the place of a page that the site makes itself; yours is kept", artifact.path);
            let path = match (pages.get(&artifact.path), &artifact.content, &first.content) {
                (Some(index), _, _) => Some(site.library.page(*index).path().clone()),
                (_, Content::CopyOf(path), _) | (_, _, Content::CopyOf(path)) => Some(path.clone()),
                _ => None,
            };
            let Some(path) = path else { continue };
            diagnostics.push(Diagnostic::new(Code::DuplicatePath, &path, None, message));
            if matches!(artifact.content, Content::CopyOf(_)) {
                kept.insert(artifact.path.clone(), artifact);
            }
            continue;
        }
        kept.insert(artifact.path.clone(), artifact);
    }
    kept.into_values().collect()
}

/// The content's own pages come first: of two for one place the first is kept.
fn tasks(shared: &Shared<'_>) -> Vec<Task> {
    let site = shared.site;
    let mut tasks: Vec<Task> = site
        .library
        .iter()
        .filter(|(index, _)| Some(*index) != site.library.home)
        .map(|(index, _)| Task::Page(index))
        .collect();
    tasks.extend([
        Task::Home,
        Task::NotFound,
        Task::Recurring,
        Task::Actions,
        Task::Trends,
        Task::Articles,
        Task::Search,
        Task::Api,
        Task::Llms,
    ]);
    tasks.extend([Task::Feed(Format::Atom), Task::Feed(Format::Json)]);
    for (index, terms) in shared.indexes.iter().enumerate() {
        tasks.push(Task::Taxonomy(index));
        for (group_index, group) in terms.groups.iter().enumerate() {
            tasks.extend((1..=group.pages()).map(|number| Task::Term(index, group_index, number)));
            if group.has_feed {
                tasks.push(Task::TermFeed(index, group_index));
            }
        }
    }
    tasks.extend((0..site.insights.recurring.len()).map(Task::Issue));
    for (index, list) in shared.lists.iter().enumerate() {
        tasks.extend((1..=list.pages()).map(|number| Task::ActionList(index, number)));
    }
    tasks
}

/// A page that a list of links is all of (`articles.html`, `404.html`).
#[derive(Serialize)]
struct ListView {
    page: Meta,
    articles: Vec<Entry>,
    home: LinkView,
}

fn make(shared: &Shared<'_>, task: &Task) -> Result<Artifact, Diagnostic> {
    let site = shared.site;
    let html = |frame: &Frame<'_>, template: &str, view: &dyn erased::View| {
        let text = view.render(site, template, &frame.words.tag)?;
        Ok(Artifact::new(frame.here.clone(), text))
    };
    let library_frame = |here: OutputPath| Frame::of_library(site, here);
    match task {
        Task::Home => {
            let frame = library_frame(route::home());
            html(&frame, "home.html", &home::view(&frame, &shared.lists))
        }
        Task::NotFound => {
            let frame = library_frame(route::not_found());
            html(&frame, "404.html", &list_view(&frame, "not_found", Vec::new()))
        }
        Task::Page(index) => {
            let page = site.library.page(*index);
            let frame = Frame::new(site, site.place(page), &page.incident().language.value);
            match page.facts().kind {
                PageKind::Incident => html(&frame, "incident.html", &incident::view(&frame, *index)),
                PageKind::Article => html(&frame, "article.html", &article::view(&frame, *index)),
                PageKind::Folder => html(&frame, "folder.html", &article::view(&frame, *index)),
            }
        }
        Task::Taxonomy(index) => {
            let index = &shared.indexes[*index];
            let frame = library_frame(route::taxonomy(&index.name));
            html(&frame, "taxonomy.html", &term::index(&frame, &index.name, &index.title, &index.groups))
        }
        Task::Term(index, group, number) => {
            let index = &shared.indexes[*index];
            let group = &index.groups[*group];
            let frame = library_frame(route::term(&index.name, &group.slug, *number));
            html(&frame, "term.html", &term::view(&frame, group, *number))
        }
        Task::TermFeed(index, group) => {
            let index = &shared.indexes[*index];
            let group = &index.groups[*group];
            let frame = library_frame(route::term_feed(&index.name, &group.slug));
            let title = format!("{} – {}", group.title, site.config.title);
            Ok(feed_artifact(&frame, Format::Atom, &title, &route::term(&index.name, &group.slug, 1), &group.incidents))
        }
        Task::Recurring => {
            let frame = library_frame(route::recurring());
            html(&frame, "recurring.html", &recurring::index(&frame))
        }
        Task::Issue(index) => {
            let issue = &site.insights.recurring[*index];
            let frame = library_frame(route::recurring_issue(&issue.key));
            html(&frame, "recurring_issue.html", &recurring::view(&frame, issue))
        }
        Task::Actions => {
            let frame = library_frame(route::actions());
            html(&frame, "actions.html", &actions::overview(&frame, &shared.lists))
        }
        Task::ActionList(index, number) => {
            let list = &shared.lists[*index];
            let frame = library_frame(route::action_list(&list.name, *number));
            html(&frame, "action_list.html", &actions::list(&frame, list, *number))
        }
        Task::Trends => {
            let frame = library_frame(route::trends());
            html(&frame, "trends.html", &trends::view(&frame))
        }
        Task::Articles => {
            let frame = library_frame(route::articles());
            let articles = site.library.articles.iter().map(|index| frame.entry_with_excerpt(*index)).collect();
            html(&frame, "articles.html", &list_view(&frame, "articles", articles))
        }
        Task::Search => {
            let frame = library_frame(route::search());
            let indexes =
                shared.indexes.iter().map(|index| (index.name.as_str(), index.title.as_str(), &*index.groups));
            html(&frame, "search.html", &search::view(&frame, indexes))
        }
        Task::Feed(format) => {
            let frame = library_frame(route::feed(format.ending()));
            Ok(feed_artifact(&frame, *format, &site.config.title, &route::home(), &shared.newest))
        }
        Task::Api => Ok(Artifact::new(route::api(), api::library(site))),
        Task::Llms => Ok(Artifact::new(route::root("llms.txt"), llms::llms(site))),
    }
}

fn list_view(frame: &Frame<'_>, key: &'static str, articles: Vec<Entry>) -> ListView {
    let home = LinkView { title: frame.site.config.title.clone(), href: frame.url(&route::home()) };
    ListView { page: frame.meta(frame.words.text(key), "", key), articles, home }
}

fn feed_artifact(frame: &Frame<'_>, format: Format, title: &str, home: &OutputPath, incidents: &[PageIx]) -> Artifact {
    let bytes = match format {
        Format::Atom => feed::atom(frame, title, home, incidents),
        Format::Json => feed::json(frame, title, home, incidents),
    };
    Artifact::new(frame.here.clone(), bytes)
}

/// Views behind one pointer, so that `make` reads as a table.
mod erased {
    use super::{Diagnostic, Site};

    pub(super) trait View {
        fn render(&self, site: &Site<'_>, template: &str, language: &str) -> Result<String, Diagnostic>;
    }

    impl<T: serde::Serialize> View for T {
        fn render(&self, site: &Site<'_>, template: &str, language: &str) -> Result<String, Diagnostic> {
            site.theme.render(template, self, language)
        }
    }
}

/// The indexes of terms: every taxonomy that has terms, then severities and years.
fn indexes<'a>(site: &'a Site<'a>) -> Vec<Index<'a>> {
    let words = site.theme.languages.get(&site.config.language);
    let mut all: Vec<Index<'a>> = site
        .config
        .taxonomies()
        .map(|(key, taxonomy)| {
            let title = taxonomy_title(&words, taxonomy);
            let mut groups: Vec<Group<'a>> = site
                .library
                .terms_of(key)
                .terms
                .iter()
                .map(|term| Group {
                    taxonomy: &taxonomy.name,
                    taxonomy_title: title.clone(),
                    title: term.name.clone(),
                    slug: term.slug.clone(),
                    spellings: term.spellings.clone(),
                    definition: term.definition.clone(),
                    incidents: term.incidents.clone(),
                    articles: term.articles.clone(),
                    has_feed: taxonomy.feeds,
                })
                .collect();
            // Sorted by slug before: equals stay in that order.
            groups.sort_by_key(|group| std::cmp::Reverse(group.incidents.len()));
            Index { name: taxonomy.name.clone(), title, groups }
        })
        .collect();
    all.push(severities(site, &words));
    all.push(years(site, &words));
    all
}

fn computed<'a>(
    taxonomy: &'a str,
    taxonomy_title: &str,
    title: String,
    slug: String,
    incidents: Vec<PageIx>,
) -> Group<'a> {
    Group {
        taxonomy,
        taxonomy_title: taxonomy_title.to_owned(),
        title,
        slug,
        spellings: Vec::new(),
        definition: String::new(),
        incidents,
        articles: Vec::new(),
        has_feed: true,
    }
}

fn severities<'a>(site: &'a Site<'a>, words: &super::Words) -> Index<'a> {
    let title = words.text("severities").to_owned();
    let groups = site.config.severities.names().zip(0_u8..).map(|(name, rank)| {
        let of = |index: &PageIx| site.library.page(*index).severity() == Some(Severity(rank));
        let incidents: Vec<PageIx> = site.library.incidents.iter().rev().filter(|index| of(index)).copied().collect();
        computed("severities", &title, name.to_owned(), slug(name), incidents)
    });
    let groups = groups.collect();
    Index { name: "severities".to_owned(), title, groups }
}

fn years<'a>(site: &'a Site<'a>, words: &super::Words) -> Index<'a> {
    let title = words.text("years").to_owned();
    let mut by_year: BTreeMap<Option<i16>, Vec<PageIx>> = BTreeMap::new();
    for (index, page) in site.library.incidents().rev() {
        by_year.entry(page.day().map(|day| day.year())).or_default().push(index);
    }
    let groups = by_year.into_iter().rev().map(|(year, incidents)| match year {
        Some(year) => computed("years", &title, year.to_string(), year.to_string(), incidents),
        None => computed("years", &title, words.text("undated").to_owned(), "undated".to_owned(), incidents),
    });
    let groups = groups.collect();
    Index { name: "years".to_owned(), title, groups }
}
