//! The words by which pages say what they are, in titles, types and texts.

use crate::text::fold;
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// What a page says of itself, before it is understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    /// Nothing that could be relied on.
    #[default]
    Unsure,
    /// Something broke, and this tells of it.
    Incident,
    /// Work that was planned.
    Maintenance,
    /// A runbook, a guide, a procedure.
    Guide,
    /// To be copied and filled in.
    Template,
}

/// Words of types, tags and folders, folded and in the singular.
const TYPES: [(Sign, &str); 4] = [
    (
        Sign::Incident,
        "incident, postmortem, post-mortem, outage, rca, incident-report, incident report, incident-review, retro, panne, \
         vorfall, storung, incidente, 障害, 障害報告, 故障",
    ),
    (
        Sign::Maintenance,
        "maintenance, scheduled-maintenance, scheduled maintenance, planned-maintenance, planned maintenance, \
         under-maintenance, under maintenance, wartung, mantenimiento, manutencao, メンテナンス, 维护",
    ),
    (
        Sign::Guide,
        "runbook, playbook, guide, howto, how-to, procedure, sop, tutorial, checklist, handbook, documentation, doc, \
         cheatsheet, procedures, anleitung, guia, ランブック, 手順書, 手順, 手册",
    ),
    (Sign::Template, "template, modele, vorlage, plantilla, テンプレート, 模板"),
];

/// What one word says of a page that carries it as its type or lies in a folder of that name.
pub(super) fn of_type(word: &str) -> Option<Sign> {
    if word.is_empty() || word.len() > 40 {
        return None;
    }
    let word = fold(word).replace('_', "-");
    let is = |name: &str| name == word || word.strip_suffix('s') == Some(name) || fold(name) == word;
    TYPES.iter().find(|(_, names)| names.split(", ").any(is)).map(|(sign, _)| *sign)
}

/// What a phrase speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    /// Planned work, in a title.
    Work,
    /// Something that broke, in a title.
    Failure,
    /// A report of what broke, in a title.
    Report,
    /// Work that is announced, in a text.
    Announced,
    /// Work that was done, in a text.
    Done,
    /// Something that is being looked into, in a text.
    Investigated,
    /// A remark about the times of a page may follow.
    Times,
    /// How far a page has come.
    Status,
    /// A guide says so of itself.
    Instructs,
}

/// In titles, as whole words.
const TITLE: [(Topic, &str); 3] = [
    (
        Topic::Work,
        "maintenance, maintenances, upgrade, upgrades, upgrading, migration, migrate, migrating, brownout, restart, \
         reboot, downgrade, downgrading, planned, scheduled, version update, operation, deprecation, decommission, \
         rotation, dns update, ssl update, update to, update of, infrastructure update, maintenance window, patching, \
         move to, planifiee, prevue, mise a jour, wartung, wartungsarbeiten, geplant, geplante, umzug, mantenimiento, \
         programado, programada, actualizacion, メンテナンス, 定期点検, 移行, 維護, 维护, 升级, 迁移",
    ),
    (
        Topic::Failure,
        "outage, outages, down, downtime, unavailable, unavailability, unreachable, failure, failures, failed, fails, \
         failing, fail, broken, error, errors, issue, issues, problem, problems, disruption, disruptions, degraded, \
         degradation, slow, slowness, expired, crash, crashed, crashes, crashing, lost, loss, leak, leaked, breach, attack, \
         attacks, malware, phishing, abuse, exfiltration, hijack, hijacked, \
         ransomware, intrusion, stolen, compromise, compromised, takeover, incident, not, unable, stuck, blocked, hang, hangs, timeout, timeouts, \
         latency, interruption, interrupted, corrupt, corrupted, corruption, deleted, panne, indisponible, indisponibilite, \
         lenteur, erreur, coupure, ausfall, storung, gestort, langsam, fehler, caida, fallo, interrupcion, lento, 障害, 停止, \
         不具合, 遅延, エラー, 故障, 宕机, 异常, 中断",
    ),
    (
        Topic::Report,
        "incident report, postmortem, post-mortem, post mortem, incident review, incident retro, outage report, \
         rca, root cause analysis, attack analysis, retrospective, after action report, rapport d'incident, \
         compte rendu d'incident, analyse d'incident, storungsbericht, informe de incidente, 障害報告, ポストモーテム, 事后分析, \
         事故报告, 故障复盘, 复盘",
    ),
];

