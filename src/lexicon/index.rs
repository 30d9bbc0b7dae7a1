//! Lists of names as the tables of this room write them, `(kind, "timeline, key events, 時系列")`.

use crate::text::fold;
use std::collections::HashMap;

/// What each name of some lists means. Names are folded here: folding takes the marks off kana, and nobody could read
/// tables written so. A name that stands twice has its first meaning.
pub fn index<T: Copy>(lists: &[(T, &str)]) -> HashMap<String, T> {
    let mut index = HashMap::new();
    for (meaning, names) in lists {
        for name in names.split(", ") {
            index.entry(fold(name)).or_insert(*meaning);
        }
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whatever_their_letters() {
        let index = index(&[(1, "date, 影響サービス"), (2, "jour, date")]);
        assert_eq!(index.get(&fold("影響サービス")), Some(&1));
        assert_eq!((index.get("date"), index.get("jour"), index.get("jou")), (Some(&1), Some(&2), None));
    }
}
