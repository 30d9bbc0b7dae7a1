//! Facts under labels: `**Severity**: SEV2`, `| Status | final |`, `## Authors` over a list of names.

use super::duration::minutes;
use super::person::names;
use crate::config::Scale;
use crate::document::block::Block;
use crate::document::clock::{Stamp, Style, whole_zone, zone_within};
use crate::document::label::{Label, labels};
use crate::document::outline::Section;
use crate::document::phase;
use crate::document::section::plain;
use crate::document::value;
use crate::model::{Date, Found, Impact, Instant, Phase, SectionKind, Severity, Status, TaxonomyKey, Zone};
use crate::text::{Span, one_line};

/// What labels say; what no label says stays empty.
#[derive(Clone, Debug, Default)]
pub(in crate::document) struct Facts {
    pub(in crate::document) date: Option<Found<Date>>,
    pub(in crate::document) milestones: Vec<(Phase, Found<Instant>)>,
    pub(in crate::document) duration: Option<Found<i64>>,
    pub(in crate::document) severity: Option<Found<Severity>>,
    pub(in crate::document) status: Option<Found<Status>>,
    pub(in crate::document) terms: Vec<(TaxonomyKey, Found<String>)>,
    pub(in crate::document) trigger: Option<Found<String>>,
    pub(in crate::document) detection: Option<Found<String>>,
    pub(in crate::document) summary: Option<Found<String>>,
    pub(in crate::document) authors: Vec<Found<String>>,
    pub(in crate::document) reviewers: Vec<Found<String>>,
    pub(in crate::document) impact: Vec<Impact>,
    pub(in crate::document) zone: Option<Zone>,
    duration_rank: usize,
}

/// What is needed to understand a value.
#[derive(Clone, Copy)]
pub(in crate::document) struct FactContext<'a> {
    pub(in crate::document) style: Style,
    pub(in crate::document) scale: &'a Scale,
    /// The day of the incident, for times without one.
    pub(in crate::document) date: Option<Date>,
    pub(in crate::document) zone: &'a Zone,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fact {
    Date,
    Window,
    Duration,
    Severity,
    Status,
    Terms(TaxonomyKey),
    Trigger,
    Detection,
    Summary,
    Authors,
    Reviewers,
    Zone,
}

/// Durations from the one that says most about the incident to the one that says least.
const DURATIONS: &str = "duration, total duration, incident duration, outage duration, impact duration, duration of outage, duration of incident, \
    total downtime, downtime, length of outage, duree, duree totale, duree de l'incident, duree de l'indisponibilite, duree de la panne, \
    duree d'impact, duree de l'impact, indisponibilite, dauer, duracion, 影響期間, 影響時間, 停止時間, 持续时间, \
    time to resolve, time to resolution, ttr, mttr, time to recovery, time to recover, time to restore, time to repair, \
    temps de resolution, delai de resolution, temps de retablissement, 復旧までの時間";

