//! Recordings that a browser plays: `![[clip.mp4]]`, `![](call.mp3)`, `<video>`, `<audio>` and their `<source>`. A link to the file
//! stands beside each: it can be kept, and a printed page names it. Of a page that is embedded (`<iframe>`) there is the link alone.
//!
//! A recording begins when a reader says so, and one of another host is a link, as a picture is.

use super::LinkKind;
use super::embed::{Size, name_of};
use super::open::OpenImage;
use super::raw::{Open, TagPosition};
use super::renderer::Renderer;
use super::tag::OpenTag;

/// The element that plays a file, by its name; `None` where browsers play none such.
pub(super) fn medium(destination: &str) -> Option<&'static str> {
    let (_, ending) = name_of(destination).rsplit_once('.')?;
    if ending.len() > 4 {
        return None;
    }
    match ending.to_ascii_lowercase().as_str() {
        "mp4" | "m4v" | "webm" | "ogv" | "mov" => Some("video"),
        "mp3" | "m4a" | "wav" | "ogg" | "oga" | "opus" | "flac" | "aac" => Some("audio"),
        _ => None,
    }
}

impl Renderer<'_> {
    /// A recording that is written as a picture or an embed.
    pub(super) fn recording(&mut self, medium: &str, image: OpenImage, size: Option<Size>) {
        let OpenImage { destination, alt, range, .. } = image;
        let text = if alt.trim().is_empty() { name_of(&destination).to_owned() } else { alt };
        let is_text = self.is_inline() || self.in_link();
        if is_text || self.refuses(LinkKind::Media, &destination, &range) {
            self.out.escape(&text);
        } else if self.is_not_loaded(&destination, &range) {
            self.remote_image(&text, destination, &range);
        } else {
            let index = self.register(LinkKind::Media, destination, &range);
            self.name_link(index, text.clone());
            self.out.push("<span class=\"media\"><");
            self.out.push(medium);
            self.out.url("src", index);
            self.out.attribute("aria-label", &text);
            self.write_size(size);
            self.out.push(" controls preload=\"metadata\"></");
            self.out.push(medium);
            self.out.push("> ");
            self.plain_link(index, &text);
            self.out.push("</span>");
        }
        self.say(&text);
    }

    /// `<video>` or `<audio>` of an author's.
    pub(super) fn open_player(&mut self, name: &'static str, tag: &OpenTag, place: &TagPosition<'_>) {
        self.raw.was_met = true;
        let source = match tag.get("src") {
            Some(source) => match self.playable(source, place) {
                Some(index) => Some(index),
                None => {
                    // What stands in it is for browsers that cannot play it.
                    self.raw.dropping = Some(name.to_owned());
                    return;
                }
            },
            None => None,
        };
        self.raw.open.push(Open { name, part: None, link: None, is_heading: false });
        self.out.push("<");
        self.out.push(name);
        if let Some(index) = source {
            self.out.url("src", index);
        }
        self.write_attributes(name, tag);
        self.out.push(" controls preload=\"metadata\">");
    }

    /// What another page is embedded as: a link to it.
    pub(super) fn frame(&mut self, tag: &OpenTag, place: &TagPosition<'_>) {
        let Some(source) = tag.get("src").map(str::trim).filter(|source| !source.is_empty()) else { return };
        if self.is_inline() || self.in_link() || self.refuses(LinkKind::Page, source, &place.range) {
            return;
        }
        let text = tag.get("title").filter(|title| !title.trim().is_empty()).unwrap_or(source).to_owned();
        self.before_content();
        let index = self.register(LinkKind::Page, source.to_owned(), &place.range);
        self.plain_link(index, &text);
        self.say(&text);
        self.name_link(index, text);
    }

    /// `<source>` of a recording; those of pictures go, the picture itself stays.
    pub(super) fn raw_source(&mut self, tag: &OpenTag, place: &TagPosition<'_>) {
        if !matches!(self.raw.top(), Some("video" | "audio")) {
            return;
        }
        let Some(index) = tag.get("src").and_then(|source| self.playable(source, place)) else { return };
        self.out.push("<source");
        self.out.url("src", index);
        self.out.push(">");
    }

    /// The link of a recording that may be loaded. One of another host becomes a link in its place.
    fn playable(&mut self, source: &str, place: &TagPosition<'_>) -> Option<usize> {
        let text = name_of(source).to_owned();
        if self.is_inline() || self.refuses(LinkKind::Media, source, &place.range) {
            return None;
        }
        if self.is_not_loaded(source, &place.range) {
            if matches!(self.raw.top(), Some("video" | "audio")) {
                self.close_raw(self.raw.open.len() - 1);
            }
            self.remote_image(&text, source.to_owned(), &place.range);
            self.say(&text);
            return None;
        }
        let index = self.register(LinkKind::Media, source.to_owned(), &place.range);
        self.name_link(index, text);
        Some(index)
    }
}
