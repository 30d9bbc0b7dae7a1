//! Owner, date, state and ticket of an action: `(owner: Ana, due: 2024-05-01)`, `— @ana`, `Échéance : 1er mai 2024`.

use crate::clock::{Stamp, Style};
use crate::lexicon::{ActionKey, Lexicon, WordList, plain};
use crate::markdown::{Block, Inline, Item};
use crate::model::{ActionStatus, Date, TrackerRef};
use crate::text::{fold, one_line};
use crate::tracker::reference;

/// What was found beside the text of an action.
#[derive(Clone, Debug, Default)]
pub(super) struct Meta {
    pub(super) owner: Option<String>,
    pub(super) due: Option<Date>,
    pub(super) closed: Option<Date>,
    pub(super) status: Option<ActionStatus>,
    pub(super) reference: Option<TrackerRef>,
    pub(super) kind: Option<String>,
}

/// Whether an item below an action is one of its labels: `- Owner: Ana`.
pub(super) fn is_label(item: &Item, lexicon: &Lexicon) -> bool {
    match item.blocks.first() {
        Some(Block::Paragraph(inline)) => {
            inline.text.len() < 200
                && inline
                    .text
                    .split_once([':', '：'])
                    .is_some_and(|(name, _)| lexicon.action_key(&plain(name)).is_some())
        }
        _ => false,
    }
}

impl Meta {
    /// Takes what the other found and this one lacks.
    pub(super) fn fill(&mut self, other: Meta) {
        self.owner = self.owner.take().or(other.owner);
        self.due = self.due.or(other.due);
        self.closed = self.closed.or(other.closed);
        self.status = self.status.or(other.status);
        self.reference = self.reference.take().or(other.reference);
        self.kind = self.kind.take().or(other.kind);
    }

    /// Reads a value whose key is known. False when the value is not of the kind that the key wants.
    pub(super) fn value(&mut self, key: ActionKey, value: &str, style: Style<'_>, near: Option<Date>) -> bool {
        let value = value.trim();
        let folded = fold(value);
        if matches!(folded.as_str(), "" | "-" | "–" | "—" | "?") || style.lexicon.has(WordList::NoValue, &folded) {
            return true;
        }
        match key {
            ActionKey::Owner => {
                let owner = one_line(value.trim_matches(|c: char| matches!(c, '.' | ',' | ';' | '(' | ')')));
                let fits = !owner.is_empty() && owner.chars().count() <= 60 && !goes_on(&owner);
                if fits {
                    self.owner = self.owner.take().or(Some(owner));
                }
                fits
            }
            ActionKey::Due | ActionKey::Closed => {
                let Some(date) = date_in(value, style, near) else {
                    // "end of Q3" is a date to people; it stays in the text. "Completed? Yes" is a state.
                    return key == ActionKey::Closed && self.state(value, style, near);
                };
                if key == ActionKey::Due {
                    self.due = self.due.or(Some(date));
                } else {
                    self.closed = self.closed.or(Some(date));
                    self.status = self.status.or(Some(ActionStatus::Done));
                }
                true
            }
            ActionKey::Status => self.state(value, style, near),
            ActionKey::Ticket => {
                let found = reference::find(value);
                let label = || value.split_whitespace().next().filter(|word| word.chars().any(|c| c.is_ascii_digit()));
                self.reference = self
                    .reference
                    .take()
                    .or_else(|| found.map(|(_, reference)| reference))
                    .or_else(|| label().filter(|label| label.len() < 40).map(named));
                self.reference.is_some()
            }
            ActionKey::Kind => {
                self.kind = self.kind.take().or_else(|| Some(one_line(value)));
                true
            }
            ActionKey::Priority => true,
        }
    }

    /// `done`, `✅ Done`, `Done 2024-05-12`, `done in #12`, `won't fix`, `[x]`.
    pub(super) fn state(&mut self, text: &str, style: Style<'_>, near: Option<Date>) -> bool {
        let Some(status) = status_of(text, style.lexicon) else { return false };
        self.status = self.status.or(Some(status));
        if !status.is_open() {
            self.closed = self.closed.or_else(|| date_in(text, style, near));
        }
        if self.reference.is_none() {
            self.reference = reference::find(text).map(|(_, reference)| reference);
        }
        true
    }

