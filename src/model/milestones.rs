//! Milestones and named quantities of an incident.

use super::{Instant, Phase, Sourced};
use serde::{Deserialize, Serialize};

/// The five milestones; each may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Milestones(pub(super) [Option<Sourced<Instant>>; 5]);

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

    /// Forgets a milestone.
    pub fn clear(&mut self, phase: Phase) {
        self.0[phase as usize] = None;
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
