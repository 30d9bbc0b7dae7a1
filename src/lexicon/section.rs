//! Which heading starts which kind of section.

use super::index::index;
use crate::model::SectionKind;
use crate::text::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The kind of section that a heading (or a bold label) of this text starts; `None` for any other heading.
pub fn section_kind(heading: &str) -> Option<SectionKind> {
    // Real headings are short; a paragraph in bold is none.
    if heading.len() > 120 {
        return None;
    }
    let text = plain(heading);
    exact(&text).or_else(|| begins(&text)).or_else(|| first_part(&text)).or_else(|| before_bracket(heading))
}

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

fn exact(heading: &str) -> Option<SectionKind> {
    static INDEX: LazyLock<HashMap<String, SectionKind>> = LazyLock::new(|| index(&HEADINGS));
    INDEX.get(heading).copied()
}

/// "Timeline of the outage", "Impact on customers", "Root cause: DNS".
fn begins(heading: &str) -> Option<SectionKind> {
    OPENINGS
        .iter()
        .find(|(_, opening)| {
            heading.strip_prefix(opening).is_some_and(|rest| {
                rest.starts_with([':', '-', '–', '—', '/', ','])
                    || rest.strip_prefix(' ').is_some_and(|rest| CONNECTIVES.iter().any(|word| rest.starts_with(word)))
            })
        })
        .map(|(kind, _)| *kind)
}

/// "Detection and response", "Lessons / follow-ups": the first part decides.
fn first_part(heading: &str) -> Option<SectionKind> {
    let ends = [" and ", " & ", " et ", " und ", " y ", "/", ",", ":", " - ", " – ", " — ", "・"];
    let end = ends.iter().filter_map(|end| heading.find(end)).min()?;
    exact(heading[..end].trim())
}

/// "Timeline (all times PST) 7/5/2023, approximately": what stands before the remark decides.
fn before_bracket(heading: &str) -> Option<SectionKind> {
    exact(&plain(&heading[..heading.find(['(', '[', '（'])?]))
}

/// What may follow an opening: a heading that goes on otherwise is about something else ("Impact assessment tool").
const CONNECTIVES: [&str; 16] =
    ["of ", "on ", "for ", "to ", "in ", "from ", "de ", "du ", "des ", "sur ", "d'", "pour ", "- ", "– ", "— ", ": "];

const OPENINGS: [(SectionKind, &str); 24] = [
    (SectionKind::Timeline, "timeline"),
    (SectionKind::Timeline, "chronology"),
    (SectionKind::Timeline, "chronologie"),
    (SectionKind::Timeline, "deroulement"),
    (SectionKind::Timeline, "sequence"),
    (SectionKind::Summary, "summary"),
    (SectionKind::Summary, "resume"),
    (SectionKind::Summary, "incident summary"),
    (SectionKind::Impact, "impact"),
    (SectionKind::Impact, "consequences"),
    (SectionKind::RootCause, "root cause"),
    (SectionKind::RootCause, "root causes"),
    (SectionKind::RootCause, "root cause analysis"),
    (SectionKind::RootCause, "cause racine"),
    (SectionKind::RootCause, "causes racines"),
    (SectionKind::RootCause, "analyse des causes"),
    (SectionKind::Actions, "action items"),
    (SectionKind::Actions, "actions"),
    (SectionKind::Actions, "follow-up actions"),
    (SectionKind::Actions, "plan d'action"),
    (SectionKind::Resolution, "resolution"),
    (SectionKind::Resolution, "mitigation"),
    (SectionKind::Lessons, "lessons learned"),
    (SectionKind::Detection, "detection"),
];

