//! Which heading starts which kind of section.

use super::{Lexicon, WordList};
use crate::model::SectionKind;
use crate::text::fold;
use aho_corasick::PatternID;

impl Lexicon {
    /// The kind of section that a heading (or a bold label) of this text starts; `None` for any other heading.
    pub fn section_kind(&self, heading: &str) -> Option<SectionKind> {
        // Real headings are short; a paragraph in bold is none.
        if heading.len() > 120 {
            return None;
        }
        let text = plain(heading);
        let whole = self.exact(&text).or_else(|| self.begins(&text));
        whole.or_else(|| self.first_part(&text)).or_else(|| self.before_bracket(heading))
    }

    fn exact(&self, heading: &str) -> Option<SectionKind> {
        let known = |heading: &str| self.sections.get(heading).copied();
        known(heading).or_else(|| heading.contains('-').then(|| known(&heading.replace('-', " ")))?)
    }

    /// "Timeline of the outage", "Impact on customers", "Root cause: DNS". A heading that goes on otherwise is about
    /// something else ("Impact assessment tool").
    fn begins(&self, heading: &str) -> Option<SectionKind> {
        let goes_on = |rest: &str| {
            rest.starts_with([':', '-', '–', '—', '/', ','])
                || rest.strip_prefix(' ').is_some_and(|rest| {
                    SIGNS.iter().any(|sign| rest.starts_with(sign))
                        || self.start_of(WordList::SectionLinks, rest).is_some()
                })
        };
        // What a heading goes on with is a sign or a space.
        let ends = heading.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, _)| at);
        let openings = ends.filter_map(|end| {
            let (opening, rest) = heading.split_at_checked(end)?;
            self.section_openings.get(opening).filter(|_| goes_on(rest))
        });
        openings.min_by_key(|(rank, _)| *rank).map(|(_, kind)| *kind)
    }

    /// "Detection and response", "Lessons / follow-ups": the first part decides.
    fn first_part(&self, heading: &str) -> Option<SectionKind> {
        let mut parts: Vec<&str> = Vec::new();
        let mut met: Vec<PatternID> = Vec::new();
        // What joins two words in one language is part of a word in another, so each is tried where it first stands.
        for joint in self.section_joints.iter().flat_map(|joints| joints.find_overlapping_iter(heading)) {
            if !met.contains(&joint.pattern()) {
                met.push(joint.pattern());
                parts.extend(heading.get(..joint.start()));
            }
        }
        parts.sort_unstable_by_key(|part| part.len());
        parts.into_iter().find_map(|part| self.exact(part.trim()))
    }

    /// "Timeline (all times PST) 7/5/2023, approximately": what stands before the remark decides.
    fn before_bracket(&self, heading: &str) -> Option<SectionKind> {
        self.exact(&plain(&heading[..heading.find(['(', '[', '（'])?]))
    }
}

const SIGNS: [&str; 4] = ["- ", "– ", "— ", ": "];

/// A heading as the tables write it: folded, without numbers in front, signs, emoji, brackets and what is in them.
pub fn plain(heading: &str) -> String {
    let folded = fold(heading).replace(['’', '‘'], "'");
    let mut text = String::with_capacity(folded.len());
    let mut depth = 0usize;
    for c in folded.chars() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            c if c.is_alphanumeric()
                || matches!(c, ' ' | '\'' | '&' | '/' | ',' | 'ー' | '・' | ':' | '-' | '–' | '—') =>
            {
                text.push(c);
            }
            _ => text.push(' '),
        }
    }
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && c != 'ー');
    // "1. Summary", "2.3 Impact", "IV. Timeline" (folded "iv").
    let text = text.trim_start_matches(|c: char| c.is_numeric() || matches!(c, ' ' | ':' | '-' | '/'));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;

    #[test]
    fn headings_are_known_under_many_names() {
        for (heading, kind) in [
            ("Timeline", SectionKind::Timeline),
            ("3. Timeline (all times UTC)", SectionKind::Timeline),
            ("Timeline of the outage", SectionKind::Timeline),
            ("Timeline (all times PST) 7/5/2023-7/6/2023. All times approximate", SectionKind::Timeline),
            ("⏱️ Chronologie :", SectionKind::Timeline),
            ("Déroulé de l’incident", SectionKind::Timeline),
            ("タイムライン", SectionKind::Timeline),
            ("Résumé", SectionKind::Summary),
            ("Impact on customers", SectionKind::Impact),
            ("Root Cause(s)", SectionKind::RootCause),
            ("Cause racine", SectionKind::RootCause),
            ("✅ Action Items", SectionKind::Actions),
            ("Actions à mener", SectionKind::Actions),
            ("Follow-ups & tasks", SectionKind::Actions),
            ("Follow up items", SectionKind::Actions),
            ("Action-Items", SectionKind::Actions),
            ("Actions taken", SectionKind::Resolution),
            ("Detection and response", SectionKind::Detection),
            ("Lessons learnt", SectionKind::Lessons),
            ("Ce qui a bien fonctionné", SectionKind::WentWell),
            ("Related Issues / PRs", SectionKind::References),
        ] {
            assert_eq!(built_in().section_kind(heading), Some(kind), "{heading}");
        }
    }

    #[test]
    fn other_headings_start_no_section() {
        for heading in
            ["Questions for follow up", "Impact assessment tool", "BinderHub", "2018-01-18 4:19", "", "Timeliness"]
        {
            assert_eq!(built_in().section_kind(heading), None, "{heading}");
        }
        assert_eq!(built_in().section_kind(&"timeline ".repeat(1000)), None);
    }
}
