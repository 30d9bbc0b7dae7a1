//! Every page of the site as a task: where it lies and what it shows. Each knows only its view.

use super::theme::taxonomy_title;
use super::view::actions::ActionList;
use super::view::redirect::Redirect;
use super::view::term::{Group, Kin};
use super::view::{
    Frame, actions, article, completeness, failed, home, incident, incidents, list, policies, priorities, reading,
    recurring, redirect, review, search, term, trends,
};
use super::{Artifact, Site, api, calendar, feed, llms, route};
use crate::diagnostic::Diagnostic;
use crate::library::{PageIx, Target, Texts};
use crate::model::{PageKind, ReportPart, Severity};
use crate::text::{OutputPath, slug};
use std::collections::{BTreeMap, HashSet};

/// The terms of one index.
struct Index {
    name: String,
    title: String,
    groups: Vec<Group>,
}

/// One file to make.
#[derive(Clone, Copy, Debug)]
pub(super) enum Task {
    Home,
    NotFound,
    Incidents(usize),
    Page(PageIx),
    Taxonomy(usize),
    Term(usize, usize, usize),
    TermFeed(usize, usize),
    Redirect(usize),
    Picture(usize),
    Recurring,
    Issue(usize),
    Actions,
    ActionList(usize, usize),
    Review,
    Policies,
    Calendar,
    Completeness,
    Lacking(usize),
    Priorities,
    Trends,
    Reading,
    Articles,
    Search,
    Feed(Format),
    Api,
    Llms,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Format {
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
pub(super) struct Shared {
    indexes: Vec<Index>,
    lists: Vec<ActionList>,
    redirects: Vec<Redirect>,
    /// The pictures that stand in texts, each with a page that has it.
    pictures: Vec<(String, PageIx)>,
    /// Parts that postmortems lack, and which ones do.
    lacking: Vec<(ReportPart, Vec<PageIx>)>,
    /// All incidents, newest first.
    newest: Vec<PageIx>,
}

impl Shared {
    pub(super) fn new(site: &Site<'_>) -> Shared {
        let (indexes, lists) = rayon::join(|| indexes(site), || actions::lists(site));
        Shared {
            indexes,
            lists,
            redirects: redirects(site),
            pictures: pictures(site),
            lacking: completeness::parts(site),
            newest: site.library.incidents.iter().rev().copied().collect(),
        }
    }
}

impl Task {
    /// What kind of file it makes; pages by what they are.
    pub(super) fn kind(&self, site: &Site<'_>) -> (std::mem::Discriminant<Task>, Option<PageKind>) {
        let page = match self {
            Task::Page(index) => Some(site.library.page(*index).shape.kind),
            _ => None,
        };
        (std::mem::discriminant(self), page)
    }
}

/// Every page and feed of the site, the content's own pages first.
pub(super) fn tasks(site: &Site<'_>, shared: &Shared) -> Vec<Task> {
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
        Task::Review,
        Task::Policies,
        Task::Calendar,
        Task::Completeness,
        Task::Priorities,
        Task::Trends,
        Task::Reading,
        Task::Articles,
        Task::Search,
        Task::Api,
        Task::Llms,
    ]);
    tasks.extend([Task::Feed(Format::Atom), Task::Feed(Format::Json)]);
    tasks.extend((1..=incidents::pages(shared.newest.len())).map(Task::Incidents));
    for (index, terms) in shared.indexes.iter().enumerate() {
        tasks.push(Task::Taxonomy(index));
        for (group_index, group) in terms.groups.iter().enumerate() {
            tasks.extend((1..=group.pages()).map(|number| Task::Term(index, group_index, number)));
            if group.has_feed {
                tasks.push(Task::TermFeed(index, group_index));
            }
        }
    }
    tasks.extend((0..shared.redirects.len()).map(Task::Redirect));
    tasks.extend((0..shared.pictures.len()).map(Task::Picture));
    tasks.extend((0..site.insights.recurring.len()).map(Task::Issue));
    tasks.extend((0..shared.lacking.len()).map(Task::Lacking));
    for (index, list) in shared.lists.iter().enumerate() {
        tasks.extend((1..=list.pages()).map(|number| Task::ActionList(index, number)));
    }
    tasks
}

