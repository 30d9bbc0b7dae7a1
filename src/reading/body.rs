//! Everything that a body says, together.

use super::actions::{ActionContext, read_actions};
use super::facts::{
    FactContext, Facts, Signs, Title, date_of_name, date_told, fails, first_paragraph, first_sentence, heading_of,
    is_template, looks_like_incident, read_facts, section_text, summary, tells_of_failure,
};
use super::filled::{is_filled, is_placeholder};
use super::label::labels;
use super::outline::{Section, sections};
use super::timeline::{DateSlip, TimelineContext, Told, find_timeline, remark};
use crate::clock::Style;
use crate::config::Scale;
use crate::lexicon::{Lexicon, WordList};
use crate::markdown::{Block, Inline};
use crate::model::{
    Claims, Date, EntryTime, Instant, Milestones, Phase, SectionKind, Sourced, TaxonomyKey, TimelineEntry, Zone,
};
use crate::text::{ContentPath, fold, one_line};
use std::collections::BTreeSet;

/// What is known of a page before its body is read.
#[derive(Clone, Copy, Debug)]
pub struct BodyContext<'a> {
    /// Where it lies.
    pub path: &'a ContentPath,
    /// Its language (BCP 47).
    pub language: &'a str,
    /// How dates and times are written.
    pub style: Style<'a>,
    /// The zone of times that name none.
    pub zone: &'a Zone,
    /// Whether front matter or the folder gives that zone, and not the settings for want of one.
    pub zone_is_given: bool,
    /// The scale of severities.
    pub scale: &'a Scale,
    /// The day of the incident, where front matter says it.
    pub stated_date: Option<Date>,
    /// Whether that may as well be the day on which the page was written.
    pub date_of_writing: bool,
    /// The day that the title in front matter names.
    pub titled_date: Option<Date>,
    /// The day on which the page was published, where its date is that: its name then says the same, and neither is the
    /// incident's.
    pub published: Option<Date>,
    /// Whether front matter says that the incident is over, and not when: the latest update does.
    pub is_over: bool,
}

/// What a body says. Everything is inferred, and each value knows from where.
#[derive(Clone, Debug, Default)]
pub struct BodyFacts {
    /// The fields. The title is that of the first heading, without date and id; the day is under a label, in the first
    /// heading, in the file's name, where the timeline begins, or in the first sentence of a page that tells of a failure.
    pub claims: Claims,
    /// Whether the day that front matter states is the one on which the page was written: the text names an earlier one.
    pub outdates_stated: bool,
    /// The kinds of sections that say something, in order, each once.
    pub sections: Vec<SectionKind>,
    /// What a person would call a page that begins like this, for pages without a title and with a name that says
    /// nothing.
    pub first_sentence: Option<Sourced<String>>,
    /// The first paragraph of prose, as plain text; "" without one.
    pub first_paragraph: String,
    /// Dates of the timeline that were taken for a slip of the pen.
    pub slips: Vec<DateSlip>,
    /// Whether it is a template to copy.
    pub is_template: bool,
    /// Whether sections and facts are those of a postmortem.
    pub looks_like_incident: bool,
    /// Whether a page without sections tells of something that broke: weak, and only worth asking where front matter
    /// names a company or a product.
    pub tells_of_failure: bool,
}

/// What stands behind a label and is shorter than this, in bytes, does not fill a section ("TBD", "none").
const SHORTEST_SECTION: usize = 12;

/// A timeline that begins more than this many days before the incident begins with what led to it.
const LONG_BEFORE: i32 = 7;
/// A postmortem is written within so many days.
const WRITTEN_AFTER: i32 = 60;

