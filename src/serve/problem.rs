//! What is wrong, in the forms that the terminal and the browser show.

use crate::diagnostic::{Diagnostic, Subject};
use crate::text::{OutputPath, line_column};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Findings with the texts that they point into: what was saved, not what is shown instead.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts by file.
    pub texts: BTreeMap<Subject, Arc<str>>,
    /// What stands before the path of a content file.
    pub content_prefix: String,
}

impl Report {
    /// Findings with the texts that `text` has.
    pub(super) fn new(
        diagnostics: Vec<Diagnostic>,
        content_prefix: &str,
        text: impl Fn(&Subject) -> Option<Arc<str>>,
    ) -> Report {
        let texts = diagnostics.iter().filter_map(|found| Some((found.subject.clone(), text(&found.subject)?)));
        Report { texts: texts.collect(), content_prefix: content_prefix.to_owned(), diagnostics }
    }
}

/// A finding as the browser shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Problem {
    /// The page it is shown on; `None` for all of them.
    #[serde(skip)]
    pub page: Option<OutputPath>,
    /// Which file.
    pub file: String,
    /// Where; `None` when it is about the file as a whole.
    pub line: Option<usize>,
    pub column: Option<usize>,
    /// The line itself.
    pub excerpt: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The name of the rule.
    pub code: &'static str,
}

/// The findings of a report for the browser. `page` says on which page one is shown.
pub(super) fn problems(report: &Report, page: impl Fn(&Diagnostic) -> Option<OutputPath>) -> Vec<Problem> {
    let problem = |found: &Diagnostic| {
        let text = report.texts.get(&found.subject);
        let place = found.span.zip(text).map(|(span, text)| {
            let start = span.range().start;
            let at = line_column(text, start);
            (at, text.lines().nth(at.line - 1).unwrap_or("").trim_end().to_owned())
        });
        let prefix = if matches!(found.subject, Subject::Content(_)) { report.content_prefix.as_str() } else { "" };
        Problem {
            page: page(found),
            file: format!("{prefix}{}", found.subject.path()),
            line: place.as_ref().map(|(at, _)| at.line),
            column: place.as_ref().map(|(at, _)| at.column),
            excerpt: place.map(|(_, excerpt)| excerpt).unwrap_or_default(),
            message: found.message.clone(),
            help: found.help.clone(),
            code: found.code.name(),
        }
    };
    report.diagnostics.iter().map(problem).collect()
}
