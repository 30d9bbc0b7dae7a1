//! Inheritance: a translation takes from its original what it leaves out, since translators copy the title and the text.
//!
//! Whatever is the same in every language (when, how bad, which services) is the original's unless the translation's
//! front matter states it: what was read out of a translated text is a weaker witness than the original. What is said in
//! words (the summary, the title) is the translation's own. Nothing that was taken over has a place in the translation's
//! text, and it says so ([`Origin::External`]).

use crate::document::{Shape, Telling, Tells, sections};
use crate::model::{ActionItem, Impact, Incident, Narrative, Origin, PageKind, Phase, Sourced, TimelineEntry};

/// The shape of a translation with what its original says.
pub(super) fn inherited(own: &Shape, original: &Shape) -> Shape {
    let incident = incident(&own.incident, &original.incident);
    let tells = Tells {
        trigger: own.tells.trigger || original.tells.trigger,
        detection: own.tells.detection || original.tells.detection,
        summary: own.tells.summary,
        impact: own.tells.impact || original.tells.impact,
        timeline: own.tells.timeline || original.tells.timeline,
    };
    Shape {
        kind: original.kind,
        sections: sections(tells, &incident.actions, &own.sections),
        tells,
        name: (original.kind != PageKind::Incident).then(|| own.name.clone()).flatten(),
        incident,
        links: own.links.clone(),
        named_files: own.named_files.clone(),
    }
}

/// The words of a translation with what its original says.
pub(super) fn inherited_telling(own: &Telling, original: &Telling) -> Telling {
    let mut extra = own.extra.clone();
    for (key, value) in &original.extra {
        extra.entry(key).or_insert_with(|| value.clone());
    }
    Telling {
        narrative: narrative(&own.narrative, &original.narrative),
        excerpt: if own.excerpt.is_empty() { original.excerpt.clone() } else { own.excerpt.clone() },
        extra,
        ..own.clone()
    }
}

fn narrative(own: &Narrative, original: &Narrative) -> Narrative {
    Narrative {
        title: own.title.clone(),
        trigger: word(&own.trigger, &original.trigger),
        detection: word(&own.detection, &original.detection),
        summary: own.summary.clone(),
        description: own.description.clone(),
        impact: list(&own.impact, &original.impact, |impact| Impact {
            name: impact.name.clone(),
            value: external(&impact.value),
        }),
        timeline: list(&own.timeline, &original.timeline, |entry| TimelineEntry {
            text: external(&entry.text),
            ..entry.clone()
        }),
    }
}

fn incident(own: &Incident, original: &Incident) -> Incident {
    let mut milestones = own.milestones.clone();
    for phase in Phase::ALL {
        if let Some(at) = fact(&own.milestones.get(phase).cloned(), &original.milestones.get(phase).cloned()) {
            milestones.set(phase, at);
        }
    }
    Incident {
        id: original.id.as_ref().map(external),
        date: fact(&own.date, &original.date),
        milestones,
        stated_duration: fact(&own.stated_duration, &original.stated_duration),
        severity: fact(&own.severity, &original.severity),
        status: fact(&own.status, &original.status),
        terms: terms(own, original),
        lapses: list(&own.lapses, &original.lapses, external),
        actors: list(&own.actors, &original.actors, external),
        actions: actions(&own.actions, &original.actions),
        related: list(&own.related, &original.related, external),
        recurs: list(&own.recurs, &original.recurs, external),
        procedures: list(&own.procedures, &original.procedures, external),
        authors: list(&own.authors, &original.authors, external),
        reviewers: list(&own.reviewers, &original.reviewers, external),
        audience: word(&own.audience, &original.audience),
        language: own.language.clone(),
    }
}

fn external<T: Clone>(found: &Sourced<T>) -> Sourced<T> {
    Sourced::external(found.value.clone())
}

fn is_stated<T>(found: &Sourced<T>) -> bool {
    matches!(found.origin, Origin::Stated(_))
}

/// What is the same in every language.
fn fact<T: Clone>(own: &Option<Sourced<T>>, original: &Option<Sourced<T>>) -> Option<Sourced<T>> {
    let stated = own.clone().filter(is_stated);
    stated.or_else(|| original.as_ref().map(external)).or_else(|| own.clone())
}

/// What is said in words.
fn word<T: Clone>(own: &Option<Sourced<T>>, original: &Option<Sourced<T>>) -> Option<Sourced<T>> {
    own.clone().or_else(|| original.as_ref().map(external))
}

fn list<T: Clone>(own: &[T], original: &[T], external: impl Fn(&T) -> T) -> Vec<T> {
    if own.is_empty() { original.iter().map(external).collect() } else { own.to_vec() }
}

/// Of each taxonomy what the translation states, else what the original has, else what was read out of the translation.
fn terms(own: &Incident, original: &Incident) -> Vec<(crate::model::TaxonomyKey, Sourced<String>)> {
    let states = |key| own.terms_of(key).any(is_stated);
    let told = |key| original.terms_of(key).next().is_some();
    let mut terms: Vec<_> = own.terms.iter().filter(|(key, _)| states(*key) || !told(*key)).cloned().collect();
    let more = original.terms.iter().filter(|(key, _)| !states(*key));
    terms.extend(more.map(|(key, term)| (*key, external(term))));
    terms
}

/// Where both have as many, they are the same actions in other words.
fn actions(own: &[ActionItem], original: &[ActionItem]) -> Vec<ActionItem> {
    if own.len() != original.len() {
        return list(own, original, |action| ActionItem { origin: Origin::External, ..action.clone() });
    }
    let both = own.iter().zip(original).map(|(own, original)| ActionItem {
        text: own.text.clone(),
        status: original.status,
        owner: own.owner.clone().or_else(|| original.owner.clone()),
        kind: own.kind.clone().or_else(|| original.kind.clone()),
        opened: own.opened.or(original.opened),
        due: own.due.or(original.due),
        closed: own.closed.or(original.closed),
        reference: own.reference.clone().or_else(|| original.reference.clone()),
        origin: own.origin,
    });
    both.collect()
}
