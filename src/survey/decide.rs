//! From the evidence of all pages to the conventions of each.

use super::cascade::{introduces, together};
use super::conventions::{Conventions, Likely};
use super::evidence::{Evidence, FolderEvidence, PageEvidence, Shape, ShapeEvidence, folders_of, scan};
use super::matter::Matter;
use super::sign::Sign;
use super::zones::agreed;
use crate::clock::{Order, zone_name};
use crate::config::{Config, Scale};
use crate::model::Status;
use crate::text::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// From how many pages of a shape on what most of them are is what the others are too.
const FEW: u32 = 3;
/// From how many pages on a shape of which hardly one tells of an incident is that of other pages.
const MANY: u32 = 8;
/// A word for a severity that this many pages use is no slip.
const WORD: u32 = 3;
/// From how many drafts on "draft" may be a label that nobody changes: where no label says anything else, and where most
/// pages have it.
const DRAFTS: (u32, u32) = (2, 5);

/// What the pages of a shape are where they do not say it themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decision {
    /// Each for itself.
    #[default]
    Open,
    /// Postmortems.
    Incidents,
    /// Guides.
    Guides,
    /// Posts.
    Posts,
}

/// What a folder was found to have in common.
#[derive(Clone, Debug, Default)]
pub struct FolderSurvey {
    /// What it was found from.
    pub evidence: FolderEvidence,
    /// Which of two numbers is the day; `None` where no page proves it, or pages prove both.
    pub order: Option<Order>,
    /// The zone of times that name none.
    pub zone: Option<String>,
    /// What the pages of each shape are.
    pub shapes: BTreeMap<Shape, Decision>,
    /// Words for severities that are on no scale.
    pub severities: BTreeSet<String>,
    /// Whether "Status: Draft" in a body says nothing.
    pub draft_label_is_stale: bool,
    /// Whether the dates of posts say when they were published: most of them tell of no incident.
    pub dates_are_of_publication: bool,
}

/// What all folders have in common. A folder that settles nothing goes by the one around it.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// By the folder's path; "" is the library.
    pub folders: BTreeMap<String, FolderSurvey>,
}

impl Survey {
    /// What pages show together.
    pub fn of(evidence: Evidence, config: &Config) -> Survey {
        let folders = evidence.folders.into_iter();
        Survey { folders: folders.map(|(name, evidence)| (name, folder(evidence, &config.severities))).collect() }
    }

    /// The conventions for a page that lies alone: what it settles for itself.
    pub fn alone(source: &Source, config: &Config) -> Arc<Conventions> {
        let page = scan(source, &config.lexicon);
        let mut evidence = Evidence::default();
        evidence.add(source, &page);
        Survey::of(evidence, config).conventions(source, &page, config)
    }

    /// The conventions for a page.
    pub fn conventions(&self, source: &Source, page: &PageEvidence, config: &Config) -> Arc<Conventions> {
        let around = || folders_of(source.place.folder()).filter_map(|name| self.folders.get(name));
        let order = match page.order {
            proof if proof.day_first != proof.month_first => {
                Some(if proof.day_first { Order::DayFirst } else { Order::MonthFirst })
            }
            _ => around().find_map(|folder| folder.order),
        };
        let zone = if page.zone.is_some() { None } else { around().find_map(|folder| folder.zone.clone()) };
        let decided = around().filter_map(|folder| folder.shapes.get(&page.shape).copied());
        let decision = decided.into_iter().find(|decision| *decision != Decision::Open).unwrap_or_default();
        let kind = match (page.sign, decision) {
            (Sign::Incident, _) => Likely::SaysIncident,
            (Sign::Maintenance, _) => Likely::Maintenance,
            (Sign::Guide | Sign::Template, _) | (Sign::Unsure, Decision::Guides) => Likely::Guide,
            (Sign::Unsure, Decision::Incidents) => Likely::Incident,
            (Sign::Unsure, Decision::Posts) => Likely::Post,
            (Sign::Unsure, Decision::Open) => Likely::Unsure,
        };
        let rules = || config.defaults_for(source.place.folder()).rev();
        let order = rules().find_map(|rule| rule.order).or(order);
        let zone = match rules().find_map(|rule| rule.zone.clone()) {
            Some(_) if page.zone.is_some() => None,
            Some(stated) => Some(zone_name(&stated)),
            None => zone,
        };
        let severity = page.severity.as_ref().map(|word| word.to_lowercase());
        let is_word = |word: &String| around().any(|folder| folder.severities.contains(word));
        Arc::new(Conventions {
            order,
            zone,
            kind: if introduces(&source.place) && kind == Likely::Incident { Likely::Unsure } else { kind },
            date_is_of_publication: page.shape.matter == Matter::Post
                && around().any(|folder| folder.dates_are_of_publication),
            date_is_the_start: page.shape.matter == Matter::Status,
            severity_is_a_word: page.shape.matter == Matter::Status || severity.as_ref().is_some_and(is_word),
            draft_label_is_stale: page.label == Some(Status::Draft)
                && match rules().find_map(|rule| rule.draft_labels) {
                    Some(hides) => !hides,
                    None => around().any(|folder| folder.draft_label_is_stale),
                },
            cascade: together(around().filter_map(|folder| folder.evidence.cascade.as_ref())),
        })
    }
}