/// Reads a body.
pub fn read_body(blocks: &[Block], context: &BodyContext<'_>) -> BodyFacts {
    let style = context.style;
    let mut sections = sections(blocks, context.style.lexicon);
    let title = heading_of(blocks, style);
    // "RCA: Checkout slow" over the page is its title, and no section.
    if let Some(title) = &title {
        sections.iter_mut().filter(|section| section.at + 1 == title.after).for_each(|section| section.kind = None);
    }
    let named = date_of_name(context.path, context.style.lexicon).filter(|_| context.published.is_none());
    let zone = remark(blocks, context.style.lexicon);
    let book_or_remark = zone.as_ref().unwrap_or(context.zone);

    let heading_date = title.as_ref().and_then(|title| title.date);
    let prose = first_paragraph(blocks);
    let told_date = || prose.and_then(|inline| date_told(&inline.text, style));
    let of_failure = || told_date().filter(|_| prose.is_some_and(|inline| fails(&inline.text, style.lexicon)));
    let of_text = match context.date_of_writing {
        true => context.titled_date.or(heading_date).or_else(of_failure),
        false => None,
    };
    let of_text = of_text.filter(|date| is_written_after(context.stated_date, *date));
    let near = of_text.or(context.stated_date).or(heading_date).or(named).or(context.published);
    let preamble = preamble(blocks, title.as_ref(), &sections);
    let date_is_known = near != context.published;
    let fact_context = FactContext { style, scale: context.scale, date: near, date_is_known, zone: book_or_remark };
    let facts = read_facts(preamble, &sections, fact_context);
    let zone = zone.or_else(|| facts.zone.clone());

    let labelled = facts.date.as_ref().map(|found| found.value);
    let is_outdated = |date: &Date| context.date_of_writing && is_written_after(context.stated_date, *date);
    let of_text = labelled.filter(is_outdated).or(of_text);
    let stated_date = context.stated_date.filter(|_| of_text.is_none());
    let day = stated_date.or(labelled).or(of_text).or(heading_date).or(named);
    // What milestones name says more than a zone that nobody gave.
    let beside = facts.zone_beside.as_ref().filter(|_| !context.zone_is_given);
    let timeline_zone = zone.as_ref().or(beside).unwrap_or(context.zone);
    let read = |date: Option<Date>| {
        let context = TimelineContext {
            date,
            zone: timeline_zone,
            zone_is_stated: zone.is_some(),
            style,
            near: context.published,
        };
        find_timeline(blocks, &sections, context)
    };
    let mut told = read(day);
    let days = stated_days(&read(None).entries);
    let first_day = first_of(&days, told_date);
    let first_paragraph = prose.map(|inline| one_line(&inline.text)).unwrap_or_default();
    let dated = told.entries.iter().filter(|entry| entry.at.instant().is_some()).count();
    let is_template = is_template(context.path, title.as_ref(), blocks, dated, context.style.lexicon);
    let tells_of_failure = !is_template && tells_of_failure(blocks, &first_paragraph, context.style.lexicon);
    let in_prose = || {
        let inline = prose.filter(|_| tells_of_failure)?;
        date_told(&inline.text, style).map(|date| Sourced::inferred(date, inline.line_span(0)))
    };
    let named = named.filter(|named| !all_before(*named, &days)).filter(|_| of_text.is_none());
    let date = match of_text.filter(|date| labelled.is_none() && heading_date != Some(*date)) {
        Some(date) => {
            Some(prose.map_or(Sourced::external(date), |inline| Sourced::inferred(date, inline.line_span(0))))
        }
        None => date(&facts, title.as_ref(), named, first_day.as_ref()).or_else(in_prose),
    };
    if stated_date.is_none() && date.as_ref().map(|found| found.value) != day {
        told = read(date.as_ref().map(|found| found.value));
    }
    let Told { entries: timeline, key_events, slips } = told;
    let date_value = stated_date.or(date.as_ref().map(|found| found.value));
    let actions = read_actions(blocks, &ActionContext { date: date_value, style, timeline: &timeline });

    let mut kinds: Vec<SectionKind> = Vec::new();
    let mut filled: Vec<SectionKind> = Vec::new();
    for section in &sections {
        let Some(kind) = section.kind else { continue };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
        if !filled.contains(&kind) && is_filled(section, style.lexicon) {
            filled.push(kind);
        }
    }
    // "**Root cause**: two versions." is a section of one line.
    for label in labels(blocks).iter().filter(|label| label.marked && label.value.len() >= SHORTEST_SECTION) {
        if let Some(kind) = style.lexicon.section_kind(&label.name)
            && !is_placeholder(&label.value, style.lexicon)
        {
            kinds.push(kind);
            filled.push(kind);
        }
    }
    for kinds in [&mut kinds, &mut filled] {
        let mut seen = BTreeSet::new();
        kinds.retain(|kind| seen.insert(*kind));
    }
    let labelled = facts.milestones.into_iter().map(|(phase, at)| (phase, at.map(|at| without_slip(at, &slips))));
    let mut milestones = milestones(labelled.collect(), &key_events, &timeline);
    if context.is_over
        && let Some(last) = latest(&timeline, style.lexicon)
    {
        // "Services have been restored", and no more is told: that is the end.
        if milestones.at(Phase::Mitigated) == Some(last.value) {
            milestones.clear(Phase::Mitigated);
        }
        milestones.or_set(Phase::Resolved, last);
    }
    let signs = Signs {
        timed_entries: timeline.iter().filter(|entry| entry.at != EntryTime::Unknown).count(),
        actions: actions.len(),
        dated: date.is_some(),
        severity: facts.severity.is_some(),
        measured: !milestones.is_empty() || facts.duration.is_some(),
        labels: [
            facts.terms.iter().any(|(key, _)| *key == TaxonomyKey::SERVICES),
            facts.trigger.is_some(),
            facts.detection.is_some(),
            !facts.impact.is_empty(),
            facts.status.is_some(),
        ]
        .into_iter()
        .filter(|there| *there)
        .count(),
    };
    let looks = !is_template && looks_like_incident(signs, &kinds, title.as_ref(), context.style.lexicon);
    let claims = Claims {
        title: title.as_ref().and_then(|title| Some(Sourced::inferred(title.text.clone()?, title.inline.span))),
        date: date.filter(|_| !is_template),
        milestones,
        stated_duration: facts.duration,
        severity: facts.severity,
        severity_word: facts.severity_word,
        status: facts.status,
        terms: facts.terms,
        trigger: facts.trigger.or_else(|| section_text(&sections, SectionKind::Trigger, style.lexicon)),
        detection: facts.detection.or_else(|| section_text(&sections, SectionKind::Detection, style.lexicon)),
        summary: summary(&sections, style.lexicon).or(facts.summary),
        impact: facts.impact,
        timeline,
        actions: if is_template { Vec::new() } else { actions },
        authors: facts.authors,
        reviewers: facts.reviewers,
        ..Claims::default()
    };
    BodyFacts {
        claims,
        outdates_stated: of_text.is_some(),
        slips,
        first_sentence: prose.and_then(|inline| sentence(inline, style)),
        tells_of_failure,
        first_paragraph,
        is_template,
        looks_like_incident: looks,
        sections: filled,
    }
}

