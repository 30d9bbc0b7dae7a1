//! Spelling: the edit distance between two words, and the known word that was probably meant.

use super::snippet::same_word;

/// How many letters must be inserted, left out, replaced or swapped with their neighbour to make `b` of `a` (optimal
/// string alignment); `None` when it is more than `most`.
pub(super) fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
    for i in 1..=a.len() {
        row[0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
            least = least.min(row[j]);
        }
        if least > most {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    Some(last[b.len()]).filter(|distance| *distance <= most)
}

/// A word of the vocabulary with how frequent it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelled {
    pub word: String,
    /// The value of its frequency character.
    pub frequency: usize,
}

/// How many corrections of one word are looked for together.
const CORRECTIONS: usize = 3;

/// How many slips a word may have.
pub(super) fn slips(form: &str) -> usize {
    match form.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// What may have been meant by a word that the library does not have: the nearest words, of those the most frequent.
pub(super) fn corrections(form: &str, vocabulary: &[Spelled], most: usize) -> Vec<(String, usize)> {
    let near = vocabulary.iter().filter_map(|known| Some((distance(form, &known.word, most)?, known)));
    let mut near: Vec<(usize, &Spelled)> = near.collect();
    near.sort_by(|(a, x), (b, y)| a.cmp(b).then(y.frequency.cmp(&x.frequency)).then_with(|| x.word.cmp(&y.word)));
    let least = near.first().map_or(0, |(distance, _)| *distance);
    let best = near.into_iter().filter(|(distance, _)| *distance == least).take(CORRECTIONS);
    best.map(|(distance, known)| (known.word.clone(), distance)).collect()
}

/// Words of the vocabulary that are the same word with another ending, the most frequent first.
pub(super) fn inflections(form: &str, vocabulary: &[Spelled]) -> Vec<String> {
    let mut same: Vec<&Spelled> = vocabulary.iter().filter(|known| same_word(form, &known.word)).collect();
    same.sort_by(|x, y| y.frequency.cmp(&x.frequency).then_with(|| x.word.cmp(&y.word)));
    same.into_iter().take(CORRECTIONS).map(|known| known.word.clone()).collect()
}

/// How many completions of an unfinished word are looked for.
const COMPLETIONS: usize = 8;

/// The most frequent words that begin with `form`, without the word itself.
pub(super) fn completions(form: &str, vocabulary: &[Spelled]) -> Vec<String> {
    let mut longer: Vec<&Spelled> =
        vocabulary.iter().filter(|known| known.word.len() > form.len() && known.word.starts_with(form)).collect();
    longer.sort_by(|x, y| y.frequency.cmp(&x.frequency).then_with(|| x.word.cmp(&y.word)));
    longer.into_iter().take(COMPLETIONS).map(|known| known.word.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_slips() {
        for (a, b, most, expected) in [
            ("payment", "paymnt", 1, Some(1)),
            ("payment", "paymetn", 1, Some(1)),
            ("payment", "payments", 1, Some(1)),
            ("payment", "paxmemt", 1, None),
            ("payment", "paxmemt", 2, Some(2)),
            ("same", "same", 0, Some(0)),
            ("été", "ete", 2, Some(2)),
        ] {
            assert_eq!(distance(a, b, most), expected, "{a} {b}");
        }
    }
}
