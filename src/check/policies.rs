//! Promises of policies that were not kept in time, and parts that a postmortem lacks.

use crate::config::{Config, Policy, Promise};
use crate::diagnostic::{Code, Diagnostic};
use crate::insight::{Insights, late_drafts};
use crate::library::{Hidden, PageIx, PageText, Pages};
use crate::model::{AsOf, Date, Origin};
use crate::text::shorten;

/// One finding for each promise that is broken as of the day.
pub(super) fn broken(
    library: Pages<'_>,
    hidden: &[Hidden],
    insights: &Insights,
    config: &Config,
    as_of: AsOf,
    found: &mut Vec<Diagnostic>,
) {
    for violation in &insights.policies.violations {
        let page = library.page(violation.page);
        let incident = page.incident();
        let action = violation.action.map(|index| &incident.actions[index]);
        let span = match action.map(|action| action.origin) {
            Some(Origin::Stated(span) | Origin::Inferred(span)) => Some(span),
            _ => incident.status.as_ref().and_then(|status| status.span()).or(page.narrative().title.span()),
        };
        let what = match (action, violation.promise) {
            (Some(action), Promise::ActionsPlanned) => {
                format!("\"{}\" had to have an owner and a due date", shorten(&action.text, 60))
            }
            (Some(action), _) => format!("\"{}\" had to be done or dropped", shorten(&action.text, 60)),
            (None, Promise::Published) => "the postmortem had to be published".to_owned(),
            (None, _) => "the postmortem had to be reviewed".to_owned(),
        };
        let rule = told(&config.policies[violation.policy], violation.promise, config);
        let message = late(&what, violation.until, &rule, as_of);
        found.push(Diagnostic::new(Code::PolicyBroken, page.path(), span, message));
    }
    for (page, policy, until) in late_drafts(hidden, config, as_of) {
        let span = page.shape.incident.status.as_ref().and_then(|status| status.span());
        let rule = told(&config.policies[policy], Promise::Published, config);
        let message = late("the postmortem had to be published", until, &rule, as_of);
        found.push(Diagnostic::new(Code::PolicyBroken, &page.path, span, message));
    }
}

fn late(what: &str, until: Date, rule: &str, as_of: AsOf) -> String {
    let days = until.until(as_of.0).map_or(0, |late| late.get_days());
    let ago = if days == 1 { "a day ago".to_owned() } else { format!("{days} days ago") };
    format!("{what} by {until}, {ago} ({rule})")
}

/// A promise in a few words: its policy's name, else its severities and its time.
fn told(policy: &Policy, promise: Promise, config: &Config) -> String {
    let within = policy.promises.iter().find(|(other, _)| *other == promise).map(|(_, within)| *within);
    let time = within.map_or_else(String::new, |within| format!("within {within}"));
    let of: Vec<&str> = if policy.name.is_empty() {
        policy.severities.iter().map(|severity| config.severities.name(*severity)).collect()
    } else {
        vec![policy.name.as_str()]
    };
    if of.is_empty() { time } else { format!("{}: {time}", of.join(", ")) }
}

/// What a postmortem lacks of what `[completeness]` asks.
pub(super) fn incomplete(page: PageText<'_>, index: PageIx, insights: &Insights, found: &mut Vec<Diagnostic>) {
    let Some(completeness) = &insights.completeness[index.0] else { return };
    if completeness.missing.is_empty() {
        return;
    }
    let missing: Vec<&str> = completeness.missing.iter().map(|part| part.name()).collect();
    let incident = page.incident();
    let span = incident.status.as_ref().and_then(|status| status.span()).or(page.narrative().title.span());
    let message = format!("the postmortem lacks: {}", missing.join(", "));
    found.push(Diagnostic::new(Code::Incomplete, page.path(), span, message));
}
