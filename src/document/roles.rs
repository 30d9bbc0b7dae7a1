//! People as roles: where the settings want it for an audience, nobody is called by name.
//!
//! Whoever a page names as author, reviewer, owner of an action or actor is called by that role, in the field and wherever else the page
//! names them, and so is everybody who is mentioned (`@ada`). It is done to all texts of a document at once, whatever
//! they are, so that a new field cannot be forgotten. Who is named in prose alone, Casebook cannot know.

use super::{Body, Document, Shape, Telling};
use crate::config::{Config, OWNER};
use crate::model::Sourced;
use crate::reading::is_placeholder;
use crate::text::{fold, slug};
use aho_corasick::{AhoCorasick, MatchKind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::ops::Range;

/// What somebody is called who is mentioned and has no role.
const SOMEONE: &str = "someone";
/// Words in names that are no names.
const PARTICLES: [&str; 14] =
    ["van", "von", "der", "den", "del", "della", "dos", "das", "bin", "the", "and", "for", "team", "via"];
/// What texts are kept under that are names of Casebook's own.
const FIXED: [&str; 8] = ["origin", "kind", "status", "language", "audience", "phase", "zone", "original_language"];

/// The document with roles instead of names, if this build's readers are to see those.
pub(super) fn with_roles(document: Document, config: &Config) -> Document {
    if !config.audiences.shows_roles() {
        return document;
    }
    let Document { path, fingerprint, shape, mut telling, body, withheld_files, .. } = document;
    let mut shape = Shape::clone(&shape);
    // What fields mean nothing to Casebook may name anybody.
    telling.extra.clear();
    shape.named_files.clear();
    let roles = Roles::take(&mut shape, config);
    let audience = shape.incident.audience.clone();
    let said = (roles.said::<Shape>(&shape), roles.said::<Telling>(&telling), roles.said::<Body>(&body));
    let (mut shape, telling, body) = match said {
        (Some(shape), Some(telling), Some(body)) => (shape, telling, body),
        // A name that is also a word of Casebook's own: rather nothing than the name.
        _ => {
            shape.incident.audience = Some(Sourced::external(String::new()));
            return Document::new(path, fingerprint, shape, telling, body).withholding(withheld_files);
        }
    };
    shape.incident.audience = audience;
    Document::new(path, fingerprint, shape, telling, body).withholding(withheld_files)
}

/// The names of a page's people, and what each is called.
struct Roles {
    search: Option<AhoCorasick>,
    /// The role of each name that is looked for.
    roles: Vec<String>,
}

impl Roles {
    /// Takes the names out of the fields.
    fn take(shape: &mut Shape, config: &Config) -> Roles {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let incident = &mut shape.incident;
        // Teams and services own actions, too, and are no people.
        let terms: Vec<String> = incident.terms.iter().map(|(_, term)| slug(&term.value)).collect();
        let is_person = |name: &str| {
            let folded = fold(name);
            let is_team = folded.split_whitespace().any(|word| word == "team");
            !is_team && !terms.contains(&slug(name)) && !is_placeholder(name, &config.lexicon)
        };
        let lists = [(&mut incident.authors, "author"), (&mut incident.reviewers, "reviewer")];
        for (list, role) in lists.into_iter().chain([(&mut incident.actors, "actor")]) {
            let is_one = list.len() == 1;
            for (index, name) in list.iter_mut().enumerate().filter(|(_, name)| is_person(&name.value)) {
                let called = if is_one { role.to_owned() } else { format!("{role} {}", index + 1) };
                let written = std::mem::replace(&mut name.value, called.clone());
                // What was behind an incident need not be a person: its words are words.
                learn(&mut names, &written, &called, role != "actor");
            }
        }
        for action in &mut incident.actions {
            if let Some(owner) = action.owner.as_mut().filter(|owner| is_person(owner)) {
                let written = std::mem::replace(owner, OWNER.to_owned());
                learn(&mut names, &written, OWNER, true);
            }
        }
        let (patterns, roles): (Vec<String>, Vec<String>) = names.into_iter().unzip();
        let mut search = AhoCorasick::builder();
        search.match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true);
        Roles { search: search.build(patterns).ok(), roles }
    }

    /// A value whose texts have roles for names; `None` where it would be none any more.
    fn said<T: Serialize + DeserializeOwned>(&self, value: &T) -> Option<T> {
        let mut json = serde_json::to_value(value).ok()?;
        self.say(&mut json);
        serde_json::from_value(json).ok()
    }

    fn say(&self, json: &mut Json) {
        match json {
            Json::String(text) => {
                let edits = self.edits(text);
                if !edits.is_empty() {
                    *text = edited(text, &edits);
                }
            }
            Json::Array(items) => items.iter_mut().for_each(|item| self.say(item)),
            Json::Object(entries) => {
                // HTML has holes at places of its text.
                if let Some(edits) = entries.get("text").and_then(Json::as_str).map(|text| self.edits(text))
                    && let Some(Json::Array(holes)) = entries.get_mut("holes")
                {
                    move_holes(holes, &edits);
                }
                for (_, inner) in entries.iter_mut().filter(|(key, _)| !FIXED.contains(&key.as_str())) {
                    self.say(inner);
                }
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    /// What to write instead of what, in order.
    fn edits(&self, text: &str) -> Vec<(Range<usize>, &str)> {
        let named = self.search.iter().flat_map(|search| search.find_iter(text));
        let mut named: Vec<(Range<usize>, &str)> = named
            .filter(|hit| is_whole(text, hit.range()))
            .filter_map(|hit| Some((hit.range(), self.roles.get(hit.pattern().as_usize())?.as_str())))
            .collect();
        let mentions = mentions(text);
        if mentions.is_empty() {
            return named;
        }
        let mut all = Vec::new();
        for mention in mentions {
            let before = named.partition_point(|(at, _)| at.end <= mention.start);
            let within = named.partition_point(|(at, _)| at.start < mention.end);
            let rest = named.split_off(within);
            let role = named.get(before).map_or(SOMEONE, |(_, role)| role);
            named.truncate(before);
            all.append(&mut named);
            all.push((mention, role));
            named = rest;
        }
        all.append(&mut named);
        all
    }
}

/// The ways in which somebody may be written.
fn learn(names: &mut BTreeMap<String, String>, written: &str, role: &str, has_parts: bool) {
    let mut add = |name: &str| {
        let name = name.trim_matches(|c: char| !c.is_alphanumeric());
        if name.chars().count() >= 2 {
            for way in [name.to_owned(), name.to_lowercase(), name.replace('\'', "’"), name.replace('\'', "&#39;")] {
                names.entry(way).or_insert_with(|| role.to_owned());
            }
        }
    };
    add(written);
    let words: Vec<&str> = written
        .split(|c: char| c.is_whitespace() || "<>()[],;/|".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    if !has_parts {
        return;
    }
    let people: Vec<&str> = words.iter().copied().filter(|word| !word.contains('@')).collect();
    for separator in [" ", "-", ".", "_", ""] {
        add(&people.join(separator));
    }
    for word in words {
        let user = word.trim_start_matches('@').split('@').next().unwrap_or_default();
        let is_name = user.chars().count() >= 3 && !PARTICLES.contains(&user.to_lowercase().as_str());
        if is_name || people.len() == 1 {
            add(user);
            user.split(['.', '_', '-']).filter(|part| part.chars().count() >= 3).for_each(&mut add);
        }
    }
}

/// Everybody who is mentioned: `@ada`.
fn mentions(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let is_free = text.get(..at).and_then(|before| before.chars().next_back()).is_none_or(|c| !is_word(c));
        let rest = text.get(at + 1..).unwrap_or_default();
        let name = rest.split(|c: char| !is_word(c)).next().unwrap_or_default().trim_end_matches(['.', '-']);
        if is_free && name.starts_with(char::is_alphabetic) {
            found.push(at..at + 1 + name.len());
        }
    }
    found
}

/// Whether a name is no part of a longer word.
fn is_whole(text: &str, at: Range<usize>) -> bool {
    let before = text.get(..at.start).and_then(|before| before.chars().next_back());
    let after = text.get(at.end..).and_then(|after| after.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

fn edited(text: &str, edits: &[(Range<usize>, &str)]) -> String {
    let mut new = String::with_capacity(text.len());
    let mut from = 0;
    for (at, role) in edits {
        new.push_str(text.get(from..at.start).unwrap_or_default());
        new.push_str(role);
        from = at.end;
    }
    new.push_str(text.get(from..).unwrap_or_default());
    new
}

/// Moves the places of holes (`[place, link]`, in order) as edits move what is there.
fn move_holes(holes: &mut [Json], edits: &[(Range<usize>, &str)]) {
    let mut edits = edits.iter().peekable();
    let (mut removed, mut added) = (0_usize, 0_usize);
    for place in holes.iter_mut().filter_map(|hole| hole.get_mut(0)) {
        let Some(at) = place.as_u64().and_then(|at| usize::try_from(at).ok()) else { continue };
        while let Some((range, role)) = edits.next_if(|(range, _)| range.end <= at) {
            removed += range.len();
            added += role.len();
        }
        *place = (at + added - removed).into();
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::text::{ContentPath, Source};

    const SETTINGS: &str =
        "[audiences]\nlevels = [\"few\", \"all\"]\ndefault = \"all\"\n[audiences.all]\npeople = \"roles\"\n";

    fn parsed(text: &str) -> Document {
        let source = Source::new(ContentPath::new("a.md").unwrap(), text);
        parse(&source, &Config::read(SETTINGS).value, &Default::default()).value
    }

    #[test]
    fn nobody_is_called_by_name() {
        let document = parsed(
            "---\ntitle: Queue stalls after Ada's change\ndate: 2024-01-02\nauthors: [Ada Lovelace, Bo O'Brien]\nreviewers: [cy.twombly]\n\
             services: [queue]\nx_own: asked ada.lovelace\n---\n\n\
             Ada [told](b.md) *Lovelace* and @dana of it, `@zeve`; mail ADA-LOVELACE@firm.example. Adaptive limits stay. O'Brien slept, Twombly too.\n\n\
             ## What Ada did\n\n\
             ## Action items\n\n- [ ] Alert Finn on depth (owner: Finn) ![x](c.png)\n- [ ] Drain it (owner: queue)\n",
        );
        let all = serde_json::to_string(&(&document.shape, &document.telling, &document.body)).unwrap().to_lowercase();
        for name in ["ada ", "ada'", "ada-", "ada.", "lovelace", "brien", "twombly", "dana", "zeve", "finn"] {
            let at = all.find(name);
            assert!(at.is_none(), "{name}: {}", &all[at.unwrap().saturating_sub(60)..at.unwrap() + 60]);
        }
        assert!(all.contains("adaptive"));
        let incident = &document.shape.incident;
        assert_eq!(
            incident.authors.iter().map(|name| name.value.as_str()).collect::<Vec<_>>(),
            ["author 1", "author 2"]
        );
        assert_eq!(incident.reviewers[0].value, "reviewer");
        let owners: Vec<_> = incident.actions.iter().map(|action| action.owner.as_deref()).collect();
        assert_eq!(owners, [Some("owner"), Some("queue")]);
        let html = document.body.html.fill(|index, to| to.push_str(&index.to_string()));
        assert!(html.contains("author 1 <a href=\"0\">told</a>") && html.contains("src=\"1\""), "{html}");
    }
}
