//! Which column of an export is what.

use super::cells::Row;
use crate::config::{TicketField, Tracker, nearest};
use crate::diagnostic::{Code, Diagnostic, Subject};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What Jira, GitHub, Azure DevOps, GitLab and Linear call their columns, folded, the surest first.
const USUAL: [(TicketField, &[&str]); 9] = [
    (TicketField::Key, &["issue key", "key", "number", "iid", "identifier", "ref", "ticket", "issue id", "id"]),
    (
        TicketField::Status,
        &["status", "state", "fields.status.name", "fields.system.state", "status.name", "state.name"],
    ),
    (
        TicketField::Category,
        &[
            "status category",
            "state category",
            "status type",
            "state type",
            "fields.status.statuscategory.key",
            "fields.status.statuscategory.name",
            "status.statuscategory.key",
            "statuscategory.key",
            "statuscategory",
            "status category name",
            "state.type",
            "state.category",
        ],
    ),
    (
        TicketField::Resolution,
        &["resolution", "state reason", "statereason", "fields.resolution.name", "fields.system.reason"],
    ),
    (
        TicketField::Owner,
        &[
            "assignee",
            "assigned to",
            "owner",
            "assignee.login",
            "assignees.login",
            "assignee.username",
            "assignee.name",
            "assignees.username",
            "fields.assignee.displayname",
            "fields.assignee.name",
            "fields.system.assignedto.displayname",
            "fields.system.assignedto",
            "assignees",
        ],
    ),
    (
        TicketField::Due,
        &[
            "due date",
            "due",
            "duedate",
            "target date",
            "deadline",
            "fields.duedate",
            "fields.microsoft.vsts.scheduling.duedate",
            "fields.microsoft.vsts.scheduling.targetdate",
            "milestone.dueon",
            "milestone.due on",
        ],
    ),
    (
        TicketField::Closed,
        &[
            "resolved",
            "closed",
            "closed date",
            "closed at",
            "closedat",
            "completed",
            "completed at",
            "resolution date",
            "fields.resolutiondate",
            "fields.microsoft.vsts.common.closeddate",
        ],
    ),
    (
        TicketField::Opened,
        &[
            "created",
            "created date",
            "created at",
            "createdat",
            "opened",
            "fields.created",
            "fields.system.createddate",
        ],
    ),
    (TicketField::Url, &["html url", "url", "web url", "link"]),
];

/// For each field the names of its columns, as the export writes them, in the order in which they are tried.
#[derive(Debug, Default)]
pub(super) struct Columns(Vec<(TicketField, Vec<String>)>);

impl Columns {
    /// The columns that the settings name, and the usual ones for the rest. `None` when no column has the keys.
    pub(super) fn choose(
        tracker: &Tracker,
        rows: &[Row],
        export: &Subject,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Columns> {
        // Rows share their names; what each name is compared as is made once.
        let names: HashSet<&str> =
            rows.iter().flat_map(|row| row.cells.iter().map(|(name, _)| name.as_str())).collect();
        let there: BTreeSet<&str> = names.into_iter().collect();
        let folded: BTreeMap<String, Vec<&str>> = there.iter().fold(BTreeMap::new(), |mut folded, name| {
            folded.entry(plain(name)).or_insert_with(Vec::new).push(*name);
            folded
        });
        let mut columns = Columns::default();
        for (field, usual) in USUAL {
            let named = tracker.columns.iter().find(|(named, _, _)| *named == field);
            let names: Vec<String> = match named {
                Some((_, names, _)) => names.iter().map(|name| plain(name)).collect(),
                None => usual.iter().map(|name| (*name).to_owned()).collect(),
            };
            if let Some((_, written, span)) = named
                && !names.iter().any(|name| folded.contains_key(name))
            {
                let message = format!("the export of {} has no column `{}`", tracker.name, written.join("` or `"));
                let near = written.first().and_then(|name| nearest(name, there.iter().copied()));
                let help = match near {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("It has {}.", there.iter().take(12).copied().collect::<Vec<_>>().join(", ")),
                };
                diagnostics.push(Diagnostic::about(Code::ExportColumn, Subject::Settings, *span, message).help(help));
            }
            let found = names.iter().filter_map(|name| folded.get(name)).flatten().map(|name| (*name).to_owned());
            columns.0.push((field, found.collect()));
        }
        for (field, name) in [(TicketField::Key, "key"), (TicketField::Status, "status")] {
            let is_named = tracker.columns.iter().any(|(named, _, _)| *named == field);
            if !is_named && columns.of(field).is_empty() {
                let message = format!("no column looks like the {name} of a ticket");
                let help = format!("Say which one it is: [trackers.{}.columns] {name} = \"…\".", tracker.name);
                diagnostics.push(Diagnostic::about(Code::ExportColumn, export.clone(), None, message).help(help));
            }
        }
        (!columns.of(TicketField::Key).is_empty()).then_some(columns)
    }

    fn of(&self, field: TicketField) -> &[String] {
        self.0.iter().find(|(other, _)| *other == field).map_or(&[], |(_, names)| names)
    }

    /// A row's text for a field.
    pub(super) fn get<'a>(&self, row: &'a Row, field: TicketField) -> Option<&'a str> {
        self.of(field)
            .iter()
            .find_map(|name| row.cells.iter().find(|(column, _)| column == name))
            .map(|(_, text)| text.as_str())
    }
}

/// A column's name as it is compared: `Issue_Key` is `issue key`.
fn plain(name: &str) -> String {
    fold(&name.replace(['_', '-'], " "))
}
