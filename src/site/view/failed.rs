//! A page in place of one whose template fails on it.

use super::Frame;
use super::part::{LinkView, Meta};
use crate::diagnostic::Diagnostic;
use crate::site::route;
use serde::Serialize;

/// What a page shows that could not be made (`failed.html`).
#[derive(Debug, Serialize)]
pub struct FailedView {
    /// The head.
    pub page: Meta,
    /// The template that fails, by its path in the theme.
    pub template: String,
    /// What the template asks for in vain.
    pub message: String,
    /// The home page.
    pub home: LinkView,
}

/// The view of a page that fails like this. It is no page for search engines to know.
pub fn view(frame: &Frame<'_>, found: &Diagnostic) -> FailedView {
    let mut page = frame.meta(frame.words.text("failed"), "", "");
    page.canonical = None;
    FailedView {
        page,
        template: found.subject.path().to_owned(),
        message: found.message.clone(),
        home: LinkView { title: frame.site.config.title.clone(), href: frame.url(&route::home()) },
    }
}
