//! Follow-up of actions: the figures of the overview beside its lists.

use super::Frame;
use super::part::{FigureView, LinkView, OwnerRow};
use crate::insight::ClosingOf;
use crate::model::TaxonomyKey;
use crate::site::{chart, route};
use crate::text::{OutputPath, slug};

/// How many owners have a row of their own.
const OWNERS: usize = 12;
/// How many teams are told how long their actions took.
const TEAMS: usize = 12;
/// Over how many months growth is told, the current one included.
const LATELY: usize = 3;

/// The other pages about follow-up; `here` is left out, and what is overdue by policy is said.
pub fn more(frame: &Frame<'_>, here: OutputPath) -> Vec<LinkView> {
    let pages = [
        ("actions", route::actions()),
        ("review", route::review()),
        ("policies", route::policies()),
        ("completeness", route::completeness()),
        ("priorities", route::priorities()),
    ];
    pages
        .into_iter()
        .filter(|(_, path)| *path != here)
        .map(|(key, path)| {
            let title = frame.words.text(key).to_owned();
            let title = match frame.insights().policies.violations.len() {
                broken if broken > 0 && key == "policies" => {
                    [title.as_str(), frame.words.text("colon"), &frame.words.count("broken_promises", broken)].concat()
                }
                _ => title,
            };
            LinkView { title, href: frame.url(&path) }
        })
        .collect()
}

/// Whether the backlog grows, in a sentence; empty where nothing is dated or nothing happened lately.
pub fn backlog(frame: &Frame<'_>) -> String {
    let months = &frame.insights().follow_up.months;
    let Some(last) = months.last() else { return String::new() };
    let lately = &months[months.len().saturating_sub(LATELY)..];
    let opened: usize = lately.iter().map(|month| month.opened).sum();
    let closed: usize = lately.iter().map(|month| month.closed).sum();
    if opened + closed == 0 {
        return String::new();
    }
    let key = match opened.cmp(&closed) {
        std::cmp::Ordering::Greater => "backlog_grows",
        std::cmp::Ordering::Less => "backlog_shrinks",
        std::cmp::Ordering::Equal => "backlog_holds",
    };
    let values = [opened, closed, opened.abs_diff(closed), last.open].map(|n| frame.words.number(n));
    let [opened, closed, by, open] = &values;
    frame.words.fill(key, &[("opened", opened), ("closed", closed), ("by", by), ("open", open)])
}

/// The owners who have most to do.
pub fn loads(frame: &Frame<'_>) -> Vec<OwnerRow> {
    let owners = frame.insights().follow_up.owners.iter().take(OWNERS);
    owners
        .map(|load| OwnerRow {
            owner: LinkView {
                title: load.name.clone(),
                href: frame.url(&route::action_list(&format!("owner/{}", slug(&load.name)), 1)),
            },
            open: load.open,
            overdue: load.overdue,
            oldest: load
                .oldest
                .map_or_else(String::new, |days| frame.words.count("days", usize::try_from(days).unwrap_or(0))),
        })
        .collect()
}

/// The backlog, the ages, the times to close, without those that are empty.
pub fn figures(frame: &Frame<'_>) -> Vec<FigureView> {
    [months(frame), ages(frame), closing(frame)].into_iter().flatten().collect()
}

fn heads(frame: &Frame<'_>, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| frame.words.text(key).to_owned()).collect()
}

fn months(frame: &Frame<'_>) -> Option<FigureView> {
    let follow_up = &frame.insights().follow_up;
    if follow_up.months.is_empty() {
        return None;
    }
    let rows = follow_up.months.iter().rev().map(|month| {
        let counts = [month.opened, month.closed, month.open].map(|n| frame.words.number(n));
        [frame.words.month(month.month)].into_iter().chain(counts).collect()
    });
    let mut note = frame.words.text("backlog_note").to_owned();
    if follow_up.undated > 0 {
        note.push(' ');
        note.push_str(&frame.words.count("backlog_undated", follow_up.undated));
    }
    Some(FigureView {
        id: "backlog",
        title: frame.words.text("backlog").to_owned(),
        note,
        svg: chart::backlog(&follow_up.months, &frame.words),
        head: heads(frame, &["month", "opened", "closed_heading", "open_at_end"]),
        rows: rows.collect(),
    })
}

fn ages(frame: &Frame<'_>) -> Option<FigureView> {
    let groups = &frame.insights().follow_up.ages.groups;
    if groups.iter().flatten().all(|count| *count == 0) {
        return None;
    }
    let names = ["age_30", "age_90", "age_180", "age_365", "age_more", "unknown"];
    let rows = names.iter().zip(groups).filter(|(_, counts)| counts.iter().any(|count| *count > 0));
    let rows = rows.map(|(name, [in_time, overdue])| {
        let counts = [in_time + overdue, *overdue].map(|n| frame.words.number(n));
        [frame.words.text(name).to_owned()].into_iter().chain(counts).collect()
    });
    Some(FigureView {
        id: "ages",
        title: frame.words.text("ages").to_owned(),
        note: frame.words.text("ages_note").to_owned(),
        svg: String::new(),
        head: heads(frame, &["age", "actions_open", "actions_overdue"]),
        rows: rows.collect(),
    })
}

fn closing(frame: &Frame<'_>) -> Option<FigureView> {
    let closing = &frame.insights().follow_up.closing;
    if closing.is_empty() {
        return None;
    }
    let teams = &frame.site.library.terms_of(TaxonomyKey::TEAMS).terms;
    let mut left = TEAMS;
    let rows = closing.iter().filter_map(|closing| {
        let name = match closing.of {
            ClosingOf::All => frame.words.text("all_of_them").to_owned(),
            ClosingOf::Severity(Some(severity)) => frame.site.config.severities.name(severity).to_owned(),
            ClosingOf::Severity(None) => frame.words.text("unknown").to_owned(),
            ClosingOf::Team(team) => {
                left = left.checked_sub(1)?;
                teams[team].name.clone()
            }
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "days, and not below zero")]
        let days = closing.quartiles.map(|days| frame.words.count("days", days.round().max(0.0) as usize));
        let n = frame.words.number(closing.n);
        Some([name, n].into_iter().chain(days).collect())
    });
    Some(FigureView {
        id: "closing",
        title: frame.words.text("closing").to_owned(),
        note: frame.words.text("closing_note").to_owned(),
        svg: String::new(),
        head: heads(frame, &["actions_of", "number_of", "first_quartile", "median", "third_quartile"]),
        rows: rows.collect(),
    })
}
