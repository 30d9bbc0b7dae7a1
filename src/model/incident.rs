//! One incident.

use super::{ActionItem, Date, Instant, Lapse, Phase, Severity, Sourced, Status, TaxonomyKey, TimelineEntry};
use serde::{Deserialize, Serialize};

/// The five milestones; each may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Milestones([Option<Sourced<Instant>>; 5]);

impl Milestones {
    /// The milestone of a phase.
    pub fn get(&self, phase: Phase) -> Option<&Sourced<Instant>> {
        self.0[phase as usize].as_ref()
    }

    /// The instant of a phase.
    pub fn at(&self, phase: Phase) -> Option<Instant> {
        self.get(phase).map(|found| found.value)
    }

    /// Sets a milestone.
    pub fn set(&mut self, phase: Phase, at: Sourced<Instant>) {
        self.0[phase as usize] = Some(at);
    }

    /// Sets a milestone unless it is known.
    pub fn or_set(&mut self, phase: Phase, at: Sourced<Instant>) {
        self.0[phase as usize].get_or_insert(at);
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Minutes from the start to `phase`; `None` when one is missing or they are in the wrong order.
    pub fn minutes_to(&self, phase: Phase) -> Option<i64> {
        let minutes = self.at(phase)?.minutes_since(self.at(Phase::Started)?);
        (minutes >= 0).then_some(minutes)
    }

    /// Minutes from the start to the end: to `resolved`, else to `mitigated`.
    pub fn duration_minutes(&self) -> Option<i64> {
        self.minutes_to(Phase::Resolved).or_else(|| self.minutes_to(Phase::Mitigated))
    }
}

/// One quantity of the impact: `users affected: 1200`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Impact {
    /// What was counted.
    pub name: String,
    /// How much, as written.
    pub value: Sourced<String>,
}

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
        let mut others = other.0.into_iter();
        Milestones(self.0.map(|own| own.or_else(|| others.next().flatten())))
    }
}

/// The one table of fields. From a row come the member of [`Incident`] or [`Narrative`], the member of [`Claims`] and how
/// the claims of two witnesses are composed, so that none of them can be forgotten.
macro_rules! fields {
    (
        incident { $($(#[$doc:meta])* $name:ident: $kind:ty,)* }
        narrative { $($(#[$told_doc:meta])* $told:ident: $told_kind:ty,)* }
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
        id: Option<Sourced<String>>,
        /// The day of the incident.
        date: Option<Sourced<Date>>,
        /// When it started, was detected, acknowledged, mitigated and resolved.
        milestones: Milestones,
        /// A duration that the text states ("Time to recovery: 87 minutes") in minutes, where milestones give none.
        stated_duration: Option<Sourced<i64>>,
        /// How bad.
        severity: Option<Sourced<Severity>>,
        /// How far the postmortem has come.
        status: Option<Sourced<Status>>,
        /// Terms of taxonomies, in the order in which they are written.
        terms: Vec<(TaxonomyKey, Sourced<String>)>,
        /// Kinds of weakness found.
        lapses: Vec<Sourced<Lapse>>,
        /// Who or what was behind a security incident.
        actors: Vec<Sourced<String>>,
        /// What was promised.
        actions: Vec<ActionItem>,
        /// Ids or paths of incidents that belong together.
        related: Vec<Sourced<String>>,
        /// Ids or paths of earlier incidents that this one repeats.
        recurs: Vec<Sourced<String>>,
        /// Ids or paths of pages that this incident changed.
        procedures: Vec<Sourced<String>>,
        /// Who wrote it.
        authors: Vec<Sourced<String>>,
        /// Who reviewed it.
        reviewers: Vec<Sourced<String>>,
        /// For whom it is; `None` for everybody.
        audience: Option<Sourced<String>>,
    }
    narrative {
        /// What set it off.
        trigger: Option<Sourced<String>>,
        /// How it was noticed.
        detection: Option<Sourced<String>>,
        /// What happened, in a paragraph, as Markdown.
        summary: Option<Sourced<String>>,
        /// What the page is about, for lists and search engines.
        description: Option<Sourced<String>>,
        /// Named quantities.
        impact: Vec<Impact>,
        /// What happened when.
        timeline: Vec<TimelineEntry>,
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
