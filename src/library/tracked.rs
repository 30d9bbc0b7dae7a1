//! Actions with a ticket: the status, owner and dates of the tracker replace those of the postmortem.

use super::Page;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ActionItem, ActionStatus, Incident, Origin};
use crate::text::{Span, shorten, slug};
use crate::tracker::{Ticket, Tickets};
use rayon::prelude::*;

/// Gives every page that trackers know something of its fields as they say; what the two dispute is told.
pub(super) fn track(pages: &mut [Page], tickets: &Tickets, diagnostics: &mut Vec<Diagnostic>) {
    if tickets.is_empty() {
        return;
    }
    let found: Vec<Vec<Diagnostic>> = pages.par_iter_mut().map(|page| track_page(page, tickets)).collect();
    diagnostics.extend(found.into_iter().flatten());
}

fn track_page(page: &mut Page, tickets: &Tickets) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut tracked: Option<Box<Incident>> = None;
    let written = &page.shape.incident;
    for (index, action) in written.actions.iter().enumerate() {
        let Some(reference) = &action.reference else { continue };
        let Some(told) = tickets.find(reference) else { continue };
        let tell = |code, message: String| Diagnostic::new(code, page.path(), span(action), message);
        if told.is_missing {
            let message = format!("the export of {} has no `{}`", told.tracker, reference.label);
            let help = "Correct the `ref`, or export again; the action keeps what the postmortem says.";
            found.push(tell(Code::UnknownTicket, message).help(help));
        }
        let mut new = action.clone();
        if let Some(reference) = &mut new.reference
            && reference.url.is_none()
        {
            reference.url = told.url;
        }
        if let Some(ticket) = told.ticket {
            let disputed = disputed(action, ticket);
            if !disputed.is_empty() {
                let message = format!("{} says of `{}`: {}", told.tracker, reference.label, disputed.join("; "));
                found.push(tell(Code::TicketConflict, message));
            }
            overlay(&mut new, ticket);
        }
        if new != *action {
            tracked.get_or_insert_with(|| Box::new(written.clone())).actions[index] = new;
        }
    }
    page.tracked = tracked;
    found
}

fn span(action: &ActionItem) -> Option<Span> {
    match action.origin {
        Origin::Stated(span) | Origin::Inferred(span) => Some(span),
        Origin::External => None,
    }
}

/// The ticket's word counts, where it has one. An action that was opened again is not closed any more.
fn overlay(action: &mut ActionItem, ticket: &Ticket) {
    let Ticket { status, owner, due, closed, opened, url: _ } = ticket;
    action.status = status.unwrap_or(action.status);
    action.owner = owner.clone().or(action.owner.take());
    action.due = due.or(action.due);
    action.opened = opened.or(action.opened);
    action.closed = closed.or(action.closed).filter(|_| !action.status.is_open());
}

/// What front matter states and the ticket says otherwise. Prose is older than its ticket and disputes nothing, and a
/// status that is not stated is "open".
fn disputed(action: &ActionItem, ticket: &Ticket) -> Vec<String> {
    if !matches!(action.origin, Origin::Stated(_)) {
        return Vec::new();
    }
    let mut all = Vec::new();
    if let Some(status) = ticket.status {
        let closed = |status: ActionStatus| !status.is_open();
        if closed(action.status) && status != action.status {
            all.push(format!("{}, not {}", status.name(), action.status.name()));
        }
    }
    if let (Some(own), Some(theirs)) = (&action.owner, &ticket.owner)
        && slug(own) != slug(theirs)
    {
        all.push(format!("owned by {}, not {}", shorten(theirs, 40), shorten(own, 40)));
    }
    for (what, own, theirs) in [("due", action.due, ticket.due), ("closed", action.closed, ticket.closed)] {
        if let (Some(own), Some(theirs)) = (own, theirs)
            && own != theirs
        {
            all.push(format!("{what} {theirs}, not {own}"));
        }
    }
    all
}
