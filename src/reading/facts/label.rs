//! Facts under labels: `**Severity**: SEV2`, `| Status | final |`, `## Authors` over a list of names.

use super::duration::minutes;
use super::keys::{Fact, fact_of};
use super::person::names;
use super::sentence::{first_paragraph, start_told, window_told};
use crate::clock::{Stamp, Style, whole_zone, zone_within};
use crate::config::Scale;
use crate::lexicon::{Lexicon, WordList, plain};
use crate::markdown::Block;
use crate::model::{Date, Impact, Instant, Phase, SectionKind, Severity, Sourced, Status, TaxonomyKey, Zone};
use crate::reading::label::{Label, labels};
use crate::reading::outline::Section;
use crate::text::{Span, fold, one_line};

/// What labels say; what no label says stays empty.
#[derive(Clone, Debug, Default)]
pub(in crate::reading) struct Facts {
    pub(in crate::reading) date: Option<Sourced<Date>>,
    pub(in crate::reading) milestones: Vec<(Phase, Sourced<Instant>)>,
    pub(in crate::reading) duration: Option<Sourced<i64>>,
    pub(in crate::reading) severity: Option<Sourced<Severity>>,
    /// The word for how bad it was, where that is not on the scale.
    pub(in crate::reading) severity_word: Option<Sourced<String>>,
    pub(in crate::reading) status: Option<Sourced<Status>>,
    pub(in crate::reading) terms: Vec<(TaxonomyKey, Sourced<String>)>,
    pub(in crate::reading) trigger: Option<Sourced<String>>,
    pub(in crate::reading) detection: Option<Sourced<String>>,
    pub(in crate::reading) summary: Option<Sourced<String>>,
    pub(in crate::reading) authors: Vec<Sourced<String>>,
    pub(in crate::reading) reviewers: Vec<Sourced<String>>,
    pub(in crate::reading) impact: Vec<Impact>,
    pub(in crate::reading) zone: Option<Zone>,
    /// The zone beside the first milestone that names one.
    pub(in crate::reading) zone_beside: Option<Zone>,
    duration_rank: usize,
}

/// What is needed to understand a value.
#[derive(Clone, Copy)]
pub(in crate::reading) struct FactContext<'a> {
    pub(in crate::reading) style: Style<'a>,
    pub(in crate::reading) scale: &'a Scale,
    /// The day of the incident, for times without one.
    pub(in crate::reading) date: Option<Date>,
    /// Whether that is the incident's day, and not the one on which the page was published.
    pub(in crate::reading) date_is_known: bool,
    pub(in crate::reading) zone: &'a Zone,
}

