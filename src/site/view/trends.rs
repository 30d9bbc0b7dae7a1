//! Trends: plots with their numbers in a table beneath.

use super::Frame;
use super::part::Meta;
use crate::insight::Distribution;
use crate::site::chart;
use serde::Serialize;

/// Fewer incidents than this make no trend.
const HANDFUL: usize = 5;

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
    /// What it says, in a sentence.
    pub note: String,
    /// The plot as SVG; empty where there is too little to plot.
    pub svg: String,
    /// Heads of the table.
    pub head: Vec<String>,
    /// Rows of the table.
    pub rows: Vec<Vec<String>>,
}

/// The view of the trends.
pub fn view(frame: &Frame<'_>) -> TrendsView {
    let title = frame.words.text("trends").to_owned();
    let trends = &frame.insights().trends;
    let mut plots = Vec::new();
    if frame.library().incidents.len() >= HANDFUL {
        plots.push(months(frame));
        plots.extend(
            trends
                .durations
                .iter()
                .filter(|distribution| distribution.points.len() >= HANDFUL)
                .map(|distribution| durations(frame, distribution)),
        );
        if !trends.categories.0.is_empty() {
            plots.push(categories(frame));
        }
    }
    TrendsView {
        page: frame.meta(&title, frame.words.text("trends_intro"), "trends"),
        plots,
        count: frame.words.count("incidents", frame.library().incidents.len()),
    }
}

fn severity_names(frame: &Frame<'_>) -> Vec<String> {
    let names = frame.site.config.severities.names().map(str::to_owned);
    names.chain([frame.words.text("unknown").to_owned()]).collect()
}

fn months(frame: &Frame<'_>) -> PlotView {
    let months = &frame.insights().trends.months;
    let names = severity_names(frame);
    // Severities that never occur would only lengthen the legend.
    let used: Vec<usize> = (0..names.len())
        .filter(|index| months.iter().any(|(_, counts)| counts.get(*index).is_some_and(|n| *n > 0)))
        .collect();
    let head = [frame.words.text("month").to_owned()].into_iter().chain(used.iter().map(|index| names[*index].clone()));
    let rows = months.iter().rev().map(|(month, counts)| {
        let cells = used.iter().map(|index| counts.get(*index).copied().unwrap_or(0).to_string());
        [frame.words.month(*month)].into_iter().chain(cells).collect()
    });
    PlotView {
        id: "months".to_owned(),
        title: frame.words.text("trends_months").to_owned(),
        note: frame.words.text("trends_months_note").to_owned(),
        svg: chart::months(months, &names, &frame.words),
        head: head.collect(),
        rows: rows.collect(),
    }
}

fn durations(frame: &Frame<'_>, distribution: &Distribution) -> PlotView {
    let phase = distribution.to.name();
    let n = distribution.points.len().to_string();
    let note = match distribution.quartiles {
        Some([first, median, third]) => {
            let words = |minutes: f64| {
                #[expect(clippy::cast_possible_truncation, reason = "minutes of an incident are far below 2^53")]
                let minutes = minutes.round() as i64;
                frame.words.duration(minutes)
            };
            frame.words.fill(
                "trends_quartiles",
                &[("n", &n), ("first", &words(first)), ("median", &words(median)), ("third", &words(third))],
            )
        }
        None => frame.words.fill("trends_few", &[("n", &n)]),
    };
    let rows = distribution.points.iter().rev().map(|(index, severity, minutes)| {
        let page = frame.library().page(*index);
        vec![
            page.title().to_owned(),
            page.day().map_or_else(String::new, |day| frame.words.short_date(day)),
            severity.map_or_else(String::new, |severity| frame.site.config.severities.name(severity).to_owned()),
            frame.words.duration(*minutes),
        ]
    });
    PlotView {
        id: format!("time-to-{phase}"),
        title: frame.words.text(&format!("trends_to_{phase}")).to_owned(),
        note,
        svg: chart::durations(frame, distribution),
        head: ["incident", "date", "severity", "duration"].map(|key| frame.words.text(key).to_owned()).to_vec(),
        rows: rows.collect(),
    }
}

fn categories(frame: &Frame<'_>) -> PlotView {
    let (slugs, quarters) = &frame.insights().trends.categories;
    let index = frame.library().terms_of(crate::model::TaxonomyKey::CATEGORIES);
    let names: Vec<String> =
        slugs.iter().map(|slug| index.find(slug).map_or_else(|| slug.clone(), |term| term.name.clone())).collect();
    let quarter = |date: &crate::model::Date| {
        let number = ((date.month() - 1) / 3 + 1).to_string();
        frame.words.fill("quarter_format", &[("quarter", &number), ("year", &date.year().to_string())])
    };
    let other = frame.words.text("other").to_owned();
    let head = [frame.words.text("quarter").to_owned()].into_iter().chain(names.iter().cloned()).chain([other]);
    let rows = quarters
        .iter()
        .rev()
        .map(|(date, counts)| [quarter(date)].into_iter().chain(counts.iter().map(usize::to_string)).collect());
    PlotView {
        id: "categories".to_owned(),
        title: frame.words.text("trends_categories").to_owned(),
        note: frame.words.text("trends_categories_note").to_owned(),
        svg: chart::categories(quarters, &names, &frame.words),
        head: head.collect(),
        rows: rows.collect(),
    }
}
