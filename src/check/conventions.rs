//! What folders were found to have in common, in a few lines: what a reader would want to know before believing the rest.

use crate::clock::{Order, zone_name};
use crate::config::Config;
use crate::library::Library;
use crate::model::PageKind;
use crate::survey::{FolderSurvey, Survey};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many folders are told of.
const MOST: usize = 12;

/// A line for each folder that has pages: how many of which kind, which number is the day, which zone holds, and what else
/// was decided that nobody wrote down. What could not be decided follows with the settings that would decide it.
pub fn conventions(survey: &Survey, library: &Library, config: &Config) -> Vec<String> {
    let mut kinds: BTreeMap<&str, BTreeMap<PageKind, u32>> = BTreeMap::new();
    for (_, page) in library.iter().filter(|(_, page)| page.shape.kind != PageKind::Folder) {
        *kinds.entry(page.place.folder()).or_default().entry(page.shape.kind).or_default() += 1;
    }
    let mut folders: Vec<(&str, BTreeMap<PageKind, u32>)> = kinds.into_iter().collect();
    folders.sort_by_key(|(folder, kinds)| (Reverse(kinds.values().sum::<u32>()), *folder));
    let mut lines = Vec::new();
    for (folder, kinds) in folders.into_iter().take(MOST) {
        let Some(found) = survey.folders.get(folder) else { continue };
        let name = if folder.is_empty() { ".".to_owned() } else { format!("{folder}/") };
        let parts = [Some(pages(&kinds)), order(found), Some(zone(found, config)), severities(found), drafts(found)];
        lines.push(format!("{name}: {}", parts.into_iter().flatten().collect::<Vec<_>>().join("; ")));
        let is_stated = config.defaults_for(folder).any(|rule| rule.order.is_some());
        if found.order.is_none() && found.evidence.ambiguous > 0 && !is_stated {
            lines.push(format!("  [folders.\"{folder}\"]\n  dates = \"day-first\"  # or \"month-first\""));
        }
    }
    lines
}

fn pages(kinds: &BTreeMap<PageKind, u32>) -> String {
    let name = |kind: PageKind, number: u32| match kind {
        PageKind::Incident => count(number, "postmortem", "postmortems"),
        PageKind::Maintenance => count(number, "planned maintenance", "planned maintenances"),
        PageKind::Article | PageKind::Folder => count(number, "other page", "other pages"),
    };
    kinds.iter().map(|(kind, number)| name(*kind, *number)).collect::<Vec<_>>().join(", ")
}

fn order(found: &FolderSurvey) -> Option<String> {
    let evidence = &found.evidence;
    let proof = |first: &str, pages: u32, others: u32| {
        let against = if others > 0 { format!(", {others} say otherwise") } else { String::new() };
        format!("{first} first, {} it{against}", count(pages, "page proves", "pages prove"))
    };
    match found.order {
        Some(Order::DayFirst) => Some(proof("days", evidence.day_first, evidence.month_first)),
        Some(Order::MonthFirst) => Some(proof("months", evidence.month_first, evidence.day_first)),
        None if evidence.day_first > 0 => Some(format!(
            "days first in {}, months first in {}: each page for itself",
            count(evidence.day_first, "page", "pages"),
            evidence.month_first
        )),
        None if evidence.ambiguous > 0 => Some(format!(
            "{} dates such as 03/04/2024, and nothing proves which number is the day",
            count(evidence.ambiguous, "page has", "pages have")
        )),
        None => None,
    }
}

fn zone(found: &FolderSurvey, config: &Config) -> String {
    let evidence = &found.evidence;
    let remarks: u32 = evidence.zones.values().sum();
    let names = |zones: &BTreeMap<String, u32>| zones.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    let settings = zone_name(&config.timezone);
    match &found.zone {
        Some(zone) if remarks > 0 => {
            // Summer and winter may be the one zone under two names.
            let own = evidence.zones.get(zone).copied().unwrap_or(remarks);
            let others = match remarks - own {
                0 => String::new(),
                others => format!(", {} otherwise", count(others, "page says", "pages say")),
            };
            format!("times are in {zone}, as {} for all{others}", count(own, "page says", "pages say"))
        }
        Some(zone) => format!("times are in {zone}, the only zone that pages name"),
        None if remarks > 0 => {
            format!("pages give different zones ({}), and the others {settings}", names(&evidence.zones))
        }
        None if !evidence.zones_beside.is_empty() => {
            format!("zones stand beside times ({}), else {settings}", names(&evidence.zones_beside))
        }
        None => format!("no page states a zone: {settings}"),
    }
}

fn severities(found: &FolderSurvey) -> Option<String> {
    let words: Vec<&str> = found.severities.iter().map(String::as_str).collect();
    (!words.is_empty()).then(|| format!("words for severities that are on no scale: {}", words.join(", ")))
}

fn drafts(found: &FolderSurvey) -> Option<String> {
    let draft = count(found.evidence.draft, "text", "texts");
    found.draft_label_is_stale.then(|| format!("\"Status: Draft\" in {draft} hides nothing: nobody here changes it"))
}

fn count(number: u32, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
