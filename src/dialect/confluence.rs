//! What Confluence keeps pages as (its storage format) and exports leave behind: `<ac:structured-macro>`, `<ac:link>`, `<ac:image>`,
//! `<ac:task>`. Each becomes the HTML that it stands for; what a macro would compute is gone, and named.

use super::edit::Edit;
use super::ground::{Ground, within};
use super::{Becomes, Foreign};

/// How far the parts of one element are looked for.
const FAR: usize = 60_000;

/// Whether a text may have such elements.
pub(super) fn may_contain(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

/// Of which a text has one that has such an element.
pub(super) const MARKS: &[&str] = &["<ac:", "<ri:", "<time "];

/// The changes that make HTML of them.
pub(super) fn elements(text: &str, foreign: &mut Vec<Foreign>) -> Vec<Edit> {
    let ground = Ground::of(text);
    let mut edits = Vec::new();
    // What ends each macro that is open.
    let mut open: Vec<&'static str> = Vec::new();
    // Where nothing more is closed of a name, it is not looked for again.
    let mut ends = Ends::default();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('<')).map(|next| at + next) {
        at = start + 1;
        let Some(tag) = Tag::of(text, start) else { continue };
        if within(&ground.code, start).is_some() {
            continue;
        }
        let (end, with) = match tag.name {
            "ac:structured-macro" | "ac:macro" if tag.closes => (tag.end, open.pop().unwrap_or("").to_owned()),
            "ac:structured-macro" | "ac:macro" => read_macro(text, &tag, &mut open, &mut ends, foreign),
            "ac:link" | "ac:image" if !tag.closes && !tag.is_empty => {
                let inner_end = ends.find(text, &tag);
                let inner = text.get(tag.end..inner_end).unwrap_or("");
                let end = text[inner_end..].find('>').map_or(inner_end, |length| inner_end + length + 1);
                (end, if tag.name == "ac:link" { link(inner) } else { image(&tag, inner) })
            }
            "ac:parameter" | "ac:task-id" | "ac:task-uuid" if !tag.closes && !tag.is_empty => {
                let inner_end = ends.find(text, &tag);
                (text[inner_end..].find('>').map_or(inner_end, |length| inner_end + length + 1), String::new())
            }
            "ac:task-status" if !tag.closes => {
                let inner_end = ends.find(text, &tag);
                let is_done = text.get(tag.end..inner_end).is_some_and(|status| status.trim() == "complete");
                let box_ = if is_done { "<input type=\"checkbox\" checked> " } else { "<input type=\"checkbox\"> " };
                (text[inner_end..].find('>').map_or(inner_end, |length| inner_end + length + 1), box_.to_owned())
            }
            "ac:task-list" => (tag.end, if tag.closes { "</ul>" } else { "<ul>" }.to_owned()),
            "ac:task" => (tag.end, if tag.closes { "</li>" } else { "<li>" }.to_owned()),
            "ac:emoticon" => (tag.end, tag.get("ac:emoji-fallback").map(escaped).unwrap_or_default()),
            "time" => match time(text, &tag) {
                Some(found) => found,
                None => continue,
            },
            name if name.starts_with("ac:") || name.starts_with("ri:") => (tag.end, String::new()),
            _ => continue,
        };
        edits.push(Edit::new(start..end, with));
        at = end.max(at);
    }
    edits
}

