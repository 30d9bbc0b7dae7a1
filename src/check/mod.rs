//! Check: the finished values -> diagnostics. Each file is one family of rules, each rule a function.
//!
//! Mistakes inside one file are reported by `document` as it is read, conflicts between files by `library`; here are
//! the rules that need the whole library, the settings or the date.
//!
//! Incremental: depends on the library's facts, what was learnt, the settings and the as-of date.

mod actions;
mod aliases;
mod conventions;
mod dates;
mod fix;
mod inferred;
mod links;
mod narrow;
mod near;
mod policies;
mod recurring;
mod sections;
mod taxonomy;
mod translations;

pub use conventions::conventions;
pub use fix::{Edit, FileFix, TermFixes, fix_terms};
pub use narrow::narrow_names;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::insight::Insights;
use crate::library::{Hidden, Pages};
use crate::model::AsOf;

/// Every finding about a library and the pages that it leaves out, at the codes' own levels.
pub fn check(
    library: Pages<'_>,
    hidden: &[Hidden],
    insights: &Insights,
    config: &Config,
    as_of: AsOf,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, page) in library.iter() {
        links::links(library, page, &mut found);
        links::references(&library, &page, &mut found);
        dates::likely(&page, as_of, &mut found);
        if page.is_incident() {
            actions::owners(&page, &mut found);
            actions::overdue(&page, as_of, &mut found);
            sections::missing(&page, config, &mut found);
            policies::incomplete(page, index, insights, &mut found);
        }
        translations::missing(&page, config, &mut found);
        inferred::inferred(page, config, &mut found);
        taxonomy::agreed(&library, &page, config, &mut found);
    }
    aliases::collisions(&library, &mut found);
    recurring::fixes(&library, insights, &mut found);
    recurring::unmatched(insights, config, &mut found);
    policies::broken(library, hidden, insights, config, as_of, &mut found);
    sections::stale_drafts(&library, hidden, config, as_of, &mut found);
    taxonomy::near_terms(&library, config, &mut found);
    taxonomy::lone_terms(library, config, &mut found);
    found
}

/// The findings at the levels that the settings give them; those that are switched off are left out.
pub fn apply_levels(diagnostics: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    diagnostics
        .into_iter()
        .filter_map(|diagnostic| {
            let changed = config.check.levels.iter().any(|(code, _)| *code == diagnostic.code);
            if !changed {
                return Some(diagnostic);
            }
            config.level(diagnostic.code).map(|level| Diagnostic { level, ..diagnostic })
        })
        .collect()
}
