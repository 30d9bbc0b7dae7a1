//! Which milestone an entry of a timeline is, where the author plainly says so.
//!
//! A wrong claim here becomes a wrong time to resolve on the trends page, so a sentence must say nothing else: a label
//! (`**Detected**: …`), a sentence that is a set phrase ("Incident resolved."), or one that opens with a phrase that
//! cannot mean anything else ("Alert fires for …").

use super::index::index;
use crate::model::Phase;
use crate::text::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The milestone that a label names: `Detected`, `Incident start`, `Début`.
pub fn of_label(label: &str) -> Option<Phase> {
    if label.len() > 60 {
        return None;
    }
    let label = bare(&fold(label));
    let label = label.strip_prefix("incident ").unwrap_or(&label);
    static INDEX: LazyLock<HashMap<String, Phase>> = LazyLock::new(|| index(&LABELS));
    INDEX.get(label).copied()
}

/// The milestone that the text of an entry is.
pub fn of_text(text: &str) -> Option<Phase> {
    static INDEX: LazyLock<HashMap<String, Phase>> = LazyLock::new(|| index(&PHRASES));
    let mut phase = None;
    for (number, sentence) in text.split_inclusive(['.', '!', ';', '\n']).enumerate().take(40) {
        // Set phrases are short, and only the first sentence may go on after one.
        let sentence = &sentence[..sentence.floor_char_boundary(if number == 0 { 160 } else { 80 })];
        let plain = bare(&fold(sentence).replace('’', "'"));
        let found = INDEX.get(&plain).copied().or_else(|| if number == 0 { opening(&plain) } else { None });
        // The end of a text says where things stand: "Service resumes. Incident ends."
        phase = phase.max(found);
    }
    phase
}

/// "Detected: the alert …", "Alert fires for checkout", "PagerDuty alert fires".
fn opening(sentence: &str) -> Option<Phase> {
    if let Some((label, _)) = sentence.split_once([':', '–', '—'])
        && let Some(phase) = of_label(label)
    {
        return Some(phase);
    }
    if DENIALS.iter().any(|word| sentence.split(' ').any(|part| part == *word)) {
        return None;
    }
    // Up to four words may come before the phrase: "The PagerDuty alert fires".
    let starts = std::iter::once(0).chain(sentence.match_indices(' ').map(|(at, _)| at + 1)).take(5);
    // By the first word: most words begin no phrase, and this is asked of every entry of every timeline.
    static BY_WORD: LazyLock<HashMap<&str, Vec<(Phase, &str)>>> = LazyLock::new(|| {
        let mut by_word: HashMap<&str, Vec<(Phase, &str)>> = HashMap::new();
        for (phase, phrases) in OPENINGS {
            for phrase in phrases.split(", ") {
                by_word.entry(first_word(phrase)).or_default().push((phase, phrase));
            }
        }
        by_word
    });
    starts.map(|at| &sentence[at..]).find_map(|rest| {
        let says =
            |phrase: &str| rest.strip_prefix(phrase).is_some_and(|after| !after.starts_with(char::is_alphanumeric));
        let phrases = BY_WORD.get(first_word(rest))?;
        phrases.iter().find(|(_, phrase)| says(phrase)).map(|(phase, _)| *phase)
    })
}

/// The letters and digits that a text begins with.
fn first_word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())]
}

/// Without articles, signs and emoji at its ends.
fn bare(folded: &str) -> String {
    let text = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let text = ["the ", "l'", "le ", "la "].iter().find_map(|article| text.strip_prefix(article)).unwrap_or(text);
    text.to_owned()
}

/// A sentence with one of these does not say that it happened.
const DENIALS: [&str; 20] = [
    "no", "not", "without", "never", "n't", "didn't", "doesn't", "wasn't", "isn't", "before", "until", "if", "should",
    "would", "ne", "pas", "aucun", "aucune", "sans", "avant",
];

