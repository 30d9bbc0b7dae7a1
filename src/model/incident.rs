//! One incident.

use super::inherit;
use super::milestones::{Impact, Milestones};
use super::{ActionItem, Date, Instant, Lapse, Phase, Severity, Sourced, Status, TaxonomyKey, TimelineEntry};
use serde::{Deserialize, Serialize};

/// What two witnesses of one incident say together: the first wins where both speak.
trait Compose {
    /// What `self` says, and of the rest what `other` says.
    fn or(self, other: Self) -> Self;
}

impl<T> Compose for Option<T> {
    fn or(self, other: Self) -> Self {
        Option::or(self, other)
    }
}

/// What is told as a list.
trait Listed {}

impl<T> Listed for Sourced<T> {}
impl Listed for Impact {}
impl Listed for TimelineEntry {}
impl Listed for ActionItem {}

/// A list of one witness is not added to by the other: they tell the same things in other words.
impl<T: Listed> Compose for Vec<T> {
    fn or(self, other: Self) -> Self {
        if self.is_empty() { other } else { self }
    }
}

/// Terms of a taxonomy; each taxonomy is a list of its own.
type Terms = Vec<(TaxonomyKey, Sourced<String>)>;

impl Compose for Terms {
    fn or(mut self, other: Self) -> Self {
        let told: Vec<TaxonomyKey> = self.iter().map(|(key, _)| *key).collect();
        self.extend(other.into_iter().filter(|(key, _)| !told.contains(key)));
        self
    }
}

impl Compose for Milestones {
    fn or(self, other: Self) -> Self {
        let mut all = self;
        for (own, other) in all.0.iter_mut().zip(other.0) {
            *own = own.take().or(other);
        }
        all
    }
}

