//! Tables of pandoc that GitHub does not know, as tables that it does: grids (`+---+---+`), and columns over and between rules of
//! hyphens.

use super::edit::Edit;
use super::ground::{Ground, within};
use super::line::Lines;
use std::ops::Range;

/// More columns than these are no table.
const MOST_COLUMNS: usize = 40;

/// Whether a text may have such tables.
pub(super) fn may_contain(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

/// Of which a text has one that has such a table.
pub(super) const MARKS: &[&str] = &["+--", "+==", "+:", "--  -", "-- --", "  ----"];

/// The changes that make tables with bars of them.
pub(super) fn tables(text: &str) -> Vec<Edit> {
    let ground = Ground::of(text);
    let fenced: Vec<Range<usize>> = ground.fences.iter().map(|(range, _)| range.clone()).collect();
    let lines = &Lines::of(text);
    let mut edits = Vec::new();
    let mut at = 0;
    while at < lines.count() {
        let start = lines.range(at).start;
        let found =
            if within(&fenced, start).is_some() { None } else { grid(lines, at).or_else(|| columns(lines, at)) };
        match found {
            Some((rows, end)) => {
                let last = lines.range(end - 1).end;
                edits.push(Edit::new(start..last, written(&rows)));
                at = end;
            }
            None => at += 1,
        }
    }
    edits
}

/// The rows of a table, the head first, and the line after it.
type Table = (Vec<Vec<String>>, usize);

/// A table with borders, which begins at a line.
fn grid(lines: &Lines<'_>, first: usize) -> Option<Table> {
    let border = lines.get(first).trim();
    if !is_border(border) {
        return None;
    }
    let bounds: Vec<usize> = border.match_indices('+').map(|(at, _)| at).collect();
    let columns = bounds.len().checked_sub(1).filter(|count| (1..=MOST_COLUMNS).contains(count))?;
    let inset = lines.get(first).len() - lines.get(first).trim_start().len();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row = vec![String::new(); columns];
    let mut has_head = false;
    let mut at = first + 1;
    let mut end = None;
    while at < lines.count() {
        let line = lines.get(at).get(inset..).unwrap_or("").trim_end();
        if is_border(line) {
            has_head |= rows.is_empty() && line.contains('=');
            rows.push(std::mem::replace(&mut row, vec![String::new(); columns]));
            end = Some(at + 1);
        } else if line.starts_with('|') {
            // Widths are counted in characters.
            let chars: Vec<char> = line.chars().collect();
            for (cell, bound) in row.iter_mut().zip(bounds.windows(2)) {
                let [from, to] = bound else { continue };
                let piece: String = chars.get(from + 1..(*to).min(chars.len())).unwrap_or_default().iter().collect();
                add(cell, &piece);
            }
        } else {
            break;
        }
        at += 1;
    }
    let end = end?;
    if !has_head {
        rows.insert(0, vec![String::new(); columns]);
    }
    Some((rows, end))
}

fn is_border(line: &str) -> bool {
    line.len() > 4
        && line.starts_with('+')
        && line.ends_with('+')
        && line.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'=' | b':'))
}