/// Reads the labels of the blocks before the first section, of fact sheets, and of the sections in which facts stand.
pub(in crate::reading) fn read_facts(preamble: &[Block], sections: &[Section<'_>], context: FactContext<'_>) -> Facts {
    let mut facts = Facts { duration_rank: usize::MAX, ..Facts::default() };
    // A zone and a date first: the other values are read by them.
    let sheets = sections.iter().filter(|section| {
        section.kind.is_none() && context.style.lexicon.has(WordList::FactSheets, &plain(&section.heading.text))
    });
    let mut all: Vec<(Option<SectionKind>, Label)> = labels(preamble).into_iter().map(|label| (None, label)).collect();
    for section in sheets {
        all.extend(labels(own_blocks(section)).into_iter().map(|label| (None, label)));
    }
    for section in sections {
        if let Some(
            kind @ (SectionKind::Impact
            | SectionKind::Metrics
            | SectionKind::Summary
            | SectionKind::Detection
            | SectionKind::People),
        ) = section.kind
        {
            all.extend(labels(own_blocks(section)).into_iter().map(|label| (Some(kind), label)));
        }
        all.extend(heading_label(section, context.style.lexicon).map(|label| (None, label)));
    }
    let of = |fact: Fact| all.iter().filter(move |(_, label)| fact_of(&label.key, context.style.lexicon) == Some(fact));
    if let Some((_, label)) = of(Fact::Zone).next() {
        facts.zone = whole_zone(&label.value, context.style.lexicon)
            .or_else(|| zone_within(&label.value, context.style.lexicon));
    }
    let zone = facts.zone.clone().unwrap_or_else(|| context.zone.clone());
    let mut context = FactContext { zone: &zone, ..context };
    // "Data: 3 TB" is no day, though "Data" is the Italian for one.
    let mut dates = [Fact::Date, Fact::Window, Fact::Duration].into_iter().flat_map(of);
    facts.date =
        dates.find_map(|(_, label)| date(&label.value, context.style).map(|date| Sourced::inferred(date, label.span)));
    let summed_up = sections.iter().filter(|section| section.kind == Some(SectionKind::Summary));
    let mut summaries: Vec<&[Block]> = summed_up.map(|section| section.blocks).collect();
    if summaries.is_empty() {
        summaries.push(preamble);
    }
    let has_day = facts.date.is_some() || context.date.is_some() && context.date_is_known;
    let told = summaries.into_iter().find_map(|blocks| {
        let inline = first_paragraph(blocks)?;
        let told =
            window_told(&inline.text, context.style, has_day).or_else(|| start_told(&inline.text, context.style));
        Some((told?, inline.line_span(0)))
    });
    // "Incident from: 2024-05-06" is a day without a time.
    let from = || {
        let of_start = |label: &&Label| context.style.lexicon.phase_of_label(&label.name) == Some(Phase::Started);
        let mut labels = all.iter().map(|(_, label)| label).filter(of_start);
        labels.find_map(|label| Some(Sourced::inferred(date(&label.value, context.style)?, label.span)))
    };
    facts.date = facts.date.take().or_else(from);
    if let Some((stamp, span)) = &told {
        let day = stamp.day.and_then(|day| day.near(context.date));
        facts.date = facts.date.take().or_else(|| day.map(|day| Sourced::inferred(day, *span)));
    }
    context.date = facts.date.as_ref().map(|found| found.value).or(context.date);
    for (kind, label) in &all {
        facts.take(*kind, label, context);
    }
    if let Some((stamp, span)) = told {
        if stamp.until.is_some() {
            facts.window(&stamp, span, context);
        } else {
            facts.milestone(Phase::Started, &stamp, span, context);
        }
    }
    facts
}

/// What stands in a section before its first sub-section.
fn own_blocks<'a>(section: &Section<'a>) -> &'a [Block] {
    let end =
        section.blocks.iter().position(|block| matches!(block, Block::Heading { .. })).unwrap_or(section.blocks.len());
    &section.blocks[..end]
}

/// `## Severity` over `SEV2`, `## Authors` over a list.
fn heading_label(section: &Section<'_>, lexicon: &Lexicon) -> Option<Label> {
    let key = plain(&section.heading.text);
    let fact =
        fact_of(&key, lexicon).filter(|fact| !matches!(fact, Fact::Summary | Fact::Trigger | Fact::Detection))?;
    let (value, span) = match own_blocks(section) {
        [Block::Paragraph(inline)] if inline.text.len() < 300 => (inline.text.clone(), inline.span),
        [Block::List { items, .. }] if matches!(fact, Fact::Authors | Fact::Reviewers | Fact::Terms(_)) => {
            let texts = items.iter().filter_map(|item| match item.blocks.first() {
                Some(Block::Paragraph(inline)) => Some(inline),
                _ => None,
            });
            let texts: Vec<_> = texts.take(40).collect();
            let span = Span { start: texts.first()?.span.start, end: texts.last()?.span.end };
            (texts.iter().map(|inline| one_line(&inline.text)).collect::<Vec<_>>().join("; "), span)
        }
        _ => return None,
    };
    Some(Label { key, name: section.heading.text.clone(), value, marked: true, span })
}

/// Whether a value says from when until when.
fn is_window(value: &str, style: Style<'_>) -> bool {
    Stamp::at_start(value, style).is_some_and(|(stamp, _)| stamp.until.is_some() && stamp.time.is_some())
}

fn date(value: &str, style: Style<'_>) -> Option<Date> {
    Stamp::at_start(value, style)?.0.day?.full()
}