/// The one table of fields. From a row come the member of [`Incident`] or [`Narrative`], the member of [`Claims`] and how
/// the claims of two witnesses are composed; behind `=` stands what a translation takes over from its original ([`inherit`]).
/// None of them can be forgotten.
macro_rules! fields {
    (
        incident { $($(#[$doc:meta])* $name:ident: $kind:ty = $rule:ident,)* }
        narrative { $($(#[$told_doc:meta])* $told:ident: $told_kind:ty = $told_rule:ident,)* }
    ) => {
        /// What other pages may know of an incident: what lists, counts and claims are made of. Articles use the few fields
        /// that fit them.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub struct Incident {
            /// BCP 47 tag of its language.
            pub language: Sourced<String>,
            $($(#[$doc])* pub $name: $kind,)*
        }

        /// What an incident's page tells in words. Other pages take it only while they are made.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub struct Narrative {
            /// The title, never empty.
            pub title: Sourced<String>,
            $($(#[$told_doc])* pub $told: $told_kind,)*
        }

        impl Incident {
            /// The incident of a translation with what its original says.
            pub fn inherited(own: &Incident, original: &Incident) -> Incident {
                Incident {
                    language: own.language.clone(),
                    $($name: inherit::$rule(&own.$name, &original.$name),)*
                }
            }
        }

        impl Narrative {
            /// The words of a translation with what its original says.
            pub fn inherited(own: &Narrative, original: &Narrative) -> Narrative {
                Narrative {
                    title: own.title.clone(),
                    $($told: inherit::$told_rule(&own.$told, &original.$told),)*
                }
            }
        }

        /// What one witness, the front matter or the body, says of an incident.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Claims {
            /// The title; `None` where it gives none, or a template's.
            pub title: Option<Sourced<String>>,
            /// BCP 47 tag of its language.
            pub language: Option<Sourced<String>>,
            $($(#[$doc])* pub $name: $kind,)*
            $($(#[$told_doc])* pub $told: $told_kind,)*
        }

        impl Claims {
            /// What both witnesses say; `self` wins.
            #[must_use]
            pub fn or(self, other: Claims) -> Claims {
                Claims {
                    title: self.title.or(other.title),
                    language: self.language.or(other.language),
                    $($name: Compose::or(self.$name, other.$name),)*
                    $($told: Compose::or(self.$told, other.$told),)*
                }
            }

            /// The incident of which all this is said.
            pub fn into_incident(self, title: Sourced<String>, language: Sourced<String>) -> (Incident, Narrative) {
                let incident = Incident { language, $($name: self.$name,)* };
                (incident, Narrative { title, $($told: self.$told,)* })
            }
        }
    };
}

fields! {
    incident {
        /// The id that front matter gives; without one the file's stem serves.
        id: Option<Sourced<String>> = of_original,
        /// The day of the incident.
        date: Option<Sourced<Date>> = fact,
        /// When it started, was detected, acknowledged, mitigated and resolved.
        milestones: Milestones = milestones,
        /// A duration that the text states ("Time to recovery: 87 minutes") in minutes, where milestones give none.
        stated_duration: Option<Sourced<i64>> = fact,
        /// How bad.
        severity: Option<Sourced<Severity>> = fact,
        /// How far the postmortem has come.
        status: Option<Sourced<Status>> = fact,
        /// Terms of taxonomies, in the order in which they are written.
        terms: Vec<(TaxonomyKey, Sourced<String>)> = terms,
        /// Kinds of weakness found.
        lapses: Vec<Sourced<Lapse>> = list,
        /// Who or what was behind a security incident.
        actors: Vec<Sourced<String>> = list,
        /// What was promised.
        actions: Vec<ActionItem> = actions,
        /// Ids or paths of incidents that belong together.
        related: Vec<Sourced<String>> = list,
        /// Ids or paths of earlier incidents that this one repeats.
        recurs: Vec<Sourced<String>> = list,
        /// Ids or paths of pages that this incident changed.
        procedures: Vec<Sourced<String>> = list,
        /// Who wrote it.
        authors: Vec<Sourced<String>> = list,
        /// Who reviewed it.
        reviewers: Vec<Sourced<String>> = list,
        /// For whom it is; `None` for everybody.
        audience: Option<Sourced<String>> = word,
    }
    narrative {
        /// How bad, in a word that is on no scale of the settings: `down`, `partial-outage`.
        severity_word: Option<Sourced<String>> = word,
        /// What set it off.
        trigger: Option<Sourced<String>> = word,
        /// How it was noticed.
        detection: Option<Sourced<String>> = word,
        /// What happened, in a paragraph, as Markdown.
        summary: Option<Sourced<String>> = own,
        /// What the page is about, for lists and search engines.
        description: Option<Sourced<String>> = own,
        /// Named quantities.
        impact: Vec<Impact> = list,
        /// What happened when.
        timeline: Vec<TimelineEntry> = list,
    }
}

impl Incident {
    /// An incident of which only the language is known.
    pub fn new(language: Sourced<String>) -> Incident {
        Claims::default().into_incident(Sourced::external(String::new()), language).0
    }

    /// The terms of one taxonomy.
    pub fn terms_of(&self, taxonomy: TaxonomyKey) -> impl Iterator<Item = &Sourced<String>> {
        self.terms.iter().filter(move |(key, _)| *key == taxonomy).map(|(_, term)| term)
    }

    /// Minutes that it lasted: from its milestones, else as the text states.
    pub fn duration_minutes(&self) -> Option<i64> {
        self.milestones.duration_minutes().or_else(|| self.stated_duration.as_ref().map(|found| found.value))
    }

    /// The day it is filed under: its date, else the day it started.
    pub fn day(&self) -> Option<Date> {
        self.date.as_ref().map(|found| found.value).or_else(|| self.milestones.at(Phase::Started).map(Instant::date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_milestone_of_one_witness_fills_the_same_of_the_other() {
        let at = |hour: i8| {
            let (day, time) = (Date::constant(2024, 1, 2), crate::model::TimeOfDay::constant(hour, 0, 0, 0));
            Sourced::external(Instant::local(day, time, &crate::model::Zone::UTC).unwrap())
        };
        let mut own = Claims::default();
        own.milestones.or_set(Phase::Started, at(10));
        let mut other = Claims::default();
        other.milestones.or_set(Phase::Started, at(9));
        other.milestones.or_set(Phase::Resolved, at(11));
        let both = own.or(other).milestones;
        assert_eq!(both.at(Phase::Started).map(Instant::rfc3339).as_deref(), Some("2024-01-02T10:00:00Z"));
        assert_eq!(both.at(Phase::Detected), None);
        assert_eq!(both.at(Phase::Resolved).map(Instant::rfc3339).as_deref(), Some("2024-01-02T11:00:00Z"));
    }
}
