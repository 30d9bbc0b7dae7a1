//! What stands before and after the task in an action's text: marks, owners, dates.

use super::item::{Draft, opening_name};
use super::meta;
use crate::clock::Stamp;
use crate::lexicon::{Lexicon, WordList};
use crate::text::{fold, one_line};
use crate::tracker::reference;

impl Draft<'_> {
    /// `DONE: …`, `✅ …`, `TODO: …`, `[Action Item] …`, `@ana: …`.
    pub(super) fn leading_mark(&mut self, text: String) -> String {
        let mut rest = without_number(&text);
        let folded = fold(rest.get(..24).unwrap_or(rest));
        if let Some(name) = opening_name(&folded, self.style.lexicon) {
            rest = rest.get(name.len()..).unwrap_or(rest).trim_start();
        }
        while let Some(sign) = rest.chars().next() {
            let status = meta::sign_status(sign);
            if status.is_none() && !matches!(sign, '•' | '\u{fe0f}') {
                break;
            }
            self.meta.status = self.meta.status.or(status);
            rest = rest[sign.len_utf8()..].trim_start();
        }
        if let Some((word, after)) = rest.split_once([':', '-', '–', '—'])
            && word.len() <= 24
            // "Open-source the tool" is one word.
            && (word.ends_with(' ') || after.starts_with(' ') || rest[word.len()..].starts_with(':'))
        {
            let word = word.trim();
            if let Some(status) = self.style.lexicon.action_status(word.trim_matches(['[', ']', '*', ' '])) {
                self.meta.status = self.meta.status.or(Some(status));
                rest = after.trim_start();
            } else if word.starts_with('@') && !word.contains(' ') && word.len() > 1 {
                self.meta.owner = self.meta.owner.take().or_else(|| Some(word.to_owned()));
                rest = after.trim_start();
            }
        }
        rest.to_owned()
    }

    /// Takes off, from the end, what is not the task: `— owner: Ana`, `Owner: Ana.`, `by 2024-05-01`, `@ana`, `✅`, `DONE`.
    pub(super) fn trailing(&mut self, mut text: String) -> String {
        self.sentences(&mut text);
        for _ in 0..6 {
            let Some(end) = self.last_piece(&text) else { break };
            text.truncate(end);
            text = tidy(&text);
        }
        text
    }

    /// Takes out sentences that are labels, wherever they stand: "Owner: Ana. See the runbook."
    fn sentences(&mut self, text: &mut String) {
        if !text.contains(": ") || !text.contains(". ") || text.len() > 4000 {
            return;
        }
        let mut kept = String::with_capacity(text.len());
        for (index, sentence) in text.split_inclusive(". ").enumerate() {
            let labelled = index > 0 && sentence.split_once(':').is_some_and(|(name, _)| name.len() < 30);
            if !(labelled && self.meta.pieces(sentence.trim_end(), self.style, self.near)) {
                kept.push_str(sentence);
            }
        }
        *text = tidy(&kept);
    }

    /// Where the meta at the end of the text begins.
    fn last_piece(&mut self, text: &str) -> Option<usize> {
        let bare = text.trim_end_matches(['.', ' ', '\u{fe0f}']);
        if let Some(at) = self.mention(bare) {
            return Some(at);
        }
        if let Some(sign) = bare.chars().next_back()
            && let Some(status) = meta::sign_status(sign)
        {
            self.meta.status = self.meta.status.or(Some(status));
            return Some(bare.len() - sign.len_utf8());
        }
        // After a dash or a bar, or the last sentence.
        let window = bare.len() - bare.floor_char_boundary(bare.len().saturating_sub(200));
        let tail_from = bare.len() - window;
        let marks = [" — ", " – ", " - ", " | ", " → ", ". ", "; ", "! ", ", "];
        let mut starts: Vec<(usize, usize)> = marks
            .iter()
            .flat_map(|mark| {
                bare[tail_from..]
                    .rmatch_indices(mark)
                    .take(4)
                    .map(|(at, mark)| (tail_from + at, mark.len()))
                    .collect::<Vec<_>>()
            })
            .collect();
        starts.sort_unstable();
        for (at, mark) in starts {
            // A comma joins more than meta: only a piece with a key may follow it.
            let rest = &bare[at + mark..];
            let keyed = !bare[at..].starts_with(", ")
                || rest.contains([':', '@', '#'])
                || self.style.lexicon.start_of(WordList::DuePieces, rest).is_some();
            if keyed && !rest.is_empty() && self.meta.pieces(rest, self.style, self.near) {
                return Some(if bare[at..].starts_with(". ") || bare[at..].starts_with("! ") { at + 1 } else { at });
            }
        }
        // "Rehearse the failover : fait".
        if let Some((task, state)) = bare.rsplit_once([':', '：'])
            && state.starts_with(' ')
            && let Some(status) = self.style.lexicon.action_status(&fold(state))
            && task.rsplit(' ').next().is_none_or(|word| self.style.lexicon.action_key(&fold(word)).is_none())
        {
            self.meta.status = self.meta.status.or(Some(status));
            return Some(task.trim_end().len());
        }
        if let Some((at, word)) = bare.rmatch_indices(' ').next().map(|(at, _)| (at, &bare[at + 1..]))
            && (word.starts_with('@')
                || matches!(word, "DONE" | "TODO" | "WIP")
                || is_ticket_alone(&bare[..at], word, self.style.lexicon))
            && self.meta.piece(word, self.style, self.near)
        {
            return Some(at);
        }
        self.due_at_end(bare)
    }

    /// "… by 2024-05-01", "… avant le 1er mai 2024".
    fn due_at_end(&mut self, text: &str) -> Option<usize> {
        let from = text.floor_char_boundary(text.len().saturating_sub(60));
        let (stamp, at) = Stamp::at_end(&text[from..], self.style)?;
        let date = stamp.day?.near(self.near)?;
        let at = from + at;
        // The stamp may have taken "by" for its own opening.
        let before = text[..at].trim_end();
        let own = fold(&text[at..]);
        let tail = format!(" {}", fold(floor_tail(before, 32)).replace('’', "'"));
        let lead = self
            .style
            .lexicon
            .words(WordList::DueLeads)
            .filter(|lead| tail.ends_with(*lead))
            .max_by_key(|lead| lead.len());
        let begins = self.style.lexicon.start_of(WordList::DueOpenings, &own).is_some();
        if lead.is_none() && !begins {
            return None;
        }
        self.meta.due = self.meta.due.or(Some(date));
        // As many words as the lead has: accents and capitals may make them longer.
        let words = lead.map_or(0, |lead| lead.split_whitespace().count());
        let cut = if words == 0 {
            before.len()
        } else {
            before.rmatch_indices(char::is_whitespace).nth(words - 1).map_or(0, |(space, _)| space)
        };
        Some(text[..cut].trim_end_matches([' ', ',', '(', '-', '–', '—']).len())
    }
}

