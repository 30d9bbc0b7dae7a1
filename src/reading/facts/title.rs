//! The title in a heading, and the days in headings and file names.

use crate::clock::{Stamp, Style, dates_within, parse_date};
use crate::lexicon::{Lexicon, WordList};
use crate::markdown::{Block, Inline};
use crate::model::Date;
use crate::text::{ContentPath, fold, one_line};

/// What the first heading says.
#[derive(Clone, Debug)]
pub(in crate::reading) struct Title<'a> {
    /// The title, without date, id and "Postmortem:"; `None` when the heading is a template's.
    pub(in crate::reading) text: Option<String>,
    /// The day named in the heading.
    pub(in crate::reading) date: Option<Date>,
    /// Whether it is that of a template nobody filled in.
    pub(in crate::reading) is_template: bool,
    /// The heading.
    pub(in crate::reading) inline: &'a Inline,
    /// The index after it among the blocks.
    pub(in crate::reading) after: usize,
}

fn is_prefix(text: &str, lexicon: &Lexicon) -> bool {
    text.len() < 80 && lexicon.has(WordList::TitlePrefixes, &fold(text).replace('’', "'"))
}

/// The heading that titles the page: the first of the first level, or whatever heading comes first if it is not a
/// section's.
pub(in crate::reading) fn heading_of<'a>(blocks: &'a [Block], style: Style<'_>) -> Option<Title<'a>> {
    let headings = || {
        blocks.iter().enumerate().filter_map(|(at, block)| match block {
            Block::Heading { level, inline } if !inline.text.is_empty() => Some((at, *level, inline)),
            _ => None,
        })
    };
    let own = |inline: &Inline| style.lexicon.section_kind(&inline.text).is_none();
    let (at, _, inline) = headings()
        .find(|(_, level, inline)| *level == 1 && (own(inline) || names(&inline.text, style)))
        .or_else(|| {
            let (at, level, inline) = headings().next()?;
            (level <= 3 && own(inline) && at <= 3).then_some((at, level, inline))
        })?;
    let mut title = read(inline, at + 1, style);
    // "# Postmortem" over "## The checkout was down": the second one says more.
    if title.text.as_deref().is_some_and(|text| is_prefix(text, style.lexicon))
        && let Some((next, _, inline)) =
            headings().find(|(next, level, inline)| *next > at && *level == 2 && own(inline))
        && next <= at + 2
    {
        let second = read(inline, next + 1, style);
        title = Title { date: second.date.or(title.date), ..second };
    }
    // "Incident disclosure - 2024-05-21": only its date tells it from its siblings.
    if title.date.is_some() && title.text.as_deref().is_some_and(|text| is_generic(text, style.lexicon)) {
        title.text = Some(one_line(&title.inline.text));
    }
    Some(title)
}

/// Whether a heading of the first level that reads like that of a section titles the page: "RCA: Checkout slow".
pub(in crate::reading) fn names(heading: &str, style: Style<'_>) -> bool {
    let line = one_line(heading);
    let rest = prefix(&line, style);
    rest.len() < line.len() && style.lexicon.section_kind(rest).is_none()
}

/// Whether a title has nothing but words such as "incident" and "report".
fn is_generic(text: &str, lexicon: &Lexicon) -> bool {
    let folded = fold(text).replace('’', "'");
    let words = folded.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).all(|word| lexicon.has(WordList::GenericTitleWords, word))
}

fn read<'a>(inline: &'a Inline, after: usize, style: Style<'_>) -> Title<'a> {
    let whole = one_line(&inline.text);
    let is_template = is_template(&whole, style.lexicon);
    let (text, date) = strip(&whole, style);
    let text = if text.is_empty() { whole } else { text };
    Title { text: (!is_template).then_some(text), date, is_template, inline, after }
}

/// Takes from both ends what is no title; the date that it found.
fn strip(whole: &str, style: Style<'_>) -> (String, Option<Date>) {
    let mut text = whole.trim();
    let mut date = None;
    for _ in 0..6 {
        let before = text;
        text = prefix(text, style);
        text = id(text, style.lexicon);
        if let Some((stamp, end)) = Stamp::at_start(text, style)
            && let Some(found) = stamp.day.and_then(|day| day.full())
        {
            date = date.or(Some(found));
            text = text[end..].trim_start();
        }
        if text == before {
            break;
        }
    }
    text = without_end(text, style, &mut date);
    if date.is_none()
        && let [(only, _)] = dates_within(text, style).as_slice()
    {
        date = Some(*only);
    }
    (text.trim().to_owned(), date)
}

