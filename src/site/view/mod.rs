//! Views: one serialisable struct for each template, made of lists, never of maps.
//!
//! A view is all that a template sees: nothing can be looked up from inside a template, so a page depends on its view
//! and its template alone.

pub mod actions;
pub mod article;
pub mod calendar;
pub mod completeness;
pub mod failed;
pub mod follow_up;
pub mod home;
pub mod incident;
pub mod incident_facts;
pub mod incident_strip;
pub mod incidents;
pub mod list;
pub mod part;
pub mod policies;
pub mod priorities;
pub mod reading;
pub mod recurring;
pub mod redirect;
pub mod review;
pub mod search;
pub mod term;
pub mod trends;

use super::words::Words;
use super::{Site, route};
use crate::insight::Insights;
use crate::library::{Page, PageIx, Pages, Target, Term, Texts};
use crate::model::{Date, PageKind, TaxonomyKey};
use crate::text::{ContentPath, OutputPath, primary_language, shorten};
use part::{DateView, Entry, FeedLink, LinkView, Meta, SeverityView};
use std::sync::Arc;

/// How long an excerpt in a list is, in characters.
const EXCERPT: usize = 220;

/// One page being made: where it lies and in which language, so that links and words come out right.
pub struct Frame<'a> {
    /// How the site hangs together.
    pub site: &'a Site<'a>,
    texts: &'a Texts,
    /// Where the page will lie.
    pub here: OutputPath,
    /// Its language.
    pub words: Arc<Words>,
}

impl<'a> Frame<'a> {
    /// A page at `here` in a language.
    pub fn new(site: &'a Site<'a>, texts: &'a Texts, here: OutputPath, language: &str) -> Frame<'a> {
        Frame { site, texts, here, words: site.theme.languages.get(language) }
    }

    /// A page in the library's language.
    pub fn of_library(site: &'a Site<'a>, texts: &'a Texts, here: OutputPath) -> Frame<'a> {
        Frame::new(site, texts, here, &site.config.language)
    }

    /// The library and what its pages say.
    pub fn library(&self) -> Pages<'a> {
        Pages::new(self.site.library, self.texts)
    }

    /// The insights.
    pub fn insights(&self) -> &'a Insights {
        self.site.insights
    }

    /// A relative URL.
    pub fn url(&self, to: &OutputPath) -> String {
        self.here.link_to(to)
    }

    /// The relative URL of a file of the content folder: it lies at the root, whatever the edition.
    fn asset_url(&self, path: &ContentPath) -> String {
        self.here.in_site_folder(self.site.editions.folder()).link_to(&OutputPath::of_asset(path))
    }

    /// The head of the page; `section` is the part of the navigation that it belongs to.
    pub fn meta(&self, title: &str, description: &str, section: &'static str) -> Meta {
        Meta {
            title: title.to_owned(),
            description: shorten(&crate::text::one_line(description), 300),
            language: self.words_language().to_owned(),
            text_language: self.words_language().to_owned(),
            alternates: self.site.editions.alternates(&self.here),
            languages: self.site.editions.switcher(&self.here),
            root: "../".repeat(self.here.depth()),
            canonical: self.site.absolute(&self.here),
            section,
            feeds: vec![
                FeedLink {
                    href: self.url(&route::feed("xml")),
                    kind: "application/atom+xml",
                    title: self.site.config.title.clone(),
                },
                FeedLink {
                    href: self.url(&route::feed("json")),
                    kind: "application/feed+json",
                    title: self.site.config.title.clone(),
                },
            ],
            edit_url: None,
            card: shorten(&crate::text::one_line(description), 300),
            is_home: self.here == route::home(),
            has_diagrams: false,
        }
    }

    /// The head of a content file's page. Where it stands in for a translation, it is the original's copy and says so.
    pub fn meta_of(&self, index: PageIx, section: &'static str) -> Meta {
        let page = self.library().page(index);
        let incident = page.incident();
        let description =
            page.narrative().description.as_ref().map_or(page.telling().excerpt.as_str(), |found| &found.value);
        let mut meta = self.meta(page.title(), description, section);
        meta.text_language.clone_from(&incident.language.value);
        if let Some(edition) = page.stands_in {
            meta.canonical = self.site.editions.site(edition).absolute(&self.here);
        }
        if page.stands_in.is_none() || self.foreign_language(&page).is_none() {
            meta.language.clone_from(&incident.language.value);
        }
        meta.edit_url = self.site.edit_url(&page);
        meta.has_diagrams = self.has_diagrams(index);
        meta
    }

    fn words_language(&self) -> &str {
        if self.words.tag.is_empty() { &self.site.config.language } else { &self.words.tag }
    }

    /// A link to a page of the library.
    pub fn link(&self, index: PageIx) -> LinkView {
        let page = self.library().page(index);
        LinkView { title: page.title().to_owned(), href: self.url(&self.site.place(&page)) }
    }

    /// A number of minutes that may lie between two, such as a median, in words.
    pub fn minutes(&self, minutes: f64) -> String {
        #[expect(clippy::cast_possible_truncation, reason = "minutes of an incident are far below 2^53")]
        let minutes = minutes.round() as i64;
        self.words.duration(minutes)
    }

