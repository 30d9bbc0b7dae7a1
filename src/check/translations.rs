//! Translations that are missing from an edition in another language.

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::library::Page;
use crate::text::primary_language;

/// A page whose original stands in for it; off unless the settings give it a level.
pub(super) fn missing(page: &Page, config: &Config, found: &mut Vec<Diagnostic>) {
    let language = &page.incident().language.value;
    if config.is_switched_on(Code::MissingTranslation)
        && page.stands_in.is_some()
        && primary_language(language) != primary_language(&config.language)
    {
        let message = format!("there is no translation into `{}`", config.language);
        found.push(Diagnostic::new(Code::MissingTranslation, page.path(), None, message));
    }
}
