//! The claims that are made about a library, as plain values. Each is made in a file of its own beside this one.

use super::author_claim::AuthorClaim;
use crate::config::Promise;
use crate::failure::ModeIx;
use crate::library::PageIx;
use crate::model::{AsOf, Date, Lapse, Phase, ReportPart, Severity, TaxonomyKey, Within};
use std::sync::Arc;

/// All claims about a library.
#[derive(Clone, Debug)]
pub struct Insights {
    /// The day the claims hold for.
    pub as_of: AsOf,
    /// For each page, its related incidents, best first; empty for pages that are no incidents.
    pub related: Vec<Vec<Related>>,
    /// Issues that came back, the latest return first.
    pub recurring: Vec<RecurringIssue>,
    /// For each page, the indexes of its groups in `recurring`.
    pub recurring_of: Vec<Vec<usize>>,
    /// Names in `[recurring]` of book.toml that match nothing: the places of the correction and of the name in it.
    pub unmatched: Vec<(usize, usize)>,
    /// Every action: overdue ones first, by due date, then open ones, then those done or dropped.
    pub actions: Vec<ActionRef>,
    /// Counts and distributions.
    pub trends: Trends,
    /// What happened on the as-of date in earlier years.
    pub on_this_day: OnThisDay,
    /// What newcomers should read first, the most referred to first.
    pub reading: Vec<Reading>,
    /// Changes of procedures that are due, by procedure, the latest incident first.
    pub due_changes: Vec<DueChange>,
    /// For each procedure and each incident, the indexes of its changes in `due_changes`.
    pub due_changes_of: Vec<Vec<usize>>,
    /// How actions fare.
    pub follow_up: FollowUp,
    /// What was promised and is not kept.
    pub policies: Policies,
    /// What costs most lately.
    pub priorities: Priorities,
    /// For each page, what its postmortem has and lacks; `None` for pages that are no incidents.
    pub completeness: Vec<Option<Completeness>>,
}

/// A related incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The other incident.
    pub page: PageIx,
    /// How strongly: 0 to 1.
    pub score: f64,
    /// Why, strongest first; never empty.
    pub reasons: Arc<[Reason]>,
}

/// Evidence that two incidents belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The library's settings say that they are one issue.
    Corrected,
    /// An author claims it.
    Claimed(AuthorClaim),
    /// The text of the later one says that it was not the first time; the earlier one is the most alike.
    RecurrenceCue,
    /// Both are filed under these terms (slugs, rarest first).
    SameTerms(TaxonomyKey, Vec<String>),
    /// Both were set off by the same.
    SameTrigger(String),
    /// The same things failed in the same way: names as the first writes them, and the ways.
    SameFailure(Vec<String>, Vec<ModeIx>),
    /// Their titles share these telling words.
    SameTitle(Vec<String>),
    /// Their summaries say the same: these telling words, as the first writes them.
    SameSummary(Vec<String>),
    /// Their texts share these telling words, as they are written in the first.
    SameWords(Vec<String>),
}

/// An issue that came back.
#[derive(Clone, Debug, PartialEq)]
pub struct RecurringIssue {
    /// A stable name in URLs and in the API.
    pub key: String,
    /// What it is.
    pub title: String,
    /// Its incidents, oldest first; at least two.
    pub members: Vec<PageIx>,
    /// Why they are one issue.
    pub evidence: Vec<Evidence>,
    /// Days between one incident and the next; one less than `members`, `None` where a date is missing.
    pub gaps: Vec<Option<i64>>,
    /// Minutes that its incidents lasted in all, and of how many of them the duration is known.
    pub minutes: (i64, usize),
    /// Promises that the issue outlived.
    pub fixes: Vec<FixOutcome>,
}

/// Why two members of a group are one issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The earlier incident.
    pub earlier: PageIx,
    /// The later incident.
    pub later: PageIx,
    /// The evidence.
    pub reason: Reason,
}

