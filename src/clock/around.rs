//! What people put around dates and times: words before them, marks of a guess, what joins the ends of a range.

use super::scan::Scan;
use crate::lexicon::WordList;

/// "16.55 GB" is no time.
pub(super) fn unit_follows(mut scan: Scan<'_>) -> bool {
    scan.spaces();
    scan.word().is_some_and(|word| scan.lexicon().has(WordList::AmountUnits, &word))
}

/// What may stand between a date and its time: `T`, spaces, a comma, "at", a dash, a mark of a guess.
/// Whether it is a guess, and whether a range is announced ("between", "from").
pub(super) fn between_day_and_time(scan: &mut Scan<'_>) -> (bool, bool) {
    if scan.take_any(&['T', 't', '_']).is_some() {
        return (false, false);
    }
    scan.take(',');
    scan.spaces();
    let word = scan.lexicon().words(WordList::DayBeforeTime).any(|word| scan.take_text(word));
    if word || scan.take_any(&['à', '@', '-', '–', '—', ':']).is_some() {
        scan.spaces();
    }
    opening(scan)
}

/// Words before a stamp: whether it is a guess, and whether a range is announced.
pub(super) fn opening(scan: &mut Scan<'_>) -> (bool, bool) {
    let mut range = false;
    let mut guess = approximately(scan);
    if !guess {
        let _ = scan.attempt(|scan| {
            let word = scan.word()?;
            range = scan.lexicon().has(WordList::RangeOpenings, &word);
            (range || scan.lexicon().has(WordList::StampOpenings, &word)).then_some(())?;
            (scan.spaces() > 0).then_some(())
        });
        // "a las 10:05", "seit dem 5. Mai".
        let _ = scan.attempt(|scan| {
            let word = scan.word()?;
            (scan.lexicon().has(WordList::StampOpenings, &word) && scan.spaces() > 0).then_some(())
        });
        guess = approximately(scan);
    }
    (guess, range)
}

/// `~`, `≈`, `approx.`, `about`, `ca.`, `c16.55`, `vers`, `environ`.
pub(super) fn approximately(scan: &mut Scan<'_>) -> bool {
    scan.attempt(|scan| {
        if scan.take_any(&['~', '≈', '∼']).is_some() {
            scan.spaces();
            return Some(());
        }
        if scan.attempt(|scan| (scan.take('c') && scan.peek()?.is_ascii_digit()).then_some(())).is_some() {
            return Some(());
        }
        let word = scan.word()?;
        scan.lexicon().has(WordList::Approximately, &word).then_some(())?;
        scan.take('.');
        (scan.spaces() > 0 || scan.before() == Some('.')).then_some(())
    })
    .is_some()
}

/// What joins the two ends of a range; "and" only after "between".
pub(super) fn separator(scan: &mut Scan<'_>, announced: bool) -> Option<()> {
    let spaces = scan.spaces();
    if scan.take_any(&['–', '—', '→', '〜', '～', '⇒']).is_some()
        || scan.take_text("->")
        || scan.take_text("=>")
        || scan.take('-')
    {
        scan.spaces();
        return Some(());
    }
    (spaces > 0).then_some(())?;
    let word = scan.word()?;
    let joins = scan.lexicon().has(WordList::RangeJoints, &word)
        || (word == "jusqu" && scan.take_any(&['\'', '’']).is_some() && scan.word()? == "a")
        || (announced && scan.lexicon().has(WordList::AnnouncedJoints, &word));
    (joins && scan.spaces() > 0).then_some(())
}

/// `?`, `+`, "onwards", "(approx.)", "(maybe earlier?)" after a time.
pub(super) fn guess_after(scan: &mut Scan<'_>) -> bool {
    scan.attempt(|scan| {
        if scan.take('?') {
            return Some(());
        }
        scan.spaces();
        if let Some(open) = scan.take_any(&['(', '[']) {
            let rest = scan.rest();
            let end = rest.char_indices().take(60).find(|(_, c)| *c == if open == '(' { ')' } else { ']' })?.0;
            let inner = crate::text::fold(&rest[..end]);
            let guess = inner.contains('?')
                || inner
                    .split(|c: char| !c.is_alphabetic())
                    .any(|word| scan.lexicon().has(WordList::GuessesInBrackets, word));
            guess.then_some(())?;
            scan.skip(end + 1);
            return Some(());
        }
        scan.lexicon().has(WordList::GuessesAfter, &scan.word()?).then(|| {
            scan.take('.');
        })
    })
    .is_some()
}
