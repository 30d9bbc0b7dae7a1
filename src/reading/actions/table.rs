//! Tables of actions: a column for what, and columns for who, when, how far and where.

use super::item::Draft;
use super::meta::{Meta, cell_reference};
use crate::clock::Style;
use crate::lexicon::{ActionColumn, ActionKey, Lexicon, plain};
use crate::markdown::Inline;
use crate::model::{ActionItem, ActionStatus, Date};
use crate::tracker::reference;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    What,
    Meta(ActionKey),
    Number,
    Other,
}

fn column(header: &str, lexicon: &Lexicon) -> Column {
    // "#" and "No." are nothing once their signs are stripped.
    let name = plain(header);
    match lexicon.action_column(&name) {
        _ if name.is_empty() => Column::Number,
        Some(ActionColumn::Number) => Column::Number,
        Some(ActionColumn::What) => Column::What,
        None => lexicon.action_key(&name).map_or(Column::Other, Column::Meta),
    }
}

/// Whether the headers are unmistakably those of actions: one says so, and another says who, when or how far.
pub(super) fn is_of_actions(head: &[Inline], lexicon: &Lexicon) -> bool {
    let has = |wanted: fn(&Column) -> bool| head.iter().any(|cell| wanted(&column(&cell.text, lexicon)));
    has(|column| *column == Column::What) && has(|column| matches!(column, Column::Meta(_)))
}

/// Adds an action for each row, if the table's headers are those of actions.
pub(super) fn read(
    head: &[Inline],
    rows: &[Vec<Inline>],
    kind: Option<&str>,
    style: Style<'_>,
    near: Option<Date>,
    actions: &mut Vec<ActionItem>,
) {
    let columns: Vec<Column> = head.iter().map(|cell| column(&cell.text, style.lexicon)).collect();
    let known = columns.iter().any(|column| matches!(column, Column::What))
        || columns.iter().filter(|column| matches!(column, Column::Meta(_))).count() >= 2;
    if !known {
        return;
    }
    let what = columns.iter().position(|column| *column == Column::What).or_else(|| {
        // Without a header that says so: the column with the most text.
        let length = |index: usize| {
            rows.iter().take(20).filter_map(|row| row.get(index)).map(|cell| cell.text.len()).sum::<usize>()
        };
        (0..head.len()).filter(|index| matches!(columns[*index], Column::Other)).max_by_key(|index| length(*index))
    });
    let Some(what) = what else { return };
    for row in rows {
        actions.extend(self::row(row, &columns, what, kind, style, near));
    }
}

fn row(
    row: &[Inline],
    columns: &[Column],
    what: usize,
    kind: Option<&str>,
    style: Style<'_>,
    near: Option<Date>,
) -> Option<ActionItem> {
    let text = row.get(what).filter(|cell| !cell.text.is_empty())?;
    let mut meta = Meta::default();
    for (cell, column) in row.iter().zip(columns) {
        let Column::Meta(key) = column else { continue };
        if *key == ActionKey::Ticket {
            meta.reference = meta.reference.take().or_else(|| cell_reference(cell));
            // "n/a **DONE**": trackers' columns often hold the state.
            for strong in &cell.strong {
                meta.state(&cell.text[strong.clone()], style, near);
            }
            if meta.reference.is_none() && meta.state(&cell.text, style, near) {
                continue;
            }
        }
        meta.value(*key, &cell.text, style, near);
        if *key == ActionKey::Status && meta.reference.is_none() {
            meta.reference = cell.links.iter().find_map(|(_, url)| reference::from_tracker_url(url));
        }
    }
    let mut action = Draft::new(text, style, near).finish()?;
    if let Some(status) = meta.status {
        action.status = status;
    }
    // "☑" in a column of boxes, a date in a column of what is done.
    if meta.closed.is_some() && meta.status.is_none() {
        action.status = ActionStatus::Done;
    }
    action.owner = meta.owner.or(action.owner);
    action.due = meta.due.or(action.due);
    action.closed = meta.closed.or(action.closed);
    action.reference = meta.reference.or(action.reference);
    action.kind = meta.kind.or(action.kind).or_else(|| kind.map(str::to_owned));
    if let Some(first) = row.first() {
        action.origin = crate::model::Origin::Inferred(crate::text::Span {
            start: first.span.start,
            end: text.span.end.max(first.span.end),
        });
    }
    Some(action)
}
