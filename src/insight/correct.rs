//! Corrections of recurring issues: `[recurring]` of book.toml, applied to the groups that were found.
//!
//! A group or an incident is named by its id or by the key that is made of it. A group keeps its key as long as its first
//! incident is in it, so a correction holds when the issue comes back; when it names nothing any more, that is told.

use super::group::{Edge, Group};
use crate::config::{Correction, CorrectionKind};
use crate::library::{Library, PageIx};
use crate::text::slug;
use std::collections::{BTreeSet, HashMap};

/// A name in a correction that matches nothing: the places of the correction and of the name in it.
pub(super) type Unmatched = (usize, usize);

/// Applies corrections in their order; `rank` is each page's place in time.
pub(super) fn corrected(
    library: &Library,
    mut groups: Vec<Group>,
    corrections: &[Correction],
    rank: &[usize],
) -> (Vec<Group>, Vec<Unmatched>) {
    if corrections.is_empty() {
        return (groups, Vec::new());
    }
    let by_key: HashMap<String, PageIx> = library.incidents().map(|(index, page)| (slug(&page.id), index)).collect();
    let mut unmatched = Vec::new();
    for (place, correction) in corrections.iter().enumerate() {
        let mut pages = Vec::new();
        for (at, (name, _)) in correction.about.iter().enumerate() {
            let page = by_key.get(&slug(name)).copied();
            let group = page.and_then(|page| groups.iter().position(|group| group.members.contains(&page)));
            let matches = group.is_some() || page.is_some() && correction.kind == CorrectionKind::Merge;
            match page.filter(|_| matches) {
                Some(page) => pages.push(page),
                None => unmatched.push((place, at)),
            }
        }
        match &correction.kind {
            CorrectionKind::Split => split(&mut groups, &pages),
            CorrectionKind::Merge => merge(&mut groups, &pages, rank),
            CorrectionKind::Name(title) => {
                for group in groups.iter_mut().filter(|group| pages.iter().any(|page| group.members.contains(page))) {
                    group.title = Some(title.clone());
                }
            }
            CorrectionKind::Silence => groups.retain(|group| !pages.iter().any(|page| group.members.contains(page))),
        }
    }
    groups.retain(|group| group.members.len() > 1);
    (groups, unmatched)
}

/// Takes incidents out of their groups; those of one group stay together.
fn split(groups: &mut Vec<Group>, pages: &[PageIx]) {
    let mut apart = Vec::new();
    for group in groups.iter_mut() {
        let (out, rest): (Vec<PageIx>, Vec<PageIx>) = group.members.iter().partition(|member| pages.contains(member));
        if out.is_empty() {
            continue;
        }
        let within = |members: &[PageIx]| -> Vec<Edge> {
            let both = |edge: &&Edge| members.contains(&edge.earlier) && members.contains(&edge.later);
            group.edges.iter().filter(both).copied().collect()
        };
        apart.push(Group { edges: within(&out), members: out, title: None });
        *group = Group { edges: within(&rest), members: rest, title: group.title.take() };
    }
    groups.extend(apart);
    groups.retain(|group| group.members.len() > 1);
}

/// Joins groups and single incidents.
fn merge(groups: &mut Vec<Group>, pages: &[PageIx], rank: &[usize]) {
    if pages.len() < 2 {
        return;
    }
    let (joined, rest): (Vec<Group>, Vec<Group>) =
        std::mem::take(groups).into_iter().partition(|group| group.members.iter().any(|member| pages.contains(member)));
    *groups = rest;
    let mut members: BTreeSet<PageIx> = pages.iter().copied().collect();
    members.extend(joined.iter().flat_map(|group| group.members.iter().copied()));
    let mut edges: Vec<Edge> = joined.into_iter().flat_map(|group| group.edges).collect();
    let mut named = pages.to_vec();
    named.sort_by_key(|page| rank[page.0]);
    edges.extend(named.windows(2).map(|pair| Edge::corrected(pair[0], pair[1])));
    groups.push(Group { members: members.into_iter().collect(), edges, title: None });
}

#[cfg(test)]
mod tests {
    use super::super::testing::{config_with, incident, learnt_with, others};

    /// The groups of two issues under corrections, their titles, and how many names matched nothing.
    fn check(corrections: &str, expected: &[&[&str]], unmatched: usize) -> Vec<String> {
        let mut sketches = others(10);
        for (id, day, recurs) in [("a1", "2024-01-01", ""), ("a2", "2024-02-01", "a1"), ("a3", "2024-03-01", "a2")] {
            let sketch = incident(id, &format!("Disk full {id}"), "logs filled the volume").on(day);
            sketches.push(if recurs.is_empty() { sketch } else { sketch.recurs(recurs) });
        }
        sketches.push(incident("b1", "Queue stuck", "poison").on("2024-01-05"));
        sketches.push(incident("b2", "Queue stuck again", "message").on("2024-02-05").recurs("b1"));
        sketches.push(incident("lone", "Lonely", "nothing").on("2024-06-05"));
        let learnt = learnt_with(sketches, &config_with(corrections));
        assert_eq!(learnt.groups(), expected);
        assert_eq!(learnt.insights.unmatched.len(), unmatched);
        learnt.insights.recurring.iter().map(|issue| issue.title.clone()).collect()
    }

    #[test]
    fn groups_are_named_merged_split_and_silenced() {
        let (a, b): (&[&str], &[&str]) = (&["a1", "a2", "a3"], &["b1", "b2"]);
        check("", &[a, b], 0);
        let titles = check("[[recurring.name]]\ngroup = \"A2\"\ntitle = \"Volumes\"", &[a, b], 0);
        assert_eq!(titles[0], "Volumes");
        check("[[recurring.silence]]\ngroup = \"a1\"", &[b], 0);
        check("[[recurring.split]]\nincidents = [\"a3\"]", &[b, &["a1", "a2"]], 0);
        check("[[recurring.split]]\nincidents = [\"a2\", \"a3\"]", &[&["a2", "a3"], b], 0);
        check("[[recurring.merge]]\ngroups = [\"b1\", \"lone\"]", &[&["b1", "b2", "lone"], a], 0);
        check("[[recurring.merge]]\ngroups = [\"a1\", \"b2\"]", &[&["a1", "b1", "a2", "b2", "a3"]], 0);
    }

    #[test]
    fn what_matches_nothing_is_told() {
        let (a, b): (&[&str], &[&str]) = (&["a1", "a2", "a3"], &["b1", "b2"]);
        check("[[recurring.name]]\ngroup = \"lone\"\ntitle = \"x\"", &[a, b], 1);
        check("[[recurring.silence]]\ngroup = \"gone\"", &[a, b], 1);
        check("[[recurring.split]]\nincidents = [\"a3\", \"lone\"]", &[b, &["a1", "a2"]], 1);
        check("[[recurring.merge]]\ngroups = [\"b1\", \"gone\"]", &[a, b], 1);
    }
}