/// In texts, anywhere.
const TEXT: [(Topic, &str); 6] = [
    (
        Topic::Announced,
        "maintenance window, scheduled maintenance, planned maintenance, maintenance is planned, maintenance on, \
         scheduled change, scheduled to be, planned outage, planned downtime, scheduled downtime, \
         will be unavailable, will be down, will be offline, will be shut down, will be restarted, will be upgraded, \
         will be migrated, will be moved, will be rebooted, will be replaced, will be performed, will be inaccessible, \
         will be updated to, will be taken, needs to be restarted, may be restarted, will switch, \
         we'll do, we'll proceed, we will proceed, we will perform, \
         we will be upgrading, we will migrate, we are going to, is going to perform, going to upgrade, needs maintenance, \
         maintenance planifiee, sera indisponible, \
         seront indisponibles, wartungsfenster, wartungsarbeiten, geplante wartung, wird nicht verfugbar, \
         mantenimiento programado, estara fuera, メンテナンスのため, メンテナンスを実施, 定期メンテナンス, 計画停止, 计划维护, 将进行",
    ),
    (
        Topic::Done,
        "a migration of, cluster upgrade, clusters upgrade, an upgrade of, upgrade from, upgrade of, upgrade went, migration went, \
         migration completed, upgrade finished, upgrade is finished, maintenance finished, maintenance is ended, \
         maintenance is finished, maintenance is over, migration done, upgraded without, brownout, maintenance terminee, \
         wartung abgeschlossen, mantenimiento finalizado, メンテナンスが完了, メンテナンスは終了, 维护完成",
    ),
    (
        Topic::Investigated,
        "investigating, we are aware of an, we're aware of an, root cause, outage is, outage has, an outage, outage on, \
         outage finished, there is an issue, there are disruptions, is currently down, are currently down, is not responding, \
         are not responding, en cours d'analyse, wir untersuchen, investigando, 調査中, 原因を調査, 排查",
    ),
    (
        Topic::Times,
        "all times, times are, times in, timezone, time zone, heures, horaire, zeiten, horas, 時刻, 時間はすべて",
    ),
    (Topic::Status, "status, statut, estado, ステータス, 状态, 状態"),
    (
        Topic::Instructs,
        "this runbook, this playbook, this guide, this document describes, this page describes, this procedure, ce runbook, \
         cette procedure, dieses runbook, dieses dokument beschreibt, este runbook, この手順書, このランブック, このドキュメント, 本手册, 本文档",
    ),
];

/// Phrases and what each speaks of.
struct Phrases {
    finder: Option<AhoCorasick>,
    topics: Vec<Topic>,
}

impl Phrases {
    fn of(lists: &[(Topic, &str)], fold_them: bool) -> Phrases {
        let mut words: Vec<String> = Vec::new();
        let mut topics = Vec::new();
        for (topic, list) in lists {
            for word in list.split(", ") {
                words.push(if fold_them { fold(word) } else { word.to_owned() });
                topics.push(*topic);
            }
        }
        let builder =
            AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(words);
        Phrases { finder: builder.ok(), topics }
    }

    fn each(&self, text: &str, mut found: impl FnMut(Topic, usize, usize)) {
        for hit in self.finder.iter().flat_map(|finder| finder.find_iter(text)) {
            found(self.topics[hit.pattern().as_usize()], hit.start(), hit.end());
        }
    }
}

/// What a title speaks of, each topic at most once in front of the first.
pub(super) fn in_title(title: &str, mut found: impl FnMut(Topic)) {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(&TITLE, true));
    let folded = fold(title).replace(['_', '’'], " ");
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    PHRASES.each(&folded, |topic, start, end| {
        let whole = !is_letter(folded[..start].chars().next_back()) && !is_letter(folded[end..].chars().next());
        if whole || !folded[start..end].is_ascii() {
            found(topic);
        }
    });
}

/// What a text speaks of, and where.
pub(super) fn in_text(text: &str, found: impl FnMut(Topic, usize, usize)) {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(&TEXT, false));
    PHRASES.each(text, found);
}
