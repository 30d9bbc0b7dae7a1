//! The reader's language: interface words, dates, durations, reasons.
//!
//! A language is a file `i18n/<tag>.toml` of the theme: flat `key = "text"`, months as a list. What a language lacks
//! is said in English. How it writes dates, numbers and lists is in the file too: no language is known by name here.

use super::ThemeFiles;
use crate::diagnostic::{Code, Diagnostic, Subject};
use crate::insight::{AuthorClaim, Reason};
use crate::library::Library;
use crate::model::{Date, Instant};
use crate::text::Span;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// The words of one language.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Its BCP 47 tag.
    pub tag: String,
    texts: BTreeMap<String, String>,
    months: Vec<String>,
    short_months: Vec<String>,
    weekdays: Vec<String>,
}

/// All languages of the theme.
#[derive(Clone, Debug, Default)]
pub struct Languages {
    all: BTreeMap<String, Arc<Words>>,
}

impl Languages {
    /// Reads every language of the theme; `en` fills in for what another language lacks. The library's own words lie
    /// over the built-in ones key by key.
    pub fn read(theme: &ThemeFiles, diagnostics: &mut Vec<Diagnostic>) -> Languages {
        let mut tables: BTreeMap<String, toml::Table> = BTreeMap::new();
        for (path, bytes) in theme.built_in.iter().chain(&theme.own) {
            let Some(tag) = path.strip_prefix("i18n/").and_then(|name| name.strip_suffix(".toml")) else { continue };
            let text = String::from_utf8_lossy(bytes);
            match toml::from_str::<toml::Table>(&text) {
                Ok(table) => tables.entry(tag.to_owned()).or_default().extend(table),
                Err(error) => diagnostics.push(Diagnostic::about(
                    Code::BadSettings,
                    Subject::Theme(path.to_owned()),
                    error.span().map(Span::new),
                    error.message(),
                )),
            }
        }
        let ground = tables.get("en").cloned().unwrap_or_default();
        let all =
            tables.into_iter().map(|(tag, table)| (tag.clone(), Arc::new(Words::new(tag, &ground, table)))).collect();
        Languages { all }
    }

    /// The words of a language or of the nearest one: `fr-CA` is `fr`; English where there is none.
    pub fn get(&self, tag: &str) -> Arc<Words> {
        let tag = tag.to_ascii_lowercase();
        let primary = tag.split(['-', '_']).next().unwrap_or("");
        [tag.as_str(), primary, "en"].iter().find_map(|tag| self.all.get(*tag)).cloned().unwrap_or_default()
    }

    /// Every language.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Words>> {
        self.all.values()
    }
}

