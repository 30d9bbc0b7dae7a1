//! Trends: plots with their numbers in a table beneath.

use super::Frame;
use super::part::{LinkView, Meta};
use crate::insight::{Distribution, Minutes, TermDurations, quartiles};
use crate::model::{Date, Phase, Zone};
use crate::site::chart::{self, DurationLane, MOST_POINTS};
use crate::site::route;
use serde::Serialize;

/// Fewer incidents than this make no trend and no plot.
const HANDFUL: usize = 5;
/// How many incidents the table of every incident lists.
const MOST_LISTED: usize = 500;

/// What `trends.html` shows.
#[derive(Debug, Serialize)]
pub struct TrendsView {
    /// The head.
    pub page: Meta,
    /// The plots.
    pub plots: Vec<PlotView>,
    /// How many incidents there are, in words.
    pub count: String,
}

/// A plot with the numbers that it shows.
#[derive(Debug, Serialize)]
pub struct PlotView {
    /// Its name in URLs.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it says, in a sentence or two.
    pub note: String,
    /// The plot as SVG; empty where there is too little to plot.
    pub svg: String,
    /// Whether the table is so short that it is shown at once.
    pub is_open: bool,
    /// Heads of the table.
    pub head: Vec<String>,
    /// Rows of the table.
    pub rows: Vec<RowView>,
}

/// A row of a table.
#[derive(Debug, Serialize)]
pub struct RowView {
    /// What it is about; without a page its URL is empty.
    pub head: LinkView,
    /// Its other cells.
    pub cells: Vec<String>,
}

/// The view of the trends.
pub fn view(frame: &Frame<'_>) -> TrendsView {
    let title = frame.words.text("trends").to_owned();
    let trends = &frame.insights().trends;
    let mut plots = Vec::new();
    if frame.site.library.incidents.len() >= HANDFUL {
        plots.push(months(frame));
        plots.extend(trends.durations.iter().map(|distribution| by_severity(frame, distribution)));
        plots.extend(trends.terms.iter().filter_map(|terms| by_term(frame, terms)));
        plots.extend(categories(frame));
        plots.extend(lapses(frame));
        plots.extend(hours(frame));
        plots.extend(every_incident(frame));
    }
    TrendsView {
        page: frame.meta(&title, frame.words.text("trends_intro"), "trends"),
        plots,
        count: frame.words.count("incidents", frame.site.library.incidents.len()),
    }
}

fn row(head: String, cells: Vec<String>) -> RowView {
    RowView { head: LinkView { title: head, href: String::new() }, cells }
}

/// Whether any incident has a severity; without one, all of them are simply incidents.
fn tells_severities(frame: &Frame<'_>) -> bool {
    frame.library().incidents().any(|(_, page)| page.severity().is_some())
}

fn severity_names(frame: &Frame<'_>) -> Vec<String> {
    let names = frame.site.config.severities.names().map(str::to_owned);
    let others = if tells_severities(frame) { "unknown" } else { "all_incidents" };
    names.chain([frame.words.text(others).to_owned()]).collect()
}

fn months(frame: &Frame<'_>) -> PlotView {
    let months = &frame.insights().trends.months;
    let names = severity_names(frame);
    counts(
        frame,
        ("months", "trends_months", if tells_severities(frame) { "trends_months_note" } else { "" }),
        "month",
        (months, &names),
        |month| frame.words.month(month),
        chart::months(months, &names, &frame.words),
    )
}

/// Counts over time; series that never occur would only lengthen the table.
fn counts(
    frame: &Frame<'_>,
    (id, title, note): (&str, &str, &str),
    period: &str,
    (periods, names): (&[(Date, Vec<usize>)], &[String]),
    name: impl Fn(Date) -> String,
    svg: String,
) -> PlotView {
    let used: Vec<usize> = (0..names.len())
        .filter(|index| periods.iter().any(|(_, counts)| counts.get(*index).is_some_and(|n| *n > 0)))
        .collect();
    let head = [frame.words.text(period).to_owned()].into_iter().chain(used.iter().map(|index| names[*index].clone()));
    let rows = periods.iter().rev().map(|(date, counts)| {
        let cells = used.iter().map(|index| counts.get(*index).copied().unwrap_or(0).to_string());
        row(name(*date), cells.collect())
    });
    PlotView {
        id: id.to_owned(),
        title: frame.words.text(title).to_owned(),
        note: frame.words.text(note).to_owned(),
        svg,
        is_open: false,
        head: head.collect(),
        rows: rows.collect(),
    }
}

/// A name, its page's URL (may be empty), and minutes of each of its incidents.
type Lane = (String, String, Vec<Minutes>);

