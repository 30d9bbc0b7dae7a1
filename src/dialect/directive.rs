//! What the first line of a container says: its type, its title, whether it is folded.

use super::kind::look;

/// What becomes of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// A callout: its type, `+` or `-` where it can be folded, its title in Markdown.
    Callout { name: String, fold: &'static str, title: String },
    /// Code of this language: Azure DevOps' diagrams.
    Code(&'static str),
    /// Its marks go, what stands in it stays.
    Plain,
    /// It goes with all that stands in it.
    Hidden,
}

impl Container {
    /// A callout of this type.
    pub(super) fn callout(name: &str, fold: &'static str, title: &str) -> Container {
        let safe = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let name: String = name.chars().filter(safe).take(40).collect();
        Container::Callout { name: name.to_lowercase(), fold, title: title.replace(['\n', '\r'], " ") }
    }

    /// The line that begins it in the one form.
    pub(super) fn head(&self) -> String {
        match self {
            Container::Callout { name, fold, title } => format!("> [!{name}]{fold} {title}").trim_end().to_owned(),
            Container::Code(language) => format!("```{language}"),
            Container::Plain | Container::Hidden => String::new(),
        }
    }
}

/// Containers that only lay a page out.
const LAYOUT: &[&str] = &[
    "row",
    "rows",
    "column",
    "columns",
    "col",
    "grid",
    "grid-item",
    "moniker",
    "zone",
    "div",
    "span",
    "section",
    "group",
    "center",
    "left",
    "right",
    "card",
    "cards",
    "steps",
    "tabs",
    "tabset",
    "tab-set",
    "panel-tabset",
    "tabpane",
    "code-group",
    "code-block-group",
    "container",
    "main",
    "block",
    "margin",
    "aside-layout",
    "layout",
    "content-visible",
    "fullwidth",
    "div.column",
];

/// What `name` with `arguments` means, whichever tool's marks it stands in.
pub(super) fn container(name: &str, arguments: &str) -> Container {
    let (classes, rest) = attributes(arguments);
    let name = name.trim_matches(['{', '}', '.', ':', '#']).to_lowercase();
    let is_hidden = |word: &str| matches!(word, "hidden" | "content-hidden" | "comment" | "hide" | "notes");
    if is_hidden(&name) || classes.iter().any(|class| is_hidden(class)) {
        return Container::Hidden;
    }
    let value = |key: &str| value(arguments, key);
    let title = ["title", "label", "header", "heading", "name", "summary", "caption"].iter().find_map(|key| value(key));
    let title = title.unwrap_or(rest);
    let kind = ["type", "style", "kind", "class", "variant", "color", "intent"].iter().find_map(|key| value(key));
    let is_open = value("open").is_some_and(|open| matches!(open.as_str(), "true" | "open" | ""));
    let fold = match name.as_str() {
        "details" | "expand" | "spoiler" | "toggle" | "collapse" | "accordion" | "accordion-item" | "dropdown"
        | "foldout"
            if is_open =>
        {
            "+"
        }
        "details" | "expand" | "spoiler" | "toggle" | "collapse" | "accordion" | "accordion-item" | "dropdown"
        | "foldout" => "-",
        _ if classes.iter().any(|class| class == "dropdown") => "-",
        _ => "",
    };
    match name.as_str() {
        "mermaid" => Container::Code("mermaid"),
        "tab" | "tab-item" | "tabitem" => Container::callout("tab", "", &title),
        // What the type is called stands in the arguments.
        "hint" | "notice" | "alert" | "callout" | "admonition" | "aside" | "block" | "panel" | "message"
        | "blockquote" | "box" => {
            let words: Vec<&str> = title.split_whitespace().collect();
            match (kind, words.as_slice()) {
                (Some(kind), _) => Container::callout(&kind, fold, &title),
                (None, [first, rest @ ..]) if is_type(first) => {
                    Container::callout(first, fold, &unquoted(&rest.join(" ")))
                }
                _ => {
                    let class = classes.iter().find(|class| is_type(class)).map_or("note", String::as_str);
                    Container::callout(class, fold, &title)
                }
            }
        }
        layout if LAYOUT.contains(&layout) => Container::Plain,
        "" => match classes.iter().map(|class| class.trim_start_matches("callout-")).find(|class| is_type(class)) {
            Some(class) => Container::callout(class, fold, &title),
            None => Container::Plain,
        },
        name => Container::callout(name.trim_start_matches("callout-"), fold, &title),
    }
}

/// Whether a word is a type of callouts that some tool has.
pub(super) fn is_type(word: &str) -> bool {
    look(word).is_some()
}

/// The classes of `{.a .b}`, and what else is there: a title in brackets, in quotes or plain.
fn attributes(arguments: &str) -> (Vec<String>, String) {
    let arguments = arguments.trim();
    if let Some(title) = arguments.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return (classes(title.1), title.0.trim().to_owned());
    }
    let braced = arguments.find('{').and_then(|open| Some((open, open + arguments[open..].find('}')?)));
    let (classes, rest) = match braced {
        Some((open, close)) => {
            (classes(&arguments[open..=close]), format!("{} {}", &arguments[..open], &arguments[close + 1..]))
        }
        None => (classes(arguments), arguments.to_owned()),
    };
    // `key="value"` is no title.
    let rest = match rest.find('=').filter(|_| !rest.trim_start().starts_with(['"', '\''])) {
        Some(at) => {
            let before = &rest[..at];
            before.trim_end().rsplit_once(' ').map_or("", |(words, _)| words).to_owned()
        }
        None => rest,
    };
    (classes, unquoted(rest.trim()))
}

fn classes(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '{' | '}'))
        .filter_map(|word| word.strip_prefix('.'))
        .map(str::to_lowercase)
        .collect();
    found.extend(
        value(text, "class")
            .into_iter()
            .flat_map(|value| value.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>()),
    );
    found
}

/// The value of `key=value`, `key="a value"` or `key: value`.
pub(super) fn value(arguments: &str, key: &str) -> Option<String> {
    let mut from = 0;
    while let Some(at) = arguments[from..].find(key).map(|at| from + at) {
        from = at + key.len();
        let is_word =
            arguments[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '_'));
        let rest = arguments[from..].trim_start();
        let Some(rest) = rest.strip_prefix('=').or_else(|| rest.strip_prefix(':')).filter(|_| is_word) else {
            continue;
        };
        let rest = rest.trim_start();
        return Some(match rest.chars().next() {
            Some(quote @ ('"' | '\'' | '`')) => rest[1..].split(quote).next().unwrap_or("").to_owned(),
            _ => rest.split(|c: char| c.is_whitespace() || matches!(c, '}' | '>')).next().unwrap_or("").to_owned(),
        });
    }
    None
}

/// A text without its quotes.
pub(super) fn unquoted(text: &str) -> String {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split(quote).next().unwrap_or("").to_owned();
        }
    }
    text.to_owned()
}