/// Words that are labels; "incident" in front is taken off.
const LABELS: [(Phase, &str); 5] = [
    (
        Phase::Started,
        "start, started, starts, begin, began, begins, start time, impact start, impact started, impact starts, impact begins, \
         impact began, outage start, outage started, outage begins, problem starts, problem started, first impact, \
         first errors, first error, first symptoms, onset, debut, debut de l'incident, debut incident, debut de l'impact, \
         debut de la panne, heure de debut, premieres erreurs, premiers symptomes, premiers signes, commencement, from, \
         start of incident, start of impact, start of outage, beginn, inicio, 発生, 発生日時, 開始",
    ),
    (
        Phase::Detected,
        "detected, detection, detected at, first detected, time detected, detection time, alert, alerted, first alert, \
         alert fired, alert fires, alerts fire, alerts fired, paged, page, noticed, discovered, discovery, first report, first noticed, \
         first reported, identified at, problem identified, problem is identified, detecte, detectee, detection de l'incident, \
         alerte, premiere alerte, decouverte, alerte declenchee, heure de detection, team alerted, erkannt, entdeckt, \
         detectado, deteccion, 検知, 検知日時, 検出, 発見",
    ),
    (
        Phase::Acknowledged,
        "acknowledged, acknowledgement, acknowledgment, acked, ack, acknowledged at, time acknowledged, \
         investigation starts, investigation started, investigation begins, investigation began, pris en charge, prise en charge, \
         prise en compte, acquitte, acquittee, acquittement, alerte acquittee, debut de l'investigation, debut des investigations, \
         対応開始, bestatigt",
    ),
    (
        Phase::Mitigated,
        "mitigated, mitigation, mitigated at, repaired, service restored, service is restored, impact mitigated, impact ends, \
         impact ended, mitigation applied, mitigation in place, attenue, attenuee, attenuation, contournement, service retabli, \
         retablissement du service, retablissement, contournement en place, impact termine, fin de l'impact, 緩和, 暫定対応",
    ),
    (
        Phase::Resolved,
        "resolved, resolution, resolved at, end, ended, ends, end time, fixed, recovered, recovery, closed, \
         end of incident, all clear, outage end, outage ended, outage ends, outage over, time resolved, full recovery, \
         fully recovered, issue resolved, problem resolved, until, till, resolu, resolue, resolution de l'incident, \
         incident resolu, fin, fin de l'incident, fin de la panne, heure de fin, cloture, cloture de l'incident, clos, \
         retour a la normale, behoben, gelost, ende, resuelto, fin del incidente, 復旧, 復旧日時, 解決, 完全復旧, 収束",
    ),
];

/// Sentences that are a milestone when they say nothing else.
const PHRASES: [(Phase, &str); 5] = [
    (
        Phase::Started,
        "start of incident, incident starts, incident started, incident begins, incident began, start of the incident, \
         start of outage, outage starts, outage started, outage begins, outage began, impact starts, impact started, \
         impact begins, impact began, first errors, first errors appear, first errors seen, problem starts, customer impact begins, \
         debut de l'incident, debut de la panne, debut de l'impact, incident commence, panne commence, premieres erreurs",
    ),
    (
        Phase::Detected,
        "alert fires, alert fired, alerts fire, alerts fired, first alert, first alert fires, first report, incident detected, issue detected, \
         problem detected, problem is identified, problem is detected, on-call paged, on-call is paged, on call paged, \
         on-call engineer paged, on-call engineer is paged, team alerted, detected, detecte, incident detecte, premiere alerte, \
         alerte declenchee, astreinte alertee, premier signalement",
    ),
    (
        Phase::Acknowledged,
        "acknowledged, alert acknowledged, page acknowledged, on-call acknowledges, on-call acknowledged, on call acknowledges, \
         investigation starts, investigation started, investigation begins, investigation launched, investigation is started, \
         investigations starts, alerte acquittee, acquittee, acquitte, prise en charge, \
         debut de l'investigation, debut des investigations",
    ),
    (
        Phase::Mitigated,
        "mitigated, incident mitigated, impact mitigated, impact is mitigated, issue mitigated, mitigation in place, \
         service restored, service is restored, service resumes, service retabli, le service est retabli, service est retabli, \
         impact termine",
    ),
    (
        Phase::Resolved,
        "resolved, incident resolved, incident is resolved, incident declared resolved, incident is declared resolved, \
         incident ends, incident ended, incident over, incident closed, incident is closed, end of incident, end of the incident, \
         outage ends, outage ended, outage is over, issue resolved, issue is resolved, problem resolved, problem was resolved, \
         problem is resolved, all clear, all clear declared, fully recovered, full recovery, fixed, recovered, resolu, \
         incident resolu, incident est resolu, incident clos, incident est clos, incident declare resolu, fin de l'incident, \
         fin d'incident, fin de la panne, retour a la normale, retour a la normale confirme, cloture de l'incident",
    ),
];

