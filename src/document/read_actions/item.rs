//! One action from the text of an item: what is said beside the task is taken out of it.

use super::meta::{self, Meta};
use crate::document::block::{Block, Inline};
use crate::document::clock::{Stamp, Style};
use crate::document::tracker;
use crate::document::value::action_status;
use crate::model::{ActionItem, ActionStatus, Date, Found};
use crate::text::{fold, one_line};
use std::ops::Range;

/// An action whose parts are being found.
pub(super) struct Draft<'a> {
    inline: &'a Inline,
    style: Style,
    near: Option<Date>,
    meta: Meta,
    task: Option<bool>,
    /// Ranges of the text that are said elsewhere: links to tickets, owners, dates.
    removed: Vec<Range<usize>>,
    more: Vec<String>,
}

/// How many links and brackets of one item are looked at; nobody writes as many.
const MOST: usize = 100;

/// Openings by which a paragraph says that it is an action.
const NAMES: [&str; 6] = ["[action item]", "action item:", "action:", "todo:", "[todo]", "action :"];

/// Whether a text outside a section of actions begins by calling itself one.
pub(super) fn is_called_action(text: &str) -> bool {
    let start = fold(text.get(..24).unwrap_or(text));
    NAMES[..2].iter().any(|name| start.starts_with(name)) && text.len() < 600
}

/// Whether a paragraph begins by calling itself an action.
pub(super) fn is_named_action(text: &str) -> bool {
    let start = fold(text.get(..24).unwrap_or(text));
    NAMES.iter().any(|name| start.starts_with(name)) && text.len() < 600
}

/// Whether a paragraph begins with a mark that items have.
pub(super) fn has_mark(text: &str) -> bool {
    is_named_action(text) || text.chars().next().is_some_and(|c| c == '•' || meta::sign_status(c).is_some())
}

/// Whether a ticket is named.
pub(super) fn names_ticket(inline: &Inline) -> bool {
    inline.links.iter().any(|(_, url)| tracker::from_tracker_url(url).is_some())
        || tracker::find(&inline.text).is_some()
}