const KEYS: [(Fact, &str); 15] = [
    (
        Fact::Date,
        "date, incident date, date of incident, date of the incident, date of outage, occurred, occurred on, day, date de l'incident, jour, \
         datum, fecha, 発生日, 日付, 日期",
    ),
    (
        Fact::Window,
        "incident window, outage window, time window, impact window, window, time range, timeframe, time frame, period, when, date and time, \
         date/time, time of incident, time of the incident, periode, plage, creneau, quand, date et heure, fenetre d'impact",
    ),
    (
        Fact::Severity,
        "severity, sev, severity level, incident severity, priority, impact level, gravite, severite, criticite, niveau de gravite, \
         niveau de severite, priorite, schweregrad, severidad, gravedad, 重大度, 深刻度, 严重程度",
    ),
    (
        Fact::Status,
        "status, state, incident status, document status, postmortem status, statut, etat, statut du document, ステータス, 状態, 状态",
    ),
    (
        Fact::Terms(TaxonomyKey::SERVICES),
        "service, services, affected service, affected services, services affected, service affected, impacted services, services impacted, \
         impacted service, affected systems, affected system, systems affected, affected components, components affected, component, components, \
         system, systems, product, services touches, service touche, services impactes, service impacte, services concernes, service concerne, \
         systemes touches, composants touches, composant, composants, produit, betroffene dienste, servicios afectados, 影響サービス, \
         影響を受けたサービス, 受影响服务",
    ),
    (
        Fact::Terms(TaxonomyKey::TEAMS),
        "team, teams, owning team, responsible team, team responsible, teams involved, owner team, equipe, equipes, equipe responsable, \
         equipes impliquees, チーム",
    ),
    (
        Fact::Terms(TaxonomyKey::CATEGORIES),
        "category, categories, incident type, type of incident, incident category, categorie, categories de l'incident, type d'incident, カテゴリ, 分類",
    ),
    (Fact::Terms(TaxonomyKey::TAGS), "tags, tag, keywords, labels, mots-cles, mots cles, etiquettes, タグ, 标签"),
    (
        Fact::Terms(TaxonomyKey::CAUSES),
        "cause category, root cause category, cause categories, categorie de cause, type de cause",
    ),
    (
        Fact::Trigger,
        "trigger, triggered by, triggering event, declencheur, element declencheur, evenement declencheur, trigger event, トリガー",
    ),
    (
        Fact::Detection,
        "detection, detected by, detection method, how detected, how was it detected, discovered by, detecte par, moyen de detection, \
         mode de detection, 検知方法, 检测方式",
    ),
    (Fact::Summary, "summary, tl;dr, tldr, tl dr, in short, resume, en bref, synthese, 概要"),
    (
        Fact::Authors,
        "author, authors, written by, prepared by, report author, postmortem author, postmortem authors, auteur, auteurs, auteure, redacteur, \
         redactrice, redige par, ecrit par, autor, verfasser, 作成者, 作者",
    ),
    (
        Fact::Reviewers,
        "reviewer, reviewers, reviewed by, approved by, relecteur, relecteurs, relectrice, relu par, valide par, レビュアー",
    ),
    (Fact::Zone, "timezone, time zone, timezones, fuseau horaire, fuseau, zeitzone, タイムゾーン"),
];

/// Labels of quantities, for lists outside the sections of impact and numbers.
const QUANTITIES: &str = "users affected, affected users, customers affected, affected customers, customers impacted, users impacted, failed requests, \
    requests failed, failed orders, lost orders, orders lost, error rate, peak error rate, data loss, data lost, revenue loss, lost revenue, revenue lost, \
    financial impact, revenue impact, estimated loss, slo budget, error budget, error budget spent, slo impact, sla breach, support tickets, tickets, \
    records affected, accounts affected, accounts exposed, records exposed, requests affected, affected requests, messages lost, messages delayed, \
    utilisateurs touches, utilisateurs impactes, utilisateurs affectes, clients touches, clients impactes, commandes perdues, commandes touchees, \
    requetes en erreur, requetes echouees, taux d'erreur, perte de donnees, pertes de donnees, manque a gagner, perte estimee, \
    comptes exposes, データ損失, 影響を受けたユーザー, 影響を受けたリクエスト";

/// Headings of sections in which labels stand, beside those of the sections that every postmortem has.
const FACT_SHEETS: &str = "metadata, meta, facts, key facts, incident facts, at a glance, incident details, details, general information, information, \
    incident information, basic information, incident metadata, overview, incident overview, informations, informations generales, fiche, \
    fiche d'incident, fiche de l'incident, details de l'incident, metadonnees, en un coup d'oeil, identite, メタデータ, 基本情報";

