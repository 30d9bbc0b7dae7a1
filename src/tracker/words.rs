//! Words of trackers: statuses, people, dates.

use crate::model::{ActionStatus, Date};
use crate::text::{fold, one_line};

/// What trackers call their statuses and resolutions, folded, in English, French and German.
const STATUSES: [(ActionStatus, &str); 4] = [
    (
        ActionStatus::Open,
        "open, opened, new, to do, todo, backlog, proposed, approved, ready, selected for development, triage, \
         planned, reopened, unresolved, unstarted, waiting, on hold, blocked, a faire, ouvert, nouveau, offen, zu erledigen",
    ),
    (
        ActionStatus::InProgress,
        "in progress, doing, active, committed, started, in review, code review, review, in test, testing, test, \
         in development, implementing, en cours, in arbeit, in bearbeitung",
    ),
    (
        ActionStatus::Done,
        "done, closed, resolved, completed, complete, fixed, merged, released, finished, verified, shipped, \
         fait, ferme, resolu, termine, fertig, erledigt, geschlossen",
    ),
    (
        ActionStatus::Dropped,
        "won't do, wont do, won't fix, wontfix, wont fix, not planned, cancelled, canceled, rejected, declined, \
         duplicate, removed, obsolete, abandoned, invalid, cannot reproduce, works as designed, \
         as designed, annule, abandonne, rejete, abgebrochen, abgelehnt, verworfen",
    ),
];

/// A status in the library's own words or the usual ones.
pub(super) fn status(word: &str, own: &[(String, ActionStatus)]) -> Option<ActionStatus> {
    let exact = fold(word);
    if let Some((_, status)) = own.iter().find(|(known, _)| *known == exact) {
        return Some(*status);
    }
    let plain = exact.replace(['_', '-'], " ").replace('’', "'");
    STATUSES.iter().find(|(_, words)| words.split(", ").any(|known| known == plain)).map(|(status, _)| *status)
}

/// A status by its category: Jira's, Azure DevOps' and Linear's.
pub(super) fn category(word: &str) -> Option<ActionStatus> {
    match fold(word).replace(['_', '-', ' '], "").as_str() {
        "indeterminate" | "inprogress" => Some(ActionStatus::InProgress),
        _ => status(word, &[]),
    }
}

/// `Ada Lovelace <ada@example.org>` -> `Ada Lovelace`.
pub(super) fn person(text: &str) -> String {
    let name = text.split_once('<').map_or(text, |(name, _)| name).trim();
    let name = if name.is_empty() { text.trim_matches(['<', '>']) } else { name };
    one_line(name)
}

/// Forms of dates in exports: Jira, a spreadsheet in the United States, one in Germany or Poland, words.
const FORMATS: [&str; 12] = [
    "%d/%b/%y %I:%M %p",
    "%d/%b/%y %H:%M",
    "%d/%b/%y",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
];

/// The day of a date or a date and time: ISO 8601, the library's own forms, the usual ones.
pub(super) fn date(text: &str, own: &[String]) -> Option<Date> {
    let text = text.trim();
    if let Some(day) = text.get(..10).and_then(|day| day.parse::<Date>().ok()) {
        return Some(day);
    }
    let own = own.iter().map(String::as_str);
    own.chain(FORMATS).find_map(|format| jiff::fmt::strtime::parse(format, text).ok()?.to_date().ok())
}
