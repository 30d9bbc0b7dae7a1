//! A page that only leads to another one.

use super::Frame;
use super::part::{LinkView, Meta};
use crate::text::OutputPath;
use serde::Serialize;

/// A place that was given up, and where its readers are to go.
pub struct Redirect {
    /// The old place.
    pub from: OutputPath,
    /// The new place.
    pub to: OutputPath,
    /// What is there.
    pub title: String,
}

/// What the page of an old place shows (`redirect.html`).
#[derive(Debug, Serialize)]
pub struct RedirectView {
    /// The head.
    pub page: Meta,
    /// Where to go.
    pub to: LinkView,
}

/// The view of an old place. Its canonical URL is the new one, a relative one where nobody knows where the site lives.
pub fn view(frame: &Frame<'_>, redirect: &Redirect) -> RedirectView {
    let to = LinkView { title: redirect.title.clone(), href: frame.url(&redirect.to) };
    let mut page = frame.meta(&redirect.title, "", "browse");
    page.canonical = Some(frame.site.absolute(&redirect.to).unwrap_or_else(|| to.href.clone()));
    RedirectView { page, to }
}
