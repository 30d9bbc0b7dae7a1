//! Insights of another language's edition.
//!
//! What is learnt from texts is learnt once, from the library's own language: a text and its translation share no words,
//! and an edition of which half is translated would miss what recurs. So every edition claims the same of its incidents.

use super::issue::{shortest, title_of_terms};
use super::{Insights, RecurringIssue, remapped};
use crate::config::{Config, CorrectionKind};
use crate::library::{Library, Pages};
use crate::model::AsOf;

/// What was learnt of `own`, the library in its own language, as the edition `library` says it.
pub fn translated(insights: &Insights, own: &Library, library: Pages<'_>, config: &Config, as_of: AsOf) -> Insights {
    let mut insights = remapped(insights, own, &library, config, as_of);
    for issue in &mut insights.recurring {
        if let Some(title) = title(issue, library, config) {
            issue.title = title;
        }
    }
    insights
}

/// An issue's title in the edition's language; `None` where nothing of it was translated, or people gave it its name.
fn title(issue: &RecurringIssue, library: Pages<'_>, config: &Config) -> Option<String> {
    let is_given = |kind: &CorrectionKind| matches!(kind, CorrectionKind::Name(name) if *name == issue.title);
    if config.recurring.iter().any(|correction| is_given(&correction.kind)) {
        return None;
    }
    title_of_terms(&library, &issue.members, &config.language).or_else(|| {
        let translated = issue.members.iter().copied().filter(|page| library.page(*page).stands_in.is_none());
        let shortest = shortest(library, &translated.collect::<Vec<_>>())?;
        Some(library.page(shortest).title().to_owned())
    })
}
