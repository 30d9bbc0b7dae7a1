//! The steps from a file's text to what is understood of it.

use super::account::account;
use super::alias::{self, Aliases};
use super::compose::{compose, excerpt, kind, sections};
use super::contradiction::contradictions;
use super::days::{local_day, only_date};
use super::failures::failures;
use super::mitigation::mitigation;
use super::readable::{Readable, marked_field, readable};
use super::revealed::revealed;
use super::roles::with_roles;
use super::{Body, Document, Shape, Telling, Tells};
use crate::clock::{Style, ambiguous_zones, explained_zones};
use crate::config::Config;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::dialect::{self, Becomes, Foreign};
use crate::front_matter::{self, FolderHints, Node, Value, stated};
use crate::lexicon::Lexicon;
use crate::markdown::{self, Html, RawLink, RenderContext, Spanned, blocks, render, render_inline};
use crate::model::{PageKind, Phase, Sourced, Status, TimelineEntry, Zone};
use crate::reading::{BodyContext, DateSlip, blames, read_body};
use crate::survey::Conventions;
use crate::text::{ContentPath, Fingerprint, Source, Span, detect_language, fold, primary_language, shorten};
use serde_json::Value as Json;
use std::borrow::Cow;

/// Identity of all that a document is made from, besides the settings.
pub fn key(source: &Source, conventions: &Conventions) -> Fingerprint {
    Fingerprint::of_value(&(source.fingerprint, conventions))
}

