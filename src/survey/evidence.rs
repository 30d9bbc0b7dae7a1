//! Evidence: what one page shows at a glance, and what the pages of a folder show together.

use super::cascade::{cascade, introduces};
use super::dates::{OrderProof, proof};
use super::matter::{Matter, glance};
use super::sign::{Sign, Spoken, is_telling, sign};
use super::zones::{beside_times, remark};
use crate::lexicon::{Lexicon, TextTopic, TimelineColumn, plain};
use crate::model::{Status, parse_zone};
use crate::text::Source;
use std::collections::{BTreeMap, BTreeSet};

/// What pages have in common that are decided together: the manner of their front matter, and whether their headings are
/// those of a postmortem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shape {
    /// The manner of the front matter.
    pub matter: Matter,
    /// Whether there are at least two sections that a postmortem has.
    pub structured: bool,
}

/// What one page shows at a glance.
#[derive(Clone, Debug, Default)]
pub struct PageEvidence {
    /// What its dates prove.
    pub order: OrderProof,
    /// The zone that it gives for all its times.
    pub zone: Option<String>,
    /// The zones that stand beside its times.
    pub zones_beside: Vec<String>,
    /// The shape that it shares with others.
    pub shape: Shape,
    /// What it says it is.
    pub sign: Sign,
    /// The word in front matter for how bad it was.
    pub severity: Option<String>,
    /// What a label in the body says of how far the page has come.
    pub label: Option<Status>,
    /// The fields that it states for the pages below it, as JSON.
    pub cascade: Option<String>,
}

/// Looks at one source. Nothing is understood: the look is cheap, and wrong in places.
pub fn scan(source: &Source, lexicon: &Lexicon) -> PageEvidence {
    let text = &*source.text;
    let glance = glance(&source.path, text, lexicon);
    let body = &text[glance.body..];
    let mut spoken = Spoken::default();
    let mut heading = "";
    let mut kinds = BTreeSet::new();
    let mut is_code = false;
    let mut headed: Option<String> = None;
    let mut before = "";
    for line in body.lines() {
        if headed.is_none() && before.starts_with('|') && is_rule(line) {
            headed = zone_of_header(before, lexicon);
        }
        before = line;
        if line.starts_with("```") || line.starts_with("~~~") {
            is_code = !is_code;
        }
        let Some(title) = line.strip_prefix('#').filter(|_| !is_code) else { continue };
        let title = title.trim_start_matches('#').trim();
        if heading.is_empty() {
            heading = title;
        }
        if let Some(kind) = lexicon.section_kind(title).filter(|kind| is_telling(*kind)) {
            kinds.insert(kind);
        }
    }
    spoken.sections = kinds.len();
    spoken.has_timeline = kinds.contains(&crate::model::SectionKind::Timeline);
    let (mut zone, mut label) = (None, None);
    lexicon.topics_of_text(body, |topic, start, _| match topic {
        TextTopic::Announced => spoken.announced = true,
        TextTopic::Done => spoken.done = true,
        TextTopic::Investigated => spoken.investigated = true,
        TextTopic::Instructs => spoken.instructs = true,
        TextTopic::Times if zone.is_none() => zone = remark(line_at(body, start), lexicon),
        TextTopic::Status if label.is_none() => label = status_label(line_at(body, start), lexicon),
        _ => {}
    });
    let title = if glance.title.is_empty() { heading } else { &glance.title };
    PageEvidence {
        order: proof(text),
        zone: zone.or(headed),
        zones_beside: beside_times(body),
        shape: Shape { matter: glance.matter, structured: spoken.is_structured() },
        sign: sign(&source.place, &glance, title, spoken, lexicon),
        severity: glance.severity,
        label,
        cascade: cascade(source),
    }
}

/// The line below the header of a table.
fn is_rule(line: &str) -> bool {
    line.starts_with('|') && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' '))
}

/// The zone of a column of times: "| Time (JST) | Event |".
fn zone_of_header(line: &str, lexicon: &Lexicon) -> Option<String> {
    line.split('|').filter(|cell| cell.len() < 60).find_map(|cell| {
        let (_, inner) = cell.split_once(['(', '（'])?;
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | ':' | '/' | '_');
        let name = inner.trim_start().split(|c: char| !is_part(c)).next()?;
        let is_time = || lexicon.timeline_column(&plain(cell)) == Some(TimelineColumn::Time);
        (parse_zone(name).is_some() && is_time()).then(|| name.to_owned())
    })
}

