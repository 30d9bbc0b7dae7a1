//! One incident.

use super::{ActionItem, Date, Instant, Lapse, Phase, Severity, Sourced, Status, TaxonomyKey, TimelineEntry};
use serde::{Deserialize, Serialize};

/// The five milestones; each may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Milestones([Option<Sourced<Instant>>; 5]);

impl Milestones {
    /// The milestone of a phase.
    pub fn get(&self, phase: Phase) -> Option<&Sourced<Instant>> {
        self.0[phase as usize].as_ref()
    }

    /// The instant of a phase.
    pub fn at(&self, phase: Phase) -> Option<Instant> {
        self.get(phase).map(|found| found.value)
    }

    /// Sets a milestone.
    pub fn set(&mut self, phase: Phase, at: Sourced<Instant>) {
        self.0[phase as usize] = Some(at);
    }

    /// Minutes from the start to `phase`; `None` when one is missing or they are in the wrong order.
    pub fn minutes_to(&self, phase: Phase) -> Option<i64> {
        let minutes = self.at(phase)?.minutes_since(self.at(Phase::Started)?);
        (minutes >= 0).then_some(minutes)
    }

    /// Minutes from the start to the end: to `resolved`, else to `mitigated`.
    pub fn duration_minutes(&self) -> Option<i64> {
        self.minutes_to(Phase::Resolved).or_else(|| self.minutes_to(Phase::Mitigated))
    }
}

/// One quantity of the impact: `users affected: 1200`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Impact {
    /// What was counted.
    pub name: String,
    /// How much, as written.
    pub value: Sourced<String>,
}

/// The fields of one postmortem, each with where it was found. Articles use the few that fit them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Incident {
    /// The id that front matter gives; without one the file's stem serves.
    pub id: Option<Sourced<String>>,
    /// The title, never empty.
    pub title: Sourced<String>,
    /// The day of the incident.
    pub date: Option<Sourced<Date>>,
    /// When it started, was detected, acknowledged, mitigated and resolved.
    pub milestones: Milestones,
    /// A duration that the text states ("Time to recovery: 87 minutes") in minutes, where milestones give none.
    pub stated_duration: Option<Sourced<i64>>,
    /// How bad.
    pub severity: Option<Sourced<Severity>>,
    /// How far the postmortem has come.
    pub status: Option<Sourced<Status>>,
    /// Terms of taxonomies, in the order in which they are written.
    pub terms: Vec<(TaxonomyKey, Sourced<String>)>,
    /// What set it off.
    pub trigger: Option<Sourced<String>>,
    /// How it was noticed.
    pub detection: Option<Sourced<String>>,
    /// What happened, in a paragraph, as Markdown.
    pub summary: Option<Sourced<String>>,
    /// What the page is about, for lists and search engines.
    pub description: Option<Sourced<String>>,
    /// Kinds of weakness found.
    pub lapses: Vec<Sourced<Lapse>>,
    /// Who or what was behind a security incident.
    pub actors: Vec<Sourced<String>>,
    /// Named quantities.
    pub impact: Vec<Impact>,
    /// What happened when.
    pub timeline: Vec<TimelineEntry>,
    /// What was promised.
    pub actions: Vec<ActionItem>,
    /// Ids or paths of incidents that belong together.
    pub related: Vec<Sourced<String>>,
    /// Ids or paths of earlier incidents that this one repeats.
    pub recurs: Vec<Sourced<String>>,
    /// Ids or paths of pages that this incident changed.
    pub procedures: Vec<Sourced<String>>,
    /// Who wrote it.
    pub authors: Vec<Sourced<String>>,
    /// Who reviewed it.
    pub reviewers: Vec<Sourced<String>>,
    /// For whom it is; `None` for everybody.
    pub audience: Option<Sourced<String>>,
    /// BCP 47 tag of its language.
    pub language: Sourced<String>,
}

impl Incident {
    /// An incident of which only title and language are known.
    pub fn new(title: Sourced<String>, language: Sourced<String>) -> Incident {
        Incident {
            id: None,
            title,
            date: None,
            milestones: Milestones::default(),
            stated_duration: None,
            severity: None,
            status: None,
            terms: Vec::new(),
            trigger: None,
            detection: None,
            summary: None,
            description: None,
            lapses: Vec::new(),
            actors: Vec::new(),
            impact: Vec::new(),
            timeline: Vec::new(),
            actions: Vec::new(),
            related: Vec::new(),
            recurs: Vec::new(),
            procedures: Vec::new(),
            authors: Vec::new(),
            reviewers: Vec::new(),
            audience: None,
            language,
        }
    }

    /// The terms of one taxonomy.
    pub fn terms_of(&self, taxonomy: TaxonomyKey) -> impl Iterator<Item = &Sourced<String>> {
        self.terms.iter().filter(move |(key, _)| *key == taxonomy).map(|(_, term)| term)
    }

    /// Minutes that it lasted: from its milestones, else as the text states.
    pub fn duration_minutes(&self) -> Option<i64> {
        self.milestones.duration_minutes().or_else(|| self.stated_duration.as_ref().map(|found| found.value))
    }

    /// The day it is filed under: its date, else the day it started.
    pub fn day(&self) -> Option<Date> {
        self.date.as_ref().map(|found| found.value).or_else(|| self.milestones.at(Phase::Started).map(Instant::date))
    }
}