fn sentence(inline: &Inline, style: Style<'_>) -> Option<Sourced<String>> {
    first_sentence(&inline.text, style).map(|text| Sourced::inferred(text, inline.line_span(0)))
}

/// The blocks between the title and the first section, where labels about the whole page stand.
fn preamble<'a>(blocks: &'a [Block], title: Option<&Title<'_>>, sections: &[Section<'_>]) -> &'a [Block] {
    let from = title.map_or(0, |title| if title.after <= 8 { title.after } else { 0 });
    let end = sections
        .iter()
        .map(|section| section.at)
        .find(|at| *at >= from && matches!(blocks[*at], Block::Heading { .. }));
    &blocks[from..end.unwrap_or(blocks.len()).max(from)]
}

/// The days of entries, where the timeline itself names them.
fn stated_days(entries: &[TimelineEntry]) -> Vec<Sourced<Date>> {
    let day = |entry: &TimelineEntry| {
        let date = match entry.at {
            EntryTime::At(at) => at.date(),
            EntryTime::Day(date) => date,
            EntryTime::Clock(_) | EntryTime::Unknown => return None,
        };
        entry.text.span().map(|span| Sourced::inferred(date, span))
    };
    entries.iter().filter_map(day).collect()
}

/// The first day of a timeline. Where it begins long before with what led to the incident, it is the day on which the page's
/// first sentence says that it happened, if that is one of the timeline's.
fn first_of(days: &[Sourced<Date>], told: impl FnOnce() -> Option<Date>) -> Option<Sourced<Date>> {
    let first = days.first()?;
    let is_long_before = |day: Date| first.value.until(day).is_ok_and(|span| span.get_days() > LONG_BEFORE);
    let told = if days.iter().any(|day| is_long_before(day.value)) { told() } else { None };
    let named = told.filter(|told| is_long_before(*told)).and_then(|told| days.iter().find(|day| day.value == told));
    Some(named.unwrap_or(first).clone())
}

