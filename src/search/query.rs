//! What a reader types -> [`Query`].
//!
//! Words; `"a phrase"`; `-word`; `field:value`, `after:2025-01`, `before:2026`, `year:2025`. Whatever does not fit is
//! taken for words, so that a pasted log line (`level:error msg="…"`) is searched as it stands. The browser's script
//! reads queries in the same way (`parse` in `theme/assets/search.js`).

use super::rank::LONG;
use super::scan::{TokenKind, forms};
use crate::text::fold;

/// A query, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    /// The words to look for, each once.
    pub words: Vec<QueryWord>,
    /// Phrases of two words or more.
    pub phrases: Vec<Phrase>,
    /// Words and phrases that must not occur.
    pub excluded: Vec<Vec<(String, u32)>>,
    /// Values that fields must have.
    pub filters: Vec<Filter>,
    /// Days that must be reached or not: `after` and `before` with the dates as written.
    pub dates: Vec<DateFilter>,
    /// What could not be understood as it was probably meant.
    pub problems: Vec<Problem>,
}

/// Words that must stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    /// As typed, without its quotation marks.
    pub text: String,
    /// Its forms with their positions.
    pub words: Vec<(String, u32)>,
}

/// A word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QueryWord {
    /// As typed.
    pub text: String,
    /// As the vocabulary would have it.
    pub form: String,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it may be unfinished: it ends the query.
    pub open: bool,
}

/// `service:checkout`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filter {
    /// A field of the index.
    pub field: String,
    /// The value as written.
    pub value: String,
}

/// `after:2025-01`, `before:2026`, `year:2025`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DateFilter {
    /// The first day that fits, as `2025-01-01`; `None` for any.
    pub from: Option<String>,
    /// The first day that does not fit any more; `None` for never.
    pub to: Option<String>,
}

/// What in a query could not be understood as it was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem.
    pub kind: ProblemKind,
    /// The part of the query.
    pub text: String,
    /// What may have been meant.
    pub near: Vec<String>,
}

/// Kinds of [`Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// `servce:checkout`: there is no such field, but one of nearly that name.
    UnknownField,
    /// `after:soon`: no date.
    BadDate,
    /// `service:chekout`: the field has no such value.
    UnknownValue,
}

/// The words of a query that are looked for; a pasted line may have more.
const MOST_WORDS: usize = 40;
/// `-v` in a pasted command is an option, not an exclusion: shorter words are not excluded.
const SHORTEST_EXCLUSION: usize = 3;

/// Reads a query; `fields` are those of the index.
pub(super) fn parse(text: &str, fields: &[String]) -> Query {
    let mut query = Query::default();
    let mut without: Vec<&str> = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::Quoted { text, negated } => {
                let words = place(text);
                if negated {
                    query.excluded.push(words);
                } else {
                    add_words(text, false, &mut query);
                    if words.len() > 1 {
                        query.phrases.push(Phrase { text: text.to_owned(), words });
                    }
                }
            }
            Piece::Plain { text, last } => {
                if filter(text, fields, &mut query) {
                    continue;
                }
                match excluded_word(text) {
                    Some(word) => without.push(word),
                    None => add_words(text, last, &mut query),
                }
            }
        }
    }
    // In a pasted command `-connect` is an option.
    if query.words.len() < LONG {
        query.excluded.extend(without.into_iter().map(place));
    } else {
        without.into_iter().for_each(|word| add_words(word, false, &mut query));
    }
    query
}

enum Piece<'a> {
    Quoted {
        text: &'a str,
        negated: bool,
    },
    /// Up to a space; `last` when the query ends right behind it.
    Plain {
        text: &'a str,
        last: bool,
    },
}

/// Cuts a query at spaces and quotation marks. A mark that is never closed is no mark.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let negated = rest.starts_with("-\"");
        let opened = rest.strip_prefix("-\"").or_else(|| rest.strip_prefix('"'));
        if let Some((inside, behind)) = opened.and_then(|inside| inside.split_once('"')) {
            pieces.push(Piece::Quoted { text: inside, negated });
            rest = behind.trim_start();
            continue;
        }
        let mut end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        // A field's value may be quoted: service:"checkout api".
        if let Some(at) = rest[..end].find(":\"")
            && let Some(close) = rest[at + 2..].find('"')
        {
            end = end.max(at + 2 + close + 1);
        }
        pieces.push(Piece::Plain { text: &rest[..end], last: end == rest.len() });
        rest = rest[end..].trim_start();
    }
    pieces
}

/// The forms of a phrase with their places; of an identifier, its parts follow it at the same place and say nothing
/// more.
fn place(text: &str) -> Vec<(String, u32)> {
    let words = forms(text).into_iter().filter(|(form, word)| word.kind != TokenKind::Part && !form.is_empty());
    words.map(|(form, word)| (form, word.position)).collect()
}

fn add_words(text: &str, last: bool, query: &mut Query) {
    let found = forms(text);
    let ends = |range: &std::ops::Range<usize>| last && range.end == text.len();
    for (form, word) in found {
        if query.words.len() == MOST_WORDS {
            return;
        }
        if form.is_empty() || query.words.iter().any(|known| known.form == form) {
            continue;
        }
        let open = ends(&word.range) && word.kind != TokenKind::Pair;
        query.words.push(QueryWord { text: text[word.range].to_owned(), form, kind: word.kind, open });
    }
}

