//! The values of front matter that have a form of their own.

use super::syntax::{Key, Node, Value};
use crate::clock::{parse_date, parse_instant, parse_time};
use crate::config::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon::Lexicon;
use crate::model::{
    ActionItem, ActionStatus, Date, EntryTime, Impact, Instant, Lapse, Origin, Phase, Sourced, TimelineEntry,
    TrackerRef, Zone,
};
use crate::text::{ContentPath, fold, one_line, slug};
use crate::tracker::reference;

/// One text or a list of texts; a single text is split at its commas. `None` when it is something else.
pub(super) fn texts(node: &Node, origin: Origin, by_blanks: bool) -> Option<Vec<Sourced<String>>> {
    let found = |text: &str, origin| Sourced { value: one_line(text), origin };
    let mut all = Vec::new();
    match &node.value {
        Value::List(items) => {
            for item in items.iter().filter(|item| !item.is_null()) {
                // `- name: x` and the like: the first text of the table is its name.
                let (text, span) = match &item.value {
                    Value::Map(entries) => entries.iter().find_map(|(_, node)| Some((node.text()?, node.span)))?,
                    _ => (item.text()?, item.span),
                };
                let origin = if origin == Origin::External { origin } else { Origin::Stated(span) };
                all.push(found(&text, origin));
            }
        }
        Value::Map(_) => return None,
        _ => {
            let text = node.text()?;
            // What stands in quotes is one word.
            let is_words = by_blanks && node.written.is_some() && !text.contains([',', ';']);
            let is_separator = |c: char| matches!(c, ',' | ';') || is_words && c.is_whitespace();
            all.extend(text.split(is_separator).map(|text| found(text, origin)));
        }
    }
    all.retain(|text| !text.value.is_empty());
    Some(all)
}

/// Lapses; words that are none are reported.
pub(super) fn lapses(
    path: &ContentPath,
    node: &Node,
    origin: Origin,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Sourced<Lapse>> {
    let mut all = Vec::new();
    for text in texts(node, origin, false).unwrap_or_default() {
        match Lapse::from_name(&slug(&text.value)) {
            Some(lapse) => all.push(text.map(|_| lapse)),
            None => {
                let names = Lapse::ALL.iter().map(|lapse| lapse.name());
                let help = match nearest(&text.value, names.clone()) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("Use one of {}.", names.collect::<Vec<_>>().join(", ")),
                };
                let message = format!("`{}` is not a kind of lapse", text.value);
                diagnostics.push(Diagnostic::new(Code::UnknownValue, path, text.span(), message).help(help));
            }
        }
    }
    all
}

/// A table of named quantities; a text or a list alone has no names.
pub(super) fn impact(node: &Node, origin: Origin) -> Vec<Impact> {
    let one = |name: &str, node: &Node| {
        let origin = if origin == Origin::External { origin } else { Origin::Stated(node.span) };
        node.text()
            .map(|text| Impact { name: name.replace('_', " "), value: Sourced { value: one_line(&text), origin } })
    };
    match &node.value {
        Value::Map(entries) => entries.iter().filter_map(|(key, node)| one(&key.name, node)).collect(),
        Value::List(items) => items
            .iter()
            .flat_map(|item| match &item.value {
                Value::Map(entries) => entries.iter().filter_map(|(key, node)| one(&key.name, node)).collect(),
                _ => one("", item).into_iter().collect::<Vec<_>>(),
            })
            .collect(),
        _ => one("", node).into_iter().collect(),
    }
}

/// Finds the value of the first of `names` in a table.
fn get<'a>(entries: &'a [(Key, Node)], names: &[&str]) -> Option<&'a Node> {
    names.iter().find_map(|name| {
        entries.iter().find(|(key, node)| fold(&key.name) == *name && !node.is_null()).map(|(_, node)| node)
    })
}

fn wrong_item(path: &ContentPath, node: &Node, what: &str, form: &str) -> Diagnostic {
    let message = format!("{what} must be {form}, and is {}", node.kind());
    Diagnostic::new(Code::WrongType, path, node.span, message).help(format!("Write {form}."))
}