impl Facts {
    fn take(&mut self, kind: Option<SectionKind>, label: &Label, context: FactContext<'_>) {
        let value = one_line(&label.value);
        if is_hole(&value) {
            return;
        }
        let span = label.span;
        let Some(fact) = fact_of(&label.key, context.style.lexicon) else {
            self.milestone_or_quantity(kind, label, &value, context);
            return;
        };
        match fact {
            // "Date: 6 November 2022 between 12:39 and 17:17 UTC" is a window.
            Fact::Date if is_window(&value, context.style) => self.window_or_other(kind, label, &value, context),
            Fact::Zone => {}
            // A day with a time of day is when it began.
            Fact::Date if date(&value, context.style).is_some() => {
                if let Some((stamp, _)) = Stamp::at_start(&value, context.style)
                    && stamp.time.is_some()
                {
                    self.milestone(Phase::Started, &stamp, span, context);
                }
            }
            Fact::Date => self.milestone_or_quantity(kind, label, &value, context),
            Fact::Window => self.window_or_other(kind, label, &value, context),
            // "Duration: 2024-03-12 09:05 – 10:40 UTC" is a window.
            Fact::Duration if is_window(&value, context.style) => self.window_or_other(kind, label, &value, context),
            Fact::Duration => {
                let rank = context.style.lexicon.duration_rank(&label.key).unwrap_or(usize::MAX);
                if rank < self.duration_rank
                    && let Some(minutes) = minutes(&value, context.style.lexicon)
                {
                    self.duration_rank = rank;
                    self.duration = Some(Sourced::inferred(minutes, span));
                } else if minutes(&value, context.style.lexicon).is_none() {
                    // "影響期間: 10:05 – 10:40".
                    self.window_or_other(kind, label, &value, context);
                }
            }
            Fact::Severity => {
                let severity = first_parts(&value).find_map(|part| context.scale.parse(part));
                if severity.is_none()
                    && let Some(word) = severity_word(&value, context.style.lexicon)
                {
                    text(&mut self.severity_word, word, span);
                }
                self.severity =
                    self.severity.take().or_else(|| severity.map(|severity| Sourced::inferred(severity, span)));
            }
            Fact::Status => {
                let status = first_parts(&value).find_map(|part| context.style.lexicon.status(part));
                self.status = self.status.take().or_else(|| status.map(|status| Sourced::inferred(status, span)));
            }
            Fact::Terms(taxonomy) => {
                for name in names(&value, context.style.lexicon) {
                    if !self.terms.iter().any(|(known, term)| *known == taxonomy && term.value == name) {
                        self.terms.push((taxonomy, Sourced::inferred(name, span)));
                    }
                }
            }
            Fact::Trigger => text(&mut self.trigger, value, span),
            Fact::Detection => {
                // "Detection: 09:14 UTC" is a milestone.
                match Stamp::at_start(&value, context.style) {
                    Some((stamp, _)) if stamp.time.is_some() => self.milestone(Phase::Detected, &stamp, span, context),
                    _ => text(&mut self.detection, value, span),
                }
            }
            Fact::Summary => text(&mut self.summary, value, span),
            Fact::Authors => self
                .authors
                .extend(names(&value, context.style.lexicon).into_iter().map(|name| Sourced::inferred(name, span))),
            Fact::Reviewers => self
                .reviewers
                .extend(names(&value, context.style.lexicon).into_iter().map(|name| Sourced::inferred(name, span))),
        }
    }

    fn milestone_or_quantity(
        &mut self,
        kind: Option<SectionKind>,
        label: &Label,
        value: &str,
        context: FactContext<'_>,
    ) {
        if let Some(phase) = context.style.lexicon.phase_of_label(&label.name)
            && let Some((stamp, _)) = Stamp::at_start(value, context.style)
            && stamp.time.is_some()
        {
            self.milestone(phase, &stamp, label.span, context);
            return;
        }
        let listed = context.style.lexicon.has(WordList::Quantities, &label.key);
        let quantities = matches!(kind, Some(SectionKind::Impact | SectionKind::Metrics));
        let counted = value
            .trim_start_matches(['~', '≈', '<', '>', ' ', '€', '$', '£', '+', '-', '≥', '≤'])
            .starts_with(|c: char| c.is_ascii_digit())
            || context.style.lexicon.start_of(WordList::AmountLeads, &value.to_lowercase()).is_some();
        let a_time = context.style.lexicon.start_of(WordList::TimeLabels, &label.key).is_some();
        if (listed || (quantities && counted)) && !a_time && value.chars().count() <= 120 {
            self.impact
                .push(Impact { name: label.name.clone(), value: Sourced::inferred(value.to_owned(), label.span) });
        }
    }

