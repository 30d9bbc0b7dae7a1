//! A title out of the first sentence, for pages that have none.

use crate::clock::{Stamp, Style, dates_within, window_within};
use crate::lexicon::{Lexicon, WordList};
use crate::markdown::{Block, Inline};
use crate::model::Date;
use crate::reading::label;
use crate::reading::outline::is_bold_line;
use crate::text::{fold, one_line, shorten};

/// A title is no longer than this, in characters.
const LONGEST: usize = 90;
/// A clause that is cut off leaves at least this much.
const SHORTEST: usize = 32;

/// The first paragraph that is prose: no label, no line in bold, no remark in a table.
pub(in crate::reading) fn first_paragraph(blocks: &[Block]) -> Option<&Inline> {
    blocks.iter().find_map(|block| match block {
        Block::Paragraph(inline) if is_prose(inline) => Some(inline),
        _ => None,
    })
}

fn is_prose(inline: &Inline) -> bool {
    let first = inline.line_ranges().next().unwrap_or(0..0);
    let labelled = label::of_line(inline, first)
        .is_some_and(|label| label.marked || label.name.len() < 24 && !label.name.contains(' '));
    inline.text.split_whitespace().count() >= 4 && !is_bold_line(inline) && !labelled
}

/// What a person would call a page that begins with this text.
pub(in crate::reading) fn first_sentence(text: &str, style: Style<'_>) -> Option<String> {
    let line = one_line(&text[..text.floor_char_boundary(2000)]);
    let mut sentences = sentences(&line, style.lexicon);
    let first = sentences
        .find(|sentence| !about_the_page(sentence, style.lexicon))
        .or_else(|| self::sentences(&line, style.lexicon).next())?;
    let mut sentence = without_opening(first, style);
    sentence = sentence.trim_end_matches(['.', ' ', ';', ':', ',', '!']);
    let mut title = capitalised(sentence);
    if title.chars().count() > LONGEST {
        title = clause(&title, style.lexicon);
    }
    (!title.is_empty()).then_some(title)
}

/// The day that the first sentence names, if it names just one: "On 20 July 2023 all downloads failed."
pub(in crate::reading) fn date_told(text: &str, style: Style<'_>) -> Option<Date> {
    let line = one_line(&text[..text.floor_char_boundary(1000)]);
    let first = sentences(&line, style.lexicon).next().filter(|first| has_number(first))?;
    let mut dates = dates_within(first, style).into_iter().map(|(date, _)| date);
    let date = dates.next()?;
    dates.all(|other| other == date).then_some(date)
}

/// From when until when it went on, where the first sentence says it: "On 2 May 2024 between 09:20 and 09:45 UTC …". The day
/// may be left out where the page has one, and the sentence says that something failed.
pub(in crate::reading) fn window_told(text: &str, style: Style<'_>, has_day: bool) -> Option<Stamp> {
    let line = one_line(&text[..text.floor_char_boundary(1000)]);
    let first = sentences(&line, style.lexicon).next().filter(|first| has_number(first))?;
    window_within(first, style, !(has_day && tells_of_failure(first, style.lexicon)))
}

/// When it began, where the first sentence begins with that and says that something failed: "At 13:02 UTC on October 4th 2022 our
/// provider stopped answering".
pub(in crate::reading) fn start_told(text: &str, style: Style<'_>) -> Option<Stamp> {
    let line = one_line(&text[..text.floor_char_boundary(1000)]);
    let first = sentences(&line, style.lexicon).next().filter(|first| has_number(first))?;
    let (stamp, _) = Stamp::at_start(first, style)?;
    let is_moment = stamp.day.is_some() && stamp.time.is_some() && stamp.until.is_none();
    (is_moment && tells_of_failure(first, style.lexicon)).then_some(stamp)
}

/// No day and no time is without one, and most sentences are.
fn has_number(sentence: &str) -> bool {
    sentence.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether the first sentence of a text says that something failed.
pub(in crate::reading) fn fails(text: &str, lexicon: &Lexicon) -> bool {
    let line = one_line(&text[..text.floor_char_boundary(1000)]);
    sentences(&line, lexicon).next().is_some_and(|first| tells_of_failure(first, lexicon))
}

fn tells_of_failure(sentence: &str, lexicon: &Lexicon) -> bool {
    let folded = fold(sentence);
    folded.split(|c: char| !c.is_alphanumeric()).any(|word| lexicon.has(WordList::Failures, word))
}

/// Sentences, parted at stops that are not those of abbreviations.
pub(in crate::reading) fn sentences<'t>(line: &'t str, lexicon: &Lexicon) -> impl Iterator<Item = &'t str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .char_indices()
            .filter(|(_, c)| matches!(c, '.' | '!' | '?' | '。'))
            .map(|(at, c)| at + c.len_utf8())
            .find(|end| ends_sentence(rest, *end, lexicon))
            .unwrap_or(rest.len());
        let (sentence, after) = rest.split_at(end);
        rest = after.trim_start();
        Some(sentence.trim())
    })
}

