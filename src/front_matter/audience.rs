//! For whom a page and its fields are, as front matter and folders say it. Whatever is not understood is for nobody.

use super::field::{Field, comparable, meaning};
use super::fields::FieldReader;
use super::syntax::{Key, Node, Value};
use super::value::texts;
use crate::config::nearest;
use crate::diagnostic::Code;
use crate::model::{Origin, Sourced};
use crate::text::Span;

impl FieldReader<'_> {
    /// What names no audience of the settings is for nobody. Of several the narrowest counts.
    pub(super) fn audience(&mut self, key: &Key, node: &Node, origin: Origin) -> bool {
        let audiences = &self.config.audiences;
        let written = texts(node, origin, false).unwrap_or_default();
        let mut found: Vec<Option<&str>> = written.iter().map(|name| audiences.find(&name.value)).collect();
        if found.is_empty() || !audiences.are_configured() {
            found = vec![None];
        }
        let is_unknown = found.iter().any(Option::is_none);
        let names = found.into_iter().map(Option::unwrap_or_default);
        let before = self.stated.claims.audience.as_ref().map(|found| found.value.as_str());
        let value = before
            .into_iter()
            .chain(names)
            .reduce(|one, other| audiences.narrower(Some(one), Some(other)).unwrap_or_default());
        let value = value.unwrap_or_default().to_owned();
        self.stated.claims.audience = Some(Sourced { value, origin });
        if !audiences.are_configured() {
            let message = format!("`{}`: the settings have no [audiences], so this page is not published", key.name);
            let help = "Name the audiences under [audiences] in book.toml, or remove the field to publish the page for everybody.";
            self.report(Code::AudienceNotEnforced, node.span, message, help.to_owned());
        } else if is_unknown {
            let message = format!("`{}` names no audience of the settings, so this page is not published", key.name);
            let known: Vec<&str> = audiences.names().collect();
            let near = node.text().and_then(|text| nearest(&text, known.iter().copied()));
            let help = match near {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("Use one of {}.", known.join(", ")),
            };
            self.report(Code::UnknownAudience, node.span, message, help);
        }
        true
    }

    /// The keys of the fields that this build's readers may not see, as `audiences` names them. What it says that is not
    /// understood makes the page one for nobody.
    pub(super) fn withheld(&mut self, entries: &[(Key, Node)]) -> Vec<String> {
        let config = self.config;
        let mut withheld = Vec::new();
        let is_meant = |key: &Key| matches!(meaning(&key.name, config), Some((Field::Audiences, _)));
        for (key, node) in entries.iter().filter(|(key, node)| is_meant(key) && !node.is_null()) {
            let Value::Map(fields) = &node.value else {
                self.for_nobody(node.span, format!("`{}` must be a table of fields and their audiences", key.name));
                continue;
            };
            for (field, node) in fields {
                let audience = node.text().and_then(|name| config.audiences.find(&name));
                let is_known = meaning(&field.name, config).is_some()
                    || entries.iter().any(|(key, _)| comparable(&key.name) == comparable(&field.name));
                if audience.is_none() || !is_known {
                    let what = if is_known { "names no audience of the settings" } else { "is no field of this page" };
                    self.for_nobody(field.span, format!("`{}` {what}", field.name));
                }
                if !config.audiences.may_read(Some(audience.unwrap_or_default())) {
                    withheld.push(field.name.clone());
                }
            }
        }
        withheld
    }

    /// Keeps the page from everybody, since it is not clear what of it is for whom.
    fn for_nobody(&mut self, span: Span, what: String) {
        let is_configured = self.config.audiences.are_configured();
        let code = if is_configured { Code::UnknownAudience } else { Code::AudienceNotEnforced };
        let what = if is_configured { what } else { "the settings have no [audiences]".to_owned() };
        self.stated.claims.audience = Some(Sourced::external(String::new()));
        self.set.insert(format!("{:?}", Field::Audience));
        let help = code.info().instead.to_owned();
        self.report(code, span, format!("{what}, so this page is not published"), help);
    }

    /// The audience of a folder, where the page and the folders in it name none.
    pub(super) fn folder_audience(&mut self, audience: &str) {
        if self.set.insert(format!("{:?}", Field::Audience)) {
            self.stated.claims.audience = Some(Sourced::external(audience.to_owned()));
        }
    }
}
