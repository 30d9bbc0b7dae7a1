//! Claims of authors that two incidents belong together: links, fields of the front matter, sentences that name an
//! earlier incident.

use super::mention::mentions;
use crate::lexicon::Lexicon;
use crate::library::{PageIx, Pages, Target};

/// An author's claim that two incidents belong together, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuthorClaim {
    /// One links to the other or names it.
    Linked,
    /// `related` of one names the other.
    Related,
    /// The text of the later one says that it was like the earlier one.
    Resembles,
    /// `recurs` of one names the other.
    Recurs,
}

/// For each page, the claims about it and another one, by the other one: of several the strongest.
pub(super) fn author_claims(library: Pages<'_>, lexicon: &Lexicon) -> Vec<Vec<(PageIx, AuthorClaim)>> {
    let mut claims: Vec<Vec<(PageIx, AuthorClaim)>> = vec![Vec::new(); library.pages.len()];
    let mentions = mentions(library, lexicon);
    let mut claim = |from: PageIx, to: PageIx, what: AuthorClaim| {
        if from != to && library.page(to).is_incident() {
            claims[from.0].push((to, what));
            claims[to.0].push((from, what));
        }
    };
    for (index, page) in library.incidents() {
        for link in &page.links {
            if let Target::Page { page: to, .. } = &link.target {
                claim(index, *to, AuthorClaim::Linked);
            }
        }
        for (references, what) in [(&page.related, AuthorClaim::Related), (&page.recurs, AuthorClaim::Recurs)] {
            for to in references.iter().filter_map(|reference| reference.page()) {
                claim(index, to, what);
            }
        }
    }
    for (from, to, resembles) in mentions {
        claim(from, to, if resembles { AuthorClaim::Resembles } else { AuthorClaim::Linked });
    }
    for of_page in &mut claims {
        of_page.sort_unstable_by_key(|(page, what)| (*page, std::cmp::Reverse(*what)));
        of_page.dedup_by_key(|(page, _)| *page);
    }
    claims
}
