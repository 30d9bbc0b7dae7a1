//! What a translation leaves unsaid, its original says: how each kind of field is taken over.
//!
//! Whatever is the same in every language (when, how bad, which services) is the original's unless the translation's front
//! matter states it: what was read out of a translated text is a weaker witness than the original. What is said in words is
//! the translation's own. Nothing that was taken over has a place in the translation's text ([`Origin::External`]).

use super::milestones::{Impact, Milestones};
use super::{ActionItem, Origin, Phase, Sourced, TaxonomyKey, TimelineEntry};

/// What has a place in a text.
pub(super) trait Placed: Clone {
    /// The same from outside the text.
    fn external(&self) -> Self;
}

impl<T: Clone> Placed for Sourced<T> {
    fn external(&self) -> Self {
        Sourced::external(self.value.clone())
    }
}

impl Placed for Impact {
    fn external(&self) -> Self {
        Impact { name: self.name.clone(), value: self.value.external() }
    }
}

impl Placed for TimelineEntry {
    fn external(&self) -> Self {
        TimelineEntry { text: self.text.external(), ..self.clone() }
    }
}

impl Placed for ActionItem {
    fn external(&self) -> Self {
        ActionItem { origin: Origin::External, ..self.clone() }
    }
}

fn is_stated<T>(found: &Sourced<T>) -> bool {
    matches!(found.origin, Origin::Stated(_))
}

/// The original's alone.
pub(super) fn of_original<T: Placed>(_own: &Option<T>, original: &Option<T>) -> Option<T> {
    original.as_ref().map(Placed::external)
}

/// The translation's own alone.
pub(super) fn own<T: Clone>(own: &T, _original: &T) -> T {
    own.clone()
}

/// What is the same in every language.
pub(super) fn fact<T: Clone>(own: &Option<Sourced<T>>, original: &Option<Sourced<T>>) -> Option<Sourced<T>> {
    let stated = own.clone().filter(is_stated);
    stated.or_else(|| original.as_ref().map(Placed::external)).or_else(|| own.clone())
}

/// What is said in words.
pub(super) fn word<T: Placed>(own: &Option<T>, original: &Option<T>) -> Option<T> {
    own.clone().or_else(|| original.as_ref().map(Placed::external))
}

/// A list that is told in either language.
pub(super) fn list<T: Placed>(own: &[T], original: &[T]) -> Vec<T> {
    if own.is_empty() { original.iter().map(Placed::external).collect() } else { own.to_vec() }
}

/// Each milestone is a fact.
pub(super) fn milestones(own: &Milestones, original: &Milestones) -> Milestones {
    let mut milestones = own.clone();
    for phase in Phase::ALL {
        if let Some(at) = fact(&own.get(phase).cloned(), &original.get(phase).cloned()) {
            milestones.set(phase, at);
        }
    }
    milestones
}

type Terms = [(TaxonomyKey, Sourced<String>)];

/// Of each taxonomy what the translation states, else what the original has, else what was read out of the translation.
pub(super) fn terms(own: &Terms, original: &Terms) -> Vec<(TaxonomyKey, Sourced<String>)> {
    let states = |key| own.iter().any(|(of, term)| *of == key && is_stated(term));
    let told = |key| original.iter().any(|(of, _)| *of == key);
    let mut terms: Vec<_> = own.iter().filter(|(key, _)| states(*key) || !told(*key)).cloned().collect();
    let more = original.iter().filter(|(key, _)| !states(*key));
    terms.extend(more.map(|(key, term)| (*key, term.external())));
    terms
}

/// Where both have as many, they are the same actions in other words.
pub(super) fn actions(own: &[ActionItem], original: &[ActionItem]) -> Vec<ActionItem> {
    if own.len() != original.len() {
        return list(own, original);
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
