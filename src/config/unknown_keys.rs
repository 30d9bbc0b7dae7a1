//! Keys of book.toml that mean nothing: without a warning, a typing mistake would silently leave the default.

use super::DEFAULTS;
use super::wrong::did_you_mean;
use crate::diagnostic::{Code, Diagnostic, Subject};
use crate::text::Span;
use toml::de::{DeTable, DeValue};

/// Tables whose keys are the library's own.
const OPEN: [&str; 11] = [
    "front_matter.aliases",
    "front_matter.defaults",
    "folders",
    "severities.aliases",
    "severities.sections",
    "taxonomies",
    "editions",
    "recurring",
    "trackers",
    "check.levels",
    "defaults",
];

/// Tables that have names of the library's own, with the keys that each of them has.
const OWN: [(&str, &[&str]); 4] = [
    ("audiences", &super::audiences::AUDIENCE_KEYS),
    ("trackers", &super::tracker::TRACKER_KEYS),
    ("policies", &super::policy::POLICY_KEYS),
    ("editions", &super::edition::EDITION_KEYS),
];

/// A warning for each key that a table with a name of the library's own does not have.
fn unknown_own_keys(written: &DeTable<'_>, found: &mut Vec<Diagnostic>) {
    for (table, keys) in OWN {
        let all =
            written.iter().filter(|(key, _)| key.get_ref() == table).flat_map(|(_, value)| match value.get_ref() {
                DeValue::Table(named) => named.values().collect::<Vec<_>>(),
                DeValue::Array(items) => items.iter().collect(),
                _ => Vec::new(),
            });
        for inner in all {
            let DeValue::Table(inner) = inner.get_ref() else { continue };
            for (key, _) in inner.iter().filter(|(key, _)| !keys.contains(&key.get_ref().as_ref())) {
                let name = key.get_ref().as_ref();
                found.push(unknown_key(&format!("{table}.{name}"), key.span(), name, keys));
            }
        }
    }
}

fn unknown_key(path: &str, span: std::ops::Range<usize>, name: &str, known: &[&str]) -> Diagnostic {
    let message = format!("`{path}` is not a setting of Casebook");
    Diagnostic::about(Code::UnknownSetting, Subject::Settings, Span::new(span), message)
        .help(did_you_mean(name, known.iter().copied()))
}

/// A warning for each key that `defaults.toml` does not have.
pub(super) fn unknown_keys(book_toml: &str) -> Vec<Diagnostic> {
    let (Ok(written), Ok(defaults)) = (DeTable::parse(book_toml), DeTable::parse(DEFAULTS)) else { return Vec::new() };
    let mut found = Vec::new();
    compare("", written.get_ref(), defaults.get_ref(), &mut found);
    unknown_own_keys(written.get_ref(), &mut found);
    found
}

fn compare(path: &str, written: &DeTable<'_>, known: &DeTable<'_>, found: &mut Vec<Diagnostic>) {
    for (key, value) in written {
        let name = key.get_ref().as_ref();
        let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        match (known.iter().find(|(known, _)| known.get_ref() == key.get_ref()), value.get_ref()) {
            (Some((_, known)), DeValue::Table(table)) if !OPEN.contains(&inner.as_str()) => {
                if let DeValue::Table(known) = known.get_ref() {
                    compare(&inner, table, known, found);
                }
            }
            (Some(_), _) => {}
            // The table of one audience.
            (None, DeValue::Table(_)) if path == "audiences" => {}
            (None, _) => {
                let names: Vec<&str> = known.iter().map(|(known, _)| known.get_ref().as_ref()).collect();
                found.push(unknown_key(&inner, key.span(), name, &names));
            }
        }
    }
}