/// Durations in lanes, with the spread of each lane in a table.
fn spread(frame: &Frame<'_>, id: String, title: &str, by: &str, note: String, lanes: Vec<Lane>) -> PlotView {
    let n: usize = lanes.iter().map(|(_, _, points)| points.len()).sum();
    let quarters = |points: &[Minutes]| quartiles(points.iter().map(|(_, _, minutes)| *minutes).collect());
    let words = |minutes: Option<i64>| minutes.map_or_else(String::new, |minutes| frame.words.duration(minutes));
    let rows: Vec<RowView> = lanes
        .iter()
        .filter(|(_, _, points)| !points.is_empty())
        .map(|(name, href, points)| {
            let minutes = || points.iter().map(|(_, _, minutes)| *minutes);
            let spread = match quarters(points) {
                Some(quarters) => quarters.map(|minutes| frame.minutes(minutes)),
                None => [(); 3].map(|()| "–".to_owned()),
            };
            let mut cells = vec![frame.words.number(points.len()), words(minutes().min())];
            cells.extend(spread);
            cells.push(words(minutes().max()));
            RowView { head: LinkView { title: name.clone(), href: href.clone() }, cells }
        })
        .collect();
    let mut note = note;
    if n > MOST_POINTS {
        note.push(' ');
        note.push_str(&frame.words.fill("trends_binned", &[("n", &frame.words.number(n))]));
    }
    let drawn: Vec<DurationLane> =
        lanes.into_iter().map(|(name, _, points)| (name, quarters(&points), points)).collect();
    let svg = if n < HANDFUL { String::new() } else { chart::durations(frame, (title, &note), &drawn) };
    let heads = [by, "trends_n", "trends_shortest", "trends_first", "trends_median", "trends_third", "trends_longest"];
    PlotView {
        id,
        title: title.to_owned(),
        note,
        svg,
        is_open: true,
        head: heads.map(|key| frame.words.text(key).to_owned()).to_vec(),
        rows,
    }
}

fn by_severity(frame: &Frame<'_>, distribution: &Distribution) -> PlotView {
    let phase = distribution.to.name();
    let n = frame.words.number(distribution.points.len());
    let note = match distribution.quartiles {
        Some([first, median, third]) => {
            let [first, median, third] = [first, median, third].map(|minutes| frame.minutes(minutes));
            let values = [("n", n.as_str()), ("first", &first), ("median", &median), ("third", &third)];
            frame.words.fill("trends_quartiles", &values)
        }
        None => frame.words.fill("trends_few", &[("n", &n)]),
    };
    let names = severity_names(frame);
    let mut lanes: Vec<Lane> = names
        .into_iter()
        .enumerate()
        .map(|(index, name)| {
            let is_known = index < frame.site.config.severities.len();
            let place = route::term("severities", &crate::text::slug(&name), 1);
            (name, if is_known { frame.url(&place) } else { String::new() }, Vec::new())
        })
        .collect();
    let last = lanes.len() - 1;
    for (page, severity, minutes) in &distribution.points {
        let lane = severity.map_or(last, |severity| usize::from(severity.0).min(last));
        lanes[lane].2.push((*page, *severity, *minutes));
    }
    let title = frame.words.text(&format!("trends_to_{phase}")).to_owned();
    spread(frame, format!("time-to-{phase}"), &title, "severity", note, lanes)
}

/// `None` where no term has enough incidents and none is filed.
fn by_term(frame: &Frame<'_>, durations: &TermDurations) -> Option<PlotView> {
    let index = frame.site.library.terms_of(durations.key);
    if index.terms.iter().all(|term| term.incidents.is_empty()) {
        return None;
    }
    let taxonomy = &frame.site.config.taxonomy(durations.key).name;
    let lanes: Vec<Lane> = durations
        .terms
        .iter()
        .map(|(term, points)| {
            let link = frame.term(durations.key, &index.terms[*term]);
            (link.title, link.href, points.clone())
        })
        .collect();
    let note = if lanes.is_empty() { "trends_no_term" } else { "trends_by_term_note" };
    let title = frame.words.text(&format!("trends_by_{taxonomy}")).to_owned();
    let note = frame.words.text(note).to_owned();
    Some(spread(frame, format!("duration-by-{taxonomy}"), &title, &format!("trends_{taxonomy}"), note, lanes))
}

fn categories(frame: &Frame<'_>) -> Option<PlotView> {
    let (slugs, quarters) = &frame.insights().trends.categories;
    let index = frame.site.library.terms_of(crate::model::TaxonomyKey::CATEGORIES);
    let names = slugs.iter().map(|slug| index.find(slug).map_or(slug.as_str(), |term| &term.name).to_owned());
    let names: Vec<String> = names.chain([frame.words.text("other").to_owned()]).collect();
    (names.len() > 1)
        .then(|| by_quarter(frame, ("categories", "trends_categories", "trends_categories_note"), quarters, &names))
}

