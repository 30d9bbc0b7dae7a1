//! Links, images, bare URLs and text, as the walk over a body writes them.

use super::LinkKind;
use super::autolink::bare_urls;
use super::embed::{is_picture, name_of, take_size};
use super::media::medium;
use super::open::{OpenImage, OpenLink};
use super::picture::picture_name;
use super::renderer::Renderer;
use super::scheme::{is_elsewhere, unsafe_id, unsafe_scheme};
use crate::diagnostic::{Code, Diagnostic};
use pulldown_cmark::{Event, LinkType};
use std::ops::Range;

impl<'e> Renderer<'e> {
    /// Text of the author's, in which bare URLs become links.
    pub(super) fn text(&mut self, text: &str, range: &Range<usize>) {
        self.before_content();
        let urls = if text.contains("://") || text.contains("www.") { bare_urls(text) } else { Vec::new() };
        if urls.is_empty() || self.in_link() {
            self.out.escape(text);
            self.say(text);
            return;
        }
        let mut from = 0;
        for url in urls {
            self.out.escape(&text[from..url.range.start]);
            let place = within(range, text, &url.range);
            let index = self.register(LinkKind::Page, url.destination, &place);
            self.out.push("<a");
            self.out.url("href", index);
            self.out.push(">");
            self.out.escape(&text[url.range.clone()]);
            self.out.push("</a>");
            self.name_link(index, text[url.range.clone()].to_owned());
            from = url.range.end;
        }
        self.out.escape(&text[from..]);
        self.say(text);
    }

    pub(super) fn start_link(&mut self, link_type: LinkType, destination: &str, title: &str, range: &Range<usize>) {
        let (kind, destination) = match link_type {
            LinkType::WikiLink { .. } => (LinkKind::Wiki, destination.to_owned()),
            _ if destination.starts_with("xref:") => (LinkKind::Wiki, uid(destination)),
            LinkType::Email => (LinkKind::Page, format!("mailto:{destination}")),
            _ => (LinkKind::Page, destination.to_owned()),
        };
        let in_original = self.raw.side.in_original();
        if let LinkType::WikiLink { has_pothole } = link_type
            && !may_be_id(&destination)
        {
            self.say("[[");
            self.out.push("[[");
            if has_pothole {
                self.out.escape(&destination);
                self.out.push("|");
            }
            self.open_links.push(OpenLink { index: None, end: "]]", text: String::new(), in_original });
            return;
        }
        let is_nested = self.in_link();
        let is_link = !is_nested && !self.refuses(kind, &destination, range);
        let index = is_link.then(|| self.register(kind, destination, range));
        if let Some(index) = index {
            self.out.push("<a");
            self.out.url("href", index);
            self.title(title);
            self.out.push(">");
        }
        let end = if index.is_some() { "</a>" } else { "" };
        self.open_links.push(OpenLink { index, end, text: String::new(), in_original });
    }

    pub(super) fn end_link(&mut self) {
        let Some(link) = self.open_links.pop() else { return };
        self.out.push(link.end);
        if let Some(index) = link.index {
            self.name_link(index, link.text);
        } else if link.end == "]]" {
            self.say("]]");
        }
    }