    /// A day.
    pub fn date(&self, date: Date) -> DateView {
        DateView { iso: date.to_string(), text: self.words.date(date), short: self.words.short_date(date) }
    }

    /// A page's severity.
    pub fn severity(&self, page: &Page) -> Option<SeverityView> {
        let severity = page.severity()?;
        let name = self.site.config.severities.name(severity).to_owned();
        let href = self.url(&route::term("severities", &crate::text::slug(&name), 1));
        Some(SeverityView { name, href, rank: severity.0 + 1 })
    }

    /// A link to a term's page.
    pub fn term(&self, taxonomy: TaxonomyKey, term: &Term) -> LinkView {
        let name = &self.site.config.taxonomy(taxonomy).name;
        LinkView { title: term.name.clone(), href: self.url(&route::term(name, &term.slug, 1)) }
    }

    /// The terms of a page.
    pub fn terms(&self, index: PageIx, taxonomy: TaxonomyKey) -> Vec<LinkView> {
        self.site.library.terms_of(taxonomy).of(index).map(|term| self.term(taxonomy, term)).collect()
    }

    /// A line of a list: what, when, how bad, how long.
    pub fn entry(&self, index: PageIx) -> Entry {
        let page = self.library().page(index);
        let incident = page.incident();
        let link = self.link(index);
        Entry {
            title: link.title,
            href: link.href,
            date: page.day().map(|day| self.date(day)),
            severity: self.severity(&page),
            services: Vec::new(),
            duration: incident.duration_minutes().map(|minutes| self.words.duration(minutes)),
            minutes: incident.duration_minutes(),
            excerpt: String::new(),
            language: self.foreign_language(&page),
            is_incident: page.shape.kind == PageKind::Incident,
            is_draft: incident.status.as_ref().is_some_and(|status| status.value == crate::model::Status::Draft),
            recurs: !self.insights().recurring_of[index.0].is_empty(),
            anchor: String::new(),
        }
    }

    /// An entry of a list with room: the line, its services, and a sentence or two.
    pub fn entry_with_excerpt(&self, index: PageIx) -> Entry {
        let page = self.library().page(index);
        let excerpt = shorten(&page.telling().excerpt, EXCERPT);
        Entry {
            services: self.terms(index, TaxonomyKey::SERVICES),
            // A title that was made of the first sentence says it already.
            excerpt: if excerpt.starts_with(page.title().trim_end_matches('…')) { String::new() } else { excerpt },
            ..self.entry(index)
        }
    }

    /// A page's language where it is not that of this page.
    pub fn foreign_language(&self, page: &Page) -> Option<String> {
        let language = &page.incident().language.value;
        (primary_language(language) != primary_language(self.words_language())).then(|| language.clone())
    }

    /// Whether a page's text has a Mermaid diagram.
    pub fn has_diagrams(&self, index: PageIx) -> bool {
        self.library().page(index).body().html.text.contains("class=\"language-mermaid\"")
    }

    /// A page's body with its links filled in.
    pub fn html(&self, index: PageIx, html: &crate::markdown::Html) -> String {
        let page = self.library().page(index);
        let url = |link: usize, out: &mut String| {
            let url = match page.links.get(link).map(|link| &link.target) {
                Some(Target::Page { page, fragment }) => {
                    let page = self.library().page(*page);
                    let target = self.site.place(&page);
                    match fragment.as_deref().and_then(|fragment| page.anchor(fragment)) {
                        Some(anchor) if target == self.here => format!("#{}", self.anchor(anchor)),
                        Some(anchor) => format!("{}#{}", self.url(&target), self.anchor(anchor)),
                        None => self.url(&target),
                    }
                }
                Some(Target::Translation(path)) => self.site.editions.translation(&self.here, &page, path),
                Some(Target::Asset(path)) => self.asset_url(path),
                Some(Target::Picture(name)) => self.url(&route::picture(name)),
                Some(Target::Outside(url)) => url.clone(),
                Some(Target::Nowhere) | None => String::new(),
            };
            escape(&url, out);
        };
        let size = |link: usize| match &page.links.get(link)?.target {
            Target::Asset(path) => self.site.library.asset(path)?.pixels,
            Target::Picture(name) => page.body().pictures.iter().find(|known| known.name == *name)?.pixels,
            _ => None,
        };
        html.fill_sized(url, size, self.words.text("dead_link"))
    }

    /// A taxonomy's title in the reader's language.
    pub fn taxonomy_title(&self, key: TaxonomyKey) -> String {
        super::theme::taxonomy_title(&self.words, self.site.config.taxonomy(key))
    }

    fn anchor(&self, anchor: &str) -> String {
        format!("{}{}", crate::markdown::ID_PREFIX, crate::text::encode_path(anchor))
    }
}

/// Escapes text for an attribute.
fn escape(text: &str, out: &mut String) {
    let mut escaped = Vec::with_capacity(text.len());
    // Writing to memory cannot fail.
    if tera::escape_html(text, &mut escaped).is_ok() {
        out.push_str(&String::from_utf8_lossy(&escaped));
    }
}
