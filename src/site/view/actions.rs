//! Actions: the overview and the lists.

use super::Frame;
use super::follow_up;
use super::part::{ActionView, CountedLink, FigureView, LinkView, Meta, OwnerRow, Paging};
use crate::insight::ActionRef;
use crate::library::PageIx;
use crate::model::TaxonomyKey;
use crate::site::route;
use crate::text::slug;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many actions one page of a list shows.
pub const PER_PAGE: usize = 200;
/// How many overdue and open actions the overview shows.
const MOST_IN_OVERVIEW: usize = 100;

/// What the overview of actions shows (`actions.html`).
#[derive(Debug, Serialize)]
pub struct ActionsView {
    /// The head.
    pub page: Meta,
    /// The day that "overdue" is measured at.
    pub as_of: super::part::DateView,
    /// The lists with how long each is: overdue, open, done, dropped.
    pub lists: Vec<CountedLink>,
    /// Overdue actions, the longest overdue first.
    pub overdue: Vec<ActionView>,
    /// Open actions that are not overdue, the next due first.
    pub open: Vec<ActionView>,
    /// Whether the backlog grows, in words; empty where there is no telling.
    pub backlog: String,
    /// The owners who have most to do.
    pub loads: Vec<OwnerRow>,
    /// Further owners with their open actions.
    pub owners: Vec<CountedLink>,
    /// Teams with their open actions, the most first.
    pub teams: Vec<CountedLink>,
    /// The backlog month by month, the ages of open actions, how long the closed ones took.
    pub plots: Vec<FigureView>,
    /// The other pages about follow-up, with what each counts.
    pub more: Vec<LinkView>,
    /// The calendar of due dates.
    pub calendar: String,
}

/// What one page of a list of actions shows (`action_list.html`).
#[derive(Debug, Serialize)]
pub struct ActionListView {
    /// The head.
    pub page: Meta,
    /// What the list is.
    pub title: String,
    /// How many actions in all, in words.
    pub count: String,
    /// The overview.
    pub overview: LinkView,
    /// The actions of this page of the list.
    pub actions: Vec<ActionView>,
    /// Where this page stands; `None` when it is the only one.
    pub paging: Option<Paging>,
}

/// A list of actions with a place of its own.
pub struct ActionList {
    /// Its name in URLs: `open`, `owner/ada`.
    pub name: String,
    /// Its title; a key of the words where `is_word`.
    pub title: String,
    /// Whether the title is a key.
    pub is_word: bool,
    /// Indexes in the insights' actions.
    pub actions: Vec<usize>,
}

impl ActionList {
    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.actions.len().div_ceil(PER_PAGE).max(1)
    }
}

/// Every list of actions: by state, by owner, by team.
pub fn lists(site: &crate::site::Site<'_>) -> Vec<ActionList> {
    let actions = &site.insights.actions;
    let item = |from: &ActionRef| &site.library.page(from.page).incident().actions[from.index];
    let matching = |wanted: &dyn Fn(&ActionRef) -> bool| -> Vec<usize> {
        actions.iter().enumerate().filter(|(_, from)| wanted(from)).map(|(index, _)| index).collect()
    };
    let by_state = |name: &str, wanted: &dyn Fn(&ActionRef) -> bool| ActionList {
        name: name.to_owned(),
        title: format!("actions_{name}"),
        is_word: true,
        actions: matching(wanted),
    };
    use crate::model::ActionStatus;
    let mut all = vec![
        by_state("overdue", &|from| from.overdue),
        by_state("open", &|from| item(from).status.is_open()),
        by_state("done", &|from| item(from).status == ActionStatus::Done),
        by_state("dropped", &|from| item(from).status == ActionStatus::Dropped),
    ];
    let mut owners: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
    let mut teams: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
    for (index, from) in actions.iter().enumerate() {
        if let Some(owner) = &item(from).owner {
            let name = || site.library.people.name(owner).to_owned();
            owners.entry(slug(owner)).or_insert_with(|| (name(), Vec::new())).1.push(index);
        }
        for team in site.library.terms_of(TaxonomyKey::TEAMS).of(from.page) {
            teams.entry(team.slug.clone()).or_insert_with(|| (team.name.clone(), Vec::new())).1.push(index);
        }
    }
    for (folder, people) in [("owner", owners), ("team", teams)] {
        all.extend(people.into_iter().map(|(slug, (title, actions))| ActionList {
            name: format!("{folder}/{slug}"),
            title,
            is_word: false,
            actions,
        }));
    }
    all
}