fn line_at(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let line = &text[start..end];
    &line[..line.floor_char_boundary(400)]
}

/// `**Status**: Draft`, `| ステータス | Draft |`, `- Status: final`.
fn status_label(line: &str, lexicon: &Lexicon) -> Option<Status> {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '*' | '-' | '_' | '>'));
    let (label, value) = bare.split_once([':', '：', '|'])?;
    if label.chars().count() > 24 {
        return None;
    }
    let value = value.trim_matches(|c: char| !c.is_alphanumeric());
    lexicon.status(value).or_else(|| lexicon.status(value.split(|c: char| !c.is_alphanumeric()).next()?))
}

/// What the pages of one shape say they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShapeEvidence {
    /// How many pages have this shape.
    pub pages: u32,
    /// How many of them say what they are, by what they say.
    pub signs: BTreeMap<Sign, u32>,
}

/// What the pages of a folder show together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderEvidence {
    /// How many pages there are, introductions not counted.
    pub pages: u32,
    /// How many prove that the day comes first.
    pub day_first: u32,
    /// How many prove that the month comes first.
    pub month_first: u32,
    /// How many have dates that can be read both ways and prove nothing.
    pub ambiguous: u32,
    /// Zones that pages give for all their times, with how many do.
    pub zones: BTreeMap<String, u32>,
    /// Zones beside times, with how many pages name them.
    pub zones_beside: BTreeMap<String, u32>,
    /// How many pages name no zone at all.
    pub without_zone: u32,
    /// What the pages of each shape say they are.
    pub shapes: BTreeMap<Shape, ShapeEvidence>,
    /// Words for severities, with how many pages use them.
    pub severities: BTreeMap<String, u32>,
    /// How many pages have a label in the body that says how far they have come.
    pub labelled: u32,
    /// How many of those labels say "draft".
    pub draft: u32,
    /// The fields that its introduction states for all pages below it, as JSON.
    pub cascade: Option<String>,
}

impl ShapeEvidence {
    /// How many pages say this.
    pub fn count(&self, sign: Sign) -> u32 {
        self.signs.get(&sign).copied().unwrap_or(0)
    }

    /// How many tell of an incident or of planned work.
    pub fn incidents(&self) -> u32 {
        self.count(Sign::Incident) + self.count(Sign::Maintenance)
    }
}

impl FolderEvidence {
    /// Adds what one page shows. A page that introduces a folder speaks for it and is none of its pages; what a page says of
    /// zones it says for its own folder and those below, and for no neighbour.
    fn add(&mut self, page: &PageEvidence, introduces: bool, is_own: bool) {
        let OrderProof { day_first, month_first, ambiguous } = page.order;
        self.day_first += u32::from(day_first && !month_first);
        self.month_first += u32::from(month_first && !day_first);
        self.ambiguous += u32::from(ambiguous && day_first == month_first);
        if let Some(zone) = page.zone.as_ref().filter(|_| is_own) {
            *self.zones.entry(zone.clone()).or_default() += 1;
        }
        for zone in page.zones_beside.iter().filter(|_| is_own) {
            *self.zones_beside.entry(zone.clone()).or_default() += 1;
        }
        if let Some(cascade) = page.cascade.as_ref().filter(|_| is_own) {
            self.cascade = self.cascade.take().max(Some(cascade.clone()));
        }
        if introduces {
            return;
        }
        self.pages += 1;
        self.without_zone += u32::from(page.zone.is_none() && page.zones_beside.is_empty());
        let shape = self.shapes.entry(page.shape).or_default();
        shape.pages += 1;
        *shape.signs.entry(page.sign).or_default() += 1;
        if let Some(word) = &page.severity {
            *self.severities.entry(word.to_lowercase()).or_default() += 1;
        }
        self.labelled += u32::from(page.label.is_some());
        self.draft += u32::from(page.label == Some(Status::Draft));
    }