/// "1) Clean-up job" -> "Clean-up job".
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (1..=2).contains(&(text.len() - rest.len()));
    rest.strip_prefix([')', '.']).and_then(|rest| rest.strip_prefix(' ')).filter(|_| numbered).unwrap_or(text)
}

/// Whether a task ends with a ticket that is no part of the sentence: "Rotate the keys OPS-7", but not "Do the same for OPS-7".
fn is_ticket_alone(before: &str, word: &str, lexicon: &Lexicon) -> bool {
    let mut words = before.split_whitespace().rev();
    let Some(last) = words.next() else { return false };
    let has_sense = last.ends_with(char::is_alphanumeric) && !lexicon.has(WordList::TicketLeads, &fold(last));
    reference::reference(word).is_some() && words.next().is_some() && (has_sense || last.starts_with('@'))
}

/// The last characters of a text.
fn floor_tail(text: &str, bytes: usize) -> &str {
    &text[text.floor_char_boundary(text.len().saturating_sub(bytes))..]
}

/// On one line, without what removing left behind: empty brackets, spaces before stops, marks at the end.
pub(super) fn tidy(text: &str) -> String {
    let mut tidy = one_line(text);
    for (from, to) in [
        ("()", ""),
        ("[]", ""),
        ("( )", ""),
        (" .", "."),
        (" ,", ","),
        (" ;", ";"),
        ("..", "."),
        (".;", "."),
        (":.", "."),
        ("  ", " "),
    ] {
        // An ellipsis is no leftover.
        if tidy.contains(from) && !(from == ".." && tidy.contains("...")) && !(from == " ." && tidy.contains(" ..")) {
            tidy = tidy.replace(from, to);
        }
    }
    let end = tidy.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | ',' | ';' | '|' | ':' | '→' | '(' | '[')
    });
    tidy.truncate(end.len());
    let start = tidy
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ',' | ';' | '|' | ':' | ')'));
    start.to_owned()
}
