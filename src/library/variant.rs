//! Which library of a site is meant.

use crate::config::Config;
use crate::document::Shape;
use crate::model::Status;

/// One of the libraries that a site is made of: the pages in one language, for one audience.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Variant {
    /// The tag of its language.
    pub language: String,
    /// Whether that is the library's own language, whose pages lie at the root of the site.
    pub is_own: bool,
    /// Whom it is for: they may read what is for this audience and for wider ones. `None` where the settings have no
    /// audiences: then it is for everybody, who may read only pages that name none.
    pub audience: Option<String>,
}

impl Variant {
    /// The variant in a language, for those whom the settings say.
    pub fn new(language: &str, is_own: bool, config: &Config) -> Variant {
        Variant { language: language.to_owned(), is_own, audience: config.audiences.chosen().map(str::to_owned) }
    }

    /// The folder of the site that its pages lie in; "" for the library's own language.
    pub fn folder(&self) -> &str {
        if self.is_own { "" } else { &self.language }
    }

    /// Whether it is for those who may read a page.
    pub(super) fn is_for_readers_of(&self, page: &Shape, config: &Config) -> bool {
        let audience = page.incident.audience.as_ref().map(|found| found.value.as_str());
        if self.audience.is_some() { config.audiences.may_read(audience) } else { audience.is_none() }
    }

    /// Whether it may show a page: one for its audience, and no draft, unless drafts are wanted.
    pub(super) fn may_show(&self, page: &Shape, config: &Config) -> bool {
        let is_draft = page.incident.status.as_ref().is_some_and(|found| found.value == Status::Draft);
        self.is_for_readers_of(page, config) && (config.drafts || !is_draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse;
    use crate::text::{ContentPath, Source};

    fn shows(settings: &str, audience: Option<&str>, drafts: bool, front: &str) -> bool {
        let mut config = Config::read(settings).value;
        config.drafts = drafts;
        assert!(audience.is_none_or(|audience| config.audiences.choose(audience)));
        let source = Source::new(ContentPath::new("a.md").unwrap(), format!("---\n{front}\n---\n\nText.\n"));
        let shape = parse(&source, &config, &Default::default()).value.shape;
        Variant::new("en", true, &config).may_show(&shape, &config)
    }

    const LEVELS: &str = "[audiences]\nlevels = [\"security\", \"public\"]\n";

    #[test]
    fn a_page_is_shown_to_its_audience_and_to_nobody_else() {
        for (audience, front, is_shown) in [
            ("security", "audience: security", true),
            ("security", "audience: public", true),
            ("security", "title: A", true),
            ("security", "audience: securty", false),
            ("security", "audience: {a: b}", false),
            ("public", "audience: security", false),
            ("public", "audience: Public", true),
            ("public", "title: A", false),
            ("public", "audience:", false),
            ("public", "audience: [public, security]", false),
            ("public", "audience: [public]", true),
            ("public", "audience: [public, everyone]", false),
            ("public", "ms.topic: x\naudience: public", true),
            ("public", "ms.topic: x\naudience: ITPro", false),
        ] {
            assert_eq!(shows(LEVELS, Some(audience), false, front), is_shown, "{front} to {audience}");
            assert_eq!(shows(LEVELS, Some(audience), true, front), is_shown, "wanting drafts opens nothing else");
        }
    }

    #[test]
    fn where_no_audiences_are_configured_a_page_that_names_one_is_shown_to_nobody() {
        assert!(shows("", None, false, "title: A") && !shows("", None, true, "audience: public"));
    }

    #[test]
    fn drafts_are_shown_where_they_are_wanted() {
        for front in ["status: draft", "draft: true", "published: false", "hidden: yes"] {
            assert!(!shows("", None, false, front) && shows("", None, true, front), "{front}");
        }
    }
}
