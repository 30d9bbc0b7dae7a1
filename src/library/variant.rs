//! Which library of a site is meant.

use crate::document::Shape;
use crate::model::Status;

/// One of the libraries that a site is made of: the pages in one language, for one audience.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Variant {
    /// The tag of its language.
    pub language: String,
    /// Whether that is the library's own language, whose pages lie at the root of the site.
    pub is_own: bool,
    /// Whom it is for: whoever may read pages that name this audience. `None` for everybody, who may read only pages that
    /// name none.
    pub audience: Option<String>,
}

impl Variant {
    /// The variant in a language, for everybody.
    pub fn for_everybody(language: &str, is_own: bool) -> Variant {
        Variant { language: language.to_owned(), is_own, audience: None }
    }

    /// The folder of the site that its pages lie in; "" for the library's own language.
    pub fn folder(&self) -> &str {
        if self.is_own { "" } else { &self.language }
    }

    /// Whether it may show a page: one for its audience, and no draft, unless `drafts` are wanted.
    pub(super) fn may_show(&self, page: &Shape, drafts: bool) -> bool {
        let audience = page.incident.audience.as_ref().map(|found| found.value.as_str());
        let is_draft = page.incident.status.as_ref().is_some_and(|found| found.value == Status::Draft);
        (audience.is_none() || audience == self.audience.as_deref()) && (drafts || !is_draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::document::parse;
    use crate::text::{ContentPath, Source};

    fn shape(front: &str) -> std::sync::Arc<Shape> {
        let source = Source::new(ContentPath::new("a.md").unwrap(), format!("---\n{front}\n---\n\nText.\n"));
        parse(&source, &Config::read("").value, &Default::default()).value.shape
    }

    #[test]
    fn a_page_is_shown_to_its_audience_and_to_nobody_else() {
        let everybody = Variant::for_everybody("en", true);
        let security = Variant { audience: Some("security".to_owned()), ..everybody.clone() };
        let (open, narrow) = (shape("title: A"), shape("title: A\naudience: security"));
        assert!(everybody.may_show(&open, false) && security.may_show(&open, false));
        assert!(security.may_show(&narrow, false) && !everybody.may_show(&narrow, false));
        assert!(!everybody.may_show(&narrow, true), "wanting drafts opens nothing else");
    }

    #[test]
    fn drafts_are_shown_where_they_are_wanted() {
        let everybody = Variant::for_everybody("en", true);
        for front in ["status: draft", "draft: true", "published: false", "hidden: yes"] {
            let draft = shape(front);
            assert!(!everybody.may_show(&draft, false) && everybody.may_show(&draft, true), "{front}");
        }
    }
}