/// Where a task's file lies.
pub(super) fn place(site: &Site<'_>, shared: &Shared, task: &Task) -> OutputPath {
    let index = |index: &usize| &shared.indexes[*index];
    match task {
        Task::Home => route::home(),
        Task::NotFound => route::not_found(),
        Task::Incidents(number) => route::incidents(*number),
        Task::Page(page) => site.place(site.library.page(*page)),
        Task::Taxonomy(of) => route::taxonomy(&index(of).name),
        Task::Term(of, group, number) => route::term(&index(of).name, &index(of).groups[*group].slug, *number),
        Task::TermFeed(of, group) => route::term_feed(&index(of).name, &index(of).groups[*group].slug),
        Task::Redirect(index) => shared.redirects[*index].from.clone(),
        Task::Picture(index) => route::picture(&shared.pictures[*index].0),
        Task::Recurring => route::recurring(),
        Task::Issue(issue) => route::recurring_issue(&site.insights.recurring[*issue].key),
        Task::Actions => route::actions(),
        Task::ActionList(list, number) => route::action_list(&shared.lists[*list].name, *number),
        Task::Review => route::review(),
        Task::Policies => route::policies(),
        Task::Calendar => route::calendar(),
        Task::Completeness => route::completeness(),
        Task::Lacking(part) => route::lacking(shared.lacking[*part].0.name()),
        Task::Priorities => route::priorities(),
        Task::Trends => route::trends(),
        Task::Reading => route::reading(),
        Task::Articles => route::articles(),
        Task::Search => route::search(),
        Task::Feed(format) => route::feed(format.ending()),
        Task::Api => route::api(),
        Task::Llms => route::root("llms.txt"),
    }
}

/// Makes one file.
pub(super) fn make(site: &Site<'_>, texts: &Texts, shared: &Shared, task: &Task) -> Result<Artifact, Diagnostic> {
    make_by(site, texts, shared, task, &|template, view, language| view.render(site, template, language))
}

/// What makes a page of a template's name, a view and a language.
pub(super) type Render<'r> = dyn Fn(&str, &dyn erased::View, &str) -> Result<String, Diagnostic> + 'r;

/// Makes one file; `render` makes a page.
pub(super) fn make_by(
    site: &Site<'_>,
    texts: &Texts,
    shared: &Shared,
    task: &Task,
    render: &Render<'_>,
) -> Result<Artifact, Diagnostic> {
    let here = place(site, shared, task);
    let frame = match task {
        Task::Page(index) if site.library.page(*index).stands_in.is_none() => {
            Frame::new(site, texts, here, &site.library.page(*index).incident().language.value)
        }
        _ => Frame::of_library(site, texts, here),
    };
    let html = |template: &str, view: &dyn erased::View| {
        let text = render(template, view, &frame.words.tag)?;
        Ok(Artifact::new(frame.here.clone(), text))
    };
    match task {
        Task::Home => html("home.html", &home::view(&frame, &shared.lists)),
        Task::NotFound => html("404.html", &list::not_found(&frame)),
        Task::Incidents(number) => html("incidents.html", &incidents::view(&frame, &shared.newest, *number)),
        Task::Page(index) => match site.library.page(*index).shape.kind {
            PageKind::Incident | PageKind::Maintenance => html("incident.html", &incident::view(&frame, *index)),
            PageKind::Article => html("article.html", &article::view(&frame, *index)),
            PageKind::Folder => html("folder.html", &article::view(&frame, *index)),
        },
        Task::Taxonomy(index) => {
            let index = &shared.indexes[*index];
            html("taxonomy.html", &term::index(&frame, &index.name, &index.title, &index.groups))
        }
        Task::Term(index, group, number) => {
            html("term.html", &term::view(&frame, &shared.indexes[*index].groups[*group], *number))
        }
        Task::TermFeed(index, group) => {
            let index = &shared.indexes[*index];
            let group = &index.groups[*group];
            let title = format!("{} – {}", group.title, site.config.title);
            let home = route::term(&index.name, &group.slug, 1);
            Ok(feed_artifact(&frame, Format::Atom, &title, &home, &group.incidents))
        }
        Task::Redirect(index) => html("redirect.html", &redirect::view(&frame, &shared.redirects[*index])),
        Task::Picture(index) => {
            let (name, page) = &shared.pictures[*index];
            let page = frame.library().page(*page);
            let found = page.body().pictures.iter().find(|picture| picture.name == *name);
            Ok(Artifact::new(frame.here.clone(), found.map_or(&[][..], |picture| &picture.bytes)))
        }
        Task::Recurring => html("recurring.html", &recurring::index(&frame)),
        Task::Issue(index) => html("recurring_issue.html", &recurring::view(&frame, &site.insights.recurring[*index])),
        Task::Actions => html("actions.html", &actions::overview(&frame, &shared.lists)),
        Task::ActionList(index, number) => {
            html("action_list.html", &actions::list(&frame, &shared.lists[*index], *number))
        }
        Task::Review => html("review.html", &review::view(&frame)),
        Task::Policies => html("policies.html", &policies::view(&frame)),
        Task::Calendar => Ok(Artifact::new(frame.here.clone(), calendar::calendar(&frame))),
        Task::Completeness => html("completeness.html", &completeness::overview(&frame, &shared.lacking)),
        Task::Priorities => html("priorities.html", &priorities::view(&frame)),
        Task::Lacking(index) => {
            let (part, pages) = &shared.lacking[*index];
            html("lacking.html", &completeness::list(&frame, *part, pages))
        }
        Task::Trends => html("trends.html", &trends::view(&frame)),
        Task::Reading => html("reading.html", &reading::view(&frame)),
        Task::Articles => html("articles.html", &list::articles(&frame)),
        Task::Search => {
            let indexes =
                shared.indexes.iter().map(|index| (index.name.as_str(), index.title.as_str(), &*index.groups));
            html("search.html", &search::view(&frame, indexes))
        }
        Task::Feed(format) => Ok(feed_artifact(&frame, *format, &site.config.title, &route::home(), &shared.newest)),
        Task::Api => Ok(Artifact::new(frame.here.clone(), api::library(site, texts))),
        Task::Llms => Ok(Artifact::new(frame.here.clone(), llms::llms(site, texts))),
    }
}

