//! `actions.ics`: the due dates of open actions as all-day events.
//!
//! Events, not to-dos: calendars that subscribe to a URL (Google's, Outlook's) leave VTODO out. The bytes depend on the
//! library and the as-of date alone: DTSTAMP is the as-of date, and a UID is made of the incident's id and the action.

use super::view::Frame;
use crate::library::{Page, PageIx};
use crate::model::{ActionItem, Date};
use crate::text::{Fingerprint, shorten};
use icalendar::{Calendar, Component, Event, Property};
use std::collections::HashMap;

/// The longest summary, in characters.
const LONGEST: usize = 120;
/// The longest line, in octets, without the line break (RFC 5545, section 3.1).
const LONGEST_LINE: usize = 75;

/// The calendar.
pub(super) fn calendar(frame: &Frame<'_>) -> Vec<u8> {
    let site = frame.site;
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//Casebook//Casebook//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar.name(&format!("{}: {}", site.config.title, frame.words.text("actions")));
    let mut uids_of: HashMap<PageIx, Vec<String>> = HashMap::new();
    for from in &site.insights.actions {
        let page = frame.library().page(from.page);
        let item = &page.incident().actions[from.index];
        let (true, Some(due)) = (item.status.is_open(), item.due) else { continue };
        let own = uids_of.entry(from.page).or_insert_with(|| uids(&page));
        let Some(uid) = own.get(from.index) else { continue };
        let state = if from.overdue { format!("{}: ", frame.words.text("action_overdue")) } else { String::new() };
        let owner = item
            .owner
            .as_ref()
            .map_or_else(String::new, |owner| format!(" ({})", frame.site.library.people.name(owner)));
        let mut lines = vec![page.title().to_owned()];
        if let Some(reference) = &item.reference {
            lines.push(match &reference.url {
                Some(url) => format!("{} {url}", reference.label),
                None => reference.label.clone(),
            });
        }
        let mut event = Event::new();
        event
            .uid(uid)
            .append_property(Property::new("DTSTAMP", format!("{}T000000Z", compact(site.as_of().0))))
            .append_property(day("DTSTART", due))
            .append_property(day("DTEND", due.tomorrow().unwrap_or(due)))
            .append_property(Property::new("TRANSP", "TRANSPARENT"))
            .summary(&format!("{state}{}{owner}", shorten(&item.text, LONGEST)))
            .description(&lines.join("\n"));
        if let Some(url) = site.absolute(&site.place(&page)) {
            event.url(&url);
        }
        calendar.push(event.done());
    }
    folded(&calendar.to_string()).into_bytes()
}

/// The same lines, none longer than RFC 5545 allows; what goes on begins with a space, which counts too.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").replace("\r\n\t", "").split_terminator("\r\n") {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LONGEST_LINE {
                out.push_str("\r\n ");
                length = 1;
            }
            out.push(c);
            length += c.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

/// A name for each action of a page, the same in every build wherever it stands on its page: made of the incident's id
/// and the action's ticket or else its text. Of several that are alike each has its number.
fn uids(page: &Page) -> Vec<String> {
    let mut alike: HashMap<&str, usize> = HashMap::new();
    let uid = |action: &ActionItem, number: usize| {
        let own = identity(action);
        let parts = [page.id.as_bytes(), own.as_bytes(), &number.to_le_bytes()];
        format!("{}@casebook", Fingerprint::of(&parts))
    };
    let numbered = page.incident().actions.iter().map(|action| {
        let number = alike.entry(identity(action)).or_default();
        *number += 1;
        uid(action, *number)
    });
    numbered.collect()
}

fn identity(action: &ActionItem) -> &str {
    action.reference.as_ref().map_or(&action.text, |reference| &reference.label)
}

fn day(key: &str, date: Date) -> Property {
    Property::new(key, compact(date)).add_parameter("VALUE", "DATE").done()
}

fn compact(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_allowed_and_none_is_changed() {
        for text in ["a".repeat(75), "a".repeat(76), "é".repeat(200), format!("a{}", "🦀".repeat(99)), String::new()]
        {
            // As the writer folds: sometimes an octet too far.
            let written = format!("BEGIN:X\r\nSUMMARY:{}\r\n", text.replacen("aaa", "aaa\r\n ", 1));
            let folded = folded(&written);
            assert!(folded.split("\r\n").all(|line| line.len() <= 75), "{folded}");
            assert_eq!(folded.replace("\r\n ", ""), format!("BEGIN:X\r\nSUMMARY:{text}\r\n"));
        }
    }
}