    pub(super) fn event_in_image(&mut self, event: &Event<'_>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Text(text) | Event::Code(text) => image.alt.push_str(text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            Event::Start(_) => image.depth += 1,
            Event::End(_) => image.depth -= 1,
            _ => {}
        }
        if image.depth == 0
            && let Some(image) = self.image.take()
        {
            self.end_image(image);
        }
    }

    fn end_image(&mut self, mut image: OpenImage) {
        if self.raw.is_dropping() {
            return;
        }
        let size = take_size(&mut image.alt);
        if let Some(medium) = medium(&image.destination) {
            return self.recording(medium, image, size);
        }
        if image.is_embed {
            if !is_picture(&image.destination) {
                return self.embed(image);
            }
            if size.is_some() && image.alt.is_empty() {
                image.alt = name_of(&image.destination).to_owned();
            }
        }
        let source = if self.is_inline() { None } else { self.source_of(&image.destination, &image.range) };
        let Some(source) = source else {
            self.out.escape(&image.alt);
            return self.say(&image.alt);
        };
        if picture_name(&source).is_none() && self.is_not_loaded(&source, &image.range) {
            self.remote_image(&image.alt, source.into_owned(), &image.range);
        } else {
            let index = self.register(LinkKind::Image, source.into_owned(), &image.range);
            // An image opens large by itself; one that says nothing is decoration.
            let opens = !image.alt.trim().is_empty() && !self.in_link();
            if opens {
                self.out.push("<a class=\"image\"");
                self.out.url("href", index);
                self.out.push(">");
            }
            self.out.push("<img");
            self.out.url("src", index);
            self.out.attribute("alt", &image.alt);
            self.title(&image.title);
            self.write_size(size);
            self.out.push(" loading=\"lazy\" decoding=\"async\">");
            if opens {
                self.out.push("</a>");
            }
            self.name_link(index, image.alt.clone());
        }
        self.say(&image.alt);
    }

    /// Whether a picture or a recording must not be loaded, since its host would learn who reads what; says so.
    pub(super) fn is_not_loaded(&mut self, destination: &str, range: &Range<usize>) -> bool {
        let is_not_loaded = !self.context.remote_images && is_elsewhere(destination);
        if is_not_loaded {
            let what = if medium(destination).is_some() { "recording" } else { "picture" };
            let message = format!("a {what} of another host is shown as a link");
            let found = Diagnostic::new(Code::RemoteImage, self.context.path, self.span(range), message);
            self.diagnostics.push(found.help("Put it beside the text, or set `[markdown] remote-images = true`."));
        }
        is_not_loaded
    }

    /// A link to a picture in its place; within a link its text alone.
    pub(super) fn remote_image(&mut self, alt: &str, destination: String, range: &Range<usize>) {
        let name = destination.split(['?', '#']).next().unwrap_or("").rsplit('/').next().unwrap_or("");
        let text = if alt.trim().is_empty() { name.to_owned() } else { alt.to_owned() };
        if self.in_link() {
            return self.out.escape(&text);
        }
        let index = self.register(LinkKind::Page, destination, range);
        self.plain_link(index, if text.is_empty() { "…" } else { &text });
        self.name_link(index, text);
    }

    /// A link whose text is no Markdown.
    pub(super) fn plain_link(&mut self, index: usize, text: &str) {
        self.out.push("<a");
        self.out.url("href", index);
        self.out.push(">");
        self.out.escape(text);
        self.out.push("</a>");
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.attribute("title", title);
        }
    }

    /// Whether a destination must not become a URL; says so.
    pub(super) fn refuses(&mut self, kind: LinkKind, destination: &str, range: &Range<usize>) -> bool {
        let scheme = if kind == LinkKind::Wiki { unsafe_id(destination) } else { unsafe_scheme(destination) };
        let Some(scheme) = scheme else { return false };
        let what = match kind {
            LinkKind::Image => "images",
            LinkKind::Media => "recordings",
            LinkKind::Page | LinkKind::Wiki => "links",
        };
        let message = format!("`{scheme}:` {what} are not published");
        self.diagnostics.push(Diagnostic::new(Code::UnsafeLink, self.context.path, self.span(range), message));
        true
    }

    pub(super) fn end_code(&mut self) {
        let Some((info, code)) = self.code.take() else { return };
        if self.is_inline() {
            self.out.push("<code>");
            self.out.escape(code.trim_end());
            self.out.push("</code>");
        } else {
            self.highlighter.code_block(&mut self.out, info, &code);
        }
        self.say(&code);
        self.plain.block();
    }
}

/// The name in docfx's `xref:name?displayProperty=x`.
pub(super) fn uid(destination: &str) -> String {
    let name = destination.trim_start_matches("xref:").split(['?', '#']).next().unwrap_or("");
    percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned()
}

/// The place of a part of a text; the whole event's where the text is not written as it reads (escapes, entities).
pub(super) fn within(range: &Range<usize>, text: &str, part: &Range<usize>) -> Range<usize> {
    if range.len() == text.len() { range.start + part.start..range.start + part.end } else { range.clone() }
}

/// Whether `[[…]]` can name a page: a shell's `[[ -z "$x" ]]` cannot.
fn may_be_id(destination: &str) -> bool {
    let id = destination.trim();
    !id.is_empty() && !id.starts_with(['-', '!']) && !id.contains(['"', '$', '=', '<', '>', '{', '}', '`'])
}
