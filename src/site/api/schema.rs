//! The form of `api/library.json`. Other programs read it: keys are always present, null or empty where nothing is known, and a
//! change that breaks a reader needs a new version.

use serde::Serialize;

/// The whole file.
#[derive(Serialize)]
pub(super) struct Library<'a> {
    /// The version of this form: 1. Keys may be added within a version; none is removed, and none changes its meaning.
    pub(super) version: u32,
    /// The day that the site was built for.
    pub(super) as_of: String,
    /// Every incident, the latest first.
    pub(super) postmortems: Vec<Postmortem<'a>>,
    /// Every announcement of planned work, the latest first, as incidents are told.
    pub(super) maintenances: Vec<Postmortem<'a>>,
    /// Every page that is no incident: runbooks, procedures, guides.
    pub(super) articles: Vec<Article<'a>>,
    /// Issues that came back.
    pub(super) recurrences: Vec<Recurrence<'a>>,
}

/// One incident.
#[derive(Serialize)]
pub(super) struct Postmortem<'a> {
    /// Its id, unique among postmortems.
    pub(super) id: &'a str,
    /// The file it was read from, in the content folder.
    pub(super) path: &'a str,
    /// Its page, relative to the root of the site.
    pub(super) url: String,
    /// The title.
    pub(super) title: &'a str,
    /// The day of the incident.
    pub(super) date: Option<String>,
    /// When the trouble began, as an instant.
    pub(super) started: Option<String>,
    /// When somebody or something noticed, as an instant.
    pub(super) detected: Option<String>,
    /// When somebody took it on, as an instant.
    pub(super) acknowledged: Option<String>,
    /// When customers no longer felt it, as an instant.
    pub(super) mitigated: Option<String>,
    /// When it was over, as an instant.
    pub(super) resolved: Option<String>,
    /// Minutes that it lasted: from `started` to `resolved`, else to `mitigated`, else as the text states.
    pub(super) duration_minutes: Option<i64>,
    /// The name of its severity on the library's scale; else the word as written, where the library's pages use words of their own.
    pub(super) severity: Option<&'a str>,
    /// `draft`, `review` or `final`.
    pub(super) status: Option<&'static str>,
    /// Kinds of incident.
    pub(super) categories: Vec<&'a str>,
    /// Services that were hit.
    pub(super) services: Vec<&'a str>,
    /// Teams that were involved.
    pub(super) teams: Vec<&'a str>,
    /// Causes and contributing factors.
    pub(super) causes: Vec<&'a str>,
    /// Tags.
    pub(super) tags: Vec<&'a str>,
    /// In which ways it failed: stated, else read from the text.
    pub(super) failure_modes: Vec<&'a str>,
    /// What kind of event set it off: stated, else read from the text.
    pub(super) triggers: Vec<&'a str>,
    /// Weaknesses found: `technical`, `procedural`, `manual`, `process`, `communication`, `attack-vector`.
    pub(super) lapses: Vec<&'static str>,
    /// What set it off.
    pub(super) trigger: Option<&'a str>,
    /// How it was noticed.
    pub(super) detection: Option<&'a str>,
    /// Named quantities of the impact.
    pub(super) impact: Vec<Impact<'a>>,
    /// What happened, in a paragraph, as Markdown.
    pub(super) summary: Option<&'a str>,
    /// What ended it, in a sentence or two of plain text, from the section about the resolution, the timeline or the actions.
    pub(super) mitigation: Option<&'a str>,
    /// Who wrote the postmortem, as written.
    pub(super) authors: Vec<&'a str>,
    /// Who reviewed it, as written.
    pub(super) reviewers: Vec<&'a str>,
    /// BCP 47 tag of its language.
    pub(super) language: &'a str,
    /// What happened when.
    pub(super) timeline: Vec<TimelineEntry<'a>>,
    /// What was agreed on.
    pub(super) actions: Vec<Action<'a>>,
    /// Incidents that belong together with it, the strongest evidence first.
    pub(super) related: Vec<Related<'a>>,
    /// The keys of the recurrences that it is part of.
    pub(super) recurrences: Vec<&'a str>,
    /// How complete the postmortem is, from 0 to 1.
    pub(super) completeness: f64,
    /// The parts that it lacks.
    pub(super) missing: Vec<&'static str>,
    /// Promises of the library's policies that were broken.
    pub(super) violations: Vec<Violation<'a>>,
}

