//! Backlinks: which pages mention a page.

use super::{Page, PageIx, Target};

/// For each page, the pages whose body or fields lead to it, newest incident first, then articles by path.
pub(super) fn turned(pages: &[Page], incidents: &[PageIx]) -> Vec<Vec<PageIx>> {
    let mut age: Vec<usize> = vec![usize::MAX; pages.len()];
    for (at, index) in incidents.iter().rev().enumerate() {
        age[index.0] = at;
    }
    let mut turned: Vec<Vec<PageIx>> = vec![Vec::new(); pages.len()];
    for (index, page) in pages.iter().enumerate() {
        let linked = page.links.iter().filter_map(|link| match &link.target {
            Target::Page { page, .. } => Some(*page),
            _ => None,
        });
        let named = [&page.related, &page.recurs, &page.procedures].into_iter().flatten();
        for to in linked.chain(named.filter_map(|reference| reference.page())) {
            if to.0 != index && turned[to.0].last() != Some(&PageIx(index)) {
                turned[to.0].push(PageIx(index));
            }
        }
    }
    for from in &mut turned {
        from.sort_by_key(|index| (age[index.0], *index));
        from.dedup();
    }
    turned
}
