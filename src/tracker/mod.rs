//! An export of a tracker: what does it say of each ticket?
//!
//! Exports are read by an edge ([`Export`] is text); here they become [`Tickets`], and a reference of an action finds
//! its ticket. An export wins over what a postmortem says, since the tracker is where work is closed: `library` lays
//! the two over each other.
//!
//! Incremental: depends on the exports and `[trackers]`.

mod cells;
mod columns;
mod keys;
pub mod reference;
mod words;

use crate::config::{Config, OWNER, TicketField, Tracker};
use crate::diagnostic::{Checked, Code, Diagnostic, Subject};
use crate::model::{ActionStatus, Date, TrackerRef};
use crate::text::{Fingerprint, Span};
use cells::Row;
use columns::Columns;
use keys::KeyPattern;
use std::collections::{BTreeSet, HashMap};

/// An export as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Export {
    /// The tracker's name in the settings.
    pub tracker: String,
    /// Its path in the library's folder.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What an export says of a ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticket {
    /// How far it has come; `None` where its word is not known.
    pub status: Option<ActionStatus>,
    /// Who does it.
    pub owner: Option<String>,
    /// When it is due.
    pub due: Option<Date>,
    /// When it was closed.
    pub closed: Option<Date>,
    /// When it was opened.
    pub opened: Option<Date>,
    /// Its page.
    pub url: Option<String>,
}

/// The tickets of all trackers.
#[derive(Clone, Debug, Default)]
pub struct Tickets {
    /// Identity of the exports that they are from.
    pub identity: Fingerprint,
    trackers: Vec<Tracked>,
}

#[derive(Clone, Debug)]
struct Tracked {
    name: String,
    link: Option<String>,
    pattern: KeyPattern,
    /// By key; `None` when there is no export to look into.
    tickets: Option<HashMap<String, Ticket>>,
}

/// What trackers know of a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketLookup<'a> {
    /// The tracker that it belongs to.
    pub tracker: &'a str,
    /// Its ticket; `None` where the export lacks it, or there is no export.
    pub ticket: Option<&'a Ticket>,
    /// Whether there is an export that lacks it.
    pub is_missing: bool,
    /// Its page, where it is known.
    pub url: Option<String>,
}

/// Identity of exports, under one set of settings.
pub fn identity(exports: &[Export]) -> Fingerprint {
    Fingerprint::of_value(&exports)
}

impl Tickets {
    /// Reads the exports of the trackers that the settings name.
    pub fn read(exports: &[Export], config: &Config) -> Checked<Tickets> {
        let mut diagnostics = Vec::new();
        let trackers = config.trackers.iter().map(|tracker| {
            let export = exports.iter().find(|export| export.tracker == tracker.name);
            tracked(tracker, export, &mut diagnostics)
        });
        let mut trackers: Vec<Tracked> = trackers.collect();
        if config.audiences.shows_roles() {
            let tickets = trackers.iter_mut().flat_map(|tracker| tracker.tickets.iter_mut());
            let owners = tickets.flat_map(|tickets| tickets.values_mut()).filter_map(|ticket| ticket.owner.as_mut());
            owners.for_each(|owner| OWNER.clone_into(owner));
        }
        Checked::new(Tickets { identity: identity(exports), trackers }, diagnostics)
    }

    /// Whether no tracker is known.
    pub fn is_empty(&self) -> bool {
        self.trackers.is_empty()
    }

    /// What is known of a reference: from the tracker whose export has it, else from the first that it belongs to.
    pub fn find(&self, reference: &TrackerRef) -> Option<TicketLookup<'_>> {
        let mut belongs = None;
        for tracker in &self.trackers {
            let Some(key) = tracker.pattern.key_of(&reference.label) else { continue };
            let url = || tracker.link.as_ref().map(|link| link.replace("{key}", &crate::text::encode_path(&key)));
            match tracker.tickets.as_ref().map(|tickets| tickets.get(&key)) {
                Some(Some(ticket)) => {
                    let url = url().or_else(|| ticket.url.clone());
                    return Some(TicketLookup { tracker: &tracker.name, ticket: Some(ticket), is_missing: false, url });
                }
                without => {
                    belongs = belongs.or_else(|| {
                        let is_missing = without.is_some();
                        Some(TicketLookup { tracker: &tracker.name, ticket: None, is_missing, url: url() })
                    });
                }
            }
        }
        belongs
    }
}