/// The view of the overview.
pub fn overview(frame: &Frame<'_>, lists: &[ActionList]) -> ActionsView {
    let insights = frame.insights();
    let title = frame.words.text("actions").to_owned();
    let views = |wanted: &dyn Fn(&ActionRef) -> bool| -> Vec<ActionView> {
        let matching = insights.actions.iter().filter(|from| wanted(from)).take(MOST_IN_OVERVIEW);
        matching.map(|from| action(frame, from.page, from.index)).collect()
    };
    let is_open = |from: &ActionRef| frame.site.library.page(from.page).incident().actions[from.index].status.is_open();
    let link = |list: &ActionList, count: usize| CountedLink {
        title: if list.is_word { frame.words.text(&list.title).to_owned() } else { list.title.clone() },
        href: frame.url(&route::action_list(&list.name, 1)),
        count,
    };
    let with_open = |folder: &str| {
        let mut links: Vec<CountedLink> = lists
            .iter()
            .filter(|list| list.name.starts_with(folder))
            .map(|list| link(list, list.actions.iter().filter(|index| is_open(&insights.actions[**index])).count()))
            .filter(|link| link.count > 0)
            .collect();
        links.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.title.cmp(&b.title)));
        links
    };
    let loads: Vec<String> = follow_up::loads(frame).into_iter().map(|row| row.owner.href).collect();
    let is_load = |owner: &CountedLink| loads.contains(&owner.href);
    ActionsView {
        page: frame.meta(&title, frame.words.text("actions_intro"), "actions"),
        as_of: frame.date(insights.as_of.0),
        lists: lists.iter().filter(|list| list.is_word).map(|list| link(list, list.actions.len())).collect(),
        overdue: views(&|from| from.overdue),
        open: views(&|from| !from.overdue && is_open(from)),
        backlog: follow_up::backlog(frame),
        loads: follow_up::loads(frame),
        owners: with_open("owner/").into_iter().filter(|owner| !is_load(owner)).collect(),
        teams: with_open("team/"),
        plots: follow_up::figures(frame),
        more: follow_up::more(frame, route::actions()),
        calendar: frame.url(&route::calendar()),
    }
}

/// The view of one page of a list.
pub fn list(frame: &Frame<'_>, list: &ActionList, number: usize) -> ActionListView {
    let title = if list.is_word { frame.words.text(&list.title).to_owned() } else { list.title.clone() };
    let pages = list.pages();
    let place = |number: usize| frame.url(&route::action_list(&list.name, number));
    let from = (number - 1) * PER_PAGE;
    let shown = list.actions.iter().skip(from).take(PER_PAGE).map(|index| frame.insights().actions[*index]);
    ActionListView {
        page: frame.meta(&title, "", "actions"),
        count: frame.words.count("action_items", list.actions.len()),
        overview: LinkView { title: frame.words.text("actions").to_owned(), href: frame.url(&route::actions()) },
        actions: shown.map(|from| action(frame, from.page, from.index)).collect(),
        paging: (pages > 1).then(|| Paging {
            number,
            of: pages,
            previous: (number > 1).then(|| place(number - 1)),
            next: (number < pages).then(|| place(number + 1)),
        }),
        title,
    }
}

/// How late an action is, or how old where nothing says when it is due.
fn age(frame: &Frame<'_>, page: PageIx, index: usize, overdue: bool) -> String {
    let item = &frame.site.library.page(page).incident().actions[index];
    let as_of = frame.insights().as_of.0;
    let days = |days: i64| usize::try_from(days).unwrap_or(0);
    match item.due {
        Some(due) if overdue => {
            let late = due.until(as_of).map_or(0, |late| i64::from(late.get_days()));
            frame.words.count("days_late", days(late))
        }
        None if item.status.is_open() => {
            let age = frame.insights().age(frame.site.library, page, index);
            age.map_or_else(String::new, |age| frame.words.count("open_for", days(age)))
        }
        _ => String::new(),
    }
}

/// One action.
pub fn action(frame: &Frame<'_>, page: PageIx, index: usize) -> ActionView {
    let source = frame.library().page(page);
    let item = &source.incident().actions[index];
    let overdue = item.is_overdue(frame.insights().as_of);
    let key =
        if overdue { "action_overdue".to_owned() } else { format!("action_{}", item.status.name().replace('-', "_")) };
    ActionView {
        text: item.text.clone(),
        status: item.status.name(),
        status_text: frame.words.text(&key).to_owned(),
        overdue,
        owner: item.owner.as_ref().map(|owner| LinkView {
            title: frame.site.library.people.name(owner).to_owned(),
            href: frame.url(&route::action_list(&format!("owner/{}", slug(owner)), 1)),
        }),
        kind: item.kind.clone(),
        due: item.due.map(|due| frame.date(due)),
        closed: item.closed.map(|closed| frame.date(closed)),
        age: age(frame, page, index, overdue),
        reference: item.reference.as_ref().map(|reference| LinkView {
            title: reference.label.clone(),
            href: reference.url.clone().unwrap_or_default(),
        }),
        incident: frame.link(page),
        incident_date: source.day().map(|day| frame.date(day)),
    }
}