/// Headings as people write them, folded, in English, French, German, Spanish, Japanese and Chinese.
const HEADINGS: [(SectionKind, &str); 17] = [
    (
        SectionKind::Timeline,
        "timeline, timelines, timeline of events, timeline of the incident, incident timeline, event timeline, \
         detailed timeline, key events, chronology, sequence of events, chain of events, events, log of events, \
         chronologie, chronologie des evenements, chronologie de l'incident, deroulement, deroule, \
         deroulement de l'incident, deroulement des faits, deroule de l'incident, historique de l'incident, \
         frise chronologique, evenements, zeitleiste, zeitstrahl, zeitlicher ablauf, zeitverlauf, ablauf, chronik, \
         cronologia, linea de tiempo, linea temporal, cronologia de eventos, タイムライン, 時系列, 経緯, 时间线, 时间轴",
    ),
    (
        SectionKind::Summary,
        "summary, executive summary, incident summary, issue summary, summary of incident, summary of the incident, \
         overview, incident overview, tl;dr, tl dr, tldr, abstract, synopsis, what happened, short version, in short, \
         high level summary, high-level summary, details of incident, incident description, resume, synthese, \
         resume de l'incident, synthese de l'incident, en bref, ce qui s'est passe, que s'est-il passe, \
         description de l'incident, zusammenfassung, uberblick, was ist passiert, resumen, resumen ejecutivo, que paso, \
         サマリー, 概要, サマリ, 要約, 摘要, 概述, 问题, 现象",
    ),
    (
        SectionKind::Impact,
        "impact, impacts, impact analysis, impact assessment, user impact, customer impact, business impact, \
         user-facing impact, incident impact, scope, scope of impact, blast radius, affected users, affected customers, \
         consequences, impact client, impact clients, impact utilisateur, impact utilisateurs, impact metier, \
         impact pour les utilisateurs, impact de l'incident, perimetre, auswirkung, auswirkungen, impacto, 影響, 影響範囲, 影响, \
         影响范围",
    ),
    (
        SectionKind::RootCause,
        "root cause, root causes, root cause analysis, rca, cause, causes, analysis of causes, cause analysis, \
         analysis, technical analysis, five whys, 5 whys, the five whys, why it happened, why did it happen, \
         underlying cause, what caused it, fault, cause racine, causes racines, cause profonde, causes profondes, \
         cause principale, analyse, analyse des causes, analyse des causes racines, analyse de la cause racine, \
         les cinq pourquoi, cinq pourquoi, 5 pourquoi, pourquoi, cause de l'incident, causes de l'incident, ursache, \
         grundursache, ursachen, ursachenanalyse, causa raiz, analisis de causa raiz, causa, 根本原因, 根本原因分析, 直接原因, 原因, \
         原因分析, 根因",
    ),
    (
        SectionKind::ContributingFactors,
        "contributing factors, contributing factor, contributing causes, factors, contributory factors, \
         aggravating factors, facteurs contributifs, facteurs aggravants, facteurs contributeurs, facteurs, \
         causes contributives, beitragende faktoren, factores contribuyentes, 寄与要因, 影响因素",
    ),
    (
        SectionKind::Trigger,
        "trigger, triggers, triggering event, what triggered it, declencheur, element declencheur, evenement declencheur, \
         facteur declenchant, ausloser, desencadenante, トリガー, きっかけ",
    ),
    (
        SectionKind::Detection,
        "detection, detect, discovery, how was it detected, how we noticed, how it was detected, incident detection, \
         alerting, detecte, comment l'incident a ete detecte, detection de l'incident, decouverte, erkennung, entdeckung, \
         deteccion, 検知, 検出, 発見, 发现",
    ),
    (
        SectionKind::Resolution,
        "resolution, resolution and recovery, recovery, resolution & recovery, fix, the fix, details of fix, \
         details of the fix, mitigation, mitigations, remediation, response, incident response, actions taken, \
         action taken, immediate actions taken, steps taken, what we did, workaround, how it was fixed, \
         how we fixed it, solution, repair, resolution et retablissement, retablissement, remediation de l'incident, \
         correction, correctif, correctifs, contournement, reponse, reponse a l'incident, actions prises, \
         actions menees, actions realisees, mesures prises, reprise, retour a la normale, attenuation, losung, behebung, \
         wiederherstellung, massnahmen wahrend des vorfalls, resolucion, solucion, mitigacion, 対応, 復旧, 解決, 解决, 修复, 緩和",
    ),
    (
        SectionKind::Actions,
        "action items, action item, actions, action points, action plan, todo, todos, to do, to-do, to-dos, tasks, \
         follow-up, follow-ups, follow up, follow ups, followup, followups, follow-up actions, follow up actions, \
         follow-up items, follow-up tasks, follow-up work, follow-up and action items, next steps, next actions, \
         review actions, actions following review, corrective actions, corrective action, preventive actions, \
         preventative actions, corrective and preventive actions, corrective and preventative measure, \
         corrective and preventative measures, corrective and preventive measures, preventive measures, \
         preventative measures, prevention measures, prevention, preventing recurrence, preventing this in the future, \
         how we prevent this, immediate actions, short-term actions, long-term actions, short term actions, \
         long term actions, immediate action items, remediation items, remediation actions, remediation plan, \
         remediation and prevention, remediation & prevention, remediation and follow-up, improvements, \
         process improvements, technical improvements, documentation improvements, short-term improvements, \
         long-term improvements, planned improvements, improvement actions, recommendations, what we will do, \
         what we are doing, what we're doing about it, lessons learned and action items, lessons and action items, \
         action items and follow-ups, open actions, actions a mener, actions a faire, actions a realiser, \
         actions a venir, actions correctives, actions preventives, actions correctives et preventives, actions de suivi, \
         plan d'action, plan d'actions, plan de remediation, suivi, suites, suites a donner, suivi des actions, \
         points d'action, prochaines etapes, etapes suivantes, mesures correctives, mesures preventives, mesures, \
         ameliorations, recommandations, taches, a faire, massnahmen, aufgaben, nachste schritte, folgemassnahmen, \
         acciones, acciones correctivas, acciones a tomar, proximos pasos, elementos de accion, アクションアイテム, アクション, 対策, \
         再発防止策, 再発防止, 今後の対応, todoリスト, 行动项, 改进措施, 后续行动, 预防",
    ),
    (
        SectionKind::Lessons,
        "lessons learned, lessons learnt, lessons, lesson learned, learnings, key learnings, what we learned, \
         what did we learn, takeaways, key takeaways, retrospective, conclusion, conclusions, the generalisable habit, \
         lecons, lecons apprises, lecons tirees, enseignements, enseignements tires, ce que nous avons appris, \
         retour d'experience, retours d'experience, bilan, erkenntnisse, lehren, gelernt, lessons learned und ausblick, \
         lecciones aprendidas, lecciones, aprendizajes, 教訓, 学び, 技術的教訓, 組織的教訓, 经验教训",
    ),
    (
        SectionKind::WentWell,
        "what went well, what went right, things that went well, went well, what worked, what worked well, \
         what we did well, positives, ce qui a bien fonctionne, ce qui a bien marche, points positifs, \
         ce qui s'est bien passe, points forts, was gut lief, was lief gut, que salio bien, lo que salio bien, \
         うまくいったこと, 良かった点",
    ),
    (
        SectionKind::WentWrong,
        "what went wrong, what went poorly, what didn't go well, what did not go well, things that went wrong, \
         things that went poorly, went wrong, went poorly, what could have gone better, what could be improved, \
         what could have been better, what we did poorly, areas for improvement, problems, \
         ce qui a mal fonctionne, ce qui n'a pas fonctionne, ce qui a mal marche, ce qui s'est mal passe, \
         ce qui n'a pas marche, points negatifs, points a ameliorer, points faibles, ce qui peut etre ameliore, \
         was schlecht lief, was lief schlecht, que salio mal, lo que salio mal, うまくいかなかったこと, 改善が必要なこと, 悪かった点",
    ),
    (
        SectionKind::Lucky,
        "where we got lucky, how we got lucky, got lucky, we got lucky, what was lucky, luck, lucky breaks, \
         ou nous avons eu de la chance, la ou nous avons eu de la chance, coups de chance, coup de chance, chance, \
         la chance, wo wir gluck hatten, gluck, donde tuvimos suerte, 運が良かったこと, 幸運だったこと",
    ),
    (
        SectionKind::Background,
        "background, context, introduction, technical background, what's really going on, system overview, \
         background and context, contexte, contexte technique, rappel, rappel du contexte, hintergrund, kontext, \
         contexto, antecedentes, 背景, コンテキスト",
    ),
    (
        SectionKind::People,
        "attendees, responders, participants, people, people involved, involved parties, incident responders, \
         contributors, authors, author, roles, who was involved, incident team, response team, on-call, actors, \
         participants et roles, intervenants, personnes impliquees, personnes presentes, equipe d'intervention, \
         auteurs, auteur, roles et responsabilites, acteurs, beteiligte, teilnehmer, participantes, 参加者, 対応者, 発見者, 发现人",
    ),
    (
        SectionKind::Metrics,
        "metrics, stats, statistics, numbers, key metrics, key figures, incident metrics, response metrics, key numbers, \
         key facts, duration, indicateurs, chiffres, chiffres cles, statistiques, metriques, mesures cles, \
         quelques chiffres, duree, kennzahlen, metriken, metricas, estadisticas, メトリクス, 指標, 定量データ",
    ),
    (
        SectionKind::References,
        "references, related, links, related issues, related incidents, related articles, related documents, \
         related issues / prs, related issues/prs, related files, related postmortems, see also, further reading, \
         resources, useful links, appendix, supporting information, logs, liens, voir aussi, liens utiles, annexe, \
         annexes, incidents lies, articles connexes, articles associes, ressources, referenzen, verweise, referencias, \
         enlaces, 参考資料, 参考, 関連リンク, 相关链接",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

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
            ("Actions taken", SectionKind::Resolution),
            ("Detection and response", SectionKind::Detection),
            ("Lessons learnt", SectionKind::Lessons),
            ("Ce qui a bien fonctionné", SectionKind::WentWell),
            ("Related Issues / PRs", SectionKind::References),
        ] {
            assert_eq!(section_kind(heading), Some(kind), "{heading}");
        }
    }

    #[test]
    fn other_headings_start_no_section() {
        for heading in
            ["Questions for follow up", "Impact assessment tool", "BinderHub", "2018-01-18 4:19", "", "Timeliness"]
        {
            assert_eq!(section_kind(heading), None, "{heading}");
        }
        assert_eq!(section_kind(&"timeline ".repeat(1000)), None);
    }
}