fn folder(evidence: FolderEvidence, scale: &Scale) -> FolderSurvey {
    let order = match (evidence.day_first, evidence.month_first) {
        (days, months) if days > months * 4 => Some(Order::DayFirst),
        (days, months) if months > days * 4 => Some(Order::MonthFirst),
        _ => None,
    };
    let uses = evidence.severities.iter().filter(|(word, _)| scale.parse(word).is_none());
    let off_scale: u32 = uses.clone().map(|(_, count)| count).sum();
    let on_scale = evidence.severities.values().sum::<u32>() - off_scale;
    let severities =
        uses.filter(|(_, count)| **count >= WORD || off_scale > on_scale.max(1)).map(|(word, _)| word.clone());
    let severities = severities.collect();
    let incidents: u32 = evidence.shapes.values().map(ShapeEvidence::incidents).sum();
    let is_of_incidents = incidents * 3 >= evidence.pages;
    let shapes =
        evidence.shapes.iter().map(|(shape, found)| (*shape, decision(*shape, found, is_of_incidents))).collect();
    let nothing_else = evidence.draft >= DRAFTS.0 && evidence.draft == evidence.labelled && evidence.pages >= DRAFTS.1;
    let most = evidence.draft >= DRAFTS.1 && evidence.draft * 2 > evidence.pages;
    let posts = evidence.shapes.iter().filter(|(shape, _)| shape.matter == Matter::Post);
    let (posts, reports) =
        posts.fold((0, 0), |(pages, reports), (_, found)| (pages + found.pages, reports + found.incidents()));
    FolderSurvey {
        order,
        zone: zone(&evidence),
        shapes,
        severities,
        draft_label_is_stale: nothing_else || most,
        dates_are_of_publication: posts >= FEW && reports * 2 < posts,
        evidence,
    }
}

/// The zone that speaks for pages that name none: that of the remarks, if they agree, or nearly all do, and the times beside
/// which a zone stands do not say otherwise.
fn zone(evidence: &FolderEvidence) -> Option<String> {
    let zones = &evidence.zones;
    if zones.is_empty() {
        let named: u32 = evidence.zones_beside.values().sum();
        return (named >= FEW).then(|| agreed(evidence.zones_beside.keys().map(String::as_str)))?;
    }
    let zone = agreed(zones.keys().map(String::as_str)).or_else(|| most(zones))?;
    let is_other = |name: &str| agreed([zone.as_str(), name].into_iter()).is_none();
    let of = |counts: &BTreeMap<String, u32>, other: bool| {
        counts.iter().filter(|(name, _)| is_other(name) == other).map(|(_, count)| count).sum::<u32>()
    };
    (of(&evidence.zones_beside, true) <= of(zones, false)).then_some(zone)
}

/// The zone that is given by more than four times as many pages as all others.
fn most(zones: &BTreeMap<String, u32>) -> Option<String> {
    let (zone, pages) = zones.iter().max_by_key(|(_, pages)| **pages)?;
    (*pages >= FEW && *pages > (zones.values().sum::<u32>() - pages) * 4).then(|| zone.clone())
}

/// What the pages of a shape are, by what those of them say that say anything.
fn decision(shape: Shape, found: &ShapeEvidence, is_of_incidents: bool) -> Decision {
    let (incidents, guides) = (found.incidents(), found.count(Sign::Guide) + found.count(Sign::Template));
    if found.pages >= FEW && incidents * 2 >= found.pages {
        return Decision::Incidents;
    }
    if found.pages >= FEW && guides * 2 >= found.pages {
        return Decision::Guides;
    }
    let enough = if shape.matter == Matter::Post { FEW } else { MANY };
    let is_plain = matches!(shape.matter, Matter::Post | Matter::Plain | Matter::None);
    if is_plain && !is_of_incidents && found.pages >= enough && incidents * 3 < found.pages {
        Decision::Posts
    } else {
        Decision::Open
    }
}
