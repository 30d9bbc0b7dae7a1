//! Tags of Hugo, Jekyll and docfx that stand for Markdown: links by name (`{{< ref "a.md" >}}`, `{% post_url a %}`), pictures
//! (`{{< figure >}}`, `:::image … :::`), code (`{% highlight %}`), the root of the site (`{{ site.baseurl }}`), tables of contents.

use super::directive::value;
use super::edit::Edit;
use super::ground::{Ground, within};
use super::tag::{head, tag};
use super::{Becomes, Foreign};

/// Whether a text may have such tags.
pub(super) fn may_contain(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

/// Of which a text has one that has a tag.
pub(super) const MARKS: &[&str] = &["{{", "{%", ":::image", ":::code"];

/// The changes that put Markdown in the place of tags.
pub(super) fn templates(text: &str, foreign: &mut Vec<Foreign>) -> Vec<Edit> {
    let ground = Ground::of(text);
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(['{', ':'])).map(|next| at + next) {
        let rest = &text[start..];
        at = start + 1;
        let found = match rest.as_bytes() {
            [b'{', b'{', ..] => tag(rest, "}}").map(|(body, length)| (variable(body), length)),
            [b'{', b'%', ..] => tag(rest, "%}").map(|(body, length)| (liquid(body), length)),
            [b':', b':', b':', ..] => triple(rest),
            _ => None,
        };
        let Some((with, length)) = found else { continue };
        if within(&ground.code, start).is_some() {
            continue;
        }
        let end = start + length;
        if let Some(with) = with {
            edits.push(Edit::new(start..end, on_its_line(&with, &text[..start], &text[end..])));
            at = end;
        } else if let Some(name) = included(rest) {
            let mark = format!("{{% include {name} %}}");
            if foreign.iter().all(|known| known.mark != mark) {
                let what = "an include of Liquid";
                foreign.push(Foreign { mark, what, range: start..end, becomes: Becomes::Nothing });
            }
            edits.push(Edit::new(start..end, ""));
            at = end;
        }
    }
    edits
}

/// The name of what a tag includes.
fn included(rest: &str) -> Option<&str> {
    let (body, _) = rest.starts_with("{%").then(|| tag(rest, "%}")).flatten()?;
    let (name, arguments) = body.split_once(char::is_whitespace)?;
    let is_include = matches!(name, "include" | "include_relative" | "include_cached");
    arguments.split_whitespace().next().filter(|_| is_include)
}

/// What begins or ends with the end of a line does not where one is there already.
fn on_its_line<'w>(with: &'w str, before: &str, after: &str) -> &'w str {
    let begins = before.is_empty() || before.ends_with('\n');
    let with = with.strip_prefix('\n').filter(|_| begins).unwrap_or(with);
    with.strip_suffix('\n').filter(|_| after.starts_with(['\n', '\r']) && !with.is_empty()).unwrap_or(with)
}

/// What stands between `{{` and `}}`.
fn variable(body: &str) -> Option<String> {
    if let Some(shortcode) = body.strip_prefix(['<', '%']) {
        return shortcut(shortcode.trim_end_matches(['>', '%']).trim());
    }
    // `{{ site.baseurl }}/a.png` and `{{ "/a" | relative_url }}` are places from the root.
    if matches!(body, "site.baseurl" | "site.url" | "site.github.url" | "base_url" | ".Site.BaseURL" | "baseurl") {
        return Some(String::new());
    }
    let (quoted, filter) = body.split_once('|')?;
    let is_place = ["relative_url", "absolute_url", "relURL", "absURL", "prepend:", "url"]
        .iter()
        .any(|name| filter.trim().starts_with(name));
    let quoted = quoted.trim();
    let place = ['"', '\''].iter().find_map(|quote| quoted.strip_prefix(*quote)?.strip_suffix(*quote))?;
    is_place.then(|| destination(place))
}

/// A shortcode of Hugo.
fn shortcut(body: &str) -> Option<String> {
    let (name, arguments) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
    match name {
        "highlight" => Some(format!("\n```{}\n", arguments.split_whitespace().next().unwrap_or("").trim_matches('"'))),
        "/highlight" | "/ highlight" => Some("\n```\n".to_owned()),
        "ref" | "relref" => {
            let place = value(arguments, "path").unwrap_or_else(|| super::directive::unquoted(arguments));
            (!place.is_empty()).then(|| destination(&place))
        }
        "figure" | "img" | "image" => picture(arguments, &["alt", "caption", "title"]),
        "toc" | "br" | "clear" => Some(String::new()),
        _ => None,
    }
}

