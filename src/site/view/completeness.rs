//! The completeness page: what each postmortem lacks.

use super::Frame;
use super::incident::missing_text;
use super::part::{Entry, LinkView, Meta};
use crate::library::PageIx;
use crate::model::ReportPart;
use crate::site::route;
use serde::Serialize;

/// How many postmortems a list shows.
const SHOWN: usize = 200;
/// How many of the newest incomplete ones the overview shows.
const NEWEST: usize = 40;

/// What `completeness.html` shows.
#[derive(Debug, Serialize)]
pub struct CompletenessView {
    /// The head.
    pub page: Meta,
    /// How many postmortems are complete, in words; empty where there is none at all.
    pub count: String,
    /// Parts that postmortems lack, the most frequent first.
    pub parts: Vec<PartView>,
    /// The newest incomplete postmortems.
    pub newest: Vec<LackingView>,
    /// The other pages about follow-up.
    pub more: Vec<LinkView>,
}

/// A part and how many lack it.
#[derive(Debug, Serialize)]
pub struct PartView {
    /// In words.
    pub title: String,
    /// The postmortems that lack it.
    pub href: String,
    /// How many.
    pub count: usize,
    /// The share of all postmortems, in percent.
    pub percent: usize,
}

/// A postmortem and what it lacks.
#[derive(Debug, Serialize)]
pub struct LackingView {
    /// The postmortem.
    pub entry: Entry,
    /// What it lacks, the most important first.
    pub missing: Vec<String>,
}

/// What one part that postmortems lack shows (`lacking.html`).
#[derive(Debug, Serialize)]
pub struct LackingListView {
    /// The head.
    pub page: Meta,
    /// What is lacking.
    pub title: String,
    /// How many postmortems, in words.
    pub count: String,
    /// The newest of them.
    pub incidents: Vec<Entry>,
    /// How many more there are than shown, in words; empty for none.
    pub hidden: String,
    /// The overview.
    pub overview: LinkView,
}

/// The parts that some postmortem lacks.
pub fn parts(site: &crate::site::Site<'_>) -> Vec<(ReportPart, Vec<PageIx>)> {
    let mut lists: Vec<(ReportPart, Vec<PageIx>)> = ReportPart::ALL.iter().map(|part| (*part, Vec::new())).collect();
    for index in site.library.incidents.iter().rev() {
        let missing = site.insights.completeness[index.0].iter().flat_map(|completeness| &completeness.missing);
        for part in missing {
            if let Some((_, pages)) = lists.iter_mut().find(|(other, _)| other == part) {
                pages.push(*index);
            }
        }
    }
    lists.retain(|(_, pages)| !pages.is_empty());
    // Of equals the more important part first.
    lists.sort_by_key(|(_, pages)| std::cmp::Reverse(pages.len()));
    lists
}

/// The view of the overview.
pub fn overview(frame: &Frame<'_>, parts: &[(ReportPart, Vec<PageIx>)]) -> CompletenessView {
    let title = frame.words.text("completeness").to_owned();
    let completeness = &frame.insights().completeness;
    let incidents = &frame.site.library.incidents;
    let lacking = |index: &&PageIx| completeness[index.0].as_ref().is_some_and(|found| !found.missing.is_empty());
    let incomplete = incidents.iter().filter(lacking).count();
    let all = incidents.len();
    let (complete, of) = (frame.words.number(all - incomplete), frame.words.number(all));
    CompletenessView {
        page: frame.meta(&title, frame.words.text("completeness_intro"), "actions"),
        count: match all {
            0 => String::new(),
            _ => frame.words.fill("complete_of", &[("n", &complete), ("all", &of)]),
        },
        parts: parts
            .iter()
            .map(|(part, pages)| PartView {
                title: missing_text(frame, *part),
                href: frame.url(&route::lacking(part.name())),
                count: pages.len(),
                percent: (pages.len() * 100).div_ceil(all.max(1)),
            })
            .collect(),
        newest: incidents
            .iter()
            .rev()
            .filter(lacking)
            .take(NEWEST)
            .map(|index| LackingView { entry: frame.entry(*index), missing: super::incident::missing(frame, *index) })
            .collect(),
        more: super::follow_up::more(frame, route::completeness()),
    }
}

/// The view of the postmortems that lack a part.
pub fn list(frame: &Frame<'_>, part: ReportPart, pages: &[PageIx]) -> LackingListView {
    let title = frame.words.fill("lacking", &[("part", &missing_text(frame, part))]);
    LackingListView {
        page: frame.meta(&title, "", "actions"),
        count: frame.words.count("incidents", pages.len()),
        incidents: pages.iter().take(SHOWN).map(|index| frame.entry(*index)).collect(),
        hidden: match pages.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => frame.words.fill("and_more", &[("n", &frame.words.number(more))]),
        },
        overview: LinkView {
            title: frame.words.text("completeness").to_owned(),
            href: frame.url(&route::completeness()),
        },
        title,
    }
}
