//! The policies page: how well each is kept, and which promises are broken.

use super::Frame;
use super::actions::action;
use super::part::{DateView, LinkView, Meta, ViolationView};
use crate::config::{Policy, Promise};
use crate::insight::{Kept, Violation};
use crate::model::Within;
use crate::site::route;
use serde::Serialize;

/// How many broken promises the page shows of each policy.
const SHOWN: usize = 100;

/// What the policies show (`policies.html`).
#[derive(Debug, Serialize)]
pub struct PoliciesView {
    /// The head.
    pub page: Meta,
    /// The day that promises are measured at.
    pub as_of: DateView,
    /// The policies, as they are written.
    pub policies: Vec<PolicyView>,
    /// How many promises are broken, in words.
    pub count: String,
    /// The other pages about follow-up.
    pub more: Vec<LinkView>,
}

/// A policy.
#[derive(Debug, Serialize)]
pub struct PolicyView {
    /// What it is called, or what it is about.
    pub title: String,
    /// What it is about, in words; empty where the title says it.
    pub about: String,
    /// Its promises and how they were kept.
    pub promises: Vec<PromiseView>,
    /// What is broken, the worst first.
    pub violations: Vec<ViolationView>,
    /// How many more are broken than shown, in words; empty for none.
    pub hidden: String,
}

/// A promise.
#[derive(Debug, Serialize)]
pub struct PromiseView {
    /// In words.
    pub text: String,
    /// Kept in time.
    pub in_time: usize,
    /// Kept too late.
    pub late: usize,
    /// With time left.
    pub running: usize,
    /// Broken.
    pub broken: usize,
}

/// The view of the policies.
pub fn view(frame: &Frame<'_>) -> PoliciesView {
    let found = &frame.insights().policies;
    let title = frame.words.text("policies").to_owned();
    PoliciesView {
        page: frame.meta(&title, frame.words.text("policies_intro"), "actions"),
        as_of: frame.date(frame.insights().as_of.0),
        policies: frame
            .site
            .config
            .policies
            .iter()
            .enumerate()
            .map(|(index, policy)| {
                let kept: Vec<&Kept> = found.kept.iter().filter(|kept| kept.policy == index).collect();
                let broken = found.violations.iter().filter(|violation| violation.policy == index);
                let count: usize = kept.iter().map(|kept| kept.broken).sum();
                let about = about(frame, policy);
                PolicyView {
                    title: if policy.name.is_empty() { about.clone() } else { policy.name.clone() },
                    about: if policy.name.is_empty() { String::new() } else { about },
                    promises: kept.iter().map(|kept| promise_view(frame, kept)).collect(),
                    violations: broken.take(SHOWN).map(|broken| violation(frame, broken)).collect(),
                    hidden: match count.saturating_sub(SHOWN) {
                        0 => String::new(),
                        more => frame.words.fill("and_more", &[("n", &frame.words.number(more))]),
                    },
                }
            })
            .collect(),
        count: frame.words.count("broken_promises", found.violations.len()),
        more: super::follow_up::more(frame, route::policies()),
    }
}

fn promise_view(frame: &Frame<'_>, kept: &Kept) -> PromiseView {
    PromiseView {
        text: promise(frame, kept.promise, kept.within),
        in_time: kept.in_time,
        late: kept.late,
        running: kept.running,
        broken: kept.broken,
    }
}

/// A promise in words: `Actions are done or dropped within 28 days`.
fn promise(frame: &Frame<'_>, promise: Promise, within: Within) -> String {
    let key = if within.working { "working_days" } else { "days" };
    let time = frame.words.count(key, usize::try_from(within.days).unwrap_or(0));
    frame.words.fill(&format!("promise_{}", promise.name().replace('-', "_")), &[("time", &time)])
}

/// What a policy is about: severities, services, teams, and since when.
fn about(frame: &Frame<'_>, policy: &Policy) -> String {
    let config = frame.site.config;
    let mut parts: Vec<String> = Vec::new();
    parts.push(if policy.severities.is_empty() {
        frame.words.text("all_incidents").to_owned()
    } else {
        let names: Vec<&str> = policy.severities.iter().map(|severity| config.severities.name(*severity)).collect();
        frame.words.list(&names)
    });
    parts.extend(
        [&policy.services, &policy.teams]
            .into_iter()
            .filter(|names| !names.is_empty())
            .map(|names| frame.words.list(names)),
    );
    if let Some(since) = policy.since {
        parts.push(frame.words.fill("since", &[("date", &frame.words.date(since))]));
    }
    parts.join(frame.words.text("list_semicolon"))
}

/// A broken promise.
pub fn violation(frame: &Frame<'_>, broken: &Violation) -> ViolationView {
    let policy = &frame.site.config.policies[broken.policy];
    let within = policy.promises.iter().find(|(promise, _)| *promise == broken.promise).map(|(_, within)| *within);
    let late = broken.until.until(frame.insights().as_of.0).map_or(0, |late| late.get_days());
    ViolationView {
        promise: within.map_or_else(String::new, |within| promise(frame, broken.promise, within)),
        until: frame.date(broken.until),
        late: frame.words.count("days_late", usize::try_from(late).unwrap_or(0)),
        action: broken.action.map(|index| action(frame, broken.page, index)),
        incident: frame.link(broken.page),
        severity: frame.severity(frame.site.library.page(broken.page)),
    }
}