fn feed_artifact(frame: &Frame<'_>, format: Format, title: &str, home: &OutputPath, incidents: &[PageIx]) -> Artifact {
    let bytes = match format {
        Format::Atom => feed::atom(frame, title, home, incidents),
        Format::Json => feed::json(frame, title, home, incidents),
    };
    Artifact::new(frame.here.clone(), bytes)
}

/// The page in place of one that fails; `None` where the theme cannot say even that.
pub(super) fn stand_in(site: &Site<'_>, texts: &Texts, here: OutputPath, found: &Diagnostic) -> Option<Artifact> {
    let frame = Frame::of_library(site, texts, here);
    let page = site.theme.render("failed.html", &failed::view(&frame, found), &frame.words.tag).ok()?;
    Some(Artifact::new(frame.here.clone(), page))
}

/// Views behind one pointer, so that `make` reads as a table.
pub(super) mod erased {
    use super::{Diagnostic, Site};

    pub trait View {
        fn render(&self, site: &Site<'_>, template: &str, language: &str) -> Result<String, Diagnostic>;

        /// The view as templates see it.
        #[cfg(test)]
        fn value(&self) -> serde_json::Value;
    }

    impl<T: serde::Serialize> View for T {
        fn render(&self, site: &Site<'_>, template: &str, language: &str) -> Result<String, Diagnostic> {
            site.theme.render(template, self, language)
        }