fn excluded_word(text: &str) -> Option<&str> {
    let word = text.strip_prefix('-')?;
    let is_word = word.starts_with(char::is_alphanumeric) && word.chars().count() >= SHORTEST_EXCLUSION;
    is_word.then_some(word)
}

fn filter(text: &str, fields: &[String], query: &mut Query) -> bool {
    let Some((name, value)) = text.split_once(':') else { return false };
    let value = value.trim_matches('"');
    if value.is_empty() || name.is_empty() || !name.chars().all(char::is_alphabetic) {
        return false;
    }
    let field = fold(name);
    if matches!(field.as_str(), "after" | "before" | "year" | "since" | "until") {
        match (Span::read(value), field.as_str()) {
            (Some(span), "after" | "since") => {
                query.dates.push(DateFilter { from: Some(span.first), to: None });
            }
            (Some(span), "before" | "until") => query.dates.push(DateFilter { from: None, to: Some(span.first) }),
            (Some(span), _) => query.dates.push(DateFilter { from: Some(span.first), to: Some(span.next) }),
            (None, _) => {
                query.problems.push(Problem { kind: ProblemKind::BadDate, text: text.to_owned(), near: Vec::new() })
            }
        }
        return true;
    }
    if let Some(known) = fields.iter().find(|known| **known == field) {
        query.filters.push(Filter { field: known.clone(), value: value.to_owned() });
        return true;
    }
    // Searched as words, but a slip in a field's name is worth a hint.
    let near: Vec<String> = fields
        .iter()
        .filter(|known| known.len() > 3 && super::spell::distance(known, &field, 1) == Some(1))
        .cloned()
        .collect();
    if !near.is_empty() {
        query.problems.push(Problem { kind: ProblemKind::UnknownField, text: text.to_owned(), near });
    }
    false
}

/// A year, a month or a day: its first day and the first day after it.
struct Span {
    first: String,
    next: String,
}

impl Span {
    fn read(text: &str) -> Option<Span> {
        let numbers: Vec<i16> = text.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let well_written = text.split('-').zip([4, 2, 2]).all(|(part, length)| part.len() == length);
        let day = |year: i16, month: i16, day: i16| {
            crate::model::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        let (first, next) = match numbers.as_slice() {
            [year] => (day(*year, 1, 1)?, day(*year + 1, 1, 1)?),
            [year, 12] => (day(*year, 12, 1)?, day(*year + 1, 1, 1)?),
            [year, month] => (day(*year, *month, 1)?, day(*year, *month + 1, 1)?),
            [year, month, date] => {
                let first = day(*year, *month, *date)?;
                (first, first.tomorrow().ok()?)
            }
            _ => return None,
        };
        well_written.then(|| Span { first: first.to_string(), next: next.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Query {
        parse(text, &["service".to_owned(), "severity".to_owned()])
    }

    fn words(text: &str) -> Vec<String> {
        read(text).words.into_iter().map(|word| word.form).collect()
    }

    #[test]
    fn words_filters_phrases_and_exclusions() {
        let query = read("Pool \"was exhausted\" service:checkout severity:\"SEV 1\" -redis after:2025-01 timeo");
        assert_eq!(
            query.words.iter().map(|word| word.form.as_str()).collect::<Vec<_>>(),
            ["pool", "was", "exhausted", "timeo"]
        );
        assert_eq!(query.phrases[0].words, [("was".to_owned(), 0), ("exhausted".to_owned(), 1)]);
        assert_eq!(query.excluded, [vec![("redis".to_owned(), 0)]]);
        assert_eq!(query.filters.len(), 2);
        assert_eq!(query.filters[1].value, "SEV 1");
        assert_eq!(query.dates, [DateFilter { from: Some("2025-01-01".to_owned()), to: None }]);
        assert_eq!(query.words.iter().map(|word| word.open).collect::<Vec<_>>(), [false, false, false, true]);
    }

    #[test]
    fn a_pasted_log_line_is_words() {
        let line =
            r#"2026-01-02T03:04:05Z level:error msg="dial tcp 10.0.3.7:443: timeout" kubectl -n prod --now -verbose"#;
        let query = read(line);
        assert!(query.filters.is_empty() && query.excluded.is_empty() && query.problems.is_empty());
        assert!(words(line).contains(&"timeout".to_owned()));
        assert!(words(line).contains(&"10.0.3.7:443".to_owned()));
    }

    #[test]
    fn an_open_quotation_mark_and_a_trailing_space() {
        assert_eq!(words("\"connection re"), ["connection", "re"]);
        assert!(read("\"connection re").words[1].open);
        assert!(!read("connection ").words[0].open);
    }

    #[test]
    fn slips_are_hinted_at() {
        assert_eq!(read("servce:checkout").problems[0].near, ["service"]);
        assert_eq!(read("after:soon").problems[0].kind, ProblemKind::BadDate);
        assert_eq!(read("after:2025-13").problems[0].kind, ProblemKind::BadDate);
        assert_eq!(read("year:2025").dates[0].to.as_deref(), Some("2026-01-01"));
        assert_eq!(read("before:2025-12-31").dates[0].to.as_deref(), Some("2025-12-31"));
    }
}
