//! `[trackers.NAME]`: where tickets live, what their exports say and where a ticket's page is.

use super::wrong::{did_you_mean, wrong};
use crate::diagnostic::Diagnostic;
use crate::model::ActionStatus;
use crate::text::{ContentPath, Span, fold};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The keys of a tracker.
pub(super) const TRACKER_KEYS: [&str; 6] = ["export", "link", "prefixes", "columns", "statuses", "date-formats"];

/// `[trackers.…]` as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct RawTracker {
    export: Option<Spanned<String>>,
    link: Option<Spanned<String>>,
    prefixes: Option<Vec<String>>,
    columns: BTreeMap<Spanned<String>, OneOrMany>,
    statuses: BTreeMap<String, Spanned<String>>,
    date_formats: Option<Vec<String>>,
}

/// A name or several, of which the first that is there counts.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// A tracker.
#[derive(Clone, Debug)]
pub struct Tracker {
    /// What the settings call it.
    pub name: String,
    /// Its export, in the library's folder; `None` when the library has only links to it.
    pub export: Option<ContentPath>,
    /// Where the settings name the export.
    pub export_span: Option<Span>,
    /// A ticket's page, with `{key}` for its key; `None` when the export or the postmortem must say it.
    pub link: Option<String>,
    /// What its references begin with; empty to let the keys of the export tell.
    pub prefixes: Vec<String>,
    /// Columns that the settings name, each with its names in the order in which they are tried and its place.
    pub columns: Vec<(TicketField, Vec<String>, Span)>,
    /// Its own words for statuses, folded.
    pub statuses: Vec<(String, ActionStatus)>,
    /// Its own forms of dates (strftime), tried before the usual ones.
    pub date_formats: Vec<String>,
}

/// What a column of an export can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TicketField {
    /// `OPS-12`, `482`.
    Key,
    /// How far it has come.
    Status,
    /// Which kind of status its own is: of few words, the same in every project.
    Category,
    /// How it ended, where the status says only that it did.
    Resolution,
    /// Who does it.
    Owner,
    /// When it is due.
    Due,
    /// When it was closed.
    Closed,
    /// When it was opened.
    Opened,
    /// Its page.
    Url,
}

impl TicketField {
    /// Every field with its name in the settings.
    pub const ALL: [(TicketField, &'static str); 9] = [
        (TicketField::Key, "key"),
        (TicketField::Status, "status"),
        (TicketField::Category, "category"),
        (TicketField::Resolution, "resolution"),
        (TicketField::Owner, "owner"),
        (TicketField::Due, "due"),
        (TicketField::Closed, "closed"),
        (TicketField::Opened, "opened"),
        (TicketField::Url, "url"),
    ];
}

/// The trackers, by name.
pub(super) fn trackers(raw: BTreeMap<String, RawTracker>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Tracker> {
    raw.into_iter().map(|(name, raw)| tracker(name, raw, diagnostics)).collect()
}

fn tracker(name: String, raw: RawTracker, diagnostics: &mut Vec<Diagnostic>) -> Tracker {
    let RawTracker { export, link, prefixes, columns, statuses, date_formats } = raw;
    let export_span = export.as_ref().map(|export| Span::new(export.span()));
    let export = export.and_then(|written| {
        let absolute = written.as_ref().starts_with(['/', '\\']) || written.as_ref().contains(':');
        let path = ContentPath::new(written.as_ref()).filter(|_| !absolute);
        if path.is_none() {
            let help = "Write its path relative to book.toml; it must lie in the library's folder.".to_owned();
            let message = format!("`{}` leads out of the library's folder", written.as_ref());
            wrong(diagnostics, written.span(), message, help);
        }
        path
    });
    let link = link.filter(|link| !link.as_ref().is_empty()).and_then(|link| {
        let leads_to_a_page = link.as_ref().starts_with("https://") || link.as_ref().starts_with("http://");
        if !leads_to_a_page {
            let message = format!("`{}` is no link to a page", link.as_ref());
            let help = "Write the whole URL of a ticket, with {key} for its key.".to_owned();
            wrong(diagnostics, link.span(), message, help);
        }
        leads_to_a_page.then(|| link.into_inner())
    });
    let mut named = Vec::new();
    for (field, names) in columns {
        let known = TicketField::ALL.iter().find(|(_, name)| *name == field.as_ref());
        let Some((ticket_field, _)) = known else {
            let help = did_you_mean(field.as_ref(), TicketField::ALL.iter().map(|(_, name)| *name));
            wrong(diagnostics, field.span(), format!("`{}` is nothing that a ticket has", field.as_ref()), help);
            continue;
        };
        let names = match names {
            OneOrMany::One(name) => vec![name],
            OneOrMany::Many(names) => names,
        };
        named.push((*ticket_field, names, Span::new(field.span())));
    }
    named.sort_by_key(|(field, _, _)| *field);
    let mut own = Vec::new();
    for (word, status) in statuses {
        match ActionStatus::from_name(status.as_ref()) {
            Some(status) => own.push((fold(&word), status)),
            None => {
                let help = did_you_mean(status.as_ref(), ActionStatus::ALL.iter().map(|status| status.name()));
                let message = format!("`{}` is not a status of an action", status.as_ref());
                wrong(diagnostics, status.span(), message, help);
            }
        }
    }
    Tracker {
        name,
        export,
        export_span,
        link,
        prefixes: prefixes.unwrap_or_default(),
        columns: named,
        statuses: own,
        date_formats: date_formats.unwrap_or_default(),
    }
}