        #[cfg(test)]
        fn value(&self) -> serde_json::Value {
            serde_json::to_value(self).unwrap_or_default()
        }
    }
}

/// The indexes of terms: every taxonomy that has terms, then severities and years.
fn indexes(site: &Site<'_>) -> Vec<Index> {
    let words = site.theme.languages.get(&site.config.language);
    let mut all: Vec<Index> = site
        .config
        .taxonomies()
        .map(|(key, taxonomy)| {
            let title = taxonomy_title(&words, taxonomy);
            let terms = &site.library.terms_of(key).terms;
            let kin = |term: &usize| {
                let term = &terms[*term];
                Kin { title: term.name.clone(), slug: term.slug.clone(), count: term.incidents_below.len() }
            };
            let mut groups: Vec<Group> = terms
                .iter()
                .map(|term| Group {
                    taxonomy: taxonomy.name.clone(),
                    taxonomy_title: title.clone(),
                    title: term.name.clone(),
                    slug: term.slug.clone(),
                    spellings: term.spellings.clone(),
                    definition: term.definition.clone(),
                    is_deprecated: term.is_deprecated,
                    parent: term.parent.as_ref().map(kin),
                    children: term.children.iter().map(kin).collect(),
                    incidents: term.incidents_below.clone(),
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

/// Places that lead on, sorted: those of terms that the vocabulary folded into others, and of recurring issues under the
/// names of all their incidents. The name of a group is that of its first one: it stays good when one that happened
/// earlier is written down later.
fn redirects(site: &Site<'_>) -> Vec<Redirect> {
    let mut all: Vec<Redirect> = site
        .config
        .taxonomies()
        .flat_map(|(key, taxonomy)| {
            let index = site.library.terms_of(key);
            index.moved.iter().map(move |(slug, to)| Redirect {
                from: route::term(&taxonomy.name, slug, 1),
                to: route::term(&taxonomy.name, &index.terms[*to].slug, 1),
                title: index.terms[*to].name.clone(),
            })
        })
        .collect();
    let issues = &site.insights.recurring;
    let keys: HashSet<&str> = issues.iter().map(|issue| issue.key.as_str()).collect();
    for issue in issues {
        let names = issue.members.iter().map(|member| slug(&site.library.page(*member).id));
        all.extend(names.filter(|name| !keys.contains(name.as_str())).map(|name| Redirect {
            from: route::recurring_issue(&name),
            to: route::recurring_issue(&issue.key),
            title: issue.title.clone(),
        }));
    }
    let taken: HashSet<&OutputPath> = site.library.pages.iter().map(|page| &page.output).collect();
    for page in site.library.pages.iter().filter(|page| page.stands_in.is_none()) {
        let places = page.shape.old_places.iter().filter(|place| !taken.contains(place));
        all.extend(places.map(|place| Redirect {
            from: place.clone(),
            to: page.output.clone(),
            title: page.id.clone(),
        }));
    }
    // A library that introduces the folder itself has its own page there.
    if !taken.contains(&route::incidents_folder()) {
        let title = site.theme.languages.get(&site.config.language).text("all_incidents").to_owned();
        all.push(Redirect { from: route::incidents_folder(), to: route::incidents(1), title });
    }
    all.sort_by(|a, b| a.from.cmp(&b.from));
    all.dedup_by(|a, b| a.from == b.from);
    all
}

/// The pictures that stand in texts, by name, each with the first page that has it.
fn pictures(site: &Site<'_>) -> Vec<(String, PageIx)> {
    let mut all: BTreeMap<&str, PageIx> = BTreeMap::new();
    for (index, page) in site.library.iter() {
        for link in &page.links {
            if let Target::Picture(name) = &link.target {
                all.entry(name).or_insert(index);
            }
        }
    }
    all.into_iter().map(|(name, page)| (name.to_owned(), page)).collect()
}

fn computed(taxonomy: &str, taxonomy_title: &str, title: String, slug: String, incidents: Vec<PageIx>) -> Group {
    Group {
        taxonomy: taxonomy.to_owned(),
        taxonomy_title: taxonomy_title.to_owned(),
        title,
        slug,
        spellings: Vec::new(),
        definition: String::new(),
        is_deprecated: false,
        parent: None,
        children: Vec::new(),
        incidents,
        articles: Vec::new(),
        has_feed: true,
    }
}

fn severities(site: &Site<'_>, words: &super::Words) -> Index {
    let title = words.text("severities").to_owned();
    let groups = site.config.severities.names().zip(0_u8..).map(|(name, rank)| {
        let of = |index: &PageIx| site.library.page(*index).severity() == Some(Severity(rank));
        let incidents: Vec<PageIx> = site.library.incidents.iter().rev().filter(|index| of(index)).copied().collect();
        computed("severities", &title, name.to_owned(), slug(name), incidents)
    });
    let groups = groups.collect();
    Index { name: "severities".to_owned(), title, groups }
}

fn years(site: &Site<'_>, words: &super::Words) -> Index {
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