fn ends_sentence(text: &str, end: usize, lexicon: &Lexicon) -> bool {
    let after = &text[end..];
    if after.is_empty() || text[..end].ends_with('。') {
        return true;
    }
    let next = after.trim_start().chars().next();
    let fresh = after.starts_with(char::is_whitespace) && next.is_none_or(|c| !c.is_lowercase());
    let word = text[..end - 1].rsplit([' ', '(']).next().unwrap_or("");
    let abbreviation = lexicon.has(WordList::Abbreviations, &fold(word)) || word.chars().count() == 1;
    fresh && !abbreviation
}

/// "This postmortem is thin", "See also …": about the page, not about the incident.
fn about_the_page(sentence: &str, lexicon: &Lexicon) -> bool {
    let folded = fold(sentence.get(..40).unwrap_or(sentence));
    lexicon.start_of(WordList::AboutThePage, &folded).is_some()
}

/// Without when it was and how sure the author is: "On 2 May at 10:00 UTC, …", "It looks like …", "Although …, ".
fn without_opening<'t>(mut sentence: &'t str, style: Style<'_>) -> &'t str {
    for _ in 0..5 {
        let before = sentence;
        if let Some((stamp, end)) = Stamp::at_start(sentence, style)
            && (stamp.day.is_some() || stamp.time.is_some())
        {
            sentence = &sentence[end..];
        }
        sentence = without_month(sentence, style.lexicon);
        let lower = sentence.get(..24).unwrap_or(sentence).to_lowercase();
        if let Some(hedge) = style.lexicon.start_of(WordList::Hedges, &lower) {
            sentence = sentence.get(hedge.len()..).unwrap_or(sentence);
        }
        // "Although there is no official report, it looks like …"
        if style.lexicon.start_of(WordList::Concessions, &lower).is_some() {
            sentence = sentence.split_once(", ").map_or(sentence, |(_, after)| after);
        }
        if sentence == before {
            break;
        }
    }
    sentence.trim_start_matches([',', ' '])
}

/// "In November 2018 a database …" -> "a database …".
fn without_month<'t>(sentence: &'t str, lexicon: &Lexicon) -> &'t str {
    let mut words = sentence.splitn(4, ' ');
    let (Some(lead), Some(_month), Some(year), Some(rest)) = (words.next(), words.next(), words.next(), words.next())
    else {
        return sentence;
    };
    let year = year.trim_end_matches(',');
    let is_year = year.len() == 4 && year.bytes().all(|c| c.is_ascii_digit());
    if lexicon.has(WordList::MonthLeads, &fold(lead)) && is_year { rest } else { sentence }
}

fn capitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    match chars.next() {
        // "etcd" and "iPhone" are written as they are.
        Some(first)
            if sentence
                .split(' ')
                .next()
                .is_some_and(|word| word.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | '’'))) =>
        {
            first.to_uppercase().chain(chars).collect()
        }
        _ => sentence.to_owned(),
    }
}

/// As many whole clauses as fit: first without asides, then cut where a clause ends.
fn clause(sentence: &str, lexicon: &Lexicon) -> String {
    let sentence = without_asides(sentence, lexicon);
    let fits = sentence.char_indices().nth(LONGEST).map_or(sentence.len(), |(at, _)| at);
    if fits == sentence.len() {
        return sentence;
    }
    // "After the primary was restarted, …": what stands before the comma is no sentence, so as much as fits is shown.
    let opening = fold(sentence.get(..12).unwrap_or(&sentence));
    if lexicon.start_of(WordList::ClauseOpenings, &opening).is_some() {
        return cut_short(&sentence, lexicon);
    }
    let cut = |marks: WordList, least: usize| {
        let ends = lexicon.words(marks).filter_map(|mark| {
            let window = &sentence[..sentence.floor_char_boundary(fits + mark.len())];
            window.rmatch_indices(mark).map(|(at, _)| at).find(|at| *at <= fits)
        });
        ends.max().filter(|at| *at >= least)
    };
    match cut(WordList::ClauseEnds, SHORTEST).or_else(|| cut(WordList::LooseClauseEnds, 50)) {
        Some(at) => sentence[..at].trim_end_matches([',', ' ', ';', ':']).to_owned(),
        None => cut_short(&sentence, lexicon),
    }
}

