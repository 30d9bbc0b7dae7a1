//! Diagnostics about wrong settings: where the mistake is, and what would be right.

use super::nearest;
use crate::diagnostic::{Code, Diagnostic, Subject};
use crate::model::Zone;
use crate::text::Span;
use toml::Spanned;
use url::Url;

/// Reports a setting that means nothing.
pub(super) fn wrong(diagnostics: &mut Vec<Diagnostic>, span: std::ops::Range<usize>, message: String, help: String) {
    diagnostics.push(Diagnostic::about(Code::BadSettings, Subject::Settings, Span::new(span), message).help(help));
}

/// A time zone; a name that is none is reported.
pub(super) fn zone(name: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) -> Option<Zone> {
    let zone = crate::model::parse_zone(name.as_ref());
    if zone.is_none() {
        wrong(
            diagnostics,
            name.span(),
            format!("`{}` is not a time zone", name.as_ref()),
            "Use an IANA name such as Europe/Paris or an offset such as +02:00.".to_owned(),
        );
    }
    zone
}

/// An address that a browser opens from a host; `None` where there is none. Any other, which may run code or start a
/// program, is reported.
pub(super) fn web_address(url: Spanned<String>, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let written = url.as_ref().trim();
    if written.is_empty() {
        return None;
    }
    let is_good = Url::parse(written).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if is_good && !written.contains(|c: char| c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>')) {
        return Some(written.to_owned());
    }
    let message = format!("`{written}` cannot be the {key}");
    wrong(diagnostics, url.span(), message, "Write an address that begins with https:// or http://.".to_owned());
    None
}

/// The known word that is near, or all of them.
pub(super) fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(word, known.clone()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("Use one of {}.", known.collect::<Vec<_>>().join(", ")),
    }
}