/// Understands one file, by the conventions of its folder. Whatever is wrong with it becomes a diagnostic, never a failure.
pub fn parse(source: &Source, config: &Config, conventions: &Conventions) -> Checked<Document> {
    let (path, place, text) = (&source.path, &source.place, &*source.text);
    let mut diagnostics = Vec::new();
    if text.trim().is_empty() {
        let found = Diagnostic::new(Code::EmptyFile, path, None, "there is nothing in this file");
        diagnostics.push(found.help("Write it, or delete it."));
    }
    revealed(path, text, config, &mut diagnostics);
    let cut = front_matter::cut(path, text, &mut diagnostics);
    let mut entries = match cut.matter {
        Some(matter) => front_matter::read(path, text, matter, &config.limits, &mut diagnostics),
        None => Vec::new(),
    };
    entries.iter_mut().for_each(|(key, node)| as_written(&key.name, node));
    let folder_zone = conventions.zone().unwrap_or_else(|| config.timezone.clone());
    let hints = FolderHints {
        zone: folder_zone.clone(),
        order: conventions.order.unwrap_or_default(),
        date_is_the_start: conventions.date_is_the_start,
        severity_is_a_word: conventions.severity_is_a_word,
        cascade: conventions.cascade.clone(),
    };
    let mut stated = stated(source, entries, config, hints, &mut diagnostics);
    let has_hidden_fields = stated.hides_fields;
    local_day(&mut stated, place, &config.lexicon);
    let published = stated.claims.date.take_if(|_| conventions.date_is_of_publication).map(|found| found.value);
    stated.published = published;
    if let Some(found) = unread_draft(path, text, cut.body, &diagnostics, &config.lexicon) {
        diagnostics.push(found);
        stated.claims.status = Some(Sourced::external(Status::Draft));
    }
    let body = &text[cut.body..];
    let Readable { text: body, hides, is_unclear } = readable(path, body, cut.body, config, &mut diagnostics);
    if is_unclear | marked_field(path, text, cut.body, &mut diagnostics) {
        stated.claims.audience = Some(Sourced::external(String::new()));
    }
    let readable = body.map(|body| format!("{}{body}", &text[..cut.body]));
    let text = readable.as_deref().unwrap_or(text);
    if let Some(found) = unread_audience(path, text, cut.body, &diagnostics, config) {
        diagnostics.push(found);
        stated.claims.audience = Some(Sourced::external(String::new()));
    }
    stated.claims.language = language(stated.claims.language, source.language.as_deref())
        .or_else(|| detected(&text[cut.body..], &config.language));
    let language = stated.claims.language.as_ref().map_or_else(|| config.language.clone(), |found| found.value.clone());

    let is_mdx = path.extension().is_some_and(|ending| ending == "mdx");
    let body_text = match is_mdx {
        true => Cow::Owned(markdown::without_code(&text[cut.body..])),
        false => Cow::Borrowed(&text[cut.body..]),
    };
    let (events, foreign) = markdown::read(&body_text);
    diagnostics.extend(foreign.into_iter().map(|found| not_understood(path, cut.body, found)));
    if config.is_switched_on(Code::BlamingWords) {
        let told = [&stated.claims.summary, &stated.claims.description, &stated.claims.trigger];
        for span in told.into_iter().flatten().filter_map(Sourced::span) {
            let piece = span.text(text);
            diagnostics.extend(blaming(
                source,
                span.range().start,
                piece,
                &markdown::events(piece),
                &language,
                &config.lexicon,
            ));
        }
        diagnostics.extend(blaming(source, cut.body, &text[cut.body..], &events, &language, &config.lexicon));
    }

    let blocks = blocks(&events, cut.body);
    let zones = explained_zones(&body_text, &config.lexicon);
    diagnostics.extend(unknown_zones(path, cut.body, &body_text, &zones));
    let zone = stated.timezone.clone().unwrap_or(folder_zone);
    let started = stated.claims.milestones.at(Phase::Started).map(|at| at.date());
    let mut read = read_body(
        &blocks,
        &BodyContext {
            path: place,
            language: &language,
            style: Style::of(&language, &config.lexicon).ordered(conventions.order).explained(&zones),
            zone: &zone,
            zone_is_given: stated.timezone.is_some() || conventions.zone.is_some(),
            scale: &config.severities,
            stated_date: stated.claims.date.as_ref().map(|found| found.value).or(started),
            published,
            date_of_writing: stated.date_is_plain && !conventions.date_is_the_start,
            titled_date: stated.claims.title.as_ref().and_then(|title| only_date(&title.value, &config.lexicon)),
            is_over: stated.is_over && stated.claims.milestones.at(Phase::Resolved).is_none(),
        },
    );

    diagnostics.extend(read.slips.iter().map(|slip| taken_for_slip(path, slip)));
    // What front matter tells is listed by the page itself.
    let told = if stated.claims.timeline.is_empty() { read.claims.timeline.as_slice() } else { &[] };
    let (places, order) = in_order(told);
    let context = RenderContext {
        path,
        offset: cut.body,
        unsafe_html: config.unsafe_html,
        remote_images: config.remote_images,
        language: &language,
        events: &places,
    };
    let rendered = render(&events, &context).unpack(&mut diagnostics);
    let mut event_anchors = vec![String::new(); told.len()];
    for (index, anchor) in order.into_iter().zip(rendered.event_anchors) {
        event_anchors[index] = anchor;
    }

    if conventions.draft_label_is_stale {
        read.claims.status = None;
    }
    let kind = kind(place, &stated, &read, conventions);
    let Aliases { names: aliases, places: old_places } = alias::take(&mut stated.extra, path);
    let (extra, written_summary) = (stated.extra.clone(), stated.claims.summary.clone());
    let (body_sections, first_paragraph) = (read.sections.clone(), read.first_paragraph.clone());
    let (mut incident, narrative) = compose(place, path, stated, read, config);
    diagnostics.extend(contradictions(path, &mut incident.milestones));
    let mut links = rendered.links;
    // The summary is shown where front matter has one; the body shows its own.
    let (summary, summary_text) = match &written_summary {
        Some(found) => {
            let span = found.span().unwrap_or_default();
            let inline = render_inline(&found.value, &context, span, links.len()).unpack(&mut diagnostics);
            links.extend(inline.links);
            (inline.html, inline.text)
        }
        None => {
            let found = narrative.summary.as_ref().map_or("", |found| &found.value);
            (Html::default(), render_inline(found, &context, Default::default(), links.len()).value.text)
        }
    };
    let tells = Tells::of(&narrative, &config.lexicon);
    let mitigation = match kind {
        PageKind::Incident => mitigation(&blocks, &narrative, &incident, &config.lexicon),
        _ => String::new(),
    };
    let failures = match kind {
        PageKind::Incident => {
            let parts = account(&narrative, &rendered.headings, &rendered.text, &config.lexicon, &config.modes);
            failures(&parts, &mut incident, &config.modes)
        }
        _ => Vec::new(),
    };
    let shape = Shape {
        kind,
        links: links.iter().map(RawLink::target).collect(),
        named_files: named_files(&extra),
        aliases,
        old_places,
        sections: sections(tells, &incident.actions, &body_sections),
        tells,
        name: (kind != PageKind::Incident).then(|| narrative.title.value.clone()),
        incident,
    };
    let telling = Telling {
        excerpt: excerpt(&narrative, &summary_text, &first_paragraph),
        mitigation,
        failures,
        narrative,
        extra,
        headings: rendered.headings,
        anchors: rendered.anchors,
        event_anchors,
        links,
    };
    // What is kept for the whole build is kept tight.
    let (mut html, mut text) = (rendered.html, rendered.text);
    html.text.shrink_to_fit();
    text.iter_mut().for_each(|section| section.text.shrink_to_fit());
    let (pictures, words, original_language) = (rendered.pictures, rendered.words, rendered.original_language);
    let body = Body { html, summary, text, pictures, words, original_language };
    let document = Document::new(path.clone(), key(source, conventions), shape, telling, body);
    let document = with_roles(document, config);
    // Those who read everything are left out of nothing but what is for nobody.
    let is_part = (hides || has_hidden_fields) && !config.audiences.reads_everything();
    let withheld = if is_part { files_of_all(source, config, conventions) } else { Vec::new() };
    Checked::new(document.withholding(withheld), diagnostics)
}