/// A list of `{ at, phase, text }`.
pub(super) fn timeline(
    path: &ContentPath,
    node: &Node,
    zone: &Zone,
    day: Option<Date>,
    diagnostics: &mut Vec<Diagnostic>,
    lexicon: &Lexicon,
) -> Vec<TimelineEntry> {
    let Value::List(items) = &node.value else {
        diagnostics.push(wrong_item(path, node, "`timeline`", "a list of `{ at, phase, text }`"));
        return Vec::new();
    };
    let mut entries = Vec::new();
    let mut day = day;
    for item in items {
        let Value::Map(fields) = &item.value else {
            diagnostics.push(wrong_item(path, item, "an entry of `timeline`", "`{ at, phase, text }`"));
            continue;
        };
        let at = match get(fields, &["at", "time", "when", "date", "timestamp"]) {
            None => EntryTime::Unknown,
            Some(node) => {
                let text = node.text().unwrap_or_default();
                let at = entry_time(&text, zone, day, lexicon);
                if at == EntryTime::Unknown {
                    let message = format!("`{text}` is not a time");
                    diagnostics.push(Diagnostic::new(Code::BadDate, path, node.span, message));
                }
                at
            }
        };
        day = match at {
            EntryTime::At(instant) => Some(instant.date()),
            EntryTime::Day(date) => Some(date),
            EntryTime::Clock(_) | EntryTime::Unknown => day,
        };
        let text = get(fields, &["text", "event", "what", "description", "message"]);
        let phase =
            get(fields, &["phase", "milestone"]).and_then(Node::text).and_then(|name| Phase::from_name(&fold(&name)));
        let text = Sourced::stated(text.and_then(Node::text).unwrap_or_default(), item.span);
        entries.push(TimelineEntry { at, until: None, approximate: false, phase, text });
    }
    entries
}

fn entry_time(text: &str, zone: &Zone, day: Option<Date>, lexicon: &Lexicon) -> EntryTime {
    if let Some(instant) = parse_instant(text, zone, lexicon) {
        return EntryTime::At(instant);
    }
    if let Some(date) = parse_date(text, lexicon) {
        return EntryTime::Day(date);
    }
    match (parse_time(text, lexicon), day) {
        (Some(time), Some(day)) => Instant::local(day, time, zone).map_or(EntryTime::Clock(time), EntryTime::At),
        (Some(time), None) => EntryTime::Clock(time),
        (None, _) => EntryTime::Unknown,
    }
}

/// A list of texts or of `{ text, owner, kind, due, status, ref, closed }`.
pub(super) fn actions(
    path: &ContentPath,
    node: &Node,
    diagnostics: &mut Vec<Diagnostic>,
    lexicon: &Lexicon,
) -> Vec<ActionItem> {
    let Value::List(items) = &node.value else {
        diagnostics.push(wrong_item(
            path,
            node,
            "`actions`",
            "a list of texts or of `{ text, owner, due, status, ref }`",
        ));
        return Vec::new();
    };
    items.iter().filter_map(|item| action(path, item, diagnostics, lexicon)).collect()
}

fn action(path: &ContentPath, item: &Node, diagnostics: &mut Vec<Diagnostic>, lexicon: &Lexicon) -> Option<ActionItem> {
    let Value::Map(fields) = &item.value else {
        return match item.text() {
            Some(text) => Some(ActionItem::new(Sourced::stated(one_line(&text), item.span))),
            None => {
                diagnostics.push(wrong_item(path, item, "an action", "a text or `{ text, owner, due, status, ref }`"));
                None
            }
        };
    };
    let text = |names: &[&str]| get(fields, names).and_then(Node::text).map(|text| one_line(&text));
    let mut action =
        ActionItem::new(Sourced::stated(text(&["text", "action", "title", "description", "what"])?, item.span));
    action.owner = text(&["owner", "assignee", "who", "responsible"]);
    action.kind = text(&["kind", "type", "category"]);
    action.reference = text(&["ref", "ticket", "issue", "tracker", "link", "url"]).map(|text| tracker(&text));
    for (names, place) in [(["due", "deadline"], &mut action.due), (["closed", "completed"], &mut action.closed)] {
        let Some(node) = get(fields, &names) else { continue };
        *place = node.text().and_then(|text| parse_date(&text, lexicon));
        if place.is_none() {
            let message = format!("`{}` is not a date", node.text().unwrap_or_default());
            diagnostics.push(Diagnostic::new(Code::BadDate, path, node.span, message));
        }
    }
    if let Some(node) = get(fields, &["status", "state"]) {
        let word = node.text().unwrap_or_default();
        match lexicon.action_status(&word) {
            Some(status) => action.status = status,
            None => {
                let names = ActionStatus::ALL.iter().map(|status| status.name());
                let help = match nearest(&word, names.clone()) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("Use one of {}.", names.collect::<Vec<_>>().join(", ")),
                };
                let message = format!("`{word}` is not a status of an action");
                diagnostics.push(Diagnostic::new(Code::UnknownValue, path, node.span, message).help(help));
            }
        }
    } else if action.closed.is_some() {
        action.status = ActionStatus::Done;
    }
    Some(action)
}

/// A ticket as written in a `ref`: a URL or a name.
fn tracker(text: &str) -> TrackerRef {
    if text.starts_with("https://") || text.starts_with("http://") {
        reference::from_url(text)
    } else {
        TrackerRef { label: text.to_owned(), url: None }
    }
}