fn lapses(frame: &Frame<'_>) -> Option<PlotView> {
    let (lapses, quarters) = &frame.insights().trends.lapses;
    let names =
        lapses.iter().map(|lapse| frame.words.text(&format!("lapse_{}", lapse.name().replace('-', "_"))).to_owned());
    let names: Vec<String> = names.chain([frame.words.text("lapse_none").to_owned()]).collect();
    (names.len() > 1).then(|| by_quarter(frame, ("lapses", "trends_lapses", "trends_lapses_note"), quarters, &names))
}

fn by_quarter(
    frame: &Frame<'_>,
    keys: (&str, &str, &str),
    quarters: &[(Date, Vec<usize>)],
    names: &[String],
) -> PlotView {
    let told = (frame.words.text(keys.1), frame.words.text(keys.2));
    let svg = chart::quarters(told, quarters, names, &frame.words);
    counts(frame, keys, "quarter", (quarters, names), |date| frame.words.quarter(date), svg)
}

fn hours(frame: &Frame<'_>) -> Option<PlotView> {
    let hours = &frame.insights().trends.hours;
    let n: usize = hours.iter().flatten().sum();
    if n == 0 {
        return None;
    }
    let zone = zone_name(&frame.site.config.timezone);
    let values = [("n", frame.words.number(n)), ("zone", zone)];
    let values = [("n", values[0].1.as_str()), ("zone", values[1].1.as_str())];
    let note = frame.words.fill(if n < HANDFUL { "trends_few_hours" } else { "trends_hours_note" }, &values);
    let title = frame.words.text("trends_hours").to_owned();
    let svg = if n < HANDFUL { String::new() } else { chart::hours((&title, &note), hours, &frame.words) };
    let head = [frame.words.text("weekday").to_owned(), frame.words.text("all_day").to_owned()];
    let rows = hours.iter().enumerate().map(|(day, hours)| {
        let all = hours.iter().sum::<usize>().to_string();
        row(frame.words.weekday(day).to_owned(), [all].into_iter().chain(hours.iter().map(usize::to_string)).collect())
    });
    Some(PlotView {
        id: "hours".to_owned(),
        title,
        note,
        svg,
        is_open: false,
        head: head.into_iter().chain((0..24).map(|hour| format!("{hour:02}"))).collect(),
        rows: rows.collect(),
    })
}

/// `Europe/Amsterdam`, or the offset of a zone without a name.
fn zone_name(zone: &Zone) -> String {
    match (zone.iana_name(), zone.to_fixed_offset()) {
        (Some(name), _) => name.to_owned(),
        (None, Ok(offset)) if offset.seconds() == 0 => "UTC".to_owned(),
        (None, Ok(offset)) => format!("UTC{offset}"),
        (None, Err(_)) => String::new(),
    }
}

/// Every incident of known durations with its numbers, newest first.
fn every_incident(frame: &Frame<'_>) -> Option<PlotView> {
    let phases = [Phase::Detected, Phase::Mitigated, Phase::Resolved];
    let words = |minutes: Option<i64>| minutes.map_or_else(String::new, |minutes| frame.words.duration(minutes));
    let known = |page: &crate::library::Page| {
        let incident = page.incident();
        let to = phases.map(|phase| incident.milestones.minutes_to(phase));
        (to.iter().any(Option::is_some) || incident.stated_duration.is_some()).then_some(to)
    };
    let n = frame.library().incidents().filter(|(_, page)| known(page).is_some()).count();
    let rows = frame.library().incidents().rev().filter_map(|(index, page)| {
        let [detected, mitigated, resolved] = known(&page)?;
        let stated = || page.incident().stated_duration.as_ref().map(|found| found.value);
        let severity = page.severity().map(|severity| frame.site.config.severities.name(severity).to_owned());
        let cells = vec![
            page.day().map_or_else(String::new, |day| frame.words.short_date(day)),
            severity.unwrap_or_default(),
            words(detected),
            words(mitigated),
            words(resolved.or_else(stated)),
        ];
        Some(RowView { head: frame.link(index), cells })
    });
    let rows: Vec<RowView> = rows.take(MOST_LISTED).collect();
    let shown = frame.words.number(rows.len());
    let note = if rows.len() < n { "trends_every_newest" } else { "trends_every_note" };
    let note = frame.words.fill(note, &[("n", &frame.words.number(n)), ("shown", &shown)]);
    let heads = ["incident", "date", "severity", "trends_to_detected", "trends_to_mitigated", "trends_to_resolved"];
    (n > 0).then(|| PlotView {
        id: "every-incident".to_owned(),
        title: frame.words.text("trends_every").to_owned(),
        note,
        svg: String::new(),
        is_open: false,
        head: heads.map(|key| frame.words.text(key).to_owned()).to_vec(),
        rows,
    })
}
