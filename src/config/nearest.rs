//! The nearest known name, for "did you mean".

use crate::text::fold;

/// The candidate that `word` most likely was meant to be, or `None` when none is near. Distance is
/// Damerau-Levenshtein on folded text with `-`, `_` and spaces alike; one slip for each three letters is near.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = comparable(word);
    let limit = (word.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &comparable(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn comparable(word: &str) -> String {
    fold(word).replace(['_', ' '], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let fields = ["severity", "services", "started", "id"];
        assert_eq!(nearest("serverity", fields), Some("severity"));
        assert_eq!(nearest("Started", fields), Some("started"));
        assert_eq!(nearest("colour", fields), None);
        assert_eq!(nearest("x", fields), None);
    }
}