/// What became of a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixOutcome {
    /// An action of `from` was done before `recurrence` happened.
    DidNotHold {
        /// Index in [`Insights::actions`].
        action: usize,
        /// The incident that happened all the same.
        recurrence: PageIx,
    },
    /// An action of `from` was still open when `recurrence` happened.
    NotMade {
        /// Index in [`Insights::actions`].
        action: usize,
        /// The incident that happened meanwhile.
        recurrence: PageIx,
    },
}

/// An action and where it is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionRef {
    /// The incident.
    pub page: PageIx,
    /// The index in its actions.
    pub index: usize,
    /// Whether it is open past its due date.
    pub overdue: bool,
}

/// Counts over time and distributions; no means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trends {
    /// Incidents of each month without a gap, oldest first, by severity (index 0 is the worst, the last is "unknown").
    /// At most ten years, up to the as-of date or, in an archive, to the last incident.
    pub months: Vec<(Date, Vec<usize>)>,
    /// From the start to each phase, one point for each incident.
    pub durations: Vec<Distribution>,
    /// Incidents of each quarter by category: the slugs of the most frequent ones, then a row for each quarter with one
    /// number more, of incidents under none of these. An incident counts once for each of its categories.
    pub categories: (Vec<String>, Vec<(Date, Vec<usize>)>),
    /// Incidents of each quarter by lapse, in the same form: every lapse that was found, then incidents that name none.
    pub lapses: (Vec<Lapse>, Vec<(Date, Vec<usize>)>),
    /// How long incidents lasted by service and by cause: the terms with the most incidents of known duration, at
    /// least five each.
    pub terms: Vec<TermDurations>,
    /// Starts of incidents by weekday (Monday first) and hour, in the library's time zone.
    pub hours: [[usize; 24]; 7],
}

/// An incident, how bad it was, and how many minutes it took.
pub type Minutes = (PageIx, Option<Severity>, i64);

/// How long the incidents of a taxonomy's terms lasted.
#[derive(Clone, Debug, PartialEq)]
pub struct TermDurations {
    /// The taxonomy.
    pub key: TaxonomyKey,
    /// Terms, the most incidents first: the index of each in its [`crate::library::TermIndex`], with minutes of each
    /// incident, in the order of the incidents. An incident counts for each of its terms and their
    /// broader ones.
    pub terms: Vec<(usize, Vec<Minutes>)>,
}

/// How long something took, incident by incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// From the start to this phase.
    pub to: Phase,
    /// Minutes of each incident of which it is known, in the order of the incidents.
    pub points: Vec<Minutes>,
    /// First quartile, median, third quartile in minutes; `None` below five points.
    pub quartiles: Option<[f64; 3]>,
}

/// Incidents of a day of the year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OnThisDay {
    /// Whether they happened on exactly this day; otherwise within a few days of it.
    pub is_exact: bool,
    /// The incidents; empty where nothing happened then.
    pub incidents: Vec<PageIx>,
}

/// An incident that others refer to, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The incident.
    pub page: PageIx,
    /// How many pages mention it.
    pub mentions: usize,
    /// How many incidents have it among their related ones.
    pub related: usize,
    /// The largest recurring issue that it belongs to, as an index of [`Insights::recurring`].
    pub issue: Option<usize>,
    /// How many procedures it changed.
    pub procedures: usize,
}

/// A procedure that an incident should have changed: an open action says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueChange {
    /// The procedure.
    pub procedure: PageIx,
    /// The incident.
    pub incident: PageIx,
    /// The index in its actions.
    pub action: usize,
    /// Why the action is about this procedure.
    pub reason: DueReason,
}

/// Why an action that speaks of a procedure is about this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DueReason {
    /// Action and procedure share these telling words (folded, sorted); the incident refers to the procedure or shares a
    /// service or a cause with it.
    SameWords(Vec<String>),
    /// The incident refers to the procedure, and the action names no other.
    ReferredTo,
}

