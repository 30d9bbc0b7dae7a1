//! A body, rendered: HTML with holes for URLs, headings, links as written, plain text.

use super::Spanned;
use super::context::RenderContext;
use super::events::events;
use super::renderer::{Inline, Renderer};
use super::{Heading, Html, Picture, RawLink, TextSection};
use crate::diagnostic::Checked;
use crate::text::Span;

/// The language that side-by-side translations are made from. They do not say; they have all been made from English.
const ORIGINAL_LANGUAGE: &str = "en";

/// A body, rendered.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The HTML, without a first heading of level 1 at its very beginning: the page shows its title itself.
    pub html: Html,
    /// Links and images in order.
    pub links: Vec<RawLink>,
    /// Headings with the levels that they have in the HTML.
    pub headings: Vec<Heading>,
    /// Every other anchor, the first heading's included, without [`ID_PREFIX`](super::ID_PREFIX).
    pub anchors: Vec<String>,
    /// The anchor of each of [`RenderContext::events`], without [`ID_PREFIX`](super::ID_PREFIX); "" where no element begins there.
    pub event_anchors: Vec<String>,
    /// Plain text by section, without originals.
    pub text: Vec<TextSection>,
    /// The pictures that stand in the text itself.
    pub pictures: Vec<Picture>,
    /// The language of the originals; `None` when the page is no side-by-side translation.
    pub original_language: Option<String>,
    /// How many words it has, without originals.
    pub words: usize,
}

/// A line of Markdown, rendered without blocks.
#[derive(Clone, Debug, Default)]
pub struct RenderedInline {
    /// The HTML; where blocks were, there are line breaks.
    pub html: Html,
    /// Links in order.
    pub links: Vec<RawLink>,
    /// The plain text.
    pub text: String,
}

/// Renders the events of a body.
pub fn render(events: &[Spanned<'_>], context: &RenderContext<'_>) -> Checked<Rendered> {
    let mut renderer = Renderer::new(events, *context);
    renderer.walk(0..events.len());
    renderer.write_footnotes();
    renderer.close_raw(0);
    let html = renderer.finished_html();
    let (text, words) = renderer.plain.finish();
    let rendered = Rendered {
        html,
        links: renderer.links,
        headings: renderer.headings,
        anchors: renderer.anchors,
        event_anchors: renderer.event_anchors.finish(context.events.len()),
        text,
        pictures: renderer.pictures,
        original_language: renderer.raw.has_originals.then(|| ORIGINAL_LANGUAGE.to_owned()),
        words,
    };
    Checked::new(rendered, renderer.diagnostics)
}

/// Renders a field of the front matter: inline Markdown only. Its links are numbered from `first_link` and all lie at
/// `span`, because a value need not stand in the file as it reads.
pub fn render_inline(
    markdown: &str,
    context: &RenderContext<'_>,
    span: Span,
    first_link: usize,
) -> Checked<RenderedInline> {
    let events = events(markdown);
    let mut renderer = Renderer::new(&events, *context);
    renderer.inline = Some(Inline { span, first_link });
    renderer.walk(0..events.len());
    renderer.close_raw(0);
    let html = renderer.finished_html();
    let (sections, _) = renderer.plain.finish();
    let text = sections.into_iter().map(|section| section.text).collect();
    Checked::new(RenderedInline { html, links: renderer.links, text }, renderer.diagnostics)
}
