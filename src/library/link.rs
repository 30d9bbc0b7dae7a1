//! Resolved links: where each leads.

use super::from_root;
use super::lookup::{Lookup, Named};
use super::member::Hidden;
use super::{Page, PageIx};
use crate::markdown::{LinkKind, RawTarget, picture_name};
use crate::model::Sourced;
use crate::text::{Asset, ContentPath};
use rayon::prelude::*;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page of the library.
    Page {
        /// The page.
        page: PageIx,
        /// The anchor that is asked for; whether the page has it, its text says ([`super::PageText::anchor`]).
        fragment: Option<String>,
    },
    /// This page in another language: the file that the link names.
    Translation(ContentPath),
    /// A file of the content folder.
    Asset(ContentPath),
    /// A picture that stands in the page's text, by the name of its file.
    Picture(String),
    /// A URL that is used as it is.
    Outside(String),
    /// Nowhere: the text is shown without a link.
    Nowhere,
}

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkProblem {
    /// There is no such page or file.
    Missing,
    /// It works here but would not on another disk: the file is spelt like this.
    CaseDiffers(ContentPath),
    /// It looks like a host without `https://`; it was added.
    NoScheme,
    /// The page exists, but this build does not show it.
    Hidden,
    /// It fits several pages.
    Ambiguous(Vec<PageIx>),
    /// It leads out of the content folder.
    Escapes,
}

/// A resolved link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// What is wrong with it; `None` when all is well.
    pub problem: Option<LinkProblem>,
}

/// A page named by a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The name as written.
    pub written: Sourced<String>,
    /// The page, or what is wrong.
    pub found: Result<PageIx, LinkProblem>,
}

impl Reference {
    /// The page, where it was found.
    pub fn page(&self) -> Option<PageIx> {
        self.found.as_ref().ok().copied()
    }
}

/// The links of one page, and what its `related`, `recurs` and `procedures` name.
pub(super) type Resolved = (Vec<Link>, [Vec<Reference>; 3]);

/// Resolves every link and reference of every page.
pub(super) fn resolved(pages: &[Page], assets: &[Asset], hidden: &[Hidden]) -> Vec<Resolved> {
    let hidden =
        hidden.iter().map(|page| (page.path.clone(), page.shape.incident.id.as_ref().map(|id| id.value.clone())));
    let lookup = Lookup::new(pages, assets.iter().map(|asset| asset.path.clone()), hidden);
    let resolver = Resolver { lookup: &lookup, pages };
    (0..pages.len()).into_par_iter().map(|index| resolver.page(PageIx(index))).collect()
}

/// Gives every page its links.
pub(super) fn with_links(mut pages: Vec<Page>, resolved: Vec<Resolved>) -> Vec<Page> {
    for (page, (links, [related, recurs, procedures])) in pages.iter_mut().zip(resolved) {
        page.links = links;
        page.related = related;
        page.recurs = recurs;
        page.procedures = procedures;
    }
    pages
}

struct Resolver<'a> {
    lookup: &'a Lookup,
    pages: &'a [Page],
}

impl Link {
    fn fine(target: Target) -> Link {
        Link { target, problem: None }
    }

    fn flawed(target: Target, problem: LinkProblem) -> Link {
        Link { target, problem: Some(problem) }
    }

    /// How far it is from what was meant: 0 where the page or file is there.
    fn doubt(&self) -> u8 {
        match self.problem {
            None => 0,
            Some(LinkProblem::CaseDiffers(_)) => 1,
            Some(_) => 2,
        }
    }
}