/// Phrases that say it even when more follows; at most four words may come before.
const OPENINGS: [(Phase, &str); 5] = [
    (
        Phase::Started,
        "start of incident, incident starts, incident begins, outage begins, outage starts, customer impact begins, \
         debut de l'incident, debut de la panne",
    ),
    (
        Phase::Detected,
        "alert fires, alert fired, alerts fire, alerts fired, alert triggers, alert triggered, alert goes off, alert pages, \
         alarm fires, alarm fired, pages the on-call, paged the on-call, on-call is paged, on-call paged, \
         on-call engineer is paged, alerte se declenche, alerte declenchee, alerte reveille, astreinte est alertee, \
         astreinte est appelee, est declenchee l'alerte",
    ),
    (
        Phase::Acknowledged,
        "acknowledges the page, acknowledged the page, acknowledges the alert, acknowledged the alert, acks the page, \
         acked the page, acks the alert, acked the alert, acquitte l'alerte, prend l'alerte, prend en charge l'incident, \
         investigation starts, investigation started, investigation begins",
    ),
    (
        Phase::Mitigated,
        "impact mitigated, outage mitigated, incident mitigated, mitigation in place, service is restored, service restored, \
         le service est retabli",
    ),
    (
        Phase::Resolved,
        "incident resolved, incident is resolved, incident declared resolved, incident is declared resolved, incident declared over, \
         incident closed, incident is closed, incident declare clos, incident declare resolu, l'incident est clos, \
         l'incident est resolu, incident est declare clos, incident est declare resolu, retour a la normale",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_name_a_milestone() {
        for (text, phase) in [
            ("Start of incident. New version is deployed.", Phase::Started),
            ("Problem starts", Phase::Started),
            ("Début de l’incident : les paiements échouent", Phase::Started),
            ("Detected: error rate at 12 %", Phase::Detected),
            ("PagerDuty alert fires for checkout", Phase::Detected),
            ("L'alerte se déclenche", Phase::Detected),
            ("Investigation starts after noticing grafana looks weird.", Phase::Acknowledged),
            ("Priya acknowledges the page", Phase::Acknowledged),
            ("Service is restored, user pods start running again.", Phase::Mitigated),
            ("Repository was unbanned again. Incident resolved.", Phase::Resolved),
            ("Service resumes. Incident ends.", Phase::Resolved),
            ("Retour à la normale.", Phase::Resolved),
        ] {
            assert_eq!(of_text(text), Some(phase), "{text}");
        }
        assert_eq!(of_label("Incident start"), Some(Phase::Started));
        assert_eq!(of_label("Détection :"), Some(Phase::Detected));
    }

    #[test]
    fn anything_less_plain_names_none() {
        for text in [
            "Users report all launches are failing",
            "No alert fires because the rule was muted",
            "We think the incident is over",
            "The alert fired last week was not this one",
            "Believing the issue to be resolved, work resumes",
            "Detected errors were ignored",
            "Start the failover",
            "Deploy started",
            "The build is fixed on the branch",
            "",
        ] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }
}