/// A macro: those whose text is all there is to them are read at once, of others the beginning.
fn read_macro(
    text: &str,
    tag: &Tag<'_>,
    open: &mut Vec<&'static str>,
    ends: &mut Ends,
    foreign: &mut Vec<Foreign>,
) -> (usize, String) {
    let name = tag.get("ac:name").unwrap_or("");
    let mut unknown = || {
        let is_new = foreign.iter().all(|found| !found.mark.ends_with(&format!(" {name}")));
        if is_new {
            let mark = format!("ac:macro {name}");
            let what = "a macro of Confluence";
            foreign.push(Foreign { mark, what, range: tag.start..tag.end, becomes: Becomes::Nothing });
        }
    };
    let inner_end = if tag.is_empty { tag.end } else { ends.find(text, tag) };
    let inner = text.get(tag.end..inner_end).unwrap_or("");
    let end =
        if tag.is_empty { tag.end } else { text[inner_end..].find('>').map_or(inner_end, |at| inner_end + at + 1) };
    if let Some(body) = inner.find("<ac:rich-text-body") {
        let (before, after) = match name {
            "expand" => {
                let title = parameter(&inner[..body], "title").unwrap_or("…");
                (format!("<details><summary>{}</summary>", plain(title)), "</details>")
            }
            "info" | "note" | "warning" | "tip" | "panel" => {
                let title = parameter(&inner[..body], "title").unwrap_or(if name == "panel" { "" } else { name });
                let title =
                    if title.is_empty() { String::new() } else { format!("<p><strong>{}</strong></p>", plain(title)) };
                (format!("<blockquote>{title}"), "</blockquote>")
            }
            "section" | "column" | "excerpt" | "details" | "div" | "center" => (String::new(), ""),
            _ => {
                unknown();
                (String::new(), "")
            }
        };
        open.push(after);
        let body = tag.end + body;
        return (text[body..].find('>').map_or(inner_end, |length| body + length + 1), before);
    }
    let with = match name {
        "code" | "noformat" => {
            let code = inner.split_once("<![CDATA[").map_or("", |(_, rest)| rest.split("]]>").next().unwrap_or(""));
            // A blank line would end the HTML.
            format!("<pre><code>{}</code></pre>", escaped(code).replace("\r\n", "\n").replace('\n', "&#10;"))
        }
        "status" => plain(parameter(inner, "title").unwrap_or("")),
        "jira" => plain(parameter(inner, "key").unwrap_or("")),
        "anchor" => format!("<a id=\"{}\"></a>", plain(parameter(inner, "").unwrap_or(""))),
        "toc" | "children" | "pagetree" | "recently-updated" | "contentbylabel" | "livesearch" | "change-history" => {
            String::new()
        }
        _ => {
            unknown();
            String::new()
        }
    };
    (end, with)
}

/// `<ac:link>`: to a page by its title, to a file, to a person.
fn link(inner: &str) -> String {
    let first = inner.find("<ri:").and_then(|at| Tag::of(inner, at));
    let body = match inner.split_once("<![CDATA[") {
        Some((_, rest)) => escaped(rest.split("]]>").next().unwrap_or("")),
        None => match inner.split_once("<ac:link-body>") {
            Some((_, rest)) => rest.split("</ac:link-body>").next().unwrap_or("").to_owned(),
            None => String::new(),
        },
    };
    let Some(first) = first else { return body };
    let (href, name) = match first.name {
        "ri:page" | "ri:blog-post" => {
            let title = first.get("ri:content-title").unwrap_or("");
            (format!("xref:{}", percent(title)), title)
        }
        "ri:attachment" => {
            let name = first.get("ri:filename").unwrap_or("");
            (format!("xref:{}", percent(name)), name)
        }
        "ri:url" => first.get("ri:value").map(|value| (escaped(value), value)).unwrap_or_default(),
        _ => return body,
    };
    let body = if body.trim().is_empty() { plain(name) } else { body };
    if name.is_empty() { body } else { format!("<a href=\"{href}\">{body}</a>") }
}

/// `<ac:image>`.
fn image(tag: &Tag<'_>, inner: &str) -> String {
    let source = inner.find("<ri:").and_then(|at| Tag::of(inner, at));
    let source = source.and_then(|source| match source.name {
        "ri:attachment" => source.get("ri:filename").map(percent),
        _ => source.get("ri:value").map(escaped),
    });
    let Some(source) = source else { return String::new() };
    let mut html = format!("<img src=\"{source}\"");
    for (key, name) in [("ac:alt", "alt"), ("ac:title", "title"), ("ac:width", "width"), ("ac:height", "height")] {
        if let Some(value) = tag.get(key) {
            html.push_str(&format!(" {name}=\"{}\"", plain(value)));
        }
    }
    html.push('>');
    html
}

/// A date that has no text: its day is shown.
fn time(text: &str, tag: &Tag<'_>) -> Option<(usize, String)> {
    let day = tag.get("datetime").filter(|_| !tag.closes)?;
    let end = match text.get(tag.end..) {
        Some(rest) if !tag.is_empty => tag.end + rest.starts_with("</time>").then_some("</time>".len())?,
        _ => tag.end,
    };
    let day = plain(day);
    Some((end, format!("<time datetime=\"{day}\">{day}</time>")))
}

/// A parameter of a macro, by its name.
fn parameter<'t>(inner: &'t str, name: &str) -> Option<&'t str> {
    let start = inner.find(&format!("<ac:parameter ac:name=\"{name}\""))?;
    let (_, rest) = inner[start..].split_once('>')?;
    rest.split_once("</ac:parameter>").map(|(value, _)| value)
}

