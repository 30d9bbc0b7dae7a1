//! What is wrong, where, and what to do about it. Diagnostics are values: only `command` prints them.

mod code;
pub mod render;

pub use code::{CODES, Code, CodeInfo};

use crate::text::{ContentPath, Span};
use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// Worth knowing: what was inferred, what could be tidier.
    Info,
    /// Probably a mistake; the build goes on.
    Warning,
    /// Certainly a mistake; `check` and `build` end with exit code 1.
    Error,
}

impl Level {
    /// The word that is printed.
    pub fn name(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// The file a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Subject {
    /// `book.toml` or what stands in for it.
    Settings,
    /// A file of the content folder.
    Content(ContentPath),
    /// A file of the theme, by its path in the theme folder.
    Theme(String),
    /// An export of a tracker, by its path in the library's folder.
    Export(String),
}

impl Subject {
    /// The path as printed: content files relative to the content folder.
    pub fn path(&self) -> &str {
        match self {
            Subject::Settings => "book.toml",
            Subject::Content(path) => path.as_str(),
            Subject::Theme(path) | Subject::Export(path) => path,
        }
    }
}

/// A further place that helps to understand a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there.
    pub text: String,
}

/// One finding: a row of the table of codes, a place, a sentence, a remedy.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Which rule.
    pub code: Code,
    /// How much it matters; starts as the code's default, `[check.levels]` may change it.
    pub level: Level,
    /// Which file.
    pub subject: Subject,
    /// Where in the file; `None` when it is about the file as a whole.
    pub span: Option<Span>,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// What to do, one sentence.
    pub help: String,
    /// Other places in the same file.
    pub labels: Vec<Label>,
}

impl Diagnostic {
    /// A finding about a content file with the code's default level.
    pub fn new(
        code: Code,
        path: &ContentPath,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::about(code, Subject::Content(path.clone()), span, message)
    }

    /// A finding about any file; the remedy is the code's own until [`Diagnostic::help`] says something nearer.
    pub fn about(
        code: Code,
        subject: Subject,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Diagnostic {
        let info = code.info();
        Diagnostic {
            code,
            level: info.level,
            subject,
            span: span.into(),
            message: message.into(),
            help: info.instead.to_owned(),
            labels: Vec::new(),
        }
    }

    /// Says what to do in this very case.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = help.into();
        self
    }

    /// Points at a further place in the same file.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    fn key(&self) -> (&Subject, Option<Span>, &'static str, &str) {
        (&self.subject, self.span, self.code.name(), &self.message)
    }
}

/// A value together with what was found while making it: never instead of it.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// The value, as good as the input allowed.
    pub value: T,
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with findings.
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Checked<T> {
        Checked { value, diagnostics }
    }

    /// The value, its findings moved into `all`.
    pub fn unpack(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.diagnostics);
        self.value
    }
}

/// Sorted by file, place and code, each finding once.
pub fn sorted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|a, b| a.key().cmp(&b.key()));
    diagnostics.dedup_by(|a, b| a.key() == b.key());
    diagnostics
}

/// The worst level, `None` when there is no finding.
pub fn worst(diagnostics: &[Diagnostic]) -> Option<Level> {
    diagnostics.iter().map(|diagnostic| diagnostic.level).max()
}
