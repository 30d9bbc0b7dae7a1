//! Which label or header is which part of an action.

use crate::lexicon::index;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a name in front of a value, or a column's header, is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Owner,
    Due,
    Closed,
    Status,
    Ticket,
    Kind,
    Priority,
}

const KEYS: [(Key, &str); 7] = [
    (
        Key::Owner,
        "owner, owners, owner/dri, action owner, assignee, assignees, assigned to, assigned, responsible, responsible person, \
         dri, who, lead, owned by, driver, team, responsable, responsables, porteur, porteuse, pilote, assigne a, \
         assignee a, attribue a, attribuee a, confie a, qui, proprietaire, equipe, verantwortlich, zustandig, asignado a, \
         担当, 担当者, 責任者, オーナー, 负责人",
    ),
    (
        Key::Due,
        "due, due date, due by, due on, deadline, target, target date, eta, by, by when, when, before, date, echeance, date limite, \
         pour le, avant le, d'ici le, d'ici au, d'ici, date cible, delai, date d'echeance, fallig, frist, bis, fecha, fecha limite, \
         期限, 期日, 完了予定, 截止日期",
    ),
    (
        Key::Closed,
        "closed, closed on, completed, completed on, done on, finished, date closed, completed date, date completed, fait le, termine le, \
         terminee le, clos le, close le, date de cloture, 完了日",
    ),
    (
        Key::Status,
        "status, state, progress, done, done?, statut, etat, avancement, stand, estado, ステータス, 状態, 状况, 状态",
    ),
    (
        Key::Ticket,
        "ticket, tickets, issue, issues, jira, tracker, tracking, tracking issue, ref, reference, bug, bugs, bug / issue, link, links, pr, \
         pull request, github issue, github, linear, tracking bug, lien, suivi, fiche, チケット, リンク, issue/pr, ticket/issue, 参照",
    ),
    (Key::Kind, "type, kind, category, categorie, nature, area, theme, カテゴリ, 種別, 分類, 类型"),
    (Key::Priority, "priority, prio, p, severity, priorite, urgence, effort, prioritat, prioridad, 優先度"),
];

/// The key of a name, folded as `plain` does.
pub(super) fn key(name: &str) -> Option<Key> {
    static INDEX: LazyLock<HashMap<String, Key>> = LazyLock::new(|| index(&KEYS));
    INDEX.get(name).copied()
}