impl Resolver<'_> {
    fn page(&self, index: PageIx) -> Resolved {
        let page = &self.pages[index.0];
        let paths = page.paths();
        let links = page.shape.links.iter().map(|raw| self.link(index, &paths, raw)).collect();
        let incident = page.incident();
        let references = [&incident.related, &incident.recurs, &incident.procedures]
            .map(|names| names.iter().map(|name| self.reference(&paths, name)).collect());
        (links, references)
    }

    fn reference(&self, from: &[&ContentPath], name: &Sourced<String>) -> Reference {
        let found = match self.lookup.named(&name.value, from) {
            Named::One(index) => Ok(index),
            Named::Several(pages) => Err(LinkProblem::Ambiguous(pages)),
            Named::None if self.lookup.is_hidden(&name.value) => Err(LinkProblem::Hidden),
            Named::None => Err(LinkProblem::Missing),
        };
        Reference { written: name.clone(), found }
    }

    /// `paths` are those of the page, as [`Page::paths`] has them.
    fn link(&self, from: PageIx, paths: &[&ContentPath], raw: &RawTarget) -> Link {
        let destination = raw.destination.trim();
        if raw.kind == LinkKind::Wiki {
            return self.wiki(from, paths, destination);
        }
        if destination.is_empty() {
            return Link::fine(Target::Nowhere);
        }
        if let Some(name) = picture_name(destination).filter(|_| raw.kind == LinkKind::Image) {
            return Link::fine(Target::Picture(name.to_owned()));
        }
        if let Some(page) = self.lookup.exported(destination) {
            return self.anchored(page, None);
        }
        if has_scheme(destination) || destination.starts_with("//") {
            return Link::fine(Target::Outside(destination.to_owned()));
        }
        let (path, fragment) = split_fragment(destination);
        if path.is_empty() {
            return self.anchored(from, fragment);
        }
        let path = percent_decode(path.split('?').next().unwrap_or(path));
        // A translation may lie elsewhere than its original, and its links were written at either place.
        let wanted = paths.iter().filter_map(|here| here.resolve(&path));
        let mut links: Vec<Link> =
            wanted.map(|wanted| self.local(from, &wanted, &path, destination, fragment)).collect();
        let is_found = links.iter().any(|link| link.doubt() == 0 && !matches!(link.target, Target::Outside(_)));
        if !is_found && let Some(link) = self.elsewhere(paths, &path, fragment, raw.kind) {
            return link;
        }
        match links.iter().enumerate().min_by_key(|(_, link)| link.doubt()) {
            Some((best, _)) => links.swap_remove(best),
            None if path.trim_matches(['.', '/']).is_empty() => self.root(fragment),
            None => Link::flawed(Target::Nowhere, LinkProblem::Escapes),
        }
    }

    /// What a path leads to that is none from here: one that begins at another root, or the name of a picture alone.
    fn elsewhere(&self, paths: &[&ContentPath], path: &str, fragment: Option<&str>, kind: LinkKind) -> Option<Link> {
        // `incidents/a` on a page of `incidents/` is written for a site whose links begin at its root.
        let is_rooted = path.starts_with('/') || path.contains('/') && !path.starts_with('.');
        if !is_rooted {
            let named = Some(path).filter(|path| is_shown(kind) && !path.contains('/'));
            return named
                .and_then(|name| self.lookup.asset_named(name))
                .map(|path| Link::fine(Target::Asset(path.clone())));
        }
        let mut places = paths.iter().flat_map(|here| from_root::places(here, path));
        let found = places.find_map(|place| {
            if self.lookup.has_asset(&place) {
                return Some(Link::fine(Target::Asset(place)));
            }
            let page = self.page_for(place.as_str(), |path| self.lookup.page_at(path))?;
            Some(self.anchored(page, fragment))
        });
        let missing = || Link::flawed(Target::Nowhere, LinkProblem::Missing);
        found.or_else(|| (is_shown(kind) && path.starts_with('/')).then(missing))
    }

    /// A relative link that stays in the content folder.
    fn local(&self, from: PageIx, wanted: &ContentPath, path: &str, destination: &str, fragment: Option<&str>) -> Link {
        if self.pages[from.0].others.contains(wanted) {
            return Link::fine(Target::Translation(wanted.clone()));
        }
        if let Some(index) = self.page_for(wanted.as_str(), |path| self.lookup.page_at(path)) {
            return self.anchored(index, fragment);
        }
        if self.lookup.has_asset(wanted) {
            return Link::fine(Target::Asset(wanted.clone()));
        }
        if self.lookup.is_hidden(wanted.as_str()) || self.lookup.is_hidden(&format!("{wanted}.md")) {
            return Link::flawed(Target::Nowhere, LinkProblem::Hidden);
        }
        if let Some(index) = self.page_for(wanted.as_str(), |path| self.lookup.page_near(path)) {
            let spelt = self.pages[index.0].path().clone();
            return Link { problem: Some(LinkProblem::CaseDiffers(spelt)), ..self.anchored(index, fragment) };
        }
        if let Some(spelt) = self.lookup.asset_near(wanted.as_str()) {
            return Link::flawed(Target::Asset(spelt.clone()), LinkProblem::CaseDiffers(spelt.clone()));
        }
        if self.lookup.has_folder(wanted) {
            // A folder without a page of its own.
            return Link::flawed(Target::Nowhere, LinkProblem::Missing);
        }
        if path.starts_with('/') && !path.ends_with(".md") {
            // Relative to the host, not to the library: somewhere else on the same site.
            return Link::fine(Target::Outside(destination.to_owned()));
        }
        if looks_like_host(path) {
            return Link::flawed(Target::Outside(format!("https://{destination}")), LinkProblem::NoScheme);
        }
        Link::flawed(Target::Nowhere, LinkProblem::Missing)
    }

    /// The page that a path means: itself, with `.md`, instead of `.html`, or the page that introduces the folder.
    fn page_for(&self, path: &str, find: impl Fn(&str) -> Option<PageIx>) -> Option<PageIx> {
        let stem = path.strip_suffix(".html").unwrap_or(path);
        find(path)
            .or_else(|| find(&format!("{stem}.md")))
            .or_else(|| ["_index.md", "index.md", "README.md"].iter().find_map(|name| find(&format!("{path}/{name}"))))
    }

    /// A link to the content folder itself leads to the page that introduces it.
    fn root(&self, fragment: Option<&str>) -> Link {
        let introductions = ["_index.md", "index.md", "README.md"];
        match introductions.iter().find_map(|name| self.lookup.page_at(name)) {
            Some(index) => self.anchored(index, fragment),
            None => Link::flawed(Target::Nowhere, LinkProblem::Missing),
        }
    }

    fn wiki(&self, from: PageIx, paths: &[&ContentPath], destination: &str) -> Link {
        let (name, fragment) = split_fragment(destination);
        if name.trim().is_empty() {
            return self.anchored(from, fragment);
        }
        // In a table the bar of `[[page\|text]]` is escaped.
        let name = name.trim_end_matches('\\');
        match self.lookup.named(name, paths) {
            Named::One(index) => self.anchored(index, fragment),
            Named::None if self.file(name, paths).is_some() => {
                Link::fine(self.file(name, paths).map_or(Target::Nowhere, Target::Asset))
            }
            Named::Several(pages) => Link::flawed(Target::Nowhere, LinkProblem::Ambiguous(pages)),
            Named::None if self.lookup.is_hidden(name) => Link::flawed(Target::Nowhere, LinkProblem::Hidden),
            Named::None => Link::flawed(Target::Nowhere, LinkProblem::Missing),
        }
    }

    /// A file by its path or its name.
    fn file(&self, name: &str, paths: &[&ContentPath]) -> Option<ContentPath> {
        let name = name.trim();
        let places = paths.iter().map(|here| here.resolve(name)).chain([ContentPath::new(name)]);
        let found = places.flatten().find(|path| self.lookup.has_asset(path));
        found.or_else(|| self.lookup.asset_named(name.rsplit('/').next()?).cloned())
    }

    fn anchored(&self, page: PageIx, fragment: Option<&str>) -> Link {
        let fragment = fragment.filter(|fragment| !fragment.is_empty() && *fragment != "top").map(percent_decode);
        Link::fine(Target::Page { page, fragment })
    }
}

/// Whether a link shows a file rather than leading to it.
fn is_shown(kind: LinkKind) -> bool {
    matches!(kind, LinkKind::Image | LinkKind::Media)
}

pub(super) fn split_fragment(destination: &str) -> (&str, Option<&str>) {
    match destination.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (destination, None),
    }
}

/// `scheme:` as RFC 3986 has it; a single letter is a drive, not a scheme.
fn has_scheme(destination: &str) -> bool {
    destination.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// `github.com/a/b`, `www.example.org`: a name with a usual ending before the first slash.
fn looks_like_host(path: &str) -> bool {
    let host = path.split(['/', '?']).next().unwrap_or("");
    let Some((name, ending)) = host.rsplit_once('.') else { return false };
    !name.is_empty()
        && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        && (host.starts_with("www.")
            || matches!(ending, "com" | "org" | "net" | "io" | "dev" | "edu" | "gov" | "co" | "fr" | "de"))
}

pub(super) fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Into::into)
}