    /// A piece between brackets, dashes or commas; false when it says anything else.
    pub(super) fn piece(&mut self, piece: &str, style: Style<'_>, near: Option<Date>) -> bool {
        let piece = piece.trim().trim_end_matches(['.', ',', ';']).trim();
        if piece.is_empty() || piece.len() > 160 {
            return piece.is_empty();
        }
        if let Some(handle) = handle(piece) {
            self.owner = self.owner.take().or(Some(handle.to_owned()));
            return true;
        }
        if let Some((name, value)) = piece.split_once([':', '：', '='])
            && !value.starts_with("//")
            && let Some(key) = style.lexicon.action_key(&plain(name))
        {
            return self.value(key, value, style, near);
        }
        // Keys that need no colon: "due 2024-05-01", "assigned to Ana", "by 3 May 2024".
        let folded = fold(piece).replace('’', "'");
        for words in (1..=3).rev() {
            let Some((name, at)) = first_words(piece, words) else { continue };
            let Some(key) = style.lexicon.action_key(&fold(name).replace('’', "'")) else { continue };
            let value = &piece[at..];
            let dated = matches!(key, ActionKey::Due | ActionKey::Closed) && date_in(value, style, near).is_some();
            let assigned = key == ActionKey::Owner && words > 1 && (1..=4).contains(&value.split_whitespace().count());
            if (dated || assigned) && self.value(key, value, style, near) {
                return true;
            }
        }
        if let Some(reference) = reference::reference(piece) {
            self.reference = self.reference.take().or(Some(reference));
            return true;
        }
        if is_priority(&folded, style.lexicon) {
            return true;
        }
        // "done and noted in the wiki" is as long as such a remark gets.
        let short = piece.split_whitespace().count() <= 7;
        short && self.state(piece, style, near)
    }

    /// Pieces that together say nothing but meta; a mere name is an owner when a date or a ticket stands beside it.
    pub(super) fn pieces(&mut self, text: &str, style: Style<'_>, near: Option<Date>) -> bool {
        let mut found = Meta::default();
        let mut names = Vec::new();
        let mut dates = Vec::new();
        let mut understood = 0;
        for piece in split_pieces(text) {
            if found.piece(piece, style, near) {
                understood += 1;
            } else if let Some(date) = Stamp::at_start(piece.trim(), style)
                .filter(|(stamp, end)| stamp.time.is_none() && *end == piece.trim().len())
                .and_then(|(stamp, _)| stamp.day?.near(near))
            {
                dates.push(date);
            } else if looks_like_name(piece.trim()) {
                names.push(one_line(piece));
            } else {
                return false;
            }
        }
        match (names.as_slice(), dates.as_slice()) {
            ([], []) if understood > 0 => {}
            ([], [date]) if understood > 0 => found.due = found.due.or(Some(*date)),
            ([name], []) if found.due.is_some() && found.owner.is_none() => found.owner = Some(name.clone()),
            ([name], [date]) if found.owner.is_none() => {
                found.owner = Some(name.clone());
                found.due = found.due.or(Some(*date));
            }
            _ => return false,
        }
        self.fill(found);
        true
    }
}

/// Whether a name has another sentence or label after it: "Chen. Due: …". An initial ("J. Smith") has not.
fn goes_on(owner: &str) -> bool {
    owner.contains(':')
        || owner
            .match_indices(". ")
            .any(|(at, _)| owner[..at].rsplit(' ').next().is_some_and(|word| word.chars().count() > 1))
}

fn named(label: &str) -> TrackerRef {
    TrackerRef { label: label.trim_matches(|c: char| matches!(c, ',' | ';' | '.' | '(' | ')')).to_owned(), url: None }
}

/// Parts at commas, semicolons and bars; a comma inside a date ("March 5, 2024") does not part it.
fn split_pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let year_follows =
            || text[at + 1..].trim_start().get(..4).is_some_and(|year| year.bytes().all(|c| c.is_ascii_digit()));
        let year_alone = || !text[at + 1..].trim_start().get(4..5).is_some_and(|next| next == "-" || next == "/");
        let parts = match c {
            ',' => !(year_follows() && year_alone()),
            ';' | '|' | '·' | '•' | '–' | '—' | '、' | '，' | '；' => true,
            _ => false,
        };
        if parts {
            pieces.push(&text[from..at]);
            from = at + c.len_utf8();
        }
    }
    pieces.push(&text[from..]);
    pieces
}