/// Reads the labels of the blocks before the first section, of fact sheets, and of the sections in which facts stand.
pub(in crate::document) fn read_facts(preamble: &[Block], sections: &[Section<'_>], context: FactContext<'_>) -> Facts {
    let mut facts = Facts { duration_rank: usize::MAX, ..Facts::default() };
    // A zone and a date first: the other values are read by them.
    let sheets = sections.iter().filter(|section| is_in(FACT_SHEETS, &plain(&section.heading.text)));
    let mut all: Vec<(Option<SectionKind>, Label)> = labels(preamble).into_iter().map(|label| (None, label)).collect();
    for section in sheets {
        all.extend(labels(own_blocks(section)).into_iter().map(|label| (None, label)));
    }
    for section in sections {
        match section.kind {
            Some(
                kind @ (SectionKind::Impact
                | SectionKind::Metrics
                | SectionKind::Summary
                | SectionKind::Detection
                | SectionKind::People),
            ) => all.extend(labels(own_blocks(section)).into_iter().map(|label| (Some(kind), label))),
            _ => {}
        }
        all.extend(heading_label(section).map(|label| (None, label)));
    }
    let first = |fact: Fact| all.iter().find(|(_, label)| fact_of(&label.key) == Some(fact));
    if let Some((_, label)) = first(Fact::Zone) {
        facts.zone = whole_zone(&label.value).or_else(|| zone_within(&label.value));
    }
    let zone = facts.zone.clone().unwrap_or_else(|| context.zone.clone());
    let mut context = FactContext { zone: &zone, ..context };
    for fact in [Fact::Date, Fact::Window] {
        if let Some((_, label)) = first(fact) {
            facts.date = facts
                .date
                .take()
                .or_else(|| date(&label.value, context.style).map(|date| Found::inferred(date, label.span)));
        }
    }
    context.date = facts.date.as_ref().map(|found| found.value).or(context.date);
    for (kind, label) in &all {
        facts.take(*kind, label, context);
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
fn heading_label(section: &Section<'_>) -> Option<Label> {
    let key = plain(&section.heading.text);
    let fact = fact_of(&key).filter(|fact| !matches!(fact, Fact::Summary | Fact::Trigger | Fact::Detection))?;
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

fn is_in(list: &str, key: &str) -> bool {
    list.split(", ").any(|name| name == key)
}

fn fact_of(key: &str) -> Option<Fact> {
    if let Some((fact, _)) = KEYS.iter().find(|(_, names)| is_in(names, key)) {
        return Some(*fact);
    }
    is_in(DURATIONS, key).then_some(Fact::Duration)
}

fn date(value: &str, style: Style) -> Option<Date> {
    Stamp::at_start(value, style)?.0.day?.full()
}

impl Facts {
    fn take(&mut self, kind: Option<SectionKind>, label: &Label, context: FactContext<'_>) {
        let value = one_line(&label.value);
        if is_hole(&value) {
            return;
        }
        let span = label.span;
        let Some(fact) = fact_of(&label.key) else {
            self.milestone_or_quantity(kind, label, &value, context);
            return;
        };
        match fact {
            Fact::Date | Fact::Zone => {}
            Fact::Window => self.window(&value, span, context),
            Fact::Duration => {
                let rank = DURATIONS.split(", ").position(|name| name == label.key).unwrap_or(usize::MAX);
                if rank < self.duration_rank
                    && let Some(minutes) = minutes(&value)
                {
                    self.duration_rank = rank;
                    self.duration = Some(Found::inferred(minutes, span));
                }
            }
            Fact::Severity => {
                let severity = first_parts(&value).find_map(|part| context.scale.parse(part));
                self.severity =
                    self.severity.take().or_else(|| severity.map(|severity| Found::inferred(severity, span)));
            }
            Fact::Status => {
                let status = first_parts(&value).find_map(value::status);
                self.status = self.status.take().or_else(|| status.map(|status| Found::inferred(status, span)));
            }
            Fact::Terms(taxonomy) => {
                for name in names(&value) {
                    self.terms.push((taxonomy, Found::inferred(name, span)));
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
            Fact::Authors => self.authors.extend(names(&value).into_iter().map(|name| Found::inferred(name, span))),
            Fact::Reviewers => self.reviewers.extend(names(&value).into_iter().map(|name| Found::inferred(name, span))),
        }
    }

    fn milestone_or_quantity(
        &mut self,
        kind: Option<SectionKind>,
        label: &Label,
        value: &str,
        context: FactContext<'_>,
    ) {
        if let Some(phase) = phase::of_label(&label.name)
            && let Some((stamp, _)) = Stamp::at_start(value, context.style)
            && stamp.time.is_some()
        {
            self.milestone(phase, &stamp, label.span, context);
            return;
        }
        let listed = is_in(QUANTITIES, &label.key);
        let quantities = matches!(kind, Some(SectionKind::Impact | SectionKind::Metrics));
        let counted = value
            .trim_start_matches(['~', '≈', '<', '>', ' ', '€', '$', '£', '+', '-', '≥', '≤'])
            .starts_with(|c: char| c.is_ascii_digit())
            || [
                "about ",
                "around ",
                "approximately ",
                "approx",
                "roughly ",
                "environ ",
                "none",
                "no ",
                "zero",
                "aucun",
                "なし",
            ]
            .iter()
            .any(|start| value.to_lowercase().starts_with(start));
        let a_time = label.key.starts_with("time to")
            || label.key.starts_with("temps de")
            || label.key.starts_with("tt")
            || label.key.starts_with("delai");
        if (listed || (quantities && counted)) && !a_time && value.chars().count() <= 120 {
            self.impact.push(Impact { name: label.name.clone(), value: Found::inferred(value.to_owned(), label.span) });
        }
    }

    fn milestone(&mut self, phase: Phase, stamp: &Stamp, span: Span, context: FactContext<'_>) {
        let Some(at) = instant(stamp, context) else { return };
        if !self.milestones.iter().any(|(known, _)| *known == phase) {
            self.milestones.push((phase, Found::inferred(at, span)));
        }
    }

    /// `2024-03-12 09:05–10:40 UTC`.
    fn window(&mut self, value: &str, span: Span, context: FactContext<'_>) {
        let Some((stamp, _)) = Stamp::at_start(value, context.style) else { return };
        let (Some(start), Some(until)) = (instant(&stamp, context), &stamp.until) else { return };
        let zone = until.zone.as_ref().or(stamp.zone.as_ref()).unwrap_or(context.zone);
        let day = until.day.and_then(|day| day.near(Some(start.date()))).or_else(|| {
            if stamp.time.is_some_and(|time| until.time < time) {
                start.date().tomorrow().ok()
            } else {
                Some(start.date())
            }
        });
        let end = day.and_then(|day| Instant::local(day, until.time, zone));
        self.milestone(Phase::Started, &stamp, span, context);
        if let Some(end) = end.filter(|end| *end >= start)
            && !self.milestones.iter().any(|(known, _)| *known == Phase::Resolved)
        {
            self.milestones.push((Phase::Resolved, Found::inferred(end, span)));
        }
    }
}

fn instant(stamp: &Stamp, context: FactContext<'_>) -> Option<Instant> {
    let day = match stamp.day {
        Some(day) => day.near(context.date)?,
        None => context.date?,
    };
    Instant::local(day, stamp.time?, stamp.zone.as_ref().unwrap_or(context.zone))
}

fn text(place: &mut Option<Found<String>>, value: String, span: Span) {
    if value.chars().count() <= 600 {
        place.get_or_insert(Found::inferred(value, span));
    }
}

/// A value and what stands in it before the first bracket, dash or comma. A choice that nobody made ("SEV1 / SEV2 /
/// SEV3") has none.
fn first_parts(value: &str) -> impl Iterator<Item = &str> {
    let choice = value.contains(" | ") || value.matches('/').count() >= 2;
    let end =
        value.find(['(', ',', ';', '–', '—', ':', '.', '（']).or_else(|| value.find(" - ")).unwrap_or(value.len());
    [value, value[..end].trim()].into_iter().take(if choice || value.len() > 200 { 0 } else { 2 })
}

/// What a template leaves to be filled in.
fn is_hole(value: &str) -> bool {
    value.contains("{{")
        || (value.starts_with('<') && value.ends_with('>'))
        || (value.starts_with('[') && value.ends_with(']'))
        || value.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("yyyy"))
}
