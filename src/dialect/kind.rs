//! The types of callouts that tools have, each with the one of GitHub's five that it looks like.

/// How a callout looks: one of GitHub's five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// Something to know.
    Note,
    /// Something that helps.
    Tip,
    /// Something that everybody must know.
    Important,
    /// Something that may go wrong.
    Warning,
    /// Something that does damage.
    Caution,
}

const TYPES: &[(&str, Look)] = &[
    ("abstract", Look::Note),
    ("attention", Look::Warning),
    ("bug", Look::Caution),
    ("caution", Look::Caution),
    ("check", Look::Tip),
    ("cite", Look::Note),
    ("danger", Look::Caution),
    ("done", Look::Tip),
    ("error", Look::Caution),
    ("example", Look::Note),
    ("fail", Look::Caution),
    ("failure", Look::Caution),
    ("faq", Look::Note),
    ("help", Look::Note),
    ("hint", Look::Tip),
    ("important", Look::Important),
    ("info", Look::Note),
    ("information", Look::Note),
    ("missing", Look::Caution),
    ("note", Look::Note),
    ("primary", Look::Note),
    ("question", Look::Note),
    ("quote", Look::Note),
    ("secondary", Look::Note),
    ("seealso", Look::Note),
    ("success", Look::Tip),
    ("summary", Look::Note),
    ("tip", Look::Tip),
    ("tldr", Look::Note),
    ("todo", Look::Important),
    ("warn", Look::Warning),
    ("warning", Look::Warning),
];

/// How callouts of a type look; `None` where no tool is known to have it.
pub fn look(kind: &str) -> Option<Look> {
    let kind = kind.to_lowercase();
    TYPES
        .binary_search_by(|(name, _)| name.cmp(&kind.as_str()))
        .ok()
        .and_then(|at| TYPES.get(at))
        .map(|(_, look)| *look)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_types_are_in_order_and_found_in_any_case() {
        assert!(TYPES.is_sorted_by_key(|(name, _)| name));
        assert_eq!((look("Danger"), look("host")), (Some(Look::Caution), None));
    }
}