    fn milestone(&mut self, phase: Phase, stamp: &Stamp, span: Span, context: FactContext<'_>) {
        let Some(at) = instant(stamp, context) else { return };
        self.zone_beside = self.zone_beside.take().or_else(|| stamp.zone.clone());
        if !self.milestones.iter().any(|(known, _)| *known == phase) {
            self.milestones.push((phase, Sourced::inferred(at, span)));
        }
    }

    /// From when until when it went on, or, where the label has another sense too, when it began or how long it took.
    fn window_or_other(&mut self, kind: Option<SectionKind>, label: &Label, value: &str, context: FactContext<'_>) {
        let stamp = Stamp::at_start(value, context.style).map(|(stamp, _)| stamp);
        match (&stamp, minutes(value, context.style.lexicon)) {
            (Some(stamp), _) if stamp.until.is_some() => self.window(stamp, label.span, context),
            (None, Some(minutes)) if self.duration.is_none() => {
                self.duration = Some(Sourced::inferred(minutes, label.span));
            }
            _ => self.milestone_or_quantity(kind, label, value, context),
        }
    }

    /// `2024-03-12 09:05–10:40 UTC`.
    fn window(&mut self, stamp: &Stamp, span: Span, context: FactContext<'_>) {
        let (Some(start), Some(until)) = (instant(stamp, context), &stamp.until) else { return };
        let zone = until.zone.as_ref().or(stamp.zone.as_ref()).unwrap_or(context.zone);
        let day = until.day.and_then(|day| day.near(Some(start.date()))).or_else(|| {
            if stamp.time.is_some_and(|time| until.time < time) {
                start.date().tomorrow().ok()
            } else {
                Some(start.date())
            }
        });
        let end = day.and_then(|day| Instant::local(day, until.time, zone));
        self.milestone(Phase::Started, stamp, span, context);
        if let Some(end) = end.filter(|end| *end >= start)
            && !self.milestones.iter().any(|(known, _)| *known == Phase::Resolved)
        {
            self.milestones.push((Phase::Resolved, Sourced::inferred(end, span)));
        }
    }
}

fn instant(stamp: &Stamp, context: FactContext<'_>) -> Option<Instant> {
    if stamp.unknown_zone.is_some() {
        return None;
    }
    let day = match stamp.day {
        Some(day) => day.near(context.date)?,
        None => context.date?,
    };
    Instant::local(day, stamp.time?, stamp.zone.as_ref().unwrap_or(context.zone))
}

fn text(place: &mut Option<Sourced<String>>, value: String, span: Span) {
    if value.chars().count() <= 600 {
        place.get_or_insert(Sourced::inferred(value, span));
    }
}

/// A value and what stands in it before the first bracket, dash or comma. A choice that nobody made ("SEV1 / SEV2 /
/// SEV3") has none.
fn first_parts(value: &str) -> impl Iterator<Item = &str> {
    let choice = value.contains(" | ") || value.matches('/').count() >= 2;
    let end =
        value.find(['(', ',', ';', '–', '—', ':', '.', '（']).or_else(|| value.find(" - ")).unwrap_or(value.len());
    let whole = (value.len() <= 200).then_some(value);
    whole.into_iter().chain([value[..end].trim()]).take(if choice { 0 } else { 2 })
}

/// The word that a value begins with: "Major (partial outage)" -> "Major". A sentence or a choice that nobody made is none.
fn severity_word(value: &str, lexicon: &Lexicon) -> Option<String> {
    let word = first_parts(value).last()?.trim_matches(|c: char| !c.is_alphanumeric());
    let is_word = word.chars().any(char::is_alphabetic) && word.chars().count() <= 24 && word.split(' ').count() <= 3;
    (is_word && !lexicon.has(WordList::NoValue, &fold(word)) && !lexicon.has(WordList::Nobody, &fold(word)))
        .then(|| word.to_owned())
}

/// What a template leaves to be filled in.
fn is_hole(value: &str) -> bool {
    value.contains("{{")
        || (value.starts_with('<') && value.ends_with('>'))
        || (value.starts_with('[') && value.ends_with(']'))
        || value.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("yyyy"))
}