/// The files that a page refers to which is read by those who may read all of it.
fn files_of_all(source: &Source, config: &Config, conventions: &Conventions) -> Vec<Fingerprint> {
    let mut config = config.clone();
    config.audiences.choose_narrowest();
    let shape = parse(source, &config, conventions).value.shape;
    let links = shape.links.iter().map(|link| link.destination.as_str());
    let named = links.chain(shape.named_files.iter().map(String::as_str));
    // By name: from where, and from which root, a link is followed is not known here, and one file too few does no harm.
    let names = named.map(|name| fold(link_path(name).rsplit('/').next().unwrap_or_default()));
    names.filter(|name| !name.is_empty()).map(|name| Fingerprint::of_value(&name)).collect()
}

/// The path of a link as it is written, without what follows it.
fn link_path(destination: &str) -> Cow<'_, str> {
    let path = destination.split(['#', '?']).next().unwrap_or_default();
    percent_encoding::percent_decode_str(path).decode_utf8().unwrap_or(Cow::Borrowed(path))
}

/// Says that a date of the timeline was not believed.
fn taken_for_slip(path: &ContentPath, slip: &DateSlip) -> Diagnostic {
    let meant = slip.meant.date();
    let message = format!("{} stands among entries of {meant}: it is taken for a slip of the pen", slip.written);
    Diagnostic::new(Code::DateSlip, path, slip.span, message).help(format!("Write {meant}."))
}

/// Abbreviations beside times that several zones share and that the page does not explain.
fn unknown_zones(path: &ContentPath, offset: usize, body: &str, explained: &[(String, Zone)]) -> Vec<Diagnostic> {
    let mut told: Vec<&str> = explained.iter().map(|(name, _)| name.as_str()).collect();
    let mut found = Vec::new();
    for (at, name) in ambiguous_zones(body) {
        if told.contains(&name) {
            continue;
        }
        told.push(name);
        let message = format!("several zones are called `{name}`: times beside it are left without a zone");
        let span = Span::new(offset + at..offset + at + name.len());
        let help = format!("Write the offset, say `UTC+04:00`, or explain it on the page: \"{name} is UTC+04\".");
        found.push(Diagnostic::new(Code::UnknownZone, path, span, message).help(help));
    }
    found
}

/// The language that a text is in where nothing states one, if it is another than the library's.
fn detected(body: &str, own: &str) -> Option<Sourced<String>> {
    let found = detect_language(body).filter(|found| *found != primary_language(own))?;
    Some(Sourced::external(found.to_owned()))
}

/// The language of a translation is what its path says: front matter is often copied with the original's. It may say
/// it more exactly (`fr-CA` for `fr`).
fn language(stated: Option<Sourced<String>>, of_path: Option<&str>) -> Option<Sourced<String>> {
    let Some(of_path) = of_path else { return stated };
    let exact = stated.filter(|found| primary_language(&found.value) == primary_language(of_path));
    Some(exact.unwrap_or_else(|| Sourced::external(of_path.to_owned())))
}

/// Every text in the values of unknown keys that may be the path of a file.
fn named_files(extra: &serde_json::Map<String, Json>) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<&Json> = extra.values().collect();
    while let Some(value) = open.pop() {
        match value {
            Json::String(text) if text.contains('.') && !text.contains(char::is_whitespace) => found.push(text.clone()),
            Json::Array(values) => open.extend(values),
            Json::Object(values) => open.extend(values.values()),
            _ => {}
        }
    }
    found
}

/// Where the entries of a timeline begin, in the order of the file, with the index of each.
fn in_order(timeline: &[TimelineEntry]) -> (Vec<usize>, Vec<usize>) {
    let starts =
        timeline.iter().enumerate().filter_map(|(index, entry)| Some((entry.text.span()?.range().start, index)));
    let mut starts: Vec<(usize, usize)> = starts.collect();
    starts.sort_unstable();
    starts.into_iter().unzip()
}

