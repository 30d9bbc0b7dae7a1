//! Inheritance: a translation takes from its original what it leaves out, since translators copy the title and the text.
//!
//! Whatever is the same in every language (when, how bad, which services) is the original's unless the translation's
//! front matter states it: what was read out of a translated text is a weaker witness than the original. What is said in
//! words (the summary, the title) is the translation's own. Nothing that was taken over has a place in the translation's
//! text, and it says so ([`Origin::External`]).

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
        narrative: Narrative::inherited(&own.narrative, &original.narrative),
        excerpt: if own.excerpt.is_empty() { original.excerpt.clone() } else { own.excerpt.clone() },
        extra,
        ..own.clone()
    }
}