/// One quantity of an impact.
#[derive(Serialize)]
pub(super) struct Impact<'a> {
    /// What was counted.
    pub(super) name: &'a str,
    /// How much, as written.
    pub(super) value: &'a str,
}

/// A broken promise.
#[derive(Serialize)]
pub(super) struct Violation<'a> {
    /// The name of the policy; may be empty.
    pub(super) policy: &'a str,
    /// `published`, `reviewed`, `actions-planned` or `actions-closed`.
    pub(super) promise: &'static str,
    /// The last day in time.
    pub(super) until: String,
    /// How many days late it is.
    pub(super) days_late: i32,
    /// The text of the action; null when it is about the postmortem.
    pub(super) action: Option<&'a str>,
}

/// One event of a timeline.
#[derive(Serialize)]
pub(super) struct TimelineEntry<'a> {
    /// When it happened or began: an instant, or a day where no time is known; null where no day is known.
    pub(super) at: Option<String>,
    /// When it ended, as an instant, for an event that took a while.
    pub(super) until: Option<String>,
    /// Whether the author marked the time as a guess.
    pub(super) approximate: bool,
    /// The milestone that it is: `started`, `detected`, `acknowledged`, `mitigated` or `resolved`.
    pub(super) phase: Option<&'static str>,
    /// What happened, as plain text.
    pub(super) text: &'a str,
}

/// One action.
#[derive(Serialize)]
pub(super) struct Action<'a> {
    /// What is to be done.
    pub(super) text: &'a str,
    /// `open`, `in-progress`, `done` or `dropped`.
    pub(super) status: &'static str,
    /// Who does it.
    pub(super) owner: Option<&'a str>,
    /// The day on which it is due.
    pub(super) due: Option<String>,
    /// Its ticket: the URL where it is known, else the key.
    pub(super) r#ref: Option<&'a str>,
}

/// An incident that belongs together with another.
#[derive(Serialize)]
pub(super) struct Related<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// How strong the evidence is, from 0 to 1.
    pub(super) score: f64,
    /// The evidence in words, the strongest first.
    pub(super) reasons: Vec<String>,
}

/// A page that is no incident.
#[derive(Serialize)]
pub(super) struct Article<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// The file it was read from, in the content folder.
    pub(super) path: &'a str,
    /// Its page, relative to the root of the site.
    pub(super) url: String,
    /// The title.
    pub(super) title: &'a str,
    /// BCP 47 tag of its language.
    pub(super) language: &'a str,
}

/// An issue that came back.
#[derive(Serialize)]
pub(super) struct Recurrence<'a> {
    /// Its key: the id of its first incident, made fit for a URL.
    pub(super) key: &'a str,
    /// What it is called.
    pub(super) title: &'a str,
    /// The ids of its incidents, oldest first.
    pub(super) members: Vec<&'a str>,
    /// The day of the first.
    pub(super) first: Option<String>,
    /// The day of the last.
    pub(super) last: Option<String>,
    /// The evidence that they are one issue, in words.
    pub(super) reasons: Vec<String>,
    /// Days between one incident and the next; null where a date is missing.
    pub(super) gaps_days: &'a [Option<i64>],
    /// Minutes lost in all.
    pub(super) minutes: i64,
    /// Of how many incidents the minutes are known.
    pub(super) minutes_known: usize,
    /// Actions of its incidents that did not keep it from coming back.
    pub(super) fixes: Vec<Fix<'a>>,
}

/// An action that an issue outlived.
#[derive(Serialize)]
pub(super) struct Fix<'a> {
    /// `did_not_hold`: it was done before the issue came back. `not_made`: it was still open then.
    pub(super) outcome: &'static str,
    /// The text of the action.
    pub(super) action: &'a str,
    /// The id of the incident that it was agreed on after.
    pub(super) from: &'a str,
    /// The id of the incident that came after.
    pub(super) again: &'a str,
}
