//! Terms that are nearly the same, without comparing all pairs.

use crate::text::fold;
use std::collections::{BTreeSet, HashMap};

/// Terms shorter than this differ too easily by one letter and mean something else.
const SHORTEST: usize = 5;

/// Pairs of indexes of `terms` that differ by one slip (a letter left out, added, changed or swapped), by a plural, or
/// by the order of their words. Terms that differ in digits are different on purpose (`us-east-1`, `us-east-2`).
///
/// Each term is filed under every form it has with one letter left out: two terms one slip apart share such a form
/// (symmetric deletion, W. Garbe 2012), so the work grows with the number of terms times their length.
pub(super) fn near_pairs(terms: &[&str]) -> Vec<(usize, usize)> {
    let plain: Vec<String> = terms.iter().map(|term| fold(term).replace(['-', '_'], " ")).collect();
    let mut forms: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, term) in plain.iter().enumerate().filter(|(_, term)| term.chars().count() >= SHORTEST) {
        let mut own: BTreeSet<String> = BTreeSet::from([term.clone(), ordered(term)]);
        for (at, c) in term.char_indices() {
            own.insert(format!("{}{}", &term[..at], &term[at + c.len_utf8()..]));
        }
        for form in own {
            forms.entry(form).or_default().push(index);
        }
    }
    let mut pairs = BTreeSet::new();
    for candidates in forms.values().filter(|candidates| (2..=64).contains(&candidates.len())) {
        for (place, first) in candidates.iter().enumerate() {
            for second in &candidates[place + 1..] {
                if is_near(&plain[*first], &plain[*second]) {
                    pairs.insert((*first.min(second), *first.max(second)));
                }
            }
        }
    }
    pairs.into_iter().collect()
}

fn ordered(term: &str) -> String {
    let mut words: Vec<&str> = term.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

fn is_near(a: &str, b: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if a == b || digits(a) != digits(b) {
        return false;
    }
    // A first letter that differs makes another word: cause, pause.
    let same_start = a.chars().next() == b.chars().next();
    ordered(a) == ordered(b) || same_start && strsim::damerau_levenshtein(a, b) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_plurals_and_word_order_are_near() {
        let terms = [
            "certificate-expiry",
            "certificates-expiry",
            "expiry certificate",
            "us-east-1",
            "us-east-2",
            "dns",
            "dnt",
            "config change",
            "retry-storm",
            "retry-strom",
            "pause",
            "cause",
        ];
        assert_eq!(near_pairs(&terms), [(0, 1), (0, 2), (8, 9)]);
    }

    #[test]
    fn twenty_thousand_terms_are_compared_at_once() {
        let terms: Vec<String> = (0..20_000_u32).map(|n| format!("term {}", n.wrapping_mul(2_654_435_761))).collect();
        let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
        assert!(near_pairs(&terms).is_empty());
    }
}