/// Without "Postmortem:" and the like, before a separator or a date.
fn prefix<'t>(text: &'t str, style: Style<'_>) -> &'t str {
    let separators = [':', '|', '–', '—', '#', ',', '：'];
    let mut ends: Vec<usize> =
        text.char_indices().take(48).filter(|(_, c)| separators.contains(c)).map(|(at, _)| at).take(2).collect();
    ends.extend(text.match_indices(" - ").map(|(at, _)| at).take(1));
    for end in ends {
        if is_prefix(&text[..end], style.lexicon) {
            return text[end..].trim_start_matches(|c: char| c.is_whitespace() || separators.contains(&c) || c == '-');
        }
    }
    // "Postmortem 12 March 2024 - …", "Incident du 12 mars 2024".
    for (at, _) in text.char_indices().take(48).filter(|(_, c)| *c == ' ').take(5) {
        let rest = text[at..].trim_start();
        if is_prefix(&text[..at], style.lexicon)
            && Stamp::at_start(rest, style)
                .is_some_and(|(stamp, end)| stamp.day.and_then(|day| day.full()).is_some() && end < rest.len())
        {
            return rest;
        }
    }
    text
}

/// Without `INC-123:` and `[INC-123]`.
fn id<'t>(text: &'t str, lexicon: &Lexicon) -> &'t str {
    let bare = text.strip_prefix('[').unwrap_or(text);
    let letters = bare.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(bare.len());
    if !lexicon.has(WordList::IncidentIds, &bare[..letters].to_ascii_lowercase()) {
        return text;
    }
    let number = bare[letters..].trim_start_matches(['-', '_', '#', ' ']);
    let digits = number.find(|c: char| !(c.is_ascii_digit() || c == '-')).unwrap_or(number.len());
    if digits == 0 || parse_date(number.get(..10).unwrap_or(""), lexicon).is_some() {
        return text;
    }
    let rest = number[digits..].trim_start_matches(']').trim_start();
    // "Incident 3 of the week" is a title.
    let separated = rest.starts_with([':', '-', '–', '—', '|', ',', '：', '(']) || text.starts_with('[');
    if !separated {
        return text;
    }
    let rest = if rest.starts_with('(') {
        rest
    } else {
        rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '|' | ',' | '：'))
    };
    if rest.is_empty() { text } else { rest }
}

/// Without a date and "Postmortem" at the end, where a sign sets them off.
fn without_end<'a>(mut text: &'a str, style: Style<'_>, date: &mut Option<Date>) -> &'a str {
    for _ in 0..3 {
        let bare = text.trim_end();
        if let Some((found, range)) = dates_within(bare, style).pop()
            && bare[range.end..].chars().all(|c| matches!(c, ')' | ']' | ' ' | '.'))
        {
            let before = bare[..range.start].trim_end();
            if let Some(cut) = before.strip_suffix(['(', '[', '-', '–', '—', ',', '|', ':']) {
                *date = date.or(Some(found));
                text =
                    cut.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ',' | '|' | ':'));
                continue;
            }
        }
        let cut = [" - ", " – ", " — ", " | ", ": "].iter().find_map(|mark| {
            let (before, after) = bare.rsplit_once(mark)?;
            is_prefix(after, style.lexicon).then_some(before)
        });
        match cut {
            Some(before) if !before.is_empty() => text = before,
            _ => break,
        }
    }
    text
}

/// `ISSUE NAME`, `YYYY-MM-DD, Incident title`, `{{ incident name }}`, `<Title>`.
fn is_template(text: &str, lexicon: &Lexicon) -> bool {
    let folded = fold(text).replace('’', "'");
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let dated = lexicon.within(WordList::DateHoles, bare);
    let last = bare.rsplit([',', ':', '–', '—']).next().unwrap_or(bare).trim_matches(|c: char| !c.is_alphanumeric());
    let bracketed =
        |open: char, close: char| text.starts_with(open) && text.ends_with(close) && text.matches(open).count() == 1;
    dated
        || text.contains("{{")
        || lexicon.has(WordList::TitleHoles, bare)
        || (last != bare && lexicon.has(WordList::TitleHoles, last))
        || bracketed('<', '>')
        || (bracketed('[', ']') && lexicon.within(WordList::TitleHoleParts, bare))
}

