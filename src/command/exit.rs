//! Outcomes and failures -> exit codes, in one table.

use crate::publish::PublishError;
use crate::search::SearchError;
use crate::serve::ServeError;
use crate::source::ReadError;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use thiserror::Error;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It did what it was asked to.
    Done,
    /// The content has errors, or warnings that were denied.
    ContentErrors,
    /// The call or the settings are wrong, or the world said no.
    Refused,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Done => 0,
            Outcome::ContentErrors => 1,
            Outcome::Refused => 2,
        })
    }
}

/// Why a command could not do its work.
#[derive(Debug, Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Publish(#[from] PublishError),
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error("{0} is not a date; write it as 2026-11-23")]
    NotADate(String),
    #[error("there is no check `{0}`{1}")]
    NoSuchCode(String, String),
    #[error("`{0}` is not on the library's scale of severities: {1}")]
    NoSuchSeverity(String, String),
    #[error("there is no edition of the library in `{0}`; there is {1}")]
    NoSuchLanguage(String, String),
    #[error("`{0}` is not the tag of a language; write one such as fr or pt-BR")]
    NotALanguage(String),
    #[error("a postmortem needs a title: `casebook new \"API down\"`")]
    NoTitle,
    #[error("there is no Markdown in {}: Casebook reads files that end in .md, .mdx or .markdown", .0.display())]
    NoMarkdown(PathBuf),
    #[error("cannot open {} in a browser: {source}", .path.display())]
    NoBrowser { path: PathBuf, source: io::Error },
    #[error("{} exists already; nothing was written", .0.display())]
    Exists(PathBuf),
    #[error("{} was changed since it was read; it is left as it is", .0.display())]
    Changed(PathBuf),
    #[error("{} is not plain UTF-8; save it as UTF-8 first", .0.display())]
    NotUtf8(PathBuf),
    #[error("cannot write {}: {source}", .path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// The outcome. A reader that closed the pipe has seen enough: that is no failure.
    pub(super) fn outcome(&self) -> Outcome {
        match self {
            Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Done,
            _ => Outcome::Refused,
        }
    }
}
