//! The scale of severities and the words that people use for its steps.

use super::nearest;
use crate::model::Severity;
use crate::text::fold;

/// Words for the five usual steps, folded, worst first; a library's own words come before them.
const USUAL: [&[&str]; 5] = [
    &[
        "critical",
        "critique",
        "blocker",
        "emergency",
        "kritisch",
        "critico",
        "critica",
        "критическии",
        "критическая",
        "致命",
        "緊急",
        "紧急",
    ],
    &[
        "high",
        "major",
        "majeur",
        "majeure",
        "eleve",
        "elevee",
        "haute",
        "hoch",
        "alta",
        "alto",
        "hoog",
        "grave",
        "высокии",
        "высокая",
        "高",
        "重大",
        "严重",
        "嚴重",
    ],
    &[
        "medium",
        "moderate",
        "moyen",
        "moyenne",
        "modere",
        "moderee",
        "normal",
        "mittel",
        "media",
        "medio",
        "moderado",
        "moderada",
        "gemiddeld",
        "среднии",
        "средняя",
        "中",
        "一般",
    ],
    &[
        "low",
        "minor",
        "mineur",
        "mineure",
        "faible",
        "basse",
        "niedrig",
        "gering",
        "baja",
        "bajo",
        "bassa",
        "basso",
        "baixa",
        "baixo",
        "laag",
        "leve",
        "низкии",
        "низкая",
        "低",
        "軽微",
        "轻微",
        "輕微",
    ],
    &["trivial", "info", "informational", "cosmetic", "negligible"],
];

/// What may stand before a step's number: `P1`, `SEV-1`, `severity: 1`, `priorité 1`.
const PREFIXES: [&str; 9] = ["severity", "severite", "priority", "priorite", "level", "niveau", "sev", "p", "s"];

/// A scale, worst step first.
#[derive(Clone, Debug)]
pub struct Scale {
    levels: Vec<String>,
    aliases: Vec<(String, Severity)>,
}

impl Scale {
    /// A scale of these steps, with further words for them; a word for a step that does not exist is left out.
    pub fn new(levels: Vec<String>, aliases: &[(String, String)]) -> Scale {
        let mut scale = Scale { levels, aliases: Vec::new() };
        scale.aliases =
            aliases.iter().filter_map(|(word, level)| Some((fold(word), scale.exact(&fold(level))?))).collect();
        scale
    }

    /// The names of the steps, worst first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.levels.iter().map(String::as_str)
    }

    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.levels.len()
    }

    /// Whether there is no step.
    pub fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }

    /// The name of a step.
    pub fn name(&self, severity: Severity) -> &str {
        self.levels.get(usize::from(severity.0)).map_or("", String::as_str)
    }

    /// What a word means on this scale: a name, an alias, a number with or without a prefix, a usual word.
    pub fn parse(&self, word: &str) -> Option<Severity> {
        let word = fold(word);
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        self.exact(word)
            .or_else(|| self.aliases.iter().find(|(alias, _)| alias == word).map(|(_, severity)| *severity))
            .or_else(|| self.numbered(word))
            .or_else(|| self.usual(word))
    }

    /// The name or word that `word` most likely was meant to be.
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let names = self.names().chain(self.aliases.iter().map(|(alias, _)| alias.as_str()));
        nearest(word, names.chain(USUAL.iter().flat_map(|words| words.iter().copied())))
    }

    fn exact(&self, word: &str) -> Option<Severity> {
        let index = self.levels.iter().position(|level| fold(level) == word)?;
        u8::try_from(index).ok().map(Severity)
    }

    fn numbered(&self, word: &str) -> Option<Severity> {
        let rest = PREFIXES.iter().find_map(|prefix| word.strip_prefix(prefix)).unwrap_or(word);
        let number: usize = rest.trim_start_matches(|c: char| !c.is_alphanumeric()).parse().ok()?;
        // P0 is a way to say "worse than P1" on scales that have no name for it.
        let index = number.saturating_sub(1);
        (index < self.len()).then(|| u8::try_from(index).ok().map(Severity))?
    }

    fn usual(&self, word: &str) -> Option<Severity> {
        let word =
            PREFIXES.iter().find_map(|prefix| word.strip_prefix(prefix)?.strip_prefix([' ', '-', '_'])).unwrap_or(word);
        let step = USUAL.iter().position(|words| words.contains(&word))?;
        u8::try_from(step.min(self.len().checked_sub(1)?)).ok().map(Severity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_people_use_map_to_the_scale() {
        let levels = ["sev1", "sev2", "sev3", "sev4", "sev5"].map(str::to_owned).to_vec();
        let scale = Scale::new(levels, &[("Outage".into(), "sev1".into())]);
        for (word, step) in [
            ("sev1", 0),
            ("SEV-1", 0),
            ("P1", 0),
            ("P0", 0),
            ("Critical", 0),
            ("outage", 0),
            ("2", 1),
            ("Severity 3", 2),
            ("priority: high", 9),
            ("élevé", 1),
            ("minor", 3),
            ("Crítica", 0),
            ("Высокий", 1),
            ("高", 1),
        ] {
            let expected = (step < 9).then_some(Severity(step));
            assert_eq!(scale.parse(word), expected, "{word}");
        }
        assert_eq!(scale.parse("serv1"), None);
        assert_eq!(scale.nearest("serv1"), Some("sev1"));
        assert_eq!(scale.parse("sev9"), None);
    }
}