fn tracked(tracker: &Tracker, export: Option<&Export>, diagnostics: &mut Vec<Diagnostic>) -> Tracked {
    let tickets = export.and_then(|export| tickets(tracker, export, diagnostics));
    let keys = tickets.iter().flat_map(|tickets| tickets.keys().map(String::as_str));
    let urls = tickets.iter().flat_map(|tickets| tickets.values().filter_map(|ticket| ticket.url.as_deref()));
    let pattern = KeyPattern::new(&tracker.prefixes, keys, urls);
    Tracked { name: tracker.name.clone(), link: tracker.link.clone(), pattern, tickets }
}

/// The tickets of an export by key; `None` when it cannot be read, so that no reference is called unknown.
fn tickets(tracker: &Tracker, export: &Export, diagnostics: &mut Vec<Diagnostic>) -> Option<HashMap<String, Ticket>> {
    let subject = || Subject::Export(export.path.clone());
    let rows = match cells::read(&export.path, &export.text) {
        Ok(rows) => rows,
        Err((span, message)) => {
            diagnostics.push(Diagnostic::about(Code::UnreadableExport, subject(), span, message));
            return None;
        }
    };
    if rows.is_empty() {
        let message = "the export has no ticket in it";
        diagnostics.push(Diagnostic::about(Code::UnreadableExport, subject(), None, message));
        return None;
    }
    let columns = Columns::choose(tracker, &rows, &subject(), diagnostics)?;
    let mut strange = Strange { told: BTreeSet::new(), tracker, subject: subject(), diagnostics };
    let mut tickets = HashMap::with_capacity(rows.len());
    for row in &rows {
        let Some(key) = columns.get(row, TicketField::Key) else { continue };
        let ticket = ticket(row, &columns, &mut strange);
        // An export that lists a ticket twice lists its latest state last.
        tickets.insert(keys::plain(key).to_owned(), ticket);
    }
    Some(tickets)
}

/// Whether a URL leads to a page and runs nothing.
fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// What is not understood, told once for each word.
struct Strange<'a> {
    told: BTreeSet<String>,
    tracker: &'a Tracker,
    subject: Subject,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Strange<'_> {
    fn tell(&mut self, word: &str, span: Option<Span>, what: &str, help: String) {
        if self.told.insert(format!("{what} {word}")) {
            let message = format!("`{}` is {what}", crate::text::shorten(word, 40));
            let found = Diagnostic::about(Code::ExportValue, self.subject.clone(), span, message);
            self.diagnostics.push(found.help(help));
        }
    }
}

fn ticket(row: &Row, columns: &Columns, strange: &mut Strange<'_>) -> Ticket {
    let tracker = strange.tracker;
    let mut date = |field| {
        let text = columns.get(row, field)?;
        let read = words::date(text, &tracker.date_formats);
        if read.is_none() {
            let help = format!("Say how it is written: [trackers.{}] date-formats = [\"%d/%m/%Y\"].", tracker.name);
            strange.tell(text, row.span, "not a date", help);
        }
        read
    };
    let (due, closed, opened) = (date(TicketField::Due), date(TicketField::Closed), date(TicketField::Opened));
    let ended = columns.get(row, TicketField::Resolution).and_then(|word| words::status(word, &tracker.statuses));
    let category = columns.get(row, TicketField::Category).and_then(words::category);
    let status = columns.get(row, TicketField::Status).map_or(category, |word| {
        let read = words::status(word, &tracker.statuses).or(category);
        if read.is_none() {
            let help = format!("Say what it means: [trackers.{}.statuses] \"{word}\" = \"in-progress\".", tracker.name);
            strange.tell(word, row.span, "a status that Casebook does not know", help);
        }
        read
    });
    let status = match (status, ended) {
        // "Closed" says that nobody works on it; the resolution says whether it was done.
        (Some(ActionStatus::Done) | None, Some(ActionStatus::Dropped)) => Some(ActionStatus::Dropped),
        (None, _) if closed.is_some() => Some(ActionStatus::Done),
        (status, _) => status,
    };
    Ticket {
        status,
        owner: columns.get(row, TicketField::Owner).map(words::person).filter(|owner| !owner.is_empty()),
        due,
        closed: closed.filter(|_| status.is_none_or(|status| !status.is_open())),
        opened,
        url: columns.get(row, TicketField::Url).filter(|url| is_web(url)).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests;
