//! What ended an incident, in a sentence or two: what somebody wants to read at three in the morning.
//!
//! Most actions are to keep it from coming back: one ended it only where it was done by the time that it was over.

use crate::lexicon::Lexicon;
use crate::markdown::Block;
use crate::model::{ActionStatus, Incident, Narrative, Phase, SectionKind, TimelineEntry};
use crate::text::{one_line, shorten};

/// How long it is at most, in characters.
const LONGEST: usize = 280;
/// How many sentences it has.
const SENTENCES: usize = 2;
/// A first sentence this long, in characters, says enough by itself.
const ENOUGH: usize = 140;
/// What has fewer letters says that it ended rather than how ("incident resolved", "復旧").
const SHORTEST: usize = 18;
/// A sentence of no more words that tells a phase tells nothing else.
const PHASE_WORDS: usize = 5;
/// No label is longer, in bytes.
const LONGEST_LABEL: usize = 120;
/// The most words of a label (`Resolution: …`).
const LABEL_WORDS: usize = 4;

/// What a body says, without code and tables.
#[derive(Default)]
struct Prose {
    /// Whether it stands under a heading about the resolution.
    is_resolution: bool,
    /// Whether it begins with code or a table: what follows tells of that rather than what was done.
    begins_with_other: bool,
    /// The paragraphs and what introduces code, in order.
    paragraphs: Vec<Paragraph>,
}

struct Paragraph {
    text: String,
    /// Whether code follows that it introduces: then it says all that words say of it.
    introduces_code: bool,
}

/// What the section about the resolution says first, else the event that mitigated or resolved it, else the first action that
/// was done by then. Empty where nobody says.
pub(super) fn mitigation(blocks: &[Block], narrative: &Narrative, incident: &Incident, lexicon: &Lexicon) -> String {
    let sections = prose(blocks, lexicon);
    let beginning = |text: &str| beginning([(text, false)].into_iter(), lexicon);
    let under_heading = |begins_with_other: bool| {
        let of_kind = |section: &&Prose| section.is_resolution && section.begins_with_other == begins_with_other;
        sections.iter().filter(of_kind).find_map(|section| {
            // Under such headings some list what is still to be done.
            let is_action = |text: &str| incident.actions.iter().any(|action| text.contains(&action.text));
            let lists_actions = || section.paragraphs.iter().any(|paragraph| is_action(&paragraph.text));
            let paragraphs =
                section.paragraphs.iter().map(|paragraph| (paragraph.text.as_str(), paragraph.introduces_code));
            Some(self::beginning(paragraphs, lexicon)).filter(|text| !text.is_empty() && !lists_actions())
        })
    };
    let mut paragraphs = sections.iter().flat_map(|section| &section.paragraphs);
    let labelled = || {
        let of_paragraph = |paragraph: &Paragraph| labelled(&paragraph.text, lexicon);
        paragraphs.find_map(|paragraph| Some(beginning(&of_paragraph(paragraph)?)).filter(|text| !text.is_empty()))
    };
    let event = |phase: Phase| {
        // Said to be so, or at the very time that front matter calls so.
        let at = incident.milestones.at(phase);
        let tells = |entry: &&TimelineEntry| entry.phase == Some(phase) || at.is_some() && entry.at.instant() == at;
        narrative.timeline.iter().filter(tells).map(|entry| beginning(&entry.text.value)).find(|text| !text.is_empty())
    };
    let done = || {
        let over = incident.milestones.at(Phase::Resolved)?.date();
        let mut done = incident.actions.iter().filter(|action| action.status == ActionStatus::Done);
        let done = done.find(|action| action.closed.is_some_and(|closed| closed <= over))?;
        Some(beginning(&done.text)).filter(|text| !text.is_empty())
    };
    under_heading(false)
        .or_else(labelled)
        .or_else(|| event(Phase::Mitigated))
        .or_else(|| event(Phase::Resolved))
        .or_else(done)
        .or_else(|| under_heading(true))
        .unwrap_or_default()
}

/// The sections of a body.
fn prose(blocks: &[Block], lexicon: &Lexicon) -> Vec<Prose> {
    let mut sections = vec![Prose::default()];
    for (at, block) in blocks.iter().enumerate() {
        if let Block::Heading { inline, .. } = block {
            let is_resolution = lexicon.section_kind(&inline.text) == Some(SectionKind::Resolution);
            sections.push(Prose { is_resolution, ..Prose::default() });
        } else if let Some(section) = sections.last_mut() {
            let is_other = matches!(block, Block::Code(_) | Block::Table { .. });
            section.begins_with_other |= is_other && section.paragraphs.is_empty();
            add(block, blocks.get(at + 1), &mut section.paragraphs);
        }
    }
    sections
}

