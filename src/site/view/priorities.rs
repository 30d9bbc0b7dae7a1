//! The priorities page: what costs most lately.

use super::Frame;
use super::actions::action;
use super::part::{ActionView, LinkView, Meta, SeverityView};
use crate::insight::Priority;
use crate::model::TaxonomyKey;
use crate::site::route;
use crate::text::slug;
use serde::Serialize;

/// What `priorities.html` shows.
#[derive(Debug, Serialize)]
pub struct PrioritiesView {
    /// The head.
    pub page: Meta,
    /// The formula with the numbers of the settings, a part a line.
    pub formula: Vec<String>,
    /// Recurring issues, services, causes.
    pub kinds: Vec<RankingView>,
    /// The other pages about follow-up.
    pub more: Vec<LinkView>,
}

/// A ranking.
#[derive(Debug, Serialize)]
pub struct RankingView {
    /// Its name in URLs.
    pub id: &'static str,
    /// What is ranked.
    pub title: String,
    /// The dearest first.
    pub rows: Vec<PriorityRow>,
}

/// What something costs.
#[derive(Debug, Serialize)]
pub struct PriorityRow {
    /// What it is.
    pub subject: LinkView,
    /// Points, to one decimal.
    pub points: String,
    /// The share of the dearest's, in percent.
    pub percent: usize,
    /// How many incidents count, in words.
    pub count: String,
    /// How long they lasted, in words with n; empty where no duration is known.
    pub time: String,
    /// The worst severity among them.
    pub worst: Option<SeverityView>,
    /// How many open actions would help, in words.
    pub help: String,
    /// These actions, the most urgent first; a few.
    pub actions: Vec<ActionView>,
    /// How many more there are than shown, in words; empty for none.
    pub hidden: String,
}

/// The view of the priorities.
pub fn view(frame: &Frame<'_>) -> PrioritiesView {
    let found = &frame.insights().priorities;
    let title = frame.words.text("priorities").to_owned();
    let issue = |index: usize| {
        let issue = &frame.insights().recurring[index];
        LinkView { title: issue.title.clone(), href: frame.url(&route::recurring_issue(&issue.key)) }
    };
    let term = |key: TaxonomyKey| move |index: usize| frame.term(key, &frame.site.library.terms_of(key).terms[index]);
    let kinds = vec![
        ranking(frame, "recurring", frame.words.text("recurring"), &found.issues, &issue),
        ranking(
            frame,
            "services",
            &frame.taxonomy_title(TaxonomyKey::SERVICES),
            &found.services,
            &term(TaxonomyKey::SERVICES),
        ),
        ranking(frame, "causes", &frame.taxonomy_title(TaxonomyKey::CAUSES), &found.causes, &term(TaxonomyKey::CAUSES)),
    ];
    PrioritiesView {
        page: frame.meta(&title, frame.words.text("priorities_intro"), "priorities"),
        formula: formula(frame),
        kinds: kinds.into_iter().filter(|kind| !kind.rows.is_empty()).collect(),
        more: super::follow_up::more(frame, route::priorities()),
    }
}

fn ranking(
    frame: &Frame<'_>,
    id: &'static str,
    title: &str,
    priorities: &[Priority],
    subject: &dyn Fn(usize) -> LinkView,
) -> RankingView {
    let most = priorities.first().map_or(1.0, |first| first.points);
    let rows = priorities.iter().map(|priority| row(frame, priority, most, subject(priority.index)));
    RankingView { id, title: title.to_owned(), rows: rows.collect() }
}

fn row(frame: &Frame<'_>, priority: &Priority, most: f64, subject: LinkView) -> PriorityRow {
    let (minutes, known) = priority.minutes;
    let insights = frame.insights();
    PriorityRow {
        subject,
        points: frame.words.decimal(priority.points),
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
        percent: (priority.points / most * 100.0).ceil().clamp(0.0, 100.0) as usize,
        count: frame.words.count("incidents", priority.incidents.len()),
        time: if known == 0 {
            String::new()
        } else {
            let (duration, n) = (frame.words.duration(minutes), known.to_string());
            frame.words.fill("time_lost", &[("duration", &duration), ("n", &n)])
        },
        worst: priority.worst.map(|severity| {
            let name = frame.site.config.severities.name(severity).to_owned();
            let href = frame.url(&route::term("severities", &slug(&name), 1));
            SeverityView { name, href, rank: severity.0 + 1 }
        }),
        help: frame.words.count("would_help", priority.open),
        actions: priority
            .actions
            .iter()
            .map(|index| insights.actions[*index])
            .map(|from| action(frame, from.page, from.index))
            .collect(),
        hidden: match priority.open - priority.actions.len() {
            0 => String::new(),
            more => frame.words.fill("and_more", &[("n", &frame.words.number(more))]),
        },
    }
}

/// The formula as the page says it: a sentence for each setting that matters.
fn formula(frame: &Frame<'_>) -> Vec<String> {
    let config = &frame.site.config.priorities;
    let number = |value: f64| frame.words.decimal(value);
    let weights = frame
        .site
        .config
        .severities
        .names()
        .zip(0_u8..)
        .map(|(name, step)| format!("{name} {}", number(config.weight(Some(crate::model::Severity(step))))));
    let unknown = format!("{} {}", frame.words.text("unknown"), number(config.unknown_weight));
    let weights: Vec<String> = weights.chain([unknown]).collect();
    let values = [
        ("per_incident", number(config.per_incident)),
        ("per_hour", number(config.per_hour)),
        ("most_hours", number(config.most_hours)),
        ("half_life", number(config.half_life)),
        ("window", frame.words.number(config.window as usize)),
        ("weights", frame.words.list(&weights)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let fades = if config.half_life > 0.0 { "formula_fades" } else { "formula_holds" };
    ["formula_cost", "formula_weights", fades].map(|key| frame.words.fill(key, &values)).to_vec()
}