    /// What two groups of pages show together.
    fn merge(&mut self, other: FolderEvidence) {
        let FolderEvidence {
            pages,
            day_first,
            month_first,
            ambiguous,
            zones,
            zones_beside,
            without_zone,
            shapes,
            severities,
            labelled,
            draft,
            cascade,
        } = other;
        self.cascade = self.cascade.take().max(cascade);
        self.pages += pages;
        self.day_first += day_first;
        self.month_first += month_first;
        self.ambiguous += ambiguous;
        self.without_zone += without_zone;
        self.labelled += labelled;
        self.draft += draft;
        for (all, more) in
            [(&mut self.zones, zones), (&mut self.zones_beside, zones_beside), (&mut self.severities, severities)]
        {
            for (word, count) in more {
                *all.entry(word).or_default() += count;
            }
        }
        for (shape, more) in shapes {
            let known = self.shapes.entry(shape).or_default();
            known.pages += more.pages;
            for (sign, count) in more.signs {
                *known.signs.entry(sign).or_default() += count;
            }
        }
    }
}

/// What the pages of a library show, for each folder with all below it. Evidence is merged in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// By the folder's path; "" is the library.
    pub folders: BTreeMap<String, FolderEvidence>,
}

impl Evidence {
    /// Adds what the source of a page shows, to its folder and those around it.
    pub fn add(&mut self, source: &Source, page: &PageEvidence) {
        let introduces = introduces(&source.place);
        let own = source.place.folder();
        for folder in folders_of(own) {
            let is_own = folder == own;
            match self.folders.get_mut(folder) {
                Some(known) => known.add(page, introduces, is_own),
                None => self.folders.entry(folder.to_owned()).or_default().add(page, introduces, is_own),
            }
        }
    }

    /// What two libraries show together.
    #[must_use]
    pub fn merge(mut self, other: Evidence) -> Evidence {
        for (folder, evidence) in other.folders {
            self.folders.entry(folder).or_default().merge(evidence);
        }
        self
    }
}

/// A folder and all around it, the innermost first; the last is "".
pub(super) fn folders_of(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |inner| {
        (!inner.is_empty()).then(|| inner.rsplit_once('/').map_or("", |(outer, _)| outer))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;
    use crate::text::ContentPath;
    use proptest::prelude::*;

    fn evidence(pages: &[(&str, &str)]) -> Evidence {
        let mut all = Evidence::default();
        for (path, text) in pages {
            let source = Source::new(ContentPath::new(path).unwrap(), *text);
            all.add(&source, &scan(&source, built_in()));
        }
        all
    }

    const PAGES: [(&str, &str); 5] = [
        ("a/1.md", "---\nseverity: down\naffected: [x]\n---\n28-10-2022 14:05 UTC"),
        ("a/b/2.md", "# Outage\n\nStatus: Draft\n\n10/28/2022 all times in CET"),
        ("a/README.md", "All times in PST"),
        ("c.md", "05/11/2022"),
        ("a/3.md", "---\nseverity: notice\n---\nmaintenance window"),
    ];

    #[test]
    fn folders_tell_of_all_below_them() {
        let all = evidence(&PAGES);
        let pages = |folder: &str| all.folders[folder].pages;
        assert_eq!((pages(""), pages("a"), pages("a/b")), (4, 3, 1));
        assert_eq!((all.folders["a"].day_first, all.folders["a"].month_first, all.folders[""].ambiguous), (1, 1, 1));
        assert_eq!(all.folders["a"].zones.keys().collect::<Vec<_>>(), ["PST"]);
        assert_eq!((all.folders["a/b"].labelled, all.folders["a/b"].draft), (1, 1));
    }

    proptest! {
        #[test]
        fn evidence_is_merged_in_any_order(left in 0_usize..5, right in 0_usize..5) {
            let (low, high) = (left.min(right), left.max(right));
            let (a, b, c) = (evidence(&PAGES[..low]), evidence(&PAGES[low..high]), evidence(&PAGES[high..]));
            let all = evidence(&PAGES);
            prop_assert_eq!(a.clone().merge(b.clone()).merge(c.clone()), all.clone());
            prop_assert_eq!(c.merge(a.merge(b)), all);
        }
    }
}