/// A tag of Liquid.
fn liquid(body: &str) -> Option<String> {
    let (name, arguments) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
    let argument = arguments.split_whitespace().next().unwrap_or("").trim_matches(['"', '\'']);
    match name {
        "post_url" if !argument.is_empty() => {
            let (folder, name) = argument.rsplit_once('/').unwrap_or(("", argument));
            let folder = if folder.is_empty() { String::new() } else { format!("/{folder}") };
            Some(destination(&format!("{folder}/_posts/{name}.md")))
        }
        "link" if !argument.is_empty() => Some(destination(&format!("/{}", argument.trim_start_matches('/')))),
        "highlight" => Some(format!("\n```{argument}\n")),
        "endhighlight" => Some("\n```\n".to_owned()),
        "raw" | "endraw" | "toc" | "assign" | "endassign" => Some(String::new()),
        "include" | "include_relative" | "include_cached" => {
            if argument.contains("toc") {
                return Some(String::new());
            }
            // What is told in arguments is all that can be known of it.
            let text = || ["content", "text", "message", "body"].iter().find_map(|key| value(arguments, key));
            includes_picture(arguments).or_else(text)
        }
        _ => None,
    }
}

/// `:::image type="content" source="a.png" alt-text="b":::` and `:::code source="a.cs":::` of docfx, and how long they are.
fn triple(rest: &str) -> Option<(Option<String>, usize)> {
    let line = head(rest).trim_end();
    let body = line.strip_prefix(":::")?;
    let end = body.find(":::")?;
    let (name, arguments) = body[..end].trim().split_once(' ')?;
    let with = match name {
        "image" => picture(arguments, &["alt-text", "alt"]),
        "code" | "video" => {
            let source = value(arguments, "source")?;
            let name = source.rsplit('/').next().unwrap_or(&source).replace(['[', ']'], "");
            Some(format!("[{name}](<{}>)", escaped(&source)))
        }
        _ => None,
    };
    Some((with, end + 6))
}

/// The picture that the arguments of an include name.
fn includes_picture(arguments: &str) -> Option<String> {
    let keys = ["src", "image_path", "image", "file", "path", "url"];
    let source = keys.iter().find_map(|key| value(arguments, key))?;
    let ending = source.rsplit_once('.')?.1.to_ascii_lowercase();
    let is_picture = matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" | "avif");
    is_picture.then(|| shown(&source, arguments, &["alt", "caption", "title"]))
}

fn picture(arguments: &str, texts: &[&str]) -> Option<String> {
    let source = value(arguments, "src").or_else(|| value(arguments, "source")).or_else(|| value(arguments, "link"))?;
    Some(shown(&source, arguments, texts))
}

/// A picture with the first of these texts, and its caption below it where that says something else.
fn shown(source: &str, arguments: &str, texts: &[&str]) -> String {
    let plain = |text: &str| text.replace(['[', ']', '\n'], " ");
    let text = texts.iter().find_map(|key| value(arguments, key)).unwrap_or_default();
    let picture = format!("![{}](<{}>)", plain(&text), escaped(source));
    match value(arguments, "caption").filter(|caption| *caption != text) {
        Some(caption) => format!("{picture}<br>*{}*", plain(&caption).replace('*', " ").trim()),
        None => picture,
    }
}

/// A place that may stand as the destination of a link, whatever is in it.
fn destination(place: &str) -> String {
    place.trim().replace(' ', "%20").replace(['<', '>', '(', ')', '"'], "")
}

fn escaped(place: &str) -> String {
    place.replace(['<', '>', '\n'], "")
}

#[cfg(test)]
mod tests {
    use crate::dialect::lower;

    #[test]
    fn tags_become_what_they_stand_for() {
        for (text, expected) in [
            ("[a]({{< ref \"b c.md#d\" >}})", "[a](b%20c.md#d)"),
            ("[a]({{% relref \"b.md\" %}})", "[a](b.md)"),
            ("[a]({% post_url 2019-12-01-x %})", "[a](/_posts/2019-12-01-x.md)"),
            ("[a]({% link runbooks/x.md %})", "[a](/runbooks/x.md)"),
            ("![g]({{ site.baseurl }}/a/g.png)", "![g](/a/g.png)"),
            ("[c]({{ \"/contact\" | relative_url }})", "[c](/contact)"),
            ("{{< figure src=\"g.png\" alt=\"A graph\" >}}", "![A graph](<g.png>)"),
            ("{{< figure src=\"g.png\" alt=\"A\" caption=\"Load\" >}}", "![A](<g.png>)<br>*Load*"),
            (":::image type=\"content\" source=\"m/d.png\" alt-text=\"dot\":::", "![dot](<m/d.png>)"),
            ("`{{< ref \"b.md\" >}}`", "`{{< ref \"b.md\" >}}`"),
            ("{% include figure.html src=\"/a.png\" alt=\"b\" %}", "![b](</a.png>)"),
            ("{% include note.html content=\"Mind it.\" %}", "Mind it."),
            ("a {% include footer.html %} b", "a  b"),
            ("{{ page.title }}", "{{ page.title }}"),
        ] {
            assert_eq!(lower(text).text, expected, "{text}");
        }
        let code = lower("{% highlight sh %}\n$ a\n{% endhighlight %}\n");
        assert!(code.text.contains("```sh\n$ a\n```"), "{}", code.text);
    }
}
