use super::block::Block;
use crate::config::Scale;
use crate::model::*;
use crate::text::ContentPath;
#[derive(Default)]
pub struct BodyFacts {
    pub title: Option<Found<String>>,
    pub date: Option<Found<Date>>,
    pub milestones: Vec<(Phase, Found<Instant>)>,
    pub stated_duration: Option<Found<i64>>,
    pub severity: Option<Found<Severity>>,
    pub status: Option<Found<Status>>,
    pub terms: Vec<(TaxonomyKey, Found<String>)>,
    pub trigger: Option<Found<String>>,
    pub detection: Option<Found<String>>,
    pub summary: Option<Found<String>>,
    pub impact: Vec<Impact>,
    pub timeline: Vec<TimelineEntry>,
    pub actions: Vec<ActionItem>,
    pub people: Vec<Found<String>>,
    pub sections: Vec<SectionKind>,
    pub first_sentence: Option<Found<String>>,
    pub first_paragraph: String,
    pub is_template: bool,
    pub looks_like_incident: bool,
}
pub struct BodyContext<'a> {
    pub path: &'a ContentPath,
    pub language: &'a str,
    pub zone: &'a Zone,
    pub scale: &'a Scale,
    pub stated_date: Option<Date>,
}
pub fn read_body(_b: &[Block], _c: &BodyContext) -> BodyFacts {
    BodyFacts::default()
}
