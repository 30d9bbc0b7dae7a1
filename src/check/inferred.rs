//! Inferred facts: what was read from the text, reported so that a wrong reading is noticed.

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::library::PageText;
use crate::model::{Origin, Phase, Sourced};
use crate::text::{Span, shorten};

/// One finding for each kind of fact that came out of the body of a postmortem.
pub(super) fn inferred(page: PageText<'_>, config: &Config, found: &mut Vec<Diagnostic>) {
    if !page.is_incident() {
        return;
    }
    let (incident, narrative) = (page.incident(), page.narrative());
    let mut say = |field: &str, span: Option<Span>, what: String| {
        let diagnostic = Diagnostic::new(Code::Inferred, page.path(), span, format!("{field}: {what}"));
        found.push(diagnostic.help(format!("State `{field}` in front matter if this is not what is meant.")));
    };
    if narrative.title.is_inferred() {
        say("title", narrative.title.span(), narrative.title.value.clone());
    }
    if let Some(date) = incident.date.as_ref().filter(|date| !matches!(date.origin, Origin::Stated(_))) {
        say("date", date.span(), date.value.to_string());
    }
    for phase in Phase::ALL {
        if let Some(at) = incident.milestones.get(phase).filter(|at| at.is_inferred()) {
            say(phase.name(), at.span(), at.value.rfc3339());
        }
    }
    if let Some(severity) = incident.severity.as_ref().filter(|severity| severity.is_inferred()) {
        say("severity", severity.span(), config.severities.name(severity.value).to_owned());
    }
    if let Some(status) = incident.status.as_ref().filter(|status| status.is_inferred()) {
        say("status", status.span(), status.value.name().to_owned());
    }
    if let Some(minutes) =
        incident.stated_duration.as_ref().filter(|_| incident.milestones.duration_minutes().is_none())
    {
        say("duration", minutes.span(), format!("{} minutes", minutes.value));
    }
    for (name, text) in
        [("summary", &narrative.summary), ("trigger", &narrative.trigger), ("detection", &narrative.detection)]
    {
        if let Some(text) = text.as_ref().filter(|text: &&Sourced<String>| text.is_inferred()) {
            say(name, text.span(), shorten(&crate::text::one_line(&text.value), 70));
        }
    }
    for (key, taxonomy) in config.taxonomies() {
        let terms: Vec<&Sourced<String>> = incident.terms_of(key).filter(|term| term.is_inferred()).collect();
        if let Some(first) = terms.first() {
            let names: Vec<&str> = terms.iter().map(|term| term.value.as_str()).collect();
            say(&taxonomy.name, first.span(), names.join(", "));
        }
    }
    if let Some(first) = narrative.timeline.iter().find(|entry| entry.text.is_inferred()) {
        say("timeline", first.text.span(), format!("{} entries", narrative.timeline.len()));
    }
    if let Some(Origin::Inferred(span)) = incident.actions.first().map(|action| action.origin) {
        say("actions", Some(span), format!("{} items", incident.actions.len()));
    }
}
