//! How a term is written in a language of front matter, and how another one is written in its place.

use super::Edit;
use crate::front_matter::FrontMatter;
use crate::text::{Span, one_line};
use std::ops::Range;

/// How a text is set off from what surrounds it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// Not at all: YAML alone.
    Plain,
    /// `'…'`: without escapes in TOML; in YAML a quote is doubled.
    Single,
    /// `"…"` with the escapes of JSON, which all three languages know.
    Double,
}

/// Replaces `term`, which stands at `span` of `text` alone or in a text of several terms separated by commas, by
/// `instead`. `None` when it is written in another way.
pub(super) fn rewrite(text: &str, span: Span, language: FrontMatter, term: &str, instead: &str) -> Option<Edit> {
    let token = span.text(text);
    let (quotes, inner) = quotes(token, language)?;
    let content = match quotes {
        Quotes::Plain => Some(token.to_owned()),
        Quotes::Single if language == FrontMatter::Yaml => Some(token[inner.clone()].replace("''", "'")),
        Quotes::Single => Some(token[inner.clone()].to_owned()),
        Quotes::Double => serde_json::from_str(token).ok(),
    };
    if content.is_some_and(|content| one_line(&content) == term) {
        return Some(Edit { span, text: written(instead, quotes, language) });
    }
    let fits = !instead.contains([',', ';', '"', '\'', '\\'])
        && !instead.chars().any(char::is_control)
        && (quotes != Quotes::Plain || is_plain(instead));
    let place = piece(&token[inner.clone()], term).filter(|_| fits)?;
    Some(Edit { span: Span::new(place).moved(span.range().start + inner.start), text: instead.to_owned() })
}

/// How a token is quoted, and where its content is.
fn quotes(token: &str, language: FrontMatter) -> Option<(Quotes, Range<usize>)> {
    let quoted = |quote: char| {
        let inside = token.len() >= 2 && token.starts_with(quote) && token.ends_with(quote);
        // `"""` and `'''` open texts of several lines.
        (inside && !token.starts_with(&String::from(quote).repeat(3))).then(|| 1..token.len() - 1)
    };
    match token.chars().next()? {
        '"' => quoted('"').map(|inner| (Quotes::Double, inner)),
        '\'' if language != FrontMatter::Json => quoted('\'').map(|inner| (Quotes::Single, inner)),
        _ => (language == FrontMatter::Yaml).then_some((Quotes::Plain, 0..token.len())),
    }
}

/// A text in quotes of this kind, or of another where it cannot be written so.
fn written(text: &str, quotes: Quotes, language: FrontMatter) -> String {
    let double = || serde_json::Value::from(text).to_string();
    let can_be_single = !text.chars().any(char::is_control);
    match quotes {
        Quotes::Plain if is_plain(text) => text.to_owned(),
        Quotes::Single if language == FrontMatter::Yaml && can_be_single => format!("'{}'", text.replace('\'', "''")),
        Quotes::Single if can_be_single && !text.contains('\'') => format!("'{text}'"),
        _ => double(),
    }
}

/// Whether YAML reads a text without quotes as just that text, in a list on one line too.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '+'))
        && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Where a term stands among those of a text, without the spaces around it.
fn piece(text: &str, term: &str) -> Option<Range<usize>> {
    let mut at = 0;
    text.split_inclusive([',', ';']).find_map(|piece| {
        let from = at;
        at += piece.len();
        let bare = piece.strip_suffix([',', ';']).unwrap_or(piece);
        let start = from + bare.len() - bare.trim_start().len();
        let trimmed = bare.trim();
        (one_line(trimmed) == term).then(|| start..start + trimmed.len())
    })
}
