//! `[folders."…"]` and `[front_matter.defaults]`: defaults for the front matter of pages.

use super::audiences::{Audiences, not_an_audience};
use super::wrong::wrong;
use crate::clock::Order;
use crate::diagnostic::Diagnostic;
use crate::model::{PageKind, Zone};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// `[folders."…"]`: the library's own keys, with no defaults to lie over.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawFolder {
    pub(super) kind: Option<Spanned<String>>,
    pub(super) audience: Option<Spanned<String>>,
    pub(super) dates: Option<Spanned<String>>,
    pub(super) timezone: Option<Spanned<String>>,
    #[serde(rename = "draft-labels")]
    pub(super) draft_labels: Option<bool>,
    pub(super) defaults: Option<toml::Table>,
}

/// Front matter that a folder's pages have unless they say otherwise.
#[derive(Clone, Debug)]
pub struct FolderDefaults {
    /// The folder in the content folder; "" for all pages.
    pub folder: String,
    /// What its pages are; `None` lets each page's text decide.
    pub kind: Option<PageKind>,
    /// For whom its pages and files are; `None` leaves it to the folder around it, and at last to the default.
    pub audience: Option<String>,
    /// Which of two numbers is the day; `None` leaves it to what pages prove.
    pub order: Option<Order>,
    /// The zone of times that name none; `None` leaves it to what pages say.
    pub zone: Option<Zone>,
    /// Whether "Status: Draft" in a body hides the page; `None` leaves it to whether anybody changes such labels.
    pub draft_labels: Option<bool>,
    /// Fields and their values.
    pub values: toml::Table,
}

/// The defaults of all pages first, then those of each folder.
pub(super) fn all_defaults(
    book: toml::Table,
    folders: BTreeMap<String, RawFolder>,
    audiences: &Audiences,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<FolderDefaults> {
    let mut all = vec![FolderDefaults {
        folder: String::new(),
        kind: None,
        audience: None,
        order: None,
        zone: None,
        draft_labels: None,
        values: book,
    }];
    // A BTreeMap gives a folder before the folders in it.
    for (folder, RawFolder { kind, audience, dates, timezone, draft_labels, defaults }) in folders {
        let kind = kind.and_then(|kind| match kind.as_ref().as_str() {
            "incident" | "postmortem" => Some(PageKind::Incident),
            "article" => Some(PageKind::Article),
            "maintenance" => Some(PageKind::Maintenance),
            other => {
                wrong(
                    diagnostics,
                    kind.span(),
                    format!("`{other}` is not a kind of page"),
                    "Use \"incident\", \"maintenance\" or \"article\".".to_owned(),
                );
                None
            }
        });
        // A folder for an audience that there is not is for nobody: the empty name is no audience.
        let audience = audience.map(|audience| match audiences.find(audience.as_ref()) {
            Some(name) => name.to_owned(),
            None => {
                not_an_audience(&audience, audiences, diagnostics);
                String::new()
            }
        });
        let order = dates.and_then(|dates| match dates.as_ref().as_str() {
            "day-first" => Some(Order::DayFirst),
            "month-first" => Some(Order::MonthFirst),
            other => {
                let help = "Use \"day-first\" or \"month-first\".".to_owned();
                wrong(diagnostics, dates.span(), format!("`{other}` is not an order of dates"), help);
                None
            }
        });
        let zone = timezone.and_then(|name| super::wrong::zone(&name, diagnostics));
        let folder = folder.trim_matches('/').to_owned();
        let values = defaults.unwrap_or_default();
        all.push(FolderDefaults { folder, kind, audience, order, zone, draft_labels, values });
    }
    all
}