/// What a postmortem has of what a good one has.
#[derive(Clone, Debug, PartialEq)]
pub struct Completeness {
    /// From 0 (nothing) to 1 (all).
    pub score: f64,
    /// What is missing, most important first.
    pub missing: Vec<ReportPart>,
}

/// How actions fare as of a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FollowUp {
    /// The ages of the open ones.
    pub ages: Ages,
    /// How long actions took that are done: all together, by severity, by team; only groups of five or more.
    pub closing: Vec<Closing>,
    /// Owners who have open actions, the most overdue ones first.
    pub owners: Vec<OwnerLoad>,
    /// Opened, closed and open, month by month, oldest first.
    pub months: Vec<BacklogMonth>,
    /// Actions that are missing from the months: nobody knows when they were opened or closed.
    pub undated: usize,
}

/// How many open actions are how old.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ages {
    /// Up to 30 days, 90, 180, 365, more, unknown: each not overdue and overdue.
    pub groups: [[usize; 2]; 6],
}

/// How long the actions of a group took to close.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closing {
    /// Of which.
    pub of: ClosingOf,
    /// How many.
    pub n: usize,
    /// First quartile, median, third quartile in days.
    pub quartiles: [f64; 3],
}

/// A group of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosingOf {
    /// All.
    All,
    /// Those from incidents of a severity, or of none.
    Severity(Option<Severity>),
    /// Those from incidents of a team: its index in the terms of teams.
    Team(usize),
}

/// What one person has to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnerLoad {
    /// As first written.
    pub name: String,
    /// Open actions.
    pub open: usize,
    /// Those of them that are overdue.
    pub overdue: usize,
    /// Days since the oldest open one was agreed on; `None` where no day is known.
    pub oldest: Option<i64>,
}

/// A month of the backlog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BacklogMonth {
    /// Its first day.
    pub month: Date,
    /// Actions agreed on in it.
    pub opened: usize,
    /// Actions done or dropped in it.
    pub closed: usize,
    /// Actions open at its end, or at the as-of date.
    pub open: usize,
}

/// How policies are kept as of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policies {
    /// For each promise of each policy, how it was kept.
    pub kept: Vec<Kept>,
    /// Promises that are broken now: the worst severity first, then the longest broken.
    pub violations: Vec<Violation>,
    /// For each page, the indexes of its violations.
    pub of_page: Vec<Vec<usize>>,
}

/// How a promise was kept: counts of incidents or of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Index in [`crate::config::Config::policies`].
    pub policy: usize,
    /// What was promised.
    pub promise: Promise,
    /// The time for it.
    pub within: Within,
    /// Kept, in time as far as is known.
    pub in_time: usize,
    /// Kept, too late.
    pub late: usize,
    /// Not kept yet, with time left.
    pub running: usize,
    /// Not kept, with no time left.
    pub broken: usize,
}

/// A promise that is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Index in [`crate::config::Config::policies`].
    pub policy: usize,
    /// What was promised.
    pub promise: Promise,
    /// The incident.
    pub page: PageIx,
    /// The index of the action in the incident's; `None` when it is about the postmortem.
    pub action: Option<usize>,
    /// The last day in time.
    pub until: Date,
}

/// What costs most lately, the dearest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Priorities {
    /// Recurring issues, by index in [`Insights::recurring`].
    pub issues: Vec<Priority>,
    /// Services, by index in their terms.
    pub services: Vec<Priority>,
    /// Causes, by index in their terms.
    pub causes: Vec<Priority>,
}

/// What something costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Priority {
    /// Which issue or term.
    pub index: usize,
    /// Points by the formula of `[priorities]`.
    pub points: f64,
    /// The incidents that count.
    pub incidents: Vec<PageIx>,
    /// Minutes that these lasted in all, and of how many the duration is known.
    pub minutes: (i64, usize),
    /// The worst severity among them.
    pub worst: Option<Severity>,
    /// Open actions that would help, the most urgent first; indexes in [`Insights::actions`], a few.
    pub actions: Vec<usize>,
    /// How many such actions there are in all.
    pub open: usize,
}
