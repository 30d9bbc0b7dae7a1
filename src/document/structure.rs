//! What of a document decides how other pages are put together, apart from what it says of itself.

use super::Facts;
use crate::markdown::LinkKind;
use crate::model::{Incident, PageKind, Sourced};
use crate::text::Fingerprint;

/// Identity of everything in a document's facts that says where other pages lead, what they list in which order and what
/// is counted. Not part of it is what pages take from the document as they are made (a postmortem's title and summary,
/// its headings), and what only its own page shows; whether there is any of it counts, for completeness.
///
/// A title can also be a name that others link by: whoever relies on the structure alone finds out about that later.
pub(super) fn structure(facts: &Facts) -> Fingerprint {
    let Facts { kind, incident, extra: _, headings: _, anchors: _, event_anchors: _, links, sections, excerpt: _ } =
        facts;
    let Incident {
        id,
        title,
        date,
        milestones,
        stated_duration,
        severity,
        status,
        terms,
        trigger: _,
        detection,
        summary,
        description: _,
        lapses,
        actors,
        impact,
        timeline,
        actions,
        related,
        recurs,
        procedures,
        authors,
        reviewers,
        audience,
        language,
    } = incident;
    let links: Vec<(LinkKind, &str)> = links.iter().map(|link| (link.kind, link.destination.as_str())).collect();
    // The title of an article tells which actions are about it.
    let title = (*kind != PageKind::Incident).then_some(title);
    let is_said = |text: &Option<Sourced<String>>| text.as_ref().is_some_and(|found| !found.value.trim().is_empty());
    let has = (is_said(detection), is_said(summary), !impact.is_empty(), !timeline.is_empty());
    Fingerprint::of_value(&(
        (kind, id, title, date, milestones, stated_duration, severity, status),
        (terms, lapses, actors, actions, related, recurs, procedures, reviewers),
        (authors, audience, language, links, sections, has),
    ))
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::document::parse;
    use crate::text::{ContentPath, Fingerprint, Source};

    const TEXT: &str = "---\ntitle: Queue stalls\ndate: 2024-01-02\nseverity: sev2\nservices: [queue]\nsummary: It stood.\n---\n\n\
        Jobs waited, as in [another](b.md).\n\n## Action items\n\n- [ ] Alert on depth (owner: ada)\n";

    fn of(text: &str) -> Fingerprint {
        let source = Source::new(ContentPath::new("a.md").unwrap(), text);
        parse(&source, &Config::read("").value).value.structure
    }

    fn is_same_with(from: &str, to: &str) -> bool {
        assert!(TEXT.contains(from), "{from}");
        of(&TEXT.replace(from, to)) == of(TEXT)
    }

    #[test]
    fn what_a_postmortem_says_of_itself_is_no_structure() {
        for (from, to) in [
            ("Queue stalls", "Queue of jobs stalls"),
            ("It stood.", "It stood for an hour."),
            ("Jobs waited", "All jobs waited"),
            ("[another]", "[the other one]"),
            ("## Action items", "## What we learnt\n\nMuch.\n\n## Action items"),
        ] {
            assert!(is_same_with(from, to), "{to}");
        }
    }

    #[test]
    fn what_lists_and_counts_depend_on_is_structure() {
        for (from, to) in [
            ("2024-01-02", "2024-01-03"),
            ("sev2", "sev1"),
            ("[queue]", "[queue, mail]"),
            ("date:", "detection: A probe said so.\ndate:"),
            ("b.md", "c.md"),
            ("- [ ]", "- [x]"),
            ("owner: ada", "owner: bo"),
            ("date:", "authors: [Ada Lovelace]\ndate:"),
            ("severity:", "status: draft\nseverity:"),
        ] {
            assert!(!is_same_with(from, to), "{to}");
        }
        // Actions are about an article whose title says what they say.
        let article = "---\nkind: article\ntitle: Draining a queue\n---\n\nText.\n";
        assert_ne!(of(article), of(&article.replace("queue", "pool")));
    }
}