fn first_words(text: &str, count: usize) -> Option<(&str, usize)> {
    let mut spaces = text.char_indices().filter(|(_, c)| c.is_whitespace());
    let (at, space) = spaces.nth(count - 1)?;
    Some((&text[..at], at + space.len_utf8()))
}

/// `@ana`, `@team/ops`, alone.
fn handle(piece: &str) -> Option<&str> {
    let name = piece.strip_prefix('@')?;
    let plain = !name.is_empty()
        && name.len() <= 40
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
    plain.then_some(piece)
}

fn is_priority(folded: &str, lexicon: &Lexicon) -> bool {
    let mut chars = folded.chars();
    matches!((chars.next(), chars.next(), chars.next()), (Some('p'), Some('0'..='5'), None))
        || lexicon.has(WordList::Priorities, folded)
}

/// Two or three capitalised words.
pub(super) fn looks_like_name(piece: &str) -> bool {
    let words: Vec<&str> = piece.split_whitespace().collect();
    (1..=3).contains(&words.len())
        && piece.len() <= 40
        && words.iter().all(|word| {
            word.chars().next().is_some_and(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
        })
}

/// The state that a text of a few words begins with, signs included.
fn status_of(text: &str, lexicon: &Lexicon) -> Option<ActionStatus> {
    let text = text.trim();
    if let Some(sign) = text.chars().next()
        && let Some(status) = sign_status(sign)
    {
        return Some(status);
    }
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    if let Some(status) = lexicon.action_status(bare) {
        return Some(status);
    }
    if matches!(text, "[x]" | "[X]" | "(x)") {
        return Some(ActionStatus::Done);
    }
    if matches!(text, "[ ]" | "[]") {
        return Some(ActionStatus::Open);
    }
    // "Done 2024-05-12", "done in #12", "fixed by ops", but not "done badly".
    let folded = fold(bare);
    let (first, rest) = folded.split_once([' ', ':', ',', '(', '-'])?;
    let rest = rest.trim_start();
    let goes_on = rest.starts_with(['(', '#'])
        || lexicon.start_of(WordList::StatusLinks, rest).is_some()
        || rest.starts_with(|c: char| c.is_ascii_digit())
        || reference::find(bare).is_some();
    lexicon.action_status(first).filter(|status| goes_on && !status.is_open())
}

/// What people tick, cross and colour.
pub(super) fn sign_status(sign: char) -> Option<ActionStatus> {
    match sign {
        '✅' | '☑' | '✔' | '✓' | '🟢' | '🎉' => Some(ActionStatus::Done),
        '❌' | '✖' | '🚫' | '✗' => Some(ActionStatus::Dropped),
        '🔄' | '🚧' | '⏳' | '🟡' | '🏗' => Some(ActionStatus::InProgress),
        '🔲' | '⬜' | '☐' | '🔴' | '🆕' | '📋' => Some(ActionStatus::Open),
        _ => None,
    }
}

/// The first date in a short text; one without a year is the nearest to `near`.
pub(super) fn date_in(text: &str, style: Style<'_>, near: Option<Date>) -> Option<Date> {
    let text = text.get(..120).unwrap_or(text);
    if let Some((stamp, _)) = Stamp::at_start(text, style)
        && let Some(date) = stamp.day.and_then(|day| day.near(near))
    {
        return Some(date);
    }
    crate::clock::dates_within(text, style).first().map(|(date, _)| *date)
}

/// The plain text of a value that may be a link to a ticket.
pub(super) fn cell_reference(cell: &Inline) -> Option<TrackerRef> {
    cell.links.iter().find_map(|(_, url)| reference::from_tracker_url(url)).or_else(|| {
        cell.links
            .first()
            .map(|(range, url)| TrackerRef { label: one_line(&cell.text[range.clone()]), url: Some(url.clone()) })
    })
}
