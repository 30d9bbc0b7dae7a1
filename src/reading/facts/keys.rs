//! Which label is which fact.

use crate::lexicon::index;
use crate::model::TaxonomyKey;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a label may say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
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
        "team, teams, team attribution, owning team, responsible team, team responsible, teams involved, owner team, equipe, equipes, equipe responsable, \
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

/// The fact of a label's key.
pub(super) fn fact_of(key: &str) -> Option<Fact> {
    static INDEX: LazyLock<HashMap<String, Fact>> = LazyLock::new(|| index(&KEYS));
    INDEX.get(key).copied().or_else(|| duration_rank(key).map(|_| Fact::Duration))
}

/// The place of a label in [`DURATIONS`].
pub(super) fn duration_rank(key: &str) -> Option<usize> {
    static INDEX: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
        let ranked: Vec<(usize, &str)> = DURATIONS.split(", ").enumerate().collect();
        index(&ranked)
    });
    INDEX.get(key).copied()
}

/// Whether a label is a quantity wherever it stands.
pub(super) fn is_quantity(key: &str) -> bool {
    static INDEX: LazyLock<HashMap<String, ()>> = LazyLock::new(|| index(&[((), QUANTITIES)]));
    INDEX.contains_key(key)
}

/// Whether a heading is that of a fact sheet.
pub(super) fn is_fact_sheet(heading: &str) -> bool {
    static INDEX: LazyLock<HashMap<String, ()>> = LazyLock::new(|| index(&[((), FACT_SHEETS)]));
    INDEX.contains_key(heading)
}