/// Takes out of the texts of a value what their author hid, and the marks of links and tags that Obsidian's properties have.
fn as_written(key: &str, node: &mut Node) {
    match &mut node.value {
        Value::Text(text) => {
            if let Some(shown) = dialect::shown(text) {
                *text = shown;
            }
            if let Some(name) = alias::linked_name(text) {
                *text = name;
            } else if matches!(key, "tags" | "tag" | "keywords") && text.starts_with('#') {
                *text = text.trim_start_matches('#').to_owned();
            }
        }
        Value::List(nodes) => nodes.iter_mut().for_each(|node| as_written(key, node)),
        Value::Map(entries) => entries.iter_mut().for_each(|(key, node)| as_written(&key.name, node)),
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) => {}
    }
}

/// A mark of another tool, and what became of it.
fn not_understood(path: &ContentPath, body: usize, found: Foreign) -> Diagnostic {
    let outcome = match found.becomes {
        Becomes::Text => "shown as text",
        Becomes::Nothing => "left out",
        Becomes::Hiding => "what follows is hidden",
    };
    let message = format!("`{}`: {}; {outcome}", shorten(&found.mark, 60), found.what);
    let span = Span::new(found.range.start + body..found.range.end + body);
    Diagnostic::new(Code::ForeignMark, path, span, message)
}

/// What blames people in a piece of the text that begins at `start`.
fn blaming(
    source: &Source,
    start: usize,
    piece: &str,
    events: &[Spanned<'_>],
    language: &str,
    lexicon: &Lexicon,
) -> Vec<Diagnostic> {
    let blames = blames(piece, events, language, lexicon).into_iter().map(|blame| {
        let message = format!("\"{}\" blames people", crate::text::one_line(&piece[blame.range.clone()]));
        let span = Span::new(blame.range.start + start..blame.range.end + start);
        Diagnostic::new(Code::BlamingWords, &source.path, span, message).help(blame.instead)
    });
    blames.collect()
}

/// Front matter that could not be read and may say that its page is a draft: the page is kept back until it can be read.
fn unread_draft(
    path: &ContentPath,
    text: &str,
    body: usize,
    found: &[Diagnostic],
    lexicon: &Lexicon,
) -> Option<Diagnostic> {
    let (broken, matter) = unread(text, body, found)?;
    let words: Vec<&str> = matter.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says_draft =
        words.iter().any(|word| matches!(*word, "hidden" | "unlisted") || lexicon.status(word) == Some(Status::Draft))
            || words.windows(2).any(|pair| matches!(pair, ["publish" | "published", "false" | "no" | "off"]));
    let message = "this page may be a draft: it is not published until its front matter can be read";
    says_draft.then(|| Diagnostic::new(broken.code, path, broken.span, message))
}

/// Front matter that could not be read and may say for whom its page is: the page is for nobody until it can be read.
fn unread_audience(
    path: &ContentPath,
    text: &str,
    body: usize,
    found: &[Diagnostic],
    config: &Config,
) -> Option<Diagnostic> {
    let (_, matter) = unread(text, body, found)?;
    let aliases = config.aliases.iter().filter(|(_, field)| field == "audience").map(|(alias, _)| alias.as_str());
    let says = aliases.chain(["audience"]).any(|name| matter.contains(name));
    let message = "this page may be for few: it is for nobody until its front matter can be read";
    says.then(|| Diagnostic::new(Code::UnknownAudience, path, None, message))
}

/// Front matter that could not be read, folded, with what was found wrong in it.
fn unread<'a>(text: &str, body: usize, found: &'a [Diagnostic]) -> Option<(&'a Diagnostic, String)> {
    let broken = found.iter().find(|found| {
        matches!(
            found.code,
            Code::UnclosedFrontMatter | Code::BadFrontMatter | Code::RefusedFrontMatter | Code::DuplicateKey
        ) || is_mended_switch(text, found)
    })?;
    let matter = match broken.span {
        Some(span) if broken.code == Code::MendedFrontMatter => line_at(text, span),
        // Front matter that never ends is taken to reach to the first empty line.
        _ if body > 0 => text.get(..body)?,
        _ => text.split("\n\n").next()?,
    };
    Some((broken, fold(matter)))
}

/// Whether a value that was mended is one that keeps pages back.
fn is_mended_switch(text: &str, found: &Diagnostic) -> bool {
    let Some(span) = found.span.filter(|_| found.code == Code::MendedFrontMatter) else { return false };
    let key = fold(line_at(text, span).split(':').next().unwrap_or(""));
    matches!(key.trim(), "status" | "state" | "draft" | "published" | "publish" | "hidden" | "unlisted" | "audience")
}

/// The line that a place begins in.
fn line_at(text: &str, span: Span) -> &str {
    let (before, after) = text.split_at_checked(span.range().start).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = before.len() + after.find('\n').unwrap_or(after.len());
    text.get(start..end).unwrap_or("")
}
