//! In which ways something failed and what set it off, as an incident's account tells it or its front matter states it.

use super::account::{PLACE_SUMMARY, PLACE_TITLE, Part};
use crate::failure::{FailureModes, ModeIx};
use crate::model::{Incident, Sourced, TaxonomyKey};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Bytes at the beginning of a summary or of what is said of causes that say in which way this incident failed: what comes
/// later tells of much else. Set by reading (`docs/insight.md`).
const LEAD: usize = 350;
/// The most modes that are read out of one text: who tells of more tells of all that may fail.
const MOST: usize = 3;
/// The most triggers.
const MOST_TRIGGERS: usize = 1;

/// A failure mode or trigger of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Failure {
    /// Which.
    pub mode: ModeIx,
    /// How much the place counts where it is said, in hundredths.
    weight: u8,
}

impl Failure {
    /// How much the place counts where it is said, 0 to 1.
    pub fn weight(self) -> f64 {
        f64::from(self.weight) / 100.0
    }
}

/// Where a mode is said.
#[derive(Clone, Copy, Debug)]
struct Said {
    /// How much the place counts, 0 to 1.
    weight: f64,
    place: Option<Span>,
    /// Whether it is said where this incident is summed up: in the title, or first of a summary or of the causes.
    is_plain: bool,
}

/// What the texts of an account tell of and where it counts most, sorted by mode. What front matter states wins.
pub fn failures(parts: &[Part<'_>], incident: &mut Incident, modes: &FailureModes) -> Vec<Failure> {
    let mut found: BTreeMap<ModeIx, Said> = BTreeMap::new();
    for part in parts {
        let (lead, rest) = lead(part);
        for (text, is_lead) in [(lead, part.weight >= PLACE_SUMMARY), (rest, false)] {
            for (mode, is_failure) in modes.told(text) {
                let is_plain = is_lead && is_failure;
                let said = Said { weight: part.weight, place: part.place, is_plain };
                let known = found.entry(mode).or_insert(said);
                let rank = |said: &Said| (said.is_plain, said.weight);
                let weight = known.weight.max(part.weight);
                if rank(&said) > rank(known) {
                    *known = said;
                }
                known.weight = weight;
            }
        }
    }
    // Planned work tells of what may fail.
    let is_planned =
        parts.first().is_some_and(|title| title.weight >= PLACE_TITLE && modes.is_planned_work(title.text));
    for key in [TaxonomyKey::FAILURE_MODES, TaxonomyKey::TRIGGERS] {
        let is_trigger = key == TaxonomyKey::TRIGGERS;
        let is_of_key = |mode: ModeIx| modes.get(mode).is_some_and(|row| row.is_trigger == is_trigger);
        if incident.terms_of(key).next().is_some() {
            found.retain(|mode, _| !is_of_key(*mode));
            let stated = incident.terms_of(key).filter_map(|term| Some((modes.named(&term.value, is_trigger)?, term)));
            let said = |span| Said { weight: PLACE_TITLE, place: span, is_plain: true };
            found.extend(stated.map(|(mode, term)| (mode, said(term.span()))));
        } else if !is_planned {
            let of_key = found.iter().filter(|(mode, said)| said.is_plain && is_of_key(**mode));
            let of_key = of_key.map(|(mode, said)| (*mode, *said)).collect();
            incident.terms.extend(
                shown(of_key, if is_trigger { MOST_TRIGGERS } else { MOST }, modes).into_iter().map(|term| (key, term)),
            );
        }
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a weight is between 0 and 1")]
    let weight = |weight: f64| (weight * 100.0).round() as u8;
    found.into_iter().map(|(mode, said)| Failure { mode, weight: weight(said.weight) }).collect()
}

/// The part of a text that is within the first bytes of its section, to the end of the sentence, and the rest.
fn lead<'a>(part: &Part<'a>) -> (&'a str, &'a str) {
    let text = part.text;
    let Some(within) = LEAD.checked_sub(part.before) else { return ("", text) };
    let at = text.floor_char_boundary(within);
    let end = text.get(at..).and_then(|rest| rest.find(['.', '!', '?', '\n', '。']).map(|end| at + end));
    text.split_at_checked(if at == text.len() { at } else { end.unwrap_or(text.len()) }).unwrap_or((text, ""))
}

/// Those that a reader is told of, by their keys, without what is but the broader word for another one. What was seen is
/// told only where nothing says why.
fn shown(mut plain: Vec<(ModeIx, Said)>, most: usize, modes: &FailureModes) -> Vec<Sourced<String>> {
    let all: Vec<ModeIx> = plain.iter().map(|(mode, _)| *mode).collect();
    plain.retain(|(mode, _)| !modes.is_broader(*mode, &all));
    let is_symptom = |mode: ModeIx| modes.get(mode).is_some_and(|row| row.is_symptom);
    let tells_why = plain.iter().any(|(mode, _)| !is_symptom(*mode));
    plain.retain(|(mode, said)| !is_symptom(*mode) || said.weight >= PLACE_TITLE || !tells_why);
    plain.sort_by(|(a, of_a), (b, of_b)| of_b.weight.total_cmp(&of_a.weight).then(a.cmp(b)));
    plain.truncate(most);
    let term = |(mode, said): &(ModeIx, Said)| {
        let key = modes.get(*mode)?.key.clone();
        Some(Sourced::inferred(key, said.place.unwrap_or_default()))
    };
    plain.iter().filter_map(term).collect()
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::document::{Document, parse};
    use crate::model::TaxonomyKey;
    use crate::text::{ContentPath, Source};

    fn of(text: &str) -> Document {
        let source = Source::new(ContentPath::new("a.md").unwrap(), text);
        parse(&source, &Config::read("").value, &Default::default()).value
    }

    fn terms(document: &Document, key: TaxonomyKey) -> Vec<&str> {
        document.shape.incident.terms_of(key).map(|term| term.value.as_str()).collect()
    }

    const HEAD: &str = "---\ntitle: Orders late\ndate: 2024-01-02\nseverity: sev2\n";

    #[test]
    fn a_mode_is_the_incidents_where_its_cause_tells_of_it() {
        let text = format!(
            "{HEAD}---\n\n## Background\n\nLast year a certificate had expired.\n\n## Root cause\n\nAfter the deployment \
             the disk was full.\n"
        );
        let document = of(&text);
        assert_eq!(terms(&document, TaxonomyKey::FAILURE_MODES), ["disk-full"]);
        assert_eq!(terms(&document, TaxonomyKey::TRIGGERS), ["deployment"]);
        let place = document.shape.incident.terms_of(TaxonomyKey::FAILURE_MODES).next().and_then(|term| term.span());
        assert!(place.is_some_and(|span| span.text(&text).contains("Root cause")));
        assert_eq!(document.telling.failures.iter().filter(|failure| failure.weight() < 0.8).count(), 3);
    }

    #[test]
    fn front_matter_wins() {
        let text = format!("{HEAD}failure-mode: DNS failure\n---\n\n## Root cause\n\nThe disk was full.\n");
        let document = of(&text);
        assert_eq!(terms(&document, TaxonomyKey::FAILURE_MODES), ["DNS failure"]);
        assert_eq!(document.telling.failures.len(), 1);
        let document = of(&format!("{HEAD}failure_modes: [snow, ice]\n---\n\nThe disk was full.\n"));
        assert_eq!(terms(&document, TaxonomyKey::FAILURE_MODES), ["snow", "ice"]);
        assert_eq!(document.telling.failures, []);
    }
}