/// A tag as it is written.
struct Tag<'t> {
    start: usize,
    end: usize,
    name: &'t str,
    attributes: &'t str,
    closes: bool,
    /// Whether it is its own end.
    is_empty: bool,
}

impl<'t> Tag<'t> {
    fn of(text: &'t str, start: usize) -> Option<Tag<'t>> {
        const LONGEST: usize = 2_000;
        let rest = text.get(start + 1..)?;
        let (closes, body) = rest.strip_prefix('/').map_or((false, rest), |body| (true, body));
        if !["ac:", "ri:", "time"].iter().any(|name| body.starts_with(name)) {
            return None;
        }
        let near = body.get(..body.floor_char_boundary(LONGEST))?;
        let length = near.find('>')?;
        let inner = near.get(..length)?;
        let (is_empty, inner) = inner.strip_suffix('/').map_or((false, inner), |inner| (true, inner));
        let (name, attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let end = start + 1 + usize::from(closes) + length + 1;
        Some(Tag { start, end, name, attributes, closes, is_empty })
    }

    /// The value of an attribute, with its references as they are.
    fn get(&self, name: &str) -> Option<&'t str> {
        let mut rest = self.attributes;
        while let Some((key, after)) = rest.split_once("=\"") {
            let (value, next) = after.split_once('"')?;
            if key.trim() == name {
                return Some(value);
            }
            rest = next;
        }
        None
    }
}

/// Where elements end.
#[derive(Default)]
struct Ends {
    /// Names of which no end follows.
    none: Vec<String>,
}

impl Ends {
    /// Where the end tag of an element begins; its own end where there is none.
    fn find(&mut self, text: &str, tag: &Tag<'_>) -> usize {
        if self.none.iter().any(|name| name == tag.name) {
            return tag.end;
        }
        let end = format!("</{}>", tag.name);
        let rest = text.get(tag.end..).unwrap_or("");
        let near = rest.get(..rest.floor_char_boundary(FAR)).unwrap_or("");
        match near.find(&end) {
            Some(length) => tag.end + length,
            None => {
                self.none.push(tag.name.to_owned());
                tag.end
            }
        }
    }
}

/// Text of an attribute or a parameter, which has references of its own, without tags.
fn plain(text: &str) -> String {
    text.replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn escaped(text: &str) -> String {
    plain(&text.replace('&', "&amp;"))
}

/// A name as a destination.
fn percent(name: &str) -> String {
    let name = name.replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    percent_encoding::utf8_percent_encode(&name, percent_encoding::NON_ALPHANUMERIC).to_string().replace("%2E", ".")
}

#[cfg(test)]
mod tests {
    use crate::dialect::lower;

    #[test]
    fn elements_become_html() {
        for (text, expected) in [
            ("<ac:link><ri:page ri:content-title=\"A b\" /></ac:link>", "<a href=\"xref:A%20b\">A b</a>"),
            (
                "<ac:link><ri:attachment ri:filename=\"n.txt\" /><ac:link-body>the <em>n</em></ac:link-body></ac:link>",
                "<a href=\"xref:n.txt\">the <em>n</em></a>",
            ),
            (
                "<ac:image ac:width=\"4\"><ri:attachment ri:filename=\"a.png\" /></ac:image>",
                "<img src=\"a.png\" width=\"4\">",
            ),
            (
                "<ac:structured-macro ac:name=\"info\"><ac:rich-text-body><p>a</p></ac:rich-text-body></ac:structured-macro>",
                "<blockquote><p><strong>info</strong></p><p>a</p></blockquote>",
            ),
            (
                "<ac:structured-macro ac:name=\"code\"><ac:plain-text-body><![CDATA[a <b>\n\nc]]></ac:plain-text-body></ac:structured-macro>",
                "<pre><code>a &lt;b&gt;&#10;&#10;c</code></pre>",
            ),
            ("<time datetime=\"2024-05-14\" />", "<time datetime=\"2024-05-14\">2024-05-14</time>"),
            ("<time datetime=\"2024-05-14\">14 May</time>", "<time datetime=\"2024-05-14\">14 May</time>"),
            ("`<ac:link>`", "`<ac:link>`"),
            ("<ac:structured-macro ac:name=\"toc\" /> a", " a"),
        ] {
            assert_eq!(lower(text).text, expected, "{text}");
        }
    }
}