/// A table whose columns a rule of hyphens shows. Around it may stand rules over its whole width.
fn columns(lines: &Lines<'_>, first: usize) -> Option<Table> {
    let is_rule = |at: usize| {
        let line = lines.get(at).trim();
        line.len() > 8 && line.bytes().all(|byte| byte == b'-')
    };
    let is_blank = |at: usize| lines.get(at).trim().is_empty();
    let in_rules = is_rule(first) && lines.get(first).starts_with([' ', '-']) && (first == 0 || is_blank(first - 1));
    let from = if in_rules { first + 1 } else { first };
    // The head, and below it the rule that shows the columns.
    let rule = (from..lines.count().min(from + 6)).find(|at| !column_bounds(lines.get(*at)).is_empty())?;
    if rule == from && !in_rules && rule > 0 && !is_blank(rule - 1) || !in_rules && rule > from + 1 {
        return None;
    }
    let bounds = column_bounds(lines.get(rule));
    let cells = |at: usize| -> Vec<String> {
        let chars: Vec<char> = lines.get(at).chars().collect();
        let starts = bounds.iter().map(|bound| bound.start).skip(1).chain([usize::MAX]);
        let mut from = 0;
        let mut cells = Vec::new();
        for next in starts {
            let to = next.min(chars.len());
            cells.push(chars.get(from..to).unwrap_or_default().iter().collect());
            from = to;
        }
        cells
    };
    let mut head = vec![String::new(); bounds.len()];
    for at in from..rule {
        if is_blank(at) {
            return None;
        }
        head.iter_mut().zip(cells(at)).for_each(|(cell, piece)| add(cell, &piece));
    }
    let mut rows = vec![head];
    let mut row: Option<Vec<String>> = None;
    let mut at = rule + 1;
    let mut is_closed = false;
    while at < lines.count() {
        let is_end = is_rule(at) || column_bounds(lines.get(at)).len() == bounds.len();
        if is_end || is_blank(at) && !in_rules {
            is_closed = true;
            at += usize::from(is_end);
            break;
        }
        if is_blank(at) {
            rows.extend(row.take());
        } else {
            // Rows of several lines are parted by blank ones, and stand between rules.
            if !in_rules {
                rows.extend(row.take());
            }
            let row = row.get_or_insert_with(|| vec![String::new(); bounds.len()]);
            row.iter_mut().zip(cells(at)).for_each(|(cell, piece)| add(cell, &piece));
        }
        at += 1;
    }
    rows.extend(row);
    let has_head = rule > from;
    ((is_closed || has_head) && rows.len() > 1).then_some((rows, at))
}

/// The columns that a line of several runs of hyphens shows, in characters; none where it shows no two.
fn column_bounds(line: &str) -> Vec<Range<usize>> {
    let trimmed = line.trim();
    let runs: Vec<&str> = trimmed.split_whitespace().collect();
    let is_rule = (2..=MOST_COLUMNS).contains(&runs.len())
        && runs.iter().all(|run| run.len() >= 3 && run.bytes().all(|byte| byte == b'-'));
    if !is_rule {
        return Vec::new();
    }
    let mut bounds = Vec::new();
    let mut start = None;
    for (at, byte) in line.bytes().chain([b' ']).enumerate() {
        match (byte, start) {
            (b'-', None) => start = Some(at),
            (b' ', Some(from)) => {
                bounds.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    bounds
}

/// Adds a line of a cell.
fn add(cell: &mut String, piece: &str) {
    let piece = piece.trim();
    if !piece.is_empty() && !cell.is_empty() {
        cell.push(' ');
    }
    cell.push_str(piece);
}

/// The table in GitHub's form.
fn written(rows: &[Vec<String>]) -> String {
    let mut text = String::from("\n");
    for (number, row) in rows.iter().enumerate() {
        for cell in row {
            text.push_str("| ");
            text.push_str(&cell.replace('|', "\\|"));
            text.push(' ');
        }
        text.push_str("|\n");
        if number == 0 {
            text.push_str(&"| --- ".repeat(row.len()));
            text.push_str("|\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::dialect::lower;

    #[test]
    fn grids_become_tables() {
        let text = "a\n\n+------+--------+\n| Time | Event  |\n+======+========+\n| 7:00 | Opened |\n|      | by *x* |\n+------+--------+\n\nb\n";
        let expected = "a\n\n\n| Time | Event |\n| --- | --- |\n| 7:00 | Opened by *x* |\n\n\nb\n";
        assert_eq!(lower(text).text, expected);
    }

    #[test]
    fn columns_become_tables() {
        let text = "  Time   Event\n  ------ ---------\n  7:00   Opened\n  7:50   Closed again\n\nb\n";
        let expected = "\n| Time | Event |\n| --- | --- |\n| 7:00 | Opened |\n| 7:50 | Closed again |\n\n\nb\n";
        assert_eq!(lower(text).text, expected);
        let text = "  -------------------------\n  **Date**   22 October\n  ---------- --------------\n  Severity   P2\n\n  \
            Service    bridge\n             control\n  -------------------------\n";
        let expected =
            "\n| **Date** | 22 October |\n| --- | --- |\n| Severity | P2 |\n| Service | bridge control |\n\n";
        assert_eq!(lower(text).text, expected);
    }

    #[test]
    fn rules_and_headings_are_none() {
        for text in ["a\n---\n\n---\n\nb\n", "---\n\n--- ---\n", "a + b\n+ c\n+-+\n", "```\n+---+\n| a |\n+---+\n```\n"]
        {
            assert_eq!(lower(text).text, text);
        }
    }
}