impl Words {
    fn new(tag: String, ground: &toml::Table, own: toml::Table) -> Words {
        let mut words = Words { tag, ..Words::default() };
        for (key, value) in ground.iter().chain(&own) {
            match value {
                toml::Value::String(text) => {
                    words.texts.insert(key.clone(), text.clone());
                }
                toml::Value::Array(items) => {
                    let items = items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect();
                    match key.as_str() {
                        "months" => words.months = items,
                        "short_months" => words.short_months = items,
                        "weekdays" => words.weekdays = items,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        words
    }

    /// `Q3 2026`: the quarter that a day is in.
    pub fn quarter(&self, date: Date) -> String {
        let number = ((date.month() - 1) / 3 + 1).to_string();
        self.fill("quarter_format", &[("quarter", &number), ("year", &date.year().to_string())])
    }

    /// A day of the week, Monday being 0.
    pub fn weekday(&self, day: usize) -> &str {
        self.weekdays.get(day).map_or("", String::as_str)
    }

    /// The text of a key; the key itself where the theme has none, so that it can be seen.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// All texts, for templates.
    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// A text with `{name}` replaced.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.text(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// A text that depends on a number, with `{n}`: `key_one` for the numbers that the language says in the singular
    /// (`singular`: 1 in English, 0 and 1 in French, none in Japanese), else `key_many`.
    pub fn count(&self, key: &str, n: usize) -> String {
        let digits = n.to_string();
        let is_one = self.text("singular").split(' ').any(|number| number == digits);
        let form = if is_one { "one" } else { "many" };
        self.fill(&format!("{key}_{form}"), &[("n", &self.number(n))])
    }

    /// A whole number as the language writes it.
    pub fn number(&self, n: usize) -> String {
        self.grouping().written(&n.to_string())
    }

    /// How the language groups digits.
    pub fn grouping(&self) -> Grouping {
        let from = self.text("thousands_from").parse().unwrap_or(5);
        Grouping { separator: self.text("thousands").to_owned(), from }
    }

    /// A number to one decimal as the language writes it: `2.5`, `2,5`; without a decimal where there is none.
    pub fn decimal(&self, value: f64) -> String {
        let text = format!("{value:.1}");
        let text = text.strip_suffix(".0").unwrap_or(&text);
        let (sign, text) = text.strip_prefix('-').map_or(("", text), |text| ("-", text));
        match text.split_once('.') {
            Some((whole, rest)) => {
                format!("{sign}{}{}{rest}", self.grouping().written(whole), self.text("decimal_mark"))
            }
            None => format!("{sign}{}", self.grouping().written(text)),
        }
    }

    /// A day: `18 January 2018`.
    pub fn date(&self, date: Date) -> String {
        self.dated("date_format", &self.months, date)
    }

    /// A day for tables: `18 Jan 2018`.
    pub fn short_date(&self, date: Date) -> String {
        self.dated("short_date_format", &self.short_months, date)
    }

    /// Words one after the other: `a, b`, `a、b`.
    pub fn list<T: AsRef<str>>(&self, items: &[T]) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        items.join(self.text("list_comma"))
    }

    /// A month: `January 2018`.
    pub fn month(&self, date: Date) -> String {
        self.dated("month_format", &self.months, date)
    }

    /// The name of a day's month: `January`.
    pub fn month_name(&self, date: Date) -> &str {
        usize::try_from(date.month() - 1).ok().and_then(|index| self.months.get(index)).map_or("", String::as_str)
    }

    /// The short name of a month, 1 to 12.
    pub fn short_month(&self, month: usize) -> &str {
        month.checked_sub(1).and_then(|index| self.short_months.get(index)).map_or("", String::as_str)
    }

    fn dated(&self, format: &str, months: &[String], date: Date) -> String {
        let month = usize::try_from(date.month() - 1).ok().and_then(|index| months.get(index));
        let mut out = String::with_capacity(24);
        // Every list has a date in every row: the format is written out in one go.
        for piece in self.text(format).split_inclusive('}') {
            let (literal, name) = piece.split_once('{').unwrap_or((piece, ""));
            out.push_str(literal);
            // Writing to a string cannot fail.
            let _ = match name {
                "day}" => write!(out, "{}", date.day()),
                "year}" => write!(out, "{}", date.year()),
                "month}" => match month {
                    Some(month) => write!(out, "{month}"),
                    None => write!(out, "{}", date.month()),
                },
                _ => Ok(()),
            };
        }
        out
    }

    /// A time with its offset: `12:19 UTC`, `04:19 UTC-8`.
    pub fn time(&self, instant: Instant) -> String {
        let time = instant.time();
        format!("{:02}:{:02} {}", time.hour(), time.minute(), offset_name(instant))
    }

    /// Minutes as people say them: `45 min`, `2 h 10 min`, `3 d 4 h`, `2時間10分`.
    pub fn duration(&self, minutes: i64) -> String {
        let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let space = self.text("unit_space");
        let part = |n: i64, unit: &str| format!("{n}{space}{}", self.text(unit));
        // A language without a space before the unit has none between the parts either.
        let gap = if space.is_empty() { "" } else { " " };
        let both = |(n, unit), (m, smaller)| format!("{}{gap}{}", part(n, unit), part(m, smaller));
        match (days, hours, rest) {
            (0, 0, rest) => part(rest, "unit_minutes"),
            (0, hours, 0) => part(hours, "unit_hours"),
            (0, hours, rest) => both((hours, "unit_hours"), (rest, "unit_minutes")),
            (days, 0, _) => part(days, "unit_days"),
            (days, hours, _) => both((days, "unit_days"), (hours, "unit_hours")),
        }
    }

    /// Why two incidents belong together, as a phrase.
    pub fn reason(&self, reason: &Reason, library: &Library, config: &crate::config::Config) -> String {
        let list = |words: &[String]| self.list(words);
        match reason {
            Reason::Corrected => self.text("reason_corrected").to_owned(),
            Reason::Claimed(AuthorClaim::Recurs) => self.text("reason_said_to_recur").to_owned(),
            Reason::Claimed(AuthorClaim::Resembles) => self.text("reason_said_to_resemble").to_owned(),
            Reason::RecurrenceCue => self.text("reason_said_to_come_again").to_owned(),
            Reason::Claimed(AuthorClaim::Related) => self.text("reason_said_to_be_related").to_owned(),
            Reason::Claimed(AuthorClaim::Linked) => self.text("reason_linked").to_owned(),
            Reason::SameTerms(taxonomy, slugs) => {
                let index = library.terms_of(*taxonomy);
                let names: Vec<String> = slugs
                    .iter()
                    .map(|slug| index.find(slug).map_or_else(|| slug.clone(), |term| term.name.clone()))
                    .collect();
                let key = format!("reason_same_{}", config.taxonomy(*taxonomy).name);
                let key = if self.texts.contains_key(&key) { key.as_str() } else { "reason_same_terms" };
                self.fill(key, &[("list", &list(&names))])
            }
            Reason::SameTrigger(trigger) => self.fill("reason_same_trigger", &[("list", trigger)]),
            Reason::SameFailure(things, modes) => {
                let modes = modes.iter().filter_map(|mode| config.modes.get(*mode));
                let modes = modes.map(|mode| mode.name(&self.tag).to_owned());
                let named: Vec<String> = things.iter().cloned().chain(modes).collect();
                self.fill("reason_same_failure", &[("list", &list(&named))])
            }
            Reason::SameSummary(words) => self.fill("reason_same_summary", &[("list", &list(words))]),
            Reason::SameTitle(words) => self.fill("reason_same_title", &[("list", &list(words))]),
            Reason::SameWords(words) => self.fill("reason_same_words", &[("list", &list(words))]),
        }
    }
}

/// `UTC`, `UTC+2`, `UTC+05:30`.
pub fn offset_name(instant: Instant) -> String {
    let minutes = instant.offset().seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours:02}:{rest:02}"),
    }
}
/// How a language groups digits: in threes, from as many on as it does.
#[derive(Clone, Debug)]
pub struct Grouping {
    separator: String,
    from: usize,
}

impl Grouping {
    /// Digits as they are written: `1234` but `12,345`, `1.234`.
    pub fn written(&self, digits: &str) -> String {
        let mut written = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) && digits.len() >= self.from {
                written.push_str(&self.separator);
            }
            written.push(digit);
        }
        written
    }
}