impl<'a> Draft<'a> {
    pub(super) fn new(inline: &'a Inline, style: Style, near: Option<Date>) -> Draft<'a> {
        Draft { inline, style, near, meta: Meta::default(), task: None, removed: Vec::new(), more: Vec::new() }
    }

    pub(super) fn task(&mut self, task: Option<bool>) {
        self.task = task;
    }

    /// Adds what stands below: labels of its own are read, the rest goes on with the text.
    pub(super) fn below(&mut self, block: &Block) {
        match block {
            Block::Paragraph(inline) => self.add(inline),
            Block::List { items, .. } => {
                items.iter().for_each(|item| item.blocks.iter().for_each(|block| self.below(block)))
            }
            Block::Quote(blocks) => blocks.iter().for_each(|block| self.below(block)),
            Block::Heading { .. } | Block::Table { .. } | Block::Code(_) => {}
        }
    }

    fn add(&mut self, inline: &Inline) {
        if inline.is_pointer() && inline.links.is_empty() {
            return;
        }
        let mut below = Meta::default();
        let whole = below.pieces(&inline.text, self.style, self.near);
        if below.reference.as_ref().is_none_or(|reference| reference.url.is_none()) {
            below.reference =
                inline.links.iter().find_map(|(_, url)| tracker::from_tracker_url(url)).or(below.reference);
        }
        self.meta.fill(below);
        if whole {
            return;
        }
        let text = one_line(&inline.text);
        // "This has been done: …"
        let folded = fold(text.get(..40).unwrap_or(&text));
        if ["this has been done", "this is done", "done:", "done ", "c'est fait", "fait :", "fait le"]
            .iter()
            .any(|start| folded.starts_with(start))
        {
            self.meta.status = self.meta.status.or(Some(ActionStatus::Done));
        }
        if !text.is_empty() {
            self.more.push(text);
        }
    }

    /// The action; `None` when nothing is left to do (`none`, `N/A`, a template's hole).
    pub(super) fn finish(mut self) -> Option<ActionItem> {
        self.links();
        self.brackets();
        let mut text = self.kept();
        let mut struck_words = String::new();
        let struck: usize = self.inline.struck.iter().map(|range| range.len()).sum();
        if struck > 0 {
            struck_words = fold(&self.inline.text);
        }
        text = self.leading_mark(text);
        text = self.trailing(text);
        if self.meta.reference.is_none() {
            self.meta.reference = tracker::find(&self.inline.text).map(|(_, reference)| reference);
        }
        if self.meta.owner.is_none() {
            self.meta.owner = handle_in(&text);
        }
        if struck * 10 >= self.inline.text.len() * 6 && struck > 0 {
            const GIVEN_UP: [&str; 8] =
                ["won't", "wont", "abandon", "cancel", "dropped", "obsolete", "no longer", "annule"];
            let given_up = GIVEN_UP.iter().any(|word| struck_words.contains(word));
            self.meta.status =
                self.meta.status.or(Some(if given_up { ActionStatus::Dropped } else { ActionStatus::Done }));
        }
        for more in &self.more {
            if !text.is_empty() {
                text.push_str(if text.ends_with(['.', '!', '?', ':', ';', ',']) { " " } else { "; " });
            }
            text.push_str(more);
        }
        if text.is_empty() {
            text = match &self.meta.reference {
                Some(reference) => reference.label.clone(),
                None => one_line(&self.inline.text),
            };
        }
        if is_nothing(&text) {
            return None;
        }
        let mut action = ActionItem::new(Found::inferred(text, self.inline.span));
        let ticked = match self.task {
            Some(true) => Some(ActionStatus::Done),
            Some(false) => {
                self.meta.status.filter(|status| !matches!(status, ActionStatus::Open)).or(Some(ActionStatus::Open))
            }
            None => None,
        };
        action.status = ticked.or(self.meta.status).unwrap_or(ActionStatus::Open);
        action.owner = self.meta.owner;
        action.due = self.meta.due;
        action.closed = self.meta.closed.filter(|_| !action.status.is_open());
        action.reference = self.meta.reference;
        action.kind = self.meta.kind;
        Some(action)
    }

    /// Links to tickets. One that stands at the end of a sentence under a name that says nothing is taken out.
    fn links(&mut self) {
        let inline = self.inline;
        let mut reference = None;
        for (range, url) in inline.links.iter().take(MOST) {
            let Some(found) = tracker::from_tracker_url(url) else { continue };
            let bare = bracketed(&inline.text, range);
            let after = inline.text[bare.end..].trim_start();
            let ends = after.is_empty() || after.starts_with(['.', ';', '\n', '(', '[']) || bare.len() > range.len();
            if ends && is_generic(&inline.text[range.clone()]) && !leads_to_it(&inline.text[..bare.start]) {
                let last = inline.text[bare.end..].trim_matches(['.', ' ']).is_empty();
                self.removed.push(bare);
                // What an item ends with is its own ticket; others are mentioned.
                if last || reference.is_none() {
                    reference = Some(found);
                }
            } else if reference.is_none() {
                reference = Some(found);
            }
        }
        // URLs that are not links yet: autolinks are made elsewhere.
        let mut from = 0;
        for _ in 0..MOST {
            let Some((range, found)) = tracker::find(&inline.text[from..]) else { break };
            let range = range.start + from..range.end + from;
            from = range.end;
            let inside =
                inline.links.iter().take(MOST).any(|(link, _)| link.start <= range.start && range.end <= link.end);
            if inside || found.url.is_none() {
                if reference.is_none() && found.url.is_none() {
                    break;
                }
                continue;
            }
            let bare = bracketed(&inline.text, &range);
            let after = inline.text[bare.end..].trim_start();
            if after.is_empty() || after.starts_with(['.', ';']) || bare.len() > range.len() {
                self.removed.push(bare);
            }
            reference.get_or_insert(found);
        }
        self.meta.reference = reference;
    }

    /// `(owner: Ana, due: 2024-05-01)`, `[DONE]`, `(OPS-12)`.
    fn brackets(&mut self) {
        let text = &self.inline.text;
        let mut open: Option<(usize, char)> = None;
        for (at, c) in text.char_indices() {
            match (c, open) {
                ('(' | '[' | '（', _) => open = Some((at, c)),
                (')' | ']' | '）', Some((start, bracket))) => {
                    open = None;
                    let range = start..at + c.len_utf8();
                    let removed = self.removed.iter().any(|other| other.start < range.end && range.start < other.end);
                    let inner = &text[start + bracket.len_utf8()..at];
                    if !removed
                        && self.removed.len() < MOST
                        && inner.len() <= 200
                        && self.meta.pieces(inner, self.style, self.near)
                    {
                        self.removed.push(range);
                    }
                }
                _ => {}
            }
        }
    }

    /// The text without what was taken out, on one line.
    fn kept(&mut self) -> String {
        self.removed.sort_by_key(|range| range.start);
        let mut kept = String::with_capacity(self.inline.text.len());
        let mut from = 0;
        for range in &self.removed {
            if range.start >= from {
                kept.push_str(&self.inline.text[from..range.start]);
                from = range.end;
            }
        }
        kept.push_str(&self.inline.text[from..]);
        tidy(&kept)
    }

    /// `DONE: …`, `✅ …`, `TODO: …`, `[Action Item] …`, `@ana: …`.
    fn leading_mark(&mut self, text: String) -> String {
        let mut rest = text.as_str();
        let folded = fold(rest.get(..24).unwrap_or(rest));
        if let Some(name) = NAMES.iter().find(|name| folded.starts_with(**name)) {
            rest = rest.get(name.len()..).unwrap_or(rest).trim_start();
        }
        while let Some(sign) = rest.chars().next() {
            let status = meta::sign_status(sign);
            if status.is_none() && !matches!(sign, '•' | '\u{fe0f}') {
                break;
            }
            self.meta.status = self.meta.status.or(status);
            rest = rest[sign.len_utf8()..].trim_start();
        }
        if let Some((word, after)) = rest.split_once([':', '-', '–', '—'])
            && word.len() <= 24
        {
            let word = word.trim();
            if let Some(status) = action_status(word.trim_matches(['[', ']', '*', ' '])) {
                self.meta.status = self.meta.status.or(Some(status));
                rest = after.trim_start();
            } else if word.starts_with('@') && !word.contains(' ') && word.len() > 1 {
                self.meta.owner = self.meta.owner.take().or_else(|| Some(word.to_owned()));
                rest = after.trim_start();
            }
        }
        rest.to_owned()
    }

    /// Takes off, from the end, what is not the task: `— owner: Ana`, `Owner: Ana.`, `by 2024-05-01`, `@ana`, `✅`, `DONE`.
    fn trailing(&mut self, mut text: String) -> String {
        for _ in 0..6 {
            let Some(end) = self.last_piece(&text) else { break };
            text.truncate(end);
            text = tidy(&text);
        }
        text
    }

    /// Where the meta at the end of the text begins.
    fn last_piece(&mut self, text: &str) -> Option<usize> {
        let bare = text.trim_end_matches(['.', ' ', '\u{fe0f}']);
        if let Some(sign) = bare.chars().next_back()
            && let Some(status) = meta::sign_status(sign)
        {
            self.meta.status = self.meta.status.or(Some(status));
            return Some(bare.len() - sign.len_utf8());
        }
        // After a dash or a bar, or the last sentence.
        let window = bare.len() - floor(bare, bare.len().saturating_sub(200));
        let tail_from = bare.len() - window;
        let marks = [" — ", " – ", " - ", " | ", " → ", ". ", "; ", "! ", ", "];
        let mut starts: Vec<(usize, usize)> = marks
            .iter()
            .flat_map(|mark| {
                bare[tail_from..]
                    .rmatch_indices(mark)
                    .take(4)
                    .map(|(at, mark)| (tail_from + at, mark.len()))
                    .collect::<Vec<_>>()
            })
            .collect();
        starts.sort_unstable();
        for (at, mark) in starts {
            // A comma joins more than meta: only a piece with a key may follow it.
            let rest = &bare[at + mark..];
            let keyed = bare[at..]
                .starts_with(", ")
                .then(|| rest.contains([':', '@', '#']) || rest.starts_with("due "))
                .unwrap_or(true);
            if keyed && !rest.is_empty() && self.meta.pieces(rest, self.style, self.near) {
                return Some(if bare[at..].starts_with(". ") || bare[at..].starts_with("! ") { at + 1 } else { at });
            }
        }
        if let Some((at, word)) = bare.rmatch_indices(' ').next().map(|(at, _)| (at, &bare[at + 1..]))
            && (word.starts_with('@') || matches!(word, "DONE" | "TODO" | "WIP"))
            && self.meta.piece(word, self.style, self.near)
        {
            return Some(at);
        }
        self.due_at_end(bare)
    }

    /// "… by 2024-05-01", "… avant le 1er mai 2024".
    fn due_at_end(&mut self, text: &str) -> Option<usize> {
        const LEADS: [&str; 12] = [
            " by",
            " due",
            " due on",
            " due by",
            " before",
            " until",
            " avant le",
            " pour le",
            " d'ici le",
            " d'ici au",
            " avant",
            " deadline",
        ];
        let from = floor(text, text.len().saturating_sub(60));
        let (stamp, at) = Stamp::at_end(&text[from..], self.style)?;
        let date = stamp.day?.near(self.near)?;
        let at = from + at;
        // The stamp may have taken "by" for its own opening.
        let before = text[..at].trim_end();
        let own = fold(&text[at..]);
        let lead = LEADS
            .iter()
            .filter(|lead| fold(floor_tail(before, 16)).replace('’', "'").ends_with(lead.trim_start()))
            .max_by_key(|lead| lead.len());
        let begins = own.starts_with("by ") || own.starts_with("le ");
        if lead.is_none() && !begins {
            return None;
        }
        self.meta.due = self.meta.due.or(Some(date));
        let cut = lead.map_or(before.len(), |lead| before.rfind(lead.trim_start()).unwrap_or(before.len()));
        Some(text[..cut].trim_end_matches([' ', ',', '(', '-', '–', '—']).len())
    }
}

/// The last characters of a text.
fn floor_tail(text: &str, bytes: usize) -> &str {
    &text[floor(text, text.len().saturating_sub(bytes))..]
}

/// The next boundary between characters at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The range with the brackets directly around it.
fn bracketed(text: &str, range: &Range<usize>) -> Range<usize> {
    let before = text[..range.start].trim_end_matches(' ');
    let after = &text[range.end..];
    let spaces = after.len() - after.trim_start_matches(' ').len();
    let closed = after[spaces..].starts_with([')', ']']);
    if before.ends_with(['(', '[']) && closed { before.len() - 1..range.end + spaces + 1 } else { range.clone() }
}

/// Whether a link's text only says that it leads to a ticket: `Issue`, `#12`, `link to issue`, `see issue here`, a URL.
fn is_generic(label: &str) -> bool {
    const WORDS: [&str; 42] = [
        "the",
        "a",
        "an",
        "see",
        "link",
        "links",
        "to",
        "issue",
        "issues",
        "pr",
        "prs",
        "pull",
        "request",
        "requests",
        "ticket",
        "tickets",
        "bug",
        "here",
        "github",
        "gitlab",
        "jira",
        "linear",
        "tracking",
        "tracked",
        "tracker",
        "in",
        "for",
        "information",
        "gathering",
        "merge",
        "mr",
        "story",
        "card",
        "task",
        "discussion",
        "issue:",
        "voir",
        "lien",
        "tache",
        "le",
        "fiche",
        "ici",
    ];
    label.len() <= 120
        && label.split_whitespace().all(|word| {
            let folded = fold(word);
            let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
            WORDS.contains(&bare)
                || bare.bytes().all(|c| c.is_ascii_digit())
                || tracker::reference(word.trim_matches(['(', ')', ',', '.'])).is_some()
        })
}

/// Whether the words before a link need it: "Related to [the issue]".
fn leads_to_it(before: &str) -> bool {
    let last = before.trim_end().rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    matches!(
        fold(last).as_str(),
        "to" | "of"
            | "in"
            | "on"
            | "with"
            | "from"
            | "by"
            | "see"
            | "the"
            | "this"
            | "and"
            | "or"
            | "for"
            | "via"
            | "de"
            | "du"
            | "avec"
            | "dans"
            | "voir"
            | "a"
            | "part"
            | "fix"
            | "merge"
            | "close"
            | "land"
            | "deploy"
            | "review"
            | "finish"
            | "corriger"
    )
}

/// The first `@handle` in a text.
fn handle_in(text: &str) -> Option<String> {
    text.split_whitespace().take(200).find_map(|word| {
        let word = word.trim_matches(|c: char| matches!(c, '(' | ')' | ',' | '.' | ':' | ';'));
        let name = word.strip_prefix('@')?;
        let plain = name.len() >= 2
            && name.len() <= 40
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        plain.then(|| word.to_owned())
    })
}

/// On one line, without what removing left behind: empty brackets, spaces before stops, marks at the end.
pub(super) fn tidy(text: &str) -> String {
    let mut tidy = one_line(text);
    for (from, to) in [
        ("()", ""),
        ("[]", ""),
        ("( )", ""),
        (" .", "."),
        (" ,", ","),
        (" ;", ";"),
        ("..", "."),
        (".;", "."),
        (":.", "."),
        ("  ", " "),
    ] {
        // An ellipsis is no leftover.
        if tidy.contains(from) && !(from == ".." && tidy.contains("...")) && !(from == " ." && tidy.contains(" ..")) {
            tidy = tidy.replace(from, to);
        }
    }
    let end = tidy.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | ',' | ';' | '|' | ':' | '→' | '(' | '[')
    });
    tidy.truncate(end.len());
    let start = tidy
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ',' | ';' | '|' | ':' | ')'));
    start.to_owned()
}

/// Items that say that there is nothing, and the holes of a template.
fn is_nothing(text: &str) -> bool {
    let folded = fold(text);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    matches!(
        bare,
        "" | "none"
            | "n/a"
            | "na"
            | "tbd"
            | "tbc"
            | "todo"
            | "nothing"
            | "no action"
            | "no actions"
            | "no action items"
            | "aucune"
            | "aucun"
            | "rien"
            | "aucune action"
            | "a completer"
            | "none yet"
            | "なし"
            | "特になし"
    ) || text.contains("{{")
        || (folded.starts_with('<') && folded.ends_with('>') && !folded.contains("://"))
}
