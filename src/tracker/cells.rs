//! CSV or JSON -> rows of named cells.

use crate::text::Span;
use serde_json::Value;

/// A row of an export.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// Names and texts, in the order of the export; JSON's nested names are joined with dots.
    pub(super) cells: Vec<(String, String)>,
    /// Where it is; `None` in JSON.
    pub(super) span: Option<Span>,
}

/// Deeper than this nothing is a column.
const DEEPEST: usize = 6;

/// Why an export cannot be read, and where.
pub(super) type Unreadable = (Option<Span>, String);

/// The rows of an export; its path's ending says what it is.
pub(super) fn read(path: &str, text: &str) -> Result<Vec<Row>, Unreadable> {
    let ending = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    match ending.as_str() {
        "csv" | "tsv" | "txt" => csv_rows(text),
        "json" | "jsonl" | "ndjson" => json_rows(text),
        _ => Err((None, format!("`.{ending}` is no export that can be read: use .csv, .tsv or .json"))),
    }
}

/// Spreadsheets write what separates numbers in no language of theirs: a comma, a semicolon, a tab.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or("");
    let count = |c: u8| head.bytes().filter(|other| *other == c).count();
    // Of equals the last: the comma.
    [b'\t', b';', b','].into_iter().max_by_key(|c| count(*c)).unwrap_or(b',')
}

/// What Excel is told in a first line of its own: the separator, and how long the line is.
fn told_separator(text: &str) -> Option<(u8, usize)> {
    let line = text.split_inclusive('\n').next()?;
    let told = line.trim().trim_matches('"');
    let separator = told.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and_then(|_| told.get(4..))?;
    let separator = if separator == "\\t" || separator.is_empty() { "\t" } else { separator };
    match separator.as_bytes() {
        [one] => Some((*one, line.len())),
        _ => None,
    }
}

fn csv_rows(text: &str) -> Result<Vec<Row>, Unreadable> {
    let (delimiter, skipped) = told_separator(text).unwrap_or_else(|| (delimiter(text), 0));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes().get(skipped..).unwrap_or_default());
    let unreadable = |error: &csv::Error| unreadable(text, skipped, error);
    let head = reader.headers().map_err(|error| unreadable(&error))?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        let start = record.position().and_then(|at| usize::try_from(at.byte()).ok()).map(|at| at + skipped);
        let span = start.filter(|start| *start < text.len()).map(|start| line_at(text, start));
        let cells = head.iter().zip(&record).filter(|(_, cell)| !cell.is_empty());
        rows.push(Row { cells: cells.map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect(), span });
    }
    Ok(rows)
}

/// The line that begins at a byte, without what the reader has not consumed yet of the line before.
fn line_at(text: &str, start: usize) -> Span {
    let start = start + text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
    let end = text.get(start..).and_then(|rest| rest.find(['\r', '\n'])).map_or(text.len(), |length| start + length);
    Span::new(start..end)
}

fn unreadable(text: &str, skipped: usize, error: &csv::Error) -> Unreadable {
    let start = error.position().and_then(|at| usize::try_from(at.byte()).ok()).map(|at| at + skipped);
    let start = start.filter(|at| *at < text.len());
    (start.map(|start| line_at(text, start)), format!("this is no CSV: {error}"))
}

/// A list of objects, an object that has one (`issues`, `value`), or an object in each line.
fn json_rows(text: &str) -> Result<Vec<Row>, Unreadable> {
    let mut rows = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        let value = value.map_err(|error| {
            let start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let at = (start + error.column().saturating_sub(1)).min(text.len());
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            (Some(Span::new(at..at)), format!("this is no JSON: {error}"))
        })?;
        match value {
            Value::Array(items) => rows.extend(items.iter().filter_map(row)),
            Value::Object(fields) => match fields.values().find(|inner| is_list_of_objects(inner)) {
                Some(Value::Array(items)) if fields.keys().all(|key| !is_key(key)) => {
                    rows.extend(items.iter().filter_map(row));
                }
                _ => rows.extend(row(&Value::Object(fields))),
            },
            _ => {}
        }
    }
    if rows.is_empty() && !text.trim().is_empty() && text.trim() != "[]" {
        return Err((
            None,
            "no ticket was found: the file must be a list of objects, or an object with one".to_owned(),
        ));
    }
    Ok(rows)
}

/// Whether an object with this key is a ticket itself, not what a list of tickets is wrapped in.
fn is_key(name: &str) -> bool {
    matches!(name, "key" | "number" | "id" | "fields" | "title")
}

fn is_list_of_objects(value: &Value) -> bool {
    matches!(value, Value::Array(items) if items.first().is_some_and(Value::is_object))
}

fn row(value: &Value) -> Option<Row> {
    let mut row = Row::default();
    flatten("", value, 0, &mut row.cells);
    value.is_object().then_some(row)
}

/// Every text and number of an object under its path; of a list the first.
fn flatten(path: &str, value: &Value, depth: usize, cells: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) if depth < DEEPEST => {
            for (name, inner) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(&path, inner, depth + 1, cells);
            }
        }
        Value::Array(items) => {
            if let Some(first) = items.first() {
                flatten(path, first, depth + 1, cells);
            }
        }
        Value::String(text) if !text.trim().is_empty() => cells.push((path.to_owned(), text.trim().to_owned())),
        Value::Number(number) => cells.push((path.to_owned(), number.to_string())),
        _ => {}
    }
}
