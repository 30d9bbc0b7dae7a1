//! `[limits]`: how much of anything is read.

use super::section::section;
use super::wrong::wrong;
use crate::diagnostic::Diagnostic;
use serde::Deserialize;
use toml::Spanned;

section! { /// `[limits]`
RawLimits { page_mib: Spanned<i64>, front_matter_kib: Spanned<i64>, front_matter_depth: Spanned<i64>, terms: Spanned<i64>,
    term_letters: Spanned<i64> } }

/// `[limits]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest Markdown file that is read, in MiB.
    pub page_mib: usize,
    /// The largest front matter that is read, in KiB.
    pub front_matter_kib: usize,
    /// How deep front matter may nest.
    pub front_matter_depth: usize,
    /// How many terms of taxonomies a page has; further ones are told and left out.
    pub terms: usize,
    /// A term that is longer is a sentence: it describes a cause but does not name one.
    pub term_letters: usize,
}

impl Limits {
    /// What the program can bear, whatever the settings say.
    pub const MOST: Limits =
        Limits { page_mib: 1024, front_matter_kib: 1024, front_matter_depth: 64, terms: 10_000, term_letters: 1000 };

    /// The largest Markdown file that is read, in bytes.
    pub fn page_bytes(&self) -> u64 {
        (self.page_mib as u64) << 20
    }
}

/// As meant. What is beyond what the program can bear is told, and the nearest that it can is taken.
pub(super) fn limits(raw: RawLimits, diagnostics: &mut Vec<Diagnostic>) -> Limits {
    let RawLimits { page_mib, front_matter_kib, front_matter_depth, terms, term_letters } = raw;
    let mut within = |written: Option<Spanned<i64>>, key: &str, most: usize| {
        let Some(written) = written else { return 1 };
        let meant = usize::try_from(*written.as_ref()).unwrap_or(0).clamp(1, most);
        if i64::try_from(meant) != Ok(*written.as_ref()) {
            let message = format!("`{key}` cannot be {}", written.as_ref());
            wrong(diagnostics, written.span(), message, format!("Write a number from 1 to {most}."));
        }
        meant
    };
    Limits {
        page_mib: within(page_mib, "page-mib", Limits::MOST.page_mib),
        front_matter_kib: within(front_matter_kib, "front-matter-kib", Limits::MOST.front_matter_kib),
        front_matter_depth: within(front_matter_depth, "front-matter-depth", Limits::MOST.front_matter_depth),
        terms: within(terms, "terms", Limits::MOST.terms),
        term_letters: within(term_letters, "term-letters", Limits::MOST.term_letters),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn what_the_program_cannot_bear_is_told() {
        let checked = Config::read("[limits]\npage-mib = 4\nterms = 0\nfront-matter-depth = 999\n");
        let limits = checked.value.limits;
        assert_eq!((limits.page_bytes(), limits.terms, limits.front_matter_depth), (4 << 20, 1, 64));
        let told: Vec<_> = checked.diagnostics.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(told, ["`front-matter-depth` cannot be 999", "`terms` cannot be 0"]);
        assert_eq!(Config::read("").value.limits.front_matter_kib, 64);
    }
}