/// The day in a file's name or its folders: `2018-01-18-ssl.md`, `20180118_ssl.md`, `2018/01/18-ssl.md`,
/// `outage-may-9-2021.md`.
pub fn date_of_name(path: &ContentPath, lexicon: &Lexicon) -> Option<Date> {
    let stem = path.stem();
    let bytes = stem.as_bytes();
    for at in 0..stem.len().min(200) {
        let fresh = at == 0 || !bytes[at - 1].is_ascii_digit();
        if !fresh || !bytes[at].is_ascii_digit() {
            continue;
        }
        let digits = bytes[at..].iter().take(9).take_while(|c| c.is_ascii_digit()).count();
        let date = match digits {
            8 => Date::new(
                stem[at..at + 4].parse().ok()?,
                stem[at + 4..at + 6].parse().ok()?,
                stem[at + 6..at + 8].parse().ok()?,
            )
            .ok(),
            4 => stem.get(at..at + 10).and_then(|text| parse_date(&text.replace(['_', '.'], "-"), lexicon)),
            _ => None,
        };
        if let Some(date) = date.filter(|date| (1900..=2100).contains(&date.year())) {
            return Some(date);
        }
    }
    if let [(only, _)] = dates_within(&stem.replace(['-', '_'], " "), Style::of("en", lexicon)).as_slice() {
        return Some(*only);
    }
    let mut folders = path.folder().rsplit('/');
    let (month, year) = (folders.next()?, folders.next()?);
    let day = stem.get(..2).filter(|_| !bytes.get(2).is_some_and(u8::is_ascii_digit))?;
    if year.len() != 4 || month.len() != 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;

    #[test]
    fn titles_stand_without_dates_and_ids() {
        for (heading, title, date) in [
            ("2018-01-18, reddit hugs mybinder", "reddit hugs mybinder", "2018-01-18"),
            ("2017-11-30 4:23PM PST, OOM (Out of Memory) Proxy", "OOM (Out of Memory) Proxy", "2017-11-30"),
            ("2018-02-22 NGINX crash", "NGINX crash", "2018-02-22"),
            ("incident date: 2019-02-20, kubectl logs unavailable", "kubectl logs unavailable", "2019-02-20"),
            ("Postmortem 12 March 2024 - Checkout down", "Checkout down", "2024-03-12"),
            ("Incident report: Checkout down (2024-03-12)", "Checkout down", "2024-03-12"),
            ("INC-123: Checkout down", "Checkout down", ""),
            ("[INC-123] Checkout down", "Checkout down", ""),
            ("Checkout down — Postmortem", "Checkout down", ""),
            ("Rapport d’incident : panne du paiement, 12 mars 2024", "panne du paiement", "2024-03-12"),
            ("Outage on 2020-11-02", "Outage on 2020-11-02", "2020-11-02"),
            ("Postmortem for malicious packages", "Postmortem for malicious packages", ""),
            ("2017-09-29, 504", "504", "2017-09-29"),
            ("2018-03-26, \"no space left on device\"", "\"no space left on device\"", "2018-03-26"),
            ("2024-01-02", "2024-01-02", "2024-01-02"),
            ("Incident 3 of the week", "Incident 3 of the week", ""),
        ] {
            let (found, found_date) = strip(heading, Style::of("en", built_in()));
            let found = if found.is_empty() { heading.to_owned() } else { found };
            assert_eq!(
                (found.as_str(), found_date.map(|date| date.to_string()).unwrap_or_default().as_str()),
                (title, date),
                "{heading}"
            );
        }
    }

    #[test]
    fn templates_have_no_title() {
        for heading in [
            "ISSUE NAME",
            "YYYY-MM-DD, Incident title",
            "{{ incident date: yyyy-mm-dd }}, {{ incident name }}",
            "<Incident title>",
            "[Incident name]",
            "Postmortem: Title",
        ] {
            assert!(is_template(heading, built_in()), "{heading}");
        }
        for heading in ["The title service failed", "Entitled: x", "Name servers down", "[Resolved] outage of DNS"] {
            assert!(!is_template(heading, built_in()), "{heading}");
        }
    }

    #[test]
    fn file_names_have_days() {
        for (path, date) in [
            ("2018-01-18-ssl.md", Some("2018-01-18")),
            ("x/20180118_ssl.md", Some("2018-01-18")),
            ("incident-2018-01-18.md", Some("2018-01-18")),
            ("2018/01/18-ssl.md", Some("2018-01-18")),
            ("2018_01_18 ssl.md", Some("2018-01-18")),
            ("outage-May-9-2021.md", Some("2021-05-09")),
            ("outage-12-days-in-2021.md", None),
            ("0b69e012-c539-485c-a2c7-b59c50d0650a.md", None),
            ("inc-2018.md", None),
            ("12345678.md", None),
        ] {
            let path = ContentPath::new(path).unwrap();
            assert_eq!(date_of_name(&path, built_in()).map(|date| date.to_string()).as_deref(), date, "{path}");
        }
    }
}
