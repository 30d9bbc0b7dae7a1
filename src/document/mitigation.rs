//! What ended an incident, in a sentence or two: what somebody wants to read at three in the morning.
//!
//! Most actions are to keep it from coming back: one ended it only where it was done by the time that it was over.

use crate::lexicon::Lexicon;
use crate::markdown::TextSection;
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
/// No label is longer, in bytes.
const LONGEST_LABEL: usize = 120;
/// The most words of a label (`Resolution: …`).
const LABEL_WORDS: usize = 4;

/// What the section about the resolution says first, else the event that mitigated or resolved it, else the first action that
/// was done by then. Empty where nobody says.
pub(super) fn mitigation(
    sections: &[TextSection],
    narrative: &Narrative,
    incident: &Incident,
    lexicon: &Lexicon,
) -> String {
    let is_resolution =
        |section: &&TextSection| lexicon.section_kind(&section.heading) == Some(SectionKind::Resolution);
    let under_heading = sections.iter().filter(is_resolution).find_map(|section| {
        // Under such headings some list what is still to be done.
        let lists_actions = || incident.actions.iter().any(|action| section.text.contains(&action.text));
        Some(beginning(&section.text)).filter(|text| !text.is_empty() && !lists_actions())
    });
    let labelled =
        || sections.iter().flat_map(|section| section.text.lines()).find_map(|line| after_label(line, lexicon));
    let event = |phase: Phase| {
        let tells = |entry: &&TimelineEntry| entry.phase == Some(phase);
        narrative.timeline.iter().filter(tells).map(|entry| beginning(&entry.text.value)).find(|text| !text.is_empty())
    };
    let done = || {
        let over = incident.milestones.at(Phase::Resolved)?.date();
        let mut done = incident.actions.iter().filter(|action| action.status == ActionStatus::Done);
        let done = done.find(|action| action.closed.is_some_and(|closed| closed <= over))?;
        Some(beginning(&done.text)).filter(|text| !text.is_empty())
    };
    under_heading
        .or_else(labelled)
        .or_else(|| event(Phase::Mitigated))
        .or_else(|| event(Phase::Resolved))
        .or_else(done)
        .unwrap_or_default()
}

/// What a line says after a label that means the resolution.
fn after_label(line: &str, lexicon: &Lexicon) -> Option<String> {
    let beginning_of_line = line.get(..line.floor_char_boundary(LONGEST_LABEL))?;
    let (at, sign) = beginning_of_line.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let (label, text) = (line.get(..at)?, line.get(at + sign.len_utf8()..)?);
    if label.split_whitespace().nth(LABEL_WORDS).is_some() {
        return None;
    }
    let label = label.trim_matches(|c: char| !c.is_alphanumeric());
    let is_resolution = lexicon.section_kind(label) == Some(SectionKind::Resolution);
    is_resolution.then(|| beginning(text)).filter(|text| !text.is_empty())
}

/// The first sentences that say something.
fn beginning(text: &str) -> String {
    let mut found = String::new();
    let mut introduction = String::new();
    let mut count = 0;
    for sentence in text.lines().flat_map(sentences) {
        let sentence = one_line(sentence.trim_start_matches(|c: char| !c.is_alphanumeric() && !is_opening(c)));
        let sentence = sentence.trim();
        // An introduction to a list says little by itself, but more than the code that it may introduce.
        if sentence.ends_with([':', '：']) && introduction.is_empty() && !is_too_short(sentence) {
            sentence.trim_end_matches([':', '：']).clone_into(&mut introduction);
        }
        if sentence.is_empty()
            || sentence.ends_with([':', '：'])
            || is_code(sentence)
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
    fn code_fixed_nothing_and_what_introduces_it_did() {
        let text =
            "Rollback, then a cache with a limit:\n\nconst key = JSON.stringify({ id, ctx });\nconst key = `${id}`;\n";
        assert_eq!(super::beginning(text), "Rollback, then a cache with a limit");
        assert_eq!(
            super::beginning("We did this:\n\nThe pool was made larger (600)."),
            "The pool was made larger (600)."
        );
    }
}