/// Adds the paragraphs of a block, which another one follows.
fn add(block: &Block, next: Option<&Block>, paragraphs: &mut Vec<Paragraph>) {
    match block {
        Block::Paragraph(inline) => {
            let introduces_code = matches!(next, Some(Block::Code(_)));
            paragraphs.push(Paragraph { text: inline.text.clone(), introduces_code });
        }
        Block::Quote(blocks) => within(blocks, paragraphs),
        Block::List { items, .. } => items.iter().for_each(|item| within(&item.blocks, paragraphs)),
        Block::Heading { .. } | Block::Table { .. } | Block::Code(_) => {}
    }
}

fn within(blocks: &[Block], paragraphs: &mut Vec<Paragraph>) {
    for (at, block) in blocks.iter().enumerate() {
        add(block, blocks.get(at + 1), paragraphs);
    }
}

/// What a paragraph says after a label that means the resolution, up to the next label.
fn labelled(text: &str, lexicon: &Lexicon) -> Option<String> {
    let mut lines = text.lines().skip_while(|line| after_label(line, lexicon).is_none());
    let first = after_label(lines.next()?, lexicon)?;
    let goes_on = |line: &&str| {
        !line.trim_start().starts_with('[')
            && label(line).is_none_or(|(label, _)| lexicon.section_kind(label).is_none())
    };
    Some(std::iter::once(first).chain(lines.take_while(goes_on)).collect::<Vec<&str>>().join(" "))
}

/// What a line says after a label that means the resolution: `Resolution: …`, `[Final message] …`.
fn after_label<'a>(line: &'a str, lexicon: &Lexicon) -> Option<&'a str> {
    let (label, text) = label(line)?;
    (lexicon.section_kind(label) == Some(SectionKind::Resolution)).then_some(text)
}

/// The label that a line begins with, and what it says after it.
fn label(line: &str) -> Option<(&str, &str)> {
    let beginning_of_line = line.get(..line.floor_char_boundary(LONGEST_LABEL))?;
    let (at, sign) = beginning_of_line.char_indices().find(|(_, c)| matches!(c, ':' | '：' | ']'))?;
    let (label, text) = (line.get(..at)?, line.get(at + sign.len_utf8()..)?);
    let is_label =
        label.split_whitespace().nth(LABEL_WORDS).is_none() && (sign != ']' || label.trim_start().starts_with('['));
    is_label.then(|| (label.trim_matches(|c: char| !c.is_alphanumeric()), text))
}

/// The first sentences of these paragraphs that say something.
fn beginning<'a>(paragraphs: impl Iterator<Item = (&'a str, bool)>, lexicon: &Lexicon) -> String {
    let mut found = String::new();
    let mut introduction = String::new();
    let mut count = 0;
    // An entry of a timeline tells what happened at a time of day.
    let told = paragraphs.filter(|(text, _)| !begins_with_time(text));
    let lines: Vec<(String, bool)> = told
        .flat_map(|(text, is_before_code)| lines(text).into_iter().map(move |line| (line, is_before_code)))
        .collect();
    let said = lines.iter().flat_map(|(line, is_before_code)| sentences(line).map(move |one| (one, *is_before_code)));
    for (sentence, introduces_code) in said {
        let sentence = one_line(sentence.trim_start_matches(|c: char| !c.is_alphanumeric() && !is_opening(c)));
        let mut sentence = sentence.trim();
        if introduces_code && !is_too_short(sentence) {
            sentence = sentence.trim_end_matches([':', '：']);
        }
        // An introduction to a list says little by itself, but more than nothing.
        if sentence.ends_with([':', '：']) && introduction.is_empty() && !is_too_short(sentence) {
            sentence.trim_end_matches([':', '：']).clone_into(&mut introduction);
        }
        let says_phase = says_phase(sentence, lexicon);
        if sentence.is_empty()
            || sentence.ends_with([':', '：'])
            || is_code(sentence)
            || says_phase
            || count == 0 && is_too_short(sentence)
        {
            continue;
        }
        if !found.is_empty() && !found.ends_with(['。', '！', '？']) {
            found.push(' ');
        }
        found.push_str(sentence);
        count += 1;
        if count == SENTENCES || found.chars().count() >= ENOUGH {
            break;
        }
    }
    shorten(if found.is_empty() { &introduction } else { &found }, LONGEST)
}

/// Whether a sentence says but that it ended: "Mitigated.", "The incident is resolved."
fn says_phase(sentence: &str, lexicon: &Lexicon) -> bool {
    let sentence = sentence.trim_end_matches(['.', '。']);
    let is_short = sentence.split_whitespace().nth(PHASE_WORDS).is_none() && !sentence.contains([':', ',', ';', '、']);
    lexicon.phase_of_label(sentence).is_some()
        || is_short && sentence.contains(' ') && lexicon.phase_of_text(sentence).is_some()
}

/// The lines of a paragraph; where one breaks off inside of a sentence the next one goes on with it.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match lines.last_mut().filter(|last| !last.trim_end().ends_with(['.', '!', '?', ':', '：', ';', '}', '。'])) {
            Some(last) => {
                last.push(' ');
                last.push_str(line);
            }
            None => lines.push(line.to_owned()),
        }
    }
    lines
}