/// As many words as fit, but none at the end that leads nowhere ("… disconnected to the…").
fn cut_short(sentence: &str, lexicon: &Lexicon) -> String {
    let short = shorten(sentence, LONGEST - 1);
    let mut words: Vec<&str> = short.trim_end_matches('…').split(' ').collect();
    while words.len() > 4 && words.last().is_some_and(|word| lexicon.has(WordList::NoLastWord, &fold(word))) {
        words.pop();
    }
    format!("{}…", words.join(" "))
}

/// Without what stands in brackets, an opening that only leads to the sentence, and an apposition to its first words.
fn without_asides(sentence: &str, lexicon: &Lexicon) -> String {
    let mut plain = String::with_capacity(sentence.len());
    let mut depth = 0usize;
    for c in sentence.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let mut plain = one_line(&plain).replace(" ,", ",");
    if lexicon.start_of(WordList::Reasons, &fold(&plain)).is_some()
        && let Some((_, main)) = plain.split_once(", ")
    {
        plain = capitalised(main);
    }
    // "The repository, a store of …, became unavailable".
    if let Some((subject, rest)) = plain.split_once(", ")
        && subject.len() <= 60
        && lexicon.start_of(WordList::Appositions, &fold(rest)).is_some()
        && let Some((_, main)) = rest.split_once(", ")
        && !main.starts_with("and ")
    {
        plain = format!("{subject} {main}");
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;

    #[test]
    fn first_sentences_become_titles() {
        for (text, title) in [
            (
                "On 2023-07-20 between 12:17 and 12:30 UTC all crate downloads from crates.io were broken due to a deployment that contained a bug.",
                "All crate downloads from crates.io were broken due to a deployment that contained a bug",
            ),
            (
                "A bad config took down both Facebook and Instagram.",
                "A bad config took down both Facebook and Instagram",
            ),
            (
                "In November 2018 a database hit the integer limit, leaving the service in read-only mode. ",
                "A database hit the integer limit, leaving the service in read-only mode",
            ),
            (
                "`/` was checked into the URL blacklist, causing every URL to show a warning.",
                "`/` was checked into the URL blacklist, causing every URL to show a warning",
            ),
            (
                "Although there's no official postmortem, it looks like a bad BGP config severed Valve's connection to Level 3, Telia, and Abovenet/Zayo, which resulted in a global Steam outage.",
                "A bad BGP config severed Valve's connection to Level 3, Telia, and Abovenet/Zayo",
            ),
            (
                "This postmortem is pretty thin and I'm not sure what happened. It sounds like, maybe, a scheduled OS upgrade somehow caused some machines to get wiped out, which took out some databases.",
                "A scheduled OS upgrade somehow caused some machines to get wiped out",
            ),
            (
                "At 15:05 UTC on June 8, 2023, a database error occurred where a foreign key used a smaller data type than the primary key that it referenced.",
                "A database error occurred where a foreign key used a smaller data type than the primary…",
            ),
            (
                "The WebKit repository, a Subversion repository configured to use deduplication, became unavailable after two files with the same SHA-1 hash were checked in.",
                "The WebKit repository became unavailable",
            ),
            (
                "After the primary locked up and was restarted, it was brought back up with the wrong filesystem, causing a global outage.",
                "After the primary locked up and was restarted, it was brought back up with the wrong…",
            ),
            (
                "Due to a human error, all engineers lost access to the central source code management platform (GitHub organization).",
                "All engineers lost access to the central source code management platform",
            ),
            (
                "A combination of factor results in a large number of Slack's users being disconnected to the server.",
                "A combination of factor results in a large number of Slack's users being disconnected…",
            ),
            ("Le 12 mars 2024 à 9 h 05, le paiement a cessé de fonctionner.", "Le paiement a cessé de fonctionner"),
        ] {
            let style = Style::of(if text.starts_with("Le ") { "fr" } else { "en" }, built_in());
            assert_eq!(first_sentence(text, style).as_deref(), Some(title));
        }
        assert!(first_sentence(&"word ".repeat(1000), Style::of("en", built_in())).unwrap().chars().count() <= 91);
        assert_eq!(first_sentence("", Style::of("en", built_in())), None);
    }
}
