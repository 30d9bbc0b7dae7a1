//! One action from the text of an item: what is said beside the task is taken out of it, in brackets and links
//! (`links`) and at its ends (`edges`).

use super::meta::{self, Meta};
use crate::clock::Style;
use crate::lexicon::{Lexicon, WordList};
use crate::markdown::{Block, Inline};
use crate::model::{ActionItem, ActionStatus, Date, Sourced};
use crate::text::{fold, one_line};
use crate::tracker::reference;
use std::ops::Range;

/// An action whose parts are being found.
pub(super) struct Draft<'a> {
    pub(super) inline: &'a Inline,
    pub(super) style: Style<'a>,
    pub(super) near: Option<Date>,
    pub(super) meta: Meta,
    task: Option<bool>,
    /// Ranges of the text that are said elsewhere: links to tickets, owners, dates.
    pub(super) removed: Vec<Range<usize>>,
    more: Vec<String>,
}

/// How many links and brackets of one item are looked at; nobody writes as many.
pub(super) const MOST: usize = 100;

/// The name by which a folded text says that it is an action: "Action item: …", "TODO: …".
pub(super) fn opening_name<'l>(folded: &str, lexicon: &'l Lexicon) -> Option<&'l str> {
    lexicon.start_of(WordList::ActionCallings, folded).or_else(|| lexicon.start_of(WordList::ActionNames, folded))
}

/// Whether a text outside a section of actions begins by calling itself one.
pub(super) fn is_called_action(text: &str, lexicon: &Lexicon) -> bool {
    let start = fold(text.get(..24).unwrap_or(text));
    lexicon.start_of(WordList::ActionCallings, &start).is_some() && text.len() < 600
}

/// Whether a paragraph begins by calling itself an action.
pub(super) fn is_named_action(text: &str, lexicon: &Lexicon) -> bool {
    let start = fold(text.get(..24).unwrap_or(text));
    opening_name(&start, lexicon).is_some() && text.len() < 600
}

/// Whether a paragraph begins with a mark that items have.
pub(super) fn has_mark(text: &str, lexicon: &Lexicon) -> bool {
    is_named_action(text, lexicon) || text.chars().next().is_some_and(|c| c == '•' || meta::sign_status(c).is_some())
}

/// Whether a ticket is named.
pub(super) fn names_ticket(inline: &Inline) -> bool {
    inline.links.iter().any(|(_, url)| reference::from_tracker_url(url).is_some())
        || reference::find(&inline.text).is_some()
}

impl<'a> Draft<'a> {
    pub(super) fn new(inline: &'a Inline, style: Style<'a>, near: Option<Date>) -> Draft<'a> {
        Draft { inline, style, near, meta: Meta::default(), task: None, removed: Vec::new(), more: Vec::new() }
    }

    pub(super) fn task(&mut self, task: Option<bool>) {
        self.task = task;
    }

    /// Takes a name within the text as the owner.
    pub(super) fn owned_by(&mut self, name: Range<usize>) {
        let owner = self.inline.text.get(name.clone()).map(|name| name.trim_end_matches([':', ' ']).to_owned());
        self.meta.owner = self.meta.owner.take().or(owner);
        self.removed.push(name);
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
                inline.links.iter().find_map(|(_, url)| reference::from_tracker_url(url)).or(below.reference);
        }
        self.meta.fill(below);
        if whole {
            return;
        }
        let text = one_line(&inline.text);
        // "This has been done: …"
        let folded = fold(text.get(..40).unwrap_or(&text));
        if self.style.lexicon.start_of(WordList::DoneOpenings, &folded).is_some() {
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
        text = self.leading_mark(text);
        text = self.signs(text);
        text = self.trailing(text);
        if self.meta.reference.is_none() {
            self.meta.reference = reference::find(&self.inline.text).map(|(_, reference)| reference);
        }
        if self.meta.owner.is_none() {
            self.meta.owner = handle_in(&text);
        }
        self.meta.status = self.meta.status.or_else(|| self.struck());
        if self.meta.status.is_none() && self.task.is_none() && super::tense::is_done(&text, self.style.lexicon) {
            self.meta.status = Some(ActionStatus::Done);
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
        if is_nothing(&text, self.style.lexicon) {
            return None;
        }
        let mut action = ActionItem::new(Sourced::inferred(text, self.inline.span));
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

    /// What striking the task out says: that it was done, or, with a word to that effect, given up. A task that is struck
    /// out and written anew is still one.
    fn struck(&self) -> Option<ActionStatus> {
        let inline = self.inline;
        let struck: usize = inline.struck.iter().take(MOST).map(|range| range.len()).sum();
        let first = inline.struck.first()?;
        let rest = fold(inline.text.get(first.end..).unwrap_or("")).replace('’', "'");
        let whole = struck * 10 >= inline.text.len() * 6;
        if (whole || first.start < 4) && self.style.lexicon.within(WordList::GivenUp, &rest) {
            Some(ActionStatus::Dropped)
        } else if whole {
            let text = fold(&inline.text).replace('’', "'");
            Some(if self.style.lexicon.within(WordList::GivenUp, &text) {
                ActionStatus::Dropped
            } else {
                ActionStatus::Done
            })
        } else {
            None
        }
    }
}

/// The first `@handle` in a text, or the whole name of a person who is mentioned by name (`@Ada Lovelace`).
fn handle_in(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().take(200).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let whole = words.get(at..at + 2).unwrap_or_default().join(" ");
        if word.starts_with('@') && whole.get(1..).is_some_and(meta::looks_like_name) && whole.contains(' ') {
            return Some(whole);
        }
        let word = word.trim_matches(|c: char| matches!(c, '(' | ')' | ',' | '.' | ':' | ';'));
        let name = word.strip_prefix('@')?;
        let plain = name.len() >= 2
            && name.len() <= 40
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        plain.then(|| word.to_owned())
    })
}

/// Items that say that there is nothing, and the holes of a template.
fn is_nothing(text: &str, lexicon: &Lexicon) -> bool {
    let folded = fold(text);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty()
        || lexicon.has(WordList::NoAction, bare)
        || text.contains("{{")
        || (folded.starts_with('<') && folded.ends_with('>') && !folded.contains("://"))
}
