//! The shape and the words of a translation with what its original says; how each field is taken over stands in
//! [`crate::model`].

use crate::document::{Shape, Telling, Tells, sections};
use crate::model::{Incident, Narrative, PageKind};

/// The shape of a translation with what its original says.
pub(super) fn inherited(own: &Shape, original: &Shape) -> Shape {
    let incident = Incident::inherited(&own.incident, &original.incident);
    let tells = Tells {
        trigger: own.tells.trigger || original.tells.trigger,
        detection: own.tells.detection || original.tells.detection,
        summary: own.tells.summary,
        impact: own.tells.impact || original.tells.impact,
        timeline: own.tells.timeline || original.tells.timeline,
        severity: own.tells.severity || original.tells.severity,
    };
    Shape {
        kind: original.kind,
        sections: sections(tells, &incident.actions, &own.sections),
        tells,
        name: (original.kind != PageKind::Incident).then(|| own.name.clone()).flatten(),
        incident,
        links: own.links.clone(),
        named_files: own.named_files.clone(),
        aliases: own.aliases.clone(),
        old_places: own.old_places.clone(),
    }
}

/// The words of a translation with what its original says.
pub(super) fn inherited_telling(own: &Telling, original: &Telling) -> Telling {
    let mut extra = own.extra.clone();
    for (key, value) in &original.extra {
        extra.entry(key).or_insert_with(|| value.clone());
    }
    Telling {
        narrative: Narrative::inherited(&own.narrative, &original.narrative),
        mitigation: if own.mitigation.is_empty() { original.mitigation.clone() } else { own.mitigation.clone() },
        excerpt: if own.excerpt.is_empty() { original.excerpt.clone() } else { own.excerpt.clone() },
        failures: if own.failures.is_empty() { original.failures.clone() } else { own.failures.clone() },
        extra,
        ..own.clone()
    }
}
