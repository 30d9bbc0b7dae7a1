//! What tools put into the text of a task: mentions of people and days (`@Sam Odell May 24, 2024`), the signs of Obsidian's tasks
//! (`📅 2024-09-01`).

use super::edges::tidy;
use super::item::Draft;
use super::meta::looks_like_name;
use crate::clock::Stamp;
use crate::model::{ActionStatus, Date};

/// What a sign before a date says of it.
#[derive(Clone, Copy)]
enum Sign {
    Due,
    Ended(ActionStatus),
    /// It says nothing that an action has.
    Other,
}

impl Draft<'_> {
    /// Where a mention begins that a text ends with: of a day, or of a person, with or without a day behind.
    pub(super) fn mention(&mut self, text: &str) -> Option<usize> {
        let at = text.rfind('@').filter(|at| text.len() - at < 80)?;
        if text[..at].chars().next_back().is_some_and(|c| !c.is_whitespace()) {
            return None;
        }
        let rest = &text[at + 1..];
        if let Some(date) = self.whole_date(rest) {
            self.meta.due = self.meta.due.or(Some(date));
            return Some(at);
        }
        let ends: Vec<usize> = rest.match_indices(' ').map(|(at, _)| at).chain([rest.len()]).take(3).collect();
        for (index, end) in ends.iter().enumerate().rev() {
            let (name, after) = (&rest[..*end], rest[*end..].trim_start());
            let is_person = looks_like_name(name) && (index > 0 || !after.is_empty());
            let is_handle = index == 0 && !after.is_empty() && !name.is_empty();
            let date = self.whole_date(after);
            if (is_person || is_handle) && (after.is_empty() || date.is_some()) {
                let owner = if is_person { name.to_owned() } else { format!("@{name}") };
                self.meta.owner = self.meta.owner.take().or(Some(owner));
                self.meta.due = self.meta.due.or(date);
                return Some(at);
            }
        }
        None
    }

    /// The day that a text is, with or without a time.
    fn whole_date(&self, text: &str) -> Option<Date> {
        let (stamp, end) = Stamp::at_start(text, self.style)?;
        stamp.day?.near(self.near).filter(|_| text[end..].trim().is_empty())
    }

    /// Takes out signs with the dates that follow them.
    pub(super) fn signs(&mut self, mut text: String) -> String {
        for (mark, sign) in [
            ('📅', Sign::Due),
            ('📆', Sign::Due),
            ('🗓', Sign::Due),
            ('✅', Sign::Ended(ActionStatus::Done)),
            ('❌', Sign::Ended(ActionStatus::Dropped)),
            ('⏳', Sign::Other),
            ('🛫', Sign::Other),
            ('➕', Sign::Other),
        ] {
            let Some(at) = text.find(mark) else { continue };
            let rest = text[at + mark.len_utf8()..].trim_start_matches(['\u{fe0f}', ' ']);
            let Some((stamp, length)) = Stamp::at_start(rest, self.style) else { continue };
            let Some(date) = stamp.day.and_then(|day| day.near(self.near)) else { continue };
            match sign {
                Sign::Due => self.meta.due = self.meta.due.or(Some(date)),
                Sign::Ended(status) => {
                    self.meta.status = self.meta.status.or(Some(status));
                    self.meta.closed = self.meta.closed.or(Some(date));
                }
                Sign::Other => {}
            }
            let end = text.len() - rest.len() + length;
            text.replace_range(at..end, "");
            text = tidy(&text);
        }
        // How urgent it is.
        if text.contains(['🔺', '⏫', '🔼', '🔽', '⏬']) {
            text = tidy(&text.replace(['🔺', '⏫', '🔼', '🔽', '⏬'], ""));
        }
        text
    }
}
