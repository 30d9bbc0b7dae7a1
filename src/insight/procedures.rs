//! Procedures that an incident should still change: its open actions that speak of one.

use super::thresholds::{MOST_PROCEDURES_MEANT, MOST_PROCEDURES_OF_TERM, SHORTEST_PROCEDURE_WORD};
use super::{DueChange, DueReason};
use crate::library::{Library, Page, PageIx, Target};
use crate::model::{PageKind, TaxonomyKey};
use crate::text::fold;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Beginnings of words in actions about a procedure, folded, in English and French.
const SPEAKS_OF: [&str; 10] = [
    "runbook",
    "playbook",
    "procedure",
    "checklist",
    "instruction",
    "document",
    "handbook",
    "mode operatoire",
    "consigne",
    "fiche",
];

/// Changes that are due, by procedure, the latest incident first.
///
/// An action counts when it is open and speaks of a procedure. It is about the articles with which it shares a telling
/// word (of the title or the file's name), among those that its incident names under `procedures`, links to, or shares
/// a service or a cause with. Where it shares no word with any, it is about those that the incident names or links to.
pub(super) fn due(library: &Library) -> Vec<DueChange> {
    let mut words: BTreeMap<PageIx, BTreeSet<String>> = BTreeMap::new();
    for index in &library.articles {
        words.insert(*index, telling_words(library.page(*index)));
    }
    let of_incident = |incident: &PageIx| due_of(library, *incident, &words);
    let mut due: Vec<DueChange> = library.incidents.par_iter().rev().flat_map_iter(of_incident).collect();
    due.sort_by_key(|change| change.procedure);
    due
}

/// The changes that one incident asks for; `words` has what tells of each article.
fn due_of(library: &Library, incident: PageIx, words: &BTreeMap<PageIx, BTreeSet<String>>) -> Vec<DueChange> {
    let page = library.page(incident);
    let referred = referred(library, page);
    let near = near(library, incident);
    let mut due = Vec::new();
    if referred.is_empty() && near.is_empty() {
        return due;
    }
    for action in (0..page.incident().actions.len()).filter(|action| speaks(page, *action)) {
        let said = words_of(&page.incident().actions[action].text);
        let shared: Vec<DueChange> = referred
            .union(&near)
            .filter_map(|procedure| {
                let shared: Vec<String> = words.get(procedure)?.intersection(&said).cloned().collect();
                let reason = DueReason::SameWords(shared);
                let is_shared = !matches!(&reason, DueReason::SameWords(words) if words.is_empty());
                is_shared.then_some(DueChange { procedure: *procedure, incident, action, reason })
            })
            .collect();
        if shared.is_empty() && referred.len() <= MOST_PROCEDURES_MEANT {
            let reason = DueReason::ReferredTo;
            due.extend(referred.iter().map(|procedure| DueChange {
                procedure: *procedure,
                incident,
                action,
                reason: reason.clone(),
            }));
        }
        due.extend(shared);
    }
    due
}

/// Whether an action is open and about some procedure.
fn speaks(page: &Page, action: usize) -> bool {
    let action = &page.incident().actions[action];
    let text = || {
        let text = fold(&format!("{} {}", action.text, action.kind.as_deref().unwrap_or("")));
        SPEAKS_OF
            .iter()
            .any(|word| text.match_indices(word).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric)))
    };
    action.status.is_open() && text()
}

/// Articles that an incident names or links to.
fn referred(library: &Library, page: &Page) -> BTreeSet<PageIx> {
    let linked = page.links.iter().filter_map(|link| match &link.target {
        Target::Page { page, .. } => Some(*page),
        _ => None,
    });
    let named = page.procedures.iter().filter_map(|reference| reference.page());
    linked.chain(named).filter(|to| library.page(*to).shape.kind == PageKind::Article).collect()
}

/// Articles that share a service or a cause with an incident.
fn near(library: &Library, incident: PageIx) -> BTreeSet<PageIx> {
    [TaxonomyKey::SERVICES, TaxonomyKey::CAUSES]
        .into_iter()
        .flat_map(|key| library.terms_of(key).of(incident))
        .flat_map(|term| term.articles.iter().take(MOST_PROCEDURES_OF_TERM).copied())
        .collect()
}

/// The words by which an article is known: those of its title and of its file's name.
fn telling_words(page: &Page) -> BTreeSet<String> {
    let stem = page.place.name().trim_end_matches(".md");
    let mut words = words_of(&format!("{} {stem}", page.shape.name.as_deref().unwrap_or_default()));
    words.retain(|word| !SPEAKS_OF.iter().any(|general| word.starts_with(general)));
    words
}

fn words_of(text: &str) -> BTreeSet<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= SHORTEST_PROCEDURE_WORD)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Learnt, incident, learnt};
    use super::*;
    use crate::model::ActionStatus::{Done, InProgress, Open};

    fn runbook(id: &str, title: &str) -> super::super::testing::Sketch {
        incident(id, title, "").with(|sketch| sketch.shape.kind = PageKind::Article)
    }

    fn told(learnt: &Learnt) -> Vec<String> {
        let changes = learnt.insights.due_changes.iter();
        changes
            .map(|due| format!("{} after {}: {:?}", learnt.id(due.procedure), learnt.id(due.incident), due.reason))
            .collect()
    }

    #[test]
    fn an_action_is_about_the_procedure_whose_words_it_says() {
        let learnt = learnt(vec![
            runbook("disk-full", "A disk is full").term(TaxonomyKey::SERVICES, &["sync"]),
            runbook("failover", "Switch the database over").term(TaxonomyKey::SERVICES, &["db"]),
            incident("a", "A", "")
                .on("2025-01-01")
                .term(TaxonomyKey::SERVICES, &["sync", "db"])
                .action("Say in the Runbook for a full disk what to delete", Open, None, None, None)
                .action("Replace the disk", Open, None, None, None)
                .action("Runbook: mention the disk array", Done, None, None, None),
            incident("other-service", "B", "").on("2025-01-02").action("Disk runbook", Open, None, None, None),
        ]);
        assert_eq!(told(&learnt), ["disk-full after a: SameWords([\"disk\", \"full\"])"]);
    }

    #[test]
    fn an_action_that_only_says_the_runbook_means_those_that_its_incident_refers_to() {
        let books = ["one", "two", "three", "four"];
        let mut sketches: Vec<_> = books.iter().map(|id| runbook(id, "Steps")).collect();
        sketches.push(incident("a", "A", "").on("2025-01-01").link("one").action(
            "Update the runbook",
            InProgress,
            None,
            None,
            None,
        ));
        sketches.push(books.iter().fold(incident("b", "B", "").on("2025-01-02"), |sketch, id| sketch.link(id)).action(
            "Update the runbook",
            Open,
            None,
            None,
            None,
        ));
        assert_eq!(told(&learnt(sketches)), ["one after a: ReferredTo"]);
    }
}
