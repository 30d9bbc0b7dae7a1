//! `[priorities]`: what an incident costs, and for how long that counts.

use super::Scale;
use crate::model::Severity;
use serde::Deserialize;

/// `[priorities]` as written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct RawPriorities {
    half_life: Option<f64>,
    window: Option<u32>,
    per_incident: Option<f64>,
    per_hour: Option<f64>,
    most_hours: Option<f64>,
    weights: Option<Vec<f64>>,
    unknown_weight: Option<f64>,
}

impl RawPriorities {
    /// The settings of `self`, and those of `below` where `self` has none.
    pub(super) fn over(self, below: RawPriorities) -> RawPriorities {
        let RawPriorities { half_life, window, per_incident, per_hour, most_hours, weights, unknown_weight } = self;
        RawPriorities {
            half_life: half_life.or(below.half_life),
            window: window.or(below.window),
            per_incident: per_incident.or(below.per_incident),
            per_hour: per_hour.or(below.per_hour),
            most_hours: most_hours.or(below.most_hours),
            weights: weights.or(below.weights),
            unknown_weight: unknown_weight.or(below.unknown_weight),
        }
    }
}

/// What an incident costs: `weight × (per_incident + per_hour × hours) × ½^(age / half_life)`.
#[derive(Clone, Debug, PartialEq)]
pub struct PriorityConfig {
    /// After how many days an incident counts half; 0 for never.
    pub half_life: f64,
    /// After how many days it counts no more.
    pub window: u32,
    /// Points for an incident of weight 1 that took no time.
    pub per_incident: f64,
    /// Points for each hour.
    pub per_hour: f64,
    /// More hours of one incident than this do not count.
    pub most_hours: f64,
    /// The weight of each severity, worst first; the last one serves for all further steps of the scale.
    pub weights: Vec<f64>,
    /// The weight of an incident without a severity.
    pub unknown_weight: f64,
}

impl PriorityConfig {
    /// The weight of a severity.
    pub fn weight(&self, severity: Option<Severity>) -> f64 {
        match severity {
            None => self.unknown_weight,
            Some(Severity(step)) => {
                self.weights.get(usize::from(step)).or(self.weights.last()).copied().unwrap_or(self.unknown_weight)
            }
        }
    }
}

/// As meant. What is no number of things, or less than none, is none.
pub(super) fn priorities(raw: RawPriorities, scale: &Scale) -> PriorityConfig {
    let RawPriorities { half_life, window, per_incident, per_hour, most_hours, weights, unknown_weight } = raw;
    let plain = |value: Option<f64>| value.filter(|value| value.is_finite() && *value >= 0.0).unwrap_or(0.0);
    let mut weights: Vec<f64> = weights.unwrap_or_default().into_iter().map(|weight| plain(Some(weight))).collect();
    weights.truncate(scale.len());
    PriorityConfig {
        half_life: plain(half_life),
        window: window.unwrap_or(0),
        per_incident: plain(per_incident),
        per_hour: plain(per_hour),
        most_hours: plain(most_hours),
        weights,
        unknown_weight: plain(unknown_weight),
    }
}
