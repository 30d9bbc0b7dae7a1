//! Raw HTML among Markdown, made canonical while the body is written.
//!
//! Each tag is read, judged (`element`) and written anew: known elements with the attributes that they may have, URLs
//! as holes, ids with their prefix. What no element is called (`<host>`) is shown as the author wrote it. Every element
//! that is opened is closed where its Markdown container ends, and tables get the rows and cells that they lack, so that
//! an HTML parser has nothing to repair: repairs are where parsers go quadratic and sanitisers err. `sanitize` then
//! holds the result to a list of what may be there.

use super::LinkKind;
use super::context::ID_PREFIX;
use super::element::{COMMON, Element, Fate, Shape, attributes, ends, fate};
use super::link::{uid, within};
use super::picture::picture_name;
use super::raw::{Open, TagPosition};
use super::raw_heading::headings;
use super::renderer::{DEEPEST, Renderer};
use super::side_by_side::{Mark, TranslationSide};
use super::tag::{OpenTag, Token, decode, tokens};
use std::borrow::Cow;
use std::ops::Range;

impl Renderer<'_> {
    /// Content follows: in a table that is between cells, it gets one.
    pub(super) fn before_content(&mut self) {
        if matches!(self.raw.top(), Some("table" | "thead" | "tbody" | "tfoot")) {
            self.push_element("tr");
        }
        if self.raw.top() == Some("tr") {
            self.push_element("td");
        }
    }

    /// A Markdown block follows: it ends a raw paragraph.
    pub(super) fn before_block(&mut self) {
        self.end_open(&["p"]);
        self.before_content();
    }

    /// A Markdown element ends, and with it all that was opened in it.
    pub(super) fn leave_raw(&mut self) {
        let floor = self.raw.floors.pop().unwrap_or(0);
        self.close_raw(floor);
    }

    /// Closes all but the outermost `height` elements.
    pub(super) fn close_raw(&mut self, height: usize) {
        while self.raw.open.len() > height {
            let Some(open) = self.raw.open.pop() else { return };
            if open.is_heading {
                self.end_heading();
                continue;
            }
            self.out.push(&format!("</{}>", open.name));
            if let Some((index, text)) = open.link {
                self.name_link(index, text);
            }
        }
    }

    pub(super) fn html_block(&mut self, html: &str, range: &Range<usize>) {
        let tokens = tokens(html);
        let headings = headings(&tokens);
        for (at, (token, part)) in tokens.into_iter().enumerate() {
            let place = TagPosition { source: &html[part.clone()], range: within(range, html, &part), is_alone: false };
            match &token {
                Token::Open(tag) if headings.contains(&at) && self.may_head() => self.open_heading(tag, &place),
                _ => self.token(token, place),
            }
        }
        // Its end tag was in something that is left out.
        if let Some(at) = self.raw.open.iter().position(|open| open.is_heading) {
            self.close_raw(at);
        }
        self.say_gap();
    }

    pub(super) fn inline_html(&mut self, at: usize, html: &str, range: &Range<usize>) {
        match self.raw.side.feed(html) {
            Mark::Open(part) => self.open_part(part),
            Mark::Close(part) => self.close_part(part),
            Mark::Other => {
                for (token, part) in tokens(html) {
                    let is_alone = !self.raw.paired.contains(&at);
                    let place = TagPosition { source: &html[part.clone()], range: range.clone(), is_alone };
                    self.token(token, place);
                }
            }
        }
    }

    fn open_part(&mut self, part: TranslationSide) {
        if self.nesting() >= DEEPEST {
            return;
        }
        self.before_content();
        self.raw.has_originals |= part == TranslationSide::Original;
        self.raw.was_met = true;
        self.raw.open.push(Open { name: "span", part: Some(part), link: None, is_heading: false });
        self.out.push(match part {
            TranslationSide::Translation => "<span class=\"translation\">",
            TranslationSide::Original => "<span class=\"original\" lang=\"en\">",
        });
    }

    fn close_part(&mut self, part: TranslationSide) {
        self.close_last(|open| open.part == Some(part));
    }

    /// Closes the innermost element that fits, and all in it; none when it was opened outside this Markdown element.
    fn close_last(&mut self, fits: impl Fn(&Open) -> bool) {
        let floor = self.raw.floor().min(self.raw.open.len());
        if let Some(at) = self.raw.open[floor..].iter().rposition(fits) {
            self.close_raw(floor + at);
        }
    }

    fn token(&mut self, token: Token, place: TagPosition<'_>) {
        if let Some(dropped) = &self.raw.dropping {
            if matches!(&token, Token::Close(name) if name == dropped) {
                self.raw.dropping = None;
            }
            return;
        }
        match token {
            Token::Open(tag) if self.context.unsafe_html => self.verbatim(&tag, &place),
            Token::Close(_) | Token::Text if self.context.unsafe_html => {
                self.out.push(place.source);
                if token == Token::Text {
                    self.say(&decode(place.source));
                }
            }
            Token::Text => self.raw_text(place.source),
            // `<!channel>` is no comment, but how some write to everybody.
            Token::Comment if is_call(place.source) => self.show(place.source),
            Token::Comment => {}
            Token::Open(tag) => self.open_tag(&tag, &place),
            Token::Close(name) => self.close_tag(&name, &place),
        }
    }

    /// Text in raw HTML: markup is gone from it, character references are still in it.
    fn raw_text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.before_content();
        }
        let text = decode(text);
        if text.contains('&') {
            // Names of characters that `decode` leaves to the HTML parser: `&eacute;`.
            self.raw.was_met = true;
            let mut rest = text.as_str();
            while let Some(at) = rest.find('&') {
                self.out.escape(&rest[..at]);
                let name = rest[at + 1..].bytes().take_while(u8::is_ascii_alphanumeric).count();
                let is_reference = name > 1 && name < 32 && rest[at + 1 + name..].starts_with(';');
                self.out.push(if is_reference { "&" } else { "&amp;" });
                rest = &rest[at + 1..];
            }
            self.out.escape(rest);
        } else {
            self.out.escape(&text);
        }
        self.say(&text);
    }

    /// What looks like a tag and is none, as the author wrote it.
    fn show(&mut self, source: &str) {
        self.before_content();
        self.out.escape(source);
        self.say(source);
    }

    fn open_tag(&mut self, tag: &OpenTag, place: &TagPosition<'_>) {
        // `ssh <address>`: a name that happens to be an element's.
        let is_bare = place.is_alone && tag.attributes.is_empty();
        match fate(&tag.name) {
            Fate::Unknown => self.show(place.source),
            Fate::Unwrapped if is_check_box(tag) && !self.is_inline() => {
                self.before_content();
                self.raw.was_met = true;
                self.task_marker(tag.get("checked").is_some());
            }
            Fate::Removed | Fate::Unwrapped if is_bare => self.show(place.source),
            Fate::Removed => {
                self.raw.was_met = true;
                if tag.name == "iframe" {
                    self.frame(tag, place);
                }
                self.raw.dropping = Some(tag.name.clone());
            }
            Fate::Unwrapped => {}
            Fate::Kept(Element { shape: Shape::Void, name }) => self.void(name, tag, place),
            Fate::Kept(element) if is_bare && element.name != "p" => self.show(place.source),
            Fate::Kept(element) => self.open_element(element, tag, place),
        }
    }

    fn void(&mut self, name: &'static str, tag: &OpenTag, place: &TagPosition<'_>) {
        match name {
            "col" if self.raw.top() != Some("colgroup") => return,
            "hr" if self.is_inline() => return,
            "hr" => self.before_block(),
            "img" => return self.raw_image(tag, place),
            "source" => return self.raw_source(tag, place),
            _ => self.before_content(),
        }
        self.raw.was_met = true;
        self.out.push("<");
        self.out.push(name);
        self.write_attributes(name, tag);
        self.out.push(">");
        self.say_gap();
    }

    fn raw_image(&mut self, tag: &OpenTag, place: &TagPosition<'_>) {
        self.before_content();
        let alt = tag.get("alt").unwrap_or("");
        let source = tag.get("src").filter(|_| !self.is_inline());
        match source.and_then(|source| self.source_of(source, &place.range)) {
            Some(source) => {
                self.raw.was_met = true;
                if picture_name(&source).is_none() && self.is_not_loaded(&source, &place.range) {
                    self.remote_image(alt, source.into_owned(), &place.range);
                    return self.say(alt);
                }
                let index = self.register(LinkKind::Image, source.into_owned(), &place.range);
                self.name_link(index, alt.to_owned());
                self.out.push("<img");
                self.out.url("src", index);
                self.write_attributes("img", tag);
                self.out.push(" loading=\"lazy\" decoding=\"async\">");
            }
            _ => self.out.escape(alt),
        }
        self.say(alt);
    }

    fn open_element(&mut self, element: Element, tag: &OpenTag, place: &TagPosition<'_>) {
        if self.nesting() >= DEEPEST {
            return self.show(place.source);
        }
        if self.is_inline() && element.shape != Shape::Inline {
            return self.say_gap();
        }
        self.end_open(ends(element.name, element.shape));
        if element.shape == Shape::TablePart {
            if !self.makes_room_for(element.name) {
                return;
            }
        } else {
            self.before_content();
        }
        if element.shape != Shape::Inline {
            self.say_gap();
        }
        match element.name {
            "a" => return self.open_anchor(tag, place),
            "video" | "audio" => return self.open_player(element.name, tag, place),
            _ => {}
        }
        self.raw.was_met = true;
        self.raw.open.push(Open { name: element.name, part: None, link: None, is_heading: false });
        let name = tag.get("id").and_then(|id| self.take_name(id));
        self.out.push("<");
        self.out.push(element.name);
        if let Some(name) = name {
            self.out.attribute("id", &format!("{ID_PREFIX}{name}"));
        }
        self.write_attributes(element.name, tag);
        self.out.push(">");
    }

    /// Whether a part of a table may stand here; opens a row for a cell that lacks one.
    fn makes_room_for(&mut self, name: &str) -> bool {
        let top = self.raw.top();
        match name {
            "td" | "th" => {
                if matches!(top, Some("table" | "thead" | "tbody" | "tfoot")) {
                    self.push_element("tr");
                }
                self.raw.top() == Some("tr")
            }
            "tr" => matches!(top, Some("table" | "thead" | "tbody" | "tfoot")),
            _ => top == Some("table"),
        }
    }

    fn open_anchor(&mut self, tag: &OpenTag, place: &TagPosition<'_>) {
        self.close_last(|open| open.name == "a");
        self.raw.was_met = true;
        for name in ["id", "name"].into_iter().filter_map(|key| tag.get(key)) {
            if let Some(name) = self.take_name(name) {
                self.write_anchor(&name);
            }
        }
        let Some(href) = tag.get("href").map(str::trim) else { return };
        // Fragments, as all links, are resolved later; a link in a link is none.
        let (kind, href) = match href.strip_prefix("xref:") {
            Some(_) => (LinkKind::Wiki, uid(href)),
            None => (LinkKind::Page, href.to_owned()),
        };
        if self.in_link() || self.refuses(kind, &href, &place.range) {
            return;
        }
        let index = self.register(kind, href, &place.range);
        self.out.push("<a");
        self.out.url("href", index);
        self.write_attributes("a", tag);
        self.out.push(">");
        self.raw.open.push(Open { name: "a", part: None, link: Some((index, String::new())), is_heading: false });
    }

    /// An id or name of the author's: in a heading it waits until the heading's own is known.
    fn take_name(&mut self, name: &str) -> Option<String> {
        if self.is_inline() {
            return None;
        }
        match &mut self.heading {
            Some(heading) => {
                heading.names.push(name.split_whitespace().collect::<Vec<_>>().join("-"));
                None
            }
            None => self.add_anchor(name),
        }
    }

    pub(super) fn write_attributes(&mut self, name: &str, tag: &OpenTag) {
        for key in COMMON.iter().chain(attributes(name)) {
            if let Some(value) = tag.get(key) {
                self.out.attribute(key, value);
            }
        }
    }

    fn close_tag(&mut self, name: &str, place: &TagPosition<'_>) {
        match fate(name) {
            Fate::Unknown => self.show(place.source),
            Fate::Kept(element) => {
                if element.shape != Shape::Inline {
                    self.say_gap();
                }
                self.close_last(|open| open.name == element.name && open.part.is_none());
            }
            _ => {}
        }
    }

    fn push_element(&mut self, name: &'static str) {
        self.raw.open.push(Open { name, part: None, link: None, is_heading: false });
        self.out.push(&format!("<{name}>"));
    }

    /// Closes the innermost elements as long as they are among `names`.
    fn end_open(&mut self, names: &[&str]) {
        while self.raw.top().is_some_and(|top| names.contains(&top)) {
            self.close_raw(self.raw.open.len() - 1);
        }
    }

    /// A tag with unsafe HTML allowed: as written, but for URLs, which are holes, and ids, which have their prefix.
    fn verbatim(&mut self, tag: &OpenTag, place: &TagPosition<'_>) {
        let url = match tag.name.as_str() {
            "a" => Some(("href", LinkKind::Page)),
            "img" => Some(("src", LinkKind::Image)),
            "video" | "audio" | "source" => Some(("src", LinkKind::Media)),
            _ => None,
        };
        self.out.push("<");
        self.out.push(&tag.name);
        for (key, value) in &tag.attributes {
            if let Some((_, kind)) = url.filter(|(name, _)| name == key) {
                let source = (kind == LinkKind::Image).then(|| self.source_of(value, &place.range)).flatten();
                let destination = source.map_or_else(|| value.clone(), Cow::into_owned);
                let index = self.register(kind, destination, &place.range);
                self.out.url(key, index);
            } else if (key == "id" || key == "name" && tag.name == "a")
                && let Some(name) = self.add_anchor(value)
            {
                self.out.attribute("id", &format!("{ID_PREFIX}{name}"));
            } else {
                self.out.attribute(key, value);
            }
        }
        self.out.push(if place.source.ends_with("/>") { "/>" } else { ">" });
    }
}

fn is_check_box(tag: &OpenTag) -> bool {
    tag.name == "input" && tag.get("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"))
}

fn is_call(comment: &str) -> bool {
    let Some(word) = comment.strip_prefix("<!") else { return false };
    let is_doctype = word.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("doctype"));
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_doctype
}
