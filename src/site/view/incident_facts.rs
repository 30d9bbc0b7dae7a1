//! Single facts of a postmortem, and the fields of its front matter that mean nothing to Casebook.

use super::Frame;
use crate::front_matter::is_of_another_tool;
use crate::library::PageIx;
use crate::model::{Lapse, Sourced};
use crate::text::shorten;
use serde::Serialize;

/// A fact that is one line.
#[derive(Debug, Serialize)]
pub struct FactView {
    /// Its name in the reader's language.
    pub title: String,
    /// What it is.
    pub text: String,
    /// Where it leads; empty where it is no address.
    pub href: String,
}

/// How long a fact may be, in characters: what was read from a whole section is there in full.
const FACT: usize = 200;

pub(super) fn fact_list(frame: &Frame<'_>, index: PageIx) -> Vec<FactView> {
    let page = frame.library().page(index);
    let (incident, narrative) = (page.incident(), page.narrative());
    let one = |found: &Option<Sourced<String>>| found.as_ref().map(|found| shorten(&found.value, FACT));
    let many = |found: &[Sourced<String>]| {
        let texts: Vec<&str> = found.iter().map(|found| found.value.as_str()).collect();
        (!texts.is_empty()).then(|| frame.words.list(&texts))
    };
    let people = |found: &[Sourced<String>]| {
        let names = found.iter().map(|found| frame.site.library.people.name(&found.value));
        (!found.is_empty()).then(|| frame.words.list(&names.collect::<Vec<&str>>()))
    };
    let lapses: Vec<&str> = incident.lapses.iter().map(|lapse| frame.words.text(lapse_key(lapse.value))).collect();
    [
        ("trigger", one(&narrative.trigger)),
        ("detection", one(&narrative.detection)),
        ("lapses", (!lapses.is_empty()).then(|| frame.words.list(&lapses))),
        ("actors", many(&incident.actors)),
        ("authors", people(&incident.authors)),
        ("reviewers", people(&incident.reviewers)),
    ]
    .into_iter()
    .filter_map(|(key, text)| {
        Some(FactView { title: frame.words.text(key).to_owned(), text: text?, href: String::new() })
    })
    .chain(page.telling().extra.iter().filter_map(|(key, value)| extra_fact(key, value)).take(MOST_EXTRA))
    .collect()
}

/// How many fields of front matter that mean nothing to Casebook are shown.
const MOST_EXTRA: usize = 12;
/// A field that means nothing to Casebook, where it is one plain value or a few. Of those with which other tools lay out pages, only
/// what leads somewhere (`url`, `source`) says anything of the incident.
fn extra_fact(key: &str, value: &serde_json::Value) -> Option<FactView> {
    use serde_json::Value;
    let plain = |value: &Value| match value {
        Value::String(text) if !text.trim().is_empty() && text.chars().count() <= FACT => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let text = match value {
        Value::Array(values) if (1..=6).contains(&values.len()) => {
            values.iter().map(plain).collect::<Option<Vec<String>>>()?.join(", ")
        }
        value => plain(value)?,
    };
    let is_address =
        (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace);
    if is_of_another_tool(key) && !is_address {
        return None;
    }
    let href = if is_address { text.clone() } else { String::new() };
    Some(FactView { title: key.replace(['_', '-'], " "), text, href })
}

fn lapse_key(lapse: Lapse) -> &'static str {
    match lapse {
        Lapse::Technical => "lapse_technical",
        Lapse::Procedural => "lapse_procedural",
        Lapse::Manual => "lapse_manual",
        Lapse::Process => "lapse_process",
        Lapse::Communication => "lapse_communication",
        Lapse::AttackVector => "lapse_attack_vector",
    }
}
