//! Links and references that lead nowhere.

use crate::config::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::library::{Library, LinkProblem, Page, PageIx, PageText, Pages, Reference, Target};
use crate::markdown::{LinkKind, RawLink};
use crate::text::{ContentPath, shorten};

/// Broken links, anchors and images, and links that only work here.
pub(super) fn links(library: Pages<'_>, page: PageText<'_>, found: &mut Vec<Diagnostic>) {
    for (raw, link) in page.telling().links.iter().zip(&page.links) {
        match (&link.problem, &link.target) {
            (Some(problem), _) => found.push(finding(&library, &page, raw, problem)),
            (None, Target::Page { page: to, fragment: Some(fragment) }) => {
                found.extend(anchor(page, library.page(*to), raw, fragment));
            }
            _ => {}
        }
    }
}

/// A link to an anchor that its page does not have.
fn anchor(page: PageText<'_>, target: PageText<'_>, raw: &RawLink, fragment: &str) -> Option<Diagnostic> {
    if target.anchor(fragment).is_some() {
        return None;
    }
    let all: Vec<&str> = target.anchors().collect();
    let message = format!("`{}` has no heading `#{}`", target.path(), shorten(fragment, 60));
    let diagnostic = Diagnostic::new(Code::BrokenAnchor, page.path(), raw.span, message);
    Some(match nearest(fragment, all.iter().copied()) {
        Some(near) => diagnostic.help(format!("Did you mean `#{near}`?")),
        None if all.is_empty() => diagnostic.help("The page has no headings; link to the page itself."),
        None => diagnostic.help(format!("Use one of its anchors: {}.", listed(&all))),
    })
}

fn finding(library: &Library, page: &Page, raw: &RawLink, problem: &LinkProblem) -> Diagnostic {
    let written = shorten(&raw.destination, 80);
    let new = |code: Code, message: String| Diagnostic::new(code, page.path(), raw.span, message);
    match problem {
        LinkProblem::Missing => {
            let (code, what) = match raw.kind {
                LinkKind::Image => (Code::BrokenImage, "the image"),
                LinkKind::Media => (Code::BrokenImage, "the recording"),
                LinkKind::Wiki => (Code::BrokenLink, "the page"),
                LinkKind::Page => (Code::BrokenLink, "the file"),
            };
            let diagnostic = new(code, format!("{what} `{written}` does not exist"));
            match near_path(library, page, raw) {
                Some(near) => diagnostic.help(format!("Did you mean `{near}`?")),
                None => diagnostic,
            }
        }
        LinkProblem::CaseDiffers(spelt) => new(Code::BrokenLink, format!("`{written}` is spelt `{spelt}` on the disk"))
            .help("Spell it the same way: on a server the two are different files."),
        LinkProblem::NoScheme => new(Code::BrokenLink, format!("`{written}` reads as a file of this library"))
            .help(format!("Write `https://{written}` if the site is meant.")),
        LinkProblem::Hidden => {
            let page = left_out(library);
            new(Code::BrokenLink, format!("`{written}` leads to {page}, which this build leaves out"))
                .help("Publish it, or remove the link; until then the text is shown without one.")
        }
        LinkProblem::Ambiguous(candidates) => {
            new(Code::AmbiguousLink, format!("`[[{written}]]` fits {} pages", candidates.len()))
                .help(choose(library, candidates))
        }
        LinkProblem::Escapes => new(Code::BrokenLink, format!("`{written}` leads out of the content folder"))
            .help("Link to something in the content folder, or to a full URL."),
    }
}

/// Names in `related`, `recurs` and `procedures` that are nobody's.
pub(super) fn references(library: &Library, page: &Page, found: &mut Vec<Diagnostic>) {
    let fields = [("related", &page.related), ("recurs", &page.recurs), ("procedures", &page.procedures)];
    for (field, references) in fields {
        found.extend(references.iter().filter_map(|reference| unknown(library, page, field, reference)));
    }
}

fn unknown(library: &Library, page: &Page, field: &str, reference: &Reference) -> Option<Diagnostic> {
    let name = &reference.written.value;
    let new = |code: Code, message: String| Diagnostic::new(code, page.path(), reference.written.span(), message);
    Some(match reference.found.as_ref().err()? {
        LinkProblem::Ambiguous(candidates) => {
            new(Code::AmbiguousLink, format!("`{field}`: `{name}` fits {} pages", candidates.len()))
                .help(choose(library, candidates))
        }
        LinkProblem::Hidden => {
            let page = left_out(library);
            let message = format!("`{field}` names `{name}`, {page} that this build leaves out");
            let mut diagnostic = new(Code::BrokenLink, message);
            diagnostic.help = "Publish it, or remove the name.".to_owned();
            diagnostic
        }
        _ => {
            let diagnostic = new(Code::UnknownId, format!("`{field}` names `{name}`, and no page is called that"));
            let ids = library.pages.iter().map(|page| page.id.as_str());
            match nearest(name, ids) {
                Some(near) => diagnostic.help(format!("Did you mean `{near}`?")),
                None => diagnostic,
            }
        }
    })
}

/// What a page is that is left out. Whom it is for is said to nobody else.
fn left_out(library: &Library) -> &'static str {
    if library.variant.audience.is_some() { "a page" } else { "a draft" }
}

/// How many candidates are named.
const MOST_NAMED: usize = 6;

fn choose(library: &Library, candidates: &[PageIx]) -> String {
    let paths: Vec<&str> = candidates.iter().map(|index| library.page(*index).path().as_str()).collect();
    format!("Write the id or the path of the one that is meant: {}.", listed(&paths))
}

fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(MOST_NAMED).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > MOST_NAMED { " and others" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// The file that was most likely meant: of the same name elsewhere, else the nearest name in the same folder.
fn near_path<'a>(library: &'a Library, page: &Page, raw: &RawLink) -> Option<&'a str> {
    let destination = raw.destination.split(['#', '?']).next().unwrap_or("");
    let wanted = page.path().resolve(destination).or_else(|| ContentPath::new(destination))?;
    let paths = || {
        let pages = library.pages.iter().map(|page| page.path());
        pages
            .chain(library.assets.iter().map(|asset| &asset.path))
            .filter(|path| raw.kind != LinkKind::Wiki || path.name().ends_with(".md"))
    };
    let same_name = paths().find(|path| path.name() == wanted.name());
    let near_name = || {
        let folder = paths().filter(|path| path.folder() == wanted.folder());
        nearest(wanted.as_str(), folder.map(ContentPath::as_str))
    };
    same_name.map(ContentPath::as_str).or_else(near_name)
}