/// Whether a file is named after the day on which it was written: its timeline names days, all of which came before.
fn all_before(named: Date, days: &[Sourced<Date>]) -> bool {
    !days.is_empty() && days.iter().all(|day| is_written_after(Some(named), day.value))
}

/// Whether one day is that on which was written of what happened on the other.
fn is_written_after(written: Option<Date>, day: Date) -> bool {
    let days = written.and_then(|written| day.until(written).ok()).map_or(0, |span| span.get_days());
    (1..=WRITTEN_AFTER).contains(&days)
}

/// The day of the incident. Headings are copied from one postmortem to the next and files are named when they are
/// written: where the two differ, the one that the timeline confirms is right.
fn date(
    facts: &Facts,
    title: Option<&Title<'_>>,
    named: Option<Date>,
    first_day: Option<&Sourced<Date>>,
) -> Option<Sourced<Date>> {
    if let Some(labelled) = &facts.date {
        return Some(labelled.clone());
    }
    let heading = title.and_then(|title| Some(Sourced::inferred(title.date?, title.inline.span)));
    match (heading, named) {
        (Some(heading), Some(named))
            if heading.value != named && first_day.is_some_and(|first| first.value == named) =>
        {
            Some(Sourced::external(named))
        }
        (Some(heading), _) => Some(heading),
        (None, Some(named)) => Some(Sourced::external(named)),
        (None, None) => {
            let start = facts.milestones.iter().find(|(phase, _)| *phase == Phase::Started);
            start.map(|(_, at)| at.clone().map(Instant::date)).or_else(|| first_day.cloned())
        }
    }
}

/// The instant of the latest entry, unless that says itself that it is not the last word.
fn latest(timeline: &[TimelineEntry], lexicon: &Lexicon) -> Option<Sourced<Instant>> {
    let last = timeline.iter().filter(|entry| entry.at.instant().is_some()).max_by_key(|entry| entry.at.instant())?;
    let goes_on = lexicon.within(WordList::Unfinished, &fold(&last.text.value));
    Some(Sourced::inferred(last.at.instant()?, last.text.span()?)).filter(|_| !goes_on)
}

/// The instant that was meant, where the timeline has the same one and it was taken for a slip.
fn without_slip(at: Instant, slips: &[DateSlip]) -> Instant {
    let is_it = |slip: &&DateSlip| slip.written == at.date() && slip.meant.time() == at.time();
    slips.iter().find(is_it).map_or(at, |slip| slip.meant)
}

/// Milestones under labels, then key events, then those that the timeline names plainly: the first of each phase, the last of the
/// resolutions. An end before the start was misread and is left out.
fn milestones(
    labelled: Vec<(Phase, Sourced<Instant>)>,
    key_events: &[TimelineEntry],
    timeline: &[TimelineEntry],
) -> Milestones {
    let mut all = labelled;
    for phase in Phase::ALL {
        if all.iter().any(|(known, _)| *known == phase) {
            continue;
        }
        let of_phase = |entry: &&TimelineEntry| entry.phase == Some(phase) && entry.at.instant().is_some();
        let (mut stated, mut told) = (key_events.iter().filter(of_phase), timeline.iter().filter(of_phase));
        let entry = match phase {
            Phase::Resolved => stated.next_back().or_else(|| told.next_back()),
            _ => stated.next().or_else(|| told.next()),
        };
        if let Some(entry) = entry
            && let (Some(at), Some(span)) = (entry.at.instant(), entry.text.span())
        {
            all.push((phase, Sourced::inferred(at, span)));
        }
    }
    // "Incident from 18:20 until 18:58": the one entry is both.
    if !all.iter().any(|(phase, _)| *phase == Phase::Resolved)
        && let Some(whole) = timeline.iter().find(|entry| entry.phase == Some(Phase::Started) && entry.until.is_some())
        && !whole.text.value.contains(' ')
        && let (Some(until), Some(span)) = (whole.until, whole.text.span())
    {
        all.push((Phase::Resolved, Sourced::inferred(until, span)));
    }
    let start = all.iter().find(|(phase, _)| *phase == Phase::Started).map(|(_, at)| at.value);
    all.retain(|(phase, at)| {
        *phase == Phase::Started || start.is_none_or(|start| at.value.timestamp() >= start.timestamp())
    });
    let mut milestones = Milestones::default();
    all.into_iter().for_each(|(phase, at)| milestones.or_set(phase, at));
    milestones
}
