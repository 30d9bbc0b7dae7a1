//! Lists of names: people, services, teams.

use crate::lexicon::{Lexicon, WordList};
use crate::text::{fold, one_line};

/// The names in a value such as `Ana Lima, Bob (on call) and Chen`, in order; empty when it is a sentence.
pub(super) fn names(value: &str, lexicon: &Lexicon) -> Vec<String> {
    let value = value.trim().trim_end_matches('.');
    if value.len() > 600 {
        return Vec::new();
    }
    let mut depth = 0usize;
    let mut pieces = vec![String::new()];
    for c in value.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            ',' | ';' | '、' | '，' | '；' | '\n' | '|' | '•' if depth == 0 => {
                pieces.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    let mut names: Vec<String> = Vec::new();
    let whole: Vec<&str> = pieces.iter().flat_map(|piece| piece.split(" & ")).collect();
    let parted = lexicon
        .words(WordList::NameJoints)
        .fold(whole, |pieces, joint| pieces.into_iter().flat_map(|piece| piece.split(joint)).collect());
    for part in parted {
        let part =
            lexicon.words(WordList::NameJoints).fold(part, |part, joint| part.trim_start_matches(joint.trim_start()));
        // 「検索（一部のみ）」: a remark in full-width brackets is no part of a name.
        let part = part.split('（').next().unwrap_or(part);
        let name = one_line(part.trim_matches(['*', '`', ' ', '-', '.']));
        if name.chars().count() > 60 || name.split(' ').count() > 7 {
            return Vec::new();
        }
        let folded = fold(&name);
        let nobody = matches!(folded.as_str(), "" | "-") || lexicon.has(WordList::Nobody, &folded);
        let hole = name.contains("{{") || (name.starts_with(['<', '[']) && name.ends_with(['>', ']']));
        if !nobody && !hole && !names.contains(&name) && names.len() < 40 {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;

    #[test]
    fn lists_of_names_part_at_commas_and_words() {
        assert_eq!(
            names("Ana Lima, Bob (ops, on call) and @chen", built_in()),
            ["Ana Lima", "Bob (ops, on call)", "@chen"]
        );
        assert_eq!(names("paiement; panier et catalogue", built_in()), ["paiement", "panier", "catalogue"]);
        assert!(names("none", built_in()).is_empty());
        assert!(
            names("The checkout service was the first to fail because its pool was too small", built_in()).is_empty()
        );
    }
}
