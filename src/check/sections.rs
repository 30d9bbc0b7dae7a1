//! Required sections that are missing, and drafts that stay drafts.

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::library::{Hidden, Library, Page};
use crate::model::{AsOf, Incident, SectionKind, Status};

/// Sections that `[severities.sections]` asks for and the postmortem lacks.
pub(super) fn missing(page: &Page, config: &Config, found: &mut Vec<Diagnostic>) {
    let Some(severity) = &page.incident().severity else { return };
    let required = config.required_sections.iter().filter(|(step, _)| *step == severity.value);
    let missing: Vec<&str> = required
        .flat_map(|(_, kinds)| kinds)
        .filter(|kind| !page.shape.sections.contains(kind))
        .map(|kind: &SectionKind| kind.name())
        .collect();
    if !missing.is_empty() {
        let name = config.severities.name(severity.value);
        let message = format!("a {name} postmortem must have: {}", missing.join(", "));
        found.push(Diagnostic::new(Code::MissingSection, page.path(), severity.span(), message));
    }
}

/// Drafts older than `[check] draft-days`, whether this build shows them or not.
pub(super) fn stale_drafts(
    library: &Library,
    hidden: &[Hidden],
    config: &Config,
    as_of: AsOf,
    found: &mut Vec<Diagnostic>,
) {
    let Some(limit) = config.check.draft_days else { return };
    let shown = library.iter().map(|(_, page)| (page.path(), page.incident()));
    let hidden = hidden.iter().map(|page| (&page.path, &page.shape.incident));
    for (path, incident) in shown.chain(hidden) {
        let Some(days) = draft_age(incident, as_of).filter(|days| *days > i64::from(limit)) else { continue };
        let span = incident.status.as_ref().and_then(|status| status.span());
        let message = format!("a draft for {days} days since the incident");
        found.push(Diagnostic::new(Code::StaleDraft, path, span, message));
    }
}

fn draft_age(incident: &Incident, as_of: AsOf) -> Option<i64> {
    let is_draft = incident.status.as_ref().is_some_and(|status| status.value == Status::Draft);
    let day = incident.day().filter(|_| is_draft)?;
    day.until(as_of.0).ok().map(|age| i64::from(age.get_days()))
}