/// Whether a line begins with a time of day.
fn begins_with_time(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or("");
    (1..=2).contains(&digits)
        && rest.strip_prefix(':').is_some_and(|minutes| minutes.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a line is of a program or a command's output: it ends as a statement does, or one sign in eight is of code.
fn is_code(line: &str) -> bool {
    let signs = line.chars().filter(|c| "{}()[]=;<>$`|\\&*_^~".contains(*c)).count();
    line.ends_with([';', '{', '}']) || signs * 8 > line.chars().count()
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '"' | '“' | '„' | '«' | '「' | '‘' | '/' | '$' | '@')
}

/// A character of a script without spaces says as much as two or three others.
fn is_too_short(sentence: &str) -> bool {
    let letters = sentence.chars().filter(|c| c.is_alphabetic());
    letters.map(|c| if c > '\u{2e7f}' { 3 } else { 1 }).sum::<usize>() < SHORTEST
}

/// A line cut after each sentence.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let ends = |(at, sign): &(usize, char)| {
            let after = rest.get(at + sign.len_utf8()..).unwrap_or("");
            match sign {
                '。' | '！' | '？' => true,
                // `e.g. this` and `v1.2 of it` go on.
                '.' | '!' | '?' => {
                    let mut next = after.chars();
                    next.next().is_some_and(char::is_whitespace) && !next.next().is_some_and(char::is_lowercase)
                }
                _ => false,
            }
        };
        let end = rest.char_indices().find(ends).map_or(rest.len(), |(at, sign)| at + sign.len_utf8());
        let (sentence, after) = rest.split_at(end);
        rest = after;
        Some(sentence)
    })
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::document::parse;
    use crate::text::{ContentPath, Source};

    fn of(body: &str) -> String {
        let text = format!("---\ntitle: Queue stalls\ndate: 2024-01-02\nseverity: sev2\n---\n\n{body}\n");
        let source = Source::new(ContentPath::new("a.md").unwrap(), text);
        parse(&source, &Config::read("").value, &Default::default()).value.telling.mitigation
    }

    #[test]
    fn the_section_about_the_resolution_comes_first() {
        let body = "It stood.\n\n## Resolution\n\nResolved.\n\nWe did the following:\n\n- Drained the queue by hand. Restarted `worker`.\n\
            - Wrote to everybody.\n\n## Action items\n\n- [x] Alert on depth\n";
        assert_eq!(of(body), "Drained the queue by hand. Restarted worker.");
        assert_eq!(
            of("## 復旧\n\nワーカーを再起動した。キューを空にした。様子を見た。"),
            "ワーカーを再起動した。キューを空にした。"
        );
        assert_eq!(
            of("**Impact:** nobody could pay.\n\n**Resolution:** The old certificate was put back."),
            "The old certificate was put back."
        );
    }

    #[test]
    fn else_the_event_that_ended_it_and_else_what_was_done() {
        let body = "## Timeline\n\n- 10:00 UTC alert fires\n- 10:30 UTC mitigated: traffic moved to the other site\n\n## Action items\n\n\
            - [ ] Write a runbook\n- [x] Alert on the depth of the queue\n";
        assert!(of(body).contains("traffic moved to the other site"), "{}", of(body));
        // What was done afterwards did not end it, nor did what is still to be done.
        assert_eq!(of("## Action items\n\n- [x] Alert on the depth of the queue"), "");
        let table =
            "| Action | Owner | Status |\n| --- | --- | --- |\n| Alert on the depth of the queue | Ada | open |";
        assert_eq!(of(&format!("## Action items\n\n### Mitigation\n\n{table}")), "");
        assert_eq!(of("It stood, and then it went on."), "");
    }

    #[test]
    fn code_tables_and_times_are_no_fix() {
        let rest = "- 10:00 UTC alert fires\n- 10:30 UTC traffic moved to the other site. Mitigated.\n";
        let with = |resolution: &str| of(&format!("## Resolution\n\n{resolution}\n\n## Timeline\n\n{rest}"));
        assert_eq!(with("```\nsudo systemctl restart worker\n```"), "traffic moved to the other site.");
        assert_eq!(with("The limit was raised by hand:\n\n```\nlimit = 3\n```"), "The limit was raised by hand");
        assert_eq!(
            with("| Step | Owner |\n| --- | --- |\n| Restart of everything there is | Ada |"),
            "traffic moved to the other site."
        );
        assert_eq!(
            of("[Final Message] The disk of the mirror was made larger.\n\n[Initial Message] The mirror is full."),
            "The disk of the mirror was made larger."
        );
    }

    #[test]
    fn code_fixed_nothing_and_what_introduces_it_did() {
        let text =
            "Rollback, then a cache with a limit:\n\nconst key = JSON.stringify({ id, ctx });\nconst key = `${id}`;\n";
        let beginning = |text: &str| super::beginning([(text, false)].into_iter(), crate::lexicon::built_in());
        assert_eq!(beginning(text), "Rollback, then a cache with a limit");
        assert_eq!(beginning("We did this:\n\nThe pool was made larger (600)."), "The pool was made larger (600).");
    }
}
